//! Slow work: what the application asks for, how it is done, and what comes back.
//!
//! [`Backstage::perform`] does one job and returns its outcome; [`Workers`] does jobs on threads, so that
//! the newest request of a kind wins and documents in view are cleaned before the others.

mod study;
mod workers;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::document::{DocId, Document};
use crate::heap::{Change, Heap, Summary, Watch};
use crate::library::{self, LoadError, Origin, Raw};
use crate::search::{self, Hit, Index, Query, Results, Scope, Snippet};
use crate::stats::{Concordance, HeapCounts, Node, Study};
use crate::tui::shelf::Entry;
use crate::tui::theme::{Theme, Themes};
pub use workers::Workers;

/// Work that takes longer than a key press may.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Find the documents under paths; the samples where there are none.
    Scan(Vec<PathBuf>),
    /// The documents in view, to be cleaned before all others.
    Want(Vec<DocId>),
    Open(DocId),
    Search {
        generation: u64,
        query: String,
        scope: Scope,
    },
    /// Extracts for results in view: documents with their hits and the best of them.
    Snippets {
        generation: u64,
        wanted: Vec<(DocId, Vec<Hit>, usize)>,
    },
    Raw(DocId),
    /// Statistics; of a heap as far as it can be counted in a moment.
    Study(Subject),
    /// A word or text looked up.
    LookUp(Subject, Node),
    Themes(Themes),
}

/// What statistics are about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    Document(DocId),
    /// Some blocks of a document: a section.
    Section(DocId, Range<usize>),
    /// What a search found.
    Found(Vec<DocId>),
    Heap,
}

/// A document that has been cleaned, or why it could not be.
pub type Cleaned = (DocId, Result<Arc<Summary>, String>);

/// A job's answer.
#[derive(Debug)]
pub enum Outcome {
    Scanned {
        entries: Vec<Entry>,
        errors: Vec<String>,
        /// Documents that read differently than at the scan before.
        changed: Vec<DocId>,
    },
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
    LookedUp(Subject, Arc<Concordance>),
    Themes(Vec<(String, Theme)>),
}

/// The heap and its index: what jobs work on.
#[derive(Debug, Default)]
pub struct Backstage {
    heap: OnceLock<Heap>,
    index: Index,
    /// What has been counted; kept, so that a second visit is immediate.
    counts: Mutex<HeapCounts>,
}

impl Backstage {
    /// Does one job. [`Job::Want`] orders the work of [`Workers`] and has no answer of its own.
    pub fn perform(&self, job: Job) -> Option<Outcome> {
        match job {
            Job::Scan(paths) => Some(self.scan(&paths)),
            Job::Want(_) => None,
            Job::Open(id) => {
                let document = self.heap()?.document(id).map(|(document, _)| document);
                Some(Outcome::Opened(id, document.map_err(said)))
            }
            Job::Search { generation, query, scope } => {
                let start = Instant::now();
                let query = Query::parse(&query);
                let results = self.index.search(&query, &scope, RESULTS);
                Some(Outcome::Found { generation, results, took: start.elapsed() })
            }
            Job::Snippets { generation, wanted } => {
                let ids: Vec<DocId> = wanted.iter().map(|(id, ..)| *id).collect();
                let records = self.index.records(&ids);
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
            Job::Raw(id) => Some(Outcome::Raw(id, self.heap()?.raw(id).map(Arc::new).map_err(said))),
            Job::Study(subject) => self.study(subject),
            Job::LookUp(subject, node) => self.look_up(subject, &node),
            Job::Themes(themes) => {
                // A theme with a mistake in it is not offered; the configuration's check names the mistake.
                let named = |name: String| Some((name.clone(), themes.load(&name).ok()?));
                Some(Outcome::Themes(themes.names().into_iter().filter_map(named).collect()))
            }
        }
    }

    fn scan(&self, paths: &[PathBuf]) -> Outcome {
        let heap = self.heap.get_or_init(|| match paths {
            [] => Heap::samples(),
            paths => Heap::live(paths, &library::Options::default()),
        });
        let (mut errors, mut changed) = (Vec::new(), Vec::new());
        let mut tell = |change| match change {
            Change::Failed(error) => errors.push(said(error)),
            Change::Changed(id) => changed.push(id),
            Change::Gone(id) => self.index.remove(id),
            Change::Found(_) | Change::Renamed(_) => {}
        };
        // The samples are not on disk, and never change.
        if !paths.is_empty() {
            heap.refresh(&mut tell);
        }
        self.forget_counts(&changed);
        let entries = heap.ids().filter_map(|id| entry(id, heap)).collect();
        Outcome::Scanned { entries, errors, changed }
    }

    /// Learns which lines repeat across the heap. An outcome says that documents read differently now.
    pub fn learn(&self) -> Option<Outcome> {
        let heap = self.heap()?;
        heap.learn().then(|| {
            self.forget_counts(&heap.ids().collect::<Vec<_>>());
            Outcome::Learnt
        })
    }

    /// Tells `on` of changes under the heap's paths until the watch is dropped. Where nothing can be
    /// watched, nothing is told.
    pub fn watch(&self, on: impl FnMut() + Send + 'static) -> Option<Watch> {
        self.heap()?.watch(on).ok()
    }

    /// Cleans a document and makes it searchable.
    pub fn clean(&self, id: DocId) -> Option<Cleaned> {
        let heap = self.heap()?;
        let cleaned = heap.document(id);
        if let (Ok((document, _)), Some(source)) = (&cleaned, heap.source(id)) {
            self.index.put(id, &source.name(), document);
        }
        Some((id, cleaned.map(|(_, summary)| summary).map_err(said)))
    }

    /// The numbers of the documents, once they have been found.
    pub fn ids(&self) -> Option<Vec<DocId>> {
        Some(self.heap()?.ids().collect())
    }

    fn heap(&self) -> Option<&Heap> {
        self.heap.get()
    }
}

/// Documents that a search lists.
const RESULTS: usize = 500;
/// Characters of an extract.
const SNIPPET: usize = 80;

fn said(error: LoadError) -> String {
    error.to_string()
}

fn entry(id: DocId, heap: &Heap) -> Option<Entry> {
    let source = heap.source(id)?;
    let file = match &source.origin {
        Origin::File(path) => std::path::absolute(path).ok(),
        _ => None,
    };
    let key = file.as_ref().map_or_else(|| source.name(), |path| path.display().to_string());
    Some(Entry { id, name: source.name(), key, file, summary: heap.summary(id), error: None })
}
