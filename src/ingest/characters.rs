//! What is done to the characters of a text once it is decoded, whatever its format: encodings that were mistaken
//! before it was stored, escapes and entities that were never undone, and the ends of its lines. The number of its
//! lines stays but for the ends that other systems give them.

use std::borrow::Cow;

use memchr::{memchr3_iter, memmem};

use super::decode::{is_given, undo};
use super::html::entities;

/// A text as it was meant, and what had to be repaired, in English: a part of the JSON contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub text: String,
    pub repaired: Vec<&'static str>,
}

/// Repairs a text that is no page: the text of a file, or the field of a record. `markdown` says that marks and
/// code are to be left alone.
pub fn settle(text: &str, markdown: bool) -> Settled {
    let (mut text, mut repaired) = (text.to_owned(), Vec::new());
    if let Some(meant) = unicode_escapes(&text) {
        text = meant;
        repaired.push("unicode escapes");
    }
    if let Some(meant) = entities::in_text(&text, markdown) {
        text = meant;
        repaired.push("html entities");
    }
    if let Cow::Owned(ended) = line_ends(&text) {
        text = ended;
    }
    Settled { text, repaired }
}

/// Undoes the encodings that a text was mistaken for before it was stored, unless its encoding was given.
pub fn recode(text: String) -> Settled {
    match undo(&text).filter(|_| !is_given()) {
        Some((text, repaired)) => Settled { text, repaired },
        None => Settled { text, repaired: Vec::new() },
    }
}

/// The text with `\n` at the end of every line that Unicode knows (UAX #14, classes BK, CR and NL): that of old
/// Macintoshes, of mainframes (NEL), of word processors (VT, U+2028, U+2029), of pages (FF). A form feed beside a
/// line's end stays: it marks a page. So does a carriage return before a line feed, which is the same end.
pub fn line_ends(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for at in memchr3_iter(b'\r', b'\x0b', b'\x0c', bytes) {
        let after = bytes[at + 1..].iter().find(|&&byte| byte != b'\r');
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let ended = match bytes[at] {
            b'\r' => after == Some(&b'\n'),
            b'\x0c' => {
                let open = |byte: Option<u8>| byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b'\x0c'));
                open(before) || open(bytes.get(at + 1).copied())
            }
            _ => false,
        };
        if !ended {
            ends.push((at, 1));
        }
    }
    for end in ["\u{85}", "\u{2028}", "\u{2029}"] {
        ends.extend(memmem::find_iter(bytes, end.as_bytes()).map(|at| (at, end.len())));
    }
    if ends.is_empty() {
        return Cow::Borrowed(text);
    }
    ends.sort_unstable();
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (at, len) in ends {
        out.push_str(&text[from..at]);
        out.push('\n');
        from = at + len;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// A text whose characters stand as programs escape them (`\u6e21\u53e3`), read; `None` unless there are rows of
/// them: a text about escapes names one.
fn unicode_escapes(text: &str) -> Option<String> {
    /// Characters in one row that prove it.
    const ROW: usize = 4;
    memmem::find(text.as_bytes(), b"\\u")?;
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    let (mut row, mut longest) = (0, 0);
    while let Some(c) = rest.chars().next() {
        let units: Vec<u16> = std::iter::successors(escape(rest), |(_, rest)| escape(rest))
            .map(|(unit, _)| unit)
            .take(2)
            .collect();
        match char::decode_utf16(units.iter().copied()).next() {
            Some(Ok(read)) => {
                row += 1;
                longest = longest.max(row);
                out.push(if read.is_control() { ' ' } else { read });
                rest = &rest[6 * read.len_utf16()..];
            }
            _ => {
                row = 0;
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    (longest >= ROW).then_some(out)
}

/// The unit of UTF-16 that a text begins with as `\uXXXX`, and what follows.
fn escape(text: &str) -> Option<(u16, &str)> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let unit = u16::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    Some((unit, &text[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_a_line_is_one() {
        for end in ["\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}"] {
            assert_eq!(line_ends(&["甲", "乙", "丙"].join(end)), "甲\n乙\n丙", "{end:?}");
        }
        assert_eq!(line_ends("甲\r\r乙\r"), "甲\n\n乙\n");
    }

    #[test]
    fn ends_that_are_understood_stay_as_they_are() {
        for text in ["甲\r\n乙\r\n", "甲\r\r\n乙", "甲\n\u{c}\n乙", "甲\n\u{c}乙", "甲\n乙"] {
            assert!(matches!(line_ends(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn rows_of_escapes_are_read_and_a_single_one_is_not() {
        assert_eq!(
            unicode_escapes("\\u6e21\\u53e3\\u505c\\u822a，\\ud83d\\ude00").as_deref(),
            Some("渡口停航，😀")
        );
        assert_eq!(unicode_escapes("写作 \\u6e21，也就是“渡”。C:\\users\\u1"), None);
    }

    #[test]
    fn what_was_repaired_is_said() {
        let recoded = recode(
            "æ¸¡å\u{8f}£å\u{81}\u{9c}è\u{88}ªä¸\u{89}å¤©ï¼\u{8c}ä¹\u{98}å®¢\r&ldquo;走&rdquo;大桥".into(),
        );
        assert_eq!(recoded.repaired, ["utf-8 read as windows-1252"]);
        let settled = settle(&recoded.text, false);
        assert_eq!(settled.text, "渡口停航三天，乘客\n“走”大桥");
        assert_eq!(settled.repaired, ["html entities"]);
    }
}
