//! Keyness: which words a text uses more, or less, than another.
//!
//! Significance is the log-likelihood of P. Rayson and R. Garside, “Comparing corpora using frequency
//! profiling”, Workshop on Comparing Corpora (ACL 2000); effect size is the log ratio of A. Hardie, “Log
//! ratio: an informal introduction” (CASS, 2014), the binary logarithm of the ratio of relative
//! frequencies, where a frequency of zero counts as one half.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::Totals;

/// A word's frequency in two texts and what the difference is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Keyness {
    pub word: String,
    /// Occurrences in the text and its size in words; the same of the reference.
    pub freq: usize,
    pub total: usize,
    pub ref_freq: usize,
    pub ref_total: usize,
    /// Log-likelihood G²; never negative, the sign of `log_ratio` says which text has more.
    pub g2: f64,
    /// Each point doubles the ratio of the relative frequencies.
    pub log_ratio: f64,
    /// Probability of such a G² by chance, χ² with one degree of freedom.
    pub p: f64,
}

impl Keyness {
    pub fn of(word: &str, freq: usize, total: usize, ref_freq: usize, ref_total: usize) -> Keyness {
        let (a, b, c, d) = (freq as f64, ref_freq as f64, total as f64, ref_total as f64);
        let part = |observed: f64, size: f64| {
            let expected = size * (a + b) / (c + d);
            if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
        };
        // Rounding can leave a trace below zero where both are used equally.
        let g2 = (2.0 * (part(a, c) + part(b, d))).max(0.0);
        let relative = |freq: f64, size: f64| freq.max(0.5) / size.max(1.0);
        Keyness {
            word: word.to_owned(),
            freq,
            total,
            ref_freq,
            ref_total,
            g2,
            log_ratio: (relative(a, c) / relative(b, d)).log2(),
            p: libm::erfc((g2 / 2.0).sqrt()),
        }
    }
}

/// What a text is compared with.
#[derive(Debug, Clone, Copy)]
pub enum Against<'a> {
    Other(&'a Totals),
    /// A whole that contains the text: compared with what is left of it without the text.
    RestOf(&'a Totals),
}

/// All words that occur at least `min_freq` times in the two texts together, by G², most first; equal
/// ones by word. Over-used words have a positive log ratio, under-used ones a negative.
pub fn keyness(text: &Totals, against: Against, min_freq: usize) -> Vec<Keyness> {
    let (reference, rest) = match against {
        Against::Other(reference) => (reference, false),
        Against::RestOf(whole) => (whole, true),
    };
    let total = text.tokens();
    let own = |n: usize| if rest { n } else { 0 };
    let ref_total = reference.tokens().saturating_sub(own(total));
    if total == 0 || ref_total == 0 {
        return Vec::new();
    }
    let words: BTreeSet<&Arc<str>> = text.words.keys().chain(reference.words.keys()).collect();
    let mut found: Vec<Keyness> = words
        .into_iter()
        .map(|word| {
            let freq = text.frequency(word).freq;
            (word, freq, reference.frequency(word).freq.saturating_sub(own(freq)))
        })
        .filter(|(_, freq, ref_freq)| freq + ref_freq >= min_freq.max(1))
        .map(|(word, freq, ref_freq)| Keyness::of(word, freq, total, ref_freq, ref_total))
        .collect();
    found.sort_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| a.word.cmp(&b.word)));
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::totals::Frequency;

    #[test]
    fn worked_example() {
        // 100 in 10,000 against 50 in 20,000. Expected 10,000·150/30,000 = 50 and 100, so
        // G² = 2 (100 ln 2 + 50 ln ½) = 100 ln 2 = 69.3147; log ratio = log2(0.01 / 0.0025) = 2.
        let k = Keyness::of("渔港", 100, 10_000, 50, 20_000);
        assert!((k.g2 - 69.314_718).abs() < 1e-5, "{k:?}");
        assert!((k.log_ratio - 2.0).abs() < 1e-12, "{k:?}");
        assert!(k.p < 1e-15 && k.p > 0.0, "{k:?}");
    }

    #[test]
    fn critical_values_of_chi_squared_come_out_as_their_p() {
        // 3.84, 6.63 and 10.83 are the tabled values for p < .05, .01 and .001 with one degree of freedom.
        for (g2, p) in [(3.841_459, 0.05), (6.634_897, 0.01), (10.827_566, 0.001)] {
            assert!((libm::erfc((g2 / 2.0_f64).sqrt()) - p).abs() < 1e-7);
        }
    }

    #[test]
    fn a_word_that_the_reference_lacks_counts_there_as_one_half() {
        // 8 in 1,000 against 0 in 1,000: log2(8 / 0.5) = 4; G² = 2 · 8 · ln(8 / 4) = 11.0904.
        let k = Keyness::of("开渔", 8, 1000, 0, 1000);
        assert!((k.log_ratio - 4.0).abs() < 1e-12 && (k.g2 - 11.090_355).abs() < 1e-5, "{k:?}");
    }

    fn totals(words: &[(&str, usize)]) -> Totals {
        let words = words.iter().map(|&(word, freq)| (word.into(), Frequency { freq, docs: 1 })).collect();
        Totals { documents: 1, words, ..Totals::default() }
    }

    #[test]
    fn the_rest_of_a_heap_is_the_heap_without_the_text() {
        let text = totals(&[("渔港", 6), ("的", 4)]);
        let heap = totals(&[("渔港", 7), ("的", 20), ("山路", 13)]);
        let rest = totals(&[("渔港", 1), ("的", 16), ("山路", 13)]);
        let found = keyness(&text, Against::RestOf(&heap), 1);
        assert_eq!(found, keyness(&text, Against::Other(&rest), 1));
        assert_eq!(found[0].word, "渔港");
        assert!(found.iter().any(|k| k.word == "山路" && k.freq == 0 && k.log_ratio < 0.0));
    }

    proptest! {
        #[test]
        fn both_directions_agree(a in 0usize..50, b in 0usize..50, c in 50usize..500, d in 50usize..500) {
            let (there, back) = (Keyness::of("x", a, c, b, d), Keyness::of("x", b, d, a, c));
            prop_assert!((there.g2 - back.g2).abs() < 1e-9 && there.g2 >= 0.0);
            prop_assert!((there.log_ratio + back.log_ratio).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&there.p));
        }
    }
}
