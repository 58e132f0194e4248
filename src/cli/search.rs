//! `wenlan search`

use std::collections::HashSet;

use super::Status;
use super::args::{Format, Search};
use super::open::{name, open};
use super::ordered::ordered;
use super::output::Output;
use super::settings::Settings;
use crate::heap::Heap;
use crate::print::{json, search};
use crate::search::{Builder, Index, Query, Record, Results, Scope};

/// Bytes of text that are made searchable in one go.
const BATCH: usize = 8 << 20;
/// Documents whose texts are held at once while results are written.
const TEXTS: usize = 64;

pub fn run(args: &Search, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let (heap, mut problems) = open(&args.paths, settings);
    let (index, mut batch) = (Index::default(), Builder::default());
    ordered(
        heap.ids(),
        |id| (id, heap.document(id)),
        |(id, read)| {
            match read {
                Ok((document, _)) => batch.push(id, &Record::new(&name(&heap, id), &document)),
                Err(error) => problems.say(&error),
            }
            if batch.bytes() >= BATCH {
                index.add(std::mem::take(&mut batch));
            }
            Ok::<(), std::convert::Infallible>(())
        },
    )?;
    index.add(batch);
    let query = Query::parse(&args.query);
    let limit = if args.limit == 0 { heap.len() } else { args.limit };
    let mut results = index.search(&query, &Scope::Heap, limit);
    if results.documents.is_empty() && !query.is_empty() {
        // Only what is not there as typed needs the vocabulary, and the dictionary's time to load.
        index.learn_words();
        results = index.search(&query, &Scope::Heap, limit);
    }
    for hint in &query.hints {
        problems.hint(hint.message(settings.lang), &args.query[hint.at.clone()]);
    }
    write(&results, &heap, &index, args, &mut output)?;
    output.finish()?;
    Ok(problems.status(if results.documents.is_empty() { Status::NothingFound } else { Status::Done }))
}

fn write(
    results: &Results,
    heap: &Heap,
    index: &Index,
    args: &Search,
    output: &mut Output,
) -> std::io::Result<()> {
    let style = output.style;
    if args.only.files_only || args.only.null {
        let end = if args.only.null { '\0' } else { '\n' };
        let mut seen = HashSet::new();
        let files = results.documents.iter().filter_map(|found| heap.source(found.document));
        for file in files.map(|source| source.file_name()) {
            if seen.insert(file.clone()) {
                output.write(&format!("{file}{end}"))?;
            }
        }
        return Ok(());
    }
    for batch in results.documents.chunks(TEXTS) {
        let records = index.records(&batch.iter().map(|found| found.document).collect::<Vec<_>>());
        for found in batch {
            let path = name(heap, found.document);
            if args.only.count {
                output.write(&search::count(&path, found, &style))?;
            } else if let Some(record) = records.get(&found.document) {
                output.write(&match args.format {
                    Format::Text => search::text(&path, record, found, args.context, &style),
                    Format::Json => json::line(&json::FoundDocument::new(&path, record, found, args.context)),
                })?;
            }
        }
    }
    Ok(())
}
