//! A heap with its index: what is known of both is there at once, what changed is read in the background,
//! and both are kept in the cache folder so that they agree whatever happens.
//!
//! ```text
//! open ─▶ recall ─▶ refresh ─▶ learn ─▶ begin ─▶ work (on some threads) ─▶ save
//! ```
//!
//! The folder of a heap holds a catalogue (documents, their numbers and summaries), the index, and what else
//! is worth keeping ([`Collection::folder`]). The index is written first and the catalogue after it; the
//! catalogue alone says which documents are *settled*: held by the index as they are now. So whatever moment
//! a run ends in, the next one finds some settled documents fewer and reads them again, and what the index
//! holds beyond the catalogue's word does not count.
//!
//! One process writes into the folder. Others read what it has written and look again when it has written
//! more; where that cannot be, everything stays in memory.

mod census;
mod home;
mod notice;
mod progress;
mod queue;
mod select;
mod work;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::document::DocId;
use crate::heap::{self, Cache, Change, Folder, Head, Heap, Reading, Recall, Watch};
use crate::ingest::Options;
use crate::search::{Index, OpenError, Query, Results, Scope};
use census::Census;
use home::Home;
pub use notice::Notice;
use progress::Meter;
pub use progress::Progress;
pub use queue::Queue;
pub use select::{Condition, NoSelection, Selection};
pub use work::{Cleaned, step_back, threads};

/// Heaps of fewer bytes are read in less time than it takes to look for what is known of them.
const SMALL: u64 = 4 << 20;

/// The file that says in which run of the system the index was verified last.
const VERIFIED: &str = "verified";

/// A heap with its index; shared by threads.
#[derive(Debug, Default)]
pub struct Collection {
    heap: Heap,
    index: RwLock<Arc<Index>>,
    home: Mutex<Home>,
    notices: Mutex<Vec<Notice>>,
    census: Mutex<Census>,
    /// Documents that the index holds, but not yet on disk.
    unsaved: Mutex<Unsaved>,
    meter: Mutex<Meter>,
    /// Threads at work.
    busy: AtomicUsize,
    /// Where the documents are remembered that nobody has wanted yet.
    unread: Mutex<Option<Folder>>,
}

/// What the next [`Collection::save`] has to write down.
#[derive(Debug, Default)]
struct Unsaved {
    readings: Vec<Reading>,
    /// Something else than these readings changed.
    changed: bool,
    /// Text of the readings, in bytes.
    bytes: usize,
}

impl Collection {
    /// The collection under `paths`, the samples where there are none, with what is kept of it in `cache`.
    /// Nothing has been read yet.
    pub fn open(paths: &[PathBuf], options: &Options, cache: Option<&Cache>) -> Collection {
        if paths.is_empty() {
            return Collection { heap: Heap::samples(), ..Collection::default() };
        }
        let Some(cache) = cache else { return Collection::of(Heap::live(paths, options)) };
        let collection = Collection::of(Heap::live(paths, &cache.keeping(paths, options)));
        collection.move_in(cache.folder(paths, options));
        collection
    }

    fn of(heap: Heap) -> Collection {
        Collection { heap, ..Collection::default() }
    }

    /// For a single question: documents have been looked for, and what is known of them is there. A small
    /// heap that is not in `cache` yet does not get there.
    pub fn for_once(
        paths: &[PathBuf],
        options: &Options,
        cache: Option<&Cache>,
        on: &mut dyn FnMut(Change),
    ) -> Collection {
        let known = cache.filter(|cache| cache.known(paths, options).is_some());
        let collection = match (known, cache) {
            // Not in the cache yet, but archives may keep their texts there.
            (None, Some(cache)) if !paths.is_empty() => {
                Collection::of(Heap::live(paths, &cache.keeping(paths, options)))
            }
            _ => Collection::open(paths, options, known),
        };
        collection.recall(&mut |_| ());
        collection.refresh(on);
        if let (None, Some(cache)) = (known, cache)
            && collection.heap.bytes() >= SMALL
        {
            collection.move_in(cache.folder(paths, options));
            collection.open_index(Recall::Nothing);
        }
        collection
    }

    /// The index of a collection in which nothing has changed since it was kept, without its documents;
    /// `None` where that is not so, or cannot be told at a glance.
    pub fn unchanged(paths: &[PathBuf], options: &Options, cache: Option<&Cache>) -> Option<Collection> {
        let cache = cache?;
        let folder = cache.known(paths, options)?;
        let head = Head::read(&folder)?;
        let index = folder.index();
        let current = || head.index.is_some() && head.index == Index::state(&index);
        if !current() || !head.is_up_to_date(paths) {
            return None;
        }
        let index = Index::open(&index).ok().filter(|_| current())?;
        let heap = Heap::live(paths, &cache.keeping(paths, options));
        head.tell_passed(&heap);
        Some(Collection {
            heap,
            index: RwLock::new(Arc::new(index)),
            unread: Mutex::new(Some(folder)),
            ..Collection::default()
        })
    }

    /// The same with its documents, none of which has been looked for.
    pub fn known(paths: &[PathBuf], options: &Options, cache: Option<&Cache>) -> Option<Collection> {
        let collection = Collection::unchanged(paths, options, cache)?;
        let folder = lock(&collection.unread).take()?;
        (collection.heap.recall(&folder, &mut |_| ()) == Recall::Whole).then_some(collection)
    }

    pub fn heap(&self) -> &Heap {
        let mut unread = lock(&self.unread);
        if let Some(folder) = unread.take() {
            self.heap.recall(&folder, &mut |_| ());
        }
        &self.heap
    }

    /// How documents are called: their paths as given.
    pub fn names(&self, ids: &[DocId]) -> HashMap<DocId, String> {
        if lock(&self.unread).is_some() {
            // The index knows as well, without the catalogue being read.
            let labels = self.index().names(ids);
            let names = labels.iter().map(|(&id, label)| Some((id, self.heap.name_of(label)?)));
            if let Some(names) = names.collect() {
                return names;
            }
        }
        let heap = self.heap();
        ids.iter().filter_map(|&id| Some((id, heap.source(id)?.name()))).collect()
    }

    /// What was passed over when the heap was last walked.
    pub fn passed_over(&self) -> heap::Census {
        self.heap.census()
    }

    /// The index as it is now; a later one may take its place.
    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The best `limit` documents for `query` among those that are indexed.
    pub fn search(&self, query: &Query, scope: &Scope, limit: usize) -> Results {
        self.index().search(query, scope, limit)
    }

    /// What was found out about the cache and is worth a word; each is told once.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut lock(&self.notices))
    }

    /// The folder in which everything about this heap is kept; `None` while it stays in memory. Whoever adds
    /// files of his own there writes them whole and in one step, while [`Collection::is_writer`], and can
    /// tell by [`Heap::version`] which documents they still hold for.
    pub fn folder(&self) -> Option<Folder> {
        lock(&self.home).folder().cloned()
    }

    /// Whether this process is the one that writes into the folder.
    pub fn is_writer(&self) -> bool {
        matches!(&*lock(&self.home), Home::Own { .. })
    }

    /// Puts the documents that are remembered into the heap and calls `on` after each some; then opens
    /// the index.
    pub fn recall(&self, on: &mut dyn FnMut(&[DocId])) -> Recall {
        let Some(folder) = self.folder() else { return Recall::Nothing };
        let recall = self.heap.recall(&folder, on);
        match recall {
            Recall::Whole => {}
            Recall::Damaged => self.notice(Notice::CatalogueDamaged),
            Recall::Nothing if !self.is_writer() => {
                // What the other process finds will not be known before it is done.
                *lock(&self.home) = Home::Memory;
                self.notice(Notice::Busy);
            }
            Recall::Nothing => {}
        }
        self.open_index(recall);
        recall
    }

    /// Walks over the heap's paths; see [`Heap::refresh`]. What is gone is no longer found.
    pub fn refresh(&self, on: &mut dyn FnMut(Change)) {
        let index = self.index();
        self.heap.refresh(&mut |change| {
            if let Change::Gone(id) = change {
                index.remove(id);
            }
            if !matches!(change, Change::Failed(_)) {
                lock(&self.unsaved).changed = true;
            }
            on(change);
        });
    }

    /// Brings the collection into step with the disk: by a walk, or where another process writes, by reading
    /// what it has written. Once that process has ended, this one takes its place.
    pub fn keep_in_step(&self, on: &mut dyn FnMut(Change)) {
        if let Some(folder) = self.foreign() {
            let lock = folder.lock().ok().flatten();
            self.follow(&folder, on);
            match lock {
                Some(lock) => *self::lock(&self.home) = Home::Own { folder, _lock: lock },
                None => return,
            }
        }
        self.refresh(on);
    }

    /// Reads the catalogue and the index that another process has written.
    fn follow(&self, folder: &Folder, on: &mut dyn FnMut(Change)) {
        if self.heap.follow(folder, on) == Recall::Whole
            && let Ok(index) = Index::open(&folder.index())
        {
            self.adopt(index);
        }
    }

    fn foreign(&self) -> Option<Folder> {
        match &*lock(&self.home) {
            Home::Foreign(folder) => Some(folder.clone()),
            Home::Own { .. } | Home::Memory => None,
        }
    }

    /// Learns which lines repeat across the heap; see [`Heap::learn`].
    pub fn learn(&self) -> bool {
        let learnt = self.heap.learn();
        lock(&self.unsaved).changed |= learnt;
        learnt
    }

    /// Calls `on` after changes under the heap's paths, and in what another process writes of it;
    /// [`Collection::keep_in_step`] then tells what they were. Ends when the watch is dropped.
    pub fn watch(&self, on: impl FnMut() + Send + 'static) -> Option<Watch> {
        let folder = self.foreign();
        let watch = self.heap.watch(folder.as_ref().map(Folder::path), on).ok()?;
        if watch.polls() {
            self.notice(Notice::Polled);
        }
        Some(watch)
    }

    /// Compares the checksums of the index on disk; a damaged one is made anew, and that is answered. Reads all
    /// of it.
    pub fn verify(&self) -> bool {
        let Some(folder) = self.folder().filter(|_| self.is_writer()) else { return false };
        if self.index().is_empty() {
            // It is made anew already.
            return false;
        }
        match Index::verify(&folder.index()) {
            Ok(()) | Err(OpenError::Missing(_)) => {
                if let Some(boot) = boot() {
                    // Where it cannot be noted, it is done again.
                    let _ = fs::write(folder.path().join(VERIFIED), boot);
                }
                false
            }
            Err(error) => {
                self.make_anew(&folder, error);
                true
            }
        }
    }

    /// Whether the index on disk has been [verified](Collection::verify) since the system was started. Files
    /// that have been written and read back since do not change by themselves; what a power cut has left of
    /// them may be anything.
    pub fn is_verified(&self) -> bool {
        let noted = self.folder().and_then(|folder| fs::read(folder.path().join(VERIFIED)).ok());
        noted.is_some() && noted == boot()
    }

    fn open_index(&self, recall: Recall) {
        let Some(folder) = self.folder() else { return };
        let opened = match recall {
            // The numbers in an index mean nothing without the catalogue.
            Recall::Nothing => Err(OpenError::Missing(folder.index())),
            Recall::Whole | Recall::Damaged => Index::open(&folder.index()),
        };
        match opened {
            Ok(index) => self.adopt(index),
            Err(error) => self.make_anew(&folder, error),
        }
    }

    fn make_anew(&self, folder: &Folder, error: OpenError) {
        if !matches!(error, OpenError::Missing(_)) {
            self.notice(Notice::IndexDamaged(error));
        }
        let index = match self.is_writer().then(|| Index::create(&folder.index())) {
            Some(Err(error)) => {
                self.stay_in_memory(Notice::Unwritable(folder.index(), error));
                Index::default()
            }
            Some(Ok(index)) => index,
            None => Index::default(),
        };
        self.adopt(index);
    }

    /// Takes an index and the catalogue's word for what it holds: documents that it lacks are read again,
    /// and what it holds beyond that is removed.
    fn adopt(&self, index: Index) {
        let held: HashSet<DocId> = index.ids().into_iter().collect();
        for id in self.heap.ids().filter(|id| !held.contains(id)) {
            self.heap.unsettle(id);
        }
        for id in held {
            if !self.heap.is_settled(id) {
                index.remove(id);
            }
        }
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
    }

    fn notice(&self, notice: Notice) {
        lock(&self.notices).push(notice);
    }
}

/// What tells this run of the system from others; `None` where it does not say.
fn boot() -> Option<Vec<u8>> {
    fs::read("/proc/sys/kernel/random/boot_id").ok()
}

// A thread that panicked while it held a lock left whole values behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
