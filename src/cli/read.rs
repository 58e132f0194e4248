//! The reader itself: `wenlan [PATH…]` on a terminal.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, anyhow};

use super::Status;
use super::args::{Cli, Play};
use super::settings::Settings;
use crate::ingest::LoadError;
use crate::passages;
use crate::state::State;
use crate::text::width::Ambiguous;
use crate::theme::{Depth, Theme};
use crate::tui;
use crate::tui::event::Again;
use crate::tui::tour::{Script, Take, record};

pub fn run(cli: &Cli, settings: &Settings) -> anyhow::Result<Status> {
    let paths = cli.paths.clone();
    let there = |path: &PathBuf| path.as_os_str() == "-" || path.exists();
    if !paths.is_empty() && !paths.iter().any(there) {
        // Nothing to show: the shell hears of it, and the heap opened before stays the one to come back to.
        for path in &paths {
            let missing =
                LoadError::new(path.display().to_string(), io::Error::from(io::ErrorKind::NotFound));
            eprintln!("wenlan: {}", missing.describe(settings.lang));
        }
        return Ok(Status::Failed);
    }
    let state = State::default_path().filter(|_| settings.config.remember);
    let passages = passages::default_path().filter(|_| settings.config.remember);
    let again = tui::run(
        tui::Options { state, passages, cache: settings.cache.clone(), ..options(settings, settings.depth) },
        paths,
    )?;
    match again {
        Some(again) => start_again(cli, again),
        None => Ok(Status::Done),
    }
}

/// The program in place of itself, as it was started but for what is opened.
fn start_again(cli: &Cli, again: Again) -> anyhow::Result<Status> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(cli.everywhere());
    match again {
        Again::Tour => command.arg("tour"),
        Again::Open(paths) => command.arg("--").args(paths),
    };
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(&mut command).into());
    #[cfg(not(unix))]
    return Ok(if command.status()?.success() { Status::Done } else { Status::Failed });
}

/// `wenlan tour`
pub fn tour(settings: &Settings) -> anyhow::Result<Status> {
    tui::play(options(settings, settings.depth), Vec::new(), tui::tour::tour(settings.lang), 1.0)?;
    Ok(Status::Done)
}

/// `wenlan play`
pub fn play(args: &Play, settings: &Settings) -> anyhow::Result<Status> {
    let name = args.script.display();
    let text = std::fs::read_to_string(&args.script).with_context(|| name.to_string())?;
    let script = Script::parse(&text).map_err(|error| anyhow!("{name}:{}", error.describe(settings.lang)))?;
    let Some(file) = &args.cast else {
        let options = tui::Options { cache: settings.cache.clone(), ..options(settings, settings.depth) };
        tui::play(options, args.paths.clone(), script, args.speed)?;
        return Ok(Status::Done);
    };
    // What is recorded will be looked at elsewhere, so this terminal does not count.
    let options = options(settings, Depth::True);
    let take = Take { options, paths: args.paths.clone(), script, size: args.size, speed: args.speed };
    let mut out = BufWriter::new(File::create_new(file).with_context(|| file.display().to_string())?);
    record(take, &mut out).and_then(|()| out.flush()).with_context(|| file.display().to_string())?;
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
        passages: None,
        config_file: settings.file.clone(),
        notices,
    }
}
