//! `wenlan schema`: what the fields of a file's records were taken for.

use serde::Serialize;

use super::Status;
use super::args::{Format, Schema};
use super::open::Problems;
use super::output::Output;
use super::settings::Settings;
use crate::ingest::record::Column;
use crate::ingest::{self, Met, Origin};
use crate::print::json;
use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, pad, width};

/// Characters of an example that are shown.
const EXAMPLE: usize = 40;

#[derive(Debug, Serialize)]
struct Row<'a> {
    path: &'a str,
    role: &'static str,
    field: &'a str,
    /// In how many records of the sample it stands, and how many the sample has.
    records: usize,
    of: usize,
    example: &'a str,
}

pub fn run(args: &Schema, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let mut problems = Problems::new(&args.paths, settings.lang);
    let mut found: Vec<(String, usize, Vec<Column>)> = Vec::new();
    ingest::scan(&args.paths, &settings.ingest, &mut |met| match met {
        Met::Document(file) => {
            ingest::expand(file, &settings.ingest, &mut |met| {
                let Met::Document(source) = met else { return };
                let Origin::Member(archive, _) = &source.origin else { return };
                let name = archive.name();
                if found.last().is_none_or(|(last, ..)| *last != name)
                    && let Some((of, columns)) = archive.columns()
                {
                    found.push((name, of, columns));
                }
            });
        }
        Met::Failed(error) => problems.unread(&error),
        Met::Skipped(_) => {}
    });
    for (name, of, columns) in &found {
        let wide = |text: fn(&Column) -> &str| {
            columns.iter().map(|column| width(text(column), Ambiguous::Narrow)).max().unwrap_or(0)
        };
        let (roles, fields) = (wide(|column| column.role), wide(|column| &column.path));
        if args.format == Format::Text && found.len() > 1 {
            output.write(&format!("{}\n", output.style.path(&sanitize(name))))?;
        }
        for Column { path, role, records, example } in columns {
            let line = match args.format {
                Format::Json => {
                    json::line(&Row { path: name, role, field: path, records: *records, of: *of, example })
                }
                Format::Text => {
                    let example: String = example.replace('\n', " ").chars().take(EXAMPLE).collect();
                    let (role, field) =
                        (pad(role, roles, Ambiguous::Narrow), pad(path, fields, Ambiguous::Narrow));
                    format!("{role}  {}  {records:>4}/{of}  {}\n", sanitize(&field), sanitize(&example))
                }
            };
            output.write(&line)?;
        }
    }
    output.finish()?;
    let heap = crate::heap::Heap::default();
    Ok(problems.status_of(&heap, if found.is_empty() { Status::NothingFound } else { Status::Done }))
}
