//! The index: segments, and what of them is still current.
//!
//! Shared by threads: a search works on the segments there were when it began and waits for nobody,
//! while documents are put in, segments merged and files written.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::answer::Answer;
use super::docset::DocSet;
use super::folder::Folder;
use super::meant::meant;
use super::plan::Plan;
use super::record::Record;
use super::segment::{Builder, Codes, Segment, merge};
use super::texts::Texts;
use super::{Query, Results, Scope};
use crate::document::{DocId, Document};
use crate::text::variant::fold;

/// Segments of one size are merged when there are this many of them, so that there are never many
/// and every document is rewritten few times.
const MERGE: usize = 8;
/// Segments are not merged into larger ones than this: what is made in memory is several times as large, and
/// a heap of any size is to be indexed in the same memory.
const LARGEST: usize = 48 << 20;
/// Characters of a term that something like it may have by chance.
const SHORT: usize = 4;
/// Segments up to this many bytes count as of one size; above it sizes go by powers of [`MERGE`].
const SMALL: usize = 1 << 14;

/// Which documents hold which strings; see the [module](super) for how it is searched.
#[derive(Debug, Default)]
pub struct Index {
    parts: RwLock<Arc<Vec<Part>>>,
    writer: Mutex<Writer>,
    /// What new texts are written in.
    codes: Codes,
    texts: Texts,
}

/// A segment and which of its documents have neither been removed nor replaced.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub segment: Segment,
    pub live: Arc<DocSet>,
}

/// What only changes need.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// In which segment a document is, and its number there; made when first needed.
    places: Option<FxHashMap<DocId, Place>>,
    /// Where the index is kept, if it is kept.
    pub folder: Option<Folder>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    segment: u64,
    doc: usize,
}

impl Part {
    pub fn new(segment: Segment) -> Part {
        let live = Arc::new(DocSet::all(segment.documents()));
        Part { segment, live }
    }

    pub fn bytes(&self) -> usize {
        self.segment.bytes().len()
    }

    fn tier(&self) -> u32 {
        (self.bytes() / SMALL).max(1).ilog(MERGE)
    }
}

impl Index {
    /// An index of segments that were made earlier.
    pub(super) fn of(parts: Vec<Part>, folder: Folder) -> Index {
        let writer = Writer { places: None, folder: Some(folder) };
        Index { parts: RwLock::new(Arc::new(parts)), writer: Mutex::new(writer), ..Index::default() }
    }

    /// Adds a document, or replaces the one that had its number. `name` is how lists call it: its path.
    /// Many documents at once go in faster through [`Index::add`].
    pub fn put(&self, id: DocId, name: &str, document: &Document) {
        let mut builder = Builder::default();
        builder.push(id, &Record::new(name, document));
        self.add(builder);
    }

    /// Adds many documents at once, or replaces those that had their numbers.
    pub fn add(&self, builder: Builder) {
        if builder.is_empty() {
            return;
        }
        let parts = self.parts();
        if self.codes.is_empty()
            && let Some(like) = parts.iter().max_by_key(|part| part.bytes())
        {
            like.segment.prefer_code(&self.codes);
        }
        let Ok(mut segment) = Segment::in_memory(builder.finish(&self.codes)) else { return };
        parts.iter().for_each(|part| segment.share_codebook(&part.segment));
        let mut writer = self.writer();
        let mut parts = self.parts().to_vec();
        segment.ids().for_each(|id| writer.remove(&mut parts, id));
        writer.push(&mut parts, segment);
        writer.compact(&mut parts);
        self.publish(parts);
    }

    pub fn remove(&self, id: DocId) {
        let mut writer = self.writer();
        let mut parts = self.parts().to_vec();
        writer.remove(&mut parts, id);
        self.publish(parts);
    }

    /// The texts and facts of some documents, as far as they are in the index.
    pub fn records(&self, ids: &[DocId]) -> HashMap<DocId, Record> {
        let wanted: FxHashSet<DocId> = ids.iter().copied().collect();
        let parts = self.parts();
        let found = parts.iter().flat_map(|part| {
            let found = part.live.iter().map(|doc| (&part.segment, part.segment.id(doc), doc));
            found.filter(|(_, id, _)| wanted.contains(id))
        });
        let found: Vec<(&Segment, DocId, usize)> = found.collect();
        let record = |(segment, id, doc): (&Segment, DocId, usize)| {
            (id, Record { text: segment.text(doc), info: segment.info(doc) })
        };
        found.into_par_iter().map(record).collect()
    }

    /// How lists call some documents, as far as they are in the index.
    pub fn names(&self, ids: &[DocId]) -> HashMap<DocId, String> {
        let wanted: FxHashSet<DocId> = ids.iter().copied().collect();
        let parts = self.parts();
        let names = parts.iter().flat_map(|part| {
            let found = part.live.iter().map(|doc| (part.segment.id(doc), doc));
            let found = found.filter(|(id, _)| wanted.contains(id));
            found.map(|(id, doc)| (id, part.segment.name(doc)))
        });
        names.collect()
    }

    /// The documents that may hold `text`: every two neighbouring characters of it stand somewhere in them.
    pub fn candidates(&self, text: &str) -> HashSet<DocId> {
        let folded: String = text.chars().map(fold).collect();
        let parts = self.parts();
        let found = parts.iter().flat_map(|part| {
            let mut found = part.segment.candidates(&folded);
            found.intersect(&part.live);
            found.iter().map(|doc| part.segment.id(doc)).collect::<Vec<_>>()
        });
        found.collect()
    }

    /// The numbers of all documents.
    pub fn ids(&self) -> Vec<DocId> {
        let parts = self.parts();
        parts.iter().flat_map(|part| part.live.iter().map(|doc| part.segment.id(doc))).collect()
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.parts().iter().map(|part| part.live.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Size of the index.
    pub fn bytes(&self) -> usize {
        self.parts().iter().map(|part| part.segment.bytes().len()).sum()
    }

    /// The best `limit` documents for `query` within `scope`.
    pub fn search(&self, query: &Query, scope: &Scope, limit: usize) -> Results {
        if query.is_empty() {
            return Results::default();
        }
        let parts = self.parts();
        let texts = self.texts.reader();
        let query = &meant(query, &|letters| is_there(letters, &parts));
        let plan = Plan::new(query, &parts, &texts);
        let mut found = Answer { plan: &plan, parts: &parts, texts: &texts }.find(scope, limit);
        let loose = if found.is_enough() { None } else { plan.loosened(query, &parts, &texts) };
        if let Some(loose) = &loose {
            let others = Answer { plan: loose, parts: &parts, texts: &texts }.find(scope, limit);
            // A long string like the one typed is hardly there by chance; a short one may well be.
            let texts = query.clauses.iter().flat_map(|clause| &clause.any).map(|term| &term.text);
            let short = texts.map(|text| text.chars().count()).max().unwrap_or(0) <= SHORT;
            found.extend(others, short && loose.is_all_words());
        }
        let nowhere = loose.as_ref().unwrap_or(&plan).nowhere().into();
        let results = Results { nowhere, ..found.present(&texts, limit) };
        self.texts.keep(texts);
        results
    }

    /// The best `limit` documents for `query` within `scope`, without the places in them: what the index
    /// alone answers, such as words of two characters, is ranked by the index alone and not read. Those that
    /// lack some word are named only where none has all.
    pub fn search_documents(&self, query: &Query, scope: &Scope, limit: usize) -> Vec<DocId> {
        if query.is_empty() {
            return Vec::new();
        }
        let parts = self.parts();
        let texts = self.texts.reader();
        let query = &meant(query, &|letters| is_there(letters, &parts));
        let plan = Plan::new(query, &parts, &texts);
        let answer = Answer { plan: &plan, parts: &parts, texts: &texts };
        let mut ids = answer.known(scope, limit).unwrap_or_else(|| answer.find(scope, limit).ids(limit));
        if ids.is_empty()
            && let Some(loose) = plan.loosened(query, &parts, &texts)
        {
            ids = Answer { plan: &loose, parts: &parts, texts: &texts }.find(scope, limit).ids(limit);
        }
        ids
    }

    pub(super) fn parts(&self) -> Arc<Vec<Part>> {
        Arc::clone(&self.parts.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn publish(&self, parts: Vec<Part>) {
        *self.parts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(parts);
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    fn remove(&mut self, parts: &mut [Part], id: DocId) {
        let places = self.places.get_or_insert_with(|| places(parts));
        if let Some(place) = places.remove(&id)
            && let Some(part) = parts.iter_mut().find(|part| part.segment.number() == place.segment)
        {
            Arc::make_mut(&mut part.live).remove(place.doc);
        }
    }

    pub fn push(&mut self, parts: &mut Vec<Part>, segment: Segment) {
        let part = Part::new(segment);
        if let Some(known) = &mut self.places {
            known.extend(places(std::slice::from_ref(&part)));
        }
        parts.push(part);
    }

    /// Makes those segments anew of which no more than half still counts.
    pub fn shed(&mut self, parts: &mut Vec<Part>) {
        for part in std::mem::take(parts) {
            let worn = part.live.len() * 2 <= part.segment.documents();
            parts.push(part);
            if worn {
                self.merge_from(parts, parts.len() - 1);
            }
        }
    }

    /// Merges the latest segments as long as there are too many of one size.
    fn compact(&mut self, parts: &mut Vec<Part>) {
        while let Some(tier) = parts.last().map(Part::tier) {
            let (from, before) = (start_of_tier(parts, tier), parts.len());
            if before - from < MERGE {
                return;
            }
            self.pack(parts, from);
            if parts.len() == before {
                return;
            }
        }
    }

    /// Makes as few segments as may be of those from `from` on.
    pub fn pack(&mut self, parts: &mut Vec<Part>, from: usize) {
        let mut rest = parts.split_off(from).into_iter().peekable();
        while let Some(first) = rest.next() {
            let (start, mut bytes) = (parts.len(), first.bytes());
            parts.push(first);
            while let Some(next) = rest.next_if(|next| bytes + next.bytes() <= LARGEST) {
                bytes += next.bytes();
                parts.push(next);
            }
            if parts.len() - start > 1 {
                self.merge_from(parts, start);
            }
        }
    }

    /// Makes one segment of those from `from` on, unless that fails.
    fn merge_from(&mut self, parts: &mut Vec<Part>, from: usize) {
        let merged: Vec<(&Segment, &DocSet)> =
            parts[from..].iter().map(|part| (&part.segment, &*part.live)).collect();
        let Ok(mut segment) = Segment::in_memory(merge(&merged)) else { return };
        merged.iter().for_each(|(like, _)| segment.share_codebook(like));
        parts.truncate(from);
        if segment.documents() > 0 {
            self.push(parts, segment);
        }
    }
}

/// Whether some document may have the letters as they stand.
fn is_there(letters: &str, parts: &[Part]) -> bool {
    parts.iter().any(|part| !part.segment.candidates(letters).is_empty())
}

/// Where the latest segments begin that are all no larger than those of a tier.
fn start_of_tier(parts: &[Part], tier: u32) -> usize {
    parts.iter().rposition(|part| part.tier() > tier).map_or(0, |at| at + 1)
}

/// Whether a segment may be merged with later ones of so many bytes together: it is not much larger, and what
/// comes of them is not too large.
pub(super) fn may_merge(part: &Part, later: usize) -> bool {
    part.bytes() < 2 * later && part.bytes() + later <= LARGEST
}

fn places(parts: &[Part]) -> FxHashMap<DocId, Place> {
    let places = parts.iter().flat_map(|part| {
        let segment = part.segment.number();
        part.live.iter().map(move |doc| (part.segment.id(doc), Place { segment, doc }))
    });
    places.collect()
}
