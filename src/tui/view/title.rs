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
        let found = match lang {
            Lang::Zh => format!("“{query}” {about}{documents} {hits} · {took} 毫秒"),
            Lang::En => format!("“{query}” {about}{documents}, {hits} · {took} ms"),
        };
        return reading(app).into_iter().chain([found]).collect::<Vec<_>>().join("   ");
    }
    let mut facts = Vec::new();
    facts.extend(reading(app));
    if !app.shelf.filter().is_empty() {
        let said = lang.pick("筛选", "filter");
        facts.push(format!("{said} “{}” {}", app.shelf.filter(), grouped(app.shelf.listed().len())));
    }
    let arrow = if app.shelf.reverse { "↑" } else { "↓" };
    facts.push(format!("{}{arrow}", app.shelf.sort.title(lang)));
    if app.unread > 0 {
        facts.push(match lang {
            Lang::Zh => format!("{} 未读", grouped(app.unread)),
            Lang::En => format!("{} unread", grouped(app.unread)),
        });
    }
    facts.join("   ")
}

/// How much can be searched, as long as that is not all.
fn reading(app: &App) -> Option<String> {
    let (progress, lang) = (&app.progress, app.lang());
    (!progress.is_over()).then(|| format!("{} {}", lang.pick("索引", "indexed"), progress.describe(lang)))
}
