//! The figures and names of a heap, found some documents at a time; what has been found can be shown after
//! each.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::names::{NameCounts, listed, names_of};
use super::{Figure, Kind, Name, Piece, figures};

/// Figures of a kind that are kept, the largest ones; more than anyone reads.
const FIGURES: usize = 1_000;

/// A search for figures and names through many documents.
#[derive(Debug, Default)]
pub struct Survey {
    figures: BTreeMap<Kind, Vec<Figure>>,
    places: BTreeMap<Kind, usize>,
    names: NameCounts,
}

/// What a survey has found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surveyed {
    /// In reading order; of each kind the largest.
    pub figures: Vec<Figure>,
    /// How many there are of each kind.
    pub places: BTreeMap<Kind, usize>,
    pub names: Vec<Name>,
    /// Documents looked through, and how many there are; equal when all is done.
    pub searched: usize,
    pub of: usize,
}

impl Survey {
    /// Looks through some more documents, on all cores.
    pub fn search(&mut self, pieces: &[Piece]) {
        let look =
            |piece: &Piece| (figures(piece.id, &piece.document, piece.blocks.clone()), names_of(piece));
        let found: Vec<_> = pieces.par_iter().map(look).collect();
        for (figures, names) in found {
            for figure in figures {
                *self.places.entry(figure.kind).or_default() += 1;
                let kept = self.figures.entry(figure.kind).or_default();
                kept.push(figure);
                if kept.len() >= 2 * FIGURES {
                    keep_largest(kept);
                }
            }
            super::names::merge(&mut self.names, names);
        }
    }

    /// What has been found in the first `searched` of so many documents.
    pub fn found(&self, searched: usize, of: usize) -> Surveyed {
        let largest = |kept: &Vec<Figure>| {
            let mut kept = kept.clone();
            keep_largest(&mut kept);
            kept
        };
        let mut figures: Vec<Figure> = self.figures.values().flat_map(largest).collect();
        figures.sort_by_key(|figure| figure.at);
        let (places, names) = (self.places.clone(), listed(&self.names));
        Surveyed { figures, places, names, searched, of }
    }
}

fn keep_largest(figures: &mut Vec<Figure>) {
    let larger = |a: &Figure, b: &Figure| -> Ordering { b.value.total_cmp(&a.value).then(a.at.cmp(&b.at)) };
    if figures.len() > FIGURES {
        figures.select_nth_unstable_by(FIGURES, larger);
        figures.truncate(FIGURES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Document};

    #[test]
    fn the_largest_are_kept_and_all_are_counted_in_whatever_portions_they_come() {
        let piece = |n: u32| {
            let text = format!("第一期投资{}万元，扩建码头{n}米。", n + 1);
            let block =
                Block { kind: BlockKind::Paragraph, text, spans: Vec::new(), repair: None, doubt: None };
            Piece::whole(DocId(n), Document { blocks: vec![block], ..Document::default() }.into())
        };
        let pieces: Vec<Piece> = (1..=2_500).map(piece).collect();
        let survey = |portion: usize| {
            let mut survey = Survey::default();
            pieces.chunks(portion).for_each(|pieces| survey.search(pieces));
            survey.found(2_500, 2_500)
        };
        let found = survey(7);
        assert_eq!(found, survey(999));
        assert_eq!((found.places[&Kind::Money], found.places[&Kind::Length]), (2_500, 2_500));
        let money: Vec<_> = found.figures.iter().filter(|figure| figure.kind == Kind::Money).collect();
        assert_eq!((money.len(), money[0].at.document), (FIGURES, DocId(1_501)));
    }
}
