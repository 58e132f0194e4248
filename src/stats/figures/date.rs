//! Dates: 2017年10月16日, 二〇一七年十月, 7月5日, 2017-10-16, 2016—2020年.

use super::number::{Form, Number, number};

/// A date at the start of a run of characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Date {
    /// The digits of year, month and day one after another: 20171016, 201710, 2017, 1016, or the month or
    /// day alone, as `unit` says.
    pub value: f64,
    /// Of a stretch the end: 2016—2020年.
    pub to: Option<f64>,
    pub unit: &'static str,
    pub len: usize,
}

/// The date with which `chars` (folded) begin.
pub fn date(chars: &[char]) -> Option<Date> {
    if let Some(date) = hyphenated(chars) {
        return Some(date);
    }
    let first = part(chars)?;
    let (value, mut len) = (first.value as u32, first.len);
    let sign = *chars.get(len)?;
    match sign {
        '年' => {
            let month = month_and_day(&chars[len + 1..]);
            let year = year(&first, month.is_some())?;
            if chars.get(len + 1) == Some(&'代') {
                return None;
            }
            len += 1;
            let (value, unit) = match month {
                Some((month, Some(day), used)) => {
                    len += used;
                    (year * 10_000 + month * 100 + day, "年月日")
                }
                Some((month, None, used)) => {
                    len += used;
                    (year * 100 + month, "年月")
                }
                None => {
                    len += usize::from(chars.get(len) == Some(&'度'));
                    (year, "年")
                }
            };
            Some(Date { value: f64::from(value), to: None, unit, len })
        }
        '月' => {
            let (month, day, used) = month_and_day(chars)?;
            // 一月一次 says how often.
            if month == 1 && matches!(first.form, Form::Digit) && chars.get(used) == Some(&'一') {
                return None;
            }
            let (value, unit) = day.map_or((month, "月"), |day| (month * 100 + day, "月日"));
            Some(Date { value: f64::from(value), to: None, unit, len: used })
        }
        // 三日, 七日内 count days; 16日 is one.
        '日' if (1..=31).contains(&value) && !matches!(first.form, Form::Digit) => {
            Some(Date { value: f64::from(value), to: None, unit: "日", len: len + 1 })
        }
        _ => None,
    }
}

/// A whole number that can be part of a date.
fn part(chars: &[char]) -> Option<Number> {
    let number = number(chars)?;
    let plain = match number.form {
        Form::Arabic { digits, decimal } => !decimal && digits <= 4 && number.magnitude == 1.0,
        Form::Digit | Form::Positional => true,
        Form::Chinese => number.magnitude == 10.0,
        Form::Bare => false,
    };
    let closed = chars.get(number.len - 1).is_some_and(|c| !c.is_whitespace());
    (plain && closed && !number.vague).then_some(number)
}

/// The full year that a number before 年 means; two digits are one only before a month.
fn year(number: &Number, month_follows: bool) -> Option<u32> {
    let value = number.value as u32;
    match number.form {
        Form::Arabic { digits: 4, .. } | Form::Positional if (1000..2100).contains(&value) => Some(value),
        Form::Arabic { digits: 2, .. } if month_follows => {
            Some(if value < 50 { 2000 + value } else { 1900 + value })
        }
        _ => None,
    }
}

/// Month, day and the characters they take: 10月16日, 十月, 7月份.
fn month_and_day(chars: &[char]) -> Option<(u32, Option<u32>, usize)> {
    let month = part(chars).filter(|month| (1.0..=12.0).contains(&month.value))?;
    if chars.get(month.len) != Some(&'月') {
        return None;
    }
    let mut len = month.len + 1;
    let day = chars.get(len..).and_then(part).filter(|day| (1.0..=31.0).contains(&day.value));
    let day = day.filter(|day| matches!(chars.get(len + day.len), Some('日' | '号')));
    match day {
        Some(day) => len += day.len + 1,
        None => len += usize::from(chars.get(len) == Some(&'份')),
    }
    Some((month.value as u32, day.map(|day| day.value as u32), len))
}

/// 2017-10-16, 2017/10/16, 2017.10.16
fn hyphenated(chars: &[char]) -> Option<Date> {
    let run = |from: usize, most: usize| -> Option<(u32, usize)> {
        let digits: String = chars.get(from..)?.iter().take_while(|c| c.is_ascii_digit()).collect();
        ((1..=most).contains(&digits.len())).then_some((digits.parse().ok()?, from + digits.len()))
    };
    let (year, at) = run(0, 4)?;
    let separator = *chars.get(at).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, at) = run(at + 1, 2)?;
    if chars.get(at) != Some(&separator) {
        return None;
    }
    let (day, at) = run(at + 1, 2)?;
    let sane = (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let value = f64::from(year * 10_000 + month * 100 + day);
    sane.then_some(Date { value, to: None, unit: "年月日", len: at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(f64, &'static str, usize)> {
        let chars: Vec<char> = text.chars().collect();
        date(&chars).map(|date| (date.value, date.unit, date.len))
    }

    #[test]
    fn dates_in_their_forms() {
        for (text, value, unit, len) in [
            ("2017年10月16日上午", 20_171_016.0, "年月日", 11),
            ("二〇一七年十月十六日", 20_171_016.0, "年月日", 10),
            ("2021年10月底", 202_110.0, "年月", 8),
            ("2018年度目标", 2018.0, "年", 6),
            ("7月5日,", 705.0, "月日", 4),
            ("5月份以来", 5.0, "月", 3),
            ("24日凌晨", 24.0, "日", 3),
            ("98年5月", 199_805.0, "年月", 5),
            ("2017-10-16 23:53", 20_171_016.0, "年月日", 10),
            ("十一月三日", 1103.0, "月日", 5),
        ] {
            assert_eq!(found(text), Some((value, unit, len)), "{text}");
        }
    }

    #[test]
    fn durations_and_impossible_days_are_no_dates() {
        for text in [
            "20年",
            "3000年",
            "二十年",
            "1990年代",
            "13月",
            "45日",
            "三日",
            "一月一主题",
            "2.5年",
            "1000多年",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
