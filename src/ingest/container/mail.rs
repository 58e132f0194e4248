//! Mails and saved pages: MIME messages (`.eml`), files of many (`.mbox`), and pages saved whole (`.mht`).

use std::io::{BufRead, BufReader};

use jiff::civil;
use mail_parser::{Address, MessageParser, MimeHeaders, PartType};

use super::{Archive, Container, Key, MOST_UNPACKED, Member};
use crate::document::{Metadata, Person, Published, TitleFrom};
use crate::ingest::{Format, Problem, Raw, facts, html, parse};

/// One message, or one saved page, with what is attached to it.
#[derive(Debug)]
pub struct Mail;

/// Messages one after another, as mail programs keep a folder.
#[derive(Debug)]
pub struct Mbox;

/// Attachments of larger messages are not listed, in bytes.
const LARGEST: u64 = 64 << 20;

impl Container for Mail {
    fn format(&self) -> Format {
        Format::Mail
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let len = archive.content.size()?;
        sink(Member { key: Key::Whole, offset: 0, len });
        if len > LARGEST {
            return Ok(());
        }
        let bytes = archive.content.read(0, len)?;
        // A message that cannot be read says so when it is.
        let Some(message) = MessageParser::default().parse(&bytes) else { return Ok(()) };
        for (at, part) in (1..).zip(message.attachments()) {
            let Some(name) = part.attachment_name() else { continue };
            let name = name.replace(['/', '\\'], "_");
            sink(Member { key: Key::Name(name.into()), offset: at, len: part.contents().len() as u64 });
        }
        Ok(())
    }

    fn load(&self, archive: &Archive, member: &Member, format: Format) -> Result<Raw, Problem> {
        match &member.key {
            Key::Name(_) => parse::parse(attached(archive, member)?.into(), format),
            Key::Whole | Key::Number(_) => message(&archive.content.read(0, archive.content.size()?)?),
        }
    }

    fn file(&self, archive: &Archive, member: &Member) -> Option<Result<Vec<u8>, Problem>> {
        matches!(member.key, Key::Name(_)).then(|| attached(archive, member))
    }
}

impl Container for Mbox {
    fn format(&self) -> Format {
        Format::Mail
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let mut file = BufReader::with_capacity(1 << 18, archive.content.open()?);
        let (mut offset, mut number) = (0, 0);
        let mut start = None;
        let mut blank = true;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = file.read_until(b'\n', &mut line)? as u64;
            // A line that begins so after a blank one begins a message; in texts the word is quoted.
            if read == 0 || blank && line.starts_with(b"From ") {
                if let Some(from) = start.replace(offset) {
                    number += 1;
                    sink(Member { key: Key::Number(number), offset: from, len: offset - from });
                }
                if read == 0 {
                    return Ok(());
                }
            }
            blank = line.trim_ascii().is_empty();
            offset += read;
        }
    }

    fn load(&self, archive: &Archive, member: &Member, _: Format) -> Result<Raw, Problem> {
        if member.len > MOST_UNPACKED {
            return Err(Problem::Bomb);
        }
        let bytes = archive.content.read(member.offset, member.len)?;
        let end = memchr::memchr(b'\n', &bytes).map_or(0, |at| at + 1);
        message(if bytes.starts_with(b"From ") { &bytes[end..] } else { &bytes })
    }
}

fn attached(archive: &Archive, member: &Member) -> Result<Vec<u8>, Problem> {
    let bytes = archive.content.read(0, archive.content.size()?)?;
    let message = MessageParser::default().parse(&bytes).ok_or(Problem::Stale)?;
    let at = u32::try_from(member.offset).ok().and_then(|at| at.checked_sub(1)).ok_or(Problem::Stale)?;
    Ok(message.attachment(at).ok_or(Problem::Stale)?.contents().to_vec())
}

/// A message as a document: its text, or its page.
fn message(bytes: &[u8]) -> Result<Raw, Problem> {
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let message = message.ok_or(Problem::NoMessage)?;
    let page = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(page) => Some((page, part.content_location())),
        _ => None,
    });
    let text = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    });
    let saved = message.header_raw("Snapshot-Content-Location").map(|url| url.trim().to_owned());
    let raw = match (text, page) {
        (Some(text), _) => Raw { text: text.replace("\r\n", "\n"), whole: true, ..Raw::default() },
        (None, Some((page, _))) => html::raw(page),
        (None, None) => Raw { whole: true, ..Raw::default() },
    };
    let is_page = text.is_none() && page.is_some();
    let location =
        page.and_then(|(_, location)| location).filter(|url| url.contains("//")).map(str::to_owned);
    // Of a saved page the page itself says who wrote it and when; its file was made by a browser.
    let saved_page = saved.is_some() || is_page && location.is_some();
    let headers = Metadata {
        title: message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned),
        title_from: TitleFrom::Text,
        published: message.date().filter(|_| !saved_page).and_then(published),
        authors: message.from().filter(|_| !saved_page).map(people).unwrap_or_default(),
        url: saved.or(location.filter(|_| is_page)),
        ..Metadata::default()
    };
    let mut fields: Vec<(String, String)> = ["From", "To", "Cc", "Date", "Message-ID", "In-Reply-To"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), address_or_text(&message, name)?)))
        .collect();
    let attached: Vec<&str> = message.attachments().filter_map(|part| part.attachment_name()).collect();
    if !attached.is_empty() {
        fields.push(("Attachments".into(), attached.join(", ")));
    }
    let mut meta = match saved_page {
        true => facts::merge(raw.meta, headers),
        false => facts::merge(headers, raw.meta),
    };
    if meta.title.is_none() {
        meta.title_from = TitleFrom::default();
    }
    let encoding = encoding_rs::UTF_8.name();
    Ok(Raw { meta, fields, format: Format::Mail, whole: raw.whole || !saved_page, encoding, ..raw })
}

fn address_or_text(message: &mail_parser::Message, name: &str) -> Option<String> {
    let spelled = |address: &Address| {
        let one = |addr: &mail_parser::Addr| match (addr.name(), addr.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_owned(),
        };
        address.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    match name {
        "From" => message.from().map(spelled),
        "To" => message.to().map(spelled),
        "Cc" => message.cc().map(spelled),
        name => message.header_raw(name).map(|value| value.trim().to_owned()),
    }
    .filter(|value| !value.is_empty())
}

fn people(from: &Address) -> Vec<Person> {
    // Some encode the address with the name.
    let bare = |name: &str| name.split(" <").next().unwrap_or(name).trim().to_owned();
    let name = |addr: &mail_parser::Addr| addr.name().or(addr.address()).map(bare);
    from.iter().filter_map(name).map(|name| Person { name, role: String::new() }).collect()
}

fn published(date: &mail_parser::DateTime) -> Option<Published> {
    let day = |n: u8| i8::try_from(n).ok();
    let civil = civil::Date::new(i16::try_from(date.year).ok()?, day(date.month)?, day(date.day)?).ok()?;
    Some(Published::on(civil, civil::Time::new(day(date.hour)?, day(date.minute)?, 0, 0).ok()))
}
