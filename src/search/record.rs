//! A document as the index keeps it: its texts, one a line, and what is known about each line.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use super::Place;
use super::bits::{put_varint, take_varint};
use crate::document::{BlockKind, Document, line_ranges};

/// The lines before the blocks, in the order of their places.
const FIELDS: [Place; 4] = [Place::Title, Place::Subtitle, Place::Source, Place::Author];

/// The place whose text is line `line`.
pub fn place_of(line: usize) -> Place {
    match FIELDS.get(line) {
        Some(&field) => field,
        None => Place::Block((line - FIELDS.len()) as u32),
    }
}

/// The text of a place, as hits and snippets count its bytes.
pub fn place_text(document: &Document, place: Place) -> Cow<'_, str> {
    let meta = &document.meta;
    match place {
        Place::Title => meta.title.as_deref().unwrap_or_default().into(),
        Place::Subtitle => meta.subtitle.as_deref().unwrap_or_default().into(),
        Place::Source => meta.source.as_deref().unwrap_or_default().into(),
        Place::Author => {
            meta.authors.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(" ").into()
        }
        Place::Block(at) => {
            document.blocks.get(at as usize).map(|block| block.text.as_str()).unwrap_or_default().into()
        }
    }
}

/// What is known about a line besides its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineInfo {
    /// The heading's level; 0 for everything else.
    pub level: u8,
    /// First and last raw line, 1-based; 0 where unknown.
    pub raw: [u32; 2],
}

/// Facts about a document that are no text to be searched by grams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// How the document is called in lists: its path.
    pub name: String,
    pub date: Option<Date>,
    pub lines: Vec<LineInfo>,
}

impl Info {
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.name.len() + self.lines.len() * 3 + 8);
        put_varint(&mut out, self.name.len() as u32);
        out.extend_from_slice(self.name.as_bytes());
        let day = self.date.map_or([0; 4], |date| {
            let [high, low] = date.year().to_be_bytes();
            [high, low, date.month() as u8, date.day() as u8]
        });
        out.extend_from_slice(&day);
        put_varint(&mut out, self.lines.len() as u32);
        let mut previous = 0u32;
        for line in &self.lines {
            out.push(line.level);
            // Blocks mostly follow one another in the raw text; zigzag keeps small steps back small.
            let step = i64::from(line.raw[0]) - i64::from(previous);
            put_varint(&mut out, ((step << 1) ^ (step >> 63)) as u32);
            put_varint(&mut out, line.raw[1].saturating_sub(line.raw[0]));
            previous = line.raw[0];
        }
        out
    }

    pub fn decode(mut bytes: &[u8]) -> Info {
        let rest = &mut bytes;
        let name_len = (take_varint(rest) as usize).min(rest.len());
        let (name, after) = rest.split_at(name_len);
        let name = String::from_utf8_lossy(name).into_owned();
        *rest = after;
        let mut date = None;
        if let Some((&[high, low, month, day], after)) = rest.split_first_chunk::<4>() {
            date = Date::new(i16::from_be_bytes([high, low]), month as i8, day as i8).ok();
            *rest = after;
        }
        let count = take_varint(rest) as usize;
        let mut lines = Vec::with_capacity(count.min(rest.len()));
        let mut previous = 0u32;
        for _ in 0..count.min(rest.len()) {
            let Some((&level, after)) = rest.split_first() else { break };
            *rest = after;
            let zigzag = take_varint(rest);
            let first = previous.wrapping_add((zigzag >> 1) ^ (zigzag & 1).wrapping_neg());
            lines.push(LineInfo { level, raw: [first, first.saturating_add(take_varint(rest))] });
            previous = first;
        }
        Info { name, date, lines }
    }
}

/// A document's texts and facts, ready to be put into a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// One line a place, in the order of [`place_of`], each ended by `\n`.
    pub text: String,
    pub info: Info,
}

impl Record {
    pub fn new(name: &str, document: &Document) -> Record {
        let mut record = Record::default();
        record.info.name = name.to_owned();
        record.info.date = document.meta.published.map(|published| published.date);
        let places = FIELDS.into_iter().chain((0..document.blocks.len() as u32).map(Place::Block));
        for place in places {
            // A line break inside a text would shift every later place; a blank has the same length.
            let text = place_text(document, place);
            record.text.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
            record.text.push('\n');
            let block = match place {
                Place::Block(at) => document.blocks.get(at as usize),
                _ => None,
            };
            record.info.lines.push(block.map_or(LineInfo::default(), |block| {
                let ranges = line_ranges(&block.spans);
                LineInfo {
                    level: match block.kind {
                        BlockKind::Heading { level } => level.max(1),
                        _ => 0,
                    },
                    raw: [
                        ranges.iter().map(|range| range[0]).min().unwrap_or(0),
                        ranges.iter().map(|range| range[1]).max().unwrap_or(0),
                    ],
                }
            }));
        }
        record
    }
}

/// The byte ranges of the lines of a record's text, without their line breaks.
pub fn line_bytes(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', text.as_bytes())
        .map(|end| {
            let line = start..end;
            start = end + 1;
            line
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Metadata, Person, Span};

    #[test]
    fn records_keep_places_and_facts() {
        let block = |kind, text: &str, line| Block {
            kind,
            text: text.into(),
            spans: vec![Span { line, start: 0, end: 1 }],
            repair: None,
        };
        let document = Document {
            meta: Metadata {
                title: Some("水库巡查记".into()),
                authors: ["何田", "苏木"]
                    .map(|name| Person { name: name.into(), role: "记者".into() })
                    .into(),
                ..Metadata::default()
            },
            blocks: vec![
                block(BlockKind::Heading { level: 2 }, "清晨出发", 9),
                block(BlockKind::Paragraph, "沿着堤岸走。", 4),
            ],
            removed: Vec::new(),
        };
        let record = Record::new("a/b.txt", &document);
        assert_eq!(record.text, "水库巡查记\n\n\n何田 苏木\n清晨出发\n沿着堤岸走。\n");
        assert_eq!(Info::decode(&record.info.encode()), record.info);
        assert_eq!(record.info.lines[4], LineInfo { level: 2, raw: [9, 9] });
        assert_eq!((place_of(3), place_of(5)), (Place::Author, Place::Block(1)));
        assert_eq!(&record.text[line_bytes(&record.text)[3].clone()], "何田 苏木");
    }
}
