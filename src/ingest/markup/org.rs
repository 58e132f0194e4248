//! Org: headings, blocks, lists, tables, keywords and drawers.

use serde_json::Value;

use super::paragraph::{Paragraph, replaced};
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// What may stand before a heading's words.
const STATES: &[&str] = &["TODO", "DONE", "NEXT", "WAITING", "CANCELLED", "CANCELED"];

/// Reads a text in Org.
pub fn read(text: &str) -> Raw {
    let mut lines = Lines::default();
    let mut paragraph = Paragraph::default();
    let mut facts = Facts::default();
    let mut fields = Vec::new();
    let mut block: Option<Tag> = None;
    let mut drawer = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let lower = trimmed.to_ascii_lowercase();
        if let Some(tag) = block {
            match lower.starts_with("#+end_") {
                true => {
                    paragraph.end(&mut lines);
                    block = None;
                }
                false if tag == Tag::Code => lines.keep(tag, line.trim_end()),
                false if trimmed.is_empty() || tag != Tag::Quote => {
                    paragraph.end(&mut lines);
                    paragraph.add(tag, &inline(trimmed));
                }
                false => paragraph.add(tag, &inline(trimmed)),
            }
            continue;
        }
        if drawer {
            drawer = lower != ":end:";
            if let Some((name, value)) = trimmed.strip_prefix(':').and_then(|rest| rest.split_once(':'))
                && !value.trim().is_empty()
            {
                fields.push((name.to_owned(), value.trim().to_owned()));
            }
            continue;
        }
        if let Some(kind) = lower.strip_prefix("#+begin_") {
            paragraph.end(&mut lines);
            block = Some(match kind.split_whitespace().next().unwrap_or_default() {
                "src" | "example" | "export" => Tag::Code,
                "quote" => Tag::Quote,
                _ => Tag::Paragraph,
            });
        } else if let Some(keyword) = trimmed.strip_prefix("#+") {
            paragraph.end(&mut lines);
            if let Some((name, value)) = keyword.split_once(':') {
                let (name, value) = (name.trim().to_lowercase(), value.trim());
                match name.as_str() {
                    "caption" => lines.push(Tag::Caption, &inline(value)),
                    "name" | "attr_html" | "attr_org" | "results" => {}
                    name if !value.is_empty() => {
                        facts.put(name, Value::String(value.trim_matches(['<', '>', '[', ']']).to_owned()));
                        fields.push((name.to_owned(), value.to_owned()));
                    }
                    _ => {}
                }
            }
        } else if trimmed.starts_with("# ") || trimmed == "#" {
            // A comment.
        } else if trimmed.starts_with(':')
            && trimmed.ends_with(':')
            && trimmed.len() > 2
            && !trimmed[1..trimmed.len() - 1].contains([':', ' '])
        {
            paragraph.end(&mut lines);
            drawer = true;
        } else if let Some((level, words)) = heading(line) {
            paragraph.end(&mut lines);
            lines.push(Tag::Heading(level), &inline(words));
        } else if trimmed.is_empty() {
            paragraph.end(&mut lines);
        } else if trimmed.starts_with('|') {
            paragraph.end(&mut lines);
            if !trimmed.starts_with("|-") {
                let cells: Vec<String> =
                    trimmed.trim_matches('|').split('|').map(|cell| inline(cell.trim())).collect();
                lines.keep(Tag::TableCell, &cells.join("\t"));
            }
        } else if let Some(code) = trimmed.strip_prefix(": ") {
            paragraph.end(&mut lines);
            lines.keep(Tag::Code, code);
        } else if trimmed.chars().all(|c| c == '-') && trimmed.len() >= 5
            || ["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:"].iter().any(|mark| trimmed.starts_with(mark))
        {
            paragraph.end(&mut lines);
        } else if is_item(line) {
            paragraph.end(&mut lines);
            let words = trimmed.trim_start_matches(['-', '+', '*']).trim_start();
            let words =
                ["[ ] ", "[X] ", "[-] "].iter().find_map(|mark| words.strip_prefix(mark)).unwrap_or(words);
            paragraph.add(Tag::ListItem, &inline(words));
        } else {
            paragraph.add(Tag::Paragraph, &inline(trimmed));
        }
    }
    paragraph.end(&mut lines);
    Raw { fields, ..lines.into_raw(Format::Org, facts.metadata()) }
}

/// `** TODO [#A] 标题 :标签:`: the level and the words.
fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('*');
    let level = line.len() - rest.len();
    let mut words = rest.strip_prefix(' ').filter(|_| level > 0)?.trim();
    if let Some(rest) = STATES.iter().find_map(|state| words.strip_prefix(state)?.strip_prefix(' ')) {
        words = rest.trim_start();
    }
    if words.starts_with("[#") && words.get(3..4) == Some("]") {
        words = words[4..].trim_start();
    }
    if words.ends_with(':')
        && let Some((before, tags)) = words.rsplit_once(" :")
        && !tags.contains(' ')
    {
        words = before.trim_end();
    }
    Some((u8::try_from(level).unwrap_or(u8::MAX).min(9), words))
}

fn is_item(line: &str) -> bool {
    let trimmed = line.trim_start();
    let indented = trimmed.len() < line.len();
    trimmed.starts_with("- ") || trimmed.starts_with("+ ") || indented && trimmed.starts_with("* ") || {
        let rest = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < trimmed.len() && (rest.starts_with(". ") || rest.starts_with(") "))
    }
}

/// `[[https://a.example][这里]]` reads 这里.
fn inline(text: &str) -> String {
    replaced(text, "[[", "]]", |link| link.split_once("][").map_or(link, |(_, words)| words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_with_its_parts() {
        let raw = read(
            "#+TITLE: 河堤笔记\n#+DATE: <2023-04-05 三>\n#+FILETAGS: :水利:\n\n* TODO 引言 :水:\n:PROPERTIES:\n:ID: 7\n:END:\n昨天去看\n河堤，见[[http://a.example][报道]]。\n\n** 材料\n- 石\n  料\n1. 木\n#+begin_src sh\n  make dyke\n#+end_src\n| 镇 | 亩 |\n|---+---|\n| 石门 | 3 |\n",
        );
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("引言", Tag::Heading(1)),
                ("昨天去看河堤，见报道。", Tag::Paragraph),
                ("材料", Tag::Heading(2)),
                ("石料", Tag::ListItem),
                ("1. 木", Tag::ListItem),
                ("  make dyke", Tag::Code),
                ("镇\t亩", Tag::TableCell),
                ("石门\t3", Tag::TableCell),
            ]
        );
        assert_eq!(raw.meta.title.as_deref(), Some("河堤笔记"));
        assert_eq!(raw.meta.published.map(|date| date.to_string()).as_deref(), Some("2023-04-05"));
        assert!(raw.fields.contains(&("ID".into(), "7".into())));
    }
}
