//! How far the reading of a heap has come, on standard error: a bar on a terminal, a line now and then in a
//! log, nothing where it is over soon.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::collection::Collection;
use crate::lang::Lang;

/// What takes less than this needs no words.
const PATIENCE: Duration = Duration::from_millis(700);
/// How often the bar moves, and how often a log hears of it.
const FRAME: Duration = Duration::from_millis(100);
const LINE: Duration = Duration::from_secs(5);

/// Shows how far the reading of a heap has come.
pub struct Bar<'a> {
    collection: &'a Collection,
    lang: Lang,
    /// On a terminal.
    bar: Option<ProgressBar>,
    /// When it is time to say something again.
    due: Mutex<Instant>,
}

impl<'a> Bar<'a> {
    pub fn new(collection: &'a Collection, lang: Lang) -> Bar<'a> {
        let bar = io::stderr().is_terminal().then(|| {
            let style =
                ProgressStyle::with_template("{bar:30} {msg}").unwrap_or(ProgressStyle::default_bar());
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
        });
        let first = if bar.is_some() { PATIENCE } else { LINE };
        Bar { collection, lang, bar, due: Mutex::new(Instant::now() + first) }
    }

    /// To be called after every document, from any thread.
    pub fn tick(&self) {
        let Ok(mut due) = self.due.try_lock() else { return };
        if Instant::now() < *due {
            return;
        }
        let progress = self.collection.progress();
        let said = progress.describe(self.lang);
        match &self.bar {
            Some(bar) => {
                bar.set_length(progress.done + progress.left);
                bar.set_position(progress.done);
                bar.set_message(said);
                *due = Instant::now() + FRAME;
            }
            None => {
                // Where standard error is closed there is nobody to tell.
                let _ = writeln!(io::stderr(), "wenlan: {said}");
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
