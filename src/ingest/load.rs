//! Reading one document: its bytes, its text, and the evidence of its format.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::{
    Format, LineHint, LoadError, Origin, Problem, Raw, Source, Tag, decode, html, markdown, records, samples,
    unpack,
};
use crate::document::{DateFrom, Metadata, TitleFrom};

/// Reads and decodes one document.
pub fn load(source: &Source) -> Result<Raw, LoadError> {
    let name = source.name();
    let raw = match &source.origin {
        Origin::Member(archive, member) => archive.load(member),
        origin => read(origin).and_then(|bytes| parse(bytes, source.format)),
    };
    match raw {
        Ok(raw) => Ok(Raw { path: name, ..raw }),
        Err(problem) => Err(LoadError { name, problem }),
    }
}

fn read(origin: &Origin) -> Result<Cow<'_, [u8]>, Problem> {
    match origin {
        Origin::File(path) => Ok(Cow::Owned(read_file(path)?)),
        Origin::Embedded(name) => samples::bytes(name)
            .map(Cow::Borrowed)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound).into()),
        Origin::Stdin(bytes) => Ok(Cow::Borrowed(bytes)),
        Origin::Member(..) => Err(Problem::Stale),
    }
}

/// All of a file, unpacked. One that does not fit into the positions of a text is not read to its end.
fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let most = u64::from(u32::MAX);
    let mut bytes = Vec::new();
    if unpack::is_packed(path) {
        unpack::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size > most {
            return Err(Problem::TooLarge);
        }
        // One byte more than there should be shows the end in the same reading.
        bytes.reserve_exact(size as usize + 1);
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    if u32::try_from(bytes.len()).is_err() { Err(Problem::TooLarge) } else { Ok(bytes) }
}

/// Bytes → text and evidence. The format is the content's: a page may lie under `.txt`, a text under `.html`.
pub fn parse(bytes: Cow<'_, [u8]>, format: Format) -> Result<Raw, Problem> {
    let decoded = decode(bytes, html::declared_encoding).ok_or(Problem::Binary)?;
    let raw = Raw { encoding: decoded.encoding, bad_bytes: decoded.bad_bytes, ..Raw::default() };
    let text = decoded.text;
    Ok(match format {
        Format::Json => fields(&text, None, raw)?,
        Format::Markdown => Raw { meta: markdown::metadata(&text), text, format: Format::Markdown, ..raw },
        Format::Text | Format::Html if html::is_html(&text, format == Format::Html) => page(&text, raw),
        Format::Code => code(text, raw),
        Format::Text | Format::Html => Raw { text, ..raw },
    })
}

fn page(html: &str, raw: Raw) -> Raw {
    let page = html::parse(html);
    Raw { text: page.text, hints: page.hints, meta: page.meta, site: page.site, format: Format::Html, ..raw }
}

/// A program: each line stands for itself.
fn code(text: String, raw: Raw) -> Raw {
    let line = LineHint { tag: Tag::Code, main: true, ..LineHint::default() };
    let hints = vec![line; text.lines().count()];
    Raw { text, hints, format: Format::Code, whole: true, ..raw }
}

/// A record of a file: its bytes, and the field that holds its text, where that is known.
pub fn record(bytes: Vec<u8>, text_field: Option<&str>) -> Result<Raw, Problem> {
    let decoded = decode(bytes.into(), |_| None).ok_or(Problem::Binary)?;
    let raw = Raw { encoding: decoded.encoding, bad_bytes: decoded.bad_bytes, ..Raw::default() };
    fields(&decoded.text, text_field, raw)
}

/// A record's text may be a page's HTML; what the record says about it goes before what the page says.
fn fields(json: &str, text_field: Option<&str>, raw: Raw) -> Result<Raw, Problem> {
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
