//! Bringing a heap into step with the disk: what is new, changed, renamed or gone.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::glance::Glance;
use super::{Change, Folder, Heap, Passed, Recall, lock, read, write};
use crate::document::DocId;
use crate::ingest::{self, Met, Origin, Source};

impl Heap {
    /// Walks over the heap's paths and tells `on` what changed since the last walk; there is none where a glance
    /// shows that nothing did. In the first one,
    /// documents are in the heap as soon as they are told; later, the order is that of the new walk once it
    /// has ended. The samples never change.
    pub fn refresh(&self, on: &mut dyn FnMut(Change)) {
        if self.roots.paths().is_empty() {
            return;
        }
        let mut walked = lock(&self.walked);
        // Before the walk: what changes while it is under way will be noticed by the next.
        let now = Glance::over(self.roots.paths());
        if now.is_some() && *walked == now {
            return;
        }
        *walked = now;
        let mut failed = false;
        let mut on = |change| {
            failed |= matches!(change, Change::Failed(_));
            on(change);
        };
        let mut walk = Walk::new(self, &mut on);
        for path in self.roots.paths() {
            walk.path(path);
        }
        walk.finish();
        if failed {
            // It is to be said again.
            *walked = None;
        }
    }
}

impl Heap {
    /// Reads the catalogue that another process has written since, and tells `on` what changed.
    pub fn follow(&self, folder: &Folder, on: &mut dyn FnMut(Change)) -> Recall {
        let fresh = Heap { roots: self.roots.clone(), options: self.options.clone(), ..Heap::default() };
        let recall = fresh.recall(folder, &mut |_| ());
        if recall != Recall::Whole {
            return recall;
        }
        // The other process may have written this down before the last walk.
        *lock(&self.walked) = None;
        *lock(&self.sampled) = None;
        let learnt = std::mem::take(&mut *write(&fresh.learnt));
        if !self.repeats().agrees(&learnt.repeats) {
            lock(&self.store).forget_documents();
            *write(&self.learnt) = learnt;
        }
        *write(&self.passed) = std::mem::take(&mut *write(&fresh.passed));
        *lock(&self.kept) = lock(&fresh.kept).take();
        let shelf = std::mem::take(&mut *write(&fresh.shelf));
        let changes = write(&self.shelf).succeed(shelf, is_same);
        for change in changes {
            if let Change::Changed(id) | Change::Gone(id) = change {
                lock(&self.store).forget(id);
            }
            on(change);
        }
        recall
    }
}

/// A place in the new order.
enum Place {
    Known(DocId),
    /// Not known by its name; index into `Walk::strangers`.
    Stranger(usize),
}

struct Walk<'a> {
    heap: &'a Heap,
    on: &'a mut dyn FnMut(Change),
    first: bool,
    known: HashMap<String, DocId>,
    /// The members of each archive that is known, and of those in it, by the file's name.
    archives: HashMap<PathBuf, Vec<DocId>>,
    seen: HashSet<DocId>,
    order: Vec<Place>,
    strangers: Vec<Source>,
    /// Names met in this walk: a path may be named twice.
    names: HashSet<String>,
    passed: Passed,
}

impl<'a> Walk<'a> {
    fn new(heap: &'a Heap, on: &'a mut dyn FnMut(Change)) -> Walk<'a> {
        let mut known = HashMap::new();
        let mut archives: HashMap<PathBuf, Vec<DocId>> = HashMap::new();
        let shelf = read(&heap.shelf);
        for &id in shelf.order() {
            let Some(source) = shelf.source(id) else { continue };
            if let Origin::Member(archive, _) = &source.origin {
                match archives.get_mut(&archive.file) {
                    Some(ids) => ids.push(id),
                    None => _ = archives.insert(archive.file.clone(), vec![id]),
                }
            }
            known.insert(source.name(), id);
        }
        let first = known.is_empty();
        drop(shelf);
        Walk {
            heap,
            on,
            first,
            known,
            archives,
            seen: HashSet::new(),
            order: Vec::new(),
            strangers: Vec::new(),
            names: HashSet::new(),
            passed: Passed::default(),
        }
    }

    fn path(&mut self, path: &Path) {
        // Standard input can be read once only.
        if let (Some("-"), Some(&id)) = (path.to_str(), self.known.get("-")) {
            self.stay(id);
            return;
        }
        let heap = self.heap;
        ingest::scan(&[PathBuf::from(path)], &heap.options, &mut |met| match met {
            Met::Document(source) => self.file(source),
            Met::Skipped(skipped) => self.passed.files.count(&skipped),
            Met::Failed(error) => (self.on)(Change::Failed(error)),
        });
    }

    fn file(&mut self, file: Source) {
        let path = file.path().map(Path::to_owned).unwrap_or_default();
        let name = self.heap.label(&file);
        if file.only.is_none()
            && let Some(ids) = self.archives.get(&path)
            && ids.first().is_some_and(|&id| self.archive_is_unchanged(id, &file))
        {
            for id in ids.clone() {
                self.stay(id);
            }
            let before = read(&self.heap.passed).archives.get(&name).cloned();
            self.passed.archives.extend(before.map(|census| (name, census)));
            return;
        }
        // A text that was one document and has not changed still is; a new one is looked into.
        if file.only.is_none() && self.known.get(&file.name()).is_some_and(|&id| self.is_the_same(id, &file))
        {
            return self.source(file);
        }
        let heap = self.heap;
        ingest::expand(file, &heap.options, &mut |met| match met {
            Met::Document(source) => self.source(source),
            Met::Skipped(skipped) => self.passed.archives.entry(name.clone()).or_default().count(&skipped),
            Met::Failed(error) => (self.on)(Change::Failed(error)),
        });
    }

    fn is_the_same(&self, id: DocId, file: &Source) -> bool {
        self.heap.source(id).is_some_and(|old| matches!(old.origin, Origin::File(_)) && is_same(&old, file))
    }

    fn archive_is_unchanged(&self, member: DocId, file: &Source) -> bool {
        self.heap.source(member).is_some_and(|source| match &source.origin {
            Origin::Member(archive, _) => {
                source.modified.is_some()
                    && (archive.bytes, source.modified, source.inode)
                        == (file.bytes, file.modified, file.inode)
            }
            _ => false,
        })
    }

    fn stay(&mut self, id: DocId) {
        if self.seen.insert(id) {
            self.order.push(Place::Known(id));
        }
    }

    fn source(&mut self, source: Source) {
        let name = source.name();
        let known = self.known.get(&name).copied();
        if !self.names.insert(name) {
            return;
        }
        if let Some(id) = known {
            self.stay(id);
            let changed = self.heap.source(id).is_none_or(|old| !is_same(&old, &source));
            if changed {
                write(&self.heap.shelf).replace(id, source, true);
                lock(&self.heap.store).forget(id);
                (self.on)(Change::Changed(id));
            }
        } else if self.first {
            let id = write(&self.heap.shelf).add(source);
            self.stay(id);
            (self.on)(Change::Found(id));
        } else {
            self.order.push(Place::Stranger(self.strangers.len()));
            self.strangers.push(source);
        }
    }

    fn finish(mut self) {
        *write(&self.heap.passed) = std::mem::take(&mut self.passed);
        if self.first {
            return;
        }
        let Walk { heap, on, known, seen, order, strangers, .. } = self;
        let mut gone: HashMap<DocId, Arc<Source>> = known
            .values()
            .filter(|id| !seen.contains(id))
            .filter_map(|&id| Some((id, heap.source(id)?)))
            .collect();
        let by_inode: HashMap<u64, DocId> = gone.iter().map(|(&id, old)| (old.inode, id)).collect();
        let mut places = Vec::with_capacity(strangers.len());
        for source in strangers {
            let old = by_inode.get(&source.inode).and_then(|id| Some((*id, gone.get(id)?)));
            places.push(match old.filter(|(_, old)| is_renamed(old, &source)).map(|(id, _)| id) {
                Some(id) => {
                    gone.remove(&id);
                    write(&heap.shelf).replace(id, source, false);
                    on(Change::Renamed(id));
                    id
                }
                None => {
                    let id = write(&heap.shelf).add(source);
                    on(Change::Found(id));
                    id
                }
            });
        }
        let order = order
            .into_iter()
            .map(|place| match place {
                Place::Known(id) => id,
                Place::Stranger(index) => places[index],
            })
            .collect();
        write(&heap.shelf).arrange(order);
        let mut gone: Vec<DocId> = gone.into_keys().collect();
        gone.sort_unstable();
        for id in gone {
            write(&heap.shelf).remove(id);
            lock(&heap.store).forget(id);
            on(Change::Gone(id));
        }
    }
}

/// Whether a document of the same name has the same content, as far as that can be told without reading it.
fn is_same(old: &Source, new: &Source) -> bool {
    let place = |source: &Source| match &source.origin {
        Origin::Member(_, member) => member.offset,
        _ => 0,
    };
    old.modified.is_some()
        && (old.bytes, old.modified, old.inode, place(old))
            == (new.bytes, new.modified, new.inode, place(new))
}

/// Whether a file that is gone is the one that appeared under another name.
fn is_renamed(old: &Source, new: &Source) -> bool {
    matches!((&old.origin, &new.origin), (Origin::File(_), Origin::File(_)))
        && old.inode != 0
        && old.modified.is_some()
        && (old.bytes, old.modified, old.inode) == (new.bytes, new.modified, new.inode)
}
