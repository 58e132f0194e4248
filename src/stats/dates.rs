//! Documents by date: a histogram whose steps (days, months, years) suit the span of the dates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use serde::Serialize;

use crate::document::{Precision, Published};
use crate::lang::Lang;

/// A step of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    Day,
    /// Of ISO 8601: from Monday on, numbered so that a year's first week has its first Thursday.
    Week,
    Month,
    Quarter,
    #[default]
    Year,
}

impl Period {
    pub const ALL: [Period; 5] = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];

    /// The finest step that needs at most `most` of them from the first date to the last. Weeks are not
    /// among them: their numbers say little to most readers.
    pub fn for_span(first: Date, last: Date, most: usize) -> Period {
        [Period::Day, Period::Month, Period::Quarter]
            .into_iter()
            .find(|period| period.steps(first, last) <= most)
            .unwrap_or(Period::Year)
    }

    /// How many it takes from the first date to the last.
    pub fn steps(self, first: Date, last: Date) -> usize {
        let (unit, each) = match self {
            Period::Day => (Unit::Day, 1),
            Period::Week => (Unit::Day, 7),
            Period::Month => (Unit::Month, 1),
            Period::Quarter => (Unit::Month, 3),
            Period::Year => (Unit::Year, 1),
        };
        let span = self.start(first).until((unit, self.start(last)));
        let steps = span.map_or(0, |span| match unit {
            Unit::Day => span.get_days(),
            Unit::Month => span.get_months(),
            _ => i32::from(span.get_years()),
        });
        steps.unsigned_abs() as usize / each + 1
    }

    /// The first day of the period in which `date` lies.
    pub fn start(self, date: Date) -> Date {
        match self {
            Period::Day => date,
            Period::Week => {
                let monday = date.checked_sub(i32::from(date.weekday().to_monday_zero_offset()).days());
                monday.unwrap_or(date) // the first week of all time began before it
            }
            Period::Month => date.first_of_month(),
            Period::Quarter => {
                let first = (date.month() - 1) / 3 * 3 + 1;
                Date::new(date.year(), first, 1).unwrap_or(date) // a month of the year it is in
            }
            Period::Year => date.first_of_year(),
        }
    }

    /// The periods from that of the first date to that of the last, as their first days.
    pub fn series(self, first: Date, last: Date) -> impl Iterator<Item = Date> {
        let step = match self {
            Period::Day => 1.day(),
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Quarter => 3.months(),
            Period::Year => 1.year(),
        };
        self.start(first).series(step).take_while(move |&start| start <= last)
    }

    /// Whether a date is known exactly enough to say in which of the periods it lies.
    pub fn tells(self, published: Published) -> bool {
        match published.precision {
            Precision::Day => true,
            Precision::Month => self >= Period::Month,
            Precision::Year => self == Period::Year,
        }
    }

    /// `2017-10-16`, `2017-W42`, `2017-10`, `2017-Q4` or `2017`.
    pub fn label(self, date: Date) -> String {
        match self {
            Period::Day => date.to_string(),
            Period::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Period::Quarter => format!("{:04}-Q{}", date.year(), (date.month() + 2) / 3),
            Period::Year => format!("{:04}", date.year()),
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Period::Day => lang.pick("日", "day"),
            Period::Week => lang.pick("周", "week"),
            Period::Month => lang.pick("月", "month"),
            Period::Quarter => lang.pick("季", "quarter"),
            Period::Year => lang.pick("年", "year"),
        }
    }
}

/// Documents a period, in order, periods without any in between included; at most `most` bars unless
/// there are more years than that.
pub fn histogram(dates: &BTreeMap<Date, usize>, most: usize) -> Vec<(String, usize)> {
    let (Some((&first, _)), Some((&last, _))) = (dates.first_key_value(), dates.last_key_value()) else {
        return Vec::new();
    };
    let period = Period::for_span(first, last, most);
    let mut bars: BTreeMap<Date, usize> = BTreeMap::new();
    bars.extend(period.series(first, last).map(|start| (start, 0)));
    for (&date, documents) in dates {
        *bars.entry(period.start(date)).or_default() += documents;
    }
    bars.into_iter().map(|(start, documents)| (period.label(start), documents)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn labels(dates: &[Date]) -> Vec<(String, usize)> {
        let mut counts = BTreeMap::new();
        for &date in dates {
            *counts.entry(date).or_default() += 1;
        }
        histogram(&counts, 12)
    }

    #[test]
    fn every_date_lies_in_the_period_of_its_label() {
        let day = date(2024, 12, 30); // a Monday: the first week of 2025
        let labels = Period::ALL.map(|period| period.label(day));
        assert_eq!(labels, ["2024-12-30", "2025-W01", "2024-12", "2024-Q4", "2024"]);
        let starts = Period::ALL.map(|period| period.start(date(2024, 11, 21)).to_string());
        assert_eq!(starts, ["2024-11-21", "2024-11-18", "2024-11-01", "2024-10-01", "2024-01-01"]);
        for period in Period::ALL {
            let (first, last) = (date(2023, 2, 28), date(2025, 1, 1));
            let all: Vec<Date> = period.series(first, last).collect();
            assert_eq!(all.len(), period.steps(first, last), "{period:?}");
            assert_eq!(all.last(), Some(&period.start(last)));
        }
    }

    #[test]
    fn the_step_follows_the_span() {
        let days = labels(&[date(2024, 2, 28), date(2024, 3, 1), date(2024, 3, 1)]);
        let days: Vec<_> = days.iter().map(|(label, n)| (label.as_str(), *n)).collect();
        assert_eq!(days, [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 2)]);
        let months = labels(&[date(2023, 11, 30), date(2024, 2, 1)]);
        assert_eq!(
            months.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(),
            ["2023-11", "2023-12", "2024-01", "2024-02"]
        );
        let quarters = labels(&[date(2009, 12, 31), date(2012, 1, 1)]);
        assert_eq!((quarters.len(), quarters[0].0.as_str()), (10, "2009-Q4"));
        let years = labels(&[date(2001, 12, 31), date(2012, 1, 1)]);
        assert_eq!(years.len(), 12);
        assert_eq!(labels(&[]), []);
    }
}
