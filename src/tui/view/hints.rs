//! Hints: the keys that matter now. Where they have no room, the least useful give way first.

use crossterm::event::KeyCode;

use crate::tui::action::Action;
use crate::tui::app::{App, Layer, Overlay};
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::keymap::Key;

/// A key, and what it does here.
#[derive(Debug, Clone)]
pub struct Hint {
    pub key: String,
    pub said: &'static str,
    /// What a click on it does.
    pub does: Hot,
}

impl Hint {
    pub fn width(&self, canvas: &Canvas) -> u16 {
        canvas.width(&self.key) + 1 + canvas.width(self.said)
    }
}

/// Hints with their rank: 0 stays longest.
struct Hints<'a> {
    app: &'a App,
    list: Vec<(u8, Hint)>,
}

impl Hints<'_> {
    /// An action by the first of its keys; one that has none is left out.
    fn add(&mut self, rank: u8, action: Action, zh: &'static str, en: &'static str) {
        if let Some(key) = self.app.keymap.key_of(action) {
            self.list.push((rank, Hint { key, said: self.app.lang().pick(zh, en), does: Hot::Act(action) }));
        }
    }

    /// A key of what has them now; of several, none is pressed by a click.
    fn key(&mut self, rank: u8, key: Option<KeyCode>, zh: &'static str, en: &'static str) {
        let (shown, does) = match key.map(Key::plain) {
            Some(key) => (key.to_string(), Hot::Press(key)),
            None => ("↑↓".to_owned(), Hot::Cover),
        };
        self.list.push((rank, Hint { key: shown, said: self.app.lang().pick(zh, en), does }));
    }
}

/// The hints that have room, in the order in which they stand. Beside those that matter most stands the
/// `least` of a place at least, beside the others what `place` takes.
pub fn fitting(app: &App, canvas: &Canvas, room: usize, least: usize, place: usize) -> Vec<Hint> {
    let mut ranked: Vec<(usize, u8, Hint)> =
        hints(app).into_iter().enumerate().map(|(at, (rank, hint))| (at, rank, hint)).collect();
    ranked.sort_by_key(|(at, rank, _)| (*rank, *at));
    let mut used = 0;
    let mut kept: Vec<(usize, Hint)> = Vec::new();
    for (at, rank, hint) in ranked {
        let wide = usize::from(hint.width(canvas)) + 2;
        let beside = if rank == 0 { least } else { place };
        if used + wide + beside + 1 > room {
            break;
        }
        used += wide;
        kept.push((at, hint));
    }
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, hint)| hint).collect()
}

/// The actions that are hinted at here, the most useful first.
pub fn actions(app: &App) -> Vec<Action> {
    let mut ranked = hints(app);
    ranked.sort_by_key(|(rank, _)| *rank);
    let action = |(_, hint): (u8, Hint)| if let Hot::Act(action) = hint.does { Some(action) } else { None };
    ranked.into_iter().filter_map(action).filter(|action| *action != Action::Palette).collect()
}

fn hints(app: &App) -> Vec<(u8, Hint)> {
    let mut hints = Hints { app, list: Vec::new() };
    match app.layer() {
        Layer::Overlay => overlay(&mut hints),
        Layer::Filter => typing(&mut hints, false),
        Layer::Query => typing(&mut hints, true),
        Layer::Stats => stats(&mut hints),
        Layer::Side => side(&mut hints),
        Layer::Raw => raw(&mut hints),
        Layer::Text => text(&mut hints),
    }
    hints.list
}

fn overlay(hints: &mut Hints) {
    let done = match hints.app.overlay() {
        // It has a line of its own for them.
        Some(Overlay::Help(_) | Overlay::Details(_)) | None => return,
        Some(Overlay::Palette(_)) => ("执行", "do it"),
        Some(Overlay::Themes(_)) => ("选用", "use it"),
        Some(Overlay::Scopes(_)) => ("对照", "compare"),
        Some(Overlay::Picker(_)) => ("选定", "choose it"),
        Some(Overlay::Note(_)) => {
            hints.key(0, Some(KeyCode::Enter), "摘抄", "keep it");
            return hints.key(1, Some(KeyCode::Esc), "取消", "cancel");
        }
    };
    hints.key(0, Some(KeyCode::Enter), done.0, done.1);
    hints.key(2, None, "选择", "choose");
    hints.key(1, Some(KeyCode::Esc), "取消", "cancel");
}

fn typing(hints: &mut Hints, query: bool) {
    hints.key(0, Some(KeyCode::Enter), "到正文", "to the text");
    hints.key(1, Some(KeyCode::Esc), "返回", "back");
    if query {
        hints.key(2, Some(KeyCode::F(1)), "检索语言", "queries");
        hints.key(3, Some(KeyCode::Tab), "换范围", "scope");
    }
    hints.key(4, None, "选择", "choose");
    if query {
        let key = Key { ctrl: true, ..Key::plain(KeyCode::Char('p')) };
        let said = hints.app.lang().pick("上次的词", "earlier query");
        hints.list.push((5, Hint { key: key.to_string(), said, does: Hot::Press(key) }));
    }
}

fn stats(hints: &mut Hints) {
    let pages = hints.app.lang().pick("换页", "page");
    hints.list.push((2, Hint { key: "1–7".to_owned(), said: pages, does: Hot::Cover }));
    hints.add(3, Action::StatsScope, "范围", "scope");
    hints.add(3, Action::StatsChoose, "选范围", "choose scope");
    hints.add(4, Action::Activate, "看原处", "to the text");
    hints.add(1, Action::Stats, "返回", "close");
    hints.add(5, Action::StatsCompare, "对照", "compare");
    hints.add(6, Action::StatsExport, "导出", "export");
    hints.add(7, Action::StatsFull, "整屏", "whole screen");
    hints.add(0, Action::Help, "说明", "formulas");
}

/// What stands at the end of most places.
fn always(hints: &mut Hints) {
    hints.add(2, Action::Palette, "命令", "commands");
    hints.add(0, Action::Help, "帮助", "help");
    hints.add(9, Action::Quit, "退出", "quit");
}

/// In a search, besides what the pane itself offers.
fn found(hints: &mut Hints) {
    hints.add(1, Action::HitNext, "下一处", "next hit");
    hints.add(6, Action::HitPrev, "上一处", "previous");
    hints.add(3, Action::Back, "返回", "back");
    hints.add(7, Action::CloseSearch, "留在此处", "stay here");
}

fn side(hints: &mut Hints) {
    let (searching, outline) = (hints.app.search.is_some(), hints.app.outline.is_some());
    if searching {
        found(hints);
    }
    hints.add(4, Action::Activate, "打开", "open");
    if !searching {
        hints.add(1, Action::Search, "搜索", "search");
        if outline {
            hints.add(3, Action::Outline, "文档列表", "documents");
        } else {
            hints.add(3, Action::Filter, "筛选", "filter");
            hints.add(5, Action::Sort, "排序", "sort");
        }
    }
    always(hints);
}

fn raw(hints: &mut Hints) {
    hints.add(1, Action::Raw, "回到正文", "cleaned text");
    hints.add(3, Action::HeadingNext, "下一剔除处", "next removed");
    hints.add(4, Action::Edit, "编辑", "edit");
    always(hints);
}

fn text(hints: &mut Hints) {
    let selecting = hints.app.reading.as_ref().is_some_and(|reading| reading.anchor.is_some());
    if selecting {
        hints.add(0, Action::Copy, "复制", "copy");
        hints.add(1, Action::Cite, "连出处", "cite");
        hints.add(1, Action::Keep, "摘抄", "keep");
        hints.add(2, Action::Back, "取消", "cancel");
        return;
    }
    let searching = hints.app.search.is_some();
    if searching {
        found(hints);
    } else {
        hints.add(1, Action::Search, "搜索", "search");
    }
    hints.add(4, Action::FoldToggle, "折叠", "fold");
    hints.add(5, Action::Stats, "统计", "statistics");
    hints.add(5, Action::Raw, "原文", "raw");
    hints.add(6, Action::Outline, "目录", "outline");
    always(hints);
}
