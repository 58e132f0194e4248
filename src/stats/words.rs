//! The words of a text: what the segmenter cuts, punctuation aside, in one form for counting.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::Document;
use crate::text::segment;

/// The words of `text` with their byte ranges, in order. A word is a segment with at least one letter,
/// character or digit in it; `6.7` and `GDP` are words, `，` and `——` are not.
pub fn words(text: &str) -> Vec<(Range<usize>, &str)> {
    let segments = segment::cut(text, true).into_iter();
    segments.map(|bytes| (bytes.clone(), &text[bytes])).filter(|(_, segment)| is_word(segment)).collect()
}

pub fn is_word(segment: &str) -> bool {
    segment.chars().any(char::is_alphanumeric)
}

/// The form under which a word is counted: Latin letters small, full-width letters and digits narrow.
/// Han characters stay as they are, so a traditional text keeps its own words.
pub fn normal(word: &str) -> Cow<'_, str> {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    if word.chars().all(|c| narrow(c) == c && !c.is_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().map(narrow).flat_map(char::to_lowercase).collect())
}

/// A word where it stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    pub word: Cow<'a, str>,
    pub block: u32,
    pub bytes: Range<usize>,
}

/// The words of some of a document's blocks, in reading order.
pub fn tokens(document: &Document, blocks: Range<usize>) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (at, block) in document.blocks.iter().enumerate().take(blocks.end).skip(blocks.start) {
        tokens.extend(words(&block.text).into_iter().map(|(bytes, word)| Token {
            word: normal(word),
            block: at as u32,
            bytes,
        }));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_is_no_word_and_ranges_point_into_the_text() {
        let text = "新建厂房3座，投资6.7亿元——用时两年。";
        let found = words(text);
        assert!(found.iter().all(|(bytes, word)| &text[bytes.clone()] == *word));
        let found: Vec<_> = found.into_iter().map(|(_, word)| word).collect();
        assert!(found.contains(&"6.7") && found.contains(&"厂房"), "{found:?}");
        assert!(!found.iter().any(|word| "，——。".contains(word)), "{found:?}");
    }

    #[test]
    fn latin_case_and_width_do_not_make_another_word() {
        assert_eq!(normal("ＧＤＰ"), "gdp");
        assert_eq!(normal("App"), "app");
        assert_eq!(normal("臺灣"), "臺灣");
    }
}
