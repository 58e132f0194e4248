//! A document set in rows: lazily, unit by unit, under its folds.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::folds::Folds;
use crate::document::{BlockKind, Document, TitleFrom};
use crate::lang::Lang;
use crate::text::layout::{self, Measure, Row};
use crate::text::width::Ambiguous;
use crate::tui::viewport::{Flow, Line};

/// Bytes after which a long block is set in a further piece, so that a text without line breaks opens as
/// fast as any other. Pieces end with a sentence where one ends within [`PIECE_SLACK`] bytes.
const PIECE: usize = 16 << 10;
const PIECE_SLACK: usize = 2 << 10;

/// Units whose rows are kept; a reader who pages through a long document needs only the nearby ones.
const CACHED: usize = 4096;

/// What the rows of a document belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Title, subtitle, facts.
    Head,
    Piece {
        block: usize,
        piece: usize,
    },
}

/// The parts of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    Subtitle,
    Facts,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Blank,
    Head {
        part: Part,
        row: Row,
    },
    /// `first`: the block begins here.
    Text {
        block: usize,
        row: Row,
        first: bool,
    },
}

/// The columns that text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    pub columns: usize,
    pub ambiguous: Ambiguous,
}

/// A document, its folds, and the rows of the units asked for so far.
#[derive(Debug)]
pub struct Paper {
    pub document: Arc<Document>,
    pub folds: Folds,
    pub head: Head,
    geometry: Geometry,
    rows: RefCell<HashMap<Unit, Rc<[Row]>>>,
}

/// The texts above the body.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub title: String,
    pub title_from: TitleFrom,
    pub subtitle: String,
    pub facts: String,
}

impl Head {
    /// `name` stands in where the document has no title.
    pub fn new(document: &Document, name: &str, lang: Lang) -> Head {
        let meta = &document.meta;
        let people = meta.authors.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(" ");
        let mut facts: Vec<String> = Vec::new();
        facts.extend(meta.source.clone());
        facts.extend(meta.published.map(|at| at.to_string().replace('T', " ")));
        if !people.is_empty() {
            facts.push(people);
        }
        if !meta.editors.is_empty() {
            let editors: Vec<_> = meta.editors.iter().map(|person| person.name.as_str()).collect();
            facts.push(format!("{}{}", lang.pick("编辑 ", "edited by "), editors.join(" ")));
        }
        Head {
            title: meta.title.clone().unwrap_or_else(|| name.to_owned()),
            title_from: meta.title_from,
            subtitle: meta.subtitle.clone().unwrap_or_default(),
            facts: facts.join(" · "),
        }
    }

    pub fn text(&self, part: Part) -> &str {
        match part {
            Part::Title => &self.title,
            Part::Subtitle => &self.subtitle,
            Part::Facts => &self.facts,
        }
    }
}

impl Paper {
    pub fn new(document: Arc<Document>, folds: Folds, head: Head, geometry: Geometry) -> Paper {
        Paper { document, folds, head, geometry, rows: RefCell::default() }
    }

    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// Rows are laid out anew as they are asked for.
    pub fn set_geometry(&mut self, geometry: Geometry) {
        self.geometry = geometry;
        self.rows.borrow_mut().clear();
    }

    pub fn text(&self, block: usize) -> &str {
        self.document.blocks.get(block).map_or("", |block| &block.text)
    }

    /// What stands at a line.
    pub fn shown(&self, line: Line<Unit>) -> Shown {
        match line.unit {
            Unit::Head => self.head_row(line.row),
            Unit::Piece { block, piece } => {
                let gap = self.gap(line.unit);
                match line.row.checked_sub(gap).and_then(|row| self.rows(line.unit).get(row).cloned()) {
                    Some(row) => Shown::Text { block, row, first: piece == 0 && line.row == gap },
                    None => Shown::Blank,
                }
            }
        }
    }

    /// The line on which a byte of a block stands.
    pub fn line_of(&self, block: usize, byte: usize) -> Line<Unit> {
        let text = self.text(block);
        let last = pieces(text) - 1;
        let piece = (0..=last)
            .rev()
            .take_while(|_| byte < text.len())
            .find(|&piece| piece_start(text, piece) <= byte)
            .unwrap_or(last);
        let unit = Unit::Piece { block, piece };
        let rows = self.rows(unit);
        let row = rows.partition_point(|row| row.bytes.end <= byte).min(rows.len() - 1);
        Line { unit, row: self.gap(unit) + row }
    }

    /// Blank rows above a unit: they set headings and captions apart from what precedes them, and keep
    /// folded headings together as a list.
    pub fn gap(&self, unit: Unit) -> usize {
        let Unit::Piece { block, piece: 0 } = unit else { return 0 };
        let Some(before) = self.folds.prev(block) else { return 0 };
        let kind = |block: usize| self.document.blocks.get(block).map(|block| block.kind);
        let folded = self.folds.headed_by(before).is_some_and(|section| self.folds.is_closed(section));
        let apart = match (kind(before), kind(block)) {
            (_, Some(BlockKind::Heading { .. })) => !folded,
            (Some(BlockKind::Caption), Some(BlockKind::Caption)) => false,
            (Some(BlockKind::Caption), _) | (_, Some(BlockKind::Caption)) => true,
            _ => false,
        };
        apart.into()
    }

    /// The rows of a unit's text.
    fn rows(&self, unit: Unit) -> Rc<[Row]> {
        if let Some(rows) = self.rows.borrow().get(&unit) {
            return rows.clone();
        }
        let rows: Rc<[Row]> = match unit {
            Unit::Head => Rc::default(),
            Unit::Piece { block, piece } => self.set_piece(block, piece).into(),
        };
        let mut cache = self.rows.borrow_mut();
        if cache.len() >= CACHED {
            cache.clear();
        }
        cache.insert(unit, rows.clone());
        rows
    }

    fn set_piece(&self, block: usize, piece: usize) -> Vec<Row> {
        let text = self.text(block);
        let range = piece_start(text, piece)..piece_start(text, piece + 1);
        let kind = self.document.blocks.get(block).map_or(BlockKind::Paragraph, |block| block.kind);
        let mut measure = self.measure(kind);
        if piece > 0 {
            measure.first_indent = measure.indent;
        }
        let mut rows = layout::rows(&text[range.clone()], &measure);
        for row in &mut rows {
            row.bytes = row.bytes.start + range.start..row.bytes.end + range.start;
        }
        rows
    }

    /// How a block is set: paragraphs with two Han of indent, captions deeper, lists with hanging rows.
    fn measure(&self, kind: BlockKind) -> Measure {
        const HAN: usize = 2;
        let roomy = self.geometry.columns >= 16 * HAN;
        let (first_indent, indent) = match kind {
            BlockKind::Heading { .. } => (0, 0),
            BlockKind::Paragraph => (2 * HAN, 0),
            BlockKind::Caption | BlockKind::Quote if roomy => (4 * HAN, 4 * HAN),
            BlockKind::Caption | BlockKind::Quote => (HAN, HAN),
            BlockKind::ListItem | BlockKind::TableRow if roomy => (2 * HAN, 3 * HAN),
            BlockKind::ListItem | BlockKind::TableRow => (0, HAN),
        };
        let Geometry { columns, ambiguous } = self.geometry;
        Measure { columns, first_indent, indent, ambiguous, ..Measure::default() }
    }

    /// The head's rows: a blank one, the parts, and a blank one before the body.
    fn head_row(&self, row: usize) -> Shown {
        let mut rest = row.wrapping_sub(1);
        for part in [Part::Title, Part::Subtitle, Part::Facts] {
            let rows = self.part_rows(part);
            if let Some(row) = rows.get(rest) {
                return Shown::Head { part, row: row.clone() };
            }
            rest = rest.wrapping_sub(rows.len());
        }
        Shown::Blank
    }

    fn part_rows(&self, part: Part) -> Vec<Row> {
        let text = self.head.text(part);
        if text.is_empty() {
            return Vec::new();
        }
        let mut rows = layout::rows(text, &self.measure(BlockKind::Heading { level: 1 }));
        if part == Part::Title && self.head.title_from != TitleFrom::Text {
            // A stand-in for a title is said again by the text below.
            rows.truncate(1);
        }
        rows
    }
}

impl Flow for Paper {
    type Unit = Unit;

    fn first(&self) -> Option<Unit> {
        Some(Unit::Head)
    }

    fn last(&self) -> Option<Unit> {
        let Some(last) = self.document.blocks.len().checked_sub(1) else { return Some(Unit::Head) };
        let block = self.folds.visible(last);
        Some(Unit::Piece { block, piece: pieces(self.text(block)) - 1 })
    }

    fn next(&self, unit: Unit) -> Option<Unit> {
        let next = match unit {
            Unit::Head => (!self.document.blocks.is_empty()).then_some(0),
            Unit::Piece { block, piece } if piece + 1 < pieces(self.text(block)) => {
                return Some(Unit::Piece { block, piece: piece + 1 });
            }
            Unit::Piece { block, .. } => self.folds.next(block),
        };
        next.map(|block| Unit::Piece { block, piece: 0 })
    }

    fn prev(&self, unit: Unit) -> Option<Unit> {
        match unit {
            Unit::Head => None,
            Unit::Piece { block, piece } if piece > 0 => Some(Unit::Piece { block, piece: piece - 1 }),
            Unit::Piece { block, .. } => Some(
                self.folds
                    .prev(block)
                    .map_or(Unit::Head, |block| Unit::Piece { block, piece: pieces(self.text(block)) - 1 }),
            ),
        }
    }

    fn height(&self, unit: Unit) -> usize {
        match unit {
            Unit::Head => {
                2 + [Part::Title, Part::Subtitle, Part::Facts]
                    .into_iter()
                    .map(|part| self.part_rows(part).len())
                    .sum::<usize>()
            }
            Unit::Piece { .. } => self.gap(unit) + self.rows(unit).len(),
        }
    }
}

/// In how many pieces a text is set; at least one.
pub fn pieces(text: &str) -> usize {
    (text.len() / PIECE).max(1)
}

/// Where a piece of a text begins; the text's end for the piece after the last.
pub fn piece_start(text: &str, piece: usize) -> usize {
    if piece == 0 {
        return 0;
    }
    if piece >= pieces(text) {
        return text.len();
    }
    let from = ceil_char(text, piece * PIECE);
    let within = &text[from..ceil_char(text, (from + PIECE_SLACK).min(text.len()))];
    within.find(['。', '！', '？', '\n']).map_or(from, |at| ceil_char(text, from + at + 1))
}

/// The first character boundary at or after `at`.
pub fn ceil_char(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The last character boundary at or before `at`.
pub fn floor_char(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The character that begins at a byte, as a range; empty at the end of the text.
pub fn char_at(text: &str, byte: usize) -> Range<usize> {
    let start = floor_char(text, byte);
    start..text[start..].chars().next().map_or(start, |c| start + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_long_text_follow_one_another_and_end_with_sentences() {
        let text = "一路向前走，走到山那边。".repeat(5000);
        let starts: Vec<usize> = (0..=pieces(&text)).map(|piece| piece_start(&text, piece)).collect();
        assert!(starts.len() > 5 && starts.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(starts.last(), Some(&text.len()));
        assert!(starts[1..].iter().all(|&at| text[..at].ends_with('。')));
    }
}
