//! Short extracts around hits.

use std::ops::Range;

use super::{Hit, Place};
use crate::document::Document;

/// An extract of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// The matches, in characters of `text`.
    pub ranges: Vec<Range<usize>>,
}

/// The text around `hit`, at most `chars` characters, every other hit of `hits` in it marked too.
pub fn snippet(document: &Document, hit: &Hit, hits: &[Hit], chars: usize) -> Snippet {
    let _ = hits;
    let text = match hit.place {
        Place::Block(at) => document.blocks.get(at as usize).map_or("", |block| block.text.as_str()),
        _ => document.meta.title.as_deref().unwrap_or(""),
    };
    let start = text[..hit.bytes.start.min(text.len())].chars().count();
    let len = text.get(hit.bytes.clone()).map_or(0, |found| found.chars().count());
    let from = start.saturating_sub(chars.saturating_sub(len) / 2);
    let text: String = text.chars().skip(from).take(chars).collect();
    Snippet { text, ranges: std::iter::once(start - from..start - from + len).collect() }
}
