//! Jobs on threads: one thread a kind of job, holding at most one request, the newest; and a few that
//! clean the heap, what is in view first.

use std::cell::Cell;
use std::sync::mpsc::{SendError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Backstage, Cleaned, Job, Opening, Outcome};
use crate::collection::{step_back, threads};
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
    compare: Newest,
    backstage: Arc<Backstage>,
}

impl Workers {
    pub fn start(events: Sender<Input>, opening: Opening) -> Workers {
        let backstage = Arc::new(Backstage::new(opening));
        for _ in 0..threads() {
            let (backstage, events) = (backstage.clone(), events.clone());
            thread::spawn(move || read_all(&backstage, &events));
        }
        let newest = || Newest::start(backstage.clone(), events.clone());
        let (open, search, snippets, raw, stats, look_up, compare) =
            (newest(), newest(), newest(), newest(), newest(), newest(), newest());
        let scan = Slot::default();
        let (rescan, finder) = (scan.clone(), backstage.clone());
        thread::spawn(move || scan_all(&finder, &rescan, &events));
        Workers { scan, open, search, snippets, raw, stats, look_up, compare, backstage }
    }

    pub fn submit(&self, job: Job) {
        match job {
            // Told to those who read, which takes no time.
            Job::Want(_) | Job::Pause(_) => drop(self.backstage.perform(job)),
            Job::Scan(_) => self.scan.submit(job),
            Job::Open(_) => self.open.submit(job),
            Job::Search { .. } => self.search.submit(job),
            Job::Snippets { .. } => self.snippets.submit(job),
            Job::Raw(_) => self.raw.submit(job),
            Job::Study(_) | Job::CountOn(_) | Job::Themes(_) => self.stats.submit(job),
            Job::LookUp(..) | Job::Survey => self.look_up.submit(job),
            Job::Compare(..) | Job::Export(_) => self.compare.submit(job),
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
fn scan_all(backstage: &Backstage, slot: &Slot, events: &Sender<Input>) {
    let mut watch = None;
    loop {
        let Job::Scan(paths) = slot.take() else { continue };
        let gone = Cell::new(false);
        let mut tell = |outcome| gone.set(gone.get() || events.send(Input::Job(outcome)).is_err());
        backstage.open(&paths, &mut tell);
        backstage.prepare().into_iter().for_each(&mut tell);
        if !backstage.is_up_to_date() {
            // Texts are cut into words as they are indexed; the first of them are being read meanwhile.
            segment::jieba();
        }
        if gone.get() {
            return;
        }
        if watch.is_none() {
            let again = slot.clone();
            watch = Some(backstage.watch(move || again.submit(Job::Scan(paths.clone()))));
            step_back();
            backstage.verify().into_iter().for_each(&mut tell);
        }
    }
}

fn read_all(backstage: &Backstage, events: &Sender<Input>) {
    step_back();
    loop {
        let first = backstage.wait();
        let mut batch = Vec::new();
        let mut sent = Instant::now();
        let mut gone = false;
        backstage.work(Some(first), &mut |cleaned| {
            batch.push(cleaned);
            // Who waits for the last ones need not wait until they can be searched too.
            if sent.elapsed() >= BATCH || backstage.is_drained() {
                gone |= send(events, &mut batch, backstage).is_err();
                sent = Instant::now();
            }
        });
        if gone || send(events, &mut batch, backstage).is_err() {
            return;
        }
    }
}

fn send(
    events: &Sender<Input>,
    batch: &mut Vec<Cleaned>,
    backstage: &Backstage,
) -> Result<(), SendError<Input>> {
    events.send(Input::Job(Outcome::Cleaned(std::mem::take(batch))))?;
    backstage.progress().map_or(Ok(()), |progress| events.send(Input::Job(progress)))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
