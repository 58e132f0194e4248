//! `wenlan stats`

use super::Status;
use super::args::{Format, Stats};
use super::open::open;
use super::ordered::ordered;
use super::output::Output;
use super::settings::Settings;
use crate::print::{json, stats};
use crate::stats::{Context, document_report, heap_report};

pub fn run(args: &Stats, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let (heap, mut problems) = open(&args.paths, settings);
    let mut documents = Vec::new();
    ordered(
        heap.ids(),
        |id| heap.document(id),
        |read| {
            match read {
                Ok((document, _)) => documents.push(document),
                Err(error) => problems.say(&error),
            }
            Ok::<(), std::convert::Infallible>(())
        },
    )?;
    let report = match documents.as_slice() {
        [] => return Ok(problems.status(Status::Done)),
        [document] => document_report(document, Context::default()),
        all => heap_report(all.iter().map(AsRef::as_ref)),
    };
    output.write(&match args.format {
        Format::Text => stats::text(&report, &style),
        Format::Json => json::line(&json::Report::new(&report)),
    })?;
    output.finish()?;
    Ok(problems.status(Status::Done))
}
