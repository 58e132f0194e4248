//! Addresses: what a document is called, in every list and on every command line.
//!
//! ```text
//! 文/a.txt                     a file
//! dump.jsonl#17                the 17th record or line of a file
//! books.zip!红楼/第一回.txt     a member of an archive, by name
//! books.zip!dump.jsonl#17      and so on inwards
//! ```
//!
//! Where a file of such a name exists, the file is meant. Bytes of a path that are no UTF-8 stand as `\xff`,
//! which names the same file when it is typed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A path as it is printed.
pub fn spelled(path: &Path) -> String {
    match path.to_str() {
        Some(text) => text.to_owned(),
        None => {
            let mut text = String::new();
            for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
                text.push_str(chunk.valid());
                chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
            }
            text
        }
    }
}

/// The path that is printed so.
pub fn path(text: &str) -> PathBuf {
    PathBuf::from(bytes(text))
}

#[cfg(unix)]
fn bytes(text: &str) -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt;

    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let byte = rest.get(at + 2..at + 4).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|byte| !byte.is_ascii()) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(b"\\x"),
        }
        rest = &rest[at + if byte.is_some_and(|byte| !byte.is_ascii()) { 4 } else { 2 }..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    std::ffi::OsString::from_vec(bytes)
}

#[cfg(not(unix))]
fn bytes(text: &str) -> std::ffi::OsString {
    text.into()
}

/// What an address on the command line means: the file, and what is wanted in it; `None` where there is no such
/// file. `is_file` says whether there is a file or folder of that name.
pub fn resolve(given: &Path, is_there: impl Fn(&Path) -> bool) -> Option<(PathBuf, Option<String>)> {
    if is_there(given) || given == OsStr::new("-") {
        return Some((given.to_owned(), None));
    }
    let text = given.to_str()?;
    let whole = path(text);
    if is_there(&whole) {
        return Some((whole, None));
    }
    let marks = text.char_indices().filter(|(at, c)| *at > 0 && matches!(c, '!' | '#'));
    marks
        .map(|(at, _)| (path(&text[..at]), &text[at..]))
        .find(|(file, _)| is_there(file) && !file.is_dir())
        .map(|(file, inside)| (file, Some(inside.to_owned())))
}

/// Whether what is called `key` inside an archive is wanted where `only` is: it is that, or lies in it.
pub fn is_wanted(key: &str, only: &str) -> bool {
    key.strip_prefix(only).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(['!', '#']) || only.ends_with('/') || rest.starts_with('/')
    })
}

/// Whether what is wanted may lie in what is called `key`.
pub fn may_hold(key: &str, only: &str) -> bool {
    is_wanted(key, only) || only.strip_prefix(key).is_some_and(|rest| rest.starts_with(['!', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(given: &str, files: &[&str]) -> Option<(String, Option<String>)> {
        resolve(Path::new(given), |path| files.iter().any(|file| path == Path::new(file)))
            .map(|(path, inside)| (spelled(&path), inside))
    }

    #[test]
    fn what_is_printed_is_taken() {
        let file = |file: &str, inside: Option<&str>| Some((file.to_owned(), inside.map(str::to_owned)));
        assert_eq!(resolved("a.jsonl#17", &["a.jsonl"]), file("a.jsonl", Some("#17")));
        assert_eq!(resolved("b.zip!c#1/d.jsonl#2", &["b.zip"]), file("b.zip", Some("!c#1/d.jsonl#2")));
        assert_eq!(resolved("惊!.txt", &["惊!.txt"]), file("惊!.txt", None));
        assert_eq!(resolved("c#.zip!a", &["c#.zip"]), file("c#.zip", Some("!a")));
        assert_eq!(resolved("gone.jsonl#17", &[]), None);
    }

    #[test]
    fn a_name_inside_an_archive_is_a_file_or_a_folder() {
        assert!(is_wanted("!红楼/一.txt", "!红楼") && is_wanted("!红楼/一.txt", "!红楼/一.txt"));
        assert!(is_wanted("!a.jsonl#3", "!a.jsonl") && !is_wanted("!a.jsonl#31", "!a.jsonl#3"));
        assert!(may_hold("!a.jsonl", "!a.jsonl#3") && !may_hold("!b.jsonl", "!a.jsonl#3"));
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_come_back() {
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(OsStr::from_bytes(b"\xce\xc4\\x41/a.txt"));
        assert_eq!(spelled(odd), "\\xce\\xc4\\x41/a.txt");
        assert_eq!(path(&spelled(odd)), odd);
    }
}
