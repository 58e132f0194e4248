//! From keys to actions: counts, sequences, and the lines of text that are typed.

use crossterm::event::KeyCode;
use tui_input::Input;

use super::{App, Focus, Overlay};
use crate::tui::action::Action;
use crate::tui::keymap::{Key, Keymap, Lookup, Mode};
use crate::tui::prompt;
use crate::tui::view::Answer;

/// Counts stay below this, however many digits are typed.
const MAX_COUNT: usize = 1_000_000;

impl App {
    pub(super) fn key(&mut self, key: Key) {
        self.message = None;
        if self.overlay.is_some() {
            self.overlay_key(key);
        } else if self.filter.is_some() {
            self.filter_key(key);
        } else if self.search.as_ref().is_some_and(|search| search.typing) {
            self.search_key(key);
        } else {
            self.command_key(key);
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        if let Some(overlay) = &mut self.overlay {
            match overlay {
                Overlay::Help(help) => prompt::paste(&mut help.input, text),
                Overlay::Palette(palette) => prompt::paste(&mut palette.input, text),
                Overlay::Scopes(picker) => prompt::paste(&mut picker.input, text),
                Overlay::Themes(_) => {}
            }
        } else if let Some(filter) = &mut self.filter {
            prompt::paste(filter, text);
            let filter = filter.value().to_owned();
            self.shelf.set_filter(&filter);
        } else {
            // Text that is pasted where none is asked for is looked for.
            self.start_search();
            if let Some(search) = &mut self.search {
                prompt::paste(&mut search.input, text);
            }
            self.query_changed();
        }
    }

    /// Where the next key is pressed.
    pub fn mode(&self) -> Mode {
        if self.stats.is_some() { Mode::Stats } else { Mode::Reader }
    }

    fn command_key(&mut self, key: Key) {
        let mode = self.mode();
        let meant = |keymap: &Keymap, keys: &[Key]| !matches!(keymap.lookup(mode, keys), Lookup::Nothing);
        // A digit that is bound begins no count, but goes on with one.
        let counts = self.pending.count.is_some() || !meant(&self.keymap, &[key]);
        if self.pending.keys.is_empty() && counts && self.take_digit(key) {
            return;
        }
        self.pending.keys.push(key);
        // An action that takes a character was found with the keys before this one.
        if let [before @ .., last] = self.pending.keys.as_slice()
            && let Lookup::Action(action) = self.keymap.lookup(mode, before)
        {
            let last = *last;
            return self.fire(action, last);
        }
        match self.keymap.lookup(mode, &self.pending.keys) {
            Lookup::Action(action) if action.takes_char() => {}
            Lookup::Action(action) => self.fire(action, key),
            Lookup::Prefix(_) => {}
            Lookup::Nothing => self.unbound(),
        }
    }

    fn take_digit(&mut self, key: Key) -> bool {
        let digit = key.typed().and_then(|c| c.to_digit(10));
        match (digit, self.pending.count) {
            (Some(0), None) | (None, _) => false,
            (Some(digit), count) => {
                self.pending.count = Some((count.unwrap_or(0) * 10 + digit as usize).min(MAX_COUNT));
                true
            }
        }
    }

    fn fire(&mut self, action: Action, key: Key) {
        let count = std::mem::take(&mut self.pending).count;
        self.act(action, count, key.typed());
    }

    /// A key that means nothing is answered with the keys that help.
    fn unbound(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let escaped = pending.keys.last().is_some_and(|key| key.code == KeyCode::Esc);
        if !escaped && let Some(help) = self.keymap.key_of(Action::Help) {
            let keys = crate::tui::keymap::show(&pending.keys);
            self.message = Some(match self.lang() {
                crate::lang::Lang::Zh => format!("{keys} 没有绑定动作 · {help} 帮助"),
                crate::lang::Lang::En => format!("{keys} is not bound · {help} for help"),
            });
        }
    }

    /// Does what a view asks for.
    pub(super) fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Ignored | Answer::Handled => {}
            Answer::Close => {
                // What covers the screen goes before what it covers.
                match self.overlay.take() {
                    Some(Overlay::Themes(picker)) => self.options.theme = picker.before,
                    Some(_) => {}
                    None => self.stats = None,
                }
            }
            Answer::Act(action) => {
                self.overlay = None;
                self.act(action, None, None);
            }
            Answer::Job(job) => self.job(job),
            Answer::Compare(subject) => {
                self.overlay = None;
                let answer = self.stats.as_mut().map(|stats| stats.compare(subject));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Answer::Scope(subject) => {
                self.overlay = None;
                let answer = self.stats.as_mut().map(|stats| stats.choose(subject));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Answer::Theme(name, theme) => {
                self.overlay = None;
                self.options.theme = *theme;
                self.state.view.theme = Some(name);
            }
            Answer::Go(id, spot) => {
                self.overlay = None;
                self.left_stats = self.stats.take().map(|stats| (id, stats));
                self.focus = Focus::Text;
                self.push_jump();
                self.shelf.select(id);
                self.open(id, super::Arrival::Spot(spot));
            }
        }
    }

    fn overlay_key(&mut self, key: Key) {
        let answer = match &mut self.overlay {
            Some(Overlay::Help(help)) => help.key(key),
            Some(Overlay::Palette(palette)) => palette.key(key, self.options.lang),
            Some(Overlay::Themes(picker)) => picker.key(key),
            Some(Overlay::Scopes(picker)) => picker.key(key),
            None => Answer::Ignored,
        };
        self.answer(answer);
        if let Some(Overlay::Themes(picker)) = &self.overlay {
            self.options.theme = picker.theme().clone();
        }
    }

    fn filter_key(&mut self, key: Key) {
        let Some(input) = &mut self.filter else { return };
        match key.code {
            KeyCode::Esc => {
                self.filter = None;
                self.shelf.set_filter("");
            }
            KeyCode::Enter => self.filter = None,
            KeyCode::Down => self.select_document(self.shelf.selected() + 1),
            KeyCode::Up => self.select_document(self.shelf.selected().saturating_sub(1)),
            _ => {
                if prompt::edit(input, key) == Some(true) {
                    let filter = input.value().to_owned();
                    self.shelf.set_filter(&filter);
                    self.open_selected();
                }
            }
        }
    }

    pub(super) fn start_filter(&mut self) {
        if self.search.is_none() {
            self.outline = None;
            self.focus = Focus::Side;
            self.filter = Some(Input::new(self.shelf.filter().to_owned()));
            self.shelf.prepare_filter();
        }
    }
}
