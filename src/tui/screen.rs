//! Where things are: the title line, the panes with one divider between, the status line; and drawing all
//! of it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Options;
use super::app::{App, Focus, Overlay};
use super::canvas::Canvas;
use super::hot::Hot;
use super::view;
use crate::text::layout::Measure;

/// Below this the panes take turns.
const ONE_PANE: u16 = 60;
/// From this on the outline stands beside the text, if it has so many columns.
const THREE_PANES: u16 = 150;
const NARROWEST: u16 = 24;
/// Below this statistics take the whole screen.
const BESIDE: u16 = 80;
/// Han in a row that people far from the screen can follow.
const PRESENTED: usize = 20;
/// Below this nothing can be shown but that.
pub const SMALLEST: (u16, u16) = (20, 5);

/// The parts of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Areas {
    pub title: Rect,
    /// Everything between title and status line.
    pub body: Rect,
    pub side: Option<Rect>,
    pub divider: Option<u16>,
    /// The outline beside the text, where there is room for it.
    pub outline: Option<Rect>,
    pub text: Option<TextArea>,
    pub status: Rect,
}

/// The pane of the text.
#[derive(Debug, Clone, Copy)]
pub struct TextArea {
    pub area: Rect,
}

/// Where text is set in its pane.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Columns before the text; marks stand in the last ones of them.
    pub left: u16,
    pub measure: Measure,
}

impl TextArea {
    /// The measure, centred where the pane is wider.
    pub fn frame(&self, options: &Options, presenting: bool) -> Frame {
        let width = self.area.width;
        let (before, after) = if width >= 36 { (4, 2) } else { (2, 0) };
        let room = width.saturating_sub(before + after).max(2);
        let widest = if presenting { options.config.measure.min(PRESENTED) } else { options.config.measure };
        let columns = room.min(2 * widest as u16);
        let left = before + (room - columns) / 2;
        let measure = Measure {
            columns: columns.into(),
            ambiguous: options.ambiguous,
            full_width: options.config.full_width,
            spacing: options.config.spacing,
            hang: if options.config.hanging { after.into() } else { 0 },
            ..Measure::default()
        };
        Frame { left, measure }
    }
}

/// Where things are in the present state.
pub fn areas(app: &App) -> Areas {
    let size = app.room();
    let row = |y, height| Rect::new(size.x, y, size.width, height);
    if app.zen {
        let nothing = row(size.bottom(), 0);
        let text = Some(TextArea { area: size });
        return Areas {
            title: nothing,
            body: size,
            side: None,
            divider: None,
            outline: None,
            text,
            status: nothing,
        };
    }
    let body = row(size.y + 1, size.height.saturating_sub(2));
    let mut areas = Areas {
        title: row(size.y, 1),
        body,
        side: None,
        divider: None,
        outline: None,
        text: None,
        status: row(size.bottom().saturating_sub(1), 1),
    };
    if app.raw.is_some() {
        // Two texts side by side need the room.
        areas.text = Some(TextArea { area: body });
        return areas;
    }
    if size.width < ONE_PANE {
        match app.focus {
            Focus::Side => areas.side = Some(body),
            Focus::Text => areas.text = Some(TextArea { area: body }),
        }
        return areas;
    }
    let natural = (size.width * 34 / 100).clamp(24, 46);
    let chosen = app.options.config.side;
    let width = if chosen > 0 { chosen } else { natural };
    let width = if beside(app) { size.width / 2 } else { width };
    let width = width.min(size.width.saturating_sub(24));
    areas.side = Some(Rect { width, ..body });
    areas.divider = Some(body.x + width);
    let mut text = Rect { x: body.x + width + 1, width: body.width - width - 1, ..body };
    if size.width >= THREE_PANES && !beside(app) && has_outline(app) {
        let room = text.width.saturating_sub(2 * app.options.config.measure as u16 + 8).min(natural);
        if room >= NARROWEST {
            text.width -= room + 1;
            areas.outline = Some(Rect { x: text.right() + 1, width: room, ..body });
        }
    }
    areas.text = Some(TextArea { area: text });
    areas
}

/// Whether the document has sections that are not listed at the side already.
fn has_outline(app: &App) -> bool {
    let several = app.reading.as_ref().is_some_and(|reading| reading.paper.folds.sections().len() > 2);
    several && (app.outline.is_none() || app.search.is_some())
}

/// Whether statistics stand in the place of the side pane, the text beside them.
pub fn beside(app: &App) -> bool {
    app.stats.as_ref().is_some_and(|stats| !stats.full)
        && app.size.width >= BESIDE
        && !app.zen
        && app.raw.is_none()
}

/// Draws the whole screen; returns where the terminal's cursor is to be shown.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let canvas = &mut Canvas::new(buffer, app.options.ambiguous, app.options.theme.text);
    let (window, room) = (canvas.area(), app.room());
    canvas.clear(window, app.options.theme.text);
    canvas.keep_to(room);
    let cursor = draw_views(app, canvas);
    let below = Rect { y: room.bottom(), height: window.bottom() - room.bottom(), ..window };
    if !below.is_empty() {
        view::tour::draw(app, canvas, below);
    }
    cursor
}

/// What answers to a click now, what lies on top last.
pub fn hot(app: &App) -> Vec<(Rect, Hot)> {
    let mut buffer = Buffer::empty(app.size);
    let canvas = &mut Canvas::new(&mut buffer, app.options.ambiguous, app.options.theme.text);
    canvas.keep_to(app.room());
    draw_views(app, canvas);
    canvas.take_hot()
}

fn draw_views(app: &App, canvas: &mut Canvas) -> Option<Position> {
    let area = canvas.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let said = app.lang().pick("窗口太小", "window too small");
        canvas.put(area.x, area.y, area.right(), said, app.options.theme.warning);
        return None;
    }
    let beside = beside(app);
    if let (Some(stats), false) = (&app.stats, beside) {
        let body = Rect { height: area.height - 1, ..area };
        stats.draw(app, canvas, body);
        view::status::draw(app, canvas, Rect { y: area.bottom() - 1, height: 1, ..area });
        view::which::draw(app, canvas);
        return draw_overlay(app, canvas);
    }
    let areas = app.areas();
    let mut cursor = None;
    if !areas.title.is_empty() {
        view::title::draw(app, canvas, areas.title);
        view::status::draw(app, canvas, areas.status);
    }
    for x in areas.divider.into_iter().chain(areas.outline.map(|outline| outline.x - 1)) {
        for y in areas.body.top()..areas.body.bottom() {
            canvas.put(x, y, x + 1, canvas.glyphs.divider, app.options.theme.divider);
        }
    }
    if let (Some(x), Some(_), None) = (areas.divider, areas.text, &app.raw) {
        view::scroll::draw(app, canvas, Rect { x, width: 1, ..areas.body });
    }
    if let Some(outline) = areas.outline {
        view::outline::draw_beside(app, canvas, outline);
    }
    if let Some(side) = areas.side {
        cursor = if let (Some(stats), true) = (&app.stats, beside) {
            stats.draw(app, canvas, side);
            None
        } else if app.search.is_some() {
            view::search::draw(app, canvas, side)
        } else if app.outline.is_some() {
            view::outline::draw(app, canvas, side);
            None
        } else {
            view::list::draw(app, canvas, side)
        };
    }
    if let Some(text) = areas.text {
        let in_text = match &app.raw {
            Some(raw) => view::raw::draw(app, raw, canvas, text),
            None => view::reader::draw(app, canvas, text),
        };
        cursor = cursor.or(in_text);
    }
    if app.zen && (app.message.is_some() || !app.pending.keys.is_empty()) {
        // What must be said is said over the last row of text.
        let row = Rect { y: area.bottom() - 1, height: 1, ..area };
        canvas.clear(row, app.options.theme.text);
        view::status::draw(app, canvas, row);
    }
    view::which::draw(app, canvas);
    match app.overlay() {
        Some(_) => draw_overlay(app, canvas),
        None => cursor,
    }
}

fn draw_overlay(app: &App, canvas: &mut Canvas) -> Option<Position> {
    match app.overlay() {
        Some(Overlay::Help(help)) => Some(help.draw(app, canvas)),
        Some(Overlay::Palette(palette)) => Some(palette.draw(app, canvas)),
        Some(Overlay::Themes(picker)) => {
            picker.draw(app, canvas);
            None
        }
        Some(Overlay::Scopes(picker)) => Some(picker.draw(app, canvas)),
        Some(Overlay::Picker(picker)) => Some(picker.draw(app, canvas)),
        Some(Overlay::Note(note)) => Some(note.draw(app, canvas)),
        Some(Overlay::Details(details)) => {
            details.draw(app, canvas);
            None
        }
        None => None,
    }
}
