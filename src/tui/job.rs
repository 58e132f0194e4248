//! Slow work: what the application asks for, how it is done, and what comes back.
//!
//! [`Backstage::perform`] does one job and returns its outcome; [`Workers`] does jobs on threads, so that
//! the newest request of a kind wins and documents in view are cleaned before the others.

mod export;
mod study;
mod workers;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::collection::{Collection, Progress, Queue, Selection};
use crate::config::Config;
use crate::document::{DocId, Document};
use crate::heap::{Cache, Change, Heap, Recall, Summary, Watch};
use crate::ingest::{self, Charset, LoadError, Origin, Raw};
use crate::lang::Lang;
use crate::passages::{self, Edit, Kept};
use crate::search::{self, Hit, Query, Results, Scope, Snippet};
use crate::stats::{Asked, Company, Comparison, Concordance, Node, StopWords, Study, Surveyed};
use crate::tui::shelf::Entry;
use crate::tui::theme::{Theme, Themes};
use study::{Looking, Surveying};
pub use workers::Workers;

/// Work that takes longer than a key press may.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Find the documents under paths; the samples where there are none.
    Scan(Vec<PathBuf>),
    /// The documents in view, to be cleaned before all others.
    Want(Vec<DocId>),
    /// Hold the reading of what is not in view, or go on with it.
    Pause(bool),
    Open(DocId),
    /// The same in an encoding that the reader has chosen; `None` for the one that it seems to be in.
    Recode(DocId, Option<Charset>),
    Search {
        generation: u64,
        query: Query,
        scope: Scope,
        /// Documents that are wanted at most.
        limit: usize,
    },
    /// Extracts for results in view: documents with their hits and the best of them.
    Snippets {
        generation: u64,
        wanted: Vec<(DocId, Vec<Hit>, usize)>,
    },
    Raw(DocId),
    /// Statistics; of a heap as far as it can be counted in a moment.
    Study(Subject),
    /// The same after some more of the heap has been counted.
    CountOn(Subject),
    /// Figures and names of many documents, as far as they can be found in a moment.
    Survey(Subject),
    /// A word or text looked up.
    LookUp(Subject, Node, Company),
    /// A subject beside another.
    Compare(Subject, Subject),
    /// Tables of a subject by name, to be written into the working folder; compared with another, where
    /// that is said.
    Export {
        subject: Subject,
        tables: Vec<&'static str>,
        asked: Box<Asked>,
        against: Option<Subject>,
    },
    Themes(Themes),
    /// One theme by name.
    Theme(Themes, String),
    /// The configuration file, read anew.
    Config(PathBuf),
    /// The passages in a file, after something was done to them.
    Passages(PathBuf, Option<Edit>),
    /// A text to be written to a file that is not there yet.
    Write(PathBuf, String),
}

/// What statistics are about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    Document(DocId),
    /// Some blocks of a document: a section.
    Section(DocId, Range<usize>),
    /// Documents of the heap that have something in common, such as what a search finds.
    Part(Selection),
    Heap,
}

impl Subject {
    /// Whether it is made of the counts of many documents, which take their time.
    pub fn is_counted(&self) -> bool {
        matches!(self, Subject::Heap | Subject::Part(_))
    }
}

/// A document that has been cleaned, or why it could not be.
pub type Cleaned = (DocId, Result<Arc<Summary>, String>);

/// A job's answer.
#[derive(Debug)]
pub enum Outcome {
    Scanned {
        entries: Vec<Entry>,
        /// There are more; these come first in path order.
        more: bool,
        errors: Vec<String>,
        /// Documents that read differently than at the scan before.
        changed: Vec<DocId>,
    },
    /// How far the reading of the heap has come: so much can be searched.
    Progress(Progress),
    /// Something is worth a word.
    Notices(Vec<String>),
    /// What repeats in the heap is known: documents cleaned before may read differently.
    Learnt,
    Cleaned(Vec<Cleaned>),
    Opened(DocId, Result<Arc<Document>, String>),
    Found {
        generation: u64,
        results: Results,
        took: Duration,
    },
    Snippets {
        generation: u64,
        snippets: Vec<(DocId, Snippet)>,
    },
    Raw(DocId, Result<Arc<Raw>, String>),
    Study(Subject, Arc<Study>),
    Surveyed(Subject, Arc<Surveyed>),
    LookedUp(Subject, Arc<Concordance>),
    Compared(Subject, Subject, Arc<Comparison>),
    /// Where the first of the tables is, none where they had no rows; or why they are not.
    Exported(Result<Option<PathBuf>, String>),
    Themes(Vec<(String, Theme)>),
    Theme(String, Result<Box<Theme>, String>),
    /// The passages, and how many lines of their file cannot be read.
    Passages(Result<(Vec<Kept>, usize), String>),
    /// The settings, and what was wrong in their file.
    Config(Box<Config>, Vec<String>),
}

/// How documents are opened.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    pub ingest: ingest::Options,
    /// Where what is known of them is kept; `None` keeps nothing.
    pub cache: Option<Cache>,
    pub stop_words: Option<Arc<StopWords>>,
    /// For notices.
    pub lang: Lang,
}

/// The documents and their index: what jobs work on.
#[derive(Debug, Default)]
pub struct Backstage {
    opening: Opening,
    collection: OnceLock<Collection>,
    queue: Queue,
    looking: Mutex<Option<Looking>>,
    surveying: Mutex<Option<Surveying>>,
}

impl Backstage {
    pub fn new(opening: Opening) -> Backstage {
        Backstage { opening, ..Backstage::default() }
    }

    /// Does one job and returns its answer, if it has one.
    pub fn perform(&self, job: Job) -> Option<Outcome> {
        match job {
            // Has many answers: see [`Backstage::open`].
            Job::Scan(_) => None,
            Job::Want(ids) => {
                self.queue.want(ids);
                None
            }
            Job::Pause(paused) => {
                self.collection()?.pause(&self.queue, paused);
                self.progress()
            }
            Job::Open(id) => {
                let heap = self.heap()?;
                let document = heap.document(id).map(|(document, _)| document);
                Some(Outcome::Opened(id, document.map_err(|error| self.say(heap, id, &error))))
            }
            Job::Recode(id, charset) => {
                self.heap()?.choose_encoding(id, charset);
                self.perform(Job::Open(id))
            }
            Job::Search { generation, query, scope, limit } => {
                let start = Instant::now();
                let results = self.collection()?.search(&query, &scope, limit);
                Some(Outcome::Found { generation, results, took: start.elapsed() })
            }
            Job::Snippets { generation, wanted } => {
                let ids: Vec<DocId> = wanted.iter().map(|(id, ..)| *id).collect();
                let records = self.collection()?.index().records(&ids);
                let snippets = wanted
                    .into_iter()
                    .filter_map(|(id, hits, best)| {
                        let (lines, hit) = (records.get(&id)?.lines(), hits.get(best)?);
                        let text = lines.get(search::line_of(hit.place))?;
                        Some((id, search::snippet(text, hit, &hits, SNIPPET)))
                    })
                    .collect();
                Some(Outcome::Snippets { generation, snippets })
            }
            Job::Raw(id) => {
                let heap = self.heap()?;
                let raw = heap.raw(id).map(Arc::new);
                Some(Outcome::Raw(id, raw.map_err(|error| self.say(heap, id, &error))))
            }
            Job::Study(subject) => self.study(subject),
            Job::CountOn(subject) => self.count_on(subject),
            Job::Survey(subject) => self.survey(subject),
            Job::LookUp(subject, node, company) => self.look_up(subject, &node, company),
            Job::Compare(subject, other) => self.compare(subject, other),
            Job::Export { subject, tables, asked, against } => {
                self.export(&subject, &tables, *asked, against.as_ref())
            }
            Job::Theme(themes, name) => {
                let theme =
                    themes.load(&name).map(Box::new).map_err(|error| error.describe(self.opening.lang));
                Some(Outcome::Theme(name, theme))
            }
            Job::Config(file) => {
                let (config, problems) = Config::read(&file);
                let said = problems.iter().map(|problem| problem.describe(self.opening.lang)).collect();
                Some(Outcome::Config(Box::new(config), said))
            }
            Job::Passages(file, edit) => {
                let done = edit.map_or(Ok(()), |edit| passages::append(&file, edit));
                let kept = done.and_then(|()| passages::load(&file));
                Some(Outcome::Passages(kept.map_err(|error| format!("{}: {error}", file.display()))))
            }
            Job::Write(path, text) => {
                let written = export::create(&path, &text).map(|()| Some(path));
                Some(Outcome::Exported(written.map_err(|error| error.to_string())))
            }
            Job::Themes(themes) => {
                // A theme with a mistake in it is not offered; the configuration's check names the mistake.
                let named = |name: String| Some((name.clone(), themes.load(&name).ok()?));
                Some(Outcome::Themes(themes.names().into_iter().filter_map(named).collect()))
            }
        }
    }

    /// Opens the documents under `paths`, or brings them into step with the disk: what is known of them is
    /// told first, what has changed since then.
    pub fn open(&self, paths: &[PathBuf], tell: &mut dyn FnMut(Outcome)) {
        let listed = self.recall(paths, tell);
        self.look(listed == Listed::Nothing, tell);
    }

    /// Tells what is known of the documents under `paths`, the first time that this is asked.
    fn recall(&self, paths: &[PathBuf], tell: &mut dyn FnMut(Outcome)) -> Listed {
        let mut first = false;
        let collection = self.collection.get_or_init(|| {
            first = true;
            Collection::open(paths, &self.opening.ingest, self.opening.cache.as_ref())
        });
        if !first {
            return Listed::Before;
        }
        let mut listed = 0;
        let recall = collection.recall(&mut |ids| {
            listed += ids.len();
            if listed == ids.len() {
                tell(self.listed(ids.iter().copied(), true, Vec::new(), Vec::new()));
            }
        });
        if recall == Recall::Whole {
            tell(self.list(Vec::new(), Vec::new()));
        }
        if listed == 0 { Listed::Nothing } else { Listed::Now }
    }

    /// Walks over the paths and tells what is new. In an `unknown` heap, the first documents are told before
    /// the others have been found.
    fn look(&self, unknown: bool, tell: &mut dyn FnMut(Outcome)) {
        let Some(collection) = self.collection() else { return };
        let (mut errors, mut changed) = (Vec::new(), Vec::new());
        let mut found = Vec::new();
        let mut different = unknown;
        collection.keep_in_step(&mut |change| {
            different = true;
            match change {
                Change::Failed(error) => errors.push(error.describe(self.opening.lang)),
                Change::Changed(id) | Change::Renamed(id) => changed.push(id),
                Change::Found(id) if unknown => {
                    found.push(id);
                    if found.len() == FIRST {
                        tell(self.listed(found.iter().copied(), true, Vec::new(), Vec::new()));
                    }
                }
                Change::Found(_) | Change::Gone(_) => {}
            }
        });
        if different {
            self.queue.again(&changed);
            self.forget_findings();
            tell(self.list(errors, changed));
        }
        self.notices().into_iter().for_each(tell);
    }

    fn list(&self, errors: Vec<String>, changed: Vec<DocId>) -> Outcome {
        let ids: Vec<DocId> = self.heap().map(|heap| heap.ids().collect()).unwrap_or_default();
        self.listed(ids.into_iter(), false, errors, changed)
    }

    fn listed(
        &self,
        ids: impl Iterator<Item = DocId>,
        more: bool,
        errors: Vec<String>,
        changed: Vec<DocId>,
    ) -> Outcome {
        let entries = self.heap().map(|heap| ids.filter_map(|id| entry(id, heap)).collect());
        Outcome::Scanned { entries: entries.unwrap_or_default(), more, errors, changed }
    }

    /// Learns which lines repeat across the heap and puts what is to be read into the queue. An outcome
    /// says that documents read differently now.
    pub fn prepare(&self) -> Option<Outcome> {
        let collection = self.collection()?;
        let learnt = collection.learn();
        if learnt {
            self.queue.forget();
            self.forget_findings();
        }
        collection.begin(&self.queue);
        learnt.then_some(Outcome::Learnt)
    }

    /// Whether any document waits to be read.
    pub fn is_up_to_date(&self) -> bool {
        self.heap().is_none_or(|heap| heap.unsettled().is_empty())
    }

    /// Compares the checksums of the index on disk, where that is due, and has a damaged one made anew. An
    /// outcome says what is worth a word by then.
    pub fn verify(&self) -> Option<Outcome> {
        let collection = self.collection()?;
        if !collection.is_verified() && collection.verify() {
            self.queue.forget();
            collection.begin(&self.queue);
        }
        self.notices()
    }

    /// What has become worth a word since this was last asked.
    pub fn notices(&self) -> Option<Outcome> {
        let notices = self.collection()?.take_notices();
        let said = notices.iter().map(|notice| notice.describe(self.opening.lang)).collect();
        (!notices.is_empty()).then_some(Outcome::Notices(said))
    }

    /// Tells `on` of changes under the heap's paths until the watch is dropped. Where nothing can be
    /// watched, nothing is told.
    pub fn watch(&self, on: impl FnMut() + Send + 'static) -> Option<Watch> {
        self.collection()?.watch(on)
    }

    /// Whether all documents that were to be read have been taken.
    pub fn is_drained(&self) -> bool {
        self.queue.is_drained()
    }

    /// Waits until a document is to be read.
    pub fn wait(&self) -> DocId {
        self.queue.wait()
    }

    /// Reads what is in the queue, from `first` on, and makes it searchable.
    pub fn work(&self, first: Option<DocId>, on: &mut dyn FnMut(Cleaned)) {
        if let Some(collection) = self.collection() {
            let lang = self.opening.lang;
            let mut on = |(id, cleaned): (DocId, Result<_, LoadError>)| {
                on((id, cleaned.map_err(|error| error.describe(lang))));
            };
            collection.work(first, &self.queue, &mut on);
        }
    }

    /// How far the reading of the heap has come.
    pub fn progress(&self) -> Option<Outcome> {
        Some(Outcome::Progress(self.collection()?.progress()))
    }

    /// Why a document could not be read. One that the heap has no more has no name there either.
    fn say(&self, heap: &Heap, id: DocId, error: &LoadError) -> String {
        let lang = self.opening.lang;
        match heap.source(id) {
            Some(_) => error.describe(lang),
            None => lang.pick("这篇文档已被移走或删除", "this document was moved away or deleted").to_owned(),
        }
    }

    fn collection(&self) -> Option<&Collection> {
        self.collection.get()
    }

    fn heap(&self) -> Option<&Heap> {
        Some(self.collection()?.heap())
    }
}

/// Which documents are known from an earlier run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Nothing,
    Now,
    /// What there was has been told before.
    Before,
}

/// Documents of a new heap that are shown before the others have been found.
const FIRST: usize = 256;
/// Characters of an extract.
const SNIPPET: usize = 80;

fn entry(id: DocId, heap: &Heap) -> Option<Entry> {
    let source = heap.source(id)?;
    let file = match &source.origin {
        Origin::File(path) => std::path::absolute(path).ok(),
        _ => None,
    };
    let key = file.as_ref().map_or_else(|| source.name(), |path| path.display().to_string());
    Some(Entry { id, name: source.name(), key, file, summary: heap.summary(id), error: None })
}
