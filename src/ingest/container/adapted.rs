//! Files that a program of the user's choice reads.

use super::{Archive, Container, Key, Member};
use crate::ingest::{Format, Problem, Raw, parse};

/// Files that an [adapter](crate::ingest::adapter) is for: each is one document.
#[derive(Debug)]
pub struct Adapted;

impl Container for Adapted {
    fn format(&self) -> Format {
        Format::Text
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        sink(Member { key: Key::Whole, offset: 0, len: archive.bytes });
        Ok(())
    }

    fn load(&self, archive: &Archive, _: &Member, _: Format) -> Result<Raw, Problem> {
        let (adapter, kept) = archive.adapter.as_ref().ok_or(Problem::Stale)?;
        let printed = adapter.text(&archive.file, kept.clone())?;
        parse::parse(printed.into(), Format::Text)
    }

    fn reads_packed(&self, _: &std::path::Path) -> bool {
        true
    }
}
