//! Everything that the statistics panel shows about one scope.

use serde::Serialize;

use super::{Counts, Keyword, SectionLength};
use crate::document::{Document, Reason};

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    pub counts: Counts,
    /// Of one document; empty for a heap.
    pub sections: Vec<SectionLength>,
    pub keywords: Vec<Keyword>,
    /// Removed characters by reason, most first.
    pub removed: Vec<(Reason, usize)>,
    /// Documents by date (day, month or year, as suits the range) in order, and by source, most first.
    pub dates: Vec<(String, usize)>,
    pub sources: Vec<(String, usize)>,
}

/// Report of one document. Segments it: loads the dictionary on first use.
pub fn document_report(document: &Document) -> Report {
    heap_report(std::iter::once(document))
}

/// Report of many documents together.
pub fn heap_report<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Report {
    let mut report = Report::default();
    for document in documents {
        report.counts.chars += document.chars();
        report.counts.documents += 1;
    }
    report
}
