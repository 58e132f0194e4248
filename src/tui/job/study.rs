//! Statistics in the background.

use std::collections::HashSet;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::{Backstage, Outcome, Subject};
use crate::document::DocId;
use crate::stats::{
    Company, Comparison, DocumentCounts, HeapCounts, Node, Piece, Signature, StopWords, Study, StudyContext,
    Totals, count, look_up, study,
};

/// How long documents are counted before what there is is shown.
const MOMENT: Duration = Duration::from_millis(300);
/// Documents that are counted at once; the clock is looked at in between.
const BATCH: usize = 32;

impl Backstage {
    pub(super) fn study(&self, subject: Subject) -> Option<Outcome> {
        let order: Vec<DocId> = self.heap()?.ids().collect();
        if subject == Subject::Heap {
            self.count_for(MOMENT, &order);
        }
        let pieces = self.pieces(&subject);
        let counts = self.counted();
        let context = StudyContext { heap: &counts, order: &order, stop_words: StopWords::builtin() };
        let study = match &subject {
            Subject::Heap => Study::of_heap(context),
            _ => study(&pieces, context),
        };
        Some(Outcome::Study(subject, Arc::new(study)))
    }

    pub(super) fn compare(&self, subject: Subject, other: Subject) -> Option<Outcome> {
        let Some(Outcome::Study(_, study)) = self.study(other.clone()) else { return None };
        let found = Comparison::new(&self.totals(&subject)?, &self.totals(&other)?, study);
        Some(Outcome::Compared(subject, other, Arc::new(found)))
    }

    fn totals(&self, subject: &Subject) -> Option<Totals> {
        if *subject == Subject::Heap {
            self.count_for(Duration::MAX, &self.heap()?.ids().collect::<Vec<_>>());
            return Some(self.counted().totals(None));
        }
        Some(Totals::of(&count(&self.pieces(subject))))
    }

    pub(super) fn look_up(&self, subject: Subject, node: &Node, company: Company) -> Option<Outcome> {
        let pieces = match &subject {
            Subject::Heap => self.whole(&self.heap()?.ids().collect::<Vec<_>>()),
            _ => self.pieces(&subject),
        };
        let counts = (subject == Subject::Heap).then(|| self.counted());
        let found = look_up(&pieces, node, company, counts.as_deref());
        drop(counts);
        Some(Outcome::LookedUp(subject, Arc::new(found)))
    }

    /// Counts documents that have not been counted, for a while.
    fn count_for(&self, time: Duration, order: &[DocId]) {
        let start = Instant::now();
        let waiting: Vec<DocId> = {
            let mut counts = self.counted();
            let present: HashSet<DocId> = order.iter().copied().collect();
            counts.retain(|id| present.contains(&id));
            order.iter().copied().filter(|&id| !counts.contains(id)).collect()
        };
        for batch in waiting.chunks(BATCH) {
            let counted: Vec<_> = batch
                .par_iter()
                .map(|&id| {
                    // A document that cannot be read counts as an empty one.
                    let cleaned = self.heap()?.document(id).ok();
                    let document = cleaned.map(|(document, _)| document).unwrap_or_default();
                    Some((id, DocumentCounts::of(&document), Signature::of(&document)))
                })
                .collect();
            let mut counts = self.counted();
            for (id, document, signature) in counted.into_iter().flatten() {
                counts.put(id, document, signature);
            }
            drop(counts);
            if start.elapsed() > time {
                return;
            }
        }
    }

    /// Documents that are not what they were are counted anew.
    pub(super) fn forget_counts(&self, changed: &[DocId]) {
        let mut counts = self.counted();
        changed.iter().for_each(|&id| counts.remove(id));
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

    fn counted(&self) -> MutexGuard<'_, HeapCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
