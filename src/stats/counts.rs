//! Counts of characters, words, sentences and parts. Counts of parts add up to the counts of the whole,
//! in any order, so a heap's totals are the sum of its documents' stored counts.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Range};

use serde::{Deserialize, Serialize};

use super::mattr::Windows;
use super::quality::Quality;
use super::words::tokens;
use crate::document::{BlockKind, Document, Published, Reason};
use crate::text::class::is_han;
use crate::text::sentence::sentences;

/// How much there is of what. The fields of the public `counts` table, and what only the panel shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Counts {
    /// Characters, white space aside.
    pub chars: usize,
    pub han: usize,
    /// Word tokens, distinct words, and words that occur once; punctuation aside.
    pub words: usize,
    pub types: usize,
    pub hapaxes: usize,
    pub sentences: usize,
    pub paragraphs: usize,
    /// Headings; the lead before the first one is no section of its own here.
    pub sections: usize,
    pub captions: usize,
    /// Moving-average type–token ratio, see [`super::mattr`].
    pub mattr: f64,
    /// Share of the raw text's characters that was removed (white space aside), 0–1.
    pub removed_share: f64,
    pub documents: usize,
}

/// Characters by class; together they are all but the white space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Characters {
    pub han: usize,
    /// Letters of every other script.
    pub letters: usize,
    pub digits: usize,
    /// Punctuation, symbols and whatever else is visible.
    pub marks: usize,
}

impl Characters {
    pub fn of(text: &str) -> Characters {
        let mut found = Characters::default();
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            match c {
                c if is_han(c) => found.han += 1,
                c if c.is_numeric() => found.digits += 1,
                c if c.is_alphabetic() => found.letters += 1,
                _ => found.marks += 1,
            }
        }
        found
    }

    pub fn total(&self) -> usize {
        self.han + self.letters + self.digits + self.marks
    }
}

impl AddAssign for Characters {
    fn add_assign(&mut self, other: Characters) {
        self.han += other.han;
        self.letters += other.letters;
        self.digits += other.digits;
        self.marks += other.marks;
    }
}

/// The numbers that add up plainly: no words in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub characters: Characters,
    /// Sentences of the running text (paragraphs, list items, quotes) and their characters.
    pub sentences: usize,
    pub sentence_chars: usize,
    pub paragraphs: usize,
    pub sections: usize,
    pub captions: usize,
    pub windows: Windows,
}

impl Tally {
    /// With the numbers that words and removed characters come to.
    pub(super) fn counts(
        &self,
        words: usize,
        types: usize,
        hapaxes: usize,
        removed: usize,
        documents: usize,
    ) -> Counts {
        let chars = self.characters.total();
        Counts {
            chars,
            han: self.characters.han,
            words,
            types,
            hapaxes,
            sentences: self.sentences,
            paragraphs: self.paragraphs,
            sections: self.sections,
            captions: self.captions,
            mattr: self.windows.mattr(words, types),
            removed_share: if removed == 0 { 0.0 } else { removed as f64 / (removed + chars) as f64 },
            documents,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.characters += other.characters;
        self.sentences += other.sentences;
        self.sentence_chars += other.sentence_chars;
        self.paragraphs += other.paragraphs;
        self.sections += other.sections;
        self.captions += other.captions;
        self.windows += other.windows;
    }
}

/// What is counted in one document, or in a part of one: enough to be kept and summed up later without
/// the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCounts {
    pub tally: Tally,
    /// Removed characters by reason, white space aside.
    pub removed: BTreeMap<Reason, usize>,
    /// How often each word occurs, in code-point order of the words.
    pub words: Vec<(String, u32)>,
    pub source: Option<String>,
    pub published: Option<Published>,
    pub quality: Quality,
}

impl DocumentCounts {
    /// Counts a whole document. Segments it: the first call loads the dictionary.
    pub fn of(document: &Document) -> DocumentCounts {
        let mut counts = DocumentCounts::of_blocks(document, 0..document.blocks.len());
        for removed in &document.removed {
            *counts.removed.entry(removed.reason).or_default() += Characters::of(&removed.text).total();
        }
        counts
    }

    /// Word tokens.
    pub fn tokens(&self) -> usize {
        self.words.iter().map(|(_, freq)| *freq as usize).sum()
    }

    pub fn frequency(&self, word: &str) -> usize {
        let found = self.words.binary_search_by(|(other, _)| other.as_str().cmp(word));
        found.map_or(0, |at| self.words[at].1 as usize)
    }

    /// Counts some of a document's blocks, such as a section. What was removed belongs to no section.
    pub fn of_blocks(document: &Document, blocks: Range<usize>) -> DocumentCounts {
        let mut tally = Tally::default();
        for block in document.blocks.get(blocks.clone()).unwrap_or_default() {
            tally.characters += Characters::of(&block.text);
            match block.kind {
                BlockKind::Heading { .. } => tally.sections += 1,
                BlockKind::Caption => tally.captions += 1,
                BlockKind::Paragraph => tally.paragraphs += 1,
                BlockKind::ListItem | BlockKind::TableRow | BlockKind::Quote | BlockKind::Code => {}
            }
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote) {
                for sentence in sentences(&block.text) {
                    let characters = Characters::of(&block.text[sentence]);
                    if characters.total() > characters.marks {
                        tally.sentences += 1;
                        tally.sentence_chars += characters.total();
                    }
                }
            }
        }
        let tokens = tokens(document, blocks.clone());
        tally.windows = Windows::of(tokens.iter().map(|token| token.word.as_ref()));
        let mut words: BTreeMap<&str, u32> = BTreeMap::new();
        for token in &tokens {
            *words.entry(token.word.as_ref()).or_default() += 1;
        }
        DocumentCounts {
            tally,
            removed: BTreeMap::new(),
            words: words.into_iter().map(|(word, freq)| (word.to_owned(), freq)).collect(),
            source: document.meta.source.clone(),
            published: document.meta.published,
            quality: Quality::of(document.blocks.get(blocks).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{Block, Removed, Span};

    fn block(kind: BlockKind, text: &str) -> Block {
        Block { kind, text: text.into(), spans: Vec::new(), repair: None, doubt: None }
    }

    #[test]
    fn parts_are_counted_by_kind_and_sentences_in_running_text_only() {
        let document = Document {
            blocks: vec![
                block(BlockKind::Heading { level: 1 }, "春耕备耕 早谋划"),
                block(BlockKind::Paragraph, "种子到了。农机修好了吗？修好了！"),
                block(BlockKind::Caption, "农机手在检修。"),
                block(BlockKind::ListItem, "化肥20吨"),
            ],
            removed: vec![Removed {
                span: Span { line: 1, start: 0, end: 14 },
                text: "首页 >  新闻".into(),
                reason: Reason::Breadcrumb,
            }],
            ..Document::default()
        };
        let counts = DocumentCounts::of(&document);
        let tally = counts.tally;
        assert_eq!((tally.sections, tally.paragraphs, tally.captions, tally.sentences), (1, 1, 1, 4));
        assert_eq!(tally.sentence_chars, 16 + 5);
        assert_eq!(tally.characters, Characters { han: 7 + 13 + 6 + 3, letters: 0, digits: 2, marks: 4 });
        assert_eq!(counts.removed[&Reason::Breadcrumb], 5);
    }

    proptest! {
        #[test]
        fn character_classes_add_up_to_all_but_white_space(text in "\\PC{0,80}|[一-龥0-9a-zA-Z，。 ]{0,80}") {
            let visible = text.chars().filter(|c| !c.is_whitespace()).count();
            prop_assert_eq!(Characters::of(&text).total(), visible);
        }
    }
}
