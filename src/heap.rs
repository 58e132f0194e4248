//! The open heap: its documents by number, their summaries, and a bounded store of cleaned texts.
//!
//! Shared by worker threads (`Arc<Heap>`): every method takes `&self`, and none holds a lock while it reads
//! or cleans.
//!
//! A heap is opened at once ([`Heap::open`]) or, where someone is waiting for the first screen, as an empty
//! one ([`Heap::live`]) that [`Heap::refresh`] fills and later keeps in step with the disk.

mod cache;
mod catalogue;
mod census;
mod change;
mod glance;
mod named;
mod refresh;
mod roots;
mod sample;
mod shelf;
mod store;
mod watch;

pub use cache::{Cache, Folder, Lock, MOST_BYTES};
pub use catalogue::{Head, Recall};
pub use census::Census;
pub use change::Change;
pub use watch::Watch;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use catalogue::Kept;
use glance::Glance;
use roots::Roots;
use serde::{Deserialize, Deserializer, Serialize};
use shelf::Shelf;
use store::Store;

use crate::clean::{Repeats, clean};
use crate::document::{DateFrom, DocId, Document, Published, TitleFrom};
use crate::ingest::{self, Charset, Format, LoadError, Options, Raw, Source};

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
    pub published_from: DateFrom,
    /// Characters of the body, white space aside.
    pub chars: usize,
    pub sections: usize,
    #[serde(deserialize_with = "encoding")]
    pub encoding: EncodingName,
    pub format: Format,
    pub bad_bytes: usize,
    /// Encodings that some of its lines are in, besides `encoding`.
    pub mixed: Vec<String>,
    /// What had gone wrong with its characters before it was stored, and was undone.
    pub repaired: Vec<String>,
}

/// A cleaned document and its summary.
pub type Cleaned = (Arc<Document>, Arc<Summary>);

/// What a document was cleaned from, so that one can tell whether that still holds.
#[derive(Debug, Clone)]
pub struct Reading {
    pub id: DocId,
    source: Arc<Source>,
    repeats: Arc<Repeats>,
}

impl Reading {
    pub fn source(&self) -> &Source {
        &self.source
    }
}

/// The lines that repeat across a heap; none as long as they have not been looked for.
#[derive(Debug, Clone, Default)]
struct Learnt {
    repeats: Arc<Repeats>,
    /// The state of the documents that they were learnt from.
    sample: Option<u64>,
}

/// Documents that were found together.
#[derive(Debug, Default)]
pub struct Heap {
    roots: Roots,
    options: Options,
    shelf: RwLock<Shelf>,
    store: Mutex<Store>,
    learnt: RwLock<Learnt>,
    /// Documents whose encoding the reader has chosen for this session.
    encodings: RwLock<HashMap<DocId, Charset>>,
    /// One walk over the paths at a time. What its files looked like at a glance before the last one.
    walked: Mutex<Option<Glance>>,
    passed: RwLock<Passed>,
    /// What they looked like when the lines that repeat were last looked for in them.
    sampled: Mutex<Option<Glance>>,
    /// The catalogue on disk, if this process has read or written it.
    kept: Mutex<Option<Kept>>,
}

/// What walks have passed over.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Passed {
    /// Of the folders.
    files: Census,
    /// Of each archive by its name inside the heap: it is not opened again while it stays the same.
    archives: BTreeMap<String, Census>,
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

    /// The heap under `paths`, empty until it is [refreshed](Heap::refresh).
    pub fn live(paths: &[PathBuf], options: &Options) -> Heap {
        Heap { roots: Roots::new(paths), options: options.clone(), ..Heap::default() }
    }

    /// The sample library that the binary carries.
    pub fn samples() -> Heap {
        let heap = Heap::default();
        let mut shelf = write(&heap.shelf);
        for source in ingest::samples() {
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
        self.load(&*self.source(id).ok_or_else(|| gone(id))?, self.chosen(id))
    }

    /// `chosen` goes before what was said of all documents.
    fn load(&self, source: &Source, chosen: Option<Charset>) -> Result<Raw, LoadError> {
        ingest::load_as(source, chosen.or(self.options.encoding))
    }

    fn chosen(&self, id: DocId) -> Option<Charset> {
        read(&self.encodings).get(&id).copied()
    }

    /// Has a document read in an encoding, or again in the one that it seems to be in. That is for those who read
    /// it now: neither its summary nor an index hears of it.
    pub fn choose_encoding(&self, id: DocId, charset: Option<Charset>) {
        match charset {
            Some(charset) => drop(write(&self.encodings).insert(id, charset)),
            None => drop(write(&self.encodings).remove(&id)),
        }
        lock(&self.store).forget(id);
    }

    /// Keeps a raw text that was read for something else for [`Heap::read`], if there is room for it.
    pub fn keep_raw(&self, id: DocId, raw: Raw) {
        lock(&self.store).keep_raw(id, raw);
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
        let Some(reading) = self.reading(id) else { return Err(gone(id)) };
        let chosen = self.chosen(id);
        let cleaned = match chosen {
            Some(_) => self.cleaned(&self.load(&reading.source, chosen)?, &reading.repeats),
            None => self.read(&reading)?,
        };
        // Not kept if the file or the repeated lines changed meanwhile: the next one to ask cleans anew.
        if self.is_current(&reading) && self.chosen(id) == chosen {
            lock(&self.store).put(id, cleaned.clone());
        }
        Ok(cleaned)
    }

    /// A number that changes whenever the document would read differently, for those who keep something of
    /// it; `None` while that cannot be told.
    pub fn version(&self, id: DocId) -> Option<u64> {
        let state = sample::stamp(self, &[id])?;
        Some(self.repeats().version(state))
    }

    /// What the document would be cleaned from now.
    pub fn reading(&self, id: DocId) -> Option<Reading> {
        Some(Reading { id, source: self.source(id)?, repeats: self.repeats() })
    }

    /// Whether the document would be cleaned from the same now.
    pub fn is_current(&self, reading: &Reading) -> bool {
        self.source(reading.id).is_some_and(|now| Arc::ptr_eq(&now, &reading.source))
            && Arc::ptr_eq(&reading.repeats, &self.repeats())
    }

    /// Reads and cleans a document for its summary and for an index; its text is not kept in the store,
    /// which has what someone reads.
    pub fn read(&self, reading: &Reading) -> Result<Cleaned, LoadError> {
        let kept = lock(&self.store).take_raw(reading.id);
        let raw = match kept {
            Some(raw) => raw,
            None => self.load(&reading.source, None)?,
        };
        let (document, summary) = self.cleaned(&raw, &reading.repeats);
        if self.is_current(reading) {
            write(&self.shelf).summarise(reading.id, Arc::clone(&summary));
        }
        Ok((document, summary))
    }

    fn cleaned(&self, raw: &Raw, repeats: &Repeats) -> Cleaned {
        let mut document = clean(raw, Some(repeats));
        self.date(&mut document, raw);
        document.meta.fields.clone_from(&raw.fields);
        let summary = Arc::new(summarise(&document, raw));
        (Arc::new(document), summary)
    }

    /// Says what tells the document's date; where neither its text nor its metadata does, its names may.
    fn date(&self, document: &mut Document, raw: &Raw) {
        let meta = &mut document.meta;
        if meta.published.is_some() {
            let given = meta.published == raw.meta.published;
            meta.published_from = if given { DateFrom::Metadata } else { DateFrom::Text };
            return;
        }
        let title = meta.title.as_deref().filter(|_| meta.title_from == TitleFrom::Text);
        if let Some((published, from)) = named::published(title, &self.roots.label(&raw.path)) {
            (meta.published, meta.published_from) = (Some(published), from);
        }
    }

    /// Nothing is left to do for these documents, as far as they are still the same.
    pub fn settle(&self, readings: &[Reading]) {
        let current: Vec<DocId> =
            readings.iter().filter(|reading| self.is_current(reading)).map(|reading| reading.id).collect();
        let mut shelf = write(&self.shelf);
        current.into_iter().for_each(|id| shelf.settle(id, true));
    }

    /// Something is left to do for this document.
    pub fn unsettle(&self, id: DocId) {
        write(&self.shelf).settle(id, false);
    }

    pub fn is_settled(&self, id: DocId) -> bool {
        read(&self.shelf).is_settled(id)
    }

    /// The documents for which something is left to do, in path order.
    pub fn unsettled(&self) -> Vec<DocId> {
        let shelf = read(&self.shelf);
        shelf.order().iter().copied().filter(|&id| !shelf.is_settled(id)).collect()
    }

    /// Size of the raw documents, in bytes.
    pub fn bytes(&self) -> u64 {
        let shelf = read(&self.shelf);
        shelf.order().iter().filter_map(|&id| shelf.source(id)).map(|source| source.bytes).sum()
    }

    /// What a document is called inside the heap, however the heap's own path was spelled.
    pub fn label(&self, source: &Source) -> String {
        self.roots.label(&source.name())
    }

    /// The name of the document that is called `label` inside the heap; `None` where labels do not tell.
    pub fn name_of(&self, label: &str) -> Option<String> {
        self.roots.name(label)
    }

    /// The lines that repeat across the heap, as far as they are known: evidence for cleaning its documents.
    pub fn repeats(&self) -> Arc<Repeats> {
        Arc::clone(&read(&self.learnt).repeats)
    }

    /// Finds the lines that repeat across the heap. Returns whether documents that were cleaned before may
    /// read differently now; then they and their summaries are forgotten.
    pub fn learn(&self) -> bool {
        let now = self.glance();
        if now.is_some() && *lock(&self.sampled) == now {
            return false;
        }
        *lock(&self.sampled) = now;
        let sample = sample::sample(self);
        let state = sample::stamp(self, &sample);
        let known = read(&self.learnt).clone();
        if state.is_some() && known.sample == state {
            return false;
        }
        let repeats = sample::learn(self, &sample).unwrap_or_default();
        let same = known.repeats.agrees(&repeats);
        let repeats = if same { known.repeats } else { Arc::new(repeats) };
        *write(&self.learnt) = Learnt { repeats, sample: state };
        if !same {
            lock(&self.store).forget_documents();
            write(&self.shelf).forget_readings();
        }
        !same
    }

    /// How its documents are read.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What the last walk passed over.
    pub fn census(&self) -> Census {
        let passed = read(&self.passed);
        let mut all = passed.files.clone();
        passed.archives.values().for_each(|census| all.add(census));
        all
    }

    fn glance(&self) -> Option<Glance> {
        *lock(&self.walked)
    }
}

fn gone(id: DocId) -> LoadError {
    LoadError::new(format!("#{}", id.0), io::Error::from(io::ErrorKind::NotFound))
}

/// The name of an encoding that was written down.
fn encoding<'de, D: Deserializer<'de>>(from: D) -> Result<EncodingName, D::Error> {
    let label = String::deserialize(from)?;
    Ok(Charset::of_name(&label).unwrap_or(Charset::Utf8).name())
}

/// What a list shows of a document that was made of `raw`.
pub fn summarise(document: &Document, raw: &Raw) -> Summary {
    let file_name = || raw.path.rsplit('/').next().unwrap_or(&raw.path).to_owned();
    Summary {
        title: document.meta.title.clone().unwrap_or_else(file_name),
        title_from: document.meta.title_from,
        source: document.meta.source.clone(),
        published: document.meta.published,
        published_from: document.meta.published_from,
        chars: document.chars(),
        sections: document.sections().len(),
        encoding: raw.encoding,
        format: raw.format,
        bad_bytes: raw.bad_bytes,
        mixed: raw.mixed.iter().map(|&name| name.into()).collect(),
        repaired: raw.repaired.iter().map(|&fault| fault.into()).collect(),
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
