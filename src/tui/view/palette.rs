//! The command palette: every action that makes sense here and every command, found by a few letters of its
//! name, by words of its help or by their pinyin; and the arguments of a command, completed.

use std::cell::RefCell;
use std::collections::HashSet;

use crossterm::event::KeyCode;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Answer;
use super::list::typed_line;
use crate::lang::Lang;
use crate::search::Sieve;
use crate::tui::action::{ACTIONS, Action, Group};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, COMMANDS, Command};
use crate::tui::hot::Hot;
use crate::tui::keymap::Key;
use crate::tui::prompt;

/// The palette.
#[derive(Debug)]
pub struct Palette {
    pub input: Input,
    lang: Lang,
    rows: Vec<Row>,
    /// Sifting remembers what was sifted last.
    sieve: RefCell<Sieve>,
    /// Values that complete arguments: themes, tags.
    themes: Vec<String>,
    tags: Vec<String>,
    /// Lines typed before, the latest last; and how far back one has gone.
    lines: Vec<String>,
    back: usize,
    selected: usize,
    /// A row was chosen by the arrows, not only the first one taken as it came.
    pointed: bool,
}

#[derive(Debug, Clone)]
struct Row {
    name: String,
    doc: &'static str,
    key: String,
    does: Does,
}

#[derive(Debug, Clone)]
enum Does {
    Action(Action),
    /// A command; where it takes an argument, that is typed next.
    Command {
        argument: bool,
    },
}

/// What a line offers: a row of the palette, or a value that completes an argument.
#[derive(Debug, Clone)]
enum Offer<'a> {
    Row(&'a Row),
    Value(String),
}

impl Palette {
    /// What matters here first, then what does anything, in the order of the tables.
    pub fn new(app: &App) -> Palette {
        let lang = app.lang();
        let near: Vec<Action> = super::hints::actions(app);
        let mut actions: Vec<_> = ACTIONS.iter().filter(|info| app.is_possible(info.action)).collect();
        actions.sort_by_key(|info| {
            let hinted = near.iter().position(|action| *action == info.action).unwrap_or(usize::MAX);
            // Moving is done by keys; the palette is for what one does not know by heart.
            (hinted, info.group == Group::Move)
        });
        let action = |info: &&crate::tui::action::Info| Row {
            name: info.name.to_owned(),
            doc: info.doc(lang),
            key: app.keymap.key_of(info.action).unwrap_or_default(),
            does: Does::Action(info.action),
        };
        let commands = COMMANDS.iter().map(|info| Row {
            name: info.name.to_owned(),
            doc: info.doc(lang),
            key: info.argument.to_owned(),
            does: Does::Command { argument: !info.argument.is_empty() },
        });
        let hinted = near.len().min(actions.len());
        let rows: Vec<Row> = actions[..hinted]
            .iter()
            .map(action)
            .chain(commands)
            .chain(actions[hinted..].iter().map(action))
            .collect();
        let sieve = RefCell::new(Sieve::new(&rows, |row: &Row, text| {
            text(row.doc);
            text(&row.name);
        }));
        let (themes, tags) = (app.options.themes.names(), app.tags());
        let lines = app.state.lines().to_vec();
        Palette {
            input: Input::default(),
            lang,
            rows,
            sieve,
            themes,
            tags,
            lines,
            back: 0,
            selected: 0,
            pointed: false,
        }
    }

    /// Points at a row, which a click then takes.
    pub fn point(&mut self, row: usize) -> bool {
        (self.selected, self.pointed) = (row, true);
        true
    }

    pub fn paste(&mut self, text: &str) {
        prompt::paste(&mut self.input, text);
        (self.selected, self.pointed) = (0, false);
    }

    pub fn key(&mut self, key: Key) -> Answer {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Answer::Close,
            (KeyCode::Enter, _) => return self.enter(),
            (KeyCode::Tab, _) => self.complete(),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.select(1),
            (KeyCode::Up, _) if !self.pointed && (self.input.value().is_empty() || self.back > 0) => {
                self.recall()
            }
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.select(-1),
            (KeyCode::Backspace, false) if self.input.value().is_empty() => return Answer::Close,
            _ => {
                if prompt::edit(&mut self.input, key) == Some(true) {
                    (self.selected, self.pointed, self.back) = (0, false, 0);
                }
            }
        }
        Answer::Handled
    }

    /// A line typed before.
    fn recall(&mut self) {
        if let Some(line) = self.lines.iter().rev().nth(self.back) {
            self.input = Input::new(line.clone());
            self.back += 1;
        }
    }

    fn select(&mut self, by: isize) {
        let last = self.offers().len().saturating_sub(1);
        let at = self.selected.saturating_add_signed(by).min(last);
        (self.selected, self.pointed) = (at, true);
    }

    /// Puts what is offered into the line.
    fn complete(&mut self) {
        let line = match (self.offer(), command::begun(self.input.value())) {
            (Some(Offer::Value(value)), Some((info, _))) => format!("{} {value}", info.name),
            (Some(Offer::Row(row)), _) => {
                let blank = if matches!(row.does, Does::Command { argument: true }) { " " } else { "" };
                format!("{}{blank}", row.name)
            }
            _ => return,
        };
        self.input = Input::new(line);
        (self.selected, self.pointed) = (0, false);
    }

    fn enter(&mut self) -> Answer {
        let line = self.input.value().trim().to_owned();
        let begun = command::begun(self.input.value()).is_some();
        // A value that was pointed at, or the only thing an argument could become, is taken.
        if begun && let Some(Offer::Value(value)) = self.offer() {
            let exact = line.ends_with(&value);
            if self.pointed || !exact && !value.ends_with(['=', ':']) && !self.is_free() {
                self.complete();
                return self.run(self.input.value().trim());
            }
        }
        match self.offer() {
            Some(Offer::Row(Row { does: Does::Action(action), .. }))
                if !begun && command::read(&line, self.lang).is_none() =>
            {
                Answer::Act(*action)
            }
            Some(Offer::Row(Row { does: Does::Action(action), .. })) if self.pointed => Answer::Act(*action),
            Some(Offer::Row(row)) if matches!(row.does, Does::Command { argument: true }) && !begun => {
                let number = matches!(
                    command::read(&line, self.lang),
                    Some(Ok(Command::Go(_) | Command::GoPercent(_)))
                );
                if number {
                    return self.run(&line);
                }
                self.complete();
                Answer::Handled
            }
            Some(Offer::Row(row)) if !begun => self.run(&row.name),
            _ if line.is_empty() => Answer::Close,
            _ => self.run(&line),
        }
    }

    /// Whether the argument being typed is anything one likes.
    fn is_free(&self) -> bool {
        command::begun(self.input.value()).is_some_and(|(info, _)| !matches!(info.name, "theme" | "untag"))
    }

    fn run(&self, line: &str) -> Answer {
        match command::read(line, self.lang) {
            Some(Ok(command)) => Answer::Command(command, line.to_owned()),
            Some(Err(said)) => Answer::Say(said),
            None => Answer::Close,
        }
    }

    fn offer(&self) -> Option<Offer<'_>> {
        let offers = self.offers();
        offers.get(self.selected.min(offers.len().saturating_sub(1))).cloned()
    }

    /// What the line offers, best first.
    fn offers(&self) -> Vec<Offer<'_>> {
        if let Some((info, argument)) = command::begun(self.input.value()) {
            let mut values = command::values(info, &self.themes, &self.tags);
            values.retain(|value| value.contains(argument));
            values.sort_by_key(|value| !value.starts_with(argument));
            return values.into_iter().map(Offer::Value).collect();
        }
        let wanted = self.input.value().trim();
        if wanted.is_empty() {
            return self.rows.iter().map(Offer::Row).collect();
        }
        let matcher = SkimMatcherV2::default().ignore_case();
        // Rows that have the words, as typed or in pinyin, before those that only have the letters.
        let held: HashSet<u32> = self.sieve.borrow_mut().sift(wanted).iter().copied().collect();
        let mut scored: Vec<(i64, &Row)> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let letters = matcher.fuzzy_match(&row.name, wanted).max(matcher.fuzzy_match(row.doc, wanted));
            let score = match (row.key == wanted || row.name == wanted, held.contains(&(at as u32)), letters)
            {
                (true, ..) => i64::MAX,
                (_, true, letters) => HELD + letters.unwrap_or(0),
                (_, false, Some(letters)) => letters,
                (_, false, None) => continue,
            };
            scored.push((score, row));
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(_, row)| Offer::Row(row)).collect()
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) -> Position {
        let (theme, screen) = (&app.options.theme, canvas.area());
        let width = screen.width.saturating_sub(4).min(80);
        let height = screen.height.saturating_sub(2).clamp(3, 18);
        let area = Rect { x: (screen.width - width) / 2, y: screen.y + 1, width, height };
        let area = canvas.popup(area, theme.text, theme.divider);
        let x = canvas.put(area.x + 1, area.y, area.right(), ": ", theme.key);
        let cursor =
            typed_line(app, canvas, &self.input, Rect { x, width: area.right() - x, height: 1, ..area });
        let rows = usize::from(area.height - 1);
        let offers = self.offers();
        if let (true, Some((info, _))) = (offers.is_empty(), command::begun(self.input.value())) {
            canvas.put_cut(area.x + 2, area.y + 1, area.right() - 1, info.doc(self.lang), theme.dim);
            canvas.put_cut(area.x + 2, area.y + 2, area.right() - 1, info.argument, theme.dim);
        }
        let top = (self.selected + 1).saturating_sub(rows);
        let end = area.right() - 1;
        for (y, (at, offer)) in (area.y + 1..).zip(offers.iter().enumerate().skip(top).take(rows)) {
            canvas.hot(Rect { y, height: 1, ..area }, Hot::Row(at));
            let selected = at == self.selected;
            if selected {
                canvas.put(area.x, y, end, canvas.glyphs.bar, theme.current);
            }
            let style = if selected { theme.current } else { theme.text };
            match offer {
                Offer::Value(value) => drop(canvas.put_cut(area.x + 2, y, end, value, style)),
                Offer::Row(row) => {
                    let key_x = canvas.put_right(area.x, y, end, &row.key, theme.key);
                    let name_x =
                        canvas.put_right(area.x + 30, y, key_x.saturating_sub(2), &row.name, theme.dim);
                    canvas.put_cut(area.x + 2, y, name_x.saturating_sub(2), row.doc, style);
                }
            }
        }
        cursor
    }
}

/// More than letters that happen to stand in order are worth.
const HELD: i64 = 1_000_000;
