//! Where a collection is kept, and writing it there.

use std::io;

use super::{Collection, Notice, lock};
use crate::heap::{Cache, Folder, Head, Lock, MOST_BYTES};
use crate::search::Index;

/// Where a collection is kept.
#[derive(Debug, Default)]
pub enum Home {
    #[default]
    Memory,
    /// Here, by another process: read only.
    Foreign(Folder),
    /// Here, by this process.
    Own { folder: Folder, _lock: Lock },
}

impl Home {
    pub fn folder(&self) -> Option<&Folder> {
        match self {
            Home::Memory => None,
            Home::Foreign(folder) | Home::Own { folder, .. } => Some(folder),
        }
    }
}

impl Collection {
    /// Takes a folder of the cache for a home, if there is one and it can be written to.
    pub(super) fn move_in(&self, folder: io::Result<Option<Folder>>) {
        let home = match folder {
            Ok(Some(folder)) => match folder.lock() {
                Ok(Some(lock)) => Home::Own { folder, _lock: lock },
                Ok(None) => Home::Foreign(folder),
                Err(error) => {
                    self.notice(Notice::Unwritable(folder.path().to_owned(), error));
                    match Head::read(&folder) {
                        Some(_) => Home::Foreign(folder),
                        None => Home::Memory,
                    }
                }
            },
            Ok(None) => Home::Memory,
            Err(error) => {
                self.notice(Notice::NoCache(error));
                Home::Memory
            }
        };
        *lock(&self.home) = home;
    }

    pub(super) fn stay_in_memory(&self, notice: Notice) {
        self.notice(notice);
        *lock(&self.home) = Home::Memory;
    }

    /// Writes down what is new: the index first, then the catalogue. What cannot be written stays in
    /// memory and is tried again the next time.
    pub fn save(&self) {
        // Whoever else wants to save waits here, and then finds nothing left to do.
        let home = lock(&self.home);
        let mut unsaved = std::mem::take(&mut *lock(&self.unsaved));
        if unsaved.readings.is_empty() && !unsaved.changed {
            return;
        }
        let index = self.index();
        if let Home::Own { folder, .. } = &*home {
            if let Err(error) = index.commit() {
                self.could_not_save(folder, error);
                // They are searchable all the same, and nothing in the catalogue says otherwise.
                let mut later = lock(&self.unsaved);
                later.readings.append(&mut unsaved.readings);
                later.changed = true;
                return;
            }
            self.heap.settle(&unsaved.readings);
            if let Err(error) = self.heap.remember(folder, Index::state(&folder.index())) {
                self.could_not_save(folder, error);
                lock(&self.unsaved).changed = true;
            }
        } else {
            self.heap.settle(&unsaved.readings);
        }
    }

    /// Whether all that is known is in the folder.
    pub fn is_saved(&self) -> bool {
        let writer = self.is_writer();
        let unsaved = lock(&self.unsaved);
        writer && unsaved.readings.is_empty() && !unsaved.changed
    }

    fn could_not_save(&self, folder: &Folder, error: io::Error) {
        let mut notices = lock(&self.notices);
        if !notices.iter().any(|notice| matches!(notice, Notice::Unsaved(..))) {
            notices.push(Notice::Unsaved(folder.path().to_owned(), error));
        }
    }

    /// Forgets heaps that were opened longest ago if all of them take more room than they may.
    pub fn tidy(cache: &Cache) {
        cache.prune(MOST_BYTES);
    }
}
