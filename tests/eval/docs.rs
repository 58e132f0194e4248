//! Documents as the program reads them: found together, cleaned one by one.

use std::path::PathBuf;

use rayon::prelude::*;
use wenlan::clean::{LineVerdict, clean_explained};
use wenlan::document::{Block, Document, Reason};
use wenlan::heap::Heap;
use wenlan::ingest::LoadError;

/// A document, cleaned.
pub struct Reading {
    /// Its path as given.
    pub name: String,
    pub document: Document,
    pub verdicts: Vec<LineVerdict>,
}

/// Reads the documents under `paths` that are wanted by name, as one heap, on all cores; the order is theirs.
pub fn read<T: Send>(
    paths: &[PathBuf],
    want: impl Fn(&str) -> bool + Sync,
    of: impl Fn(Reading) -> T + Sync,
) -> (Vec<T>, Vec<LoadError>) {
    let (heap, mut errors) = Heap::open(paths);
    let repeats = heap.repeats();
    let ids: Vec<_> = heap.ids().collect();
    let read: Vec<Result<T, LoadError>> = ids
        .into_par_iter()
        .filter(|&id| heap.source(id).is_some_and(|source| want(&source.name())))
        .map(|id| {
            let raw = heap.raw(id)?;
            let (document, verdicts) = clean_explained(&raw, Some(&repeats));
            Ok(of(Reading { name: raw.path, document, verdicts }))
        })
        .collect();
    let mut done = Vec::new();
    for result in read {
        match result {
            Ok(value) => done.push(value),
            Err(error) => errors.push(error),
        }
    }
    (done, errors)
}

/// The blocks that count as text.
pub fn body(document: &Document) -> impl Iterator<Item = &Block> {
    document.blocks.iter().filter(|block| block.doubt.is_none())
}

impl Reading {
    /// What left the body for another reason than being shown as metadata, with the rule that decided.
    pub fn lost(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let lost = self.document.removed.iter().filter(|piece| piece.reason != Reason::Metadata);
        lost.map(|piece| {
            let on_line = |verdict: &&LineVerdict| verdict.line == piece.span.line;
            // Verdicts stand in the order of their lines.
            let from = self.verdicts.partition_point(|verdict| verdict.line < piece.span.line);
            let mut beside = self.verdicts[from..].iter().take_while(on_line);
            let rule = beside.clone().find(|verdict| verdict.role == piece.reason.name()).or(beside.next());
            (piece.text.as_str(), rule.map_or("unexplained", |verdict| verdict.rule))
        })
    }
}
