//! Dates in a line of text, in all the forms that pages use.

use std::ops::Range;

use jiff::civil::{Date, Time};

use super::numbering;
use crate::document::Published;

/// Years in which a page can have been published.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2050;

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub published: Published,
    pub range: Range<usize>,
}

/// All dates of a text, in order. A date is a year, a month and a day, perhaps with a time behind it.
pub fn find(text: &str) -> Vec<Found> {
    match text.contains(is_wide) {
        true => find_wide(text),
        false => find_narrow(text),
    }
}

/// ２０１７年１０月１６日　２３：５３: figures as wide as Han characters.
fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９')
}

fn find_wide(text: &str) -> Vec<Found> {
    let narrow = |c: char| char::from_u32(c as u32 - ('０' as u32 - '0' as u32)).unwrap_or(c);
    let (mut folded, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (at, c) in text.char_indices() {
        let c = if is_wide(c) { narrow(c) } else { c };
        folded.push(c);
        places.resize(folded.len(), at);
    }
    places.push(text.len());
    let mut found = find_narrow(&folded);
    for found in &mut found {
        found.range = places[found.range.start]..places[found.range.end];
    }
    found
}

fn find_narrow(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let (mut before, mut end) = (' ', 0);
    for (at, c) in text.char_indices() {
        let inside_number = std::mem::replace(&mut before, c).is_ascii_digit();
        if at < end {
            continue;
        }
        let rest = &text[at..];
        let mut clock = None;
        let hit = match c {
            '0'..='9' if !inside_number => {
                digits(rest).or_else(|| year_last(rest)).or_else(|| short_year(rest))
            }
            'A'..='Z' => english(rest).map(|(date, inner, len)| {
                clock = inner;
                (date, len)
            }),
            '民' => republican(rest),
            c if numbering::is_figure(c) => han(rest),
            _ => None,
        };
        if let Some((date, len)) = hit {
            let (time, more) = time(&rest[len..]);
            end = at + len + more;
            // Sun Jul 9 22:14:37 2017: the day of the week belongs to it.
            let head = text[..at].trim_end();
            let weekday = WEEKDAYS.iter().find(|name| head.ends_with(**name));
            let start = weekday.map_or(at, |name| head.len() - name.len());
            found.push(Found { published: Published::on(date, time.or(clock)), range: start..end });
        }
    }
    found
}

/// 2016-09-12, 2016年9月12日: a day, and nothing else.
pub fn is_day(text: &str) -> bool {
    find(text).first().is_some_and(|found| found.published.time.is_none() && found.range.len() == text.len())
}

/// 08-31 12:58, 08-3112:58: a day without its year, and a time.
pub fn is_day_and_time(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (6..=10).contains(&digits)
        && text.contains(':')
        && text.chars().all(|c| c.is_ascii_digit() || " -/.:".contains(c))
}

fn number(text: &str, most: usize) -> Option<(u32, usize)> {
    let len = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&len).then(|| text[..len].parse().ok().map(|value| (value, len))).flatten()
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// 2017-10-16, 2017/10/16, 2017.10.16, 2017年10月16日, 2017年/10月/16日, 20171016
fn digits(text: &str) -> Option<(Date, usize)> {
    let run = text.bytes().take_while(u8::is_ascii_digit).count();
    if run == 8 {
        let date = date(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..8].parse().ok()?)?;
        return Some((date, 8));
    }
    if run != 4 {
        return None;
    }
    let (year, mut at) = number(text, 4)?;
    at += spaces(&text[at..]);
    // 2017 10/ 16 23:53: the year on its own, over the day.
    let apart =
        at > 4 && number(&text[at..], 2).is_some_and(|(_, len)| len == 2 && text[at + 2..].starts_with('/'));
    let mark =
        if apart { ' ' } else { text[at..].chars().next().filter(|c| "-/.年－—．".contains(*c))? };
    at += if apart { 0 } else { mark.len_utf8() };
    at += gap(&text[at..], mark);
    let (month, len) = number(&text[at..], 2)?;
    at += len;
    at += spaces(&text[at..]);
    let mark = text[at..].chars().next().filter(|c| "-/.月－—．".contains(*c))?;
    at += mark.len_utf8();
    at += gap(&text[at..], mark);
    let (day, len) = day(&text[at..])?;
    at += len;
    let suffix = spaces(&text[at..]);
    if let Some(mark) = text[at + suffix..].chars().next().filter(|c| matches!(c, '日' | '号' | '號')) {
        at += suffix + mark.len_utf8();
    }
    Some((date(year, month, day)?, at))
}

/// 16.10.2017, 10月16日, 2017, 10月 16, 2017
fn year_last(text: &str) -> Option<(Date, usize)> {
    let (first, mut at) = number(text, 2)?;
    let dotted = text[at..].strip_prefix('.');
    let rest = dotted.or_else(|| text[at..].strip_prefix('月')).map(str::trim_start)?;
    let (second, len) = number(rest, 2)?;
    let rest = &rest[len..];
    let rest = match dotted {
        Some(_) => rest.strip_prefix('.')?,
        None => rest.trim_start_matches('日').strip_prefix([',', '，'])?.trim_start(),
    };
    let (year, len) = number(rest, 4).filter(|(_, len)| *len == 4)?;
    at = text.len() - rest.len() + len;
    let (month, day) = if dotted.is_some() { (second, first) } else { (first, second) };
    Some((date(year, month, day)?, at))
}

/// A day, perhaps with a time glued to it (0823:16).
fn day(text: &str) -> Option<(u32, usize)> {
    let run = text.bytes().take_while(u8::is_ascii_digit).count();
    match run {
        3 | 4 if text[run..].starts_with(':') => text[..2].parse().ok().map(|day| (day, 2)),
        _ => number(text, 2),
    }
}

/// 18-03-08 23:16: a year of two digits counts only with a time behind it.
fn short_year(text: &str) -> Option<(Date, usize)> {
    let (year, mut at) = number(text, 2).filter(|(_, len)| *len == 2)?;
    let mark = text[at..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    at += 1;
    let (month, len) = number(&text[at..], 2)?;
    at += len;
    let rest = text[at..].strip_prefix(mark)?;
    at += 1;
    let (day, len) = day(rest)?;
    at += len;
    time(&text[at..]).0?;
    Some((date(year + if year < 80 { 2000 } else { 1900 }, month, day)?, at))
}

/// White space behind a mark of a date; archives of newspapers put a stroke behind 年 and 月.
fn gap(text: &str, mark: char) -> usize {
    let stroke = usize::from(matches!(mark, '年' | '月') && text.starts_with('/'));
    stroke + spaces(&text[stroke..])
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\u{a0}', '\u{3000}']).len()
}

/// 二〇一七年十月十六日, 二○一七年…
fn han(text: &str) -> Option<(Date, usize)> {
    let (year, mut at) = han_part(text, "年")?;
    if year < 1900 {
        return None;
    }
    let (month, len) = han_part(&text[at..], "月")?;
    at += len;
    let (day, len) = han_part(&text[at..], "日")?;
    Some((date(year, month, day)?, at + len))
}

fn han_part(text: &str, unit: &str) -> Option<(u32, usize)> {
    let end = text.char_indices().take(6).find(|&(at, _)| text[at..].starts_with(unit)).map(|(at, _)| at)?;
    let figures = text[..end].replace(['○', 'Ｏ', 'O'], "〇");
    let value = numbering::value(&figures);
    (value > 0).then_some((value, end + unit.len()))
}

/// 民國106年10月16日
fn republican(text: &str) -> Option<(Date, usize)> {
    let prefix = ["民國", "民国"].into_iter().find(|prefix| text.starts_with(prefix))?;
    let mut at = prefix.len() + spaces(&text[prefix.len()..]);
    let (year, len) = number(&text[at..], 3)?;
    at += len;
    let rest = &text[at..];
    let rest = rest.strip_prefix('年')?;
    let (month, len) = number(rest, 2)?;
    let rest = rest[len..].strip_prefix('月')?;
    let (day, len) = number(rest, 2)?;
    let rest = rest[len..].strip_prefix('日')?;
    Some((date(year + 1911, month, day)?, text.len() - rest.len()))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// October 16, 2017; Oct 16 2017; Nov  5 23:41:02 2002; Nov 20 Sun 2016: the date, the time in it, its bytes.
fn english(text: &str) -> Option<(Date, Option<Time>, usize)> {
    let month = MONTHS.iter().position(|name| text.starts_with(name))? as u32 + 1;
    let mut at = text.find(|c: char| !c.is_ascii_alphabetic() && c != '.')?;
    if at > 10 {
        return None;
    }
    at += spaces(&text[at..]);
    let (day, len) = number(&text[at..], 2)?;
    at += len;
    at += text[at..].len() - text[at..].trim_start_matches([',', ' ', '，']).len();
    if WEEKDAYS.iter().any(|name| text[at..].starts_with(name)) {
        at += "Sun".len() + spaces(&text[at + "Sun".len()..]);
    }
    let (clock, len) = time(&text[at..]);
    at += len + spaces(&text[at + len..]);
    let (year, len) = number(&text[at..], 4)?;
    Some((date(year, month, day)?, clock, at + len))
}

/// A time that follows a date (T23:53, 23:53:08, 23时53分, 06:12 pm), and the bytes that it takes.
fn time(text: &str) -> (Option<Time>, usize) {
    let zoned = text.trim_start();
    let zoned = zoned.strip_prefix("HKT").unwrap_or(zoned);
    let lead = text.len() - zoned.trim_start_matches([' ', '\u{a0}', '\u{3000}', 'T', '\t', ',', '，']).len();
    if lead > 12 {
        return (None, 0);
    }
    let read = || {
        let mut at = lead;
        let (hour, len) = number(&text[at..], 2)?;
        at += len;
        let mark = text[at..].chars().next().filter(|c| matches!(c, ':' | '：' | '时' | '時' | '点'))?;
        at += mark.len_utf8();
        let (minute, len) = number(&text[at..], 2)?;
        at += len;
        if let Some(mark) = text[at..].chars().next().filter(|c| matches!(c, ':' | '：' | '分')) {
            let after = at + mark.len_utf8();
            match number(&text[after..], 2) {
                Some((_, len)) if mark != '分' => at = after + len,
                _ if mark == '分' => at = after,
                _ => {}
            }
        }
        let half = at + spaces(&text[at..]);
        let hour = match text.get(half..half + 2).map(str::to_ascii_lowercase).as_deref() {
            Some(mark @ ("am" | "pm")) if (1..=12).contains(&hour) => {
                at = half + 2;
                hour % 12 + if mark == "pm" { 12 } else { 0 }
            }
            _ => hour,
        };
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
        Some((time, at))
    };
    match read() {
        Some((time, at)) => (Some(time), at),
        None => (None, 0),
    }
}
