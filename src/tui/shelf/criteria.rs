//! What a filter of the list asks for besides words: `is:unread source:日报 date:2017 tag:要闻 -is:starred`.

use crate::lang::Lang;
use crate::search::DateRange;
use crate::state::Marks;
use crate::text::variant::fold;
use crate::tui::shelf::Entry;

/// What can be asked for: an example, and what it asks for.
pub const EXAMPLES: &[(&str, &str, &str)] = &[
    ("is:unread", "未读", "not read"),
    ("is:read", "已读", "read"),
    ("is:starred", "有书签", "bookmarked"),
    ("is:selected", "选中的", "selected"),
    ("is:broken", "读不出或有乱码", "unreadable, or with bad bytes"),
    ("tag:", "有标签", "with a tag"),
    ("title:", "标题里有", "in the title"),
    ("source:", "出自", "published by"),
    ("in:", "路径里有", "in the path"),
    ("date:", "日期：2017、2017-10、2017..2020", "date: 2017, 2017-10, 2017..2020"),
    ("chars:>1000", "字数多于、少于（<）", "longer, or shorter (<)"),
    ("encoding:gbk", "编码", "encoding"),
    ("format:html", "格式", "format"),
];

/// Names of what can be asked for, the first of each as the examples have it.
const NAMES: &[&[&str]] = &[
    &["is", "状态"],
    &["tag", "标签"],
    &["title", "标题"],
    &["source", "来源", "出处"],
    &["in", "file", "path", "路径", "文件"],
    &["date", "日期", "时间"],
    &["chars", "字数", "length"],
    &["encoding", "编码"],
    &["format", "格式"],
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Unread,
    Read,
    Starred,
    Selected,
    Broken,
    Tag(String),
    Title(String),
    Source(String),
    Path(String),
    Date(DateRange),
    Longer(usize),
    Shorter(usize),
    Encoding(String),
    Format(String),
}

/// A filter, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// What has no field: words that the line of the list must hold.
    pub words: String,
    tests: Vec<(Test, bool)>,
    /// The first thing that could not be meant.
    wrong: Option<Wrong>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrong {
    Field,
    State,
    Date,
    Number,
}

impl Criteria {
    /// Every text is a filter; what could not be meant is looked for as words, and said by [`Criteria::hint`].
    pub fn parse(text: &str) -> Criteria {
        let mut criteria = Criteria::default();
        for token in text.split_whitespace() {
            match test(token) {
                Ok(Some(test)) => criteria.tests.push(test),
                // Still being typed.
                Ok(None) => {}
                Err(wrong) => {
                    if let Some(wrong) = wrong {
                        criteria.wrong.get_or_insert(wrong);
                    }
                    if !criteria.words.is_empty() {
                        criteria.words.push(' ');
                    }
                    criteria.words.push_str(token);
                }
            }
        }
        criteria
    }

    pub fn is_words_only(&self) -> bool {
        self.tests.is_empty()
    }

    /// What could not be meant, and what would be right.
    pub fn hint(&self, lang: Lang) -> Option<&'static str> {
        Some(match self.wrong.as_ref()? {
            Wrong::Field => lang.pick(
                "没有这个字段；可用 is: tag: title: source: in: date: chars: encoding: format:",
                "no such field; there are is: tag: title: source: in: date: chars: encoding: format:",
            ),
            Wrong::State => lang.pick(
                "is: 后面写 unread read starred selected broken",
                "is: takes unread read starred selected broken",
            ),
            Wrong::Date => lang
                .pick("日期写作 2017、2017-10 或 2017..2020-06", "dates are 2017, 2017-10 or 2017..2020-06"),
            Wrong::Number => {
                lang.pick("字数写作 chars:>1000 或 chars:<1000", "write chars:>1000 or chars:<1000")
            }
        })
    }

    /// Whether a document has all that is asked for, words aside.
    pub fn accept(&self, entry: &Entry, marks: &Marks, selected: bool) -> bool {
        let summary = entry.summary.as_deref();
        let has = |text: &str, part: &str| folded(text).contains(part);
        self.tests.iter().all(|(test, wanted)| {
            let holds = match test {
                Test::Unread => !marks.read,
                Test::Read => marks.read,
                Test::Starred => marks.starred,
                Test::Selected => selected,
                Test::Broken => entry.error.is_some() || summary.is_some_and(|summary| summary.bad_bytes > 0),
                Test::Tag(tag) => marks.tags.iter().any(|known| has(known, tag)),
                Test::Title(part) => has(entry.title(), part),
                Test::Source(part) => summary
                    .and_then(|summary| summary.source.as_deref())
                    .is_some_and(|source| has(source, part)),
                Test::Path(part) => has(&entry.name, part),
                Test::Date(range) => {
                    summary.and_then(|summary| summary.published).is_some_and(|at| range.contains(at))
                }
                Test::Longer(chars) => summary.is_some_and(|summary| summary.chars > *chars),
                Test::Shorter(chars) => summary.is_some_and(|summary| summary.chars < *chars),
                Test::Encoding(part) => summary.is_some_and(|summary| has(summary.encoding, part)),
                Test::Format(part) => {
                    summary.is_some_and(|summary| has(&format!("{:?}", summary.format), part))
                }
            };
            holds == *wanted
        })
    }
}

fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// What a token asks for, and whether it is wanted. `Err(None)`: it is a word.
fn test(token: &str) -> Result<Option<(Test, bool)>, Option<Wrong>> {
    let (bare, wanted) = match token.strip_prefix(['-', '－']) {
        Some(rest) if !rest.is_empty() => (rest, false),
        _ => (token, true),
    };
    let Some((name, value)) = bare.split_once([':', '：']) else { return Err(None) };
    let name = folded(name);
    let field =
        NAMES.iter().find(|names| names.iter().any(|known| folded(known) == name)).map(|names| names[0]);
    let value = folded(value);
    if field.is_some() && value.is_empty() {
        return Ok(None);
    }
    let test = match field {
        Some("is") => match value.as_str() {
            "unread" | "未读" => Test::Unread,
            "read" | "已读" => Test::Read,
            "starred" | "书签" => Test::Starred,
            "selected" | "选中" => Test::Selected,
            "broken" | "乱码" => Test::Broken,
            half if ["unread", "read", "starred", "selected", "broken"]
                .iter()
                .any(|whole| whole.starts_with(half)) =>
            {
                return Ok(None);
            }
            _ => return Err(Some(Wrong::State)),
        },
        Some("tag") => Test::Tag(value),
        Some("title") => Test::Title(value),
        Some("source") => Test::Source(value),
        Some("in") => Test::Path(value),
        Some("date") => Test::Date(DateRange::parse(&value).ok_or(Some(Wrong::Date))?),
        Some("chars") => {
            let number = |text: &str| text.parse().map_err(|_| Some(Wrong::Number));
            match (value.strip_prefix(['>', '》']), value.strip_prefix(['<', '《'])) {
                (Some(""), _) | (_, Some("")) => return Ok(None),
                (Some(least), _) => Test::Longer(number(least)?),
                (_, Some(most)) => Test::Shorter(number(most)?),
                _ => return Err(Some(Wrong::Number)),
            }
        }
        Some("encoding") => Test::Encoding(value),
        Some("format") => Test::Format(value),
        _ => {
            let attempt =
                !name.is_empty() && name.chars().all(char::is_alphabetic) && !value.starts_with('/');
            return Err(attempt.then_some(Wrong::Field));
        }
    };
    Ok(Some((test, wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_from_words() {
        let criteria = Criteria::parse("堤 is:unread -来源：日报 date:2017 https://a.cn chars:>9");
        assert_eq!(criteria.words, "堤 https://a.cn");
        assert_eq!(criteria.tests.len(), 4);
        assert_eq!(criteria.tests[1], (Test::Source("日报".into()), false));
        assert_eq!(criteria.hint(Lang::En), None);
    }

    #[test]
    fn what_is_half_typed_asks_for_nothing_and_nonsense_gets_a_hint() {
        for half in ["is:", "is:unr", "source:", "chars:>"] {
            assert_eq!(Criteria::parse(half), Criteria::default(), "{half}");
        }
        for (wrong, said) in [
            ("is:green", "is: takes"),
            ("date:某天", "dates are"),
            ("colour:red", "no such field"),
            ("chars:many", "write chars"),
        ] {
            let criteria = Criteria::parse(wrong);
            assert!(criteria.hint(Lang::En).unwrap().starts_with(said), "{wrong}");
            assert_eq!(criteria.words, wrong, "it is still looked for");
        }
    }

    #[test]
    fn every_example_is_one() {
        for (example, ..) in EXAMPLES {
            let criteria = Criteria::parse(example);
            assert_eq!((criteria.words.as_str(), criteria.hint(Lang::En)), ("", None), "{example}");
        }
    }
}
