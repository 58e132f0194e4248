//! The words and phrases of a batch of documents: words of the [lexicon](crate::text::lexicon) whose characters
//! stand together somewhere, phrases that come again and again, foreign words, titles and headings. Forgiving
//! matching looks here for what a reader may have meant.
//!
//! No text is cut into words for this: which words of the lexicon there are is read off the tables of pairs and
//! triples. A word may so be in the vocabulary because its characters stand in two other words; it does stand in
//! a text all the same, or nearly always.

mod phrases;

use std::cmp::Ordering;
use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::Place;
use super::bits::{put_varint, take_varint};
use super::docset::DocSet;
use super::record::place_of;
use crate::text::lexicon;
use crate::text::variant::fold;
use phrases::{Phrases, phrases_in};

/// A character, folded, in sixteen bits.
type Gram = u16;

/// Letters of a foreign word at most.
const LONGEST_FOREIGN: usize = 20;

/// A text as the vocabulary is gathered from it: the text, the grams of its characters, the levels of its lines.
pub type Text<'a> = (&'a str, &'a [Gram], &'a [u8]);

/// The words of a batch that the lexicon does not have.
#[derive(Debug, Default)]
pub struct Words {
    known: FxHashSet<String>,
}

impl Words {
    /// The phrases and foreign words, the titles and headings of texts; on all cores.
    pub fn of_texts(texts: &[Text<'_>]) -> Words {
        let gather = |texts: &[Text<'_>]| {
            let (mut words, mut phrases) = (Words::default(), Phrases::default());
            // Hashes of what has been looked at: the same comes again and again.
            let mut seen: FxHashSet<u64> = FxHashSet::default();
            let mut is_new = |word: &[Gram]| seen.insert(FxBuildHasher.hash_one(word));
            for &(text, grams, levels) in texts {
                phrases.of(grams, |phrase| {
                    if is_new(phrase) {
                        phrases_in(&String::from_utf16_lossy(phrase)).for_each(|phrase| words.add(phrase));
                    }
                });
                let foreign = grams.chunk_by(|&a, &b| is_latin(a) && is_latin(b));
                for word in foreign.filter(|word| (2..=LONGEST_FOREIGN).contains(&word.len())) {
                    if word.iter().any(|&c| c > u16::from(b'9')) && is_new(word) {
                        words.add(&String::from_utf16_lossy(word));
                    }
                }
                words.add_titles(text, levels);
            }
            words
        };
        // Few parts: what one has seen, it does not look at again.
        let chunk = texts.len().div_ceil(rayon::current_num_threads()).max(1);
        texts.par_chunks(chunk).map(gather).reduce(Words::default, |mut all, words| {
            all.known.extend(words.known);
            all
        })
    }

    fn add_titles(&mut self, text: &str, levels: &[u8]) {
        for (line, title) in text.lines().enumerate() {
            let heading = levels.get(line).is_some_and(|&level| level > 0);
            if heading || matches!(place_of(line), Place::Title | Place::Subtitle) {
                self.add(&title.trim().chars().map(fold).collect::<String>());
            }
        }
    }

    /// Adds a word (folded) of two characters or more.
    fn add(&mut self, word: &str) {
        let new = word.chars().nth(1).is_some() && !self.known.contains(word);
        if new && lexicon::find(word).is_none() {
            self.known.insert(word.to_owned());
        }
    }

    /// The words with those of the lexicon that are `common`: these first, then the others by length and in
    /// order, a table of groups, each as long as it says.
    pub fn encode(&self, common: &DocSet) -> Vec<u8> {
        encode(common, self.known.iter().map(String::as_str).collect())
    }
}

/// Letters and digits, folded.
fn is_latin(c: Gram) -> bool {
    u8::try_from(c).is_ok_and(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
}

/// Which words of the lexicon have all their pairs and triples in the texts of a batch; `firsts` are the
/// characters that stand first in a pair.
pub fn common(
    firsts: impl Iterator<Item = u16> + Clone,
    has_pair: impl Fn(u16, u16) -> bool,
    may_have: impl Fn([u16; 3]) -> bool,
) -> DocSet {
    let mut common = DocSet::none(lexicon::len());
    for group in lexicon::groups() {
        let mut word = vec![0; group.chars];
        for first in firsts.clone() {
            for (at, bytes) in group.words(group.beginning(first)) {
                // The UTF-8 of an ideograph below U+10000.
                let bits = |byte: u8| u16::from(byte & 0x3f);
                let ideograph = |b: &[u8]| u16::from(b[0] & 0xf) << 12 | bits(b[1]) << 6 | bits(b[2]);
                word.iter_mut().zip(bytes.chunks_exact(3)).for_each(|(c, bytes)| *c = ideograph(bytes));
                if word.windows(2).all(|pair| has_pair(pair[0], pair[1]))
                    && word.windows(3).all(|triple| may_have([triple[0], triple[1], triple[2]]))
                {
                    common.insert(group.first + at);
                }
            }
        }
    }
    common
}

/// All words of several encoded vocabularies.
pub fn union<'a>(parts: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let common: Vec<DocSet> = parts.clone().map(|part| split(part).0).collect();
    let own = parts.flat_map(|part| groups(split(part).1)).flat_map(|group| group.words().lines());
    encode(&DocSet::union(common.iter()), own.collect())
}

/// How words of the lexicon are written down: as the gaps between their numbers where they are few, else as a bit
/// for each.
const GAPS: u8 = 0;
const BITS: u8 = 1;

fn encode(common: &DocSet, mut words: Vec<&str>) -> Vec<u8> {
    let mut gaps = Vec::new();
    let mut next = 0;
    for word in common.iter() {
        put_varint(&mut gaps, (word - next) as u32);
        next = word + 1;
    }
    let bits = common.to_bytes();
    let (form, numbers) = if gaps.len() < bits.len() { (GAPS, gaps) } else { (BITS, bits) };
    let mut out = vec![form];
    put_varint(&mut out, numbers.len() as u32);
    out.extend_from_slice(&numbers);
    words.sort_by_cached_key(|word| (word.chars().count(), *word));
    words.dedup();
    for group in words.chunk_by(|a, b| a.chars().count() == b.chars().count()) {
        put_varint(&mut out, group[0].chars().count() as u32);
        put_varint(&mut out, group.iter().map(|word| word.len() as u32 + 1).sum());
        for word in group {
            out.extend_from_slice(word.as_bytes());
            out.push(b'\n');
        }
    }
    out
}

/// The words of the lexicon in an encoded vocabulary, and the table of its other words.
fn split(mut encoded: &[u8]) -> (DocSet, &[u8]) {
    let mut common = DocSet::none(lexicon::len());
    let Some((&form, rest)) = encoded.split_first() else { return (common, &[]) };
    encoded = rest;
    let len = (take_varint(&mut encoded) as usize).min(encoded.len());
    let (mut numbers, own) = encoded.split_at(len);
    if form == GAPS {
        let mut next = 0usize;
        while !numbers.is_empty() {
            let word = next.saturating_add(take_varint(&mut numbers) as usize);
            common.insert(word);
            next = word.saturating_add(1);
        }
    } else {
        common.unite(&DocSet::from_bytes(numbers));
    }
    (common, own)
}

/// The words of several segments.
#[derive(Debug, Default)]
pub struct Vocabulary<'a> {
    common: DocSet,
    own: Vec<Group<'a>>,
}

impl<'a> Vocabulary<'a> {
    /// The words of encoded vocabularies.
    pub fn of(encoded: impl Iterator<Item = &'a [u8]>) -> Vocabulary<'a> {
        let mut all = Vocabulary { common: DocSet::none(lexicon::len()), own: Vec::new() };
        for (common, own) in encoded.map(split) {
            all.common.unite(&common);
            all.own.extend(groups(own));
        }
        all
    }

    /// Whether there is this word (folded).
    pub fn contains(&self, word: &str) -> bool {
        let chars = word.chars().count();
        lexicon::find(word).is_some_and(|number| self.common.contains(number))
            || self.own.iter().any(|group| group.chars == chars && group.has(word))
    }

    /// The words of so many characters; some more than once.
    pub fn of_length(&self, chars: usize) -> impl Iterator<Item = &str> {
        let pieces = self.pieces_where(move |own| own == chars);
        pieces.into_iter().flat_map(|piece| piece.words_with(|lines| (!lines.is_empty()).then_some(0)))
    }

    /// The words of at least `chars` characters, in pieces for several threads.
    pub fn pieces(&self, chars: usize) -> Vec<Piece<'_>> {
        self.pieces_where(move |own| own >= chars)
    }

    fn pieces_where(&self, wanted: impl Fn(usize) -> bool) -> Vec<Piece<'_>> {
        const PIECE: usize = 1 << 16;
        let mut pieces = Vec::new();
        for group in lexicon::groups().filter(|group| wanted(group.chars)) {
            let lines = PIECE / group.width();
            let mut first = group.first;
            let mut rest = group.lines();
            while !rest.is_empty() {
                let (words, after) = rest.split_at((lines * group.width()).min(rest.len()));
                pieces.push(Piece { words, numbers: Some((first, group.width(), &self.common)) });
                (first, rest) = (first + lines, after);
            }
        }
        for group in self.own.iter().filter(|group| wanted(group.chars)) {
            let mut rest = group.words();
            while !rest.is_empty() {
                let cut = rest.as_bytes().get(PIECE..).and_then(|after| memchr::memchr(b'\n', after));
                let (words, after) = rest.split_at(cut.map_or(rest.len(), |at| PIECE + at + 1));
                pieces.push(Piece { words, numbers: None });
                rest = after;
            }
        }
        pieces
    }
}

/// Some words, those of one length.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// One a line.
    words: &'a str,
    /// Of words of the lexicon: the number of the first, bytes of a line, and which of them there are.
    numbers: Option<(usize, usize, &'a DocSet)>,
}

impl<'a> Piece<'a> {
    /// The words in which `find` finds something; it says at which byte of the lines that it is given.
    pub fn words_with(self, find: impl Fn(&str) -> Option<usize>) -> impl Iterator<Item = &'a str> {
        let mut start = 0;
        let lines = self.words;
        let found = std::iter::from_fn(move || {
            let rest = lines.get(start..)?;
            let at = find(rest)?;
            let from = memchr::memrchr(b'\n', &rest.as_bytes()[..at]).map_or(0, |before| before + 1);
            let to = memchr::memchr(b'\n', &rest.as_bytes()[at..]).map_or(rest.len(), |after| at + after);
            let line = (start + from, &rest[from..to]);
            start += to + 1;
            Some(line)
        });
        let is_there = move |at: usize| {
            self.numbers.is_none_or(|(first, width, there)| there.contains(first + at / width))
        };
        found.filter(move |&(at, _)| is_there(at)).map(|(_, word)| word)
    }
}

/// The words of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Group<'a> {
    /// Characters of each.
    chars: usize,
    /// One a line, in order, in UTF-8.
    lines: &'a [u8],
}

impl<'a> Group<'a> {
    /// The words, one a line.
    fn words(self) -> &'a str {
        simdutf8::basic::from_utf8(self.lines).unwrap_or_default()
    }

    fn has(self, word: &str) -> bool {
        let (mut low, mut high) = (0, self.lines.len());
        while low < high {
            let middle = low.midpoint(high);
            let start = memchr::memrchr(b'\n', &self.lines[low..middle]).map_or(low, |at| low + at + 1);
            let end = memchr::memchr(b'\n', &self.lines[start..high]).map_or(high, |at| start + at);
            match self.lines[start..end].cmp(word.as_bytes()) {
                Ordering::Less => low = (end + 1).min(high),
                Ordering::Equal => return true,
                Ordering::Greater => high = start,
            }
        }
        false
    }
}

/// The groups of a table of words, the shortest words first.
fn groups(mut encoded: &[u8]) -> impl Iterator<Item = Group<'_>> {
    std::iter::from_fn(move || {
        if encoded.is_empty() {
            return None;
        }
        let chars = take_varint(&mut encoded) as usize;
        let len = (take_varint(&mut encoded) as usize).min(encoded.len());
        let (lines, rest) = encoded.split_at(len);
        encoded = rest;
        Some(Group { chars, lines })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grams(text: &str) -> Vec<Gram> {
        text.chars().map(super::super::segment::gram_char).collect()
    }

    /// What a batch of one text has for a vocabulary.
    fn encoded(text: &str) -> Vec<u8> {
        let grams = grams(text);
        let has_pair = |a, b| grams.windows(2).any(|pair| pair == [a, b]);
        let mut firsts = grams.clone();
        firsts.sort_unstable();
        firsts.dedup();
        let common =
            common(firsts.into_iter(), has_pair, |triple| grams.windows(3).any(|found| found == triple));
        Words::of_texts(&[(text, &grams, &[])]).encode(&common)
    }

    #[test]
    fn words_of_a_text_and_the_phrases_it_repeats() {
        let text = "东岗管委会发布消息，东岗管委会修路。\n\nWTO 的东岗管委会种树，中华人民共和国的树。\n";
        let encoded = encoded(text);
        let words = Vocabulary::of(std::iter::once(encoded.as_slice()));
        for word in ["管委会", "消息", "共和国", "中华人民共和国", "东岗管委会", "wto"] {
            assert!(words.contains(word), "{word}");
        }
        assert!(!words.contains("岗管") && !words.contains("，东") && !words.contains("水文"));
        let everything = |lines: &str| (!lines.is_empty()).then_some(0);
        let known: Vec<&str> =
            words.pieces(0).into_iter().flat_map(|piece| piece.words_with(everything)).collect();
        assert!(known.iter().all(|word| words.contains(word)) && known.contains(&"管委会"));
        assert!(words.of_length(2).any(|word| word == "消息"));
        assert!(words.of_length(2).all(|word| word.chars().count() == 2));
    }

    #[test]
    fn a_union_has_the_words_of_both() {
        let (one, other) = (encoded("水文站的消息"), encoded("乡村振兴 tv"));
        let both = union([one.as_slice(), other.as_slice()].into_iter());
        let words = Vocabulary::of(std::iter::once(both.as_slice()));
        assert!(words.contains("乡村") && words.contains("消息") && words.contains("tv"));
        assert!(!words.contains("息乡"));
        let several = Vocabulary::of([one.as_slice(), other.as_slice()].into_iter());
        assert!(several.contains("乡村") && several.contains("消息") && !several.contains("息乡"));
    }

    proptest! {
        #[test]
        fn damage_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let words = Vocabulary::of(std::iter::once(bytes.as_slice()));
            words.contains("水文");
            words.of_length(2).count();
            union([bytes.as_slice()].into_iter());
        }
    }
}
