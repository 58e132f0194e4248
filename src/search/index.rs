//! The index: which documents and blocks hold which terms.

use std::collections::BTreeMap;

use super::{Found, Hit, MatchKind, Place, Query, Results, Scope, Why};
use crate::document::{DocId, Document};

#[derive(Debug, Default)]
pub struct Index {
    texts: BTreeMap<DocId, Vec<(Place, String)>>,
}

impl Index {
    /// Adds a document, or replaces the one that had its number.
    pub fn put(&mut self, id: DocId, document: &Document) {
        let mut texts = Vec::new();
        if let Some(title) = &document.meta.title {
            texts.push((Place::Title, title.clone()));
        }
        for (at, block) in document.blocks.iter().enumerate() {
            texts.push((Place::Block(at as u32), block.text.clone()));
        }
        self.texts.insert(id, texts);
    }

    pub fn remove(&mut self, id: DocId) {
        self.texts.remove(&id);
    }

    /// The best `limit` documents for `query` within `scope`.
    pub fn search(&self, query: &Query, scope: &Scope, limit: usize) -> Results {
        let mut results = Results::default();
        for (&document, texts) in &self.texts {
            if matches!(scope, Scope::Documents(ids) if !ids.contains(&document)) || query.is_empty() {
                continue;
            }
            let mut hits = Vec::new();
            for (place, text) in texts {
                for term in &query.terms {
                    hits.extend(
                        text.match_indices(term.as_str())
                            .map(|(at, found)| Hit { place: *place, bytes: at..at + found.len() }),
                    );
                }
            }
            if hits.is_empty() {
                continue;
            }
            results.total_documents += 1;
            results.total_hits += hits.len();
            let why = query
                .terms
                .iter()
                .map(|term| Why { term: term.clone(), word: term.clone(), kind: MatchKind::Exact })
                .collect();
            results.documents.push(Found { document, score: hits.len() as f32, hits, best: 0, why });
        }
        results.documents.sort_by(|a, b| b.score.total_cmp(&a.score));
        results.documents.truncate(limit);
        results
    }
}
