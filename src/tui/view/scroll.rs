//! Where in the document the window is, and where hits and kept passages lie: marks on the divider beside the
//! text.

use ratatui::layout::Rect;

use crate::search::Place;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;

pub fn draw(app: &App, canvas: &mut Canvas, track: Rect) {
    let Some(reading) = app.reading.as_ref().filter(|reading| !reading.is_empty()) else { return };
    let (theme, rows) = (&app.options.theme, u64::from(track.height.max(1)));
    let y = |share: (u64, u64)| track.y + (share.0 * rows / share.1.max(1)).min(rows - 1) as u16;
    let (first, last) = reading.window();
    let all = reading.bytes();
    // A text that is seen whole needs no place.
    if first == 0 && last >= all {
        return;
    }
    for y in y((first, all))..=y((last.saturating_sub(1), all)) {
        canvas.put(track.x, y, track.x + 1, canvas.glyphs.divider, theme.current);
    }
    let kept =
        reading.kept.iter().map(|(block, bytes)| (reading.offset(*block, bytes.start), canvas.glyphs.kept));
    let hits = reading.hits().iter().filter_map(|hit| match hit.place {
        Place::Block(block) => Some((reading.offset(block as usize, hit.bytes.start), canvas.glyphs.unread)),
        _ => None,
    });
    let marks: Vec<(u64, &str)> = kept.chain(hits).collect();
    for (offset, glyph) in marks {
        canvas.put(track.x, y((offset, all)), track.x + 1, glyph, theme.mark);
    }
}
