//! What is remembered between runs: for each document where one was, what was open and marked; the heap
//! opened last, the queries, the width of things.
//!
//! One versioned JSON file, written whole to a neighbour and renamed. Two programs that run at once each
//! add what they changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

const VERSION: u32 = 1;
/// Queries, documents, heaps and lines that are kept of each.
const KEPT: usize = 100;

/// The whole of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    version: u32,
    /// The paths opened last.
    #[serde(default)]
    pub paths: Vec<PathBuf>,
    #[serde(default)]
    documents: BTreeMap<String, Remembered>,
    /// Most recent last.
    #[serde(default)]
    queries: Vec<String>,
    #[serde(default)]
    pub view: View,
    /// Marks that lead to any document.
    #[serde(default)]
    marks: BTreeMap<char, Mark>,
    /// The document read last in each heap, by the heap's paths.
    #[serde(default)]
    last: BTreeMap<String, String>,
    /// Documents read lately with their titles, the latest last.
    #[serde(default)]
    history: Vec<(String, String)>,
    /// Heaps opened lately by their paths, the latest last.
    #[serde(default)]
    heaps: Vec<Vec<PathBuf>>,
    /// Lines typed after `:`, the latest last.
    #[serde(default)]
    lines: Vec<String>,
    /// Programs of the user's own that may be run without being asked for.
    #[serde(default)]
    trusted: BTreeSet<String>,
    /// Documents that were changed since the file was read.
    #[serde(skip)]
    changed: BTreeSet<String>,
    /// Marks that were set since.
    #[serde(skip)]
    marked: BTreeSet<char>,
}

/// A marked place of some document: its key, a block, and a byte of the block's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub document: String,
    pub block: u32,
    pub byte: u32,
}

/// What is remembered of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Where the cursor was: block, and byte of its text.
    pub block: u32,
    pub byte: u32,
    /// The headings (blocks) of the sections that were open; `None` where folds were never touched.
    pub open: Option<Vec<u32>>,
    pub marks: BTreeMap<char, (u32, u32)>,
    pub read: bool,
    pub bookmark: bool,
    pub tags: Vec<String>,
}

/// What the user has made of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    pub read: bool,
    pub starred: bool,
    pub tags: Vec<String>,
}

/// How things were arranged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// Columns of the side pane.
    pub side: Option<u16>,
    /// Han in a row of text.
    pub measure: Option<usize>,
    pub sort: Option<String>,
    pub reverse: bool,
    /// The theme picked last.
    pub theme: Option<String>,
}

/// Why the file could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.describe(Lang::En))]
pub enum StateError {
    Io { path: PathBuf, source: io::Error },
    Format { path: PathBuf, source: serde_json::Error },
    Newer { path: PathBuf, version: u32 },
}

impl StateError {
    /// Which file, what is wrong with it and what follows.
    pub fn describe(&self, lang: Lang) -> String {
        match self {
            StateError::Io { path, source } => format!("{}: {source}", path.display()),
            StateError::Format { path, source } => {
                let follows = lang.pick(
                    "文件保持原样；移走它之前，什么也不会记住",
                    "it is left as it is, and nothing will be remembered until it is moved away",
                );
                format!("{}: {source}; {follows}", path.display())
            }
            StateError::Newer { path, version } => match lang {
                Lang::Zh => {
                    format!("{}: 由更新版的文览写成（版本 {version}）；这次什么也不会记住", path.display())
                }
                Lang::En => format!(
                    "{}: written by a newer wenlan (version {version}); nothing will be remembered",
                    path.display()
                ),
            },
        }
    }
}

impl Remembered {
    /// What the list shows of it.
    pub fn marks_in_list(&self) -> Marks {
        Marks { read: self.read, starred: self.bookmark, tags: self.tags.clone() }
    }
}

impl State {
    /// Where the file is by the customs of the system; `None` where there is no home folder.
    pub fn default_path() -> Option<PathBuf> {
        let project = directories::ProjectDirs::from("", "", "wenlan")?;
        Some(project.state_dir().unwrap_or_else(|| project.data_local_dir()).join("state.json"))
    }

    /// Reads the file; a missing one is an empty state.
    pub fn load(path: &Path) -> Result<State, StateError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
            Err(source) => return Err(StateError::Io { path: path.into(), source }),
        };
        let state: State = serde_json::from_slice(&text)
            .map_err(|source| StateError::Format { path: path.into(), source })?;
        if state.version > VERSION {
            return Err(StateError::Newer { path: path.into(), version: state.version });
        }
        Ok(state)
    }

    /// Writes the file: what another program has written meanwhile stays, except for the documents that
    /// were changed here.
    pub fn save(&self, path: &Path) -> Result<(), StateError> {
        let mut merged = State::load(path)?;
        for key in &self.changed {
            if let Some(remembered) = self.documents.get(key) {
                merged.documents.insert(key.clone(), remembered.clone());
            }
        }
        for name in &self.marked {
            merged.marks.extend(self.marks.get(name).map(|mark| (*name, mark.clone())));
        }
        for (key, title) in &self.history {
            remember_last(&mut merged.history, (key.clone(), title.clone()), |known| known.0 == *key);
        }
        for heap in &self.heaps {
            remember_last(&mut merged.heaps, heap.clone(), |known| known == heap);
        }
        for line in &self.lines {
            remember_last(&mut merged.lines, line.clone(), |known| known == line);
        }
        merged.trusted.extend(self.trusted.iter().cloned());
        let here = heap_key(&self.paths);
        merged.last.extend(self.last.get(&here).map(|document| (here, document.clone())));
        for query in &self.queries {
            remember_query(&mut merged.queries, query);
        }
        merged.version = VERSION;
        merged.paths = self.paths.clone();
        merged.view = self.view.clone();
        write(path, &merged).map_err(|source| StateError::Io { path: path.into(), source })
    }

    /// The document read last in the heap of these paths.
    pub fn last(&self, paths: &[PathBuf]) -> Option<&str> {
        self.last.get(&heap_key(paths)).map(String::as_str)
    }

    pub fn set_last(&mut self, paths: &[PathBuf], document: String) {
        self.last.insert(heap_key(paths), document);
    }

    pub fn document(&self, key: &str) -> Option<&Remembered> {
        self.documents.get(key)
    }

    /// What is remembered of a document, to be changed.
    pub fn document_mut(&mut self, key: &str) -> &mut Remembered {
        self.changed.insert(key.to_owned());
        self.documents.entry(key.to_owned()).or_default()
    }

    /// The mark of that name which leads to any document.
    pub fn mark(&self, name: char) -> Option<&Mark> {
        self.marks.get(&name)
    }

    pub fn set_mark(&mut self, name: char, mark: Mark) {
        self.marked.insert(name);
        self.marks.insert(name, mark);
    }

    /// The marks that lead to any document, by name.
    pub fn marks(&self) -> impl Iterator<Item = (char, &Mark)> {
        self.marks.iter().map(|(name, mark)| (*name, mark))
    }

    /// Documents read lately, by key and title, the latest last.
    pub fn history(&self) -> &[(String, String)] {
        &self.history
    }

    /// A document is being read.
    pub fn visit(&mut self, key: String, title: String) {
        let same = key.clone();
        remember_last(&mut self.history, (key, title), |known| known.0 == same);
    }

    /// Heaps opened lately, the latest last.
    pub fn heaps(&self) -> &[Vec<PathBuf>] {
        &self.heaps
    }

    pub fn add_heap(&mut self, paths: &[PathBuf]) {
        if !paths.is_empty() {
            remember_last(&mut self.heaps, paths.to_vec(), |known| known == paths);
        }
    }

    /// Lines typed after `:`, the latest last.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    pub fn add_line(&mut self, line: &str) {
        remember_last(&mut self.lines, line.to_owned(), |known| known == line);
    }

    /// Whether a program of the user's own may be run without asking.
    pub fn trusts(&self, command: &str) -> bool {
        self.trusted.contains(command)
    }

    pub fn trust(&mut self, command: String) {
        self.trusted.insert(command);
    }

    /// Every tag of any document, in order.
    pub fn tags(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.documents.values().flat_map(|known| &known.tags).collect();
        all.into_iter().cloned().collect()
    }

    /// The documents with a bookmark, by key.
    pub fn bookmarked(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().filter(|(_, known)| known.bookmark).map(|(key, _)| key.as_str())
    }

    pub fn queries(&self) -> &[String] {
        &self.queries
    }

    pub fn add_query(&mut self, query: &str) {
        remember_query(&mut self.queries, query);
    }
}

/// Paths as one text. No path holds the byte that parts them.
fn heap_key(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("\0")
}

fn remember_query(queries: &mut Vec<String>, query: &str) {
    if !query.trim().is_empty() {
        remember_last(queries, query.to_owned(), |known| known == query);
    }
}

/// Puts something at the end of a list in which it stands once, and drops what is oldest.
fn remember_last<T>(list: &mut Vec<T>, what: T, is_same: impl Fn(&T) -> bool) {
    list.retain(|known| !is_same(known));
    list.push(what);
    let surplus = list.len().saturating_sub(KEPT);
    list.drain(..surplus);
}

fn write(path: &Path, state: &State) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(state)?)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/state.json");
        let mut state = State::load(&path).unwrap();
        state.paths = vec!["/crawl".into()];
        state.add_query("北郊");
        let remembered = state.document_mut("/crawl/a.txt");
        (remembered.block, remembered.bookmark) = (7, true);
        remembered.marks.insert('a', (3, 0));
        state.save(&path).unwrap();

        let again = State::load(&path).unwrap();
        assert_eq!(again.document("/crawl/a.txt"), state.document("/crawl/a.txt"));
        assert_eq!((&again.paths, again.queries()), (&state.paths, state.queries()));
    }

    #[test]
    fn two_programs_at_once_keep_each_others_documents() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let (mut one, mut two) = (State::load(&path).unwrap(), State::load(&path).unwrap());
        one.document_mut("a").read = true;
        one.save(&path).unwrap();
        two.document_mut("b").read = true;
        two.save(&path).unwrap();
        let mark = |document: &str| Mark { document: document.to_owned(), block: 3, byte: 0 };
        one.set_mark('A', mark("a"));
        one.save(&path).unwrap();
        two.set_mark('B', mark("b"));
        two.save(&path).unwrap();
        let both = State::load(&path).unwrap();
        assert!(both.document("a").is_some() && both.document("b").is_some());
        assert_eq!((both.mark('A'), both.mark('B')), (Some(&mark("a")), Some(&mark("b"))));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        for text in ["{broken", "{\"version\": 99}"] {
            fs::write(&path, text).unwrap();
            assert!(State::load(&path).is_err());
            assert!(State::default().save(&path).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_repeated_query_moves_to_the_end() {
        let mut state = State::default();
        for query in ["一", "二", "一", " "] {
            state.add_query(query);
        }
        assert_eq!(state.queries(), ["二", "一"]);
    }
}
