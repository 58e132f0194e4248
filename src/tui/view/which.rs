//! While keys wait for more: a box with all that may follow, above the status line.

use std::borrow::Cow;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::keymap::{Key, Lookup, Meaning, show};

/// Columns that an entry needs to be understood.
const COLUMN: u16 = 34;

pub fn draw(app: &App, canvas: &mut Canvas) {
    if app.pending.keys.is_empty() {
        return;
    }
    match app.keymap.lookup(app.mode(), &app.pending.keys) {
        Lookup::Action(Action::GotoMark) => {
            let marks: Vec<(Key, Cow<str>)> = app
                .marks()
                .into_iter()
                .map(|(name, said)| (Key::plain(KeyCode::Char(name)), said.into()))
                .collect();
            draw_box(app, canvas, &marks, 1);
        }
        Lookup::Prefix(node) => {
            let followers: Vec<(Key, Cow<str>)> =
                node.followers().map(|(key, meaning)| (key, said(app, meaning))).collect();
            let columns = (canvas.area().width.saturating_sub(2) / COLUMN).clamp(1, 4);
            draw_box(app, canvas, &followers, columns);
        }
        _ => {}
    }
}

/// What a key that may follow does; one that waits for more says so.
fn said(app: &App, meaning: Option<Meaning>) -> Cow<'_, str> {
    match meaning {
        None => "…".into(),
        Some(Meaning::Action(action)) => action.info().doc(app.lang()).into(),
        Some(Meaning::Command(number)) => {
            app.keymap.commands().get(number).map_or("", |known| known.0.as_str()).into()
        }
        Some(Meaning::Keys(number)) => show(app.keymap.played(number)).into(),
    }
}

/// Keys with what they do, in columns above the status line; what has no room is counted.
fn draw_box(app: &App, canvas: &mut Canvas, entries: &[(Key, Cow<str>)], columns: u16) {
    let (theme, screen) = (&app.options.theme, canvas.area());
    let rows = (entries.len() as u16).div_ceil(columns);
    // The frame, and the status line below it.
    let height = (rows + 2).min(screen.height.saturating_sub(2));
    if height < 3 {
        return;
    }
    let area = Rect { y: screen.bottom() - 1 - height, height, ..screen };
    let inner = canvas.popup(area, theme.text, theme.divider);
    let width = inner.width / columns;
    for (at, (pressed, said)) in entries.iter().enumerate() {
        let (column, row) = (at as u16 / rows, at as u16 % rows);
        if row >= inner.height {
            continue;
        }
        let (x, y) = (inner.x + column * width, inner.y + row);
        let end = (x + width).min(inner.right());
        canvas.hot(Rect { x, y, width, height: 1 }, Hot::Press(*pressed));
        canvas.put_right(x, y, x + 5, &pressed.to_string(), theme.key);
        canvas.put_cut(x + 6, y, end.saturating_sub(1), said, theme.text);
    }
    if rows > inner.height {
        let more = format!(" +{} ", (rows - inner.height) * columns);
        canvas.put_right(area.x, area.bottom() - 1, area.right() - 1, &more, theme.dim);
    }
}
