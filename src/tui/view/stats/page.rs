//! What stands on each page of the panel.

mod compare;
mod concordance;
mod figures;
mod heap;
mod names;
mod overview;
mod words;

pub use compare::{compare, keyness};
pub use concordance::concordance;
pub use figures::{FigureOrder, Figures, figures};
pub use heap::heap;
pub use names::names;
pub use overview::overview;
pub use words::words;

use crate::document::DocId;
use crate::lang::Lang;
use crate::tui::shelf::Shelf;

/// What pages are written with.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    pub lang: Lang,
    pub shelf: &'a Shelf,
    /// There is more than one document in the scope: rows say which one they are from.
    pub several: bool,
}

impl Pen<'_> {
    pub fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.lang.pick(zh, en)
    }

    pub fn title(&self, id: DocId) -> String {
        self.shelf.entry(id).map_or_else(String::new, |entry| entry.title().to_owned())
    }

    /// Month and title of a document, where rows of several stand together.
    fn origin(&self, id: DocId) -> String {
        if !self.several {
            return String::new();
        }
        let summary = self.shelf.entry(id).and_then(|entry| entry.summary.as_ref());
        match summary.and_then(|summary| summary.published) {
            Some(published) => {
                format!("{:04}-{:02} {}", published.date.year(), published.date.month(), self.title(id))
            }
            None => self.title(id),
        }
    }
}
