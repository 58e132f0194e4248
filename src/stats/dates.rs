//! Documents by date: a histogram whose steps (days, months, years) suit the span of the dates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use serde::Serialize;

/// The step of a histogram of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    Day,
    Month,
    #[default]
    Year,
}

impl Period {
    /// The finest step that needs at most `most` of them from the first date to the last.
    pub fn for_span(first: Date, last: Date, most: usize) -> Period {
        [Period::Day, Period::Month]
            .into_iter()
            .find(|period| period.steps(first, last) <= most)
            .unwrap_or(Period::Year)
    }

    fn steps(self, first: Date, last: Date) -> usize {
        let unit = match self {
            Period::Day => Unit::Day,
            Period::Month => Unit::Month,
            Period::Year => Unit::Year,
        };
        let span = self.start(first).until((unit, self.start(last)));
        let steps = span.map_or(0, |span| match self {
            Period::Day => span.get_days(),
            Period::Month => span.get_months(),
            Period::Year => i32::from(span.get_years()),
        });
        steps.unsigned_abs() as usize + 1
    }

    /// The first day of the period in which `date` lies.
    fn start(self, date: Date) -> Date {
        match self {
            Period::Day => date,
            Period::Month => date.first_of_month(),
            Period::Year => date.first_of_year(),
        }
    }

    /// `2017-10-16`, `2017-10` or `2017`.
    pub fn label(self, date: Date) -> String {
        match self {
            Period::Day => date.to_string(),
            Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Period::Year => format!("{:04}", date.year()),
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
    let step = match period {
        Period::Day => 1.day(),
        Period::Month => 1.month(),
        Period::Year => 1.year(),
    };
    bars.extend(period.start(first).series(step).take_while(|&start| start <= last).map(|start| (start, 0)));
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
    fn the_step_follows_the_span() {
        let days = labels(&[date(2024, 2, 28), date(2024, 3, 1), date(2024, 3, 1)]);
        let days: Vec<_> = days.iter().map(|(label, n)| (label.as_str(), *n)).collect();
        assert_eq!(days, [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 2)]);
        let months = labels(&[date(2023, 11, 30), date(2024, 2, 1)]);
        assert_eq!(
            months.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(),
            ["2023-11", "2023-12", "2024-01", "2024-02"]
        );
        let years = labels(&[date(2009, 12, 31), date(2012, 1, 1)]);
        assert_eq!(years.len(), 4);
        assert_eq!(labels(&[]), []);
    }
}
