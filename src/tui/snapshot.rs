//! The interface without a terminal: the same application, its jobs done one after the other, its screens
//! as text. For documentation, for bug reports, and for the tests.

mod format;

use std::path::PathBuf;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::canvas;
use super::event::{Effect, Event};
use super::job::{Backstage, Job, Outcome};
use super::keymap::{self, KeyError};
use super::session::opening;
use super::{Options, screen};
use crate::state::State;
pub use format::Format;

/// The screen of `size` (columns, rows) after `keys` were pressed on the documents under `paths`; on the
/// samples where there are none.
///
/// # Errors
///
/// Where `keys` does not read.
pub fn snapshot(
    options: Options,
    paths: Vec<PathBuf>,
    size: (u16, u16),
    keys: &str,
    format: Format,
) -> Result<String, KeyError> {
    let ambiguous = options.ambiguous;
    let mut stage = Stage::open(options, State::default(), paths, size);
    if !keys.is_empty() {
        stage.press(keys)?;
    }
    Ok(format::write(&stage.screen().0, ambiguous, format))
}

/// A running interface that nobody sees.
#[derive(Debug)]
pub struct Stage {
    app: App,
    backstage: Backstage,
    /// What the application asked for besides jobs, in order.
    pub effects: Vec<Effect>,
}

impl Stage {
    /// Opens `paths` (the samples where there are none) on a screen of some columns and rows; all
    /// documents are cleaned and searchable when it returns.
    pub fn open(options: Options, state: State, paths: Vec<PathBuf>, size: (u16, u16)) -> Stage {
        // What is wrong with a binding is said where the configuration is read.
        let (keymap, _) = options.config.keymap();
        let backstage = Backstage::new(opening(&options));
        let app = App::new(options, keymap, state, paths, Rect::new(0, 0, size.0, size.1));
        let mut stage = Stage { app, backstage, effects: Vec::new() };
        stage.work();
        let mut outcomes: Vec<Outcome> = stage.backstage.prepare().into_iter().collect();
        let mut cleaned = Vec::new();
        stage.backstage.work(None, &mut |document| cleaned.push(document));
        outcomes.push(Outcome::Cleaned(cleaned));
        outcomes.extend(stage.backstage.progress());
        outcomes.into_iter().for_each(|outcome| stage.handle(Event::Job(outcome)));
        stage
    }

    /// Presses keys, in the notation of [`keymap`].
    pub fn press(&mut self, keys: &str) -> Result<(), KeyError> {
        for key in keymap::parse(keys)? {
            self.handle(Event::Key(key));
        }
        Ok(())
    }

    pub fn handle(&mut self, event: Event) {
        self.app.handle(event);
        self.work();
    }

    /// Looks for the documents again, as happens when something has changed on disk.
    pub fn look_again(&mut self) {
        let app = &mut self.app;
        self.backstage.open(&[], &mut |outcome| app.handle(Event::Job(outcome)));
        self.work();
    }

    /// Does all that has been asked for.
    fn work(&mut self) {
        loop {
            let effects = self.app.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Job(Job::Scan(paths)) => {
                        let app = &mut self.app;
                        self.backstage.open(&paths, &mut |outcome| app.handle(Event::Job(outcome)));
                    }
                    Effect::Job(job) => {
                        let mut outcome = self.backstage.perform(job);
                        // The same keys give the same screen, however fast the machine is.
                        if let Some(Outcome::Found { took, .. }) = &mut outcome {
                            *took = Duration::ZERO;
                        }
                        outcome.into_iter().for_each(|outcome| self.app.handle(Event::Job(outcome)));
                    }
                    other => self.effects.push(other),
                }
            }
        }
    }

    /// What is remembered of the documents.
    pub fn state(&self) -> &State {
        &self.app.state
    }

    /// The screen, and where its cursor is shown.
    pub fn screen(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(self.app.size);
        let cursor = screen::draw(&self.app, &mut buffer);
        (buffer, cursor)
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        canvas::to_text(&self.screen().0, self.app.options.ambiguous)
    }
}
