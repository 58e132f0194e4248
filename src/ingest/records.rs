//! What a record says: its text, and the facts in its other fields.

use serde_json::Value;

use super::Problem;
use super::facts::{Facts, is_about_somebody};
use crate::document::Metadata;

/// Names of the field that holds a document's text, the surest first; compared without case.
const TEXT: &[&str] = &[
    "text",
    "content",
    "正文",
    "body",
    "articlebody",
    "article",
    "maintext",
    "main_text",
    "内容",
    "內容",
    "全文",
    "article_content",
    "raw_content",
    "news_content",
    "contents",
    "paragraphs",
    "passage",
    "document",
    "message",
    "answer",
    "output",
    "content:encoded",
    "neirong",
    "段落",
    "messages",
    "conversations",
];

/// Names of the text in each part of such a field, where its parts are objects.
const PART: &[&str] = &["text", "content", "内容", "value"];

/// Without such a name, the longest text field is taken, if it has so many characters.
const SHORTEST_TEXT: usize = 20;

/// Records inside records: a dump may wrap each document (`{"_id": …, "_source": {…}}`).
const DEEPEST: usize = 2;

/// What a record says.
#[derive(Debug, Default, PartialEq)]
pub struct Record {
    pub text: String,
    pub meta: Metadata,
}

/// Reads one record. `text_field` names the field of its text, with dots between the names of fields
/// inside fields; without it the field is found by its name or its length.
pub fn parse(json: &str, text_field: Option<&str>) -> Result<Record, Problem> {
    let json = json.trim_start_matches('\u{feff}').trim();
    let value: Value =
        serde_json::from_str(json).map_err(|error| Problem::BrokenRecord(error.to_string()))?;
    let text = match text_field {
        Some(path) => path.split('.').try_fold(&value, |value, name| value.get(name)).and_then(text_of),
        None => find_text(&value),
    };
    let mut facts = Facts::default();
    flatten(&value, 0, &|name| !is_about_somebody(name), &mut |name, value| facts.put(name, value.clone()));
    Ok(Record { text: unescaped(text.ok_or(Problem::NoText)?), meta: facts.metadata() })
}

/// A text whose line breaks were escaped twice, with the breaks that they mean.
fn unescaped(text: String) -> String {
    match text.contains('\n') || text.matches("\\n").count() < 2 {
        true => text,
        false => text.replace("\\r", "").replace("\\n", "\n"),
    }
}

/// Calls `visit` with every field, outer ones first; `opens` says into which fields it goes.
fn flatten<'a>(
    value: &'a Value,
    depth: usize,
    opens: &dyn Fn(&str) -> bool,
    visit: &mut dyn FnMut(&'a str, &'a Value),
) {
    let Value::Object(object) = value else { return };
    for (name, value) in object {
        visit(name, value);
    }
    if depth < DEEPEST {
        let inner = object.iter().filter(|(name, _)| opens(name));
        inner.for_each(|(_, value)| flatten(value, depth + 1, opens, visit));
    }
}

fn find_text(value: &Value) -> Option<String> {
    if let Value::String(text) = value {
        return Some(text.clone());
    }
    let mut fields = Vec::new();
    flatten(value, 0, &|_| true, &mut |name, value| fields.push((name.to_lowercase(), value)));
    let named = TEXT.iter().find_map(|wanted| {
        fields.iter().filter(|(name, _)| name == wanted).find_map(|(_, value)| text_of(value))
    });
    named.or_else(|| {
        let texts = fields.iter().filter_map(|(_, value)| value.as_str());
        texts
            .filter(|text| {
                text.chars().take(SHORTEST_TEXT).count() == SHORTEST_TEXT && !text.starts_with("http")
            })
            .max_by_key(|text| text.len())
            .map(str::to_owned)
    })
}

/// A text, also as the interface of a blog wraps it, or a list of paragraphs.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) => value.get("rendered").and_then(text_of),
        Value::Array(parts) if !parts.is_empty() => parts
            .iter()
            .map(|part| text_of(PART.iter().find_map(|name| part.get(name)).unwrap_or(part)))
            .collect::<Option<Vec<_>>>()
            .map(|paragraphs| paragraphs.join("\n")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str, field: Option<&str>) -> Result<String, String> {
        parse(json, field).map(|record| record.text).map_err(|problem| problem.to_string())
    }

    #[test]
    fn the_text_is_found_by_name_by_length_or_as_named() {
        let long = "没有惯用的名字，但它是这条记录里最长的一段文字。";
        assert_eq!(text(r#"{"id": "1", "content": "正文"}"#, None), Ok("正文".into()));
        assert_eq!(text(r#"{"Text": ["一", {"text": "二"}]}"#, None), Ok("一\n二".into()));
        assert_eq!(text(r#"{"_id": 7, "_source": {"body": "里面"}}"#, None), Ok("里面".into()));
        assert_eq!(
            text(&format!(r#"{{"url": "http://a.example/{long}", "x": "{long}"}}"#), None),
            Ok(long.into())
        );
        assert_eq!(text(r#"{"content": "不是这个", "a": {"b": "这个"}}"#, Some("a.b")), Ok("这个".into()));
        assert_eq!(text(r#"{"title": "空", "content": ""}"#, None), Ok(String::new()));
        let parts = r#"{"段落": [{"行号": 0, "内容": "一"}, {"行号": 1, "内容": "二"}]}"#;
        assert_eq!(text(parts, None), Ok("一\n二".into()));
        assert_eq!(text(r#"{"content": {"rendered": "文章"}}"#, None), Ok("文章".into()));
    }

    #[test]
    fn line_breaks_that_were_escaped_twice_are_breaks() {
        assert_eq!(text(r#"{"text": "一\\n二\\r\\n三"}"#, None), Ok("一\n二\n三".into()));
        let code = r#"{"text": "换行写作 \\n，不是 \\t。"}"#;
        assert_eq!(text(code, None), Ok("换行写作 \\n，不是 \\t。".into()));
    }

    #[test]
    fn what_is_wrong_with_a_record_is_said() {
        assert!(
            text("{\"content\": \"没有结束", None).is_err_and(|words| words.contains("no valid JSON record"))
        );
        assert!(text("{\"n\": 1}", None).is_err_and(|words| words.contains("--text-field")));
        assert!(
            text("{\"content\": \"文\"}", Some("none")).is_err_and(|words| words.contains("no text field"))
        );
    }
}
