//! The side pane while searching: the query, and the documents found with the reason and an extract.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::list::{as_shown, shown_title, typed_line};
use crate::lang::{Lang, grouped};
use crate::search::{Found, MatchKind, Query, Snippet, Tier, clause_start};
use crate::tui::app::{App, Focus, Reach, SearchPane};
use crate::tui::canvas::Canvas;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let search = app.search.as_ref()?;
    let theme = &app.options.theme;
    let x = canvas.put(area.x + 1, area.y, area.right(), "/ ", theme.key);
    let line = Rect { x, width: area.right().saturating_sub(x), height: 1, ..area };
    let cursor = typed_line(app, canvas, &search.input, line);
    let empty = Query::parse(search.input.value()).is_empty();
    if search.results.documents.is_empty() {
        let progress = &app.progress;
        let unsure = !empty && search.reach == Reach::Heap && !progress.is_over();
        if unsure {
            let (done, of) = (grouped(progress.ready), grouped(progress.documents));
            let said = format!("{} {done}/{of}", app.lang().pick("已查", "looked through"));
            canvas.put_cut(area.x + 3, area.y + 3, area.right(), &said, theme.dim);
        }
        let said = match (empty, search.answered, search.reach) {
            _ if unsure => app.lang().pick("尚未找到", "not found yet"),
            (true, ..) => app.lang().pick("输入词语、拼音或首字母", "type words, pinyin or initials"),
            (false, true, Reach::Heap) => app.lang().pick("没有找到", "nothing found"),
            (false, true, _) => {
                app.lang().pick("没有找到；Tab 换个范围", "nothing here; Tab looks elsewhere")
            }
            (false, false, _) => "",
        };
        canvas.put_cut(area.x + 3, area.y + 2, area.right(), said, theme.dim);
        if search.answered && !empty && !unsure && !search.results.nowhere.is_empty() {
            let words = search.results.nowhere.join(app.lang().pick("、", ", "));
            let said = format!("{} {words}", app.lang().pick("没有一篇有", "no document has"));
            canvas.put_cut(area.x + 3, area.y + 3, area.right(), &as_shown(app, &said), theme.dim);
        }
    }
    let height = app.item_height(area) as u16;
    for (row, found) in search.results.documents.iter().enumerate().skip(app.side_top) {
        let y = area.y + 1 + (row - app.side_top) as u16 * height;
        if y + height > area.bottom() + 1 {
            break;
        }
        let area = Rect { y, height: height.min(area.bottom() - y), ..area };
        draw_found(app, search, canvas, found, row == search.selected, area);
    }
    search.typing.then_some(cursor)
}

fn draw_found(
    app: &App,
    search: &SearchPane,
    canvas: &mut Canvas,
    found: &Found,
    selected: bool,
    area: Rect,
) {
    let theme = &app.options.theme;
    let Some(entry) = app.shelf.entry(found.document) else { return };
    let (x, end) = (area.x + 2, area.right().saturating_sub(1));
    if selected {
        let style = if app.focus == Focus::Side { theme.current } else { theme.dim };
        for y in area.top()..area.bottom().min(area.y + 3) {
            canvas.put(area.x, y, area.right(), canvas.glyphs.bar, style);
        }
    }
    let hits = format!("{} {}", canvas.glyphs.hits, found.hits.len());
    let title_end = canvas.put_right(x, area.y, end, &hits, theme.mark).saturating_sub(1);
    let style = if selected { theme.current } else { theme.title };
    canvas.put_cut(x, area.y, title_end, &as_shown(app, &shown_title(entry, app.lang())), style);
    if area.height > 1 {
        let date = entry.summary.as_ref().and_then(|summary| summary.published);
        let date = date.map(|published| published.day()).unwrap_or_default();
        let why_end = canvas.put_right(x, area.y + 1, end, &date, theme.dim).saturating_sub(1);
        canvas.put_cut(x, area.y + 1, why_end, &why(found, app.lang()), theme.dim);
    }
    if let Some(snippet) = search.snippets.get(&found.document).filter(|_| area.height > 2) {
        draw_snippet(app, canvas, snippet, Rect { x, y: area.y + 2, width: end - x, height: 1 });
    }
}

/// Which words the query was taken for, and how.
fn why(found: &Found, lang: Lang) -> String {
    let mut said: Vec<String> = Vec::new();
    for why in &found.why {
        let word = match why.kind {
            MatchKind::Exact | MatchKind::Part => continue,
            MatchKind::Variant => format!("{} {}", lang.pick("异体", "variant"), why.word),
            MatchKind::Pinyin => format!("{} {}", lang.pick("拼音", "pinyin"), why.word),
            MatchKind::Initials => format!("{} {}", lang.pick("首字母", "initials"), why.word),
            MatchKind::Homophone => format!("{} {}", lang.pick("同音", "same sound"), why.word),
            MatchKind::Subsequence => format!("{} {}", lang.pick("缩略", "short for"), why.word),
            MatchKind::Typo => format!("{} {}", lang.pick("近似", "nearly"), why.word),
        };
        if !said.contains(&word) {
            said.push(word);
        }
    }
    let tier = match found.tier {
        Tier::Exact => lang.pick("原词", "as typed").to_owned(),
        Tier::Words => lang.pick("各词都有", "all words").to_owned(),
        Tier::Apart => lang.pick("各词分散", "words far apart").to_owned(),
        Tier::Some => format!("{} {}", lang.pick("缺", "without"), found.missing.join(lang.pick("、", ", "))),
        Tier::Forgiven if said.is_empty() => lang.pick("近似", "nearly").to_owned(),
        Tier::Forgiven => return said.join("、"),
    };
    if found.version_of.is_some() {
        return lang.pick("旧版", "older version").to_owned();
    }
    match found.tier {
        Tier::Exact if !said.is_empty() => said.join("、"),
        _ => tier,
    }
}

/// An extract with its matches marked; it begins near the first of them.
fn draw_snippet(app: &App, canvas: &mut Canvas, snippet: &Snippet, area: Rect) {
    let theme = &app.options.theme;
    let text = as_shown(app, &snippet.text);
    let first = snippet.ranges.first().map_or(0, |range| range.start);
    // A third of the row for what stands before the match.
    let before = usize::from(area.width) / 6;
    let from = clause_start(&text, first.saturating_sub(before), first);
    let mut x = area.x;
    if from > 0 {
        x = canvas.put(x, area.y, area.right(), "…", theme.dim);
    }
    for (at, c) in text.chars().enumerate().skip(from) {
        let hit = snippet.ranges.iter().any(|range| range.contains(&at));
        let style: Style = if hit { theme.hit } else { theme.text };
        let next = canvas.put(x, area.y, area.right(), c.encode_utf8(&mut [0; 4]), style);
        if next == x {
            break;
        }
        x = next;
    }
}
