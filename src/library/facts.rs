//! Metadata from named fields: the keys of a JSON record, of Markdown's front matter, of a page's meta
//! tags. All three go through one table of names.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Map, Value};

use crate::document::{Metadata, Person, Published, TitleFrom};

/// Names of the fields that hold each fact, the surest first; compared without case.
const TITLE: &[&str] = &[
    "title",
    "headline",
    "articletitle",
    "og:title",
    "标题",
    "標題",
    "题目",
    "篇名",
    "subject",
    "news_title",
    "doc_title",
    "name",
    "biaoti",
    "question",
    "instruction",
];
const SUBTITLE: &[&str] = &["subtitle", "副标题", "副題", "副题"];
const SOURCE: &[&str] = &[
    "source",
    "contentsource",
    "来源",
    "來源",
    "出处",
    "出處",
    "媒体",
    "媒體",
    "media",
    "publisher",
    "site_name",
    "og:site_name",
    "sitename",
    "site",
    "source_name",
    "nickname",
    "office",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "datepublished",
    "article:published_time",
    "published_time",
    "publish_time",
    "publishtime",
    "publish_date",
    "publishdate",
    "pubdate",
    "pub_date",
    "pub_time",
    "pubtime",
    "og:release_date",
    "日期",
    "发布时间",
    "發布時間",
    "发布日期",
    "时间",
    "時間",
    "created_at",
    "create_time",
    "ctime",
    "datetime",
    "time",
    "timestamp",
    "publishedtime",
    "createtime",
    "publish",
    "shijian",
];
const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "byline",
    "作者",
    "记者",
    "記者",
    "article:author",
    "creator",
    "writer",
    "dc.creator",
    "dc:creator",
    "screen_name",
];
const EDITOR: &[&str] = &["editor", "editors", "编辑", "編輯", "责任编辑", "責任編輯"];
const URL: &[&str] =
    &["url", "link", "链接", "網址", "网址", "href", "uri", "og:url", "source_url", "page_url"];

/// The longest that is still taken for a person's or a paper's name, in characters.
const LONGEST_NAME: usize = 24;

/// Named values, by lower-case name.
#[derive(Debug, Default)]
pub struct Facts(Map<String, Value>);

impl Facts {
    /// The first value of a name stays.
    pub fn put(&mut self, name: &str, value: Value) {
        self.0.entry(name.trim().to_lowercase()).or_insert(value);
    }

    /// The first of `names` whose value `read` can use.
    fn first<'a, T>(&'a self, names: &[&str], read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        names.iter().filter_map(|name| self.0.get(*name)).find_map(read)
    }

    pub fn metadata(&self) -> Metadata {
        let people = |names| self.first(names, |value| Some(people(value)).filter(|found| !found.is_empty()));
        let title = self.first(TITLE, text);
        Metadata {
            title_from: if title.is_some() { TitleFrom::Text } else { TitleFrom::default() },
            title,
            subtitle: self.first(SUBTITLE, text),
            source: self.first(SOURCE, name),
            published: self.first(DATE, published),
            authors: people(AUTHOR).unwrap_or_default(),
            editors: people(EDITOR).unwrap_or_default(),
            url: self.first(URL, |value| text(value).filter(|url| url.contains("//"))),
        }
    }
}

impl FromIterator<(String, Value)> for Facts {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Facts {
        let mut facts = Facts::default();
        for (name, value) in pairs {
            facts.put(&name, value);
        }
        facts
    }
}

fn text(value: &Value) -> Option<String> {
    let text =
        value.get("rendered").unwrap_or(value).as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A paper's or person's name: a short text that is no address, or an object that has a name.
pub fn name(value: &Value) -> Option<String> {
    let value = value.get("name").unwrap_or(value);
    text(value)
        .filter(|name| name.chars().count() <= LONGEST_NAME && !name.contains("//") && !name.contains('@'))
}

fn people(value: &Value) -> Vec<Person> {
    let values = match value {
        Value::Array(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    };
    let mut people: Vec<Person> = Vec::new();
    for names in values.iter().filter_map(name) {
        let latin = names.is_ascii();
        let split = |c: char| matches!(c, '、' | ',' | '，' | ';' | '；' | '/') || c == ' ' && !latin;
        for name in names.split(split).map(str::trim).filter(|name| !name.is_empty()) {
            people.push(Person { name: name.into(), role: String::new() });
        }
    }
    people
}

/// A date: a number of seconds or milliseconds since 1970, or text in one of the usual forms. The time of
/// day is kept as it is written; numbers are read in China's time zone.
fn published(value: &Value) -> Option<Published> {
    match value {
        Value::Number(number) => since_epoch(number.as_i64()?),
        // As a document store exports it.
        Value::Object(_) => published(value.get("$date")?),
        Value::String(text) => {
            let text = text.trim();
            if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with("20") {
                return since_epoch(text.parse().ok()?);
            }
            written(text).or_else(|| {
                let zoned = rfc2822::parse(text).or_else(|_| rfc2822::parse(&year_behind(text))).ok()?;
                Some(Published { date: zoned.date(), time: Some(minutes(zoned.hour(), zoned.minute())?) })
            })
        }
        _ => None,
    }
}

/// `Mon Oct 16 23:53:00 +0800 2017`, as microblogs date their posts, in the order of mail.
fn year_behind(text: &str) -> String {
    match text.split_whitespace().collect::<Vec<_>>()[..] {
        [weekday, month, day, time, zone, year] => format!("{weekday}, {day} {month} {year} {time} {zone}"),
        _ => String::new(),
    }
}

fn since_epoch(number: i64) -> Option<Published> {
    let seconds = match number {
        19_000_101..=21_001_231 => return written(&number.to_string()),
        100_000_000..=99_999_999_999 => number,
        100_000_000_000..=99_999_999_999_999 => number / 1000,
        _ => return None,
    };
    let china = TimeZone::fixed(Offset::constant(8));
    let local = Timestamp::from_second(seconds).ok()?.to_zoned(china);
    Some(Published { date: local.date(), time: minutes(local.hour(), local.minute()) })
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
    Some(Published { date, time })
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
            (json!("Mon, 16 Oct 2017 23:53:00 +0800"), "2017-10-16T23:53"),
            (json!("Mon Oct 16 23:53:00 +0800 2017"), "2017-10-16T23:53"),
            (json!({"$date": "2017-10-16T23:53:00Z"}), "2017-10-16T23:53"),
        ] {
            assert_eq!(date_of(value.clone()).as_deref(), Some(want), "{value}");
        }
        for value in [json!("昨天"), json!("2017-13-40"), json!(12), json!(""), json!(null)] {
            assert_eq!(date_of(value.clone()), None, "{value}");
        }
    }

    #[test]
    fn facts_by_any_of_their_names() {
        let facts: Facts = [
            ("标题", json!("  一碗面的 价格 ")),
            ("Author", json!("沈怀瑜、陆小满")),
            ("publisher", json!({"name": "青槐日报"})),
            ("og:url", json!("https://a.example/1.html")),
            ("time", json!("待定")),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let meta = facts.metadata();
        assert_eq!(meta.title.as_deref(), Some("一碗面的 价格"));
        assert_eq!(meta.source.as_deref(), Some("青槐日报"));
        assert_eq!(
            meta.authors.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(),
            ["沈怀瑜", "陆小满"]
        );
        assert_eq!(meta.url.as_deref(), Some("https://a.example/1.html"));
        assert_eq!(meta.published, None);
    }
}
