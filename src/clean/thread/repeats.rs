//! What the posts of a thread say again: the labels of their authors' profiles, signatures, what they quote.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{heads_ratings, is_foot, is_quote_head};
use super::{POST_AUTHOR, REACH, between, is_certain, is_named};
use crate::clean::class::is_word;
use crate::clean::line::Line;
use crate::clean::noise::Noise;
use crate::document::Reason;

/// Most lines of a signature.
const LONGEST_SIGNATURE: usize = 4;

/// Longest line of a signature, in characters.
const LONGEST_SIGNED: u32 = 60;

/// The shortest line, in characters, that repeats another on purpose.
const REPEATED: u32 = 6;

/// Most lines of the table of who rated a post, and of what stands under it.
const LONGEST_RATINGS: usize = 40;

/// Longest line with a label of a profile, in characters, and longest label.
const LONGEST_LABELLED: u32 = 30;
const LONGEST_LABEL: usize = 6;

/// So many lines at least lie between the same label of two profiles.
const APART: usize = 5;

/// Marks what stands beside one post after the other with other values (金币: 812, 金币: 5120), and the name above it.
pub fn mark_labels(lines: &[Line], noise: &mut [Option<Noise>], seams: &[Range<usize>]) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut from = seams[0].start.saturating_sub(2 * REACH);
    for seam in seams {
        let start = seam.start.saturating_sub(REACH).max(from);
        let near = if from < seams[0].start { from } else { start }..lines.len().min(seam.end + REACH);
        from = near.end.max(from);
        for at in near.filter(|&at| noise[at].is_none()) {
            if let Some(label) = label(&lines[at]) {
                places.entry(label).or_default().push(at);
            }
        }
    }
    let mut marked: Vec<usize> = places
        .into_values()
        .filter(|places| places[places.len() - 1] - places[0] >= APART)
        .flatten()
        .collect();
    marked.sort_unstable();
    for &at in &marked {
        let alone = lines[at].digits == 0 && !lines[at].text.contains([':', '：']);
        noise[at] = between(if alone { POST_AUTHOR } else { "post-label" });
    }
    for at in marked {
        let behind = (at + 1..lines.len()).take(2).take_while(|&at| noise[at].is_none());
        let rest: Vec<usize> = behind.collect();
        let ends =
            rest.last().is_some_and(|&last| noise.get(last + 1).is_some_and(|&noise| is_certain(noise)));
        if ends && rest.iter().all(|&at| label(&lines[at]).is_some()) {
            rest.into_iter().for_each(|at| noise[at] = between("post-label"));
        }
        // Behind the buttons of the post before: 电镜老刘, 木虫 (著名写手).
        let above: Vec<usize> = (0..at).rev().take(2).take_while(|&at| noise[at].is_none()).collect();
        let top = above.last().and_then(|top| top.checked_sub(1));
        if top.is_some_and(|top| is_certain(noise[top])) && above.iter().all(|&at| is_named(&lines[at])) {
            above.into_iter().for_each(|at| noise[at] = between(POST_AUTHOR));
        }
    }
}

/// What a line of a profile is about (金币: 812, 個人積分：45分, 海币7 HB), or the button that it is (回顶端).
fn label<'a>(line: &Line<'a>) -> Option<&'a str> {
    let end = line.text.find(|c: char| !is_word(c) || c.is_ascii_digit());
    let Some(end) = end else { return (3..=LONGEST_LABEL as u32).contains(&line.chars).then_some(line.text) };
    let (label, value) = line.text.split_at(end);
    let valued = value.trim_start().starts_with([':', '：']) && value.chars().count() > 1
        || value.trim_start_matches(['(', '（']).starts_with(|c: char| c.is_ascii_digit());
    ((2..=LONGEST_LABEL).contains(&label.chars().count())
        && valued
        && line.chars <= LONGEST_LABELLED
        && line.stops + line.commas == 0)
        .then_some(label)
}

/// Marks what posts say again: signatures, and what they quote from the posts above.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>], posts: &Range<usize>, seams: &[Range<usize>]) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in posts.clone().filter(|&at| !is_certain(noise[at]) && lines[at].chars >= REPEATED) {
        places.entry(lines[at].text).or_default().push(at);
    }
    let ends_post = |at: usize, noise: &[Option<Noise>]| {
        let next = (at + 1..posts.end).find(|&next| !is_certain(noise[next]));
        next.is_none_or(|next| seams.iter().any(|seam| at < seam.start && seam.start <= next))
    };
    // A post that is nothing else stands twice, best replies first.
    let follows = |at: usize, noise: &[Option<Noise>]| {
        let above = (posts.start..at).rev().find(|&above| !is_certain(noise[above]));
        above.is_some_and(|above| !seams.iter().any(|seam| above < seam.start && seam.start <= at))
    };
    // A speaker's name before what is said (主持人：) is no signature.
    for places in places.values().filter(|places| places.len() > 1 && !lines[places[0]].ends_colon()) {
        let signature =
            places.iter().all(|&at| ends_post(at, noise)) && places.iter().any(|&at| follows(at, noise));
        let again = if signature { &places[..] } else { &places[1..] };
        for &at in again {
            noise[at] = if signature { between("signature") } else { Some(QUOTED) };
        }
    }
    for at in posts.clone().filter(|&at| is_foot(&lines[at])) {
        noise[at] = between("post-foot");
    }
    mark_ratings(lines, noise, posts, seams);
    for seam in seams {
        // What a post quotes stands right behind its head; a mail's lines have a colon before them.
        for at in seam.end..posts.end {
            if is_certain(noise[at]) {
                continue;
            }
            if lines[at].ends_colon() {
                break;
            }
            let mail = lines[at].text.starts_with([':', '>', '：']) || lines[at].text.contains("大作中提到");
            if !(mail || lines[at].chars >= REPEATED && stands_before(&lines[posts.start..=at])) {
                break;
            }
            noise[at] = Some(QUOTED);
        }
    }
    for at in posts.clone().filter(|&at| is_quote_head(lines[at].text)) {
        noise[at] = Some(QUOTED);
        if at + 1 < posts.end
            && lines[at + 1].chars >= REPEATED
            && stands_before(&lines[posts.start..=at + 1])
        {
            noise[at + 1] = Some(QUOTED);
        }
    }
    let starts = std::iter::once(posts.start).chain(seams.iter().map(|seam| seam.end));
    let ends = seams.iter().map(|seam| seam.start).chain([posts.end]);
    for (start, end) in starts.zip(ends).filter(|(start, end)| start < end) {
        mark_signature(lines, noise, start..end);
    }
}

/// Marks how others rated a post, from the head of that table to the next post.
fn mark_ratings(lines: &[Line], noise: &mut [Option<Noise>], posts: &Range<usize>, seams: &[Range<usize>]) {
    for at in posts.clone().filter(|&at| heads_ratings(&lines[at])) {
        let next = seams.iter().map(|seam| seam.start).find(|&start| start > at);
        let end = next.unwrap_or(posts.end);
        if end - at > LONGEST_RATINGS {
            continue;
        }
        let start = at - usize::from(at > posts.start && lines[at - 1].text.ends_with("评分"));
        for noise in noise[start..end].iter_mut().filter(|noise| !is_certain(**noise)) {
            *noise = between("ratings");
        }
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

pub const QUOTED: Noise =
    Noise { reason: Reason::Duplicate, certain: true, ends: false, rule: "quoted-post" };

/// Whether the last of the lines, up to where it is cut off, is the beginning of one above it.
fn stands_before(lines: &[Line]) -> bool {
    let Some((line, above)) = lines.split_last() else { return false };
    let quoted = line.text.find(['…', '.']).map_or(line.text, |cut| line.text[..cut].trim_end());
    if (quoted.chars().count() as u32) < REPEATED {
        return false;
    }
    above.iter().rev().take(200).any(|line| line.text.starts_with(quoted))
}
