//! The paths that a heap was opened by, and what its documents are called inside it, however those paths
//! were spelled.

use std::path::{Path, PathBuf};

use crate::ingest::address;

/// Paths as given: files, folders, `-` for standard input.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    paths: Vec<PathBuf>,
    /// Of each path, how it is spelled without a slash at its end, and its last part.
    names: Vec<(String, String)>,
}

impl Roots {
    pub fn new(paths: &[PathBuf]) -> Roots {
        let names = paths.iter().map(|path| (spelled(path), own_name(path))).collect();
        Roots { paths: paths.to_vec(), names }
    }

    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The same paths in the one spelling that every process agrees on; those that are gone are left out.
    pub fn canonical(&self) -> Vec<PathBuf> {
        self.paths.iter().filter_map(|path| path.canonicalize().ok()).collect()
    }

    /// The number of the path that a file was found under, and its place below that path, which is empty
    /// where the path is the file itself.
    pub fn split<'a>(&self, file: &'a Path) -> Option<(usize, &'a Path)> {
        let below = |(number, root): (usize, &PathBuf)| Some((number, file.strip_prefix(root).ok()?));
        self.paths.iter().enumerate().find_map(below)
    }

    /// The file that [`Roots::split`] has split, spelled as this heap was opened.
    pub fn join(&self, number: usize, below: &Path) -> Option<PathBuf> {
        let root = self.paths.get(number)?;
        // Joining nothing would end the path in a slash.
        Some(if below.as_os_str().is_empty() { root.clone() } else { root.join(below) })
    }

    /// What a document is called inside the heap: its name from the last part of the heap's own path on.
    pub fn label(&self, name: &str) -> String {
        let label = |(spelled, own): &(String, String)| {
            let below = name.strip_prefix(spelled.as_str())?;
            (below.is_empty() || below.starts_with(['/', '#', '!'])).then(|| format!("{own}{below}"))
        };
        self.names.iter().find_map(label).unwrap_or_else(|| name.to_owned())
    }

    /// The name as given of the document that is called `label` inside the heap; `None` where the heap has
    /// several paths, which a label does not tell apart.
    pub fn name(&self, label: &str) -> Option<String> {
        let [(spelled, own)] = self.names.as_slice() else { return None };
        Some(format!("{spelled}{}", label.strip_prefix(own.as_str())?))
    }
}

fn spelled(root: &Path) -> String {
    address::spelled(root).trim_end_matches('/').to_owned()
}

/// The last part of a path, which `.` and links do not show.
fn own_name(root: &Path) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    root.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_depend_on_how_the_heap_was_spelled() {
        let dir = tempfile::tempdir().expect("a folder");
        let heap = dir.path().join("crawl");
        std::fs::create_dir(&heap).expect("a folder");
        std::fs::write(heap.join("a.jsonl"), "").expect("a file");
        let spellings = [heap.clone(), heap.join(""), heap.join("../crawl")];
        for root in &spellings {
            let roots = Roots::new(std::slice::from_ref(root));
            let file = root.join("x/b.txt");
            let (number, below) = roots.split(&file).expect("the file is below the root");
            assert_eq!((number, below), (0, Path::new("x/b.txt")));
            assert_eq!(roots.join(number, below), Some(file.clone()));
            let name = file.display().to_string();
            assert_eq!(roots.label(&name), "crawl/x/b.txt");
            assert_eq!(roots.name("crawl/x/b.txt"), Some(name));
        }
        let roots = Roots::new(&[heap.join("a.jsonl")]);
        let record = format!("{}#7", heap.join("a.jsonl").display());
        assert_eq!(roots.label(&record), "a.jsonl#7");
        assert_eq!(roots.name("a.jsonl#7"), Some(record));
        assert_eq!(roots.split(&heap.join("a.jsonl")), Some((0, Path::new(""))));
        assert_eq!(roots.join(0, Path::new("")), Some(heap.join("a.jsonl")));
    }
}
