//! What kind of thing a document is, told before anything is removed.
//!
//! A page is known by its furniture: words of several kinds, in company, at its edges. One line that reads
//! like furniture proves nothing, for every novel has one. What is no page is *bare*, and nothing but its own
//! form says what it is.

use std::borrow::Cow;

use super::appeal;
use super::book::{self, Head};
use super::class::is_han;
use super::heading;
use super::line::Line;
use super::noise::{self, Noise};
use super::numbering::Scheme;
use super::thread::{self, Thread};
use super::title::{Agreement, Window};
use super::wrap::Wrap;
use crate::document::{Nature, Reason, Witness};
use crate::ingest::{Format, Raw};

/// What was told of a document.
#[derive(Debug, Clone)]
pub struct Told {
    pub nature: Nature,
    pub because: Vec<Witness>,
    /// Whether its furniture proves that it is a page.
    pub proven: bool,
    /// The headings of a book.
    pub heads: Vec<Head>,
}

/// Lines at the two ends of a document among which furniture is looked for; all of a short one is.
const TOP: usize = 60;
const BOTTOM: usize = 100;
/// So many kinds of furniture make a page, or so many lines of one kind.
const KINDS: usize = 2;
const LINES: usize = 4;
/// Last lines of a document among which it may speak to its readers.
const APPEALS: usize = 12;
/// Characters of the shortest ruler.
const RULER: u32 = 10;
/// Rules by which a line is known whatever stands beside it.
const ALONE: &[&str] =
    &["breadcrumb", "whole-line-phrase", "link-row", "interface-row", "counter-row", "more", "declaration"];
/// Rules by which lines of manuscripts are known as well.
const WRITTEN: &[&str] =
    &[noise::WEB_ADDRESS, "figures", "page-numbers", "attached-file", thread::POST_HEAD, thread::POST_AUTHOR];

/// Fewest articles of a statute, messages of a chat, turns of a talk, lines of a poem.
const ARTICLES: usize = 3;
const MESSAGES: usize = 3;
const TURNS: usize = 4;
const VERSES: usize = 4;
/// Characters of the longest verse, and the share of longer lines, in percent, that a poem may have.
const VERSE: u32 = 34;
const LONGER: usize = 4;
/// Characters of the longest couplet on one line.
const COUPLET: u32 = 20;
/// Han characters of a text that is a book whatever its form.
const BOOK: u32 = 60_000;

/// Says what a document is. `noise` is what single lines are known by, `thread` the posts that were found in it.
pub fn tell(raw: &Raw, lines: &[Line], noise: &[Option<Noise>], thread: Option<&Thread>) -> Told {
    let told = |nature, because| Told { nature, because, proven: true, heads: Vec::new() };
    if raw.format == Format::Html {
        let nature = if thread.is_some() { Nature::Thread } else { Nature::Page };
        return told(nature, vec![witness("html", 0)]);
    }
    let record =
        raw.whole || raw.format == Format::Json && (raw.meta.title.is_some() || !raw.meta.authors.is_empty());
    let mut furniture = if record { Furniture::default() } else { Furniture::of(lines, noise) };
    // Who writes Markdown writes lists of links and a line about rights too.
    furniture.proves &= raw.format != Format::Markdown || furniture.witnesses.len() > KINDS;
    if thread.is_some() && !record && (furniture.proves || messages(lines).len() < MESSAGES) {
        let posts = [witness("posts", 0)];
        return told(Nature::Thread, furniture.witnesses.into_iter().chain(posts).collect());
    }
    if furniture.proves {
        return told(Nature::Page, furniture.witnesses);
    }
    let mut told = bare(lines);
    // Too little to call it a page, too much to be sure that it is none: the text is looked for, and what is
    // not in it stays in doubt.
    if told.nature == Nature::Article && !furniture.witnesses.is_empty() {
        return Told { nature: Nature::Page, because: furniture.witnesses, proven: false, heads: Vec::new() };
    }
    if record {
        told.because.insert(0, witness("record", 0));
    }
    told
}

fn witness(name: impl Into<Cow<'static, str>>, line: u32) -> Witness {
    Witness { name: name.into(), line }
}

/// The furniture of a document, by kind.
#[derive(Debug, Default)]
struct Furniture {
    witnesses: Vec<Witness>,
    /// There is enough of it to make the document a page.
    proves: bool,
}

impl Furniture {
    fn of(lines: &[Line], noise: &[Option<Noise>]) -> Furniture {
        let edge = |at: usize| at < TOP || at + BOTTOM >= lines.len();
        let known = |at: usize| {
            noise[at].filter(|noise| (noise.certain || noise.ends) && is_furniture(*noise, &lines[at]))
        };
        let beside =
            |at: usize| noise.get(at).copied().flatten().is_some_and(|noise| noise.reason != Reason::Markup);
        let company = |at: usize| at == 0 || at + 1 == lines.len() || beside(at - 1) || beside(at + 1);
        let mut kinds: Vec<(&'static str, u32, usize)> = Vec::new();
        let mut add = |name: &'static str, line: u32| match kinds.iter_mut().find(|kind| kind.0 == name) {
            Some((.., lines)) => *lines += 1,
            None => kinds.push((name, line, 1)),
        };
        let mut sure = 0;
        for at in (0..lines.len()).filter(|&at| edge(at)) {
            if let Some(noise) = known(at).filter(|noise| noise.reason != Reason::Repeated) {
                add(noise.reason.name(), lines[at].number);
                sure += usize::from(
                    ALONE.contains(&noise.rule)
                        || noise.ends
                        || noise.reason == Reason::Breadcrumb
                        || company(at),
                );
            }
        }
        if let Some(line) = windowed(lines) {
            add("window", line);
            sure += 1;
        }
        let imprint = |line: &&Line| line.text.starts_with('※') && thread::is_foot(line);
        if let Some(line) = lines.iter().rev().take(APPEALS).find(imprint) {
            add("imprint", line.number);
        }
        if let Some(line) = masthead(lines) {
            add("masthead", line);
        }
        let template = template(lines, noise);
        if let Some(line) = template {
            add("template", line);
        }
        for line in lines.iter().skip(lines.len().saturating_sub(APPEALS)) {
            if appeal::reason(line).is_some() {
                add("appeal", line.number);
            }
        }
        let proves = template.is_some() || kinds.len() >= KINDS && sure >= KINDS || sure >= LINES;
        let name = |(name, line, lines): (&'static str, u32, usize)| match lines {
            1 => witness(name, line),
            _ => witness(format!("{name} ×{lines}"), line),
        };
        Furniture { witnesses: kinds.into_iter().map(name).collect(), proves }
    }
}

/// Lines between two rulers at the top or the bottom: the head of a journal, the imprint of a list.
fn masthead(lines: &[Line]) -> Option<u32> {
    let ruler = |line: &Line| line.chars >= RULER && !line.text.chars().any(char::is_alphanumeric);
    let framed = |at: &[Line]| at.len() > 2 && ruler(&at[0]) && at[2..].iter().take(3).any(ruler);
    let bottom: Vec<Line> = lines.iter().rev().take(5).copied().collect();
    let top = framed(&lines[..lines.len().min(5)]).then(|| lines[0].number);
    top.or_else(|| framed(&bottom).then(|| bottom[0].number))
}

/// Where lines that the heap has in many documents frame this one: behind its last sentence of its own, or above a
/// title of its own. A title that comes again is a title all the same (政府工作报告).
fn template(lines: &[Line], noise: &[Option<Noise>]) -> Option<u32> {
    let again = |at: usize| noise[at].is_some_and(|noise| noise.reason == Reason::Repeated);
    let own = |at: &usize| !again(*at) && lines[*at].han > 0;
    let last = (0..lines.len()).rev().find(own)?;
    if last + 1 < lines.len() && again(last + 1) {
        return Some(lines[last + 1].number);
    }
    let top = (0..lines.len()).take_while(|&at| again(at)).count();
    let below = lines.get(top).filter(|_| top > 0)?;
    let titled = !below.is_prose() && below.digits < 4 && !below.text.starts_with(['—', '－', '-']);
    titled.then_some(lines[0].number)
}

/// The line in which a page's first line stands again without the name of the site behind it.
fn windowed(lines: &[Line]) -> Option<u32> {
    let window = Window::of(lines.first()?.text);
    let titled = |line: &&Line| {
        line.chars >= 4 && matches!(window.agreement(line.text), Some(Agreement::Opens | Agreement::Part))
    };
    lines[1..].iter().take(TOP).find(titled).map(|line| line.number)
}

/// Whether such a line stands on pages alone: no marks, numbers, or what writers of manuscripts write too. A sentence
/// may be theirs, but for one about rights.
fn is_furniture(noise: Noise, line: &Line) -> bool {
    let sentence = line.ends_sentence() && line.stops > 0 && !line.text.contains(['|', '｜']);
    let written = [Reason::Markup, Reason::Continuation, Reason::Duplicate, Reason::Metadata];
    !written.contains(&noise.reason)
        && !WRITTEN.contains(&noise.rule)
        && (!sentence || noise.reason == Reason::Copyright)
}

/// What a text without furniture is.
fn bare(lines: &[Line]) -> Told {
    let told = |nature, name: &'static str, at: usize| Told {
        nature,
        because: vec![witness(name, lines.get(at).map_or(0, |line| line.number))],
        proven: true,
        heads: Vec::new(),
    };
    if let Some(at) = frame(lines) {
        return told(Nature::Table, "framed-table", at);
    }
    if let Some(at) = spaced_out(lines) {
        return told(Nature::Scanned, "blanks-between-characters", at);
    }
    if let Some(at) = set_apart(lines) {
        return told(Nature::Table, "words-set-apart", at);
    }
    let articles: Vec<usize> = (0..lines.len()).filter(|&at| is_article(&lines[at])).collect();
    if articles.len() >= ARTICLES {
        return told(Nature::Statute, "articles", articles[0]);
    }
    let heads = book::heads(lines);
    if !heads.is_empty() {
        let line = lines[heads[0].at].number;
        let because = vec![witness(format!("chapters ×{}", heads.len()), line)];
        return Told { nature: Nature::Book, because, proven: true, heads };
    }
    let messages = messages(lines);
    if messages.len() >= MESSAGES {
        return told(Nature::Chat, "messages", messages[0]);
    }
    if let Some(at) = talk(lines) {
        return told(Nature::Interview, "speakers", at);
    }
    if lines.iter().map(|line| line.han).sum::<u32>() >= BOOK {
        return told(Nature::Book, "length", 0);
    }
    if Wrap::of(lines, |_| true).width.is_none() && is_verse(lines) {
        return told(Nature::Verse, "short-lines", 0);
    }
    Told { nature: Nature::Article, because: Vec::new(), proven: true, heads: Vec::new() }
}

fn is_article(line: &Line) -> bool {
    line.numbered.is_some_and(|number| number.scheme == Scheme::Article)
}

/// Where a table begins that is drawn with marks: +---+, ┌─┬─┐.
fn frame(lines: &[Line]) -> Option<usize> {
    let drawn = |line: &Line| {
        let marks = line
            .text
            .chars()
            .filter(|c| matches!(c, '+' | '-' | '=' | '|' | '\u{2500}'..='\u{257f}'))
            .count();
        let corner = line
            .text
            .starts_with(['+', '┌', '├', '└', '╔', '╠', '╚', '┏', '┣', '┗', '┬', '┼', '─', '-', '=']);
        corner && line.han == 0 && marks >= 5 && marks as u32 * 10 >= line.chars * 9
    };
    let rulers: Vec<usize> = (0..lines.len()).filter(|&at| drawn(&lines[at])).collect();
    let barred = lines.iter().filter(|line| line.barred && line.text.contains(['|', '│', '║', '┃'])).count();
    (rulers.len() >= 2 && barred >= 2).then(|| rulers[0])
}

/// A blank stands behind nearly every character: a machine read it from a picture.
fn spaced_out(lines: &[Line]) -> Option<usize> {
    let long = || lines.iter().enumerate().filter(|(_, line)| line.han >= 8);
    let apart = |(_, line): &(usize, &Line)| u32::from(line.pieces) * 10 >= line.han * 7;
    let count = long().filter(apart).count();
    (count >= 2 && count * 2 > long().count()).then(|| long().find(apart).map_or(0, |(at, _)| at))
}

/// Blanks stand between words throughout: somebody set them apart.
fn set_apart(lines: &[Line]) -> Option<usize> {
    let long = || lines.iter().enumerate().filter(|(_, line)| line.han >= 16);
    let apart = |(_, line): &(usize, &Line)| {
        u32::from(line.pieces) * 4 >= line.han && !line.parted || u32::from(line.pieces) * 3 >= line.han
    };
    let count = long().filter(apart).count();
    (count >= 2 && count * 3 > long().count() * 2).then(|| long().find(apart).map_or(0, |(at, _)| at))
}

/// The lines that open a message: 2021-03-05 09:12:33 苏砚, 苏砚 09:12, [09:12] <苏砚> ….
pub fn messages(lines: &[Line]) -> Vec<usize> {
    let opens = |line: &Line| {
        let text = line.text;
        if let Some((time, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            return clock(time) && rest.trim_start().starts_with('<');
        }
        let words = text.split_whitespace();
        let times = words.clone().filter(|word| clock(word)).count();
        let names = words.filter(|word| !clock(word) && word.chars().any(char::is_alphabetic)).count();
        line.chars <= 40 && times == 1 && names == 1 && line.commas + line.stops == 0
    };
    (0..lines.len()).filter(|&at| opens(&lines[at])).collect()
}

/// 09:12, 9:12:33
fn clock(word: &str) -> bool {
    let mut parts = word.split(':');
    let figures = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&parts.clone().count()) && parts.all(figures)
}

/// Where people begin to talk, if most of the text is what they say: names before colons that come again.
fn talk(lines: &[Line]) -> Option<usize> {
    let open: Vec<usize> = (0..lines.len()).collect();
    let speakers = heading::speakers(lines, &open);
    let turn = |line: &Line| heading::speaker(line.text).is_some_and(|name| speakers.contains(&name));
    let turns: Vec<usize> = (0..lines.len()).filter(|&at| turn(&lines[at])).collect();
    let mut voices: Vec<&str> = turns.iter().filter_map(|&at| heading::speaker(lines[at].text)).collect();
    voices.sort_unstable();
    voices.dedup();
    let count = turns.len();
    (count >= TURNS && voices.len() >= 2 && count >= voices.len() * 2 && count * 4 >= lines.len())
        .then(|| turns[0])
}

/// Short lines, nearly all of them of words that somebody composed, and hardly a sentence of prose.
fn is_verse(lines: &[Line]) -> bool {
    let longer = lines.iter().filter(|line| line.chars > VERSE).count();
    let prose = lines.iter().filter(|line| line.chars > COUPLET && line.is_prose()).count();
    let composed = |line: &&Line| {
        let figures = line.numbered.is_some()
            || line.bullet
            || line.text.contains(['：', ':', '\t'])
            || line.digits > 2;
        line.han * 2 >= line.chars && !figures && line.text.chars().any(is_han)
    };
    let count = lines.iter().filter(composed).count();
    count >= VERSES
        && longer * 100 <= lines.len() * LONGER
        && prose * 10 <= lines.len()
        && count * 10 >= lines.len() * 8
}
