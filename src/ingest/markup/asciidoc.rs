//! AsciiDoc: headings, blocks, lists, tables and the attributes of the head.

use serde_json::Value;

use super::paragraph::{Paragraph, replaced};
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// Reads a text in AsciiDoc.
pub fn read(text: &str) -> Raw {
    let mut lines = Lines::default();
    let mut paragraph = Paragraph::default();
    let mut facts = Facts::default();
    let mut fields = Vec::new();
    // The mark that ends the block, and what its lines are.
    let mut block: Option<(String, Tag)> = None;
    let mut next = None;
    // Authors and revision stand below the title.
    let mut head = 0;
    for line in text.lines() {
        let line = line.trim_end();
        let trimmed = line.trim_start();
        if let Some((end, tag)) = &block {
            if line == end {
                paragraph.end(&mut lines);
                block = None;
            } else {
                match tag {
                    Tag::Chrome => {}
                    Tag::TableCell if trimmed.starts_with('|') => row(&mut lines, trimmed),
                    Tag::TableCell => {}
                    Tag::Code => lines.keep(*tag, line),
                    tag if trimmed.is_empty() => {
                        paragraph.end(&mut lines);
                        paragraph.add(*tag, "");
                    }
                    tag => paragraph.add(*tag, &inline(trimmed)),
                }
            }
            continue;
        }
        if let Some(tag) = delimiter(line) {
            paragraph.end(&mut lines);
            block = Some((
                line.to_owned(),
                if tag == Tag::Other { next.take().unwrap_or(Tag::Paragraph) } else { tag },
            ));
        } else if line.starts_with("//") {
            // A comment.
        } else if let Some((name, value)) = attribute(line) {
            facts.put(name, Value::String(value.to_owned()));
            if !value.is_empty() {
                fields.push((name.to_owned(), value.to_owned()));
            }
        } else if let Some((level, words)) = heading(line) {
            paragraph.end(&mut lines);
            if level == 0 {
                facts.put("title", Value::String(inline(words)));
                head = 1;
                continue;
            }
            lines.push(Tag::Heading(level), &inline(words));
        } else if line.is_empty() {
            paragraph.end(&mut lines);
            next = None;
        } else if head == 1 || head == 2 && line.starts_with('v') {
            byline(line, &mut facts);
            head += 1;
            continue;
        } else if line.starts_with('[') && line.ends_with(']') {
            paragraph.end(&mut lines);
            let kind = line.trim_matches(['[', ']']).split([',', '.', '%', '#']).next().unwrap_or_default();
            next = match kind {
                "quote" | "verse" => Some(Tag::Quote),
                "source" | "listing" | "literal" => Some(Tag::Code),
                _ => None,
            };
        } else if trimmed == "+"
            || ["include::", "image::", "video::"].iter().any(|mark| line.starts_with(mark))
        {
            paragraph.end(&mut lines);
        } else if line.starts_with('.') && !line.starts_with("..") && !line.starts_with(". ") {
            paragraph.end(&mut lines);
            lines.push(Tag::Caption, &inline(&line[1..]));
        } else if let Some(words) = item(trimmed) {
            paragraph.end(&mut lines);
            paragraph.add(Tag::ListItem, &inline(words));
        } else if let Some(tag) = next.filter(|tag| *tag == Tag::Code) {
            lines.keep(tag, line);
        } else {
            paragraph.add(next.unwrap_or(Tag::Paragraph), &inline(trimmed));
        }
        head = if line.is_empty() { 0 } else { head };
    }
    paragraph.end(&mut lines);
    Raw { fields, ..lines.into_raw(Format::AsciiDoc, facts.metadata()) }
}

/// What a line opens that parts a block from the text.
fn delimiter(line: &str) -> Option<Tag> {
    if line == "|===" || line == ",===" || line == ":===" {
        return Some(Tag::TableCell);
    }
    let first = line.chars().next().filter(|_| line.len() >= 4)?;
    let uniform = line.chars().all(|c| c == first);
    match first {
        '`' if line.starts_with("```") => Some(Tag::Code),
        '-' | '.' | '+' if uniform => Some(Tag::Code),
        '_' if uniform => Some(Tag::Quote),
        '=' | '*' if uniform => Some(Tag::Other),
        '/' if uniform => Some(Tag::Chrome),
        _ => None,
    }
}

/// `:name: value`
fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '!'));
    (plain && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// `== 标题`: the level, which is 0 for the title, and the words. Markdown's marks are taken as well.
fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('=');
    let rest = if rest.len() == line.len() { line.trim_start_matches('#') } else { rest };
    let level = line.len() - rest.len();
    let words = rest.strip_prefix(' ')?.trim();
    (1..=6).contains(&level).then(|| (level as u8 - 1, words))
}

fn item(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(['*', '.', '-']);
    let marks = line.len() - rest.len();
    if (1..=5).contains(&marks) && rest.starts_with(' ') {
        return Some(rest.trim_start());
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < line.len() && digits.starts_with(". ") {
        return Some(line);
    }
    None
}

fn row(lines: &mut Lines, line: &str) {
    let cells: Vec<String> = line.split('|').skip(1).map(|cell| inline(cell.trim())).collect();
    lines.keep(Tag::TableCell, &cells.join("\t"));
}

/// `沈怀瑜 <shen@example.org>`, `v1.2, 2023-04-05`.
fn byline(line: &str, facts: &mut Facts) {
    if line.starts_with('v') && line.contains(", ") {
        let date = line.split(", ").nth(1).unwrap_or_default();
        facts.put("date", Value::String(date.to_owned()));
    } else {
        let names = replaced(line, "<", ">", |_| String::new()).replace(';', "、");
        facts.put("author", Value::String(names.trim().to_owned()));
    }
}

/// Links read as their words, cross references as what they are called.
fn inline(text: &str) -> String {
    let text = replaced(text, "<<", ">>", |link| {
        link.split_once(',').map_or(link, |(_, words)| words.trim()).to_owned()
    });
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("http").or_else(|| rest.find("link:")) {
        let end = rest[at..].find(|c: char| c == '[' || c.is_whitespace()).map_or(rest.len(), |end| at + end);
        let words = rest[end..].strip_prefix('[').and_then(|inside| inside.split_once(']'));
        out.push_str(&rest[..at]);
        match words {
            Some((words, after)) => {
                out.push_str(if words.is_empty() { &rest[at..end] } else { words });
                rest = after;
            }
            None => {
                out.push_str(&rest[at..end]);
                rest = &rest[end..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_reads_with_its_parts() {
        let raw = read(
            "= 河堤手册\n沈怀瑜 <s@example.org>\nv1.0, 2023-04-05\n:lang: zh\n\n== 准备\n先去看\n河堤，见 https://a.example/x[报道]。\n\n* 石料\n* 木料\n\n.修堤的人\n[source,sh]\n----\nmake dyke\n----\n\n____\n水来土掩。\n____\n\n=== 亩数\n|===\n|镇 |亩\n|石门 |3\n|===\n",
        );
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("准备", Tag::Heading(1)),
                ("先去看河堤，见 报道。", Tag::Paragraph),
                ("石料", Tag::ListItem),
                ("木料", Tag::ListItem),
                ("修堤的人", Tag::Caption),
                ("make dyke", Tag::Code),
                ("水来土掩。", Tag::Quote),
                ("亩数", Tag::Heading(2)),
                ("镇\t亩", Tag::TableCell),
                ("石门\t3", Tag::TableCell),
            ]
        );
        assert_eq!(raw.meta.title.as_deref(), Some("河堤手册"));
        assert_eq!(raw.meta.authors[0].name, "沈怀瑜");
        assert_eq!(raw.meta.published.map(|date| date.to_string()).as_deref(), Some("2023-04-05"));
    }
}
