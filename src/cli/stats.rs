//! `wenlan stats`

use std::path::PathBuf;

use anyhow::Context as _;
use rayon::prelude::*;
use serde::Serialize;

use super::Status;
use super::args::{Sort, Stats, StatsScope, Table, TableFormat, Weight};
use super::open::{Problems, name, open};
use super::ordered::ordered;
use super::output::Output;
use super::settings::Settings;
use crate::heap::Heap;
use crate::lang::Lang;
use crate::print::stats::text as report_text;
use crate::print::{Style, json, table};
use crate::search::{Index, Query, Scope};
use crate::stats::{
    self, Against, Context, Dated, DocumentCounts, Node, Order, Piece, Reference, Report, StopWords, Totals,
};

/// Rows of a list of words where `--top` does not say.
const TOP: usize = 100;
/// Words of a trend where neither `--word` nor `--top` says which.
const TREND: usize = 10;

pub fn run(args: &Stats, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let (heap, mut problems) = open(&args.paths, settings);
    let all = read(&heap, &mut problems);
    let pieces = within(&args.scope, &all, &heap);
    if pieces.is_empty() {
        output.finish()?;
        return Ok(problems.status(Status::NothingFound));
    }
    let own_list = args.stop_words.as_ref().map(|file| {
        StopWords::read(file).with_context(|| format!("{}: the list of stop words", file.display()))
    });
    let own_list = own_list.transpose()?;
    let run = Run {
        args,
        settings,
        style,
        name: &|id| name(&heap, id),
        is_heap: args.scope == StatsScope::Heap,
        stop_words: own_list.as_ref().unwrap_or(StopWords::builtin()),
        counts: stats::count(&pieces),
        all,
        pieces,
    };
    let text = match args.table {
        None if args.format == TableFormat::Csv => run.table(Table::Counts, &mut problems)?,
        None => run.report(),
        Some(table) => run.table(table, &mut problems)?,
    };
    output.write(&text)?;
    output.finish()?;
    Ok(problems.status(Status::Done))
}

/// All documents of the heap, in path order.
fn read(heap: &Heap, problems: &mut Problems) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let Ok(()) = ordered(
        heap.ids(),
        |id| (id, heap.document(id)),
        |(id, read)| {
            match read {
                Ok((document, _)) => pieces.push(Piece::whole(id, document)),
                Err(error) => problems.unread(&error),
            }
            Ok::<(), std::convert::Infallible>(())
        },
    );
    pieces
}

/// The part of the documents that the scope names, in path order.
fn within(scope: &StatsScope, all: &[Piece], heap: &Heap) -> Vec<Piece> {
    match scope {
        StatsScope::Heap => all.to_vec(),
        StatsScope::Section(words) => {
            all.iter().flat_map(|piece| Piece::sections(piece.id, &piece.document, words)).collect()
        }
        StatsScope::Search(query) => {
            let index = Index::default();
            for piece in all {
                index.put(piece.id, &name(heap, piece.id), &piece.document);
            }
            let found = index.search(&Query::parse(query), &Scope::Heap, all.len());
            let found: Vec<_> = found.documents.iter().map(|found| found.document).collect();
            all.iter().filter(|piece| found.contains(&piece.id)).cloned().collect()
        }
    }
}

/// What the tables are made of.
struct Run<'a> {
    args: &'a Stats,
    settings: &'a Settings,
    style: Style,
    name: &'a dyn Fn(crate::document::DocId) -> String,
    is_heap: bool,
    stop_words: &'a StopWords,
    /// The whole heap, and the scope in it with its counts.
    all: Vec<Piece>,
    pieces: Vec<Piece>,
    counts: Vec<DocumentCounts>,
}

impl Run<'_> {
    fn report(&self) -> String {
        let report = self.make_report();
        match self.args.format {
            TableFormat::Json => json::line(&json::Report::new(&report)),
            TableFormat::Text | TableFormat::Csv => report_text(&report, &self.style),
        }
    }

    fn make_report(&self) -> Report {
        let heap = self.heap_totals();
        let context = Context { heap: Some(&heap), stop_words: self.stop_words };
        match self.pieces.as_slice() {
            [piece] if piece.is_whole() => stats::document_report(&piece.document, context),
            [piece] => stats::section_report(&piece.document, piece.blocks.clone(), context),
            _ => stats::totals_report(&self.totals(), context),
        }
    }

    fn totals(&self) -> Totals {
        Totals::of(&self.counts)
    }

    fn heap_totals(&self) -> Totals {
        if self.is_heap { self.totals() } else { Totals::of(&stats::count(&self.all)) }
    }

    fn table(&self, which: Table, problems: &mut Problems) -> anyhow::Result<String> {
        let (args, min_freq) = (self.args, self.args.min_freq);
        match which {
            Table::Counts => self.write(
                vec![self.totals().counts()],
                usize::MAX,
                &[
                    "chars",
                    "han",
                    "words",
                    "types",
                    "hapaxes",
                    "sentences",
                    "paragraphs",
                    "sections",
                    "captions",
                    "mattr",
                    "removed_share",
                    "documents",
                ],
            ),
            Table::Words => {
                self.write(stats::word_rows(&self.totals(), min_freq, None), TOP, &["word", "freq", "docs"])
            }
            Table::Keywords => {
                let rows = match args.weight {
                    Weight::TfIdf => {
                        let (totals, heap) = (self.totals(), self.heap_totals());
                        stats::tf_idf(&totals, Reference::choose(Some(&heap)), self.stop_words, usize::MAX)
                    }
                    Weight::TextRank => self.text_rank(),
                };
                let rows = rows.into_iter().filter(|row| row.freq >= min_freq).collect();
                self.write(rows, TOP, &["word", "freq", "weight"])
            }
            Table::Keyness => {
                let other = self.against(problems)?;
                let totals = self.totals();
                let heap;
                let against = match &other {
                    Some(other) => Against::Other(other),
                    None => {
                        heap = self.heap_totals();
                        Against::RestOf(&heap)
                    }
                };
                self.write(
                    stats::keyness(&totals, against, min_freq),
                    TOP,
                    &["word", "freq", "total", "ref_freq", "ref_total", "g2", "log_ratio", "p"],
                )
            }
            Table::Kwic => {
                let node = self.node("kwic")?;
                let lines = self.pieces.par_iter().map(|piece| {
                    stats::concordance(piece.id, &piece.document, piece.blocks.clone(), &node, args.context)
                });
                let mut lines: Vec<_> = lines.flatten_iter().collect();
                match args.sort {
                    Sort::Text => {} // they are in path order
                    Sort::Left => stats::sort_concordance(&mut lines, Order::Left),
                    Sort::Right => stats::sort_concordance(&mut lines, Order::Right),
                }
                let rows = stats::kwic_rows(lines, self.name);
                self.write(rows, usize::MAX, &["path", "section", "line", "left", "node", "right"])
            }
            Table::Collocates => {
                let node = self.node("collocates")?;
                let rows = stats::collocates(&self.pieces, &self.totals(), &node, args.window, min_freq);
                self.write(rows, TOP, &["word", "freq", "node_freq", "joint", "window", "log_dice"])
            }
            Table::Figures => {
                let figures = self
                    .pieces
                    .par_iter()
                    .map(|piece| stats::figures(piece.id, &piece.document, piece.blocks.clone()));
                let rows = stats::figure_rows(figures.flatten_iter().collect(), self.name);
                self.write(rows, usize::MAX, &["value", "unit", "kind", "text", "sentence", "path", "line"])
            }
            Table::Dispersion => {
                let of = |node: &Node| {
                    stats::dispersion(node.as_str(), &stats::parts(&self.pieces, &self.counts, node))
                };
                self.write(
                    self.nodes(TOP).iter().map(of).collect(),
                    usize::MAX,
                    &["word", "freq", "parts", "dp"],
                )
            }
            Table::Trend => {
                let of = |node: &Node| {
                    let dated = self.pieces.iter().zip(&self.counts).filter_map(|(piece, counts)| {
                        let (freq, words) = (stats::frequency(piece, counts, node), counts.tokens());
                        Some(Dated { year: counts.date?.year(), freq, words })
                    });
                    stats::trend(node.as_str(), dated)
                };
                let rows = self.nodes(TREND).iter().flat_map(of).collect();
                self.write(rows, usize::MAX, &["word", "period", "freq", "per_million"])
            }
            Table::Duplicates => {
                let rows = stats::duplicate_rows(&stats::signatures(&self.pieces), |at| {
                    (self.name)(self.pieces[at].id)
                });
                self.write(rows, usize::MAX, &["group", "path", "similarity"])
            }
        }
    }

    fn write<T: Serialize>(&self, mut rows: Vec<T>, top: usize, columns: &[&str]) -> anyhow::Result<String> {
        let top = self.args.top.map_or(top, |top| if top == 0 { usize::MAX } else { top });
        rows.truncate(top);
        match self.args.format {
            TableFormat::Text => table::text(&rows, columns, &self.style),
            TableFormat::Json => Ok(table::json(&rows)),
            TableFormat::Csv => table::csv(&rows, columns),
        }
    }

    fn given_node(&self) -> Option<Node> {
        let word = self.args.word.as_deref()?;
        Some(if self.args.whole_word { Node::word(word) } else { Node::text(word) })
    }

    fn node(&self, table: &str) -> anyhow::Result<Node> {
        let lang = self.style.lang;
        self.given_node().with_context(|| match lang {
            Lang::Zh => format!("{table} 表要用 --word 说明是哪个词"),
            Lang::En => format!("the table {table} is about a word: name it with --word"),
        })
    }

    /// The word given, else the most frequent words of the scope that are no stop words.
    fn nodes(&self, most: usize) -> Vec<Node> {
        if let Some(node) = self.given_node() {
            return vec![node];
        }
        let rows = stats::word_rows(&self.totals(), self.args.min_freq, Some(self.stop_words));
        rows.iter().take(self.args.top.unwrap_or(most)).map(|row| Node::word(&row.word)).collect()
    }

    fn text_rank(&self) -> Vec<stats::Keyword> {
        let texts = self.pieces.iter().flat_map(|piece| &piece.document.blocks[piece.blocks.clone()]);
        let text: Vec<&str> = texts.map(|block| block.text.as_str()).collect();
        stats::text_rank(&text.join("\n"), &self.totals(), self.stop_words, usize::MAX)
    }

    /// The totals of `--against`; `None` where the rest of the heap is meant.
    fn against(&self, problems: &mut Problems) -> anyhow::Result<Option<Totals>> {
        let lang = self.style.lang;
        let paths: &[PathBuf] = &self.args.against;
        if paths.is_empty() {
            anyhow::ensure!(
                !self.is_heap,
                "{}",
                lang.pick(
                    "keyness 表要有比较对象：用 --against PATH 指明，或用 --scope 只取一部分与其余比较",
                    "keyness compares two texts: name the other with --against PATH, or take a part with --scope"
                )
            );
            return Ok(None);
        }
        let (heap, more) = open(paths, self.settings);
        problems.join(more);
        Ok(Some(Totals::of(&stats::count(&read(&heap, problems)))))
    }
}
