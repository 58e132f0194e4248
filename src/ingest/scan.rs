//! Finding documents: files as named, folders walked in path order.

use std::fs::Metadata;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::decode::looks_binary;
use super::found::{Met, Skipped};
use super::kind;
use super::{Format, LoadError, Options, Origin, Problem, Source, address, unpack};

/// Lists the files under `paths`: files as given, folders recursively in path order, `-` for standard input.
/// What cannot be read is reported to `sink` in its place and the walk goes on. A file of JSON records is
/// one source here; [`expand`](super::expand) lists its records. A path may be the [address](super::address) of
/// something in a file.
///
/// In folders, hidden files, programs and what is no text are passed over; a file that is named is always
/// taken, so that reading it says what is wrong with it. Symbolic links are followed, once around.
pub fn scan(paths: &[PathBuf], options: &Options, sink: &mut dyn FnMut(Met)) {
    for path in paths {
        let found = address::resolve(path, |path| path.try_exists().unwrap_or(true));
        match found {
            Some((path, _)) if path.as_os_str() == "-" => match stdin() {
                Ok(source) => sink(Met::Document(source)),
                Err(error) => sink(Met::Failed(error)),
            },
            Some((path, None)) if path.is_dir() => walk(&path, options, sink),
            Some((path, only)) => sink(match named(&path) {
                Ok(source) => Met::Document(Source { only: only.map(Into::into), ..source }),
                Err(error) => Met::Failed(LoadError::new(address::spelled(&path), error)),
            }),
            None => {
                let gone = io::Error::from(io::ErrorKind::NotFound);
                sink(Met::Failed(LoadError::new(address::spelled(path), gone)));
            }
        }
    }
}

/// A file that was named.
fn named(path: &Path) -> io::Result<Source> {
    let meta = std::fs::metadata(path)?;
    if !meta.is_file() {
        // A pipe would be waited for, a device never ends.
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no regular file; give its content as `-`"));
    }
    Ok(file(path, &meta))
}

fn stdin() -> Result<Source, LoadError> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| LoadError::new("-", error))?;
    Ok(Source {
        bytes: bytes.len() as u64,
        origin: Origin::Stdin(bytes.into()),
        format: Format::Text,
        modified: None,
        inode: 0,
        only: None,
    })
}

fn walk(folder: &Path, options: &Options, sink: &mut dyn FnMut(Met)) {
    // The walker's own filters (.gitignore and its kin) would hide documents.
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let Ok(meta) = entry.metadata().map_err(|error| sink(Met::Failed(walk_error(folder, error))))
                else {
                    continue;
                };
                if meta.is_file() {
                    sink_file(entry.path(), &meta, options, sink);
                }
            }
            // A link back to a folder around it: what it leads to is being listed already.
            Err(error) if is_loop(&error) => {}
            Err(error) => sink(Met::Failed(walk_error(folder, error))),
        }
    }
}

fn file(path: &Path, meta: &Metadata) -> Source {
    Source { bytes: meta.len(), modified: meta.modified().ok(), inode: inode(meta), ..Source::file(path) }
}

/// The number that a file keeps when it is renamed; 0 where the system has none.
#[cfg(unix)]
pub fn inode(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
pub fn inode(_: &Metadata) -> u64 {
    0
}

/// A file that is met in a folder: by its name, else by its first bytes, a document or none. One that cannot be
/// opened is taken for one, so that reading it says why. Of a compressed file, the content counts.
fn sink_file(path: &Path, meta: &Metadata, options: &Options, sink: &mut dyn FnMut(Met)) {
    if options.adapts(path) {
        return sink(Met::Document(file(path, meta)));
    }
    let kind = kind::of_name(&path.to_string_lossy());
    match kind.filter(|kind| !kind.is_read()) {
        Some(kind) => sink(Met::Skipped(Skipped { name: address::spelled(path), kind })),
        None if kind.is_some() || is_text(path) => sink(Met::Document(file(path, meta))),
        None => {}
    }
}

fn is_text(path: &Path) -> bool {
    let mut head = Vec::new();
    match unpack::open(path).and_then(|file| file.take(4096).read_to_end(&mut head)) {
        Ok(_) => encoding_rs::Encoding::for_bom(&head).is_some() || !looks_binary(&head),
        Err(_) => true,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithPath { err, .. } => is_loop(err),
        _ => false,
    }
}

fn walk_error(folder: &Path, error: ignore::Error) -> LoadError {
    let path = address::spelled(place(&error).unwrap_or(folder));
    let problem = match error.into_io_error() {
        Some(error) => Problem::Io(error),
        None => Problem::Io(io::Error::other("cannot be listed")),
    };
    LoadError { name: path, problem }
}

/// The path that a walk error is about.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => place(err),
        _ => None,
    }
}
