//! Laying blocks out in as many columns as the width allows, and drawing their rows.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::blocks::{Block, Body, Row};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Theme;

/// Columns that a block needs to be read.
const COLUMN: u16 = 38;

/// Where a block stands: its column, and its first row from the top of the page.
struct Place {
    x: u16,
    width: u16,
    top: usize,
}

/// Draws the blocks, scrolled so that the `selected` one of the rows that lead somewhere is seen.
pub fn draw(blocks: &[Block], selected: usize, theme: &Theme, canvas: &mut Canvas, area: Rect) {
    let places = places(blocks, area);
    let height = usize::from(area.height);
    let row_of = |wanted: usize| {
        let mut number = 0;
        for (block, place) in blocks.iter().zip(&places) {
            for (at, row) in block.rows.iter().enumerate() {
                if row.target.is_some() {
                    if number == wanted {
                        return place.top + 2 + at;
                    }
                    number += 1;
                }
            }
        }
        0
    };
    let targets = blocks.iter().flat_map(|block| &block.rows).filter(|row| row.target.is_some()).count();
    let selected = selected.min(targets.saturating_sub(1));
    // The selected row stays a third of the way down until the page's end.
    let scroll = (row_of(selected) + 1).saturating_sub(height * 2 / 3);
    let bottom = blocks.iter().zip(&places).map(|(block, place)| place.top + lines(block)).max().unwrap_or(0);
    let scroll = scroll.min(bottom.saturating_sub(height));
    let mut number = 0;
    for (block, place) in blocks.iter().zip(&places) {
        let end = place.x + place.width - 1;
        let y_of = |line: usize| {
            let y = line.checked_sub(scroll).filter(|y| *y < height)?;
            Some(area.y + y as u16)
        };
        if let Some(y) = y_of(place.top) {
            let x = canvas.put_cut(place.x + 1, y, end, &block.title, theme.heading);
            if block.wide {
                canvas.put_cut(x + 2, y, end, &block.how, theme.dim);
            }
        }
        if !block.wide
            && let Some(y) = y_of(place.top + 1)
        {
            canvas.put_cut(place.x + 1, y, end, &block.how, theme.dim);
        }
        for (at, row) in block.rows.iter().enumerate() {
            let current = row.target.is_some() && number == selected;
            number += usize::from(row.target.is_some());
            if let Some(y) = y_of(place.top + 2 + at) {
                if current {
                    canvas.put(place.x, y, end, canvas.glyphs.bar, theme.current);
                }
                draw_row(row, if current { theme.current } else { theme.text }, theme, canvas, place, y);
            }
        }
    }
}

/// Title, explanation, rows, and a blank row.
fn lines(block: &Block) -> usize {
    block.rows.len() + 3
}

/// Each block to the column that ends highest; a wide one below all that stands.
fn places(blocks: &[Block], area: Rect) -> Vec<Place> {
    let count = (area.width / COLUMN).clamp(1, 3);
    let width = area.width / count;
    let mut ends = vec![0; usize::from(count)];
    let place = |block: &Block| {
        if block.wide {
            let top = ends.iter().copied().max().unwrap_or(0);
            ends.fill(top + lines(block));
            return Place { x: area.x, width: area.width, top };
        }
        let column = (0..ends.len()).min_by_key(|&column| ends[column]).unwrap_or(0);
        let top = ends[column];
        ends[column] += lines(block);
        Place { x: area.x + column as u16 * width, width, top }
    };
    blocks.iter().map(place).collect()
}

fn draw_row(row: &Row, style: Style, theme: &Theme, canvas: &mut Canvas, place: &Place, y: u16) {
    let (start, end) = (place.x + 2, place.x + place.width - 1);
    match &row.body {
        Body::Text(text) => _ = canvas.put_cut(start, y, end, text, style),
        Body::Bar(name, share, figure) => {
            let x = (place.x + 2 + place.width * 2 / 5).min(end);
            canvas.put_cut(start, y, x - 1, name, style);
            let figure_x = canvas.put_right(x, y, end, figure, theme.dim);
            // A full block is ambiguous; where it is wide, a narrow mark stands in.
            let cell = if canvas.width("█") == 1 { "█" } else { "=" };
            let room = figure_x.saturating_sub(x + 1);
            canvas.put(x, y, figure_x, &cell.repeat((share * f64::from(room)).round() as usize), theme.bar);
        }
        Body::Plot(name, cells, figure) => {
            let x = (place.x + 2 + place.width / 4).min(end);
            canvas.put_cut(start, y, x - 1, name, style);
            let figure_x = canvas.put_right(x, y, end, figure, theme.dim);
            canvas.put(x, y, figure_x, &braille(cells, figure_x.saturating_sub(x + 1).into()), theme.bar);
        }
        Body::Line(left, node, right) => {
            // The nodes stand under each other in the middle.
            let middle = place.x + place.width * 2 / 5;
            let mut kept = left.as_str();
            while canvas.width(kept) > middle.saturating_sub(start) {
                kept = kept.char_indices().nth(1).map_or("", |(at, _)| &kept[at..]);
            }
            canvas.put_right(start, y, middle, kept, style);
            let x = canvas.put(middle, y, end, node, theme.hit);
            canvas.put_cut(x, y, end, right, style);
        }
    }
}

/// Columns of dots, two to a character, as high as the counts are to the largest; every count that is not
/// zero has one at least.
fn braille(counts: &[usize], width: usize) -> String {
    if counts.is_empty() || width == 0 {
        return String::new();
    }
    // Fewer counts than columns are drawn as they are, each as wide as the others.
    let columns = 2 * width;
    let count = |column: usize| {
        let (from, to) = (column * counts.len() / columns, (column + 1) * counts.len() / columns);
        if to > from { counts[from..to].iter().sum() } else { counts[from.min(counts.len() - 1)] }
    };
    let heights: Vec<usize> = (0..columns).map(count).collect();
    let most = heights.iter().copied().max().unwrap_or(0).max(1);
    const LEFT: [u32; 4] = [0x40, 0x04, 0x02, 0x01];
    const RIGHT: [u32; 4] = [0x80, 0x20, 0x10, 0x08];
    let dots = |value: usize, bits: [u32; 4]| -> u32 { bits.iter().take((value * 4).div_ceil(most)).sum() };
    let cell = |pair: &[usize]| {
        let bits = dots(pair[0], LEFT) + dots(pair[1], RIGHT);
        char::from_u32(0x2800 + bits).unwrap_or(' ')
    };
    heights.chunks_exact(2).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braille_columns_rise_with_their_counts() {
        assert_eq!(braille(&[0, 1, 2, 4], 2), "⢀⣼");
        assert_eq!(braille(&[0, 0], 1), "\u{2800}");
        assert_eq!(braille(&[], 3), "");
        assert_eq!(braille(&[3], 2), "⣿⣿");
        assert_eq!(braille(&[1; 80], 4).chars().count(), 4);
    }
}
