//! Which tables a page of the panel is, and how they are asked for: the shell's own.

use super::{Page, StatsView};
use crate::stats::{Asked, Company};
use crate::tui::job::Job;

impl StatsView {
    /// The job that writes the page's tables as `wenlan stats` would; `None` while nothing is shown.
    pub(super) fn export(&self) -> Option<Job> {
        let subject = self.subject()?.clone();
        let Company { window, least } = self.company;
        let plain = Asked { window, kind: self.kind, order: self.order, ..Asked::default() };
        let job = |tables: &[&'static str], asked: Asked| Job::Export {
            subject: subject.clone(),
            tables: tables.to_vec(),
            asked: Box::new(asked),
            against: self.against.clone(),
        };
        if let Some((node, _)) = &self.looked_up {
            let asked = Asked { node: Some(node.clone()), min_freq: least, ..plain };
            return Some(job(&["kwic", "collocates"], asked));
        }
        self.study()?;
        Some(match self.page {
            Page::Overview => job(&["counts"], plain),
            Page::Words => job(&["keywords"], plain),
            Page::Keyness | Page::Compare => job(&["keyness"], plain),
            Page::Figures => job(&["figures"], plain),
            Page::Names => job(&["names"], plain),
            Page::Heap => job(&["documents", "trend", "duplicates"], plain),
        })
    }
}
