//! All that the panel shows about a scope, made in one go on a worker thread.

use super::{
    Against, Collocate, Dated, Dispersion, DocumentCounts, Figure, Growth, HeapCounts, Keyness, Line, Name,
    Node, Part, Piece, Report, StopWords, Totals, Trend, collocates, concordance, dispersion,
    duplicate_groups, figures, growth, keyness, names, parts, trend,
};
use std::sync::Arc;

use rayon::prelude::*;

use crate::document::DocId;

/// What a study is made against and with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The counts of the heap, as far as it has been counted.
    pub heap: &'a HeapCounts,
    /// All documents in path order.
    pub order: &'a [DocId],
    pub stop_words: &'a StopWords,
}

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
    fn of(pieces: &[Piece], counts: &[DocumentCounts], node: &Node) -> Plot {
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
    fn over(documents: &[Part], word: &str) -> Plot {
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
    /// Documents counted so far, and how many there are; equal when all is done.
    pub counted: usize,
    pub of: usize,
    pub report: Report,
    /// Against the rest of the heap; empty for the heap itself.
    pub keyness: Vec<Keyness>,
    pub figures: Vec<Figure>,
    pub names: Vec<Name>,
    /// Of the first keywords.
    pub plots: Vec<Plot>,
    /// Of the first keywords by year, where there are years to compare.
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

/// The statistics of some documents or parts of them. Loads the dictionary on first use.
pub fn study(pieces: &[Piece], context: Context) -> Study {
    let counts = super::count(pieces);
    let totals = Totals::of(&counts);
    let heap = context.heap.totals(None);
    let report_context = super::Context { heap: Some(&heap), stop_words: context.stop_words };
    let report = match pieces {
        [piece] if piece.is_whole() => super::document_report(&piece.document, report_context),
        [piece] => super::section_report(&piece.document, piece.blocks.clone(), report_context),
        _ => super::totals_report(&totals, report_context),
    };
    let mut keyness = keyness(&totals, Against::RestOf(&heap), LEAST_KEY);
    keyness.truncate(KEYNESS);
    let plot = |word: &super::Keyword| Plot::of(pieces, &counts, &Node::word(&word.word));
    let figures = pieces.iter().flat_map(|piece| figures(piece.id, &piece.document, piece.blocks.clone()));
    let words = counts.iter().map(|counts| counts.words.iter().map(|(w, freq)| (w.as_str(), *freq as usize)));
    Study {
        counted: context.heap.len(),
        of: context.order.len(),
        plots: report.keywords.iter().take(PLOTS).map(plot).collect(),
        keyness,
        figures: figures.collect(),
        names: names(pieces),
        growth: growth(words, GROWTH),
        report,
        ..Study::default()
    }
}

impl Study {
    /// The statistics of the whole heap, from its documents' counts alone.
    pub fn of_heap(context: Context) -> Study {
        let (heap, order) = (context.heap, context.order);
        let totals = heap.totals(None);
        let report_context = super::Context { heap: Some(&totals), stop_words: context.stop_words };
        let report = super::totals_report(&totals, report_context);
        let plotted: Vec<String> = report.keywords.iter().take(PLOTS).map(|k| k.word.clone()).collect();
        let (ids, signatures) = heap.signatures(order);
        let copies = duplicate_groups(&signatures)
            .into_iter()
            .map(|group| group.into_iter().map(|m| (ids[m.document], m.similarity)).collect())
            .collect();
        let mut lengths: Vec<(DocId, usize)> = heap.lengths().collect();
        lengths.sort_by_key(|&(id, chars)| (std::cmp::Reverse(chars), id));
        let words = order.iter().filter_map(|&id| Some(heap.document(id)?.1));
        Study {
            counted: heap.len(),
            of: order.len(),
            plots: plotted.iter().map(|word| heap_plot(heap, &ids, word)).collect(),
            trends: plotted.iter().map(|word| heap_trend(heap, &ids, word)).filter(|t| t.len() > 1).collect(),
            growth: growth(words, GROWTH),
            report,
            copies,
            lengths,
            ..Study::default()
        }
    }
}

fn heap_plot(heap: &HeapCounts, ids: &[DocId], word: &str) -> Plot {
    let part = |&id: &DocId| Part { freq: heap.frequency(id, word), size: heap.tokens(id) };
    Plot::over(&ids.iter().map(part).collect::<Vec<_>>(), word)
}

fn heap_trend(heap: &HeapCounts, ids: &[DocId], word: &str) -> Vec<Trend> {
    let dated = ids.iter().filter_map(|&id| {
        let (counts, _) = heap.document(id)?;
        Some(Dated { year: counts.date?.year(), freq: heap.frequency(id, word), words: heap.tokens(id) })
    });
    trend(word, dated)
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

/// A word looked up in a scope: its lines, its company and its spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    pub node: Node,
    pub lines: Vec<Line>,
    pub collocates: Vec<Collocate>,
    /// With what the collocates were found.
    pub company: Company,
    pub plot: Plot,
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

/// Looks a word up. `heap` are the counts of the pieces, where they are whole documents and counted.
pub fn look_up(pieces: &[Piece], node: &Node, company: Company, heap: Option<&HeapCounts>) -> Concordance {
    let found: Vec<(&Piece, Vec<Line>)> = pieces
        .par_iter()
        .map(|piece| (piece, concordance(piece.id, &piece.document, piece.blocks.clone(), node, CONTEXT)))
        .collect();
    let holders: Vec<Piece> =
        found.iter().filter(|(_, lines)| !lines.is_empty()).map(|(piece, _)| (*piece).clone()).collect();
    let (totals, plot) = match heap {
        Some(heap) => {
            let part = |(piece, lines): &(&Piece, Vec<Line>)| Part {
                freq: lines.len(),
                size: heap.tokens(piece.id),
            };
            (heap.totals(None), Plot::over(&found.iter().map(part).collect::<Vec<_>>(), node.as_str()))
        }
        None => {
            let counts = super::count(pieces);
            (Totals::of(&counts), Plot::of(pieces, &counts, node))
        }
    };
    Concordance {
        node: node.clone(),
        lines: found.into_iter().flat_map(|(_, lines)| lines).collect(),
        collocates: collocates(&holders, &totals, node, company.window, company.least),
        company,
        plot,
    }
}
