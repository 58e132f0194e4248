//! The guided tour's captions: a band below the interface, with the keys that were pressed.

use ratatui::layout::Rect;

use super::reader::{SetText, draw_row};
use crate::text::layout::{self, Measure};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;

/// Rows of the band: a rule and two of text.
pub const HEIGHT: u16 = 3;

/// The text stands left of the keys, which take this part of the band.
const KEYS: u16 = 4;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let Some(tour) = &app.tour else { return };
    let (theme, lang) = (&app.options.theme, app.lang());
    canvas.clear(area, theme.text);
    let rule = canvas.glyphs.dash.repeat(area.width.into());
    canvas.put(area.x, area.y, area.right(), &rule, theme.divider);
    let (at, of) = tour.scene;
    let said = match tour.paused {
        true => lang.pick("已暂停 · 空格继续 · → 下一步", "held · Space goes on · → next"),
        false => lang.pick("空格暂停 · → 下一步 · 其他键接手", "Space holds · → next · other keys take over"),
    };
    let progress = format!(" {} {at}/{of} · {said} ", lang.pick("演示", "Tour"));
    canvas.put_cut(area.x + 1, area.y, area.right(), &progress, theme.dim);

    let keys = last_keys(canvas, &tour.keys, area.width / KEYS);
    if !keys.is_empty() {
        canvas.put_right(area.x, area.y + 1, area.right() - 1, &format!(" {keys} "), theme.selection);
    }
    let columns = (area.width - area.width / KEYS).saturating_sub(4).max(2);
    let measure = Measure { columns: columns.into(), ambiguous: app.options.ambiguous, ..Measure::default() };
    for (y, row) in (area.y + 1..area.bottom()).zip(layout::rows(&tour.caption, &measure)) {
        let text = SetText { text: &tour.caption, row: &row, measure };
        draw_row(canvas, &text, theme.title, &[], Rect { x: area.x + 1, y, width: columns, height: 1 });
    }
}

/// As many of the keys pressed last as have room.
fn last_keys<'k>(canvas: &Canvas, keys: &'k str, room: u16) -> &'k str {
    let keys = keys.trim_end();
    let fits = |from: &usize| canvas.width(&keys[*from..]) + 3 <= room;
    let words = std::iter::once(0).chain(keys.match_indices(' ').map(|(at, _)| at + 1));
    let from = words.into_iter().find(fits).unwrap_or(keys.len());
    &keys[from..]
}
