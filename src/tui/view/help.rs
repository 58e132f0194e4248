//! Help: every action with its keys and the query language, or the keys and measures of the statistics, made
//! from the tables of each; typing narrows it down.

use std::collections::HashSet;

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Answer;
use super::list::typed_line;
use crate::lang::Lang;
use crate::search::{HELP, Sieve};
use crate::stats::MEASURES;
use crate::text::layout::{self, Measure};
use crate::tui::action::{ACTIONS, Group, Info};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::command::COMMANDS;
use crate::tui::keymap::{Key, Keymap};
use crate::tui::prompt;
use crate::tui::shelf::criteria::EXAMPLES;

/// The help screen.
#[derive(Debug)]
pub struct Help {
    pub input: Input,
    /// The title of the group that a line is in, what to type, and what it does.
    lines: Vec<(&'static str, String, &'static str)>,
    /// The query language is part of it.
    queries: bool,
    top: usize,
}

impl Help {
    pub fn new(lang: Lang, keymap: &Keymap) -> Help {
        let commands = lang.pick("命令（先按 :）", "Commands, after :");
        let commands = COMMANDS.iter().map(|info| {
            (commands, format!("{} {}", info.name, info.argument).trim_end().to_owned(), info.doc(lang))
        });
        let filter = lang.pick("筛选（先按 f）", "Filter, after f");
        let filter = EXAMPLES.iter().map(|(typed, zh, en)| (filter, typed.to_string(), lang.pick(zh, en)));
        let keys = Group::ALL.into_iter().flat_map(|group| keys(group, lang, keymap));
        let lines = keys.chain(commands).chain(filter).collect();
        Help { input: Input::default(), lines, queries: true, top: 0 }
    }

    /// Keys of the statistics, and what they measure: formulas and where they are from.
    pub fn of_statistics(lang: Lang, keymap: &Keymap) -> Help {
        let title = lang.pick("所用的量：公式、含义、出处", "Measures: formula, meaning, source");
        let measures = MEASURES.iter().flat_map(|measure| {
            let name = measure.name(lang).to_owned();
            let below = [measure.meaning(lang), measure.source].into_iter().filter(|said| !said.is_empty());
            let below = below.map(|said| (title, String::new(), said));
            std::iter::once((title, name, measure.formula)).chain(below)
        });
        let lines = keys(Group::Stats, lang, keymap).into_iter().chain(measures).collect();
        Help { input: Input::default(), lines, queries: false, top: 0 }
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
        let typed_width = 21;
        let columns = if area.width >= 110 { 2 } else { 1 };
        let width = area.width / columns as u16;
        let room = Measure {
            columns: width.saturating_sub(typed_width + 4).into(),
            ambiguous: canvas.ambiguous,
            ..Measure::default()
        };
        let rows = self.rows(lang, app.search.is_some());
        let rows: Vec<Row> = rows.into_iter().flat_map(|row| wrapped(row, &room)).collect();
        let per_column = rows.len().div_ceil(columns);
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
        let queries = HELP.iter().map(|line| (line.example, lang.pick(line.chinese, line.english)));
        let title = lang.pick("搜索语句", "Queries");
        let queries = queries.filter(|_| self.queries).map(|(typed, doc)| (title, typed, doc));
        let own = self.lines.iter().map(|(title, typed, doc)| (*title, typed.as_str(), *doc));
        let lines: Vec<_> = match searching {
            true => queries.chain(own).collect(),
            false => own.chain(queries).collect(),
        };
        let wanted = self.input.value().trim().to_lowercase();
        let mut sieve = Sieve::new(&lines, |(_, _, doc): &(&str, &str, &str), text| text(doc));
        // Words of the help, as typed or in pinyin; and keys as they stand.
        let held: HashSet<u32> =
            if wanted.is_empty() { HashSet::new() } else { sieve.sift(&wanted).iter().copied().collect() };
        let fits = |at: usize, typed: &str| {
            wanted.is_empty() || held.contains(&(at as u32)) || typed.to_lowercase().contains(&wanted)
        };
        let mut rows = Vec::new();
        let mut title = "";
        for (at, &(group, typed, doc)) in lines.iter().enumerate() {
            if !fits(at, typed) {
                continue;
            }
            if group != title {
                if !rows.is_empty() {
                    rows.push(Row::Gap);
                }
                rows.push(Row::Group(group));
                title = group;
            }
            rows.push(Row::Line(typed, doc));
        }
        rows
    }
}

/// A line whose words need more room takes several rows.
fn wrapped<'a>(row: Row<'a>, room: &Measure) -> Vec<Row<'a>> {
    let Row::Line(typed, doc) = row else { return vec![row] };
    let broken = layout::rows(doc, room);
    let beside = std::iter::once(typed).chain(std::iter::repeat(""));
    beside.zip(broken).map(|(typed, row)| Row::Line(typed, doc[row.bytes].trim_end())).collect()
}

/// The lines of a group of actions.
fn keys(group: Group, lang: Lang, keymap: &Keymap) -> Vec<(&'static str, String, &'static str)> {
    let actions = ACTIONS.iter().filter(|info| info.group == group);
    let line = |info: &Info| (group.title(lang), keymap.keys_of(info.action).join("  "), info.doc(lang));
    actions.map(line).collect()
}

enum Row<'a> {
    Gap,
    Group(&'static str),
    /// What to type, and what it does.
    Line(&'a str, &'static str),
}
