//! Markdown: the facts in its front matter. The text stays as it is; the cleaner knows its marks.

use serde_json::Value;

use super::facts::Facts;
use crate::document::Metadata;

/// Metadata from YAML (`---`) or TOML (`+++`) front matter: its lines of a key and a plain value. The few
/// facts of a document are that simple, and what is more involved is none of them.
pub fn front_matter(text: &str) -> Metadata {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    let (fence, sign) = match lines.next() {
        Some("---") => ("---", ':'),
        Some("+++") => ("+++", '='),
        _ => return Metadata::default(),
    };
    let mut facts = Facts::default();
    for line in lines {
        if line == fence || fence == "---" && line == "..." {
            return facts.metadata();
        }
        if let Some((key, rest)) = line.split_once(sign)
            && !line.starts_with([' ', '\t', '#', '-'])
        {
            facts.put(key.trim(), value(rest.trim()));
        }
    }
    // Without an end it was a ruler, not front matter.
    Metadata::default()
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
            let meta = front_matter(text);
            assert_eq!(meta.title.as_deref(), Some("水质调查: 一年"), "{text}");
            assert!(meta.published.is_some_and(|date| date.to_string().starts_with("2024-03-21")), "{text}");
            assert_eq!(meta.authors.len(), 2, "{text}");
        }
    }

    #[test]
    fn a_ruler_is_no_front_matter() {
        assert_eq!(front_matter("---\ntitle: 不是\n正文没有第二道线"), Metadata::default());
        assert_eq!(front_matter("# 题\n---\ntitle: 不是\n---\n"), Metadata::default());
    }
}
