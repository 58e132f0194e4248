//! The raw text: numbered lines, what was removed dimmed with its reason, and beside it, where there is
//! room, the cleaned text.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::reader::{SetText, block_style, draw_row};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::raw::{REASON, RawRow, RawView};
use crate::tui::reading::paper::Shown;
use crate::tui::screen::TextArea;

pub fn draw(app: &App, raw: &RawView, canvas: &mut Canvas, pane: TextArea) -> Option<Position> {
    let area = pane.area;
    let columns = raw.columns();
    let text_x = area.x + columns.number;
    let reason_x = text_x + columns.raw;
    let clean_x = reason_x + REASON + 3;
    for (y, line) in (area.y..).zip(raw.lines()) {
        let rows = raw.rows(line.unit);
        if let Some(row) = rows.left.get(line.row) {
            draw_raw(app, raw, canvas, row, Rect { x: text_x, y, width: columns.raw, height: 1 });
            if let Some(reason) = row.reason {
                let label = reason.label(app.lang());
                canvas.put_cut(reason_x + 1, y, reason_x + REASON, label, app.options.theme.reason);
            }
        }
        if columns.clean == 0 {
            continue;
        }
        let divider = canvas.glyphs.divider;
        canvas.put(reason_x + REASON, y, area.right(), divider, app.options.theme.divider);
        if let Some(&line) = rows.right.get(line.row)
            && let Shown::Text { block, row, .. } = raw.clean().shown(line)
        {
            let kind = raw.clean().document.blocks.get(block).map(|block| block.kind);
            let area = Rect { x: clean_x, y, width: columns.clean, height: 1 };
            let measure = raw.clean().block_measure(block);
            let text = SetText { text: raw.clean().text(block), row: &row, measure };
            draw_row(canvas, &text, block_style(app, kind), &[], area);
        }
    }
    None
}

fn draw_raw(app: &App, raw: &RawView, canvas: &mut Canvas, row: &RawRow, area: Rect) {
    let theme = &app.options.theme;
    if let Some(line) = row.line {
        canvas.put_right(0, area.y, area.x - 1, &line.to_string(), theme.dim);
    }
    let dimmed: Vec<_> =
        raw.reasons(&row.row.bytes).map(|(bytes, _)| (bytes.clone(), theme.removed)).collect();
    let text = SetText { text: raw.text(), row: &row.row, measure: raw.measure() };
    draw_row(canvas, &text, Style::new(), &dimmed, area);
}
