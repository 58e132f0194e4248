//! The small print under a text: rights, sources, disclaimers, in whole paragraphs.

use std::sync::LazyLock;

use super::line::Line;
use super::noise::Noise;
use super::words::Words;
use crate::document::Reason;

/// Words of the small print under a text; a paragraph that has two of them is some of it.
const SMALL_PRINT: &[&str] = &[
    "本网",
    "本站",
    "本刊",
    "转载",
    "轉載",
    "版权",
    "版權",
    "侵权",
    "侵權",
    "稿件",
    "来源",
    "來源",
    "授权",
    "授權",
    "法律",
    "责任",
    "責任",
    "观点",
    "觀點",
    "删除",
    "刪除",
    "作者",
    "投资建议",
    "风险自担",
];

/// The line speaks of rights and sources.
pub fn speaks(line: &Line) -> bool {
    WORDS.different(line.text) >= 2
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(SMALL_PRINT.iter().copied()));

/// The last line of a paragraph that was cut at a fixed width is none, whatever its words: the line above it breaks
/// off, as wide as the one above that.
pub fn unmark_rests(lines: &[Line], noise: &mut [Option<Noise>]) {
    for at in 2..lines.len() {
        let (wide, above, line) = (&lines[at - 2], &lines[at - 1], &lines[at]);
        let cut = above.columns >= NARROWEST
            && above.columns.abs_diff(wide.columns) <= 4
            && !above.ends_sentence()
            && line.blank_before + above.blank_before == 0
            && line.ends_sentence();
        if cut && noise[at - 1].is_none() && noise[at - 2].is_none() {
            noise[at] = noise[at].filter(|noise| noise.reason != Reason::Copyright);
        }
    }
}

/// Columns of the narrowest lines that text is cut to.
const NARROWEST: u32 = 28;

/// Small print goes on: a paragraph behind a piece of it that speaks of the same is more of it.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) {
    for at in 1..lines.len() {
        let before =
            noise[at - 1].is_some_and(|noise| noise.reason == Reason::Copyright) && speaks(&lines[at - 1]);
        if before && noise[at].is_none_or(|noise| !noise.certain) && speaks(&lines[at]) {
            noise[at] = Some(Noise::new(Reason::Copyright, true, "small-print"));
        }
    }
}
