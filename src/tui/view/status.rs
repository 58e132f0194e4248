//! The status line: where one is, and the keys that matter now.

use ratatui::layout::Rect;

use super::hints;
use super::list::as_shown;
use crate::lang::{Lang, grouped};
use crate::text::width::truncate;
use crate::tui::app::{App, Focus};
use crate::tui::canvas::Canvas;
use crate::tui::keymap::{Lookup, show};

/// Parts of the place that are more than most hints.
const PLACE: usize = 3;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let theme = &app.options.theme;
    let end = area.right().saturating_sub(1);
    if let Some(message) = &app.message {
        canvas.put_cut(area.x + 1, area.y, end, message, theme.warning);
        return;
    }
    if !app.pending.keys.is_empty() || app.pending.count.is_some() {
        return draw_pending(app, canvas, area);
    }
    let place = place(app);
    let room = usize::from(end.saturating_sub(area.x + 1));
    // The first parts of the place are kept as long as there is room for the hints that matter most.
    let kept = canvas.width(&place[..place.len().min(PLACE)].join("  "));
    let shown = hints::fitting(app, canvas, room, canvas.width(&place[0]).into(), kept.into());
    let wide: u16 = shown.iter().map(|hint| hint.width(canvas) + 2).sum();
    let mut x = end.saturating_sub(wide.saturating_sub(2));
    // Parts of the place give way as well, the last of them first.
    let left = x.saturating_sub(area.x + 3);
    let parts = (1..=place.len()).rev().find(|&parts| canvas.width(&place[..parts].join("  ")) <= left);
    canvas.put_cut(
        area.x + 1,
        area.y,
        x.saturating_sub(2),
        &place[..parts.unwrap_or(1)].join("  "),
        theme.status,
    );
    for hint in shown {
        let start = x;
        x = canvas.put(x, area.y, end, &hint.key, theme.key) + 1;
        x = canvas.put(x, area.y, end, hint.said, theme.status) + 2;
        canvas.hot(Rect { x: start, width: x - start - 1, ..area }, hint.does);
    }
}

/// While keys are pending: what has been typed. What may follow stands in a box of its own.
fn draw_pending(app: &App, canvas: &mut Canvas, area: Rect) {
    let theme = &app.options.theme;
    let end = area.right().saturating_sub(1);
    let count = app.pending.count.map(|count| count.to_string()).unwrap_or_default();
    let typed = format!("{count}{}", show(&app.pending.keys));
    let x = canvas.put(area.x + 1, area.y, end, &typed, theme.current) + 2;
    if let Lookup::Action(action) = app.keymap.lookup(app.mode(), &app.pending.keys) {
        canvas.put_cut(x, area.y, end, action.info().doc(app.lang()), theme.status);
    }
}

/// Where one is, the most important first; never empty.
fn place(app: &App) -> Vec<String> {
    let lang = app.lang();
    if app.stats.is_some() {
        return vec![lang.pick("统计", "Statistics").to_owned()];
    }
    if let Some(search) = app.search.as_ref().filter(|_| app.focus == Focus::Side) {
        let count = search.results.documents.len();
        let at = if count == 0 { 0 } else { search.selected + 1 };
        let more = if search.results.others.is_empty() { "" } else { "+" };
        let results = format!("{} {at}/{count}{more}", lang.pick("结果", "Results"));
        return vec![format!("{results} · {}", search.reach.name(lang))];
    }
    let found = app.search.as_ref().map(|search| (search.selected + 1, search.results.documents.len()));
    let (row, count) =
        found.filter(|&(_, count)| count > 0).unwrap_or((app.shelf.selected() + 1, app.shelf.listed().len()));
    let pane = match (app.focus, app.outline, &app.raw) {
        (Focus::Side, Some(_), _) => lang.pick("目录", "Outline"),
        (Focus::Side, None, _) => lang.pick("列表", "List"),
        (Focus::Text, _, Some(_)) => lang.pick("原文", "Raw"),
        (Focus::Text, _, None) => lang.pick("正文", "Text"),
    };
    let mut parts = match app.is_gone() {
        true => vec![pane.to_owned(), lang.pick("文件已移走", "file is gone").to_owned()],
        false => vec![format!("{pane} {}/{}", grouped(row.min(count)), grouped(count))],
    };
    if let Some(raw) = &app.raw {
        let said = lang.pick("行", "line");
        parts.push(format!(
            "{said} {}/{}",
            grouped(raw.line() as usize),
            grouped(raw.lines_in_all() as usize)
        ));
        return parts;
    }
    if let Some(reading) = app.reading.as_ref().filter(|reading| !reading.is_empty()) {
        if let Some(hit) = reading.hit {
            parts.push(format!("{} {}/{}", lang.pick("命中", "hit"), hit + 1, reading.hits().len()));
        }
        parts.push(format!("{}%", reading.percent()));
        let folds = &reading.paper.folds;
        if app.focus == Focus::Text
            && let Some(section) = reading.section()
            && let Some(heading) = folds.sections()[section].heading
        {
            let heading_text = as_shown(app, reading.paper.text(heading));
            let text = truncate(&heading_text, 20, app.options.ambiguous);
            let number = reading.cursor.block - heading;
            parts.push(match (number, lang) {
                (0, _) => text.into_owned(),
                (_, Lang::Zh) => format!("{text} › {number} 段"),
                (_, Lang::En) => format!("{text} › ¶ {number}"),
            });
        }
    }
    parts
}
