//! Where in the raw text the lines of a [`Record`](super::Record) come from.

use super::Place;
use crate::document::{Block, Document, Reason};

/// From byte `at` of line `line` of a record on, up to the next origin, the text comes from raw line `raw`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    pub line: u32,
    pub at: u32,
    /// 1-based.
    pub raw: u32,
}

/// The origins of a block's text, one for each raw line. White space that cleaning added at the seams is
/// taken to be shared out among them, so a seam is found exactly where all or none have some.
pub fn of_block(line: u32, block: &Block) -> Vec<Origin> {
    let raw_bytes: usize = block.spans.iter().map(|span| span.bytes().len()).sum();
    let seams = block.spans.len().saturating_sub(1).max(1) as i64;
    let added = block.text.len() as i64 - raw_bytes as i64;
    let mut origins: Vec<Origin> = Vec::new();
    let mut before = 0;
    for (seam, span) in (0..).zip(&block.spans) {
        if origins.last().is_none_or(|last| last.raw != span.line) {
            let at = (before + added * seam / seams).clamp(0, block.text.len() as i64) as u32;
            origins.push(Origin { line, at, raw: span.line });
        }
        before += span.bytes().len() as i64;
    }
    origins
}

/// The origins of a field of the metadata: the removed pieces that have it, alone or one after another, or
/// else the first block: a first sentence that stands in for a title stays in the text.
pub fn of_field(line: u32, place: Place, text: &str, document: &Document) -> Vec<Origin> {
    match place {
        // Names may stand anywhere, each for itself.
        Place::Author => {
            let mut at = 0;
            let mut origins = Vec::new();
            for name in text.split(' ') {
                origins.extend(find(name, document).into_iter().map(|(_, raw)| Origin { line, at, raw }));
                at += name.len() as u32 + 1;
            }
            origins
        }
        _ => find(text, document).into_iter().map(|(at, raw)| Origin { line, at, raw }).collect(),
    }
}

/// Where the parts of `text` begin that stand in raw lines of their own, with these lines.
fn find(text: &str, document: &Document) -> Vec<(u32, u32)> {
    let bare = squeezed(text.trim_end_matches('…'));
    if bare.is_empty() {
        return Vec::new();
    }
    let metadata = document.removed.iter().filter(|piece| piece.reason == Reason::Metadata);
    let removed = metadata.map(|piece| (piece.text.as_str(), piece.span.line));
    let first =
        document.blocks.first().and_then(|block| Some((block.text.as_str(), block.spans.first()?.line)));
    let mut parts = Vec::new();
    let mut rest = bare.as_str();
    for (piece, raw) in removed.chain(first) {
        let piece = squeezed(piece);
        if piece.contains(&bare) {
            return vec![(0, raw)];
        }
        match rest.strip_prefix(piece.as_str()).filter(|_| !piece.is_empty()) {
            Some(after) if !rest.is_empty() => {
                parts.push((unsqueezed(text, bare.len() - rest.len()), raw));
                rest = after;
            }
            _ => {}
        }
    }
    if rest.is_empty() { parts } else { Vec::new() }
}

/// Without white space.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The byte of `text` that is byte `at` of it squeezed.
fn unsqueezed(text: &str, at: usize) -> u32 {
    let mut left = at;
    for (byte, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if left == 0 {
            return byte as u32;
        }
        left = left.saturating_sub(c.len_utf8());
    }
    text.len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Metadata, Person, Removed, Span};
    use crate::search::Record;

    fn block(text: &str, spans: &[(u32, u32, u32)]) -> Block {
        let spans = spans.iter().map(|&(line, start, end)| Span { line, start, end }).collect();
        Block { kind: BlockKind::Paragraph, text: text.into(), spans, repair: None, doubt: None }
    }

    #[test]
    fn a_match_leads_to_the_raw_lines_it_stands_in() {
        let piece = |line, text: &str| Removed {
            span: Span { line, start: 0, end: 1 },
            text: text.into(),
            reason: Reason::Metadata,
        };
        let person = |name: &str| Person { name: name.into(), role: "记者".into() };
        let document = Document {
            meta: Metadata {
                title: Some("渡口修好了 夜航又开了".into()),
                source: Some("临江晚报".into()),
                authors: vec![person("何田"), person("苏木")],
                ..Metadata::default()
            },
            blocks: vec![
                // Lines 9 and 11 without white space between, 20 and 21 with a blank.
                block("渡口的灯重新亮了。", &[(9, 100, 112), (11, 113, 128)]),
                block("night ferry", &[(20, 200, 205), (21, 206, 211)]),
            ],
            removed: vec![
                piece(2, "渡口修好了"),
                piece(3, "夜航又开了"),
                piece(4, "临江晚报 2019-03-04"),
                piece(5, "本报记者 何田 苏木"),
            ],
            ..Document::default()
        };
        let record = Record::new("a.txt", &document);
        let lines = |line: usize, part: &str| {
            let text = record.lines()[line];
            let start = text.find(part).expect("the part stands in the line");
            record.info.raw_lines(line, &(start..start + part.len()))
        };
        assert_eq!((lines(0, "渡口"), lines(0, "夜航"), lines(0, "好了 夜航")), ([2, 2], [3, 3], [2, 3]));
        assert_eq!((lines(2, "晚报"), lines(3, "苏木")), ([4, 4], [5, 5]));
        assert_eq!((lines(4, "渡口"), lines(4, "灯重"), lines(4, "重新")), ([9, 9], [9, 11], [11, 11]));
        assert_eq!((lines(5, "night"), lines(5, "ferry")), ([20, 20], [21, 21]));
        assert_eq!(record.info.raw_lines(1, &(0..0)), [1, 1], "there is no subtitle");
    }
}
