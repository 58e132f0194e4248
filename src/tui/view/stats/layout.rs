//! Laying blocks out in as many columns as the width allows, and drawing their rows.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::block::{Block, Body, Row};
use super::chart;
use crate::text::layout::{Measure, rows};
use crate::text::width::Ambiguous;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::theme::Theme;

/// Columns that a block needs to be read.
const COLUMN: u16 = 38;

/// Lines that are kept in view below the selected one.
const MARGIN: usize = 3;

/// Where a block stands: its columns, and its lines from the top of the page.
struct Place<'a> {
    block: &'a Block,
    x: u16,
    width: u16,
    top: usize,
    how: Vec<&'a str>,
    /// Lines of each row.
    heights: Vec<usize>,
}

impl<'a> Place<'a> {
    fn new(block: &'a Block, x: u16, width: u16, ambiguous: Ambiguous) -> Place<'a> {
        let room = width.saturating_sub(2);
        let heights = block.rows.iter().map(|row| height(&row.body, room - 1, ambiguous)).collect();
        Place { block, x, width, top: 0, how: wrap(&block.how, room, ambiguous), heights }
    }

    /// Title, explanation, rows, and a blank line.
    fn lines(&self) -> usize {
        2 + self.how.len() + self.heights.iter().sum::<usize>()
    }

    /// The rows with the lines at which they begin.
    fn rows(&self) -> impl Iterator<Item = (&'a Row, usize, usize)> {
        let mut line = self.top + 1 + self.how.len();
        self.block.rows.iter().zip(&self.heights).map(move |(row, &height)| {
            let at = line;
            line += height;
            (row, at, height)
        })
    }
}

/// Draws the blocks, scrolled so that the `selected` one of the rows that lead somewhere is seen.
pub fn draw(blocks: &[Block], selected: usize, theme: &Theme, canvas: &mut Canvas, area: Rect) {
    let places = places(blocks, area, canvas.ambiguous);
    let height = usize::from(area.height);
    let targets: Vec<usize> = places
        .iter()
        .flat_map(|place| place.rows().filter(|(row, ..)| row.target.is_some()).map(|(_, line, _)| line))
        .collect();
    let selected = selected.min(targets.len().saturating_sub(1));
    // The page moves when the selected row comes near its lower edge.
    let wanted = targets.get(selected).map_or(0, |line| line + 1 + MARGIN);
    let bottom = places.iter().map(|place| place.top + place.lines()).max().unwrap_or(1);
    let scroll = wanted.saturating_sub(height).min((bottom - 1).saturating_sub(height));
    let mut number = 0;
    for place in &places {
        let end = place.x + place.width - 1;
        let y_of = |line: usize| {
            let y = line.checked_sub(scroll).filter(|y| *y < height)?;
            Some(area.y + y as u16)
        };
        if let Some(y) = y_of(place.top) {
            canvas.put_cut(place.x + 1, y, end, &place.block.title, theme.heading);
        }
        for (at, how) in place.how.iter().enumerate() {
            if let Some(y) = y_of(place.top + 1 + at) {
                canvas.put_cut(place.x + 1, y, end, how, theme.dim);
            }
        }
        for (row, line, lines) in place.rows() {
            if row.target.is_some() {
                for y in (0..lines).filter_map(|at| y_of(line + at)) {
                    canvas.hot(Rect { x: place.x, y, width: place.width, height: 1 }, Hot::Figure(number));
                }
            }
            let current = row.target.is_some() && number == selected;
            number += usize::from(row.target.is_some());
            let style = if current { theme.current } else { theme.text };
            if lines > 1 {
                // Higher than a line: drawn as a whole, and what is in view of it copied.
                let room = Rect { x: place.x + 2, y: 0, width: place.width - 3, height: lines as u16 };
                let drawn = chart::high(&row.body, room, theme, canvas);
                (0..lines).for_each(|at| {
                    if let Some(y) = y_of(line + at) {
                        canvas.stamp(&drawn, at as u16, y);
                    }
                });
            } else if let Some(y) = y_of(line) {
                if current {
                    canvas.put(place.x, y, end, canvas.glyphs.bar, theme.current);
                }
                draw_row(row, style, theme, canvas, place, y);
            }
        }
    }
}

/// Each block to the column that ends highest; a wide one below all that stands.
fn places<'a>(blocks: &'a [Block], area: Rect, ambiguous: Ambiguous) -> Vec<Place<'a>> {
    let count = (area.width / COLUMN).clamp(1, 3);
    let width = area.width / count;
    let mut ends = vec![0; usize::from(count)];
    let place = |block: &'a Block| {
        if block.wide {
            let mut place = Place::new(block, area.x, area.width, ambiguous);
            place.top = ends.iter().copied().max().unwrap_or(0);
            ends.fill(place.top + place.lines());
            return place;
        }
        let column = (0..ends.len()).min_by_key(|&column| ends[column]).unwrap_or(0);
        let mut place = Place::new(block, area.x + column as u16 * width, width, ambiguous);
        place.top = ends[column];
        ends[column] += place.lines();
        place
    };
    blocks.iter().map(place).collect()
}

/// Lines that a row takes.
fn height(body: &Body, width: u16, ambiguous: Ambiguous) -> usize {
    match body {
        Body::Facts(facts) => flow(facts, width, ambiguous).len(),
        Body::Columns(_) => chart::COLUMNS_HEIGHT,
        Body::Curve { .. } => chart::CURVE_HEIGHT,
        _ => 1,
    }
}

/// As many facts to a line as fit.
pub fn flow(facts: &[String], width: u16, ambiguous: Ambiguous) -> Vec<String> {
    const BETWEEN: &str = "   ";
    let wide = |text: &str| crate::text::width::width(text, ambiguous);
    let mut lines: Vec<String> = Vec::new();
    for fact in facts {
        match lines.last_mut() {
            Some(line) if wide(line) + BETWEEN.len() + wide(fact) <= width.into() => {
                line.push_str(BETWEEN);
                line.push_str(fact);
            }
            _ => lines.push(fact.clone()),
        }
    }
    lines
}

fn wrap(text: &str, width: u16, ambiguous: Ambiguous) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    let measure = Measure { columns: width.into(), ambiguous, ..Measure::default() };
    rows(text, &measure).into_iter().map(|row| &text[row.bytes]).collect()
}

fn draw_row(row: &Row, style: Style, theme: &Theme, canvas: &mut Canvas, place: &Place, y: u16) {
    let (start, end) = (place.x + 2, place.x + place.width - 1);
    match &row.body {
        Body::Facts(facts) => _ = canvas.put_cut(start, y, end, &facts.join("   "), style),
        Body::Bar(name, share, figure) => {
            let x = (place.x + 2 + place.width * 2 / 5).min(end);
            canvas.put_cut(start, y, x - 1, name, style);
            let figure_x = canvas.put_right(x, y, end, figure, theme.dim);
            // Not a BarChart: its labels know nothing of how wide ambiguous characters are drawn here.
            let cell = if canvas.width("█") == 1 { "█" } else { "=" };
            let room = figure_x.saturating_sub(x + 1);
            canvas.put(x, y, figure_x, &cell.repeat((share * f64::from(room)).round() as usize), theme.bar);
        }
        Body::Plot(name, counts, figure) => {
            let (x, figure_x) = named(canvas, name, figure, style, theme, place, y);
            let room = Rect { x, y, width: figure_x.saturating_sub(x + 1), height: 1 };
            canvas.widget(chart::spread(counts, room.width, theme.bar), room);
        }
        Body::Spark(name, values, figure) => {
            let (x, figure_x) = named(canvas, name, figure, style, theme, place, y);
            let room = Rect { x, y, width: figure_x.saturating_sub(x + 1), height: 1 };
            canvas.widget(chart::spark(values, room.width, theme, canvas.ambiguous), room);
        }
        Body::Line { before, left, node, right } => {
            let mut start = start;
            if !before.is_empty() {
                let room = (place.width / 5).min(24);
                canvas.put_cut(start, y, start + room - 1, before, theme.dim);
                start += room;
            }
            // The nodes stand under each other in the middle.
            let middle = start + (end - start) * 2 / 5;
            let mut kept = left.as_str();
            while canvas.width(kept) > middle.saturating_sub(start) {
                kept = kept.char_indices().nth(1).map_or("", |(at, _)| &kept[at..]);
            }
            canvas.put_right(start, y, middle, kept, style);
            let x = canvas.put(middle, y, end, node, theme.hit);
            canvas.put_cut(x, y, end, right, style);
        }
        Body::Pair(name, here, there) => {
            let third = (end - start) / 3;
            canvas.put_cut(start, y, start + third - 1, name, theme.dim);
            canvas.put_cut(start + third, y, start + 2 * third - 1, here, style);
            canvas.put_cut(start + 2 * third, y, end, there, style);
        }
        // These are never a line high.
        Body::Columns(_) | Body::Curve { .. } => {}
    }
}

/// Draws a row's name and its figure; returns where what stands between them begins and ends.
fn named(
    canvas: &mut Canvas,
    name: &str,
    figure: &str,
    style: Style,
    theme: &Theme,
    place: &Place,
    y: u16,
) -> (u16, u16) {
    let (start, end) = (place.x + 2, place.x + place.width - 1);
    let x = (start + place.width / 4).min(end);
    canvas.put_cut(start, y, x - 1, name, style);
    (x, canvas.put_right(x, y, end, figure, theme.dim))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_never_cut_but_wrapped() {
        let facts = ["3,856 字符".to_owned(), "1,902 词".to_owned(), "612 词种".to_owned()];
        let lines = flow(&facts, 22, Ambiguous::Narrow);
        assert_eq!(lines, ["3,856 字符   1,902 词", "612 词种"]);
        assert!(wrap("词频／总词数 × ln(N/n)，对照一千篇", 16, Ambiguous::Narrow).len() > 1);
    }
}
