//! reStructuredText: headings by their underlines, directives, fields, lists, literal blocks and tables.

use serde_json::Value;

use super::paragraph::{Paragraph, replaced};
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// Directives whose content is code or no text.
const CODE: &[&str] =
    &["code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "highlight", "math", "prompt"];
const HIDDEN: &[&str] =
    &["toctree", "image", "contents", "raw", "include", "index", "only", "meta", "automodule", "autoclass"];

/// Reads a text in reStructuredText.
pub fn read(text: &str) -> Raw {
    let source: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut lines = Lines::default();
    let mut paragraph = Paragraph::default();
    let mut facts = Facts::default();
    let mut fields = Vec::new();
    let mut styles: Vec<(char, bool)> = Vec::new();
    let mut titled = false;
    // What indented lines are, deeper than so many columns.
    let mut block: Option<(usize, Tag)> = None;
    let mut at = 0;
    while at < source.len() {
        let line = source[at];
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        at += 1;
        if let Some((outer, tag)) = block {
            if trimmed.is_empty() || indent > outer {
                match tag {
                    Tag::Chrome => {}
                    Tag::Code if trimmed.is_empty() => {}
                    Tag::Code => {
                        lines.keep(tag, line.get(outer + 3..indent).map_or(trimmed, |_| &line[outer + 3..]))
                    }
                    _ if trimmed.is_empty() => paragraph.end(&mut lines),
                    // Options of a directive.
                    _ if trimmed.starts_with(':') && paragraph.is_empty() => {}
                    tag => paragraph.add(tag, &inline(trimmed)),
                }
                continue;
            }
            paragraph.end(&mut lines);
            block = None;
        }
        if trimmed.is_empty() {
            paragraph.end(&mut lines);
            continue;
        }
        // A line of marks below a line, or around it.
        let next = source.get(at).copied().unwrap_or_default();
        let below = source.get(at + 1).copied().unwrap_or_default();
        let over = ruler(line).filter(|mark| ruler(below) == Some(*mark) && !next.is_empty());
        let under = ruler(next).filter(|_| indent == 0 && paragraph.is_empty() && ruler(line).is_none());
        if let Some(mark) = over.or(under) {
            let style = (mark, over.is_some());
            let words = inline(if over.is_some() { next.trim() } else { trimmed });
            at += if over.is_some() { 2 } else { 1 };
            let level = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            match titled || level > 0 {
                false => {
                    titled = true;
                    facts.put("title", Value::String(words));
                }
                true => lines.push(Tag::Heading((level as u8).clamp(1, 6)), &words),
            }
            continue;
        }
        if is_table_ruler(trimmed) {
            paragraph.end(&mut lines);
            continue;
        }
        if trimmed.starts_with('|') && trimmed.ends_with('|') && trimmed.len() > 2 {
            paragraph.end(&mut lines);
            let cells: Vec<String> =
                trimmed.trim_matches('|').split('|').map(|cell| inline(cell.trim())).collect();
            lines.keep(Tag::TableCell, &cells.join("\t"));
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix(".. ") {
            paragraph.end(&mut lines);
            let (name, argument) = rest.split_once("::").unwrap_or((rest, ""));
            let is_directive = rest.contains("::") && !name.contains(' ');
            let tag = match name {
                name if is_directive && CODE.contains(&name) => Tag::Code,
                name if is_directive && !HIDDEN.contains(&name) => Tag::Paragraph,
                // Comments, targets, substitutions.
                _ if rest.starts_with('[') => {
                    lines.push(Tag::Paragraph, rest);
                    Tag::Paragraph
                }
                _ => Tag::Chrome,
            };
            if is_directive && tag == Tag::Paragraph && name != "figure" && !argument.trim().is_empty() {
                paragraph.add(Tag::Paragraph, &inline(argument));
            }
            block = Some((indent, tag));
            continue;
        }
        if let Some((name, value)) = field(trimmed) {
            paragraph.end(&mut lines);
            facts.put(&name.to_lowercase(), Value::String(value.to_owned()));
            if !value.is_empty() {
                fields.push((name.to_owned(), value.to_owned()));
            }
            continue;
        }
        let item = item(trimmed);
        if item.is_some() {
            paragraph.end(&mut lines);
        }
        let words = item.unwrap_or(trimmed);
        let tag = match item {
            Some(_) => Tag::ListItem,
            None if indent > 0 && paragraph.is_empty() => Tag::Quote,
            None => Tag::Paragraph,
        };
        match words.strip_suffix("::") {
            Some(words) => {
                let colon = if words.is_empty() || words.ends_with(['：', ':']) { "" } else { "：" };
                paragraph.add(tag, &format!("{}{colon}", inline(words)));
                paragraph.end(&mut lines);
                block = Some((indent, Tag::Code));
            }
            None => paragraph.add(tag, &inline(words)),
        }
    }
    paragraph.end(&mut lines);
    Raw { fields, ..lines.into_raw(Format::Rst, facts.metadata()) }
}

/// The mark of a line that is made of one.
fn ruler(line: &str) -> Option<char> {
    let mark = line.chars().next().filter(|c| "=-~^\"'`#*+:.<>_".contains(*c))?;
    (line.len() >= 3 && line.chars().all(|c| c == mark)).then_some(mark)
}

fn is_table_ruler(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ' ' | '|'))
        && (line.starts_with('+') || line.starts_with("=="))
}

/// `:作者: 沈怀瑜`
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let plain = !name.is_empty() && !name.contains(['`', ' ']);
    (plain && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

fn item(line: &str) -> Option<&str> {
    let marks = ["- ", "* ", "+ ", "• ", "#. "];
    if let Some(rest) = marks.iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some(rest.trim_start());
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "))).then_some(line)
}

/// `` `这里 <https://a.example>`_ `` reads 这里, ``:ref:`名` `` reads 名.
fn inline(text: &str) -> String {
    if !text.contains(['`', '*']) {
        return text.to_owned();
    }
    let text = text.replace("``", "\u{1}");
    let mut out = replaced(&text, "`", "`", |link| {
        let words = link.split_once(" <").map_or(link, |(words, _)| words);
        format!("\u{2}{words}\u{3}")
    });
    for mark in ["\u{3}__", "\u{3}_", "\u{3}"] {
        out = out.replace(mark, "");
    }
    // The role before it: `:ref:`.
    while let Some(at) = out.find('\u{2}') {
        let role = out[..at].strip_suffix(':').and_then(|before| {
            let from = before.rfind(':')?;
            before[from + 1..].chars().all(|c| c.is_ascii_alphabetic() || c == '-').then_some(from)
        });
        out.replace_range(role.unwrap_or(at)..at + 1, "");
    }
    out.replace('\u{1}', "`").replace("**", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_reads_with_its_parts() {
        let raw = read(
            "========\n河堤手册\n========\n\n:作者: 沈怀瑜\n\n准备\n====\n\n先去看\n河堤，见 `报道 <http://a.example>`_ 与 :ref:`附录`。\n\n- 石料\n- 木\n  料\n\n命令::\n\n    make dyke\n\n.. note:: 小心水。\n\n.. toctree::\n   a\n   b\n\n亩数\n----\n\n+------+----+\n| 镇   | 亩 |\n+======+====+\n| 石门 | 3  |\n+------+----+\n",
        );
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("准备", Tag::Heading(1)),
                ("先去看河堤，见 报道 与 附录。", Tag::Paragraph),
                ("石料", Tag::ListItem),
                ("木料", Tag::ListItem),
                ("命令：", Tag::Paragraph),
                (" make dyke", Tag::Code),
                ("小心水。", Tag::Paragraph),
                ("亩数", Tag::Heading(2)),
                ("镇\t亩", Tag::TableCell),
                ("石门\t3", Tag::TableCell),
            ]
        );
        assert_eq!(raw.meta.title.as_deref(), Some("河堤手册"));
        assert_eq!(raw.meta.authors[0].name, "沈怀瑜");
    }
}
