//! The line in which a note and tags are typed for a passage.

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Answer;
use super::list::{as_shown, typed_line};
use crate::passages::{Edit, Passage, note_and_tags};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::keymap::Key;
use crate::tui::prompt;

/// The prompt: for a passage that is to be kept, or one that has been.
#[derive(Debug)]
pub struct NotePrompt {
    pub input: Input,
    quote: String,
    what: What,
}

#[derive(Debug)]
enum What {
    Keep(Box<Passage>),
    Change(String),
}

impl NotePrompt {
    pub fn keep(passage: Passage) -> NotePrompt {
        let quote = passage.quote.replace('\n', " ");
        NotePrompt { input: Input::default(), quote, what: What::Keep(Box::new(passage)) }
    }

    pub fn change(id: String, passage: &Passage) -> NotePrompt {
        let tags: String = passage.tags.iter().map(|tag| format!(" #{tag}")).collect();
        let typed = format!("{}{tags}", passage.note).trim().to_owned();
        let quote = passage.quote.replace('\n', " ");
        NotePrompt { input: Input::new(typed), quote, what: What::Change(id) }
    }

    pub fn key(&mut self, key: Key) -> Answer {
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Answer::Close,
            (KeyCode::Enter, _) => {
                let (note, tags) = note_and_tags(self.input.value());
                return Answer::Passage(match &self.what {
                    What::Keep(passage) => {
                        Edit::Keep(Box::new(Passage { note, tags, ..Passage::clone(passage) }))
                    }
                    What::Change(id) => Edit::Note { id: id.clone(), note, tags },
                });
            }
            _ => _ = prompt::edit(&mut self.input, key),
        }
        Answer::Handled
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) -> Position {
        let (theme, screen) = (&app.options.theme, canvas.area());
        let width = screen.width.saturating_sub(4).min(90);
        let height = 4.min(screen.height);
        let y = screen.bottom().saturating_sub(height + 1);
        let area = Rect { x: (screen.width - width) / 2, y, width, height };
        let inner = canvas.popup(area, theme.text, theme.divider);
        canvas.put_cut(inner.x + 1, inner.y, inner.right() - 1, &as_shown(app, &self.quote), theme.quote);
        let said = app.lang().pick("批注（#标签）：", "Note (#tags): ");
        let y = (inner.y + 1).min(area.bottom() - 1);
        let x = canvas.put(inner.x + 1, y, inner.right(), said, theme.key);
        let line = Rect { x, y, width: inner.right().saturating_sub(x), height: 1 };
        typed_line(app, canvas, &self.input, line)
    }
}
