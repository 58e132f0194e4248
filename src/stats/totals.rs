//! The sum of many documents' counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::counts::Tally;
use super::{Counts, DocumentCounts};
use crate::document::Reason;

/// How often a word occurs, and in how many documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Frequency {
    pub freq: usize,
    pub docs: u32,
}

impl Frequency {
    /// Another document has it, so many times.
    pub fn add(&mut self, freq: u32) {
        self.freq += freq as usize;
        self.docs += 1;
    }

    /// A document that was added is gone.
    pub fn take_away(&mut self, freq: u32) {
        self.freq -= freq as usize;
        self.docs -= 1;
    }
}

/// What a scope holds altogether. Adding documents in any order gives the same totals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: usize,
    pub tally: Tally,
    pub removed: BTreeMap<Reason, usize>,
    pub words: HashMap<Arc<str>, Frequency>,
    pub dates: BTreeMap<Date, usize>,
    pub undated: usize,
    pub sources: BTreeMap<Option<String>, usize>,
}

impl Totals {
    pub fn of<'a>(documents: impl IntoIterator<Item = &'a DocumentCounts>) -> Totals {
        let mut totals = Totals::default();
        for document in documents {
            totals.add(document);
        }
        totals
    }

    pub fn add(&mut self, document: &DocumentCounts) {
        self.documents += 1;
        self.tally += document.tally;
        for (&reason, chars) in &document.removed {
            *self.removed.entry(reason).or_default() += chars;
        }
        for (word, freq) in &document.words {
            // Looked up first, so that a word seen before is not copied.
            let found = match self.words.get_mut(word.as_str()) {
                Some(found) => found,
                None => self.words.entry(word.as_str().into()).or_default(),
            };
            found.add(*freq);
        }
        match document.published.map(|published| published.date) {
            Some(date) => *self.dates.entry(date).or_default() += 1,
            None => self.undated += 1,
        }
        *self.sources.entry(document.source.clone()).or_default() += 1;
    }

    pub fn merge(&mut self, other: Totals) {
        self.documents += other.documents;
        self.tally += other.tally;
        self.undated += other.undated;
        for (reason, chars) in other.removed {
            *self.removed.entry(reason).or_default() += chars;
        }
        for (word, frequency) in other.words {
            let found = self.words.entry(word).or_default();
            found.freq += frequency.freq;
            found.docs += frequency.docs;
        }
        for (date, documents) in other.dates {
            *self.dates.entry(date).or_default() += documents;
        }
        for (source, documents) in other.sources {
            *self.sources.entry(source).or_default() += documents;
        }
    }

    pub fn frequency(&self, word: &str) -> Frequency {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// Word tokens.
    pub fn tokens(&self) -> usize {
        self.words.values().map(|frequency| frequency.freq).sum()
    }

    pub fn counts(&self) -> Counts {
        let hapaxes = self.words.values().filter(|frequency| frequency.freq == 1).count();
        let removed = self.removed.values().sum();
        self.tally.counts(self.tokens(), self.words.len(), hapaxes, removed, self.documents)
    }

    /// Words by frequency, most first; equal ones in code-point order.
    pub fn by_frequency(&self) -> Vec<(&str, Frequency)> {
        let mut words: Vec<_> = self.words.iter().map(|(word, &found)| (&**word, found)).collect();
        words.sort_unstable_by(|a, b| b.1.freq.cmp(&a.1.freq).then(a.0.cmp(b.0)));
        words
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Published;

    fn any_counts() -> impl Strategy<Value = DocumentCounts> {
        let words = proptest::collection::btree_map("[甲乙丙丁]{1,2}", 1u32..9, 0..6);
        (words, 0usize..5, proptest::option::of("[报网]")).prop_map(|(words, paragraphs, source)| {
            DocumentCounts {
                tally: Tally { paragraphs, ..Tally::default() },
                removed: BTreeMap::from([(Reason::Share, paragraphs)]),
                words: words.into_iter().collect(),
                source,
                published: Some(Published::on(jiff::civil::date(2000 + paragraphs as i16, 1, 1), None)),
                ..DocumentCounts::default()
            }
        })
    }

    proptest! {
        #[test]
        fn any_order_and_any_grouping_give_the_same_totals(
            documents in proptest::collection::vec(any_counts(), 0..8), split in 0usize..8
        ) {
            let whole = Totals::of(&documents);
            let (left, right) = documents.split_at(split.min(documents.len()));
            let mut merged = Totals::of(right.iter().rev());
            merged.merge(Totals::of(left));
            prop_assert_eq!(&merged, &whole);
            let counts = whole.counts();
            let tokens: usize = documents.iter().flat_map(|d| &d.words).map(|(_, freq)| *freq as usize).sum();
            prop_assert_eq!(counts.words, tokens);
            prop_assert!(counts.hapaxes <= counts.types && counts.types <= counts.words);
            prop_assert_eq!(whole.dates.values().sum::<usize>() + whole.undated, counts.documents);
        }
    }
}
