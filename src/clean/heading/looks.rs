//! What a line by itself says for and against being a heading.

use crate::clean::class::{is_han, is_space_or};
use crate::clean::date;
use crate::clean::line::{Line, leaves_open};
use crate::clean::numbering::{self, Scheme};
use crate::ingest::Tag;

/// Longest unnumbered heading, in characters.
const PLAIN: u32 = 26;
/// Longest numbered heading, and unnumbered one in a text whose paragraphs all end in a stop.
pub const LONG: u32 = 36;
/// Shortest paragraph that a heading can stand over.
pub const BODY: u32 = 36;

/// Whether a line could be a heading by its own looks, in a text whose paragraphs are `closed` by a stop and whose
/// `speakers` are these.
pub fn could_be(line: &Line, closed: bool, speakers: &[&str]) -> bool {
    let listed = matches!(line.hint.tag, Tag::ListItem | Tag::Quote) && line.numbered.is_none();
    if line.chars > LONG || line.stands_alone() || listed {
        return false;
    }
    let number = line.numbered;
    if number.is_some_and(|n| n.scheme == Scheme::Article) {
        return false;
    }
    let limit = if number.is_some() || closed || is_marked_up(line) { LONG } else { PLAIN };
    let text = line.text;
    let last = text.chars().next_back().unwrap_or(' ');
    let marked = is_pictured(text) || text.starts_with(['■', '◎', '●', '◆', '★', '【', '▌', '▍']);
    let quoted = text.starts_with(['“', '「', '"']) && text.ends_with(['”', '」', '"']) && line.stops > 0;
    // …问周围的人：“谁有糖？”, 哦，“原来是这样！”
    let speaks = text.ends_with(['”', '」'])
        && (text.contains(['：', ':']) && line.stops > 0 || line.commas > 0 && line.ends_sentence());
    (line.chars >= 2 || line.han == 1)
        && line.chars <= limit
        && !matches!(last, '。' | '；' | ';' | '，' | ',' | '、')
        && !(last == '.' && line.han * 2 < line.chars)
        && (!line.bullet || marked)
        && (line.commas <= 2
            || line.commas <= 4 && number.is_some()
            || number.is_some_and(|n| n.scheme.is_unit()))
        && !text.contains('。')
        && !quoted
        && (!text.ends_with(['！', '!']) || number.is_some() || marked || is_marked_up(line))
        && !speaks
        && !(calls_out(text) && number.is_none() && line.commas > 0)
        && !is_decoration(text)
        && (number.is_some() || !is_cut(text))
        && !is_lettered(text)
        && !is_row(text)
        && !leaves_open(text)
        && !text.starts_with(['—', '－'])
        && !announces(line)
        && (line.digits < 5 || date::find(text).is_empty())
        && speaker(text).is_none_or(|name| !speakers.contains(&name))
        && (line.han > 0 || text.chars().any(char::is_alphabetic))
}

/// An element of HTML says that the line is a heading, or at least that all of it is bold.
pub fn is_marked_up(line: &Line) -> bool {
    matches!(line.hint.tag, Tag::Heading(_))
}

/// Raw text up to this size is searched for the fragments' other halves.
const SEARCHED: usize = 1 << 19;

/// A clause whose last characters stand elsewhere in the middle of a sentence: a piece of one itself.
pub fn is_fragment(raw: &str, line: &Line) -> bool {
    let Some((from, _)) = line.text.char_indices().rev().nth(7) else { return false };
    let tail = &line.text[from..];
    if line.numbered.is_some() {
        return false;
    }
    if raw.len() > SEARCHED || line.chars < 16 || line.commas == 0 || tail.contains(char::is_whitespace) {
        return false;
    }
    let own = line.start + from;
    raw.match_indices(tail)
        .filter(|(at, _)| *at != own)
        .any(|(at, _)| raw[at + tail.len()..].trim_start_matches(['\r', '\n']).starts_with(is_han))
}

/// 📚 旧书楼: a picture before a head; values have one too (📍地址：…).
pub fn is_pictured(text: &str) -> bool {
    text.starts_with(|c: char| ('\u{1f300}'..='\u{1faff}').contains(&c)) && !text.contains(['：', ':'])
}

/// A question or a call.
pub fn calls_out(text: &str) -> bool {
    text.ends_with(['？', '?', '！', '!'])
}

fn is_decoration(text: &str) -> bool {
    ["～～", "~~", "!!", "！！", "……"].iter().any(|mark| text.contains(mark))
}

/// 有约三十名...: a text that the page cut short.
fn is_cut(text: &str) -> bool {
    text.ends_with(['…', '⋯']) || text.ends_with("...")
}

/// a. 讲了一会产品: an item of a list.
fn is_lettered(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.next().is_some_and(|b| matches!(b, b'.' | b')'))
}

/// 语言: CN / TW / HK: links or choices side by side.
fn is_row(text: &str) -> bool {
    [" / ", " | ", " ｜ "].iter().any(|bar| text.matches(bar).nth(1).is_some())
}

/// 三、参加人员如下：, （二）工作职责是：: what follows belongs to the sentence.
fn announces(line: &Line) -> bool {
    let Some(body) = line.text.strip_suffix([':', '：']) else { return false };
    let ends = ["如下", "是", "为", "包括", "包含", "下列", "以下", "有", "指", "列举"];
    line.numbered.is_some() && ends.iter().any(|end| body.ends_with(end))
}

/// A number that stands alone on its line, the heading itself or its first line: 1, 二, 第三章.
pub fn is_bare_number(text: &str) -> bool {
    bare_value(text).is_some()
        || is_question_number(text)
        || numbering::parse(text).is_some_and(|number| number.scheme.is_unit() && number.len == text.len())
}

/// Q1, NO.3: over a question or a head on the next line.
fn is_question_number(text: &str) -> bool {
    let mark = ["Q", "NO.", "No."].iter().find_map(|mark| text.strip_prefix(mark));
    mark.is_some_and(|figures| {
        (1..=2).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit())
    })
}

pub fn is_numbered(text: &str) -> bool {
    bare_value(text).is_some() || numbering::parse(text).is_some()
}

/// The value of a line that is nothing but a number of at most two figures.
pub fn bare_value(text: &str) -> Option<u32> {
    let figures = text.trim_matches(|c: char| is_space_or("、.．（）()", c));
    let short = figures.chars().nth(3).is_none();
    short.then(|| numbering::value(figures)).filter(|value| (1..=30).contains(value))
}

/// Who speaks: what stands before a colon, if it is short.
pub fn speaker(text: &str) -> Option<&str> {
    let (at, _) = text.char_indices().take(9).find(|(_, c)| matches!(c, '：' | ':'))?;
    (at > 0).then(|| &text[..at])
}

/// 身高：168CM, 粗盐 60克: a short word and what it amounts to.
pub fn is_value(line: &Line) -> bool {
    let text = line.text;
    if line.chars > 50 || line.ends_sentence() || line.numbered.is_some() {
        return false;
    }
    let pair = text
        .find([':', '：'])
        .is_some_and(|colon| text[..colon].chars().count() <= 9 && colon + 3 < text.len());
    let amount = line.chars <= 20
        && line.digits > 0
        && text.split_whitespace().count() == 2
        && text
            .split_whitespace()
            .next_back()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
    pair || amount
}

/// A paragraph that a heading can stand over.
pub fn is_body(line: &Line) -> bool {
    line.chars >= BODY
        || line.ends_sentence() && line.chars >= 12
        || line.numbered.is_some_and(|n| n.scheme == Scheme::Article)
}
