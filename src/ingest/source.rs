//! A document that can be loaded, and where its bytes are.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tempfile::TempPath;

use super::Format;
use super::address;
use super::kind::Kind;

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
    /// Of a file that holds documents, only what stands at this [address](super::address) in it is wanted.
    pub only: Option<Arc<str>>,
}

/// Where the bytes of a document are.
#[derive(Debug, Clone)]
pub enum Origin {
    File(PathBuf),
    /// One of the documents that a file holds.
    Member(Arc<Archive>, Member),
    /// A document of the sample library that the binary carries.
    Embedded(&'static str),
    Stdin(Arc<[u8]>),
}

/// A document in a file that holds many: what it is called there, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub key: Key,
    /// Where it starts in the archive's content, as its container counts.
    pub offset: u64,
    /// Its size there, in bytes.
    pub len: u64,
}

/// What tells the members of an archive apart: what stands behind the archive's own name in an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Key {
    /// The archive is this one document.
    Whole,
    /// By number, from 1: a record's line or place. `dump.jsonl#17`
    Number(u64),
    /// By name. `books.zip!红楼/第一回.txt`
    Name(Arc<str>),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Whole => Ok(()),
            Key::Number(number) => write!(f, "#{number}"),
            Key::Name(name) => write!(f, "!{name}"),
        }
    }
}

/// A file that holds documents.
#[derive(Debug)]
pub struct Archive {
    /// The file on disk: the archive itself, or the outermost of those that it lies in.
    pub file: PathBuf,
    /// What it is called inside that file: empty for the file itself, else `!inner.zip`.
    pub within: String,
    pub kind: &'static Kind,
    pub content: Content,
    /// Size of the file on disk.
    pub bytes: u64,
    /// The field that holds the text of its records; found by itself where there is none.
    pub text_field: Option<String>,
}

/// Where the content of an archive can be read by offset.
#[derive(Debug)]
pub enum Content {
    /// In the file itself.
    File(PathBuf),
    /// In a file of its own, unpacked from a compressed one or from another archive; a temporary one goes
    /// with the archive.
    Unpacked {
        text: PathBuf,
        temporary: Option<TempPath>,
    },
    Embedded(&'static [u8]),
}

impl Archive {
    /// How it is called: the address of the file, and its own inside that.
    pub fn name(&self) -> String {
        if let Content::Embedded(_) = self.content {
            return format!("samples/{}", self.file.display());
        }
        address::spelled(&self.file) + &self.within
    }
}

impl Source {
    /// The file at `path` as a source, by its name.
    pub fn file(path: &Path) -> Source {
        let name = path.to_string_lossy();
        Source {
            origin: Origin::File(path.into()),
            format: Format::of_name(&name),
            bytes: 0,
            modified: None,
            inode: 0,
            only: None,
        }
    }

    /// How the document is called in lists and JSON: its address.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => address::spelled(path),
            Origin::Member(archive, member) => format!("{}{}", archive.name(), member.key),
            Origin::Embedded(name) => format!("samples/{name}"),
            Origin::Stdin(_) => "-".into(),
        }
    }

    /// The file on disk that has the document; `None` for the samples and standard input.
    pub fn path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Member(archive, _) => match archive.content {
                Content::Embedded(_) => None,
                Content::File(_) | Content::Unpacked { .. } => Some(&archive.file),
            },
            Origin::Embedded(_) | Origin::Stdin(_) => None,
        }
    }
}
