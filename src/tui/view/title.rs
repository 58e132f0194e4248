//! The title line: which heap is open, how it is sorted, how much is unread or still to be cleaned.

use ratatui::layout::Rect;

use crate::lang::{Lang, grouped};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;

/// Columns below which the heap's name tells nothing.
const NAME: u16 = 8;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let (theme, lang) = (&app.options.theme, app.lang());
    let end = area.right().saturating_sub(1);
    let name = lang.pick("文览", "wenlan");
    let x = canvas.put(area.x + 1, area.y, end, name, theme.title) + 2;
    let facts = facts(app);
    // What is found and how much has been read are said at any width; the heap's own name gives way.
    let room = usize::from(end.saturating_sub(x));
    let wide = |parts: usize| usize::from(canvas.width(&facts[..parts].join("   ")));
    let parts = (1..=facts.len()).rev().find(|&parts| wide(parts) + usize::from(NAME) + 2 <= room);
    let parts = parts.unwrap_or(usize::from(!facts.is_empty()));
    let right = match parts {
        0 => end,
        parts => {
            let said = facts[..parts].join("   ");
            let x = if canvas.width(&said) <= end.saturating_sub(x) { x } else { area.x + 1 };
            let right = canvas.put_right(x, area.y, end, &said, theme.dim);
            if app.search.is_none() && parts == facts.len() {
                // The order stands last.
                let wide = canvas.width(&facts[parts - 1]);
                canvas.hot(Rect { x: end - wide.min(end), width: wide, ..area }, Hot::Act(Action::Sort));
            }
            right
        }
    };
    if right.saturating_sub(x) >= NAME {
        let documents = format!("{} · {}", app.heap_name, lang.counted(app.shelf.count(), "篇", "document"));
        canvas.put_cut(x, area.y, right.saturating_sub(2), &documents, theme.dim);
    }
}

/// What there is to say, the most important first.
fn facts(app: &App) -> Vec<String> {
    let lang = app.lang();
    let mut facts = Vec::new();
    if let Some(search) = app.search.as_ref().filter(|search| search.answered) {
        let results = &search.results;
        let documents = lang.counted(results.total_documents, "篇", "document");
        let hits = lang.counted(results.total_hits, "处", "hit");
        // Where there were too many candidates to read them all, the totals are estimates.
        let about = if results.estimated { lang.pick("约 ", "about ") } else { "" };
        facts.push(match lang {
            Lang::Zh => format!("{about}{documents} {hits}"),
            Lang::En => format!("{about}{documents}, {hits}"),
        });
        facts.extend(read_so_far(app));
        let took = search.took.as_millis().max(1);
        facts.push(format!("{took} {}", lang.pick("毫秒", "ms")));
        return facts;
    }
    facts.extend(read_so_far(app));
    if !app.shelf.filter().is_empty() {
        let said = lang.pick("筛选", "filter");
        facts.push(format!("{said} “{}” {}", app.shelf.filter(), grouped(app.shelf.listed().len())));
    }
    if app.unread > 0 {
        facts.push(match lang {
            Lang::Zh => format!("{} 未读", grouped(app.unread)),
            Lang::En => format!("{} unread", grouped(app.unread)),
        });
    }
    let rises = app.shelf.sort.rises() != app.shelf.reverse;
    facts.push(format!("{}{}", app.shelf.sort.title(lang), if rises { "↑" } else { "↓" }));
    facts
}

/// How much can be searched, as long as that is not all: `索引 947/5,504`, and how fast it goes on.
fn read_so_far(app: &App) -> Vec<String> {
    let (progress, lang) = (&app.progress, app.lang());
    if progress.is_over() {
        return Vec::new();
    }
    let said = format!("{} {}", lang.pick("索引", "indexed"), progress.describe(lang));
    said.split(" · ").map(str::to_owned).collect()
}
