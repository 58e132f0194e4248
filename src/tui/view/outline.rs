//! The side pane as a table of contents; the section being read is marked.

use ratatui::layout::Rect;

use super::list::as_shown;
use crate::lang::grouped;
use crate::tui::app::{App, Focus};
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    draw_from(app, canvas, area, app.outline.unwrap_or(0), app.side_top);
}

/// Beside the text, where there is room for a third pane: the section that is being read in the middle.
pub fn draw_beside(app: &App, canvas: &mut Canvas, area: Rect) {
    let Some(reading) = &app.reading else { return };
    let (here, all) = (reading.section().unwrap_or(0), reading.paper.folds.sections().len());
    let rows = usize::from(area.height.saturating_sub(1));
    let top = here.saturating_sub(rows / 2).min(all.saturating_sub(rows));
    draw_from(app, canvas, area, here, top);
}

fn draw_from(app: &App, canvas: &mut Canvas, area: Rect, selected: usize, top: usize) {
    let Some(reading) = &app.reading else { return };
    let (theme, paper) = (&app.options.theme, &reading.paper);
    let heading = app.lang().pick("目录", "Outline");
    canvas.put(area.x + 1, area.y, area.right(), heading, theme.dim);
    let rows = usize::from(area.height.saturating_sub(1));
    let sections = paper.folds.sections().iter().enumerate().skip(top).take(rows);
    for (y, (at, section)) in (area.y + 1..).zip(sections) {
        canvas.hot(Rect { y, height: 1, ..area }, Hot::Section(at));
        if at == selected {
            let style = if app.focus == Focus::Side { theme.current } else { theme.dim };
            canvas.put(area.x, y, area.right(), canvas.glyphs.bar, style);
        }
        let indent = 2 * (paper.folds.depth(at) as u16 - 1).min(area.width / 8);
        let hits = reading.hits_in(section.blocks.clone()).len();
        let facts = match hits {
            0 => grouped(paper.extent(&section.blocks).chars),
            _ => format!("{}{hits}", canvas.glyphs.hits),
        };
        let x = area.x + 2 + indent;
        let end = canvas.put_right(x + 8, y, area.right().saturating_sub(1), &facts, theme.dim);
        let style = if at == selected { theme.current } else { theme.text };
        let text =
            section.heading.map_or(app.lang().pick("（导语）", "(lead)"), |block| paper.text(block));
        canvas.put_cut(x, y, end.saturating_sub(1), &as_shown(app, text), style);
    }
}
