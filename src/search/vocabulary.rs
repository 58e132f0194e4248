//! The words and phrases of a batch of documents: what jieba cuts, phrases that come again and again,
//! titles and headings. Forgiving matching looks here for what a reader may have meant.

use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Place;
use super::bits::{put_varint, take_varint};
use super::record::place_of;
use crate::text::segment;
use crate::text::variant::fold;

/// Neighbouring words are taken for a phrase when a document has them together this often.
const PHRASE_COUNT: u32 = 3;
const PHRASE_WORDS: usize = 3;
const PHRASE_CHARS: usize = 10;
/// Words longer than this have words inside that are worth knowing: 中华人民共和国, 共和国.
const LONG_WORD: usize = 2;

/// Words under collection.
#[derive(Debug, Default)]
pub struct Words {
    known: FxHashSet<String>,
    /// Whether there are texts that could not be cut, as the segmenter was not there yet.
    uncut: bool,
}

impl Words {
    /// The titles and headings of texts with the levels of their lines; and their words, if the segmenter's
    /// dictionary is there.
    pub fn of_texts(texts: &[(&str, &[u8])]) -> Words {
        let mut words = if segment::is_loaded() {
            let texts: Vec<&str> = texts.iter().map(|(text, _)| *text).collect();
            Words::cut(&texts)
        } else {
            Words { uncut: !texts.is_empty(), ..Words::default() }
        };
        for (text, levels) in texts {
            for (line, title) in text.lines().enumerate() {
                let heading = levels.get(line).is_some_and(|&level| level > 0);
                if heading || matches!(place_of(line), Place::Title | Place::Subtitle) {
                    words.add(title.trim());
                }
            }
        }
        words
    }

    /// The words of texts, and the phrases that they repeat; on all cores.
    pub fn cut<T: AsRef<str> + Sync>(texts: &[T]) -> Words {
        let cut = |texts: &[T]| {
            let mut words = Words::default();
            texts.iter().for_each(|text| words.learn(text.as_ref()));
            words
        };
        let chunk = texts.len().div_ceil(rayon::current_num_threads() * 4).max(1);
        texts.par_chunks(chunk).map(cut).reduce(Words::default, |mut all, words| {
            all.known.extend(words.known);
            all
        })
    }

    /// Adds the words of a text, and the phrases that it repeats.
    fn learn(&mut self, text: &str) {
        let jieba = segment::jieba();
        // The different tokens, each with whether it is a word, and how often it comes.
        let mut tokens: Vec<(&str, bool, u32)> = Vec::new();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut sequence: Vec<Token<'_>> = Vec::new();
        for line in text.lines() {
            for token in jieba.cut(line, false) {
                let number = *numbers.entry(token.word).or_insert_with(|| {
                    tokens.push((token.word, token.word.chars().all(char::is_alphanumeric), 0));
                    tokens.len() - 1
                });
                tokens[number].2 += 1;
                sequence.push(Token { line, start: token.byte_start, end: token.byte_end, number });
            }
        }
        for &(word, is_word, _) in tokens.iter().filter(|token| token.1) {
            if is_word && self.add(word) && word.chars().count() > LONG_WORD {
                jieba.cut_for_search(word, false).iter().for_each(|inner| _ = self.add(inner.word));
            }
        }
        // A phrase comes no more often than its words.
        let mut phrases: FxHashMap<&str, u32> = FxHashMap::default();
        let often = |token: &Token<'_>| tokens[token.number].1 && tokens[token.number].2 >= PHRASE_COUNT;
        for run in sequence.chunk_by(|a, b| often(a) && often(b) && std::ptr::eq(a.line, b.line)) {
            for words in 2..=PHRASE_WORDS {
                for phrase in run.windows(words) {
                    let (first, last) = (phrase[0], phrase[words - 1]);
                    *phrases.entry(&first.line[first.start..last.end]).or_default() += 1;
                }
            }
        }
        for (phrase, count) in phrases {
            if count >= PHRASE_COUNT && phrase.chars().count() <= PHRASE_CHARS {
                self.add(phrase);
            }
        }
    }

    /// Adds a word of two characters or more; whether it is new.
    fn add(&mut self, word: &str) -> bool {
        let new = word.chars().nth(1).is_some() && !self.known.contains(word);
        new && self.known.insert(word.chars().map(fold).filter(|&c| c != '\n').collect())
    }

    /// The words by length and in order: a table of groups, each as long as it says.
    pub fn encode(&self) -> Vec<u8> {
        encode(self.known.iter().map(String::as_str).collect(), self.uncut)
    }

    /// These words and those of an encoded vocabulary of the same texts.
    pub fn and(&self, encoded: &[u8]) -> Vec<u8> {
        let others = groups(encoded).flat_map(|group| group.words().lines());
        encode(self.known.iter().map(String::as_str).chain(others).collect(), self.uncut)
    }

    /// All words of several encoded vocabularies.
    pub fn union<'a>(parts: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
        let uncut = parts.clone().any(is_uncut);
        encode(parts.flat_map(groups).flat_map(|group| group.words().lines()).collect(), uncut)
    }
}

/// A token where it stands.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    line: &'a str,
    /// Bytes of the line.
    start: usize,
    end: usize,
    /// Which of the different tokens it is.
    number: usize,
}

/// An encoded vocabulary that lacks the words of some of its texts.
const UNCUT: u8 = 0;
const CUT: u8 = 1;

/// Whether the words of some texts are still to be cut.
pub fn is_uncut(encoded: &[u8]) -> bool {
    encoded.first() == Some(&UNCUT)
}

fn encode(mut words: Vec<&str>, uncut: bool) -> Vec<u8> {
    words.sort_by_cached_key(|word| (word.chars().count(), *word));
    words.dedup();
    let mut out = vec![if uncut { UNCUT } else { CUT }];
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

/// The words of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<'a> {
    /// Characters of each.
    pub chars: usize,
    /// One a line, in order, in UTF-8.
    lines: &'a [u8],
}

impl<'a> Group<'a> {
    /// The words, one a line.
    pub fn words(self) -> &'a str {
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

/// The groups of an encoded vocabulary, the shortest words first.
pub fn groups(encoded: &[u8]) -> impl Iterator<Item = Group<'_>> {
    let mut encoded = encoded.get(1..).unwrap_or_default();
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

/// Whether the encoded vocabulary has `word` (folded).
pub fn contains(encoded: &[u8], word: &str) -> bool {
    let chars = word.chars().count();
    groups(encoded).filter(|group| group.chars == chars).any(|group| group.has(word))
}

/// The words of `chars` characters, one a line.
pub fn of_length(encoded: &[u8], chars: usize) -> Option<&str> {
    groups(encoded).find(|group| group.chars == chars).map(Group::words)
}

/// The words of at least `chars` characters, one a line, in pieces for several threads.
pub fn pieces(encoded: &[u8], chars: usize) -> Vec<&str> {
    const PIECE: usize = 1 << 16;
    let mut pieces = Vec::new();
    for group in groups(encoded).filter(|group| group.chars >= chars) {
        let mut rest = group.words();
        while !rest.is_empty() {
            let cut = rest.as_bytes().get(PIECE..).and_then(|after| memchr::memchr(b'\n', after));
            let (piece, after) = rest.split_at(cut.map_or(rest.len(), |at| PIECE + at + 1));
            pieces.push(piece);
            rest = after;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text_and_the_phrases_it_repeats() {
        segment::jieba();
        let text = "东岗管委会发布消息，东岗管委会修路。\n东岗管委会种树，中华人民共和国的树。\n";
        let encoded = Words::cut(&[text]).encode();
        for word in ["管委会", "消息", "共和国", "中华人民共和国", "东岗管委会"] {
            assert!(contains(&encoded, word), "{word}");
        }
        assert!(!contains(&encoded, "岗管") && !contains(&encoded, "，东"));
        let known: Vec<&str> = pieces(&encoded, 0).into_iter().flat_map(str::lines).collect();
        assert!(known.iter().all(|word| contains(&encoded, word)) && known.contains(&"管委会"));
        let lengths: Vec<usize> = groups(&encoded).map(|group| group.chars).collect();
        assert!(lengths.is_sorted() && lengths[0] == 2);
    }

    #[test]
    fn a_union_has_the_words_of_both() {
        let words = |list: &[&str]| encode(list.to_vec(), false);
        let both =
            Words::union([words(&["河长", "巡河"]), words(&["巡河", "乡村振兴"])].iter().map(Vec::as_slice));
        assert!(!is_uncut(&both));
        assert_eq!(both, words(&["河长", "巡河", "乡村振兴"]));
    }
}
