//! The raw text beside what became of it: groups of raw lines and blocks that belong together, so that
//! both sides scroll as one.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::Options;
use super::app::Motion;
use super::reading::folds::Folds;
use super::reading::paper::{Paper, Unit};
use super::reading::{Reading, Spot};
use super::viewport::{self, Flow, Line};
use crate::document::Reason;
use crate::ingest::Raw;
use crate::text::layout::{self, Measure, Row};

/// From this width on the cleaned text stands beside the raw one.
const SIDE_BY_SIDE: u16 = 80;
/// Columns for the reasons, with a blank one before.
pub const REASON: u16 = 11;

/// The raw view of a document.
#[derive(Debug)]
pub struct RawView {
    raw: Arc<Raw>,
    segments: Vec<Segment>,
    groups: Vec<Group>,
    /// Removed bytes in raw order.
    removed: Vec<(Range<usize>, Reason)>,
    top: Line<usize>,
    height: usize,
    columns: Columns,
    /// The cleaned text with nothing folded, set in the right column.
    clean: Paper,
    rows: RefCell<HashMap<usize, Rc<Rows>>>,
}

/// A raw line, or a piece of a very long one.
#[derive(Debug, Clone)]
struct Segment {
    /// 1-based.
    line: u32,
    bytes: Range<usize>,
    starts_line: bool,
}

/// Segments, and the blocks made of them.
#[derive(Debug, Clone)]
struct Group {
    segments: Range<usize>,
    blocks: Vec<usize>,
}

/// The columns of the view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    /// For line numbers, with a blank one after.
    pub number: u16,
    pub raw: u16,
    /// For the cleaned text; 0 where there is no room for it.
    pub clean: u16,
}

/// What stands in a row of the view.
#[derive(Debug, Default)]
pub struct Rows {
    pub left: Vec<RawRow>,
    pub right: Vec<Line<Unit>>,
}

/// A row of raw text.
#[derive(Debug, Clone)]
pub struct RawRow {
    /// Where a raw line begins.
    pub line: Option<u32>,
    pub row: Row,
    /// Why the text was removed, in the row in which that begins.
    pub reason: Option<Reason>,
}

impl RawView {
    /// Opens at the place that is being read.
    pub fn new(raw: Arc<Raw>, reading: &Reading) -> RawView {
        let document = &reading.paper.document;
        let segments = segments(&raw.text);
        let extents = document.blocks.iter().enumerate().filter_map(|(at, block)| {
            let start = block.spans.iter().map(|span| span.start).min()? as usize;
            let end = block.spans.iter().map(|span| span.end).max()? as usize;
            Some((at, start..end))
        });
        let groups = groups(&segments, extents.collect());
        let mut removed: Vec<(Range<usize>, Reason)> =
            document.removed.iter().map(|removed| (removed.span.bytes(), removed.reason)).collect();
        removed.sort_by_key(|(bytes, _)| bytes.start);
        let folds = Folds::new(document, false);
        let clean = Paper::new(document.clone(), folds, reading.paper.head.clone(), reading.paper.measure());
        let block = reading.cursor.block;
        let here = |group: &Group| block > 0 && group.blocks.contains(&block);
        let unit = groups.iter().position(here).unwrap_or(0);
        RawView {
            raw,
            segments,
            groups,
            removed,
            top: Line { unit, row: 0 },
            height: 1,
            columns: Columns::default(),
            clean,
            rows: RefCell::default(),
        }
    }

    pub fn columns(&self) -> Columns {
        self.columns
    }

    pub fn clean(&self) -> &Paper {
        &self.clean
    }

    pub fn text(&self) -> &str {
        &self.raw.text
    }

    /// The raw line at the top of the window.
    pub fn line(&self) -> u32 {
        self.groups
            .get(self.top.unit)
            .and_then(|group| self.segments.get(group.segments.start))
            .map_or(1, |segment| segment.line)
    }

    pub fn lines_in_all(&self) -> u32 {
        self.segments.last().map_or(1, |segment| segment.line)
    }

    pub fn settle(&mut self, area: Rect, reading: &Reading, options: &Options) {
        let digits = self.lines_in_all().ilog10() as u16 + 1;
        let number = digits + 2;
        let room = area.width.saturating_sub(number + REASON);
        let clean =
            if area.width >= SIDE_BY_SIDE { (room / 2).min(2 * options.config.measure as u16) } else { 0 };
        let raw = if clean > 0 { room.saturating_sub(clean + 3) } else { room }.max(4);
        let columns = Columns { number, raw, clean };
        self.height = area.height.max(1).into();
        if columns != self.columns {
            self.columns = columns;
            let measure = Measure { columns: clean.max(2).into(), hang: 0, ..reading.paper.measure() };
            self.clean.set_measure(measure);
            self.rows.borrow_mut().clear();
            self.top.row = 0;
        }
        let (_, below) = viewport::down(self, self.top, self.height - 1);
        self.top = viewport::up(self, self.top, self.height - 1 - below).0;
    }

    /// Rows in the window: the group, and the row in it.
    pub fn lines(&self) -> Vec<Line<usize>> {
        let first = (!self.groups.is_empty()).then_some(self.top);
        std::iter::successors(first, |&line| {
            let (next, moved) = viewport::down(self, line, 1);
            (moved == 1).then_some(next)
        })
        .take(self.height)
        .collect()
    }

    /// Moves as far as the motion means something here; the reader's cursor follows.
    pub fn go(&mut self, motion: Motion, reading: &mut Reading) -> bool {
        if self.groups.is_empty() {
            return false;
        }
        let page = self.height.saturating_sub(2).max(1);
        let last = self.groups.len().saturating_sub(1);
        let start = |unit| Line { unit, row: 0 };
        let rows = |rows: usize, forward: bool| match forward {
            true => viewport::down(self, self.top, rows).0,
            false => viewport::up(self, self.top, rows).0,
        };
        self.top = match motion {
            Motion::Rows(n, forward) | Motion::Scroll(n, forward) => rows(n, forward),
            Motion::HalfPages(n, forward) => rows(n * (self.height / 2).max(1), forward),
            Motion::Pages(n, forward) => rows(n * page, forward),
            Motion::Start(Some(line)) | Motion::End(Some(line)) => start(self.group_of_line(line as u32)),
            Motion::Start(None) => start(0),
            Motion::End(None) => start(last),
            Motion::Percent(percent) => start(last * percent.unwrap_or(0).min(100) / 100),
            Motion::Headings(n, forward) | Motion::Paragraphs(n, forward) => self.removed_beside(n, forward),
            Motion::Chars(..)
            | Motion::Words(..)
            | Motion::Sentences(..)
            | Motion::Folds(..)
            | Motion::RowStart
            | Motion::RowEnd
            | Motion::FromTop(_)
            | Motion::FromBottom(_)
            | Motion::Middle => return false,
        };
        let block = self.groups[self.top.unit.min(last)..]
            .iter()
            .find_map(|group| group.blocks.first().copied())
            .unwrap_or(reading.cursor.block);
        if reading.cursor.block != block {
            reading.cursor = Spot { block, byte: 0 };
        }
        true
    }

    fn group_of_line(&self, line: u32) -> usize {
        let segment = self.segments.partition_point(|segment| segment.line < line);
        self.groups.partition_point(|group| group.segments.end <= segment).min(self.groups.len() - 1)
    }

    /// The next (or previous) group in which something was removed.
    fn removed_beside(&self, count: usize, forward: bool) -> Line<usize> {
        let mut top = self.top;
        for _ in 0..count {
            let has = |unit: &usize| {
                let group = &self.groups[*unit];
                self.segments[group.segments.clone()].iter().any(|s| self.reasons(&s.bytes).next().is_some())
            };
            let next = if forward {
                (top.unit + 1..self.groups.len()).find(has)
            } else {
                (0..top.unit).rev().find(has)
            };
            top = next.map_or(top, |unit| Line { unit, row: 0 });
        }
        top
    }

    /// The removed pieces that touch a range of bytes.
    pub fn reasons(&self, bytes: &Range<usize>) -> impl Iterator<Item = &(Range<usize>, Reason)> {
        let from = self.removed.partition_point(|(removed, _)| removed.end <= bytes.start);
        let end = bytes.end;
        self.removed[from..].iter().take_while(move |(removed, _)| removed.start < end)
    }

    /// The rows of a group.
    pub fn rows(&self, group: usize) -> Rc<Rows> {
        if let Some(rows) = self.rows.borrow().get(&group) {
            return rows.clone();
        }
        let rows = Rc::new(self.set(group));
        self.rows.borrow_mut().insert(group, rows.clone());
        rows
    }

    fn set(&self, group: usize) -> Rows {
        let Some(group) = self.groups.get(group) else { return Rows::default() };
        let left = self.segments[group.segments.clone()].iter().flat_map(|s| self.segment_rows(s)).collect();
        let mut right = Vec::new();
        if self.columns.clean > 0 {
            for &block in &group.blocks {
                for stretch in layout::stretches(self.clean.text(block)) {
                    let unit = Unit::Stretch { block, start: stretch.start };
                    let gap = if right.is_empty() { self.clean.gap(unit) } else { 0 };
                    right.extend((gap..self.clean.height(unit)).map(|row| Line { unit, row }));
                }
            }
        }
        Rows { left, right }
    }

    /// How raw text is set: as it stands.
    pub fn measure(&self) -> Measure {
        let ambiguous = self.clean.measure().ambiguous;
        Measure { columns: self.columns.raw.into(), ambiguous, ..Measure::default() }
    }

    fn segment_rows(&self, segment: &Segment) -> Vec<RawRow> {
        let rows = layout::rows_in(&self.raw.text, segment.bytes.clone(), &self.measure());
        rows.into_iter()
            .enumerate()
            .map(|(at, row)| {
                let bytes = row.bytes.clone();
                let begins = |removed: &&(Range<usize>, Reason)| removed.0.start >= bytes.start || at == 0;
                let reason = self.reasons(&bytes).find(begins).map(|(_, reason)| *reason);
                RawRow { line: (at == 0 && segment.starts_line).then_some(segment.line), row, reason }
            })
            .collect()
    }
}

impl Flow for RawView {
    type Unit = usize;

    fn first(&self) -> Option<usize> {
        (!self.groups.is_empty()).then_some(0)
    }

    fn last(&self) -> Option<usize> {
        self.groups.len().checked_sub(1)
    }

    fn next(&self, unit: usize) -> Option<usize> {
        (unit + 1 < self.groups.len()).then_some(unit + 1)
    }

    fn prev(&self, unit: usize) -> Option<usize> {
        unit.checked_sub(1)
    }

    fn height(&self, unit: usize) -> usize {
        let rows = self.rows(unit);
        rows.left.len().max(rows.right.len())
    }
}

fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches(['\n', '\r']);
        for stretch in layout::stretches(content) {
            let bytes = start + stretch.start..start + stretch.end;
            segments.push(Segment { line: at as u32 + 1, bytes, starts_line: stretch.start == 0 });
        }
        start += line.len();
    }
    segments
}

/// Segments that a block spans belong together with it, and with the other blocks made of them.
fn groups(segments: &[Segment], mut extents: Vec<(usize, Range<usize>)>) -> Vec<Group> {
    extents.sort_by_key(|(block, bytes)| (bytes.start, *block));
    let mut groups: Vec<Group> = Vec::new();
    let mut extents = extents.into_iter().peekable();
    let mut at = 0;
    while at < segments.len() {
        let mut group = Group { segments: at..at + 1, blocks: Vec::new() };
        while let Some((block, bytes)) =
            extents.next_if(|(_, bytes)| bytes.start <= segments[group.segments.end - 1].bytes.end)
        {
            group.blocks.push(block);
            let end = segments.partition_point(|segment| segment.bytes.start < bytes.end);
            group.segments.end = group.segments.end.max(end);
        }
        group.blocks.sort_unstable();
        at = group.segments.end;
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_the_blocks_made_of_them_stand_in_groups() {
        let segments = segments("导航\n甲乙\n丙丁\n完\n");
        // One block of lines 2 and 3, another of line 4.
        let got = groups(&segments, vec![(0, 7..20), (1, 21..24)]);
        let got: Vec<_> = got.into_iter().map(|group| (group.segments, group.blocks)).collect();
        assert_eq!(got, [(0..1, vec![]), (1..3, vec![0]), (3..4, vec![1])]);
    }
}
