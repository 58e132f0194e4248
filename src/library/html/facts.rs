//! What a page says about itself: meta tags, JSON-LD, its canonical address.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use crate::document::{Metadata, TitleFrom};
use crate::library::facts::Facts;

/// Marks between a document's title and the name of its site in `<title>`.
const SEPARATORS: &[char] = &['_', '|', '｜', '-', '—', '–', '«', '»', '/', '·', '－', '丨'];

pub fn metadata(document: &Document) -> Metadata {
    let mut facts = Facts::default();
    for script in document.select(r#"script[type="application/ld+json"]"#).nodes() {
        if let Ok(value) = serde_json::from_str(&script.text()) {
            linked_data(&value, &mut facts);
        }
    }
    for tag in document.select("meta[content]").nodes() {
        let name = ["property", "name", "itemprop"].iter().find_map(|key| tag.attr(key));
        if let (Some(name), Some(content)) = (name, tag.attr("content")) {
            facts.put(&name, Value::String(content.to_string()));
        }
    }
    if let Some(address) = document.select_single(r#"link[rel="canonical"]"#).attr("href") {
        facts.put("url", Value::String(address.to_string()));
    }
    if let Some(time) = document.select_single("time[datetime]").attr("datetime") {
        facts.put("datetime", Value::String(time.to_string()));
    }
    let mut meta = facts.metadata();
    // Sites put their own name or motto into the title's tags as often as the title of the page.
    meta.title = meta.title.filter(|title| is_shown(document, title)).or_else(|| title(document));
    meta.title_from = if meta.title.is_some() { TitleFrom::Text } else { TitleFrom::default() };
    meta
}

/// The facts of the article that JSON-LD describes, or of the first object that has a headline.
fn linked_data(value: &Value, facts: &mut Facts) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| linked_data(value, facts)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                linked_data(graph, facts);
            }
            if object.contains_key("headline") || object.contains_key("datePublished") {
                for key in ["headline", "datePublished", "author", "editor", "publisher", "url"] {
                    if let Some(value) = object.get(key) {
                        facts.put(key, value.clone());
                    }
                }
            }
        }
        _ => {}
    }
}

/// A heading of the page that `<title>` begins with; the site's name may follow it there.
fn title(document: &Document) -> Option<String> {
    let whole = squeeze(&document.select_single("head title").text());
    document
        .select("h1, h2, h3")
        .nodes()
        .iter()
        .map(|heading| line(heading))
        .find(|heading| heading.chars().count() >= 4 && follows_separator(&whole, &squeeze(heading)))
}

fn follows_separator(whole: &str, title: &str) -> bool {
    whole.strip_prefix(title).is_some_and(|rest| rest.is_empty() || rest.starts_with(SEPARATORS))
}

/// Whether the page shows `title` as a heading, or begins its `<title>` with it.
fn is_shown(document: &Document, title: &str) -> bool {
    let title = squeeze(title);
    squeeze(&document.select_single("head title").text()).starts_with(&title)
        || document.select("h1, h2, h3").nodes().iter().any(|heading| squeeze(&heading.text()) == title)
}

fn line(node: &NodeRef) -> String {
    node.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
