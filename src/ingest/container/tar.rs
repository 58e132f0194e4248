//! Tape archives: members by name, read by offset.

use ::tar::EntryType;

use super::{Archive, Container, Key, MOST_UNPACKED, Member, zip};
use crate::ingest::{Format, Problem, Raw, parse};

/// Tape archives; compressed ones are unpacked before.
#[derive(Debug)]
pub struct Tar;

impl Container for Tar {
    fn format(&self) -> Format {
        Format::Text
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let (mut raw_names, mut members) = (Vec::new(), Vec::new());
        let mut tar = ::tar::Archive::new(archive.content.open()?);
        let mut damage = None;
        for entry in tar.entries_with_seek()? {
            match entry {
                Ok(entry) if entry.header().entry_type() == EntryType::Regular => {
                    raw_names.push(entry.path_bytes().into_owned());
                    members.push((entry.raw_file_position(), entry.size()));
                }
                Ok(_) => {}
                Err(error) => {
                    damage = Some(error);
                    break;
                }
            }
        }
        for (name, (offset, len)) in zip::names(&raw_names).into_iter().zip(members) {
            let name = name.trim_start_matches("./");
            if !super::is_hidden(name) {
                sink(Member { key: Key::Name(name.into()), offset, len });
            }
        }
        damage.map_or(Ok(()), |error| Err(Problem::Io(error)))
    }

    fn load(&self, archive: &Archive, member: &Member, format: Format) -> Result<Raw, Problem> {
        parse::parse(read(archive, member)?.into(), format)
    }

    fn file(&self, archive: &Archive, member: &Member) -> Option<Result<Vec<u8>, Problem>> {
        Some(read(archive, member))
    }
}

fn read(archive: &Archive, member: &Member) -> Result<Vec<u8>, Problem> {
    if member.len > MOST_UNPACKED {
        return Err(Problem::Bomb);
    }
    archive.content.read(member.offset, member.len)
}
