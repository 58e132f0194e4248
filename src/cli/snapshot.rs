//! `wenlan snapshot`

use anyhow::anyhow;

use super::Status;
use super::args::Snapshot;
use super::color::Color;
use super::output::Output;
use super::read::options;
use super::settings::Settings;
use crate::collection::Collection;
use crate::config::Auto;
use crate::theme::Depth;
use crate::tui::{Options, snapshot};

pub fn run(args: &Snapshot, color: Color, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    // What is drawn here will be looked at elsewhere, so this terminal does not count.
    let depth = match settings.config.colors {
        _ if color == Color::Never => Depth::Mono,
        // Whoever wants no colours at all wants none there either.
        Auto::Auto
            if color == Color::Auto && std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty()) =>
        {
            Depth::Mono
        }
        Auto::Auto => Depth::True,
        Auto::Set(depth) => depth,
    };
    // What is known of an unchanged heap is used; of another, nothing is written down for one picture.
    let cache = settings.cache.clone();
    let cache =
        cache.filter(|cache| Collection::unchanged(&args.paths, &settings.ingest, Some(cache)).is_some());
    let options = Options { cache, ..options(settings, depth) };
    let screen = snapshot::snapshot(options, args.paths.clone(), args.size, &args.keys, args.format)
        .map_err(|error| anyhow!("--keys {}: {}", args.keys, error.describe(settings.lang)))?;
    output.write(&screen)?;
    output.finish()?;
    Ok(Status::Done)
}
