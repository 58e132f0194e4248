//! A page's first line, which is what its window is called: the title and the names of channel and site.

use std::ops::Range;
use std::sync::LazyLock;

use crate::clean::class::{is_han, same};
use crate::clean::line::Line;
use crate::clean::origin;
use crate::clean::words::Words;

/// What stands between a page's title and its site's name.
pub const SITE_MARKS: [&str; 14] =
    ["_", "--", " - ", " – ", "－", " | ", "|", "｜", " @ ", "::", "→", "【", "—", "-"];

static MARKS: LazyLock<Words> = LazyLock::new(|| Words::new(SITE_MARKS));

/// Where the marks stand in a text, one perhaps inside another.
fn marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    MARKS.all(text).map(|hit| hit.range)
}

/// The longest first line, in bytes, that can be what a window is called.
pub const LONGEST_WINDOW: usize = 600;

/// A text's characters, white space aside.
fn solid(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace())
}

/// The part of a page's first line that a later line repeats: without the names of channel and site, which
/// stand behind it or, less often, before it.
pub fn without_site<'a>(text: &'a str, lines: &[Line]) -> &'a str {
    let repeated = |part: &str| {
        part.chars().nth(3).is_some()
            && lines.iter().skip(1).take(160).any(|line| solid(line.text).eq(solid(part)))
    };
    if text.len() > LONGEST_WINDOW || repeated(text) {
        return text;
    }
    let heads = marks(text).map(|mark| text[..mark.start].trim_end());
    let words = text.match_indices(char::is_whitespace).map(|(at, _)| text[..at].trim_end());
    let tails = marks(text).map(|mark| text[mark.end..].trim_start());
    let last_words = text.match_indices(char::is_whitespace).map(|(at, _)| text[at..].trim_start());
    heads
        .chain(words)
        .chain(tails)
        .chain(last_words)
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
    // 屋顶怎么修 - 青河日报 - 新闻 - 本地: the site before its channels.
    let mut pieces = text.split(" - ");
    if let Some(head) = pieces.next().filter(named)
        && pieces.any(|piece| origin::is_outlet(piece.trim()))
    {
        return head.trim_end();
    }
    let last = marks(text).max_by_key(|mark| (mark.start, mark.end));
    last.filter(|mark| origin::is_outlet(text[mark.end..].trim()))
        .map(|mark| text[..mark.start].trim_end_matches(['-', '—', ' ']))
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

/// What a page's window is called, with the places of the marks in it.
#[derive(Debug, Default)]
pub struct Window<'a> {
    name: &'a str,
    marks: Vec<Range<usize>>,
}

impl<'a> Window<'a> {
    /// Of a page whose first line is `first`. What is too long to be a window's name agrees with nothing.
    pub fn of(first: &'a str) -> Window<'a> {
        if first.len() > LONGEST_WINDOW {
            return Window::default();
        }
        Window { name: first, marks: marks(first).collect() }
    }

    /// What a line is of the window's name. Marks and white space do not count, nor does the tag that a forum
    /// puts before a title ([求助]).
    pub fn agreement(&self, line: &str) -> Option<Agreement> {
        let bare = without_tag(line);
        let is_line = |part: &str| same(part, line) || same(part, bare);
        if !self.name.contains(bare.chars().next()?) || bare.chars().nth(1).is_none() {
            return None;
        }
        if is_line(self.name) {
            return Some(Agreement::Whole);
        }
        let head =
            self.marks.iter().map(|mark| self.name[..mark.start].trim_end()).find(|head| is_line(head));
        let inner = || {
            self.marks.iter().any(|mark| {
                let ends = self.marks.iter().map(|mark| mark.start).filter(|&end| end >= mark.end);
                ends.chain([self.name.len()]).any(|end| is_line(self.name[mark.end..end].trim()))
            })
        };
        match head {
            _ if origin::is_outlet(bare) => (head.is_some() || inner()).then_some(Agreement::Site),
            Some(head) if head.chars().count() >= TITLE => Some(Agreement::Opens),
            Some(_) => Some(Agreement::Part),
            None if bare.chars().nth(3).is_some() && inner() => Some(Agreement::Part),
            None => self.is_half(bare).then_some(Agreement::Half),
        }
    }

    /// Whether a line is at least a third of the title that opens the window's name, with a space behind or before.
    fn is_half(&self, line: &str) -> bool {
        let end = self.marks.iter().map(|mark| mark.start).min().unwrap_or(self.name.len());
        let title = self.name[..end].trim_end();
        let apart = || {
            title.strip_prefix(line).is_some_and(|rest| rest.starts_with(char::is_whitespace))
                || title.strip_suffix(line).is_some_and(|rest| rest.ends_with(char::is_whitespace))
        };
        apart() && line.chars().count() >= 6 && line.chars().count() * 3 >= title.chars().count()
    }
}

/// [求助]扫描电镜漂移, 原创一碗面的价格: a title without its tag.
fn without_tag(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("原创") {
        return rest.trim_start();
    }
    let close = match text.chars().next() {
        Some('[') => ']',
        Some('【') => '】',
        _ => return text,
    };
    text.split_once(close).map_or(text, |(_, rest)| rest.trim_start())
}
