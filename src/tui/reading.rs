//! One document being read: where the cursor stands, what the window shows, what is marked.
//!
//! Positions are (block, byte), never rows, so they outlive resizing and folding.

pub mod folds;
pub mod motion;
pub mod paper;
mod select;
pub mod words;

use std::ops::Range;

use crate::document::DocId;
use crate::search::Hit;
use crate::search::Place;
use crate::text::layout::{self, Measure};
use crate::tui::viewport::{self, Flow, Line};
use paper::{Paper, Shown, Unit, char_at};

/// A place in the body of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub block: usize,
    pub byte: usize,
}

/// A window on a document.
#[derive(Debug)]
pub struct Reading {
    pub id: DocId,
    pub paper: Paper,
    pub cursor: Spot,
    /// The first row of the window.
    pub top: Line<Unit>,
    pub height: usize,
    /// The character that rows were last laid out around, and the top of the window then.
    held: Option<(Spot, Line<Unit>)>,
    /// The column that moving by rows keeps to.
    goal: Option<usize>,
    /// Where the marked range begins, while one is being marked.
    pub anchor: Option<Spot>,
    /// The range is of whole paragraphs.
    pub whole: bool,
    /// Where the search's words stand, in reading order.
    hits: Vec<Hit>,
    /// What was kept of it: blocks and bytes of their texts.
    pub kept: Vec<(usize, Range<usize>)>,
    /// The hit that `n` goes on from.
    pub hit: Option<usize>,
    /// Bytes of the body before each block, for percentages.
    before: Vec<u64>,
    /// Looked at while searching: what is done here is not remembered.
    pub preview: bool,
    /// What was remembered last.
    pub seen: View,
    /// Where the cursor stands since folding hid its place, and that place.
    folded_away: Option<(Spot, Spot)>,
}

/// What is remembered of a window: the cursor, and the headings of the open sections.
pub type View = (Spot, Vec<u32>);

impl Reading {
    pub fn new(id: DocId, paper: Paper) -> Reading {
        let mut before = vec![0];
        for block in &paper.document.blocks {
            before.push(before.last().copied().unwrap_or(0) + block.text.len() as u64);
        }
        Reading {
            id,
            paper,
            cursor: Spot::default(),
            top: Line { unit: Unit::Head, row: 0 },
            height: 1,
            held: None,
            goal: None,
            anchor: None,
            whole: false,
            hits: Vec::new(),
            kept: Vec::new(),
            hit: None,
            before,
            preview: false,
            seen: View::default(),
            folded_away: None,
        }
    }

    pub fn view(&self) -> View {
        (self.cursor, self.paper.folds.open_headings())
    }

    pub fn is_empty(&self) -> bool {
        self.paper.document.blocks.is_empty()
    }

    /// How much of the text lies before the end of the window, in percent.
    pub fn percent(&self) -> u64 {
        let all = self.before.last().copied().unwrap_or(0).max(1);
        let (bottom, _) = viewport::down(&self.paper, self.top, self.height.saturating_sub(1));
        let read = match (bottom.unit, self.paper.next(bottom.unit)) {
            (Unit::Head, None) => all,
            (Unit::Head, Some(_)) => 0,
            (unit, None) if bottom.row + 1 >= self.paper.height(unit) => all,
            (Unit::Stretch { block, .. }, _) => {
                let within = match self.paper.shown(bottom) {
                    Shown::Text { row, .. } => row.bytes.end as u64,
                    _ => 0,
                };
                self.before[block] + within
            }
        };
        read * 100 / all
    }

    /// Bytes of the whole body.
    pub fn bytes(&self) -> u64 {
        self.before.last().copied().unwrap_or(0)
    }

    /// Bytes of the body before a byte of a block.
    pub fn offset(&self, block: usize, byte: usize) -> u64 {
        self.before.get(block).copied().unwrap_or(0) + byte as u64
    }

    /// The bytes of the body that the window shows, from the first to behind the last.
    pub fn window(&self) -> (u64, u64) {
        let at = |line: Line<Unit>, end: bool| match (line.unit, self.paper.shown(line)) {
            (Unit::Head, _) => 0,
            (_, Shown::Text { block, row, .. }) => {
                self.offset(block, if end { row.bytes.end } else { row.bytes.start })
            }
            (Unit::Stretch { block, start }, _) => self.offset(block, start),
        };
        let (bottom, moved) = viewport::down(&self.paper, self.top, self.height.saturating_sub(1));
        let last = if moved + 1 < self.height || self.at_end() { self.bytes() } else { at(bottom, true) };
        (at(self.top, false), last)
    }

    /// The block at a share of the text given in percent.
    fn at_percent(&self, percent: usize) -> Spot {
        let all = self.before.last().copied().unwrap_or(0);
        let target = all * percent.min(100) as u64 / 100;
        let block = self.before.partition_point(|&before| before <= target).saturating_sub(1);
        let block = block.min(self.paper.document.blocks.len().saturating_sub(1));
        Spot { block, byte: char_at(self.paper.text(block), (target - self.before[block]) as usize).start }
    }

    /// Whether the end of the text is in the window.
    pub fn at_end(&self) -> bool {
        self.percent() == 100
    }

    /// The line that the cursor stands on.
    pub fn cursor_line(&self) -> Line<Unit> {
        self.paper.line_of(self.cursor.block, self.cursor.byte)
    }

    /// The cursor's row in the window and column from the text's left edge.
    pub fn cursor_cell(&self) -> Option<(usize, usize)> {
        if self.is_empty() {
            return None;
        }
        let line = self.cursor_line();
        let row = viewport::distance(&self.paper, self.top, line, self.height.saturating_sub(1))?;
        Some((row, self.column(line)))
    }

    /// Lines in the window, from the top.
    pub fn lines(&self) -> impl Iterator<Item = Line<Unit>> + '_ {
        let first = Some(self.top);
        std::iter::successors(first, |&line| {
            let (next, moved) = viewport::down(&self.paper, line, 1);
            (moved == 1).then_some(next)
        })
        .take(self.height)
    }

    /// Takes the size of the window, and puts cursor and window in order after whatever has happened:
    /// the cursor on a block that can be seen, the window around the cursor, no void below the text.
    pub fn settle(&mut self, measure: Measure, height: usize) {
        self.height = height.max(1);
        let held = self.top_spot();
        if measure != self.paper.measure() {
            self.paper.set_measure(measure);
            self.goal = None;
        }
        if self.is_empty() {
            self.top = Line { unit: Unit::Head, row: 0 };
            return;
        }
        self.show_cursor_block();
        self.hold_top(held);
        self.follow_cursor();
        self.fill_window();
    }

    /// The character at the window's top left. When rows are laid out anew it stays in the first row, also
    /// when that happens several times before the window is moved.
    fn top_spot(&self) -> Option<Spot> {
        if let Some((spot, top)) = self.held
            && top == self.top
        {
            return Some(spot);
        }
        match (self.top.unit, self.paper.shown(self.top)) {
            (_, Shown::Text { block, row, .. }) => Some(Spot { block, byte: row.bytes.start }),
            (Unit::Stretch { block, .. }, _) => Some(Spot { block, byte: 0 }),
            (Unit::Head, _) => None,
        }
    }

    fn hold_top(&mut self, held: Option<Spot>) {
        let last = self.paper.height(Unit::Head).saturating_sub(1);
        let Some(spot) = held else {
            self.top.row = self.top.row.min(last);
            return;
        };
        let block = self.paper.folds.visible(spot.block);
        let byte = if block == spot.block { spot.byte } else { 0 };
        let line = self.paper.line_of(block, byte);
        // The blank row above a heading belongs to it.
        let gap = line.row == self.paper.gap(line.unit) && self.top.row == 0;
        self.top = if gap { Line { row: 0, ..line } } else { line };
        self.held = Some((spot, self.top));
    }

    fn show_cursor_block(&mut self) {
        let last = self.paper.document.blocks.len() - 1;
        let block = self.paper.folds.visible(self.cursor.block.min(last));
        if block != self.cursor.block {
            self.cursor = Spot { block, byte: 0 };
        }
        self.cursor.byte = char_at(self.paper.text(block), self.cursor.byte).start;
    }

    /// Rows kept between the cursor and the window's edges.
    fn margin(&self) -> usize {
        (self.height / 5).min(3)
    }

    fn follow_cursor(&mut self) {
        let line = self.cursor_line();
        let (margin, last) = (self.margin(), self.height - 1);
        match viewport::distance(&self.paper, self.top, line, last) {
            Some(row) if row < margin => {
                self.top = viewport::up(&self.paper, self.top, margin - row).0;
                self.show_head();
            }
            Some(row) if row + margin > last => {
                self.top = viewport::down(&self.paper, self.top, row + margin - last).0;
            }
            Some(_) => {}
            None => {
                let near = self.height + margin;
                let back = viewport::distance(&self.paper, line, self.top, near);
                let ahead = viewport::distance(&self.paper, self.top, line, near);
                let rows = match (back, ahead) {
                    (Some(_), _) => margin,
                    (_, Some(_)) => last - margin,
                    _ => self.height / 3,
                };
                self.top = viewport::up(&self.paper, line, rows).0;
                self.show_head();
            }
        }
    }

    /// Where the cursor stands at the start of the text, the head is shown whole if it fits.
    fn show_head(&mut self) {
        let start = Line { unit: Unit::Head, row: 0 };
        if self.cursor_line() == self.paper.line_of(0, 0)
            && viewport::distance(&self.paper, start, self.cursor_line(), self.height - 1).is_some()
        {
            self.top = start;
        }
    }

    fn fill_window(&mut self) {
        let (_, below) = viewport::down(&self.paper, self.top, self.height - 1);
        let missing = self.height - 1 - below;
        if missing > 0 {
            self.top = viewport::up(&self.paper, self.top, missing).0;
        }
    }

    /// The cursor's column, counted from the text's left edge.
    fn column(&self, line: Line<Unit>) -> usize {
        let Shown::Text { block, row, .. } = self.paper.shown(line) else { return 0 };
        let measure = self.paper.block_measure(block);
        layout::column_of(self.paper.text(block), &row, &measure, self.cursor.byte)
    }

    /// The place at a column of a line.
    pub fn spot_at(&self, line: Line<Unit>, column: usize) -> Option<Spot> {
        let Shown::Text { block, row, .. } = self.paper.shown(line) else { return None };
        let measure = self.paper.block_measure(block);
        Some(Spot { block, byte: layout::byte_at(self.paper.text(block), &row, &measure, column) })
    }

    /// Moves the cursor to a place; folds around it open.
    pub fn go(&mut self, spot: Spot) {
        self.paper.folds.reveal(spot.block);
        self.cursor = spot;
        self.goal = None;
        if !self.is_empty() {
            self.show_cursor_block();
        }
    }

    /// Takes the hits of a search. The sections that hold some open if `reveal`.
    pub fn set_hits(&mut self, hits: Vec<Hit>, reveal: bool) {
        if reveal {
            for hit in &hits {
                if let Place::Block(block) = hit.place {
                    self.paper.folds.reveal(block as usize);
                }
            }
        }
        self.hits = hits;
        self.hit = None;
    }

    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// The hits in a range of blocks, as a range of [`Reading::hits`].
    pub fn hits_in(&self, blocks: Range<usize>) -> Range<usize> {
        let before = |limit: usize| {
            self.hits.partition_point(|hit| match hit.place {
                Place::Block(block) => (block as usize) < limit,
                _ => true,
            })
        };
        before(blocks.start)..before(blocks.end)
    }

    /// Goes to a hit.
    pub fn go_to_hit(&mut self, index: usize) {
        let Some(hit) = self.hits.get(index) else { return };
        let spot = match hit.place {
            Place::Block(block) => Spot { block: block as usize, byte: hit.bytes.start },
            _ => Spot::default(),
        };
        self.go(spot);
        self.hit = Some(index);
        if !matches!(self.hits[index].place, Place::Block(_)) {
            self.top = Line { unit: Unit::Head, row: 0 };
        }
    }

    /// The nearest hit that begins behind the cursor, or before it.
    pub fn hit_off_cursor(&self, forward: bool) -> Option<usize> {
        let here = (Place::Block(self.cursor.block as u32), self.cursor.byte);
        let place = |hit: &Hit| (hit.place, hit.bytes.start);
        match forward {
            true => self.hits.iter().position(|hit| place(hit) > here),
            false => self.hits.iter().rposition(|hit| place(hit) < here),
        }
    }

    /// The hit after (or before) the current one, or after the cursor where none is current.
    pub fn hit_beside(&self, forward: bool) -> Option<usize> {
        match self.hit {
            Some(at) if forward => Some(at + 1).filter(|&next| next < self.hits.len()),
            Some(at) => at.checked_sub(1),
            None => {
                let here = (Place::Block(self.cursor.block as u32), self.cursor.byte);
                let after = self.hits.partition_point(|hit| (hit.place, hit.bytes.start) < here);
                if forward { Some(after).filter(|&at| at < self.hits.len()) } else { after.checked_sub(1) }
            }
        }
    }
}
