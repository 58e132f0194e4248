//! The documents of a heap by number, and their order.

use std::sync::Arc;

use super::{Change, Summary};
use crate::document::{DocId, TitleFrom};
use crate::ingest::Source;

/// Numbers are given in the order in which documents are found and never given again: a document that is
/// gone leaves its number empty.
#[derive(Debug, Default)]
pub struct Shelf {
    slots: Vec<Option<Slot>>,
    order: Vec<DocId>,
    changes: Changes,
}

/// What is not written down yet, or no longer as it is written.
#[derive(Debug, Default)]
pub struct Changes {
    /// Each once; some may be gone since.
    pub documents: Vec<DocId>,
    /// Written down, and gone.
    pub gone: Vec<DocId>,
    /// More changed than single documents: all is to be written anew.
    pub all: bool,
}

#[derive(Debug)]
struct Slot {
    source: Arc<Source>,
    summary: Option<Arc<Summary>>,
    /// Nothing is left to do for it: an index holds it as it is, or it cannot be read.
    settled: bool,
    written: Written,
    /// It is among the changes.
    changed: bool,
}

/// What of a document is written down, be it as it is now or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Its place.
    pub place: bool,
    /// Its file or its path is another than the one that is written.
    pub moved: bool,
    /// What is known of it.
    pub known: bool,
}

impl Slot {
    fn new(source: Source) -> Slot {
        let source = Arc::new(source);
        Slot { source, summary: None, settled: false, written: Written::default(), changed: false }
    }
}

impl Shelf {
    /// In path order.
    pub fn order(&self) -> &[DocId] {
        &self.order
    }

    pub fn source(&self, id: DocId) -> Option<&Arc<Source>> {
        self.slot(id).map(|slot| &slot.source)
    }

    pub fn summary(&self, id: DocId) -> Option<&Arc<Summary>> {
        self.slot(id)?.summary.as_ref()
    }

    /// Adds a document at the end.
    pub fn add(&mut self, source: Source) -> DocId {
        let id =
            DocId(u32::try_from(self.slots.len()).expect("a heap of four billion documents fits no memory"));
        self.slots.push(Some(Slot::new(source)));
        self.order.push(id);
        self.note(id);
        id
    }

    /// How many numbers have been given.
    pub fn slots(&self) -> u32 {
        self.slots.len() as u32
    }

    /// Keeps the numbers below `slots` for [`Shelf::put`].
    pub fn reserve(&mut self, slots: u32) {
        self.slots.resize_with(self.slots.len().max(slots as usize), || None);
    }

    /// Puts a document under a number that was kept for it, at the end of the order, as it is written down.
    pub fn put(
        &mut self,
        id: DocId,
        source: Source,
        summary: Option<Arc<Summary>>,
        settled: bool,
    ) -> Option<DocId> {
        let slot = self.slots.get_mut(id.0 as usize).filter(|slot| slot.is_none())?;
        let written = Written { place: true, moved: false, known: summary.is_some() };
        *slot = Some(Slot { summary, settled, written, ..Slot::new(source) });
        self.order.push(id);
        Some(id)
    }

    /// The document is elsewhere now, or reads differently if `changed`.
    pub fn replace(&mut self, id: DocId, source: Source, changed: bool) {
        if let Some(slot) = self.slot_mut(id) {
            slot.source = Arc::new(source);
            slot.settled = false;
            slot.written.moved = true;
            // A document without text has its file's name for a title.
            slot.summary =
                slot.summary.take().filter(|old| !changed && old.title_from != TitleFrom::FileName);
            self.note(id);
        }
    }

    pub fn summarise(&mut self, id: DocId, summary: Arc<Summary>) {
        if let Some(slot) = self.slot_mut(id) {
            slot.summary = Some(summary);
            self.note(id);
        }
    }

    pub fn is_settled(&self, id: DocId) -> bool {
        self.slot(id).is_some_and(|slot| slot.settled)
    }

    pub fn settle(&mut self, id: DocId, settled: bool) {
        if let Some(slot) = self.slot_mut(id).filter(|slot| slot.settled != settled) {
            slot.settled = settled;
            self.note(id);
        }
    }

    /// All documents have to be read anew.
    pub fn forget_readings(&mut self) {
        for slot in self.slots.iter_mut().flatten() {
            (slot.summary, slot.settled) = (None, false);
        }
        self.changes.all = true;
    }

    pub fn remove(&mut self, id: DocId) {
        if let Some(slot) = self.slots.get_mut(id.0 as usize)
            && let Some(gone) = slot.take()
            && gone.written.place
        {
            self.changes.gone.push(id);
        }
    }

    /// Puts the documents into path order, as a walk over all of them has found it.
    pub fn arrange(&mut self, order: Vec<DocId>) {
        let mut stays = vec![false; self.slots.len()];
        order.iter().for_each(|id| stays[id.0 as usize] = true);
        let before = self.order.iter().filter(|id| stays[id.0 as usize]);
        let mut was = vec![false; self.slots.len()];
        self.order.iter().for_each(|id| was[id.0 as usize] = true);
        let after = order.iter().filter(|id| was[id.0 as usize]);
        self.changes.all |= !before.eq(after);
        self.order = order;
    }

    /// What has changed since this was last asked.
    pub fn take_changes(&mut self) -> Changes {
        let changes = std::mem::take(&mut self.changes);
        for &id in &changes.documents {
            if let Some(slot) = self.slot_mut(id) {
                slot.changed = false;
            }
        }
        changes
    }

    /// The document has changed.
    pub fn note(&mut self, id: DocId) {
        if let Some(slot) = self.slot_mut(id).filter(|slot| !slot.changed) {
            slot.changed = true;
            self.changes.documents.push(id);
        }
    }

    pub fn written(&self, id: DocId) -> Written {
        self.slot(id).map(|slot| slot.written).unwrap_or_default()
    }

    /// Says what of the document has been written down.
    pub fn write(&mut self, id: DocId, written: Written) {
        if let Some(slot) = self.slot_mut(id) {
            slot.written = written;
        }
    }

    /// Takes the place of `self`, which holds the same documents as far as `same` says so of their sources;
    /// tells what is new, changed and gone. Numbers mean the same in both.
    pub fn succeed(&mut self, mut new: Shelf, same: impl Fn(&Source, &Source) -> bool) -> Vec<Change> {
        let mut changes = Vec::new();
        new.reserve(self.slots());
        for (number, slot) in new.slots.iter_mut().enumerate() {
            let id = DocId(number as u32);
            match (self.slot(id), slot) {
                // Who has read it need not read it again.
                (Some(old), Some(new)) if same(&old.source, &new.source) => new.source = old.source.clone(),
                (Some(_), Some(_)) => changes.push(Change::Changed(id)),
                (None, Some(_)) => changes.push(Change::Found(id)),
                (Some(_), None) => changes.push(Change::Gone(id)),
                (None, None) => {}
            }
        }
        *self = new;
        changes
    }

    fn slot(&self, id: DocId) -> Option<&Slot> {
        self.slots.get(id.0 as usize)?.as_ref()
    }

    fn slot_mut(&mut self, id: DocId) -> Option<&mut Slot> {
        self.slots.get_mut(id.0 as usize)?.as_mut()
    }
}
