//! The title line: which heap is open, how it is sorted, how much is unread or still to be cleaned.

use ratatui::layout::Rect;

use crate::lang::{Lang, grouped};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let (theme, lang) = (&app.options.theme, app.lang());
    let end = area.right().saturating_sub(1);
    let name = lang.pick("文览", "wenlan");
    let x = canvas.put(area.x + 1, area.y, end, name, theme.title) + 2;
    let facts = facts(app);
    let right = canvas.put_right(x + 16, area.y, end, &facts, theme.dim);
    let documents = format!("{} · {}", app.heap_name, lang.counted(app.shelf.count(), "篇", "document"));
    canvas.put_cut(x, area.y, right.saturating_sub(2), &documents, theme.dim);
}

fn facts(app: &App) -> String {
    let lang = app.lang();
    if let Some(search) = app.search.as_ref().filter(|search| search.answered) {
        let query = search.input.value().trim();
        let results = &search.results;
        let documents = lang.counted(results.total_documents, "篇", "document");
        let hits = lang.counted(results.total_hits, "处", "hit");
        // Where there were too many candidates to read them all, the totals are estimates.
        let about = if results.estimated { lang.pick("约 ", "about ") } else { "" };
        let took = search.took.as_millis().max(1);
        return match lang {
            Lang::Zh => format!("“{query}” {about}{documents} {hits} · {took} 毫秒"),
            Lang::En => format!("“{query}” {about}{documents}, {hits} · {took} ms"),
        };
    }
    let mut facts = Vec::new();
    let (ready, all) = (app.shelf.ready(), app.shelf.count());
    if ready < all {
        let said = lang.pick("整理", "cleaning");
        facts.push(format!("{said} {}/{}", grouped(ready), grouped(all)));
    }
    if !app.shelf.filter().is_empty() {
        let said = lang.pick("筛选", "filter");
        facts.push(format!("{said} “{}” {}", app.shelf.filter(), grouped(app.shelf.listed().len())));
    }
    let arrow = if app.shelf.reverse { "↑" } else { "↓" };
    facts.push(format!("{}{arrow}", app.shelf.sort.title(lang)));
    let unread = app
        .shelf
        .entries()
        .iter()
        .filter(|entry| !app.state.document(&entry.key).is_some_and(|known| known.read))
        .count();
    if unread > 0 {
        facts.push(match lang {
            Lang::Zh => format!("{} 未读", grouped(unread)),
            Lang::En => format!("{} unread", grouped(unread)),
        });
    }
    facts.join("   ")
}
