//! Manual pages in roff (the man macros, and what they share with mdoc).

use serde_json::Value;

use super::paragraph::Paragraph;
use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// Reads a manual page.
pub fn read(text: &str) -> Raw {
    let mut lines = Lines::default();
    let mut paragraph = Paragraph::default();
    let mut facts = Facts::default();
    let mut fields = Vec::new();
    let mut code = false;
    // The next line is the term of a list.
    let mut term = false;
    for line in text.lines() {
        let Some(request) = line.strip_prefix(['.', '\'']) else {
            let line = plain(line);
            match (code, line.trim().is_empty()) {
                (true, _) => lines.keep(Tag::Code, line.trim_end()),
                (false, true) => paragraph.end(&mut lines),
                (false, false) if std::mem::take(&mut term) => lines.push(Tag::ListItem, &line),
                (false, false) => paragraph.add(Tag::Paragraph, &line),
            }
            continue;
        };
        let (name, rest) = request
            .trim_start()
            .split_at(request.trim_start().find(char::is_whitespace).unwrap_or(request.trim_start().len()));
        let words = arguments(rest);
        let said = plain(&words.join(" "));
        match name {
            "TH" | "Dt" => {
                if let Some(title) = words.first() {
                    let section = words.get(1).map(|section| format!("({section})")).unwrap_or_default();
                    facts.put("title", Value::String(plain(title) + &section));
                }
                if let Some(date) = words.get(2).filter(|date| !date.is_empty()) {
                    facts.put("date", Value::String(plain(date)));
                }
                for (name, value) in ["title", "section", "date", "source", "manual"].iter().zip(&words) {
                    fields.push(((*name).to_owned(), plain(value)));
                }
            }
            "Dd" => facts.put("date", Value::String(said)),
            "SH" | "Sh" | "SS" | "Ss" => {
                paragraph.end(&mut lines);
                let level = if name.eq_ignore_ascii_case("sh") { 1 } else { 2 };
                lines.push(Tag::Heading(level), &said);
            }
            "PP" | "LP" | "P" | "Pp" | "sp" | "br" | "RS" | "RE" | "HP" | "Bl" | "El" => {
                paragraph.end(&mut lines)
            }
            "TP" | "TQ" => {
                paragraph.end(&mut lines);
                term = true;
            }
            "IP" | "It" => {
                paragraph.end(&mut lines);
                let mark = plain(words.first().map_or("", String::as_str));
                if name == "It" || mark.chars().any(char::is_alphanumeric) {
                    lines.push(Tag::ListItem, if name == "It" { &said } else { &mark });
                }
            }
            "nf" | "EX" | "Bd" => {
                paragraph.end(&mut lines);
                code = true;
            }
            "fi" | "EE" | "Ed" => code = false,
            // Font changes and what mdoc marks: their words are text.
            "B" | "I" | "R" | "SM" | "SB" if term => {
                term = false;
                lines.push(Tag::ListItem, &said);
            }
            "BR" | "RB" | "BI" | "IB" | "IR" | "RI" => {
                let said = plain(&words.concat());
                match std::mem::take(&mut term) {
                    true => lines.push(Tag::ListItem, &said),
                    false => paragraph.add(Tag::Paragraph, &said),
                }
            }
            "B" | "I" | "R" | "SM" | "SB" | "Nm" | "Nd" | "Fl" | "Ar" | "Cm" | "Op" | "Xr" | "Pa" | "Em"
            | "Sy" | "Li" => {
                paragraph.add(Tag::Paragraph, &said);
            }
            // Comments, settings of the page.
            _ => {}
        }
    }
    paragraph.end(&mut lines);
    Raw { fields, ..lines.into_raw(Format::Roff, facts.metadata()) }
}

/// The words of a request; quotes keep several together.
fn arguments(rest: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = rest.trim_start();
    while !rest.is_empty() && !rest.starts_with("\\\"") {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

/// A line without its escapes.
fn plain(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        let escape = chars.next();
        let mut after = chars.as_str();
        match escape {
            Some('f' | '*' | 'n') => {
                after = match after.chars().next() {
                    Some('[') => after.split_once(']').map_or("", |(_, after)| after),
                    Some('(') => after.get(3..).unwrap_or_default(),
                    Some(c) => &after[c.len_utf8()..],
                    None => after,
                };
            }
            Some('(') => {
                let name = after.get(..2).unwrap_or_default();
                out.push_str(special(name));
                after = after.get(name.len()..).unwrap_or_default();
            }
            Some('[') => {
                let (name, rest) = after.split_once(']').unwrap_or((after, ""));
                let code = name.strip_prefix('u').and_then(|code| u32::from_str_radix(code, 16).ok());
                match code.and_then(char::from_u32) {
                    Some(c) => out.push(c),
                    None => out.push_str(special(name)),
                }
                after = rest;
            }
            Some('s') => {
                after = after.trim_start_matches(['+', '-']).trim_start_matches(|c: char| c.is_ascii_digit())
            }
            Some('"') | None => return out,
            Some('-') => out.push('-'),
            Some('e' | '\\') => out.push('\\'),
            Some(' ' | '~' | '0') => out.push(' '),
            Some('&' | '|' | '^' | ':' | '%' | '/' | ',' | 'c' | ')') => {}
            Some(c) => out.push(c),
        }
        rest = after;
    }
    out + rest
}

fn special(name: &str) -> &'static str {
    match name {
        "lq" => "“",
        "rq" => "”",
        "oq" => "‘",
        "cq" | "aq" => "’",
        "em" => "—",
        "en" => "–",
        "bu" => "•",
        "dq" => "\"",
        "co" => "©",
        "hy" => "-",
        "ti" => "~",
        "ha" => "^",
        "rs" => "\\",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_page_reads_with_its_parts() {
        let raw = read(
            ".\\\" 注释\n.TH DYKE 8 2023-04-05 \"河堤工具\" 手册\n.SH 名称\ndyke \\- 修堤\n.SH 选项\n.TP\n.BR \\-f \", \" \\-\\-force\n不问\n就修。\n.PP\n见 \\fBriver\\fR。\n.nf\n  make dyke\n.fi\n",
        );
        let lines: Vec<_> = raw.text.lines().zip(raw.hints.iter().map(|hint| hint.tag)).collect();
        assert_eq!(
            lines,
            [
                ("名称", Tag::Heading(1)),
                ("dyke - 修堤", Tag::Paragraph),
                ("选项", Tag::Heading(1)),
                ("-f, --force", Tag::ListItem),
                ("不问就修。", Tag::Paragraph),
                ("见 river。", Tag::Paragraph),
                ("  make dyke", Tag::Code),
            ]
        );
        assert_eq!(raw.meta.title.as_deref(), Some("DYKE(8)"));
    }
}
