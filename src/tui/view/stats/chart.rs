//! Charts, drawn by ratatui's widgets. Braille is narrow everywhere; blocks are not, and where ambiguous
//! characters are wide, letters of ASCII stand in for them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::{self, Marker, bar};
use ratatui::widgets::canvas::{Canvas as Drawing, Line};
use ratatui::widgets::{Axis, Bar, BarChart, BarGroup, Chart, Dataset, GraphType, Sparkline, Widget};

use super::block::Body;
use super::layout::flow;
use crate::text::width::Ambiguous;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Theme;

/// Lines of a chart of columns, labels and figures included, and of a curve.
pub const COLUMNS_HEIGHT: usize = 7;
pub const CURVE_HEIGHT: usize = 8;

/// Columns of dots, two to a character and four high, as high as the counts are to the largest; every count
/// that is not zero has one dot at least.
pub fn spread(counts: &[usize], width: u16, style: Style) -> impl Widget {
    let heights = dots(counts, 2 * usize::from(width));
    let right = (heights.len() as f64 - 1.0).max(1.0);
    let color = style.fg.unwrap_or(Color::Reset);
    Drawing::default().marker(Marker::Braille).x_bounds([0.0, right]).y_bounds([0.0, 3.0]).paint(
        move |drawing| {
            for (x, &height) in heights.iter().enumerate().filter(|(_, height)| **height > 0) {
                let (x, top) = (x as f64, height as f64 - 1.0);
                drawing.draw(&Line { x1: x, y1: 0.0, x2: x, y2: top, color });
            }
        },
    )
}

/// The heights of `columns` columns, 0 to 4.
fn dots(counts: &[usize], columns: usize) -> Vec<usize> {
    if counts.is_empty() {
        return Vec::new();
    }
    // Fewer counts than columns are drawn as they are, each as wide as the others.
    let count = |column: usize| {
        let (from, to) = (column * counts.len() / columns, (column + 1) * counts.len() / columns);
        if to > from { counts[from..to].iter().sum() } else { counts[from.min(counts.len() - 1)] }
    };
    let sums: Vec<usize> = (0..columns).map(count).collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    sums.into_iter().map(|sum| (sum * 4).div_ceil(most)).collect()
}

/// A line of small bars, as wide as there is room for whole ones.
pub fn spark(values: &[Option<u64>], width: u16, theme: &Theme, ambiguous: Ambiguous) -> impl Widget {
    let each = (usize::from(width) / values.len().max(1)).max(1);
    let wide: Vec<Option<u64>> =
        values.iter().flat_map(|value| std::iter::repeat_n(*value, each)).take(width.into()).collect();
    Sparkline::default()
        .data(wide)
        .style(theme.bar)
        .absent_value_style(theme.dim)
        .absent_value_symbol("_")
        .bar_set(levels(ambiguous))
}

fn levels(ambiguous: Ambiguous) -> bar::Set<'static> {
    match ambiguous {
        Ambiguous::Narrow => bar::NINE_LEVELS,
        Ambiguous::Wide => bar::Set {
            full: "#",
            seven_eighths: "#",
            three_quarters: "+",
            five_eighths: "+",
            half: "=",
            three_eighths: "=",
            one_quarter: "-",
            one_eighth: ".",
            empty: " ",
        },
    }
}

/// Rows that are higher than a line, in a buffer of their own.
pub fn high(body: &Body, area: Rect, theme: &Theme, canvas: &Canvas) -> Buffer {
    let mut buffer = Buffer::empty(area);
    let mut own = canvas.over(&mut buffer);
    let end = area.right();
    match body {
        Body::Facts(facts) => {
            for (y, line) in (area.y..).zip(flow(facts, area.width, own.ambiguous)) {
                own.put_cut(area.x, y, end, &line, theme.text);
            }
        }
        Body::Columns(columns) => draw_columns(columns, area, theme, &mut own),
        Body::Curve { points, x, y } => {
            let last = points.last().copied().unwrap_or((1.0, 1.0));
            let curve = Dataset::default()
                .marker(symbols::Marker::Braille)
                .graph_type(GraphType::Line)
                .style(theme.bar)
                .data(points);
            let room = Rect { y: area.y + 1, height: area.height - 2, ..area };
            let chart = Chart::new(vec![curve])
                .x_axis(Axis::default().bounds([0.0, last.0.max(1.0)]))
                .y_axis(Axis::default().bounds([0.0, last.1.max(1.0)]));
            own.widget(chart, room);
            own.put_cut(area.x, area.y, end, y, theme.dim);
            own.put_right(area.x, area.bottom() - 1, end, x, theme.dim);
        }
        _ => {}
    }
    buffer
}

/// Columns with their figures above and their labels below, where they are wide enough for them.
fn draw_columns(columns: &[(String, u64)], area: Rect, theme: &Theme, canvas: &mut Canvas) {
    let count = columns.len().clamp(1, area.width.into()) as u16;
    let gap = u16::from(area.width / count > 2);
    let width = (area.width / count - gap).clamp(1, 9);
    let bars: Vec<Bar> =
        columns.iter().map(|(_, value)| Bar::default().value(*value).text_value("")).collect();
    let chart = BarChart::default()
        .data(BarGroup::default().bars(&bars))
        .bar_width(width)
        .bar_gap(gap)
        .bar_style(theme.bar)
        .bar_set(levels(canvas.ambiguous));
    let room = Rect { y: area.y + 1, height: area.height - 2, ..area };
    canvas.widget(chart, room);
    let most = columns.iter().map(|column| column.1).max().unwrap_or(0).max(1);
    let mut free = area.x;
    for (at, (label, value)) in columns.iter().enumerate() {
        let x = area.x + at as u16 * (width + gap);
        if x + width > area.right() {
            break;
        }
        // A label that does not fit under its column waits until there is room.
        if x >= free && x + canvas.width(label) <= area.right() {
            free = canvas.put(x, area.bottom() - 1, area.right(), label, theme.dim) + 1;
        }
        let value_text = value.to_string();
        if *value > 0 && canvas.width(&value_text) <= width {
            let filled = (value * u64::from(room.height)).div_ceil(most).min(room.height.into()) as u16;
            canvas.put(x, room.bottom() - filled - 1, x + width, &value_text, theme.dim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(widget: impl Widget, width: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let area = buffer.area;
        widget.render(area, &mut buffer);
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn columns_of_dots_rise_with_their_counts() {
        assert_eq!(dots(&[0, 1, 2, 4], 4), [0, 1, 2, 4]);
        assert_eq!(dots(&[3], 4), [4, 4, 4, 4]);
        assert_eq!(dots(&[0, 0], 2), [0, 0]);
        assert_eq!(drawn(spread(&[0, 1, 2, 4], 2, Style::new()), 2), "⢀⣼");
    }

    #[test]
    fn a_period_without_documents_is_not_a_zero() {
        let theme = Theme::default();
        let drawn = |policy| drawn(spark(&[Some(0), None, Some(8)], 3, &theme, policy), 3);
        assert_eq!(drawn(Ambiguous::Narrow), " _█");
        assert_eq!(drawn(Ambiguous::Wide), " _#");
    }
}
