//! Telling at a glance that nothing in a heap has changed: one number over the names, sizes, times and
//! inodes of all its files, which does not depend on the order in which they are met.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::sample::{self, hash};

/// What a walk over all files of a heap comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    pub sum: u64,
    /// When the file that was changed last was changed.
    pub newest: SystemTime,
}

impl Default for Glance {
    fn default() -> Glance {
        Glance { sum: 0, newest: SystemTime::UNIX_EPOCH }
    }
}

impl Glance {
    /// Looks at all files under `paths` on all cores; none is opened. `None` where something could not be
    /// looked at, or where a link to a folder might lead in circles: then only a walk in order will do.
    pub fn over(paths: &[PathBuf]) -> Option<Glance> {
        let mut all = Glance::default();
        for (number, path) in paths.iter().enumerate() {
            let meta = fs::metadata(path).ok()?;
            let name = sample::step(hash(b""), &number.to_le_bytes());
            all = all + if meta.is_dir() { folder(path, name).ok()?? } else { file(&meta, name)? };
        }
        Some(all)
    }
}

impl std::ops::Add for Glance {
    type Output = Glance;

    fn add(self, other: Glance) -> Glance {
        Glance { sum: self.sum.wrapping_add(other.sum), newest: self.newest.max(other.newest) }
    }
}

/// `name` is the hash of the folder's place in the heap.
fn folder(path: &Path, name: u64) -> io::Result<Option<Glance>> {
    let entries: Vec<DirEntry> = fs::read_dir(path)?.collect::<io::Result<_>>()?;
    let glance = entries.par_iter().map(|entry| self::entry(entry, name));
    glance.try_reduce(|| Some(Glance::default()), |a, b| Ok(a.zip(b).map(|(a, b)| a + b)))
}

fn entry(entry: &DirEntry, folder_name: u64) -> io::Result<Option<Glance>> {
    let file_name = entry.file_name();
    let bytes = file_name.as_encoded_bytes();
    // The walk passes hidden files over too.
    if bytes.starts_with(b".") {
        return Ok(Some(Glance::default()));
    }
    let name = sample::step(sample::step(folder_name, b"/"), bytes);
    let kind = entry.file_type()?;
    if kind.is_dir() {
        return folder(&entry.path(), name);
    }
    let meta = if kind.is_symlink() { fs::metadata(entry.path())? } else { entry.metadata()? };
    Ok(if meta.is_dir() { None } else { file(&meta, name) })
}

fn file(meta: &Metadata, name: u64) -> Option<Glance> {
    let newest = meta.modified().ok()?;
    let since = newest.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut sum = sample::step(name, &meta.len().to_le_bytes());
    sum = sample::step(sum, &since.as_nanos().to_le_bytes());
    sum = sample::step(sum, &crate::ingest::inode(meta).to_le_bytes());
    Some(Glance { sum, newest })
}
