//! A word looked up in a scope: its lines, its company and its spread. A whole heap is looked through some
//! documents at a time, and what has been found can be shown after each.

use std::collections::HashMap;

use rayon::prelude::*;

use super::collocates::Pairs;
use super::study::Plot;
use super::{Collocate, Line, Node, Part, Piece, Totals, concordance};
use crate::document::DocId;

/// A word with its contexts, as far as it has been looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    pub node: Node,
    /// In reading order; the first [`LINES`] of them.
    pub lines: Vec<Line>,
    /// Places at which it stands.
    pub places: usize,
    pub collocates: Vec<Collocate>,
    /// With what the collocates were found.
    pub company: Company,
    pub plot: Plot,
    /// Documents looked through, and how many there are; equal when all is done.
    pub searched: usize,
    pub of: usize,
}

/// The parameters of collocations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Company {
    /// Words on either side of the node.
    pub window: usize,
    /// Occurrences together that a collocation takes.
    pub least: usize,
}

impl Default for Company {
    fn default() -> Company {
        Company { window: 5, least: 2 }
    }
}

/// Characters of a line's contexts.
const CONTEXT: usize = 60;
/// Lines that are kept; more than anyone reads.
pub const LINES: usize = 10_000;

/// A search for a word through many documents.
#[derive(Debug)]
pub struct LookUp {
    pub node: Node,
    pub company: Company,
    lines: Vec<Line>,
    places: HashMap<DocId, usize>,
    pairs: Pairs,
}

impl LookUp {
    pub fn new(node: Node, company: Company) -> LookUp {
        let (lines, places, pairs) = Default::default();
        LookUp { node, company, lines, places, pairs }
    }

    /// Looks through some more documents, on all cores; they follow those before in reading order.
    pub fn search(&mut self, pieces: &[Piece]) {
        let (node, window) = (&self.node, self.company.window);
        let look = |piece: &Piece| {
            let lines = concordance(piece.id, &piece.document, piece.blocks.clone(), node, CONTEXT);
            let pairs = if lines.is_empty() { Pairs::default() } else { Pairs::near(piece, node, window) };
            (lines, pairs)
        };
        let found: Vec<_> = pieces.par_iter().map(look).collect();
        for (piece, (lines, pairs)) in pieces.iter().zip(found) {
            if !lines.is_empty() {
                *self.places.entry(piece.id).or_default() += lines.len();
            }
            self.lines.extend(lines.into_iter().take(LINES.saturating_sub(self.lines.len())));
            self.pairs.merge(pairs);
        }
    }

    /// What has been found in the first `searched` of some documents, given with their sizes in words.
    /// Collocates are told where the totals of all are known and all have been looked through: before,
    /// they would be wrong.
    pub fn found(
        &self,
        documents: &[(DocId, usize)],
        searched: usize,
        totals: Option<&Totals>,
    ) -> Concordance {
        let part = |&(id, size): &(DocId, usize)| Part {
            freq: self.places.get(&id).copied().unwrap_or_default(),
            size,
        };
        let parts: Vec<Part> = documents.iter().map(part).collect();
        let Company { window, least } = self.company;
        let totals = totals.filter(|_| searched >= documents.len());
        Concordance {
            node: self.node.clone(),
            lines: self.lines.clone(),
            places: self.places.values().sum(),
            collocates: totals.map(|all| self.pairs.collocates(all, window, least)).unwrap_or_default(),
            company: self.company,
            plot: Plot::over(&parts, self.node.as_str()),
            searched,
            of: documents.len(),
        }
    }
}

/// Looks a word up in a few documents or parts of one.
pub fn look_up(pieces: &[Piece], node: &Node, company: Company) -> Concordance {
    let counts = super::count(pieces);
    let mut search = LookUp::new(node.clone(), company);
    search.search(pieces);
    let sizes: Vec<(DocId, usize)> =
        pieces.iter().zip(&counts).map(|(piece, counts)| (piece.id, counts.tokens())).collect();
    let found = search.found(&sizes, sizes.len(), Some(&Totals::of(&counts)));
    Concordance { plot: Plot::of(pieces, &counts, node), ..found }
}
