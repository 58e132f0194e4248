//! One document as text: its cleaned body, its outline, its raw text, what was removed, what became of
//! each line.
//!
//! The cleaned text is plain Markdown: `#` marks the title and the headings, `▲` a caption.

use super::Style;
use crate::clean::LineVerdict;
use crate::document::{Block, BlockKind, Document, Metadata, Reason, Removed, TitleFrom, byline};
use crate::ingest::Raw;
use crate::lang::{Lang, grouped};
use crate::text::layout::{Measure, glyphs, rows};
use crate::text::punctuation::full_width;
use crate::text::sanitize::sanitize;
use crate::text::table;
use crate::text::width::{Ambiguous, width};

/// A line is never longer on a terminal, however wide that is: 40 Han and the indent.
const MEASURE: usize = 84;
/// Before the rows of a table.
const ROW: &str = "| ";
/// Two Han, as Chinese paragraphs begin.
const INDENT: &str = "\u{3000}\u{3000}";

/// The line that announces a document where there are several.
pub fn rule(path: &str, style: &Style) -> String {
    format!("{}\n", style.dim(&format!("──── {} ────", sanitize(path))))
}

/// Title block and body.
pub fn text(document: &Document, style: &Style) -> String {
    let mut out = title_block(&document.meta, style);
    let mut doubt = None;
    for run in document.blocks.chunk_by(|a, b| a.kind == b.kind && a.doubt == b.doubt && is_tight(a.kind)) {
        if !out.is_empty() {
            out.push('\n');
        }
        if doubt != run[0].doubt {
            doubt = run[0].doubt;
            out.push_str(&doubt_line(doubt, style));
        }
        let tab = table_tab(run, style);
        let lines = run.iter().map(|block| body_block(block, tab, style)).collect::<String>();
        if run[0].kind == BlockKind::Code {
            let fence = style.dim("```");
            out.push_str(&format!("{fence}\n{lines}{fence}\n"));
        } else {
            out.push_str(&lines);
        }
    }
    out
}

/// The line above what may be none of the text, and the one behind it.
fn doubt_line(doubt: Option<Reason>, style: &Style) -> String {
    let said = match (doubt, style.lang) {
        (Some(reason), Lang::Zh) => format!("〔存疑 · {}？〕", reason.label(style.lang)),
        (Some(reason), Lang::En) => format!("[doubtful: {}?]", reason.label(style.lang)),
        (None, Lang::Zh) => "〔以下为正文〕".to_owned(),
        (None, Lang::En) => "[text]".to_owned(),
    };
    format!("{}\n\n", style.dim(&said))
}

/// Whether blocks of a kind stand right below each other, without a blank line.
fn is_tight(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::ListItem | BlockKind::TableRow | BlockKind::Code)
}

/// The tab stops with which the cells of a table's rows stand below each other on a terminal.
fn table_tab(rows: &[Block], style: &Style) -> usize {
    let Some(columns) = style.columns.filter(|_| rows[0].kind == BlockKind::TableRow) else { return 0 };
    let room = columns.min(MEASURE).saturating_sub(ROW.len());
    table::tab(rows.iter().map(|row| row.text.as_str()), room, Ambiguous::Narrow)
}

fn title_block(meta: &Metadata, style: &Style) -> String {
    let mut out = String::new();
    if let Some(title) = meta.title.as_ref().filter(|_| meta.title_from == TitleFrom::Text) {
        out.push_str(&format!("# {}\n", style.title(&shown(title, style))));
    }
    if let Some(subtitle) = &meta.subtitle {
        out.push_str(&format!("——{}\n", shown(subtitle, style)));
    }
    let facts: Vec<String> =
        [meta.source.clone(), meta.published.map(|date| date.to_string().replace('T', " "))]
            .into_iter()
            .flatten()
            .chain(byline(&meta.authors))
            .collect();
    if !facts.is_empty() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("{}\n", style.dim(&sanitize(&facts.join("  ")))));
    }
    out
}

fn body_block(block: &Block, tab: usize, style: &Style) -> String {
    let text = &block.text;
    let mark = |mark| if block.brings_mark() { "  " } else { mark };
    let marks = match block.kind {
        BlockKind::Heading { level } => {
            // The title has the first mark.
            let marks = "#".repeat(usize::from(level.clamp(1, 5)) + 1);
            return format!("{} {}\n", style.dim(&marks), style.heading(&shown(text, style)));
        }
        BlockKind::Code => return format!("{}\n", sanitize(text)),
        BlockKind::Paragraph => [INDENT, ""],
        BlockKind::Caption => [mark("▲ "), "  "],
        BlockKind::ListItem => [mark("- "), "  "],
        BlockKind::TableRow => [ROW; 2],
        BlockKind::Quote => ["> "; 2],
    };
    let paint = |row: &str| if block.kind == BlockKind::Caption { style.dim(row) } else { row.to_owned() };
    wrapped(marks, tab, text, style, paint)
}

/// `text` safe to show, with punctuation as it was written where that is wanted.
pub(super) fn shown(text: &str, style: &Style) -> String {
    let written = |(at, c)| if style.full_width { full_width(text, at, c) } else { c };
    sanitize(&text.char_indices().map(written).collect::<String>()).into_owned()
}

/// `text` behind `first`, on a terminal broken into rows of which all but the first stand behind `rest`,
/// with `tab` columns between its tab stops; in a pipe the tabs stay.
fn wrapped(
    [first, rest]: [&str; 2],
    tab: usize,
    text: &str,
    style: &Style,
    paint: impl Fn(&str) -> String,
) -> String {
    let Some(columns) = style.columns else {
        let cells: Vec<_> = text.split('\t').map(|cell| shown(cell, style)).collect();
        return paint(&format!("{first}{}", cells.join("\t"))) + "\n";
    };
    let measure = Measure {
        columns: columns.min(MEASURE),
        first_indent: width(first, Ambiguous::Narrow),
        indent: width(rest, Ambiguous::Narrow),
        full_width: style.full_width,
        tab,
        ..Measure::default()
    };
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (at, row) in rows(text, &measure).iter().enumerate() {
        let mut line = String::from(if at == 0 { first } else { rest });
        let mut column = row.indent;
        for glyph in glyphs(text, row, &measure) {
            line.extend(std::iter::repeat_n(' ', glyph.column - column));
            line += &glyph.shown;
            column = glyph.column + glyph.width;
        }
        out.push_str(&paint(&line));
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
            style.heading(&shown(name, style)),
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
            raw.text.lines().map(|line| format!("{}\n", sanitize(&line.replace('\t', "    ")))).collect()
        }
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Columns of the longest reason.
const REASON: usize = 13;

/// What the format says besides, a line each.
pub fn fields(document: &Document, style: &Style) -> String {
    let line = |(name, value): &(String, String)| {
        format!("{}: {}\n", style.dim(&sanitize(name)), sanitize(&value.replace('\n', " ")))
    };
    document.meta.fields.iter().map(line).collect()
}

/// What was left out: raw lines, reason, text.
pub fn removed(document: &Document, style: &Style) -> String {
    document.removed.iter().map(|piece| removed_line(piece, style)).collect()
}

fn removed_line(piece: &Removed, style: &Style) -> String {
    let reason = piece.reason.label(style.lang);
    let gap = " ".repeat(REASON.saturating_sub(width(reason, Ambiguous::Narrow)));
    let line = style.number(&format!("{:>9}", piece.span.line));
    format!("{line}  {reason}{gap}  {}\n", sanitize(&piece.text))
}

/// What was decided about every raw line that is not empty, by which rule, and how much it spoke for being
/// text.
pub fn explain(raw: &Raw, verdicts: &[LineVerdict], style: &Style) -> String {
    let mut out = String::new();
    for (verdict, text) in verdict_lines(raw, verdicts) {
        let LineVerdict { line, role, rule, score } = verdict;
        out.push_str(&format!(
            "{}  {role:13}  {}  {score:>6.1}  {}\n",
            style.number(&format!("{line:>5}")),
            style.dim(&format!("{rule:24}")),
            sanitize(text.trim())
        ));
    }
    out
}

/// Each verdict with its raw line.
pub fn verdict_lines<'a>(
    raw: &'a Raw,
    verdicts: &'a [LineVerdict],
) -> impl Iterator<Item = (&'a LineVerdict, &'a str)> {
    let mut lines = (1..).zip(raw.text.split('\n')).peekable();
    verdicts.iter().map(move |verdict| {
        while lines.next_if(|(number, _)| *number < verdict.line).is_some() {}
        (verdict, lines.peek().map_or("", |(_, text)| *text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Person, Span};
    use crate::lang::Lang;

    fn block(kind: BlockKind, text: &str, line: u32) -> Block {
        Block {
            kind,
            text: text.into(),
            spans: vec![Span { line, start: 0, end: 0 }],
            repair: None,
            doubt: None,
        }
    }

    fn document() -> Document {
        let person = |name: &str| Person { name: name.into(), role: "记者".into() };
        Document {
            meta: Metadata {
                title: Some("河堤加固完工".into()),
                title_from: TitleFrom::Text,
                subtitle: Some("青石镇防汛纪事".into()),
                source: Some("青石日报".into()),
                authors: vec![person("江一舟"), person("田野")],
                ..Metadata::default()
            },
            blocks: vec![
                block(BlockKind::Paragraph, "昨天,河堤完工。", 5),
                block(BlockKind::Caption, "新修的河堤。", 6),
                block(BlockKind::Heading { level: 1 }, "一、汛期之前", 7),
                block(BlockKind::Paragraph, "三个村的人都来了。", 8),
                block(BlockKind::ListItem, "1. 石料", 9),
                block(BlockKind::Heading { level: 2 }, "（一）石料", 10),
                block(BlockKind::Quote, "水来土掩。", 11),
            ],
            removed: vec![Removed {
                span: Span { line: 1, start: 0, end: 6 },
                text: "首页".into(),
                reason: crate::document::Reason::Navigation,
            }],
            ..Document::default()
        }
    }

    fn style(columns: Option<usize>) -> Style {
        Style { lang: Lang::Zh, color: false, full_width: true, columns }
    }

    #[test]
    fn a_document_reads_as_markdown_with_captions_marked() {
        let want = "\
# 河堤加固完工
——青石镇防汛纪事

青石日报  记者 江一舟 田野

\u{3000}\u{3000}昨天，河堤完工。

▲ 新修的河堤。

## 一、汛期之前

\u{3000}\u{3000}三个村的人都来了。

  1. 石料

### （一）石料

> 水来土掩。
";
        assert_eq!(text(&document(), &style(None)), want);
    }

    #[test]
    fn rows_fit_the_terminal_and_marks_stand_before_each() {
        let mut long = document();
        long.blocks = vec![block(BlockKind::Quote, &"水来土掩，兵来将挡。".repeat(8), 5)];
        let shown = text(&long, &style(Some(30)));
        let rows: Vec<_> = shown.lines().skip_while(|row| !row.starts_with('>')).collect();
        assert!(rows.len() > 5);
        for row in rows {
            assert!(row.starts_with("> ") && width(row, Ambiguous::Narrow) <= 30, "{row}");
        }
    }

    #[test]
    fn tables_lists_and_code_stand_close_and_code_as_it_is() {
        let mut document = document();
        document.blocks = vec![
            block(BlockKind::TableRow, "镇\t亩数", 5),
            block(BlockKind::TableRow, "石门渡\t1200", 6),
            block(BlockKind::ListItem, "石料", 7),
            block(BlockKind::ListItem, "木料", 8),
            block(BlockKind::Code, "print(\"堤,坝\")", 9),
            block(BlockKind::Code, "  exit()", 10),
        ];
        let body = |columns| text(&document, &style(columns)).split_once("田野\n\n").unwrap().1.to_owned();
        let rest = "\n- 石料\n- 木料\n\n```\nprint(\"堤,坝\")\n  exit()\n```\n";
        assert_eq!(body(None), format!("| 镇\t亩数\n| 石门渡\t1200\n{rest}"));
        assert_eq!(body(Some(60)), format!("| 镇      亩数\n| 石门渡  1200\n{rest}"));
    }

    #[test]
    fn the_outline_gives_line_level_and_length() {
        let outline = outline(&document(), &style(None));
        let sections: Vec<_> = outline.lines().skip_while(|line| !line.contains("（导语）")).collect();
        assert_eq!(
            sections,
            ["    5  （导语）  14 字", "    7  一、汛期之前  29 字", "   10    （一）石料  10 字"]
        );
    }

    #[test]
    fn what_was_removed_is_named_by_line_and_reason() {
        let chinese = style(None);
        assert_eq!(removed(&document(), &chinese), "        1  导航           首页\n");
        let english = Style { lang: Lang::En, ..chinese };
        assert_eq!(removed(&document(), &english), "        1  navigation     首页\n");
    }
}
