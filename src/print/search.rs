//! Search results: `path:line:extract`, as grep has it, the best document first.

use std::ops::Range;

use super::Style;
use super::show::shown;
use crate::search::{Found, Hit, Place, Record, line_of, snippet};
use crate::text::sanitize::sanitize;

/// Characters of an extract where there is no terminal whose width to use.
pub const SNIPPET_CHARS: usize = 60;
/// A narrow terminal wraps extracts of this many characters.
const LEAST_CHARS: usize = 20;

/// A stretch of text that holds hits.
#[derive(Debug)]
pub struct Extract<'a> {
    /// The heading above it, itself if it is one; `None` in the lead and in the metadata.
    pub section: Option<&'a str>,
    /// The first and the last raw line, 1-based, in which its matches stand.
    pub lines: [u32; 2],
    pub text: String,
    /// The matches, in characters of `text`.
    pub ranges: Vec<Range<usize>>,
    /// What it shows, in bytes of its place's text.
    bytes: Range<usize>,
    /// The place, as a line of the record.
    line: usize,
}

/// The title as lists show it: without one, the name of the file.
pub fn title<'a>(path: &'a str, record: &'a Record) -> &'a str {
    match record.text.split('\n').next() {
        Some(title) if !title.is_empty() => title,
        _ => path.rsplit('/').next().unwrap_or(path),
    }
}

/// Extracts of at most `chars` characters (`None`: whole paragraphs), in reading order. A hit that an
/// extract shows gets none of its own.
pub fn extracts<'a>(record: &'a Record, found: &Found, chars: Option<usize>) -> Vec<Extract<'a>> {
    let lines = record.lines();
    let mut extracts: Vec<Extract<'_>> = Vec::new();
    for hits in found.hits.chunk_by(|a, b| a.place == b.place) {
        for hit in hits {
            let line = line_of(hit.place);
            let [first, last] = record.info.raw_lines(line, &hit.bytes);
            let shown = |extract: &&mut Extract<'_>| {
                extract.line == line
                    && extract.bytes.start <= hit.bytes.start
                    && hit.bytes.end <= extract.bytes.end
            };
            if let Some(extract) = extracts.last_mut().filter(shown) {
                extract.lines = [extract.lines[0].min(first), extract.lines[1].max(last)];
            } else if let Some(&text) = lines.get(line) {
                extracts.push(extract(record, &lines, text, hit, hits, chars));
            }
        }
    }
    extracts
}

fn extract<'a>(
    record: &'a Record,
    lines: &[&'a str],
    text: &str,
    hit: &Hit,
    hits: &[Hit],
    chars: Option<usize>,
) -> Extract<'a> {
    let line = line_of(hit.place);
    let section = (0..=line).rev().find(|&line| record.info.is_heading(line));
    let snippet = snippet(text, hit, hits, chars.unwrap_or_else(|| text.chars().count()));
    Extract {
        section: section.and_then(|at| lines.get(at)).copied(),
        lines: record.info.raw_lines(line, &hit.bytes),
        text: snippet.text,
        ranges: snippet.ranges,
        bytes: snippet.bytes,
        line,
    }
}

/// The heading of the passage that answers best, if it has one, and its first and last raw line.
pub fn passage<'a>(record: &'a Record, found: &Found) -> Option<(Option<&'a str>, [u32; 2])> {
    let blocks = found.passage.as_ref()?.blocks.clone();
    let (first, last) = (line_of(Place::Block(blocks.start)), line_of(Place::Block(blocks.end.max(1) - 1)));
    let lines = record.lines();
    let heading = (0..=first).rev().find(|&line| record.info.is_heading(line));
    let begins = record.info.raw_lines(first, &(0..1))[0];
    let ends = record.info.raw_lines(last, &(0..lines.get(last).map_or(1, |line| line.len())))[1];
    Some((heading.and_then(|at| lines.get(at)).copied(), [begins, ends.max(begins)]))
}

/// The texts before and after an extract, up to `count` on either side. What is empty does not count.
pub fn context(record: &Record, extract: &Extract<'_>, count: usize) -> [Vec<String>; 2] {
    let lines = record.lines();
    let filled = |range: Range<usize>| range.filter(|&line| !lines[line].is_empty());
    let mut before: Vec<usize> = filled(0..extract.line).rev().take(count).collect();
    before.reverse();
    let after: Vec<usize> = filled(extract.line + 1..lines.len()).take(count).collect();
    [before, after].map(|numbers| numbers.into_iter().map(|line| lines[line].to_owned()).collect())
}

/// The hits of one document; with `context`, as whole paragraphs with that many others before and after,
/// and `--` where some are left out between. On a terminal the title and the path stand above them.
pub fn text(path: &str, record: &Record, found: &Found, context: Option<usize>, style: &Style) -> String {
    let path = sanitize(path);
    let on_terminal = style.columns.is_some();
    // As in grep, a colon follows the number of a line with a match, a dash that of another.
    let row = |number: u32, mark: char, text: &str| {
        let number = style.number(&number.to_string());
        match on_terminal {
            true => format!("{number}{mark} {text}\n"),
            false => format!("{}{mark}{number}{mark}{text}\n", style.path(&path)),
        }
    };
    let matching = |extract: &Extract<'_>| row(extract.lines[0], ':', &marked(extract, style));
    let rows = match context {
        None => extracts(record, found, Some(room(style))).iter().map(matching).collect(),
        Some(count) => {
            let lines = record.lines();
            let filled: Vec<usize> = (0..lines.len()).filter(|&line| !lines[line].is_empty()).collect();
            let extracts = extracts(record, found, None);
            let mut places: Vec<usize> =
                extracts.iter().flat_map(|it| around(&filled, it.line, count)).collect();
            places.sort_unstable();
            places.dedup();
            let print = |&at: &usize| match extracts.iter().find(|extract| extract.line == filled[at]) {
                Some(extract) => matching(extract),
                None => {
                    let line = filled[at];
                    row(record.info.raw_lines(line, &(0..1))[0], '-', &shown(lines[line], style))
                }
            };
            let runs = places.chunk_by(|a, b| a + 1 == *b);
            runs.map(|run| run.iter().map(print).collect::<String>()).collect::<Vec<_>>().join("--\n")
        }
    };
    if on_terminal {
        let title = style.title(&shown(title(&path, record), style));
        format!("{title}  {}\n{rows}\n", style.path(&path))
    } else {
        rows
    }
}

/// How many hits a document has.
pub fn count(path: &str, found: &Found, style: &Style) -> String {
    format!("{}:{}\n", style.path(&sanitize(path)), found.hits.len())
}

fn marked(extract: &Extract<'_>, style: &Style) -> String {
    style.marked(&extract.text, &extract.ranges)
}

/// Up to `count` places on either side of that of `line` in `filled`, which it is one of.
fn around(filled: &[usize], line: usize, count: usize) -> Range<usize> {
    let at = filled.partition_point(|&other| other < line);
    at.saturating_sub(count)..(at + count + 1).min(filled.len())
}

/// Characters of an extract: a row of the terminal, numbers aside, as most characters take two columns.
fn room(style: &Style) -> usize {
    style.columns.map_or(SNIPPET_CHARS, |columns| (columns.saturating_sub(8) / 2).max(LEAST_CHARS))
}
