//! Reading one document: its bytes, its text, and the evidence of its format.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::{Format, LoadError, Origin, Problem, Raw, Source, decode, html, samples};

/// Reads and decodes one document.
pub fn load(source: &Source) -> Result<Raw, LoadError> {
    let name = source.name();
    match read(&source.origin).and_then(|bytes| parse(bytes, source)) {
        Ok(raw) => Ok(Raw { path: name, ..raw }),
        Err(problem) => Err(LoadError { name, problem }),
    }
}

fn read(origin: &Origin) -> Result<Cow<'_, [u8]>, Problem> {
    match origin {
        Origin::File(path) => Ok(Cow::Owned(read_file(path)?)),
        Origin::Record { archive, offset, len, .. } => {
            Ok(Cow::Owned(read_range(&archive.path, *offset, *len)?))
        }
        Origin::Embedded(name) => samples::bytes(name)
            .map(Cow::Borrowed)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound).into()),
        Origin::Stdin(bytes) => Ok(Cow::Borrowed(bytes)),
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = std::fs::read(path)?;
    if u32::try_from(bytes.len()).is_err() { Err(Problem::TooLarge) } else { Ok(bytes) }
}

fn read_range(path: &Path, offset: u64, len: u32) -> Result<Vec<u8>, Problem> {
    use std::io::{Seek, SeekFrom};
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(u64::from(len)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == u64::from(len) { Ok(bytes) } else { Err(Problem::Stale) }
}

/// Bytes → text and evidence. The format is the content's: a page may lie under `.txt`, a text under `.html`.
fn parse(bytes: Cow<'_, [u8]>, source: &Source) -> Result<Raw, Problem> {
    let decoded = decode(bytes, html::declared_encoding).ok_or(Problem::Binary)?;
    let raw = Raw { encoding: decoded.encoding, bad_bytes: decoded.bad_bytes, ..Raw::default() };
    let promised = source.format == Format::Html;
    Ok(match source.format {
        Format::Html | Format::Text if html::is_html(&decoded.text, promised) => page(&decoded.text, raw),
        Format::Html => Raw { text: decoded.text, ..raw },
        format => Raw { text: decoded.text, format, ..raw },
    })
}

fn page(html: &str, raw: Raw) -> Raw {
    let page = html::parse(html);
    Raw { text: page.text, hints: page.hints, meta: page.meta, format: Format::Html, ..raw }
}
