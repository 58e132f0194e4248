//! The guided tour, while it plays on the application: its caption and the keys it presses.

use std::sync::Arc;

use crossterm::event::KeyCode;

use super::App;
use crate::tui::event::{Effect, TourStep};
use crate::tui::keymap::Key;
use crate::tui::tour::Control;

/// A scene of the guided tour: what is said, and the keys pressed meanwhile, as they are shown.
#[derive(Debug)]
pub struct Tour {
    pub caption: Arc<str>,
    /// Its number, and how many there are.
    pub scene: (usize, usize),
    pub keys: String,
    /// It is held.
    pub paused: bool,
}

impl Tour {
    /// Notes a key; `more` says that it is to be read together with what follows.
    fn press(&mut self, key: Key, more: bool) {
        if key.typed().is_none() && !self.keys.is_empty() && !self.keys.ends_with(' ') {
            self.keys.push(' ');
        }
        self.keys.push_str(&key.to_string());
        if !more {
            self.keys.push(' ');
        }
    }
}

impl App {
    pub(super) fn tour_step(&mut self, step: TourStep) {
        match step {
            _ if self.tour_over => {}
            TourStep::Scene { caption, number } => {
                self.tour = Some(Tour { caption, scene: number, keys: String::new(), paused: false });
            }
            TourStep::Key(key) => {
                self.key(key);
                let more = !self.pending.keys.is_empty() || self.typing();
                self.tour.as_mut().into_iter().for_each(|tour| tour.press(key, more));
            }
            TourStep::End => self.end_tour(),
        }
    }

    /// While a script plays: space holds it, an arrow hurries it, every other key takes over.
    pub(super) fn tour_key(&mut self, key: Key) {
        let Some(tour) = &mut self.tour else { return };
        match key.code {
            KeyCode::Char(' ') => {
                tour.paused = !tour.paused;
                self.effects.push(Effect::Play(Control::Pause));
            }
            KeyCode::Right | KeyCode::PageDown => {
                tour.paused = false;
                self.effects.push(Effect::Play(Control::Next));
            }
            _ => self.end_tour(),
        }
    }

    pub(super) fn end_tour(&mut self) {
        (self.tour, self.tour_over) = (None, true);
    }
}
