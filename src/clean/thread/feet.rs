//! The line that the engine writes under every post (引用 回复 TOP), known by standing under most of them:
//! behind it begins what is said of the next post's author, before it all is post, however short.

use std::collections::HashMap;
use std::ops::Range;

use super::is_profile;
use crate::clean::line::Line;
use crate::clean::noise::Noise;

/// Longest line that is a foot, in characters.
const LONGEST: u32 = 48;

/// Most lines between the foot of a post and the head of the next.
const FARTHEST: usize = 48;

/// Characters that authors at most say of themselves beside their names.
const MOTTO: u32 = 48;

/// What a post says and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub said: Range<usize>,
    /// From its foot up to the next post's head; to the foot alone, behind the last post.
    pub foot: Range<usize>,
}

/// The posts of a thread that have a foot: those behind a seam, and one before the first seam.
pub fn posts(lines: &[Line], noise: &[Option<Noise>], seams: &[Range<usize>]) -> Vec<Post> {
    let ends = seams[1..].iter().map(|seam| seam.start).chain([lines.len()]);
    let mut spans: Vec<Range<usize>> = seams.iter().zip(ends).map(|(seam, end)| seam.end..end).collect();
    spans.insert(0, 0..seams[0].start);
    let mut counts: HashMap<String, u32> = HashMap::new();
    for span in &spans {
        let mut keys: Vec<String> = lines[span.clone()].iter().filter_map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let often = (seams.len() as u32 * 2).div_ceil(5).max(2);
    let recurs = |at: usize| key(&lines[at]).filter(|key| counts[key] >= often);
    let told = |range: Range<usize>| -> u32 {
        lines[range].iter().filter(|line| line.is_prose() && !line.is_code()).map(|line| line.chars).sum()
    };
    let furniture = |at: &usize| noise[*at].is_some_and(|noise| noise.certain) || recurs(*at).is_some();
    let mut feet: Vec<String> = Vec::new();
    let mut posts = Vec::new();
    let last = spans.len() - 1;
    for (index, span) in spans.into_iter().enumerate() {
        // Before the first seam stands the head of the page; behind the last post, the foot of the page.
        let start = match index {
            0 => span.clone().find(|&at| lines[at].is_prose()).unwrap_or(span.end),
            _ => span.start + span.clone().take_while(furniture).count(),
        };
        let foot = (start..span.end).find_map(|at| {
            let key = recurs(at)?;
            let found = if index == last { feet.contains(&key) } else { told(at..span.end) <= MOTTO };
            found.then_some((at, key))
        });
        let Some((foot, key)) = foot else { continue };
        let end = if index == last { foot + 1 } else { span.end };
        let start = match index {
            0 => (start..foot).rev().take_while(|at| !furniture(at)).last().unwrap_or(foot),
            _ => start,
        };
        if end - foot <= FARTHEST {
            feet.push(key);
            posts.push(Post { said: start..foot, foot: foot..end });
        }
    }
    posts
}

/// What makes a line the same under another post: all but its numbers. None where a post may say it.
fn key(line: &Line) -> Option<String> {
    let row = line.pieces >= 2 && line.stops + line.commas == 0;
    if line.chars > LONGEST || line.is_prose() || !(row || is_profile(line)) {
        return None;
    }
    let mut key = String::with_capacity(line.text.len());
    for c in line.text.chars() {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if !(c == '0' && key.ends_with('0')) {
            key.push(c);
        }
    }
    (key.chars().filter(|c| c.is_alphabetic()).count() >= 2).then_some(key)
}
