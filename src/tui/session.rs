//! The loop: takes what the terminal, the signals and the jobs send, lets the application handle it, does
//! what it asks for, draws once.
//!
//! The terminal is read by a thread that waits, after each batch of input, until the batch has been dealt
//! with. So held keys come together and are drawn once, and an editor that is started has the terminal to
//! itself.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::app::App;
use super::clipboard;
use super::event::{Again, Effect, Event, Input};
use super::job::{Opening, Workers};
use super::terminal::{
    Capabilities, Display, Guard, Multiplexer, Policy, Signal, Tty, Writer, on_signal, width,
};
use super::tour::{Control, Script};
use super::{Options, screen, theme, tour};
use crate::config::Auto;
use crate::state::State;
use crate::text::width::Ambiguous;

/// How long the first frame waits for the documents, which those of a known heap do not need: a frame
/// without them would only keep them from being drawn. Nobody sees the difference of a few milliseconds.
const FIRST: Duration = Duration::from_millis(6);

/// Runs the interface on the documents under `paths`; without any, on the heap opened last, or on the
/// samples. Answers what is to be run after it, if anything.
///
/// # Errors
///
/// Where the terminal is unfit or lost, or what is to be remembered could not be written.
pub fn run(options: Options, paths: Vec<PathBuf>) -> anyhow::Result<Option<Again>> {
    start(options, paths, None)
}

/// Plays a script on the documents under `paths`, the samples where there are none, until it ends or a key takes
/// over. Nothing is remembered of it.
///
/// # Errors
///
/// As [`run`].
pub fn play(options: Options, paths: Vec<PathBuf>, script: Script, speed: f64) -> anyhow::Result<()> {
    start(Options { state: None, passages: None, ..options }, paths, Some((script, speed))).map(drop)
}

fn start(
    mut options: Options,
    paths: Vec<PathBuf>,
    script: Option<(Script, f64)>,
) -> anyhow::Result<Option<Again>> {
    let capabilities = Capabilities::from_env().map_err(|unfit| anyhow!(unfit.explain(options.lang)))?;
    let (sender, inbox) = mpsc::channel();
    let workers = Workers::new(sender.clone(), opening(&options));
    let mut notices = options.notices.clone();
    let mut memory = options.state.clone();
    let state = memory.as_deref().map(State::load).transpose().unwrap_or_else(|error| {
        notices.push(error.describe(options.lang));
        memory = None;
        None
    });
    let state = state.unwrap_or_default();
    if let Some(picked) = state.view.theme.as_deref().filter(|_| options.config.theme == theme::DEFAULT) {
        match options.themes.load(picked) {
            Ok(theme) => options.theme = theme,
            Err(error) => notices.push(error.describe(options.lang)),
        }
    }
    let (keymap, wrong) = options.config.keymap();
    notices.extend(wrong.iter().map(|error| error.describe(options.lang)));
    let paths = if paths.is_empty() { state.paths.clone() } else { paths };

    let ask = options.config.ambiguous == Auto::Auto;
    options.config.mouse &= capabilities.takes_mouse;
    let mouse = options.config.mouse;
    let (width, height) = crossterm::terminal::size().context("size of the terminal")?;
    let mut app = App::new(options, keymap, state, paths, Rect::new(0, 0, width, height));
    app.message = (!notices.is_empty()).then(|| notices.join(" · "));
    // The documents are looked for while the terminal is made ready.
    for effect in app.take_effects() {
        if let Effect::Job(job) = effect {
            workers.submit(job);
        }
    }
    let signals = sender.clone();
    on_signal(move |signal| drop(signals.send(Input::Signal(signal)))).context("signals")?;
    let guard = Guard::enter(&capabilities, mouse).context("terminal")?;
    if ask {
        width::ask().context("terminal")?;
    }
    let policy = Policy { ambiguous: app.options.ambiguous, certain: false };
    let writer = Writer::new(Tty, Size::new(width, height), capabilities, policy);
    let closed = sender.clone();
    // If nobody listens any more, the interface has ended already.
    let display = Display::start(writer, move |_| drop(closed.send(Input::Signal(Signal::Terminate))))
        .context("display")?;
    let player = script.map(|(script, speed)| tour::play(script, speed, sender.clone()));
    let (go_on, reader_waits) = mpsc::channel();
    let asked = ask.then(Instant::now);
    thread::spawn(move || {
        if let Some(ambiguous) = ask.then(width::answer).flatten() {
            // If nobody listens any more, nobody needs to know.
            let _ = sender.send(Input::Width(ambiguous));
        }
        read_terminal(&sender, &reader_waits);
    });
    Session { app, capabilities, guard, display, frame: Buffer::default(), workers, memory, asked, player }
        .run(&inbox, &go_on)
}

/// How the interface opens its documents.
pub fn opening(options: &Options) -> Opening {
    Opening {
        ingest: options.ingest.clone(),
        cache: options.cache.clone(),
        stop_words: options.stop_words.clone(),
        lang: options.lang,
    }
}

struct Session {
    app: App,
    capabilities: Capabilities,
    guard: Guard,
    display: Display,
    frame: Buffer,
    workers: Workers,
    /// The file in which positions are kept.
    memory: Option<PathBuf>,
    /// When the terminal was last asked something.
    asked: Option<Instant>,
    /// The script that plays.
    player: Option<Sender<Control>>,
}

impl Session {
    /// Runs until the user leaves. However it ends, what is to be remembered is saved first: a terminal
    /// that is gone takes nothing with it.
    fn run(mut self, inbox: &Receiver<Input>, go_on: &Sender<()>) -> anyhow::Result<Option<Again>> {
        let ended = self.serve(inbox, go_on);
        self.app.remember_all();
        let saved = self.save();
        self.asked.into_iter().for_each(width::forget);
        let again = ended?;
        saved.map(|()| again)
    }

    fn serve(&mut self, inbox: &Receiver<Input>, go_on: &Sender<()>) -> anyhow::Result<Option<Again>> {
        let mut reader_waits = false;
        // Until when the first frame may wait.
        let mut first = Some(Instant::now() + FIRST);
        loop {
            for effect in self.app.take_effects() {
                match effect {
                    Effect::Quit => return Ok(None),
                    Effect::Again(again) => return Ok(Some(again)),
                    effect => self.perform(effect)?,
                }
            }
            if std::mem::take(&mut reader_waits) {
                // A reader that is gone has said so before.
                let _ = go_on.send(());
            }
            first = first.filter(|&until| self.app.is_opening() && Instant::now() < until);
            if first.is_none() && self.app.take_dirty() {
                self.draw();
            }
            let next = match first {
                Some(until) => inbox.recv_timeout(until.saturating_duration_since(Instant::now())).ok(),
                None => Some(inbox.recv().context("the reader of the terminal and all workers are gone")?),
            };
            for input in next.into_iter().chain(inbox.try_iter()) {
                match input {
                    Input::Terminal(events) => {
                        events.into_iter().for_each(|event| self.app.handle(event));
                        reader_waits = true;
                    }
                    Input::Event(event) => self.app.handle(event),
                    Input::Job(outcome) => self.app.handle(Event::Job(outcome)),
                    Input::Signal(Signal::Terminate) => self.app.handle(Event::Terminate),
                    Input::Signal(Signal::Stop) => self.suspend()?,
                    Input::Signal(Signal::Continue) => self.come_back()?,
                    Input::Signal(Signal::Resize) => self.take_size()?,
                    Input::Width(ambiguous) => self.take_width(ambiguous),
                }
            }
        }
    }

    fn draw(&mut self) {
        self.frame.resize(self.app.size);
        self.frame.reset();
        let cursor = screen::draw(&self.app, &mut self.frame);
        self.display.show(&self.frame, cursor);
    }

    fn perform(&mut self, effect: Effect) -> anyhow::Result<()> {
        match effect {
            Effect::Job(job) => self.workers.submit(job),
            Effect::Copy(text) => self.copy(&text)?,
            Effect::Edit(file, line) => self.edit(&file, line)?,
            Effect::Mouse(mouse) => self.guard.report_mouse(mouse)?,
            Effect::Play(control) => {
                // One that has played to its end hears nothing any more.
                let _ = self.player.as_ref().map(|player| player.send(control));
            }
            Effect::Redraw => self.display.redraw(),
            Effect::Suspend => self.suspend()?,
            Effect::Run(words) => self.run_program(&words)?,
            // They end the loop.
            Effect::Quit | Effect::Again(_) => {}
        }
        Ok(())
    }

    fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let multiplexer = self.capabilities.multiplexer;
        if multiplexer == Some(Multiplexer::Tmux) && clipboard::give_to_tmux(text) {
            return Ok(());
        }
        match clipboard::osc52(text, multiplexer) {
            Some(sequence) => Tty.write_all(sequence.as_bytes())?,
            None => {
                let said = self.app.lang().pick("太长，终端不接受", "too long for the terminal to take");
                self.app.message = Some(said.to_owned());
            }
        }
        Ok(())
    }

    fn suspend(&mut self) -> anyhow::Result<()> {
        self.app.remember();
        self.save()?;
        self.guard.suspend()?;
        self.come_back()
    }

    /// The terminal is the interface's again; others have written on it, and it may have another size.
    fn come_back(&mut self) -> anyhow::Result<()> {
        self.guard.resume()?;
        self.take_size()?;
        self.display.redraw();
        Ok(())
    }

    fn take_size(&mut self) -> anyhow::Result<()> {
        let (width, height) = crossterm::terminal::size()?;
        self.app.handle(Event::Resize(width, height));
        Ok(())
    }

    /// Opens a file at a line in the user's editor and waits until it is closed.
    fn edit(&mut self, file: &Path, line: u32) -> anyhow::Result<()> {
        let editor = ["VISUAL", "EDITOR"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.trim().is_empty())
            .unwrap_or_else(|| "vi".to_owned());
        let mut words: Vec<String> = shlex::split(&editor).unwrap_or_else(|| vec![editor.clone()]);
        words.push(format!("+{line}"));
        words.push(file.display().to_string());
        self.run_program(&words)
    }

    /// Runs a program and waits until it ends; meanwhile the terminal is its own.
    fn run_program(&mut self, words: &[String]) -> anyhow::Result<()> {
        let Some((program, arguments)) = words.split_first() else { return Ok(()) };
        self.guard.release();
        let status = Command::new(program).args(arguments).status();
        self.come_back()?;
        self.app.message = match status {
            Err(error) => Some(format!("{program}: {error}")),
            Ok(status) if !status.success() => Some(format!("{program}: {status}")),
            Ok(_) => None,
        };
        Ok(())
    }

    fn take_width(&mut self, ambiguous: Ambiguous) {
        // The answer was asked for twice.
        self.asked = Some(Instant::now());
        self.display.know(Policy { ambiguous, certain: true });
        self.app.handle(Event::Width(ambiguous));
    }

    fn save(&self) -> anyhow::Result<()> {
        match &self.memory {
            Some(file) => Ok(self.app.state.save(file)?),
            None => Ok(()),
        }
    }
}

/// Reads the terminal: waits for input, takes all that is there, hands it over, waits for a sign.
fn read_terminal(inputs: &Sender<Input>, go_on: &Receiver<()>) {
    loop {
        let batch = read_batch();
        let ended = batch.is_err();
        let events = batch.unwrap_or_else(|_| vec![Event::Terminate]);
        if inputs.send(Input::Terminal(events)).is_err() || ended || go_on.recv().is_err() {
            return;
        }
    }
}

fn read_batch() -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    events.extend(event(crossterm::event::read()?));
    while crossterm::event::poll(Duration::ZERO)? {
        events.extend(event(crossterm::event::read()?));
    }
    Ok(events)
}

fn event(event: crossterm::event::Event) -> Option<Event> {
    use crossterm::event::Event as Terminal;
    match event {
        Terminal::Key(key) if key.is_press() || key.is_repeat() => Some(Event::Key(key.into())),
        Terminal::Paste(text) => Some(Event::Paste(text)),
        Terminal::Mouse(mouse) => Some(Event::Mouse(mouse)),
        // Of the window's size tells a signal, also while the terminal is not read.
        _ => None,
    }
}
