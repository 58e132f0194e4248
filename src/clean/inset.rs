//! Blocks of links that stand inside a text: 相关新闻 and some titles, then the article goes on.

use std::ops::Range;

use super::line::Line;
use super::noise::Noise;
use crate::document::Reason;

/// Titles that such a block has at most.
const LONGEST: usize = 10;
/// Characters of the longest title.
const TITLE: u32 = 40;

/// The rule by which boxes that say where they end are known.
pub const BOX: &str = "named-box";

/// Marks boxes that say themselves where they end: 跳过 热读 继续阅读, some titles, End of 热读.
pub fn mark_named(lines: &[Line], noise: &mut [Option<Noise>]) {
    for at in 0..lines.len() {
        let name = lines[at].text.strip_prefix("跳过").and_then(|rest| rest.trim().strip_suffix("继续阅读"));
        let name = name.map(str::trim);
        let named = |line: &&Line| name.is_some() && line.text.strip_prefix("End of").map(str::trim) == name;
        if let Some(end) = lines[at..].iter().take(2 * LONGEST).position(|line| named(&line)) {
            noise[at..=at + end].fill(Some(Noise::new(Reason::Related, true, BOX)));
        }
    }
}

/// Whether a line announces links to other documents.
pub fn announces(noise: Noise) -> bool {
    noise.ends && noise.certain && noise.reason == Reason::Related
}

/// Where the next paragraph begins behind a line that announces links, if only titles stand between.
pub fn end(lines: &[Line], noise: &[Option<Noise>], marker: usize) -> Option<usize> {
    let behind = marker + 1..(marker + 2 + LONGEST).min(lines.len());
    for at in behind {
        if lines[at].is_prose() && noise[at].is_none() {
            return Some(at);
        }
        if lines[at].ends_sentence() || lines[at].chars > TITLE || noise[at].is_some_and(|noise| noise.ends) {
            return None;
        }
    }
    None
}

/// The titles behind a marker. The last of several lines is the heading of what follows where nothing marks
/// it as one of them.
pub fn titles(lines: &[Line], noise: &[Option<Noise>], marker: usize) -> Option<Range<usize>> {
    let end = end(lines, noise, marker)?;
    let titles = marker + 1..end;
    let (Some(first), Some(last)) = (lines[titles.clone()].first(), lines[titles.clone()].last()) else {
        return Some(titles);
    };
    let apart = first.bullet != last.bullet || titles.len() > 1 && last.blank_before > first.blank_before;
    // 相关阅读：… names its link itself; a single line behind it is a heading.
    let own =
        lines[marker].text.split_once(['：', ':', '】']).is_some_and(|(_, title)| title.chars().count() >= 6);
    let apart = apart || own && titles.len() == 1;
    let headed = last.numbered.is_some() || apart || titles.len() > 2 && !last.bullet;
    Some(titles.start..titles.end - usize::from(headed))
}
