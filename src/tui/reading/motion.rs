//! Moving through a document: by rows, characters, sentences, paragraphs, headings, screens, folds.

use super::paper::{Shown, Unit, char_at, floor_char};
pub use super::words::WordEdge;
use super::{Reading, Spot, words};
use crate::document::BlockKind;
use crate::text::sentence::sentences;
use crate::tui::viewport::{self, Flow, Line};

impl Reading {
    /// The next (or previous) line that has text; blank ones are passed over.
    fn text_line(&self, from: Line<Unit>, forward: bool) -> Option<Line<Unit>> {
        let step = if forward { viewport::down } else { viewport::up };
        let mut line = from;
        loop {
            let (next, moved) = step(&self.paper, line, 1);
            if moved == 0 || next.unit == Unit::Head {
                return None;
            }
            if matches!(self.paper.shown(next), Shown::Text { .. }) {
                return Some(next);
            }
            line = next;
        }
    }

    /// Moves the cursor by rows of text, keeping its column as far as the rows allow.
    pub fn move_rows(&mut self, count: usize, forward: bool) {
        if self.is_empty() {
            return;
        }
        let mut line = self.cursor_line();
        let goal = self.goal.unwrap_or_else(|| self.column(line));
        for _ in 0..count {
            match self.text_line(line, forward) {
                Some(next) => line = next,
                None => {
                    if !forward {
                        self.top = Line { unit: Unit::Head, row: 0 };
                    }
                    break;
                }
            }
        }
        self.put_cursor(line, goal);
    }

    fn put_cursor(&mut self, line: Line<Unit>, goal: usize) {
        if let Some(spot) = self.spot_at(line, goal) {
            self.cursor = spot;
            self.goal = Some(goal);
        }
    }

    /// Scrolls the window; the cursor stays where it is while it can be seen.
    pub fn scroll(&mut self, rows: usize, forward: bool) {
        let step = if forward { viewport::down } else { viewport::up };
        let (mut top, _) = step(&self.paper, self.top, rows);
        if forward {
            top = top.min(self.lowest_top());
        }
        self.top = top;
        self.pull_cursor();
    }

    /// The top of the window that shows the end of the text.
    fn lowest_top(&self) -> Line<Unit> {
        match viewport::end(&self.paper) {
            Some(end) => viewport::up(&self.paper, end, self.height - 1).0,
            None => self.top,
        }
    }

    /// Brings the cursor into the window after the window has moved.
    fn pull_cursor(&mut self) {
        if self.is_empty() {
            return;
        }
        let margin = if self.top.unit == Unit::Head && self.top.row == 0 { 0 } else { self.margin() };
        let line = self.cursor_line();
        let goal = self.goal.unwrap_or_else(|| self.column(line));
        let (first, _) = viewport::down(&self.paper, self.top, margin);
        let at_end = self.top >= self.lowest_top();
        let below = if at_end { self.height - 1 } else { self.height - 1 - margin };
        let (last, _) = viewport::down(&self.paper, self.top, below);
        if line < first {
            self.put_cursor(self.nearest_text(first, true), goal);
        } else if line > last {
            self.put_cursor(self.nearest_text(last, false), goal);
        }
    }

    /// The line itself if it has text, else the nearest with text, looked for in `forward` first.
    fn nearest_text(&self, line: Line<Unit>, forward: bool) -> Line<Unit> {
        if matches!(self.paper.shown(line), Shown::Text { .. }) {
            return line;
        }
        self.text_line(line, forward)
            .or_else(|| self.text_line(line, !forward))
            .unwrap_or_else(|| self.paper.line_of(0, 0))
    }

    /// Moves window and cursor together, so that the cursor keeps its row of the screen.
    pub fn page(&mut self, rows: usize, forward: bool) {
        if self.is_empty() {
            return;
        }
        let line = self.cursor_line();
        let goal = self.goal.unwrap_or_else(|| self.column(line));
        let row = viewport::distance(&self.paper, self.top, line, self.height).unwrap_or(0);
        let old = self.top;
        let step = if forward { viewport::down } else { viewport::up };
        let (top, _) = step(&self.paper, self.top, rows);
        self.top = if forward { top.min(self.lowest_top()) } else { top };
        if self.top == old {
            // The window is at the end of its way: the cursor goes the rest.
            return self.move_rows(rows, forward);
        }
        let (line, _) = viewport::down(&self.paper, self.top, row);
        self.put_cursor(self.nearest_text(line, forward), goal);
        self.pull_cursor();
    }

    /// Puts the cursor's row at a row of the window: `zt`, `zz`, `zb`.
    pub fn place_cursor(&mut self, row: usize) {
        if !self.is_empty() {
            self.top = viewport::up(&self.paper, self.cursor_line(), row).0;
        }
    }

    /// Moves the cursor to a row of the window: `H`, `M`, `L`, a click.
    pub fn go_to_row(&mut self, row: usize, column: usize) {
        if !self.is_empty() {
            let (line, _) = viewport::down(&self.paper, self.top, row.min(self.height - 1));
            self.put_cursor(self.nearest_text(line, true), column);
        }
    }

    pub fn move_chars(&mut self, count: usize, forward: bool) {
        for _ in 0..count {
            let text = self.paper.text(self.cursor.block);
            if forward {
                let after = char_at(text, self.cursor.byte).end;
                if after < text.len() {
                    self.cursor.byte = after;
                } else if let Some(block) = self.paper.folds.next(self.cursor.block) {
                    self.cursor = Spot { block, byte: 0 };
                }
            } else if self.cursor.byte > 0 {
                self.cursor.byte = floor_char(text, self.cursor.byte - 1);
            } else if let Some(block) = self.paper.folds.prev(self.cursor.block) {
                self.cursor = self.last_char(block);
            }
        }
        self.goal = None;
    }

    fn last_char(&self, block: usize) -> Spot {
        let text = self.paper.text(block);
        Spot { block, byte: floor_char(text, text.len().saturating_sub(1)) }
    }

    /// Whether the cursor stands at the start of its row.
    pub fn at_row_start(&self) -> bool {
        match self.paper.shown(self.cursor_line()) {
            Shown::Text { row, .. } => self.cursor.byte <= row.bytes.start,
            _ => true,
        }
    }

    /// To the start or the end of the row.
    pub fn go_row_edge(&mut self, end: bool) {
        if let Shown::Text { block, row, .. } = self.paper.shown(self.cursor_line()) {
            let text = self.paper.text(block);
            self.cursor.byte =
                if end { floor_char(text, row.bytes.end.saturating_sub(1)) } else { row.bytes.start };
            self.goal = end.then_some(usize::MAX);
        }
    }

    /// Moves by words, as the segmenter cuts them.
    pub fn move_words(&mut self, count: usize, edge: WordEdge) {
        for _ in 0..count {
            let Spot { block, byte } = self.cursor;
            let within = words::step(self.paper.text(block), byte, edge);
            let folds = &self.paper.folds;
            let beside = match edge {
                WordEdge::PreviousStart => {
                    std::iter::successors(folds.prev(block), |&block| folds.prev(block))
                        .find_map(|block| Some(Spot { block, byte: words::last(self.paper.text(block))? }))
                }
                WordEdge::NextStart | WordEdge::NextEnd => {
                    std::iter::successors(folds.next(block), |&block| folds.next(block)).find_map(|block| {
                        Some(Spot { block, byte: words::first(self.paper.text(block), edge)? })
                    })
                }
            };
            match within.map(|byte| Spot { block, byte }).or(beside) {
                Some(spot) => self.cursor = spot,
                None => break,
            }
        }
        self.goal = None;
    }

    pub fn move_paragraphs(&mut self, count: usize, forward: bool) {
        for _ in 0..count {
            let block = self.cursor.block;
            let next = if forward {
                self.paper.folds.next(block)
            } else if self.cursor.byte > 0 {
                Some(block)
            } else {
                self.paper.folds.prev(block)
            };
            match next {
                Some(block) => self.cursor = Spot { block, byte: 0 },
                None if forward => self.cursor = self.last_char(block),
                None => self.top = Line { unit: Unit::Head, row: 0 },
            }
        }
        self.goal = None;
    }

    pub fn move_sentences(&mut self, count: usize, forward: bool) {
        for _ in 0..count {
            let Spot { block, byte } = self.cursor;
            let starts: Vec<usize> =
                sentences(self.paper.text(block)).into_iter().map(|range| range.start).collect();
            let within = if forward {
                starts.iter().find(|&&start| start > byte)
            } else {
                starts.iter().rev().find(|&&start| start < byte)
            };
            self.cursor = match within {
                Some(&byte) => Spot { block, byte },
                None if forward => match self.paper.folds.next(block) {
                    Some(block) => Spot { block, byte: 0 },
                    None => return,
                },
                None => match self.paper.folds.prev(block) {
                    Some(block) => {
                        let last = sentences(self.paper.text(block)).last().map_or(0, |range| range.start);
                        Spot { block, byte: last }
                    }
                    None => return,
                },
            };
        }
        self.goal = None;
    }

    /// To the next or previous heading that can be seen.
    pub fn move_headings(&mut self, count: usize, forward: bool) {
        for _ in 0..count {
            let beside = |block| {
                if forward { self.paper.folds.next(block) } else { self.paper.folds.prev(block) }
            };
            let from = if !forward && self.cursor.byte > 0 && self.is_heading(self.cursor.block) {
                Some(self.cursor.block)
            } else {
                std::iter::successors(beside(self.cursor.block), |&block| beside(block))
                    .find(|&block| self.is_heading(block))
            };
            match from {
                Some(block) => self.cursor = Spot { block, byte: 0 },
                None if !forward => {
                    self.cursor = Spot::default();
                    self.top = Line { unit: Unit::Head, row: 0 };
                }
                None => return,
            }
        }
        self.goal = None;
    }

    pub fn is_heading(&self, block: usize) -> bool {
        let kind = self.paper.document.blocks.get(block).map(|block| block.kind);
        matches!(kind, Some(BlockKind::Heading { .. }))
    }

    pub fn go_start(&mut self) {
        self.cursor = Spot::default();
        self.goal = None;
        self.top = Line { unit: Unit::Head, row: 0 };
    }

    pub fn go_end(&mut self) {
        if let Some(Unit::Stretch { block, .. }) = self.paper.last() {
            self.cursor = self.last_char(block);
            self.goal = None;
        }
    }

    /// To the `number`th paragraph, counted from 1.
    pub fn go_paragraph(&mut self, number: usize) {
        let last = self.paper.document.blocks.len().saturating_sub(1);
        self.go(Spot { block: number.saturating_sub(1).min(last), byte: 0 });
    }

    pub fn go_percent(&mut self, percent: usize) {
        let spot = self.at_percent(percent);
        self.go(spot);
    }

    /// The section that the cursor is in.
    pub fn section(&self) -> Option<usize> {
        self.paper.folds.section_of(self.cursor.block)
    }

    /// Opens or closes the section at the cursor: on a folded heading that section, else the innermost
    /// that is open. Whoever opens again what he has just closed is back where he was. Answers whether there
    /// is anything to open or close.
    pub fn fold(&mut self, how: Fold) -> bool {
        let Some(section) = self.section() else { return false };
        let foldable = |at: usize| self.paper.folds.sections()[at].heading.is_some();
        if !self.paper.folds.around(section).any(foldable) {
            return false;
        }
        self.keeping_place(|reading| reading.set_fold(section, how));
        true
    }

    /// Changes folds. Where that hides the cursor's place, it is kept; and come back to when a change shows
    /// it again before the cursor was moved.
    pub fn keeping_place(&mut self, change: impl FnOnce(&mut Reading)) {
        let before = self.cursor;
        change(self);
        self.goal = None;
        let hidden = |reading: &Reading, spot: Spot| reading.paper.folds.visible(spot.block) != spot.block;
        if hidden(self, before) {
            let stand_in = Spot { block: self.paper.folds.visible(before.block), byte: 0 };
            // Closed from within what was closed before, the first place counts.
            let first =
                self.folded_away.filter(|(stood, _)| *stood == before).map_or(before, |(_, first)| first);
            self.cursor = stand_in;
            self.folded_away = Some((stand_in, first));
        } else if let Some((stood, first)) = self.folded_away
            && stood == before
        {
            if !hidden(self, first) {
                (self.cursor, self.folded_away) = (first, None);
            }
        } else {
            self.folded_away = None;
        }
    }

    fn set_fold(&mut self, section: usize, how: Fold) {
        let folds = &mut self.paper.folds;
        let closed = folds.is_closed(section);
        match how {
            Fold::Toggle => folds.set(section, !closed),
            Fold::Open => folds.set(section, false),
            Fold::Close => {
                let next = if closed { folds.around(section).nth(1) } else { Some(section) };
                if let Some(section) = next {
                    folds.set(section, true);
                }
            }
            Fold::ToggleDeep => folds.set_deep(section, !closed),
            Fold::OpenDeep => folds.set_deep(section, false),
            Fold::CloseDeep => {
                let around: Vec<usize> = folds.around(section).collect();
                for section in around {
                    folds.set(section, true);
                }
            }
        }
    }

    /// `zj`: to the start of the next section; `zk`: to the end of the one before.
    pub fn move_folds(&mut self, count: usize, forward: bool) {
        if forward {
            return self.move_headings(count, true);
        }
        for _ in 0..count {
            let Some(start) = self.section().map(|at| self.paper.folds.sections()[at].blocks.start) else {
                return;
            };
            match self.paper.folds.prev(start) {
                Some(block) => self.cursor = Spot { block, byte: 0 },
                None => return,
            }
        }
        self.goal = None;
    }
}

/// What to do with a fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    Toggle,
    Open,
    Close,
    ToggleDeep,
    OpenDeep,
    CloseDeep,
}
