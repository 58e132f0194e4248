//! Lines that another build of the program treats differently.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::eval::cases::AS_PROGRAM;
use crate::eval::{HEAPS, Half, Setup, corpora, files};

/// What `show --explain --format json` says of a document.
#[derive(Debug, Deserialize)]
struct Explained {
    path: String,
    lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
struct Line {
    line: u32,
    text: String,
    role: String,
    rule: String,
}

/// Lines shown of each difference.
const SHOWN: usize = 5;
/// Characters shown of each line.
const WIDTH: usize = 60;

/// What happened to a line, in the other build and in this one.
type Change = [(String, String); 2];

/// Prints, for each corpus and pair of roles and rules, how many lines differ, and a few of them.
pub fn print(setup: &Setup, other: &Path) -> Result<()> {
    for (name, paths) in lookable(setup)? {
        let mine = explained(&setup.program, &paths)?;
        let theirs: HashMap<String, Explained> =
            explained(other, &paths)?.into_iter().map(|document| (document.path.clone(), document)).collect();
        let mut changes: BTreeMap<Change, Vec<String>> = BTreeMap::new();
        for document in &mine {
            let Some(before) = theirs.get(&document.path) else { continue };
            compare(before, document, &mut changes);
        }
        let lines: usize = changes.values().map(Vec::len).sum();
        println!("\n# {name}: {lines} lines in {} documents differ\n", mine.len());
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
        for ([(role, rule), (role_now, rule_now)], lines) in changes {
            println!("{:>6} {role} ({rule}) → {role_now} ({rule_now})", lines.len());
            lines.iter().take(SHOWN).for_each(|line| println!("         {line}"));
        }
    }
    Ok(())
}

/// The corpora whose lines may be looked at one by one, each with the paths that are read as one heap: of annotated
/// pages the half that is for that, by form.
fn lookable(setup: &Setup) -> Result<Vec<(String, Vec<PathBuf>)>> {
    let mut heaps = Vec::new();
    let Some(root) = &setup.corpora else { return Ok(heaps) };
    for (name, forms) in
        [("gold", &["txt", "html"][..]), ("pages", &["txt"]), ("main-text", &["txt", "html"])]
    {
        if !setup.wants(name) {
            continue;
        }
        let Some(place) = corpora::find(root, name)? else { continue };
        for form in forms {
            let mut paths = files::files(&place.folder, form)?;
            paths.retain(|path| Half::of(files::stem(&path.display().to_string())) == Half::Look);
            heaps.push((format!("{name} ({form})"), paths));
        }
    }
    for (name, _) in HEAPS {
        if setup.wants(name)
            && let Some(place) = corpora::find(root, name)?
        {
            heaps.push((name.to_owned(), vec![place.folder]));
        }
    }
    Ok(heaps)
}

/// Lines are the same that have the same text, the n-th of them here being the n-th there.
fn compare(before: &Explained, now: &Explained, changes: &mut BTreeMap<Change, Vec<String>>) {
    let mut old: HashMap<&str, Vec<&Line>> = HashMap::new();
    before.lines.iter().rev().for_each(|line| old.entry(&line.text).or_default().push(line));
    let nothing = || ("not there".to_owned(), String::new());
    let what = |line: &Line| (line.role.clone(), line.rule.clone());
    for line in &now.lines {
        let was = old.get_mut(line.text.as_str()).and_then(Vec::pop).map_or_else(nothing, what);
        if was.0 != line.role {
            let text: String = line.text.chars().take(WIDTH).collect();
            let place = format!("{}:{}: {}", now.path, line.line, text.trim());
            changes.entry([was, what(line)]).or_default().push(place);
        }
    }
    for line in old.into_values().flatten() {
        let place = format!("{}:{}: {}", before.path, line.line, line.text.trim());
        changes.entry([what(line), nothing()]).or_default().push(place);
    }
}

fn explained(program: &Path, paths: &[PathBuf]) -> Result<Vec<Explained>> {
    let arguments = ["show", "--explain", "--format", "json", "--"].map(OsStr::new);
    let output = Command::new(program)
        .args(arguments.into_iter().chain(paths.iter().map(|path| path.as_os_str())))
        .env(AS_PROGRAM, "1")
        .output()
        .with_context(|| program.display().to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let documents: Vec<Explained> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .with_context(|| program.display().to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(!documents.is_empty(), "{} explains no document: {said}", program.display());
    Ok(documents)
}
