//! Which lines of a page are its main content, by dom_smoothie's reading of it.

use std::collections::HashSet;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::lines::{Lines, body_lines};
use crate::ingest::raw::Tag;

/// Deeper or larger pages are left to the cleaning of text: the extractor recurses, and takes more than
/// linear time.
const DEEPEST: usize = 400;
const MOST_LINES: usize = 20_000;

/// The extractor tries again with laxer rules below this many characters. Its default is meant for
/// English, which needs three times as many for the same text.
const ENOUGH: usize = 200;

/// A line of this many characters is known wherever it stands; shorter ones (首页, 分享) only where the
/// extractor kept them as lines of their own.
const UNMISTAKABLE: usize = 12;

/// Sets `main` on the lines that the extractor keeps. It works on a copy in which it moves and renames
/// elements, so lines are found again by their text.
pub fn mark(document: Document, lines: &mut Lines) {
    if lines.depth > DEEPEST || lines.all.len() > MOST_LINES {
        return;
    }
    // It leaves out what a script was to fade in.
    document.select(r#"[style*="visibility"], [style*="opacity"]"#).remove_attr("style");
    let config = Config { char_threshold: ENOUGH, disable_json_ld: true, ..Config::default() };
    let Ok(article) =
        Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse())
    else {
        return;
    };
    if article.content.is_empty() {
        return;
    }
    let kept: Vec<String> =
        body_lines(&Document::from(article.content)).all.iter().map(|line| squeeze(&line.text)).collect();
    let whole = kept.concat();
    let kept: HashSet<&str> = kept.iter().map(String::as_str).collect();
    for line in &mut lines.all {
        let text = squeeze(&line.text);
        let long = text.chars().count() >= UNMISTAKABLE;
        line.hint.main =
            line.hint.tag != Tag::Title && (kept.contains(text.as_str()) || long && whole.contains(&text));
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
