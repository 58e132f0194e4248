//! Tables of words that lines are searched for.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

/// A table of words. Nearly every place of a Chinese text is dismissed by one look at the set of the words'
/// first characters, and most of the others by their second, so a search costs little more than reading the
/// text.
#[derive(Debug, Default)]
pub struct Words {
    /// Words with the same first two characters stand together, the longest first.
    words: Vec<Word>,
    /// Where the words stand that begin with two characters, or are one character.
    places: FxHashMap<(char, Option<char>), Range<usize>>,
    first: CharSet,
    /// First and second characters.
    pairs: CharSet,
    /// Words of a single character.
    single: CharSet,
    last: CharSet,
}

#[derive(Debug)]
struct Word {
    text: &'static str,
    /// Its place in the table as it was given.
    at: usize,
}

/// A word of the table where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub range: Range<usize>,
    /// Place of the word in the table; the first, where a table has it twice.
    pub word: usize,
}

impl Words {
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Words {
        let mut table = Words::default();
        let words = words.into_iter().enumerate().filter(|(_, text)| !text.is_empty());
        table.words = words.map(|(at, text)| Word { text, at }).collect();
        table.words.sort_by_cached_key(|word| (word.opening(), Reverse(word.text.len()), word.at));
        let mut from = 0;
        for alike in table.words.chunk_by(|a, b| a.opening() == b.opening()) {
            let (first, second) = alike[0].opening();
            table.first.insert(first as u32);
            match second {
                Some(second) => table.pairs.insert(pair(first, second)),
                None => table.single.insert(first as u32),
            }
            let last = alike.iter().filter_map(|word| word.text.chars().next_back());
            last.for_each(|last| table.last.insert(last as u32));
            table.places.insert((first, second), from..from + alike.len());
            from += alike.len();
        }
        table
    }

    /// The words with which a text begins, the longest first.
    pub fn opening<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        self.candidates(text.chars())
            .filter(|word| text.starts_with(word.text))
            .map(|word| Hit { range: 0..word.text.len(), word: word.at })
    }

    /// Places in the table of the words with which some characters begin, the longest first.
    fn opening_chars<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        let begins = |word: &&Word| {
            let mut chars = chars.iter();
            word.text.chars().all(|c| chars.next() == Some(&c))
        };
        self.candidates(chars.iter().copied()).filter(begins).map(|word| word.at)
    }

    /// The words with the first two characters of some, and the one that is the first.
    fn candidates(&self, mut chars: impl Iterator<Item = char>) -> impl Iterator<Item = &Word> {
        let opening = chars.next().map(|first| (first, chars.next()));
        let opening = opening.filter(|&(first, second)| self.may_open(first, || second));
        let place = |of: Option<(char, Option<char>)>| of.and_then(|of| self.places.get(&of)).cloned();
        let longer = place(opening.filter(|(_, second)| second.is_some())).unwrap_or_default();
        let single = opening.filter(|(first, _)| self.single.may_have(*first as u32));
        let single = place(single.map(|(first, _)| (first, None))).unwrap_or_default();
        self.words[longer].iter().chain(&self.words[single])
    }

    /// Whether a word may begin with a character and the one behind it.
    #[inline]
    fn may_open(&self, first: char, second: impl FnOnce() -> Option<char>) -> bool {
        self.first.may_have(first as u32)
            && (self.single.may_have(first as u32)
                || second().is_some_and(|second| self.pairs.may_have(pair(first, second))))
    }

    /// Whether a text begins with one of the words.
    pub fn open(&self, text: &str) -> bool {
        self.opening(text).next().is_some()
    }

    /// Whether a text ends with one of the words.
    pub fn close(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.last.may_have(c as u32))
            && self.words.iter().any(|word| text.ends_with(word.text))
    }

    /// Which of the words some characters are.
    pub fn whole(&self, chars: &[char]) -> Option<usize> {
        let same = |word: &&Word| word.text.chars().eq(chars.iter().copied());
        self.candidates(chars.iter().copied()).find(same).map(|word| word.at)
    }

    /// Whether one of the words stands in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.all(text).next().is_some()
    }

    /// How many different words stand in a text.
    pub fn different(&self, text: &str) -> usize {
        let mut seen = Vec::new();
        for hit in self.all(text) {
            if !seen.contains(&hit.word) {
                seen.push(hit.word);
            }
        }
        seen.len()
    }

    /// The words of a text, the longest at each place, none inside another.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        let mut end = 0;
        self.places(text).filter_map(move |at| {
            let hit = (at >= end).then(|| self.opening(&text[at..]).next()).flatten()?;
            end = at + hit.range.end;
            Some(Hit { range: at..end, word: hit.word })
        })
    }

    /// The words of a text wherever they stand.
    pub fn all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        self.places(text).flat_map(move |at| {
            let hits = self.opening(&text[at..]);
            hits.map(move |hit| Hit { range: at..at + hit.range.end, word: hit.word })
        })
    }

    /// Places in the table of the words that stand at some of the places among some characters.
    pub fn at<'a>(
        &'a self,
        chars: &'a [char],
        places: impl Iterator<Item = usize> + 'a,
    ) -> impl Iterator<Item = usize> + 'a {
        let second = |at: usize| chars.get(at + 1).copied().unwrap_or_default();
        places
            .filter(move |&at| {
                self.pairs.may_have(pair(chars[at], second(at))) || self.single.may_have(chars[at] as u32)
            })
            .flat_map(|at| self.opening_chars(&chars[at..]))
    }

    /// Where a word may begin.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let mut chars = text.char_indices();
        let next = move || chars.find(|&(at, c)| self.may_open(c, || text[at..].chars().nth(1)));
        std::iter::from_fn(next).map(|(at, _)| at)
    }
}

impl Word {
    /// Its first two characters.
    fn opening(&self) -> (char, Option<char>) {
        let mut chars = self.text.chars();
        (chars.next().unwrap_or_default(), chars.next())
    }
}

/// Whether a text begins with a word, whatever the case of its Latin letters.
pub fn opens_in_any_case(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a text ends with a word, whatever the case of its Latin letters.
pub fn closes_in_any_case(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    start.is_some_and(|start| text.as_bytes()[start..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Two characters as one number, in which both tell pairs apart.
fn pair(first: char, second: char) -> u32 {
    (first as u32).wrapping_mul(0x9e5) ^ second as u32
}

/// A set of characters that may say yes to a few that are not in it, by their lower bits.
#[derive(Debug)]
struct CharSet([u64; 256]);

impl Default for CharSet {
    fn default() -> CharSet {
        CharSet([0; 256])
    }
}

impl CharSet {
    fn insert(&mut self, c: u32) {
        self.0[c as usize / 64 % 256] |= 1 << (c % 64);
    }

    fn may_have(&self, c: u32) -> bool {
        self.0[c as usize / 64 % 256] & 1 << (c % 64) != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: [&str; 6] = ["记者", "本报记者", "本报", "报记", "者", "a-"];

    fn found(text: &str) -> Vec<&'static str> {
        Words::new(TABLE).find(text).map(|hit| TABLE[hit.word]).collect()
    }

    #[test]
    fn the_longest_word_at_the_first_place_is_found() {
        assert_eq!(found("（本报记者者）"), ["本报记者", "者"]);
        assert_eq!(found("本报讯 a-记者"), ["本报", "a-", "记者"]);
    }

    proptest! {
        #[test]
        fn a_table_finds_what_a_search_for_each_word_finds(text in "[本报记者讯a-]{0,12}") {
            let words = Words::new(TABLE);
            let chars: Vec<char> = text.chars().collect();
            let in_chars: Vec<usize> = words.at(&chars, 0..chars.len()).collect();
            prop_assert_eq!(in_chars, words.all(&text).map(|hit| hit.word).collect::<Vec<_>>());
            let mut all: Vec<(usize, usize)> = words.all(&text).map(|hit| (hit.word, hit.range.start)).collect();
            let mut each: Vec<(usize, usize)> = TABLE
                .iter()
                .enumerate()
                .flat_map(|(at, word)| (0..text.len()).map(move |from| (at, word, from)))
                .filter(|&(_, word, from)| text.get(from..).is_some_and(|rest| rest.starts_with(word)))
                .map(|(at, _, from)| (at, from))
                .collect();
            all.sort_unstable();
            each.sort_unstable();
            prop_assert_eq!(&all, &each);
            prop_assert_eq!(words.are_in(&text), !each.is_empty());
            prop_assert_eq!(words.whole(&chars), TABLE.iter().position(|word| text == *word));
            prop_assert_eq!(words.open(&text), TABLE.iter().any(|word| text.starts_with(word)));
            prop_assert_eq!(words.close(&text), TABLE.iter().any(|word| text.ends_with(word)));
        }
    }
}
