//! The scopes by name, and the list from which one is chosen to compare with.

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

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
        Subject::Found(_) => lang.pick("搜索结果", "Search result"),
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
        Subject::Found(ids) => format!("{kind} {}", ids.len()),
        Subject::Heap => format!("{kind} {}", shelf.count()),
    }
}

/// The list: the rest of the heap, the other scopes, every document; typing narrows it down.
#[derive(Debug)]
pub struct ScopePicker {
    pub input: Input,
    scopes: Vec<(Option<Subject>, String)>,
    selected: usize,
}

impl ScopePicker {
    pub fn new(subjects: Vec<Subject>, shelf: &Shelf, lang: Lang) -> ScopePicker {
        let documents = shelf.listed().iter().map(|&id| Subject::Document(id));
        let documents: Vec<_> = documents.filter(|document| !subjects.contains(document)).collect();
        let scopes = std::iter::once(None).chain(subjects.into_iter().chain(documents).map(Some));
        let named = scopes.map(|scope| {
            let name = name_of(scope.as_ref(), shelf, lang);
            (scope, name)
        });
        ScopePicker { input: Input::default(), scopes: named.collect(), selected: 0 }
    }

    fn matching(&self) -> Vec<&(Option<Subject>, String)> {
        let folded = |text: &str| text.chars().map(fold).collect::<String>();
        let wanted = folded(self.input.value().trim());
        self.scopes.iter().filter(|(_, name)| folded(name).contains(&wanted)).collect()
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
                return match self.matching().get(self.selected) {
                    Some((scope, _)) => Answer::Compare(scope.clone()),
                    None => Answer::Close,
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
        let said = app.lang().pick("与之对照：", "Compare with: ");
        let x = canvas.put(area.x + 1, area.y, area.right(), said, theme.key);
        let cursor =
            typed_line(app, canvas, &self.input, Rect { x, width: area.right() - x, height: 1, ..area });
        let rows = usize::from(area.height - 1);
        let top = (self.selected + 1).saturating_sub(rows);
        let matching = self.matching();
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
