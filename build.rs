//! Sums up the sources that decide what becomes of a document, so that a program with other rules notices that
//! what was remembered of a heap is not its own, and makes it anew.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The rooms on a document's way to what is remembered, and the packages that they lean on.
const SOURCES: [&str; 6] =
    ["src/text", "src/ingest", "src/clean", "src/document.rs", "src/stats", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut files = BTreeSet::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        collect(Path::new(source), &mut files)?;
    }
    let mut sum = DefaultHasher::new();
    for file in files {
        sum.write(file.as_os_str().as_encoded_bytes());
        sum.write(&fs::read(file)?);
    }
    println!("cargo::rustc-env=WENLAN_RULES={:016x}", sum.finish());
    Ok(())
}

/// Adds the files at and below `path`. A published package may come without its lock file.
fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.insert(path.to_owned());
    }
    Ok(())
}
