//! `wenlan snapshot`

use anyhow::Context;

use super::Status;
use super::args::{ScreenFormat, Snapshot};
use super::output::Output;
use super::read::options;
use super::settings::Settings;
use crate::config::Auto;
use crate::print::screen;
use crate::state::State;
use crate::tui::snapshot::Stage;
use crate::tui::theme::Depth;

pub fn run(args: &Snapshot, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    // What is drawn here will be looked at elsewhere, so this terminal does not count.
    let depth = match settings.config.colors {
        Auto::Auto => Depth::True,
        Auto::Set(depth) => depth,
    };
    let mut stage = Stage::open(options(settings, depth), State::default(), args.paths.clone(), args.size);
    if !args.keys.is_empty() {
        stage.press(&args.keys).with_context(|| format!("--keys {}", args.keys))?;
    }
    output.write(&match args.format {
        ScreenFormat::Text => stage.text(),
        ScreenFormat::Ansi => screen::ansi(&stage.screen().0),
        ScreenFormat::Svg => screen::svg(&stage.screen().0),
    })?;
    output.finish()?;
    Ok(Status::Done)
}
