//! XML: TEI texts and FictionBook books by their own elements, any other by the text in it.

use roxmltree::{Document, Node};
use serde_json::Value;

use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Problem, Raw, Tag};

/// Elements are told apart by their names without namespaces, which files write in more ways than one.
pub trait Local<'a> {
    fn is(&self, name: &str) -> bool;
    fn own(&self, attribute: &str) -> Option<&'a str>;
}

impl<'a> Local<'a> for Node<'a, '_> {
    fn is(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }

    fn own(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
    }
}

/// Reads XML for `read`. Entities that only HTML knows are spaces.
pub fn with<T>(text: &str, read: impl FnOnce(&Document) -> T) -> Result<T, Problem> {
    let text = text.trim_start_matches('\u{feff}').trim_start().replace("&nbsp;", " ");
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let xml = Document::parse_with_options(&text, options);
    xml.map(|xml| read(&xml)).map_err(|error| Problem::BrokenXml(error.to_string()))
}

/// The words in an element.
pub fn words(node: Node) -> String {
    let text: String =
        node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that are lines of a text, in TEI, FictionBook and DocBook.
const PARAGRAPHS: &[&str] = &["p", "ab", "para", "v", "text-author", "subtitle", "simpara"];
const VERSES: &[&str] = &["l"];
const HEADS: &[&str] = &["head", "title"];
const ITEMS: &[&str] = &["item", "listitem"];
const ROWS: &[&str] = &["row", "tr"];
const DIVISIONS: &[&str] = &[
    "div", "div1", "div2", "div3", "section", "chapter", "sect1", "sect2", "sect3", "body", "part", "book",
    "article",
];
/// What says something about a text and is none of it.
const ABOUT: &[&str] =
    &["teiHeader", "description", "binary", "info", "bookinfo", "articleinfo", "metadata", "head-meta"];

/// Reads a text in XML.
pub fn read(text: &str) -> Result<Raw, Problem> {
    with(text, |xml| {
        let mut facts = Facts::default();
        let mut fields = Vec::new();
        let about = xml.descendants().find(|node| ABOUT.iter().any(|name| node.is(name)));
        for node in about.into_iter().flat_map(|node| node.descendants()) {
            let value = || words(node);
            let name = node.tag_name().name();
            match name {
                _ if !node.is_element() => {}
                "title" | "book-title" => facts.put("title", Value::String(value())),
                "author" => facts.put("author", Value::String(value())),
                "publisher" => facts.put("publisher", Value::String(value())),
                "date" | "pubdate" => facts.put(
                    "date",
                    Value::String(node.own("when").or(node.own("value")).map_or_else(value, str::to_owned)),
                ),
                _ => {}
            }
            let leaf = node.is_element() && node.children().all(|child| child.is_text());
            if leaf && !value().is_empty() && name != "title" {
                fields.push((name.to_owned(), value()));
            }
        }
        let mut lines = Lines::default();
        block(xml.root_element(), 0, &mut lines);
        if lines.is_empty() {
            leaves(xml.root_element(), &mut lines);
        }
        Raw { fields, ..lines.into_raw(Format::Xml, facts.metadata()) }
    })
}

/// The lines of an element whose kind of element is known, at a level of divisions.
fn block(node: Node, level: u8, lines: &mut Lines) {
    let among = |names: &[&str]| names.iter().any(|name| node.is(name));
    if !node.is_element() || among(ABOUT) {
        return;
    }
    let division = among(DIVISIONS);
    let heads = among(HEADS);
    if heads && node.children().any(|child| PARAGRAPHS.iter().any(|name| child.is(name))) {
        // FictionBook: a title of several lines.
        let title: Vec<String> = node.children().filter(|child| child.is("p")).map(words).collect();
        lines.push(Tag::Heading(level.clamp(1, 6)), &title.join(" "));
    } else if heads {
        lines.push(Tag::Heading(level.clamp(1, 6)), &words(node));
    } else if among(ROWS) {
        let cells: Vec<String> = node.children().filter(|child| child.is_element()).map(words).collect();
        lines.keep(Tag::TableCell, &cells.join("\t"));
    } else if among(VERSES) {
        lines.push(Tag::Paragraph, &words(node));
    } else if among(ITEMS) {
        lines.push(Tag::ListItem, &words(node));
    } else if among(PARAGRAPHS) {
        let quoted = node
            .ancestors()
            .any(|node| ["quote", "cite", "epigraph", "blockquote"].iter().any(|name| node.is(name)));
        lines.push(if quoted { Tag::Quote } else { Tag::Paragraph }, &words(node));
    } else if node.is("empty-line") || node.is("lg") {
        lines.part();
        node.children().for_each(|child| block(child, level, lines));
    } else {
        // The body of a book is no level of its own.
        let below = if division && !node.is("body") && !node.is("book") && !node.is("article") {
            level + 1
        } else {
            level
        };
        node.children().for_each(|child| block(child, below, lines));
    }
}

/// The text of every innermost element, a line each.
fn leaves(root: Node, lines: &mut Lines) {
    for node in root.descendants().filter(|node| node.is_text()) {
        lines.push(Tag::Paragraph, node.text().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(raw: &Raw) -> Vec<(&str, Tag)> {
        raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect()
    }

    #[test]
    fn a_tei_text_reads_with_its_divisions() {
        let raw = read(r#"<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>渡口集</title><author>沈怀瑜</author></titleStmt><publicationStmt><date when="1998-05-01">戊寅</date></publicationStmt></fileDesc></teiHeader>
            <text><body><div><head>卷一</head><div><head>渡口</head><p>渡口<hi>没有</hi>人。</p><lg><l>水长</l><l>山高</l></lg></div></div></body></text></TEI>"#).expect("a text");
        assert_eq!(
            lines(&raw),
            [
                ("卷一", Tag::Heading(1)),
                ("渡口", Tag::Heading(2)),
                ("渡口没有人。", Tag::Paragraph),
                ("", Tag::Other),
                ("水长", Tag::Paragraph),
                ("山高", Tag::Paragraph),
            ]
        );
        assert_eq!(
            (raw.meta.title.as_deref(), raw.meta.authors[0].name.as_str()),
            (Some("渡口集"), "沈怀瑜")
        );
        assert_eq!(raw.meta.published.map(|date| date.to_string()).as_deref(), Some("1998-05-01"));
    }

    #[test]
    fn a_fiction_book_and_any_other_read_as_text() {
        let book = read(r#"<FictionBook><description><title-info><author><first-name>怀瑜</first-name><last-name>沈</last-name></author><book-title>渡口集</book-title></title-info></description><body><section><title><p>第一章</p><p>渡口</p></title><p>没有人。</p></section></body><binary>AAAA</binary></FictionBook>"#).expect("a book");
        assert_eq!(lines(&book), [("第一章 渡口", Tag::Heading(1)), ("没有人。", Tag::Paragraph)]);
        assert_eq!(book.meta.title.as_deref(), Some("渡口集"));
        let any = read("<数据><行>一</行><行>二</行></数据>").expect("a text");
        assert_eq!(any.text, "一\n二\n");
        assert!(read("<a><b></a>").is_err());
    }
}
