//! How well search finds what is meant, and how fast: known-item queries made from the documents
//! themselves, each with one slip or abbreviation, and the rank at which the document comes back.
//!
//! `cargo bench --bench search -- PATH…`; without paths the sample library and the real heaps under
//! `WENLAN_CORPORA`.

#[path = "../common/mod.rs"]
mod common;
mod lists;
mod queries;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::heaps;
use queries::{Kind, Makers};
use wenlan::document::{DocId, Document};
use wenlan::heap::Heap;
use wenlan::search::{Builder, Index, Query, Record, Scope};

/// Bytes of text in a segment when an index is built in one go.
const SEGMENT: usize = 8 << 20;

fn main() {
    let heaps = heaps();
    if heaps.iter().all(|(name, _)| name != "given") {
        report("samples", &Heap::samples());
    }
    for (name, paths) in heaps {
        report(&name, &Heap::open(&paths).0);
    }
}

fn report(name: &str, heap: &Heap) {
    let documents: Vec<(DocId, Arc<Document>)> =
        heap.ids().filter_map(|id| Some((id, heap.document(id).ok()?.0))).collect();
    let texts: Vec<String> = documents.iter().map(|(_, document)| Record::new("", document).text).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let rate = |took: Duration| bytes as f64 / 1e6 / took.as_secs_f64();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = Index::create(folder.path()).expect("a new index");
    let start = Instant::now();
    build(&index, &documents);
    let built = start.elapsed();
    index.commit().expect("a commit");
    let committed = start.elapsed();
    let index = Index::open(folder.path()).expect("the index that was committed");
    println!(
        "\n{name}: {} documents, {:.1} MB of text; index {:.2} × the text; built at {:.1} MB/s, {:.1} until on \
         the disk",
        documents.len(),
        bytes as f64 / 1e6,
        index.bytes() as f64 / bytes as f64,
        rate(built),
        rate(committed),
    );
    println!(
        "{:<34} {:>7} {:>6} {:>6} {:>8} {:>8} {:>8}",
        "queries", "number", "MRR", "in 10", "median", "p99", "most"
    );
    let mut makers = Makers::new(&documents, &texts);
    let mut all = Tally::default();
    for kind in Kind::ALL {
        let mut tally = Tally::default();
        for (query, wanted) in makers.queries(kind) {
            let start = Instant::now();
            let results = index.search(&Query::parse(&query), &Scope::Heap, 50);
            let took = start.elapsed();
            let rank = results.documents.iter().position(|found| found.document == wanted);
            if std::env::var_os("WENLAN_MISSES").is_some() && rank != Some(0) {
                let first = results.documents.first();
                println!(
                    "  {query} → {wanted:?}: {rank:?} of {}; {:?}",
                    results.total_documents,
                    first.map(|found| &found.why)
                );
            }
            tally.add(rank, took);
            all.add(rank, took);
        }
        tally.print(kind.name());
    }
    all.print("all");
    let mut keys = Tally::default();
    let mut slowest = (Duration::ZERO, String::new());
    for query in makers.typed() {
        for end in query.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let start = Instant::now();
            index.search(&Query::parse(&query[..end]), &Scope::Heap, 50);
            let took = start.elapsed();
            keys.add(None, took);
            slowest = slowest.max((took, query[..end].to_owned()));
            if std::env::var_os("WENLAN_SLOW").is_some() && took > Duration::from_millis(20) {
                println!("  {took:?} {}", &query[..end]);
            }
        }
    }
    keys.print(&format!("every key (slowest: {})", slowest.1));
    lists::report(documents.iter().map(|(_, document)| &**document), &mut makers);
}

fn build(index: &Index, documents: &[(DocId, Arc<Document>)]) {
    let mut builder = Builder::default();
    for (id, document) in documents {
        builder.push(*id, &Record::new("", document));
        if builder.bytes() >= SEGMENT {
            index.add(std::mem::take(&mut builder));
        }
    }
    index.add(builder);
}

#[derive(Default)]
struct Tally {
    reciprocal: f64,
    in_ten: usize,
    times: Vec<Duration>,
}

impl Tally {
    fn add(&mut self, rank: Option<usize>, took: Duration) {
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        self.in_ten += usize::from(rank.is_some_and(|rank| rank < 10));
        self.times.push(took);
    }

    fn print(mut self, name: &str) {
        let count = self.times.len();
        if count == 0 {
            return println!("{name:<34} {count:>7}");
        }
        self.times.sort();
        let at = |share: f64| self.times[((count - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "{name:<34} {count:>7} {:>6.3} {:>6.3} {:>5.1} ms {:>5.1} ms {:>5.1} ms",
            self.reciprocal / count as f64,
            self.in_ten as f64 / count as f64,
            at(0.5),
            at(0.99),
            at(1.0),
        );
    }
}
