//! The side pane: the documents of the heap with their titles, sources, dates, lengths and marks.

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};

use super::length;
use crate::document::TitleFrom;
use crate::lang::Lang;
use crate::text::punctuation::shown;
use crate::tui::app::{App, Focus};
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::shelf::Entry;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let theme = &app.options.theme;
    if app.filter.is_none() {
        draw_chips(app, canvas, area);
    }
    let cursor = app.filter.as_ref().map(|filter| {
        let label = app.lang().pick("筛选 ", "filter ");
        let x = canvas.put(area.x + 1, area.y, area.right(), label, theme.key);
        typed_line(app, canvas, &filter.input, Rect { x, width: area.right() - x, height: 1, ..area })
    });
    if app.shelf.listed().is_empty() {
        let said = match (app.scanned, app.shelf.count()) {
            (false, _) => app.lang().pick("正在查找文档……", "looking for documents…"),
            (true, 0) => app.lang().pick("这里没有文档", "no documents here"),
            (true, _) => app.lang().pick("没有符合的文档", "no document matches"),
        };
        canvas.put_cut(area.x + 2, area.y + 1, area.right(), said, theme.dim);
    }
    let height = app.item_height(area);
    let mut y = area.y + 1;
    for (row, &id) in app.shelf.listed().iter().enumerate().skip(app.side_top) {
        if usize::from(y) + height.min(2) > usize::from(area.bottom()) {
            break;
        }
        if let Some(entry) = app.shelf.entry(id) {
            draw_entry(
                app,
                canvas,
                entry,
                row == app.shelf.selected() && !app.is_gone(),
                Rect { y, height: 2, ..area },
            );
        }
        y += height as u16;
    }
    cursor
}

/// The filter that is in force, a part a chip, each with the mark that takes it away; or how many documents are
/// selected.
fn draw_chips(app: &App, canvas: &mut Canvas, area: Rect) {
    let theme = &app.options.theme;
    let mut x = area.x + 1;
    let chosen = app.shelf.chosen().len();
    if chosen > 0 {
        let said = format!("{} {chosen}", app.lang().pick("已选", "selected"));
        x = canvas.put(x, area.y, area.right(), &said, theme.mark) + 2;
    }
    for (at, part) in app.shelf.filter().split_whitespace().enumerate() {
        let start = x;
        x = canvas.put_cut(x, area.y, area.right(), part, theme.key);
        x = canvas.put(x, area.y, area.right(), " ×", theme.dim) + 2;
        canvas.hot(Rect { x: start, width: x - start - 1, height: 1, ..area }, Hot::Chip(at));
    }
}

/// A line that is being typed, scrolled so that its cursor can be seen; returns where that is.
pub fn typed_line(app: &App, canvas: &mut Canvas, input: &tui_input::Input, area: Rect) -> Position {
    let before: String = input.value().chars().take(input.cursor()).collect();
    let room = area.width.saturating_sub(2).max(1);
    let mut start = 0;
    while canvas.width(&before[start..]) > room {
        start += before[start..].chars().next().map_or(1, char::len_utf8);
    }
    canvas.put(area.x, area.y, area.right(), &input.value()[start..], app.options.theme.text);
    let x = area.x + canvas.width(&before[start..]);
    Position::new(x.min(area.right().saturating_sub(1)), area.y)
}

fn draw_entry(app: &App, canvas: &mut Canvas, entry: &Entry, selected: bool, area: Rect) {
    let theme = &app.options.theme;
    let marks = app.shelf.marks(entry.id);
    let (read, bookmark) = marks.map_or((false, false), |marks| (marks.read, marks.starred));
    if selected {
        let style = if app.focus == Focus::Side { theme.current } else { theme.dim };
        for y in area.top()..area.bottom() {
            canvas.put(area.x, y, area.right(), canvas.glyphs.bar, style);
        }
    }
    let mark = match (bookmark, read) {
        (true, _) => canvas.glyphs.bookmark,
        (false, false) => canvas.glyphs.unread,
        (false, true) => " ",
    };
    canvas.put(area.x + 1, area.y, area.right(), mark, theme.mark);
    if app.shelf.is_chosen(entry.id) {
        canvas.put(area.x + 1, area.y + 1, area.right(), "+", theme.current);
    }
    let x = area.x + 3;
    let end = area.right().saturating_sub(1);
    let style = match (&entry.summary, selected) {
        (None, _) => theme.dim,
        (_, true) => theme.current,
        (_, false) if read => theme.text,
        _ => theme.title,
    };
    canvas.put_cut(x, area.y, end, &as_shown(app, &shown_title(entry, app.lang())), style);
    let mut facts = facts(entry, app.lang());
    if let Some(marks) = marks.filter(|marks| !marks.tags.is_empty()) {
        facts = format!("#{} · {facts}", marks.tags.join(" #"));
    }
    let style = if entry.error.is_some() { theme.warning } else { theme.dim };
    canvas.put_cut(x, area.y + 1, end, &facts, style);
}

/// A text with its punctuation as the reader shows it.
pub fn as_shown<'t>(app: &App, text: &'t str) -> Cow<'t, str> {
    match app.options.config.full_width {
        true => Cow::Owned(shown(text, 0..text.len())),
        false => Cow::Borrowed(text),
    }
}

/// The title; a stand-in for one is marked as such.
pub fn shown_title(entry: &Entry, lang: Lang) -> String {
    match &entry.summary {
        Some(summary) if summary.title_from == TitleFrom::FirstSentence => {
            format!("{}{}", lang.pick("（首句）", "(first sentence) "), summary.title)
        }
        Some(summary) if summary.title_from == TitleFrom::FileName => entry.file_name().to_owned(),
        _ => entry.title().to_owned(),
    }
}

fn facts(entry: &Entry, lang: Lang) -> String {
    if let Some(error) = &entry.error {
        return error.clone();
    }
    let Some(summary) = &entry.summary else { return "…".to_owned() };
    let mut facts = Vec::new();
    facts.extend(summary.source.clone());
    facts.extend(summary.published.map(|at| at.day()));
    facts.push(length(summary.chars, lang));
    if summary.bad_bytes > 0 {
        facts.push(lang.counted(summary.bad_bytes, "处乱码", "bad byte"));
    }
    if !summary.repaired.is_empty() {
        facts.push(lang.pick("已修复乱码", "text repaired").to_owned());
    }
    facts.join(" · ")
}
