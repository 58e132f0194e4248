//! Vocabulary growth: how many distinct words there are after so many words.

use std::collections::HashSet;

use serde::Serialize;

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Growth {
    pub words: usize,
    pub types: usize,
}

/// The curve of a text given as stretches of words (paragraphs, or documents in path order): a point
/// after each stretch, thinned evenly to `points`; the last is always there.
pub fn growth<'a, W>(stretches: impl IntoIterator<Item = W>, points: usize) -> Vec<Growth>
where
    W: IntoIterator<Item = (&'a str, usize)>,
{
    let mut seen = HashSet::new();
    let mut words = 0;
    let curve: Vec<Growth> = stretches
        .into_iter()
        .map(|stretch| {
            for (word, freq) in stretch {
                words += freq;
                seen.insert(word);
            }
            Growth { words, types: seen.len() }
        })
        .collect();
    thinned(&curve, points)
}

/// So many points of a curve, evenly; the last is always there.
pub fn thinned(curve: &[Growth], points: usize) -> Vec<Growth> {
    let points = points.clamp(1, curve.len().max(1));
    (1..=points)
        .filter_map(|point| curve.get((point * curve.len() / points).checked_sub(1)?).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_add_up_and_types_only_once() {
        let stretches = [vec![("甲", 2), ("乙", 1)], vec![("甲", 3)], vec![("丙", 1)]];
        let curve = |points| {
            growth(stretches.iter().map(|s| s.iter().copied()), points)
                .into_iter()
                .map(|point| (point.words, point.types))
                .collect::<Vec<_>>()
        };
        assert_eq!(curve(9), [(3, 2), (6, 2), (7, 3)]);
        assert_eq!(curve(1), [(7, 3)]);
        assert!(growth(Vec::<Vec<(&str, usize)>>::new(), 5).is_empty());
    }
}
