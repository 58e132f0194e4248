//! Dates that only the name of a document tells: its title, its file's name, the folders it lies in. They
//! stand in where neither the text nor its metadata says when it was published.

use jiff::civil::Date;

use crate::document::{DateFrom, Precision, Published};

/// Years that names tell.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// A year by itself is believed in this narrower span: `1024` and `1911` are as often something else.
const LONE_YEARS: std::ops::RangeInclusive<i16> = 1949..=2049;
/// What is done to a text in a year: `2019年修正`.
const DONE: [&str; 12] =
    ["修正", "修订", "修改", "公布", "发布", "颁布", "通过", "印发", "施行", "版", "本", "第"];

/// The date that `title` or `path` (as it is called inside the heap) tells, and which of them: the one that is
/// known to the day before one that is known to the month, and that before a year; of equals the title's, then
/// the file's.
pub fn published(title: Option<&str>, path: &str) -> Option<(Published, DateFrom)> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split_once(['.', '#']).map_or(file, |(stem, _)| stem);
    let told = [
        (title.and_then(|title| written(title, false)), DateFrom::Title),
        (written(stem, true), DateFrom::FileName),
        (below(folders, stem), DateFrom::Path),
    ];
    let told = told.into_iter().filter_map(|(published, from)| Some((published?, from)));
    told.min_by_key(|(published, _)| published.precision)
}

/// The date in folders that are named after years, months and days: `2019/05/20`, `2019-05`.
fn below(folders: &str, stem: &str) -> Option<Published> {
    let parts: Vec<&str> = folders.split('/').chain([stem]).collect();
    let folder_count = parts.len() - 1;
    let found = (0..folder_count).filter_map(|at| {
        let whole = written(parts[at], true);
        let Some(year) = number(parts[at]).filter(|year| YEARS.contains(year) && parts[at].len() == 4) else {
            return whole;
        };
        let short = |at: usize| parts.get(at).filter(|part| part.len() <= 2).and_then(|part| number(part));
        let month = short(at + 1);
        let day = month.and_then(|_| short(at + 2));
        known(year, month, day).or_else(|| known(year, month, None)).or_else(|| known(year, None, None))
    });
    found.min_by_key(|published| published.precision)
}

/// The finest date in a name. A year alone counts only where it stands as dates do; `whole` names may be
/// nothing else.
fn written(name: &str, whole: bool) -> Option<Published> {
    let mut found: Option<Published> = None;
    let mut take = |published: Option<Published>| {
        if let Some(new) = published.filter(|new| found.is_none_or(|old| new.precision < old.precision)) {
            found = Some(new);
        }
    };
    let mut rest = name;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        before = rest[..at].chars().next_back().or(before.filter(|_| at == 0));
        rest = &rest[at..];
        let run = digits(rest);
        let after = &rest[run.len()..];
        match run.len() {
            // 20240403 and, with a time of day behind it, 20240403123059.
            8 | 12 | 14 => take(known_of(&run[..4], Some(&run[4..6]), Some(&run[6..8]))),
            6 if whole && name.len() == run.len() => take(known_of(&run[..4], Some(&run[4..6]), None)),
            4 => take(separated(run, after).or_else(|| lone(run, before, after, whole))),
            _ => {}
        }
        before = run.chars().next_back();
        rest = after;
    }
    found
}

/// `2024-04-03`, `2024年4月`, `2024_04`: with the same mark, or those of the language, between the parts.
fn separated(year: &str, after: &str) -> Option<Published> {
    let mark = after.chars().next().filter(|c| "-_./年".contains(*c))?;
    let rest = &after[mark.len_utf8()..];
    let month = digits(rest);
    let rest = rest.strip_prefix(month)?;
    if !(1..=2).contains(&month.len()) {
        return None;
    }
    let mark = if mark == '年' { '月' } else { mark };
    let day = rest.strip_prefix(mark).map(digits).filter(|day| (1..=2).contains(&day.len()));
    let to_month = || {
        // 2024-04 in words and numbers such as 2024-0400 or 2024.4 is no month.
        let ends = mark == '月' && rest.starts_with('月') || mark != '.' && month.len() == 2;
        ends.then(|| known_of(year, Some(month), None)).flatten()
    };
    day.and_then(|day| known_of(year, Some(month), Some(day))).or_else(to_month)
}

/// A year alone: in brackets, with what was done to the text in it, or all that a name says besides words
/// that a dash parts from it.
fn lone(year: &str, before: Option<char>, after: &str, whole: bool) -> Option<Published> {
    let value = number(year).filter(|year| LONE_YEARS.contains(year))?;
    let opened = before.is_some_and(|c| "(（[［〔【".contains(c));
    let word = after.strip_prefix('年').unwrap_or(after);
    let done = DONE.iter().any(|done| word.starts_with(done)) && (after.starts_with('年') || opened);
    let closed = opened && word.starts_with([')', '）', ']', '］', '〕', '】']);
    let parted = |c: Option<char>| c.is_none_or(|c| "-_ ".contains(c));
    let apart = whole && parted(before) && parted(word.chars().next());
    (done || closed || apart).then(|| known(value, None, None)).flatten()
}

fn known_of(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Published> {
    let part = |part: Option<&str>| part.map(|part| number(part).unwrap_or(0));
    known(number(year).filter(|year| YEARS.contains(year))?, part(month), part(day))
}

fn known(year: i16, month: Option<i16>, day: Option<i16>) -> Option<Published> {
    let part = |part: Option<i16>| i8::try_from(part.unwrap_or(1)).ok();
    let date = Date::new(year, part(month)?, part(day)?).ok()?;
    let precision = match (month, day) {
        (_, Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        (None, None) => Precision::Year,
    };
    Some(Published { date, time: None, precision })
}

fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

fn number(text: &str) -> Option<i16> {
    (!text.is_empty() && text.len() <= 4).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, path: &str) -> Option<String> {
        published(Some(title).filter(|title| !title.is_empty()), path)
            .map(|(published, from)| format!("{published} {from:?}"))
    }

    #[test]
    fn names_tell_dates() {
        for (title, path, said) in [
            ("《晚间新闻》 (20221009)", "x/a.md", "2022-10-09 Title"),
            ("", "news/20240403.md", "2024-04-03 FileName"),
            ("", "news/20240403#2", "2024-04-03 FileName"),
            ("", "law/河道条例(2012-12-28).md", "2012-12-28 FileName"),
            ("河道条例（2012年修正）", "law/河道条例(2012-12-28).md", "2012-12-28 FileName"),
            ("河道条例（2012年修正）", "law/a.md", "2012 Title"),
            ("河道条例（2012）", "law/a.md", "2012 Title"),
            ("巡河记 2024年4月3日", "a.md", "2024-04-03 Title"),
            ("巡河记 2024年4月", "a.md", "2024-04 Title"),
            ("", "posts/2019/05/20/a.html", "2019-05-20 Path"),
            ("", "posts/2019/05/a.html", "2019-05 Path"),
            ("", "posts/2019/05/20.html", "2019-05-20 Path"),
            ("", "posts/2019-05/a.html", "2019-05 Path"),
            ("", "posts/2019/a.html", "2019 Path"),
            ("", "2019-05-20-巡河.md", "2019-05-20 FileName"),
            ("", "IMG_20190520_101112.txt", "2019-05-20 FileName"),
            ("", "年报_2019.txt", "2019 FileName"),
            ("", "201905.txt", "2019-05 FileName"),
        ] {
            assert_eq!(told(title, path).as_deref(), Some(said), "{title} {path}");
        }
    }

    #[test]
    fn numbers_are_not_taken_for_dates() {
        for (title, path) in [
            ("关于2020年预算的报告", "a.md"),
            ("平台13710上线", "b/13710.md"),
            ("", "x/20241399.md"),
            ("", "x/1234567890.md"),
            ("第2019号令", "a.md"),
            ("", "a2019b.md"),
            ("", "1024.md"),
            ("", "part-0001.md"),
            ("版本2024.4发布", "a.md"),
        ] {
            assert_eq!(told(title, path), None, "{title} {path}");
        }
    }
}
