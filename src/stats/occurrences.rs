//! Where a word or a piece of text stands in a document.

use std::ops::Range;

use super::words::{normal, words};
use crate::document::Document;
use crate::text::variant::fold;

/// What a concordance, a dispersion or a trend is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word as the segmenter cuts it; agrees with the word list.
    Word(String),
    /// The characters wherever they stand, also inside longer words and across the segmenter's cuts;
    /// variants of a character count as the same.
    Text(String),
}

/// A place where a node stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub block: u32,
    pub bytes: Range<usize>,
}

impl Node {
    pub fn word(word: &str) -> Node {
        Node::Word(normal(word.trim()).into_owned())
    }

    pub fn text(text: &str) -> Node {
        Node::Text(text.trim().to_owned())
    }

    pub fn as_str(&self) -> &str {
        match self {
            Node::Word(text) | Node::Text(text) => text,
        }
    }

    /// The word, where it is one.
    pub fn as_word(&self) -> Option<&str> {
        match self {
            Node::Word(word) => Some(word),
            Node::Text(_) => None,
        }
    }

    /// All places in `blocks` of the document, in reading order; none overlaps another.
    pub fn occurrences(&self, document: &Document, blocks: Range<usize>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for (at, block) in document.blocks.iter().enumerate().take(blocks.end).skip(blocks.start) {
            found.extend(
                self.in_text(&block.text).into_iter().map(|bytes| Occurrence { block: at as u32, bytes }),
            );
        }
        found
    }

    /// All places in a text, as byte ranges.
    pub fn in_text(&self, text: &str) -> Vec<Range<usize>> {
        let pattern: Vec<char> = self.as_str().chars().map(fold).collect();
        let places = places(text, &pattern);
        match self {
            Node::Text(_) => places,
            // Segmenting is slow, so only texts that have the characters at all are cut.
            Node::Word(_) if places.is_empty() => places,
            Node::Word(word) => words(text)
                .into_iter()
                .filter(|(_, found)| normal(found) == word.as_str())
                .map(|(bytes, _)| bytes)
                .collect(),
        }
    }
}

/// Where the folded characters `pattern` stand in `text`.
fn places(text: &str, pattern: &[char]) -> Vec<Range<usize>> {
    let Some((&first, rest)) = pattern.split_first() else { return Vec::new() };
    let mut found = Vec::new();
    let mut chars = text.char_indices();
    while let Some((start, c)) = chars.next() {
        if fold(c) != first {
            continue;
        }
        let mut ahead = chars.clone();
        if rest.iter().all(|&wanted| ahead.next().is_some_and(|(_, c)| fold(c) == wanted)) {
            let end = ahead.clone().next().map_or(text.len(), |(at, _)| at);
            found.push(start..end);
            chars = ahead;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_found_across_cuts_and_words_only_whole() {
        let text = "最高人民法院公布，人民法院受理。";
        assert_eq!(Node::text("人民法院").in_text(text).len(), 2);
        let whole = Node::word("人民法院").in_text(text);
        assert_eq!(whole.len(), 1, "the first is part of a longer word");
        assert_eq!(&text[whole[0].clone()], "人民法院");
    }

    #[test]
    fn case_and_width_make_no_difference_and_nothing_is_found_twice() {
        assert_eq!(Node::text("gdp").in_text("ＧＤＰ与GDP"), [0..9, 12..15]);
        assert_eq!(Node::text("哈哈").in_text("哈哈哈哈哈").len(), 2);
        assert!(Node::text(" ").in_text("甲 乙").is_empty());
    }

    proptest! {
        #[test]
        fn as_many_as_a_plain_scan(text in "[甲乙丙]{0,40}", pattern in "[甲乙丙]{1,3}") {
            let plain: Vec<_> = text.match_indices(&pattern).map(|(at, m)| at..at + m.len()).collect();
            prop_assert_eq!(Node::text(&pattern).in_text(&text), plain);
        }
    }
}
