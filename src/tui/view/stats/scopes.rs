//! The scopes by name, and the list from which one is chosen to compare with.

use std::collections::BTreeMap;

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::collection::Selection;
use crate::lang::Lang;
use crate::text::variant::fold;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::job::Subject;
use crate::tui::keymap::Key;
use crate::tui::prompt;
use crate::tui::shelf::Shelf;
use crate::tui::view::Answer;
use crate::tui::view::list::{as_shown, typed_line};

/// What kind of scope it is.
pub fn kind_of(subject: &Subject, lang: Lang) -> &'static str {
    match subject {
        Subject::Document(_) => lang.pick("本文", "Document"),
        Subject::Section(..) => lang.pick("本节", "Section"),
        Subject::Part(selection) if selection.needs_index() => lang.pick("搜索结果", "Search result"),
        Subject::Part(_) => lang.pick("部分文档", "Part"),
        Subject::Heap => lang.pick("全部文档", "All documents"),
    }
}

/// A scope as one speaks of it; without one, the rest of the heap.
pub fn name_of(subject: Option<&Subject>, shelf: &Shelf, lang: Lang) -> String {
    let Some(subject) = subject else { return lang.pick("其余文档", "the other documents").to_owned() };
    let kind = kind_of(subject, lang);
    let title = |id| shelf.entry(id).map_or("", |entry| entry.title());
    match subject {
        Subject::Document(id) => title(*id).to_owned(),
        Subject::Section(id, _) => format!("{kind} · {}", title(*id)),
        Subject::Part(selection) => selection.to_string(),
        Subject::Heap => format!("{kind} {}", shelf.count()),
    }
}

/// What a scope is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be counted.
    Show,
    /// To be compared with.
    Compare,
}

/// The list: the rest of the heap, the other scopes, those with a name, every document. Typing narrows it
/// down, and what is typed may be a scope itself, as the shell has them: `date=2024..`.
#[derive(Debug)]
pub struct ScopePicker {
    pub input: Input,
    purpose: Purpose,
    scopes: Vec<(Option<Subject>, String)>,
    names: BTreeMap<String, String>,
    selected: usize,
}

impl ScopePicker {
    /// `names` are what the user calls parts of the heap.
    pub fn new(
        purpose: Purpose,
        subjects: Vec<Subject>,
        names: &BTreeMap<String, String>,
        shelf: &Shelf,
        lang: Lang,
    ) -> ScopePicker {
        let documents = shelf.listed().iter().map(|&id| Subject::Document(id));
        let documents: Vec<_> = documents.filter(|document| !subjects.contains(document)).collect();
        let named = |scope: Option<Subject>| {
            let name = name_of(scope.as_ref(), shelf, lang);
            (scope, name)
        };
        let rest = (purpose == Purpose::Compare).then(|| named(None));
        let by_name = names.keys().filter_map(|name| {
            let selection = Selection::parse(name, names).ok()?;
            Some((Some(Subject::Part(selection)), name.clone()))
        });
        let scopes = rest
            .into_iter()
            .chain(subjects.into_iter().map(|subject| named(Some(subject))))
            .chain(by_name)
            .chain(documents.into_iter().map(|document| named(Some(document))));
        let scopes = scopes.collect();
        ScopePicker { input: Input::default(), purpose, scopes, names: names.clone(), selected: 0 }
    }

    /// What is typed as a scope of its own, then the listed ones that have it in their names.
    fn matching(&self) -> Vec<(Option<Subject>, String)> {
        let folded = |text: &str| text.chars().map(fold).collect::<String>();
        let typed = self.input.value().trim();
        let own = Selection::parse(typed, &self.names).ok().filter(|selection| !selection.is_heap());
        let own = own.map(|selection| (Some(Subject::Part(selection)), typed.to_owned()));
        let wanted = folded(typed);
        let listed = self.scopes.iter().filter(|(_, name)| folded(name).contains(&wanted)).cloned();
        own.filter(|_| !self.names.contains_key(typed)).into_iter().chain(listed).collect()
    }

    /// Points at a row; whether it was pointed at before.
    pub fn point(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.selected, row) == row
    }

    pub fn key(&mut self, key: Key) -> Answer {
        let last = self.matching().len().saturating_sub(1);
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Answer::Close,
            (KeyCode::Enter, _) => {
                let chosen = self.matching().into_iter().nth(self.selected);
                return match (chosen, self.purpose) {
                    (Some((scope, _)), Purpose::Compare) => Answer::Compare(scope),
                    (Some((Some(scope), _)), Purpose::Show) => Answer::Scope(scope),
                    _ => Answer::Close,
                };
            }
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.selected = (self.selected + 1).min(last),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.selected = self.selected.saturating_sub(1),
            _ => {
                if prompt::edit(&mut self.input, key) == Some(true) {
                    self.selected = 0;
                }
            }
        }
        Answer::Handled
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) -> Position {
        let (theme, screen) = (&app.options.theme, canvas.area());
        let width = screen.width.saturating_sub(4).min(72);
        let height = screen.height.saturating_sub(2).clamp(3, 18);
        let area = Rect { x: (screen.width - width) / 2, y: screen.y + 1, width, height };
        let area = canvas.popup(area, theme.text, theme.divider);
        let said = match self.purpose {
            Purpose::Compare => app.lang().pick("与之对照：", "Compare with: "),
            Purpose::Show => app.lang().pick("统计范围：", "Count: "),
        };
        let x = canvas.put(area.x + 1, area.y, area.right(), said, theme.key);
        let cursor =
            typed_line(app, canvas, &self.input, Rect { x, width: area.right() - x, height: 1, ..area });
        let rows = usize::from(area.height - 1);
        let top = (self.selected + 1).saturating_sub(rows);
        let matching = self.matching();
        if matching.is_empty() {
            let forms = "search=… title=… date=2024.. source=… folder=…";
            canvas.put_cut(area.x + 2, area.y + 1, area.right() - 1, forms, theme.dim);
        }
        for (y, (at, (_, name))) in (area.y + 1..).zip(matching.iter().enumerate().skip(top).take(rows)) {
            canvas.hot(Rect { y, height: 1, ..area }, Hot::Row(at));
            let here = at == self.selected;
            if here {
                canvas.put(area.x, y, area.right(), canvas.glyphs.bar, theme.current);
            }
            let style = if here { theme.current } else { theme.text };
            canvas.put_cut(area.x + 2, y, area.right() - 1, &as_shown(app, name), style);
        }
        cursor
    }
}
