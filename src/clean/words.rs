//! Tables of words that lines are searched for.

use std::ops::Range;

/// A table of words. Nearly every place of a Chinese text is dismissed by one look at the set of the words'
/// first characters, so a search costs little more than reading the text.
#[derive(Debug)]
pub struct Words {
    /// With their places in the table; by first character, the longest first among those that share one.
    words: Vec<(char, &'static str, usize)>,
    first: CharSet,
    last: CharSet,
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
        let mut table = Words { words: Vec::new(), first: CharSet::default(), last: CharSet::default() };
        for (at, word) in words.into_iter().enumerate() {
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                table.words.push((first, word, at));
                table.first.insert(first);
                table.last.insert(last);
            }
        }
        table.words.sort_by_key(|&(first, word, at)| (first, std::cmp::Reverse(word.len()), at));
        table
    }

    /// The words with which a text begins, the longest first.
    pub fn opening<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        let first = text.chars().next().filter(|&c| self.first.may_have(c));
        let from = first.map_or(self.words.len(), |first| self.words.partition_point(|word| word.0 < first));
        self.words[from..]
            .iter()
            .take_while(move |word| Some(word.0) == first)
            .filter(|(_, word, _)| text.starts_with(word))
            .map(|&(_, word, at)| Hit { range: 0..word.len(), word: at })
    }

    /// Whether a text begins with one of the words.
    pub fn open(&self, text: &str) -> bool {
        self.opening(text).next().is_some()
    }

    /// Whether a text ends with one of the words.
    pub fn close(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.last.may_have(c))
            && self.words.iter().any(|(_, word, _)| text.ends_with(word))
    }

    /// Whether one of the words stands in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.all(text).next().is_some()
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

    /// Where a word may begin.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        text.char_indices().filter(|&(_, c)| self.first.may_have(c)).map(|(at, _)| at)
    }
}

/// A set of characters that may say yes to a few that are not in it, by their lower twelve bits.
#[derive(Debug)]
struct CharSet([u64; 64]);

impl Default for CharSet {
    fn default() -> CharSet {
        CharSet([0; 64])
    }
}

impl CharSet {
    fn insert(&mut self, c: char) {
        self.0[c as usize / 64 % 64] |= 1 << (c as u32 % 64);
    }

    fn may_have(&self, c: char) -> bool {
        self.0[c as usize / 64 % 64] & 1 << (c as u32 % 64) != 0
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
            prop_assert_eq!(words.open(&text), TABLE.iter().any(|word| text.starts_with(word)));
            prop_assert_eq!(words.close(&text), TABLE.iter().any(|word| text.ends_with(word)));
        }
    }
}
