//! The marked range, and what is copied: paragraph, section, range, with or without its source.

use std::ops::Range;

use super::paper::{char_at, floor_char};
use super::{Reading, Spot, words};
use crate::document::line_ranges;
use crate::lang::Lang;
use crate::text::punctuation::shown;

impl Reading {
    /// The marked range, its last character included.
    pub fn selection(&self) -> Option<(Spot, Spot)> {
        let anchor = self.anchor?;
        let (start, last) = if anchor <= self.cursor { (anchor, self.cursor) } else { (self.cursor, anchor) };
        let text = self.paper.text(last.block);
        if self.whole {
            return Some((Spot { byte: 0, ..start }, Spot { block: last.block, byte: text.len() }));
        }
        Some((start, Spot { block: last.block, byte: char_at(text, last.byte).end }))
    }

    /// Marks the word at the cursor.
    pub fn select_word(&mut self) {
        let block = self.cursor.block;
        if let Some(word) = words::around(self.paper.text(block), self.cursor.byte) {
            self.anchor = Some(Spot { block, byte: word.start });
            self.whole = false;
            self.cursor.byte = floor_char(self.paper.text(block), word.end.saturating_sub(1));
        }
    }

    /// The marked bytes of a block.
    pub fn selected_in(&self, block: usize) -> Option<Range<usize>> {
        let (start, end) = self.selection()?;
        if block < start.block || block > end.block {
            return None;
        }
        let from = if block == start.block { start.byte } else { 0 };
        let to = if block == end.block { end.byte } else { self.paper.text(block).len() };
        Some(from..to)
    }

    /// What `y` copies: the marked range, on a heading its section, else the paragraph.
    pub fn copied(&self) -> (Spot, Spot) {
        if let Some(range) = self.selection() {
            return range;
        }
        let block = self.cursor.block;
        let last = match self.paper.folds.headed_by(block) {
            Some(section) => self.paper.folds.sections()[section].blocks.end.saturating_sub(1),
            None => block,
        };
        (Spot { block, byte: 0 }, Spot { block: last, byte: self.paper.text(last).len() })
    }

    /// The text to copy, a paragraph a line.
    pub fn copy_text(&self) -> String {
        let (start, end) = self.copied();
        (start.block..=end.block)
            .map(|block| {
                let text = self.paper.text(block);
                let from = if block == start.block { start.byte } else { 0 };
                let to = if block == end.block { end.byte } else { text.len() };
                self.as_shown(text, from..to)
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Part of a text as it is shown: punctuation folded to ASCII is full-width again.
    fn as_shown(&self, text: &str, bytes: Range<usize>) -> String {
        match self.paper.measure().full_width {
            true => shown(text, bytes),
            false => text[bytes].to_owned(),
        }
    }

    /// The same with where it comes from: title, source, date, file and raw lines.
    pub fn citation(&self, name: &str, lang: Lang) -> String {
        let (start, end) = self.copied();
        let meta = &self.paper.document.meta;
        let lines = self.paper.document.blocks[start.block..=end.block]
            .iter()
            .flat_map(|block| line_ranges(&block.spans))
            .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
        let mut facts = Vec::new();
        if let Some(title) = &meta.title {
            facts.push(lang.pick("《{}》", "“{}”").replace("{}", title));
        }
        facts.extend(meta.source.clone());
        facts.extend(meta.published.map(|at| at.day()));
        facts.push(match lines {
            Some([a, b]) if a == b => format!("{name}:{a}"),
            Some([a, b]) => format!("{name}:{a}-{b}"),
            None => name.to_owned(),
        });
        format!("{}\n—— {}", self.copy_text(), facts.join(lang.pick("，", ", ")))
    }

    /// The raw line that the cursor's block comes from.
    pub fn raw_line(&self) -> u32 {
        let block = self.paper.document.blocks.get(self.cursor.block);
        block.and_then(|block| block.spans.first()).map_or(1, |span| span.line)
    }
}
