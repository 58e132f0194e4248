//! The parser's events → parts: pieces of raw text that will be one block.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::class::{is_han, is_invisible};
use super::super::line::ends_sentence;
use super::super::{assemble, numbering};
use super::html;
use crate::document::BlockKind;

/// What will be one block.
#[derive(Debug)]
pub struct Part {
    pub kind: BlockKind,
    pub pieces: Vec<Piece>,
    /// Lines of code keep their white space.
    verbatim: bool,
}

/// A piece of one raw line.
#[derive(Debug)]
pub struct Piece {
    pub range: Range<usize>,
    /// A line break stands before it.
    pub seam: bool,
    /// It is the text of a link.
    pub linked: bool,
    /// Its characters mean themselves: code, formulas.
    literal: bool,
}

impl Part {
    fn new(kind: BlockKind) -> Part {
        Part { kind, pieces: Vec::new(), verbatim: false }
    }

    /// The text of the block.
    pub fn text(&self, raw: &str) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            let piece_text = &raw[piece.range.clone()];
            if self.verbatim {
                text.extend(piece_text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            } else {
                assemble::append(&mut text, piece_text, piece.seam);
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// A container that the parser is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Quote,
    /// An item of a list that has text already, or none yet.
    Item {
        begun: bool,
    },
    Heading(u8),
    Row,
    Other,
}

/// Gathers parts from events.
pub struct Reader<'a> {
    raw: &'a str,
    parts: Vec<Part>,
    within: Vec<Within>,
    open: Option<Part>,
    /// A line break stands before the next piece.
    seam: bool,
    code: bool,
    links: u32,
    /// The number or label with which the next part will begin.
    label: Vec<Range<usize>>,
    /// The description of the picture being read.
    alt: Option<Part>,
    /// Descriptions of the pictures in the open part.
    captions: Vec<Part>,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

impl<'a> Reader<'a> {
    /// The parts of a Markdown text from byte `body` on.
    pub fn read(raw: &'a str, body: usize) -> Vec<Part> {
        let mut reader = Reader {
            raw,
            parts: Vec::new(),
            within: Vec::new(),
            open: None,
            seam: false,
            code: false,
            links: 0,
            label: Vec::new(),
            alt: None,
            captions: Vec::new(),
        };
        for (event, range) in Parser::new_ext(&raw[body..], OPTIONS).into_offset_iter() {
            reader.take(event, range.start + body..range.end + body);
        }
        reader.close();
        reader.parts
    }

    fn take(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code => self.code_lines(range, &text),
            Event::Text(text) => self.text(range, &text),
            Event::Code(_) => self.keep(code(self.raw, range), true),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.keep(range, true),
            Event::FootnoteReference(label) => {
                for piece in note(range.start, label.len()) {
                    self.keep(piece, true);
                }
            }
            Event::SoftBreak => self.seam = true,
            Event::HardBreak => self.break_line(),
            Event::InlineHtml(tag) if html::is_break(&tag) => self.break_line(),
            // Read with the block that they stand in, or marks.
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        let within = match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => return,
            Tag::Link { .. } => return self.links += 1,
            Tag::Image { .. } => return self.alt = Some(Part::new(BlockKind::Caption)),
            Tag::TableCell => return self.cell(range.start),
            Tag::BlockQuote(_) => Within::Quote,
            Tag::Item => Within::Item { begun: false },
            Tag::Heading { level, .. } => Within::Heading(level as u8),
            Tag::TableHead | Tag::TableRow => Within::Row,
            _ => Within::Other,
        };
        self.close();
        self.within.push(within);
        match tag {
            Tag::CodeBlock(_) => self.code = true,
            Tag::HtmlBlock => {
                for (kind, pieces) in html::texts(self.raw, range) {
                    self.begin(Part::new(kind));
                    for piece in pieces {
                        self.keep(piece, false);
                    }
                    self.close();
                }
            }
            Tag::FootnoteDefinition(label) => self.label = note(range.start, label.len()).to_vec(),
            Tag::Item => self.label.extend(number(self.raw, range)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::TableCell => {}
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => {
                // A picture that is a link is a button or a badge.
                let alt = self.alt.take().filter(|_| self.links == 0);
                self.captions.extend(alt.filter(|alt| is_caption(&alt.text(self.raw))));
            }
            _ => {
                self.close();
                self.code = false;
                if matches!(tag, TagEnd::Item | TagEnd::FootnoteDefinition) {
                    self.label.clear();
                }
                self.within.pop();
            }
        }
    }

    /// Ends the open part; the captions of its pictures follow it.
    fn close(&mut self) {
        self.seam = false;
        if let Some(mut part) = self.open.take() {
            part.strip_stray_marks(self.raw);
            self.read_marks_of_our_own(&mut part);
            if part.text(self.raw).chars().any(|c| !c.is_whitespace()) {
                self.parts.push(part);
            }
        }
        self.parts.append(&mut self.captions);
    }

    /// What a text in this place is.
    fn kind(&mut self) -> BlockKind {
        for within in self.within.iter_mut().rev() {
            match within {
                Within::Row => return BlockKind::TableRow,
                Within::Quote => return BlockKind::Quote,
                Within::Item { begun: true } => return BlockKind::Paragraph,
                Within::Item { begun } => {
                    *begun = true;
                    return BlockKind::ListItem;
                }
                _ => {}
            }
        }
        match self.within.last() {
            Some(Within::Heading(level)) => BlockKind::Heading { level: *level },
            _ => BlockKind::Paragraph,
        }
    }

    fn text(&mut self, range: Range<usize>, decoded: &str) {
        let raw = &self.raw[range.clone()];
        if raw == decoded {
            if self.seam && self.begins_paragraph(raw) {
                self.close();
            }
            if !self.is_directive(raw) {
                self.keep(range, false);
            }
        } else if let Some(at) = raw.find(decoded) {
            // &amp; stands for one of its own characters.
            self.keep(range.start + at..range.start + at + decoded.len(), false);
        } else if !decoded.trim().is_empty() {
            self.keep(range, false);
        }
    }

    /// Opens a part, with the number or label that stands before it.
    fn begin(&mut self, mut part: Part) {
        for mut label in self.label.drain(..) {
            if part.verbatim {
                // The white space behind it may be the code's own.
                label.end = label.start + self.raw[label.clone()].trim_end().len();
            }
            part.push(label, &mut false, true, false);
        }
        self.open = Some(part);
    }

    /// Keeps a piece of raw text in the open part, without what leaves no mark on the page.
    fn keep(&mut self, range: Range<usize>, literal: bool) {
        if range.is_empty() {
            return;
        }
        if self.open.is_none() && self.alt.is_none() {
            let kind = self.kind();
            self.begin(Part::new(kind));
        }
        let Some(part) = self.alt.as_mut().or(self.open.as_mut()) else { return };
        let linked = self.links > 0;
        let mut seam = std::mem::take(&mut self.seam);
        let mut start = range.start;
        for line in self.raw[range].split_inclusive('\n') {
            let mut from = start;
            for (at, c) in line.char_indices().filter(|&(_, c)| is_invisible(c)) {
                part.push(from..start + at, &mut seam, literal, linked);
                from = start + at + c.len_utf8();
            }
            start += line.len();
            part.push(from..start - usize::from(line.ends_with('\n')), &mut seam, literal, linked);
            seam |= line.ends_with('\n');
        }
    }

    /// A break that the author asked for: verse, an address.
    fn break_line(&mut self) {
        match self.within.last() {
            Some(Within::Heading(_) | Within::Row) => self.seam = true,
            _ => self.close(),
        }
    }

    /// Behind a line break, what opens like a paragraph is one: an indent, a number after a finished sentence.
    fn begins_paragraph(&self, line: &str) -> bool {
        let Some(open) = &self.open else { return false };
        let before = open.pieces.last().map_or("", |last| &self.raw[last.range.clone()]);
        let ended = ends_sentence(before) || before.ends_with([':', '：']);
        open.kind == BlockKind::Paragraph
            && (line.starts_with("\u{3000}\u{3000}")
                || line.starts_with("| ")
                || ended && numbering::parse(line).is_some())
    }

    /// `::: tip` opens or closes a container of site generators.
    fn is_directive(&self, text: &str) -> bool {
        text.starts_with(":::") && (self.seam || self.open.is_none())
    }

    /// Each line of code stands for itself.
    fn code_lines(&mut self, range: Range<usize>, text: &str) {
        if self.raw[range.clone()] != *text {
            return self.keep(range, true);
        }
        let mut start = range.start;
        for line in self.raw[range].split_inclusive('\n') {
            self.begin(Part { verbatim: true, ..Part::new(BlockKind::Code) });
            self.keep(start..start + line.trim_end().len(), true);
            self.close();
            start += line.len();
        }
    }

    /// The bar before a cell that is not the first stands between the two.
    fn cell(&mut self, at: usize) {
        let Some(last) = self.open.as_ref().and_then(|open| open.pieces.last()) else { return };
        let from = last.range.end;
        let Some(bar) = self.raw.get(from..at).and_then(|between| between.rfind('|')) else { return };
        let bar = from + bar;
        let before = self.raw[from..bar].trim_end_matches(' ').len();
        let after = self.raw[bar + 1..].trim_start_matches(' ').len();
        self.keep(from + before..self.raw.len() - after, true);
    }

    /// The marks that wenlan's own plain output uses, and headings whose author forgot the space.
    fn read_marks_of_our_own(&self, part: &mut Part) {
        if part.kind != BlockKind::Paragraph || part.verbatim {
            return;
        }
        let Some(first) = part.pieces.first() else { return };
        let line = &self.raw[first.range.clone()];
        if line.trim_start().starts_with(['▲', '△', '▼']) {
            part.kind = BlockKind::Caption;
        } else if line.starts_with("| ") {
            part.kind = BlockKind::TableRow;
            part.trim_start(1);
        } else if let Some((level, rest)) = spaceless_heading(line)
            && self.within.len() == 1
            && part.pieces.iter().skip(1).all(|piece| !piece.seam)
        {
            part.kind = BlockKind::Heading { level };
            part.trim_start(line.len() - rest.len());
        }
    }
}

impl Part {
    fn push(&mut self, range: Range<usize>, seam: &mut bool, literal: bool, linked: bool) {
        let last = self.pieces.last_mut().filter(|last| last.range.end == range.start && !*seam);
        if let Some(last) = last.filter(|last| (last.literal, last.linked) == (literal, linked)) {
            last.range.end = range.end;
        } else if !range.is_empty() {
            self.pieces.push(Piece { range, seam: std::mem::take(seam), linked, literal });
        }
    }

    /// Leaves out the first bytes of the first piece.
    fn trim_start(&mut self, bytes: usize) {
        if let Some(first) = self.pieces.first_mut() {
            first.range.start += bytes;
        }
        self.pieces.retain(|piece| !piece.range.is_empty());
    }

    /// Marks of emphasis that the standard does not take for such because full-width punctuation stands
    /// beside them: they come in pairs.
    fn strip_stray_marks(&mut self, raw: &str) {
        for mark in ["**", "=="] {
            let plain = |piece: &&Piece| !piece.literal;
            let count: usize = self
                .pieces
                .iter()
                .filter(plain)
                .map(|piece| raw[piece.range.clone()].matches(mark).count())
                .sum();
            if count == 0 || count % 2 == 1 {
                continue;
            }
            let pieces = std::mem::take(&mut self.pieces);
            for Piece { range, mut seam, linked, literal } in pieces {
                let mut from = range.start;
                if !literal {
                    for (at, _) in raw[range.clone()].match_indices(mark) {
                        self.push(from..range.start + at, &mut seam, literal, linked);
                        from = range.start + at + mark.len();
                    }
                }
                self.push(from..range.end, &mut seam, literal, linked);
            }
        }
    }
}

/// A note's label in brackets, without the mark that makes it one: `[^1]` → [1].
fn note(at: usize, label: usize) -> [Range<usize>; 2] {
    [at..at + 1, at + 2..at + 3 + label]
}

/// The number of a list's item, with the white space behind it.
fn number(raw: &str, item: Range<usize>) -> Option<Range<usize>> {
    let text = &raw[item.clone()];
    let figures = text.find(|c: char| !c.is_ascii_digit()).filter(|&at| at > 0)?;
    let rest = text[figures..].strip_prefix(['.', ')'])?;
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Some(item.start..item.start + figures + 1 + spaces)
}

/// The inside of a code span: without its back-ticks.
fn code(raw: &str, range: Range<usize>) -> Range<usize> {
    let text = &raw[range.clone()];
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks * 2 >= text.len() {
        return range;
    }
    range.start + ticks..range.end - ticks
}

/// `##标题`: its level and text. A second `#` in the line makes it a topic (#话题#).
fn spaceless_heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let opens = rest.chars().next().is_some_and(|c| is_han(c) || c.is_ascii_digit());
    let fits = (1..=6).contains(&level) && opens && !rest.contains('#') && !ends_sentence(rest);
    fits.then_some((level as u8, rest))
}

/// Whether a picture's description says anything: no file name, no word for a picture in general.
fn is_caption(alt: &str) -> bool {
    let name = alt.trim().to_lowercase();
    let file = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp"]
        .iter()
        .any(|end| name.strip_suffix(end).is_some_and(|stem| stem.ends_with('.')));
    let general = [
        "image",
        "img",
        "alt",
        "alt text",
        "picture",
        "photo",
        "图片",
        "圖片",
        "图",
        "在这里插入图片描述",
        "插图",
    ];
    !name.is_empty() && !file && !general.contains(&name.as_str())
}
