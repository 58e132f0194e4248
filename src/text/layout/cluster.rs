//! The grapheme clusters of a paragraph as they are shown: made safe, punctuation restored, measured.

use std::borrow::Cow;
use std::ops::Range;

use super::Measure;
use crate::text::class::{is_han, is_latin};
use crate::text::punctuation::full_width;
use crate::text::sanitize::{sanitize, visible};
use crate::text::width::{char_width, grapheme_len, grapheme_width};

/// A cluster with more characters than people use is shown by its first ones, so that no cell of the
/// screen grows without bound (UAX #15 draws the line at 30 marks).
const LONGEST: usize = 32;

/// Stands for a cluster that is wider than a row.
const TOO_WIDE: char = '?';

/// One grapheme cluster, measured.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub bytes: Range<usize>,
    /// The first character shown; `None` where nothing is.
    pub base: Option<char>,
    /// Whether what follows the base in the text is shown with it; else the base stands for all of it.
    whole: bool,
    pub width: usize,
    /// Columns left free before it.
    pub gap: usize,
}

impl Cluster {
    pub fn is_space(&self) -> bool {
        matches!(self.base, Some(' ' | '\u{3000}'))
    }

    /// What to draw.
    pub fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.base {
            Some(base) if !self.whole => Cow::Owned(base.to_string()),
            Some(_) => whole(&text[self.bytes.clone()]),
            None => Cow::Borrowed(""),
        }
    }
}

/// A cluster as it stands in the text.
fn whole(source: &str) -> Cow<'_, str> {
    let end = source.char_indices().nth(LONGEST).map_or(source.len(), |(at, _)| at);
    sanitize(&source[..end])
}

/// The clusters of a part of a paragraph that starts a row.
pub(super) struct Clusters<'t> {
    text: &'t str,
    rest: Range<usize>,
    measure: Measure,
    before: Option<char>,
    /// Columns taken so far.
    column: usize,
}

impl<'t> Clusters<'t> {
    pub fn new(text: &'t str, part: Range<usize>, measure: &Measure) -> Clusters<'t> {
        Clusters { text, rest: part, measure: *measure, before: None, column: 0 }
    }
}

impl Clusters<'_> {
    /// Columns from `column` to the next tab stop.
    fn to_stop(&self, column: usize) -> usize {
        match self.measure.tab {
            0 => 0,
            tab => column.next_multiple_of(tab) - column,
        }
    }
}

impl Iterator for Clusters<'_> {
    type Item = Cluster;

    fn next(&mut self) -> Option<Cluster> {
        let ambiguous = self.measure.ambiguous;
        let rest = &self.text[self.rest.clone()];
        let first = rest.chars().next()?;
        let bytes = self.rest.start..self.rest.start + grapheme_len(rest);
        self.rest.start = bytes.end;
        let mut base = visible(first);
        let single = bytes.len() == first.len_utf8();
        if single && self.measure.full_width && first.is_ascii_punctuation() {
            base = Some(full_width(self.text, bytes.start, first));
        }
        let width = match base {
            Some(base) if single || base != first => char_width(base, ambiguous),
            Some(_) => grapheme_width(&whole(&self.text[bytes.clone()]), ambiguous),
            None => 0,
        };
        let fits = width <= self.measure.columns.max(1);
        let (base, width) = if fits { (base, width) } else { (Some(TOO_WIDE), 1) };
        let whole = fits && base == Some(first);
        let apart = |a, b| is_han(a) && is_latin(b) || is_latin(a) && is_han(b);
        let gap = match (self.before, base) {
            (Some(before), Some(base)) if self.measure.spacing && apart(before, base) => 1,
            (Some(' '), Some('|')) => self.to_stop(self.column),
            // The tab itself is a space before the stop.
            _ if first == '\t' => self.to_stop(self.column + 1),
            _ => 0,
        };
        self.before = base.or(self.before);
        self.column += gap + width;
        Some(Cluster { bytes, base, whole, width, gap })
    }
}
