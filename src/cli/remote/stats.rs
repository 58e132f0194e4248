//! `wenlan stats` of an index of a search engine: sources and dates over all of it, words over some documents,
//! and a word about which is which.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use rayon::prelude::*;
use serde::Serialize;

use super::{name, open, said};
use crate::cli::Status;
use crate::cli::args::{Stats, StatsScope, Table, TableFormat};
use crate::cli::open::Problems;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::document::DocId;
use crate::lang::{Lang, grouped};
use crate::print::stats::text as report_text;
use crate::print::{Style, json, table};
use crate::remote::{Entry, Remote};
use crate::search::Query;
use crate::stats::{self, Context, Node, Pairs, Piece, Reference, StopWords, Totals};

/// Documents whose words are counted.
const DOCUMENTS: usize = 1000;
/// Rows of a list of words where `--top` does not say.
const TOP: usize = 100;

pub fn run(place: &str, args: &Stats, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    let remote = open(place, settings)?;
    let own_list = settings.stop_words(args.stop_words.as_deref())?;
    let stop_words = own_list.as_ref().unwrap_or(StopWords::builtin());
    let (entries, all) = documents(&remote, &args.scope, lang)?;
    if entries.is_empty() {
        output.finish()?;
        return Ok(Status::NothingFound);
    }
    let names: Vec<String> = entries.iter().map(|entry| name(&remote, &entry.address)).collect();
    let pieces: Vec<Piece> =
        (0..).map(DocId).zip(entries).map(|(id, entry)| Piece::whole(id, Arc::new(entry.document))).collect();
    let counts: Vec<_> = pieces.par_iter().map(Piece::counts).collect();
    let mut totals = Totals::of(&counts);
    let mut counted_there = false;
    if args.scope == StatsScope::Heap
        && let Some(facets) = remote.facets().map_err(|fault| said(fault, lang))?
    {
        counted_there = true;
        let known = facets.sources.into_iter().map(|(source, count)| (Some(source), count));
        totals.sources = known.chain((facets.unknown > 0).then_some((None, facets.unknown))).collect();
        totals.dates = facets.days.into_iter().collect();
        totals.undated = facets.undated;
    }
    let style = output.style;
    let of = |id: DocId| names.get(id.0 as usize).cloned().unwrap_or_default();
    let node = |table: &str| {
        let word = args.word.as_deref().with_context(|| match lang {
            Lang::Zh => format!("{table} 表要用 --word 说明是哪个词"),
            Lang::En => format!("the table {table} is about a word: name it with --word"),
        })?;
        anyhow::Ok(if args.whole_word { Node::word(word) } else { Node::text(word) })
    };
    let text = match args.table {
        None if args.format != TableFormat::Csv => {
            let report = stats::totals_report(&totals, Context { heap: None, stop_words });
            match args.format {
                TableFormat::Json => json::line(&json::Report::new(&report)),
                _ => report_text(&report, &style),
            }
        }
        None | Some(Table::Counts) => write_rows(
            args,
            &style,
            vec![totals.counts()],
            usize::MAX,
            &["chars", "han", "words", "types", "sentences", "paragraphs", "sections", "captions", "documents"],
        )?,
        Some(Table::Words) => {
            let rows = stats::word_rows(&totals, args.min_freq, None);
            write_rows(args, &style, rows, TOP, &["word", "freq", "docs"])?
        }
        Some(Table::Keywords) => {
            let rows = stats::tf_idf(&totals, Reference::choose(None), stop_words, usize::MAX);
            let rows = rows.into_iter().filter(|row| row.freq >= args.min_freq).collect();
            write_rows(args, &style, rows, TOP, &["word", "freq", "weight"])?
        }
        Some(Table::Kwic) => {
            let node = node("kwic")?;
            let of_piece = |piece: &Piece| {
                stats::concordance(piece.id, &piece.document, piece.blocks.clone(), &node, args.context)
            };
            let lines: Vec<_> = pieces.par_iter().flat_map_iter(of_piece).collect();
            let rows = stats::kwic_rows(lines, of);
            write_rows(args, &style, rows, usize::MAX, &["path", "section", "line", "left", "node", "right"])?
        }
        Some(Table::Collocates) => {
            let node = node("collocates")?;
            let mut near = Pairs::default();
            let pairs: Vec<Pairs> = pieces.par_iter().map(|piece| Pairs::near(piece, &node, args.window)).collect();
            pairs.into_iter().for_each(|pairs| near.merge(pairs));
            let rows = near.collocates(&totals, args.window, args.min_freq);
            write_rows(args, &style, rows, TOP, &["word", "freq", "node_freq", "joint", "window", "log_dice"])?
        }
        Some(Table::Figures) => {
            let of_piece = |piece: &Piece| stats::figures(piece.id, &piece.document, piece.blocks.clone());
            let rows = stats::figure_rows(pieces.par_iter().flat_map_iter(of_piece).collect(), of);
            write_rows(args, &style, rows, usize::MAX, &["value", "unit", "kind", "text", "sentence", "path", "line"])?
        }
        Some(Table::Keyness | Table::Dispersion | Table::Trend | Table::Duplicates) => bail!(lang.pick(
            "这个表要读遍所有文档，不用于搜索引擎的索引；可用 counts、words、keywords、kwic、collocates、figures",
            "this table takes all documents and is not for an index of a search engine; there are counts, words, \
             keywords, kwic, collocates and figures",
        )),
    };
    if pieces.len() < all {
        let (read, all) = (grouped(pieces.len()), grouped(all));
        let problems = Problems::new(&args.paths, lang);
        let report = args.table.is_none() && counted_there;
        problems.hint(
            &match (lang, report) {
                (Lang::Zh, true) => format!("来源和日期是全部 {all} 篇的，其余只算了 {read} 篇"),
                (Lang::Zh, false) => format!("共 {all} 篇，只算了 {read} 篇"),
                (Lang::En, true) => {
                    format!("sources and dates are of all {all} documents, everything else of {read} of them")
                }
                (Lang::En, false) => format!("counted {read} of {all} documents"),
            },
            remote.name(),
        );
    }
    output.write(&text)?;
    output.finish()?;
    Ok(Status::Done)
}

/// The first rows of a table, in the format that was asked for.
fn write_rows<T: Serialize>(
    args: &Stats,
    style: &Style,
    mut rows: Vec<T>,
    top: usize,
    columns: &[&str],
) -> anyhow::Result<String> {
    let top = args.top.map_or(top, |top| if top == 0 { usize::MAX } else { top });
    rows.truncate(top);
    match args.format {
        TableFormat::Text => table::text(&rows, columns, style),
        TableFormat::Json => Ok(table::json(&rows)),
        TableFormat::Csv => table::csv(&rows, columns),
    }
}

/// The documents of the scope whose words are counted, and how many it has.
fn documents(remote: &Remote, scope: &StatsScope, lang: Lang) -> anyhow::Result<(Vec<Entry>, usize)> {
    match scope {
        StatsScope::Heap => remote.some(DOCUMENTS).map_err(|fault| said(fault, lang)),
        StatsScope::Search(query) => {
            let found =
                remote.search(&Query::parse(query), None, DOCUMENTS).map_err(|fault| said(fault, lang))?;
            let looked = found.entries.len();
            let matching: std::collections::HashSet<usize> =
                found.results.documents.iter().map(|found| found.document.0 as usize).collect();
            let entries = found.entries.into_iter().enumerate().filter(|(at, _)| matching.contains(at));
            let entries: Vec<Entry> = entries.map(|(_, entry)| entry).collect();
            // What was not looked at may match or not.
            let all = entries.len() + found.candidates.saturating_sub(looked);
            Ok((entries, all))
        }
        StatsScope::Section(_) => bail!(lang.pick(
            "搜索引擎的索引不能只取一节；请用 --scope search:…",
            "sections are not taken out of an index of a search engine; use --scope search:…",
        )),
    }
}
