//! Jobs on threads: one thread a kind of job, holding at most one request, the newest; and a few that
//! clean the heap, what is in view first.

use std::collections::{HashSet, VecDeque};
use std::sync::mpsc::{SendError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Backstage, Cleaned, Job, Outcome};
use crate::document::DocId;
use crate::text::segment;
use crate::tui::session::Input;

/// Summaries are handed over together, at most this often, so that cleaning a large heap does not redraw
/// the screen a thousand times.
const BATCH: Duration = Duration::from_millis(120);

/// The threads; they end with the process.
pub struct Workers {
    scan: Slot,
    open: Newest,
    search: Newest,
    snippets: Newest,
    raw: Newest,
    stats: Newest,
    look_up: Newest,
    queue: Arc<Queue>,
}

impl Workers {
    pub fn start(events: Sender<Input>) -> Workers {
        let backstage = Arc::new(Backstage::default());
        let queue = Arc::new(Queue::default());
        let threads = thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..threads {
            let (backstage, queue, events) = (backstage.clone(), queue.clone(), events.clone());
            thread::spawn(move || clean_all(&backstage, &queue, &events));
        }
        let newest = || Newest::start(backstage.clone(), events.clone());
        let (open, search, snippets, raw, stats, look_up) =
            (newest(), newest(), newest(), newest(), newest(), newest());
        let scan = Slot::default();
        let (rescan, waiting) = (scan.clone(), queue.clone());
        thread::spawn(move || scan_all(&backstage, &rescan, &waiting, &events));
        Workers { scan, open, search, snippets, raw, stats, look_up, queue }
    }

    pub fn submit(&self, job: Job) {
        match job {
            Job::Want(ids) => self.queue.want(ids),
            Job::Scan(_) => self.scan.submit(job),
            Job::Open(_) => self.open.submit(job),
            Job::Search { .. } => self.search.submit(job),
            Job::Snippets { .. } => self.snippets.submit(job),
            Job::Raw(_) => self.raw.submit(job),
            Job::Study(_) | Job::Themes(_) => self.stats.submit(job),
            Job::LookUp(..) => self.look_up.submit(job),
        }
    }
}

/// Room for one waiting job: a newer one takes its place.
#[derive(Debug, Clone, Default)]
struct Slot(Arc<(Mutex<Option<Job>>, Condvar)>);

impl Slot {
    fn submit(&self, job: Job) {
        *lock(&self.0.0) = Some(job);
        self.0.1.notify_one();
    }

    fn take(&self) -> Job {
        let (job, arrived) = &*self.0;
        let mut job = lock(job);
        loop {
            match job.take() {
                Some(job) => return job,
                None => job = arrived.wait(job).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// A thread that does the newest job of its kind.
struct Newest(Slot);

impl Newest {
    fn start(backstage: Arc<Backstage>, events: Sender<Input>) -> Newest {
        let slot = Slot::default();
        let jobs = slot.clone();
        thread::spawn(move || {
            loop {
                let outcome = backstage.perform(jobs.take());
                if outcome.is_some_and(|outcome| events.send(Input::Job(outcome)).is_err()) {
                    return;
                }
            }
        });
        Newest(slot)
    }

    fn submit(&self, job: Job) {
        self.0.submit(job);
    }
}

/// Finds the documents, and finds them again whenever something changes under the paths.
fn scan_all(backstage: &Backstage, slot: &Slot, queue: &Queue, events: &Sender<Input>) {
    let mut watch = None;
    loop {
        let job = slot.take();
        let Some(outcome) = backstage.perform(job.clone()) else { continue };
        if let Outcome::Scanned { changed, .. } = &outcome {
            queue.again(changed);
        }
        if events.send(Input::Job(outcome)).is_err() {
            return;
        }
        if watch.is_none() {
            // Words cannot be told apart without the dictionary; the first screen did not have to wait.
            segment::jieba();
            // What is in view has been cleaned at once; the rest is only when that need not be done twice.
            if let Some(learnt) = backstage.learn() {
                queue.forget();
                if events.send(Input::Job(learnt)).is_err() {
                    return;
                }
            }
            let again = slot.clone();
            watch = Some(backstage.watch(move || again.submit(job.clone())));
        }
        queue.fill(backstage.ids().unwrap_or_default());
    }
}

/// Documents still to be cleaned.
#[derive(Default)]
struct Queue {
    state: Mutex<Waiting>,
    signal: Condvar,
}

#[derive(Default)]
struct Waiting {
    wanted: VecDeque<DocId>,
    rest: VecDeque<DocId>,
    taken: HashSet<DocId>,
}

impl Queue {
    fn fill(&self, ids: Vec<DocId>) {
        lock(&self.state).rest = ids.into();
        self.signal.notify_all();
    }

    /// These documents have to be cleaned again.
    fn again(&self, ids: &[DocId]) {
        let mut waiting = lock(&self.state);
        ids.iter().for_each(|id| _ = waiting.taken.remove(id));
    }

    /// All documents have to be cleaned again.
    fn forget(&self) {
        lock(&self.state).taken.clear();
    }

    fn want(&self, ids: Vec<DocId>) {
        lock(&self.state).wanted = ids.into();
        self.signal.notify_all();
    }

    /// The next document, without waiting for one.
    fn try_next(&self) -> Option<DocId> {
        lock(&self.state).pop()
    }

    fn next(&self) -> DocId {
        let mut waiting = lock(&self.state);
        loop {
            if let Some(id) = waiting.pop() {
                return id;
            }
            waiting = self.signal.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Waiting {
    fn pop(&mut self) -> Option<DocId> {
        while let Some(id) = self.wanted.pop_front().or_else(|| self.rest.pop_front()) {
            if self.taken.insert(id) {
                return Some(id);
            }
        }
        None
    }
}

fn clean_all(backstage: &Backstage, queue: &Queue, events: &Sender<Input>) {
    let mut batch = Vec::new();
    let mut sent = Instant::now();
    loop {
        let id = match queue.try_next() {
            Some(id) => id,
            None => {
                if !batch.is_empty() && send(events, &mut batch).is_err() {
                    return;
                }
                queue.next()
            }
        };
        batch.extend(backstage.clean(id));
        if sent.elapsed() >= BATCH {
            if send(events, &mut batch).is_err() {
                return;
            }
            sent = Instant::now();
        }
    }
}

fn send(events: &Sender<Input>, batch: &mut Vec<Cleaned>) -> Result<(), SendError<Input>> {
    events.send(Input::Job(Outcome::Cleaned(std::mem::take(batch))))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
