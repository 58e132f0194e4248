//! The reader itself: `wenlan [PATH…]` on a terminal.

use std::path::PathBuf;

use super::Status;
use super::settings::Settings;
use crate::state::State;
use crate::tui;
use crate::tui::theme::{Theme, Themes};

pub fn run(paths: Vec<PathBuf>, settings: Settings) -> anyhow::Result<Status> {
    let Settings { config, problems, file, lang, depth, .. } = settings;
    let themes = Themes { folder: file.and_then(|file| Some(file.parent()?.join("themes"))), depth };
    let mut notices: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let theme = themes.load(&config.theme).unwrap_or_else(|error| {
        notices.push(error.to_string());
        Theme::default().at(depth)
    });
    let state = State::default_path().filter(|_| config.remember);
    let options = tui::Options {
        lang,
        theme,
        theme_chosen: config.theme != crate::tui::theme::DEFAULT,
        themes,
        ambiguous: config.ambiguous,
        measure: config.measure,
        side: config.side,
        folded: config.folded,
        mouse: config.mouse,
        keys: config.keys.into_iter().collect(),
        state,
        notices,
        ..tui::Options::default()
    };
    tui::run(options, paths)?;
    Ok(Status::Done)
}
