//! The panes: the list, the results or the outline at the side, the text beside it; their sizes, and what is
//! selected at the side.

use ratatui::layout::Rect;

use super::{App, Focus};
use crate::document::DocId;
use crate::tui::job::Job;
use crate::tui::reading::{Reading, Spot};
use crate::tui::screen::Areas;

/// Narrower than this, a list tells nothing; and so many columns are left to the text.
const NARROWEST_SIDE: u16 = 16;
const LEFT_TO_TEXT: u16 = 24;

impl App {
    /// Keeps the selected row of the side pane in view, and asks for what is in view.
    pub(super) fn settle_side(&mut self, areas: &Areas) {
        let Some(side) = areas.side else { return };
        let (rows, selected) = (self.side_rows(side), self.side_selected());
        self.side_top = self.side_top.min(selected);
        if selected >= self.side_top + rows {
            self.side_top = selected + 1 - rows;
        }
        let last_top = self.side_len().saturating_sub(rows);
        self.side_top = self.side_top.min(last_top);
        let range = self.side_top..self.side_top + rows;
        if self.search.is_some() {
            self.want_snippets(range);
        } else if self.outline.is_none() {
            let unknown =
                |id: &DocId| self.shelf.entry(*id).is_some_and(|e| e.summary.is_none() && e.error.is_none());
            let wanted: Vec<DocId> =
                self.shelf.listed().iter().skip(range.start).take(rows).copied().filter(unknown).collect();
            if wanted != self.wanted {
                self.wanted.clone_from(&wanted);
                self.job(Job::Want(wanted));
            }
        }
    }

    /// The item of the side pane that is selected.
    pub fn side_selected(&self) -> usize {
        match (&self.search, self.outline) {
            (Some(search), _) => search.selected,
            (None, Some(section)) => section,
            (None, None) => self.shelf.selected(),
        }
    }

    /// How many items the side pane lists.
    pub fn side_len(&self) -> usize {
        match (&self.search, self.outline) {
            (Some(search), _) => search.results.documents.len(),
            (None, Some(_)) => self.reading.as_ref().map_or(0, |r| r.paper.folds.sections().len()),
            (None, None) => self.shelf.listed().len(),
        }
    }

    /// Rows that an item of the side pane takes.
    pub fn item_height(&self, side: Rect) -> usize {
        match (&self.search, self.outline) {
            (Some(_), _) => 4,
            (None, Some(_)) => 1,
            // With a blank row between, where all of them fit.
            (None, None) if self.shelf.listed().len() * 3 <= usize::from(side.height) => 3,
            (None, None) => 2,
        }
    }

    /// Items that fit in the side pane.
    pub(super) fn side_rows(&self, side: Rect) -> usize {
        let height = usize::from(side.height.saturating_sub(1));
        (height / self.item_height(side)).max(1)
    }

    /// Selects an item of the side pane: a document is shown, a section gone to.
    pub(super) fn select_side(&mut self, row: usize) {
        match self.outline {
            Some(_) if self.search.is_none() => {
                self.outline = Some(row);
                self.go_to_section(row);
            }
            _ => self.select_document(row),
        }
    }

    pub(super) fn go_to_section(&mut self, section: usize) {
        if let Some(reading) = &mut self.reading
            && let Some(start) = reading.paper.folds.sections().get(section).map(|s| s.blocks.start)
        {
            reading.go(Spot { block: start, byte: 0 });
            reading.paper.folds.set(section, false);
        }
    }

    /// From the side pane to the text of what is selected there.
    pub(super) fn enter_side(&mut self) {
        if let Some(section) = self.outline
            && self.search.is_none()
        {
            self.push_jump();
            self.go_to_section(section);
        }
        if let Some(reading) = &mut self.reading {
            reading.preview = false;
            self.focus = Focus::Text;
            self.mark_read();
            self.note_visit();
        }
    }

    pub(super) fn next_pane(&mut self) {
        (self.zen, self.presenting) = (false, false);
        self.focus = match self.focus {
            Focus::Side if self.reading.is_some() => Focus::Text,
            _ => Focus::Side,
        };
    }

    pub(super) fn toggle_outline(&mut self) {
        self.outline = match self.outline {
            Some(_) => None,
            None => self.reading.as_ref().map(|reading| reading.section().unwrap_or(0)),
        };
        (self.zen, self.presenting) = (false, false);
        self.focus = if self.outline.is_some() { Focus::Side } else { Focus::Text };
        self.side_top = 0;
    }

    /// While the text is read, the outline shows the section being read.
    pub(super) fn follow_outline(&mut self) {
        if self.outline.is_some() && self.focus == Focus::Text {
            self.outline = Some(self.reading.as_ref().and_then(Reading::section).unwrap_or(0));
        }
    }

    pub(super) fn resize_side(&mut self, by: isize) {
        let Some(side) = self.areas().side else { return };
        self.set_side(side.width.saturating_add_signed(by as i16));
    }

    pub(super) fn set_side(&mut self, width: u16) {
        let widest = self.size.width.saturating_sub(LEFT_TO_TEXT).max(NARROWEST_SIDE);
        self.options.config.side = width.clamp(NARROWEST_SIDE, widest);
        self.state.view.side = Some(self.options.config.side);
    }
}
