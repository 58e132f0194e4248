//! EPUB books (EPUB 2 and 3): the files of the spine in reading order, under the headings of the table of contents.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use serde_json::Value;
use zip::ZipArchive;

use super::xml::{self, Local};
use crate::ingest::container::{self, MOST_UNPACKED};
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Problem, Raw, Tag, decode, html};

/// Levels of a table of contents that are told apart.
const DEEPEST: u8 = 6;

/// An opened book.
struct Book<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What all its files may still unpack to together.
    left: u64,
}

/// Reads a book.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(container::zip_problem)?;
    let mut book = Book { zip, left: MOST_UNPACKED };
    if book.zip.index_for_name("META-INF/rights.xml").is_some() {
        return Err(Problem::Encrypted);
    }
    let Package { spine, toc, facts, fields } = match book.package_path() {
        Some(path) => {
            let package = book.text(&path)?;
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            xml::with(&package, |root| package_of(root, folder))?
        }
        // A book whose package is lost still has its pages.
        None => Package { spine: book.pages(), ..Package::default() },
    };
    if spine.is_empty() {
        return Err(Problem::NoBook);
    }
    let contents = toc.and_then(|path| book.contents(&path).ok()).unwrap_or_default();
    let mut lines = Lines::default();
    for path in spine {
        // A chapter that is missing takes no other with it.
        let Ok(page) = book.text(&path) else { continue };
        chapter(&mut lines, &page, contents.get(&path).map(Vec::as_slice).unwrap_or_default());
    }
    let meta = facts.metadata();
    Ok(Raw { fields, ..lines.into_raw(Format::Epub, meta) })
}

/// A place in the table of contents.
#[derive(Debug, Clone)]
struct Entry {
    title: String,
    level: u8,
}

/// What the package document says.
#[derive(Default)]
struct Package {
    /// Paths in reading order.
    spine: Vec<String>,
    /// The path of the table of contents.
    toc: Option<String>,
    facts: Facts,
    fields: Vec<(String, String)>,
}

impl Book<'_> {
    fn text(&mut self, path: &str) -> Result<String, Problem> {
        let mut bytes = Vec::new();
        let file = self.zip.by_name(path).map_err(container::zip_problem)?;
        file.take(self.left + 1).read_to_end(&mut bytes)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Problem::Bomb)?;
        Ok(decode(bytes.into(), html::declared_encoding).ok_or(Problem::Binary)?.text)
    }

    /// Where the package document is: as the container says, else wherever one lies.
    fn package_path(&mut self) -> Option<String> {
        let told = self.text("META-INF/container.xml").ok().and_then(|container| {
            let found = |root: &Document| {
                let rootfile = root.descendants().find(|node| node.is("rootfile"))?;
                rootfile.own("full-path").map(str::to_owned)
            };
            xml::with(&container, found).ok().flatten()
        });
        told.or_else(|| self.names().find(|name| name.ends_with(".opf")))
    }

    /// The names of its files, as far as they are text.
    fn names(&self) -> impl Iterator<Item = String> {
        self.zip.file_names().filter_map(Result::ok).map(Cow::into_owned)
    }

    /// The pages by their names, where nothing says in which order they stand.
    fn pages(&self) -> Vec<String> {
        let is_page = |name: &String| [".xhtml", ".html", ".htm"].iter().any(|own| name.ends_with(own));
        let mut pages: Vec<String> = self.names().filter(is_page).collect();
        pages.sort();
        pages
    }

    /// The table of contents: for each file, the entries that lead to it.
    fn contents(&mut self, path: &str) -> Result<HashMap<String, Vec<Entry>>, Problem> {
        let text = self.text(path)?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        xml::with(&text, |root| {
            let mut found: HashMap<String, Vec<Entry>> = HashMap::new();
            let mut add = |href: &str, title: String, level| {
                let entry = Entry { title, level };
                found.entry(joined(folder, href)).or_default().push(entry);
            };
            for node in root.descendants() {
                if node.is("navPoint") {
                    let level = node.ancestors().filter(|node| node.is("navPoint")).count();
                    let child = |name| node.children().find(move |node: &Node| node.is(name));
                    let title = child("navLabel").map(xml::words).unwrap_or_default();
                    let href = child("content").and_then(|node| node.attribute("src")).unwrap_or_default();
                    add(href, title, level as u8);
                } else if node.is("a")
                    && let Some(href) = node.attribute("href")
                {
                    let level = node.ancestors().filter(|node| node.is("li")).count();
                    if level > 0 && !is_landmark(&node) {
                        add(href, xml::words(node), level as u8);
                    }
                }
            }
            found
        })
    }
}

/// Whether a link stands in a list of pages or landmarks, which is no table of contents.
fn is_landmark(node: &Node) -> bool {
    let nav = node.ancestors().find(|node| node.is("nav"));
    let kind = nav.and_then(|nav| nav.attributes().find(|attribute| attribute.name() == "type"));
    kind.is_some_and(|kind| kind.value() != "toc")
}

fn package_of(root: &Document, folder: &str) -> Package {
    let items: HashMap<&str, Node> = root
        .descendants()
        .filter(|node| node.is("item"))
        .filter_map(|node| Some((node.attribute("id")?, node)))
        .collect();
    let path = |node: &Node| node.attribute("href").map(|href| joined(folder, href));
    let spine = root
        .descendants()
        .filter(|node| node.is("itemref"))
        .filter_map(|node| path(items.get(node.attribute("idref")?)?))
        .collect();
    let is_nav = |node: &&Node| {
        node.attribute("properties").is_some_and(|words| words.split_whitespace().any(|word| word == "nav"))
    };
    let is_ncx = |node: &&Node| node.attribute("media-type") == Some("application/x-dtbncx+xml");
    let toc = items.values().find(is_nav).or_else(|| items.values().find(is_ncx)).and_then(path);
    let mut facts = Facts::default();
    let mut fields = Vec::new();
    let metadata = root.descendants().find(|node| node.is("metadata"));
    for node in metadata.into_iter().flat_map(|node| node.descendants()).filter(Node::is_element) {
        let (name, value) = (node.tag_name().name(), xml::words(node));
        if value.is_empty() || name == "metadata" || name == "meta" {
            continue;
        }
        match name {
            "title" | "publisher" | "date" | "source" => facts.put(name, Value::String(value.clone())),
            "creator" => facts.put("dc.creator", Value::String(value.clone())),
            _ => {}
        }
        if !matches!(name, "title" | "creator") {
            fields.push((name.to_owned(), value));
        }
    }
    Package { spine, toc, facts, fields }
}

/// The lines of a chapter. Where the table of contents has a title for it that its own first lines lack, that goes
/// before it; a heading that is an entry of it has its level.
fn chapter(lines: &mut Lines, page: &str, entries: &[Entry]) {
    let page = html::parse(page).shown();
    let (mut texts, mut hints): (Vec<&str>, Vec<_>) =
        page.text.lines().zip(page.hints.iter().copied()).unzip();
    // The window's title is no line of the book.
    if hints.first().is_some_and(|hint| hint.tag == Tag::Title) {
        texts.remove(0);
        hints.remove(0);
    }
    if texts.iter().all(|text| text.trim().is_empty()) {
        return;
    }
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let deepest = entries.iter().map(|entry| entry.level).max().unwrap_or(0);
    for (at, entry) in entries.iter().enumerate() {
        let title = bare(&entry.title);
        let level = entry.level.clamp(1, DEEPEST);
        let same = |text: &&str| bare(text) == title;
        match texts.iter().position(same) {
            Some(line) => hints[line].tag = Tag::Heading(level),
            None if at == 0 && !title.is_empty() => lines.push(Tag::Heading(level), &entry.title),
            None => {}
        }
    }
    for (text, hint) in texts.iter().zip(&mut hints) {
        if let Tag::Heading(level) = hint.tag
            && !entries.iter().any(|entry| bare(&entry.title) == bare(text))
        {
            // Headings inside a chapter stand below those of the contents.
            hint.tag = Tag::Heading((level.max(1) + deepest).min(DEEPEST));
        }
    }
    lines.extend(&texts.join("\n"), &hints);
}

/// The path that `href` means in a file of `folder`: `../a%20b.html#c`.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    percent_decoded(&parts.join("/"))
}

/// What the escapes of an address mean: `%E4%BA%8C`.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits =
            tail.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn book(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    const CONTAINER: &str = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"#;
    const PACKAGE: &str = r#"<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <metadata><dc:title>渡口集</dc:title><dc:creator>沈怀瑜</dc:creator><dc:publisher>青石书局</dc:publisher><dc:date>1998-05-01</dc:date><dc:language>zh</dc:language></metadata>
        <manifest><item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="b" href="text/%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine toc="n"><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    const NCX: &str = r##"<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
        <navPoint><navLabel><text>卷一 水</text></navLabel><content src="text/a.xhtml"/>
          <navPoint><navLabel><text>第一章 渡口</text></navLabel><content src="text/a.xhtml#c1"/></navPoint></navPoint>
        <navPoint><navLabel><text>卷二 土</text></navLabel><content src="text/%E4%BA%8C.xhtml"/></navPoint></navMap></ncx>"##;

    #[test]
    fn a_book_reads_in_order_with_the_levels_of_its_contents() {
        let bytes = book(&[
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/content.opf", PACKAGE),
            ("OEBPS/toc.ncx", NCX),
            (
                "OEBPS/text/二.xhtml",
                "<html><head><title>x</title></head><body><p>土在&nbsp;岸上。</p></body></html>",
            ),
            (
                "OEBPS/text/a.xhtml",
                "<html><head><title>x</title></head><body><h2>卷一 水</h2><h3 id='c1'>第一章　渡口</h3><p>渡口没有人。</p></body></html>",
            ),
        ]);
        let raw = read(&bytes).expect("a book");
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("卷一 水", Tag::Heading(1)),
                ("第一章　渡口", Tag::Heading(2)),
                ("渡口没有人。", Tag::Paragraph),
                ("卷二 土", Tag::Heading(1)),
                ("土在\u{a0}岸上。", Tag::Paragraph),
            ]
        );
        assert_eq!(raw.meta.title.as_deref(), Some("渡口集"));
        assert_eq!(raw.meta.source.as_deref(), Some("青石书局"));
        assert_eq!(raw.meta.authors[0].name, "沈怀瑜");
        assert_eq!(raw.meta.published.map(|date| date.to_string()).as_deref(), Some("1998-05-01"));
        assert!(raw.whole && raw.fields.contains(&("language".into(), "zh".into())));
    }

    #[test]
    fn what_is_no_book_says_so() {
        assert!(read(b"PK").is_err());
        assert!(read(&book(&[("a.txt", "文")])).is_err());
        let lost = book(&[("b.xhtml", "<p>二</p>"), ("a.xhtml", "<p>一</p>")]);
        assert_eq!(read(&lost).expect("pages").text, "一\n二\n");
        let rights = book(&[("META-INF/container.xml", CONTAINER), ("META-INF/rights.xml", "")]);
        assert!(matches!(read(&rights), Err(Problem::Encrypted)));
    }
}
