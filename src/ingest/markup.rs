//! Markups: how one document is written, and who reads it.
//!
//! A markup is a file of its own here (HTML has its room in `html/`), a static of this file and a row of
//! [`KINDS`](super::kind::KINDS). It makes a [`Raw`] of a text, or of bytes where they are packed: lines, with
//! what it says of each, and the facts that it names.

mod asciidoc;
mod epub;
mod latex;
mod lyrics;
mod notebook;
mod office;
mod org;
mod paragraph;
mod roff;
mod rst;
mod subtitles;
pub mod wikitext;
pub mod xml;

use super::characters::{Settled, line_ends, settle};
use super::record::{self, Schema};
use super::{Format, LineHint, Problem, Raw, Tag, html, markdown};

/// How a document is written.
pub struct Markup {
    pub format: Format,
    pub read: Read,
}

/// Who reads it.
#[derive(Clone, Copy)]
pub enum Read {
    /// From its text.
    Text(fn(&str) -> Result<Raw, Problem>),
    /// From its bytes, which are no text.
    Bytes(fn(&[u8]) -> Result<Raw, Problem>),
}

const fn text(format: Format, read: fn(&str) -> Result<Raw, Problem>) -> Markup {
    Markup { format, read: Read::Text(read) }
}

pub static TEXT: Markup = text(Format::Text, |text| Ok(plain_or_page(text, false)));
pub static HTML: Markup = text(Format::Html, |text| Ok(plain_or_page(text, true)));
pub static MARKDOWN: Markup = text(Format::Markdown, |text| {
    let Settled { text, repaired } = settle(text, true);
    Ok(Raw { repaired, ..markdown::read(&text) })
});
pub static ORG: Markup = text(Format::Org, |text| Ok(org::read(text)));
pub static SUBTITLES: Markup = text(Format::Subtitles, |text| Ok(subtitles::read(text)));
pub static LYRICS: Markup = text(Format::Lyrics, |text| Ok(lyrics::read(text)));
pub static RST: Markup = text(Format::Rst, |text| Ok(rst::read(text)));
pub static ASCIIDOC: Markup = text(Format::AsciiDoc, |text| Ok(asciidoc::read(text)));
pub static ROFF: Markup = text(Format::Roff, |text| Ok(roff::read(text)));
pub static LATEX: Markup = text(Format::Latex, |text| Ok(latex::read(text)));
pub static NOTEBOOK: Markup = text(Format::Notebook, notebook::read);
pub static DOCX: Markup = Markup { format: Format::Docx, read: Read::Bytes(office::read_docx) };
pub static ODT: Markup = Markup { format: Format::Odt, read: Read::Bytes(office::read_odt) };
static XML: Markup = text(Format::Xml, xml::read);
pub static EPUB: Markup = Markup { format: Format::Epub, read: Read::Bytes(epub::read) };
static CODE: Markup = text(Format::Code, |text| Ok(code(text)));
const RECORD: Read = Read::Text(json);

/// All of them.
static ALL: [&Markup; 16] = [
    &TEXT, &HTML, &MARKDOWN, &ORG, &SUBTITLES, &LYRICS, &RST, &ASCIIDOC, &ROFF, &LATEX, &NOTEBOOK, &DOCX,
    &ODT, &EPUB, &XML, &CODE,
];

/// Who reads a format; a record that stands alone is read as JSON.
pub fn of(format: Format) -> Read {
    ALL.iter().find(|markup| markup.format == format).map_or(RECORD, |markup| markup.read)
}

/// A text, or a page if that is what it is.
fn plain_or_page(text: &str, promised: bool) -> Raw {
    match html::is_html(text, promised) {
        true => html::raw(text),
        false => {
            let Settled { text, repaired } = settle(text, false);
            Raw { text, repaired, ..Raw::default() }
        }
    }
}

/// A program: each line stands for itself.
fn code(text: &str) -> Raw {
    let line = LineHint { tag: Tag::Code, main: true, ..LineHint::default() };
    let text = line_ends(text).into_owned();
    let hints = vec![line; text.lines().count()];
    Raw { text, hints, format: Format::Code, whole: true, ..Raw::default() }
}

/// A record that stands alone.
fn json(text: &str) -> Result<Raw, Problem> {
    let value = record::json::parse(text)?;
    record::read(&value, &Schema::of(std::slice::from_ref(&value)), Format::Json)
}
