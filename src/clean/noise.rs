//! Which lines are the furniture of a page, judged line by line.

use super::class::{is_han, is_word};
use super::line::Line;
use super::{date, numbering, phrases};
use crate::document::Reason;
use crate::library::Tag;

/// What speaks against a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noise {
    pub reason: Reason,
    /// Certain enough to be taken out of the middle of the text.
    pub certain: bool,
    /// The text ends before this line, once enough of it has passed.
    pub ends: bool,
    pub rule: &'static str,
}

impl Noise {
    fn new(reason: Reason, certain: bool, rule: &'static str) -> Noise {
        Noise { reason, certain, ends: false, rule }
    }
}

/// Judges one line; `key` is scratch space.
pub fn judge(line: &Line, key: &mut String) -> Option<Noise> {
    if line.hint.tag == Tag::Chrome && !line.hint.main {
        return Some(Noise::new(Reason::Navigation, true, "html-chrome"));
    }
    // （八）生产许可证编号； is a clause of a numbered list, whatever its words are elsewhere.
    let clause = line.ends_sentence() && numbering::parse(line.text).is_some();
    if line.chars <= phrases::LONGEST && !clause {
        phrases::key(line.text, key);
        if let Some(noise) = by_phrase(line, key) {
            return Some(noise);
        }
    }
    by_shape(line)
}

fn by_phrase(line: &Line, key: &str) -> Option<Noise> {
    // Folding leaves out white space and nothing else.
    let chars = line.chars as usize;
    if chars <= 16
        && let Some(reason) = phrases::whole(key)
    {
        // 免责声明 over a block of small print; in a menu it is a link.
        if key.trim_end_matches([':', '：']).ends_with("声明") && !line.bullet && line.digits == 0 {
            return Some(Noise { reason: Reason::Copyright, certain: true, ends: true, rule: "declaration" });
        }
        let ends = matches!(reason, Reason::Related);
        return Some(Noise { reason, certain: true, ends, rule: "whole-line-phrase" });
    }
    let prose = line.ends_sentence() && (line.chars >= 30 || line.commas >= 2);
    let (mut best, mut hits, mut ends): (Option<&phrases::Phrase>, _, _) = (None, 0, false);
    for phrase in phrases::found(key, chars) {
        // Inside a sentence only what belongs to the small print counts.
        if prose && !matches!(phrase.reason, Reason::Copyright | Reason::Form) {
            continue;
        }
        hits += 1;
        ends |= phrase.ends;
        if best.is_none_or(|best| phrase.opening && !best.opening || phrase.text.len() > best.text.len()) {
            best = Some(phrase);
        }
    }
    let best = best?;
    let certain = hits >= 2 || !prose && (best.opening || chars <= 30);
    Some(Noise { reason: best.reason, certain, ends, rule: "phrase" })
}

fn by_shape(line: &Line) -> Option<Noise> {
    let text = line.text;
    if !text.chars().any(is_word) {
        return Some(Noise::new(Reason::Markup, true, "marks-only"));
    }
    if let Some(noise) = by_figures(line) {
        return Some(noise);
    }
    let returns = line.chars <= 8 && (text.starts_with("返回") || text.ends_with("首页"));
    if returns || is_page_of_paper(text) {
        return Some(Noise::new(Reason::Navigation, true, "way-back"));
    }
    // T+, A-, T + -: switches of the letter size.
    if line.chars <= 4 && line.han == 0 && line.digits == 0 && text.contains(['+', '-', '＋', '－']) {
        return Some(Noise::new(Reason::Share, true, "letter-size"));
    }
    if line.hint.link_share >= 80 && !line.hint.main {
        return Some(Noise::new(Reason::Navigation, true, "html-links"));
    }
    if is_link_row(line) {
        return Some(Noise::new(Reason::Navigation, true, "link-row"));
    }
    if line.parted && is_breadcrumb(text) {
        return Some(Noise::new(Reason::Breadcrumb, true, "breadcrumb"));
    }
    if is_address(line) {
        return Some(Noise::new(Reason::Interface, false, "web-address"));
    }
    if text.starts_with('[') && text.ends_with(']') && line.chars <= 24 {
        return Some(Noise::new(Reason::Form, true, "button"));
    }
    None
}

/// Lines of figures alone: page numbers, counters.
fn by_figures(line: &Line) -> Option<Noise> {
    if line.chars > 24 || line.text.chars().any(char::is_alphabetic) {
        return None;
    }
    let numbers = line.text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let counting = numbers.clone().count() >= 3
        && numbers.clone().zip(1..).all(|(number, expected): (&str, u32)| number.parse() == Ok(expected));
    if counting {
        return Some(Noise::new(Reason::Pager, true, "page-numbers"));
    }
    let dated = !date::find(line.text).is_empty() || line.text.contains(':');
    (!dated && line.chars <= 6).then_some(Noise::new(Reason::Counter, false, "figures"))
}

/// Lists of links with dates, over the whole page: every line but the first that is nothing but a date, and
/// short unclosed lines that end in one, where there are several.
pub fn mark_dated(lines: &[Line], noise: &mut [Option<Noise>]) {
    let dated = |line: &Line| {
        let short = line.digits >= 4 && line.chars <= 90 && !line.ends_sentence();
        let last = short.then(|| date::find(line.text).pop()).flatten()?;
        let tail = line.text[last.range.end..].trim_matches(|c: char| !is_word(c));
        let head = line.text[..last.range.start].trim_matches(|c: char| !is_word(c));
        tail.is_empty().then(|| head.chars().count())
    };
    let found: Vec<(usize, usize)> =
        lines.iter().enumerate().filter_map(|(at, line)| dated(line).map(|head| (at, head))).collect();
    let links: Vec<usize> = found.iter().filter(|(_, head)| *head >= 8).map(|(at, _)| *at).collect();
    let bare: Vec<usize> = found.iter().filter(|(_, head)| *head == 0).map(|(at, _)| *at).skip(1).collect();
    for list in [links, bare] {
        if list.len() < 3 {
            continue;
        }
        for at in list {
            noise[at] = noise[at].or(Some(Noise {
                reason: Reason::Related,
                certain: true,
                ends: true,
                rule: "dated-link",
            }));
        }
    }
}

/// 第05版：乡村纪事, 第A01版：头版
fn is_page_of_paper(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else { return false };
    let number = rest.chars().take_while(char::is_ascii_alphanumeric).count();
    let rest = rest.get(number..).unwrap_or("");
    (2..=4).contains(&number) && rest.starts_with("版") && rest.chars().count() <= 16
}

/// Rows of links: many short pieces between spaces, bars or dots, without sentences.
pub fn is_link_row(line: &Line) -> bool {
    let pieces = u32::from(line.pieces);
    if line.ends_sentence() && line.stops > 0 || pieces < 4 && !line.parted {
        return false;
    }
    let bars = separators(line.text);
    let pieces = pieces.max(bars + 1);
    let mean = line.chars / pieces.max(1);
    let sentences = u32::from(line.stops) * 8 < pieces;
    let clauses = u32::from(line.commas) * 3 < pieces;
    sentences
        && clauses
        && (pieces >= 8 && mean <= 9
            || pieces >= 5 && mean <= 6 && bars >= 3
            || pieces >= 4 && mean <= 5 && bars >= 3)
}

/// Bars, dots and dashes that stand between words.
fn separators(text: &str) -> u32 {
    let mut count = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        count += match c {
            '|' | '│' | '｜' | '┊' => 1,
            '-' | '－' | '_' | '·' | '•' | '/' | '.' if before == ' ' || next == ' ' => 1,
            '·' if is_han(before) && is_han(next) => 1,
            _ => 0,
        };
        before = if c.is_whitespace() { ' ' } else { c };
    }
    count
}

/// 新浪首页 > 房产 > 地产新闻 > 正文
fn is_breadcrumb(text: &str) -> bool {
    let mut steps = 0;
    let mut length = 0;
    for part in text.split(['>', '＞', '»', '›', '→', '»']) {
        let part = part.trim_matches(|c: char| c.is_whitespace() || c == '-');
        if part.is_empty() {
            continue;
        }
        let chars = part.chars().count();
        if chars > 18 {
            return false;
        }
        length += chars;
        steps += 1;
    }
    let marks = text.matches(['>', '＞', '»', '›', '→']).count();
    marks >= 1 && (steps >= 3 || steps >= 2 && marks >= steps) && length <= 70
}

/// A line that is little more than a web or mail address.
fn is_address(line: &Line) -> bool {
    let text = line.text;
    if line.han * 3 >= line.chars || line.chars > 120 || line.ends_sentence() {
        return false;
    }
    text.contains("http://")
        || text.contains("https://")
        || text.contains("www.")
        || text.contains('@')
        || [".com", ".cn", ".net", ".org"].iter().any(|end| text.ends_with(end))
}
