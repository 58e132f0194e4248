//! Sums up the sources that decide what becomes of a document, so that a program with other rules notices that
//! what was remembered of a heap is not its own, and makes it anew.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

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
    link_in_place();
    Ok(())
}

/// Links the finished program for a fixed place in memory, where the linker lets one: its tables of texts hold
/// forty-six thousand addresses, and to correct them all before `main` took a fifth of the time to the first
/// screen. What is given up: the program's own image is no longer put at a random address (stack, heap and
/// libraries still are). The program is Rust throughout but for zstd, and runs on the user's own files.
fn link_in_place() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
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
