//! A list from which one thing is chosen, narrowed down as one types: history, bookmarks, facets, passages.

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Answer;
use super::list::{as_shown, typed_line};
use crate::search::Sieve;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::keymap::Key;
use crate::tui::prompt;

/// A thing to choose.
#[derive(Debug, Clone)]
pub struct Item {
    pub label: String,
    /// Beside it at the right, dimmed.
    pub detail: String,
    pub choice: Choice,
}

/// What is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    Nothing,
    /// The document that is remembered by this key.
    Document(String),
    /// Another heap, by its paths.
    Heap(Vec<std::path::PathBuf>),
    /// To be added to the filter of the list.
    Filter(String),
    /// A program with its arguments, and the command that it comes from, which is trusted from now on.
    Run {
        words: Vec<String>,
        command: String,
    },
    /// Text for the clipboard.
    Copy(String),
    /// A passage, by its number: to its place; its note to be changed; to be dropped.
    Passage(String),
    NotePassage(String),
    DropPassage(String),
}

/// The list.
#[derive(Debug)]
pub struct Picker {
    title: &'static str,
    pub input: Input,
    items: Vec<Item>,
    sieve: Sieve,
    /// The items that match, by their places.
    matching: Vec<u32>,
    selected: usize,
    /// What is said where there is nothing to choose.
    nothing: &'static str,
    /// What else can be done, on the last row.
    foot: &'static str,
}

impl Picker {
    pub fn new(title: &'static str, nothing: &'static str, items: Vec<Item>) -> Picker {
        let sieve = Sieve::new(&items, |item: &Item, text| {
            text(&item.label);
            text(&item.detail);
        });
        let matching = (0..items.len() as u32).collect();
        Picker { title, input: Input::default(), items, sieve, matching, selected: 0, nothing, foot: "" }
    }

    pub fn with_foot(self, foot: &'static str) -> Picker {
        Picker { foot, ..self }
    }

    fn chosen(&self) -> Option<&Choice> {
        let item = self.matching.get(self.selected).and_then(|&at| self.items.get(at as usize));
        item.map(|item| &item.choice)
    }

    fn narrow(&mut self) {
        self.selected = 0;
        self.matching = match self.input.value().trim() {
            "" => (0..self.items.len() as u32).collect(),
            wanted => self.sieve.sift(wanted).to_vec(),
        };
    }

    pub fn paste(&mut self, text: &str) {
        prompt::paste(&mut self.input, text);
        self.narrow();
    }

    /// Points at a row; whether it was pointed at before.
    pub fn point(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.selected, row) == row
    }

    pub fn key(&mut self, key: Key) -> Answer {
        let last = self.matching.len().saturating_sub(1);
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Answer::Close,
            (KeyCode::Enter, _) => {
                return self.chosen().map_or(Answer::Close, |choice| Answer::Choose(choice.clone()));
            }
            (KeyCode::Char(c @ ('x' | 'r')), true) => {
                if let Some(Choice::Passage(id)) = self.chosen().cloned() {
                    let choice = if c == 'x' { Choice::DropPassage(id) } else { Choice::NotePassage(id) };
                    return Answer::Choose(choice);
                }
            }
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.selected = (self.selected + 1).min(last),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.selected = self.selected.saturating_sub(1),
            (KeyCode::PageDown, _) => self.selected = (self.selected + 10).min(last),
            (KeyCode::PageUp, _) => self.selected = self.selected.saturating_sub(10),
            _ => {
                if prompt::edit(&mut self.input, key) == Some(true) {
                    self.narrow();
                }
            }
        }
        Answer::Handled
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) -> Position {
        let (theme, screen) = (&app.options.theme, canvas.area());
        let width = screen.width.saturating_sub(4).min(100);
        let height = screen
            .height
            .saturating_sub(2)
            .clamp(3, 22)
            .min(self.items.len().max(1) as u16 + 3 + u16::from(!self.foot.is_empty()));
        let area = Rect { x: (screen.width - width) / 2, y: screen.y + 1, width, height };
        let area = canvas.popup(area, theme.text, theme.divider);
        let x = canvas.put(area.x + 1, area.y, area.right(), self.title, theme.key) + 1;
        let cursor =
            typed_line(app, canvas, &self.input, Rect { x, width: area.right() - x, height: 1, ..area });
        let foot = u16::from(!self.foot.is_empty() && area.height > 3);
        if foot > 0 {
            canvas.put_cut(area.x + 1, area.bottom() - 1, area.right() - 1, self.foot, theme.status);
        }
        let rows = usize::from(area.height - 1 - foot);
        let top = (self.selected + 1).saturating_sub(rows);
        let end = area.right() - 1;
        if self.matching.is_empty() {
            canvas.put_cut(area.x + 2, area.y + 1, end, self.nothing, theme.dim);
        }
        let shown = self.matching.iter().enumerate().skip(top).take(rows);
        for (y, (at, &item)) in (area.y + 1..).zip(shown) {
            let Some(item) = self.items.get(item as usize) else { continue };
            canvas.hot(Rect { y, height: 1, ..area }, Hot::Row(at));
            let here = at == self.selected;
            if here {
                canvas.put(area.x, y, end, canvas.glyphs.bar, theme.current);
            }
            let detail = canvas.put_right(area.x + area.width / 3, y, end, &item.detail, theme.dim);
            let style = if here { theme.current } else { theme.text };
            // What is typed or run is shown letter for letter.
            let label = match item.choice {
                Choice::Document(_) | Choice::Passage(_) => as_shown(app, &item.label),
                _ => item.label.as_str().into(),
            };
            canvas.put_cut(area.x + 2, y, detail.saturating_sub(2), &label, style);
        }
        cursor
    }
}
