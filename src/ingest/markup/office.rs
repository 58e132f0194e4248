//! Office documents that are packed XML: Word (`.docx`) and OpenDocument (`.odt`), with headings, lists, tables,
//! notes and properties.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use serde_json::Value;
use zip::ZipArchive;

use super::xml::{self, Local};
use crate::ingest::container::{self, MOST_UNPACKED};
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Problem, Raw, Tag};

/// Headings are told apart so deep.
const DEEPEST: u8 = 6;

struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl Package<'_> {
    fn open(bytes: &[u8]) -> Result<Package<'_>, Problem> {
        ZipArchive::new(Cursor::new(bytes)).map(Package).map_err(container::zip_problem)
    }

    fn part(&mut self, name: &str) -> Result<String, Problem> {
        let mut text = Vec::new();
        let part = self.0.by_name(name).map_err(|error| match error {
            zip::result::ZipError::FileNotFound => Problem::NoBook,
            error => container::zip_problem(error),
        })?;
        part.take(MOST_UNPACKED + 1).read_to_end(&mut text)?;
        if text.len() as u64 > MOST_UNPACKED {
            Err(Problem::Bomb)
        } else {
            Ok(String::from_utf8_lossy(&text).into_owned())
        }
    }
}

/// Reads a Word document.
pub fn read_docx(bytes: &[u8]) -> Result<Raw, Problem> {
    let mut package = Package::open(bytes)?;
    let styles = package.part("word/styles.xml").ok();
    let styles = styles.and_then(|styles| xml::with(&styles, headings_of_styles).ok()).unwrap_or_default();
    let mut lines = Lines::default();
    let body = package.part("word/document.xml")?;
    xml::with(&body, |root| {
        let body = root.descendants().find(|node| node.is("body"));
        body.into_iter()
            .flat_map(|body| body.children())
            .for_each(|node| docx_block(node, &styles, &mut lines));
    })?;
    if let Ok(notes) = package.part("word/footnotes.xml") {
        xml::with(&notes, |root| {
            let notes = root.descendants().filter(|node| node.is("footnote"));
            for note in notes {
                let number =
                    note.attributes().find(|attribute| attribute.name() == "id").map_or("", |id| id.value());
                let text = docx_text(note);
                if !text.trim().is_empty() {
                    lines.push(Tag::Paragraph, &format!("[{number}] {}", text.trim()));
                }
            }
        })?;
    }
    let (facts, fields) = properties(package.part("docProps/core.xml").ok());
    Ok(Raw { fields, ..lines.into_raw(Format::Docx, facts.metadata()) })
}

/// The level of the heading that each style makes.
fn headings_of_styles(root: &Document) -> HashMap<String, u8> {
    let styles = root.descendants().filter(|node| node.is("style"));
    let level = |style: Node| {
        let name = style.children().find(|node| node.is("name"))?.own("val")?.to_lowercase();
        let outline = style
            .descendants()
            .find(|node| node.is("outlineLvl"))
            .and_then(|node| node.own("val")?.parse().ok());
        let named = ["heading ", "标题 "].iter().find_map(|mark| name.strip_prefix(mark)?.parse::<u8>().ok());
        let level = if name == "title" { Some(1) } else { named.or(outline.map(|level: u8| level + 1)) };
        Some((style.own("styleId")?.to_owned(), level?))
    };
    styles.filter_map(level).filter(|(_, level)| *level <= 9).collect()
}

fn docx_block(node: Node, styles: &HashMap<String, u8>, lines: &mut Lines) {
    if node.is("tbl") {
        for row in node.children().filter(|node| node.is("tr")) {
            let cells = row.children().filter(|node| node.is("tc"));
            let text = |cell: Node| {
                let paragraphs: Vec<String> =
                    cell.descendants().filter(|node| node.is("p")).map(docx_text).collect();
                paragraphs.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let cells: Vec<String> = cells.map(text).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                lines.keep(Tag::TableCell, &cells.join("\t"));
            }
        }
    } else if node.is("sdt") {
        node.descendants()
            .filter(|node| node.is("sdtContent"))
            .take(1)
            .flat_map(|node| node.children())
            .for_each(|node| docx_block(node, styles, lines));
    } else if node.is("p") {
        let properties = node.children().find(|node| node.is("pPr"));
        let property = |name: &str| properties.and_then(|node| node.children().find(|node| node.is(name)));
        let style = property("pStyle").and_then(|node| node.own("val"));
        let outline = property("outlineLvl").and_then(|node| node.own("val")?.parse::<u8>().ok());
        let level =
            outline.map(|level| level + 1).or_else(|| style.and_then(|style| styles.get(style).copied()));
        let tag = match level.filter(|level| *level <= 9) {
            Some(level) => Tag::Heading(level.clamp(1, DEEPEST)),
            None if property("numPr").is_some() => Tag::ListItem,
            None => Tag::Paragraph,
        };
        for line in docx_text(node).split('\n') {
            lines.push(tag, line);
        }
    }
}

/// The words of a paragraph; what was deleted in a revision is none of them.
fn docx_text(node: Node) -> String {
    let mut out = String::new();
    for node in node.descendants() {
        if node.is("t") {
            out.push_str(node.text().unwrap_or_default());
        } else if node.is("tab") && node.parent().is_some_and(|parent| parent.is("r")) {
            out.push(' ');
        } else if node.is("br") || node.is("cr") {
            out.push('\n');
        } else if node.is("footnoteReference")
            && let Some(number) = node.own("id")
        {
            out.push_str(&format!("[{number}]"));
        }
    }
    out
}

/// Reads an OpenDocument text.
pub fn read_odt(bytes: &[u8]) -> Result<Raw, Problem> {
    let mut package = Package::open(bytes)?;
    let content = package.part("content.xml")?;
    let mut lines = Lines::default();
    xml::with(&content, |root| {
        let body = root.descendants().find(|node| node.is("body"));
        body.into_iter().flat_map(|body| body.descendants()).for_each(|node| odt_block(node, &mut lines));
    })?;
    let (facts, fields) = properties(package.part("meta.xml").ok());
    Ok(Raw { fields, ..lines.into_raw(Format::Odt, facts.metadata()) })
}

fn odt_block(node: Node, lines: &mut Lines) {
    let inside = |name: &str| node.ancestors().skip(1).any(|node| node.is(name));
    if node.is("table-row") {
        let cells = node.children().filter(|node| node.is("table-cell"));
        let cells: Vec<String> = cells.map(|cell| xml::words(cell)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            lines.keep(Tag::TableCell, &cells.join("\t"));
        }
    } else if (node.is("h") || node.is("p")) && !inside("table-cell") && !inside("tracked-changes") {
        let level = node.own("outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
        let tag = match node.is("h") {
            true => Tag::Heading(level.clamp(1, DEEPEST)),
            false if inside("list-item") => Tag::ListItem,
            false => Tag::Paragraph,
        };
        lines.push(tag, &odt_text(node));
    }
}

/// The words of a paragraph, with its white space.
fn odt_text(node: Node) -> String {
    let mut out = String::new();
    for node in node.descendants() {
        if node.is_text() {
            out.push_str(node.text().unwrap_or_default());
        } else if node.is("s") || node.is("tab") || node.is("line-break") {
            out.push(' ');
        }
    }
    out
}

/// What the properties of a document say.
fn properties(text: Option<String>) -> (Facts, Vec<(String, String)>) {
    let read = |root: &Document| {
        let mut facts = Facts::default();
        let mut fields = Vec::new();
        for node in root
            .descendants()
            .filter(|node| node.is_element() && node.children().all(|child| child.is_text()))
        {
            let (name, value) = (node.tag_name().name(), xml::words(node));
            if value.is_empty() {
                continue;
            }
            match name {
                "title" => facts.put("title", Value::String(value.clone())),
                "creator" | "initial-creator" => facts.put("creator", Value::String(value.clone())),
                "created" | "creation-date" => facts.put("created", Value::String(value.clone())),
                _ => {}
            }
            fields.push((name.to_owned(), value));
        }
        (facts, fields)
    };
    text.and_then(|text| xml::with(&text, read).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn package(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    fn lines(raw: &Raw) -> Vec<(&str, Tag)> {
        raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect()
    }

    const CORE: &str = r#"<p xmlns:dc="d" xmlns:t="t"><dc:title>河堤报告</dc:title><dc:creator>沈怀瑜</dc:creator><t:created>2023-04-05T01:00:00Z</t:created></p>"#;

    #[test]
    fn a_word_document_reads_with_its_parts() {
        let document = r#"<w:document xmlns:w="w"><w:body>
            <w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>准备</w:t></w:r></w:p>
            <w:p><w:r><w:t>先去看</w:t></w:r><w:r><w:t xml:space="preserve">河堤。</w:t><w:footnoteReference w:id="2"/></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>
            <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>石料</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>镇</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>亩</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            </w:body></w:document>"#;
        let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="a1"><w:name w:val="heading 2"/></w:style></w:styles>"#;
        let notes = r#"<w:footnotes xmlns:w="w"><w:footnote w:id="2"><w:p><w:r><w:t>据县志。</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
        let raw = read_docx(&package(&[
            ("word/document.xml", document),
            ("word/styles.xml", styles),
            ("word/footnotes.xml", notes),
            ("docProps/core.xml", CORE),
        ]));
        let raw = raw.expect("a document");
        assert_eq!(
            lines(&raw),
            [
                ("准备", Tag::Heading(2)),
                ("先去看河堤。[2]", Tag::Paragraph),
                ("石料", Tag::ListItem),
                ("镇\t亩", Tag::TableCell),
                ("[2] 据县志。", Tag::Paragraph),
            ]
        );
        assert_eq!(
            (raw.meta.title.as_deref(), raw.meta.authors[0].name.as_str()),
            (Some("河堤报告"), "沈怀瑜")
        );
    }

    #[test]
    fn an_open_document_reads_with_its_parts() {
        let content = r#"<o:c xmlns:o="o" xmlns:t="t" xmlns:b="b"><o:body><o:text><t:h t:outline-level="1">准备</t:h><t:p>先去看<t:s/>河堤。</t:p>
            <t:list><t:list-item><t:p>石料</t:p></t:list-item></t:list>
            <b:table><b:table-row><b:table-cell><t:p>镇</t:p></b:table-cell><b:table-cell><t:p>亩</t:p></b:table-cell></b:table-row></b:table></o:text></o:body></o:c>"#;
        let raw = read_odt(&package(&[("content.xml", content), ("meta.xml", CORE)])).expect("a document");
        assert_eq!(
            lines(&raw),
            [
                ("准备", Tag::Heading(1)),
                ("先去看 河堤。", Tag::Paragraph),
                ("石料", Tag::ListItem),
                ("镇\t亩", Tag::TableCell),
            ]
        );
        assert!(read_odt(&package(&[("a.txt", "文")])).is_err());
    }
}
