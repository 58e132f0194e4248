//! A page's first line, which is what its window is called: the title and the names of channel and site.

use crate::clean::class::is_han;
use crate::clean::line::Line;
use crate::clean::origin;
use crate::clean::page::same;

/// What stands between a page's title and its site's name.
pub const SITE_MARKS: [&str; 14] =
    ["_", "--", " - ", " – ", "－", " | ", "|", "｜", " @ ", "::", "→", "【", "—", "-"];

/// The longest first line, in bytes, that can be what a window is called.
pub const LONGEST_WINDOW: usize = 600;

/// The part of a page's first line that a later line repeats: without the names of channel and site, which
/// stand behind it or, less often, before it.
pub fn without_site<'a>(text: &'a str, lines: &[Line]) -> &'a str {
    let repeated = |part: &str| {
        part.chars().nth(3).is_some() && lines.iter().skip(1).take(160).any(|line| line.text == part)
    };
    if text.len() > LONGEST_WINDOW || repeated(text) {
        return text;
    }
    let marks = || SITE_MARKS.iter().flat_map(|mark| text.match_indices(mark));
    let heads = marks().map(|(at, _)| text[..at].trim_end());
    let words = text.match_indices(char::is_whitespace).map(|(at, _)| text[..at].trim_end());
    let tails = marks().map(|(at, mark)| text[at + mark.len()..].trim_start());
    heads
        .chain(words)
        .chain(tails)
        .filter(|part| repeated(part))
        .max_by_key(|part| part.len())
        .unwrap_or_else(|| without_tail(text))
}

/// 青河新堤三年成_新闻_青河网: the piece before the marks that only names of channels and sites have behind them.
fn without_tail(text: &str) -> &str {
    let named = |head: &&str| head.chars().filter(|&c| is_han(c)).count() >= 4;
    if let Some(head) = text.split_once('_').map(|(head, _)| head.trim_end()).filter(named) {
        return head;
    }
    let last = SITE_MARKS.iter().filter_map(|mark| text.rfind(mark).map(|at| (at, at + mark.len()))).max();
    last.filter(|&(_, end)| origin::is_outlet(text[end..].trim()))
        .map(|(at, _)| text[..at].trim_end())
        .filter(named)
        .unwrap_or(text)
}

/// How a line agrees with what the page's window is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// It is all of it.
    Whole,
    /// It is what the site's name follows.
    Opens,
    /// It is one of its pieces.
    Part,
    /// Its first piece begins or ends with it: a title on two lines.
    Half,
    /// It is one of them, and the name of a paper or site.
    Site,
}

/// Characters of the window's name from which its first piece cannot be the site's.
const TITLE: usize = 8;

/// What a line is of the page's first line, which is what its window is called. Marks and white space do not
/// count, nor does the tag that a forum puts before a title ([求助]).
pub fn agreement(first: &str, line: &str) -> Option<Agreement> {
    if first.len() > LONGEST_WINDOW {
        return None;
    }
    let bare = without_tag(line);
    let is_line = |part: &str| same(part, line) || same(part, bare);
    if bare.chars().count() < 2 || !first.contains(bare.chars().next()?) {
        return None;
    }
    if is_line(first) {
        return Some(Agreement::Whole);
    }
    let marks = || SITE_MARKS.iter().flat_map(|mark| first.match_indices(mark));
    let head = marks().map(|(at, _)| first[..at].trim_end()).find(|head| is_line(head));
    let inner = || {
        marks().any(|(at, mark)| {
            let rest = &first[at + mark.len()..];
            let ends = SITE_MARKS.iter().flat_map(|mark| rest.match_indices(mark)).map(|(at, _)| at);
            ends.chain([rest.len()]).any(|end| is_line(rest[..end].trim()))
        })
    };
    match head {
        _ if origin::is_outlet(bare) => (head.is_some() || inner()).then_some(Agreement::Site),
        Some(head) if head.chars().count() >= TITLE => Some(Agreement::Opens),
        Some(_) => Some(Agreement::Part),
        None if bare.chars().count() >= 4 && inner() => Some(Agreement::Part),
        None => is_half(first, bare).then_some(Agreement::Half),
    }
}

/// Whether a line is at least a third of the title that opens the window's name, with a space behind or before.
fn is_half(first: &str, line: &str) -> bool {
    let end = SITE_MARKS.iter().filter_map(|mark| first.find(mark)).min().unwrap_or(first.len());
    let title = first[..end].trim_end();
    line.chars().count() >= 6
        && line.chars().count() * 3 >= title.chars().count()
        && (title.strip_prefix(line).is_some_and(|rest| rest.starts_with(char::is_whitespace))
            || title.strip_suffix(line).is_some_and(|rest| rest.ends_with(char::is_whitespace)))
}

/// [求助]扫描电镜漂移: a title without its tag.
fn without_tag(text: &str) -> &str {
    let close = match text.chars().next() {
        Some('[') => ']',
        Some('【') => '】',
        _ => return text,
    };
    text.split_once(close).map_or(text, |(_, rest)| rest.trim_start())
}
