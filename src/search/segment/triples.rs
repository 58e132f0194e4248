//! Which three characters stand in a row anywhere in a segment's texts. The pairs of a string may all stand
//! in a long text without the string; its triples hardly do.
//!
//! A blocked Bloom filter: F. Putze, P. Sanders, J. Singler, “Cache-, Hash- and Space-Efficient Bloom
//! Filters”, WEA 2007. Blocks are words of 64 bits.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::{gram_char, u64_at};

/// Bits set for each triple.
const HASHES: usize = 2;
/// Bits for each character of the texts; fewer once it is seen how many triples differ.
const BITS_PER_CHAR: usize = 4;
/// The filter is folded as long as at most this share of its bits is set afterwards: one triple in eight that
/// stands nowhere is taken to stand somewhere then.
const LOAD: f64 = 0.36;

/// The filter of texts given by `text`, of `chars` characters together; folded, in UTF-8, their lines apart.
pub fn filter(
    documents: impl IndexedParallelIterator<Item = usize>,
    chars: usize,
    text: impl Fn(usize) -> Vec<u8> + Sync,
) -> Vec<u8> {
    let len = (chars * BITS_PER_CHAR / 64).next_power_of_two();
    let blocks: Vec<AtomicU64> = (0..len).map(|_| AtomicU64::new(0)).collect();
    documents.for_each(|document| {
        let text = text(document);
        let mut last = [0; 2];
        for c in simdutf8::basic::from_utf8(&text).unwrap_or_default().chars() {
            let c = if c == '\n' { 0 } else { gram_char(c) };
            if last[0] != 0 && last[1] != 0 && c != 0 {
                let (block, bits) = place([last[0], last[1], c], len);
                blocks[block].fetch_or(bits, Ordering::Relaxed);
            }
            last = [last[1], c];
        }
    });
    let blocks = blocks.into_iter().map(AtomicU64::into_inner).collect();
    folded(blocks).into_iter().flat_map(u64::to_le_bytes).collect()
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
    let (block, bits) = place(triple, filter.len() / 8);
    u64_at(filter, block * 8) & bits == bits
}

/// The block of a triple in a filter of `len` blocks, and its bits there.
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
    use proptest::prelude::*;

    fn triples(text: &str) -> Vec<[u16; 3]> {
        let chars: Vec<u16> = text.chars().map(gram_char).collect();
        chars.windows(3).map(|triple| [triple[0], triple[1], triple[2]]).collect()
    }

    proptest! {
        #[test]
        fn no_triple_is_missed(texts in prop::collection::vec("[一-龥]{0,40}", 1..20)) {
            let chars = texts.iter().map(|text| text.chars().count()).sum();
            let filter = filter((0..texts.len()).into_par_iter(), chars, |at| texts[at].as_bytes().to_vec());
            for triple in texts.iter().flat_map(|text| triples(text)) {
                prop_assert!(may_have(&filter, triple));
            }
        }
    }

    #[test]
    fn few_others_are_let_through() {
        let text: String = ('\u{4e00}'..'\u{6e00}').collect();
        let filter = filter((0..1).into_par_iter(), text.chars().count(), |_| text.as_bytes().to_vec());
        let others: String = ('\u{4e00}'..'\u{6e00}').step_by(2).collect();
        let others = triples(&others);
        let wrong = others.iter().filter(|&&triple| may_have(&filter, triple)).count();
        assert!(wrong * 6 < others.len(), "{wrong} of {}", others.len());
        assert!(!may_have(&[], [1, 2, 3]));
    }
}
