//! One document as text: its cleaned body, its outline, its raw text, what was removed, what became of
//! each line.
//!
//! The cleaned text is plain Markdown: `#` marks the title and the headings, `▲` a caption.

use super::Style;
use super::style::{grouped, padded, visible};
use crate::document::{Block, BlockKind, Document, Metadata, Person, Removed, TitleFrom, line_ranges};
use crate::library::Raw;
use crate::text::layout::{Measure, rows};
use crate::text::width::Ambiguous;

/// A line is never longer on a terminal, however wide that is: 40 Han and the indent.
const MEASURE: usize = 84;
/// Two Han, as Chinese paragraphs begin.
const INDENT: &str = "\u{3000}\u{3000}";

/// The line that announces a document where there are several.
pub fn rule(path: &str, style: &Style) -> String {
    format!("{}\n", style.dim(&format!("──── {} ────", visible(path))))
}

/// Title block and body.
pub fn text(document: &Document, style: &Style) -> String {
    let mut out = title_block(&document.meta, style);
    for block in &document.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&body_block(block, style));
    }
    out
}

fn title_block(meta: &Metadata, style: &Style) -> String {
    let mut out = String::new();
    if let Some(title) = meta.title.as_ref().filter(|_| meta.title_from == TitleFrom::Text) {
        out.push_str(&format!("# {}\n", style.title(&visible(title))));
    }
    if let Some(subtitle) = &meta.subtitle {
        out.push_str(&format!("——{}\n", visible(subtitle)));
    }
    let facts: Vec<String> =
        [meta.source.clone(), meta.published.map(|date| date.to_string().replace('T', " "))]
            .into_iter()
            .flatten()
            .chain(meta.authors.iter().map(person))
            .collect();
    if !facts.is_empty() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("{}\n", style.dim(&visible(&facts.join("  ")))));
    }
    out
}

fn person(person: &Person) -> String {
    if person.role.is_empty() { person.name.clone() } else { format!("{} {}", person.role, person.name) }
}

fn body_block(block: &Block, style: &Style) -> String {
    let text = visible(&block.text);
    match block.kind {
        BlockKind::Heading { level } => {
            // The title has the first mark.
            let marks = "#".repeat(usize::from(level.clamp(1, 5)) + 1);
            format!("{} {}\n", style.dim(&marks), style.heading(&text))
        }
        BlockKind::Paragraph => wrapped(INDENT, "", &text, style),
        BlockKind::Caption => style.dim(&wrapped("▲ ", "  ", &text, style)),
        BlockKind::ListItem => wrapped("- ", "  ", &text, style),
        BlockKind::TableRow => wrapped("| ", "| ", &text, style),
        BlockKind::Quote => wrapped("> ", "> ", &text, style),
    }
}

/// `text` behind `first`, on a terminal broken into rows of which all but the first stand behind `rest`.
fn wrapped(first: &str, rest: &str, text: &str, style: &Style) -> String {
    let Some(columns) = style.columns else { return format!("{first}{text}\n") };
    let measure = Measure {
        columns: columns.min(MEASURE),
        first_indent: crate::text::width::width(first, Ambiguous::Narrow),
        indent: crate::text::width::width(rest, Ambiguous::Narrow),
        ..Measure::default()
    };
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (at, row) in rows(text, &measure).into_iter().enumerate() {
        out.push_str(if at == 0 { first } else { rest });
        out.push_str(text.get(row.bytes).unwrap_or_default().trim_end());
        out.push('\n');
    }
    out
}

/// The headings, indented by level, each with the raw line where it stands and its section's length.
pub fn outline(document: &Document, style: &Style) -> String {
    let mut out = title_block(&document.meta, style);
    if !out.is_empty() {
        out.push('\n');
    }
    let unit = style.lang.pick(" 字", " characters");
    for section in document.sections() {
        let heading = section.heading.and_then(|at| document.blocks.get(at));
        let (name, spans) = match heading {
            Some(block) => (block.text.as_str(), block.spans.as_slice()),
            None => (
                style.lang.pick("（导语）", "(lead)"),
                document.blocks.first().map_or(&[][..], |block| block.spans.as_slice()),
            ),
        };
        let chars: usize = document
            .blocks
            .get(section.blocks.clone())
            .into_iter()
            .flatten()
            .map(|block| block.chars())
            .sum();
        let line = spans.first().map_or(0, |span| span.line);
        let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        out.push_str(&format!(
            "{}  {indent}{}  {}\n",
            style.number(&format!("{line:>5}")),
            style.heading(&visible(name)),
            style.dim(&format!("{}{unit}", grouped(chars))),
        ));
    }
    out
}

/// The decoded raw text.
pub fn raw(raw: &Raw, style: &Style) -> String {
    // In a pipe it is a conversion to UTF-8 and must be faithful; a terminal must be spared.
    let mut text = match style.columns {
        None => raw.text.clone(),
        Some(_) => {
            raw.text.lines().map(|line| format!("{}\n", visible(&line.replace('\t', "    ")))).collect()
        }
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// What was left out: raw lines, reason, text.
pub fn removed(document: &Document, style: &Style) -> String {
    document.removed.iter().map(|piece| removed_line(piece, style)).collect()
}

fn removed_line(piece: &Removed, style: &Style) -> String {
    let lines: Vec<String> = line_ranges(&piece.spans)
        .into_iter()
        .map(|[first, last]| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    format!(
        "{}  {}  {}\n",
        style.number(&format!("{:>9}", lines.join(","))),
        padded(piece.reason.name(), 13),
        visible(&piece.text)
    )
}

/// Every raw line that is not empty, with what became of it.
pub fn explain(raw: &Raw, document: &Document, style: &Style) -> String {
    super::explain::lines(raw, document)
        .into_iter()
        .map(|line| {
            let fate: Vec<String> = line.fates.iter().map(ToString::to_string).collect();
            format!(
                "{}  {}  {}\n",
                style.number(&format!("{:>5}", line.line)),
                padded(&fate.join("+"), 14),
                visible(line.text)
            )
        })
        .collect()
}
