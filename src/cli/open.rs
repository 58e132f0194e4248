//! Opening the documents named on the command line, and saying what was wrong with them.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Status;
use super::ordered::ordered;
use super::output::Output;
use super::settings::Settings;
use crate::document::DocId;
use crate::heap::Heap;
use crate::library::{LoadError, Source};
use crate::state::State;

/// What could not be read in a run. Each is said on standard error at once, and the run goes on.
#[derive(Debug, Default)]
pub struct Problems {
    any: bool,
}

impl Problems {
    pub fn say(&mut self, problem: &dyn Display) {
        self.any = true;
        // Where standard error is closed there is nowhere left to say so.
        let _ = writeln!(io::stderr(), "wenlan: {problem}");
    }

    /// Says what was odd about the arguments and did no harm.
    pub fn hint(&self, hint: &str, about: &str) {
        let _ = writeln!(io::stderr(), "wenlan: {about}: {hint}");
    }

    pub fn join(&mut self, other: Problems) {
        self.any |= other.any;
    }

    /// How a run ends that would otherwise have ended with `status`.
    pub fn status(&self, status: Status) -> Status {
        if self.any { Status::Failed } else { status }
    }
}

/// Opens the documents under `paths`; without any, those opened last in the reader, or the samples.
pub fn open(paths: &[PathBuf], settings: &Settings) -> (Heap, Problems) {
    let mut problems = Problems::default();
    let last = if paths.is_empty() { last_paths() } else { Vec::new() };
    let paths = if paths.is_empty() { &last } else { paths };
    if paths.is_empty() {
        return (Heap::samples(), problems);
    }
    let (heap, errors) = Heap::open_with(paths, &settings.library);
    for error in &errors {
        problems.say(error);
    }
    if heap.is_empty() && errors.is_empty() {
        let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        let said = settings.lang.pick("没有文档", "no documents there");
        problems.say(&format_args!("{}: {said}", names.join(" ")));
    }
    (heap, problems)
}

fn last_paths() -> Vec<PathBuf> {
    State::default_path()
        .and_then(|path| State::load(&path).ok())
        .map(|state| state.paths)
        .unwrap_or_default()
}

/// How the document is called: its path as given.
pub fn name(heap: &Heap, id: DocId) -> String {
    heap.source(id).as_deref().map(Source::name).unwrap_or_default()
}

/// Renders all documents of `heap` on all cores and writes them in order.
pub fn write_each(
    heap: &Heap,
    problems: &mut Problems,
    output: &mut Output,
    render: impl Fn(DocId) -> Result<String, LoadError> + Sync,
) -> io::Result<()> {
    ordered(heap.ids(), render, |rendered| match rendered {
        Ok(text) => output.write(&text),
        Err(error) => {
            problems.say(&error);
            Ok(())
        }
    })
}
