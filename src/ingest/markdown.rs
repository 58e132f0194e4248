//! Markdown: its front matter and the facts in it. The text stays as it is; the cleaner knows its marks.

use serde_json::Value;

use super::facts::Facts;
use super::{Format, Raw};
#[cfg(test)]
use crate::document::Metadata;

/// The lines of YAML (`---`) or TOML (`+++`) front matter with which a text begins.
pub fn front_matter(text: &str) -> Option<&str> {
    let fence = fence(text)?;
    let mut len = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        len += line.len();
        let line = line.trim_end();
        if at > 0 && (line == fence || fence == "---" && line == "...") {
            return Some(&text[..len]);
        }
    }
    // Without an end it was a ruler, not front matter.
    None
}

/// The mark that opens front matter.
fn fence(text: &str) -> Option<&'static str> {
    match text.trim_start_matches('\u{feff}').lines().next()?.trim_end() {
        "---" => Some("---"),
        "+++" => Some("+++"),
        _ => None,
    }
}

/// Markdown with the facts of its front matter; what is no known fact of it is kept as a field.
pub fn read(text: &str) -> Raw {
    let pairs = pairs(text);
    if pairs.is_empty() {
        return Raw { text: text.to_owned(), format: Format::Markdown, ..Raw::default() };
    }
    let facts: Facts = pairs.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let spelled = |value: &Value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    let fields = pairs.iter().map(|(key, value)| (key.clone(), spelled(value)));
    let fields = fields.filter(|(_, value)| !value.is_empty()).collect();
    Raw { text: text.to_owned(), meta: facts.metadata(), fields, format: Format::Markdown, ..Raw::default() }
}

/// Metadata from front matter.
#[cfg(test)]
fn metadata(text: &str) -> Metadata {
    read(text).meta
}

/// The keys of front matter with their plain values: a line each, or a list below its key. The few facts of a
/// document are that simple, and what is more involved is none of them.
fn pairs(text: &str) -> Vec<(String, Value)> {
    let Some(front) = front_matter(text) else { return Vec::new() };
    let sign = if fence(text) == Some("+++") { '=' } else { ':' };
    let mut pairs: Vec<(String, Value)> = Vec::new();
    for line in front.lines().skip(1).map(str::trim_end) {
        if let Some(item) = line.trim_start().strip_prefix("- ")
            && let Some((_, list)) = pairs.last_mut()
        {
            match list {
                Value::Array(values) => values.push(value(item)),
                list if list.as_str() == Some("") => *list = Value::Array(vec![value(item)]),
                _ => {}
            }
        } else if let Some((key, rest)) = line.split_once(sign)
            && !line.starts_with([' ', '\t', '#', '-'])
        {
            pairs.push((key.trim().to_owned(), value(rest.trim())));
        }
    }
    pairs
}

/// A plain or quoted text, or a list of such in brackets.
fn value(text: &str) -> Value {
    let plain = |text: &str| Value::String(text.trim().trim_matches(['"', '\'']).to_owned());
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(list) => list.split(',').map(plain).collect(),
        None => plain(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_yaml_and_toml() {
        for text in [
            "---\ntitle: \"水质调查: 一年\"\ndate: 2024-03-21\nauthor: [沈怀瑜, '陆小满']\ntags:\n  - 甲\n---\n# 正文",
            "+++\ntitle = \"水质调查: 一年\"\ndate = 2024-03-21T08:00:00+08:00\nauthors = [\"沈怀瑜\", \"陆小满\"]\n+++\n正文",
        ] {
            let meta = metadata(text);
            assert_eq!(meta.title.as_deref(), Some("水质调查: 一年"), "{text}");
            assert!(meta.published.is_some_and(|date| date.to_string().starts_with("2024-03-21")), "{text}");
            assert_eq!(meta.authors.len(), 2, "{text}");
        }
    }

    #[test]
    fn a_ruler_is_no_front_matter() {
        assert_eq!(metadata("---\ntitle: 不是\n正文没有第二道线"), Metadata::default());
        assert_eq!(metadata("# 题\n---\ntitle: 不是\n---\n"), Metadata::default());
    }
}
