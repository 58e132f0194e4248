//! All that the panel shows about a scope, made in one go on a worker thread.

use std::sync::Arc;

use rayon::prelude::*;

use super::{
    Against, Dated, Dispersion, DocumentCounts, Figure, Growth, HeapCounts, Keyness, Name, Node, Part, Piece,
    Report, StopWords, Totals, Trend, dispersion, duplicate_groups, figures, growth, keyness, names, parts,
    trend,
};
use crate::document::DocId;

/// A word's places on a line from the beginning of the scope to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// Occurrences in each of [`Plot::CELLS`] equal stretches.
    pub cells: Vec<usize>,
    pub dispersion: Dispersion,
}

impl Plot {
    pub const CELLS: usize = 80;

    /// Over the words of one document, or over the documents of several.
    pub(super) fn of(pieces: &[Piece], counts: &[DocumentCounts], node: &Node) -> Plot {
        let parts = parts(pieces, counts, node);
        let [only] = pieces else { return Plot::over(&parts, node.as_str()) };
        let (positions, size) = only.positions(node);
        let mut cells = vec![0; Plot::CELLS];
        for at in positions {
            cells[(at * Plot::CELLS / size.max(1)).min(Plot::CELLS - 1)] += 1;
        }
        Plot { cells, dispersion: dispersion(node.as_str(), &parts) }
    }

    /// Over documents, each as wide as the others.
    pub(super) fn over(documents: &[Part], word: &str) -> Plot {
        let mut cells = vec![0; Plot::CELLS];
        for (at, part) in documents.iter().enumerate() {
            cells[at * Plot::CELLS / documents.len()] += part.freq;
        }
        Plot { cells, dispersion: dispersion(word, documents) }
    }
}

/// Documents that are near-duplicates of each other, with their likeness to the first.
pub type Copies = Vec<(DocId, f64)>;

/// The statistics of a scope.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Study {
    /// Documents of the heap counted so far, and how many there are; equal when all is done.
    pub counted: usize,
    pub of: usize,
    pub report: Report,
    /// Against the rest of the heap; empty for the heap itself.
    pub keyness: Vec<Keyness>,
    pub figures: Vec<Figure>,
    pub names: Vec<Name>,
    /// Of the first keywords.
    pub plots: Vec<Plot>,
    /// Of the first keywords by period, where there are periods to compare.
    pub trends: Vec<Vec<Trend>>,
    pub growth: Vec<Growth>,
    pub copies: Vec<Copies>,
    /// Documents by length, the longest first.
    pub lengths: Vec<(DocId, usize)>,
}

/// Rows of keyness that are kept, and occurrences that a word needs to be among them.
const KEYNESS: usize = 200;
const LEAST_KEY: usize = 2;
/// Keywords that are plotted.
const PLOTS: usize = 10;
const GROWTH: usize = 40;

/// The statistics of some documents or parts of them, against those of the heap. Loads the dictionary on
/// first use.
pub fn study(pieces: &[Piece], heap: &Totals, stop_words: &StopWords) -> Study {
    let counts = super::count(pieces);
    let totals = Totals::of(&counts);
    let report_context = super::Context { heap: Some(heap), stop_words };
    let report = || match pieces {
        [piece] => super::piece_report(piece, &totals, report_context),
        _ => super::totals_report(&totals, report_context),
    };
    let figures = || -> Vec<Figure> {
        let found = pieces.par_iter().map(|piece| figures(piece.id, &piece.document, piece.blocks.clone()));
        found.flatten_iter().collect()
    };
    let (report, (figures, names)) = rayon::join(report, || rayon::join(figures, || names(pieces)));
    let mut keyness = keyness(&totals, Against::RestOf(heap), LEAST_KEY);
    keyness.truncate(KEYNESS);
    let plot = |word: &super::Keyword| Plot::of(pieces, &counts, &Node::word(&word.word));
    let words = counts.iter().map(|counts| counts.words.iter().map(|(w, freq)| (w.as_str(), *freq as usize)));
    Study {
        plots: report.keywords.iter().take(PLOTS).map(plot).collect(),
        keyness,
        figures,
        names,
        growth: growth(words, GROWTH),
        report,
        ..Study::default()
    }
}

impl Study {
    /// The statistics of many documents, from their kept counts alone: of the whole heap, or of `ids` of
    /// it, in path order; those that have not been counted yet are left out.
    pub fn of_counts(heap: &HeapCounts, ids: &[DocId], is_heap: bool, stop_words: &StopWords) -> Study {
        let whole = heap.totals();
        let totals = if is_heap { Arc::clone(&whole) } else { Arc::new(heap.totals_of(ids)) };
        let report_context = super::Context { heap: Some(&whole), stop_words };
        let report = super::totals_report(&totals, report_context);
        let mut keyness = match is_heap {
            true => Vec::new(),
            false => keyness(&totals, Against::RestOf(&whole), LEAST_KEY),
        };
        keyness.truncate(KEYNESS);
        let (ids, signatures) = heap.signatures(ids);
        let copies = duplicate_groups(&signatures)
            .into_iter()
            .map(|group| group.into_iter().map(|m| (ids[m.document], m.similarity)).collect())
            .collect();
        let length = |&id: &DocId| Some((id, heap.document(id)?.tally.characters.total()));
        let mut lengths: Vec<(DocId, usize)> = ids.iter().filter_map(length).collect();
        lengths.sort_by_key(|&(id, chars)| (std::cmp::Reverse(chars), id));
        let plotted: Vec<&str> = report.keywords.iter().take(PLOTS).map(|k| k.word.as_str()).collect();
        let frequencies = heap.frequencies(&ids, &plotted);
        let plot = |(at, word): (usize, &&str)| {
            let part = |(&id, found): (&DocId, &Vec<usize>)| Part { freq: found[at], size: heap.tokens(id) };
            Plot::over(&ids.iter().zip(&frequencies).map(part).collect::<Vec<_>>(), word)
        };
        let trend = |(at, word): (usize, &&str)| {
            let dated = ids.iter().zip(&frequencies).filter_map(|(&id, found)| {
                let published = heap.document(id)?.published?;
                Some(Dated { published, freq: found[at], words: heap.tokens(id) })
            });
            trend(word, dated.collect(), None)
        };
        Study {
            plots: plotted.iter().enumerate().map(plot).collect(),
            trends: plotted.iter().enumerate().map(trend).filter(|periods| periods.len() > 1).collect(),
            growth: heap.growth(&ids, GROWTH),
            report,
            keyness,
            copies,
            lengths,
            ..Study::default()
        }
    }
}

/// Two scopes: the other one's statistics, and the words that this one uses more or less.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub other: Arc<Study>,
    pub keyness: Vec<Keyness>,
}

impl Comparison {
    pub fn new(here: &Totals, there: &Totals, other: Arc<Study>) -> Comparison {
        let mut keyness = keyness(here, Against::Other(there), LEAST_KEY);
        keyness.truncate(KEYNESS);
        Comparison { other, keyness }
    }
}
