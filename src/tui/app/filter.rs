//! The filter of the list while it is typed; and that list and text speak of the same document.

use crossterm::event::KeyCode;
use tui_input::Input;

use super::{App, Arrival, Focus};
use crate::document::DocId;
use crate::tui::keymap::Key;
use crate::tui::prompt;

/// A filter that is being typed, and where one was before.
#[derive(Debug)]
pub struct FilterPrompt {
    pub input: Input,
    document: Option<DocId>,
    focus: Focus,
}

impl App {
    pub(super) fn start_filter(&mut self) {
        if self.search.is_some() {
            // Results are narrowed by more words.
            self.start_search();
            let blank = Key::plain(KeyCode::Char(' '));
            if self.search.as_ref().is_some_and(|search| !search.input.value().ends_with(' ')) {
                self.search_key(blank);
            }
            return;
        }
        self.outline = None;
        (self.zen, self.presenting) = (false, false);
        self.filter = Some(FilterPrompt {
            input: Input::new(self.shelf.filter().to_owned()),
            document: self.reading.as_ref().map(|reading| reading.id),
            focus: self.focus,
        });
        self.focus = Focus::Side;
        self.shelf.prepare_filter();
    }

    pub(super) fn filter_key(&mut self, key: Key) {
        let Some(filter) = &mut self.filter else { return };
        match key.code {
            KeyCode::Esc => self.leave_filter(),
            _ if key == Key::CANCEL => self.leave_filter(),
            KeyCode::Enter => self.filter = None,
            KeyCode::Down => self.select_document(self.shelf.selected() + 1),
            KeyCode::Up => self.select_document(self.shelf.selected().saturating_sub(1)),
            _ => {
                if prompt::edit(&mut filter.input, key) == Some(true) {
                    self.filter_changed();
                }
            }
        }
    }

    pub(super) fn filter_changed(&mut self) {
        let Some(filter) = &self.filter else { return };
        let text = filter.input.value().to_owned();
        self.shelf.set_filter(&text);
        self.message = self.shelf.filter_hint(self.lang()).map(str::to_owned);
        self.show_selected();
    }

    /// Everything is again as it was before.
    fn leave_filter(&mut self) {
        let Some(filter) = self.filter.take() else { return };
        self.shelf.set_filter("");
        self.focus = filter.focus;
        if let Some(id) = filter.document.filter(|&id| self.shelf.entry(id).is_some()) {
            self.shelf.select(id);
            self.open(id, Arrival::Resume);
        }
    }

    /// Takes a part of the filter away, by its number.
    pub(super) fn drop_chip(&mut self, part: usize) {
        let parts = self.shelf.filter().split_whitespace().enumerate();
        let rest: Vec<&str> = parts.filter(|(at, _)| *at != part).map(|(_, text)| text).collect();
        let rest = rest.join(" ");
        self.shelf.set_filter(&rest);
        self.show_selected();
    }

    /// Shows the document selected in the list, and nothing where the list is empty.
    pub(super) fn show_selected(&mut self) {
        if self.shelf.selected_id().is_some() {
            return self.open_selected();
        }
        self.remember();
        (self.reading, self.raw, self.opening) = (None, None, None);
    }

    /// Selects a document in the list. A filter that leaves it out is taken away.
    pub(super) fn select_in_list(&mut self, id: DocId) {
        if !self.shelf.is_listed(id) {
            self.shelf.set_filter("");
        }
        self.shelf.select(id);
    }

    /// List and text speak of the same document, whatever has come, gone or changed its title.
    pub(super) fn agree(&mut self) {
        if self.search.is_some() || self.opening.is_some() || !self.scanned {
            return;
        }
        let Some(id) = self.reading.as_ref().map(|reading| reading.id) else { return };
        if self.shelf.selected_id() == Some(id) || self.is_gone() {
            return;
        }
        match self.shelf.is_listed(id) {
            true => self.shelf.select(id),
            false => self.show_selected(),
        }
    }

    /// Whether the document that is read has been moved away or deleted.
    pub fn is_gone(&self) -> bool {
        self.scanned && self.reading.as_ref().is_some_and(|reading| self.shelf.entry(reading.id).is_none())
    }
}
