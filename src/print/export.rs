//! Documents as other programs take them: JSON lines, Markdown, text, tables, and EPUB books.

use std::io::{self, Seek, Write};
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::json::{self, Fields};
use super::{Style, show};
use crate::document::{BlockKind, Document, Person, byline};
use crate::lang::Lang;

/// How documents are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// An object a line, with the text in one field.
    Jsonl,
    Markdown,
    Text,
    // A row a document.
    Csv,
    /// One book, a chapter a document.
    Epub,
}

impl Format {
    /// What a file's name promises.
    pub fn of_name(file: &Path) -> Option<Format> {
        Some(match file.extension()?.to_string_lossy().to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" | "json" => Format::Jsonl,
            "md" | "markdown" => Format::Markdown,
            "txt" | "text" => Format::Text,
            "csv" => Format::Csv,
            "epub" => Format::Epub,
            _ => return None,
        })
    }

    /// Whether a file of it can be added to where it was left.
    pub fn goes_on(self) -> bool {
        self != Format::Epub
    }

    /// What stands before all documents.
    pub fn head(self) -> String {
        match self {
            Format::Csv => csv_row(COLUMNS.iter().map(|name| (*name).to_owned())),
            _ => String::new(),
        }
    }

    /// One document. `path` is its address.
    pub fn document(self, path: &str, document: &Document, lang: Lang) -> String {
        match self {
            Format::Jsonl => json::line(&Exported::new(path, document)),
            Format::Markdown | Format::Epub => {
                let style = Style { lang, color: false, full_width: false, columns: None };
                format!("<!-- {} -->\n\n{}\n", path.replace("--", "- -"), show::text(document, &style))
            }
            Format::Text => {
                let title = document.meta.title.as_deref().unwrap_or_default();
                format!("{title}\n\n{}\n\n", text(document))
            }
            Format::Csv => row(path, document),
        }
    }
}

/// The columns of a table.
const COLUMNS: [&str; 9] =
    ["path", "title", "subtitle", "source", "published", "authors", "url", "fields", "text"];

#[derive(Debug, Serialize)]
struct Exported<'a> {
    path: &'a str,
    title: Option<&'a str>,
    subtitle: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<String>,
    authors: &'a [Person],
    url: Option<&'a str>,
    fields: Fields<'a>,
    /// A block a line.
    text: String,
}

impl<'a> Exported<'a> {
    fn new(path: &'a str, document: &'a Document) -> Exported<'a> {
        let meta = &document.meta;
        Exported {
            path,
            title: meta.title.as_deref(),
            subtitle: meta.subtitle.as_deref(),
            source: meta.source.as_deref(),
            published: meta.published.map(|published| published.to_string()),
            authors: &meta.authors,
            url: meta.url.as_deref(),
            fields: Fields(&meta.fields),
            text: text(document),
        }
    }
}

fn text(document: &Document) -> String {
    document.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn row(path: &str, document: &Document) -> String {
    let meta = &document.meta;
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = match meta.fields.is_empty() {
        true => String::new(),
        false => json::line(&Fields(&meta.fields)).trim_end().to_owned(),
    };
    csv_row(
        [
            path.to_owned(),
            own(&meta.title),
            own(&meta.subtitle),
            own(&meta.source),
            meta.published.map(|published| published.to_string()).unwrap_or_default(),
            byline(&meta.authors).join("; "),
            own(&meta.url),
            fields,
            text(document),
        ]
        .into_iter(),
    )
}

/// A row of a table, with its line break.
fn csv_row(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Into memory, of text: nothing there can fail, and what is not written is an empty row.
    let written = writer.write_record(cells).and_then(|()| writer.flush().map_err(Into::into));
    let row = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(row).unwrap_or_default()
}

/// An EPUB book while its chapters come in.
pub struct Book<W: Write + Seek> {
    zip: ZipWriter<W>,
    /// The titles of the chapters.
    titles: Vec<String>,
}

impl<W: Write + Seek> Book<W> {
    pub fn new(out: W) -> io::Result<Book<W>> {
        let mut zip = ZipWriter::new(out);
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file("mimetype", stored)?;
        zip.write_all(b"application/epub+zip")?;
        let mut book = Book { zip, titles: Vec::new() };
        book.file("META-INF/container.xml", CONTAINER)?;
        Ok(book)
    }

    fn file(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        self.zip.write_all(text.as_bytes())
    }

    /// The next chapter.
    pub fn add(&mut self, document: &Document) -> io::Result<()> {
        let title = document.meta.title.clone().unwrap_or_else(|| (self.titles.len() + 1).to_string());
        let mut body = format!("<h1>{}</h1>\n", escaped(&title));
        let meta = &document.meta;
        let facts: Vec<String> =
            [meta.source.clone(), meta.published.map(|date| date.to_string().replace('T', " "))]
                .into_iter()
                .flatten()
                .chain(byline(&meta.authors))
                .collect();
        if !facts.is_empty() {
            body.push_str(&format!("<p><small>{}</small></p>\n", escaped(&facts.join("  "))));
        }
        for group in document.blocks.chunk_by(|a, b| a.kind == b.kind && is_grouped(a.kind)) {
            let lines = |open: &str, close: &str| -> String {
                group.iter().map(|block| format!("{open}{}{close}\n", escaped(&block.text))).collect()
            };
            body.push_str(&match group[0].kind {
                BlockKind::Heading { level } => {
                    let level = level.clamp(1, 5) + 1;
                    lines(&format!("<h{level}>"), &format!("</h{level}>"))
                }
                BlockKind::Paragraph => lines("<p>", "</p>"),
                BlockKind::Caption => lines("<p><small>", "</small></p>"),
                BlockKind::ListItem => format!("<ul>\n{}</ul>\n", lines("<li>", "</li>")),
                BlockKind::Quote => format!("<blockquote>\n{}</blockquote>\n", lines("<p>", "</p>")),
                BlockKind::Code => format!("<pre>{}</pre>\n", lines("", "")),
                BlockKind::TableRow => {
                    let row = |text: &str| -> String {
                        text.split('\t').map(|cell| format!("<td>{}</td>", escaped(cell))).collect()
                    };
                    let rows: String =
                        group.iter().map(|block| format!("<tr>{}</tr>\n", row(&block.text))).collect();
                    format!("<table>\n{rows}</table>\n")
                }
            });
        }
        let page = page(&title, &body);
        self.titles.push(title);
        let name = format!("text/{:05}.xhtml", self.titles.len());
        self.file(&name, &page)
    }

    /// The table of contents and the package.
    pub fn finish(mut self, lang: Lang) -> io::Result<()> {
        let name = |number: usize| format!("text/{number:05}.xhtml");
        let numbered = || (1..).zip(&self.titles);
        let title = match self.titles.as_slice() {
            [only] => only.clone(),
            [first, ..] => {
                lang.pick("文览：", "wenlan: ").to_owned() + first + lang.pick(" 等", " and others")
            }
            [] => "wenlan".to_owned(),
        };
        let entries: String = numbered()
            .map(|(number, title)| format!("<li><a href=\"{}\">{}</a></li>\n", name(number), escaped(title)))
            .collect();
        let nav = page(
            lang.pick("目录", "Contents"),
            &format!(
                "<nav xmlns:epub=\"http://www.idpf.org/2007/ops\" epub:type=\"toc\"><ol>\n{entries}</ol></nav>\n"
            ),
        );
        let items: String = numbered()
            .map(|(number, _)| {
                format!(
                    "<item id=\"c{number}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>\n",
                    name(number)
                )
            })
            .collect();
        let spine: String =
            numbered().map(|(number, _)| format!("<itemref idref=\"c{number}\"/>\n")).collect();
        let sum = self
            .titles
            .iter()
            .fold(0u32, |sum, title| sum ^ crc32fast::hash(title.as_bytes()).rotate_left(sum & 31));
        let package = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"id\">wenlan-{sum:08x}-{}</dc:identifier>\n<dc:title>{}</dc:title>\n<dc:language>zh</dc:language>\n<meta property=\"dcterms:modified\">{}</meta>\n</metadata>\n<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n{items}</manifest>\n<spine>\n{spine}</spine>\n</package>\n",
            self.titles.len(),
            escaped(&title),
            jiff::Timestamp::now().strftime("%FT%TZ"),
        );
        self.file("nav.xhtml", &nav)?;
        self.file("content.opf", &package)?;
        self.zip.finish()?.flush()
    }
}

fn is_grouped(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::ListItem | BlockKind::TableRow | BlockKind::Code | BlockKind::Quote)
}

const CONTAINER: &str = "<?xml version=\"1.0\"?>\n<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

fn page(title: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"zh\"><head><title>{}</title></head><body>\n{body}</body></html>\n",
        escaped(title)
    )
}

/// Text as XML takes it; control characters, which it does not, are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}
