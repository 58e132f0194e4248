//! What WikiExtractor writes, and others after it: documents one after another in `<doc id="…" title="…">` and
//! `</doc>`.

use std::io::{BufRead, BufReader};

use serde_json::Value;

use super::{Archive, Container, Key, MOST_UNPACKED, Member};
use crate::ingest::facts::Facts;
use crate::ingest::{Format, Problem, Raw, decode};

/// Text files of marked documents.
#[derive(Debug)]
pub struct Docs;

/// What opens a document.
const OPEN: &[u8] = b"<doc ";
const CLOSE: &[u8] = b"</doc>";

/// Whether a file that begins so holds marked documents.
pub fn is_docs(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.starts_with(OPEN) && line.trim_ascii_end().ends_with(b">")
}

impl Container for Docs {
    fn format(&self) -> Format {
        Format::Text
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let mut file = BufReader::with_capacity(1 << 18, archive.content.open()?);
        let (mut offset, mut number) = (0, 0);
        let mut start = None;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = file.read_until(b'\n', &mut line)? as u64;
            let opens = line.starts_with(OPEN);
            if read == 0 || opens {
                // The last one may lack its end.
                if let Some(from) = start.take() {
                    number += 1;
                    sink(Member { key: Key::Number(number), offset: from, len: offset - from });
                }
                if read == 0 {
                    return Ok(());
                }
                start = Some(offset);
            }
            offset += read;
        }
    }

    fn load(&self, archive: &Archive, member: &Member, _: Format) -> Result<Raw, Problem> {
        if member.len > MOST_UNPACKED {
            return Err(Problem::Bomb);
        }
        let bytes = archive.content.read(member.offset, member.len)?;
        let decoded = decode(bytes.into(), |_| None).ok_or(Problem::Binary)?;
        let (head, body) = decoded.text.split_once('\n').unwrap_or((&decoded.text, ""));
        let close = String::from_utf8_lossy(CLOSE);
        let body = body.rsplit_once(&*close).map_or(body, |(body, _)| body).trim_matches('\n');
        let fields = attributes(head);
        let facts: Facts =
            fields.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
        let meta = facts.metadata();
        // The title stands in the text again.
        let title = meta.title.as_deref().unwrap_or_default();
        let body = match body.split_once('\n') {
            Some((first, rest)) if first.trim() == title => rest.trim_start_matches('\n'),
            _ => body,
        };
        let (encoding, bad_bytes) = (decoded.encoding, decoded.bad_bytes);
        Ok(Raw { text: body.to_owned(), meta, fields, encoding, bad_bytes, whole: true, ..Raw::default() })
    }
}

/// `<doc id="53" title="渡口">`
fn attributes(head: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = head;
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        found.push((name.to_owned(), value.to_owned()));
        rest = next;
    }
    found
}
