//! The terminal interface: one channel of events, one pure state (`app`), one file a view.

pub mod action;
pub mod app;
pub mod canvas;
pub mod event;
pub mod job;
pub mod keymap;
pub mod prompt;
pub mod raw;
pub mod reading;
pub mod screen;
pub mod shelf;
pub mod snapshot;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod viewport;

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use ratatui::layout::Rect;

use app::App;
use event::{Effect, Event};
use job::Workers;
use keymap::Keymap;

use crate::lang::Lang;
use crate::state::State;
use crate::text::width::Ambiguous;
use theme::{Theme, Themes};

/// What the user chose: configuration file and command line together.
#[derive(Debug, Clone)]
pub struct Options {
    pub lang: Lang,
    pub theme: Theme,
    /// What the theme picker chooses from.
    pub themes: Themes,
    pub ambiguous: Ambiguous,
    /// Columns of the text in Han.
    pub measure: usize,
    /// Columns of the side pane; 0 leaves the choice to the window.
    pub side: u16,
    /// Documents open with their sections folded, except the first.
    pub folded: bool,
    pub mouse: bool,
    /// Keys bound over the default ones: keys and the name of an action.
    pub keys: Vec<(String, String)>,
    /// Where positions, folds and marks are kept; `None` remembers nothing.
    pub state: Option<PathBuf>,
    /// What was wrong with the configuration; to be said once the screen stands.
    pub notices: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            lang: Lang::default(),
            theme: Theme::default(),
            themes: Themes::default(),
            ambiguous: Ambiguous::default(),
            measure: 40,
            side: 0,
            folded: true,
            mouse: true,
            keys: Vec::new(),
            state: None,
            notices: Vec::new(),
        }
    }
}

/// Runs the interface on the documents under `paths`; without any, on the heap opened last, or on the
/// samples.
pub fn run(options: Options, paths: Vec<PathBuf>) -> anyhow::Result<()> {
    let mut notices = options.notices.clone();
    let keymap = keymap(&options, &mut notices);
    let mut state_path = options.state.clone();
    let mut state = State::default();
    if let Some(path) = &state_path {
        match State::load(path) {
            Ok(loaded) => state = loaded,
            Err(error) => {
                notices.push(error.to_string());
                state_path = None;
            }
        }
    }
    let paths = if paths.is_empty() { state.paths.clone() } else { paths };
    state.paths = paths.iter().filter_map(|path| std::path::absolute(path).ok()).collect();

    let (events, inbox) = mpsc::channel();
    let workers = Workers::start(events.clone());
    let mut terminal = ratatui::init();
    let (width, height) = crossterm::terminal::size()?;
    let size = Rect::new(0, 0, width, height);
    let mut app = App::new(options, keymap, state, paths, size);
    app.message = notices.into_iter().next();
    thread::spawn(move || read_terminal(&events));
    let result = looped(&mut app, &mut terminal, &workers, &inbox);
    ratatui::restore();
    if let Some(path) = state_path {
        app.state.save(&path)?;
    }
    result
}

fn keymap(options: &Options, notices: &mut Vec<String>) -> Keymap {
    let mut keymap = Keymap::default();
    for (keys, action) in &options.keys {
        if let Err(error) = keymap.bind(keys, action) {
            notices.push(error.to_string());
        }
    }
    keymap
}

/// Blocks on events, takes all that are waiting, draws once.
fn looped(
    app: &mut App,
    terminal: &mut ratatui::DefaultTerminal,
    workers: &Workers,
    inbox: &Receiver<Event>,
) -> anyhow::Result<()> {
    loop {
        for effect in app.take_effects() {
            match effect {
                Effect::Job(job) => workers.submit(job),
                Effect::Quit => return Ok(()),
                _ => {}
            }
        }
        if app.take_dirty() {
            terminal.draw(|frame| {
                let cursor = screen::draw(app, frame.buffer_mut());
                if let Some(cursor) = cursor {
                    frame.set_cursor_position(cursor);
                }
            })?;
        }
        app.handle(inbox.recv()?);
        while let Ok(event) = inbox.try_recv() {
            app.handle(event);
        }
    }
}

fn read_terminal(events: &Sender<Event>) {
    use crossterm::event::Event as Terminal;
    while let Ok(event) = crossterm::event::read() {
        let event = match event {
            Terminal::Key(key) if key.is_press() || key.is_repeat() => Event::Key(key.into()),
            Terminal::Paste(text) => Event::Paste(text),
            Terminal::Mouse(mouse) => Event::Mouse(mouse),
            Terminal::Resize(width, height) => Event::Resize(width, height),
            _ => continue,
        };
        if events.send(event).is_err() {
            return;
        }
    }
}
