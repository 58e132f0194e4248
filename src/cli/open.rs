//! Opening the documents named on the command line, and saying what was wrong with them.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Status;
use super::ordered::ordered;
use super::output::Output;
use super::progress::Bar;
use super::say::say;
use super::settings::Settings;
use crate::collection::Collection;
use crate::document::DocId;
use crate::heap::{Census, Change, Heap};
use crate::ingest::{LoadError, Problem, Source, address};
use crate::lang::{Lang, grouped};
use crate::state::State;

/// Files of which it is said one by one that they could not be read.
const MOST_FILES: usize = 10;

/// What could not be read in a run: said on standard error when it ends, one line a file, and the run goes on.
///
/// Only what was named and could not be read at all is a failure. A broken record of a file, or a broken file of
/// a folder, is worth a word and no more: the status of the run answers what was asked.
#[derive(Debug)]
pub struct Problems {
    lang: Lang,
    /// Paths and addresses as given, as they are spelled in errors.
    named: Vec<String>,
    /// Something that was named could not be read.
    failed: bool,
    /// By file, in the order in which they were met.
    files: Vec<Unread>,
    /// The place of each file in `files`.
    places: HashMap<String, usize>,
    /// Files whose records have no text: data for programs, as like as not.
    without_text: usize,
}

/// What could not be read of a file.
#[derive(Debug)]
struct Unread {
    file: String,
    count: usize,
    /// The first of them, described.
    first: String,
    /// The problem of all of them is that they have no text.
    no_text: bool,
    /// The error is about the file itself.
    whole: bool,
}

impl Problems {
    pub fn new(paths: &[PathBuf], lang: Lang) -> Problems {
        Problems {
            lang,
            named: paths.iter().map(|path| address::spelled(path)).collect(),
            failed: false,
            files: Vec::new(),
            places: HashMap::new(),
            without_text: 0,
        }
    }

    /// Takes note of what kept a document from being read.
    pub fn unread(&mut self, error: &LoadError) {
        let file = self.file_of(&error.name);
        let at = *self.places.entry(file.clone()).or_insert(self.files.len());
        if at == self.files.len() {
            let first = error.describe(self.lang);
            self.files.push(Unread { file, count: 0, first, no_text: true, whole: false });
        }
        let unread = &mut self.files[at];
        unread.count += 1;
        unread.no_text &= matches!(error.problem, Problem::NoText);
        unread.whole |= unread.file == error.name;
    }

    /// The file on disk that a document of this name is in.
    fn file_of(&self, name: &str) -> String {
        let last = self.files.last().map(|unread| unread.file.as_str());
        if let Some(last) =
            last.filter(|last| name.strip_prefix(last).is_some_and(|rest| rest.starts_with(['#', '!'])))
        {
            return last.to_owned();
        }
        let there = |path: &Path| path.exists();
        let found = address::resolve(Path::new(name), there).map(|(file, _)| address::spelled(&file));
        found.unwrap_or_else(|| name.to_owned())
    }

    /// A failure that is about no document.
    pub fn say(&mut self, problem: &str) {
        self.failed = true;
        say(problem);
    }

    /// Says what was odd about the arguments and did no harm.
    pub fn hint(&self, hint: &str, about: &str) {
        say(&format!("{about}: {hint}"));
    }

    pub fn join(&mut self, mut other: Problems) {
        other.report();
        self.failed |= other.failed;
    }

    /// Says what could not be read, and what was passed over, and how a run ends that would otherwise have ended
    /// with `status`.
    pub fn status(mut self, collection: &Collection, status: Status) -> Status {
        self.fail_if_named(collection.heap());
        self.close(&collection.passed_over(), status)
    }

    /// The same where only a heap was opened.
    pub fn status_of(mut self, heap: &Heap, status: Status) -> Status {
        self.fail_if_named(heap);
        self.close(&heap.census(), status)
    }

    fn close(mut self, passed: &Census, status: Status) -> Status {
        self.report();
        let mut over = Vec::new();
        if passed.unread() > 0 {
            over.push(passed.describe(self.lang));
        }
        if self.without_text > 0 {
            over.push(match self.lang {
                Lang::Zh => format!("{} 个 JSON 文件没有正文", grouped(self.without_text)),
                Lang::En => format!("{} without text", self.lang.counted(self.without_text, "", "JSON file")),
            });
        }
        if !over.is_empty() {
            let over = over.join(self.lang.pick("；", "; "));
            say(&match self.lang {
                Lang::Zh => format!("未读：{over}（wenlan list --skipped 逐一列出）"),
                Lang::En => format!("passed over: {over} (wenlan list --skipped names them)"),
            });
        }
        if self.failed { Status::Failed } else { status }
    }

    /// Whether something that was named could not be read: it is gone, or all that is in it is broken.
    fn fail_if_named(&mut self, heap: &Heap) {
        for unread in &self.files {
            let named = |name: &String| {
                let rest = name.strip_prefix(unread.file.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '!']))
            };
            if !self.named.iter().any(named) {
                continue;
            }
            let of_file =
                |source: &Source| source.path().is_some_and(|path| address::spelled(path) == unread.file);
            let documents =
                || heap.ids().filter(|&id| heap.source(id).is_some_and(|source| of_file(&source)));
            self.failed |= unread.whole || documents().take(unread.count + 1).count() <= unread.count;
        }
    }

    /// One line a file, as long as there are not many.
    fn report(&mut self) {
        let lang = self.lang;
        let files = std::mem::take(&mut self.files);
        self.places.clear();
        let (without_text, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|unread| {
            unread.no_text && !self.named.iter().any(|name| name.starts_with(unread.file.as_str()))
        });
        self.without_text += without_text.len();
        for Unread { file, count, first, .. } in files.iter().take(MOST_FILES) {
            match *count {
                1 => say(first),
                count => say(&match lang {
                    Lang::Zh => format!("{file}：{} 篇读不了，如 {first}", grouped(count)),
                    Lang::En => {
                        format!("{file}: {} documents could not be read, the first {first}", grouped(count))
                    }
                }),
            }
        }
        if files.len() > MOST_FILES {
            let more = files.len() - MOST_FILES;
            say(&match lang {
                Lang::Zh => format!("另有 {} 个文件读不了（wenlan list --skipped 逐一列出）", grouped(more)),
                Lang::En => format!(
                    "{} more could not be read (wenlan list --skipped names them)",
                    lang.counted(more, "", "file")
                ),
            });
        }
    }

    /// What could not be read, file by file: each with the number of its documents and the first of them
    /// described. It will not be said again.
    pub fn take_unread(&mut self) -> Vec<(String, usize, String)> {
        self.places.clear();
        std::mem::take(&mut self.files)
            .into_iter()
            .map(|unread| (unread.file, unread.count, unread.first))
            .collect()
    }
}

/// How a run ends that was to do something for each document.
pub fn found(heap: &Heap) -> Status {
    if heap.is_empty() { Status::NothingFound } else { Status::Done }
}

/// Says so where there are no documents; why may be said later.
fn nothing_there(paths: &[PathBuf], heap: &Heap, problems: &Problems) {
    if heap.is_empty() && problems.files.is_empty() {
        let names: Vec<_> = paths.iter().map(|path| address::spelled(path)).collect();
        say(&format!("{}: {}", names.join(" "), problems.lang.pick("没有文档", "no documents there")));
    }
}

/// Opens the documents under `paths`; without any, those opened last in the reader, or the samples.
pub fn open(paths: &[PathBuf], settings: &Settings) -> (Heap, Problems) {
    let last = if paths.is_empty() { last_paths() } else { Vec::new() };
    let paths = if paths.is_empty() { &last } else { paths };
    let mut problems = Problems::new(paths, settings.lang);
    if paths.is_empty() {
        return (Heap::samples(), problems);
    }
    let (heap, errors) = Heap::open_with(paths, &settings.ingest);
    for error in &errors {
        problems.unread(error);
    }
    nothing_there(paths, &heap, &problems);
    (heap, problems)
}

/// Finds the documents under `paths` with what is known of them.
pub fn collect(paths: &[PathBuf], settings: &Settings) -> (Collection, Problems) {
    let mut problems = Problems::new(paths, settings.lang);
    let collection = Collection::for_once(paths, &settings.ingest, settings.cache.as_ref(), &mut |change| {
        if let Change::Failed(error) = change {
            problems.unread(&error);
        }
    });
    nothing_there(paths, collection.heap(), &problems);
    say_notices(&collection, settings);
    (collection, problems)
}

/// The same with an index of all of them.
pub fn collect_indexed(paths: &[PathBuf], settings: &Settings) -> (Collection, Problems) {
    if let Some(known) = Collection::unchanged(paths, &settings.ingest, settings.cache.as_ref()) {
        return (known, Problems::new(paths, settings.lang));
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
        say(&notice.describe(settings.lang));
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
