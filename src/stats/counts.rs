//! Counts of characters, words, sentences and parts.

use serde::Serialize;

/// How much there is of what.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Counts {
    /// Characters, white space aside.
    pub chars: usize,
    pub han: usize,
    /// Word tokens and distinct words, punctuation aside; `None` until the segmenter has been loaded.
    pub words: Option<usize>,
    pub types: Option<usize>,
    pub sentences: usize,
    pub paragraphs: usize,
    pub sections: usize,
    pub captions: usize,
    /// Share of the raw text's characters that was removed, 0–1.
    pub removed_share: f64,
    pub documents: usize,
}

/// How long a section is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionLength {
    /// `None` for the lead before the first heading.
    pub heading: Option<String>,
    pub level: u8,
    /// The section's first block.
    pub block: usize,
    pub chars: usize,
    pub paragraphs: usize,
}
