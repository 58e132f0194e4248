//! The index: segments, and what of them is still current.

use std::collections::HashMap;

use super::answer::Answer;
use super::docset::DocSet;
use super::plan::Plan;
use super::record::Record;
use super::segment::{Builder, Segment, merge};
use super::{Query, Results, Scope};
use crate::document::{DocId, Document};

/// Segments of one size are merged when there are this many of them, so that there are never many
/// and every document is rewritten few times.
const MERGE: usize = 8;
/// Segments up to this many bytes count as of one size; above it sizes go by powers of [`MERGE`].
const SMALL: usize = 1 << 14;

/// Which documents hold which strings; see the [module](super) for how it is searched.
#[derive(Debug, Default)]
pub struct Index {
    parts: Vec<Part>,
    /// In which part a document is, and its number there.
    places: HashMap<DocId, (u64, usize)>,
    /// The next part's number.
    next: u64,
}

/// A segment and which of its documents have neither been removed nor replaced.
#[derive(Debug)]
pub(super) struct Part {
    number: u64,
    pub segment: Segment,
    pub live: DocSet,
}

impl Part {
    fn tier(&self) -> u32 {
        (self.segment.bytes().len() / SMALL).max(1).ilog(MERGE)
    }
}

impl Index {
    /// Adds a document, or replaces the one that had its number. `name` is how lists call it: its path.
    pub fn put(&mut self, id: DocId, name: &str, document: &Document) {
        let mut builder = Builder::default();
        builder.push(id, &Record::new(name, document));
        self.add(builder);
    }

    /// Adds many documents at once, or replaces those that had their numbers.
    pub fn add(&mut self, builder: Builder) {
        if builder.is_empty() {
            return;
        }
        let like = self.parts.iter().map(|part| &part.segment).max_by_key(|segment| segment.bytes().len());
        if let Ok(segment) = Segment::in_memory(builder.finish(like)) {
            segment.ids().collect::<Vec<_>>().into_iter().for_each(|id| self.remove(id));
            self.push(segment);
            self.compact();
        }
    }

    pub fn remove(&mut self, id: DocId) {
        if let Some((number, doc)) = self.places.remove(&id)
            && let Some(part) = self.parts.iter_mut().find(|part| part.number == number)
        {
            part.live.remove(doc);
        }
    }

    /// Cuts what was put in before the segmenter's dictionary was loaded. Loads it, so this belongs on a
    /// worker thread.
    pub fn learn_words(&mut self) {
        self.parts.iter_mut().for_each(|part| part.segment.learn_words());
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Size of the index.
    pub fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.segment.bytes().len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The best `limit` documents for `query` within `scope`.
    pub fn search(&self, query: &Query, scope: &Scope, limit: usize) -> Results {
        if query.is_empty() || self.is_empty() {
            return Results::default();
        }
        let plan = Plan::new(query, &self.parts);
        Answer { plan: &plan, parts: &self.parts }.find(scope, limit)
    }

    fn push(&mut self, mut segment: Segment) {
        self.parts.iter().for_each(|part| segment.share_codebook(&part.segment));
        let number = self.next;
        self.next += 1;
        self.places.extend(segment.ids().enumerate().map(|(doc, id)| (id, (number, doc))));
        let live = DocSet::all(segment.documents());
        self.parts.push(Part { number, segment, live });
    }

    /// Merges the latest segments as long as there are too many of one size.
    fn compact(&mut self) {
        while let Some(tier) = self.parts.last().map(Part::tier) {
            let from = self.parts.iter().rposition(|part| part.tier() > tier).map_or(0, |at| at + 1);
            if self.parts.len() - from < MERGE {
                return;
            }
            let merged: Vec<(&Segment, &DocSet)> =
                self.parts[from..].iter().map(|part| (&part.segment, &part.live)).collect();
            let Ok(segment) = Segment::in_memory(merge(&merged)) else { return };
            self.parts.truncate(from);
            if segment.documents() > 0 {
                self.push(segment);
            }
        }
    }
}
