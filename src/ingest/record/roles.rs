//! Which fields of a file's records are their text and title: by their names where these are known, and by what
//! is in them.

use std::collections::HashMap;

use serde_json::Value;

use super::names::{ANSWER, ASKED, DETAIL, QUESTION, TALK, TEXT, TURNS, among};
use crate::ingest::facts;

/// A text without a known name must have so many characters, if hardly one is Chinese.
const SHORTEST_LATIN: usize = 20;

/// Objects in objects are gone into so deep in search of the text.
const DEEPEST: usize = 3;

/// A title that is found by what is in it has at most so many characters.
const LONGEST_TITLE: usize = 40;

/// A field of a record: `a.b`; `[]` behind a name goes into each element of an array, `a[].b`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path(String);

impl Path {
    pub fn new(path: &str) -> Path {
        Path(path.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name of the path.
    pub fn name(&self) -> &str {
        self.0.trim_end_matches("[]").rsplit('.').next().unwrap_or_default()
    }

    /// What stands there; an array of all that does, where the path goes through an array.
    pub fn value<'a>(&self, record: &'a Value) -> Option<std::borrow::Cow<'a, Value>> {
        use std::borrow::Cow;

        if self.0.is_empty() {
            return Some(Cow::Borrowed(record));
        }
        // A field may have dots in its own name.
        if let Some(value) = record.get(&self.0) {
            return Some(Cow::Borrowed(value));
        }
        let mut values = vec![record];
        let mut many = false;
        for name in self.0.split('.') {
            let (name, each) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
            values = values.into_iter().filter_map(|value| step(value, name)).collect();
            if each {
                many = true;
                values =
                    values.into_iter().flat_map(|value| value.as_array().into_iter().flatten()).collect();
            }
        }
        match (many, values.as_slice()) {
            (_, []) => None,
            (false, [value]) => Some(Cow::Borrowed(*value)),
            _ => Some(Cow::Owned(values.into_iter().cloned().collect())),
        }
    }

    /// A short text that stands there.
    pub fn text(&self, record: &Value) -> Option<String> {
        let value = self.value(record)?;
        let text = value.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// Whether the field `name` with this value is meant.
    pub fn is(&self, name: &str, _: &Value) -> bool {
        self.name() == name
    }
}

fn step<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match name.parse::<usize>() {
        Ok(index) => value.get(name).or_else(|| value.get(index)),
        Err(_) => value.get(name),
    }
}

/// What the fields of a file's records are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// The fields that are shown as text, in their order; empty where every record is looked at by itself.
    pub parts: Vec<Path>,
    pub title: Option<Path>,
    /// The text was named by the user: nothing else is taken for it.
    pub told: bool,
}

/// A field as it stands in the records of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub path: String,
    /// What it was taken for: `text`, `title`, `author`, `date`, `source`, `url`…; else `field`.
    pub role: &'static str,
    /// In how many records it stands.
    pub records: usize,
    /// Its first value.
    pub example: String,
}

impl Schema {
    /// The fields of records with what they were taken for, in the order in which they stand; the text first.
    pub fn columns(&self, records: &[Value]) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for record in records {
            let mut seen = Vec::new();
            leaves(record, &mut |path, value| {
                let at = *places.entry(path.to_owned()).or_insert_with(|| {
                    let named = |own: &Path| {
                        path == own.as_str()
                            || path.starts_with(&format!("{}.", own.0))
                            || path.starts_with(&format!("{}[", own.0))
                    };
                    let role = match facts::role(Path::new(path).name()) {
                        _ if self.parts.iter().any(named) => "text",
                        _ if self.title.as_ref().is_some_and(named) => "title",
                        known => known.unwrap_or("field"),
                    };
                    let example = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    columns.push(Column { path: path.to_owned(), role, records: 0, example });
                    columns.len() - 1
                });
                if !seen.contains(&at) {
                    seen.push(at);
                }
            });
            seen.into_iter().for_each(|at| columns[at].records += 1);
        }
        let rank = |column: &Column| match column.role {
            "text" => 0,
            "title" => 1,
            "field" => 3,
            _ => 2,
        };
        columns.sort_by_key(rank);
        columns
    }

    /// The schema in which the text is in the field that somebody named.
    pub fn told(text_field: &str) -> Schema {
        Schema { parts: vec![Path::new(text_field)], title: None, told: true }
    }

    /// What the records of a file have in common.
    pub fn of(records: &[Value]) -> Schema {
        let mut counts: HashMap<Vec<Path>, usize> = HashMap::new();
        for parts in records.iter().filter_map(parts) {
            *counts.entry(parts).or_default() += 1;
        }
        let most = counts.into_iter().max_by(|(a, m), (b, n)| m.cmp(n).then(b.len().cmp(&a.len())));
        let parts = most.map(|(parts, _)| parts).unwrap_or_default();
        let title = title(records, &parts);
        Schema { parts, title, told: false }
    }

    /// The fields of one record that are its text; `None` where it has none.
    pub fn parts_of(&self, record: &Value) -> Option<Vec<Path>> {
        let there: Vec<Path> =
            self.parts.iter().filter(|part| part.value(record).is_some()).cloned().collect();
        let has_text =
            |parts: &[Path]| parts.iter().filter_map(|part| part.value(record)).any(|v| weight(&v) > 0);
        if self.told {
            return (!there.is_empty()).then_some(there);
        }
        if has_text(&there) {
            return Some(there);
        }
        let own = parts(record);
        match own {
            Some(own) if has_text(&own) || there.is_empty() => Some(own),
            // An empty text is a text.
            own => (!there.is_empty()).then_some(there).or(own),
        }
    }
}

/// The fields of a record that are its text, in order.
fn parts(record: &Value) -> Option<Vec<Path>> {
    if record.is_string() || record.is_array() {
        return (weight(record) > 0).then(|| vec![Path::new("")]);
    }
    let mut all = Vec::new();
    candidates(record, "", 0, &mut all);
    let named = |names: &[&str], wanted: &str| among(names, wanted);
    let mut asked = false;
    leaves(record, &mut |path, _| asked |= among(ASKED, Path::new(path).name()));
    let name = |path: &str| Path::new(path).name().to_lowercase();
    // A talk of questions and answers.
    let answers = |(path, value): &&(String, &Value)| named(ANSWER, &name(path)) && weight(value) > 0;
    let asks = |(path, value): &&(String, &Value)| named(QUESTION, &name(path)) && weight(value) > 0;
    if let Some((answer, _)) = all.iter().find(answers) {
        let level = answer.rsplit_once('.').map_or("", |(level, _)| level);
        let beside = |path: &str| path.rsplit_once('.').map_or("", |(level, _)| level) == level;
        if all.iter().any(|candidate| asks(&candidate) && beside(&candidate.0)) {
            let part = |wanted: &&str| {
                all.iter().find(|(path, value)| beside(path) && name(path) == **wanted && weight(value) > 0)
            };
            return Some(TALK.iter().filter_map(part).map(|(path, _)| Path::new(path)).collect());
        }
    }
    let turns = TURNS.iter().find_map(|wanted| {
        all.iter().find(|(path, value)| name(path) == *wanted && !value.is_string() && weight(value) > 0)
    });
    if let Some((path, _)) = turns {
        return Some(vec![Path::new(path)]);
    }
    let text = TEXT.iter().chain(ANSWER).find_map(|wanted| {
        let of_name = || all.iter().filter(|(path, _)| name(path) == *wanted);
        of_name()
            .find(|(_, value)| weight(value) > 0)
            .or_else(|| of_name().find(|(_, value)| value.is_string()))
    });
    // An empty field of such a name is the text only where no other is; and a title alone is a text as well.
    let text = match text {
        Some(found) if weight(found.1) > 0 => Some(found),
        empty => heaviest(&all, false).or(empty).or_else(|| heaviest(&all, true)),
    };
    let (path, _) = text?;
    let detail = asked.then(|| {
        DETAIL
            .iter()
            .find_map(|wanted| all.iter().find(|(path, value)| name(path) == *wanted && weight(value) > 0))
    });
    let detail = detail.flatten().filter(|(detail, _)| detail != path);
    Some(detail.into_iter().map(|(path, _)| path).chain([path]).map(|path| Path::new(path)).collect())
}

/// The field with the most text, where none has a name that says so: among those that tell something else about
/// the document, or among the others.
fn heaviest<'a, 'b>(all: &'a [(String, &'b Value)], told: bool) -> Option<&'a (String, &'b Value)> {
    let heavy = |(path, value): &&(String, &Value)| {
        facts::is_known(Path::new(path).name()) == told && (weight(value) >= SHORTEST_LATIN || has_han(value))
    };
    all.iter().filter(heavy).max_by_key(|(_, value)| weight(value)).filter(|(_, value)| weight(value) > 0)
}

/// Fields that might be the text: all but those inside arrays. Objects of numbered fields are as good as arrays.
fn candidates<'a>(value: &'a Value, before: &str, depth: usize, all: &mut Vec<(String, &'a Value)>) {
    let Value::Object(object) = value else { return };
    for (name, value) in object {
        let path = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
        match value {
            Value::Object(inner) if inner.len() == 1 && inner.contains_key("rendered") => {
                all.push((format!("{path}.rendered"), &value["rendered"]));
            }
            Value::Object(_) if is_numbered(value) => all.push((path, value)),
            Value::Object(_) if depth < DEEPEST && !facts::is_about_somebody(name) => {
                candidates(value, &path, depth + 1, all);
            }
            Value::String(_) | Value::Array(_) => all.push((path, value)),
            _ => {}
        }
    }
}

/// An object whose fields are numbered: `turn_1`, `turn_2`.
pub fn is_numbered(value: &Value) -> bool {
    value.as_object().is_some_and(|object| {
        !object.is_empty()
            && object.keys().all(|name| name.ends_with(|c: char| c.is_ascii_digit()))
            && object.values().all(|v| !v.is_number())
    })
}

/// Whether a part of that name belongs to a talk of question and answer.
pub fn is_talk(name: &str) -> bool {
    among(TALK, name)
}

/// Whether a part of that name asks.
pub fn asks(name: &str) -> bool {
    among(QUESTION, name) && !among(&["system", "history", "input", "context"], name)
}

/// Characters of prose in a value: addresses, numbers, codes and keys are none.
pub fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => prose(text),
        Value::Array(values) => values.iter().map(weight).sum(),
        Value::Object(object) => object.values().map(weight).sum(),
        _ => 0,
    }
}

fn has_han(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(is_han),
        Value::Array(values) => values.iter().any(has_han),
        Value::Object(object) => object.values().any(has_han),
        _ => false,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn prose(text: &str) -> usize {
    let text = text.trim();
    if text.is_empty() || text.starts_with("http") && !text.contains(char::is_whitespace) {
        return 0;
    }
    let han = text.chars().filter(|&c| is_han(c)).count();
    let spaced = text.split_whitespace().nth(1).is_some();
    let written = spaced && text.chars().filter(|c| c.is_alphabetic()).count() * 2 > text.len();
    match han > 0 || written || !text.is_ascii() {
        true => text.chars().filter(|c| !c.is_whitespace()).count(),
        false => 0,
    }
}

/// The title by what is in it, where no field has the name of one: short, Chinese, and another in every record.
fn title(records: &[Value], parts: &[Path]) -> Option<Path> {
    const FEWEST: usize = 3;
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for record in records {
        let mut named = false;
        leaves(record, &mut |path, value| {
            named |= facts::is_title(Path::new(path).name());
            let text = value.as_str().filter(|text| !text.is_empty() && !path.contains("[]"));
            if let Some(text) = text.filter(|_| !parts.iter().any(|part| path.starts_with(part.as_str()))) {
                let at = *places.entry(path.to_owned()).or_insert_with(|| {
                    found.push((path.to_owned(), Vec::new()));
                    found.len() - 1
                });
                found[at].1.push(text);
            }
        });
        if named {
            return None;
        }
    }
    let is_title = |(path, values): &&(String, Vec<&str>)| {
        let short =
            |text: &&&str| (2..=LONGEST_TITLE).contains(&text.chars().count()) && text.chars().any(is_han);
        let mut distinct: Vec<_> = values.clone();
        distinct.sort_unstable();
        distinct.dedup();
        !facts::is_known(Path::new(path).name())
            && values.len() >= FEWEST
            && values.len() * 10 >= records.len() * 9
            && values.iter().filter(short).count() * 10 >= values.len() * 9
            && distinct.len() * 2 > values.len()
    };
    found.iter().find(is_title).map(|(path, _)| Path::new(path))
}

/// Calls `visit` with every value that has no others in it, and its path.
pub fn leaves<'a>(value: &'a Value, visit: &mut dyn FnMut(&str, &'a Value)) {
    fn go<'a>(value: &'a Value, path: &mut String, visit: &mut dyn FnMut(&str, &'a Value)) {
        let len = path.len();
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    if len > 0 {
                        path.push('.');
                    }
                    path.push_str(name);
                    go(value, path, visit);
                    path.truncate(len);
                }
            }
            Value::Array(values) => {
                path.push_str("[]");
                values.iter().for_each(|value| go(value, path, visit));
                path.truncate(len);
            }
            value => visit(path, value),
        }
    }
    go(value, &mut String::new(), visit);
}
