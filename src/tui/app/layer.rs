//! What lies over what: the layers of the screen, of which the uppermost has the keys and the mouse. The one
//! place that says which goes first.

use super::{App, Focus};
use crate::tui::action::{Action, Group};
use crate::tui::keymap::Mode;
use crate::tui::view::details::Details;
use crate::tui::view::help::Help;
use crate::tui::view::note::NotePrompt;
use crate::tui::view::palette::Palette;
use crate::tui::view::picker::Picker;
use crate::tui::view::stats::ScopePicker;
use crate::tui::view::themes::ThemePicker;

/// What covers the screen, or part of it, until it is dismissed.
#[derive(Debug)]
pub enum Overlay {
    Help(Help),
    Palette(Box<Palette>),
    Themes(Box<ThemePicker>),
    Scopes(ScopePicker),
    Picker(Box<Picker>),
    Note(Box<NotePrompt>),
    Details(Details),
}

/// Layers, the uppermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    Overlay,
    /// The filter of the list is being typed.
    Filter,
    /// A query is being typed.
    Query,
    Stats,
    /// The list, the results or the outline.
    Side,
    Raw,
    Text,
}

impl App {
    /// The layer that has the keys.
    pub fn layer(&self) -> Layer {
        if !self.overlays.is_empty() {
            Layer::Overlay
        } else if self.filter.is_some() {
            Layer::Filter
        } else if self.search.as_ref().is_some_and(|search| search.typing) {
            Layer::Query
        } else if self.stats.is_some() {
            Layer::Stats
        } else if self.focus == Focus::Side {
            Layer::Side
        } else if self.raw.is_some() {
            Layer::Raw
        } else {
            Layer::Text
        }
    }

    /// Whether an action can do anything here.
    pub fn is_possible(&self, action: Action) -> bool {
        let reads = self.reading.as_ref().is_some_and(|reading| !reading.is_empty());
        match (action, action.info().group) {
            (_, Group::Stats) => self.stats.is_some(),
            (_, Group::Fold | Group::Copy) => reads && self.stats.is_none(),
            (Action::CloseSearch, _) => self.search.is_some(),
            (Action::Raw | Action::Outline | Action::Concordance | Action::SearchWord, _) => reads,
            (Action::PauseIndexing, _) => !self.progress.is_over(),
            _ => true,
        }
    }

    /// Whether the list of documents has the keys.
    pub(super) fn lists_documents(&self) -> bool {
        self.layer() == Layer::Side && self.search.is_none() && self.outline.is_none()
    }

    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// Where the next key is pressed.
    pub fn mode(&self) -> Mode {
        if self.stats.is_some() { Mode::Stats } else { Mode::Reader }
    }

    /// Whether keys are text at the moment.
    pub(super) fn typing(&self) -> bool {
        match self.layer() {
            Layer::Overlay => match self.overlay() {
                Some(
                    Overlay::Help(_)
                    | Overlay::Palette(_)
                    | Overlay::Scopes(_)
                    | Overlay::Picker(_)
                    | Overlay::Note(_),
                ) => true,
                Some(Overlay::Themes(_) | Overlay::Details(_)) | None => false,
            },
            Layer::Filter | Layer::Query => true,
            Layer::Stats | Layer::Side | Layer::Raw | Layer::Text => false,
        }
    }

    /// Whether there is nothing left that [`App::back`] would leave.
    pub(super) fn is_at_rest(&self) -> bool {
        let selecting = self.reading.as_ref().is_some_and(|reading| reading.anchor.is_some());
        let filtered = !self.shelf.filter().is_empty();
        !selecting
            && self.shelf.chosen().is_empty()
            && !filtered
            && !self.zen
            && self.raw.is_none()
            && self.search.is_none()
            && self.outline.is_none()
    }

    /// `Esc`: the nearest thing that can be left is left.
    pub(super) fn back(&mut self) {
        let selecting = self.reading.as_mut().and_then(|reading| reading.anchor.take()).is_some();
        if selecting {
        } else if self.raw.is_some() {
            self.raw = None;
        } else if self.search.is_some() {
            self.leave_search();
        } else if self.outline.is_some() {
            self.outline = None;
        } else if self.zen {
            (self.zen, self.presenting) = (false, false);
        } else if self.focus == Focus::Side && !self.shelf.chosen().is_empty() {
            self.shelf.choose_none();
        } else if !self.shelf.filter().is_empty() && self.focus == Focus::Side {
            self.shelf.set_filter("");
        } else {
            self.focus = Focus::Side;
        }
    }
}
