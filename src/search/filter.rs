//! The filter of a list: words that a line must hold, as typed or spelt in pinyin.

use super::segment::gram_char;
use super::sounds::{CharSet, spellings};
use crate::text::variant::fold;

/// Fewer initials fit nearly every line.
const MIN_INITIALS: usize = 2;

/// Words, all of which are wanted.
#[derive(Debug, Default)]
pub struct Filter {
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    /// Folded.
    text: String,
    /// The characters that its letters may be typed for.
    spelt: Vec<Vec<CharSet>>,
}

impl Filter {
    pub fn parse(text: &str) -> Filter {
        Filter { words: text.split_whitespace().map(Word::new).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word stands in one of the texts.
    pub fn accepts(&self, texts: &[&str]) -> bool {
        let folded: Vec<String> = texts.iter().map(|text| text.chars().map(fold).collect()).collect();
        self.words.iter().all(|word| folded.iter().any(|text| word.stands_in(text)))
    }
}

impl Word {
    fn new(word: &str) -> Word {
        let text: String = word.chars().map(fold).collect();
        let found = spellings(&text);
        let initials = found.initials.into_iter().filter(|way| way.len() >= MIN_INITIALS);
        let ways = found.full.into_iter().chain(found.growing).chain(found.mixed).chain(initials);
        let spelt = ways.map(|way| way.into_iter().filter_map(|unit| unit.chars()).collect());
        Word { spelt: spelt.collect(), text }
    }

    fn stands_in(&self, folded: &str) -> bool {
        if folded.contains(&self.text) {
            return true;
        }
        let chars: Vec<u16> =
            if self.spelt.is_empty() { Vec::new() } else { folded.chars().map(gram_char).collect() };
        self.spelt.iter().any(|way| {
            chars.windows(way.len()).any(|window| window.iter().zip(way).all(|(&c, set)| set.contains(c)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_words_widths_and_sounds() {
        let line = ["滨河区公园开放", "临江晚报", "2019-03-04"];
        for typed in
            ["公园 晚报", "gongyuan", "gongyu", "bhq", "binhqu", "公园 linjiang 2019", "ＧＯＮＧyuan"]
        {
            assert!(Filter::parse(typed).accepts(&line), "{typed}");
        }
        for typed in ["公圆", "gongyan", "hbq", "公园 日报"] {
            assert!(!Filter::parse(typed).accepts(&line), "{typed}");
        }
        assert!(Filter::parse(" ").is_empty() && Filter::parse("").accepts(&line));
    }
}
