//! Which three characters stand in a row anywhere in a segment's texts. The pairs of a string may all stand
//! in a long text without the string; its triples hardly do.
//!
//! A blocked Bloom filter: F. Putze, P. Sanders, J. Singler, “Cache-, Hash- and Space-Efficient Bloom
//! Filters”, WEA 2007. Its blocks are words of 64 bits. A segment has several filters, one after another,
//! each for some of its documents: that of a large batch is made once and stays as it is when segments are
//! merged.

use rayon::prelude::*;

use super::{DocSet, Segment, u32_at, u64_at};

/// Bits set for each triple.
const HASHES: usize = 2;
/// Bits for each character of the texts; fewer once it is seen how many triples differ.
const BITS_PER_CHAR: usize = 4;
/// The filter is folded as long as at most this share of its bits is set afterwards: one triple in eight that
/// stands nowhere is taken to stand somewhere then.
const LOAD: f64 = 0.36;
/// Two filters become one as long as at most this share of its bits is set: it lets no more through than both.
const SHARED_LOAD: f64 = 0.5;
/// Texts of this many characters together have a filter of their own.
const WHOLE: usize = 1 << 20;
/// Stands between two lines, which no triple crosses.
const LINE_END: u16 = b'\n' as u16;
/// Before each filter: how many documents it is for, and how many words it has.
const HEADER: usize = 4 + 4;

/// The filter of texts, given by their grams, for so many documents; with its header.
pub fn filter<'a>(texts: impl IntoIterator<Item = &'a [u16]>, documents: usize, chars: usize) -> Vec<u8> {
    if documents == 0 {
        return Vec::new();
    }
    let len = (chars * BITS_PER_CHAR / 64).next_power_of_two();
    let mut words = vec![0u64; len];
    for text in texts {
        for triple in text.windows(3) {
            if !triple.contains(&LINE_END) {
                let (word, bits) = place([triple[0], triple[1], triple[2]], len);
                words[word] |= bits;
            }
        }
    }
    let mut out = Vec::new();
    put(&mut out, documents, &folded(words));
    out
}

/// The filters of segments under one roof, without the documents that are not in `live`. Small ones become
/// one, for which their texts are read; large ones that have much in common become one as they are.
pub fn merged(parts: &[(&Segment, &DocSet)]) -> Vec<u8> {
    let mut merged = Merged::default();
    for (segment, live) in parts {
        let mut from = 0;
        for (documents, filter) in filters(segment.triples()) {
            let to = (from + documents).min(segment.documents());
            let left: Vec<(&Segment, usize)> =
                (from..to).filter(|&doc| live.contains(doc)).map(|doc| (*segment, doc)).collect();
            from = to;
            if chars(&left) < WHOLE {
                merged.put_small(left);
            } else {
                merged.put_whole(left.len(), filter.chunks_exact(8).map(|word| u64_at(word, 0)).collect());
            }
        }
    }
    merged.finish()
}

fn chars(documents: &[(&Segment, usize)]) -> usize {
    documents.iter().map(|(segment, doc)| segment.chars(*doc) as usize).sum()
}

/// Filters under one roof, in the order of their documents.
#[derive(Default)]
struct Merged<'a> {
    out: Vec<u8>,
    /// Documents that are to get a filter together.
    small: Vec<(&'a Segment, usize)>,
    /// The last filter and for how many documents it is, while others may join it.
    whole: Option<(usize, Vec<u64>)>,
}

impl<'a> Merged<'a> {
    fn put_small(&mut self, documents: Vec<(&'a Segment, usize)>) {
        self.end_whole();
        self.small.extend(documents);
        if chars(&self.small) >= WHOLE {
            self.end_small();
        }
    }

    fn put_whole(&mut self, documents: usize, words: Vec<u64>) {
        self.end_small();
        if let Some((before, filter)) = self.whole.as_mut().filter(|(_, filter)| filter.len() == words.len())
        {
            let both = || filter.iter().zip(&words).map(|(a, b)| a | b);
            let set: u64 = both().map(|word| u64::from(word.count_ones())).sum();
            if set as f64 <= filter.len() as f64 * 64.0 * SHARED_LOAD {
                let both = both().collect();
                (*before, *filter) = (*before + documents, both);
                return;
            }
        }
        self.end_whole();
        self.whole = Some((documents, words));
    }

    fn end_small(&mut self) {
        if !self.small.is_empty() {
            let small = std::mem::take(&mut self.small);
            let grams = small.par_iter().map(|(segment, doc)| super::grams_of(&segment.plain(*doc)));
            let grams: Vec<Vec<u16>> = grams.collect();
            self.out.extend(filter(grams.iter().map(Vec::as_slice), small.len(), chars(&small)));
        }
    }

    fn end_whole(&mut self) {
        if let Some((documents, words)) = self.whole.take() {
            put(&mut self.out, documents, &words);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.end_small();
        self.end_whole();
        self.out
    }
}

fn put(out: &mut Vec<u8>, documents: usize, words: &[u64]) {
    out.reserve(HEADER + words.len() * 8);
    out.extend_from_slice(&(documents as u32).to_le_bytes());
    out.extend_from_slice(&(words.len() as u32).to_le_bytes());
    words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
}

/// The filters of a segment, each with the number of its documents.
pub fn filters(mut section: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    std::iter::from_fn(move || {
        let (header, rest) = section.split_at_checked(HEADER)?;
        let len = (u32_at(header, 4) as usize).saturating_mul(8).min(rest.len());
        let (words, rest) = rest.split_at(len);
        section = rest;
        Some((u32_at(header, 0) as usize, words))
    })
}

/// The filter at half its size, again and again while that leaves it useful.
fn folded(mut blocks: Vec<u64>) -> Vec<u64> {
    while blocks.len() > 1 {
        let half: Vec<u64> =
            blocks.chunks(2).map(|pair| pair.iter().fold(0, |both, block| both | block)).collect();
        let set: u64 = half.iter().map(|block| u64::from(block.count_ones())).sum();
        if set as f64 > half.len() as f64 * 64.0 * LOAD {
            break;
        }
        blocks = half;
    }
    blocks
}

/// Whether the texts of a filter may have a triple; where the filter does not have it, they do not either.
pub fn may_have(filter: &[u8], triple: [u16; 3]) -> bool {
    let (word, bits) = place(triple, filter.len() / 8);
    u64_at(filter, word * 8) & bits == bits
}

/// The word of a triple in a filter of `len` words, and its bits there.
fn place(triple: [u16; 3], len: usize) -> (usize, u64) {
    let key = triple.into_iter().fold(0, |key, c| key << 16 | u64::from(c));
    let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let block = ((u128::from(hash) * len as u128) >> 64) as usize;
    let bits = (0..HASHES).fold(0, |bits, at| bits | 1 << (hash >> (6 * at) & 63));
    (block, bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::segment::{gram_char, grams_of};
    use proptest::prelude::*;

    fn triples(text: &str) -> Vec<[u16; 3]> {
        let chars: Vec<u16> = text.chars().map(gram_char).collect();
        chars.windows(3).map(|triple| [triple[0], triple[1], triple[2]]).collect()
    }

    fn any_has(filters: &[u8], triple: [u16; 3]) -> bool {
        super::filters(filters).any(|(_, filter)| may_have(filter, triple))
    }

    proptest! {
        #[test]
        fn no_triple_is_missed(texts in prop::collection::vec("[一-龥]{0,40}", 1..20)) {
            let chars = texts.iter().map(|text| text.chars().count()).sum();
            let grams: Vec<Vec<u16>> = texts.iter().map(|text| grams_of(text.as_bytes())).collect();
            let filter = filter(grams.iter().map(Vec::as_slice), grams.len(), chars);
            for triple in texts.iter().flat_map(|text| triples(text)) {
                prop_assert!(any_has(&filter, triple));
            }
        }

        #[test]
        fn damage_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            any_has(&bytes, [1, 2, 3]);
        }
    }

    #[test]
    fn few_others_are_let_through() {
        let text: String = ('\u{4e00}'..'\u{6e00}').collect();
        let grams = grams_of(text.as_bytes());
        let filter = filter([grams.as_slice()], 1, text.chars().count());
        let others: String = ('\u{4e00}'..'\u{6e00}').step_by(2).collect();
        let others = triples(&others);
        let wrong = others.iter().filter(|&&triple| any_has(&filter, triple)).count();
        assert!(wrong * 6 < others.len(), "{wrong} of {}", others.len());
        assert!(!may_have(&[], [1, 2, 3]));
    }
}
