//! What a record says: one model for JSON, tables and whatever else has fields.
//!
//! A [`Schema`] is inferred from a file's records together: which of their fields are the text, in which order,
//! and which is the title. [`read`] makes one record a [`Raw`] by it: text with hints, metadata by the names
//! of fields ([`Facts`]), and every other field as it stands.

pub mod json;
pub mod names;
mod roles;
mod text;

use std::collections::HashMap;

use serde_json::Value;

pub use roles::{Column, Path, Schema, weight};

use self::text::Text;
use super::facts::{self, Facts, is_about_somebody};
use super::{Format, Problem, Raw};
use crate::document::TitleFrom;

/// Characters of a question that may stand for the title of what answers it.
const LONGEST_TITLE: usize = 60;

/// Records inside records: a dump may wrap each document (`{"_id": …, "_source": {…}}`).
const DEEPEST: usize = 2;

/// Reads one record by the schema of its file.
pub fn read(value: &Value, schema: &Schema, format: Format) -> Result<Raw, Problem> {
    let parts = schema.parts_of(value).ok_or(Problem::NoText)?;
    let mut facts = Facts::default();
    fields(value, 0, &mut |name, value| {
        if !parts.iter().any(|part| part.is(name, value)) {
            facts.put(name, value.clone());
        }
    });
    let mut meta = facts.metadata();
    let named_title = meta.title.take();
    let title = schema.title.as_ref().and_then(|path| path.text(value)).or(named_title);
    let labelled = parts.len() > 1 && parts.iter().any(|part| roles::is_talk(part.name()));
    let mut text = Text::default();
    let mut question = None;
    for part in &parts {
        let Some(value) = part.value(value) else { continue };
        let asks = labelled && roles::asks(part.name());
        let short = value.as_str().map(str::trim).filter(|text| is_title(text));
        match short.filter(|_| asks && text.is_empty() && question.is_none() && title.is_none()) {
            // The question is the title; it need not be said twice.
            Some(short) => question = Some(short.to_owned()),
            None if labelled => text.said(part.name(), &value),
            None => text.value(&value),
        }
    }
    let given = title.is_some() || question.is_some();
    // A talk is known by how it begins.
    let opening = text.opening.take().filter(|opening| is_title(opening));
    meta.title_from = match given {
        true => TitleFrom::Text,
        false if opening.is_some() => TitleFrom::FirstSentence,
        false => TitleFrom::default(),
    };
    meta.title = title.or(question).or(opening);
    let whole = given || parts.len() > 1 || text.is_parted();
    let raw = text.into_raw();
    let meta = facts::merge(meta, raw.meta.clone());
    let fields = others(value, &parts, schema);
    Ok(Raw { meta, format, fields, whole: whole && !raw.page, ..raw.raw })
}

fn is_title(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !text.contains('\n') && text.chars().count() <= LONGEST_TITLE
}

/// Calls `visit` with every field, outer ones first; fields about persons and publishers are not gone into.
fn fields<'a>(value: &'a Value, depth: usize, visit: &mut dyn FnMut(&'a str, &'a Value)) {
    let Value::Object(object) = value else { return };
    for (name, value) in object {
        visit(name, value);
    }
    if depth < DEEPEST {
        let inner = object.iter().filter(|(name, _)| !is_about_somebody(name));
        inner.for_each(|(_, value)| fields(value, depth + 1, visit));
    }
}

/// Every field that is not shown as text or title, by its path.
fn others(value: &Value, parts: &[Path], schema: &Schema) -> Vec<(String, String)> {
    let mut found = Vec::new();
    roles::leaves(value, &mut |path, value| {
        let shown = |part: &Path| path.starts_with(part.as_str());
        if parts.iter().any(shown) || schema.title.as_ref().is_some_and(shown) {
            return;
        }
        let said = match value {
            Value::Null => return,
            Value::String(text) if text.trim().is_empty() => return,
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        found.push((path.to_owned(), said));
    });
    joined(found)
}

/// The values of one path in one row: `tags[]` → `tags`.
fn joined(found: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (path, value) in found {
        let path = path.replace("[]", "");
        match places.get(&path) {
            Some(&at) => {
                rows[at].1.push_str(", ");
                rows[at].1.push_str(&value);
            }
            None => {
                places.insert(path.clone(), rows.len());
                rows.push((path, value));
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests;
