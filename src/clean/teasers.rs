//! Lists of other texts on a page of HTML: titles that are links, each with a line or two of its text and when
//! it was published.

use super::date;
use super::line::Line;
use super::noise::Noise;
use crate::document::Reason;
use crate::library::Tag;

/// Shortest title, in characters: a shorter link is a name.
const SHORTEST_TITLE: u32 = 6;
/// Longest piece of a text that is given, in characters.
const LONGEST_PIECE: u32 = 160;
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
    line.text.ends_with(['…']) || line.text.ends_with("...")
}

/// 2019-05-31, 22小时前 358评论
fn tells_when(line: &Line) -> bool {
    const UNITS: &[&str] = &["秒前", "分钟前", "分鐘前", "小时前", "小時前", "天前", "周前", "月前"];
    line.chars <= 30
        && line.digits > 0
        && (UNITS.iter().any(|unit| line.text.contains(unit)) || !date::find(line.text).is_empty())
}
