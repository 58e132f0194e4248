//! The theme picker: the screen is drawn in the theme under the cursor.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::Answer;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::keymap::Key;
use crate::tui::theme::Theme;

/// The picker. Themes are loaded by a job.
#[derive(Debug)]
pub struct ThemePicker {
    themes: Vec<(String, Theme)>,
    selected: usize,
    /// What to go back to.
    pub before: Theme,
}

impl ThemePicker {
    pub fn new(before: Theme) -> ThemePicker {
        ThemePicker { themes: Vec::new(), selected: 0, before }
    }

    pub fn take(&mut self, themes: Vec<(String, Theme)>) {
        self.selected = themes.iter().position(|(_, theme)| *theme == self.before).unwrap_or(0);
        self.themes = themes;
    }

    /// The theme that the screen is to be drawn in.
    pub fn theme(&self) -> &Theme {
        self.themes.get(self.selected).map_or(&self.before, |(_, theme)| theme)
    }

    /// Points at a row; whether it was pointed at before.
    pub fn point(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.selected, row) == row
    }

    pub fn key(&mut self, key: Key) -> Answer {
        let last = self.themes.len().saturating_sub(1);
        match (key.code, key.ctrl) {
            (KeyCode::Esc | KeyCode::Char('q'), false) | (KeyCode::Char('c'), true) => return Answer::Close,
            (KeyCode::Enter, _) => {
                return match self.themes.get(self.selected) {
                    Some((name, theme)) => Answer::Theme(name.clone(), Box::new(theme.clone())),
                    None => Answer::Close,
                };
            }
            (KeyCode::Down | KeyCode::Char('j'), _) => self.selected = (self.selected + 1).min(last),
            (KeyCode::Up | KeyCode::Char('k'), _) => self.selected = self.selected.saturating_sub(1),
            (KeyCode::Home | KeyCode::Char('g'), _) => self.selected = 0,
            (KeyCode::End | KeyCode::Char('G'), _) => self.selected = last,
            _ => {}
        }
        Answer::Handled
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) {
        let (theme, screen) = (self.theme(), canvas.area());
        let width = 28.min(screen.width);
        let height = (self.themes.len() as u16 + 2).min(screen.height.saturating_sub(2)).max(3);
        let area = Rect { x: screen.right() - width, y: screen.y + 1, width, height };
        let inner = canvas.popup(area, theme.text, theme.divider);
        canvas.put_cut(inner.x + 1, area.y, inner.right(), app.lang().pick(" 主题 ", " Themes "), theme.dim);
        let area = inner;
        let rows = usize::from(area.height);
        let top = (self.selected + 1).saturating_sub(rows);
        for (y, (at, (name, _))) in (area.y..).zip(self.themes.iter().enumerate().skip(top).take(rows)) {
            canvas.hot(Rect { y, height: 1, ..area }, Hot::Row(at));
            let style = if at == self.selected { theme.current } else { theme.text };
            if at == self.selected {
                canvas.put(area.x, y, area.right(), canvas.glyphs.bar, style);
            }
            canvas.put_cut(area.x + 2, y, area.right(), name, style);
        }
    }
}
