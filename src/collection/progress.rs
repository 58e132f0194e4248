//! How far the reading of a heap has come.

use std::time::{Duration, Instant};

use crate::lang::{Lang, grouped};
use crate::text::number::bytes;

/// How far the reading of a heap has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Progress {
    pub documents: usize,
    /// Documents that can be searched, or will never be because they cannot be read.
    pub ready: usize,
    /// Raw bytes read since the reading began, and still to be read.
    pub done: u64,
    pub left: u64,
    /// Time spent on them.
    pub elapsed: Duration,
    pub paused: bool,
}

impl Progress {
    pub fn is_over(&self) -> bool {
        self.ready >= self.documents
    }

    /// Raw bytes a second.
    pub fn speed(&self) -> f64 {
        self.done as f64 / self.elapsed.as_secs_f64().max(0.001)
    }

    /// Time until all is read, if it goes on like this.
    pub fn time_left(&self) -> Duration {
        let speed = self.speed();
        Duration::from_secs_f64(if speed > 0.0 { self.left as f64 / speed } else { 0.0 })
    }

    /// `1,234/10,000 documents · 21.3 MB/s · 0:05 left`
    pub fn describe(&self, lang: Lang) -> String {
        let count = format!("{}/{}", grouped(self.ready), grouped(self.documents));
        let speed = bytes(self.speed() as u64);
        let seconds = self.time_left().as_secs();
        let left = format!("{}:{:02}", seconds / 60, seconds % 60);
        match (lang, self.paused) {
            (Lang::Zh, true) => format!("{count} 篇 · 已暂停"),
            (Lang::En, true) => format!("{count} documents · paused"),
            (Lang::Zh, false) => format!("{count} 篇 · {speed}/秒 · 还要 {left}"),
            (Lang::En, false) => format!("{count} documents · {speed}/s · {left} left"),
        }
    }
}

/// Counts what is read, and the time that it takes.
#[derive(Debug, Default)]
pub struct Meter {
    pub done: u64,
    pub left: u64,
    /// Time until the last pause.
    before: Duration,
    running: Option<Instant>,
    pub paused: bool,
}

impl Meter {
    pub fn begin(&mut self, left: u64) {
        let running = (!self.paused).then(Instant::now);
        *self = Meter { left, running, paused: self.paused, ..Meter::default() };
    }

    /// `bytes` more have been read.
    pub fn count(&mut self, bytes: u64) {
        self.done += bytes;
        self.left = self.left.saturating_sub(bytes);
    }

    pub fn pause(&mut self) {
        self.before = self.elapsed();
        (self.running, self.paused) = (None, true);
    }

    pub fn resume(&mut self) {
        self.running.get_or_insert_with(Instant::now);
        self.paused = false;
    }

    pub fn elapsed(&self) -> Duration {
        self.before + self.running.map_or(Duration::ZERO, |since| since.elapsed())
    }
}
