//! The command line: arguments, subcommands, exit codes.
//!
//! Each subcommand is a file of its own in `cli/`. They gather documents and settings, call `print` or
//! `tui`, and say on standard error what went wrong; nothing else in the crate ends the program.

mod args;
mod chinese;
mod color;
mod config;
mod export;
mod index;
mod keys;
mod list;
mod notes;
mod open;
mod ordered;
mod output;
mod progress;
mod push;
mod read;
mod remote;
mod say;
mod schema;
mod search;
mod settings;
mod show;
mod snapshot;
mod stats;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, ValueEnum};

use args::{Cli, Command};
use output::Output;
use say::say;
use settings::Settings;

use crate::lang::Lang;
use crate::text::sanitize::{is_commanding, sanitize_lines};

/// How a run ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Done = 0,
    /// A search found nothing.
    NothingFound = 1,
    /// The arguments made no sense, or some input could not be read.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// Runs the program on its arguments (the program's name first).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = asked_language(&arguments).unwrap_or_else(Lang::from_env);
    let parsed =
        definition(lang).try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, lang).into(),
    };
    match dispatch(&cli) {
        Ok(status) => status.into(),
        Err(error) if is_broken_pipe(&error) => Status::Done.into(),
        Err(error) => {
            say(&format!("{error:#}"));
            Status::Failed.into()
        }
    }
}

/// The definition of the command line, in the language of its help.
fn definition(lang: Lang) -> clap::Command {
    match lang {
        Lang::Zh => chinese::translate(Cli::command()),
        Lang::En => Cli::command(),
    }
}

/// What `--lang` says, as far as it can be told before the command line is understood.
fn asked_language(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    let given = words.find_map(|word| match word.strip_prefix("--lang")? {
        "" => Some(None),
        rest => Some(Some(rest.strip_prefix('=')?.to_owned())),
    })?;
    let name = given.or_else(|| words.next().map(Into::into))?;
    Lang::from_str(&name, true).ok()
}

/// Says what is wrong with the command line, or gives the help that was asked for.
fn refuse(error: &clap::Error, lang: Lang) -> Status {
    // Help and version come as errors too; they go to standard output and are no failure.
    let failed = error.use_stderr();
    let chinese = if failed && lang == Lang::Zh { chinese::errors::message(error) } else { None };
    let _ = match chinese {
        Some(message) => io::stderr().write_all(sanitize_lines(&message).as_bytes()),
        // What quotes an argument that holds commands to the terminal goes without colours.
        None if failed && error.to_string().contains(|c| c != '\n' && is_commanding(c)) => {
            io::stderr().write_all(sanitize_lines(&error.to_string()).as_bytes())
        }
        None => error.print(),
    };
    if failed { Status::Failed } else { Status::Done }
}

fn dispatch(cli: &Cli) -> anyhow::Result<Status> {
    let settings = Settings::gather(cli)?;
    for problem in &settings.problems {
        say(problem);
    }
    let output = || Output::new(cli.color, &settings);
    if let Some(status) = remote::dispatch(cli, &settings, &output)? {
        return Ok(status);
    }
    match &cli.command {
        Some(Command::List(args)) => list::run(args, &settings, output()),
        Some(Command::Show(args)) => show::run(args, &settings, output()),
        Some(Command::Search(args)) => search::run(args, &settings, output()),
        Some(Command::Export(args)) => export::run(args, &settings),
        Some(Command::Schema(args)) => schema::run(args, &settings, output()),
        Some(Command::Index(args)) => index::run(args, &settings, output()),
        Some(Command::Push(args)) => push::run(args, &settings, output()),
        Some(Command::Stats(args)) => stats::run(args, &settings, output()),
        Some(Command::Config(args)) => config::run(args, &settings),
        Some(Command::Snapshot(args)) => snapshot::run(args, cli.color, &settings, output()),
        Some(Command::Play(args)) => read::play(args, &settings),
        Some(Command::Tour) => read::tour(&settings),
        Some(Command::Notes(args)) => notes::run(args, &settings, output()),
        Some(Command::Keys(args)) => keys::run(args, &settings, output()),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut definition(settings.lang), "wenlan", &mut script);
            io::stdout().write_all(&script)?;
            Ok(Status::Done)
        }
        Some(Command::Man { folder }) => {
            match folder {
                Some(folder) => clap_mangen::generate_to(definition(settings.lang), folder)?,
                None => clap_mangen::Man::new(definition(settings.lang)).render(&mut io::stdout())?,
            }
            Ok(Status::Done)
        }
        None if io::stdout().is_terminal() => read::run(cli, &settings),
        None => show::run(&args::Show::of(cli.paths.clone()), &settings, output()),
    }
}

/// Whether the reader of our output went away: `wenlan list … | head` is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}
