//! Sentences.

use std::ops::Range;

/// The sentences of a text as byte ranges, each with its closing marks; together they cover the text.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if !"。！？!?…；;".contains(c) {
            continue;
        }
        while chars.next_if(|&(_, c)| "。！？!?…”’」』）)".contains(c)).is_some() {}
        let end = chars.peek().map_or(text.len(), |&(at, _)| at);
        found.push(start..end);
        start = end;
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}
