//! Wiki text: headings, lists, tables and links; templates and references are left out.

use super::paragraph::replaced;
use crate::document::Metadata;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// Links that lead to no article: pictures, categories.
const HIDDEN: &[&str] =
    &["file:", "image:", "category:", "文件:", "档案:", "檔案:", "图像:", "圖像:", "分类:", "分類:"];

/// Reads a text with the marks of MediaWiki.
pub fn read(text: &str) -> Raw {
    let text = replaced(text, "<!--", "-->", |_| String::new());
    let text = without_references(&text);
    let text = without_nested(&text, "{{", "}}");
    let mut lines = Lines::default();
    let mut row: Vec<String> = Vec::new();
    let mut table = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("{|") {
            table = true;
        } else if table && (trimmed.starts_with("|}") || trimmed.starts_with("|-")) {
            if !row.is_empty() {
                lines.keep(Tag::TableCell, &std::mem::take(&mut row).join("\t"));
            }
            table = !trimmed.starts_with("|}");
        } else if table && let Some(cells) = trimmed.strip_prefix(['|', '!']) {
            if !cells.starts_with('+') {
                let cells = cells.replace("!!", "||");
                // `style="…" | 文`: what stands before a single bar is no text.
                row.extend(
                    cells
                        .split("||")
                        .map(|cell| inline(cell.rsplit('|').next().unwrap_or(cell)).trim().to_owned()),
                );
            }
        } else if trimmed.starts_with('=') && trimmed.ends_with('=') && trimmed.len() > 2 {
            let words = trimmed.trim_matches('=');
            let level = (trimmed.len() - trimmed.trim_start_matches('=').len()).saturating_sub(1).clamp(1, 6);
            lines.push(Tag::Heading(level as u8), &inline(words.trim()));
        } else if let Some(rest) = trimmed.strip_prefix(['*', '#', ';', ':']) {
            lines.push(Tag::ListItem, &inline(rest.trim_start_matches(['*', '#', ';', ':'])));
        } else if trimmed.starts_with("__") && trimmed.ends_with("__") {
            // A switch.
        } else {
            lines.push(Tag::Paragraph, &inline(trimmed));
        }
    }
    lines.into_raw(Format::Wiki, Metadata::default())
}

/// The text without `<ref>…</ref>`.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<ref") {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let open_end = after.find('>').map_or(after.len(), |end| end + 1);
        let end = match after[..open_end].ends_with("/>") {
            true => open_end,
            false => after.find("</ref>").map_or(after.len(), |end| end + "</ref>".len()),
        };
        rest = &after[end..];
    }
    out + rest
}

/// The text without what stands between marks, which may hold others of their kind.
fn without_nested(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut rest = text;
    loop {
        let next_open = rest.find(open).unwrap_or(rest.len());
        let next_close = rest.find(close).unwrap_or(rest.len());
        let at = next_open.min(next_close);
        if depth == 0 {
            out.push_str(&rest[..at]);
        }
        if at == rest.len() {
            return out;
        }
        depth = if next_open < next_close { depth + 1 } else { depth.saturating_sub(1) };
        rest = &rest[at + open.len()..];
    }
}

/// A line without its links, emphasis and tags.
fn inline(text: &str) -> String {
    let mut text = text.replace("'''", "").replace("''", "");
    // The innermost links first: a picture's words may hold others.
    while let Some(end) = text.find("]]") {
        let Some(start) = text[..end].rfind("[[") else { break };
        let link = &text[start + 2..end];
        let hidden = HIDDEN.iter().any(|name| link.to_lowercase().starts_with(name));
        let words = if hidden { String::new() } else { link.rsplit('|').next().unwrap_or(link).to_owned() };
        text.replace_range(start..end + 2, &words);
    }
    let text =
        replaced(&text, "[http", "]", |link| link.split_once(' ').map_or("", |(_, words)| words).to_owned());
    let text = replaced(&text, "-{", "}-", |words| {
        let first = words.split(';').next().unwrap_or(words);
        first.rsplit([':', '|']).next().unwrap_or(first).to_owned()
    });
    let text = if text.contains('<') { replaced(&text, "<", ">", |_| String::new()) } else { text };
    text.replace("&nbsp;", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_reads_without_its_marks() {
        let raw = read(
            "{{信息框|名={{lang|zh|渡口}}}}\n'''渡口'''是[[河流|河]]边的[[码头]]。<ref>县志</ref>\n== 历史 ==\n* [https://a.example 旧时]\n[[File:a.jpg|thumb|说明]]\n{|\n|-\n! 镇 !! 亩\n|-\n| 石门 || 3\n|}\n[[分类:河]]\n",
        );
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("渡口是河边的码头。", Tag::Paragraph),
                ("历史", Tag::Heading(1)),
                ("旧时", Tag::ListItem),
                ("镇\t亩", Tag::TableCell),
                ("石门\t3", Tag::TableCell),
            ]
        );
    }
}
