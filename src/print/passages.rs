//! Kept passages as Markdown, CSV, JSON, BibTeX and references after GB/T 7714.

use serde::Serialize;

use super::table;
use crate::lang::Lang;
use crate::passages::{Kept, Passage};

/// How passages are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    #[default]
    Markdown,
    Csv,
    Json,
    Bibtex,
    /// One reference a line, after GB/T 7714—2015.
    Gbt7714,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of_name(extension: &str) -> Option<Format> {
        Some(match extension {
            "md" => Format::Markdown,
            "csv" => Format::Csv,
            "json" | "jsonl" => Format::Json,
            "bib" => Format::Bibtex,
            "txt" => Format::Gbt7714,
            _ => return None,
        })
    }
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    kept: &'a str,
    quote: &'a str,
    note: &'a str,
    tags: String,
    title: &'a str,
    authors: String,
    source: &'a str,
    date: &'a str,
    url: &'a str,
    path: &'a str,
    lines: String,
}

/// The passages in a format, those of one document together, in the order of their places.
pub fn write(kept: &[Kept], format: Format, lang: Lang) -> String {
    match format {
        Format::Markdown => markdown(kept, lang),
        // Writing to memory fails only for rows that are no records, and these have named columns.
        Format::Csv => table::records(&kept.iter().map(row).collect::<Vec<_>>()).unwrap_or_default(),
        Format::Json => {
            kept.iter().map(|kept| serde_json::to_string(&row(kept)).unwrap_or_default() + "\n").collect()
        }
        Format::Bibtex => sources(kept).iter().enumerate().map(|(at, kept)| bibtex(at + 1, kept)).collect(),
        Format::Gbt7714 => {
            let numbered = sources(kept).into_iter().enumerate();
            numbered.map(|(at, kept)| format!("[{}] {}\n", at + 1, kept.passage.gbt7714(&kept.at))).collect()
        }
    }
}

fn row(kept: &Kept) -> Row<'_> {
    let passage = &kept.passage;
    Row {
        kept: &kept.at,
        quote: &passage.quote,
        note: &passage.note,
        tags: passage.tags.join(" "),
        title: &passage.title,
        authors: passage.authors.join(" "),
        source: &passage.source,
        date: &passage.date,
        url: &passage.url,
        path: &passage.document,
        lines: passage
            .lines
            .map_or(String::new(), |[a, b]| if a == b { a.to_string() } else { format!("{a}-{b}") }),
    }
}

/// The documents that passages are from, each by its first passage, in the order in which they were met.
fn sources(kept: &[Kept]) -> Vec<&Kept> {
    let mut seen = std::collections::HashSet::new();
    kept.iter().filter(|kept| seen.insert(kept.passage.document.as_str())).collect()
}

fn markdown(kept: &[Kept], lang: Lang) -> String {
    let mut out = String::new();
    for source in sources(kept) {
        let document = &source.passage.document;
        let title =
            if source.passage.title.is_empty() { &source.passage.name } else { &source.passage.title };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("## {title}\n"));
        let mut here: Vec<&Passage> =
            kept.iter().map(|kept| &kept.passage).filter(|passage| passage.document == *document).collect();
        here.sort_by_key(|passage| (passage.block, passage.byte));
        for passage in here {
            out.push('\n');
            passage.quote.lines().for_each(|line| out.push_str(&format!("> {line}\n>\n")));
            out.push_str(&format!("> —— {}\n", passage.citation(lang)));
            if !passage.note.is_empty() {
                out.push_str(&format!("\n{}\n", passage.note));
            }
            if !passage.tags.is_empty() {
                let tags: Vec<String> = passage.tags.iter().map(|tag| format!("#{tag}")).collect();
                out.push_str(&format!("\n{}\n", tags.join(" ")));
            }
        }
    }
    out
}

fn bibtex(number: usize, kept: &Kept) -> String {
    let passage = &kept.passage;
    let title = if passage.title.is_empty() { &passage.name } else { &passage.title };
    let mut fields = vec![("title", format!("{{{}}}", escaped(title)))];
    if !passage.authors.is_empty() {
        // Each name is one word to BibTeX, which would take it apart at blanks.
        let names: Vec<String> =
            passage.authors.iter().map(|name| format!("{{{}}}", escaped(name))).collect();
        fields.push(("author", names.join(" and ")));
    }
    let known = [("journal", &passage.source), ("date", &passage.date), ("url", &passage.url)];
    fields.extend(
        known.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, escaped(value))),
    );
    if let Some(year) = passage.date.get(..4) {
        fields.push(("year", year.to_owned()));
    }
    if !passage.url.is_empty() {
        fields.push(("urldate", kept.at.get(..10).unwrap_or_default().to_owned()));
    }
    let kind = if passage.source.is_empty() { "misc" } else { "article" };
    let fields: String =
        fields.into_iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@{kind}{{wenlan{number},\n{fields}}}\n")
}

/// A text in which nothing means anything to TeX.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Vec<Kept> {
        let passage = |quote: &str, block| Passage {
            document: "/堆/a.html".into(),
            name: "a.html".into(),
            title: "河湾镇修堤记".into(),
            authors: vec!["王 一".into()],
            source: "河湾周报 & 社".into(),
            date: "2021-03-04".into(),
            lines: Some([3, 3]),
            quote: quote.into(),
            note: "水利".into(),
            tags: vec!["要闻".into()],
            block,
            ..Passage::default()
        };
        let kept = |id: &str, passage| Kept { id: id.into(), at: "2024-05-06T07:08:09Z".into(), passage };
        vec![kept("1", passage("后面的。", 9)), kept("2", passage("前面的。\n第二段。", 2))]
    }

    #[test]
    fn markdown_has_the_passages_of_a_document_in_order() {
        let text = write(&kept(), Format::Markdown, Lang::Zh);
        assert_eq!(text.matches("## 河湾镇修堤记").count(), 1);
        let (front, back) =
            (text.find("> 前面的。\n>\n> 第二段。").unwrap(), text.find("> 后面的。").unwrap());
        assert!(
            front < back && text.contains("—— 《河湾镇修堤记》，河湾周报 & 社，2021-03-04，a.html:3"),
            "{text}"
        );
        assert!(text.contains("\n水利\n\n#要闻\n"), "{text}");
    }

    #[test]
    fn sources_are_listed_once() {
        assert_eq!(
            write(&kept(), Format::Gbt7714, Lang::Zh),
            "[1] 王 一. 河湾镇修堤记[N]. 河湾周报 & 社, 2021-03-04.\n"
        );
        let bib = write(&kept(), Format::Bibtex, Lang::En);
        assert_eq!(bib.matches("@article{wenlan1,").count(), 1);
        assert!(bib.contains("author = {{王 一}}") && bib.contains("journal = {河湾周报 \\& 社}"), "{bib}");
    }

    #[test]
    fn tables_have_a_row_a_passage() {
        let csv = write(&kept(), Format::Csv, Lang::Zh);
        assert!(csv.starts_with("kept,quote,note,tags,title") && csv.contains("/堆/a.html,3"), "{csv}");
        assert_eq!(write(&kept(), Format::Json, Lang::Zh).lines().count(), 2);
    }
}
