//! The counts of a heap's documents: words are numbered once for the heap, and each document keeps numbers
//! and frequencies only. What they add up to is at hand at any time, and does not depend on the order in
//! which documents came.

mod file;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Counts, DocumentCounts, Frequency, Growth, Signature, Totals};
use crate::document::DocId;

/// What is kept of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    /// What the document was when it was counted; see [`HeapCounts::put`].
    version: Option<u64>,
    /// The counts with no words in them.
    counts: DocumentCounts,
    /// Word numbers, ascending, and frequencies.
    words: Box<[(u32, u32)]>,
    tokens: usize,
    signature: Signature,
}

/// Counts of many documents.
#[derive(Debug, Default)]
pub struct HeapCounts {
    words: Vec<Arc<str>>,
    /// The numbers of the words; made when first needed.
    numbers: OnceLock<HashMap<Arc<str>, u32>>,
    /// By word number, over all documents.
    sums: Vec<Frequency>,
    documents: BTreeMap<DocId, Counted>,
    totals: OnceLock<Arc<Totals>>,
}

impl HeapCounts {
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Whether the document was counted when it was what `version` says.
    pub fn holds(&self, id: DocId, version: Option<u64>) -> bool {
        self.documents.get(&id).is_some_and(|counted| counted.version == version)
    }

    /// Adds a document, or replaces the one that had its number. `version` is any number that changes
    /// when the document does; `None` where there is no such number.
    pub fn put(&mut self, id: DocId, version: Option<u64>, mut counts: DocumentCounts, signature: Signature) {
        self.remove(id);
        let tokens = counts.tokens();
        let words = std::mem::take(&mut counts.words);
        let mut words: Box<[(u32, u32)]> =
            words.into_iter().map(|(word, freq)| (self.number(word), freq)).collect();
        words.sort_unstable();
        for &(number, freq) in &words {
            self.sums[number as usize].add(freq);
        }
        self.documents.insert(id, Counted { version, counts, words, tokens, signature });
        self.totals = OnceLock::new();
    }

    pub fn remove(&mut self, id: DocId) {
        let Some(counted) = self.documents.remove(&id) else { return };
        for &(number, freq) in &counted.words {
            self.sums[number as usize].take_away(freq);
        }
        self.totals = OnceLock::new();
    }

    /// Keeps the documents that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(DocId) -> bool) {
        let gone: Vec<DocId> = self.documents.keys().copied().filter(|&id| !keep(id)).collect();
        gone.into_iter().for_each(|id| self.remove(id));
    }

    fn number(&mut self, word: String) -> u32 {
        self.numbers();
        let Some(numbers) = self.numbers.get_mut() else { unreachable!("they have just been made") };
        if let Some(&number) = numbers.get(word.as_str()) {
            return number;
        }
        let (word, number): (Arc<str>, u32) = (word.into(), self.words.len() as u32);
        self.words.push(Arc::clone(&word));
        self.sums.push(Frequency::default());
        numbers.insert(word, number);
        number
    }

    fn numbers(&self) -> &HashMap<Arc<str>, u32> {
        self.numbers.get_or_init(|| (0..).zip(&self.words).map(|(n, word)| (Arc::clone(word), n)).collect())
    }

    /// Signatures in the order of `ids`; those that are not counted are left out with their numbers.
    pub fn signatures(&self, ids: &[DocId]) -> (Vec<DocId>, Vec<&Signature>) {
        ids.iter().filter_map(|id| Some((*id, &self.documents.get(id)?.signature))).unzip()
    }

    /// Everything about one document but its words.
    pub fn document(&self, id: DocId) -> Option<&DocumentCounts> {
        Some(&self.documents.get(&id)?.counts)
    }

    /// The counts of one document.
    pub fn counts_of(&self, id: DocId) -> Option<Counts> {
        let counted = self.documents.get(&id)?;
        let (words, types) = (counted.tokens, counted.words.len());
        let removed: usize = counted.counts.removed.values().sum();
        let hapaxes = counted.words.iter().filter(|(_, freq)| *freq == 1).count();
        Some(counted.counts.tally.counts(words, types, hapaxes, removed, 1))
    }

    /// How often each of `words` occurs in each of the documents, in one go over all.
    pub fn frequencies(&self, ids: &[DocId], words: &[&str]) -> Vec<Vec<usize>> {
        let mut wanted: Vec<(u32, usize)> = words
            .iter()
            .enumerate()
            .filter_map(|(at, &word)| Some((*self.numbers().get(word)?, at)))
            .collect();
        wanted.sort_unstable();
        let of = |id: &DocId| {
            let mut found = vec![0; words.len()];
            let known = self.documents.get(id).map(|counted| &*counted.words).unwrap_or_default();
            for &(number, at) in &wanted {
                if let Ok(place) = known.binary_search_by_key(&number, |&(other, _)| other) {
                    found[at] = known[place].1 as usize;
                }
            }
            found
        };
        ids.par_iter().map(of).collect()
    }

    /// Word tokens of a document.
    pub fn tokens(&self, id: DocId) -> usize {
        self.documents.get(&id).map_or(0, |counted| counted.tokens)
    }

    /// The sum over all documents.
    pub fn totals(&self) -> Arc<Totals> {
        let make = || {
            let mut totals = Totals::default();
            self.documents.values().for_each(|counted| totals.add(&counted.counts));
            let words = self.words.iter().zip(&self.sums).filter(|(_, sum)| sum.docs > 0);
            totals.words = words.map(|(word, sum)| (Arc::clone(word), *sum)).collect();
            Arc::new(totals)
        };
        Arc::clone(self.totals.get_or_init(make))
    }

    /// The sum over some documents.
    pub fn totals_of(&self, ids: &[DocId]) -> Totals {
        let mut totals = Totals::default();
        let mut sums = vec![Frequency::default(); self.words.len()];
        for counted in ids.iter().filter_map(|id| self.documents.get(id)) {
            totals.add(&counted.counts);
            for &(number, freq) in &counted.words {
                sums[number as usize].add(freq);
            }
        }
        let words = self.words.iter().zip(sums).filter(|(_, sum)| sum.docs > 0);
        totals.words = words.map(|(word, sum)| (Arc::clone(word), sum)).collect();
        totals
    }

    /// Vocabulary growth over the documents in the order of `ids`, thinned evenly to `points`.
    pub fn growth(&self, ids: &[DocId], points: usize) -> Vec<Growth> {
        let mut seen = vec![false; self.words.len()];
        let (mut words, mut types) = (0, 0);
        let curve: Vec<Growth> = ids
            .iter()
            .filter_map(|id| self.documents.get(id))
            .map(|counted| {
                for &(number, _) in &counted.words {
                    types += usize::from(!std::mem::replace(&mut seen[number as usize], true));
                }
                words += counted.tokens;
                Growth { words, types }
            })
            .collect();
        super::growth::thinned(&curve, points)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(words: &BTreeMap<String, u32>) -> DocumentCounts {
        let words = words.iter().map(|(word, &freq)| (word.clone(), freq)).collect();
        DocumentCounts { words, source: Some("报".into()), ..DocumentCounts::default() }
    }

    proptest! {
        #[test]
        fn sums_are_those_of_the_documents_in_any_order_and_after_a_file(
            documents in proptest::collection::vec(proptest::collection::btree_map("[甲乙丙]{1,2}", 1u32..9, 0..5), 1..6),
            rotate in 0usize..6
        ) {
            let plain: Vec<DocumentCounts> = documents.iter().map(counts).collect();
            let mut order: Vec<usize> = (0..plain.len()).collect();
            order.rotate_left(rotate % plain.len());
            let mut heap = HeapCounts::default();
            for at in order {
                heap.put(DocId(at as u32), Some(7), plain[at].clone(), Signature::default());
            }
            let mut heap = HeapCounts::decode(&heap.encode()).unwrap();
            prop_assert_eq!(&*heap.totals(), &Totals::of(&plain));
            prop_assert_eq!(heap.totals_of(&[DocId(0)]), Totals::of(&plain[..1]));
            prop_assert!(heap.holds(DocId(0), Some(7)) && !heap.holds(DocId(0), Some(8)));
            let first: usize = documents[0].values().map(|&freq| freq as usize).sum();
            prop_assert_eq!(heap.tokens(DocId(0)), first);
            for (word, &freq) in &documents[0] {
                prop_assert_eq!(&heap.frequencies(&[DocId(0)], &["无", word]), &[[0, freq as usize]]);
            }
            let ids: Vec<DocId> = (0..plain.len() as u32).map(DocId).collect();
            let grown = heap.growth(&ids, 99);
            let stretches = plain.iter().map(|d| d.words.iter().map(|(w, freq)| (w.as_str(), *freq as usize)));
            prop_assert_eq!(grown, super::super::growth(stretches, 99));
            heap.put(DocId(0), None, counts(&BTreeMap::from([("新".into(), 1)])), Signature::default());
            heap.remove(DocId(0));
            prop_assert_eq!(&*heap.totals(), &Totals::of(&plain[1..]));
        }
    }
}
