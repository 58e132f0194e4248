//! The terminal interface: one channel of events, one pure state (`app`), one file a view.

pub mod action;
pub mod app;
pub mod canvas;
pub mod clipboard;
pub mod event;
pub mod job;
pub mod keymap;
pub mod prompt;
pub mod raw;
pub mod reading;
pub mod screen;
mod session;
pub mod shelf;
pub mod snapshot;
pub mod terminal;
pub mod theme;
mod tour;
pub mod view;
pub mod viewport;

use std::path::PathBuf;

use crate::lang::Lang;
use crate::text::width::Ambiguous;
pub use session::{run, tour};
use theme::{Theme, Themes};

/// What the user chose: configuration file and command line together.
#[derive(Debug, Clone)]
pub struct Options {
    pub lang: Lang,
    pub theme: Theme,
    /// The user has named it: a theme picked earlier gives way.
    pub theme_chosen: bool,
    /// What the theme picker chooses from.
    pub themes: Themes,
    pub ambiguous: Ambiguous,
    /// Columns of the text in Han.
    pub measure: usize,
    /// Punctuation folded to ASCII is shown full-width beside Chinese.
    pub full_width: bool,
    /// A column is left between Chinese and Latin letters or digits.
    pub spacing: bool,
    /// Columns of the side pane; 0 leaves the choice to the window.
    pub side: u16,
    /// Documents open with their sections folded, except the first.
    pub folded: bool,
    pub mouse: bool,
    /// Keys bound over the default ones: keys and the name of an action.
    pub keys: Vec<(String, String)>,
    /// The file in which positions, folds and marks are kept; `None` remembers nothing.
    pub state: Option<PathBuf>,
    /// What was wrong with the configuration; to be said once the screen stands.
    pub notices: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            lang: Lang::default(),
            theme: Theme::default(),
            theme_chosen: false,
            themes: Themes::default(),
            ambiguous: Ambiguous::default(),
            measure: 40,
            full_width: true,
            spacing: false,
            side: 0,
            folded: true,
            mouse: true,
            keys: Vec::new(),
            state: None,
            notices: Vec::new(),
        }
    }
}
