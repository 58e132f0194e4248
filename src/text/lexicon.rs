//! A list of Chinese words that is there without loading anything: what a segmenter may cut, as far as it is
//! written in ideographs alone.
//!
//! The words are those of jieba's dictionary (MIT licence) of two to eight ideographs, in their
//! [folded](super::variant::fold) form, the shorter ones first and those of one length in order. Every word of
//! a length takes the same room, so any word is found by its number and any number by its word.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::LazyLock;

const WORDS: &str = include_str!("lexicon/words.txt");

/// How many words have two, three, … ideographs.
const COUNTS: [usize; 7] = [113_796, 131_227, 84_663, 3_563, 1_641, 918, 385];
/// Ideographs of the shortest and of the longest words.
pub const SHORTEST: usize = 2;
pub const LONGEST: usize = SHORTEST + COUNTS.len() - 1;
/// Bytes of an ideograph below U+10000.
const IDEOGRAPH: usize = 3;

/// The words of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Ideographs of each.
    pub chars: usize,
    /// The number of the first.
    pub first: usize,
    lines: &'static str,
}

impl Group {
    /// The words, one a line, in order.
    pub fn lines(self) -> &'static str {
        self.lines
    }

    /// Bytes of a line, its end included.
    pub fn width(self) -> usize {
        self.chars * IDEOGRAPH + 1
    }

    /// Which of the words begin with an ideograph.
    pub fn beginning(self, first: u16) -> Range<usize> {
        let Some(place) = usize::from(first).checked_sub(FIRST).filter(|&place| place < IDEOGRAPHS) else {
            return 0..0;
        };
        let starts = &STARTS[(self.chars - SHORTEST) * (IDEOGRAPHS + 1)..];
        starts[place] as usize..starts[place + 1] as usize
    }

    /// Some of the words: which each is, and its bytes.
    pub fn words(self, range: Range<usize>) -> impl Iterator<Item = (usize, &'static [u8])> {
        let width = self.width();
        let lines = self.lines.as_bytes().get(range.start * width..range.end * width).unwrap_or_default();
        let words = lines.chunks_exact(width).map(move |line| &line[..width - 1]);
        range.zip(words)
    }

    fn word(self, at: usize) -> &'static str {
        &self.lines[at * self.width()..(at + 1) * self.width() - 1]
    }

    fn len(self) -> usize {
        self.lines.len() / self.width()
    }
}

/// How many words there are.
pub fn len() -> usize {
    COUNTS.iter().sum()
}

/// The words by their lengths, the shortest first.
pub fn groups() -> impl Iterator<Item = Group> {
    let (mut first, mut start) = (0, 0);
    COUNTS.iter().enumerate().map(move |(at, &count)| {
        let chars = SHORTEST + at;
        let end = start + count * (chars * IDEOGRAPH + 1);
        let group = Group { chars, first, lines: &WORDS[start..end] };
        (first, start) = (first + count, end);
        group
    })
}

/// The number of a word (folded), if it is in the list.
pub fn find(word: &str) -> Option<usize> {
    let chars = word.len() / IDEOGRAPH;
    let group = groups().find(|group| group.chars == chars)?;
    let first = u16::try_from(u32::from(word.chars().next()?)).ok()?;
    let mut range = group.beginning(first);
    while !range.is_empty() {
        let middle = range.start.midpoint(range.end);
        match group.word(middle).cmp(word) {
            Ordering::Less => range.start = middle + 1,
            Ordering::Equal => return Some(group.first + middle),
            Ordering::Greater => range.end = middle,
        }
    }
    None
}

/// The ideographs that words are made of.
const FIRST: usize = 0x3400;
const IDEOGRAPHS: usize = 0x9fff - FIRST + 1;

/// For every length, where the words of each first ideograph begin, and where the last end; made from the list
/// in some two milliseconds.
static STARTS: LazyLock<Box<[u32]>> = LazyLock::new(|| {
    let mut starts = Vec::with_capacity(COUNTS.len() * (IDEOGRAPHS + 1));
    for group in groups() {
        let mut at = 0;
        for place in 0..=IDEOGRAPHS {
            let first = char::from_u32((FIRST + place) as u32);
            while at < group.len() && group.word(at).chars().next() < first {
                at += 1;
            }
            starts.push(at as u32);
        }
    }
    starts.into()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::variant::fold;

    #[test]
    fn the_list_is_what_its_groups_say() {
        assert_eq!(groups().map(|group| group.lines.len()).sum::<usize>(), WORDS.len());
        for group in groups() {
            let words: Vec<&str> = group.lines.lines().collect();
            assert_eq!(words.len(), group.len());
            assert!(words.iter().all(|word| word.chars().count() == group.chars));
            assert!(words.iter().all(|word| word.chars().all(|c| fold(c) == c && c.len_utf8() == IDEOGRAPH)));
            assert!(words.is_sorted_by(|a, b| a < b), "{}", group.chars);
        }
    }

    #[test]
    fn words_are_found_by_their_numbers() {
        for word in ["水文", "共和国", "百花齐放", "中华人民共和国"] {
            let number = find(word).expect("the word is in the list");
            let group = groups().filter(|group| group.first <= number).last().expect("numbers begin at none");
            assert_eq!(group.word(number - group.first), word);
        }
        assert_eq!((find("水"), find("文水的"), find("abcdef"), find("")), (None, None, None, None));
    }

    #[test]
    fn words_are_found_by_their_first_ideographs() {
        for group in groups() {
            for first in ['\u{1}', '㐀', '一', '水', '渡', '龥', '\u{9fff}'] {
                let begins = |&at: &usize| group.word(at).starts_with(first);
                let expected: Vec<(usize, &[u8])> =
                    (0..group.len()).filter(begins).map(|at| (at, group.word(at).as_bytes())).collect();
                assert_eq!(group.words(group.beginning(first as u16)).collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn a_segmenter_cuts_no_other_words() {
        let text = "县水利局公布了上半年的水质监测结果，中华人民共和国的河流越来越清。";
        let words = crate::text::segment::cut(text, false).into_iter().map(|range| &text[range]);
        for word in words.filter(|word| word.chars().nth(1).is_some()) {
            assert!(find(word).is_some(), "{word}");
        }
    }
}
