//! Finding out that part of the screen has moved up or down.

use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::buffer::Cell;

use super::grid::{Grid, is_blank};

/// Rows `top..=bottom` move up by `by`, or down where it is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scroll {
    pub top: usize,
    pub bottom: usize,
    pub by: isize,
}

/// The scrolling of whole rows that brings most of `next` to its place, if any does.
pub fn find(shown: &Grid, next: &Grid) -> Option<Scroll> {
    let height = next.height();
    let before: Vec<u64> = (0..height).map(|y| fingerprint(shown.row(y))).collect();
    let after: Vec<u64> = (0..height).map(|y| fingerprint(next.row(y))).collect();
    let weight: Vec<isize> = (0..height).map(|y| filled(next.row(y))).collect();

    let mut best = (0, None);
    let distance = height.saturating_sub(1) as isize;
    for by in (-distance..=distance).filter(|&by| by != 0) {
        // The run of rows that gains most (maximal sum of a subarray): rows that come to their place
        // count for it, rows that were in their place count against it.
        let (mut gain, mut start) = (0, 0);
        for y in 0..height {
            let comes = y.checked_add_signed(by).and_then(|from| before.get(from)) == Some(&after[y]);
            let stands = before[y] == after[y];
            if gain <= 0 {
                (gain, start) = (0, y);
            }
            gain += match (comes, stands) {
                (true, false) => weight[y],
                (false, true) => -weight[y],
                _ => 0,
            };
            if gain > best.0 {
                let (top, bottom) =
                    if by > 0 { (start, y + by as usize) } else { (start - (-by) as usize, y) };
                best = (gain, Some(Scroll { top, bottom, by }));
            }
        }
    }
    best.1
}

fn fingerprint(row: &[Cell]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in row {
        (cell.symbol(), cell.fg, cell.bg, cell.modifier).hash(&mut hasher);
    }
    hasher.finish()
}

fn filled(row: &[Cell]) -> isize {
    row.iter().filter(|cell| !is_blank(cell)).count() as isize
}
