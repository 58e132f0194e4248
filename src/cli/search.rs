//! `wenlan search`

use super::Status;
use super::args::{Format, Search};
use super::open::{name, open};
use super::ordered::ordered;
use super::output::Output;
use super::settings::Settings;
use crate::print::{json, search};
use crate::search::{Index, Query, Scope};

pub fn run(args: &Search, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let (heap, mut problems) = open(&args.paths, settings);
    let mut index = Index::default();
    ordered(
        heap.ids(),
        |id| (id, heap.document(id)),
        |(id, read)| {
            match read {
                Ok((document, _)) => index.put(id, &name(&heap, id), &document),
                Err(error) => problems.say(&error),
            }
            Ok::<(), std::convert::Infallible>(())
        },
    )?;
    let results = index.search(&Query::parse(&args.query), &Scope::Heap, heap.len());
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
