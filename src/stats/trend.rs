//! Trend: a word's use from period to period.

use std::collections::BTreeMap;

use serde::Serialize;

/// A word in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    pub word: String,
    /// `2017`.
    pub period: String,
    pub freq: usize,
    /// Occurrences in a million words of the period's documents.
    pub per_million: f64,
}

/// Occurrences and words of one dated document: what a trend is summed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub year: i16,
    pub freq: usize,
    pub words: usize,
}

/// A word by year, from the first year that has documents to the last; years without any are left out
/// because they say nothing about the word.
pub fn trend(word: &str, documents: impl IntoIterator<Item = Dated>) -> Vec<Trend> {
    let mut years: BTreeMap<i16, (usize, usize)> = BTreeMap::new();
    for document in documents {
        let sum = years.entry(document.year).or_default();
        sum.0 += document.freq;
        sum.1 += document.words;
    }
    years
        .into_iter()
        .map(|(year, (freq, words))| Trend {
            word: word.to_owned(),
            period: format!("{year:04}"),
            freq,
            per_million: freq as f64 * 1e6 / words.max(1) as f64,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_a_year_are_taken_together() {
        let dated = |year, freq, words| Dated { year, freq, words };
        // 2019: 3 + 1 in 400 + 600 words = 4,000 a million; 2021: none in 50.
        let found = trend("渔港", [dated(2021, 0, 50), dated(2019, 3, 400), dated(2019, 1, 600)]);
        let found: Vec<_> = found.iter().map(|t| (t.period.as_str(), t.freq, t.per_million)).collect();
        assert_eq!(found, [("2019", 4, 4000.0), ("2021", 0, 0.0)]);
    }
}
