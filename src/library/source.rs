//! A document that can be loaded, and where its bytes are.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::Format;

/// A document that can be loaded, known without having been read.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// One record of a JSON-lines file or array: its line (or index), both from 1, where it starts in the
    /// archive's text and how many bytes it has.
    Record {
        archive: Arc<Archive>,
        line: u64,
        offset: u64,
        len: u32,
    },
    /// A document of the sample library that the binary carries.
    Embedded(&'static str),
    Stdin(Arc<[u8]>),
}

/// A file that holds many documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Archive {
    pub path: PathBuf,
}

impl Source {
    /// How the document is called in lists and JSON.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.display().to_string(),
            Origin::Record { archive, line, .. } => format!("{}#{line}", archive.path.display()),
            Origin::Embedded(name) => format!("samples/{name}"),
            Origin::Stdin(_) => "-".into(),
        }
    }
}
