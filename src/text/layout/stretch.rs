//! Places in a long paragraph where a row starts at any measure, so that the rows around a position are
//! found without laying out what stands before.

use std::ops::Range;

use crate::text::class::is_ideograph;

/// Bytes from one stretch to the next, about; some 5,000 Chinese characters. A paragraph of up to twice
/// as many is one stretch: nobody writes longer ones, but some tables and dumps hold them.
const STRETCH: usize = 16 * 1024;

/// Bytes in which a good place is sought.
const REACH: usize = 4 * 1024;

/// The stretch of `text` that contains `byte` (the last one for the end of the text). Takes time for
/// some thousand bytes around it, whatever the length of the text.
pub fn stretch_at(text: &str, byte: usize) -> Range<usize> {
    let byte = byte.min(text.len().saturating_sub(1));
    let at = byte / STRETCH;
    let start = (1..=at).rev().find_map(|n| place(text, n).filter(|&place| place <= byte)).unwrap_or(0);
    let mut ends = at.max(1)..text.len().div_ceil(STRETCH);
    let end = ends.find_map(|n| place(text, n).filter(|&place| place > byte)).unwrap_or(text.len());
    start..end
}

/// All stretches of `text` in order; one for an empty text.
pub fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let stretch = stretch_at(text, next?);
        next = (stretch.end < text.len()).then_some(stretch.end);
        Some(stretch)
    })
}

/// The `n`-th place where a stretch may start: after the first sentence behind `n` × [`STRETCH`], else
/// between two Chinese characters or after a space there. `None` where there is none of these.
fn place(text: &str, n: usize) -> Option<usize> {
    if text.len() <= 2 * STRETCH {
        return None;
    }
    let from = (n * STRETCH..text.len()).find(|&at| text.is_char_boundary(at))?;
    let mut second_best = None;
    let mut before = ' ';
    for (at, c) in text[from..].char_indices().take_while(|&(at, _)| at < REACH) {
        let clean = is_ideograph(c) || c.is_ascii_alphanumeric();
        if clean && matches!(before, '。' | '！' | '？') {
            return Some(from + at);
        }
        let apart = is_ideograph(before) && is_ideograph(c) || before == ' ' && clean;
        if at > 0 && apart && second_best.is_none() {
            second_best = Some(from + at);
        }
        before = c;
    }
    second_best
}
