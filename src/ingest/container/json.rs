//! Files of JSON records: one a line, in an array, or one alone.

use std::io::{self, BufRead, BufReader};

use serde::de::IgnoredAny;

use super::Container;
use crate::ingest::source::{Archive, Key, Member};
use crate::ingest::{Format, Problem, Raw, load};

/// JSON lines, JSON arrays, and files of one object.
pub struct Json;

/// How much of a file is read at once while its records are listed.
const CHUNK: usize = 1 << 20;

impl Container for Json {
    fn format(&self) -> Format {
        Format::Json
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let mut text = BufReader::with_capacity(CHUNK, archive.content.open()?);
        let name = archive.name().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
        let by_lines = name.ends_with(".jsonl") || name.ends_with(".ndjson");
        let many = list(&mut text, by_lines, &mut |Place { line, offset, len }| {
            sink(Member { key: Key::Number(line), offset, len });
        })?;
        if !many {
            sink(Member { key: Key::Whole, offset: 0, len: archive.content.size()? });
        }
        Ok(())
    }

    fn load(&self, archive: &Archive, member: &Member) -> Result<Raw, Problem> {
        let bytes = archive.content.read(member.offset, member.len)?;
        load::record(bytes, archive.text_field.as_deref())
    }
}

/// A record's place in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its line, or its index in an array; from 1.
    pub line: u64,
    pub offset: u64,
    pub len: u64,
}

/// How the records of a file stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One a line.
    Lines,
    /// The elements of one array.
    Array,
    /// The file is one record, perhaps over many lines.
    Single,
}

/// Lists the records of a file; nothing is kept of what was read. `by_lines` says that the file's name
/// promises one a line. Returns false if the file as a whole is one record.
pub fn list(mut text: impl BufRead, by_lines: bool, sink: &mut dyn FnMut(Place)) -> io::Result<bool> {
    let mut first = Vec::new();
    let mut offset = 0;
    let mut line = 1;
    while first.trim_ascii().is_empty() {
        offset += first.len() as u64;
        line += u64::from(!first.is_empty());
        first.clear();
        if text.read_until(b'\n', &mut first)? == 0 {
            return Ok(true);
        }
    }
    let layout = match first.trim_ascii().strip_prefix(b"\xef\xbb\xbf").unwrap_or(first.trim_ascii()) {
        _ if by_lines => Layout::Lines,
        [b'[', ..] => Layout::Array,
        line if serde_json::from_slice::<IgnoredAny>(line).is_ok() => Layout::Lines,
        _ => Layout::Single,
    };
    match layout {
        Layout::Lines => lines(first, line, offset, text, sink)?,
        Layout::Array => elements(first, offset, text, sink)?,
        Layout::Single => return Ok(false),
    }
    Ok(true)
}

fn lines(
    first: Vec<u8>,
    mut line: u64,
    mut offset: u64,
    mut text: impl BufRead,
    sink: &mut dyn FnMut(Place),
) -> io::Result<()> {
    let mut bytes = first;
    while !bytes.is_empty() {
        if !bytes.trim_ascii().is_empty() {
            sink(Place { line, offset, len: bytes.len() as u64 });
        }
        offset += bytes.len() as u64;
        line += 1;
        bytes.clear();
        text.read_until(b'\n', &mut bytes)?;
    }
    Ok(())
}

/// Walks through an array without parsing its elements: brackets and strings are all that counts.
fn elements(
    first: Vec<u8>,
    mut offset: u64,
    mut text: impl BufRead,
    sink: &mut dyn FnMut(Place),
) -> io::Result<()> {
    let (mut depth, mut in_string, mut escaped) = (0u32, false, false);
    let (mut start, mut line) = (None::<u64>, 1);
    let mut bytes = first;
    while !bytes.is_empty() {
        for &byte in &bytes {
            let ends = depth == 1 && !in_string && matches!(byte, b',' | b']');
            if ends && let Some(from) = start.take() {
                sink(Place { line, offset: from, len: offset - from });
                line += 1;
            } else if depth == 1 && !ends && !byte.is_ascii_whitespace() {
                start.get_or_insert(offset);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'[' | b'{' if !in_string => depth += 1,
                b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
                _ => {}
            }
            offset += 1;
        }
        bytes.clear();
        text.read_until(b'\n', &mut bytes)?;
    }
    if let Some(from) = start {
        sink(Place { line, offset: from, len: offset - from });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str, by_lines: bool) -> Vec<(u64, &str)> {
        let mut found = Vec::new();
        let whole = list(text.as_bytes(), by_lines, &mut |place| {
            found.push((place.line, text[place.offset as usize..][..place.len as usize].trim()));
        });
        assert!(whole.expect("no I/O"));
        found
    }

    #[test]
    fn records_a_line_are_known_by_their_line() {
        let text = "{\"a\": 1}\n\n  \n{broken\n{\"b\": 2}";
        assert_eq!(listed(text, true), [(1, "{\"a\": 1}"), (4, "{broken"), (5, "{\"b\": 2}")]);
        assert_eq!(listed(text, false), listed(text, true));
        assert_eq!(listed("", true), []);
    }

    #[test]
    fn elements_of_an_array_are_known_by_their_index() {
        let text = "[\n  {\"a\": \"],}\\\"\"},\n  {\"b\": [1, {}]}\n, \"文\" ]\n";
        assert_eq!(
            listed(text, false),
            [(1, "{\"a\": \"],}\\\"\"}"), (2, "{\"b\": [1, {}]}"), (3, "\"文\"")]
        );
        assert_eq!(listed("[]", false), []);
        assert_eq!(listed("[{\"a\": 1}, {\"cut", false), [(1, "{\"a\": 1}"), (2, "{\"cut")]);
    }

    #[test]
    fn a_file_with_one_record_over_many_lines_is_one() {
        let whole = list("{\n  \"text\": \"文\"\n}\n".as_bytes(), false, &mut |_| panic!("no records"));
        assert!(!whole.expect("no I/O"));
    }
}
