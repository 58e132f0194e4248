//! `wenlan list`

use super::Status;
use super::args::{Format, List};
use super::open::{collect, name, say_notices, write_each};
use super::output::Output;
use super::settings::Settings;
use crate::print::{json, list};

pub fn run(args: &List, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let (collection, mut problems) = collect(&args.paths, settings);
    collection.learn();
    let heap = collection.heap();
    write_each(heap, &mut problems, &mut output, |id| {
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
