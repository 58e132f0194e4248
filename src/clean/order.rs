//! Columns that were read in the wrong order.
//!
//! A paragraph that breaks off before something that cannot be its continuation, and another that begins in
//! mid-word elsewhere, are put together where the characters at the seam stand together elsewhere in the
//! document. The rest of the second one's column, up to the next heading or caption, comes with it.

use super::assemble::Draft;
use super::class::is_word;
use super::join::across;
use super::line::Line;
use super::ngrams::Ngrams;
use crate::document::{BlockKind, Repair};

/// Evidence from which on parts are moved; below it they stay and are marked.
const STRONG: f32 = 3.2;

/// Brings the parts of broken paragraphs together, and marks those whose other part is not found.
pub fn restore(drafts: &mut Vec<Draft>, lines: &[Line], ngrams: &Ngrams) {
    mark_cut(drafts, lines);
    let mut at = 0;
    while at < drafts.len() {
        if at + 1 == drafts.len() || !breaks_off(drafts, at, lines) {
            at += 1;
            continue;
        }
        let end = &lines[*drafts[at].lines.last().unwrap_or(&0)];
        let best = (0..drafts.len())
            .filter(|&other| other != at && other != at + 1 && starts_column(drafts, other, lines))
            .map(|other| (across(end.text, lines[drafts[other].lines[0]].text, ngrams), other))
            .filter(|(evidence, _)| *evidence >= STRONG)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((_, other)) => at = bring(drafts, at, other) + 1,
            None => {
                drafts[at].repair = Some(Repair::Broken);
                at += 1;
            }
        }
    }
}

/// Marks paragraphs that stop in mid-sentence before another paragraph that did not seem to go on with them,
/// in a text that otherwise closes its paragraphs.
fn mark_cut(drafts: &mut [Draft], lines: &[Line]) {
    let paragraphs = drafts.iter().filter(|draft| draft.kind == BlockKind::Paragraph).count();
    let cut: Vec<usize> = (0..drafts.len().saturating_sub(1))
        .filter(|&at| drafts[at + 1].kind == BlockKind::Paragraph && stops_short(&drafts[at], lines))
        .collect();
    if cut.len() * MOST_CUT <= paragraphs {
        cut.into_iter().for_each(|at| drafts[at].repair = Some(Repair::Broken));
    }
}

/// One paragraph in so many may be cut; where more lack an end, it is the manner of the text.
const MOST_CUT: usize = 4;

/// A long paragraph without an end, before a heading, a caption or the end of the text.
fn breaks_off(drafts: &[Draft], at: usize, lines: &[Line]) -> bool {
    let next_closed = drafts.get(at + 1).is_none_or(|next| next.kind != BlockKind::Paragraph);
    next_closed && stops_short(&drafts[at], lines)
}

/// A long paragraph that stops in mid-sentence.
fn stops_short(draft: &Draft, lines: &[Line]) -> bool {
    let Some(last) = draft.lines.last().map(|&last| &lines[last]) else { return false };
    draft.kind == BlockKind::Paragraph
        && draft.repair.is_none()
        && last.chars >= 30
        && last.commas + last.stops >= 2
        && !last.ends_sentence()
        && !last.ends_colon()
        && last.text.ends_with(|c: char| is_word(c) || matches!(c, '，' | '、' | ','))
}

/// A paragraph that opens a column: behind a caption or heading, and the one before it is complete.
fn starts_column(drafts: &[Draft], at: usize, lines: &[Line]) -> bool {
    let draft = &drafts[at];
    draft.kind == BlockKind::Paragraph
        && draft.repair.is_none()
        && lines[draft.lines[0]].chars >= 20
        && lines[draft.lines[0]].indent < 2
        && at > 0
        && drafts[at - 1].kind == BlockKind::Caption
}

/// Moves the column that `other` opens behind `at`, joined to it. Answers where the joined one stands.
fn bring(drafts: &mut Vec<Draft>, at: usize, other: usize) -> usize {
    let end = (other + 1..drafts.len())
        .find(|&next| drafts[next].kind != BlockKind::Paragraph)
        .unwrap_or(drafts.len());
    let end = if other < at { end.min(at) } else { end };
    let mut column: Vec<Draft> = drafts.drain(other..end).collect();
    let at = if other < at { at - column.len() } else { at };
    for draft in &mut column {
        draft.repair = Some(Repair::Moved);
    }
    let first = column.remove(0);
    drafts[at].lines.extend(first.lines);
    drafts[at].repair = Some(Repair::Moved);
    let count = column.len();
    drafts.splice(at + 1..at + 1, column);
    at + count
}
