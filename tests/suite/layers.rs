//! The arrows between the modules are those that `src/lib.rs` draws, and files that stand side by side use each other
//! in one direction. What breaks this today is listed by name, and the list may only shrink.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Arrows that are not in the table.
const FORBIDDEN_TODAY: [&str; 2] = ["collection → stats", "tui → print"];

/// Files that use each other in a circle.
const CIRCLES_TODAY: [&[&str]; 7] = [
    &["clean/caption.rs", "clean/header.rs", "clean/page.rs", "clean/title/window.rs"],
    &["ingest/html/captions.rs", "ingest/html/lines.rs", "ingest/html/walk.rs"],
    &["ingest/html/facts.rs", "ingest/html/head.rs"],
    &["search/answer.rs", "search/folder.rs", "search/index.rs", "search/plan.rs"],
    &[
        "tui/app.rs",
        "tui/app/layer.rs",
        "tui/screen.rs",
        "tui/view/details.rs",
        "tui/view/help.rs",
        "tui/view/list.rs",
        "tui/view/note.rs",
        "tui/view/palette.rs",
        "tui/view/picker.rs",
        "tui/view/stats.rs",
        "tui/view/stats/scopes.rs",
        "tui/view/themes.rs",
    ],
    &["tui/event.rs", "tui/tour/player.rs", "tui/tour/script.rs"],
    &["tui/view/stats/chart.rs", "tui/view/stats/layout.rs"],
];

/// A module by the names on the way to it; empty for the crate.
type Module = Vec<String>;

/// A path in a `use` declaration, and the name that it gets.
type Use = (Vec<String>, String);

struct Sources {
    /// Text without comments, tests and blank lines.
    text: BTreeMap<Module, String>,
    uses: BTreeMap<Module, Vec<Use>>,
}

impl Sources {
    fn read() -> Sources {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        collect(&root, &mut files);
        let mut text = BTreeMap::new();
        for file in files {
            let name = file.strip_prefix(&root).expect("below src").with_extension("");
            let mut module: Module =
                name.components().map(|part| part.as_os_str().display().to_string()).collect();
            match module.last().map(String::as_str) {
                Some("lib") => module.clear(),
                Some("main" | "tests") => continue,
                _ => {}
            }
            text.insert(module, code(&fs::read_to_string(&file).expect("sources are UTF-8")));
        }
        let uses = text.iter().map(|(module, text)| (module.clone(), uses(text))).collect();
        Sources { text, uses }
    }

    /// The module whose file has what a path names, seen from a module; `None` for other crates.
    fn target(&self, from: &Module, path: &[String], depth: usize) -> Option<Module> {
        let mut at = from.clone();
        let mut path = path.iter().peekable();
        match path.peek()?.as_str() {
            "crate" => {
                at.clear();
                path.next();
            }
            "self" | "super" => {}
            first => {
                at.push(first.to_owned());
                if !self.text.contains_key(&at) {
                    return None;
                }
                path.next();
            }
        }
        for name in path {
            match name.as_str() {
                "self" | "*" => continue,
                "super" => {
                    at.pop();
                    continue;
                }
                _ => {}
            }
            at.push(name.clone());
            if self.text.contains_key(&at) {
                continue;
            }
            at.pop();
            // An item: this file's own, or one that it passes on.
            let passed = self.uses[&at].iter().find(|(_, known_as)| known_as == name);
            return match passed {
                Some((path, _)) if depth < 8 => self.target(&at, path, depth + 1).or(Some(at)),
                _ => Some(at),
            };
        }
        Some(at)
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A file's code: no comments, and not its tests, which stand at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The paths of all `use` declarations of a file.
fn uses(text: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut rest = text;
    while let Some(line) = rest.lines().next() {
        let declaration = line.strip_prefix("pub use ").or(line.strip_prefix("use ")).or_else(|| {
            let (visibility, path) = line.split_once(" use ")?;
            visibility.starts_with("pub(").then_some(path)
        });
        if let Some(start) = declaration {
            let from = line.len() - start.len();
            let until = rest.find(';').unwrap_or(rest.len());
            let path: String = rest[from..until].split_whitespace().collect::<Vec<_>>().join(" ");
            expand(Vec::new(), &path, &mut uses);
        }
        rest = rest.get(line.len() + 1..).unwrap_or_default();
    }
    uses
}

/// `a::{b, c::d as e}` → `a::b`, `a::c::d`.
fn expand(mut before: Vec<String>, path: &str, uses: &mut Vec<Use>) {
    let mut path = path.trim();
    while let Some((name, rest)) = path.split_once("::") {
        if name.contains('{') {
            break;
        }
        before.push(name.trim().to_owned());
        path = rest.trim();
    }
    if let Some(group) = path.strip_prefix('{').and_then(|path| path.strip_suffix('}')) {
        let mut depth = 0;
        let parts = group.split(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        });
        parts.filter(|part| !part.trim().is_empty()).for_each(|part| expand(before.clone(), part, uses));
        return;
    }
    let (name, known_as) = path.split_once(" as ").unwrap_or((path, path));
    let known_as =
        if name == "self" { before.last().cloned().unwrap_or_default() } else { known_as.to_owned() };
    before.push(name.to_owned());
    uses.push((before, known_as));
}

/// The modules that each module may use, as the table in `src/lib.rs` has them: `print → document lang`.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let lib =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("src/lib.rs");
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! ")?.split_once('→'));
    rows.map(|(module, used)| {
        (module.trim().to_owned(), used.split_whitespace().map(str::to_owned).collect())
    })
    .collect()
}

#[test]
fn modules_use_each_other_as_the_table_allows() {
    let table = table();
    let sources = Sources::read();
    let mut broken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, text) in &sources.text {
        let Some(top) = module.first() else { continue };
        let allowed = table.get(top).unwrap_or_else(|| panic!("src/lib.rs has no row for {top}"));
        for (at, _) in text.match_indices("crate::") {
            let path = &text[at + "crate::".len()..];
            let used: String = path.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let is_module = sources.text.contains_key(&vec![used.clone()]);
            if is_module && used != *top && !allowed.contains(&used) {
                broken.entry(format!("{top} → {used}")).or_default().insert(file(module));
            }
        }
    }
    let today: BTreeSet<&str> = FORBIDDEN_TODAY.into();
    let found: BTreeSet<&str> = broken.keys().map(String::as_str).collect();
    assert!(found.is_subset(&today), "arrows that src/lib.rs does not draw: {broken:#?}");
    assert!(today.is_subset(&found), "these are gone, take them off the list: {:?}", &today - &found);
}

/// Both ways between a file and the files below it are one way: they are parts of it.
#[test]
fn files_use_each_other_in_one_direction() {
    let sources = Sources::read();
    let mut graph: BTreeMap<&Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, uses) in &sources.uses {
        let targets = uses.iter().filter_map(|(path, _)| sources.target(module, path, 0));
        let beside = targets.filter(|target| !target.starts_with(module) && !module.starts_with(target));
        graph.insert(module, beside.collect());
    }
    let known = |circle: &Vec<String>| {
        CIRCLES_TODAY.iter().any(|today| circle.iter().all(|file| today.contains(&file.as_str())))
    };
    let new: Vec<Vec<String>> = circles(&graph).into_iter().filter(|circle| !known(circle)).collect();
    assert!(new.is_empty(), "files use each other in circles: {new:#?}");
}

fn file(module: &Module) -> String {
    format!("{}.rs", module.join("/"))
}

/// Groups of files that reach each other.
fn circles(graph: &BTreeMap<&Module, BTreeSet<Module>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        graph.keys().map(|&module| (module, reach(graph, module))).collect();
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for (&module, others) in &reached {
        if !others.contains(module) || seen.contains(module) {
            continue;
        }
        let circle: Vec<&Module> =
            others.iter().filter(|other| reached[**other].contains(module)).copied().collect();
        seen.extend(circle.iter().copied());
        circles.push(circle.into_iter().map(file).collect());
    }
    circles
}

fn reach<'a>(graph: &'a BTreeMap<&Module, BTreeSet<Module>>, from: &Module) -> BTreeSet<&'a Module> {
    let mut open: Vec<&Module> = graph[from].iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(module) = open.pop() {
        if reached.insert(module) {
            open.extend(&graph[module]);
        }
    }
    reached
}
