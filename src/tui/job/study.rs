//! Statistics in the background.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::{Backstage, Outcome, Subject};
use crate::collection::Collection;
use crate::document::DocId;
use crate::stats::{
    Company, Comparison, Concordance, LookUp, Node, Piece, StopWords, Study, Totals, count, look_up, study,
};

/// How long documents are counted before what there is is shown; longer the more there are, since what has
/// been counted takes its time to be summed up.
const MOMENT: Duration = Duration::from_millis(300);
const MOMENT_PER_DOCUMENT: Duration = Duration::from_micros(100);
/// How long a word is looked for before the first places are shown, and before more are.
const GLANCE: Duration = Duration::from_millis(40);
const LOOK: Duration = Duration::from_millis(500);
/// Documents that are looked through at once; the clock is looked at in between.
const BATCH: usize = 32;

/// A word that is being looked up in the heap.
#[derive(Debug)]
pub struct Looking {
    search: LookUp,
    /// The documents in path order, and those of them in which the word may stand.
    order: Vec<DocId>,
    may_hold: HashSet<DocId>,
}

impl Backstage {
    pub(super) fn study(&self, subject: Subject) -> Option<Outcome> {
        let collection = self.collection()?;
        let stop_words = self.opening.stop_words.as_deref().unwrap_or(StopWords::builtin());
        let study = match subject {
            Subject::Heap => {
                let counted = collection.counts().len() as u32;
                collection.count_for(MOMENT + MOMENT_PER_DOCUMENT * counted, &mut |_, _| ());
                let order = collection.countable();
                Study::of_heap(&collection.counts(), &order, stop_words)
            }
            _ => study(&self.pieces(&subject), &collection.counts().totals(), stop_words),
        };
        Some(Outcome::Study(subject, Arc::new(study)))
    }

    pub(super) fn compare(&self, subject: Subject, other: Subject) -> Option<Outcome> {
        let Some(Outcome::Study(_, study)) = self.study(other.clone()) else { return None };
        let (here, there) = (self.totals(&subject)?, self.totals(&other)?);
        let found = Comparison::new(&here, &there, study);
        Some(Outcome::Compared(subject, other, Arc::new(found)))
    }

    fn totals(&self, subject: &Subject) -> Option<Arc<Totals>> {
        if *subject == Subject::Heap {
            let collection = self.collection()?;
            collection.count_for(Duration::MAX, &mut |_, _| ());
            return Some(collection.counts().totals());
        }
        Some(Arc::new(Totals::of(&count(&self.pieces(subject)))))
    }

    pub(super) fn look_up(&self, subject: Subject, node: &Node, company: Company) -> Option<Outcome> {
        let found = match subject {
            Subject::Heap => self.look_further(node, company)?,
            _ => look_up(&self.pieces(&subject), node, company),
        };
        Some(Outcome::LookedUp(subject, Arc::new(found)))
    }

    /// Goes on with a search through the heap, or begins one.
    fn look_further(&self, node: &Node, company: Company) -> Option<Concordance> {
        let collection = self.collection()?;
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &Looking| known.search.node == *node && known.search.company == company;
        let mut now = match looking.take().filter(same) {
            Some(known) => known,
            None => Looking::new(collection, node, company),
        };
        now.go_on(collection);
        let counts = collection.counts();
        let sizes: Vec<(DocId, usize)> = now.order.iter().map(|&id| (id, counts.tokens(id))).collect();
        let totals = (counts.len() >= sizes.len()).then(|| counts.totals());
        drop(counts);
        let found = now.search.found(&sizes, totals.as_deref());
        *looking = Some(now);
        Some(found)
    }

    /// What has been looked up may have changed.
    pub(super) fn forget_look_up(&self) {
        *self.looking.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn pieces(&self, subject: &Subject) -> Vec<Piece> {
        match subject {
            Subject::Document(id) => self.whole(&[*id]),
            Subject::Section(id, blocks) => {
                let mut pieces = self.whole(&[*id]);
                pieces.iter_mut().for_each(|piece| piece.blocks = blocks.clone());
                pieces
            }
            Subject::Found(ids) => self.whole(ids),
            Subject::Heap => Vec::new(),
        }
    }

    fn whole(&self, ids: &[DocId]) -> Vec<Piece> {
        let Some(heap) = self.heap() else { return Vec::new() };
        ids.par_iter().filter_map(|&id| Some(Piece::whole(id, heap.document(id).ok()?.0))).collect()
    }
}

impl Looking {
    fn new(collection: &Collection, node: &Node, company: Company) -> Looking {
        let order = collection.countable();
        let index = collection.index();
        let mut may_hold = index.candidates(node.as_str());
        let indexed: HashSet<DocId> = index.ids().into_iter().collect();
        may_hold.extend(order.iter().filter(|id| !indexed.contains(id)));
        Looking { search: LookUp::new(node.clone(), company), order, may_hold }
    }

    /// Looks through more of the documents, for a moment.
    fn go_on(&mut self, collection: &Collection) {
        let (start, index) = (Instant::now(), collection.index());
        let time = if self.search.searched() == 0 { GLANCE } else { LOOK };
        while self.search.searched() < self.order.len() && start.elapsed() < time {
            let mut wanted = Vec::with_capacity(BATCH);
            let mut passed = 0;
            for id in &self.order[self.search.searched()..] {
                match self.may_hold.contains(id) {
                    true => wanted.push(*id),
                    false => passed += 1,
                }
                if wanted.len() == BATCH {
                    break;
                }
            }
            let records = index.records(&wanted);
            let piece = |id: &DocId| match records.get(id) {
                Some(record) => Some(Piece::whole(*id, Arc::new(record.outline()))),
                None => Some(Piece::whole(*id, collection.heap().document(*id).ok()?.0)),
            };
            let pieces: Vec<Piece> = wanted.par_iter().filter_map(piece).collect();
            self.search.search(&pieces);
            self.search.pass(passed + wanted.len() - pieces.len());
        }
    }
}
