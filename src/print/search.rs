//! Search results: `path:line:extract`, as grep has it, the best document first.

use super::Style;
use crate::document::Document;
use crate::heap::Summary;
use crate::search::{Found, Hit, Place, Snippet, snippet};
use crate::text::sanitize::sanitize;

/// Characters of an extract.
pub const SNIPPET_CHARS: usize = 60;

/// The hits of one document. On a terminal its title and path stand above them.
pub fn text(path: &str, document: &Document, summary: &Summary, found: &Found, style: &Style) -> String {
    let path = sanitize(path);
    let on_terminal = style.columns.is_some();
    let mut out = String::new();
    if on_terminal {
        out.push_str(&format!("{}  {}\n", style.title(&sanitize(&summary.title)), style.path(&path)));
    }
    for (hit, snippet) in snippets(document, found) {
        let [line, _] = hit_lines(document, hit);
        let line = style.number(&line.to_string());
        let marked = style.marked(&sanitize(&snippet.text), &snippet.ranges);
        out.push_str(&if on_terminal {
            format!("{line}: {marked}\n")
        } else {
            format!("{}:{line}:{marked}\n", style.path(&path))
        });
    }
    if on_terminal {
        out.push('\n');
    }
    out
}

/// One extract for each stretch of text that holds hits: hits that an extract shows get none of their own.
pub fn snippets<'a>(document: &Document, found: &'a Found) -> Vec<(&'a Hit, Snippet)> {
    let mut extracts: Vec<(&Hit, Snippet)> = Vec::new();
    for hit in &found.hits {
        let same_place = extracts.last().is_some_and(|(last, _)| last.place == hit.place);
        if !same_place {
            extracts.push((hit, snippet(document, hit, &found.hits, SNIPPET_CHARS)));
        }
    }
    extracts
}

/// The raw lines, 1-based and inclusive, of the text in which a hit stands.
pub fn hit_lines(document: &Document, hit: &Hit) -> [u32; 2] {
    let spans = match hit.place {
        Place::Block(at) => document.blocks.get(at as usize).map(|block| block.spans.as_slice()),
        Place::Title | Place::Subtitle | Place::Source | Place::Author => {
            document.removed.first().map(|piece| piece.spans.as_slice())
        }
    };
    let lines = spans.unwrap_or_default().iter().map(|span| span.line);
    let (first, last) = (lines.clone().min(), lines.max());
    [first.unwrap_or(1), last.unwrap_or(1)]
}
