//! Statistics in the background.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::{Backstage, Outcome, Subject, export};
use crate::collection::Collection;
use crate::document::DocId;
use crate::stats::{
    Asked, Company, Comparison, Concordance, Excerpt, LookUp, Node, Piece, Scope, StopWords, Study, Survey,
    Totals, count, look_up, study,
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

/// A word that is being looked up in many documents.
#[derive(Debug)]
pub struct Looking {
    subject: Subject,
    search: LookUp,
    walk: Walk,
}

/// Figures and names that are being looked for in many documents.
#[derive(Debug)]
pub struct Surveying {
    subject: Subject,
    survey: Survey,
    walk: Walk,
}

impl Backstage {
    pub(super) fn study(&self, subject: Subject) -> Option<Outcome> {
        let collection = self.collection()?;
        let stop_words = self.stop_words();
        if subject.is_counted() {
            self.count_for_a_moment()?;
        }
        let study = match self.ids(&subject)? {
            Some(ids) => {
                let is_heap = subject == Subject::Heap;
                Study::of_counts(&collection.counts(), &ids, is_heap, stop_words)
            }
            None => {
                let heap = collection.counts().totals();
                study(&self.pieces(&subject), &heap, stop_words)
            }
        };
        let counted = collection.counts().len();
        let of = collection.countable().len();
        Some(Outcome::Study(subject, Arc::new(Study { counted, of, ..study })))
    }

    fn stop_words(&self) -> &StopWords {
        self.opening.stop_words.as_deref().unwrap_or(StopWords::builtin())
    }

    /// The documents that a subject is made of, in path order; `None` within for one that is counted from
    /// its text.
    fn ids(&self, subject: &Subject) -> Option<Option<Vec<DocId>>> {
        let collection = self.collection()?;
        Some(match subject {
            Subject::Heap => Some(collection.countable()),
            Subject::Part(selection) => {
                Some(collection.select(selection).into_iter().map(|excerpt| excerpt.id).collect())
            }
            Subject::Document(_) | Subject::Section(..) => None,
        })
    }

    /// Counts some more of the heap for statistics of a part of it.
    pub(super) fn count_on(&self, subject: Subject) -> Option<Outcome> {
        if !subject.is_counted() {
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
        if !subject.is_counted() {
            return Some(Arc::new(Totals::of(&count(&self.pieces(subject)))));
        }
        let collection = self.collection()?;
        collection.count_for(Duration::MAX, &mut |_, _| ());
        match self.ids(subject)? {
            Some(ids) if *subject != Subject::Heap => Some(Arc::new(collection.counts().totals_of(&ids))),
            _ => Some(collection.counts().totals()),
        }
    }

    pub(super) fn look_up(&self, subject: Subject, node: &Node, company: Company) -> Option<Outcome> {
        let found = match subject.is_counted() {
            true => self.look_further(&subject, node, company)?,
            false => look_up(&self.pieces(&subject), node, company),
        };
        Some(Outcome::LookedUp(subject, Arc::new(found)))
    }

    /// Goes on with a search through many documents, or begins one.
    fn look_further(&self, subject: &Subject, node: &Node, company: Company) -> Option<Concordance> {
        let collection = self.collection()?;
        let mut looking = lock(&self.looking);
        let same = |known: &Looking| {
            known.search.node == *node && known.search.company == company && known.subject == *subject
        };
        let mut now = match looking.take().filter(same) {
            Some(known) => known,
            None => Looking {
                subject: subject.clone(),
                search: LookUp::new(node.clone(), company),
                walk: Walk::to(collection, self.ids(subject)??, Some(node.as_str())),
            },
        };
        let time = if now.walk.next == 0 { GLANCE } else { LOOK };
        now.walk.go_on(collection, time, &mut |pieces| now.search.search(pieces));
        let countable = collection.countable().len();
        let counts = collection.counts();
        let sizes: Vec<(DocId, usize)> = now.walk.order.iter().map(|&id| (id, counts.tokens(id))).collect();
        let is_done = now.walk.next == now.walk.order.len() && counts.len() >= countable;
        let totals = is_done.then(|| match subject {
            Subject::Heap => counts.totals(),
            _ => Arc::new(counts.totals_of(&now.walk.order)),
        });
        drop(counts);
        let found = now.search.found(&sizes, now.walk.next, totals.as_deref());
        *looking = Some(now);
        Some(found)
    }

    /// Goes on with the survey of many documents, or begins one.
    pub(super) fn survey(&self, subject: Subject) -> Option<Outcome> {
        let collection = self.collection()?;
        let mut surveying = lock(&self.surveying);
        let mut now = match surveying.take().filter(|known| known.subject == subject) {
            Some(known) => known,
            None => Surveying {
                subject: subject.clone(),
                survey: Survey::default(),
                walk: Walk::to(collection, self.ids(&subject)??, None),
            },
        };
        let time = if now.walk.next == 0 { GLANCE } else { SURVEY };
        now.walk.go_on(collection, time, &mut |pieces| now.survey.search(pieces));
        let found = now.survey.found(now.walk.next, now.walk.order.len());
        *surveying = Some(now);
        Some(Outcome::Surveyed(subject, Arc::new(found)))
    }

    /// What has been found in the heap may have changed.
    pub(super) fn forget_findings(&self) {
        *lock(&self.looking) = None;
        *lock(&self.surveying) = None;
    }

    /// Writes tables of a subject, the same that the shell writes of it.
    pub(super) fn export(
        &self,
        subject: &Subject,
        tables: &[&'static str],
        asked: Asked,
        against: Option<&Subject>,
    ) -> Option<Outcome> {
        let collection = self.collection()?;
        let against = match against {
            Some(other) => Some(self.totals(other)?),
            None => None,
        };
        if subject.is_counted() {
            collection.count_for(Duration::MAX, &mut |_, _| ());
        }
        let excerpts: Vec<Excerpt> = match self.ids(subject)? {
            Some(ids) => ids.into_iter().map(|id| Excerpt { id, blocks: None }).collect(),
            // The counts of single documents need not be there: they are counted from their blocks.
            None => self
                .pieces(subject)
                .into_iter()
                .map(|piece| Excerpt { id: piece.id, blocks: Some(vec![piece.blocks]) })
                .collect(),
        };
        let scope = Scope {
            excerpts: &excerpts,
            is_heap: *subject == Subject::Heap,
            counts: &collection.counts(),
            texts: collection,
            stop_words: self.stop_words(),
        };
        let asked = Asked { against, top: Some(0), ..asked };
        Some(Outcome::Exported(export::write(tables, &scope, &asked).map_err(|error| error.to_string())))
    }

    fn pieces(&self, subject: &Subject) -> Vec<Piece> {
        let Some(heap) = self.heap() else { return Vec::new() };
        let whole = |id: DocId| Some(Piece::whole(id, heap.document(id).ok()?.0));
        match subject {
            Subject::Document(id) => whole(*id).into_iter().collect(),
            Subject::Section(id, blocks) => {
                whole(*id).into_iter().map(|piece| Piece { blocks: blocks.clone(), ..piece }).collect()
            }
            Subject::Part(_) | Subject::Heap => Vec::new(),
        }
    }
}

/// A walk through many documents, some at a time.
#[derive(Debug)]
struct Walk {
    /// Documents in path order; up to `next` they have been passed.
    order: Vec<DocId>,
    next: usize,
    /// The documents that are worth a look; all without.
    wanted: Option<HashSet<DocId>>,
}

impl Walk {
    /// To those documents of `order` that may hold `text`, or to all.
    fn to(collection: &Collection, order: Vec<DocId>, text: Option<&str>) -> Walk {
        let index = collection.index();
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
