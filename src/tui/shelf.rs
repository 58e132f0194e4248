//! The documents of the heap as the side pane lists them: sorted, filtered, one of them selected.

pub mod criteria;

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

pub use crate::config::Sort;
use crate::document::DocId;
use crate::heap::Summary;
use crate::lang::Lang;
use crate::search::Sieve;
use crate::state::Marks;
use criteria::Criteria;

/// A document of the list; its summary comes when it has been cleaned.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: DocId,
    /// How the document is called: its path as given.
    pub name: String,
    /// How it is remembered: its full path.
    pub key: String,
    /// The file that an editor can open.
    pub file: Option<PathBuf>,
    pub summary: Option<Arc<Summary>>,
    pub error: Option<String>,
}

impl Entry {
    /// The title, or the file's name until it is known.
    pub fn title(&self) -> &str {
        match &self.summary {
            Some(summary) => &summary.title,
            None => self.file_name(),
        }
    }

    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

/// The list.
#[derive(Debug, Default)]
pub struct Shelf {
    /// In path order.
    entries: Vec<Entry>,
    /// Where in `entries` each number is; they are dense.
    places: Vec<Option<u32>>,
    /// Where in `entries` all documents are, in the order of the list.
    order: Vec<u32>,
    /// Numbers of the listed documents, in the order of the list.
    listed: Vec<DocId>,
    pub sort: Sort,
    pub reverse: bool,
    filter: String,
    /// What filters `order`, as long as that holds; made when first needed.
    sieve: Option<Sieve>,
    /// Row of the list.
    selected: usize,
    /// What is known of documents by the user; of the others nothing is.
    marks: HashMap<DocId, Marks>,
    chosen: BTreeSet<DocId>,
    stale: bool,
}

impl Shelf {
    pub fn fill(&mut self, entries: Vec<Entry>) {
        let numbers = entries.iter().map(|entry| entry.id.0 as usize + 1).max().unwrap_or(0);
        self.places = vec![None; numbers];
        for (at, entry) in entries.iter().enumerate() {
            self.places[entry.id.0 as usize] = Some(at as u32);
        }
        self.entries = entries;
        let gone = |id: &DocId| self.places.get(id.0 as usize).copied().flatten().is_none();
        self.chosen.retain(|id| !gone(id));
        self.stale = true;
    }

    /// Takes what the user has made of a document. The list stays as it is, until it is filtered anew.
    pub fn mark(&mut self, id: DocId, marks: Marks) {
        self.marks.insert(id, marks);
    }

    pub fn marks(&self, id: DocId) -> Option<&Marks> {
        self.marks.get(&id)
    }

    /// Documents that were selected one by one, in the order of the list.
    pub fn chosen(&self) -> Vec<DocId> {
        self.order
            .iter()
            .map(|&at| self.entries[at as usize].id)
            .filter(|id| self.chosen.contains(id))
            .collect()
    }

    pub fn is_chosen(&self, id: DocId) -> bool {
        self.chosen.contains(&id)
    }

    /// Selects documents for what is to be done with them together, or all of them not.
    pub fn choose(&mut self, ids: &[DocId], chosen: bool) {
        for &id in ids {
            if chosen {
                self.chosen.insert(id)
            } else {
                self.chosen.remove(&id)
            };
        }
    }

    pub fn choose_none(&mut self) {
        self.chosen.clear();
    }

    pub fn count(&self) -> usize {
        self.entries.len()
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn entry(&self, id: DocId) -> Option<&Entry> {
        self.entries.get(self.place(id)?)
    }

    fn place(&self, id: DocId) -> Option<usize> {
        self.places.get(id.0 as usize).copied().flatten().map(|at| at as usize)
    }

    /// The document that is remembered by `key`.
    pub fn by_key(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn entry_mut(&mut self, id: DocId) -> Option<&mut Entry> {
        self.stale = true;
        let at = self.place(id)?;
        self.entries.get_mut(at)
    }

    pub fn listed(&self) -> &[DocId] {
        &self.listed
    }

    pub fn is_listed(&self, id: DocId) -> bool {
        if self.filter.trim().is_empty() { self.entry(id).is_some() } else { self.listed.contains(&id) }
    }

    pub fn selected(&self) -> usize {
        self.selected
    }

    pub fn selected_id(&self) -> Option<DocId> {
        self.listed.get(self.selected).copied()
    }

    pub fn select_row(&mut self, row: usize) {
        self.selected = row.min(self.listed.len().saturating_sub(1));
    }

    /// Selects a document if it is listed.
    pub fn select(&mut self, id: DocId) {
        self.arrange();
        if let Some(row) = self.listed.iter().position(|&listed| listed == id) {
            self.selected = row;
        }
    }

    pub fn set_sort(&mut self, sort: Sort, reverse: bool) {
        (self.sort, self.reverse, self.stale) = (sort, reverse, true);
    }

    /// Whether the list is as documents are found.
    pub fn is_in_path_order(&self) -> bool {
        self.sort == Sort::Path && !self.reverse
    }

    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// What in the filter could not be meant.
    pub fn filter_hint(&self, lang: Lang) -> Option<&'static str> {
        Criteria::parse(&self.filter).hint(lang)
    }

    /// Lists only the documents whose title, source, date and name hold every word of `filter`, as typed or in
    /// pinyin, and that meet its [`Criteria`]; if none has the words, those with words that sound alike.
    pub fn set_filter(&mut self, filter: &str) {
        filter.clone_into(&mut self.filter);
        if !self.stale {
            self.list();
        }
        self.arrange();
    }

    /// Makes ready for filtering, so that the first key of a filter need not.
    pub fn prepare_filter(&mut self) {
        self.arrange();
        self.sieve.get_or_insert_with(|| sieve(&self.entries, &self.order));
    }

    /// Brings the list up to date; the selected document stays selected.
    pub fn arrange(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let entry = |at: u32| &self.entries[at as usize];
        let mut order: Vec<u32> = (0..self.entries.len() as u32).collect();
        if self.sort != Sort::Path {
            let mut keyed: Vec<(u64, u32)> =
                order.iter().map(|&at| (key(self.sort, entry(at)), at)).collect();
            keyed.par_sort_unstable_by(|a, b| {
                let by_rest = || compare(self.sort, entry(a.1), entry(b.1));
                a.0.cmp(&b.0).then_with(by_rest).then_with(|| a.1.cmp(&b.1))
            });
            order = keyed.into_iter().map(|(_, at)| at).collect();
        }
        if self.reverse {
            order.reverse();
        }
        self.order = order;
        self.sieve = None;
        self.list();
    }

    /// Lists what the filter leaves.
    fn list(&mut self) {
        let selected = self.selected_id();
        let id = |at: u32| self.entries[at as usize].id;
        self.listed = if self.filter.trim().is_empty() {
            self.sieve = None;
            self.order.iter().map(|&at| id(at)).collect()
        } else {
            let criteria = Criteria::parse(&self.filter);
            let with_words: Vec<u32> = if criteria.words.is_empty() {
                self.order.clone()
            } else {
                let sieve = self.sieve.get_or_insert_with(|| sieve(&self.entries, &self.order));
                sieve.sift(&criteria.words).iter().map(|&row| self.order[row as usize]).collect()
            };
            let unknown = Marks::default();
            let accepted = |&at: &u32| {
                let entry = &self.entries[at as usize];
                let marks = self.marks.get(&entry.id).unwrap_or(&unknown);
                criteria.accept(entry, marks, self.chosen.contains(&entry.id))
            };
            with_words.into_iter().filter(accepted).map(id).collect()
        };
        let kept = selected.and_then(|id| self.listed.iter().position(|&listed| listed == id));
        self.select_row(kept.unwrap_or(if selected.is_some() { 0 } else { self.selected }));
    }
}

/// A sieve over the entries in the given order.
fn sieve(entries: &[Entry], order: &[u32]) -> Sieve {
    Sieve::new(order, |&at, text| {
        let entry = &entries[at as usize];
        let summary = entry.summary.as_deref();
        text(entry.title());
        text(&entry.name);
        summary.and_then(|summary| summary.source.as_deref()).into_iter().for_each(&mut *text);
        let date = summary.and_then(|summary| summary.published).map(|published| published.day());
        date.iter().for_each(|date| text(date));
    })
}

/// A number that says of most entries how [`compare`] has them, so that few are looked at twice.
fn key(sort: Sort, entry: &Entry) -> u64 {
    let start = |text: &str| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        u64::from_be_bytes(bytes)
    };
    let summary = entry.summary.as_deref();
    match sort {
        Sort::Path => 0,
        Sort::Title => start(entry.title()),
        Sort::Date => summary.and_then(|summary| summary.published).map_or(u64::MAX, |published| {
            let date = published.date;
            // Years may be before our era; the latest comes first.
            let year = (i64::from(date.year()) - i64::from(i16::MIN)) as u64;
            !(year << 16 | (date.month() as u64) << 8 | date.day() as u64) >> 1
        }),
        Sort::Source => summary.and_then(|summary| summary.source.as_deref()).map_or(u64::MAX, start),
        Sort::Length => !(summary.map_or(0, |summary| summary.chars) as u64),
    }
}

/// How two documents stand to each other in an order.
fn compare<'a>(sort: Sort, a: &'a Entry, b: &'a Entry) -> Ordering {
    let (x, y) = (a.summary.as_deref(), b.summary.as_deref());
    // Documents that do not say come last.
    match sort {
        Sort::Path => Ordering::Equal,
        Sort::Title => a.title().cmp(b.title()),
        Sort::Date => {
            let date = |s: Option<&Summary>| s.and_then(|s| s.published);
            (date(x).is_none(), Reverse(date(x))).cmp(&(date(y).is_none(), Reverse(date(y))))
        }
        Sort::Source => {
            let source = |s: Option<&'a Summary>| s.and_then(|s| s.source.as_deref());
            (source(x).is_none(), source(x)).cmp(&(source(y).is_none(), source(y)))
        }
        Sort::Length => {
            let length = |s: Option<&Summary>| Reverse(s.map_or(0, |s| s.chars));
            length(x).cmp(&length(y))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Precision, Published};
    use proptest::prelude::*;

    fn shelf() -> Shelf {
        let entry = |id, title: &str, chars| Entry {
            id: DocId(id),
            name: format!("crawl/{id}.txt"),
            key: String::new(),
            file: None,
            summary: Some(Arc::new(Summary { title: title.into(), chars, ..Summary::default() })),
            error: None,
        };
        let mut shelf = Shelf::default();
        shelf.fill(vec![entry(0, "乙", 30), entry(1, "甲", 10), entry(2, "丙 Ａ", 20)]);
        shelf.arrange();
        shelf
    }

    #[test]
    fn sorting_keeps_the_selected_document() {
        let mut shelf = shelf();
        shelf.select(DocId(2));
        shelf.set_sort(Sort::Length, false);
        shelf.arrange();
        assert_eq!(shelf.listed(), [DocId(0), DocId(2), DocId(1)]);
        assert_eq!(shelf.selected_id(), Some(DocId(2)));
        shelf.set_sort(Sort::Length, true);
        shelf.arrange();
        assert_eq!(shelf.listed(), [DocId(1), DocId(2), DocId(0)]);
    }

    #[test]
    fn the_filter_takes_widths_and_cases_as_one() {
        let mut shelf = shelf();
        shelf.set_filter("a 丙");
        assert_eq!(shelf.listed(), [DocId(2)]);
        shelf.set_filter("");
        assert_eq!(shelf.listed().len(), 3);
    }

    fn summary() -> impl Strategy<Value = Summary> {
        let text = || prop::sample::select(vec!["", "甲", "甲乙丙", "甲乙丙丁", "甲乙丙丁戊", "b", "乙"]);
        let date = prop::option::of((-200i16..2100, 1i8..13, 1i8..29));
        let facts = (text(), prop::option::of(text()), date, 0usize..4);
        facts.prop_map(|(title, source, date, chars)| Summary {
            title: title.into(),
            source: source.map(str::to_owned),
            published: date.map(|(year, month, day)| Published {
                date: jiff::civil::date(year, month, day),
                time: None,
                precision: Precision::default(),
            }),
            chars,
            ..Summary::default()
        })
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        prop::collection::vec(prop::option::of(summary()), 0..30).prop_map(|all| {
            let entry = |(id, summary): (usize, Option<Summary>)| {
                let (id, name) = (DocId(id as u32), format!("crawl/{id}.txt"));
                Entry {
                    id,
                    name,
                    key: String::new(),
                    file: None,
                    summary: summary.map(Arc::new),
                    error: None,
                }
            };
            all.into_iter().enumerate().map(entry).collect()
        })
    }

    proptest! {
        #[test]
        fn keys_sort_as_entries_do(entries in entries()) {
            for sort in [Sort::Path, Sort::Title, Sort::Date, Sort::Source, Sort::Length] {
                let mut expected: Vec<&Entry> = entries.iter().collect();
                expected.sort_by(|a, b| compare(sort, a, b));
                let expected: Vec<DocId> = expected.into_iter().map(|entry| entry.id).collect();
                let mut shelf = Shelf::default();
                shelf.fill(entries.clone());
                shelf.set_sort(sort, false);
                shelf.arrange();
                prop_assert_eq!(shelf.listed(), expected);
            }
        }
    }
}
