//! Files of JSON records: one a line, in an array, run together, or one alone.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Archive, Container, Key, Member};
use crate::ingest::parse::read_decoded;
use crate::ingest::record::{self, Column, Schema, json, names};
use crate::ingest::{Format, Problem, Raw, decode};

/// JSON lines, JSON arrays, and files of one object.
#[derive(Debug)]
pub struct Json;

/// How much of a file is read at once while its records are listed.
const CHUNK: usize = 1 << 20;

/// The schema of a file is inferred from so many of its records at its beginning, and so many at each of some
/// places further on.
const SAMPLE: usize = 96;
const PLACES: u64 = 8;
const AT_PLACE: usize = 8;
/// Bytes that are looked at for one of these.
const SAMPLE_BYTES: u64 = 1 << 21;

impl Container for Json {
    fn format(&self) -> Format {
        Format::Json
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let mut text = BufReader::with_capacity(CHUNK, archive.content.open()?);
        let mut listed = |Place { line, offset, len }| {
            sink(Member { key: Key::Number(line), offset, len });
            true
        };
        if !list(&mut text, by_lines(archive), &mut listed)? {
            sink(Member { key: Key::Whole, offset: 0, len: archive.content.size()? });
        }
        Ok(())
    }

    fn columns(&self, archive: &Archive) -> Option<(usize, Vec<Column>)> {
        let records = sample(archive).ok()?;
        let schema = archive.schema(|_| Ok(records.clone()));
        Some((records.len(), schema.columns(&records)))
    }

    fn load(&self, archive: &Archive, member: &Member, _: Format) -> Result<Raw, Problem> {
        let bytes = archive.content.read(member.offset, member.len)?;
        let decoded = decode(bytes.into(), |_| None).ok_or(Problem::Binary)?;
        read_decoded(decoded, |text| record::read(&json::parse(text)?, archive.schema(sample), Format::Json))
    }
}

/// Whether a file's name promises a record a line.
fn by_lines(archive: &Archive) -> bool {
    let name = archive.name().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
    name.ends_with(".jsonl") || name.ends_with(".ndjson")
}

/// Records of a file, enough to tell what its fields are. The same for the same content.
fn sample(archive: &Archive) -> Result<Vec<Value>, Problem> {
    let mut places = Vec::new();
    let mut text = BufReader::with_capacity(1 << 16, archive.content.open()?.take(SAMPLE_BYTES));
    let many = list(&mut text, by_lines(archive), &mut |place| {
        places.push(place);
        places.len() < SAMPLE
    })?;
    drop(text);
    if !many {
        let len = archive.content.size()?;
        places = vec![Place { line: 0, offset: 0, len }];
    }
    let mut records: Vec<Value> = Vec::new();
    let mut take = |bytes: Vec<u8>| {
        let text = decode(bytes.into(), |_| None).map(|decoded| decoded.text);
        records.extend(text.and_then(|text| json::parse(&text).ok()));
    };
    for place in &places {
        take(archive.content.read(place.offset, place.len)?);
    }
    let len = archive.content.size()?;
    let read = places.last().map_or(0, |place| place.offset + place.len);
    if many && by_lines(archive) && places.len() == SAMPLE && len > read + SAMPLE_BYTES {
        for at in 1..=PLACES {
            let mut file = archive.content.open()?;
            file.seek(SeekFrom::Start(read + (len - read) / (PLACES + 1) * at))?;
            let mut text = BufReader::new(file.take(SAMPLE_BYTES));
            let mut line = Vec::new();
            // The first is cut.
            text.read_until(b'\n', &mut line)?;
            for _ in 0..AT_PLACE {
                line.clear();
                if text.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
                    take(line.clone());
                }
            }
        }
    }
    Ok(records)
}

/// A record's place in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// Its line, or its index in an array; from 1.
    line: u64,
    offset: u64,
    len: u64,
}

/// How the records of a file stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One a line.
    Lines,
    /// One after another, each perhaps over many lines; in an array, or in one that an object holds.
    Values,
}

/// Lists the records of a file until `sink` has enough; nothing is kept of what was read. `by_lines` says that the
/// file's name promises one a line. Returns false if the file as a whole is one record.
fn list(mut text: impl BufRead, by_lines: bool, sink: &mut dyn FnMut(Place) -> bool) -> io::Result<bool> {
    let mut first = Vec::new();
    let mut offset = 0;
    let mut line = 1;
    while blank(&first) {
        offset += first.len() as u64;
        line += u64::from(!first.is_empty());
        first.clear();
        if text.read_until(b'\n', &mut first)? == 0 {
            return Ok(true);
        }
    }
    // The line after the first that is not blank decides where the first does not.
    let mut next = Vec::new();
    while blank(&next) && text.read_until(b'\n', &mut next)? > 0 {}
    let start = without_mark(&first);
    let is_value = serde_json::from_slice::<IgnoredAny>(start).is_ok();
    let layout = match start {
        [b'[', ..] if is_value && blank(&next) => Layout::Values,
        _ if is_value && (by_lines || !blank(&next) || start.starts_with(b"{")) => Layout::Lines,
        // A broken record among others.
        [b'{', _, ..] if by_lines && (blank(&next) || without_mark(&next).starts_with(b"{")) => Layout::Lines,
        [b'[' | b'{', ..] => Layout::Values,
        _ if by_lines => Layout::Lines,
        _ => return Ok(false),
    };
    // The whole of one line is a record that holds others as often as it is one.
    let wraps = layout == Layout::Lines && blank(&next) && start.starts_with(b"{") && !by_lines;
    let again = io::Cursor::new(first).chain(io::Cursor::new(next)).chain(text);
    match layout {
        Layout::Lines if !wraps => lines(line, offset, BufReader::new(again), sink).map(|()| true),
        _ => values(offset, BufReader::with_capacity(CHUNK, again), sink),
    }
}

fn blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// A line without a byte-order mark and white space.
fn without_mark(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii()
}

fn lines(
    mut line: u64,
    mut offset: u64,
    mut text: impl BufRead,
    sink: &mut dyn FnMut(Place) -> bool,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    while text.read_until(b'\n', &mut bytes)? > 0 {
        if !blank(&bytes) && !sink(Place { line, offset, len: bytes.len() as u64 }) {
            break;
        }
        offset += bytes.len() as u64;
        line += 1;
        bytes.clear();
    }
    Ok(())
}

/// Walks through values without parsing them: brackets and strings are all that counts. Returns false if there is
/// but one, and it holds no others.
fn values(mut offset: u64, mut text: impl BufRead, sink: &mut dyn FnMut(Place) -> bool) -> io::Result<bool> {
    let (mut depth, mut in_string, mut escaped) = (0u32, false, false);
    // How deep the records stand, once that is known: 0 run together, 1 in an array, 2 in an array of an object.
    let mut level = None::<u32>;
    let (mut start, mut line) = (None::<u64>, 1u64);
    // An object that stands alone, until another comes.
    let mut alone = None::<Place>;
    let mut name = Vec::new();
    let mut last_name = Vec::new();
    loop {
        let bytes = text.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        let read = bytes.len();
        for (here, &byte) in (offset..).zip(bytes) {
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    byte if depth == 1 && level.is_none() && name.len() < 32 => name.push(byte),
                    _ => {}
                }
                continue;
            }
            let ends = level.is_some_and(|level| level > 0 && depth == level) && matches!(byte, b',' | b']');
            if ends && let Some(from) = start.take() {
                if !sink(Place { line, offset: from, len: here - from }) {
                    return Ok(true);
                }
                line += 1;
            } else if level.is_some_and(|level| level > 0 && depth == level)
                && !ends
                && !byte.is_ascii_whitespace()
            {
                start.get_or_insert(here);
            }
            match byte {
                b'"' => {
                    in_string = true;
                    if depth == 1 && level.is_none() {
                        name.clear();
                    }
                }
                b':' if depth == 1 && level.is_none() => last_name.clone_from(&name),
                b'[' => {
                    let known = || {
                        std::str::from_utf8(&last_name).is_ok_and(|name| names::among(names::RECORDS, name))
                    };
                    if depth == 0 && level.is_none() && alone.is_none() {
                        level = Some(1);
                    } else if depth == 1 && level.is_none() && alone.is_none() && known() {
                        level = Some(2);
                        // The object itself is none of its records.
                        start = None;
                    }
                    depth += 1;
                }
                b'{' => {
                    if depth == 0 && level.is_none() {
                        start = Some(here);
                    }
                    depth += 1;
                }
                b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0
                        && level.is_none()
                        && let Some(from) = start.take()
                    {
                        let place = Place { line, offset: from, len: here + 1 - from };
                        line += 1;
                        match alone.replace(place) {
                            Some(before) if !sink(before) => return Ok(true),
                            _ => {}
                        }
                    } else if depth == 1 && level == Some(2) {
                        // What else the object has is none of its records.
                        level = Some(u32::MAX);
                    }
                }
                _ => {}
            }
        }
        offset += read as u64;
        text.consume(read);
    }
    match (alone, level) {
        (Some(_), _) if line == 2 => return Ok(false),
        (Some(last), _) => _ = sink(last),
        (None, None) => return Ok(false),
        (None, Some(_)) => {}
    }
    if let Some(from) = start {
        sink(Place { line, offset: from, len: offset - from });
    }
    Ok(true)
}

impl Archive {
    /// What the fields of its records are: as told, or as `sample` shows.
    pub fn schema(&self, sample: impl FnOnce(&Archive) -> Result<Vec<Value>, Problem>) -> &Schema {
        self.state.schema.get_or_init(|| match &self.text_field {
            Some(field) => Schema::told(field),
            // What cannot be read now will say so itself.
            None => sample(self).map(|records| Schema::of(&records)).unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str, by_lines: bool) -> Vec<(u64, &str)> {
        let mut found = Vec::new();
        let whole = list(text.as_bytes(), by_lines, &mut |place| {
            found.push((place.line, text[place.offset as usize..][..place.len as usize].trim()));
            true
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
        assert_eq!(listed("[1, 2]\n[3]\n", true), [(1, "[1, 2]"), (2, "[3]")]);
    }

    #[test]
    fn elements_of_an_array_are_known_by_their_index() {
        let text = "[\n  {\"a\": \"],}\\\"\"},\n  {\"b\": [1, {}]}\n, \"文\" ]\n";
        let elements = [(1, "{\"a\": \"],}\\\"\"}"), (2, "{\"b\": [1, {}]}"), (3, "\"文\"")];
        assert_eq!(listed(text, false), elements);
        assert_eq!(listed(text, true), elements);
        assert_eq!(listed("[]", false), []);
        assert_eq!(listed("[{\"a\": 1}, {\"cut", false), [(1, "{\"a\": 1}"), (2, "{\"cut")]);
    }

    #[test]
    fn records_that_run_together_or_over_lines_are_told_apart() {
        let text = "{\"a\": 1}{\"b\": \"}\"}\n";
        assert_eq!(listed(text, false), [(1, "{\"a\": 1}"), (2, "{\"b\": \"}\"}")]);
        let pretty = "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n";
        assert_eq!(listed(pretty, true), [(1, "{\n  \"a\": 1\n}"), (2, "{\n  \"b\": 2\n}")]);
    }

    #[test]
    fn an_array_in_an_object_holds_the_records() {
        let text = "{\"version\": [1], \"data\": [{\"a\": 1}, {\"b\": [2]}], \"more\": [3, 4]}";
        assert_eq!(listed(text, false), [(1, "{\"a\": 1}"), (2, "{\"b\": [2]}")]);
    }

    #[test]
    fn a_file_with_one_record_over_many_lines_is_one() {
        for text in ["{\n  \"text\": \"文\"\n}\n", "{\"text\": [\"文\"]}"] {
            let whole = list(text.as_bytes(), false, &mut |_| panic!("no records"));
            assert!(!whole.expect("no I/O"), "{text}");
        }
    }
}
