//! Markdown → blocks. Its author has said what is a heading, a list or a quotation, so nothing is weighed here:
//! the marks go, and what they say stays.
//!
//! A parser with source offsets reads the structure ([`read`]); what it keeps of the raw text is gathered in
//! [`Part`]s, and whatever no part keeps is a mark. Writers of Chinese Markdown strain the standard in a few
//! ways that are allowed for: `**` beside full-width punctuation, `##标题` without its space, paragraphs set
//! off by an indent alone.

mod crawled;
mod html;
mod parts;

use std::collections::BTreeMap;
use std::ops::Range;

use self::parts::{Part, Reader};
use super::header::add;
use super::metaline::MetaLine;
use super::numbering::{self, Scheme};
use super::{LineVerdict, Repeats, assemble, page};
use crate::document::{Block, BlockKind, Document, Metadata, Nature, Reason, Removed, TitleFrom};
use crate::ingest::{Format, Raw, front_matter};

/// Bytes at the start of a text in which the marks of Markdown are looked for.
const LOOKED_AT: usize = 1 << 16;
/// Paragraphs under the title that may be its metadata.
const HEAD: usize = 4;
/// Share of such a paragraph that may stay unexplained.
const REST: f32 = 0.4;

/// Whether a document is Markdown, by its format's word or because its text plainly is.
pub fn is_markdown(raw: &Raw) -> bool {
    match raw.format {
        Format::Markdown | Format::Notebook => true,
        Format::Html => false,
        Format::Code => false,
        _ => has_headings(&raw.text),
    }
}

/// A heading with its marks stands alone between blank lines, and the first opens the text or is not of the
/// first level: a single `#` elsewhere may be anything.
fn has_headings(text: &str) -> bool {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    if !head.contains('#') {
        return false;
    }
    let mut lines = head.lines().map(str::trim).peekable();
    let (mut blank, mut first) = (true, true);
    while let Some(line) = lines.next() {
        let marks = line.len() - line.trim_start_matches('#').len();
        let alone = blank && lines.peek().is_none_or(|next| next.is_empty());
        let titled = line[marks..].starts_with(' ') && line.chars().any(char::is_alphabetic);
        if alone && titled && (2..=6).contains(&marks) || alone && titled && marks == 1 && first {
            return true;
        }
        blank = line.is_empty();
        first &= blank;
    }
    false
}

/// Reads a Markdown document.
pub fn clean(raw: &Raw, repeats: Option<&Repeats>) -> (Document, Vec<LineVerdict>) {
    let text = raw.text.as_str();
    let body = front_matter(text).map_or(0, str::len);
    let mut page =
        Marked { raw, meta: raw.meta.clone(), parts: Reader::read(text, body), left_out: Vec::new() };
    if body > 0 {
        page.left_out.push((0..body, Reason::Metadata));
    }
    // Whoever writes front matter, or a record, wrote the text too.
    if body == 0 && !raw.whole {
        let crawled = crawled::clean(raw, &page.parts, &page.meta, repeats);
        if let Some(cleaned) = crawled {
            return cleaned;
        }
    }
    page.drop_tables_of_contents();
    page.take_title();
    page.take_metadata();
    page.level_headings();
    page.finish()
}

/// A Markdown document on its way to blocks.
struct Marked<'a> {
    raw: &'a Raw,
    meta: Metadata,
    parts: Vec<Part>,
    /// What is left out for another reason than being a mark.
    left_out: Vec<(Range<usize>, Reason)>,
}

impl Marked<'_> {
    fn leave_out(&mut self, at: usize, reason: Reason) {
        let part = self.parts.remove(at);
        self.left_out.extend(part.pieces.into_iter().map(|piece| (piece.range, reason)));
    }

    /// `[TOC]`, `[[toc]]`: where a renderer puts the list of headings.
    fn drop_tables_of_contents(&mut self) {
        for at in (0..self.parts.len()).rev() {
            let text = self.parts[at].text(&self.raw.text);
            let label = text.trim_matches(['[', ']', '_']);
            if label.eq_ignore_ascii_case("toc") {
                self.leave_out(at, Reason::Navigation);
            }
        }
    }

    /// The heading that opens the document, if none stands above it, is its title; a logo may come before.
    fn take_title(&mut self) {
        let Some(at) = self.parts.iter().position(|part| part.kind != BlockKind::Caption) else { return };
        let BlockKind::Heading { level } = self.parts[at].kind else { return };
        let text = self.parts[at].text(&self.raw.text);
        let alone = self.parts[at + 1..]
            .iter()
            .all(|part| !matches!(part.kind, BlockKind::Heading { level: other } if other <= level));
        let unit = numbering::parse(&text).is_some_and(|number| {
            number.scheme.is_unit() || matches!(number.scheme, Scheme::Han | Scheme::Article)
        });
        let known = self.meta.title.as_deref();
        let is_title = match known {
            Some(known) => page::same(known, &text),
            None => alone || level == 1 && !unit,
        };
        if is_title {
            self.meta.title.get_or_insert(text);
            self.leave_out(at, Reason::Metadata);
        }
    }

    /// Byline, date and source under the title.
    fn take_metadata(&mut self) {
        let mut at = 0;
        for _ in 0..HEAD {
            let Some(part) = self.parts.get(at) else { return };
            if !matches!(part.kind, BlockKind::Paragraph | BlockKind::Quote) {
                return;
            }
            let text = part.text(&self.raw.text);
            let line = MetaLine::read(&text);
            if line.explained(REST) {
                self.take(line);
                self.leave_out(at, Reason::Metadata);
            } else if let Some(subtitle) = subtitle(&text).filter(|_| self.meta.subtitle.is_none()) {
                self.meta.subtitle = Some(subtitle.to_owned());
                self.leave_out(at, Reason::Metadata);
            } else {
                at += 1;
            }
        }
    }

    fn take(&mut self, line: MetaLine) {
        add(&mut self.meta.authors, line.authors);
        add(&mut self.meta.editors, line.editors);
        self.meta.published = self.meta.published.or(line.published);
        self.meta.source = self.meta.source.take().or(line.source);
    }

    /// The highest heading under the title is of level 1.
    fn level_headings(&mut self) {
        let mut levels: Vec<&mut u8> = self
            .parts
            .iter_mut()
            .filter_map(|part| match &mut part.kind {
                BlockKind::Heading { level } => Some(level),
                _ => None,
            })
            .collect();
        let top = levels.iter().map(|level| **level).min().unwrap_or(1);
        for level in &mut levels {
            **level -= top - 1;
        }
    }

    fn finish(self) -> (Document, Vec<LineVerdict>) {
        let Marked { raw, mut meta, parts, mut left_out } = self;
        let text = raw.text.as_str();
        let numbers = LineNumbers::of(text);
        let blocks: Vec<Block> = parts
            .iter()
            .map(|part| Block {
                kind: part.kind,
                text: part.text(text),
                spans: part
                    .pieces
                    .iter()
                    .map(|piece| assemble::span(numbers.at(piece.range.start), piece.range.clone()))
                    .collect(),
                repair: None,
                doubt: None,
            })
            .collect();
        let kept = parts.into_iter().flat_map(|part| part.pieces).map(|piece| piece.range);
        let removed = removed(text, kept, &mut left_out, &numbers);
        meta.title_from = match (&meta.title, blocks.first()) {
            (Some(_), _) => TitleFrom::Text,
            (None, Some(_)) => TitleFrom::FirstSentence,
            (None, None) => TitleFrom::FileName,
        };
        if meta.title.is_none() {
            meta.title = blocks.first().map(|first| page::first_sentence(&first.text));
        }
        let verdicts = verdicts(&blocks, &removed);
        (Document { meta, nature: Nature::Markup, blocks, removed, ..Document::default() }, verdicts)
    }
}

/// ——记一座桥的重修
fn subtitle(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("——").or(text.strip_prefix("--"))?.trim_start_matches(['—', '-', ' ']);
    (4..=50).contains(&rest.chars().count()).then_some(rest)
}

/// All that no part keeps, in raw order.
fn removed(
    text: &str,
    kept: impl Iterator<Item = Range<usize>>,
    left_out: &mut Vec<(Range<usize>, Reason)>,
    numbers: &LineNumbers,
) -> Vec<Removed> {
    let mut known: Vec<(Range<usize>, Option<Reason>)> = kept.map(|range| (range, None)).collect();
    known.extend(left_out.drain(..).map(|(range, reason)| (range, Some(reason))));
    known.sort_by_key(|(range, _)| range.start);
    known.push((text.len()..text.len(), None));
    let mut out = Vec::new();
    let mut from = 0;
    for (range, reason) in known {
        assemble::debris(text, from..range.start, numbers.at(from), Reason::Markup, &mut out);
        if let Some(reason) = reason {
            assemble::debris(text, range.clone(), numbers.at(range.start), reason, &mut out);
        }
        from = range.end;
    }
    out
}

/// One verdict a raw line: what is kept of it, else why it was left out.
fn verdicts(blocks: &[Block], removed: &[Removed]) -> Vec<LineVerdict> {
    let mut roles: BTreeMap<u32, &'static str> = BTreeMap::new();
    for piece in removed {
        roles.insert(piece.span.line, piece.reason.name());
    }
    for block in blocks {
        roles.extend(block.spans.iter().map(|span| (span.line, block.kind.name())));
    }
    roles.into_iter().map(|(line, role)| LineVerdict { line, role, rule: "markdown", score: 0.0 }).collect()
}

/// Byte offset → raw line.
struct LineNumbers(Vec<usize>);

impl LineNumbers {
    fn of(text: &str) -> LineNumbers {
        LineNumbers(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line, 1-based, on which a byte stands.
    fn at(&self, byte: usize) -> u32 {
        self.0.partition_point(|&end| end < byte) as u32 + 1
    }
}
