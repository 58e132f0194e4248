//! A document as the index keeps it: its texts, one a line, and what is known about each.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use super::Place;
use super::bits::{put_varint, take_varint};
use super::origin::{self, Origin};
use crate::document::{Block, BlockKind, Document, Metadata, Person, Precision, Published, Span};

/// The lines before the blocks, in the order of their places.
const FIELDS: [Place; 4] = [Place::Title, Place::Subtitle, Place::Source, Place::Author];

/// The place whose text is line `line`.
pub fn place_of(line: usize) -> Place {
    match FIELDS.get(line) {
        Some(&field) => field,
        None => Place::Block((line - FIELDS.len()) as u32),
    }
}

/// The number of the line that is the text of `place`.
pub fn line_of(place: Place) -> usize {
    match place {
        Place::Title => 0,
        Place::Subtitle => 1,
        Place::Source => 2,
        Place::Author => 3,
        Place::Block(at) => FIELDS.len() + at as usize,
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

/// Facts about a document that are no text to be searched by grams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// How the document is called in lists: its path.
    pub name: String,
    /// The day, month or year of publication.
    pub published: Option<Published>,
    /// Of every line, the heading's level; 0 for everything else.
    pub levels: Vec<u8>,
    /// Where in the raw text the lines come from, in their order; see [`Origin`].
    pub origins: Vec<Origin>,
}

impl Info {
    pub fn is_heading(&self, line: usize) -> bool {
        self.levels.get(line).is_some_and(|&level| level > 0)
    }

    /// The first and the last raw line, 1-based, that some bytes of a line come from; 1 where unknown.
    pub fn raw_lines(&self, line: usize, bytes: &Range<usize>) -> [u32; 2] {
        let before = |at: usize| self.origins.partition_point(|o| (o.line, o.at) <= (line as u32, at as u32));
        let (from, to) = (before(bytes.start), before(bytes.end.saturating_sub(1).max(bytes.start)));
        let raw = self.origins[from.saturating_sub(1)..to].iter().filter(|o| o.line == line as u32);
        let raw = raw.map(|origin| origin.raw);
        [raw.clone().min().unwrap_or(1), raw.max().unwrap_or(1)]
    }

    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.name.len() + self.levels.len() * 4 + 8);
        put_varint(&mut out, self.name.len() as u32);
        out.extend_from_slice(self.name.as_bytes());
        // What is not known of a date is 0.
        let day = self.published.map_or([0; 4], |Published { date, precision, .. }| {
            let [high, low] = date.year().to_be_bytes();
            let month = if precision < Precision::Year { date.month() as u8 } else { 0 };
            let day = if precision < Precision::Month { date.day() as u8 } else { 0 };
            [high, low, month, day]
        });
        out.extend_from_slice(&day);
        put_varint(&mut out, self.levels.len() as u32);
        out.extend_from_slice(&self.levels);
        let mut origins = self.origins.iter().peekable();
        let mut raw = 0u32;
        for line in 0..self.levels.len() as u32 {
            let own: Vec<&Origin> =
                std::iter::from_fn(|| origins.next_if(|origin| origin.line == line)).collect();
            put_varint(&mut out, own.len() as u32);
            let mut at = 0;
            for origin in own {
                put_varint(&mut out, origin.at.wrapping_sub(at));
                put_varint(&mut out, zigzag(origin.raw.wrapping_sub(raw)));
                (at, raw) = (origin.at, origin.raw);
            }
        }
        out
    }

    pub fn decode(bytes: &[u8]) -> Info {
        let (facts, mut rest) = Facts::read(bytes);
        let mut origins = Vec::with_capacity(facts.levels.len().min(rest.len()));
        let mut raw = 0u32;
        for line in 0..facts.levels.len() as u32 {
            let mut at = 0u32;
            // Every origin has two bytes at least: a damaged count asks for no more than that.
            for _ in 0..(take_varint(&mut rest) as usize).min(rest.len()) {
                at = at.wrapping_add(take_varint(&mut rest));
                raw = raw.wrapping_add(unzigzag(take_varint(&mut rest)));
                origins.push(Origin { line, at, raw });
            }
        }
        let (name, levels) = (facts.name.into_owned(), facts.levels.to_vec());
        Info { name, published: facts.published, levels, origins }
    }
}

/// The part of [`Info`] that is read of every document that may match, where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    pub name: Cow<'a, str>,
    pub published: Option<Published>,
    levels: &'a [u8],
}

impl<'a> Facts<'a> {
    /// Takes them off the start of encoded facts; the rest are the origins.
    pub fn read(bytes: &'a [u8]) -> (Facts<'a>, &'a [u8]) {
        let mut rest = bytes;
        let len = (take_varint(&mut rest) as usize).min(rest.len());
        let (name, mut rest) = rest.split_at(len);
        let mut published = None;
        if let Some((&[high, low, month, day], after)) = rest.split_first_chunk::<4>() {
            let precision = match (month, day) {
                (0, _) => Precision::Year,
                (_, 0) => Precision::Month,
                _ => Precision::Day,
            };
            let year = i16::from_be_bytes([high, low]);
            let date = Date::new(year, month.max(1) as i8, day.max(1) as i8).ok().filter(|_| year != 0);
            published = date.map(|date| Published { precision, ..Published::on(date, None) });
            rest = after;
        }
        let count = (take_varint(&mut rest) as usize).min(rest.len());
        let (levels, rest) = rest.split_at(count);
        (Facts { name: String::from_utf8_lossy(name), published, levels }, rest)
    }

    /// The heading's level, 1 being the highest; 0 for everything else.
    pub fn level(&self, line: usize) -> u8 {
        self.levels.get(line).copied().unwrap_or(0)
    }

    pub fn is_heading(&self, line: usize) -> bool {
        self.levels.get(line).is_some_and(|&level| level > 0)
    }
}

/// Small steps forth and back as small numbers: blocks mostly follow one another in the raw text.
fn zigzag(step: u32) -> u32 {
    (step << 1) ^ ((step as i32) >> 31) as u32
}

fn unzigzag(code: u32) -> u32 {
    (code >> 1) ^ (code & 1).wrapping_neg()
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
        record.info.published =
            document.meta.published.map(|published| Published { time: None, ..published });
        let places = FIELDS.into_iter().chain((0..document.blocks.len() as u32).map(Place::Block));
        for place in places {
            let line = record.info.levels.len() as u32;
            // A line break inside a text would shift every later place; a blank has the same length.
            let text = place_text(document, place);
            record.text.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
            record.text.push('\n');
            let block = match place {
                Place::Block(at) => document.blocks.get(at as usize),
                _ => None,
            };
            record.info.origins.extend(match block {
                Some(block) => origin::of_block(line, block),
                None => origin::of_field(line, place, &text, document),
            });
            record.info.levels.push(match block.map(|block| block.kind) {
                Some(BlockKind::Heading { level }) => level.max(1),
                _ => 0,
            });
        }
        record
    }

    /// The document as far as the record knows it: title, source and authors, the texts of the blocks, which
    /// of them are headings, and the raw lines that they come from.
    pub fn outline(&self) -> Document {
        let mut origins = self.info.origins.iter().peekable();
        let lines = self.lines().into_iter().enumerate();
        let blocks = lines.filter_map(|(line, text)| {
            let own: Vec<&Origin> =
                std::iter::from_fn(|| origins.next_if(|origin| origin.line <= line as u32)).collect();
            let ends = own.iter().skip(1).map(|next| next.at).chain([text.len() as u32]);
            let spans = own.iter().zip(ends).map(|(origin, end)| Span {
                line: origin.raw,
                start: origin.at,
                end: end.max(origin.at),
            });
            let kind = match self.info.levels.get(line) {
                Some(&level) if level > 0 => BlockKind::Heading { level },
                _ => BlockKind::Paragraph,
            };
            let block =
                Block { kind, text: text.to_owned(), spans: spans.collect(), repair: None, doubt: None };
            matches!(place_of(line), Place::Block(_)).then_some(block)
        });
        let named =
            |place| Some(self.lines().get(line_of(place))?.to_string()).filter(|text| !text.is_empty());
        let author = |name: &str| Person { name: name.to_owned(), role: String::new() };
        let authors = named(Place::Author).unwrap_or_default();
        let meta = Metadata {
            title: named(Place::Title),
            source: named(Place::Source),
            authors: authors.split_whitespace().map(author).collect(),
            ..Metadata::default()
        };
        Document { meta, blocks: blocks.collect(), ..Document::default() }
    }

    /// The texts, in the order of their places.
    pub fn lines(&self) -> Vec<&str> {
        line_bytes(&self.text).into_iter().map(|bytes| &self.text[bytes]).collect()
    }
}

/// The byte ranges of the lines of a record's text, without their line breaks.
pub fn line_bytes(text: impl AsRef<[u8]>) -> Vec<Range<usize>> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', text.as_ref())
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

    #[test]
    fn records_keep_places_and_facts() {
        let block = |kind, text: &str, line| Block {
            kind,
            text: text.into(),
            spans: vec![Span { line, start: 0, end: 1 }],
            repair: None,
            doubt: None,
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
            ..Document::default()
        };
        let record = Record::new("a/b.txt", &document);
        assert_eq!(record.text, "水库巡查记\n\n\n何田 苏木\n清晨出发\n沿着堤岸走。\n");
        assert_eq!(Info::decode(&record.info.encode()), record.info);
        assert_eq!(record.info.levels, [0, 0, 0, 0, 2, 0]);
        assert_eq!(record.info.raw_lines(4, &(0..3)), [9, 9]);
        for line in 0..6 {
            assert_eq!(line_of(place_of(line)), line);
        }
        let outline = record.outline();
        assert_eq!((outline.blocks.len(), outline.blocks[1].text.as_str()), (2, "沿着堤岸走。"));
        assert_eq!((outline.heading_of(1), outline.blocks[0].raw_line(3)), (Some("清晨出发"), 9));
        assert_eq!(&record.text[line_bytes(&record.text)[3].clone()], "何田 苏木");
    }
}
