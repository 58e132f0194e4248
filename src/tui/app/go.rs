//! Motions: what each of them moves depends on the pane that has the keys.

use super::{App, Focus};
use crate::tui::reading::motion::WordEdge;

/// Rows that a page keeps of the one before.
const OVERLAP: usize = 2;

/// A way to move. Steps have a number and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Rows(usize, bool),
    Chars(usize, bool),
    Words(usize, WordEdge),
    HalfPages(usize, bool),
    Pages(usize, bool),
    /// The window, and the cursor only as far as it must.
    Scroll(usize, bool),
    Paragraphs(usize, bool),
    Sentences(usize, bool),
    Headings(usize, bool),
    /// To the start of the next section, or the end of the one before.
    Folds(usize, bool),
    /// To the start or the end, or to what has that number.
    Start(Option<usize>),
    End(Option<usize>),
    /// To a share of the whole.
    Percent(Option<usize>),
    RowStart,
    RowEnd,
    /// To a row of the window, counted from above, from below, or its middle.
    FromTop(usize),
    FromBottom(usize),
    Middle,
}

impl Motion {
    /// Whether one may want to come back from there.
    fn is_jump(self) -> bool {
        matches!(self, Motion::Start(_) | Motion::End(_) | Motion::Percent(_) | Motion::Headings(..))
    }
}

impl App {
    /// Moves in the pane that has the keys. What means nothing in the side pane moves the text beside it.
    pub(super) fn go(&mut self, motion: Motion) {
        if self.focus == Focus::Side
            && let Some(row) = self.side_row(motion)
        {
            return self.select_side(row);
        }
        if let (Some(raw), Some(reading)) = (&mut self.raw, &mut self.reading)
            && raw.go(motion, reading)
        {
            return;
        }
        self.go_in_text(motion);
    }

    /// The row of the side pane that a motion leads to.
    fn side_row(&self, motion: Motion) -> Option<usize> {
        let side = self.areas().side?;
        let page = self.side_rows(side);
        let (at, last) = (self.side_selected(), self.side_len().saturating_sub(1));
        let step =
            |rows: usize, forward| if forward { at.saturating_add(rows) } else { at.saturating_sub(rows) };
        let row = match motion {
            Motion::Rows(n, forward) => step(n, forward),
            Motion::HalfPages(n, forward) => step(n * (page / 2).max(1), forward),
            Motion::Pages(n, forward) => step(n * page, forward),
            Motion::Start(number) => number.map_or(0, |number| number.saturating_sub(1)),
            Motion::End(number) => number.map_or(last, |number| number.saturating_sub(1)),
            Motion::Percent(percent) => last * percent.unwrap_or(1).min(100) / 100,
            Motion::FromTop(n) => self.side_top + n.saturating_sub(1),
            Motion::FromBottom(n) => self.side_top + page.saturating_sub(n),
            Motion::Middle => self.side_top + page / 2,
            Motion::Chars(..)
            | Motion::Words(..)
            | Motion::Scroll(..)
            | Motion::Paragraphs(..)
            | Motion::Sentences(..)
            | Motion::Headings(..)
            | Motion::Folds(..)
            | Motion::RowStart
            | Motion::RowEnd => return None,
        };
        Some(row.min(last))
    }

    fn go_in_text(&mut self, motion: Motion) {
        if motion.is_jump() {
            self.push_jump();
        }
        let zen = self.zen;
        let Some(reading) = &mut self.reading else { return };
        let height = reading.height;
        let page = height.saturating_sub(OVERLAP).max(1);
        match motion {
            // With nothing on the screen but text, one reads by scrolling.
            Motion::Rows(n, forward) if zen && reading.anchor.is_none() => reading.page(n, forward),
            Motion::Rows(n, forward) => reading.move_rows(n, forward),
            Motion::Chars(n, forward) => reading.move_chars(n, forward),
            Motion::Words(n, edge) => reading.move_words(n, edge),
            Motion::HalfPages(n, forward) => reading.page(n * (height / 2).max(1), forward),
            Motion::Pages(n, forward) => reading.page(n * page, forward),
            Motion::Scroll(n, forward) => reading.scroll(n, forward),
            Motion::Paragraphs(n, forward) => reading.move_paragraphs(n, forward),
            Motion::Sentences(n, forward) => reading.move_sentences(n, forward),
            Motion::Headings(n, forward) => reading.move_headings(n, forward),
            Motion::Folds(n, forward) => reading.move_folds(n, forward),
            Motion::Start(Some(number)) | Motion::End(Some(number)) => reading.go_paragraph(number),
            Motion::Start(None) => reading.go_start(),
            Motion::End(None) => reading.go_end(),
            Motion::Percent(percent) => reading.go_percent(percent.unwrap_or(0)),
            Motion::RowStart => reading.go_row_edge(false),
            Motion::RowEnd => reading.go_row_edge(true),
            Motion::FromTop(n) => reading.go_to_row(n.saturating_sub(1), 0),
            Motion::FromBottom(n) => reading.go_to_row(height.saturating_sub(n), 0),
            Motion::Middle => reading.go_to_row(height / 2, 0),
        }
    }
}
