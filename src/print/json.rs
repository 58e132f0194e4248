//! The JSON shapes: a public contract, described in the README. Fields may be added, never changed.

use serde::{Serialize, Serializer};

use super::search;
use super::show::verdict_lines;
use crate::clean::LineVerdict;
use crate::document::{
    BlockKind, DateFrom, Document, Person, Reason, Repair, TitleFrom, Witness, line_ranges,
};
use crate::heap::Summary;
use crate::ingest::{Format, Raw};
use crate::search::{Found, Record};
use crate::stats;
use crate::text::sanitize::is_commanding;

/// One object and a line break.
pub fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("our own structs: string keys, no failing Serialize");
    if line.contains(is_commanding) {
        line = escaped(&line);
    }
    line.push('\n');
    line
}

/// Serialized JSON with what a terminal may take for a command as escapes: such characters stand in strings alone.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 32);
    for c in json.chars() {
        match c {
            c if is_commanding(c) => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// `show`
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    path: &'a str,
    format: Format,
    encoding: &'a str,
    /// What kind of thing it is, and what spoke for that.
    nature: &'static str,
    nature_from: &'a [Witness],
    title: Option<&'a str>,
    title_from: TitleFrom,
    subtitle: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<String>,
    /// `null` without a date.
    published_from: Option<DateFrom>,
    authors: &'a [Person],
    editors: &'a [Person],
    url: Option<&'a str>,
    /// What its format says besides; values as text.
    fields: Fields<'a>,
    /// Invalid byte sequences, shown as U+FFFD in the text.
    bad_bytes: usize,
    /// Encodings of some of the lines, besides `encoding`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    mixed: &'a [String],
    /// What had gone wrong with the characters and was undone: `utf-8 read as gbk`.
    #[serde(skip_serializing_if = "String::is_empty")]
    repaired: String,
    blocks: Vec<Block<'a>>,
    removed: Vec<Removed<'a>>,
}

/// Named values as an object, in their order.
#[derive(Debug)]
pub struct Fields<'a>(pub &'a [(String, String)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Debug, Serialize)]
struct Block<'a> {
    kind: &'static str,
    /// `null` unless it is a heading.
    level: Option<u8>,
    text: &'a str,
    lines: Vec<[u32; 2]>,
    /// How it differs from the raw order, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<Repair>,
    /// What it would have been left out as, had that been proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Removed<'a> {
    /// The first and the last raw line.
    lines: [u32; 2],
    text: &'a str,
    reason: &'static str,
}

impl<'a> Shown<'a> {
    pub fn new(path: &'a str, document: &'a Document, summary: &'a Summary) -> Self {
        let meta = &document.meta;
        Shown {
            path,
            format: summary.format,
            encoding: summary.encoding,
            nature: document.nature.name(),
            nature_from: &document.nature_from,
            title: meta.title.as_deref(),
            title_from: meta.title_from,
            subtitle: meta.subtitle.as_deref(),
            source: meta.source.as_deref(),
            published: meta.published.map(|published| published.to_string()),
            published_from: meta.published.map(|_| meta.published_from),
            authors: &meta.authors,
            editors: &meta.editors,
            url: meta.url.as_deref(),
            fields: Fields(&meta.fields),
            bad_bytes: summary.bad_bytes,
            mixed: &summary.mixed,
            repaired: summary.repaired.join(", "),
            blocks: document.blocks.iter().map(block).collect(),
            removed: removed(document),
        }
    }
}

fn level(kind: BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    }
}

fn block(block: &crate::document::Block) -> Block<'_> {
    Block {
        kind: block.kind.name(),
        level: level(block.kind),
        text: &block.text,
        lines: line_ranges(&block.spans),
        repair: block.repair,
        doubt: block.doubt.map(Reason::name),
    }
}

fn removed(document: &Document) -> Vec<Removed<'_>> {
    document
        .removed
        .iter()
        .map(|piece| Removed { lines: [piece.span.line; 2], text: &piece.text, reason: piece.reason.name() })
        .collect()
}

/// `show --fields`
#[derive(Debug, Serialize)]
pub struct FieldsOnly<'a> {
    path: &'a str,
    fields: Fields<'a>,
}

impl<'a> FieldsOnly<'a> {
    pub fn new(path: &'a str, document: &'a Document) -> Self {
        FieldsOnly { path, fields: Fields(&document.meta.fields) }
    }
}

/// `show --removed`
#[derive(Debug, Serialize)]
pub struct RemovedOnly<'a> {
    path: &'a str,
    removed: Vec<Removed<'a>>,
}

impl<'a> RemovedOnly<'a> {
    pub fn new(path: &'a str, document: &'a Document) -> Self {
        RemovedOnly { path, removed: removed(document) }
    }
}

/// `show --outline`
#[derive(Debug, Serialize)]
pub struct Outline<'a> {
    path: &'a str,
    title: Option<&'a str>,
    sections: Vec<OutlineSection<'a>>,
}

#[derive(Debug, Serialize)]
struct OutlineSection<'a> {
    /// `null` for the lead before the first heading.
    heading: Option<&'a str>,
    level: u8,
    /// The raw line at which it begins.
    line: u32,
    /// Characters of the section, heading and subsections included.
    chars: usize,
    /// Index of its parent in `sections`.
    parent: Option<usize>,
}

impl<'a> Outline<'a> {
    pub fn new(path: &'a str, document: &'a Document) -> Self {
        let sections = document
            .sections()
            .into_iter()
            .map(|section| {
                let blocks = document.blocks.get(section.blocks.clone()).unwrap_or_default();
                OutlineSection {
                    heading: section
                        .heading
                        .and_then(|at| document.blocks.get(at))
                        .map(|block| block.text.as_str()),
                    level: section.level,
                    line: blocks
                        .iter()
                        .flat_map(|block| &block.spans)
                        .map(|span| span.line)
                        .next()
                        .unwrap_or(0),
                    chars: blocks.iter().map(|block| block.chars()).sum(),
                    parent: section.parent,
                }
            })
            .collect();
        Outline { path, title: document.meta.title.as_deref(), sections }
    }
}

/// `show --raw`
#[derive(Debug, Serialize)]
pub struct RawText<'a> {
    path: &'a str,
    format: Format,
    encoding: &'a str,
    bad_bytes: usize,
    text: &'a str,
}

impl<'a> RawText<'a> {
    pub fn new(path: &'a str, raw: &'a Raw) -> Self {
        RawText {
            path,
            format: raw.format,
            encoding: raw.encoding,
            bad_bytes: raw.bad_bytes,
            text: &raw.text,
        }
    }
}

/// `show --explain`
#[derive(Debug, Serialize)]
pub struct Explained<'a> {
    path: &'a str,
    lines: Vec<ExplainedLine<'a>>,
}

/// What was decided about a raw line or a part of it.
#[derive(Debug, Serialize)]
struct ExplainedLine<'a> {
    line: u32,
    text: &'a str,
    /// The kind of block it went into, or the reason of removal.
    role: &'static str,
    /// The rule that decided.
    rule: &'static str,
    score: f32,
}

impl<'a> Explained<'a> {
    pub fn new(path: &'a str, raw: &'a Raw, verdicts: &'a [LineVerdict]) -> Self {
        let lines = verdict_lines(raw, verdicts)
            .map(|(verdict, text)| {
                let &LineVerdict { line, role, rule, score } = verdict;
                ExplainedLine { line, text, role, rule, score }
            })
            .collect();
        Explained { path, lines }
    }
}

/// `list`
#[derive(Debug, Serialize)]
pub struct Listed<'a> {
    path: &'a str,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<String>,
    /// `null` without a date.
    published_from: Option<DateFrom>,
    chars: usize,
    sections: usize,
    encoding: &'a str,
    format: Format,
    title_from: TitleFrom,
}

impl<'a> Listed<'a> {
    pub fn new(path: &'a str, summary: &'a Summary) -> Self {
        Listed {
            path,
            title: &summary.title,
            source: summary.source.as_deref(),
            published: summary.published.map(|published| published.to_string()),
            published_from: summary.published.map(|_| summary.published_from),
            chars: summary.chars,
            sections: summary.sections,
            encoding: summary.encoding,
            format: summary.format,
            title_from: summary.title_from,
        }
    }
}

/// `search`
#[derive(Debug, Serialize)]
pub struct FoundDocument<'a> {
    path: &'a str,
    title: &'a str,
    score: f32,
    /// How much of the query it answers.
    tier: &'static str,
    /// Whether a newer version of the same text stands before it.
    older_version: bool,
    /// Words of the query that it lacks.
    without: &'a [String],
    /// The section, article or other stretch that answers best; `null` where the whole document does.
    passage: Option<FoundPassage<'a>>,
    hits: Vec<FoundHit<'a>>,
}

#[derive(Debug, Serialize)]
struct FoundPassage<'a> {
    /// The heading of its section.
    heading: Option<&'a str>,
    /// The first and the last raw line.
    lines: [u32; 2],
}

#[derive(Debug, Serialize)]
struct FoundHit<'a> {
    /// The heading of the section; `null` in the lead, the title and other metadata.
    section: Option<&'a str>,
    /// The first and the last raw line in which its matches stand.
    lines: [u32; 2],
    /// An extract; with context, the whole paragraph.
    text: String,
    /// The matches, in characters of the extract, half-open.
    ranges: Vec<[usize; 2]>,
    /// The paragraphs around it, where they were asked for.
    #[serde(flatten)]
    context: Option<Context>,
}

#[derive(Debug, Serialize)]
struct Context {
    before: Vec<String>,
    after: Vec<String>,
}

impl<'a> FoundDocument<'a> {
    pub fn new(path: &'a str, record: &'a Record, found: &'a Found, context: Option<usize>) -> Self {
        let passage = search::passage(record, found);
        let passage = passage.map(|(heading, lines)| FoundPassage { heading, lines });
        let chars = context.is_none().then_some(search::SNIPPET_CHARS);
        let hits = search::extracts(record, found, chars)
            .into_iter()
            .map(|extract| FoundHit {
                section: extract.section,
                lines: extract.lines,
                context: context.map(|count| {
                    let [before, after] = search::context(record, &extract, count);
                    Context { before, after }
                }),
                text: extract.text,
                ranges: extract.ranges.into_iter().map(|range| [range.start, range.end]).collect(),
            })
            .collect();
        FoundDocument {
            path,
            title: search::title(path, record),
            score: found.score,
            tier: found.tier.name(),
            older_version: found.version_of.is_some(),
            without: &found.missing,
            passage,
            hits,
        }
    }
}

/// `stats`
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    counts: &'a stats::Counts,
    sections: &'a [stats::SectionLength],
    keywords: &'a [stats::Keyword],
    /// Removed characters by reason, documents by source and by date.
    removed: Vec<(&'static str, usize)>,
    sources: &'a [(Option<String>, usize)],
    dates: &'a [(String, usize)],
}

impl<'a> Report<'a> {
    pub fn new(report: &'a stats::Report) -> Self {
        Report {
            counts: &report.counts,
            sections: &report.sections,
            keywords: &report.keywords,
            removed: report.removed.iter().map(|(reason, chars)| (reason.name(), *chars)).collect(),
            sources: &report.sources,
            dates: &report.dates,
        }
    }
}
