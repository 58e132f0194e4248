//! Dates in queries: days, months, years, and ranges of them.

use std::fmt;

use jiff::Zoned;
use jiff::civil::Date;

use crate::document::Published;

/// Days from the first to the last, either open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateRange {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl DateRange {
    /// `2017`, `2017-10`, `2017-10-16`, `2017年10月`, `2017/10`, and two of them around `..`, either left
    /// out. A separator at the end counts as not typed yet.
    ///
    /// Also `201710`, `20171016`, `>2017` (after it), `>=2017`, `<2017`, and 今年, 去年, 前年, 本月, 上月, 今天, 昨天.
    pub fn parse(text: &str) -> Option<DateRange> {
        let text = text.trim();
        let compared = [(">=", true, true), ("<=", true, false), (">", false, true), ("<", false, false)];
        if let Some((rest, inclusive, later)) =
            compared.iter().find_map(|&(mark, a, b)| Some((text.strip_prefix(mark)?, a, b)))
        {
            let (first, last) = period(rest)?;
            let (from, to) = match (later, inclusive) {
                (true, true) => (Some(first), None),
                (true, false) => (Some(last.tomorrow().ok()?), None),
                (false, true) => (None, Some(last)),
                (false, false) => (None, Some(first.yesterday().ok()?)),
            };
            return Some(DateRange { from, to });
        }
        match text.split_once("..") {
            None => period(text).map(|(from, to)| DateRange { from: Some(from), to: Some(to) }),
            Some((from, to)) => {
                let side = |text: &str| match text.trim() {
                    "" => Some(None),
                    text => period(text).map(Some),
                };
                let (from, to) = (side(from)?, side(to.trim_start_matches('.'))?);
                let range = DateRange { from: from.map(|days| days.0), to: to.map(|days| days.1) };
                (range != DateRange::default()).then_some(range)
            }
        }
    }

    /// Whether the whole day, month or year lies in the range.
    pub fn contains(self, published: Published) -> bool {
        self.from.is_none_or(|from| from <= published.date) && self.to.is_none_or(|to| published.last() <= to)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        write!(f, "{}..{}", side(self.from), side(self.to))
    }
}

/// The first and the last day of a year, a month or a day.
fn period(text: &str) -> Option<(Date, Date)> {
    const SEPARATORS: [char; 7] = ['-', '－', '/', '.', '年', '月', '日'];
    let text = text.trim();
    if let Some(days) = spoken(text, Zoned::now().date()) {
        return Some(days);
    }
    let text = text.trim_end_matches(SEPARATORS);
    // 20171016, 201710.
    let row;
    let text = match (text.len(), text.bytes().all(|b| b.is_ascii_digit())) {
        (6, true) => {
            row = format!("{}-{}", &text[..4], &text[4..]);
            row.as_str()
        }
        (8, true) => {
            row = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
            row.as_str()
        }
        _ => text,
    };
    let numbers: Vec<i16> =
        text.split(SEPARATORS).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let month = |year, month: i16| Date::new(year, i8::try_from(month).ok()?, 1).ok();
    match *numbers.as_slice() {
        [year @ 1000..=9999] => Some((month(year, 1)?, month(year, 12)?.last_of_month())),
        [year @ 1000..=9999, number] => {
            let first = month(year, number)?;
            Some((first, first.last_of_month()))
        }
        [year @ 1000..=9999, number, day] => {
            let day = Date::new(year, i8::try_from(number).ok()?, i8::try_from(day).ok()?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

/// A year, a month or a day as it is spoken of on a day.
fn spoken(text: &str, today: Date) -> Option<(Date, Date)> {
    let year = |ago: i16| {
        let first = Date::new(today.year() - ago, 1, 1).ok()?;
        Some((first, first.last_of_year()))
    };
    let month = |day: Date| (day.first_of_month(), day.last_of_month());
    match text {
        "今年" => year(0),
        "去年" => year(1),
        "前年" => year(2),
        "本月" | "这个月" => Some(month(today)),
        "上月" | "上个月" => Some(month(today.first_of_month().yesterday().ok()?)),
        "今天" => Some((today, today)),
        "昨天" => today.yesterday().ok().map(|day| (day, day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_spoken_of() {
        let today = Date::constant(2024, 3, 1);
        let said = |text| spoken(text, today).map(|(from, to)| format!("{from}..{to}"));
        assert_eq!(said("去年").as_deref(), Some("2023-01-01..2023-12-31"));
        assert_eq!(said("上月").as_deref(), Some("2024-02-01..2024-02-29"));
        assert_eq!(said("昨天").as_deref(), Some("2024-02-29..2024-02-29"));
        assert_eq!(said("早年"), None);
    }

    #[test]
    fn periods_and_ranges() {
        for (text, range) in [
            ("2017", "2017-01-01..2017-12-31"),
            ("2016-2", "2016-02-01..2016-02-29"),
            ("2017/10/16", "2017-10-16..2017-10-16"),
            ("2017年10月16日", "2017-10-16..2017-10-16"),
            ("2017.10", "2017-10-01..2017-10-31"),
            ("..2020-06", "..2020-06-30"),
            ("2017-10..", "2017-10-01.."),
            ("20171016", "2017-10-16..2017-10-16"),
            ("201710", "2017-10-01..2017-10-31"),
            (">2017", "2018-01-01.."),
            (">=2017-10", "2017-10-01.."),
            ("<2017", "..2016-12-31"),
            ("<=2017", "..2017-12-31"),
            ("2017...2018", "2017-01-01..2018-12-31"),
        ] {
            assert_eq!(
                DateRange::parse(text).map(|range| range.to_string()).as_deref(),
                Some(range),
                "{text}"
            );
        }
        for text in ["", "..", "17", "2017-13", "2017-02-30", "2017-1-1-1", "早年", "2017..早年"] {
            assert_eq!(DateRange::parse(text), None, "{text}");
        }
    }
}
