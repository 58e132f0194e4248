//! `wenlan search`

use rayon::prelude::*;

use super::Status;
use super::args::{Format, Search};
use super::open::collect_indexed;
use super::output::Output;
use super::settings::Settings;
use crate::collection::Collection;
use crate::document::DocId;
use crate::print::{json, search};
use crate::search::{Found, Query, Results, Scope};

/// Documents whose texts are held at once while results are written.
const TEXTS: usize = 512;

pub fn run(args: &Search, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let (collection, problems) = collect_indexed(&args.paths, settings);
    let index = collection.index();
    let query = Query::parse(&args.query);
    let limit = if args.limit == 0 { index.len() } else { args.limit };
    let found = if args.only.files_only || args.only.null {
        let found = index.search_documents(&query, &Scope::Heap, limit);
        write_files(&found, &collection, args, &mut output)?;
        !found.is_empty()
    } else {
        let results = index.search(&query, &Scope::Heap, limit);
        write(&results, &collection, args, &mut output)?;
        let unknown = settings.lang.pick("没有一篇文档有这个词", "no document has this word");
        let in_part = results.nowhere.iter().filter(|_| !results.documents.is_empty());
        in_part.for_each(|word| problems.hint(unknown, word));
        !results.documents.is_empty()
    };
    for hint in &query.hints {
        problems.hint(hint.message(settings.lang), &args.query[hint.at.clone()]);
    }
    output.finish()?;
    Ok(problems.status(&collection, if found { Status::Done } else { Status::NothingFound }))
}

fn write_files(
    found: &[DocId],
    collection: &Collection,
    args: &Search,
    output: &mut Output,
) -> std::io::Result<()> {
    let end = if args.only.null { "\0" } else { "\n" };
    let names = collection.names(found);
    for name in found.iter().filter_map(|id| names.get(id)) {
        output.write_path(name)?;
        output.write(end)?;
    }
    Ok(())
}

fn write(
    results: &Results,
    collection: &Collection,
    args: &Search,
    output: &mut Output,
) -> std::io::Result<()> {
    let style = output.style;
    let index = collection.index();
    if args.only.count {
        let names = collection.names(&ids(&results.documents));
        let counted = |found: &Found| Some(search::count(names.get(&found.document)?, found, &style));
        return results.documents.iter().filter_map(counted).try_for_each(|text| output.write(&text));
    }
    for batch in results.documents.chunks(TEXTS) {
        let ids = ids(batch);
        let (names, records) = (collection.names(&ids), index.records(&ids));
        let printed = |found: &Found| {
            let (path, record) = (names.get(&found.document)?, records.get(&found.document)?);
            Some(match args.format {
                Format::Text => search::text(path, record, found, args.context, &style),
                Format::Json => json::line(&json::FoundDocument::new(path, record, found, args.context)),
            })
        };
        let printed: Vec<String> = batch.par_iter().filter_map(printed).collect();
        printed.iter().try_for_each(|text| output.write(text))?;
    }
    Ok(())
}

fn ids(found: &[Found]) -> Vec<DocId> {
    found.iter().map(|found| found.document).collect()
}
