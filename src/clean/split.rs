//! Raw lines that hold more than one paragraph are taken apart.
//!
//! Three shapes: paragraphs that only a wide gap separates; a whole document on one line, its paragraphs
//! behind single spaces; and a numbered heading glued to its text. A cut never removes a character: the
//! parts are slices of the raw line.

use super::class::{is_comma, is_han, is_stop};
use super::line::{Line, leaves_open, measure};
use super::numbering;

/// A raw line from which on single spaces may separate paragraphs.
const LONG: u32 = 400;
/// Mean length of the parts below which spaces after stops are a manner of writing, not paragraphs.
const PARAGRAPH: u32 = 60;
/// The longest heading, in characters, that is looked for in front of its text.
const HEADING: usize = 36;

/// Replaces every line by its parts.
pub fn split<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Line<'a>> {
    let mut parts = Vec::new();
    for line in lines {
        let cuts = cuts(&line);
        if cuts.is_empty() {
            parts.push(line);
            continue;
        }
        let mut from = 0;
        for to in cuts.into_iter().chain([line.text.len()]) {
            if let Some(part) = measure(&line.text[from..to], line.start + from, line.number, line.hint) {
                let first = from == 0;
                parts.push(Line {
                    indent: if first { line.indent } else { 0 },
                    blank_before: if first { line.blank_before } else { 0 },
                    continues: !first,
                    barred: line.barred,
                    ..part
                });
            }
            from = to;
        }
    }
    parts
}

/// Byte offsets in the line's text where a new part begins, ascending.
fn cuts(line: &Line) -> Vec<usize> {
    let mut cuts = Vec::new();
    // A part ends with a stop, or has one behind its number.
    if line.chars < 24 || !line.spaced || line.stops == 0 {
        return cuts;
    }
    let gaps = gaps(line.text);
    let wide = gaps.iter().filter(|gap| gap.after_stop && gap.wide);
    let narrow = gaps.iter().filter(|gap| gap.after_stop).count() as u32;
    let one_liner = line.chars >= LONG
        && narrow >= 3
        && line.chars / (narrow + 1) >= PARAGRAPH
        && narrow * 2 <= u32::from(line.stops).max(1) * 2;
    if one_liner && narrow * 5 <= u32::from(line.stops) * 4 {
        cuts.extend(gaps.iter().filter(|gap| gap.after_stop).map(|gap| gap.end));
    } else {
        cuts.extend(wide.map(|gap| gap.end));
    }
    let paragraphs = !cuts.is_empty();
    let mut heads = Vec::new();
    let mut from = 0;
    for to in cuts.iter().copied().chain([line.text.len()]) {
        if paragraphs {
            heads.extend(glued_head(&line.text[from..to]).map(|at| from + at));
        } else {
            heads.extend(numbered_head(&line.text[from..to]));
        }
        from = to;
    }
    cuts.extend(heads);
    cuts.sort_unstable();
    cuts
}

struct Gap {
    end: usize,
    after_stop: bool,
    wide: bool,
}

/// The runs of white space inside a text.
fn gaps(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut stopped = false;
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if c.is_whitespace() {
            let mut columns = if c == '\u{3000}' { 2 } else { 1 };
            while let Some((_, c)) = chars.next_if(|(_, c)| c.is_whitespace()) {
                columns += if c == '\u{3000}' { 2 } else { 1 };
            }
            let end = chars.peek().map_or(text.len(), |&(at, _)| at);
            gaps.push(Gap { end, after_stop: stopped, wide: columns >= 3 });
            stopped = false;
        } else {
            stopped = matches!(c, '。' | '！' | '？' | '!' | '?')
                || (stopped && matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '"'));
        }
    }
    gaps
}

/// Where the text begins behind a heading or byline of short words that stands in front of it.
fn glued_head(text: &str) -> Option<usize> {
    let mut words = text.split_inclusive(char::is_whitespace).peekable();
    let (mut at, mut chars, mut count) = (0, 0, 0);
    while let Some(word) = words.peek() {
        let body = word.trim_end();
        let len = body.chars().count();
        if len > 24 || body.chars().any(|c| is_comma(c) || is_stop(c)) || chars + len > HEADING {
            break;
        }
        chars += len;
        count += 1;
        at += word.len();
        words.next();
    }
    let next = words.next()?.trim_end();
    let prose = next.chars().count() >= 20 && next.chars().any(|c| is_comma(c) || is_stop(c));
    let head = &text[..at];
    (count > 0 && chars >= 2 && prose && head.chars().any(is_han) && !leaves_open(head)).then_some(at)
}

/// Where the text begins behind a short numbered heading on the same line (八、录取： 招收……).
fn numbered_head(text: &str) -> Option<usize> {
    numbering::parse(text).filter(|n| n.scheme.opens_section())?;
    let at = text.char_indices().find(|(_, c)| c.is_whitespace() && *c != '\u{3000}').map(|(at, _)| at)?;
    let (head, rest) = text.split_at(at);
    let head = head.trim_end();
    let short = (4..=16).contains(&head.chars().count());
    let closed = !head.chars().any(|c| is_comma(c) && c != '、');
    // 2. 设置 timeout 的值…: a space before letters is only that.
    let prose = rest.chars().count() >= 30
        && rest.chars().any(is_stop)
        && !rest.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric());
    (short && closed && prose).then_some(text.len() - rest.trim_start().len())
}
