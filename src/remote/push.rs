//! Pushing: the documents of a heap are cleaned on all cores and indexed in bulk.
//!
//! ```text
//! cleaning threads: read ─▶ id ─▶ is it there? ─▶ clean ─▶ batch ─┐ (bounded channel)
//! sending threads:                       bulk ◀─ wait ◀─ again ◀──┘
//! ```
//!
//! A document's id comes from its content, and one that is there is left alone. So a push that is repeated
//! changes nothing, one that was interrupted at whatever moment is ended by running it again, and workers
//! that share nothing may push parts of one heap side by side.

use std::collections::HashSet;
use std::fmt;
use std::io::Write as _;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::entry::{Entry, content_id};
use super::fault::{Fault, Kind};
use super::{Remote, schema};
use crate::document::DocId;
use crate::heap::Heap;
use crate::lang::Lang;

/// Documents that a thread takes at once, and asks the engine about in one question.
const CHUNK: usize = 64;
/// A batch is sent when it has so many bytes or documents: what engines recommend.
const BATCH_BYTES: usize = 5 << 20;
const BATCH_DOCUMENTS: usize = 1000;
/// A single document of more bytes is refused by an engine as it comes.
const LARGEST: usize = 95 << 20;
/// Threads that send; they mostly wait for the engine.
const SENDERS: usize = 2;
/// The first pause after a busy engine; each further one is twice as long, up to the longest.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How to push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The part of the heap that this worker pushes.
    pub shard: Shard,
    /// Write documents anew that are there.
    pub replace: bool,
    /// Keep the raw text beside the cleaned one.
    pub raw: bool,
    /// Clean and measure, and send nothing.
    pub dry_run: bool,
    /// Shards and copies of an index that is made; otherwise the engine's own.
    pub index_shards: Option<u32>,
    pub replicas: Option<u32>,
    /// How long an engine may be away or busy before the push ends.
    pub patience: Duration,
    pub threads: usize,
    /// Of what is said about documents that failed.
    pub lang: Lang,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            shard: Shard::default(),
            replace: false,
            raw: false,
            dry_run: false,
            index_shards: None,
            replicas: None,
            patience: Duration::from_secs(300),
            threads: thread::available_parallelism().map_or(1, usize::from),
            lang: Lang::default(),
        }
    }
}

/// One of several parts of a heap: `3/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    number: u64,
    of: u64,
}

impl Default for Shard {
    fn default() -> Shard {
        Shard { number: 1, of: 1 }
    }
}

impl Shard {
    /// Whether the document that is called so in its heap belongs to this part. Every document belongs to
    /// exactly one, the same on every machine.
    pub fn has(self, label: &str) -> bool {
        if self.of == 1 {
            return true;
        }
        let digest = Sha256::digest(label.as_bytes());
        // A digest has thirty-two bytes.
        let first = digest.iter().take(8).fold(0u64, |number, &byte| number << 8 | u64::from(byte));
        first % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            Some(Shard { number: number.trim().parse().ok()?, of: of.trim().parse().ok()? })
        });
        let whole = |shard: &Shard| (1..=shard.of).contains(&shard.number);
        parsed.filter(whole).ok_or_else(|| "write K/N with K from 1 to N: 3/16".to_owned())
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// Something to say while a push is under way; called from all threads.
#[derive(Debug)]
pub enum Event<'a> {
    /// A document could not be read, or the engine refused it, for good.
    Failed(&'a str, String),
    /// The engine is away or busy: why, and how long is waited before it is asked again.
    Waiting(&'a Fault, Duration),
    /// Some documents are done.
    Progress(Report),
}

/// What has come of a push so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents of this part of the heap.
    pub documents: usize,
    /// Documents that were sent and taken.
    pub pushed: usize,
    /// Documents that were there, from an earlier push or under another name with the same content.
    pub there: usize,
    pub failed: usize,
    /// Bytes of raw text that were read, and of those that were cleaned.
    pub read: u64,
    pub cleaned: u64,
    /// Bytes that were sent, or would have been.
    pub sent: u64,
    pub took: Duration,
}

impl Report {
    pub fn done(&self) -> usize {
        self.pushed + self.there + self.failed
    }
}

#[derive(Debug, Default)]
struct Counters {
    documents: AtomicUsize,
    pushed: AtomicUsize,
    there: AtomicUsize,
    failed: AtomicUsize,
    read: AtomicU64,
    cleaned: AtomicU64,
    sent: AtomicU64,
}

/// Documents on their way.
#[derive(Debug, Default)]
struct Batch {
    /// Two lines a document, as `_bulk` wants them.
    lines: Vec<u8>,
    /// What each is called, and where its lines end.
    items: Vec<(String, usize)>,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.lines.len() >= BATCH_BYTES || self.items.len() >= BATCH_DOCUMENTS
    }

    fn item(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.items[before].1);
        &self.lines[start..self.items[at].1]
    }

    fn push(&mut self, name: &str, lines: &[u8]) {
        self.lines.extend_from_slice(lines);
        self.items.push((name.to_owned(), self.lines.len()));
    }

    /// The items for which `wanted` holds.
    fn only(&self, wanted: impl Fn(usize) -> bool) -> Batch {
        let mut batch = Batch::default();
        for at in (0..self.items.len()).filter(|&at| wanted(at)) {
            batch.push(&self.items[at].0, self.item(at));
        }
        batch
    }
}

/// Pushes the documents of a heap.
///
/// # Errors
///
/// Where the index cannot be had, or the engine is away for longer than the options allow; what has been
/// pushed by then stays, and the same push goes on from there.
pub fn push(
    heap: &Heap,
    remote: &Remote,
    options: &Options,
    on: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, Fault> {
    let fresh = prepare(remote, options)?;
    let run = Run {
        heap,
        remote,
        options,
        on,
        fresh,
        counters: Counters::default(),
        next: AtomicUsize::new(0),
        stopped: AtomicBool::new(false),
        fault: Mutex::new(None),
        started: Instant::now(),
        ids: heap.ids().filter(|&id| belongs(heap, id, options.shard)).collect(),
    };
    run.counters.documents.store(run.ids.len(), Ordering::Relaxed);
    let (sender, receiver) = sync_channel::<Batch>(SENDERS);
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| run.send(&receiver));
        }
        for _ in 0..options.threads.max(1) {
            let sender = sender.clone();
            let run = &run;
            scope.spawn(move || run.prepare_documents(&sender));
        }
        drop(sender);
    });
    if let Some(fault) = run.fault.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(fault);
    }
    if !options.dry_run && run.counters.pushed.load(Ordering::Relaxed) > 0 {
        // Searched at once by whoever looks next; an engine that does not know this makes them wait a little.
        let _ = remote.post(&format!("/{}/_refresh", remote.address.path()), &json!({}));
    }
    Ok(run.report())
}

fn belongs(heap: &Heap, id: DocId, shard: Shard) -> bool {
    shard == Shard::default() || heap.source(id).is_some_and(|source| shard.has(&heap.label(&source)))
}

/// Sees to it that the index is there and wenlan's. Whether it is new is returned.
fn prepare(remote: &Remote, options: &Options) -> Result<bool, Fault> {
    let abilities = remote.abilities();
    let fault = |kind| Fault::new(remote.name(), kind);
    if !abilities.keeps_ids {
        return Err(fault(Kind::Cannot {
            engine: abilities.engine.name(),
            zh: "不保留文档的编号，重复推送会成倍；请推送到 OpenSearch 或 Elasticsearch",
            en: "gives documents numbers of its own, so that a repeated push would double them; push into OpenSearch or Elasticsearch",
        }));
    }
    let index = remote.index();
    if index.is_empty() {
        return Err(fault(Kind::Unnamed { there: remote.indexes().unwrap_or_default() }));
    }
    if index.contains(['*', ',']) {
        return Err(fault(Kind::Cannot {
            engine: abilities.engine.name(),
            zh: "不能推送到一组索引，请写明一个",
            en: "takes documents into one index; name it",
        }));
    }
    if let Some(mapping) = remote.mapping()? {
        let own = |(_, version): &(String, Option<u64>)| *version == Some(schema::VERSION);
        // Engines with fewer analyzers keep no note of who made an index.
        return match schema::versions(&mapping).iter().all(own) || !abilities.bigrams {
            true => Ok(false),
            false => Err(fault(Kind::OtherMapping(index.to_owned()))),
        };
    }
    if options.dry_run {
        return Ok(true);
    }
    let mut wanted = schema::mapping(options.index_shards, options.replicas);
    if !abilities.bigrams {
        // Without the analyzers that they do not have.
        wanted = json!({});
    }
    let path = format!("{}/{}", abilities.prefix, remote.address.path());
    match remote.client.put(&path, &wanted) {
        Ok(_) => Ok(true),
        // Another worker was first.
        Err(Fault { kind: Kind::Refused { reason, .. }, .. }) if reason.contains("exists") => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// A push under way.
struct Run<'a> {
    heap: &'a Heap,
    remote: &'a Remote,
    options: &'a Options,
    on: &'a (dyn Fn(Event<'_>) + Sync),
    /// Nothing is there yet.
    fresh: bool,
    counters: Counters,
    ids: Vec<DocId>,
    next: AtomicUsize,
    stopped: AtomicBool,
    fault: Mutex<Option<Fault>>,
    started: Instant,
}

impl Run<'_> {
    fn report(&self) -> Report {
        let counters = &self.counters;
        let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        let bytes = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Report {
            documents: count(&counters.documents),
            pushed: count(&counters.pushed),
            there: count(&counters.there),
            failed: count(&counters.failed),
            read: bytes(&counters.read),
            cleaned: bytes(&counters.cleaned),
            sent: bytes(&counters.sent),
            took: self.started.elapsed(),
        }
    }

    fn add(&self, counter: &AtomicUsize, count: usize) {
        if count > 0 {
            counter.fetch_add(count, Ordering::Relaxed);
            (self.on)(Event::Progress(self.report()));
        }
    }

    fn fail(&self, name: &str, why: String) {
        (self.on)(Event::Failed(name, why));
        self.add(&self.counters.failed, 1);
    }

    /// Ends the push: nothing more can be done.
    fn stop(&self, fault: Fault) {
        self.stopped.store(true, Ordering::Relaxed);
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Reads and cleans documents until there are none left.
    fn prepare_documents(&self, sender: &SyncSender<Batch>) {
        let mut batch = Batch::default();
        while !self.is_stopped() {
            let start = self.next.fetch_add(CHUNK, Ordering::Relaxed);
            let Some(ids) =
                self.ids.get(start..self.ids.len().min(start + CHUNK)).filter(|ids| !ids.is_empty())
            else {
                break;
            };
            if let Err(fault) = self.prepare_chunk(ids, &mut batch, sender) {
                self.stop(fault);
            }
        }
        if !batch.items.is_empty() && !self.is_stopped() {
            self.hand_over(batch, sender);
        }
    }

    fn hand_over(&self, batch: Batch, sender: &SyncSender<Batch>) {
        self.counters.sent.fetch_add(batch.lines.len() as u64, Ordering::Relaxed);
        if self.options.dry_run {
            self.add(&self.counters.pushed, batch.items.len());
        } else {
            // The receivers are gone only where the push was stopped.
            let _ = sender.send(batch);
        }
    }

    fn prepare_chunk(
        &self,
        ids: &[DocId],
        batch: &mut Batch,
        sender: &SyncSender<Batch>,
    ) -> Result<(), Fault> {
        let mut raws = Vec::with_capacity(ids.len());
        for &id in ids {
            let Some(source) = self.heap.source(id) else { continue };
            let name = self.heap.label(&source);
            match self.heap.raw(id) {
                Ok(raw) => {
                    self.counters.read.fetch_add(raw.text.len() as u64, Ordering::Relaxed);
                    let content = content_id(&raw);
                    let kept = self.options.raw.then(|| raw.text.clone());
                    let bytes = raw.text.len() as u64;
                    self.heap.keep_raw(id, raw);
                    raws.push((name, id, kept, bytes, content));
                }
                Err(error) => self.fail(&error.name, error.problem.describe(self.options.lang)),
            }
        }
        let there = self.there(raws.iter().map(|(.., content)| content.as_str()))?;
        for (name, id, raw, bytes, content) in raws {
            if there.contains(&content) {
                self.add(&self.counters.there, 1);
                continue;
            }
            if self.is_stopped() {
                break;
            }
            let cleaned = self.heap.reading(id).map(|reading| self.heap.read(&reading));
            let (document, summary) = match cleaned {
                Some(Ok((document, summary))) => {
                    let summary = Arc::unwrap_or_clone(summary);
                    (Arc::unwrap_or_clone(document), summary)
                }
                Some(Err(error)) => {
                    self.fail(&error.name, error.problem.describe(self.options.lang));
                    continue;
                }
                // It was removed meanwhile.
                None => continue,
            };
            self.counters.cleaned.fetch_add(bytes, Ordering::Relaxed);
            let entry = Entry { id: content, address: name, document, summary, raw };
            let lines = self.lines(&entry);
            if lines.len() > LARGEST {
                let bytes = lines.len();
                self.fail(
                    &entry.address,
                    Fault::new("", Kind::TooLarge { bytes }).kind.describe(self.options.lang),
                );
                continue;
            }
            batch.push(&entry.address, &lines);
            if batch.is_full() {
                self.hand_over(std::mem::take(batch), sender);
            }
        }
        Ok(())
    }

    /// What `_bulk` is told about a document.
    fn lines(&self, entry: &Entry) -> Vec<u8> {
        let action =
            if self.options.replace || !self.remote.abilities().refuses_twins { "index" } else { "create" };
        let mut lines = Vec::new();
        let target = json!({"_index": self.remote.index(), "_id": entry.id});
        // Writing into memory does not fail.
        let _ = writeln!(lines, "{}", json!({action: target}));
        let _ = serde_json::to_writer(&mut lines, &entry.fields());
        lines.push(b'\n');
        lines
    }

    /// Which of these ids the index has. Where that cannot be told, none: the engine refuses twins itself.
    fn there<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Result<HashSet<String>, Fault> {
        if self.fresh || self.options.replace {
            return Ok(HashSet::new());
        }
        let ids: Vec<&str> = ids.collect();
        let question = json!({
            "size": ids.len(), "_source": ["hash"],
            "query": {"bool": {"filter": [{"terms": {"hash": ids}}]}},
        });
        let path = format!("/{}/_search", self.remote.address.path());
        let answer = self.insist(|| self.remote.post(&path, &question))?;
        let hits = answer["hits"]["hits"].as_array().into_iter().flatten();
        Ok(hits.filter_map(|hit| hit["_source"]["hash"].as_str().map(str::to_owned)).collect())
    }

    /// Sends batches until there are none left.
    fn send(&self, batches: &Mutex<Receiver<Batch>>) {
        loop {
            let next = batches.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(batch) = next else { return };
            // Those who clean must not wait for one who sends nothing any more.
            if self.is_stopped() {
                continue;
            }
            if let Err(fault) = self.send_batch(batch) {
                self.stop(fault);
            }
        }
    }

    fn send_batch(&self, batch: Batch) -> Result<(), Fault> {
        let path = format!("{}/_bulk", self.remote.abilities().prefix);
        let mut left = vec![(batch, PAUSE)];
        let started = Instant::now();
        while let Some((batch, pause)) = left.pop() {
            if batch.items.is_empty() {
                continue;
            }
            let answer = match self.insist(|| self.remote.client.bulk(&path, &batch.lines)) {
                Ok(answer) => answer,
                // Too much at once.
                Err(Fault { kind: Kind::TooLarge { .. }, .. }) if batch.items.len() > 1 => {
                    let half = batch.items.len() / 2;
                    left.push((batch.only(|at| at < half), pause));
                    left.push((batch.only(|at| at >= half), pause));
                    continue;
                }
                Err(fault @ Fault { kind: Kind::TooLarge { .. }, .. }) => {
                    self.fail(&batch.items[0].0, fault.kind.describe(self.options.lang));
                    continue;
                }
                Err(fault) => return Err(fault),
            };
            let again = self.take(&batch, &answer);
            if !again.is_empty() {
                let rest = batch.only(|at| again.contains(&at));
                let reason = format!("{} documents", rest.items.len());
                let fault = Fault::new(self.remote.client.place(), Kind::Busy { status: 429, reason });
                if started.elapsed() >= self.options.patience {
                    return Err(fault);
                }
                (self.on)(Event::Waiting(&fault, pause));
                thread::sleep(pause);
                left.push((rest, (pause * 2).min(LONGEST_PAUSE)));
            }
        }
        Ok(())
    }

    /// Takes down what became of the documents of a batch; those that are to be sent again are returned.
    fn take(&self, batch: &Batch, answer: &Value) -> HashSet<usize> {
        let (mut pushed, mut there, mut again) = (0, 0, HashSet::new());
        let items = answer["items"].as_array();
        for (at, (name, _)) in batch.items.iter().enumerate() {
            let item = items.and_then(|items| items.get(at)?.as_object()?.values().next());
            // An engine that says nothing of single documents took them all.
            let status = item.and_then(|item| item["status"].as_u64()).unwrap_or(200);
            match status {
                200..=299 => pushed += 1,
                409 => there += 1,
                429 | 503 => _ = again.insert(at),
                _ => {
                    let error = item.map(|item| &item["error"]);
                    let reason = error.and_then(|error| {
                        error["caused_by"]["reason"].as_str().or(error["reason"].as_str()).or(error.as_str())
                    });
                    self.fail(name, format!("{status} {}", reason.unwrap_or_default()));
                }
            }
        }
        self.add(&self.counters.pushed, pushed);
        self.add(&self.counters.there, there);
        again
    }

    /// Asks until there is an answer, the fault is one that does not pass, or patience is at an end.
    fn insist(&self, ask: impl Fn() -> Result<Value, Fault>) -> Result<Value, Fault> {
        let started = Instant::now();
        let mut pause = PAUSE;
        loop {
            match ask() {
                Err(fault)
                    if fault.is_passing()
                        && started.elapsed() < self.options.patience
                        && !self.is_stopped() =>
                {
                    (self.on)(Event::Waiting(&fault, pause));
                    self.remote.client.next_node();
                    thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                answer => return answer,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shards_are_written_as_fractions() {
        assert_eq!("3/16".parse::<Shard>().map(|shard| shard.to_string()), Ok("3/16".into()));
        for wrong in ["", "3", "0/4", "5/4", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_document_belongs_to_one_part(label in ".{0,20}", of in 1u64..20) {
            let having = (1..=of).filter(|&number| Shard { number, of }.has(&label)).count();
            prop_assert_eq!(having, 1);
        }
    }
}
