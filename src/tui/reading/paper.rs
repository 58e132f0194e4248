//! A document set in rows: lazily, unit by unit, under its folds.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::folds::Folds;
use crate::document::{BlockKind, Document, TitleFrom};
use crate::lang::Lang;
use crate::text::layout::{self, Measure, Row};
use crate::text::table;
use crate::tui::viewport::{Flow, Line};

/// Units whose rows are kept; a reader who pages through a long document needs only the nearby ones.
const CACHED: usize = 4096;

/// What the rows of a document belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Title, subtitle, facts.
    Head,
    /// A stretch of a block's text: all of it, unless it is very long.
    Stretch { block: usize, start: usize },
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

/// A document, its folds, and the rows of the units asked for so far.
#[derive(Debug)]
pub struct Paper {
    pub document: Arc<Document>,
    pub folds: Folds,
    pub head: Head,
    /// How text is set, indents aside.
    measure: Measure,
    /// Paragraphs are set apart by a blank row.
    airy: bool,
    rows: RefCell<HashMap<Unit, Rc<[Row]>>>,
    /// What lies before each block, and before the end; counted when first asked for.
    before: OnceCell<Vec<Extent>>,
    /// The tables, and the tab stops that their rows share at the present measure.
    tables: OnceCell<Vec<(Range<usize>, usize)>>,
}

/// The size of a part of the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Blocks that are no headings.
    pub paragraphs: usize,
    /// Characters, blanks aside.
    pub chars: usize,
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
    pub fn new(document: Arc<Document>, folds: Folds, head: Head, measure: Measure) -> Paper {
        let (rows, before, tables) = Default::default();
        Paper { document, folds, head, measure, airy: false, rows, before, tables }
    }

    /// The size of a range of blocks.
    pub fn extent(&self, blocks: &Range<usize>) -> Extent {
        let before = self.before.get_or_init(|| {
            let mut sum = Extent::default();
            let after = self.document.blocks.iter().map(|block| {
                sum.paragraphs += usize::from(!matches!(block.kind, BlockKind::Heading { .. }));
                sum.chars += block.text.chars().filter(|c| !c.is_whitespace()).count();
                sum
            });
            std::iter::once(Extent::default()).chain(after).collect()
        });
        let (start, end) = (before[blocks.start], before[blocks.end]);
        Extent { paragraphs: end.paragraphs - start.paragraphs, chars: end.chars - start.chars }
    }

    /// Sets paragraphs apart by a blank row, or not.
    pub fn set_airy(&mut self, airy: bool) {
        self.airy = airy;
    }

    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// Rows are laid out anew as they are asked for.
    pub fn set_measure(&mut self, measure: Measure) {
        self.measure = measure;
        self.rows.borrow_mut().clear();
        self.tables.take();
    }

    pub fn text(&self, block: usize) -> &str {
        self.document.blocks.get(block).map_or("", |block| &block.text)
    }

    /// What stands at a line.
    pub fn shown(&self, line: Line<Unit>) -> Shown {
        match line.unit {
            Unit::Head => self.head_row(line.row),
            Unit::Stretch { block, start } => {
                let gap = self.gap(line.unit);
                match line.row.checked_sub(gap).and_then(|row| self.rows(line.unit).get(row).cloned()) {
                    Some(row) => Shown::Text { block, row, first: start == 0 && line.row == gap },
                    None => Shown::Blank,
                }
            }
        }
    }

    /// The line on which a byte of a block stands.
    pub fn line_of(&self, block: usize, byte: usize) -> Line<Unit> {
        let start = layout::stretch_at(self.text(block), byte).start;
        let unit = Unit::Stretch { block, start };
        let row = layout::row_index(&self.rows(unit), byte);
        Line { unit, row: self.gap(unit) + row }
    }

    /// Blank rows above a unit: they set headings and captions apart from what precedes them, and keep
    /// folded headings together as a list.
    pub fn gap(&self, unit: Unit) -> usize {
        let Unit::Stretch { block, start: 0 } = unit else { return 0 };
        let Some(before) = self.folds.prev(block) else { return 0 };
        let kind = |block: usize| self.document.blocks.get(block).map(|block| block.kind);
        let folded = self.folds.headed_by(before).is_some_and(|section| self.folds.is_closed(section));
        let apart = match (kind(before), kind(block)) {
            (_, Some(BlockKind::Heading { .. })) => !folded,
            (Some(BlockKind::Caption), Some(BlockKind::Caption)) => false,
            (Some(BlockKind::Caption), _) | (_, Some(BlockKind::Caption)) => true,
            (Some(BlockKind::Paragraph), Some(BlockKind::Paragraph)) => self.airy,
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
            Unit::Stretch { block, start } => {
                let text = self.text(block);
                layout::rows_in(text, layout::stretch_at(text, start), &self.block_measure(block)).into()
            }
        };
        let mut cache = self.rows.borrow_mut();
        if cache.len() >= CACHED {
            cache.clear();
        }
        cache.insert(unit, rows.clone());
        rows
    }

    /// How a block is set: paragraphs with two Han of indent, captions deeper, lists with hanging rows.
    pub fn block_measure(&self, block: usize) -> Measure {
        const HAN: usize = 2;
        let roomy = self.measure.columns >= 16 * HAN;
        let kind = self.document.blocks.get(block).map_or(BlockKind::Paragraph, |block| block.kind);
        let (first_indent, indent) = match kind {
            BlockKind::Heading { .. } => (0, 0),
            BlockKind::Paragraph => (2 * HAN, 0),
            BlockKind::Caption | BlockKind::Quote if roomy => (4 * HAN, 4 * HAN),
            BlockKind::Caption | BlockKind::Quote => (HAN, HAN),
            BlockKind::ListItem | BlockKind::TableRow | BlockKind::Code if roomy => (2 * HAN, 3 * HAN),
            BlockKind::ListItem | BlockKind::TableRow | BlockKind::Code => (0, HAN),
        };
        let measure = Measure { first_indent, indent, ..self.measure };
        match kind {
            BlockKind::TableRow => Measure { tab: self.tab(block, measure), ..measure },
            BlockKind::Code => Measure { full_width: false, spacing: false, ..measure },
            _ => measure,
        }
    }

    /// The tab stops of the table that a row belongs to.
    fn tab(&self, row: usize, measure: Measure) -> usize {
        let tables = self.tables.get_or_init(|| {
            let mut tables = Vec::new();
            let mut start = 0;
            for run in self.document.blocks.chunk_by(|a, b| a.kind == b.kind) {
                let blocks = start..start + run.len();
                start = blocks.end;
                if run[0].kind == BlockKind::TableRow {
                    let texts = run.iter().map(|block| block.text.as_str());
                    let columns = measure.columns.saturating_sub(measure.first_indent);
                    tables.push((blocks, table::tab(texts, columns, measure.ambiguous)));
                }
            }
            tables
        });
        let at = tables.partition_point(|(blocks, _)| blocks.end <= row);
        tables.get(at).map_or(0, |&(_, tab)| tab)
    }

    fn last_stretch(&self, block: usize) -> Unit {
        let text = self.text(block);
        Unit::Stretch { block, start: layout::stretch_at(text, text.len()).start }
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
        let mut rows = layout::rows(text, &self.measure);
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
        Some(self.last_stretch(block))
    }

    fn next(&self, unit: Unit) -> Option<Unit> {
        let next = match unit {
            Unit::Head => (!self.document.blocks.is_empty()).then_some(0),
            Unit::Stretch { block, start } => {
                let text = self.text(block);
                let end = layout::stretch_at(text, start).end;
                if end < text.len() {
                    return Some(Unit::Stretch { block, start: end });
                }
                self.folds.next(block)
            }
        };
        next.map(|block| Unit::Stretch { block, start: 0 })
    }

    fn prev(&self, unit: Unit) -> Option<Unit> {
        match unit {
            Unit::Head => None,
            Unit::Stretch { block, start: 0 } => {
                Some(self.folds.prev(block).map_or(Unit::Head, |block| self.last_stretch(block)))
            }
            Unit::Stretch { block, start } => {
                let start = layout::stretch_at(self.text(block), start - 1).start;
                Some(Unit::Stretch { block, start })
            }
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
            Unit::Stretch { .. } => self.gap(unit) + self.rows(unit).len(),
        }
    }
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
