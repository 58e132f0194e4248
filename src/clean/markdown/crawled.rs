//! Pages that a crawler wrote as Markdown (html2text, Jina Reader, Firecrawl, pandoc): menus, counters and related links
//! stand in them as on the page they were made from, so they are cleaned like one. The marks are hints on lines, as
//! tags are.

use std::ops::Range;

use super::parts::Part;
use super::{LineNumbers, removed};
use crate::clean::page::Page;
use crate::clean::{LineVerdict, Repeats, assemble};
use crate::document::{Block, BlockKind, Document, Metadata, Reason, Span};
use crate::ingest::{Format, LineHint, Raw, Tag};

/// Cleans a Markdown text whose furniture proves that it was a page; `None` where it does not.
pub fn clean(
    raw: &Raw,
    parts: &[Part],
    meta: &Metadata,
    repeats: Option<&Repeats>,
) -> Option<(Document, Vec<LineVerdict>)> {
    let shown = Shown::of(raw, parts, meta);
    let page = Page::read(&shown.raw, repeats);
    if !page.is_proven() {
        return None;
    }
    let (mut document, mut verdicts) = page.clean(&shown.raw.text);
    let numbers = LineNumbers::of(&raw.text);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for block in &mut document.blocks {
        block.spans = shown.spans(block, &numbers);
        kept.extend(block.spans.iter().map(|span| span.bytes()));
    }
    let mut gone: Vec<(Range<usize>, Reason)> = Vec::new();
    for piece in &document.removed {
        gone.extend(shown.ranges(piece.span.bytes()).map(|range| (range, piece.reason)));
    }
    document.removed = removed(&raw.text, kept.into_iter(), &mut gone, &numbers);
    for verdict in &mut verdicts {
        verdict.line = shown.raw_line(verdict.line, &numbers);
    }
    verdicts.sort_by_key(|verdict| verdict.line);
    Some((document, verdicts))
}

/// The page as it was shown, and where each piece of its text stands in the Markdown.
struct Shown {
    raw: Raw,
    /// Where a piece begins in the shown text, and its range in the Markdown; in order.
    pieces: Vec<(usize, Range<usize>)>,
    /// Where each line begins in the shown text.
    lines: Vec<usize>,
}

impl Shown {
    fn of(raw: &Raw, parts: &[Part], meta: &Metadata) -> Shown {
        let mut shown = Shown {
            raw: Raw {
                path: raw.path.clone(),
                format: Format::Markdown,
                encoding: raw.encoding,
                meta: meta.clone(),
                site: raw.site.clone(),
                ..Raw::default()
            },
            pieces: Vec::new(),
            lines: Vec::new(),
        };
        for part in parts {
            shown.lines.push(shown.raw.text.len());
            let (mut linked, mut all) = (0, 0);
            for piece in &part.pieces {
                let text = &raw.text[piece.range.clone()];
                if piece.seam && assemble::needs_space(&shown.raw.text, text) {
                    shown.raw.text.push(' ');
                }
                shown.pieces.push((shown.raw.text.len(), piece.range.clone()));
                // A line break has the length of a blank, so that places stay places.
                shown.raw.text.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
                let chars = text.chars().filter(|c| !c.is_whitespace()).count();
                all += chars;
                linked += if piece.linked { chars } else { 0 };
            }
            shown.raw.text.push('\n');
            let share = (linked * 100 / all.max(1)).min(100) as u8;
            shown.raw.hints.push(LineHint { tag: tag(part.kind), link_share: share, ..LineHint::default() });
        }
        shown
    }

    /// The pieces of the Markdown that a range of the shown text is made of.
    fn ranges(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.pieces.partition_point(|(at, piece)| at + piece.len() <= range.start);
        self.pieces[first..].iter().take_while(move |(at, _)| *at < range.end).map(move |(at, piece)| {
            let from = range.start.max(*at) - at;
            let to = range.end.min(at + piece.len()) - at;
            piece.start + from..piece.start + to
        })
    }

    fn spans(&self, block: &Block, numbers: &LineNumbers) -> Vec<Span> {
        let ranges = block.spans.iter().flat_map(|span| self.ranges(span.bytes()));
        ranges.map(|range| assemble::span(numbers.at(range.start), range)).collect()
    }

    /// The line of the Markdown that a line of the shown text, 1-based, begins in.
    fn raw_line(&self, line: u32, numbers: &LineNumbers) -> u32 {
        let start = self.lines.get(line as usize - 1).copied().unwrap_or(0);
        let piece = self.pieces.partition_point(|(at, _)| *at < start);
        self.pieces.get(piece).map_or(1, |(_, range)| numbers.at(range.start))
    }
}

fn tag(kind: BlockKind) -> Tag {
    match kind {
        BlockKind::Heading { level } => Tag::Heading(level),
        BlockKind::Paragraph => Tag::Paragraph,
        BlockKind::Caption => Tag::Caption,
        BlockKind::ListItem => Tag::ListItem,
        BlockKind::TableRow => Tag::TableCell,
        BlockKind::Quote => Tag::Quote,
        BlockKind::Code => Tag::Code,
    }
}
