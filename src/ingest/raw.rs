//! Decoded raw text and the evidence that its format gives about each line.

use serde::{Deserialize, Serialize};

use crate::document::{Metadata, Reason, Removed, Span};

/// A document's raw text, decoded, before cleaning.
///
/// For text, Markdown and JSON fields it is the text as it stands. For HTML it is the page's text, one
/// block element a line in page order, and `hints` says what the tags said about each line; behind it stands
/// what the page hides, as lines of the tag [`Tag::Hidden`].
#[derive(Debug, Clone, Default)]
pub struct Raw {
    /// How the document is called: its path as given, `#` and the record's line for one of many in a file.
    pub path: String,
    pub text: String,
    pub format: Format,
    /// As the Encoding Standard names it: `UTF-8`, `gb18030`, `Big5`, `UTF-16LE`…
    pub encoding: &'static str,
    /// Byte sequences that were invalid and now stand as U+FFFD.
    pub bad_bytes: usize,
    /// Encodings that some of its lines are in, besides `encoding`.
    pub mixed: Vec<&'static str>,
    /// What had gone wrong with its characters before it was stored, and was undone: `utf-8 read as gbk`.
    pub repaired: Vec<&'static str>,
    /// What the format itself says (JSON fields, meta tags); empty fields where it says nothing.
    pub meta: Metadata,
    /// What the page calls the site that it belongs to: the source where its text names no other.
    pub site: Option<String>,
    /// One a line of `text`; empty where the format has no markup.
    pub hints: Vec<LineHint>,
    /// The format vouches for the text: it is a field of a record, the turns of a talk, a chapter of a book,
    /// the body of a mail. Nothing around it belongs to a page, its lines are as its author set them, and
    /// its title, author and date are in `meta` where it has any, not in its first lines.
    pub whole: bool,
    /// What the format says besides `meta`: the other fields of a record, the keys of front matter, the
    /// headers of a mail or of an archived response. Names as written, in the order in which they stand.
    pub fields: Vec<(String, String)>,
}

impl Raw {
    /// The text without what its page hides, and that, a piece a line; `None` where it hides nothing.
    pub fn without_hidden(&self) -> Option<(Raw, Vec<Removed>)> {
        let first = self.hints.iter().position(|hint| hint.tag == Tag::Hidden)?;
        let (mut at, mut end, mut hidden) = (0, self.text.len(), Vec::new());
        for (index, line) in self.text.split_inclusive('\n').enumerate() {
            if index == first {
                end = at;
            }
            let text = line.trim_end_matches('\n');
            if index >= first && !text.is_empty() {
                // Positions in a text fit: none is longer than they reach.
                let span = Span { line: index as u32 + 1, start: at as u32, end: (at + text.len()) as u32 };
                hidden.push(Removed { span, text: text.to_owned(), reason: Reason::Hidden });
            }
            at += line.len();
        }
        let mut shown = self.clone();
        shown.text.truncate(end);
        shown.hints.truncate(first);
        Some((shown, hidden))
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Text,
    Html,
    Markdown,
    /// A record of a JSON-lines file or JSON array.
    Json,
    /// A row of a table, or a table.
    Csv,
    Org,
    /// A message, or a page that was saved as one.
    Mail,
    Epub,
    Subtitles,
    Lyrics,
    /// reStructuredText.
    Rst,
    AsciiDoc,
    /// A manual page.
    Roff,
    Latex,
    /// A notebook of Jupyter, as Markdown.
    Notebook,
    Docx,
    Odt,
    Xml,
    /// A page of a MediaWiki dump.
    Wiki,
    /// A program, settings, data: each line stands for itself.
    Code,
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Org => "org",
            Format::Mail => "mail",
            Format::Epub => "epub",
            Format::Subtitles => "subtitles",
            Format::Lyrics => "lyrics",
            Format::Rst => "rst",
            Format::AsciiDoc => "asciidoc",
            Format::Roff => "roff",
            Format::Latex => "latex",
            Format::Notebook => "notebook",
            Format::Docx => "docx",
            Format::Odt => "odt",
            Format::Xml => "xml",
            Format::Wiki => "wiki",
            Format::Code => "code",
        }
    }
}

/// What the tags around a line of an HTML page say about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineHint {
    pub tag: Tag,
    /// The line belongs to what the main-content extractor kept.
    pub main: bool,
    /// Share of the line's characters that stand in links, 0–100.
    pub link_share: u8,
    /// The element that holds the line's block among others, by a number of its own.
    pub element: u32,
    /// The post of a thread that the line stands in, from 1; 0 outside of posts.
    pub post: u32,
    /// The turn of a talk that the line stands in, from 1; 0 where nobody in particular speaks. The first
    /// line of a turn opens with the speaker's name and a colon where the format names one.
    pub turn: u32,
}

/// The nearest element that says what a line is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tag {
    #[default]
    Other,
    Title,
    /// `h1`–`h6`, or a paragraph that is bold throughout (level 0).
    Heading(u8),
    Paragraph,
    /// `figcaption`, or a short line below an image.
    Caption,
    ListItem,
    /// A row of a table of data; tabs stand between its cells.
    TableCell,
    Quote,
    /// A short line on the right: who signs a text, and when.
    Signature,
    /// `pre`: each line stands for itself.
    Code,
    /// `nav`, `footer`, `aside`, `button`, and what its `class` or `id` calls a menu, footer, sidebar…
    Chrome,
    /// What stands inside the text and is none of it: members' signatures under their posts.
    Aside,
    /// What a reader of the page does not see. All such lines stand behind the others.
    Hidden,
}
