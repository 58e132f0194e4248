//! `wenlan keys`

use super::Status;
use super::args::{Keys, KeysFormat};
use super::output::Output;
use super::settings::Settings;
use crate::print::keys;

pub fn run(args: &Keys, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    // What is wrong with a binding was said where the configuration was read.
    let (keymap, _) = settings.config.keymap();
    output.write(&match args.format {
        KeysFormat::Text => keys::text(&keymap, &output.style),
        KeysFormat::Markdown => keys::markdown(&keymap, output.style.lang),
    })?;
    output.finish()?;
    Ok(Status::Done)
}
