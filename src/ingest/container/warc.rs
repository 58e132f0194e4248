//! Web archives: the responses of a crawl (WARC), or the text that was drawn from them (WET).
//!
//! Records are read by offset. In a compressed archive each record is a gzip member of its own, which is
//! unpacked alone; one that was compressed as a whole is unpacked before.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::Encoding;
use flate2::bufread::GzDecoder;
use flate2::read::{DeflateDecoder, MultiGzDecoder};

use super::{Archive, Container, Key, MOST_UNPACKED, Member};
use crate::ingest::{Format, Problem, Raw, parse};

/// WARC and WET.
#[derive(Debug)]
pub struct Warc;

/// The head of a record or response has at most so many bytes.
const LONGEST_HEAD: u64 = 64 * 1024;

const GZIP: [u8; 2] = [0x1f, 0x8b];

impl Container for Warc {
    fn format(&self) -> Format {
        Format::Html
    }

    fn reads_packed(&self, file: &Path) -> bool {
        has_own_members(file).unwrap_or(false)
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let mut file = BufReader::with_capacity(1 << 18, archive.content.open()?);
        let packed = file.fill_buf()?.starts_with(&GZIP);
        let mut number = 0;
        let mut offset = 0;
        loop {
            let (document, next) = if packed {
                if !file.fill_buf()?.starts_with(&GZIP) {
                    return Ok(());
                }
                let mut record = BufReader::new(GzDecoder::new(&mut file));
                let Some(head) = head(&mut record)? else { return Ok(()) };
                let document = is_document(&head, &mut record)?;
                // To the end of the member, where the next one begins.
                io::copy(&mut record, &mut io::sink())?;
                drop(record);
                (document, file.stream_position()?)
            } else {
                let Some(head) = head(&mut file)? else { return Ok(()) };
                let start = file.stream_position()?;
                let document = is_document(&head, &mut file)?;
                let next = start + head.len;
                let here = file.stream_position()?;
                file.seek_relative(next as i64 - here as i64)?;
                (document, next)
            };
            number += 1;
            if document {
                sink(Member { key: Key::Number(number), offset, len: next - offset });
            }
            offset = next;
        }
    }

    fn load(&self, archive: &Archive, member: &Member, _: Format) -> Result<Raw, Problem> {
        let mut file = archive.content.open()?;
        file.seek(SeekFrom::Start(member.offset))?;
        let mut file = BufReader::new(file.take(member.len));
        if file.fill_buf()?.starts_with(&GZIP) {
            return record(BufReader::new(GzDecoder::new(file)));
        }
        record(file)
    }
}

/// Whether each record of a compressed archive is a gzip member: the first one holds nothing but its record.
fn has_own_members(file: &Path) -> io::Result<bool> {
    let mut file = BufReader::new(std::fs::File::open(file)?);
    if !file.fill_buf()?.starts_with(&GZIP) {
        return Ok(false);
    }
    let mut record = BufReader::new(GzDecoder::new(&mut file).take(MOST_UNPACKED));
    let Some(head) = head(&mut record)? else { return Ok(false) };
    io::copy(&mut record.by_ref().take(head.len), &mut io::sink())?;
    let mut rest = Vec::new();
    record.take(LONGEST_HEAD).read_to_end(&mut rest)?;
    Ok(rest.trim_ascii().is_empty())
}

/// Named lines at the head of a record or response.
#[derive(Debug, Default)]
struct Head {
    /// The first line.
    first: String,
    fields: Vec<(String, String)>,
    /// Bytes that follow, as far as the head says.
    len: u64,
}

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.as_str())
    }

    /// The value of a field without its parameters, in small letters.
    fn word(&self, name: &str) -> String {
        let value = self.get(name).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// Reads a head; `None` at the end of the file.
fn head(from: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut head = Head::default();
    let mut read = 0;
    loop {
        let mut line = Vec::new();
        let len = from.by_ref().take(LONGEST_HEAD).read_until(b'\n', &mut line)? as u64;
        read += len;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if len == 0 {
            return if head.first.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        if read > LONGEST_HEAD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no head of a record"));
        }
        match text {
            // Blank lines part the records.
            "" if head.first.is_empty() => {}
            "" => break,
            text if head.first.is_empty() => head.first = text.to_owned(),
            text if text.starts_with([' ', '\t']) => {
                if let Some((_, value)) = head.fields.last_mut() {
                    value.push_str(text);
                }
            }
            text => {
                let (name, value) = text.split_once(':').unwrap_or((text, ""));
                head.fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
    }
    head.len = head.get("Content-Length").and_then(|len| len.parse().ok()).unwrap_or(0);
    Ok(Some(head))
}

/// Whether a record is one to read: a text, or a response that brought one. `block` is what follows its head.
fn is_document(head: &Head, block: &mut impl BufRead) -> io::Result<bool> {
    let is_text = |kind: &str| {
        kind.starts_with("text/") && kind != "text/css" && kind != "text/javascript"
            || kind == "application/xhtml+xml"
    };
    let kind = head.get("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let content = head.word("Content-Type");
    Ok(match kind.as_str() {
        "conversion" => true,
        "resource" => {
            is_text(&content) && !head.get("WARC-Target-URI").unwrap_or_default().starts_with("dns:")
        }
        "response" if content == "application/http" => {
            let Some(http) = self::head(&mut block.take(head.len.min(LONGEST_HEAD)))? else {
                return Ok(false);
            };
            let status = http.first.split_whitespace().nth(1).unwrap_or_default();
            let kind = http.word("Content-Type");
            status.starts_with('2') && (is_text(&kind) || kind.is_empty())
        }
        "response" => is_text(&content),
        _ => false,
    })
}

/// Reads a record as a document.
fn record(mut from: impl BufRead) -> Result<Raw, Problem> {
    let head = head(&mut from)?.ok_or(Problem::Stale)?;
    if head.len > MOST_UNPACKED {
        return Err(Problem::Bomb);
    }
    let mut block = Vec::new();
    from.take(head.len).read_to_end(&mut block)?;
    let mut fields = head.fields.clone();
    let mut charset = None;
    let mut format = Format::Text;
    if head.word("Content-Type") == "application/http" {
        let mut rest = block.as_slice();
        let http = self::head(&mut rest)?.ok_or(Problem::Stale)?;
        let body = body(rest, &http)?;
        charset = http.get("Content-Type").and_then(charset_of);
        if http.word("Content-Type") != "text/plain" {
            format = Format::Html;
        }
        let told = http.fields.into_iter().filter(|(name, _)| name.eq_ignore_ascii_case("Last-Modified"));
        fields.extend(told);
        block = body;
    } else if head.word("Content-Type").contains("html") {
        format = Format::Html;
    }
    let raw = parse::parse_as(block.into(), format, charset)?;
    let url = head.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
    let mut meta = raw.meta;
    meta.url = url.or(meta.url);
    fields.extend(raw.fields);
    Ok(Raw { meta, fields, ..raw })
}

/// The body of a response as it was before it was sent.
fn body(bytes: &[u8], head: &Head) -> Result<Vec<u8>, Problem> {
    let chunked = head.word("Transfer-Encoding").contains("chunked");
    let whole = if chunked { unchunked(bytes).unwrap_or_else(|| bytes.to_vec()) } else { bytes.to_vec() };
    let mut out = Vec::new();
    let packed = whole.as_slice();
    match head.word("Content-Encoding").as_str() {
        "gzip" | "x-gzip" if packed.starts_with(&GZIP) => {
            // What can be unpacked of a cut body is read.
            let _ = MultiGzDecoder::new(packed).take(MOST_UNPACKED).read_to_end(&mut out);
        }
        "deflate" => {
            let _ = match packed {
                [0x78, ..] => {
                    flate2::read::ZlibDecoder::new(packed).take(MOST_UNPACKED).read_to_end(&mut out)
                }
                _ => DeflateDecoder::new(packed).take(MOST_UNPACKED).read_to_end(&mut out),
            };
        }
        _ => return Ok(whole),
    }
    Ok(out)
}

/// A body that was sent in chunks; `None` where it was not, whatever the head says.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    loop {
        let end = memchr::memchr(b'\n', bytes)?;
        let size = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        bytes = &bytes[end + 1..];
        if size == 0 || bytes.is_empty() {
            return Some(out);
        }
        let chunk = &bytes[..size.min(bytes.len())];
        out.extend_from_slice(chunk);
        bytes = bytes.get(size..).unwrap_or_default();
        bytes = bytes.strip_prefix(b"\r\n").or(bytes.strip_prefix(b"\n")).unwrap_or(bytes);
        if bytes.is_empty() {
            return Some(out);
        }
    }
}

/// The encoding that a `Content-Type` names.
fn charset_of(kind: &str) -> Option<&'static Encoding> {
    let (_, charset) =
        kind.to_ascii_lowercase().split_once("charset=").map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    Encoding::for_label(charset.split(';').next()?.trim().trim_matches(['"', '\'']).as_bytes())
}
