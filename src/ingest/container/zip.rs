//! ZIP archives: members by name, each read without the others.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::{Archive, Container, Key, MOST_UNPACKED, Member};
use crate::ingest::{Format, Problem, Raw, decode, parse};

/// ZIP archives.
#[derive(Debug)]
pub struct Zip;

/// The opened archive: its directory is read once.
pub type Opened = ZipArchive<Cursor>;

impl Container for Zip {
    fn format(&self) -> Format {
        Format::Text
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let mut zip = opened(archive)?.clone();
        let mut raw_names = Vec::with_capacity(zip.len());
        let mut members = Vec::with_capacity(zip.len());
        for at in 0..zip.len() {
            // One whose head is damaged is passed over; reading it could not say more.
            let Ok(file) = zip.by_index_raw(at) else { continue };
            if !file.is_dir() {
                raw_names.push(file.name_raw().to_vec());
                members.push((at, file.size()));
            }
        }
        for (name, (at, size)) in names(&raw_names).into_iter().zip(members) {
            if !super::is_hidden(&name) {
                sink(Member { key: Key::Name(name.into()), offset: at as u64, len: size });
            }
        }
        Ok(())
    }

    fn load(&self, archive: &Archive, member: &Member, format: Format) -> Result<Raw, Problem> {
        let bytes = read(archive, member)?;
        parse::parse(bytes.into(), format)
    }

    fn file(&self, archive: &Archive, member: &Member) -> Option<Result<Vec<u8>, Problem>> {
        Some(read(archive, member))
    }
}

fn read(archive: &Archive, member: &Member) -> Result<Vec<u8>, Problem> {
    if member.len > MOST_UNPACKED {
        return Err(Problem::Bomb);
    }
    let mut zip = opened(archive)?.clone();
    let at = usize::try_from(member.offset).map_err(|_| Problem::Stale)?;
    let mut bytes = Vec::new();
    zip.by_index(at).map_err(problem)?.take(MOST_UNPACKED + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_UNPACKED { Err(Problem::Bomb) } else { Ok(bytes) }
}

fn opened(archive: &Archive) -> Result<&Opened, Problem> {
    if let Some(zip) = archive.state.zip.get() {
        return Ok(zip);
    }
    let zip = ZipArchive::new(Cursor::new(archive.content.bytes()?)?).map_err(problem)?;
    Ok(archive.state.zip.get_or_init(|| zip))
}

pub fn problem(error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) => Problem::Io(error),
        ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => Problem::Encrypted,
        error => Problem::Io(io::Error::new(io::ErrorKind::InvalidData, error)),
    }
}

/// Names as text. Nothing in an archive says for sure in which encoding they are: all of them together do.
pub fn names(raw: &[Vec<u8>]) -> Vec<String> {
    let strict: Option<Vec<String>> = raw.iter().map(|name| String::from_utf8(name.clone()).ok()).collect();
    let names = strict.unwrap_or_else(|| {
        let joined = raw.join(&b'\n');
        let decoded = decode(joined.into(), |_| None).map(|decoded| decoded.text).unwrap_or_default();
        let lines: Vec<String> = decoded.split('\n').map(str::to_owned).collect();
        // A name with a line break in it would shift all others.
        match lines.len() == raw.len() {
            true => lines,
            false => raw.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
        }
    });
    names.into_iter().map(|name| name.replace('\\', "/")).collect()
}

/// A file or bytes in memory with a place to read from; copies share them and have places of their own. A file is
/// never mapped: it may shrink while it is read.
#[derive(Debug, Clone)]
pub struct Cursor {
    bytes: Arc<Bytes>,
    len: u64,
    at: u64,
}

/// Where a [`Cursor`] reads from.
#[derive(Debug)]
pub enum Bytes {
    File(File),
    Memory(Vec<u8>),
}

impl Cursor {
    pub fn new(bytes: Bytes) -> io::Result<Cursor> {
        let len = match &bytes {
            Bytes::File(file) => file.metadata()?.len(),
            Bytes::Memory(bytes) => bytes.len() as u64,
        };
        Ok(Cursor { bytes: Arc::new(bytes), len, at: 0 })
    }
}

impl Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &*self.bytes {
            #[cfg(unix)]
            Bytes::File(file) => std::os::unix::fs::FileExt::read_at(file, buffer, self.at)?,
            #[cfg(windows)]
            Bytes::File(file) => std::os::windows::fs::FileExt::seek_read(file, buffer, self.at)?,
            Bytes::Memory(bytes) => {
                let at = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[at..]).read(buffer)?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Cursor {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_the_encoding_of_all_of_them() {
        let raw = |names: &[&str]| -> Vec<Vec<u8>> {
            names.iter().map(|name| encoding_rs::GBK.encode(name).0.into_owned()).collect()
        };
        let chapters = ["红楼梦/第一回.txt", "红楼梦/第二回.txt", "红楼梦\\说明.txt"];
        assert_eq!(names(&raw(&chapters)), ["红楼梦/第一回.txt", "红楼梦/第二回.txt", "红楼梦/说明.txt"]);
        let utf8: Vec<Vec<u8>> = chapters.iter().map(|name| name.as_bytes().to_vec()).collect();
        assert_eq!(names(&utf8)[1], "红楼梦/第二回.txt");
    }
}
