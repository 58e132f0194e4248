//! A document that can be loaded, and where its bytes are.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use tempfile::TempPath;

use super::Format;

/// A document that can be loaded, known without having been read.
#[derive(Debug, Clone)]
pub struct Source {
    pub origin: Origin,
    /// By file name; the content may say otherwise.
    pub format: Format,
    /// Raw size; 0 where unknown.
    pub bytes: u64,
    /// When its file was last changed, where it has one and the file system says so.
    pub modified: Option<SystemTime>,
    /// The number that its file keeps when it is renamed; 0 where unknown.
    pub inode: u64,
}

/// Where the bytes of a document are.
#[derive(Debug, Clone)]
pub enum Origin {
    File(PathBuf),
    /// One record of a JSON-lines file or array: its line (or index), both from 1, where it starts in the
    /// archive's text and how many bytes it has. A file that is one record has line 0.
    Record {
        archive: Arc<Archive>,
        line: u64,
        offset: u64,
        len: u64,
    },
    /// A document of the sample library that the binary carries.
    Embedded(&'static str),
    Stdin(Arc<[u8]>),
}

/// A file that holds many documents.
#[derive(Debug)]
pub struct Archive {
    /// How it is called: its path, or its name in the sample library.
    pub name: String,
    pub content: Content,
    /// Size of the file.
    pub bytes: u64,
    /// The field that holds the text of its records; found by itself where there is none.
    pub text_field: Option<String>,
}

/// Where the text of an archive can be read by offset.
#[derive(Debug)]
pub enum Content {
    /// In the file itself.
    File(PathBuf),
    /// In a file of its own, unpacked from the compressed one; a temporary one goes with the archive.
    Unpacked {
        packed: PathBuf,
        text: PathBuf,
        temporary: Option<TempPath>,
    },
    Embedded(&'static [u8]),
}

impl Source {
    /// How the document is called in lists and JSON.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.display().to_string(),
            Origin::Record { archive, line: 0, .. } => archive.name.clone(),
            Origin::Record { archive, line, .. } => format!("{}#{line}", archive.name),
            Origin::Embedded(name) => format!("samples/{name}"),
            Origin::Stdin(_) => "-".into(),
        }
    }
}

/// The file that has the document of a [name](Source::name): all of it, less the number of a record.
pub fn file_name(name: &str) -> &str {
    match name.rsplit_once('#') {
        Some((file, line)) if Format::of_name(file) == Format::Json && line.parse::<u64>().is_ok() => file,
        _ => name,
    }
}
