//! `wenlan list`

use super::Status;
use super::args::{Format, List};
use super::open::{Problems, collect, found, name, say_notices, write_each};
use super::output::Output;
use super::settings::Settings;
use crate::collection::Collection;
use crate::ingest::{self, Met, Skipped};
use crate::print::{json, list};

/// Lines that are made in one go: one alone is made faster than it is handed to a thread.
const LINES: usize = 64;

pub fn run(args: &List, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    if args.skipped {
        return skipped(args, settings, output);
    }
    let style = output.style;
    let known = Collection::known(&args.paths, &settings.ingest, settings.cache.as_ref());
    let (collection, mut problems) = match known {
        Some(known) => (known, Problems::new(&args.paths, settings.lang)),
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
    Ok(problems.status(&collection, found(heap)))
}

/// `wenlan list --skipped`: every file that was passed over, then those that could not be read.
fn skipped(args: &List, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let (collection, mut problems) = collect(&args.paths, settings);
    collection.learn();
    let heap = collection.heap();
    let style = output.style;
    let mut any = false;
    let mut write = |line: list::Skipped| {
        any = true;
        output.write(&match args.format {
            Format::Text => list::skipped(&line, &style),
            Format::Json => json::line(&line),
        })
    };
    let mut passed = Vec::new();
    ingest::scan(&args.paths, heap.options(), &mut |met| match met {
        Met::Document(file) => ingest::expand(file, heap.options(), &mut |met| {
            if let Met::Skipped(skipped) = met {
                passed.push(skipped);
            }
        }),
        Met::Skipped(skipped) => passed.push(skipped),
        // Said by the walk of the collection.
        Met::Failed(_) => {}
    });
    for Skipped { name, kind } in &passed {
        write(list::Skipped {
            path: name,
            kind: Some(kind.label(settings.lang)),
            documents: 1,
            problem: None,
        })?;
    }
    for id in heap.ids() {
        if let Err(error) = heap.summarised(id) {
            problems.unread(&error);
        }
    }
    for (file, documents, problem) in problems.take_unread() {
        write(list::Skipped { path: &file, kind: None, documents, problem: Some(&problem) })?;
    }
    output.finish()?;
    collection.save();
    Ok(if any { Status::Done } else { Status::NothingFound })
}
