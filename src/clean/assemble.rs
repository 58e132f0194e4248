//! Decided lines → blocks and removed pieces, so that together they are the raw text.

use std::ops::Range;

use super::class::{is_han, is_invisible};
use super::line::Line;
use crate::document::{Block, BlockKind, Reason, Removed, Repair, Span};

/// A block as decided: its lines in reading order.
#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: BlockKind,
    pub lines: Vec<usize>,
    pub repair: Option<Repair>,
    pub doubt: Option<Reason>,
}

/// A piece of a kept line that is left out.
#[derive(Debug, Clone)]
pub struct Cut {
    pub range: Range<usize>,
    pub reason: Reason,
}

/// Builds the blocks. `cuts` are in raw order and do not overlap.
pub fn blocks(raw: &str, lines: &[Line], cuts: &[Cut], drafts: &[Draft]) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut text = String::with_capacity(draft.lines.iter().map(|&at| lines[at].text.len()).sum());
        let mut spans = Vec::with_capacity(draft.lines.len());
        for &at in &draft.lines {
            let line = &lines[at];
            let row = draft.kind == BlockKind::TableRow;
            let mut join = !row;
            if row && !text.is_empty() {
                text.push('\t');
            }
            for piece in kept(line, cuts) {
                let part = &raw[piece.clone()];
                match line.spaced {
                    true if row => append_cells(&mut text, part),
                    true => append(&mut text, part, join),
                    false => {
                        text.extend((join && needs_space(&text, part)).then_some(' '));
                        text.push_str(part);
                    }
                }
                join = false;
                spans.push(span(line.number, piece));
            }
        }
        if !text.is_empty() {
            blocks.push(Block {
                kind: draft.kind,
                text: despaced(text),
                spans,
                repair: draft.repair,
                doubt: draft.doubt,
            });
        }
    }
    blocks
}

pub fn span(line: u32, range: Range<usize>) -> Span {
    Span { line, start: offset(range.start), end: offset(range.end) }
}

/// Spans count in 32 bits; what lies beyond four gigabytes is not told apart.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The parts of a line that its cuts leave.
fn kept(line: &Line, cuts: &[Cut]) -> Vec<Range<usize>> {
    let whole = line.range();
    let mut parts = Vec::with_capacity(1);
    let mut from = whole.start;
    let first = cuts.partition_point(|cut| cut.range.end <= whole.start);
    for cut in cuts[first..].iter().take_while(|cut| cut.range.start < whole.end) {
        if cut.range.start > from {
            parts.push(from..cut.range.start);
        }
        from = cut.range.end;
    }
    if from < whole.end {
        parts.push(from..whole.end);
    }
    parts
}

/// Adds raw text with its white space normalised. At the seam of two lines a space stands only where both
/// sides are written with spaces.
pub fn append(text: &mut String, raw: &str, seam: bool) {
    let mut space = raw.starts_with(char::is_whitespace) || seam && needs_space(text, raw);
    for word in raw.split_whitespace() {
        if space && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
        space = true;
    }
    if !seam && raw.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

/// Appends part of a table's row: a tab stands for white space with tabs in it.
fn append_cells(text: &mut String, raw: &str) {
    for (at, cell) in raw.split('\t').filter(|cell| !cell.trim().is_empty()).enumerate() {
        text.extend((at > 0).then_some('\t'));
        append(text, cell.trim(), false);
    }
}

/// Whether both sides of a seam are written with spaces between words.
pub fn needs_space(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(spaced)
        && after.chars().find(|c| !c.is_whitespace()).is_some_and(spaced)
}

/// Characters of scripts that put spaces between words.
fn spaced(c: char) -> bool {
    !is_han(c)
        && !('\u{2e80}'..='\u{a4cf}').contains(&c)
        && !('\u{ff00}'..='\u{ffef}').contains(&c)
        && !"“”‘’—…·".contains(c)
}

/// 李 强 同 孟 → 李强同孟: a text whose every word is one Han character was spaced out for looks.
pub fn despaced(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    let is_letter = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(is_han) && chars.next().is_none()
    };
    if text.chars().nth(1) == Some(' ') && text.split(' ').all(is_letter) && text.split(' ').nth(2).is_some()
    {
        text.retain(|c| c != ' ');
    }
    text
}

/// Takes the blanks beside Chinese characters and marks out of a text that a machine has read: 渡 口 停 航 ， →
/// 渡口停航，.
pub fn close_blanks(text: &mut String) {
    let mut closed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = |c: Option<char>| c.is_none_or(|c| !spaced(c));
        if c != ' ' || !beside(closed.chars().next_back()) && !beside(chars.peek().copied()) {
            closed.push(c);
        }
    }
    *text = closed;
}

/// Everything that is in no block, in raw order: lines with their reasons, cuts, and the debris between.
pub fn removed(raw: &str, lines: &[Line], reasons: &[Option<Reason>], cuts: &[Cut]) -> Vec<Removed> {
    let mut out = Vec::with_capacity(lines.len());
    let mut from = 0;
    let mut number = 1;
    let mut cuts = cuts.iter().peekable();
    for (line, reason) in lines.iter().zip(reasons) {
        let range = line.range();
        debris(raw, from..range.start, number, Reason::Markup, &mut out);
        match reason {
            Some(reason) => push(raw, range.clone(), line.number, *reason, line.spaced, &mut out),
            None => {
                while let Some(cut) = cuts.next_if(|cut| cut.range.start < range.end) {
                    if cut.range.start >= range.start {
                        push(raw, cut.range.clone(), line.number, cut.reason, line.spaced, &mut out);
                    }
                }
            }
        }
        from = range.end;
        number = line.number;
    }
    debris(raw, from..raw.len(), number, Reason::Markup, &mut out);
    out
}

/// A stretch of raw text that is left out, line by line: what lies between lines is white space, and marks
/// that belong to no line.
pub fn debris(raw: &str, range: Range<usize>, mut number: u32, reason: Reason, out: &mut Vec<Removed>) {
    let mut start = range.start;
    let rest = &raw[range];
    if rest.trim_start().is_empty() {
        return;
    }
    for part in rest.split_inclusive('\n') {
        let bare = part.trim();
        if !bare.is_empty() {
            let at = start + (part.len() - part.trim_start().len());
            push(raw, at..at + bare.len(), number, reason, true, out);
        }
        start += part.len();
        number += u32::from(part.ends_with('\n'));
    }
}

/// `spaced` says whether white space may stand inside.
fn push(raw: &str, range: Range<usize>, line: u32, reason: Reason, spaced: bool, out: &mut Vec<Removed>) {
    let mut text = String::with_capacity(range.len());
    match spaced {
        true => append(&mut text, &raw[range.clone()], true),
        false => text.push_str(&raw[range.clone()]),
    }
    if !text.is_empty() {
        out.push(Removed { span: span(line, range), text, reason });
    }
}

/// Cuts for the characters of kept lines that leave no mark on the page.
pub fn invisible(line: &Line, cuts: &mut Vec<Cut>) {
    if !line.unclean {
        return;
    }
    let mut run: Option<Range<usize>> = None;
    for (at, c) in line.text.char_indices() {
        if is_invisible(c) {
            let end = line.start + at + c.len_utf8();
            match &mut run {
                Some(run) if run.end == line.start + at => run.end = end,
                _ => {
                    if let Some(range) = run.replace(line.start + at..end) {
                        cuts.push(Cut { range, reason: Reason::Markup });
                    }
                }
            }
        }
    }
    cuts.extend(run.map(|range| Cut { range, reason: Reason::Markup }));
}
