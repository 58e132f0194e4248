//! The command palette: every action, found by a few letters of its name or words of its help.

use crossterm::event::KeyCode;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Answer;
use super::list::typed_line;
use crate::lang::Lang;
use crate::tui::action::{ACTIONS, Info};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::keymap::{Key, Keymap};
use crate::tui::prompt;

/// The palette.
#[derive(Debug)]
pub struct Palette {
    pub input: Input,
    /// Actions with their keys.
    commands: Vec<(&'static Info, String)>,
    selected: usize,
}

impl Palette {
    pub fn new(keymap: &Keymap) -> Palette {
        let commands =
            ACTIONS.iter().map(|info| (info, keymap.key_of(info.action).unwrap_or_default())).collect();
        Palette { input: Input::default(), commands, selected: 0 }
    }

    pub fn key(&mut self, key: Key, lang: Lang) -> Answer {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Answer::Close,
            (KeyCode::Enter, _) => {
                let matches = self.matches(lang);
                return match matches.get(self.selected.min(matches.len().saturating_sub(1))) {
                    Some((info, _)) => Answer::Act(info.action),
                    None => Answer::Close,
                };
            }
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.select(1, lang),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.select(-1, lang),
            _ => {
                if prompt::edit(&mut self.input, key) == Some(true) {
                    self.selected = 0;
                }
            }
        }
        Answer::Handled
    }

    fn select(&mut self, by: isize, lang: Lang) {
        let last = self.matches(lang).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// The actions that match what was typed, best first.
    fn matches(&self, lang: Lang) -> Vec<&(&'static Info, String)> {
        let wanted = self.input.value().trim();
        if wanted.is_empty() {
            return self.commands.iter().collect();
        }
        let matcher = SkimMatcherV2::default().ignore_case();
        let score = |(info, keys): &(&'static Info, String)| {
            if keys == wanted {
                return Some(i64::MAX);
            }
            let name = matcher.fuzzy_match(info.name, wanted);
            let doc = matcher.fuzzy_match(info.doc(lang), wanted);
            name.max(doc)
        };
        let mut scored: Vec<_> =
            self.commands.iter().filter_map(|command| Some((score(command)?, command))).collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(_, command)| command).collect()
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
        let matches = self.matches(app.lang());
        let top = (self.selected + 1).saturating_sub(rows);
        let end = area.right() - 1;
        for (y, (at, (info, keys))) in (area.y + 1..).zip(matches.iter().enumerate().skip(top).take(rows)) {
            let selected = at == self.selected;
            if selected {
                canvas.put(area.x, y, end, canvas.glyphs.bar, theme.current);
            }
            let style = if selected { theme.current } else { theme.text };
            let key_x = canvas.put_right(area.x, y, end, keys, theme.key);
            let name_x = canvas.put_right(area.x + 30, y, key_x.saturating_sub(2), info.name, theme.dim);
            canvas.put_cut(area.x + 2, y, name_x.saturating_sub(2), info.doc(app.lang()), style);
        }
        cursor
    }
}
