//! Finding documents: files as named, folders walked in path order.

use std::fs::Metadata;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::decode::looks_binary;
use super::{Format, LoadError, Origin, Problem, Source, unpack};

/// Extensions that promise text: not opened while walking.
const TEXT: &[&str] = &[
    "txt", "text", "html", "htm", "xhtml", "shtml", "md", "markdown", "mkd", "json", "jsonl", "ndjson", "gz",
    "zst",
];

/// Extensions of what lies beside documents (a saved page's parts, pictures, archives, office files) and
/// never is one: passed over while walking, without opening.
const NOT_TEXT: &[&str] = &[
    "7z", "a", "avi", "bin", "bmp", "bz2", "class", "css", "dll", "doc", "docx", "eot", "epub", "exe",
    "flac", "gif", "ico", "jar", "jpeg", "jpg", "js", "lock", "m4a", "map", "mkv", "mov", "mp3", "mp4", "o",
    "ogg", "otf", "pdf", "png", "ppt", "pptx", "pyc", "rar", "so", "sqlite", "svg", "swf", "tar", "tgz",
    "tif", "tiff", "ttf", "wasm", "wav", "webm", "webp", "wmv", "woff", "woff2", "xls", "xlsx", "xz", "zip",
];

/// Lists the files under `paths`: files as given, folders recursively in path order, `-` for standard input.
/// What cannot be read is reported to `sink` in its place and the walk goes on. A file of JSON records is
/// one source here; [`expand`](super::expand) lists its records.
///
/// In folders, hidden files and what is no text are passed over; a file that is named is always taken, so
/// that reading it says what is wrong with it. Symbolic links are followed, once around.
pub fn scan(paths: &[PathBuf], sink: &mut dyn FnMut(Result<Source, LoadError>)) {
    for path in paths {
        if path.as_os_str() == "-" {
            sink(stdin());
        } else if path.is_dir() {
            walk(path, sink);
        } else {
            let found = std::fs::metadata(path).map(|meta| file(path, &meta));
            sink(found.map_err(|error| LoadError::new(path.display().to_string(), error)));
        }
    }
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
    })
}

fn walk(folder: &Path, sink: &mut dyn FnMut(Result<Source, LoadError>)) {
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
                let Ok(meta) = entry.metadata().map_err(|error| sink(Err(walk_error(folder, error)))) else {
                    continue;
                };
                if meta.is_file() && is_document(entry.path()) {
                    sink(Ok(file(entry.path(), &meta)));
                }
            }
            // A link back to a folder around it: what it leads to is being listed already.
            Err(error) if is_loop(&error) => {}
            Err(error) => sink(Err(walk_error(folder, error))),
        }
    }
}

fn file(path: &Path, meta: &Metadata) -> Source {
    Source {
        origin: Origin::File(path.into()),
        format: Format::of_name(&path.to_string_lossy()),
        bytes: meta.len(),
        modified: meta.modified().ok(),
        inode: inode(meta),
    }
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

/// Whether a file met in a folder is taken for a document: by its extension, else by its first bytes. One
/// that cannot be opened is taken, so that reading it says why. Of a compressed file, that of the content
/// counts.
fn is_document(path: &Path) -> bool {
    let name = if unpack::is_packed(path) { path.with_extension("") } else { path.into() };
    let extension = name.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if TEXT.contains(&extension.as_str()) {
        return true;
    }
    if NOT_TEXT.contains(&extension.as_str()) {
        return false;
    }
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
    let path = place(&error).unwrap_or(folder).display().to_string();
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
