//! Forum threads: a page of posts, each beside lines that say who wrote it when.
//!
//! Replies are text there, so the page is not searched for one run of prose; what stands between the posts
//! (names, ranks, counters, buttons, signatures, what they quote) is taken out instead.

mod feet;
mod marked;
mod names;
mod repeats;
mod words;

use std::ops::Range;

use super::debris;
use super::line::Line;
use super::noise::Noise;
use crate::document::Reason;
use words::{LONGEST_NAME, first_floor, is_answer, is_board, is_day, is_profile, is_time, mail_head};
pub use words::{author, editor, is_card, is_foot, opens_post};

/// The rule by which the lines about a post's author are known.
pub const POST_AUTHOR: &str = "post-author";

/// The rule by which the lines that say when a post was written are known.
pub const POST_HEAD: &str = "post-head";

/// So many lines around a post are looked at for its author.
const REACH: usize = 12;

/// Lines of a last post that is known by its place alone.
const LAST_POST: usize = 2;

/// A page of posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The lines from the first post to behind the last.
    pub posts: Range<usize>,
    /// The line with the name of the first post's author, where it has one of its own.
    pub poster: Option<usize>,
    /// Where the last post ends at least, however short it is; 0 if nothing is known of it.
    pub end: usize,
    /// The first post says that it is the first: the text does not begin before it.
    pub opened: bool,
    /// The page's markup says where the posts stand: all of them are the text.
    pub marked: bool,
}

/// Where the page is a thread, its posts; the lines between them are marked as furniture.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) -> Option<Thread> {
    if let Some(thread) = marked::mark(lines, noise) {
        return Some(thread);
    }
    let mail = mail_head(lines);
    let opens: Vec<bool> = (0..lines.len()).map(|at| mail.contains(&at) || opens_post(&lines[at])).collect();
    let heads: Vec<usize> = (0..lines.len()).filter(|&at| opens[at] || is_time(&lines[at])).collect();
    let seams = seams(lines, noise, &heads);
    let (first, last) = (seams.first()?.start, seams.last()?.end - 1);
    let worded = heads.iter().filter(|&&at| opens[at]).count();
    // Lists of news have times too, but nobody's name beside them.
    let signed = seams.iter().filter(|seam| is_signed(lines, seam)).count();
    let board = lines.iter().any(is_board);
    if worded < if board { 1 } else { 3 } && (seams.len() < 3 || signed * 3 < seams.len() * 2) {
        return None;
    }
    // In a list of links nothing but titles stands between the times.
    let listed = |pair: &&[Range<usize>]| {
        let linked = |at: usize| lines[at].hint.link_share >= 80;
        let mut between = pair[0].end..pair[1].start;
        let mut said = between.clone().filter(|&at| is_said(&lines[at]) && !is_certain(noise[at]));
        between.any(linked) && said.all(linked)
    };
    if seams.windows(2).filter(listed).count() * 2 >= seams.len() {
        return None;
    }
    let prose = |range: Range<usize>| -> u32 {
        lines[range].iter().filter(|line| line.is_prose()).map(|line| line.chars).sum()
    };
    // Comments under an article come after it and behind a heading of their own.
    let commented =
        noise[..first].iter().flatten().any(|noise| noise.reason == Reason::Comment && noise.ends);
    let before = prose(0..first);
    let floor = lines[seams[0].clone()].iter().find_map(first_floor);
    let below = floor != Some(false) && signs_below(&seams, before, prose(last + 1..lines.len()), &prose);
    if !board && (commented && before > 0 || !below && before * 10 > prose(0..lines.len()) * 4) {
        return None;
    }
    repeats::mark_labels(lines, noise, &seams);
    for &head in &heads {
        noise[head] = between(POST_HEAD);
    }
    let footed = if below { Vec::new() } else { feet::posts(lines, noise, &seams) };
    mark_names(lines, noise, &seams);
    let mut posts = if below { mark_below(lines, noise, &seams) } else { mark_above(lines, noise, &seams) };
    let opened = floor == Some(true) && !below;
    if board && !below && !opened {
        // The first post has no head of its own.
        let near = first.saturating_sub(2 * REACH)..first;
        let said = |at: &usize| {
            lines[*at].is_prose() && noise[*at].is_none() && !lines[0].text.contains(lines[*at].text)
        };
        posts.start = near.into_iter().find(said).unwrap_or(first);
        let head = (posts.start..first).rev().take_while(|&at| !lines[at].is_prose());
        head.for_each(|at| silence(&mut noise[at]));
    }
    if !below {
        names::spare(lines, noise, &seams);
    }
    for post in &footed {
        // Whoever wrote nothing has no post: what reads like a name is all that is said.
        let said = &mut noise[post.said.clone()];
        if said.iter().all(Option::is_some) {
            for noise in said {
                *noise = noise.filter(|noise| noise.rule != POST_AUTHOR);
            }
        }
        noise[post.foot.clone()].iter_mut().for_each(silence);
    }
    if let Some(opening) = footed.first().filter(|post| post.said.start < first) {
        posts.start = posts.start.min(opening.said.start);
    }
    if let Some(closing) = footed.last().filter(|post| post.said.start > last) {
        posts.end = closing.foot.end;
        // Behind it the page goes on, not the thread.
        for noise in noise[posts.end..].iter_mut().take(REACH).take_while(|noise| noise.is_none()) {
            *noise = between("post-foot");
        }
    }
    let said_until = footed.last().map_or(posts.start, |post| post.said.end);
    repeats::mark(lines, noise, &posts, &seams);
    // 南山客 发表于 2012-05-16 needs no other line.
    let signs =
        posts.start == first && lines[seams[0].clone()].iter().any(|head| author(head.text).is_some());
    let poster = if signs { None } else { poster(lines, noise, posts.start, &seams) };
    if let Some(at) = poster {
        noise[at] = between(POST_AUTHOR);
    }
    let short = if below || !opens[last] { 0 } else { last_post(lines, noise, last + 1) };
    Some(Thread { posts, poster, end: said_until.max(short), opened, marked: false })
}

/// The end of the last post, whose lines may be too short to be known by anything but their place.
fn last_post(lines: &[Line], noise: &[Option<Noise>], start: usize) -> usize {
    let free =
        |&at: &usize| noise[at].is_none() && !is_profile(&lines[at]) && !lines[at].text.starts_with('[');
    (start..lines.len()).take(LAST_POST).take_while(free).last().map_or(0, |last| last + 1)
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

/// The name above what is said of the first author: engines say it more than once, and have it where they
/// have the names of the others.
fn poster(lines: &[Line], noise: &[Option<Noise>], start: usize, seams: &[Range<usize>]) -> Option<usize> {
    // The button that copies a page's address stands behind its title.
    let titled = |at: usize| lines.get(at + 1).is_some_and(|next| debris::copies_address(next.text));
    let free = |at: usize| is_named(&lines[at]) && !titled(at) && !lines[0].text.contains(lines[at].text);
    let again = |at: usize| {
        let name = lines[at].text;
        let names = |line: &Line| line.text != name && line.text.contains(name);
        name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && lines[at + 1..].iter().any(names)
    };
    let is_known =
        |noise: Option<Noise>| is_certain(noise) && noise.is_none_or(|noise| noise.rule != POST_AUTHOR);
    let near = start.saturating_sub(2 * REACH)..start;
    let named =
        near.into_iter().find(|&at| free(at) && !is_profile(&lines[at]) && !is_known(noise[at]) && again(at));
    named.or_else(|| names::alike(lines, noise, seams).filter(|&at| !titled(at))).or_else(|| {
        let other = |at: usize| noise[at].is_some_and(|noise| noise.rule != POST_AUTHOR);
        let about = |at: &usize| is_profile(&lines[*at]) || other(*at) && lines[*at].chars <= 24;
        let above = (start.saturating_sub(names::FARTHEST)..start).rev().find(|at| !about(at))?;
        (above + 1 < start && free(above)).then_some(above)
    })
}

/// Marks names alone on a line near the heads that have them too: 由 茶虫 » 2012-05-19, 21:33.
fn mark_names(lines: &[Line], noise: &mut [Option<Noise>], seams: &[Range<usize>]) {
    for seam in seams {
        let near = seam.start.saturating_sub(REACH)..lines.len().min(seam.end + REACH);
        for at in near.filter(|&at| is_named(&lines[at]) && lines[at].chars >= 2) {
            let named = |head: usize| {
                lines[head].chars > lines[at].chars && lines[head].text.contains(lines[at].text)
            };
            if !seam.contains(&at) && seam.clone().any(named) {
                silence(&mut noise[at]);
            }
        }
    }
}

/// Marks what stands around the posts of a thread whose lines with author and time stand above them, and
/// answers where its posts stand.
fn mark_above(lines: &[Line], noise: &mut [Option<Noise>], seams: &[Range<usize>]) -> Range<usize> {
    let (first, last) = (seams[0].start, seams[seams.len() - 1].end - 1);
    for (index, seam) in seams.iter().enumerate() {
        let above = index.checked_sub(1).map_or(0, |above| seams[above].end);
        // What stands right behind the head above is what was said there, however short.
        let short = (index > 0
            && !(above..seam.start).any(|at| is_said(&lines[at]) && !is_certain(noise[at])))
        .then_some(above);
        // Who wrote the post stands in the lines with its time, before them, or behind them.
        for at in seam.clone() {
            silence(&mut noise[at]);
        }
        for at in (seam.start.saturating_sub(REACH).max(above)..seam.start).rev() {
            if Some(at) == short && at + 1 < seam.start && !is_profile(&lines[at]) {
                break;
            }
            let said = is_said(&lines[at]) && !is_certain(noise[at]);
            // A name may read like a sentence; above it stand the buttons of the post before.
            // Under it, what its owner says of everything.
            let motto = said
                && at > first + 2
                && is_certain(noise[at + 1])
                && is_named(&lines[at])
                && noise[at - 1].is_none()
                && is_named(&lines[at - 1])
                && is_certain(noise[at - 2]);
            if motto {
                silence(&mut noise[at - 1]);
            }
            let name =
                || is_named(&lines[at]) && at > first && (is_certain(noise[at - 1]) || at + 1 == seam.start);
            if said && !(name() && lines[at].commas == 0) {
                break;
            }
            let registered = is_day(&lines[at]) && at > 0 && is_profile(&lines[at - 1]);
            if at > first || is_profile(&lines[at]) || registered {
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
        let named = |at: usize| at == seam.end && is_named(&lines[at]) && !lines[at].ends_colon();
        for at in (seam.end..last).take(REACH).take_while(|&at| named(at) || !is_said(&lines[at])) {
            // 主持人： opens what is said.
            if !lines[at].ends_colon() {
                silence(&mut noise[at]);
            }
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
