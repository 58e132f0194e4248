//! Files that hold documents: who lists them and reads one.
//!
//! A container is a file of its own in `container/` and a row of [`KINDS`](super::kind::KINDS). It says
//! where its members are, so that each can be read without the others, and nothing is ever unpacked whole
//! but what lies in another archive.

mod adapted;
mod csv;
mod docs;
mod json;
mod mail;
mod tar;
mod warc;
mod wiki;
mod zip;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use tempfile::TempPath;

use super::adapter::Adapter;
use super::record::{Column, Schema};
use super::{Format, Problem, Raw, address};

pub use self::adapted::Adapted;
pub use self::csv::{Csv, is_labelled};
pub use self::docs::{Docs, is_docs};
pub use self::json::Json;
pub use self::mail::{Mail, Mbox};
pub use self::tar::Tar;
pub use self::warc::Warc;
pub use self::wiki::Xml;
pub(super) use self::zip::problem as zip_problem;
pub use self::zip::{Bytes, Zip};

/// What a packed member may unpack to, in bytes.
pub const MOST_UNPACKED: u64 = 256 << 20;

/// A way in which a file holds documents.
pub trait Container: fmt::Debug + Sync {
    /// The format of its documents, where their own names say nothing.
    fn format(&self) -> Format;

    /// Tells `sink` of every member, in order. What can be listed of a damaged archive is told before the
    /// error.
    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem>;

    /// Reads a member as a document; `format` is what its name promises.
    fn load(&self, archive: &Archive, member: &Member, format: Format) -> Result<Raw, Problem>;

    /// The bytes of a member, where members are files: they may be archives themselves. `None` where they
    /// are no files.
    fn file(&self, _: &Archive, _: &Member) -> Option<Result<Vec<u8>, Problem>> {
        None
    }

    /// What the fields of an archive's records were taken for, and of how many records that was told; `None` where it
    /// has no records.
    fn columns(&self, _: &Archive) -> Option<(usize, Vec<Column>)> {
        None
    }

    /// Whether it reads members of a compressed file where they are; of others, the content is unpacked first.
    fn reads_packed(&self, _: &Path) -> bool {
        false
    }
}

/// What a container knows of an archive once it has looked into it.
#[derive(Debug, Default)]
pub struct State {
    schema: OnceLock<Schema>,
    table: OnceLock<self::csv::Table>,
    zip: OnceLock<self::zip::Opened>,
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
    /// The name of its [kind](super::kind::Kind).
    pub kind: &'static str,
    pub reads: &'static dyn Container,
    pub content: Content,
    /// Size of the file on disk.
    pub bytes: u64,
    /// The field that holds the text of its records; found by itself where there is none.
    pub text_field: Option<String>,
    /// The program that reads it, and where what it prints is kept.
    pub adapter: Option<(Adapter, Option<PathBuf>)>,
    pub state: State,
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

impl Archive {
    /// What the fields of its records were taken for, and of how many records that was told.
    pub fn columns(&self) -> Option<(usize, Vec<Column>)> {
        self.reads.columns(self)
    }

    /// Reads one of its members; `format` is what its name promises.
    pub fn load(self: &Arc<Archive>, member: &Member, format: Format) -> Result<Raw, Problem> {
        self.reads.load(self, member, format)
    }
}

/// Whether a member of an archive is one that its maker did not mean to be read: a hidden file, or what a system
/// puts beside each file.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX")
}
