//! Dates as data have them: records, meta tags, front matter.

use jiff::civil::{Date, Time};
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde_json::Value;

use crate::document::Published;

/// A date: a number of seconds or milliseconds since 1970, text in one of the usual forms, or an object
/// around either. The time of day is kept as it is written; numbers and times of Greenwich are told as China's.
pub fn published(value: &Value) -> Option<Published> {
    match value {
        Value::Number(number) => since_epoch(number.as_i64().or_else(|| Some(number.as_f64()? as i64))?),
        Value::String(text) => {
            let text = text.trim();
            if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with("20") {
                return since_epoch(text.parse().ok()?);
            }
            greenwich(text).or_else(|| written(text)).or_else(|| {
                let zoned = rfc2822::parse(text).or_else(|_| Zoned::strptime(WEIBO, text)).ok()?;
                Some(Published::on(zoned.date(), Some(minutes(zoned.hour(), zoned.minute())?)))
            })
        }
        Value::Object(object) => WRAPPED.iter().find_map(|key| published(object.get(*key)?)),
        _ => None,
    }
}

/// The keys under which databases and services wrap a date.
const WRAPPED: &[&str] = &["$date", "$numberlong", "date", "start", "value", "datetime", "time", "timestamp"];

/// Mon Oct 16 23:53:00 +0800 2017
const WEIBO: &str = "%a %b %d %H:%M:%S %z %Y";

/// 2017-10-16T15:53:11Z, 2017-10-16 15:53:11 UTC: a time of Greenwich, told as China's.
fn greenwich(text: &str) -> Option<Published> {
    let body = ["Z", "+00:00", "UTC", "GMT"].iter().find_map(|zone| text.strip_suffix(zone))?.trim_end();
    let said =
        written(body).filter(|said| said.time.is_some() && body.starts_with(|c: char| c.is_ascii_digit()))?;
    let utc = said.date.to_datetime(said.time?).to_zoned(TimeZone::UTC).ok()?;
    let local = utc.with_time_zone(TimeZone::fixed(Offset::constant(CHINA)));
    Some(Published::on(local.date(), minutes(local.hour(), local.minute())))
}

/// Hours by which China's time is before that of Greenwich.
const CHINA: i8 = 8;

fn since_epoch(number: i64) -> Option<Published> {
    let seconds = match number {
        19_000_101..=21_001_231 => return written(&number.to_string()),
        100_000_000..=99_999_999_999 => number,
        100_000_000_000..=99_999_999_999_999 => number / 1000,
        _ => return None,
    };
    let china = TimeZone::fixed(Offset::constant(CHINA));
    let local = Timestamp::from_second(seconds).ok()?.to_zoned(china);
    Some(Published::on(local.date(), minutes(local.hour(), local.minute())))
}

/// Year, month, day and perhaps hour and minute, whatever stands between them, or in one row of digits.
fn written(text: &str) -> Option<Published> {
    let mut groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).take(5).collect();
    if let [row, ..] = groups[..]
        && row.len() >= 8
    {
        let time = (row.len() >= 12).then(|| [&row[8..10], &row[10..12]]);
        let rest = time.map_or_else(|| groups[1..].to_vec(), |time| time.to_vec());
        groups = [&[&row[..4], &row[4..6], &row[6..8]], rest.as_slice()].concat();
    }
    let [year, month, day, ..] = groups[..] else { return None };
    let year = year.parse().ok().filter(|year| (1900..2100).contains(year))?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    let time = match groups[3..] {
        [hour, minute, ..] => minutes(hour.parse().ok()?, minute.parse().ok()?),
        _ => None,
    };
    Some(Published::on(date, time))
}

fn minutes(hour: i8, minute: i8) -> Option<Time> {
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn date_of(value: Value) -> Option<String> {
        published(&value).map(|published| published.to_string())
    }

    #[test]
    fn dates_in_the_forms_that_data_have() {
        for (value, want) in [
            (json!("2017-10-16"), "2017-10-16"),
            (json!("2017-10-16T23:53:11+08:00"), "2017-10-16T23:53"),
            (json!("2017/10/16 8:05"), "2017-10-16T08:05"),
            (json!("2017年10月16日 23:53"), "2017-10-16T23:53"),
            (json!("20171016"), "2017-10-16"),
            (json!("20171016 08:05"), "2017-10-16T08:05"),
            (json!("201710162353"), "2017-10-16T23:53"),
            (json!(20171016), "2017-10-16"),
            (json!(1508169180), "2017-10-16T23:53"),
            (json!(1508169180000_i64), "2017-10-16T23:53"),
            (json!(1508169180.25), "2017-10-16T23:53"),
            (json!("Mon, 16 Oct 2017 23:53:00 +0800"), "2017-10-16T23:53"),
            (json!("Mon Oct 16 23:53:00 +0800 2017"), "2017-10-16T23:53"),
            (json!("2017-10-16T15:53:11.000Z"), "2017-10-16T23:53"),
            (json!("2017-10-16T20:53:11Z"), "2017-10-17T04:53"),
            (json!("2017-10-16T20:53:11+00:00"), "2017-10-17T04:53"),
            (json!({"$date": 1508169180000_i64}), "2017-10-16T23:53"),
            (json!({"date": "2017-10-16 08:05:00.000000", "timezone": "Asia/Shanghai"}), "2017-10-16T08:05"),
        ] {
            assert_eq!(date_of(value.clone()).as_deref(), Some(want), "{value}");
        }
        for value in [json!("昨天"), json!("2017-13-40"), json!(12), json!(""), json!(null)] {
            assert_eq!(date_of(value.clone()), None, "{value}");
        }
    }
}
