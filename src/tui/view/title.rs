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
    let mut facts = facts(app);
    let fits = |facts: &[String]| x + 16 + canvas.width(&facts.join(GAP)) <= end;
    // The less important ones, at the end, give way; last of all the details of what is going on.
    while facts.len() > 1 && !fits(&facts) {
        facts.pop();
    }
    if !fits(&facts) && !app.progress.is_over() {
        facts = vec![format!("{} {}", indexed(app.lang()), app.progress.brief())];
    }
    let right = canvas.put_right(x + 16, area.y, end, &facts.join(GAP), theme.dim);
    let documents = format!("{} · {}", app.heap_name, lang.counted(app.shelf.count(), "篇", "document"));
    canvas.put_cut(x, area.y, right.saturating_sub(2), &documents, theme.dim);
}

/// Between two facts.
const GAP: &str = "   ";

/// What there is to say, the most important first.
fn facts(app: &App) -> Vec<String> {
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
        return [found].into_iter().chain(reading(app)).collect();
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
    facts
}

/// How much can be searched, as long as that is not all.
fn reading(app: &App) -> Option<String> {
    let (progress, lang) = (&app.progress, app.lang());
    (!progress.is_over()).then(|| format!("{} {}", indexed(lang), progress.describe(lang)))
}

fn indexed(lang: Lang) -> &'static str {
    lang.pick("索引", "indexed")
}
