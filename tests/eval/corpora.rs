//! The corpora: where they lie, what they hold, and their unpacked copies.
//!
//! A corpus is a folder, or an archive of one (`NAME.tar.zst`, `NAME.tar.gz`), which is unpacked once into the
//! system's temporary folder.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Where an FNV-1a hash begins (Fowler, Noll and Vo; 64 bits).
pub const FNV: u64 = 0xcbf2_9ce4_8422_2325;

/// Goes on with an FNV-1a hash.
pub fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A corpus that is there.
pub struct Place {
    pub folder: PathBuf,
    /// Changes with its content: of the archive, or of all names and files of the folder.
    pub digest: String,
}

/// Finds the corpus called `name` under `root`.
pub fn find(root: &Path, name: &str) -> Result<Option<Place>> {
    for ending in ["tar.zst", "tar.gz"] {
        let archive = root.join(format!("{name}.{ending}"));
        if archive.is_file() {
            return unpacked(&archive, name).with_context(|| archive.display().to_string()).map(Some);
        }
    }
    let folder = root.join(name);
    if !folder.is_dir() {
        return Ok(None);
    }
    let digest = digest(&folder).with_context(|| folder.display().to_string())?;
    Ok(Some(Place { folder, digest }))
}

fn unpacked(archive: &Path, name: &str) -> Result<Place> {
    let bytes = fs::read(archive)?;
    let digest = format!("{:016x}", fnv1a(FNV, &bytes));
    let place = std::env::temp_dir().join("wenlan-corpora");
    fs::create_dir_all(&place).with_context(|| place.display().to_string())?;
    let folder = place.join(format!("{}-{digest}", name.replace('/', "-")));
    if !folder.is_dir() {
        let reader: Box<dyn Read> = if archive.extension().is_some_and(|ending| ending == "gz") {
            Box::new(flate2::read::MultiGzDecoder::new(&bytes[..]))
        } else {
            Box::new(zstd::Decoder::new(&bytes[..])?)
        };
        // Another run may be unpacking the same: whoever is first to finish gives it its name.
        let fresh = tempfile::tempdir_in(&place)?;
        tar::Archive::new(reader).unpack(fresh.path())?;
        if let Err(error) = fs::rename(fresh.path(), &folder)
            && !folder.is_dir()
        {
            return Err(error).with_context(|| folder.display().to_string());
        }
    }
    Ok(Place { folder: only_folder(folder)?, digest })
}

/// The folder in which all of an archive lies, if it has one.
fn only_folder(folder: PathBuf) -> Result<PathBuf> {
    let entries: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    match &entries[..] {
        [entry] if entry.file_type()?.is_dir() => Ok(entry.path()),
        _ => Ok(folder),
    }
}

/// A hash of the names and contents of a folder's files.
pub fn digest(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hash = FNV;
    let mut buffer = vec![0; 1 << 16];
    for file in files {
        let name = file.strip_prefix(folder).unwrap_or(&file);
        hash = fnv1a(hash, name.as_os_str().as_encoded_bytes());
        let mut reader = BufReader::new(File::open(&file)?);
        loop {
            match reader.read(&mut buffer)? {
                0 => break,
                read => hash = fnv1a(hash, &buffer[..read]),
            }
        }
    }
    Ok(format!("{hash:016x}"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
