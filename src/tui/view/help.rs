//! Help: every action with its keys and the query language, made from the tables of both; typing narrows
//! it down.

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Answer;
use super::list::typed_line;
use crate::lang::Lang;
use crate::search::HELP;
use crate::tui::action::{ACTIONS, Group};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::keymap::{Key, Keymap};
use crate::tui::prompt;

/// The help screen.
#[derive(Debug)]
pub struct Help {
    pub input: Input,
    lines: Vec<(Group, String, &'static str)>,
    top: usize,
}

impl Help {
    pub fn new(lang: Lang, keymap: &Keymap) -> Help {
        let lines = ACTIONS
            .iter()
            .map(|info| (info.group, keymap.keys_of(info.action).join("  "), info.doc(lang)))
            .collect();
        Help { input: Input::default(), lines, top: 0 }
    }

    pub fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows).min(self.lines.len());
    }

    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            KeyCode::Esc | KeyCode::Enter => return Answer::Close,
            KeyCode::Char('q' | '?') if self.input.value().is_empty() => return Answer::Close,
            KeyCode::Char('c') if key.ctrl => return Answer::Close,
            KeyCode::Down => self.scroll(1),
            KeyCode::Up => self.scroll(-1),
            KeyCode::PageDown => self.scroll(10),
            KeyCode::PageUp => self.scroll(-10),
            KeyCode::Char(' ') if self.input.value().is_empty() => self.scroll(10),
            _ => {
                if prompt::edit(&mut self.input, key) == Some(true) {
                    self.top = 0;
                }
            }
        }
        Answer::Handled
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) -> Position {
        let (theme, lang) = (&app.options.theme, app.lang());
        let area = canvas.area();
        canvas.clear(area, theme.text);
        let x = canvas.put(area.x + 1, area.y, area.right(), lang.pick("帮助", "Help"), theme.title) + 2;
        let x = canvas.put(x, area.y, area.right(), "/ ", theme.key);
        let cursor =
            typed_line(app, canvas, &self.input, Rect { x, width: area.right() - x, height: 1, ..area });
        let hint = lang.pick("键入即筛选 · ↑↓ 滚动 · Esc 返回", "type to narrow · ↑↓ scroll · Esc back");
        canvas.put_cut(area.x + 1, area.bottom() - 1, area.right(), hint, theme.status);

        let body = Rect { y: area.y + 2, height: area.height.saturating_sub(3), ..area };
        let rows = self.rows(lang, app.search.is_some());
        let typed_width = 21;
        let columns = if area.width >= 110 { 2 } else { 1 };
        let per_column = rows.len().div_ceil(columns);
        let width = area.width / columns as u16;
        let most = per_column.saturating_sub(body.height.into());
        for (column, rows) in rows.chunks(per_column.max(1)).enumerate() {
            let x = area.x + 1 + column as u16 * width;
            let end = (x + width).saturating_sub(2).min(area.right());
            for (y, row) in (body.top()..body.bottom()).zip(rows.iter().skip(self.top.min(most))) {
                match row {
                    Row::Gap => {}
                    Row::Group(title) => drop(canvas.put_cut(x, y, end, title, theme.heading)),
                    Row::Line(typed, doc) => {
                        canvas.put_cut(x + 2, y, x + typed_width, typed, theme.key);
                        canvas.put_cut(x + typed_width + 1, y, end, doc, theme.text);
                    }
                }
            }
        }
        cursor
    }

    /// The query language comes first while a search is open.
    fn rows(&self, lang: Lang, searching: bool) -> Vec<Row<'_>> {
        let wanted = self.input.value().trim().to_lowercase();
        let fits = |typed: &str, doc: &str| doc.to_lowercase().contains(&wanted) || typed.contains(&wanted);
        let keys = Group::ALL.map(|group| {
            let own = self.lines.iter().filter(move |(of, ..)| *of == group);
            (group.title(lang), own.map(|(_, keys, doc)| (keys.as_str(), *doc)).collect::<Vec<_>>())
        });
        let queries = HELP.iter().map(|line| (line.example, lang.pick(line.chinese, line.english)));
        let mut groups = vec![(lang.pick("搜索语句", "Queries"), queries.collect::<Vec<_>>())];
        groups.splice(if searching { 1..1 } else { 0..0 }, keys);
        let mut rows = Vec::new();
        for (title, lines) in groups {
            let matching: Vec<_> = lines.into_iter().filter(|(typed, doc)| fits(typed, doc)).collect();
            if matching.is_empty() {
                continue;
            }
            if !rows.is_empty() {
                rows.push(Row::Gap);
            }
            rows.push(Row::Group(title));
            rows.extend(matching.into_iter().map(|(typed, doc)| Row::Line(typed, doc)));
        }
        rows
    }
}

enum Row<'a> {
    Gap,
    Group(&'static str),
    /// What to type, and what it does.
    Line(&'a str, &'static str),
}
