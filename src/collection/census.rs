//! The counts of the collection's documents: what statistics of the whole are made of, kept in its folder
//! so that a second visit need count only what has changed.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::ops::Deref;
use std::sync::{Arc, MutexGuard};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::home::Home;
use super::{Collection, Notice, lock};
use crate::document::{DocId, Document};
use crate::heap::{Folder, Summary};
use crate::ingest::LoadError;
use crate::stats::{DocumentCounts, HeapCounts, Signature};

const NAME: &str = "counts";
/// Documents that are counted at once; the clock is looked at in between.
const BATCH: usize = 64;

/// What has been counted so far.
#[derive(Debug, Default)]
pub struct Census {
    counts: HeapCounts,
    /// Documents that could not be read, as they were then.
    unreadable: HashMap<DocId, Option<u64>>,
    /// Whether what an earlier run counted has been looked for.
    recalled: bool,
}

impl Collection {
    /// Counts documents that have not been counted as they are now, for about so long, and tells `on` of
    /// each how many come after it, or why it cannot be read. What was counted is written down once that
    /// is all. Loads the segmenter's dictionary where there is anything to count.
    pub fn count_for(&self, time: Duration, on: &mut dyn FnMut(usize, Result<(), LoadError>)) {
        let start = Instant::now();
        let waiting = self.uncounted();
        let mut left = waiting.len();
        for (at, batch) in waiting.chunks(BATCH).enumerate() {
            if at > 0 && start.elapsed() > time {
                return;
            }
            let counted: Vec<_> = batch.par_iter().map(|&(id, _)| self.count(id)).collect();
            let mut census = lock(&self.census);
            for (&(id, version), counted) in batch.iter().zip(counted) {
                left -= 1;
                match counted {
                    Ok((counts, signature)) => {
                        census.counts.put(id, version, counts, signature);
                        on(left, Ok(()));
                    }
                    Err(error) => {
                        census.counts.remove(id);
                        census.unreadable.insert(id, version);
                        on(left, Err(error));
                    }
                }
            }
        }
        if !waiting.is_empty() {
            self.save_counts();
        }
    }

    /// The documents that are counted or are still to be, in path order: all that can be read.
    pub fn countable(&self) -> Vec<DocId> {
        let census = self.census();
        self.heap().ids().filter(|id| !census.unreadable.contains_key(id)).collect()
    }

    /// What has been counted so far; whoever holds it keeps counting back.
    pub fn counts(&self) -> impl Deref<Target = HeapCounts> + '_ {
        Counts(self.census())
    }

    /// The documents that are still to be counted, in path order, and what they are now.
    fn uncounted(&self) -> Vec<(DocId, Option<u64>)> {
        let heap = self.heap();
        let now: Vec<(DocId, Option<u64>)> = heap.ids().map(|id| (id, heap.version(id))).collect();
        let mut census = self.census();
        let present: HashSet<DocId> = now.iter().map(|&(id, _)| id).collect();
        census.counts.retain(|id| present.contains(&id));
        census.unreadable.retain(|id, _| present.contains(id));
        let known = |&(id, version): &(DocId, Option<u64>)| {
            census.counts.holds(id, version) || census.unreadable.get(&id) == Some(&version)
        };
        now.into_iter().filter(|document| !known(document)).collect()
    }

    fn count(&self, id: DocId) -> Result<(DocumentCounts, Signature), LoadError> {
        let (document, _) = self.read_once(id)?;
        Ok((DocumentCounts::of(&document), Signature::of(&document)))
    }

    /// A document that is not going to be read again soon.
    pub fn read_once(&self, id: DocId) -> Result<(Arc<Document>, Arc<Summary>), LoadError> {
        let heap = self.heap();
        match (heap.peek(id), heap.reading(id)) {
            (None, Some(reading)) => heap.read(&reading),
            (Some(known), _) => Ok(known),
            (None, None) => heap.document(id),
        }
    }

    fn census(&self) -> MutexGuard<'_, Census> {
        let folder = self.folder();
        let mut census = lock(&self.census);
        if !census.recalled {
            let known = folder.and_then(|folder| fs::read(folder.path().join(NAME)).ok());
            census.counts = known.and_then(|bytes| HeapCounts::decode(&bytes)).unwrap_or_default();
            census.recalled = true;
        }
        census
    }

    fn save_counts(&self) {
        let bytes = lock(&self.census).counts.encode();
        let home = lock(&self.home);
        let Home::Own { folder, .. } = &*home else { return };
        if let Err(error) = write(folder, &bytes) {
            self.notice(Notice::Unsaved(folder.path().to_owned(), error));
        }
    }
}

/// Whole and in one step.
fn write(folder: &Folder, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder.path())?;
    file.write_all(bytes)?;
    file.persist(folder.path().join(NAME)).map_err(|error| error.error)?;
    Ok(())
}

/// The counts, for as long as nobody else counts.
struct Counts<'a>(MutexGuard<'a, Census>);

impl Deref for Counts<'_> {
    type Target = HeapCounts;

    fn deref(&self) -> &HeapCounts {
        &self.0.counts
    }
}
