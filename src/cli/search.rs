//! `wenlan search`

use super::Status;
use super::args::{Format, Search};
use super::open::{name, open};
use super::ordered::ordered;
use super::output::Output;
use super::settings::Settings;
use crate::print::{json, search};
use crate::search::{Builder, Index, Query, Record, Scope};

/// Bytes of text that are made searchable in one go.
const BATCH: usize = 8 << 20;

pub fn run(args: &Search, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
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
    let mut results = index.search(&query, &Scope::Heap, heap.len());
    if results.documents.is_empty() && !query.is_empty() {
        // Only what is not there as typed needs the vocabulary, and the dictionary's time to load.
        index.learn_words();
        results = index.search(&query, &Scope::Heap, heap.len());
    }
    for found in &results.documents {
        let Ok((document, summary)) = heap.document(found.document) else { continue };
        let path = name(&heap, found.document);
        output.write(&match args.format {
            Format::Text => search::text(&path, &document, &summary, found, &style),
            Format::Json => json::line(&json::FoundDocument::new(&path, &document, &summary, found)),
        })?;
    }
    output.finish()?;
    Ok(problems.status(if results.documents.is_empty() { Status::NothingFound } else { Status::Done }))
}
