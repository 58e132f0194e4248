//! `wenlan list`

use super::Status;
use super::args::{Format, List};
use super::open::{name, open, write_each};
use super::output::Output;
use super::settings::Settings;
use crate::print::{json, list};

pub fn run(args: &List, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let (heap, mut problems) = open(&args.paths, settings);
    write_each(&heap, &mut problems, &mut output, |id| {
        let (_, summary) = heap.document(id)?;
        let path = name(&heap, id);
        Ok(match args.format {
            Format::Text => list::line(&path, &summary, &style),
            Format::Json => json::line(&json::Listed::new(&path, &summary)),
        })
    })?;
    output.finish()?;
    Ok(problems.status(Status::Done))
}
