//! How far the reading of a heap has come, on standard error: a bar on a terminal, a line now and then in a
//! log, nothing where it is over soon.

use std::io::{self, IsTerminal, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::say::say;
use crate::collection::Collection;
use crate::lang::{Lang, grouped};
use crate::remote::Report;
use crate::text::number::bytes;
use crate::text::sanitize::sanitize_lines;

/// What takes less than this needs no words.
const PATIENCE: Duration = Duration::from_millis(700);
/// How often the bar moves, and how often a log hears of it.
const FRAME: Duration = Duration::from_millis(100);
const LINE: Duration = Duration::from_secs(5);

/// Shows how far the reading of a heap has come.
pub struct Bar<'a> {
    collection: &'a Collection,
    lang: Lang,
    teller: Teller,
}

impl<'a> Bar<'a> {
    pub fn new(collection: &'a Collection, lang: Lang) -> Bar<'a> {
        Bar { collection, lang, teller: Teller::new() }
    }

    /// To be called after every document, from any thread.
    pub fn tick(&self) {
        self.teller.tick(|| {
            let progress = self.collection.progress();
            (progress.done, progress.done + progress.left, progress.describe(self.lang))
        });
    }

    pub fn finish(self) {
        self.teller.finish();
    }
}

/// Shows how far the work on the documents of a heap has come.
pub struct Counting {
    /// What is being done.
    said: &'static str,
    /// Documents that have been counted.
    done: AtomicUsize,
    teller: Teller,
}

impl Counting {
    pub fn new(said: &'static str) -> Counting {
        Counting { said, done: AtomicUsize::new(0), teller: Teller::new() }
    }

    /// To be called after every document, with how many come after it.
    pub fn tick(&self, left: usize) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.teller.tick(|| {
            let said = format!("{} {}/{}", self.said, grouped(done), grouped(done + left));
            (done as u64, (done + left) as u64, said)
        });
    }

    pub fn finish(self) {
        self.teller.finish();
    }
}

/// Shows how far a push has come.
pub struct Pushing {
    lang: Lang,
    teller: Teller,
}

impl Pushing {
    pub fn new(lang: Lang) -> Pushing {
        Pushing { lang, teller: Teller::new() }
    }

    /// To be called as often as something changes, from any thread.
    pub fn tick(&self, report: &Report) {
        self.teller.tick(|| (report.done() as u64, report.documents as u64, self.describe(report)));
    }

    /// `推送 1,200/5,000 篇，8.1 MB/s，每秒 310 篇，还需 12 秒`
    fn describe(&self, report: &Report) -> String {
        let seconds = report.took.as_secs_f64().max(0.001);
        let (done, all) = (report.done(), report.documents);
        let speed = bytes((report.read as f64 / seconds) as u64);
        let rate = done as f64 / seconds;
        let left = (all - done.min(all)) as f64 / rate.max(0.001);
        match self.lang {
            Lang::Zh => format!(
                "推送 {}/{} 篇，{speed}/s，每秒 {rate:.0} 篇，还需 {}",
                grouped(done),
                grouped(all),
                span(left, self.lang)
            ),
            Lang::En => format!(
                "pushing {}/{} documents, {speed}/s, {rate:.0} documents/s, {} left",
                grouped(done),
                grouped(all),
                span(left, self.lang)
            ),
        }
    }

    /// Says something beside the bar.
    pub fn say(&self, line: &str) {
        match &self.teller.bar {
            Some(bar) => bar.println(line),
            // Where standard error is closed there is nobody to tell.
            None => _ = writeln!(io::stderr(), "{}", sanitize_lines(line)),
        }
    }

    pub fn finish(self) {
        self.teller.finish();
    }
}

/// Seconds in the units that people count them by.
fn span(seconds: f64, lang: Lang) -> String {
    let (number, zh, en) = match seconds {
        ..100.0 => (seconds, "秒", "s"),
        ..6000.0 => (seconds / 60.0, "分钟", "min"),
        _ => (seconds / 3600.0, "小时", "h"),
    };
    format!("{number:.0} {}", lang.pick(zh, en))
}

/// Says something now and then.
struct Teller {
    /// On a terminal.
    bar: Option<ProgressBar>,
    /// When it is time to say something again.
    due: Mutex<Instant>,
}

impl Teller {
    fn new() -> Teller {
        let bar = io::stderr().is_terminal().then(|| {
            let style =
                ProgressStyle::with_template("{bar:30} {msg}").unwrap_or(ProgressStyle::default_bar());
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
        });
        let first = if bar.is_some() { PATIENCE } else { LINE };
        Teller { bar, due: Mutex::new(Instant::now() + first) }
    }

    /// `progress` says how much is done, of how much, and the words for it.
    fn tick(&self, progress: impl FnOnce() -> (u64, u64, String)) {
        let Ok(mut due) = self.due.try_lock() else { return };
        if Instant::now() < *due {
            return;
        }
        let (done, of, said) = progress();
        match &self.bar {
            Some(bar) => {
                bar.set_length(of);
                bar.set_position(done);
                bar.set_message(said);
                *due = Instant::now() + FRAME;
            }
            None => {
                say(&said);
                *due = Instant::now() + LINE;
            }
        }
    }

    /// The bar goes; what is left to say follows it.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
