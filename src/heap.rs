//! The open heap: its documents by number, their summaries, and a bounded store of cleaned texts.
//!
//! Shared by worker threads (`Arc<Heap>`): every method takes `&self`, and none holds a lock while it reads
//! or cleans.
//!
//! A heap is opened at once ([`Heap::open`]) or, where someone is waiting for the first screen, as an empty
//! one ([`Heap::live`]) that [`Heap::refresh`] fills and later keeps in step with the disk.

mod cache;
mod catalogue;
mod refresh;
mod sample;
mod shelf;
mod store;
mod watch;

pub use cache::{Cache, Folder, Lock, MOST_BYTES};
pub use catalogue::Recall;
pub use refresh::Change;
pub use watch::Watch;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde::{Deserialize, Deserializer, Serialize};
use shelf::Shelf;
use store::Store;

use crate::clean::{Repeats, clean};
use crate::document::{DocId, Document, Published, TitleFrom};
use crate::library::{self, Format, LoadError, Options, Raw, Source};

/// As the Encoding Standard has it. (An alias, because serde takes a plain `&'static str` for a text that is
/// borrowed from what is read.)
pub type EncodingName = &'static str;

/// What a list shows of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub title: String,
    pub title_from: TitleFrom,
    pub source: Option<String>,
    pub published: Option<Published>,
    /// Characters of the body, white space aside.
    pub chars: usize,
    pub sections: usize,
    #[serde(deserialize_with = "encoding")]
    pub encoding: EncodingName,
    pub format: Format,
    pub bad_bytes: usize,
}

/// A cleaned document and its summary.
pub type Cleaned = (Arc<Document>, Arc<Summary>);

/// Documents that were found together.
#[derive(Debug, Default)]
pub struct Heap {
    paths: Vec<PathBuf>,
    options: Options,
    shelf: RwLock<Shelf>,
    store: Mutex<Store>,
    /// The lines that repeat across the heap, once they are known.
    repeats: RwLock<Option<Arc<Repeats>>>,
    /// One walk over the paths at a time.
    walking: Mutex<()>,
}

impl Heap {
    /// Finds the documents under `paths`; what could not be read comes beside them.
    pub fn open(paths: &[PathBuf]) -> (Heap, Vec<LoadError>) {
        Heap::open_with(paths, &Options::default())
    }

    /// Finds the documents under `paths` and the lines that repeat in them, so that each is cleaned the same
    /// whenever it is asked for.
    pub fn open_with(paths: &[PathBuf], options: &Options) -> (Heap, Vec<LoadError>) {
        let heap = Heap::live(paths, options);
        let mut errors = Vec::new();
        heap.refresh(&mut |change| {
            if let Change::Failed(error) = change {
                errors.push(error);
            }
        });
        heap.learn();
        (heap, errors)
    }

    /// The same, starting from what is remembered of the heap: only what changed since has to be read for
    /// its [summaries](Heap::summarised).
    pub fn open_known(paths: &[PathBuf], options: &Options, folder: &Folder) -> (Heap, Vec<LoadError>) {
        let heap = Heap::live(paths, options);
        let mut changed = heap.recall(folder, &mut |_| ()) != Recall::Whole;
        let mut errors = Vec::new();
        heap.refresh(&mut |change| match change {
            Change::Failed(error) => errors.push(error),
            Change::Found(_) | Change::Changed(_) | Change::Renamed(_) | Change::Gone(_) => changed = true,
        });
        if changed {
            heap.learn();
        }
        (heap, errors)
    }

    /// The heap under `paths`, empty until it is [refreshed](Heap::refresh).
    pub fn live(paths: &[PathBuf], options: &Options) -> Heap {
        Heap { paths: paths.to_vec(), options: options.clone(), ..Heap::default() }
    }

    /// The sample library that the binary carries.
    pub fn samples() -> Heap {
        let heap = Heap::default();
        let mut shelf = write(&heap.shelf);
        for source in library::samples() {
            shelf.add(source);
        }
        drop(shelf);
        heap.learn();
        heap
    }

    pub fn len(&self) -> usize {
        read(&self.shelf).order().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All documents in path order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        read(&self.shelf).order().to_vec().into_iter()
    }

    pub fn source(&self, id: DocId) -> Option<Arc<Source>> {
        read(&self.shelf).source(id).cloned()
    }

    /// The document's summary, if it has been cleaned before.
    pub fn summary(&self, id: DocId) -> Option<Arc<Summary>> {
        read(&self.shelf).summary(id).cloned()
    }

    /// The document's summary; the document is read and cleaned for it if it has not been before.
    pub fn summarised(&self, id: DocId) -> Result<Arc<Summary>, LoadError> {
        match self.summary(id) {
            Some(summary) => Ok(summary),
            None => self.document(id).map(|(_, summary)| summary),
        }
    }

    /// The decoded raw text, read anew.
    pub fn raw(&self, id: DocId) -> Result<Raw, LoadError> {
        let gone = || LoadError::new(format!("#{}", id.0), io::Error::from(io::ErrorKind::NotFound));
        library::load(&*self.source(id).ok_or_else(gone)?)
    }

    /// The cleaned document if it is in the store; never reads or cleans.
    pub fn peek(&self, id: DocId) -> Option<Cleaned> {
        lock(&self.store).document(id)
    }

    /// The cleaned document with its summary: from the store, or read and cleaned now.
    pub fn document(&self, id: DocId) -> Result<Cleaned, LoadError> {
        if let Some(found) = self.peek(id) {
            return Ok(found);
        }
        let source = self.source(id);
        let kept = lock(&self.store).take_raw(id);
        let raw = match kept {
            Some(raw) => raw,
            None => self.raw(id)?,
        };
        let repeats = self.repeats();
        let document = clean(&raw, repeats.as_deref());
        let summary = Arc::new(summarise(&document, &raw));
        let cleaned = (Arc::new(document), summary);
        // Not kept if the file or the repeated lines changed meanwhile: the next one to ask cleans anew.
        let current = source.zip(self.source(id)).is_some_and(|(then, now)| Arc::ptr_eq(&then, &now))
            && repeats.as_ref().map(Arc::as_ptr) == self.repeats().as_ref().map(Arc::as_ptr);
        if current {
            write(&self.shelf).summarise(id, Arc::clone(&cleaned.1));
            lock(&self.store).put(id, cleaned.clone());
        }
        Ok(cleaned)
    }

    /// The lines that repeat across the heap, once they are known: evidence for cleaning its documents.
    pub fn repeats(&self) -> Option<Arc<Repeats>> {
        read(&self.repeats).clone()
    }

    /// Finds the lines that repeat across the heap. Returns whether documents that were cleaned before may
    /// read differently now; then they and their summaries are forgotten.
    pub fn learn(&self) -> bool {
        let learnt = sample::learn(self).unwrap_or_default();
        if self.repeats().unwrap_or_default().agrees(&learnt) {
            return false;
        }
        *write(&self.repeats) = Some(Arc::new(learnt));
        lock(&self.store).forget_documents();
        write(&self.shelf).forget_summaries();
        true
    }
}

/// The name of an encoding that was written down.
fn encoding<'de, D: Deserializer<'de>>(from: D) -> Result<EncodingName, D::Error> {
    let label = String::deserialize(from)?;
    Ok(encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8).name())
}

fn summarise(document: &Document, raw: &Raw) -> Summary {
    let file_name = || raw.path.rsplit('/').next().unwrap_or(&raw.path).to_owned();
    Summary {
        title: document.meta.title.clone().unwrap_or_else(file_name),
        title_from: document.meta.title_from,
        source: document.meta.source.clone(),
        published: document.meta.published,
        chars: document.chars(),
        sections: document.sections().len(),
        encoding: raw.encoding,
        format: raw.format,
        bad_bytes: raw.bad_bytes,
    }
}

// A thread that panicked while it held a lock left whole values behind: all are replaced, never edited.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
