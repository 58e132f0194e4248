//! Dispersion: how evenly a word is spread over the parts of a text.
//!
//! The measure is the deviation of proportions, DP, of S. Th. Gries, “Dispersions and adjusted
//! frequencies in corpora”, International Journal of Corpus Linguistics 13 (2008): half the sum, over the
//! parts, of |share of the word's occurrences − share of the text|. 0 is spread as the text is; near 1 is
//! all in one small part.

use serde::Serialize;

/// A word's dispersion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dispersion {
    pub word: String,
    pub freq: usize,
    pub parts: usize,
    pub dp: f64,
}

/// Occurrences in one part and the part's size in words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    pub freq: usize,
    pub size: usize,
}

/// DP over `parts`; parts without words say nothing and are left out. A word that occurs nowhere has
/// DP 0 with frequency 0.
pub fn dispersion(word: &str, parts: &[Part]) -> Dispersion {
    let freq: usize = parts.iter().map(|part| part.freq).sum();
    let size: usize = parts.iter().map(|part| part.size).sum();
    let deviation = |part: &Part| (part.freq as f64 / freq as f64 - part.size as f64 / size as f64).abs();
    let dp = if freq == 0 || size == 0 { 0.0 } else { parts.iter().map(deviation).sum::<f64>() / 2.0 };
    Dispersion { word: word.to_owned(), freq, parts: parts.iter().filter(|part| part.size > 0).count(), dp }
}

/// Cuts a text of `size` words into `count` equal parts and counts in which of them the words at
/// `positions` (counted from 0) fall; the parts of one document, where it is the whole scope.
pub fn equal_parts(size: usize, positions: &[usize], count: usize) -> Vec<Part> {
    let count = count.clamp(1, size.max(1));
    let start = |part: usize| part * size / count;
    let mut parts: Vec<Part> =
        (0..count).map(|part| Part { freq: 0, size: start(part + 1) - start(part) }).collect();
    for &position in positions {
        let part = (0..count).rev().find(|&part| start(part) <= position).unwrap_or(0);
        parts[part].freq += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn worked_example_of_the_source() {
        // Gries 2008, the letter `a` in a corpus of 50 letters in five parts: 1, 2, 3, 4, 5 occurrences
        // in parts of 9, 10, 10, 10 and 11; DP = 0.18.
        let parts = [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)].map(|(freq, size)| Part { freq, size });
        let found = dispersion("a", &parts);
        assert!((found.dp - 0.18).abs() < 1e-9, "{found:?}");
        assert_eq!((found.freq, found.parts), (15, 5));
    }

    #[test]
    fn even_spread_is_zero_and_one_small_part_is_near_one() {
        let even = [Part { freq: 2, size: 10 }, Part { freq: 4, size: 20 }];
        assert!(dispersion("x", &even).dp.abs() < 1e-12);
        let lumped = [Part { freq: 5, size: 1 }, Part { freq: 0, size: 99 }, Part { freq: 0, size: 0 }];
        let found = dispersion("x", &lumped);
        assert!((found.dp - 0.99).abs() < 1e-12);
        assert_eq!(found.parts, 2);
    }

    #[test]
    fn equal_parts_differ_by_one_word_at_most() {
        let parts = equal_parts(7, &[0, 2, 6], 3);
        assert_eq!(parts, [(1, 2), (1, 2), (1, 3)].map(|(freq, size)| Part { freq, size }));
    }

    proptest! {
        #[test]
        fn the_measure_stays_within_its_bounds_in_any_order(
            parts in proptest::collection::vec((0usize..9, 9usize..40), 1..9)
        ) {
            let mut parts: Vec<Part> = parts.into_iter().map(|(freq, size)| Part { freq, size }).collect();
            let found = dispersion("x", &parts);
            prop_assert!((0.0..=1.0).contains(&found.dp));
            parts.reverse();
            prop_assert!((dispersion("x", &parts).dp - found.dp).abs() < 1e-9);
        }

        #[test]
        fn cutting_keeps_every_word_and_occurrence(size in 1usize..200, count in 1usize..20, at in 0usize..200) {
            let parts = equal_parts(size, &[at.min(size - 1)], count);
            prop_assert_eq!(parts.iter().map(|part| part.size).sum::<usize>(), size);
            prop_assert_eq!(parts.iter().map(|part| part.freq).sum::<usize>(), 1);
        }
    }
}
