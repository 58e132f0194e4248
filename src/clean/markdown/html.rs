//! HTML inside Markdown: its tags and comments are marks, what stands between them is text.

use std::ops::Range;

use crate::document::BlockKind;

/// Whether an inline tag breaks the line.
pub fn is_break(tag: &str) -> bool {
    name(tag).eq_ignore_ascii_case("br")
}

/// The texts of a block of HTML: what stands between two tags that break the line, as pieces of a line at
/// most, and what the opening tag makes of it.
pub fn texts(raw: &str, block: Range<usize>) -> Vec<(BlockKind, Vec<Range<usize>>)> {
    let mut texts: Vec<(BlockKind, Vec<Range<usize>>)> = Vec::new();
    let mut kind = BlockKind::Paragraph;
    let mut apart = true;
    let mut at = block.start;
    while at < block.end {
        let rest = &raw[at..block.end];
        let Some(tag) = tag(rest) else {
            let next = rest.char_indices().skip(1).find(|&(_, c)| c == '<');
            let end = next.map_or(rest.len(), |(end, _)| end);
            for line in lines(raw, at..at + end) {
                match texts.last_mut().filter(|_| !apart) {
                    Some((_, pieces)) => pieces.push(line),
                    None => texts.push((kind, vec![line])),
                }
                apart = false;
            }
            at += end;
            continue;
        };
        at += tag.len();
        let name = name(tag).to_ascii_lowercase();
        apart |= !INLINE.contains(&name.as_str());
        if tag.starts_with("</") {
            kind = if apart { BlockKind::Paragraph } else { kind };
        } else if HIDDEN.contains(&name.as_str()) {
            let rest = &raw[at..block.end];
            let mut ends = rest.match_indices("</").map(|(end, _)| end);
            at +=
                ends.find(|&end| self::name(&rest[end..]).eq_ignore_ascii_case(&name)).unwrap_or(rest.len());
        } else {
            kind = opens(&name).unwrap_or(kind);
        }
    }
    texts
}

/// Elements that stand inside a line, and comments.
const INLINE: &[&str] = &[
    "", "a", "abbr", "b", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

/// Elements whose content is no text.
const HIDDEN: &[&str] = &["script", "style"];

/// What an opening tag makes of the text behind it.
fn opens(name: &str) -> Option<BlockKind> {
    Some(match name {
        "li" => BlockKind::ListItem,
        "figcaption" | "caption" => BlockKind::Caption,
        "td" | "th" => BlockKind::TableRow,
        "blockquote" => BlockKind::Quote,
        "p" | "div" | "summary" => BlockKind::Paragraph,
        _ => {
            let level = name.strip_prefix('h')?.parse().ok()?;
            (1..=6).contains(&level).then_some(BlockKind::Heading { level })?
        }
    })
}

/// The tag or comment that a text begins with.
fn tag(text: &str) -> Option<&str> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let end = comment.find("-->").map_or(text.len(), |end| "<!--".len() + end + "-->".len());
        return Some(&text[..end]);
    }
    let inside = text.strip_prefix('<')?;
    inside.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)).then_some(())?;
    Some(&text[..text.find('>').map_or(text.len(), |end| end + 1)])
}

/// The name of a tag; empty for a comment.
fn name(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['<', '/']);
    &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())]
}

/// The lines of a stretch of text, trimmed.
fn lines(raw: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for line in raw[range].split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() {
            let at = start + (line.len() - line.trim_start().len());
            lines.push(at..at + text.len());
        }
        start += line.len();
    }
    lines
}
