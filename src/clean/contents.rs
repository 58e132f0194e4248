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

/// A table of contents (目录, and short lines that all stand again below) only repeats the headings.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) {
    let name = |line: &Line| matches!(line.text, "目录" | "目錄" | "本文目录" | "文章目录" | "Contents");
    let Some(head) = lines.iter().position(name) else { return };
    let rest = &lines[head + 1..];
    let short = |line: &&Line| line.chars <= 30 && !line.ends_sentence();
    let entry = |line: &Line| {
        let title = line.text.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
        !title.is_empty()
            && rest.iter().take(REACH).filter(|other| other.start > line.start).any(|other| {
                let tail = other.text.strip_prefix(title).or_else(|| other.text.strip_prefix(line.text));
                tail.is_some_and(|tail| tail.is_empty() || tail.starts_with(['[', '［']))
            })
    };
    let list = rest.iter().take(LONGEST).take_while(short);
    let count = list.take_while(|line| entry(line) || line.text.starts_with('[')).count();
    let entries = rest[..count].iter().filter(|line| entry(line)).count();
    if entries >= 3 {
        for noise in &mut noise[head..=head + count] {
            *noise = Some(Noise::new(Reason::Navigation, true, RULE));
        }
    }
}
