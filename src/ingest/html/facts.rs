//! What a page says about itself: meta tags, JSON-LD, its canonical address.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::lines::Lines;
use super::{entities, head};
use crate::document::{Metadata, Person, TitleFrom};
use crate::ingest::facts::{self, Facts};
use crate::ingest::raw::Tag;
use crate::text::office::is_body;

/// Marks between a document's title and the name of its site in `<title>`.
pub const SEPARATORS: &[char] = &['_', '|', '｜', '-', '—', '–', '«', '»', '/', '·', '－', '丨'];

/// Longest mark in front of a title, in characters.
const LONGEST_MARK: usize = 8;

/// Names of the facts that say whose site a page stands on: its source only where the page names no other.
const SITE: &[&str] = &["publisher", "og:site_name", "site_name", "sitename", "site", "application-name"];

/// Sites on which anybody's account publishes: they are nobody's source, the account is.
const PLATFORMS: &[&str] = &["微信公众平台", "百家号", "网易号", "搜狐号", "头条号", "企鹅号"];

/// What a page says about itself, and the site that it stands on.
pub fn of(document: &Document, lines: &Lines) -> (Metadata, Option<String>) {
    let mut facts = Facts::default();
    let mut site = None;
    for script in document.select(r#"script[type="application/ld+json"]"#).nodes() {
        if let Ok(value) = serde_json::from_str(&mended(&script.text())) {
            linked_data(&value, &mut |key, value| match SITE.contains(&key) {
                true => site = site.take().or_else(|| facts::name(&value)),
                false => facts.put(key, value),
            });
        }
    }
    for tag in document.select("meta[content]").nodes() {
        let name = ["property", "name", "itemprop"].iter().find_map(|key| tag.attr(key));
        let (Some(name), Some(content)) = (name, tag.attr("content")) else { continue };
        let value = Value::String(content.to_string());
        match SITE.contains(&&*name.to_lowercase()) {
            true => site = site.take().or_else(|| facts::name(&value)),
            false => facts.put(&name, value),
        }
    }
    if let Some(address) = document.select_single(r#"link[rel="canonical"]"#).attr("href") {
        facts.put("url", Value::String(address.to_string()));
    }
    if let Some(time) = document.select_single("time[datetime]").attr("datetime") {
        facts.put("datetime", Value::String(time.to_string()));
    }
    let window = squeeze(&document.select_single("head title").text());
    let mut meta = facts.metadata();
    // Sites put their own name or motto into the tags for title and author as often as the page's.
    let headed = title(document);
    let whole = |claimed: &String| {
        let site_behind = headed.as_ref().is_some_and(|headed| {
            squeeze(claimed).strip_prefix(&squeeze(headed)).is_some_and(|rest| rest.starts_with(SEPARATORS))
        });
        is_shown(document, claimed) && !site_behind
    };
    meta.title = meta.title.filter(whole).or(headed);
    meta.title = meta.title.map(|title| entities::unescaped(&title).into_owned());
    meta.title_from = if meta.title.is_some() { TitleFrom::Text } else { TitleFrom::default() };
    meta.authors.retain(|author| is_author(&author.name, &window, site.as_deref(), lines));
    let platform = site.as_deref().is_some_and(|site| PLATFORMS.contains(&site));
    let head = head::read(document, &window, platform);
    if meta.authors.is_empty() {
        meta.authors = head.author.into_iter().map(|name| Person { name, role: String::new() }).collect();
    }
    meta.source = head.source.or(meta.source);
    (meta, site.filter(|_| !platform))
}

/// Whether what the tags call the author is one: the page shows the name somewhere, or it looks like a
/// person's, and it is not the site's.
fn is_author(name: &str, window: &str, site: Option<&str>, lines: &Lines) -> bool {
    let bare = squeeze(name);
    let chars = bare.chars().count();
    let person = (2..=4).contains(&chars) && bare.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let shown = || lines.all.iter().any(|line| line.hint.tag != Tag::Title && line.text.contains(name));
    let own = site.is_some_and(|site| site.starts_with(&bare) || bare.starts_with(site))
        || window
            .split(SEPARATORS)
            .any(|part| part.strip_prefix(&bare).is_some_and(|rest| !rest.starts_with('的')));
    !own && !head::is_outlet(&bare) && !is_body(&bare) && (person || shown())
}

/// JSON as sites write it by hand, made JSON: line breaks inside strings, commas behind the last field.
fn mended(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for (at, c) in json.char_indices() {
        let last = || json[at + 1..].trim_start().starts_with(['}', ']']);
        match c {
            _ if in_string && c.is_control() => mended.push(' '),
            ',' if !in_string && last() => {}
            _ => mended.push(c),
        }
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
    }
    mended
}

/// The facts of the article that JSON-LD describes, or of the first object that has a headline.
fn linked_data(value: &Value, put: &mut impl FnMut(&str, Value)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| linked_data(value, put)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                linked_data(graph, put);
            }
            if ["headline", "datePublished", "pubDate"].iter().any(|key| object.contains_key(*key)) {
                for key in ["headline", "datePublished", "pubDate", "author", "editor", "publisher", "url"] {
                    if let Some(value) = object.get(key) {
                        put(key, value.clone());
                    }
                }
            }
        }
        _ => {}
    }
}

/// A heading of the page that `<title>` begins with, the site's name behind it; or such a beginning that a
/// heading ends with, its own beginning being a mark ([求助], 原创); or the only main heading, if `<title>` has
/// it in other words.
fn title(document: &Document) -> Option<String> {
    let window = document.select_single("head title").text();
    let whole = squeeze(&window);
    let headings: Vec<String> = document.select("h1, h2, h3").nodes().iter().map(line).collect();
    let marked = |heading: &String| {
        let mut heads = whole.match_indices(SEPARATORS).map(|(at, _)| &whole[..at]).chain([&*whole]);
        let own = squeeze(heading);
        let head = heads.rfind(|head| head.chars().nth(5).is_some() && own.ends_with(head))?;
        let mark = own[..own.len() - head.len()].chars().count();
        let start = heading.char_indices().filter(|(_, c)| !c.is_whitespace()).nth(mark)?.0;
        (mark <= LONGEST_MARK).then(|| heading[start..].to_owned())
    };
    let named =
        |heading: &&String| heading.chars().count() >= 4 && follows_separator(&whole, &squeeze(heading));
    let main = document.select("h1");
    let only = || {
        let heading = main.nodes().first().filter(|_| main.length() == 1).map(line)?;
        let own = squeeze(&heading);
        (own.chars().count() >= 4 && whole.contains(&own) && !whole.ends_with(&own)).then_some(heading)
    };
    let named = headings.iter().find(named).cloned().or_else(|| headings.iter().find_map(marked));
    named.or_else(only)
}

fn follows_separator(whole: &str, title: &str) -> bool {
    whole.strip_prefix(title).is_some_and(|rest| rest.is_empty() || rest.starts_with(SEPARATORS))
}

/// Whether the page shows `title` as a heading, or begins its `<title>` with it.
fn is_shown(document: &Document, title: &str) -> bool {
    let title = squeeze(title);
    follows_separator(&squeeze(&document.select_single("head title").text()), &title)
        || document.select("h1, h2, h3").nodes().iter().any(|heading| squeeze(&heading.text()) == title)
}

pub fn line(node: &NodeRef) -> String {
    node.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
