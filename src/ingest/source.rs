//! A document that can be loaded, and where its bytes are.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::container::{Archive, Content, Member};
use super::{Format, address};

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
