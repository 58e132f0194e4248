//! Threads on pages of HTML whose elements say where the posts stand: what is not in them is about them.

use std::ops::Range;

use super::repeats::{self, QUOTED};
use super::words::{is_day, is_profile, is_time, opens_post};
use super::{POST_AUTHOR, POST_HEAD, REACH, Thread, between, is_certain, poster, silence};
use crate::clean::line::Line;
use crate::clean::noise::Noise;
use crate::clean::{comments, date};
use crate::ingest::Tag;

/// Shortest link that is a title and no name, in characters.
const TITLE: u32 = 10;

/// So many lines above the first post hold who wrote it, or the question that it answers.
const ABOVE: usize = 3 * REACH;

/// So many lines above the first post announce comments.
const NEAR: usize = 6;

/// The thread, if what stands between the posts tells who wrote them when.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) -> Option<Thread> {
    let posts = posts(lines);
    let mut seams: Vec<Range<usize>> = posts.windows(2).map(|pair| pair[0].end..pair[1].start).collect();
    let count =
        |fits: fn(&Line) -> bool| seams.iter().filter(|seam| lines[(*seam).clone()].iter().any(fits)).count();
    if seams.is_empty() || count(tells_when) * 3 < seams.len() * 2 || count(is_title) * 2 > seams.len() {
        return None;
    }
    let (first, last) = (posts[0].start, posts[posts.len() - 1].end);
    let start = opening(lines, noise, first)?;
    for at in first.saturating_sub(ABOVE).max(1)..last {
        let line = &lines[at];
        let head = || opens_post(line) || is_time(line) || at > first && tells_when(line);
        match line.hint.post {
            0 if head() => noise[at] = between(POST_HEAD),
            0 if at > first || is_day(line) && is_profile(&lines[at - 1]) => silence(&mut noise[at]),
            post if line.hint.tag == Tag::Quote && is_quoted(lines, at, post) => noise[at] = Some(QUOTED),
            _ => {}
        }
    }
    // Whom a post quotes stands at its beginning.
    for seam in &mut seams {
        while seam.end < last && (is_certain(noise[seam.end]) || opens_post(&lines[seam.end])) {
            silence(&mut noise[seam.end]);
            seam.end += 1;
        }
    }
    repeats::mark(lines, noise, &(start..last), &seams);
    let poster = poster(lines, noise, first, &[]);
    if let Some(at) = poster {
        noise[at] = between(POST_AUTHOR);
    }
    Some(Thread { posts: start..last, poster, end: last, opened: true, marked: true })
}

/// The lines of each post.
fn posts(lines: &[Line]) -> Vec<Range<usize>> {
    let mut posts: Vec<Range<usize>> = Vec::new();
    let mut last = 0;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.hint.post > 0) {
        match posts.last_mut().filter(|_| line.hint.post == last) {
            Some(post) => post.end = at + 1,
            None => posts.push(at..at + 1),
        }
        last = line.hint.post;
    }
    posts
}

/// Where the thread begins: with its first post, or with the question above that all posts answer. Below an
/// article there is no thread, but comments.
fn opening(lines: &[Line], noise: &mut [Option<Noise>], first: usize) -> Option<usize> {
    let prose = |at: &usize| lines[*at].is_prose() && noise[*at].is_none();
    let chars = |range: Range<usize>| range.filter(prose).map(|at| lines[at].chars).sum::<u32>();
    let titled = (1..first).rev().find(|&at| lines[0].text.starts_with(lines[at].text)).unwrap_or(0);
    let mut above = first.saturating_sub(ABOVE).max(titled + 1)..first;
    let Some(asked) = above.find(prose) else { return Some(first) };
    let said: u32 = lines.iter().filter(|line| line.hint.post > 0).map(|line| line.chars).sum();
    let announced = (asked + 1).max(first.saturating_sub(NEAR))..first;
    let commented = lines[announced].iter().any(comments::is_heading);
    if commented || chars(titled..first) * 10 > said * 4 {
        return None;
    }
    let element = lines[asked].hint.element;
    for at in asked + 1..first {
        if !is_certain(noise[at]) && lines[at].hint.element != element {
            silence(&mut noise[at]);
        }
    }
    Some(asked)
}

/// Whether a quotation opens a post that has words of its own: it is another's.
fn is_quoted(lines: &[Line], at: usize, post: u32) -> bool {
    let own = |line: &Line| line.hint.tag != Tag::Quote;
    let within = |line: &&Line| line.hint.post == post;
    !lines[..at].iter().rev().take_while(within).any(own) && lines[at..].iter().take_while(within).any(own)
}

fn tells_when(line: &Line) -> bool {
    line.chars <= 60
        && (opens_post(line)
            || is_time(line)
            || is_day(line)
            || comments::is_ago(line.text)
            || line.digits >= 4 && !date::find(line.text).is_empty())
}

/// The title of another text: these are entries of a list, not posts.
fn is_title(line: &Line) -> bool {
    let titled =
        line.hint.link_share >= 80 && line.chars >= TITLE || matches!(line.hint.tag, Tag::Heading(1..=6));
    titled && !tells_when(line)
}
