//! `wenlan stats`

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use rayon::prelude::*;
use serde::Serialize;

use super::Status;
use super::args::{Sort, Stats, StatsScope, Table, TableFormat, Weight};
use super::open::{Problems, collect, collect_indexed, name, say_notices};
use super::output::Output;
use super::progress::Counting;
use super::settings::Settings;
use crate::collection::Collection;
use crate::document::DocId;
use crate::lang::Lang;
use crate::print::stats::text as report_text;
use crate::print::{Style, json, table};
use crate::search::{Query, Scope};
use crate::stats::{
    self, Against, Context, DEFAULT_STOP_WORDS, Dated, Node, Order, Pairs, Piece, Reference, Report,
    StopWords, Totals,
};

/// Rows of a list of words where `--top` does not say.
const TOP: usize = 100;
/// Words of a trend where neither `--word` nor `--top` says which.
const TREND: usize = 10;

pub fn run(args: &Stats, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    if args.list_stop_words {
        output.write(DEFAULT_STOP_WORDS)?;
        output.finish()?;
        return Ok(Status::Done);
    }
    let own_list = settings.stop_words(args.stop_words.as_deref())?;
    let (collection, mut problems) = match args.scope {
        StatsScope::Search(_) => {
            let (collection, mut problems) = collect_indexed(&args.paths, settings);
            count_all(&collection, &mut problems, settings);
            (collection, problems)
        }
        StatsScope::Heap | StatsScope::Section(_) => counted(&args.paths, settings),
    };
    let run = Run {
        args,
        settings,
        style,
        scope: within(&args.scope, &collection),
        collection,
        stop_words: own_list.as_ref().unwrap_or(StopWords::builtin()),
    };
    if run.scope.is_empty() {
        output.finish()?;
        return Ok(problems.status(&run.collection, Status::NothingFound));
    }
    let text = match args.table {
        None if args.format == TableFormat::Csv => run.table(Table::Counts, &mut problems)?,
        None => run.report(),
        Some(table) => run.table(table, &mut problems)?,
    };
    output.write(&text)?;
    output.finish()?;
    Ok(problems.status(&run.collection, Status::Done))
}

/// The documents under `paths` with their counts.
fn counted(paths: &[PathBuf], settings: &Settings) -> (Collection, Problems) {
    let (collection, mut problems) = collect(paths, settings);
    collection.learn();
    count_all(&collection, &mut problems, settings);
    collection.save();
    (collection, problems)
}

/// Counts what has not been counted, shows how far it has come, and says what could not be read.
fn count_all(collection: &Collection, problems: &mut Problems, settings: &Settings) {
    let bar = Counting::new(settings.lang.pick("正在统计", "counting"));
    collection.count_for(Duration::MAX, &mut |left, read| match read {
        Ok(()) => bar.tick(left),
        Err(error) => problems.unread(&error),
    });
    bar.finish();
    say_notices(collection, settings);
}

/// A document of the scope, or the sections of it that are meant.
struct Part {
    id: DocId,
    sections: Option<Vec<Range<usize>>>,
}

/// The part of the documents that the scope names, in path order.
fn within(scope: &StatsScope, collection: &Collection) -> Vec<Part> {
    let whole = |id| Part { id, sections: None };
    let all = collection.countable();
    match scope {
        StatsScope::Heap => all.into_iter().map(whole).collect(),
        StatsScope::Section(words) => {
            let sections = |id: DocId| {
                let (document, _) = collection.read_once(id).ok()?;
                let found = Piece::sections(id, &document, words);
                let sections: Vec<Range<usize>> = found.into_iter().map(|piece| piece.blocks).collect();
                (!sections.is_empty()).then_some(Part { id, sections: Some(sections) })
            };
            all.into_par_iter().filter_map(sections).collect()
        }
        StatsScope::Search(query) => {
            let index = collection.index();
            let found = index.search(&Query::parse(query), &Scope::Heap, index.len());
            let found: HashSet<DocId> = found.documents.iter().map(|found| found.document).collect();
            all.into_iter().filter(|id| found.contains(id)).map(whole).collect()
        }
    }
}

/// What the tables are made of.
struct Run<'a> {
    args: &'a Stats,
    settings: &'a Settings,
    style: Style,
    collection: Collection,
    scope: Vec<Part>,
    stop_words: &'a StopWords,
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
        let (totals, heap) = (self.totals(), self.collection.counts().totals());
        let context = Context { heap: Some(&heap), stop_words: self.stop_words };
        match self.only().as_ref() {
            Some(piece) => stats::piece_report(piece, &totals, context),
            None => stats::totals_report(&totals, context),
        }
    }

    fn ids(&self) -> Vec<DocId> {
        self.scope.iter().map(|part| part.id).collect()
    }

    fn is_whole(&self) -> bool {
        self.scope.iter().all(|part| part.sections.is_none())
    }

    /// The one piece that the scope is made of, if it is.
    fn only(&self) -> Option<Piece> {
        let [part] = self.scope.as_slice() else { return None };
        match self.pieces(part).as_slice() {
            [piece] => Some(piece.clone()),
            _ => None,
        }
    }

    fn pieces(&self, part: &Part) -> Vec<Piece> {
        // It could be read when it was counted; if it has gone since, there is nothing of it.
        let Ok((document, _)) = self.collection.read_once(part.id) else { return Vec::new() };
        let section = |blocks: &Range<usize>| Piece {
            id: part.id,
            document: Arc::clone(&document),
            blocks: blocks.clone(),
        };
        match &part.sections {
            None => vec![Piece::whole(part.id, document)],
            Some(sections) => sections.iter().map(section).collect(),
        }
    }

    /// What `look` finds in each piece of the scope, in order; only pieces that are being looked at are in
    /// memory.
    fn each<T: Send>(&self, look: impl Fn(&Piece) -> T + Sync) -> Vec<T> {
        let parts = self.scope.par_iter();
        parts.flat_map_iter(|part| self.pieces(part).iter().map(&look).collect::<Vec<T>>()).collect()
    }

    fn totals(&self) -> Arc<Totals> {
        if self.args.scope == StatsScope::Heap {
            self.collection.counts().totals()
        } else if self.is_whole() {
            Arc::new(self.collection.counts().totals_of(&self.ids()))
        } else {
            Arc::new(Totals::of(&self.each(Piece::counts)))
        }
    }

    /// How often each node stands in each piece, with the year of the piece and its size in words.
    fn spread(&self, nodes: &[Node]) -> Vec<Spread> {
        let counts = self.collection.counts();
        let year = |id: DocId| Some(counts.document(id)?.date?.year());
        let words: Option<Vec<&str>> = nodes.iter().map(Node::as_word).collect();
        if let (Some(words), true) = (words, self.is_whole()) {
            let ids = self.ids();
            let found = ids.iter().zip(counts.frequencies(&ids, &words));
            return found
                .map(|(&id, freqs)| Spread { year: year(id), freqs, size: counts.tokens(id) })
                .collect();
        }
        let dates: HashMap<DocId, Option<i16>> = self.ids().into_iter().map(|id| (id, year(id))).collect();
        drop(counts);
        self.each(|piece| {
            let counts = piece.counts();
            let freqs = nodes.iter().map(|node| stats::frequency(piece, &counts, node)).collect();
            Spread { year: dates.get(&piece.id).copied().flatten(), freqs, size: counts.tokens() }
        })
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
                        let (totals, heap) = (self.totals(), self.collection.counts().totals());
                        stats::tf_idf(&totals, Reference::choose(Some(&heap)), self.stop_words, usize::MAX)
                    }
                    Weight::TextRank => self.text_rank(),
                };
                let rows = rows.into_iter().filter(|row| row.freq >= min_freq).collect();
                self.write(rows, TOP, &["word", "freq", "weight"])
            }
            Table::Keyness => {
                let other = self.against(problems)?;
                let (totals, heap) = (self.totals(), self.collection.counts().totals());
                let against = other.as_deref().map_or(Against::RestOf(&heap), Against::Other);
                self.write(
                    stats::keyness(&totals, against, min_freq),
                    TOP,
                    &["word", "freq", "total", "ref_freq", "ref_total", "g2", "log_ratio", "p"],
                )
            }
            Table::Kwic => {
                let node = self.node("kwic")?;
                let found = self.each(|piece| {
                    stats::concordance(piece.id, &piece.document, piece.blocks.clone(), &node, args.context)
                });
                let mut lines = found.concat();
                match args.sort {
                    Sort::Text => {} // they are in path order
                    Sort::Left => stats::sort_concordance(&mut lines, Order::Left),
                    Sort::Right => stats::sort_concordance(&mut lines, Order::Right),
                }
                let rows = stats::kwic_rows(lines, |id| self.name(id));
                self.write(rows, usize::MAX, &["path", "section", "line", "left", "node", "right"])
            }
            Table::Collocates => {
                let node = self.node("collocates")?;
                let mut all = Pairs::default();
                self.each(|piece| Pairs::near(piece, &node, args.window))
                    .into_iter()
                    .for_each(|pairs| all.merge(pairs));
                let rows = all.collocates(&self.totals(), args.window, min_freq);
                self.write(rows, TOP, &["word", "freq", "node_freq", "joint", "window", "log_dice"])
            }
            Table::Figures => {
                let found = self
                    .each(|piece| stats::figures(piece.id, &piece.document, piece.blocks.clone()))
                    .concat();
                let rows = stats::figure_rows(found, |id| self.name(id));
                self.write(rows, usize::MAX, &["value", "unit", "kind", "text", "sentence", "path", "line"])
            }
            Table::Dispersion => {
                let nodes = self.nodes(TOP);
                let rows: Vec<_> = match self.only() {
                    Some(piece) => {
                        let piece = std::slice::from_ref(&piece);
                        let of =
                            |node| stats::dispersion(Node::as_str(node), &stats::parts(piece, &[], node));
                        nodes.iter().map(of).collect()
                    }
                    None => {
                        let spread = self.spread(&nodes);
                        let of = |(at, node): (usize, &Node)| {
                            let parts =
                                spread.iter().map(|s| stats::Part { freq: s.freqs[at], size: s.size });
                            stats::dispersion(node.as_str(), &parts.collect::<Vec<_>>())
                        };
                        nodes.iter().enumerate().map(of).collect()
                    }
                };
                self.write(rows, usize::MAX, &["word", "freq", "parts", "dp"])
            }
            Table::Trend => {
                let nodes = self.nodes(TREND);
                let spread = self.spread(&nodes);
                let of = |(at, node): (usize, &Node)| {
                    let dated = spread
                        .iter()
                        .filter_map(|s| Some(Dated { year: s.year?, freq: s.freqs[at], words: s.size }));
                    stats::trend(node.as_str(), dated)
                };
                let rows = nodes.iter().enumerate().flat_map(of).collect();
                self.write(rows, usize::MAX, &["word", "period", "freq", "per_million"])
            }
            Table::Duplicates => {
                let counts = self.collection.counts();
                let (ids, signatures) = counts.signatures(&self.ids());
                let rows = stats::duplicate_rows(&signatures, |at| self.name(ids[at]));
                self.write(rows, usize::MAX, &["group", "path", "similarity"])
            }
        }
    }

    fn name(&self, id: DocId) -> String {
        name(self.collection.heap(), id)
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
        let text = |piece: &Piece| {
            let blocks = piece.document.blocks[piece.blocks.clone()].iter();
            blocks.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
        };
        stats::text_rank(&self.each(text).join("\n"), &self.totals(), self.stop_words, usize::MAX)
    }

    /// The totals of `--against`; `None` where the rest of the heap is meant.
    fn against(&self, problems: &mut Problems) -> anyhow::Result<Option<Arc<Totals>>> {
        let lang = self.style.lang;
        let paths: &[PathBuf] = &self.args.against;
        if paths.is_empty() {
            anyhow::ensure!(
                self.args.scope != StatsScope::Heap,
                "{}",
                lang.pick(
                    "keyness 表要有比较对象：用 --against PATH 指明，或用 --scope 只取一部分与其余比较",
                    "keyness compares two texts: name the other with --against PATH, or take a part with --scope"
                )
            );
            return Ok(None);
        }
        let (other, more) = counted(paths, self.settings);
        problems.join(more);
        Ok(Some(other.counts().totals()))
    }
}

/// A node's occurrences in a piece, by node.
struct Spread {
    year: Option<i16>,
    freqs: Vec<usize>,
    size: usize,
}
