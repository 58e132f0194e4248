//! `wenlan show`

use super::Status;
use super::args::{Format, Show, ShowView};
use super::open::{found, name, open, write_each};
use super::output::Output;
use super::settings::Settings;
use crate::clean::clean_explained;
use crate::document::DocId;
use crate::heap::Heap;
use crate::ingest::LoadError;
use crate::print::{Style, json, show};

pub fn run(args: &Show, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let style = output.style;
    let (heap, mut problems) = open(&args.paths, settings);
    write_each(&heap, 1, &mut problems, &mut output, |id| match args.format {
        Format::Text => text(&heap, id, &args.view, &style),
        Format::Json => json(&heap, id, &args.view),
    })?;
    output.finish()?;
    Ok(problems.status_of(&heap, found(&heap)))
}

fn text(heap: &Heap, id: DocId, view: &ShowView, style: &Style) -> Result<String, LoadError> {
    let path = name(heap, id);
    // Where there are several documents, each is announced by a line with its path.
    let mut text = if heap.len() > 1 { show::rule(&path, style) } else { String::new() };
    text.push_str(&if view.raw {
        show::raw(&heap.raw(id)?, style)
    } else if view.explain {
        let raw = heap.raw(id)?;
        show::explain(&raw, &clean_explained(&raw, Some(&heap.repeats())).1, style)
    } else if view.outline {
        show::outline(&heap.document(id)?.0, style)
    } else if view.fields {
        show::fields(&heap.document(id)?.0, style)
    } else if view.removed {
        show::removed(&heap.document(id)?.0, style)
    } else {
        show::text(&heap.document(id)?.0, style)
    });
    if heap.len() > 1 {
        text.push('\n');
    }
    Ok(text)
}

fn json(heap: &Heap, id: DocId, view: &ShowView) -> Result<String, LoadError> {
    let path = name(heap, id);
    if view.raw {
        return Ok(json::line(&json::RawText::new(&path, &heap.raw(id)?)));
    }
    if view.explain {
        let raw = heap.raw(id)?;
        return Ok(json::line(&json::Explained::new(
            &path,
            &raw,
            &clean_explained(&raw, Some(&heap.repeats())).1,
        )));
    }
    let (document, summary) = heap.document(id)?;
    Ok(if view.outline {
        json::line(&json::Outline::new(&path, &document))
    } else if view.fields {
        json::line(&json::FieldsOnly::new(&path, &document))
    } else if view.removed {
        json::line(&json::RemovedOnly::new(&path, &document))
    } else {
        json::line(&json::Shown::new(&path, &document, &summary))
    })
}
