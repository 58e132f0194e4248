//! Reading one document: its bytes, its text, and the evidence of its format.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

use super::{
    Format, LoadError, Origin, Problem, Raw, Source, decode, html, markdown, records, samples, unpack,
};
use crate::document::{DateFrom, Metadata, TitleFrom};

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
        Origin::Record { archive, offset, len, .. } => Ok(Cow::Owned(archive.content.read(*offset, *len)?)),
        Origin::Embedded(name) => samples::bytes(name)
            .map(Cow::Borrowed)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound).into()),
        Origin::Stdin(bytes) => Ok(Cow::Borrowed(bytes)),
    }
}

/// All of a file, unpacked. One that does not fit into the positions of a text is not read to its end.
fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    if !unpack::is_packed(path) && std::fs::metadata(path)?.len() > u64::from(u32::MAX) {
        return Err(Problem::TooLarge);
    }
    let mut bytes = Vec::new();
    unpack::open(path)?.take(u64::from(u32::MAX) + 1).read_to_end(&mut bytes)?;
    if u32::try_from(bytes.len()).is_err() { Err(Problem::TooLarge) } else { Ok(bytes) }
}

/// Bytes → text and evidence. The format is the content's: a page may lie under `.txt`, a text under `.html`.
fn parse(bytes: Cow<'_, [u8]>, source: &Source) -> Result<Raw, Problem> {
    let decoded = decode(bytes, html::declared_encoding).ok_or(Problem::Binary)?;
    let raw = Raw { encoding: decoded.encoding, bad_bytes: decoded.bad_bytes, ..Raw::default() };
    let text = decoded.text;
    Ok(match source.format {
        Format::Json => record(&text, source, raw)?,
        Format::Markdown => Raw { meta: markdown::metadata(&text), text, format: Format::Markdown, ..raw },
        Format::Text | Format::Html if html::is_html(&text, source.format == Format::Html) => {
            page(&text, raw)
        }
        Format::Text | Format::Html => Raw { text, ..raw },
    })
}

fn page(html: &str, raw: Raw) -> Raw {
    let page = html::parse(html);
    Raw { text: page.text, hints: page.hints, meta: page.meta, site: page.site, format: Format::Html, ..raw }
}

/// A record's text may be a page's HTML; what the record says about it goes before what the page says.
fn record(json: &str, source: &Source, raw: Raw) -> Result<Raw, Problem> {
    let text_field = match &source.origin {
        Origin::Record { archive, .. } => archive.text_field.as_deref(),
        _ => None,
    };
    let record = records::parse(json, text_field)?;
    let raw = if html::is_fragment(&record.text) {
        let raw = page(&record.text, raw);
        Raw { meta: merge(record.meta, raw.meta), ..raw }
    } else {
        Raw { text: record.text, meta: record.meta, ..raw }
    };
    Ok(Raw { format: Format::Json, ..raw })
}

fn merge(first: Metadata, second: Metadata) -> Metadata {
    let people = |first: Vec<_>, second| if first.is_empty() { second } else { first };
    Metadata {
        title_from: if first.title.is_some() { TitleFrom::Text } else { second.title_from },
        title: first.title.or(second.title),
        subtitle: first.subtitle.or(second.subtitle),
        source: first.source.or(second.source),
        published: first.published.or(second.published),
        published_from: DateFrom::Metadata,
        authors: people(first.authors, second.authors),
        editors: people(first.editors, second.editors),
        url: first.url.or(second.url),
    }
}
