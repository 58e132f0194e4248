//! Numbered openings: 第X章, 一、, （一）, 1., (1), ①.

use super::class::is_han;
use crate::text::class::han_digit;

/// How an opening is numbered, from the widest unit to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// 第X编, 第X部分, Part
    Part,
    /// 第X分编
    Subpart,
    /// 第X章, 第X回, Chapter
    Chapter,
    /// 第X节
    Section,
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// 1. 1、 01
    Digit,
    /// 1.1, 1.1.1
    Dotted(u8),
    /// (1) 1) ①
    DigitBracket,
    /// 第X条 opens a paragraph of a statute, not a section.
    Article,
}

impl Scheme {
    /// Whether such a number can open a section by itself.
    pub fn opens_section(self) -> bool {
        self != Scheme::Article
    }

    /// A unit of a book or statute (第X编, 第X章, 第X节), whose number no list has.
    pub fn is_unit(self) -> bool {
        self < Scheme::Han
    }
}

/// A numbered opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub scheme: Scheme,
    /// 0 where the numeral was not understood.
    pub value: u32,
    /// Bytes of the number with its mark, white space after it not included.
    pub len: usize,
}

/// A Chinese digit, or the unit of ten, a hundred or a thousand.
pub fn is_figure(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '拾') || c != '○' && han_digit(c).is_some()
}

pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || is_figure(c)
}

/// The value of a Han or digit numeral up to 9999; 0 where it is none.
pub fn value(numeral: &str) -> u32 {
    let (mut total, mut digit, mut positional) = (0u32, 0u32, true);
    let mut units = false;
    for c in numeral.chars() {
        let d = match c {
            '0'..='9' => c as u32 - '0' as u32,
            '０'..='９' => c as u32 - '０' as u32,
            '十' | '拾' | '百' | '千' => {
                let unit = match c {
                    '百' => 100,
                    '千' => 1000,
                    _ => 10,
                };
                total = total.saturating_add(digit.max(u32::from(digit == 0 && !units)).saturating_mul(unit));
                digit = 0;
                units = true;
                positional = false;
                continue;
            }
            _ => match han_digit(c) {
                Some(d) => d,
                None => return 0,
            },
        };
        digit = if positional { digit.saturating_mul(10).saturating_add(d) } else { d };
    }
    total.saturating_add(digit)
}

/// The numbered opening of a text, if it has one.
pub fn parse(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    match first {
        '第' => ordinal(text),
        '（' | '(' | '〔' | '【' => bracketed(text),
        '①'..='⑳' => Some(Number {
            scheme: Scheme::DigitBracket,
            value: first as u32 - '①' as u32 + 1,
            len: first.len_utf8(),
        }),
        c if is_numeral(c) => plain(text),
        'P' | 'C' | 'p' | 'c' => latin(text),
        _ => None,
    }
}

fn numeral(text: &str) -> &str {
    let end = text.find(|c: char| !is_numeral(c)).unwrap_or(text.len());
    &text[..end]
}

fn ordinal(text: &str) -> Option<Number> {
    let body = text.strip_prefix('第')?;
    let body_trim = body.trim_start_matches(' ');
    let figures = numeral(body_trim);
    if figures.is_empty() || figures.chars().count() > 7 {
        return None;
    }
    let rest = body_trim[figures.len()..].trim_start_matches(' ');
    let (unit, scheme) = [
        ("部分", Scheme::Part),
        ("编", Scheme::Part),
        ("編", Scheme::Part),
        ("篇", Scheme::Part),
        ("卷", Scheme::Part),
        ("分编", Scheme::Subpart),
        ("分編", Scheme::Subpart),
        ("章", Scheme::Chapter),
        ("回", Scheme::Chapter),
        ("节", Scheme::Section),
        ("節", Scheme::Section),
        ("条", Scheme::Article),
        ("條", Scheme::Article),
    ]
    .into_iter()
    .find(|(unit, _)| rest.starts_with(unit))?;
    let after = &rest[unit.len()..];
    // 第一章　总则, 第一条之一; but 第三部分地区 and 第二节课 are words of a sentence.
    let open = after.is_empty()
        || after.starts_with(|c: char| c.is_whitespace() || "：:、.．·—-之".contains(c))
        || matches!(scheme, Scheme::Part | Scheme::Subpart | Scheme::Chapter | Scheme::Section)
            && after.chars().count() <= 20;
    open.then(|| Number { scheme, value: value(figures), len: text.len() - after.len() })
}

fn bracketed(text: &str) -> Option<Number> {
    let open = text.chars().next()?;
    let close = match open {
        '（' | '(' => ['）', ')'],
        '〔' => ['〕', '〕'],
        _ => ['】', '】'],
    };
    let inner = &text[open.len_utf8()..];
    let figures = numeral(inner);
    let rest = &inner[figures.len()..];
    let end = rest.chars().next().filter(|c| close.contains(c))?;
    if figures.is_empty() || figures.chars().count() > 3 {
        return None;
    }
    let scheme = if figures.starts_with(is_figure) { Scheme::HanBracket } else { Scheme::DigitBracket };
    Some(Number { scheme, value: value(figures), len: open.len_utf8() + figures.len() + end.len_utf8() })
}

fn plain(text: &str) -> Option<Number> {
    let figures = numeral(text);
    let rest = &text[figures.len()..];
    let han = figures.starts_with(is_figure);
    let next = rest.chars().next()?;
    if han {
        let mark = "、．.，,：".contains(next);
        return (mark && figures.chars().count() <= 3).then(|| Number {
            scheme: Scheme::Han,
            value: value(figures),
            len: figures.len() + next.len_utf8(),
        });
    }
    if figures.len() > 2 {
        return None;
    }
    if next == '.' || next == '．' {
        let mut depth = 1u8;
        let mut at = figures.len();
        let mut tail = rest;
        while let Some(after) = tail.strip_prefix(['.', '．']) {
            let more = numeral(after);
            if more.is_empty() || !more.is_ascii() {
                break;
            }
            if more.len() > 2 {
                return None;
            }
            depth = depth.saturating_add(1);
            at = text.len() - after.len() + more.len();
            tail = &text[at..];
        }
        if depth == 1 {
            return Some(Number {
                scheme: Scheme::Digit,
                value: value(figures),
                len: figures.len() + next.len_utf8(),
            });
        }
        // 3.5亿 is a quantity; 1.1 总体要求 and 2.3.1 are numbers of sections.
        let tail = tail.strip_prefix(['.', '．']).unwrap_or(tail);
        let section =
            tail.starts_with([' ', '\u{3000}', '\t', '、']) || tail.starts_with(is_han) && depth > 2;
        let len = if section { text.len() - tail.len() } else { at };
        return section.then_some(Number { scheme: Scheme::Dotted(depth), value: value(figures), len });
    }
    if next == '、' {
        return Some(Number {
            scheme: Scheme::Digit,
            value: value(figures),
            len: figures.len() + next.len_utf8(),
        });
    }
    if next == ')' || next == '）' {
        return Some(Number {
            scheme: Scheme::DigitBracket,
            value: value(figures),
            len: figures.len() + next.len_utf8(),
        });
    }
    // 01《…》, 02减肥…: two digits with a leading zero number the parts of an essay.
    (figures.len() == 2 && figures.starts_with('0') && !"年月日时:：点/-—".contains(next)).then(|| Number {
        scheme: Scheme::Digit,
        value: value(figures),
        len: figures.len(),
    })
}

fn latin(text: &str) -> Option<Number> {
    let (word, scheme) = [
        ("Part", Scheme::Part),
        ("PART", Scheme::Part),
        ("Chapter", Scheme::Chapter),
        ("CHAPTER", Scheme::Chapter),
    ]
    .into_iter()
    .find(|(word, _)| text.starts_with(word))?;
    let mark = text[word.len()..].chars().next().filter(|c| matches!(c, ' ' | '.' | '·'))?;
    let word = &text[..word.len() + mark.len_utf8()];
    let rest = &text[word.len()..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    (end > 0 && end <= 6).then(|| Number { scheme, value: value(&rest[..end]), len: word.len() + end })
}
