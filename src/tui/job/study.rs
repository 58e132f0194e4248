//! Statistics in the background.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::{Backstage, Outcome, Subject};
use crate::collection::Collection;
use crate::document::DocId;
use crate::stats::{
    Company, Comparison, Concordance, LookUp, Node, Piece, StopWords, Study, Survey, Totals, count, look_up,
    study,
};

/// How long documents are counted before what there is is shown; longer the more there are, since what has
/// been counted takes its time to be summed up.
const MOMENT: Duration = Duration::from_millis(300);
const MOMENT_PER_DOCUMENT: Duration = Duration::from_micros(100);
/// How long a word is looked for before the first places are shown, and before more are.
const GLANCE: Duration = Duration::from_millis(40);
const LOOK: Duration = Duration::from_millis(500);
const SURVEY: Duration = Duration::from_millis(1500);
/// Documents that are looked through at once; the clock is looked at in between.
const BATCH: usize = 32;

/// A word that is being looked up in the heap.
#[derive(Debug)]
pub struct Looking {
    search: LookUp,
    walk: Walk,
}

/// Figures and names that are being looked for in the heap.
#[derive(Debug)]
pub struct Surveying {
    survey: Survey,
    walk: Walk,
}

impl Backstage {
    pub(super) fn study(&self, subject: Subject) -> Option<Outcome> {
        let collection = self.collection()?;
        let stop_words = self.opening.stop_words.as_deref().unwrap_or(StopWords::builtin());
        let study = match &subject {
            Subject::Heap => {
                self.count_for_a_moment()?;
                let order = collection.countable();
                Study::of_heap(&collection.counts(), &order, stop_words)
            }
            _ => {
                let pieces = self.pieces(&subject);
                let (heap, counted) = {
                    let counts = collection.counts();
                    (counts.totals(), counts.len())
                };
                let of = collection.countable().len();
                Study { counted, of, ..study(&pieces, &heap, stop_words) }
            }
        };
        Some(Outcome::Study(subject, Arc::new(study)))
    }

    /// Counts some more of the heap for statistics of a part of it.
    pub(super) fn count_on(&self, subject: Subject) -> Option<Outcome> {
        if subject != Subject::Heap {
            self.count_for_a_moment()?;
        }
        self.study(subject)
    }

    fn count_for_a_moment(&self) -> Option<()> {
        let collection = self.collection()?;
        let counted = collection.counts().len() as u32;
        collection.count_for(MOMENT + MOMENT_PER_DOCUMENT * counted, &mut |_, _| ());
        Some(())
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
        let mut looking = lock(&self.looking);
        let same = |known: &Looking| known.search.node == *node && known.search.company == company;
        let mut now = looking.take().filter(same).unwrap_or_else(|| Looking {
            search: LookUp::new(node.clone(), company),
            walk: Walk::to(collection, Some(node.as_str())),
        });
        let time = if now.walk.next == 0 { GLANCE } else { LOOK };
        now.walk.go_on(collection, time, &mut |pieces| now.search.search(pieces));
        let counts = collection.counts();
        let sizes: Vec<(DocId, usize)> = now.walk.order.iter().map(|&id| (id, counts.tokens(id))).collect();
        let totals = (counts.len() >= sizes.len()).then(|| counts.totals());
        drop(counts);
        let found = now.search.found(&sizes, now.walk.next, totals.as_deref());
        *looking = Some(now);
        Some(found)
    }

    /// Goes on with the survey of the heap, or begins one.
    pub(super) fn survey(&self) -> Option<Outcome> {
        let collection = self.collection()?;
        let mut surveying = lock(&self.surveying);
        let now = surveying
            .get_or_insert_with(|| Surveying { survey: Survey::default(), walk: Walk::to(collection, None) });
        let time = if now.walk.next == 0 { GLANCE } else { SURVEY };
        now.walk.go_on(collection, time, &mut |pieces| now.survey.search(pieces));
        let found = now.survey.found(now.walk.next, now.walk.order.len());
        Some(Outcome::Surveyed(Arc::new(found)))
    }

    /// What has been found in the heap may have changed.
    pub(super) fn forget_findings(&self) {
        *lock(&self.looking) = None;
        *lock(&self.surveying) = None;
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

/// A walk through the documents of the heap, some at a time.
#[derive(Debug)]
struct Walk {
    /// All documents in path order; up to `next` they have been passed.
    order: Vec<DocId>,
    next: usize,
    /// The documents that are worth a look; all without.
    wanted: Option<HashSet<DocId>>,
}

impl Walk {
    /// To the documents that may hold `text`, or to all.
    fn to(collection: &Collection, text: Option<&str>) -> Walk {
        let (order, index) = (collection.countable(), collection.index());
        let wanted = text.map(|text| {
            let mut wanted = index.candidates(text);
            let indexed: HashSet<DocId> = index.ids().into_iter().collect();
            wanted.extend(order.iter().filter(|id| !indexed.contains(id)));
            wanted
        });
        Walk { order, next: 0, wanted }
    }

    /// Shows `look` more of the documents, for a while: as the index knows them, where it does.
    fn go_on(&mut self, collection: &Collection, time: Duration, look: &mut dyn FnMut(&[Piece])) {
        let (start, index) = (Instant::now(), collection.index());
        let is_wanted = |id: &DocId| self.wanted.as_ref().is_none_or(|wanted| wanted.contains(id));
        while self.next < self.order.len() && start.elapsed() < time {
            let mut ids = Vec::with_capacity(BATCH);
            while let Some(id) = self.order.get(self.next).filter(|_| ids.len() < BATCH) {
                ids.extend(is_wanted(id).then_some(*id));
                self.next += 1;
            }
            let records = index.records(&ids);
            let piece = |id: &DocId| match records.get(id) {
                Some(record) => Some(Piece::whole(*id, Arc::new(record.outline()))),
                None => Some(Piece::whole(*id, collection.read_once(*id).ok()?.0)),
            };
            look(&ids.par_iter().filter_map(piece).collect::<Vec<_>>());
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
