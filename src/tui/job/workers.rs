//! Jobs on threads: one thread a kind of job, holding at most one request, the newest; and a few that
//! clean the heap, what is in view first.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::mpsc::{SendError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Backstage, Cleaned, Job, Listed, Opening, Outcome};
use crate::collection::{step_back, threads};
use crate::tui::event::Input;

/// Summaries are handed over together, at most this often, so that cleaning a large heap does not redraw
/// the screen a thousand times.
const BATCH: Duration = Duration::from_millis(120);

/// How long the first screen takes to be drawn.
const ASIDE: Duration = Duration::from_millis(5);

/// The threads. Those that the first screen needs begin at once, each other one when there is first something
/// for it to do; all end with the process.
pub struct Workers {
    crew: Arc<Crew>,
    scan: Newest,
    open: Newest,
    search: Newest,
    snippets: Newest,
    raw: Newest,
    stats: Newest,
    look_up: Newest,
    compare: Newest,
}

impl Workers {
    pub fn new(events: Sender<Input>, opening: Opening) -> Workers {
        let crew = Arc::new(Crew { backstage: Backstage::new(opening), events, readers: Once::new() });
        let newest = || Newest { slot: Slot::default(), begun: Once::new() };
        let (scan, open, search, snippets) = (newest(), newest(), newest(), newest());
        let (raw, stats, look_up, compare) = (newest(), newest(), newest(), newest());
        scan.begin(&crew, scan_all);
        open.begin(&crew, perform_all);
        Workers { crew, scan, open, search, snippets, raw, stats, look_up, compare }
    }

    pub fn submit(&self, job: Job) {
        let newest = match &job {
            // Told to those who read, which takes no time.
            Job::Want(wanted) => {
                if !wanted.is_empty() {
                    self.crew.read();
                }
                return drop(self.crew.backstage.perform(job));
            }
            Job::Pause(_) => return drop(self.crew.backstage.perform(job)),
            Job::Scan(_) => &self.scan,
            Job::Open(_) | Job::Recode(..) => &self.open,
            Job::Search { .. } => &self.search,
            Job::Snippets { .. } => &self.snippets,
            Job::Raw(_) => &self.raw,
            Job::Study(_) | Job::CountOn(_) | Job::Themes(_) | Job::Theme(..) | Job::Config(_) => &self.stats,
            Job::LookUp(..) | Job::Survey(_) => &self.look_up,
            Job::Compare(..) | Job::Export { .. } | Job::Write(..) | Job::Passages(..) => &self.compare,
        };
        newest.slot.submit(job);
        newest.begin(&self.crew, perform_all);
    }
}

/// What all threads share.
struct Crew {
    backstage: Backstage,
    events: Sender<Input>,
    /// Those who clean the heap have begun.
    readers: Once,
}

impl Crew {
    /// Has the documents in the queue read from now on.
    fn read(self: &Arc<Crew>) {
        self.readers.call_once(|| {
            for _ in 0..threads() {
                let crew = Arc::clone(self);
                thread::spawn(move || read_all(&crew.backstage, &crew.events));
            }
        });
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

/// A thread for the newest job of its kind.
struct Newest {
    slot: Slot,
    begun: Once,
}

impl Newest {
    /// Starts the thread, if that has not been done.
    fn begin(&self, crew: &Arc<Crew>, work: fn(&Arc<Crew>, &Slot)) {
        self.begun.call_once(|| {
            let (crew, slot) = (Arc::clone(crew), self.slot.clone());
            thread::spawn(move || work(&crew, &slot));
        });
    }
}

fn perform_all(crew: &Arc<Crew>, slot: &Slot) {
    loop {
        let outcome = crew.backstage.perform(slot.take());
        if outcome.is_some_and(|outcome| crew.events.send(Input::Job(outcome)).is_err()) {
            return;
        }
    }
}

/// Finds the documents, and finds them again whenever something changes under the paths.
fn scan_all(crew: &Arc<Crew>, slot: &Slot) {
    let backstage = &crew.backstage;
    let (mut watch, mut verified, aside) = (None, false, Once::new());
    loop {
        let Job::Scan(paths) = slot.take() else { continue };
        let gone = Cell::new(false);
        let mut tell = |outcome| {
            gone.set(gone.get() || crew.events.send(Input::Job(outcome)).is_err());
            aside.call_once(step_aside);
        };
        let listed = backstage.recall(&paths, &mut tell);
        let watched = |paths: &[PathBuf]| {
            let (again, paths) = (slot.clone(), paths.to_vec());
            backstage.watch(move || again.submit(Job::Scan(paths.clone())))
        };
        if listed == Listed::Now {
            // The screen is full: from here on no change is missed.
            watch = Some(watched(&paths));
        }
        backstage.look(listed == Listed::Nothing, &mut tell);
        backstage.prepare().into_iter().for_each(&mut tell);
        if !backstage.is_up_to_date() {
            crew.read();
        }
        if gone.get() {
            return;
        }
        if watch.is_none() {
            watch = Some(watched(&paths));
            // What has changed before that is found by another look.
            slot.submit(Job::Scan(paths));
        }
        if !std::mem::replace(&mut verified, true) {
            backstage.verify().into_iter().for_each(&mut tell);
            if !backstage.is_up_to_date() {
                crew.read();
            }
        }
    }
}

/// What was told first fills the screen, which is not to wait for the rest.
fn step_aside() {
    step_back();
    // A thread that is busy keeps its core for some milliseconds, whoever else may want it.
    thread::sleep(ASIDE);
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
    let news = backstage.progress().into_iter().chain(backstage.notices());
    news.into_iter().try_for_each(|outcome| events.send(Input::Job(outcome)))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
