//! Forum threads: a page of posts, each beside lines that say who wrote it when.
//!
//! Replies are text there, so the page is not searched for one run of prose; what stands between the posts
//! (names, ranks, counters, buttons, signatures, what they quote) is taken out instead.

mod words;

use std::collections::HashMap;
use std::ops::Range;

use super::line::Line;
use super::noise::Noise;
use crate::document::Reason;
use words::{LONGEST_NAME, is_answer, is_day, is_foot, is_profile, is_time};
pub use words::{author, opens_post};

/// The rule by which the lines about a post's author are known.
pub const POST_AUTHOR: &str = "post-author";

/// The rule by which the lines that say when a post was written are known.
pub const POST_HEAD: &str = "post-head";

/// So many lines around a post are looked at for its author.
const REACH: usize = 12;

/// Most lines of a signature.
const LONGEST_SIGNATURE: usize = 4;

/// Longest line of a signature, in characters.
const LONGEST_SIGNED: u32 = 60;

/// The shortest line, in characters, that repeats another on purpose.
const REPEATED: u32 = 6;

/// A page of posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The lines from the first post to behind the last.
    pub posts: Range<usize>,
    /// The line with the name of the first post's author, where it has one of its own.
    pub poster: Option<usize>,
}

/// Where the page is a thread, its posts; the lines between them are marked as furniture.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) -> Option<Thread> {
    let opens: Vec<bool> = lines.iter().map(opens_post).collect();
    let heads: Vec<usize> = (0..lines.len()).filter(|&at| opens[at] || is_time(&lines[at])).collect();
    let seams = seams(lines, noise, &heads);
    let (first, last) = (seams.first()?.start, seams.last()?.end - 1);
    let worded = heads.iter().filter(|&&at| opens[at]).count();
    // Lists of news have times too, but nobody's name beside them.
    let signed = seams.iter().filter(|seam| is_signed(lines, seam)).count();
    if worded < 3 && (seams.len() < 3 || signed * 3 < seams.len() * 2) {
        return None;
    }
    let prose = |range: Range<usize>| -> u32 {
        lines[range].iter().filter(|line| line.is_prose()).map(|line| line.chars).sum()
    };
    // Comments under an article come after it and behind a heading of their own.
    let commented =
        noise[..first].iter().flatten().any(|noise| noise.reason == Reason::Comment && noise.ends);
    let before = prose(0..first);
    let below = signs_below(&seams, before, prose(last + 1..lines.len()), &prose);
    if commented && before > 0 || !below && before * 10 > prose(0..lines.len()) * 4 {
        return None;
    }
    for &head in &heads {
        noise[head] = between(POST_HEAD);
    }
    let posts = if below { mark_below(lines, noise, &seams) } else { mark_above(lines, noise, &seams) };
    mark_repeats(lines, noise, &posts, &seams);
    let poster = poster(lines, noise, posts.start);
    if let Some(at) = poster {
        noise[at] = between(POST_AUTHOR);
    }
    Some(Thread { posts, poster })
}

/// The heads between which nothing is said, together: each is the seam of two posts.
fn seams(lines: &[Line], noise: &[Option<Noise>], heads: &[usize]) -> Vec<Range<usize>> {
    let silent = |at: usize| !is_said(&lines[at]) || noise[at].is_some_and(|noise| noise.certain);
    let mut seams: Vec<Range<usize>> = Vec::new();
    for &head in heads {
        match seams.last_mut().filter(|seam| head - seam.end <= REACH && (seam.end..head).all(silent)) {
            Some(seam) => seam.end = head + 1,
            None => seams.push(head..head + 1),
        }
    }
    seams
}

/// Whether somebody's name stands beside the times of a seam, or opens what is said there: [主持人]各位好！
fn is_signed(lines: &[Line], seam: &Range<usize>) -> bool {
    let near = &lines[seam.start.saturating_sub(1)..lines.len().min(seam.end + 1)];
    near.iter().any(|line| {
        let name = is_named(line) && line.commas == 0 && line.digits * 2 < line.chars as u16;
        name || line.text.starts_with(['[', '【'])
    })
}

/// The name above what is said of the first author: engines say it more than once.
fn poster(lines: &[Line], noise: &[Option<Noise>], start: usize) -> Option<usize> {
    let free = |at: usize| is_named(&lines[at]) && !lines[0].text.contains(lines[at].text);
    let again = |at: usize| {
        let name = lines[at].text;
        let names = |line: &Line| line.text != name && line.text.contains(name);
        name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && lines[at + 1..].iter().any(names)
    };
    let near = start.saturating_sub(2 * REACH)..start;
    let named = near
        .into_iter()
        .find(|&at| free(at) && !is_profile(&lines[at]) && !is_certain(noise[at]) && again(at));
    named.or_else(|| {
        let about = |at: &usize| is_profile(&lines[*at]) || noise[*at].is_some() && lines[*at].chars <= 24;
        let above = (start.saturating_sub(REACH)..start).rev().find(|at| !about(at))?;
        (above + 1 < start && free(above)).then_some(above)
    })
}

/// Marks what stands around the posts of a thread whose lines with author and time stand above them, and
/// answers where its posts stand.
fn mark_above(lines: &[Line], noise: &mut [Option<Noise>], seams: &[Range<usize>]) -> Range<usize> {
    let (first, last) = (seams[0].start, seams[seams.len() - 1].end - 1);
    for seam in seams {
        // Who wrote the post stands in the lines with its time, before them, or behind them.
        for at in seam.clone() {
            silence(&mut noise[at]);
        }
        for at in (seam.start.saturating_sub(REACH)..seam.start).rev() {
            let said = is_said(&lines[at]) && !is_certain(noise[at]);
            // A name may read like a sentence; above it stand the buttons of the post before.
            let name =
                || is_named(&lines[at]) && at > first && (is_certain(noise[at - 1]) || at + 1 == seam.start);
            if said && !(name() && lines[at].commas == 0) {
                break;
            }
            if at > first || is_profile(&lines[at]) {
                silence(&mut noise[at]);
            }
            if said {
                break;
            }
        }
        let about = |at: &usize| {
            let dated = lines.get(at + 1).is_some_and(is_day);
            let quiet = is_certain(noise[*at]) && !is_said(&lines[*at]);
            is_profile(&lines[*at]) || is_day(&lines[*at]) || dated && is_named(&lines[*at]) || quiet
        };
        let behind: Vec<usize> = (seam.end..lines.len()).take(REACH).take_while(about).collect();
        for at in behind {
            silence(&mut noise[at]);
        }
    }
    let mut end = last + 1;
    while end < lines.len()
        && end < last + 40
        && (is_time(&lines[end])
            || (is_said(&lines[end]) || end < last + 3) && !noise[end].is_some_and(|noise| noise.ends))
    {
        end += 1;
    }
    let question = || {
        let mut above = first.saturating_sub(2 * REACH)..first;
        above.find(|&at| lines[at].is_prose() && noise[at].is_none())
    };
    let Some(asked) = is_answer(&lines[first]).then(question).flatten() else { return first..end };
    // Who answers stands between question and answer.
    noise[asked + 1..first].iter_mut().for_each(silence);
    asked..end
}

/// Marks what posts say again: signatures, and what they quote from the posts above.
fn mark_repeats(lines: &[Line], noise: &mut [Option<Noise>], posts: &Range<usize>, seams: &[Range<usize>]) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in posts.clone().filter(|&at| !is_certain(noise[at]) && lines[at].chars >= REPEATED) {
        places.entry(lines[at].text).or_default().push(at);
    }
    let ends_post = |at: usize, noise: &[Option<Noise>]| {
        let next = (at + 1..posts.end).find(|&next| !is_certain(noise[next]));
        next.is_none_or(|next| seams.iter().any(|seam| at < seam.start && seam.start <= next))
    };
    for places in places.values().filter(|places| places.len() > 1) {
        let signature = places.iter().all(|&at| ends_post(at, noise));
        let again = if signature { &places[..] } else { &places[1..] };
        for &at in again {
            noise[at] = if signature { between("signature") } else { Some(QUOTED) };
        }
    }
    for at in posts.clone().filter(|&at| is_foot(&lines[at])) {
        noise[at] = between("post-foot");
    }
    for seam in seams {
        // What a post quotes stands right behind its head; a mail's lines have a colon before them.
        for at in seam.end..posts.end {
            let mail = lines[at].text.starts_with([':', '>', '：']) || lines[at].text.contains("大作中提到");
            if !(mail || lines[at].chars >= REPEATED && stands_before(lines, at)) {
                break;
            }
            noise[at] = Some(QUOTED);
        }
    }
    let starts = std::iter::once(posts.start).chain(seams.iter().map(|seam| seam.end));
    let ends = seams.iter().map(|seam| seam.start).chain([posts.end]);
    for (start, end) in starts.zip(ends).filter(|(start, end)| start < end) {
        mark_signature(lines, noise, start..end);
    }
}

/// Marks the signature that ends a post: a few lines under a rule.
fn mark_signature(lines: &[Line], noise: &mut [Option<Noise>], post: Range<usize>) {
    let mut signed = Vec::new();
    for at in post.clone().rev() {
        if is_rule(lines[at].text) && !signed.is_empty() {
            // Under what a post quotes, a rule stands above what it says.
            if (post.start..at).any(|above| !is_certain(noise[above])) {
                signed.into_iter().for_each(|at| noise[at] = between("signature"));
            }
            return;
        }
        if is_certain(noise[at]) {
            continue;
        }
        signed.push(at);
        if signed.len() > LONGEST_SIGNATURE || lines[at].chars > LONGEST_SIGNED {
            return;
        }
    }
}

/// --, ______
fn is_rule(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|c| matches!(c, '-' | '_' | '—' | '=' | '─'))
}

const QUOTED: Noise = Noise { reason: Reason::Duplicate, certain: true, ends: false, rule: "quoted-post" };

/// Whether a line is the beginning of one above it.
fn stands_before(lines: &[Line], at: usize) -> bool {
    let quoted = lines[at].text.trim_end_matches(['.', '…', ' ']);
    lines[..at].iter().rev().take(200).any(|line| line.text.starts_with(quoted))
}

fn between(rule: &'static str) -> Option<Noise> {
    Some(Noise { reason: Reason::Counter, certain: true, ends: false, rule })
}

fn is_certain(noise: Option<Noise>) -> bool {
    noise.is_some_and(|noise| noise.certain)
}

/// Makes a line one about a post's author, unless more is known of it.
fn silence(noise: &mut Option<Noise>) {
    if !is_certain(*noise) {
        *noise = between(POST_AUTHOR);
    }
}

/// Whether the lines with author and time stand below their posts: the first has a post above it, most have
/// one between them, and nothing is said behind the last. (Comments under an article have a heading, and
/// what is said before them is longer than all of them.)
fn signs_below(
    seams: &[Range<usize>],
    before: u32,
    behind: u32,
    prose: &dyn Fn(Range<usize>) -> u32,
) -> bool {
    let said = seams.windows(2).filter(|pair| prose(pair[0].end..pair[1].start) > 0).count();
    before > 0 && behind * 4 < before && said * 2 >= seams.len()
}

/// Marks what stands around the posts of a thread that signs below them, and answers where its posts stand.
fn mark_below(lines: &[Line], noise: &mut [Option<Noise>], seams: &[Range<usize>]) -> Range<usize> {
    let (first, last) = (seams[0].start, seams[seams.len() - 1].end - 1);
    let start = (0..first).find(|&at| lines[at].is_prose() && noise[at].is_none()).unwrap_or(first);
    for at in (start.saturating_sub(REACH)..start).filter(|&at| is_profile(&lines[at])) {
        silence(&mut noise[at]);
    }
    // Behind the last of them the page goes on, not the thread.
    for noise in noise[last + 1..].iter_mut().take(REACH).take_while(|noise| noise.is_none()) {
        *noise = between("post-foot");
    }
    for seam in seams {
        for at in seam.clone() {
            silence(&mut noise[at]);
        }
        // The next post's author comes first, whatever the name.
        let named = |at: usize| at == seam.end && is_named(&lines[at]);
        for at in (seam.end..last).take(REACH).take_while(|&at| named(at) || !is_said(&lines[at])) {
            silence(&mut noise[at]);
        }
    }
    start..last + 1
}

fn is_named(line: &Line) -> bool {
    line.chars <= LONGEST_NAME && line.stops == 0
}

/// A line that somebody wrote, not the engine.
fn is_said(line: &Line) -> bool {
    !is_profile(line) && (line.stops + line.commas > 0 || line.chars > 14 || line.grammar > 0)
}
