//! Lists of other texts on a page of HTML: titles that are links, each with a line or two of its text and when
//! it was published.

use super::date;
use super::line::Line;
use super::noise::{LINKS, Noise};
use crate::document::Reason;
use crate::ingest::Tag;

/// Shortest title, in characters: a shorter link is a name.
const SHORTEST_TITLE: u32 = 6;
/// Longest piece of a text that is given, in characters.
const LONGEST_PIECE: u32 = 160;
/// Characters of text under a linked heading that are no teaser any more.
const LONGEST_TEASER: u32 = 100;
/// Most lines under a title.
const MOST_LINES: usize = 4;
/// So many in a row make a list.
const FEWEST: usize = 4;

/// Marks the lists of four and more.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) {
    let titles: Vec<usize> = (0..lines.len()).filter(|&at| is_title(&lines[at])).collect();
    let mut from = 0;
    while from < titles.len() {
        let goes_on = |pair: &&[usize]| is_teaser(&lines[pair[0] + 1..pair[1]]);
        let count = titles[from..].windows(2).take_while(goes_on).count();
        if count + 1 >= FEWEST {
            let last = titles[from + count];
            // The last has as many lines as the one above it.
            let alike = last - titles[from + count - 1];
            let behind = lines[last + 1..].iter().take(alike - 1).take_while(|line| is_piece(line)).count();
            for noise in &mut noise[titles[from]..=last + behind] {
                *noise = Some(Noise::new(Reason::Related, true, "teaser"));
            }
        }
        from += count + 1;
    }
}

/// Longest and shortest piece of a text that is cut off, in characters, and how much they differ in length: a page
/// cuts all at the same.
const CUT_OFF: std::ops::RangeInclusive<u32> = 12..=90;
const ALIKE: u32 = 3;
/// So many in a row are no sentences that trail off.
const FEWEST_CUT: usize = 3;
/// Characters of their heading.
const LONGEST_HEAD: u32 = 8;

/// Marks pieces of other texts without their titles: lines cut off at the same length, and what stands above each of
/// several buttons to read on.
pub fn mark_cut_off(lines: &[Line], noise: &mut [Option<Noise>]) {
    let related = Some(Noise::new(Reason::Related, true, "cut-off"));
    let cut: Vec<usize> =
        (0..lines.len()).filter(|&at| CUT_OFF.contains(&lines[at].chars) && is_cut_off(&lines[at])).collect();
    let alike = |pair: &[usize]| {
        pair[1] - pair[0] <= 2 && lines[pair[0]].chars.abs_diff(lines[pair[1]].chars) <= ALIKE
    };
    for run in cut.chunk_by(|&a, &b| alike(&[a, b])).filter(|run| run.len() >= FEWEST_CUT) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let headed = first > 0 && lines[first - 1].chars <= LONGEST_HEAD && lines[first - 1].stops == 0;
        noise[first - usize::from(headed)..=last].fill(related);
    }
    let buttons: Vec<usize> = (1..lines.len()).filter(|&at| is_more(lines[at].text)).collect();
    for run in buttons.chunk_by(|a, b| b - a <= 1 + MOST_LINES).filter(|run| run.len() >= FEWEST_CUT) {
        noise[run[0] - 1..run[run.len() - 1]].fill(related);
    }
}

/// 详情, [详细], 阅读全文: a button to read the rest.
fn is_more(text: &str) -> bool {
    const WORDS: &[&str] = &["详情", "详细", "阅读全文", "查看全文", "查看详情", "阅读更多", "全文"];
    WORDS.contains(&text.trim_matches(|c: char| !c.is_alphabetic()))
}

/// A heading that is a link to its own page stands over a text of its own where more than a teaser follows it.
pub fn unmark_heads(lines: &[Line], noise: &mut [Option<Noise>]) {
    let heads = |line: &Line| line.hint.link_share >= 80 && matches!(line.hint.tag, Tag::Heading(2..=4));
    for at in (0..lines.len()).filter(|&at| heads(&lines[at])) {
        if noise[at].is_none_or(|noise| noise.rule != LINKS) {
            continue;
        }
        let below = lines[at + 1..].iter().zip(&noise[at + 1..]).take_while(|(line, _)| !heads(line));
        let prose =
            below.filter(|(line, noise)| noise.is_none() && line.is_prose()).map(|(line, _)| line.chars);
        let (count, chars) = prose.fold((0, 0), |(count, sum), chars| (count + 1, sum + chars));
        if count >= 2 && chars >= LONGEST_TEASER {
            noise[at] = None;
        }
    }
}

fn is_title(line: &Line) -> bool {
    line.hint.link_share >= 80 && line.chars >= SHORTEST_TITLE && line.chars <= 60
}

/// The lines under a title: one piece of a text at most, cut off or dated.
fn is_teaser(lines: &[Line]) -> bool {
    (1..=MOST_LINES).contains(&lines.len())
        && lines.iter().all(is_piece)
        && lines.iter().filter(|line| line.is_prose()).count() <= 1
        && lines.iter().any(|line| is_cut_off(line) || tells_when(line))
}

fn is_piece(line: &Line) -> bool {
    line.chars <= LONGEST_PIECE && line.hint.tag != Tag::Heading(1)
}

fn is_cut_off(line: &Line) -> bool {
    (line.text.ends_with('…') || line.text.ends_with("...")) && !line.text.ends_with("……")
}

/// 2019-05-31, 22小时前 358评论
fn tells_when(line: &Line) -> bool {
    const UNITS: &[&str] = &["秒前", "分钟前", "分鐘前", "小时前", "小時前", "天前", "周前", "月前"];
    line.chars <= 30
        && line.digits > 0
        && (UNITS.iter().any(|unit| line.text.contains(unit)) || !date::find(line.text).is_empty())
}
