//! `wenlan stats` of an index of a search engine: sources and dates over all of it, the tables over some documents,
//! and a word about which is which.

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::bail;
use rayon::prelude::*;

use super::{name, open, said};
use crate::cli::Status;
use crate::cli::args::{Stats, TableFormat};
use crate::cli::open::Problems;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::stats::{asked, selection, table_of, wanted_table};
use crate::collection::Selection;
use crate::document::{DocId, Document};
use crate::lang::{Lang, grouped};
use crate::print::json;
use crate::print::stats::text as report_text;
use crate::remote::{Entry, Remote};
use crate::search::Query;
use crate::stats::{
    Context, DocumentCounts, Excerpt, HeapCounts, Scope, Signature, StopWords, Texts, totals_report,
};

/// Documents whose words are counted.
const DOCUMENTS: usize = 1000;

/// The documents that were fetched; they are numbered as they came.
struct Fetched {
    documents: Vec<Arc<Document>>,
    names: Vec<String>,
}

impl Texts for Fetched {
    fn read(&self, id: DocId) -> Option<Arc<Document>> {
        self.documents.get(id.0 as usize).cloned()
    }

    fn path(&self, id: DocId) -> String {
        self.names.get(id.0 as usize).cloned().unwrap_or_default()
    }

    fn candidates(&self, _: &str) -> Option<HashSet<DocId>> {
        None
    }
}

pub fn run(place: &str, args: &Stats, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let lang = settings.lang;
    let remote = open(place, settings)?;
    let own_list = settings.stop_words(args.stop_words.as_deref())?;
    let stop_words = own_list.as_ref().unwrap_or(StopWords::builtin());
    let (table, asked) = (wanted_table(args), asked(args, lang)?);
    if table.is_some_and(|table| table.name == "keyness") {
        bail!(lang.pick(
            "keyness 要与其余文档比较，须读遍所有文档，不用于搜索引擎的索引",
            "keyness compares with all other documents and is not for an index of a search engine",
        ));
    }
    let selection = selection(&args.scope, settings)?;
    let (entries, all) = documents(&remote, &selection, lang)?;
    if entries.is_empty() {
        output.finish()?;
        return Ok(Status::NothingFound);
    }
    let names: Vec<String> = entries.iter().map(|entry| name(&remote, &entry.address)).collect();
    let documents: Vec<Arc<Document>> = entries.into_iter().map(|entry| Arc::new(entry.document)).collect();
    let of_each: Vec<(DocumentCounts, Signature)> = documents
        .par_iter()
        .map(|document| (DocumentCounts::of(document), Signature::of(document)))
        .collect();
    let mut counts = HeapCounts::default();
    for (id, (of_document, signature)) in (0..).map(DocId).zip(of_each) {
        counts.put(id, None, of_document, signature);
    }
    let read = documents.len();
    let excerpts: Vec<Excerpt> = (0..).map(DocId).take(read).map(|id| Excerpt { id, blocks: None }).collect();
    let fetched = Fetched { documents, names };
    let scope = Scope { excerpts: &excerpts, is_heap: true, counts: &counts, texts: &fetched, stop_words };
    let mut counted_there = false;
    match table {
        Some(table) => table_of(table, &scope, &asked, args, &mut output)?,
        None => {
            let mut totals = Arc::unwrap_or_clone(scope.totals());
            if selection.is_heap()
                && let Some(facets) = remote.facets().map_err(|fault| said(fault, lang))?
            {
                counted_there = true;
                let known = facets.sources.into_iter().map(|(source, count)| (Some(source), count));
                totals.sources =
                    known.chain((facets.unknown > 0).then_some((None, facets.unknown))).collect();
                totals.dates = facets.days.into_iter().collect();
                totals.undated = facets.undated;
            }
            let report = totals_report(&totals, Context { heap: None, stop_words });
            let style = output.style;
            output.write(&match args.format {
                TableFormat::Json => json::line(&json::Report::new(&report)),
                TableFormat::Text | TableFormat::Csv => report_text(&report, &style),
            })?;
        }
    }
    if read < all {
        let (read, all) = (grouped(read), grouped(all));
        let problems = Problems::new(&args.paths, lang);
        problems.hint(
            &match (lang, counted_there) {
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
    output.finish()?;
    Ok(Status::Done)
}

/// The documents of the scope whose words are counted, and how many it has.
fn documents(remote: &Remote, selection: &Selection, lang: Lang) -> anyhow::Result<(Vec<Entry>, usize)> {
    if selection.is_heap() {
        return remote.some(DOCUMENTS).map_err(|fault| said(fault, lang));
    }
    let Some(query) = selection.as_query() else {
        bail!(lang.pick(
            "搜索引擎的索引只能取 search=、date=、source= 这些范围",
            "of an index of a search engine there are the scopes search=, date= and source=",
        ));
    };
    let found = remote.search(&Query::parse(&query), None, DOCUMENTS).map_err(|fault| said(fault, lang))?;
    let looked = found.entries.len();
    let matching: HashSet<usize> =
        found.results.documents.iter().map(|found| found.document.0 as usize).collect();
    let entries = found.entries.into_iter().enumerate().filter(|(at, _)| matching.contains(at));
    let entries: Vec<Entry> = entries.map(|(_, entry)| entry).collect();
    // What was not looked at may match or not.
    let all = entries.len() + found.candidates.saturating_sub(looked);
    Ok((entries, all))
}
