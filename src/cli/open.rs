//! Opening the documents named on the command line, and saying what was wrong with them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::Status;
use super::ordered::ordered;
use super::output::Output;
use super::progress::Bar;
use super::settings::Settings;
use crate::collection::Collection;
use crate::document::DocId;
use crate::heap::{Change, Heap};
use crate::ingest::{LoadError, Source};
use crate::lang::Lang;
use crate::state::State;

/// What could not be read in a run. Each is said on standard error at once, and the run goes on.
#[derive(Debug)]
pub struct Problems {
    any: bool,
    lang: Lang,
}

impl Problems {
    pub fn new(lang: Lang) -> Problems {
        Problems { any: false, lang }
    }

    /// Says what kept a document from being read.
    pub fn unread(&mut self, error: &LoadError) {
        self.say(&error.describe(self.lang));
    }

    pub fn say(&mut self, problem: &str) {
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

    /// Where nothing was found, that is a problem, unless it has been said why.
    fn nothing_there(&mut self, paths: &[PathBuf], heap: &Heap) {
        if heap.is_empty() && !self.any {
            let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
            let said = self.lang.pick("没有文档", "no documents there");
            self.say(&format!("{}: {said}", names.join(" ")));
        }
    }

    /// How a run ends that would otherwise have ended with `status`.
    pub fn status(&self, status: Status) -> Status {
        if self.any { Status::Failed } else { status }
    }
}

/// Opens the documents under `paths`; without any, those opened last in the reader, or the samples.
pub fn open(paths: &[PathBuf], settings: &Settings) -> (Heap, Problems) {
    let mut problems = Problems::new(settings.lang);
    let last = if paths.is_empty() { last_paths() } else { Vec::new() };
    let paths = if paths.is_empty() { &last } else { paths };
    if paths.is_empty() {
        return (Heap::samples(), problems);
    }
    let (heap, errors) = Heap::open_with(paths, &settings.ingest);
    for error in &errors {
        problems.unread(error);
    }
    problems.nothing_there(paths, &heap);
    (heap, problems)
}

/// Finds the documents under `paths` with what is known of them.
pub fn collect(paths: &[PathBuf], settings: &Settings) -> (Collection, Problems) {
    let mut problems = Problems::new(settings.lang);
    let collection = Collection::for_once(paths, &settings.ingest, settings.cache.as_ref(), &mut |change| {
        if let Change::Failed(error) = change {
            problems.unread(&error);
        }
    });
    problems.nothing_there(paths, collection.heap());
    say_notices(&collection, settings);
    (collection, problems)
}

/// The same with an index of all of them.
pub fn collect_indexed(paths: &[PathBuf], settings: &Settings) -> (Collection, Problems) {
    if let Some(known) = Collection::unchanged(paths, &settings.ingest, settings.cache.as_ref()) {
        return (known, Problems::new(settings.lang));
    }
    let (collection, mut problems) = collect(paths, settings);
    collection.learn();
    read_all(&collection, &mut problems, settings);
    (collection, problems)
}

/// Reads and indexes what is left to do, shows how far it has come if it takes long, and says what could
/// not be read.
pub fn read_all(collection: &Collection, problems: &mut Problems, settings: &Settings) {
    let errors = Mutex::new(Vec::new());
    let progress = Bar::new(collection, settings.lang);
    collection.work_all(&|(id, cleaned)| {
        if let Err(error) = cleaned {
            errors.lock().unwrap_or_else(PoisonError::into_inner).push((id, error));
        }
        progress.tick();
    });
    progress.finish();
    let mut errors = errors.into_inner().unwrap_or_else(PoisonError::into_inner);
    errors.sort_by_key(|&(id, _)| id);
    errors.iter().for_each(|(_, error)| problems.unread(error));
    say_notices(collection, settings);
}

/// Says what is worth a word about the cache; it is no failure.
pub fn say_notices(collection: &Collection, settings: &Settings) {
    for notice in collection.take_notices() {
        let _ = writeln!(io::stderr(), "wenlan: {}", notice.describe(settings.lang));
    }
}

/// The documents opened last in the reader.
pub fn last_paths() -> Vec<PathBuf> {
    State::default_path()
        .and_then(|path| State::load(&path).ok())
        .map(|state| state.paths)
        .unwrap_or_default()
}

/// How the document is called: its path as given.
pub fn name(heap: &Heap, id: DocId) -> String {
    heap.source(id).as_deref().map(Source::name).unwrap_or_default()
}

/// Renders all documents of `heap` on all cores, so many in one go, and writes them in order.
pub fn write_each(
    heap: &Heap,
    batch: usize,
    problems: &mut Problems,
    output: &mut Output,
    render: impl Fn(DocId) -> Result<String, LoadError> + Sync,
) -> io::Result<()> {
    let ids: Vec<DocId> = heap.ids().collect();
    let render_all = |ids: &[DocId]| ids.iter().map(|&id| render(id)).collect::<Vec<_>>();
    ordered(ids.chunks(batch), render_all, |rendered| {
        rendered.into_iter().try_for_each(|rendered| match rendered {
            Ok(text) => output.write(&text),
            Err(error) => {
                problems.unread(&error);
                Ok(())
            }
        })
    })
}
