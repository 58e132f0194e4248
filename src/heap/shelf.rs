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
}

#[derive(Debug)]
struct Slot {
    source: Arc<Source>,
    summary: Option<Arc<Summary>>,
    /// Nothing is left to do for it: an index holds it as it is, or it cannot be read.
    settled: bool,
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
        self.slots.push(Some(Slot { source: Arc::new(source), summary: None, settled: false }));
        self.order.push(id);
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

    /// Puts a document under a number that was kept for it, at the end of the order.
    pub fn put(
        &mut self,
        id: DocId,
        source: Source,
        summary: Option<Arc<Summary>>,
        settled: bool,
    ) -> Option<DocId> {
        let slot = self.slots.get_mut(id.0 as usize).filter(|slot| slot.is_none())?;
        *slot = Some(Slot { source: Arc::new(source), summary, settled });
        self.order.push(id);
        Some(id)
    }

    /// The document is elsewhere now, or reads differently if `changed`.
    pub fn replace(&mut self, id: DocId, source: Source, changed: bool) {
        if let Some(slot) = self.slot_mut(id) {
            slot.source = Arc::new(source);
            slot.settled = false;
            // A document without text has its file's name for a title.
            slot.summary =
                slot.summary.take().filter(|old| !changed && old.title_from != TitleFrom::FileName);
        }
    }

    pub fn summarise(&mut self, id: DocId, summary: Arc<Summary>) {
        if let Some(slot) = self.slot_mut(id) {
            slot.summary = Some(summary);
        }
    }

    pub fn is_settled(&self, id: DocId) -> bool {
        self.slot(id).is_some_and(|slot| slot.settled)
    }

    pub fn settle(&mut self, id: DocId, settled: bool) {
        if let Some(slot) = self.slot_mut(id) {
            slot.settled = settled;
        }
    }

    /// All documents have to be read anew.
    pub fn forget_readings(&mut self) {
        for slot in self.slots.iter_mut().flatten() {
            (slot.summary, slot.settled) = (None, false);
        }
    }

    pub fn remove(&mut self, id: DocId) {
        if let Some(slot) = self.slots.get_mut(id.0 as usize) {
            *slot = None;
        }
    }

    /// Puts the documents into path order, as a walk over all of them has found it.
    pub fn arrange(&mut self, order: Vec<DocId>) {
        self.order = order;
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
