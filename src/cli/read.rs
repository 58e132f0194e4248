//! The reader itself: `wenlan [PATH…]` on a terminal.

use std::path::PathBuf;
use std::sync::Arc;

use super::Status;
use super::settings::Settings;
use crate::state::State;
use crate::text::width::Ambiguous;
use crate::theme::{Depth, Theme};
use crate::tui;

pub fn run(paths: Vec<PathBuf>, settings: &Settings) -> anyhow::Result<Status> {
    let state = State::default_path().filter(|_| settings.config.remember);
    tui::run(
        tui::Options { state, cache: settings.cache.clone(), ..options(settings, settings.depth) },
        paths,
    )?;
    Ok(Status::Done)
}

/// `wenlan tour`
pub fn tour(settings: &Settings) -> anyhow::Result<Status> {
    tui::tour(options(settings, settings.depth))?;
    Ok(Status::Done)
}

/// The settings as the reader takes them, on a screen of some depth; nothing is remembered.
pub fn options(settings: &Settings, depth: Depth) -> tui::Options {
    let (config, lang) = (&settings.config, settings.lang);
    let themes = settings.themes(depth);
    let mut notices = settings.problems.clone();
    let theme = themes.load(&config.theme).unwrap_or_else(|error| {
        notices.push(error.describe(lang));
        Theme::default().at(depth)
    });
    let stop_words = settings.stop_words(None).unwrap_or_else(|error| {
        notices.push(format!("{error:#}"));
        None
    });
    let ambiguous = config.ambiguous.unwrap_or_else(Ambiguous::default);
    let ingest = settings.ingest.clone();
    tui::Options {
        config: config.clone(),
        lang,
        theme,
        themes,
        ambiguous,
        ingest,
        stop_words: stop_words.map(Arc::new),
        cache: None,
        state: None,
        notices,
    }
}
