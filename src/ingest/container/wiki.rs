//! Dumps of MediaWiki (`pages-articles.xml`): a page a document, its text without the wiki's marks. XML that is no dump is
//! one document.

use std::io::{BufRead, BufReader, Read};

use super::{Archive, Container, Key, Member};
use crate::ingest::markup::{wikitext, xml};
use crate::ingest::{Format, Problem, Raw, parse};

/// XML files.
#[derive(Debug)]
pub struct Xml;

impl Container for Xml {
    fn format(&self) -> Format {
        Format::Xml
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        const HEAD: u64 = 4096;
        let mut head = Vec::new();
        archive.content.open()?.take(HEAD).read_to_end(&mut head)?;
        if memchr::memmem::find(&head, b"<mediawiki").is_none() {
            sink(Member { key: Key::Whole, offset: 0, len: archive.content.size()? });
            return Ok(());
        }
        let mut dump = BufReader::with_capacity(1 << 18, archive.content.open()?);
        let (mut offset, mut number) = (0, 0);
        let mut start = None;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = dump.read_until(b'\n', &mut line)? as u64;
            if read == 0 {
                return Ok(());
            }
            // A page's own text has its marks escaped.
            let mut at = 0;
            while let Some(found) = memchr::memchr(b'<', &line[at..]) {
                let here = at + found;
                if line[here..].starts_with(b"<page>") {
                    start = Some(offset + here as u64);
                } else if line[here..].starts_with(b"</page>")
                    && let Some(from) = start.take()
                {
                    number += 1;
                    let end = offset + (here + "</page>".len()) as u64;
                    sink(Member { key: Key::Number(number), offset: from, len: end - from });
                }
                at = here + 1;
            }
            offset += read;
        }
    }

    fn load(&self, archive: &Archive, member: &Member, _: Format) -> Result<Raw, Problem> {
        let bytes = archive.content.read(member.offset, member.len)?;
        match member.key {
            Key::Number(_) => page(&String::from_utf8_lossy(&bytes)),
            Key::Whole | Key::Name(_) => parse::parse(bytes.into(), Format::Xml),
        }
    }
}

fn page(text: &str) -> Result<Raw, Problem> {
    use xml::Local;

    let (title, wiki, fields) = xml::with(text, |root| {
        let find = |name: &str| root.descendants().find(|node| node.is(name));
        let title = find("title").map(xml::words).unwrap_or_default();
        let wiki = find("text").and_then(|node| node.text()).unwrap_or_default().to_owned();
        let field = |name: &str| {
            Some((name.to_owned(), find(name).map(xml::words).filter(|value| !value.is_empty())?))
        };
        (
            title,
            wiki,
            ["id", "ns", "timestamp", "username", "comment"]
                .into_iter()
                .filter_map(field)
                .collect::<Vec<_>>(),
        )
    })?;
    let raw = wikitext::read(&wiki);
    let mut meta = raw.meta;
    if !title.is_empty() {
        meta.title = Some(title);
        meta.title_from = crate::document::TitleFrom::Text;
    }
    Ok(Raw { meta, fields, ..raw })
}
