//! Reading documents and making them searchable, on as many threads as one likes, behind whatever else
//! the machine has to do.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use super::{Collection, Progress, Queue, lock};
use crate::document::DocId;
use crate::heap::{Reading, Summary};
use crate::ingest::LoadError;
use crate::search::{Builder, Record};

/// Text that is made searchable in one go, in bytes: large enough for large segments, which take less work,
/// small enough that every thread can hold one.
const BATCH: usize = 8 << 20;
/// The first batches are smaller, each twice the one before, so that there is soon something to be found.
const FIRST_BATCH: usize = 256 << 10;
/// What is new is written down whenever it is so many bytes of text: what a run that is cut short has to read
/// again, and what becomes one file.
const SAVE: usize = 64 << 20;

/// A document that has been read, or why it could not be.
pub type Cleaned = (DocId, Result<Arc<Summary>, LoadError>);

/// Documents that have been read and are to be made searchable.
struct Batch {
    records: Vec<(Reading, Record)>,
    unreadable: Vec<Reading>,
    bytes: usize,
    /// The batch is full with so many bytes.
    most: usize,
}

impl Batch {
    fn new(most: usize) -> Batch {
        Batch { records: Vec::new(), unreadable: Vec::new(), bytes: 0, most }
    }

    fn is_full(&self) -> bool {
        self.bytes >= self.most
    }

    /// Takes what is in it, and leaves an empty one that holds more.
    fn take(&mut self) -> Batch {
        let next = Batch::new((self.most * 2).min(BATCH));
        std::mem::replace(self, next)
    }
}

impl Collection {
    /// Puts everything that is left to do into the queue.
    pub fn begin(&self, queue: &Queue) {
        let ids = self.heap.unsettled();
        let left = ids.iter().filter_map(|&id| self.heap.source(id)).map(|source| source.bytes).sum();
        lock(&self.meter).begin(left);
        queue.fill(ids);
    }

    /// Holds the reading of what is not in view, or goes on with it.
    pub fn pause(&self, queue: &Queue, paused: bool) {
        let mut meter = lock(&self.meter);
        if paused {
            meter.pause()
        } else {
            meter.resume()
        }
        queue.pause(paused);
    }

    /// How far the reading has come.
    pub fn progress(&self) -> Progress {
        let documents = self.heap.len();
        let unsaved = lock(&self.unsaved).readings.len();
        let ready = (documents - self.heap.unsettled().len().min(documents) + unsaved).min(documents);
        let meter = lock(&self.meter);
        let (done, left, elapsed) = (meter.done, meter.left, meter.elapsed());
        Progress { documents, ready, done, left, elapsed, paused: meter.paused }
    }

    /// Reads `first` and what else is in the queue and makes it searchable, until nothing is left; tells
    /// `on` of every document. To be called by several threads at once.
    pub fn work(&self, first: Option<DocId>, queue: &Queue, on: &mut dyn FnMut(Cleaned)) {
        self.busy.fetch_add(1, Ordering::AcqRel);
        keep_no_memory();
        let mut batch = Batch::new(FIRST_BATCH);
        let mut next = first.or_else(|| queue.next());
        while let Some(id) = next {
            on((id, self.read(id, &mut batch)));
            if batch.is_full() {
                self.add(batch.take());
                self.save_now_and_then();
            }
            next = queue.next();
        }
        self.add(batch);
        let alone = self.busy.fetch_sub(1, Ordering::AcqRel) == 1;
        if alone && queue.is_drained() {
            self.save();
            give_back_memory();
        }
    }

    /// Does all that is left to do, on all cores, and saves it. `on` hears of every document, from the
    /// thread that has read it.
    pub fn work_all(&self, on: &(dyn Fn(Cleaned) + Sync)) {
        let queue = Queue::default();
        self.begin(&queue);
        thread::scope(|scope| {
            for _ in 0..threads() {
                scope.spawn(|| self.work(None, &queue, &mut |cleaned| on(cleaned)));
            }
        });
    }

    fn read(&self, id: DocId, batch: &mut Batch) -> Result<Arc<Summary>, LoadError> {
        let Some(reading) = self.heap.reading(id) else {
            // Gone before its turn came.
            return self.heap.document(id).map(|(_, summary)| summary);
        };
        let source = reading.source();
        lock(&self.meter).count(source.bytes);
        let cleaned = match self.heap.peek(id) {
            Some(known) => Ok(known),
            None => self.heap.read(&reading),
        };
        match cleaned {
            Ok((document, summary)) => {
                let record = Record::new(&self.heap.label(source), &document);
                batch.bytes += record.text.len();
                batch.records.push((reading, record));
                Ok(summary)
            }
            Err(error) => {
                batch.unreadable.push(reading);
                Err(error)
            }
        }
    }

    fn add(&self, mut batch: Batch) {
        let is_current = |reading: &Reading| self.heap.is_current(reading);
        batch.records.retain(|(reading, _)| is_current(reading));
        let index = self.index();
        if !batch.records.is_empty() {
            let mut builder = Builder::default();
            batch.records.iter().for_each(|(reading, record)| builder.push(reading.id, record));
            index.add(builder);
        }
        batch.unreadable.iter().for_each(|reading| index.remove(reading.id));
        let mut readings: Vec<Reading> = batch.records.into_iter().map(|(reading, _)| reading).collect();
        for reading in &readings {
            if self.heap.source(reading.id).is_none() {
                // It has gone since.
                index.remove(reading.id);
            }
        }
        readings.append(&mut batch.unreadable);
        let mut unsaved = lock(&self.unsaved);
        unsaved.readings.append(&mut readings);
        unsaved.bytes += batch.bytes;
    }

    fn save_now_and_then(&self) {
        if lock(&self.unsaved).bytes >= SAVE {
            self.save();
            give_back_memory();
        }
    }
}

/// Allocations of at least so many bytes are the system's business; making a segment takes many.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: libc::c_int = 1 << 20;

/// Has the allocator return large pieces of memory as soon as they are let go of. Making a segment takes many
/// times the memory that is left in the end; glibc, having seen that, would come to keep tens of megabytes
/// for each thread.
fn keep_no_memory() {
    // SAFETY: the function has no preconditions.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}

/// Has the allocator return what has been let go of in small pieces too.
fn give_back_memory() {
    // SAFETY: the function has no preconditions; what is in use it does not touch.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        libc::malloc_trim(0);
    }
}

/// As many as there are cores.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Makes the thread that calls this wait for all others: a nice value of 10 gives a busy core to the
/// interface nine times out of ten. Where priorities belong to whole processes, nothing happens.
pub fn step_back() {
    // On Linux a nice value is a thread's own, and no number stands for the thread that asks.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 10);
}
