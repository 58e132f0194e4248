//! `wenlan config`

use std::io::{self, Write};

use anyhow::anyhow;

use super::Status;
use super::args;
use super::settings::Settings;
use crate::config::Config;

pub fn run(args: &args::Config, settings: &Settings) -> anyhow::Result<Status> {
    let mut out = io::stdout().lock();
    if args.path {
        let homeless =
            settings.lang.pick("没有主目录；请用 --config 文件", "no home folder; give --config FILE");
        let file = settings.file.as_ref().ok_or_else(|| anyhow!(homeless))?;
        writeln!(out, "{}", file.display())?;
    } else {
        let shown = if args.default { &Config::default() } else { &settings.config };
        out.write_all(shown.document(settings.lang).as_bytes())?;
    }
    Ok(if settings.problems.is_empty() { Status::Done } else { Status::Failed })
}
