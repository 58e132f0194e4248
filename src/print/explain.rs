//! What became of each raw line, read off the provenance of blocks and removed pieces.

use std::collections::BTreeMap;
use std::fmt;

use crate::document::{BlockKind, Document, Reason};
use crate::library::Raw;

/// A raw line that is not empty.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// 1-based.
    pub line: u32,
    /// White space at its ends cut off.
    pub text: &'a str,
    /// What its parts became, in order; one for most lines.
    pub fates: Vec<Fate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Kept(BlockKind),
    Removed(Reason),
}

impl fmt::Display for Fate {
    /// `paragraph`, `heading-2`, `-navigation`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fate::Kept(BlockKind::Heading { level }) => write!(f, "heading-{level}"),
            Fate::Kept(kind) => f.write_str(kind.name()),
            Fate::Removed(reason) => write!(f, "-{}", reason.name()),
        }
    }
}

pub fn lines<'a>(raw: &'a Raw, document: &Document) -> Vec<Line<'a>> {
    let kept = document.blocks.iter().map(|block| (&block.spans, Fate::Kept(block.kind)));
    let removed = document.removed.iter().map(|piece| (&piece.spans, Fate::Removed(piece.reason)));
    let mut by_start: BTreeMap<(u32, u32), Fate> = BTreeMap::new();
    for (spans, fate) in kept.chain(removed) {
        for span in spans {
            by_start.insert((span.line, span.start), fate);
        }
    }
    let mut lines = Vec::new();
    for (number, text) in (1..).zip(raw.text.lines()) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let mut fates: Vec<Fate> =
            by_start.range((number, 0)..(number + 1, 0)).map(|(_, &fate)| fate).collect();
        fates.dedup();
        lines.push(Line { line: number, text, fates });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Removed, Span};

    #[test]
    fn a_line_may_be_kept_in_part() {
        let raw = Raw { text: "首页\n\n正文一句。[复制链接]\n".into(), ..Raw::default() };
        let span = |line, start, end| vec![Span { line, start, end }];
        let document = Document {
            blocks: vec![Block {
                kind: BlockKind::Paragraph,
                text: "正文一句。".into(),
                spans: span(3, 8, 23),
                repair: None,
            }],
            removed: vec![
                Removed { spans: span(1, 0, 6), text: "首页".into(), reason: Reason::Navigation },
                Removed { spans: span(3, 23, 37), text: "[复制链接]".into(), reason: Reason::Interface },
            ],
            ..Document::default()
        };
        let got: Vec<String> = lines(&raw, &document)
            .iter()
            .map(|line| {
                let fates: Vec<String> = line.fates.iter().map(ToString::to_string).collect();
                format!("{} {}", line.line, fates.join(" "))
            })
            .collect();
        assert_eq!(got, ["1 -navigation", "3 paragraph -interface"]);
    }
}
