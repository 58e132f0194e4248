//! Headings and their levels.

use super::line::{Line, is_han};
use super::numbering::{self, Scheme};

/// Longest unnumbered heading, in characters.
const PLAIN: u32 = 26;
/// Longest numbered heading.
const NUMBERED: u32 = 34;
/// Shortest paragraph that a heading can stand over.
const BODY: u32 = 36;

/// What the heading stage sees of a line of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// A line that may still become anything.
    Open,
    Caption,
    /// Not part of the text.
    Gone,
}

/// Whether a line could be a heading by its own looks.
fn possible(line: &Line) -> bool {
    let number = numbering::parse(line.text);
    if number.is_some_and(|n| n.scheme == Scheme::Article) {
        return false;
    }
    let limit = if number.is_some() { NUMBERED } else { PLAIN };
    let text = line.text;
    let last = text.chars().next_back().unwrap_or(' ');
    let marked = text.starts_with(['■', '◎', '●', '◆', '★', '【', '▌', '▍']);
    line.chars >= 2
        && line.chars <= limit
        && !"。；;，,、".contains(last)
        && !(last == '.' && line.han * 2 < line.chars)
        && (!line.bullet || marked)
        && line.commas <= 2
        && !text.contains('。')
        && !(text.starts_with(['“', '「', '"']) && text.ends_with(['”', '」', '"']) && line.stops > 0)
        && !(last_asks(last) && number.is_none() && line.commas > 0)
        && !is_decoration(text)
        && !is_key_value(text)
        && (line.han > 0 || text.chars().any(char::is_alphabetic))
}

fn last_asks(last: char) -> bool {
    matches!(last, '？' | '?' | '！' | '!')
}

fn is_decoration(text: &str) -> bool {
    text.contains("～～")
        || text.contains("~~")
        || text.contains("!!")
        || text.contains("！！")
        || text.contains("……")
}

/// 身高：168CM
fn is_key_value(text: &str) -> bool {
    let Some(at) = text.find([':', '：']) else { return false };
    let (key, value) = (&text[..at], text[at..].trim_start_matches([':', '：']));
    key.chars().count() <= 8
        && !value.trim().is_empty()
        && value.chars().next().is_some_and(|c| c.is_ascii_digit())
}

/// Raw text up to this size is searched for the fragments' other halves.
const SEARCHED: usize = 1 << 19;

/// The last characters stand elsewhere in the middle of a word: the line is a piece of a sentence.
fn is_fragment(raw: &str, line: &Line) -> bool {
    let Some((from, _)) = line.text.char_indices().rev().nth(7) else { return false };
    let tail = &line.text[from..];
    if raw.len() > SEARCHED || tail.contains(char::is_whitespace) {
        return false;
    }
    let own = line.start + from;
    raw.match_indices(tail)
        .filter(|(at, _)| *at != own)
        .any(|(at, _)| raw[at + tail.len()..].trim_start().starts_with(is_han))
}

/// Marks the lines that are headings. `seen` says what the other stages made of each line.
pub fn mark(raw: &str, lines: &[Line], seen: &[Seen]) -> Vec<bool> {
    let open: Vec<usize> = (0..lines.len()).filter(|&at| seen[at] == Seen::Open).collect();
    let mut heading = vec![false; lines.len()];
    let candidate: Vec<bool> =
        open.iter().map(|&at| possible(&lines[at]) && !is_fragment(raw, &lines[at])).collect();
    let values = key_values(lines, &open);
    let mut run_start = 0;
    while run_start < open.len() {
        if !candidate[run_start] {
            run_start += 1;
            continue;
        }
        let mut run_end = run_start;
        while run_end < open.len() && candidate[run_end] {
            run_end += 1;
        }
        judge_run(lines, &open, run_start..run_end, &values, &mut heading);
        run_start = run_end;
    }
    heading
}

/// Lines that belong to a list of three or more key: value lines.
fn key_values(lines: &[Line], open: &[usize]) -> Vec<bool> {
    let pair = |at: usize| {
        let text = lines[at].text;
        text.find([':', '：'])
            .is_some_and(|colon| text[..colon].chars().count() <= 9 && colon + 3 < text.len())
            && lines[at].chars <= 50
    };
    let mut marked = vec![false; open.len()];
    let mut from = 0;
    for to in 0..=open.len() {
        if to < open.len() && pair(open[to]) {
            continue;
        }
        if to - from >= 3 {
            marked[from..to].fill(true);
        }
        from = to + 1;
    }
    marked
}

/// A run of short unclosed lines, and what stands around it.
fn judge_run(
    lines: &[Line],
    open: &[usize],
    run: std::ops::Range<usize>,
    values: &[bool],
    heading: &mut [bool],
) {
    let numbered = |i: usize| numbering::parse(lines[open[i]].text).map(|n| n.scheme);
    let before_closed = run.start == 0 || {
        let before = &lines[open[run.start - 1]];
        // A picture or something taken out stands between: the column may have ended there.
        open[run.start] > open[run.start - 1] + 1
            || before.ends_sentence()
            || before.ends_colon()
            || before.chars >= 20 && !before.ends_open() && !before.is_prose()
            || before.text.ends_with(['）', ')', '”'])
    };
    let body_after = run.end < open.len() && is_body(&lines[open[run.end]]);
    // The last lines of the run stand over the text; those before them are a list, a table, a menu.
    let first = if run.len() <= 3 { run.start } else { run.end.saturating_sub(1) };
    for i in run.clone() {
        if values[i] {
            continue;
        }
        let line = &lines[open[i]];
        let scheme = numbered(i);
        let strong = matches!(scheme, Some(Scheme::Part | Scheme::Chapter | Scheme::Section));
        let sibling = scheme.is_some()
            && (i > run.start && numbered(i - 1) == scheme || i + 1 < run.end && numbered(i + 1) == scheme);
        heading[open[i]] = if strong {
            !sibling || body_after && i + 1 == run.end
        } else if sibling {
            false
        } else if scheme.is_some() {
            body_after && (i >= first || run.len() <= 4)
        } else {
            body_after && before_closed && i >= first && line.chars >= 2
        };
    }
}

/// A paragraph that a heading can stand over.
fn is_body(line: &Line) -> bool {
    line.chars >= BODY
        || line.ends_sentence() && line.chars >= 12
        || numbering::parse(line.text).is_some_and(|n| n.scheme == Scheme::Article)
}

/// Levels of headings, in order: by the scheme of their numbers, the widest first.
pub fn levels(texts: &[&str]) -> Vec<u8> {
    let schemes: Vec<Option<Scheme>> =
        texts.iter().map(|text| numbering::parse(text).map(|n| n.scheme)).collect();
    let mut known: Vec<Scheme> = schemes.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    // Unnumbered heads are of the highest level, unless they stand between numbered ones of it.
    let plain_first =
        schemes.first().is_some_and(Option::is_none) && schemes.iter().filter(|s| s.is_none()).count() >= 2;
    let base = u8::from(plain_first && !known.is_empty());
    schemes
        .iter()
        .map(|scheme| match scheme {
            Some(scheme) => {
                known.iter().position(|known| known == scheme).map_or(1, |at| at as u8 + 1 + base).min(6)
            }
            None => 1,
        })
        .collect()
}
