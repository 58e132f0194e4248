//! Files that hold documents: who lists them and reads one.
//!
//! A container is a file of its own in `container/` and a row of [`KINDS`](super::kind::KINDS). It says
//! where its members are, so that each can be read without the others, and nothing is ever unpacked whole
//! but what lies in another archive.

mod json;

use std::sync::Arc;

use super::source::{Archive, Member};
use super::{Format, Problem, Raw};

pub use json::Json;

/// A way in which a file holds documents.
pub trait Container: Sync {
    /// The format of its documents, where their own names say nothing.
    fn format(&self) -> Format;

    /// Tells `sink` of every member, in order. What can be listed of a damaged archive is told before the
    /// error.
    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem>;

    /// Reads a member as a document.
    fn load(&self, archive: &Archive, member: &Member) -> Result<Raw, Problem>;

    /// The bytes of a member, where members are files: they may be archives themselves. `None` where they
    /// are no files.
    fn file(&self, _: &Archive, _: &Member) -> Option<Result<Vec<u8>, Problem>> {
        None
    }
}

impl Archive {
    /// Reads one of its members.
    pub fn load(self: &Arc<Archive>, member: &Member) -> Result<Raw, Problem> {
        match self.kind.container() {
            Some(container) => container.load(self, member),
            // Only files that a container reads are opened as archives.
            None => Err(Problem::Stale),
        }
    }
}
