//! Showing punctuation as it was written: pipelines that normalise text (NFKC) fold `，：；！？（）` to
//! ASCII. Beside Chinese the full-width form is shown, one character for one.
//!
//! Display only: positions, search and copies of the raw text know the character that is there.

use std::ops::Range;

use super::class::{is_closing, is_han, is_opening};

/// How far a parenthesis is searched for its other half, an address for its start, and a run of marks for
/// its end: enough for text as people write it, and a bound for text that nobody wrote.
const REACH: usize = 240;

/// What the character `c` at byte `at` of `text` is shown as: the full-width form of `, : ; ! ? ( )`
/// where it belongs to Chinese text, else `c`.
///
/// It does where Chinese stands right before it or right after it, closing and repeated marks looked
/// through; not inside numbers, times, Latin text or addresses.
pub fn full_width(text: &str, at: usize, c: char) -> char {
    let full = match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => return c,
    };
    let chinese = match c {
        '(' | ')' => parenthesis_is_chinese(text, at, c),
        _ => mark_is_chinese(text, at),
    };
    if chinese { full } else { c }
}

/// The part `bytes` of a text, each character as [`full_width`] shows it there.
pub fn shown(text: &str, bytes: Range<usize>) -> String {
    let (start, part) = (bytes.start, &text[bytes]);
    part.char_indices().map(|(at, c)| full_width(text, start + at, c)).collect()
}

fn mark_is_chinese(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let next = after.chars().next();
    let beside = closed_by_a_mark_after(before).is_some_and(is_chinese)
        || next.is_some_and(is_chinese)
        || next.is_some_and(closes) && beyond_closing_marks(after).is_some_and(is_chinese);
    beside && !in_address(before, next)
}

/// The character that closing marks at the end of `before` close.
fn closed_by_a_mark_after(before: &str) -> Option<char> {
    before.chars().rev().take(REACH).find(|&c| !closes(c))
}

fn beyond_closing_marks(after: &str) -> Option<char> {
    after.chars().take(REACH).find(|&c| !closes(c))
}

/// Whether a mark after `before` stands inside an address.
fn in_address(before: &str, next: Option<char>) -> bool {
    next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '%' | '&' | '='))
        && last_word(before).contains("://")
}

fn last_word(before: &str) -> &str {
    let near = ending(before);
    near.rsplit(|c: char| c.is_whitespace() || is_closing(c) || is_opening(c)).next().unwrap_or(near)
}

/// Both halves of a pair are shown alike: full-width where Chinese stands right inside or before it, or
/// after it unless it follows Latin text directly, as in `f(x)`.
fn parenthesis_is_chinese(text: &str, at: usize, c: char) -> bool {
    let (open, close) = match c {
        '(' => (Some(at), closing_half(text, at)),
        _ => (opening_half(text, at), Some(at)),
    };
    let before = open.and_then(|open| closed_by_a_mark_after(&text[..open]));
    let after = close.and_then(|close| beyond_closing_marks(&text[close + 1..]));
    let inside = match (open, close) {
        (Some(open), Some(close)) => &text[open + 1..close],
        (Some(open), None) => first_char(&text[open + 1..]),
        (None, Some(close)) => last_char(&text[..close]),
        (None, None) => "",
    };
    before.is_some_and(is_chinese)
        || inside.chars().any(is_chinese)
        || after.is_some_and(is_chinese) && !before.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// The last characters of `before`, some [`REACH`] bytes.
fn ending(before: &str) -> &str {
    let from = before.len().saturating_sub(REACH);
    (from..before.len()).find_map(|at| before.get(at..)).unwrap_or("")
}

fn first_char(text: &str) -> &str {
    &text[..text.chars().next().map_or(0, char::len_utf8)]
}

fn last_char(text: &str) -> &str {
    &text[text.len() - text.chars().next_back().map_or(0, char::len_utf8)..]
}

fn closing_half(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().skip(open).take(REACH) {
        match byte {
            b'(' => depth += 1,
            b')' if depth <= 1 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn opening_half(text: &str, close: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().take(close + 1).rev().take(REACH) {
        match byte {
            b')' => depth += 1,
            b'(' if depth <= 1 => return Some(at),
            b'(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Ideographs, and the punctuation that only Chinese text has.
fn is_chinese(c: char) -> bool {
    is_han(c)
        || matches!(c, '《' | '》' | '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '。' | '、')
}

/// Marks that are looked through for the text that they close.
fn closes(c: char) -> bool {
    matches!(c, '!' | '?' | ')' | '"' | '\'' | '”' | '’' | '》' | '」' | '』' | '】')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        text.char_indices().map(|(at, c)| full_width(text, at, c)).collect()
    }

    #[test]
    fn marks_beside_chinese_are_full_width() {
        assert_eq!(shown("近日,记者了解到:今年!真的??"), "近日，记者了解到：今年！真的？？");
        assert_eq!(shown("“好”,他说;GDP,同比"), "“好”，他说；GDP，同比");
        assert_eq!(shown("12日,全镇"), "12日，全镇");
    }

    #[test]
    fn numbers_times_latin_and_addresses_keep_theirs() {
        for text in ["1,234,567元", "上午10:30", "比分3:2胜", "Hello, world! OK?", "https://a.cn/北?q=1,2"]
        {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn parentheses_are_shown_in_pairs() {
        assert_eq!(shown("(上接第一版),总值(GDP)增长"), "（上接第一版），总值（GDP）增长");
        assert_eq!(shown("(1)总则"), "（1）总则");
        assert_eq!(shown("函数f(x)是 (see below)"), "函数f(x)是 (see below)");
        assert_eq!(shown("(镇(乡))"), "（镇（乡））");
        assert_eq!(shown("(未完"), "（未完");
    }

    proptest! {
        #[test]
        fn one_character_for_one(text in "[,:;!?()中“”《1a ./]{0,40}") {
            let shown = shown(&text);
            prop_assert_eq!(shown.chars().count(), text.chars().count());
            prop_assert_eq!(shown.chars().map(super::super::variant::fold).collect::<String>(),
                text.chars().map(super::super::variant::fold).collect::<String>());
        }
    }
}
