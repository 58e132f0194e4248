//! Breaking a paragraph into rows: line-break opportunities, kinsoku, punctuation, indents.

use std::ops::Range;

use super::width::{Ambiguous, char_width};

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Columns a row may take, indents included.
    pub columns: usize,
    /// Columns before the first row and before the others.
    pub first_indent: usize,
    pub indent: usize,
    pub ambiguous: Ambiguous,
}

/// One row: a range of the paragraph's bytes and the columns before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub bytes: Range<usize>,
    pub indent: usize,
}

/// Breaks `text` (one paragraph, no line breaks in it) into rows. The rows' ranges follow one another
/// and cover the text; no row is wider than the measure.
pub fn rows(text: &str, measure: &Measure) -> Vec<Row> {
    let mut rows = Vec::new();
    let (mut start, mut used, mut indent) = (0, measure.first_indent, measure.first_indent);
    for (at, c) in text.char_indices() {
        let wide = char_width(c, measure.ambiguous);
        if used + wide > measure.columns && at > start {
            rows.push(Row { bytes: start..at, indent });
            (start, used, indent) = (at, measure.indent, measure.indent);
        }
        used += wide;
    }
    rows.push(Row { bytes: start..text.len(), indent });
    rows
}
