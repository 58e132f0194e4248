//! Where the names of authors stand: as far above the head of one post as above the next.

use std::ops::Range;

use super::{POST_AUTHOR, REACH, is_certain, is_named, is_profile};
use crate::clean::line::Line;
use crate::clean::noise::Noise;

/// Most lines between a name and the head of its post.
pub const FARTHEST: usize = 4 * REACH;

/// The line with the name of the first post's author: as far above a line about its author as the other names are
/// above that line about theirs (UID), or above the post's head.
pub fn alike(lines: &[Line], noise: &[Option<Noise>], seams: &[Range<usize>]) -> Option<usize> {
    let (first, rest) = seams.split_first()?;
    rest.iter().zip(seams).find_map(|(seam, before)| {
        let name = block(noise, before.end, seam.start).find(|&at| is_name(lines, noise, at))?;
        let label = (name + 1..seam.start).find(|&at| is_profile(&lines[at]));
        let place = match label {
            Some(label) => {
                let top = first.start.saturating_sub(FARTHEST);
                (top..first.start).find(|&at| lines[at].text == lines[label].text)?.checked_sub(label - name)
            }
            None => first.start.checked_sub(seam.start - name),
        };
        place.filter(|&at| is_name(lines, noise, at))
    })
}

/// A post has something to say: where all of it was taken for names, as in short posts, those lines are its own that
/// stand farther above the next head than names do.
pub fn spare(lines: &[Line], noise: &mut [Option<Noise>], seams: &[Range<usize>]) {
    let spans: Vec<Range<usize>> = seams.windows(2).map(|pair| pair[0].end..pair[1].start).collect();
    let says = |span: &Range<usize>, noise: &[Option<Noise>]| noise[span.clone()].iter().any(Option::is_none);
    let mut depths: Vec<usize> = spans
        .iter()
        .filter(|span| says(span, noise))
        .map(|span| block(noise, span.start, span.end).count())
        .collect();
    depths.sort_unstable();
    let Some(&depth) = depths.get(depths.len() / 2) else { return };
    for span in spans {
        if says(&span, noise) {
            continue;
        }
        for at in span.start..span.end.saturating_sub(depth).max(span.start) {
            if is_name(lines, noise, at) {
                noise[at] = None;
            }
        }
    }
}

/// The lines about an author, up to the head at `end`.
fn block(noise: &[Option<Noise>], start: usize, end: usize) -> Range<usize> {
    let above = (start..end).rev().take_while(|&at| is_certain(noise[at])).count();
    end - above..end
}

fn is_name(lines: &[Line], noise: &[Option<Noise>], at: usize) -> bool {
    let known = noise[at].is_some_and(|noise| noise.certain && noise.rule != POST_AUTHOR);
    !known && is_named(&lines[at]) && !is_profile(&lines[at]) && !lines[at].is_code() && lines[at].chars >= 2
}
