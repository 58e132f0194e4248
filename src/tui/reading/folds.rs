//! Which sections of a document are closed, and what that hides.
//!
//! Every question is answered from the sections that surround one block, so folding costs the same in a
//! document of any length.

use crate::document::{Document, Section};

/// The sections of a document and the folds over them. A lead has no heading to fold it under and is
/// always open.
#[derive(Debug, Clone, Default)]
pub struct Folds {
    sections: Vec<Section>,
    closed: Vec<bool>,
    blocks: usize,
}

impl Folds {
    /// All open, or all closed except the first section that has a heading.
    pub fn new(document: &Document, folded: bool) -> Folds {
        let sections = document.sections();
        let first = sections.iter().position(|section| section.heading.is_some());
        let closed = sections
            .iter()
            .enumerate()
            .map(|(at, section)| folded && section.heading.is_some() && Some(at) != first)
            .collect();
        Folds { sections, closed, blocks: document.blocks.len() }
    }

    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The innermost section that contains a block.
    pub fn section_of(&self, block: usize) -> Option<usize> {
        // Sections nest and start in order, so the last one that has started is still open.
        self.sections.partition_point(|section| section.blocks.start <= block).checked_sub(1)
    }

    /// The section that a heading opens.
    pub fn headed_by(&self, block: usize) -> Option<usize> {
        self.section_of(block).filter(|&at| self.sections[at].heading == Some(block))
    }

    pub fn is_closed(&self, section: usize) -> bool {
        self.closed.get(section).copied().unwrap_or(false)
    }

    /// The section and those around it, innermost first.
    pub fn around(&self, section: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(section), |&at| self.sections[at].parent)
    }

    /// How deep a section is nested; the outermost are 1.
    pub fn depth(&self, section: usize) -> usize {
        self.around(section).count()
    }

    /// The heading under which a block is hidden, or the block itself where it can be seen.
    pub fn visible(&self, block: usize) -> usize {
        let Some(section) = self.section_of(block) else { return block };
        self.around(section)
            .filter(|&at| self.closed[at])
            .filter_map(|at| self.sections[at].heading)
            .filter(|&heading| heading < block)
            .last()
            .unwrap_or(block)
    }

    /// The next block that can be seen.
    pub fn next(&self, block: usize) -> Option<usize> {
        let next = match self.headed_by(block) {
            Some(section) if self.closed[section] => self.sections[section].blocks.end,
            _ => block + 1,
        };
        (next < self.blocks).then_some(next)
    }

    /// The previous block that can be seen.
    pub fn prev(&self, block: usize) -> Option<usize> {
        block.checked_sub(1).map(|before| self.visible(before))
    }

    /// Opens or closes one section.
    pub fn set(&mut self, section: usize, closed: bool) {
        if self.sections.get(section).is_some_and(|section| section.heading.is_some()) {
            self.closed[section] = closed;
        }
    }

    /// Opens or closes a section and all within it.
    pub fn set_deep(&mut self, section: usize, closed: bool) {
        for at in self.within(section) {
            self.set(at, closed);
        }
    }

    pub fn set_all(&mut self, closed: bool) {
        for at in 0..self.sections.len() {
            self.set(at, closed);
        }
    }

    /// Shows headings down to `level`, counted by nesting; closes what lies deeper.
    pub fn set_level(&mut self, level: usize) {
        for at in 0..self.sections.len() {
            let closed = self.depth(at) >= level;
            self.set(at, closed);
        }
    }

    /// Opens all that hides a block.
    pub fn reveal(&mut self, block: usize) {
        if let Some(section) = self.section_of(block) {
            let hiding: Vec<usize> = self
                .around(section)
                .filter(|&at| self.sections[at].heading.is_some_and(|heading| heading < block))
                .collect();
            for at in hiding {
                self.closed[at] = false;
            }
        }
    }

    /// The headings of the open sections: what is remembered of the folds.
    pub fn open_headings(&self) -> Vec<u32> {
        self.headings().filter(|&(at, _)| !self.closed[at]).map(|(_, heading)| heading as u32).collect()
    }

    /// Takes back what [`Folds::open_headings`] gave.
    pub fn restore(&mut self, open: &[u32]) {
        let headings: Vec<_> = self.headings().collect();
        for (at, heading) in headings {
            self.closed[at] = !open.contains(&(heading as u32));
        }
    }

    fn headings(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.sections.iter().enumerate().filter_map(|(at, section)| Some((at, section.heading?)))
    }

    fn within(&self, section: usize) -> std::ops::Range<usize> {
        let Some(outer) = self.sections.get(section) else { return 0..0 };
        let end = self.sections.partition_point(|inner| inner.blocks.start < outer.blocks.end);
        section..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};

    /// `#` a heading of level 1, `##` of level 2, anything else a paragraph.
    fn folds(outline: &str, folded: bool) -> Folds {
        let blocks = outline
            .split_whitespace()
            .map(|word| {
                let level = word.chars().filter(|&c| c == '#').count() as u8;
                let kind = if level > 0 { BlockKind::Heading { level } } else { BlockKind::Paragraph };
                Block { kind, text: word.into(), spans: Vec::new(), repair: None, doubt: None }
            })
            .collect();
        Folds::new(&Document { blocks, ..Document::default() }, folded)
    }

    fn shown(folds: &Folds) -> Vec<usize> {
        std::iter::successors(Some(0), |&block| folds.next(block)).collect()
    }

    #[test]
    fn a_folded_document_shows_its_lead_its_first_section_and_the_other_headings() {
        let folds = folds("lead # a ## b # c d", true);
        assert_eq!(shown(&folds), [0, 1, 2, 3, 5]);
        assert_eq!(folds.prev(5), Some(3));
        assert_eq!(folds.visible(4), 3);
    }

    #[test]
    fn revealing_opens_all_around_a_block_and_nothing_else() {
        let mut folds = folds("# a ## b # c", false);
        folds.set_all(true);
        assert_eq!(shown(&folds), [0, 4]);
        folds.reveal(3);
        assert_eq!(shown(&folds), [0, 1, 2, 3, 4]);
        assert!(folds.is_closed(2));
    }

    #[test]
    fn levels_count_nesting() {
        let mut folds = folds("# a ### b # c", false);
        folds.set_level(1);
        assert_eq!(shown(&folds), [0, 4]);
        folds.set_level(2);
        assert_eq!(shown(&folds), [0, 1, 2, 4, 5]);
    }

    #[test]
    fn folds_come_back_as_they_were() {
        let mut folds = folds("# a ## b # c", true);
        folds.set_deep(0, false);
        let open = folds.open_headings();
        let mut again = folds.clone();
        again.set_all(true);
        again.restore(&open);
        assert_eq!(shown(&again), shown(&folds));
    }
}
