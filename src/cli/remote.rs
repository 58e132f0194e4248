//! What the commands print of an index of a search engine instead of files.

mod stats;

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::Status;
use super::args::{Cli, Command, Format, List, Search, Show};
use super::open::Problems;
use super::output::Output;
use super::settings::Settings;
use crate::clean::clean_explained;
use crate::lang::Lang;
use crate::print::{json, list, search, show};
use crate::remote::{Cursor, Fault, Found, Opened, Remote, is_remote};
use crate::search::Query;

/// Documents that are listed, and looked at in a search, in one go.
const ROWS: usize = 1000;
const CANDIDATES: usize = 500;
/// Fewer candidates are not worth a question: some of them may not match.
const FEWEST: usize = 50;

/// Runs a command whose paths name an index of a search engine; `None` where they name files.
///
/// # Errors
///
/// Where other paths stand beside the index, the command is for files alone, or the engine does not answer.
pub fn dispatch(
    cli: &Cli,
    settings: &Settings,
    output: &dyn Fn() -> Output,
) -> anyhow::Result<Option<Status>> {
    let lang = settings.lang;
    let (paths, command): (&[PathBuf], &str) = match &cli.command {
        Some(Command::List(args)) => (&args.paths, "list"),
        Some(Command::Show(args)) => (&args.paths, "show"),
        Some(Command::Search(args)) => (&args.paths, "search"),
        Some(Command::Stats(args)) => (&args.paths, "stats"),
        Some(Command::Index(args)) => (&args.paths, "index"),
        Some(Command::Snapshot(args)) => (&args.paths, "snapshot"),
        Some(Command::Push(args)) => (&args.paths, "push"),
        None => (&cli.paths, "wenlan"),
        Some(_) => return Ok(None),
    };
    let Some(place) = paths.iter().find(|path| is_remote(path)) else { return Ok(None) };
    let place = place.display().to_string();
    anyhow::ensure!(
        paths.len() == 1,
        "{place}: {}",
        lang.pick("搜索引擎的索引请单独打开", "open an index of a search engine alone")
    );
    let status = match &cli.command {
        Some(Command::List(args)) => list(&place, args, settings, output())?,
        Some(Command::Show(args)) => show(&place, args, settings, output())?,
        Some(Command::Search(args)) => search(&place, args, settings, output())?,
        Some(Command::Stats(args)) => stats::run(&place, args, settings, output())?,
        None if !io::stdout().is_terminal() => {
            show(&place, &Show::of(cli.paths.clone()), settings, output())?
        }
        _ => anyhow::bail!(match lang {
            Lang::Zh =>
                format!("{place}：{command} 只用于文件；搜索引擎的索引可用 list、search、show、stats 打开"),
            Lang::En => format!(
                "{place}: {command} is for files; open an index of a search engine with list, search, show or stats"
            ),
        }),
    };
    Ok(Some(status))
}

fn open(place: &str, settings: &Settings) -> anyhow::Result<Remote> {
    Remote::open(place, &settings.config.remotes).map_err(|fault| said(fault, settings.lang))
}

fn said(fault: Fault, lang: Lang) -> anyhow::Error {
    anyhow::anyhow!(fault.describe(lang))
}

/// How a document is called by every command: the index, `#`, and its name there.
fn name(remote: &Remote, address: &str) -> String {
    format!("{}#{address}", remote.name())
}

/// `wenlan list`
fn list(place: &str, args: &List, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let remote = open(place, settings)?;
    let style = output.style;
    let mut from: Option<Cursor> = None;
    loop {
        let window = remote.window(from.as_ref(), ROWS).map_err(|fault| said(fault, settings.lang))?;
        for entry in &window.entries {
            let path = name(&remote, &entry.address);
            output.write(&match args.format {
                Format::Text => list::line(&path, &entry.summary, &style),
                Format::Json => json::line(&json::Listed::new(&path, &entry.summary)),
            })?;
        }
        from = window.next;
        if from.is_none() {
            break;
        }
    }
    output.finish()?;
    Ok(Status::Done)
}

/// `wenlan search`
fn search(place: &str, args: &Search, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let remote = open(place, settings)?;
    let query = Query::parse(&args.query);
    let most = if args.limit == 0 { usize::MAX } else { args.limit };
    let enough = most.saturating_mul(2).clamp(FEWEST, CANDIDATES);
    let mut printed = 0;
    let mut from: Option<Cursor> = None;
    loop {
        let found =
            remote.search(&query, from.as_ref(), enough).map_err(|fault| said(fault, settings.lang))?;
        printed += write(&found, &remote, args, most - printed, &mut output)?;
        from = found.next;
        if from.is_none() || printed >= most {
            break;
        }
    }
    let problems = Problems::new(&args.paths, settings.lang);
    for hint in &query.hints {
        problems.hint(hint.message(settings.lang), &args.query[hint.at.clone()]);
    }
    output.finish()?;
    Ok(if printed > 0 { Status::Done } else { Status::NothingFound })
}

/// Prints at most `most` documents of what was found; how many there were is returned.
fn write(
    found: &Found,
    remote: &Remote,
    args: &Search,
    most: usize,
    output: &mut Output,
) -> io::Result<usize> {
    let style = output.style;
    let mut seen = HashSet::new();
    let documents = &found.results.documents[..most.min(found.results.documents.len())];
    for document in documents {
        let at = document.document.0 as usize;
        let (Some(entry), Some(record)) = (found.entries.get(at), found.records.get(at)) else { continue };
        let path = name(remote, &entry.address);
        if args.only.files_only || args.only.null {
            if seen.insert(path.clone()) {
                output.write(&format!("{path}{}", if args.only.null { '\0' } else { '\n' }))?;
            }
        } else if args.only.count {
            output.write(&search::count(&path, document, &style))?;
        } else {
            output.write(&match args.format {
                Format::Text => search::text(&path, record, document, args.context, &style),
                Format::Json => json::line(&json::FoundDocument::new(&path, record, document, args.context)),
            })?;
        }
    }
    Ok(documents.len())
}

/// `wenlan show`
fn show(place: &str, args: &Show, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    let remote = open(place, settings)?;
    let lang = settings.lang;
    if let Some(document) = remote.document() {
        let opened = remote.read(document).map_err(|fault| said(fault, lang))?;
        output.write(&shown(&opened, &remote, args, &output, lang)?)?;
        output.finish()?;
        return Ok(Status::Done);
    }
    let mut from: Option<Cursor> = None;
    loop {
        let window = remote.window(from.as_ref(), ROWS).map_err(|fault| said(fault, lang))?;
        for entry in &window.entries {
            let opened = remote.read(&entry.id).map_err(|fault| said(fault, lang))?;
            if args.format == Format::Text {
                output.write(&show::rule(&name(&remote, &entry.address), &output.style))?;
            }
            let text = shown(&opened, &remote, args, &output, lang)?;
            output.write(&text)?;
            if args.format == Format::Text {
                output.write("\n")?;
            }
        }
        from = window.next;
        if from.is_none() {
            break;
        }
    }
    output.finish()?;
    Ok(Status::Done)
}

fn shown(
    opened: &Opened,
    remote: &Remote,
    args: &Show,
    output: &Output,
    lang: Lang,
) -> anyhow::Result<String> {
    let Opened { entry, raw } = opened;
    let (document, style, text) = (&entry.document, &output.style, args.format == Format::Text);
    let path = name(remote, &entry.address);
    let view = &args.view;
    if view.raw || view.explain {
        let raw = raw.as_ref().ok_or_else(|| {
            anyhow::anyhow!(
                "{path}: {}",
                lang.pick(
                    "推送时没有保存原文；可用 wenlan push --raw --replace 重新推送",
                    "its raw text was not pushed; push it again with wenlan push --raw --replace",
                )
            )
        })?;
        return Ok(match (view.raw, text) {
            (true, true) => show::raw(raw, style),
            (true, false) => json::line(&json::RawText::new(&path, raw)),
            (false, true) => show::explain(raw, &clean_explained(raw, None).1, style),
            (false, false) => json::line(&json::Explained::new(&path, raw, &clean_explained(raw, None).1)),
        });
    }
    Ok(match (view.outline, view.removed, text) {
        (true, _, true) => show::outline(document, style),
        (true, _, false) => json::line(&json::Outline::new(&path, document)),
        (_, true, true) => show::removed(document, style),
        (_, true, false) => json::line(&json::RemovedOnly::new(&path, document)),
        (false, false, true) => show::text(document, style),
        (false, false, false) => json::line(&json::Shown::new(&path, document, &entry.summary)),
    })
}
