//! The open heap: its documents by number, their summaries, and a bounded store of cleaned texts.
//!
//! Shared by worker threads (`Arc<Heap>`): every method takes `&self` and none blocks on another's slow
//! work for long.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clean::clean;
use crate::document::{DocId, Document, Published, TitleFrom};
use crate::library::{self, Format, LoadError, Raw, Source};

/// What a list shows of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    pub title: String,
    pub title_from: TitleFrom,
    pub source: Option<String>,
    pub published: Option<Published>,
    /// Characters of the body, white space aside.
    pub chars: usize,
    pub sections: usize,
    pub encoding: &'static str,
    pub format: Format,
    pub bad_bytes: usize,
}

/// A cleaned document and its summary.
pub type Cleaned = (Arc<Document>, Arc<Summary>);

/// Documents that were found together.
#[derive(Debug, Default)]
pub struct Heap {
    sources: Vec<Arc<Source>>,
    store: Mutex<HashMap<DocId, Cleaned>>,
}

impl Heap {
    /// Finds the documents under `paths`; what could not be read comes beside them.
    pub fn open(paths: &[PathBuf]) -> (Heap, Vec<LoadError>) {
        let (mut sources, mut errors) = (Vec::new(), Vec::new());
        library::scan(paths, &library::Options::default(), &mut |found| match found {
            Ok(source) => sources.push(Arc::new(source)),
            Err(error) => errors.push(error),
        });
        (Heap { sources, store: Mutex::default() }, errors)
    }

    /// The sample library that the binary carries.
    pub fn samples() -> Heap {
        Heap { sources: library::samples().into_iter().map(Arc::new).collect(), store: Mutex::default() }
    }

    pub fn len(&self) -> usize {
        self.sources.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// All documents in path order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.sources.len() as u32).map(DocId)
    }

    pub fn source(&self, id: DocId) -> Option<Arc<Source>> {
        self.sources.get(id.0 as usize).cloned()
    }

    /// The decoded raw text, read anew.
    pub fn raw(&self, id: DocId) -> Result<Raw, LoadError> {
        library::load(&self.sources[id.0 as usize])
    }

    /// The cleaned document with its summary: from the store, or read and cleaned now.
    pub fn document(&self, id: DocId) -> Result<Cleaned, LoadError> {
        if let Some(found) = self.store.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(found.clone());
        }
        let raw = self.raw(id)?;
        let document = clean(&raw, None);
        let summary = Summary {
            title: document.meta.title.clone().unwrap_or_else(|| raw.path.clone()),
            title_from: document.meta.title_from,
            source: document.meta.source.clone(),
            published: document.meta.published,
            chars: document.chars(),
            sections: document.sections().len(),
            encoding: raw.encoding,
            format: raw.format,
            bad_bytes: raw.bad_bytes,
        };
        let entry = (Arc::new(document), Arc::new(summary));
        self.store.lock().unwrap_or_else(PoisonError::into_inner).insert(id, entry.clone());
        Ok(entry)
    }
}
