//! Jobs on threads: one thread a kind of job, holding at most one request, the newest; and a few that
//! clean the heap, what is in view first.

use std::collections::{HashSet, VecDeque};
use std::sync::mpsc::{SendError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Backstage, Cleaned, Job, Outcome};
use crate::document::DocId;
use crate::tui::session::Input;

/// Summaries are handed over together, at most this often, so that cleaning a large heap does not redraw
/// the screen a thousand times.
const BATCH: Duration = Duration::from_millis(120);

/// The threads; they end with the process.
pub struct Workers {
    scan: Newest,
    open: Newest,
    search: Newest,
    snippets: Newest,
    raw: Newest,
    report: Newest,
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
        let (open, search, snippets, raw, report) = (newest(), newest(), newest(), newest(), newest());
        let scan = {
            let (queue, events) = (queue.clone(), events.clone());
            Newest::start_then(backstage.clone(), events.clone(), move |backstage| {
                // What is in view is cleaned at once; the rest only when that need not be done again.
                if let Some(learnt) = backstage.learn() {
                    queue.forget();
                    // If nobody listens any more, there is nothing left to do.
                    let _ = events.send(Input::Job(learnt));
                }
                queue.fill(backstage.ids().unwrap_or_default());
            })
        };
        Workers { scan, open, search, snippets, raw, report, queue }
    }

    pub fn submit(&self, job: Job) {
        match job {
            Job::Want(ids) => self.queue.want(ids),
            Job::Scan(_) => self.scan.submit(job),
            Job::Open(_) => self.open.submit(job),
            Job::Search { .. } => self.search.submit(job),
            Job::Snippets { .. } => self.snippets.submit(job),
            Job::Raw(_) => self.raw.submit(job),
            Job::Report(_) => self.report.submit(job),
        }
    }
}

/// A thread with room for one waiting job: a newer one takes its place.
struct Newest {
    slot: Arc<(Mutex<Option<Job>>, Condvar)>,
}

impl Newest {
    fn start(backstage: Arc<Backstage>, events: Sender<Input>) -> Newest {
        Newest::start_then(backstage, events, |_| ())
    }

    /// `then` is called after each job, when its outcome has been sent.
    fn start_then(
        backstage: Arc<Backstage>,
        events: Sender<Input>,
        then: impl Fn(&Backstage) + Send + 'static,
    ) -> Newest {
        let slot: Arc<(Mutex<Option<Job>>, Condvar)> = Arc::default();
        let waiting = slot.clone();
        thread::spawn(move || {
            loop {
                let job = {
                    let (job, signal) = &*waiting;
                    let mut job = lock(job);
                    loop {
                        match job.take() {
                            Some(job) => break job,
                            None => job = signal.wait(job).unwrap_or_else(PoisonError::into_inner),
                        }
                    }
                };
                let outcome = backstage.perform(job);
                if outcome.is_some_and(|outcome| events.send(Input::Job(outcome)).is_err()) {
                    return;
                }
                then(&backstage);
            }
        });
        Newest { slot }
    }

    fn submit(&self, job: Job) {
        *lock(&self.slot.0) = Some(job);
        self.slot.1.notify_one();
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
