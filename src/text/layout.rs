//! Breaking a paragraph into rows: line-break opportunities, kinsoku, punctuation, indents.
//!
//! # What a row promises
//!
//! The rows of a paragraph follow one another and cover its text, and none is wider than its [`Measure`]
//! (spaces at a row's end take no room). A row never starts with closing punctuation, a closing ASCII
//! mark beside Chinese, or a space; it never ends with opening punctuation; `……` and `——`, numbers with
//! their units, Latin words and grapheme clusters are whole. Only where a row has no place at all to
//! break by these rules (a word or a run of marks longer than the row) they are given up, in this order:
//! first words and numbers are broken, at a grapheme cluster where punctuation still obeys; and where not
//! even such a place is in the row, it is filled to the last cluster that fits. A cluster that is wider
//! than a whole row is shown as `?`.
//!
//! # Positions and rows
//!
//! A row is a function of the text, the measure and the byte it starts at, of nothing before. A long
//! paragraph is laid out by *stretches* ([`stretch_at`]): places a few thousand characters apart, found in
//! the text alone, where a row starts at any measure. So a byte's row is found by laying out one stretch,
//! however long the paragraph: the row that contains byte `b` is the one with `start <= b < end`, and
//! the end of the text belongs to the last row ([`row_index`]); a row's place is its first byte. Within
//! a row, [`column_of`] and [`byte_at`] go from byte to column and back.

mod breaking;
mod cluster;
mod stretch;

use std::borrow::Cow;
use std::ops::Range;

use super::width::Ambiguous;
use breaking::Breaker;
use cluster::Clusters;
pub use stretch::{stretch_at, stretches};

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Columns a row may take, indents included; 0 is taken as 1.
    pub columns: usize,
    /// Columns before the first row and before the others; less where it would leave no room for a
    /// character.
    pub first_indent: usize,
    pub indent: usize,
    pub ambiguous: Ambiguous,
    /// Show punctuation that was folded to ASCII full-width beside Chinese.
    pub full_width: bool,
    /// Leave a column between Chinese and Latin letters or digits.
    pub spacing: bool,
    /// Columns right of `columns` where `，。、` and their like may hang, so that the character before
    /// them needn't move to the next row; 0 for none, 2 for one mark.
    pub hang: usize,
    /// Columns between the stops, counted from the row's indent, to which a tab and the bar between two
    /// cells move on; 0 where a tab is a space.
    pub tab: usize,
}

/// One row: a range of the paragraph's bytes and the columns before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub bytes: Range<usize>,
    pub indent: usize,
    /// Columns it takes with its indent, spaces at its end aside.
    pub width: usize,
}

/// One grapheme cluster of a row, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph<'t> {
    /// Where it stands in the paragraph.
    pub bytes: Range<usize>,
    /// What to draw, with nothing in it that controls a terminal.
    pub shown: Cow<'t, str>,
    /// The first column it takes, counted from the row's left edge, indent included.
    pub column: usize,
    pub width: usize,
}

/// Breaks `text` (one paragraph, no line breaks in it) into rows; there is at least one. Takes time and
/// memory for all of the text: for long paragraphs go by [`stretches`] and [`rows_in`].
pub fn rows(text: &str, measure: &Measure) -> Vec<Row> {
    stretches(text).flat_map(|stretch| rows_in(text, stretch, measure)).collect()
}

/// The rows of one stretch of `text`, as [`stretch_at`] gives it.
pub fn rows_in(text: &str, stretch: Range<usize>, measure: &Measure) -> Vec<Row> {
    let mut breaker = Breaker::default();
    let mut rows = Vec::new();
    let mut start = stretch.start;
    while start < stretch.end || rows.is_empty() {
        let row = breaker.row(text, start..stretch.end, measure);
        start = row.bytes.end;
        rows.push(row);
    }
    rows
}

/// Which of `rows` shows `byte`: the row that contains it, the last one for the end of the text.
pub fn row_index(rows: &[Row], byte: usize) -> usize {
    rows.partition_point(|row| row.bytes.end <= byte).min(rows.len().saturating_sub(1))
}

/// What to draw in a row, from left to right. Characters that take no column (invisible ones, marks with
/// nothing to stand on) and spaces that find no room at the row's end have no glyph.
pub fn glyphs<'t>(text: &'t str, row: &Row, measure: &Measure) -> impl Iterator<Item = Glyph<'t>> {
    let measure = *measure;
    let mut column = row.indent;
    let limit = row.width.max(measure.columns);
    Clusters::new(text, row.bytes.clone(), &measure).filter_map(move |cluster| {
        column += cluster.gap;
        let at = column;
        column += cluster.width;
        let drawn = cluster.width > 0 && column <= limit;
        drawn.then(|| Glyph {
            shown: cluster.shown(text),
            bytes: cluster.bytes,
            column: at,
            width: cluster.width,
        })
    })
}

/// The column at which `byte` stands in its row; the row's end for a byte behind it.
pub fn column_of(text: &str, row: &Row, measure: &Measure, byte: usize) -> usize {
    let found = glyphs(text, row, measure).find(|glyph| byte < glyph.bytes.end);
    found.map_or(row.width, |glyph| glyph.column)
}

/// The byte of the character at a column of a row: the first left of the text, the last right of it.
pub fn byte_at(text: &str, row: &Row, measure: &Measure, column: usize) -> usize {
    let found = glyphs(text, row, measure).take_while(|glyph| glyph.column <= column).last();
    found.map_or(row.bytes.start, |glyph| glyph.bytes.start)
}
