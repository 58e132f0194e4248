//! What the fields of an index are for.

use serde_json::Value;

use super::schema;

/// The fields of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fields {
    /// wenlan's own.
    Pushed,
    Foreign(Foreign),
}

/// The fields of an index that somebody else made. Which of them is the text, the title, the source is found out
/// document by document, as with the records of files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreign {
    /// Those that are analyzed.
    pub texts: Vec<String>,
    /// Those that are kept whole.
    pub keywords: Vec<String>,
    pub date: Option<String>,
}

/// More fields are not asked in one question.
const MOST: usize = 12;
/// Names of the field with the date of a document, the surest first, where there are several dates.
const DATES: [&str; 10] = [
    "published",
    "publish_time",
    "publish_date",
    "pubdate",
    "pubtime",
    "date",
    "release",
    "time",
    "created",
    "timestamp",
];

impl Fields {
    /// The fields that an answer to `_mapping` tells of.
    pub fn of(mapping: &Value) -> Fields {
        let versions = schema::versions(mapping);
        if !versions.is_empty() && versions.iter().all(|(_, version)| *version == Some(schema::VERSION)) {
            return Fields::Pushed;
        }
        let mut foreign = Foreign::default();
        let mut dates = Vec::new();
        for index in mapping.as_object().into_iter().flatten().map(|(_, index)| index) {
            // Some engines leave out a level.
            let mappings = if index["mappings"].is_object() { &index["mappings"] } else { index };
            walk(&mappings["properties"], "", &mut |name, kind| match kind {
                "text" | "match_only_text" | "string" => add(&mut foreign.texts, name),
                "keyword" | "wildcard" | "constant_keyword" => add(&mut foreign.keywords, name),
                "date" | "date_nanos" | "datetime" => add(&mut dates, name),
                _ => {}
            });
        }
        let rank = |name: &String| {
            let name = name.to_lowercase();
            DATES.iter().position(|known| name.contains(known)).unwrap_or(DATES.len())
        };
        foreign.date = dates.into_iter().min_by_key(rank);
        Fields::Foreign(foreign)
    }

    /// The field with the day of a document.
    pub fn date(&self) -> Option<&str> {
        match self {
            Fields::Pushed => Some("date"),
            Fields::Foreign(fields) => fields.date.as_deref(),
        }
    }
}

fn add(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

fn walk(properties: &Value, before: &str, on: &mut dyn FnMut(&str, &str)) {
    for (name, field) in properties.as_object().into_iter().flatten() {
        let name = format!("{before}{name}");
        if let Some(kind) = field["type"].as_str() {
            on(&name, kind);
        }
        walk(&field["properties"], &format!("{name}."), on);
        if field["type"] != "text" {
            walk(&field["fields"], &format!("{name}."), on);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_told_by_their_kind() {
        let mapping = json!({"news-1": {"mappings": {"properties": {
            "headline": {"type": "text"},
            "crawled_at": {"type": "date"},
            "publish_time": {"type": "date"},
            "media": {"properties": {"name": {"type": "keyword"}}},
        }}}});
        let Fields::Foreign(fields) = Fields::of(&mapping) else { panic!() };
        assert_eq!(fields.texts, ["headline"]);
        assert_eq!(
            (fields.keywords, fields.date.as_deref()),
            (vec!["media.name".to_owned()], Some("publish_time"))
        );
    }

    #[test]
    fn our_own_index_is_known_by_its_note() {
        let mapping = json!({"laws": {"mappings": schema::mapping(None, None)["mappings"]}});
        assert_eq!(Fields::of(&mapping), Fields::Pushed);
    }
}
