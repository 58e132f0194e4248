//! `wenlan list`

use super::Status;
use super::args::{Format, List};
use super::open::{Problems, collect, name, say_notices, write_each};
use super::output::Output;
use super::settings::Settings;
use crate::collection::Collection;
use crate::print::{json, list};

/// Lines that are made in one go: one alone is made faster than it is handed to a thread.
const LINES: usize = 64;

pub fn run(args: &List, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let known = Collection::known(&args.paths, &settings.ingest, settings.cache.as_ref());
    let (collection, mut problems) = match known {
        Some(known) => (known, Problems::new(settings.lang)),
        None => {
            let (collection, problems) = collect(&args.paths, settings);
            collection.learn();
            (collection, problems)
        }
    };
    let heap = collection.heap();
    write_each(heap, LINES, &mut problems, &mut output, |id| {
        let summary = heap.summarised(id)?;
        let path = name(heap, id);
        Ok(match args.format {
            Format::Text => list::line(&path, &summary, &style),
            Format::Json => json::line(&json::Listed::new(&path, &summary)),
        })
    })?;
    output.finish()?;
    collection.save();
    say_notices(&collection, settings);
    Ok(problems.status(Status::Done))
}
