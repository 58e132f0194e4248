//! Trend: a word's use from period to period.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::dates::Period;
use crate::document::Published;

/// A word in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    pub word: String,
    /// As [`Period::label`] writes it.
    pub period: String,
    pub freq: usize,
    /// Occurrences in a million words of the period's documents.
    pub per_million: f64,
    /// The period's first day, and what it is a period of.
    #[serde(skip)]
    pub start: Date,
    #[serde(skip)]
    pub step: Period,
}

/// Occurrences and words of one dated document: what a trend is summed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub published: Published,
    pub freq: usize,
    pub words: usize,
}

/// Periods into which a span of time is parted at most, where nobody says which.
const PERIODS: usize = 60;

/// A word by period, from the first that has documents to the last; those without any are left out because
/// they say nothing about the word, and so are documents of which the date is known less exactly than that.
pub fn trend(word: &str, documents: Vec<Dated>, period: Option<Period>) -> Vec<Trend> {
    let dates = || documents.iter().map(|document| document.published.date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return Vec::new() };
    let period = period.unwrap_or_else(|| {
        let most = |step: &Period| {
            documents.iter().filter(|d| step.tells(d.published)).count() * 2 > documents.len()
        };
        let finest = Period::for_span(first, last, PERIODS);
        Period::ALL.into_iter().filter(|step| *step >= finest).find(most).unwrap_or_default()
    });
    let mut periods: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    for document in documents.iter().filter(|document| period.tells(document.published)) {
        let sum = periods.entry(period.start(document.published.date)).or_default();
        sum.0 += document.freq;
        sum.1 += document.words;
    }
    periods
        .into_iter()
        .map(|(start, (freq, words))| Trend {
            word: word.to_owned(),
            period: period.label(start),
            freq,
            per_million: freq as f64 * 1e6 / words.max(1) as f64,
            start,
            step: period,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::document::Precision;

    #[test]
    fn documents_of_a_period_are_taken_together() {
        let dated = |year, month, freq, words| {
            let published = Published::on(date(year, month, 9), None);
            Dated { published, freq, words }
        };
        // 2019: 3 + 1 in 400 + 600 words = 4,000 a million; 2021: none in 50.
        let documents = vec![dated(2021, 1, 0, 50), dated(2019, 1, 3, 400), dated(2019, 7, 1, 600)];
        let found = |period| {
            let found = trend("渔港", documents.clone(), period);
            found.into_iter().map(|t| (t.period, t.freq, t.per_million)).collect::<Vec<_>>()
        };
        let years = [("2019".into(), 4, 4000.0), ("2021".into(), 0, 0.0)];
        assert_eq!(found(Some(Period::Year)), years);
        let quarters: Vec<String> = found(Some(Period::Quarter)).into_iter().map(|row| row.0).collect();
        assert_eq!(quarters, ["2019-Q1", "2019-Q3", "2021-Q1"]);
        assert_eq!(found(None)[0].0, "2019-01", "months suit three years");
        assert!(trend("渔港", Vec::new(), None).is_empty());
        // Of whole years no month is known.
        let year = |document: &Dated| Dated {
            published: Published { precision: Precision::Year, ..document.published },
            ..document.clone()
        };
        let whole: Vec<Dated> = documents.iter().map(year).collect();
        assert_eq!(trend("渔港", whole.clone(), None)[0].period, "2019");
        assert!(trend("渔港", whole, Some(Period::Month)).is_empty());
    }
}
