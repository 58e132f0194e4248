//! How long statistics take, as the panel and the shell ask for them.
//!
//! `cargo bench --bench stats -- PATH…`; without paths the real heaps under `WENLAN_CORPORA`, else the sample
//! library. Counts and index are kept in a folder of their own for the run.

mod common;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::heaps;
use wenlan::collection::Collection;
use wenlan::document::DocId;
use wenlan::heap::Cache;
use wenlan::ingest::Options;
use wenlan::stats::{Company, Node, StopWords, Study, study};
use wenlan::text::segment::jieba;
use wenlan::tui::job::{Backstage, Job, Opening, Outcome, Subject};

/// Documents whose panel is timed.
const DOCUMENTS: usize = 200;

fn main() {
    jieba();
    let mut heaps = heaps();
    if heaps.is_empty() {
        heaps.push(("samples".into(), Vec::new()));
    }
    for (name, paths) in heaps {
        println!("\n{name}");
        measure(&paths);
    }
}

fn measure(paths: &[PathBuf]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = Cache::at(folder.path());
    index(paths, &cache);

    let collection = open(paths, &cache);
    let took = timed(|| collection.count_for(Duration::MAX, &mut |_, _| ()));
    let bytes = collection.heap().bytes() as f64 / 1e6;
    print("first count of the heap", took);
    println!(
        "  {} documents, {bytes:.1} MB, {:.1} MB/s",
        collection.heap().len(),
        bytes / took.as_secs_f64()
    );
    document_panels(&collection);
    drop(collection);

    let second = open(paths, &cache);
    print("second visit: counts from the folder", timed(|| drop(second.counts())));
    print("totals of the heap", timed(|| drop(second.counts().totals())));
    let order: Vec<DocId> = second.countable();
    let all = || drop(Study::of_counts(&second.counts(), &order, true, StopWords::builtin()));
    print("all that the panel shows of it", timed(all));
    let frequent = {
        let counts = second.counts();
        let totals = counts.totals();
        let words = totals.by_frequency();
        let word = words.iter().find(|(word, _)| StopWords::builtin().allow(word));
        word.map_or_else(String::new, |(word, _)| word.to_string())
    };
    drop(second);
    concordance(paths, cache, &frequent);
}

fn open(paths: &[PathBuf], cache: &Cache) -> Collection {
    let collection = Collection::open(paths, &Options::default(), Some(cache));
    collection.recall(&mut |_| ());
    collection.refresh(&mut |_| ());
    collection.learn();
    collection
}

fn index(paths: &[PathBuf], cache: &Cache) {
    let collection = open(paths, cache);
    print("index", timed(|| collection.work_all(&|_| ())));
}

/// The statistics of single documents against the heap, the dictionary being there.
fn document_panels(collection: &Collection) {
    let heap = collection.counts().totals();
    let ids: Vec<DocId> = collection.countable();
    let step = ids.len().div_ceil(DOCUMENTS).max(1);
    let mut times: Vec<Duration> = ids
        .into_iter()
        .step_by(step)
        .filter_map(|id| {
            let (document, _) = collection.heap().document(id).ok()?;
            let piece = wenlan::stats::Piece::whole(id, document);
            Some(timed(|| drop(study(&[piece], &heap, StopWords::builtin()))))
        })
        .collect();
    times.sort_unstable();
    if let Some(&most) = times.last() {
        print("a document's panel, median", times[times.len() / 2]);
        print("a document's panel, longest", most);
    }
}

/// A word in all its contexts: the first places, and all of them.
fn concordance(paths: &[PathBuf], cache: Cache, word: &str) {
    let backstage = Backstage::new(Opening { cache: Some(cache), ..Opening::default() });
    backstage.open(paths, &mut |_| ());
    for node in [Node::word(word), Node::text(word)] {
        let start = Instant::now();
        let mut first = None;
        let places = loop {
            let job = Job::LookUp(Subject::Heap, node.clone(), Company::default());
            let Some(Outcome::LookedUp(_, found)) = backstage.perform(job) else { return };
            first.get_or_insert_with(|| (start.elapsed(), found.lines.len()));
            if found.searched >= found.of {
                break found.places;
            }
        };
        let Some((took, lines)) = first else { return };
        print(&format!("{node:?}: the first {lines} places"), took);
        print(&format!("  all {places}"), start.elapsed());
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn print(what: &str, took: Duration) {
    println!("{what:<48} {:>10.1} ms", took.as_secs_f64() * 1e3);
}
