//! The terminal interface: one channel of events, one pure state (`app`), one file a view.

pub mod app;
pub mod canvas;
pub mod clipboard;
pub mod command;
pub mod event;
pub mod hot;
pub mod job;
pub mod prompt;
pub mod raw;
pub mod reading;
pub mod screen;
mod session;
pub mod shelf;
pub mod snapshot;
pub mod terminal;
pub mod tour;
pub mod view;
pub mod viewport;

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::heap::Cache;
use crate::ingest;
pub use crate::keys::{action, keymap};
use crate::lang::Lang;
use crate::stats::StopWords;
use crate::text::width::Ambiguous;
pub use crate::theme;
pub use session::{play, run};
use theme::{Theme, Themes};

/// What the user chose: configuration file and command line together, and what was made of them.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The settings in force; what the reader changes while it runs is changed here.
    pub config: Config,
    pub lang: Lang,
    pub theme: Theme,
    /// What the theme picker chooses from.
    pub themes: Themes,
    /// As the settings say or the terminal has answered.
    pub ambiguous: Ambiguous,
    /// How documents are read, and where what is known of them is kept.
    pub ingest: ingest::Options,
    pub cache: Option<Cache>,
    /// Words that are no keywords; `None` for wenlan's own list.
    pub stop_words: Option<Arc<StopWords>>,
    /// The file in which positions, folds and marks are kept; `None` remembers nothing.
    pub state: Option<PathBuf>,
    /// The file in which passages are kept; `None` keeps none.
    pub passages: Option<PathBuf>,
    /// Where the settings are read from; `None` where there is no such folder.
    pub config_file: Option<PathBuf>,
    /// What was wrong with the configuration; to be said once the screen stands.
    pub notices: Vec<String>,
}
