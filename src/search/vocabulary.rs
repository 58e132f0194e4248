//! The words and phrases of a batch of documents: what jieba cuts, phrases that come again and again,
//! titles and headings. Forgiving matching looks here for what a reader may have meant.

use std::collections::{HashMap, HashSet};

use super::Place;
use super::bits::{put_varint, take_varint};
use super::record::{Record, line_bytes, place_of};
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
    known: HashSet<String>,
    /// Whether there are texts that could not be cut, as the segmenter was not there yet.
    uncut: bool,
}

impl Words {
    /// Adds the title and the headings, and the words as well if the segmenter's dictionary is there.
    pub fn learn(&mut self, record: &Record) {
        for (line, bytes) in line_bytes(&record.text).into_iter().enumerate() {
            let heading = record.info.is_heading(line);
            if heading || matches!(place_of(line), Place::Title | Place::Subtitle) {
                self.add(record.text[bytes].trim());
            }
        }
        if segment::is_loaded() {
            self.cut(&record.text);
        } else {
            self.uncut = true;
        }
    }

    /// Adds the words of a text, and the phrases that it repeats.
    pub fn cut(&mut self, text: &str) {
        let jieba = segment::jieba();
        let mut phrases: HashMap<&str, u32> = HashMap::new();
        for line in text.lines() {
            let mut at = 0;
            // Where the last words start, as far as they follow one another without punctuation.
            let mut starts: Vec<usize> = Vec::new();
            for token in jieba.cut(line, false) {
                let start = at;
                at += token.word.len();
                if !is_word(token.word) {
                    starts.clear();
                    continue;
                }
                for &from in starts.iter().rev().take(PHRASE_WORDS - 1) {
                    *phrases.entry(&line[from..at]).or_default() += 1;
                }
                starts.push(start);
                if !self.known.contains(token.word) {
                    if token.word.chars().count() > LONG_WORD {
                        jieba.cut_for_search(token.word, false).iter().for_each(|inner| self.add(inner.word));
                    }
                    self.add(token.word);
                }
            }
        }
        for (phrase, count) in phrases {
            if count >= PHRASE_COUNT && phrase.chars().count() <= PHRASE_CHARS {
                self.add(phrase);
            }
        }
    }

    /// The words of an encoded vocabulary.
    pub fn of(encoded: &[u8]) -> Words {
        let known = groups(encoded).flat_map(|group| group.words.lines()).map(str::to_owned).collect();
        Words { known, uncut: false }
    }

    fn add(&mut self, word: &str) {
        if word.chars().nth(1).is_some() && !self.known.contains(word) {
            self.known.insert(word.chars().map(fold).filter(|&c| c != '\n').collect());
        }
    }

    /// The words by length and in order: a table of groups, each as long as it says.
    pub fn encode(&self) -> Vec<u8> {
        encode(self.known.iter().map(String::as_str).collect(), self.uncut)
    }

    /// All words of several encoded vocabularies.
    pub fn union<'a>(parts: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
        let uncut = parts.clone().any(is_uncut);
        encode(parts.flat_map(groups).flat_map(|group| group.words.lines()).collect(), uncut)
    }
}

fn is_word(token: &str) -> bool {
    token.chars().all(char::is_alphanumeric)
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
    /// One a line, in order.
    pub words: &'a str,
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
        let (words, rest) = encoded.split_at(len);
        encoded = rest;
        Some(Group { chars, words: simdutf8::basic::from_utf8(words).unwrap_or_default() })
    })
}

/// Whether the encoded vocabulary has `word` (folded).
pub fn contains(encoded: &[u8], word: &str) -> bool {
    let chars = word.chars().count();
    groups(encoded).filter(|group| group.chars == chars).any(|group| {
        let line = [word, "\n"].concat();
        memchr::memmem::find_iter(group.words.as_bytes(), &line)
            .any(|at| at == 0 || group.words.as_bytes()[at - 1] == b'\n')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text_and_the_phrases_it_repeats() {
        segment::jieba();
        let mut words = Words::default();
        words.cut("东岗管委会发布消息，东岗管委会修路。\n东岗管委会种树，中华人民共和国的树。\n");
        let encoded = words.encode();
        for word in ["管委会", "消息", "共和国", "中华人民共和国", "东岗管委会"] {
            assert!(contains(&encoded, word), "{word}");
        }
        assert!(!contains(&encoded, "岗管") && !contains(&encoded, "，东"));
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
