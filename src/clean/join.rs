//! Lines that were one paragraph are put together again.

use super::class::{is_comma, is_han, is_word};
use super::line::Line;
use super::ngrams::Ngrams;
use super::wrap::{fills, is_rest};

/// What is known of the whole text when two of its lines are weighed.
#[derive(Debug)]
pub struct Context<'a> {
    pub ngrams: &'a Ngrams,
    /// Most paragraphs begin with an indent.
    pub indented: bool,
    /// The fixed width at which lines were cut, in columns.
    pub width: Option<u32>,
    /// The lines are posts: whoever wrote them ended each.
    pub posted: bool,
    /// Blank lines stand between the paragraphs.
    pub spaced: bool,
    /// Share of the long lines that end in mid-sentence.
    pub broken: f32,
}

/// Two lines that may be one paragraph's: the last of a paragraph, and the next.
#[derive(Debug, Clone, Copy)]
pub struct Seam<'a> {
    /// The paragraph's first line.
    pub head: &'a Line<'a>,
    /// The line above its last, where it has several.
    pub above: Option<&'a Line<'a>>,
    pub before: &'a Line<'a>,
    pub next: &'a Line<'a>,
    /// The first of the two goes on in the other, by the width of the page.
    pub flows: bool,
}

/// Columns of the narrowest lines that the source of a page is cut to.
const NARROWEST: u32 = 40;

/// What speaks against joining two blocks of a page that was not cut at a width.
const APART: f32 = -7.0;

/// The evidence that `next` goes on with `before`; joined above 0.
pub fn evidence(seam: &Seam, context: &Context) -> f32 {
    let &Seam { head, above, before, next, flows } = seam;
    // A page breaks short lines on purpose: verse, addresses; longer ones too where they have no width in common.
    let marked_up = before.hint.element > 0;
    let short = marked_up && before.columns < NARROWEST;
    if before.is_code() || next.is_code() || short {
        return -9.0;
    }
    if flows || is_rest(next.text) && !before.ends_sentence() {
        return 9.0;
    }
    if before.ends_sentence() && !before.unclosed {
        // A sentence may end where the line was cut; the paragraph goes on where only an indent or a gap would
        // begin another.
        let set_apart = if head.indent >= 2 { next.indent > 0 } else { !context.spaced || next.indent > 0 };
        let goes_on = fills(before, context.width) && next.blank_before == 0 && !set_apart;
        return if goes_on && next.numbered.is_none() && !next.bullet { 1.0 } else { -9.0 };
    }
    let apart = (marked_up || context.posted) && context.width.is_none();
    let mut score = if apart { APART } else { -3.0 };
    let close = next.blank_before == 0;
    if before.ends_open() {
        score += 2.5;
    }
    if before.ends_colon() {
        score -= 3.0;
    }
    let first = next.text.chars().next().unwrap_or(' ');
    if is_comma(first) || matches!(first, '。' | '；' | '：' | '）' | ')' | '」' | '』' | '”' | '’' | '》')
    {
        score += 3.5;
    }
    if begins_inside(next.text) {
        score += 2.5;
    }
    if before.commas > 0 && before.chars >= 20 && !before.ends_open() {
        score += 0.5;
    }
    if head.chars.max(before.chars) >= 40 {
        score += 1.0;
    }
    if before.unclosed || head.start != before.start && head.unclosed {
        score += 2.0;
    }
    let known = characters(before.text, next.text, context.ngrams);
    score += known;
    if dangling(before.text) {
        score += 2.5;
    }
    // Where blank lines stand between all lines, that there are no more says little by itself.
    let adjacent = next.number <= before.number + 1;
    if close && (adjacent || known > 1.0 || before.ends_open()) {
        score += 0.8;
    }
    if context.broken >= 0.15 && !apart {
        score += 1.5;
    }
    if let Some(width) = context.width {
        let columns = before.columns + u32::from(before.indent);
        // Beside a picture the lines are cut shorter, all at one width.
        let narrow = |other: &Line| {
            other.indent == 0 && before.indent == 0 && columns >= 24 && other.columns.abs_diff(columns) <= 2
        };
        let narrowed = narrow(next) || above.is_some_and(narrow);
        score += if close && (fills(before, Some(width)) || narrowed) { 4.0 } else { -1.5 };
    }
    if context.indented && head.indent >= 2 {
        score += match next.indent {
            0 => 2.0,
            indent if indent == head.indent && context.width.is_none() => -1.8,
            _ => 0.0,
        };
    }
    if next.indent > before.indent + 1 && (context.indented || context.width.is_some()) {
        score -= 3.5;
    }
    // A link inside a sentence stands on a line of its own, and so does what follows it.
    if context.indented && head.indent >= 2 && next.indent == 0 && close && !before.ends_colon() {
        score += if before.start != head.start || before.commas + before.stops > 0 { 4.0 } else { 0.0 };
    }
    if next.numbered.is_some() || next.bullet || next.barred || ends_in_address(before.text) {
        score -= 4.0;
    }
    let unwrapped = context.width.is_none();
    if opens_item(next.text) || unwrapped && (opens_item(head.text) || opens_with_label(next.text)) {
        score -= 4.0;
    }
    if next.chars < 30 && !next.ends_sentence() && next.commas == 0 {
        score -= 1.5;
    }
    if before.chars < 20 && head.start == before.start {
        score -= 1.5;
    }
    score
}

/// What the characters on both sides of the join say: together they are a word of this document.
fn characters(before: &str, next: &str, ngrams: &Ngrams) -> f32 {
    let mut back = before.chars().rev().filter(|c| !c.is_whitespace());
    let mut ahead = next.chars().filter(|c| !c.is_whitespace());
    let (Some(b), Some(c)) = (back.next(), ahead.next()) else { return 0.0 };
    if !is_word(b) || !is_word(c) {
        return 0.0;
    }
    let mut score: f32 = 0.0;
    if ngrams.contains(&[b, c]) {
        score += 1.2;
    }
    if let Some(a) = back.next().filter(|&a| is_word(a))
        && ngrams.contains(&[a, b, c])
    {
        score += 1.0;
    }
    if let Some(d) = ahead.next().filter(|&d| is_word(d))
        && ngrams.contains(&[b, c, d])
    {
        score += 1.0;
    }
    // Words that need an object or a second half never end a paragraph; some never begin one.
    if "的和与及在把被对为从向将以并等于是或就也都很最更各每".contains(b) {
        score += 1.0;
    }
    if "的了着们和与及性化者".contains(c) {
        score += 1.0;
    }
    if !is_han(b) && !is_han(c) {
        score += 0.8;
    }
    score
}

/// The evidence of the characters alone, for parts that stand apart.
pub fn across(before: &str, next: &str, ngrams: &Ngrams) -> f32 {
    characters(before, next, ngrams)
}

/// …可以去www.example.com: an address ends its line.
fn ends_in_address(text: &str) -> bool {
    let last = text.rsplit(|c: char| c.is_whitespace() || is_han(c)).next().unwrap_or_default();
    last.contains("://") || last.contains("www.")
}

/// `- 基座模型`, `* 基座模型`
fn opens_item(text: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark))
}

/// 地址：文化路七号
fn opens_with_label(text: &str) -> bool {
    const LONGEST: usize = 4;
    let label = text.char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, '：' | ':'));
    label.is_some_and(|(at, _)| at > 0 && text[..at].chars().all(is_han) && at + 3 < text.len())
}

/// The text begins with the last character of a word or with a unit (部、…, 人,…).
fn begins_inside(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_han) && chars.next().is_some_and(|c| is_comma(c) || "。；）)".contains(c))
}

/// A few characters after the last stop of a long line: a clause that has only begun.
fn dangling(text: &str) -> bool {
    let Some(at) = text.rfind(['。', '！', '？', '；', '，', ',']) else { return false };
    let rest = text[at..].chars().skip(1).count();
    let stop = text[at..].starts_with(['。', '！', '？']);
    stop && (1..=6).contains(&rest)
        && text[at..].chars().skip(1).all(is_word)
        && text.chars().nth(39).is_some()
}
