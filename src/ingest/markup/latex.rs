//! LaTeX: title, sections, lists, tables, captions, and text without its commands.

use serde_json::Value;

use super::paragraph::Paragraph;
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// Commands that open a section, the highest first.
const SECTIONS: &[&str] =
    &["part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"];

/// Environments that hold code or formulas.
const CODE: &[&str] = &[
    "verbatim",
    "lstlisting",
    "minted",
    "alltt",
    "equation",
    "equation*",
    "align",
    "align*",
    "displaymath",
    "gather",
    "gather*",
];

/// Commands whose argument is no text.
const HIDDEN: &[&str] = &[
    "label",
    "ref",
    "cite",
    "citep",
    "citet",
    "pageref",
    "eqref",
    "includegraphics",
    "usepackage",
    "documentclass",
    "bibliography",
    "bibliographystyle",
    "input",
    "include",
    "vspace",
    "hspace",
    "setlength",
    "newcommand",
    "renewcommand",
    "pagestyle",
    "thispagestyle",
    "setcounter",
    "index",
    "setmainfont",
    "setCJKmainfont",
    "graphicspath",
    "pagenumbering",
];

/// Reads a text in LaTeX.
pub fn read(text: &str) -> Raw {
    let mut facts = Facts::default();
    let mut lines = Lines::default();
    let mut paragraph = Paragraph::default();
    for name in ["title", "author", "date"] {
        if let Some(value) = command(text, name) {
            let value = plain(&value.replace("\\and", "、").replace("\\\\", " "));
            facts.put(name, Value::String(value.trim().to_owned()));
        }
    }
    let body = text.split_once("\\begin{document}").map_or(text, |(_, body)| body);
    let body = body.split_once("\\end{document}").map_or(body, |(body, _)| body);
    // The deepest section that stands highest in this text has level 1.
    let used = |name: &&&str| body.contains(&format!("\\{name}{{")) || body.contains(&format!("\\{name}*{{"));
    let top = SECTIONS.iter().position(|name| used(&name)).unwrap_or(0);
    let mut environments: Vec<String> = Vec::new();
    let mut source = body.lines();
    while let Some(line) = source.next() {
        if let Some(open) = environments.last().filter(|name| CODE.contains(&name.as_str())).cloned() {
            match line.trim() == format!("\\end{{{open}}}") {
                true => _ = environments.pop(),
                false => lines.keep(Tag::Code, line.trim_end()),
            }
            continue;
        }
        let line = uncommented(line).trim();
        let mut whole = line.to_owned();
        // An argument may go over several lines.
        while opens(&whole) > 0 && whole.starts_with('\\') && whole.len() < 4096 {
            let Some(next) = source.next() else { break };
            whole.push(' ');
            whole.push_str(uncommented(next).trim());
        }
        let line = whole.as_str();
        if line.is_empty() {
            paragraph.end(&mut lines);
            continue;
        }
        if let Some(name) = braced(line, "\\begin{") {
            paragraph.end(&mut lines);
            environments.push(name.to_owned());
            if name == "abstract" {
                lines.push(Tag::Heading(1), "摘要");
            }
            continue;
        }
        if braced(line, "\\end{").is_some() {
            paragraph.end(&mut lines);
            environments.pop();
            continue;
        }
        let section = SECTIONS.iter().enumerate().find_map(|(level, name)| {
            let rest = line.strip_prefix('\\')?.strip_prefix(name)?;
            let rest = rest.strip_prefix('*').unwrap_or(rest);
            rest.starts_with(['{', '[']).then(|| (level, command(line, name)))
        });
        if let Some((level, Some(words))) = section {
            paragraph.end(&mut lines);
            lines.push(Tag::Heading((level.saturating_sub(top) + 1).min(6) as u8), &plain(&words));
            let rest = line.find(&words).map_or("", |at| &line[at + words.len() + 1..]);
            paragraph.add(Tag::Paragraph, &plain(rest));
            continue;
        }
        if let Some(words) = line.starts_with("\\caption").then(|| command(line, "caption")).flatten() {
            paragraph.end(&mut lines);
            lines.push(Tag::Caption, &plain(&words));
            continue;
        }
        let within = |names: &[&str]| {
            environments.last().is_some_and(|name| names.contains(&name.trim_end_matches('*')))
        };
        if within(&["tabular", "tabularx", "longtable", "array"]) {
            let cells = line.trim_end_matches("\\\\").trim();
            let cells: Vec<String> = cells.split('&').map(|cell| plain(cell).trim().to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                lines.keep(Tag::TableCell, &cells.join("\t"));
            }
            continue;
        }
        match line.strip_prefix("\\item") {
            Some(rest) => {
                paragraph.end(&mut lines);
                let rest = rest.trim_start();
                let term = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
                let words =
                    term.map_or(rest.to_owned(), |(term, rest)| format!("{term} {}", rest.trim_start()));
                paragraph.add(Tag::ListItem, &plain(&words));
            }
            None if within(&["quote", "quotation", "verse"]) => paragraph.add(Tag::Quote, &plain(line)),
            None => {
                let ends = line.ends_with("\\\\") || line.ends_with("\\par");
                paragraph.add(Tag::Paragraph, &plain(line));
                if ends {
                    paragraph.end(&mut lines);
                }
            }
        }
    }
    paragraph.end(&mut lines);
    lines.into_raw(Format::Latex, facts.metadata())
}

/// A line up to its comment.
fn uncommented(line: &str) -> &str {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '%' if !escaped => return &line[..at],
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    line
}

/// Braces that are opened and not closed.
fn opens(line: &str) -> isize {
    line.matches('{').count() as isize - line.matches('}').count() as isize
}

fn braced<'a>(line: &'a str, open: &str) -> Option<&'a str> {
    line.strip_prefix(open)?.split_once('}').map(|(name, _)| name)
}

/// The argument of a command, wherever it stands.
fn command(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let at = rest.find(&format!("\\{name}"))?;
        rest = &rest[at + name.len() + 1..];
        let mut after = rest.trim_start_matches('*').trim_start();
        if let Some(options) = after.strip_prefix('[') {
            after = options.split_once(']')?.1.trim_start();
        }
        if let Some(inside) = after.strip_prefix('{') {
            let mut depth = 1;
            let end = inside.char_indices().find(|(_, c)| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth == 0
            });
            return end.map(|(end, _)| inside[..end].to_owned());
        }
    }
}

/// Text without its commands: what stands in their braces is text, unless it names a place or file.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}', '~', '$']) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = match rest.as_bytes()[at] {
            b'~' => {
                out.push(' ');
                after
            }
            // Formulas stay as they are written.
            b'$' => {
                let end = after.find('$').map_or(after.len(), |end| end + 1);
                out.push_str(&rest[at..at + 1 + end]);
                &after[end..]
            }
            b'\\' => {
                let name_len = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
                let name = &after[..name_len];
                match name {
                    "" => {
                        let c = after.chars().next();
                        if let Some(c) = c.filter(|c| "%&$#_{}".contains(*c)) {
                            out.push(c);
                        }
                        &after[c.map_or(0, char::len_utf8)..]
                    }
                    "ldots" | "dots" => {
                        out.push('…');
                        &after[name_len..]
                    }
                    "footnote" => {
                        let note = command(&rest[at..], "footnote").unwrap_or_default();
                        out.push_str(&format!("（{}）", plain(&note)));
                        let skip = rest[at..].find(&note).map_or(name_len, |found| found + note.len());
                        rest[at..].get(skip + 1..).unwrap_or_default()
                    }
                    name if HIDDEN.contains(&name) => {
                        let mut after = after[name_len..].trim_start_matches('*');
                        if let Some((_, rest)) = after.strip_prefix('[').and_then(|rest| rest.split_once(']'))
                        {
                            after = rest;
                        }
                        after
                            .strip_prefix('{')
                            .and_then(|rest| rest.split_once('}'))
                            .map_or(after, |(_, rest)| rest)
                    }
                    _ => {
                        let after = after[name_len..].trim_start_matches('*');
                        match after.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                            Some((_, rest)) => rest,
                            None => after.strip_prefix(' ').unwrap_or(after),
                        }
                    }
                }
            }
            _ => after,
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_reads_with_its_parts() {
        let raw = read(
            "\\documentclass{ctexart}\n\\title{河堤\\textbf{研究}}\n\\author{沈怀瑜 \\and 陆小满}\n\\date{2023年4月5日}\n\\begin{document}\n\\maketitle\n\\section{准备} % 先做\n先去看\n河堤\\cite{a}，约占 30\\%。\\footnote{据县志。}\n\n\\subsection*{材料}\n\\begin{itemize}\n\\item 石料\n\\item 木料\n\\end{itemize}\n\\begin{verbatim}\nmake dyke\n\\end{verbatim}\n\\begin{tabular}{ll}\n镇 & 亩 \\\\\n石门 & 3 \\\\\n\\end{tabular}\n\\end{document}\n",
        );
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("准备", Tag::Heading(1)),
                ("先去看河堤，约占 30%。（据县志。）", Tag::Paragraph),
                ("材料", Tag::Heading(2)),
                ("石料", Tag::ListItem),
                ("木料", Tag::ListItem),
                ("make dyke", Tag::Code),
                ("镇\t亩", Tag::TableCell),
                ("石门\t3", Tag::TableCell),
            ]
        );
        assert_eq!(raw.meta.title.as_deref(), Some("河堤研究"));
        assert_eq!(raw.meta.authors.len(), 2);
    }
}
