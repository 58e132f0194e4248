//! The tables of a page as CSV, with the columns that `wenlan stats` gives them.

use serde::Serialize;

use super::page::sorted;
use super::{Page, StatsView};
use crate::document::DocId;
use crate::print::table::csv;
use crate::stats::{self, Kind};
use crate::tui::shelf::Shelf;

impl StatsView {
    /// Names of tables and their text; none where the page has no table or nothing in it.
    pub(super) fn export(&self, shelf: &Shelf) -> Vec<(&'static str, String)> {
        let path = |id: DocId| shelf.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
        if let Some((_, found)) = &self.looked_up {
            let Some(found) = found else { return Vec::new() };
            let mut lines = found.lines.clone();
            stats::sort_concordance(&mut lines, self.order);
            let kwic = stats::kwic_rows(lines, path);
            return written([("kwic", table(&kwic)), ("collocates", table(&found.collocates))]);
        }
        let Some(study) = self.study() else { return Vec::new() };
        let report = &study.report;
        match self.page {
            Page::Overview => written([("counts", table(std::slice::from_ref(&report.counts)))]),
            Page::Words => {
                written([("keywords", table(&report.keywords)), ("textrank", table(&report.text_rank))])
            }
            Page::Keyness | Page::Compare => match (&self.against, self.comparison()) {
                (Some(_), Some(found)) => written([("keyness", table(&found.keyness))]),
                (Some(_), None) => Vec::new(),
                (None, _) => written([("keyness", table(&study.keyness))]),
            },
            Page::Figures => {
                let kinds = Kind::ALL.into_iter().filter(|kind| self.kind.is_none_or(|only| only == *kind));
                let figures = kinds
                    .flat_map(|kind| sorted(self.figures().figures, kind, self.figure_order))
                    .cloned()
                    .collect();
                written([("figures", table(&stats::figure_rows(figures, path)))])
            }
            Page::Names => written([("names", table(self.names()))]),
            Page::Heap => {
                let trends: Vec<_> = study.trends.iter().flatten().collect();
                let copies = study.copies.iter().enumerate().flat_map(|(at, group)| {
                    group.iter().map(move |&(id, similarity)| (at + 1, id, similarity))
                });
                let copies: Vec<_> = copies
                    .map(|(group, id, similarity)| stats::DuplicateRow { group, path: path(id), similarity })
                    .collect();
                written([("trend", table(&trends)), ("duplicates", table(&copies))])
            }
        }
    }
}

/// The rows as CSV; `None` where there are none.
fn table<T: Serialize>(rows: &[T]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    // Writing to memory fails only for rows that are no records, and these have named columns.
    csv(rows, &[]).ok()
}

fn written<const N: usize>(tables: [(&'static str, Option<String>); N]) -> Vec<(&'static str, String)> {
    tables.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}
