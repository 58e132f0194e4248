//! The counts of a heap's documents, kept small: words are numbered once for the heap, and each document
//! keeps numbers and frequencies only.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::counts::Tally;
use super::{DocumentCounts, Frequency, Signature, Totals};
use crate::document::DocId;

/// What is kept of one document besides its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The counts with no words in them.
    counts: DocumentCounts,
    /// Word numbers and frequencies, in the words' order.
    words: Box<[(u32, u32)]>,
    pub signature: Signature,
}

/// Counts of many documents, fed in any order; what they add up to does not depend on it.
#[derive(Debug, Default)]
pub struct HeapCounts {
    numbers: HashMap<Arc<str>, u32>,
    words: Vec<Arc<str>>,
    documents: BTreeMap<DocId, Counted>,
}

impl HeapCounts {
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    pub fn contains(&self, id: DocId) -> bool {
        self.documents.contains_key(&id)
    }

    /// Adds a document, or replaces the one that had its number.
    pub fn put(&mut self, id: DocId, mut counts: DocumentCounts, signature: Signature) {
        let words = std::mem::take(&mut counts.words);
        let words = words.into_iter().map(|(word, freq)| (self.number(word), freq)).collect();
        self.documents.insert(id, Counted { counts, words, signature });
    }

    pub fn remove(&mut self, id: DocId) {
        self.documents.remove(&id);
    }

    /// Keeps the documents that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(DocId) -> bool) {
        self.documents.retain(|&id, _| keep(id));
    }

    fn number(&mut self, word: String) -> u32 {
        if let Some(&number) = self.numbers.get(word.as_str()) {
            return number;
        }
        let (word, number): (Arc<str>, u32) = (word.into(), self.words.len() as u32);
        self.words.push(Arc::clone(&word));
        self.numbers.insert(word, number);
        number
    }

    /// Signatures in the order of `ids`; those that are not counted are left out with their numbers.
    pub fn signatures(&self, ids: &[DocId]) -> (Vec<DocId>, Vec<Signature>) {
        ids.iter().filter_map(|id| Some((*id, self.documents.get(id)?.signature.clone()))).unzip()
    }

    /// Everything about one document, and its words.
    pub fn document(&self, id: DocId) -> Option<(&DocumentCounts, impl Iterator<Item = (&str, usize)>)> {
        let counted = self.documents.get(&id)?;
        let words =
            counted.words.iter().map(|&(number, freq)| (&*self.words[number as usize], freq as usize));
        Some((&counted.counts, words))
    }

    /// How often a word occurs in each document that has it.
    pub fn frequency(&self, id: DocId, word: &str) -> usize {
        let (Some(&number), Some(counted)) = (self.numbers.get(word), self.documents.get(&id)) else {
            return 0;
        };
        let found = counted.words.iter().find(|(other, _)| *other == number);
        found.map_or(0, |&(_, freq)| freq as usize)
    }

    /// Word tokens of a document.
    pub fn tokens(&self, id: DocId) -> usize {
        self.documents
            .get(&id)
            .map_or(0, |counted| counted.words.iter().map(|&(_, freq)| freq as usize).sum())
    }

    /// The sum over `ids`, or over all documents.
    pub fn totals(&self, ids: Option<&[DocId]>) -> Totals {
        let mut totals = Totals::default();
        let mut sums = vec![Frequency::default(); self.words.len()];
        let mut add = |counted: &Counted| {
            totals.add(&counted.counts);
            for &(number, freq) in &counted.words {
                let sum = &mut sums[number as usize];
                sum.freq += freq as usize;
                sum.docs += 1;
            }
        };
        match ids {
            Some(ids) => ids.iter().filter_map(|id| self.documents.get(id)).for_each(&mut add),
            None => self.documents.values().for_each(&mut add),
        }
        let words = self.words.iter().zip(sums).filter(|(_, sum)| sum.freq > 0);
        totals.words = words.map(|(word, sum)| (Arc::clone(word), sum)).collect();
        totals
    }

    /// Characters of each document.
    pub fn lengths(&self) -> impl Iterator<Item = (DocId, usize)> {
        let chars = |tally: &Tally| tally.characters.total();
        self.documents.iter().map(move |(&id, counted)| (id, chars(&counted.counts.tally)))
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
        fn sums_are_those_of_the_documents_in_any_order(
            documents in proptest::collection::vec(proptest::collection::btree_map("[甲乙丙]{1,2}", 1u32..9, 0..5), 1..6),
            rotate in 0usize..6
        ) {
            let plain: Vec<DocumentCounts> = documents.iter().map(counts).collect();
            let mut order: Vec<usize> = (0..plain.len()).collect();
            order.rotate_left(rotate % plain.len());
            let mut heap = HeapCounts::default();
            for at in order {
                heap.put(DocId(at as u32), plain[at].clone(), Signature::default());
            }
            prop_assert_eq!(heap.totals(None), Totals::of(&plain));
            prop_assert_eq!(heap.totals(Some(&[DocId(0)])), Totals::of(&plain[..1]));
            let first: usize = documents[0].values().map(|&freq| freq as usize).sum();
            prop_assert_eq!(heap.tokens(DocId(0)), first);
            for (word, &freq) in &documents[0] {
                prop_assert_eq!(heap.frequency(DocId(0), word), freq as usize);
            }
            heap.remove(DocId(0));
            prop_assert_eq!(heap.totals(None), Totals::of(&plain[1..]));
        }
    }
}
