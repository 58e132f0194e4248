//! Tables of contents, which only repeat the headings.

use super::line::Line;
use super::noise::Noise;
use crate::document::Reason;

/// The rule by which their lines are known.
pub const RULE: &str = "contents";
/// Most lines of a table of contents.
const LONGEST: usize = 60;
/// So far ahead its headings are looked for.
const REACH: usize = 4000;

/// Marks a table of contents (目录, and short lines that all stand again below; or a list of the text's pages), and
/// answers with the headings that it names.
pub fn mark<'a>(lines: &[Line<'a>], noise: &mut [Option<Noise>]) -> Vec<&'a str> {
    let name = |line: &Line| matches!(line.text, "目录" | "目錄" | "本文目录" | "文章目录" | "Contents");
    let named = lines.iter().position(name);
    let paged = || lines.iter().position(|line| page(line.text).is_some());
    let Some((head, first)) = named.map(|at| (at, at + 1)).or_else(|| paged().map(|at| (at, at))) else {
        return Vec::new();
    };
    let rest = &lines[first..];
    let short = |line: &&Line| line.chars <= 30 && !line.ends_sentence();
    let stands_again = |line: &Line<'a>| {
        let below = || rest.iter().take(REACH).filter(|other| other.start > line.start);
        let title = entry(line.text);
        let again = |other: &Line| {
            let tail = other.text.strip_prefix(title).or_else(|| other.text.strip_prefix(line.text));
            tail.is_some_and(|tail| tail.is_empty() || tail.starts_with(['[', '［']))
        };
        (!title.is_empty() && below().any(again)).then_some(title)
    };
    let list = rest.iter().take(LONGEST).take_while(short);
    let list = list.map(|line| (line, stands_again(line)));
    let listed = list.take_while(|(line, title)| title.is_some() || line.text.starts_with('['));
    let titles: Vec<Option<&str>> = listed.map(|(_, title)| title).collect();
    if titles.iter().flatten().count() < 3 {
        return Vec::new();
    }
    for noise in &mut noise[head..first + titles.len()] {
        *noise = Some(Noise::new(Reason::Navigation, true, RULE));
    }
    titles.into_iter().flatten().collect()
}

/// The heading that an entry names: without its number and its mark (2.1 由来, ▪ 由来, 第2页：由来).
fn entry(text: &str) -> &str {
    page(text).unwrap_or(text).trim_start_matches(|c: char| c.is_ascii_digit() || ".、▪•· ".contains(c))
}

/// 第2页：外观
fn page(text: &str) -> Option<&str> {
    let (number, title) = text.strip_prefix('第')?.split_once(['页', '頁'])?;
    let counted = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    title.strip_prefix(['：', ':']).filter(|_| counted)
}
