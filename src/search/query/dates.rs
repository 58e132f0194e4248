//! Dates in queries: days, months, years, and ranges of them.

use std::fmt;

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
    pub fn parse(text: &str) -> Option<DateRange> {
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
    let text = text.trim().trim_end_matches(SEPARATORS);
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

#[cfg(test)]
mod tests {
    use super::*;

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
