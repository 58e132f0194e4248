//! Metadata from named fields: the keys of a JSON record, of Markdown's front matter, of a page's meta
//! tags. All three go through one table of names.

mod when;

use serde_json::{Map, Value};

use self::when::published;
use crate::document::{DateFrom, Metadata, Person, TitleFrom};
use crate::text::nobody::{is_filler, is_nobody};

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
    "citation_title",
    "dc.title",
    "name",
    "biaoti",
    "文章标题",
    "文章標題",
    "rhythmic",
    "topic",
    "chapter",
    "question",
    "文件名",
];
const SUBTITLE: &[&str] = &["subtitle", "副标题", "副題", "副题"];
const SOURCE: &[&str] = &[
    "source",
    "src",
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
    "mp_name",
    "account_name",
    "account",
    "office",
    "agency",
    "发布机构",
    "發布機構",
    "发文机关",
    "单位",
    "公众号",
    "citation_journal_title",
    "dc.source",
    "dc.publisher",
    "公众号名称",
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
    "og:published_time",
    "article:published",
    "article:create_at",
    "weibo:article:create_at",
    "bytedance:published_time",
    "_pubtime",
    "dc.date",
    "dcterms.created",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "日期",
    "发布时间",
    "發布時間",
    "发布日期",
    "时间",
    "時間",
    "created_at",
    "create_time",
    "created",
    "createtime",
    "createdat",
    "ctime",
    "posted_at",
    "release_time",
    "发表时间",
    "發表時間",
    "datetime",
    "time",
    "timestamp",
    "publishedtime",
    "createtime",
    "publish",
    "shijian",
    "文章日期",
    "created_time",
];
const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "byline",
    "作者",
    "记者",
    "記者",
    "article:author",
    "og:article:author",
    "creator",
    "writer",
    "writers",
    "reporter",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "citation_author",
    "citation_authors",
    "author_name",
    "nickname",
    "nick",
    "screen_name",
    "user_name",
    "username",
    "user",
    "answerer",
    "poster",
    "sender",
    "发送者",
    "发言人",
];
const EDITOR: &[&str] = &["editor", "editors", "编辑", "編輯", "责任编辑", "責任編輯"];
const URL: &[&str] = &[
    "url",
    "link",
    "链接",
    "網址",
    "网址",
    "href",
    "uri",
    "og:url",
    "source_url",
    "page_url",
    "文章链接",
    "原文链接",
    "canonical",
    "permalink",
    "from",
];

/// The longest that is still taken for a person's or a paper's name, in characters.
const LONGEST_NAME: usize = 24;

/// Names that are given once for each person.
const REPEATED: &[&str] = &["citation_author", "dc.creator", "dcterms.creator"];

/// Whether a field tells of a person or publisher, so that the fields in it are not the document's own.
pub fn is_about_somebody(name: &str) -> bool {
    let name = name.to_lowercase();
    [AUTHOR, EDITOR, SOURCE].iter().any(|names| names.contains(&name.as_str()))
}

/// Whether a field of that name tells something about a document other than its text.
pub fn is_known(name: &str) -> bool {
    role(name).is_some()
}

/// What a field of that name tells about a document; `None` where it is none of the known ones.
pub fn role(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let roles: [(&str, &[&str]); 7] = [
        ("title", TITLE),
        ("subtitle", SUBTITLE),
        ("source", SOURCE),
        ("date", DATE),
        ("author", AUTHOR),
        ("editor", EDITOR),
        ("url", URL),
    ];
    roles.into_iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| role)
}

/// Whether a field of that name is a title.
pub fn is_title(name: &str) -> bool {
    TITLE.contains(&name.to_lowercase().as_str())
}

/// Named values, by lower-case name.
#[derive(Debug, Default)]
pub struct Facts(Map<String, Value>);

impl Facts {
    /// The first value of a name stays; where each person has one, all do.
    pub fn put(&mut self, name: &str, value: Value) {
        let name: String = name.to_lowercase().split_whitespace().collect();
        match self.0.get_mut(&name) {
            Some(Value::Array(values)) if REPEATED.contains(&name.as_str()) => values.push(value),
            Some(_) => {}
            None if REPEATED.contains(&name.as_str()) => _ = self.0.insert(name, Value::Array(vec![value])),
            None => _ = self.0.insert(name, value),
        }
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
            published_from: DateFrom::Metadata,
            authors: people(AUTHOR).unwrap_or_default(),
            editors: people(EDITOR).unwrap_or_default(),
            url: self.first(URL, |value| text(value).filter(|url| url.contains("//"))),
            fields: Vec::new(),
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

/// What two descriptions of a document say together; the first goes before the second.
pub fn merge(first: Metadata, second: Metadata) -> Metadata {
    let people = |first: Vec<_>, second| if first.is_empty() { second } else { first };
    Metadata {
        title_from: if first.title.is_some() { first.title_from } else { second.title_from },
        title: first.title.or(second.title),
        subtitle: first.subtitle.or(second.subtitle),
        source: first.source.or(second.source),
        published: first.published.or(second.published),
        published_from: DateFrom::Metadata,
        authors: people(first.authors, second.authors),
        editors: people(first.editors, second.editors),
        url: first.url.or(second.url),
        fields: first.fields.into_iter().chain(second.fields).collect(),
    }
}

/// A text, perhaps wrapped: `{"text": …}`, `{"rendered": …}`.
fn text(value: &Value) -> Option<String> {
    let value =
        ["text", "rendered", "value", "cn", "zh"].iter().find_map(|key| value.get(key)).unwrap_or(value);
    let text = value.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A paper's or person's name: a short text that is no address and nobody's, or an object that has a name.
pub fn name(value: &Value) -> Option<String> {
    let keys = ["name", "nickname", "nick_name", "screen_name", "username", "title"];
    let value = keys.iter().find_map(|key| value.get(key)).unwrap_or(value);
    text(value).filter(|name| {
        let long = name.chars().count() > LONGEST_NAME;
        !long && !name.contains("//") && !name.contains('@') && !is_filler(name)
    })
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
        for name in names.split(split).map(str::trim).filter(|name| !name.is_empty() && !is_nobody(name)) {
            people.push(Person { name: name.into(), role: String::new() });
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
