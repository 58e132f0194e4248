//! The status line: where one is, and the keys that matter now.

use ratatui::layout::Rect;

use crate::lang::{Lang, grouped};
use crate::text::width::truncate;
use crate::tui::action::Action;
use crate::tui::app::{App, Focus, Overlay};
use crate::tui::canvas::Canvas;
use crate::tui::keymap::{Lookup, show};

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
    let hints = hints(app);
    let hint_style = theme.status;
    // Hints give way to the place; the least important ones, at the end, first.
    let place_width = canvas.width(&place).min(area.width / 2);
    let mut x = end;
    let mut shown = Vec::new();
    let mut used = 0;
    for (key, said) in &hints {
        let wide = canvas.width(key) + 1 + canvas.width(said) + 2;
        if used + wide > end.saturating_sub(area.x + place_width + 3) {
            break;
        }
        used += wide;
        shown.push((key, said));
    }
    x = x.saturating_sub(used.saturating_sub(2));
    canvas.put_cut(area.x + 1, area.y, x.saturating_sub(2), &place, theme.status);
    for (key, said) in shown {
        x = canvas.put(x, area.y, end, key, theme.key) + 1;
        x = canvas.put(x, area.y, end, said, hint_style) + 2;
    }
}

/// While keys are pending: what may follow.
fn draw_pending(app: &App, canvas: &mut Canvas, area: Rect) {
    let theme = &app.options.theme;
    let end = area.right().saturating_sub(1);
    let count = app.pending.count.map(|count| count.to_string()).unwrap_or_default();
    let typed = format!("{count}{}", show(&app.pending.keys));
    let mut x = canvas.put(area.x + 1, area.y, end, &typed, theme.current) + 2;
    match app.keymap.lookup(app.mode(), &app.pending.keys) {
        Lookup::Prefix(node) if !app.pending.keys.is_empty() => {
            for (key, action) in node.followers() {
                let said = action.map_or("…", |action| action.info().doc(app.lang()));
                let key = key.to_string();
                if x + canvas.width(&key) + 1 + canvas.width(said) > end {
                    canvas.put(x, area.y, end, "…", theme.dim);
                    break;
                }
                x = canvas.put(x, area.y, end, &key, theme.key) + 1;
                x = canvas.put(x, area.y, end, said, theme.status) + 2;
            }
        }
        Lookup::Action(action) => {
            canvas.put_cut(x, area.y, end, action.info().doc(app.lang()), theme.status);
        }
        _ => {}
    }
}

/// Where one is.
fn place(app: &App) -> String {
    let lang = app.lang();
    if app.stats.is_some() {
        return lang.pick("统计", "Statistics").to_owned();
    }
    if let Some(search) = app.search.as_ref().filter(|_| app.focus == Focus::Side) {
        let count = search.results.documents.len();
        let at = if count == 0 { 0 } else { search.selected + 1 };
        let more = if search.results.others.is_empty() { "" } else { "+" };
        return format!("{} {at}/{count}{more} · {}", lang.pick("结果", "Results"), search.reach.name(lang));
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
    let mut parts = vec![format!("{pane} {}/{count}", row.min(count))];
    if let Some(raw) = &app.raw {
        let said = lang.pick("行", "line");
        parts.push(format!(
            "{said} {}/{}",
            grouped(raw.line() as usize),
            grouped(raw.lines_in_all() as usize)
        ));
        return parts.join("  ");
    }
    if let Some(reading) = app.reading.as_ref().filter(|reading| !reading.is_empty()) {
        parts.push(format!("{}%", reading.percent()));
        if let Some(hit) = reading.hit {
            parts.push(format!("{} {}/{}", lang.pick("命中", "hit"), hit + 1, reading.hits().len()));
        }
        let folds = &reading.paper.folds;
        if app.focus == Focus::Text
            && let Some(section) = reading.section()
            && let Some(heading) = folds.sections()[section].heading
        {
            let text = truncate(reading.paper.text(heading), 20, app.options.ambiguous);
            let number = reading.cursor.block - heading;
            parts.push(match (number, lang) {
                (0, _) => text.into_owned(),
                (_, Lang::Zh) => format!("{text} › {number} 段"),
                (_, Lang::En) => format!("{text} › ¶ {number}"),
            });
        }
    }
    parts.join("  ")
}

/// The keys that matter now, the most important first.
fn hints(app: &App) -> Vec<(String, &'static str)> {
    let lang = app.lang();
    let key = |action: Action| app.keymap.key_of(action);
    let mut hints: Vec<(String, &'static str)> = Vec::new();
    let mut add = |action: Action, zh: &'static str, en: &'static str| {
        hints.extend(key(action).map(|key| (key, lang.pick(zh, en))));
    };
    if let Some(Overlay::Palette(_) | Overlay::Themes(_)) = app.overlay {
        let done = match app.overlay {
            Some(Overlay::Palette(_)) => lang.pick("执行", "do it"),
            _ => lang.pick("选用", "use it"),
        };
        let keys =
            [("Enter", done), ("↑↓", lang.pick("选择", "choose")), ("Esc", lang.pick("取消", "cancel"))];
        return keys.map(|(key, said)| (key.to_owned(), said)).into();
    }
    let typing = app.filter.is_some() || app.search.as_ref().is_some_and(|search| search.typing);
    if typing {
        let mut hints = vec![
            ("Enter".to_owned(), lang.pick("到正文", "to the text")),
            ("Esc".to_owned(), lang.pick("返回", "back")),
            ("↑↓".to_owned(), lang.pick("选择", "choose")),
        ];
        if app.search.is_some() {
            hints.push(("Tab".to_owned(), lang.pick("换范围", "scope")));
            hints.push(("^p".to_owned(), lang.pick("上次的词", "earlier query")));
            hints.push(("F1".to_owned(), lang.pick("检索语言", "query language")));
        }
        return hints;
    }
    if app.stats.is_some() {
        add(Action::StatsScope, "范围", "scope");
        add(Action::StatsChoose, "选范围", "choose scope");
        add(Action::Activate, "看原处", "to the text");
        add(Action::Stats, "返回", "close");
        add(Action::Help, "说明", "formulas");
        add(Action::StatsCompare, "对照", "compare");
        add(Action::StatsExport, "导出", "export");
        add(Action::StatsFull, "整屏", "whole screen");
        hints.insert(0, ("1–7".to_owned(), lang.pick("换页", "page")));
        return hints;
    }
    let selecting = app.reading.as_ref().is_some_and(|reading| reading.anchor.is_some());
    if selecting {
        add(Action::Copy, "复制", "copy");
        add(Action::Cite, "连出处", "cite");
        add(Action::Back, "取消", "cancel");
        return hints;
    }
    if app.search.is_some() {
        add(Action::HitNext, "下一处", "next hit");
        add(Action::HitPrev, "上一处", "previous");
        add(Action::Back, "返回", "back");
        add(Action::CloseSearch, "留在此处", "stay here");
    }
    if app.raw.is_some() {
        add(Action::Raw, "回到正文", "cleaned text");
        add(Action::HeadingNext, "下一剔除处", "next removed");
        add(Action::Edit, "编辑", "edit");
    } else if app.focus == Focus::Side {
        add(Action::Activate, "打开", "open");
        if app.search.is_none() && app.outline.is_some() {
            add(Action::Outline, "文档列表", "documents");
            add(Action::Search, "搜索", "search");
        } else if app.search.is_none() {
            add(Action::Search, "搜索", "search");
            add(Action::Filter, "筛选", "filter");
            add(Action::Sort, "排序", "sort");
        }
    } else {
        add(Action::FoldToggle, "折叠", "fold");
        if app.search.is_none() {
            add(Action::Search, "搜索", "search");
        }
        add(Action::Stats, "统计", "statistics");
        add(Action::Raw, "原文", "raw");
        add(Action::Outline, "目录", "outline");
    }
    add(Action::Palette, "命令", "commands");
    add(Action::Help, "帮助", "help");
    add(Action::Quit, "退出", "quit");
    hints
}
