//! From keys to actions: counts, sequences, and the lines of text that are typed.

use crossterm::event::KeyCode;

use super::{App, Layer, Overlay};
use crate::lang::Lang;
use crate::text::class::is_han;
use crate::tui::action::Action;
use crate::tui::keymap::{Key, Lookup, show};
use crate::tui::prompt;
use crate::tui::view::Answer;

/// Counts stay below this, however many digits are typed.
const MAX_COUNT: usize = 1_000_000;

/// How many bindings may press one another.
const MOST_PLAYED: usize = 8;

impl App {
    pub(super) fn key(&mut self, key: Key) {
        self.message = None;
        self.resume = None;
        match self.layer() {
            Layer::Overlay => self.overlay_key(key),
            Layer::Filter => self.filter_key(key),
            Layer::Query => self.search_key(key),
            Layer::Stats | Layer::Side | Layer::Raw | Layer::Text => self.command_key(key),
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        match self.layer() {
            Layer::Overlay => match self.overlays.last_mut() {
                Some(Overlay::Help(help)) => prompt::paste(&mut help.input, text),
                Some(Overlay::Palette(palette)) => palette.paste(text),
                Some(Overlay::Picker(picker)) => picker.paste(text),
                Some(Overlay::Note(note)) => prompt::paste(&mut note.input, text),
                Some(Overlay::Scopes(picker)) => prompt::paste(&mut picker.input, text),
                Some(Overlay::Themes(_) | Overlay::Details(_)) | None => {}
            },
            Layer::Filter => {
                if let Some(filter) = &mut self.filter {
                    prompt::paste(&mut filter.input, text);
                }
                self.filter_changed();
            }
            // Text that is pasted where none is asked for is looked for.
            Layer::Query | Layer::Stats | Layer::Side | Layer::Raw | Layer::Text => self.search_for(text),
        }
    }

    /// Looks for a text, put behind what stands in the query if one is being typed.
    fn search_for(&mut self, text: &str) {
        self.start_search();
        if let Some(search) = &mut self.search {
            prompt::paste(&mut search.input, text);
        }
        self.query_changed();
    }

    fn command_key(&mut self, key: Key) {
        let parts = self.shelf.filter().split_whitespace().count();
        if key.code == KeyCode::Backspace && parts > 0 && self.lists_documents() {
            return self.drop_chip(parts - 1);
        }
        let waits = !self.pending.keys.is_empty() || self.pending.count.is_some();
        if waits && (key.code == KeyCode::Esc || key == Key::CANCEL) {
            self.pending = Default::default();
            return;
        }
        let mode = self.mode();
        let keymap = &self.keymap;
        let meant = |keys: &[Key]| !matches!(keymap.lookup(mode, keys), Lookup::Nothing);
        let with = |key: Key| self.pending.keys.iter().copied().chain([key]).collect::<Vec<_>>();
        // An input method that is on gives the wide form of marks.
        let key = if meant(&with(key)) { key } else { key.half_width() };
        // A digit that is bound begins no count, but goes on with one.
        let counts = self.pending.count.is_some() || !meant(&[key]);
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
            Lookup::Command(number) => {
                self.pending = Default::default();
                self.run_program(number);
            }
            Lookup::Keys(number) => self.play(number),
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

    /// Presses the keys that a binding stands for. Bindings that press one another come to an end.
    fn play(&mut self, number: usize) {
        let count = std::mem::take(&mut self.pending).count;
        if self.playing >= MOST_PLAYED {
            return self.say("按键代按的层数太多", "keys that press keys, too many times over");
        }
        self.playing += 1;
        for _ in 0..count.unwrap_or(1) {
            for key in self.keymap.played(number).to_vec() {
                self.key(key);
            }
        }
        self.playing -= 1;
    }

    /// A key that means nothing is answered with the keys that help. Chinese that is typed is looked for.
    fn unbound(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if let [key] = pending.keys.as_slice()
            && let Some(han) = key.typed().filter(|c| is_han(*c))
            && self.layer() != Layer::Stats
        {
            return self.search_for(&han.to_string());
        }
        let escaped = pending.keys.last().is_some_and(|key| key.code == KeyCode::Esc);
        if !escaped && let Some(help) = self.keymap.key_of(Action::Help) {
            let keys = show(&pending.keys);
            self.message = Some(match self.lang() {
                Lang::Zh => format!("{keys} 没有绑定动作 · {help} 帮助"),
                Lang::En => format!("{keys} is not bound · {help} for help"),
            });
        }
    }

    /// Does what a view asks for.
    pub(super) fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Ignored | Answer::Handled => {}
            Answer::Close => {
                // What covers the screen goes before what it covers.
                match self.overlays.pop() {
                    Some(Overlay::Themes(picker)) => self.options.theme = picker.before,
                    Some(_) => {}
                    None => self.stats = None,
                }
            }
            Answer::Act(action) => {
                self.overlays.pop();
                self.act(action, None, None);
            }
            Answer::Job(job) => self.job(job),
            Answer::Compare(subject) => {
                self.overlays.pop();
                let answer = self.stats.as_mut().map(|stats| stats.compare(subject));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Answer::Scope(subject) => {
                self.overlays.pop();
                let answer = self.stats.as_mut().map(|stats| stats.choose(subject));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Answer::Theme(name, theme) => {
                self.overlays.pop();
                self.options.theme = *theme;
                self.state.view.theme = Some(name);
            }
            Answer::Passage(edit) => {
                self.overlays.pop();
                self.edit_passages(edit);
            }
            Answer::Say(said) => self.message = Some(said),
            Answer::Command(command, line) => {
                self.overlays.pop();
                self.state.add_line(&line);
                self.command(command);
            }
            Answer::Choose(choice) => {
                self.overlays.pop();
                self.choose(choice);
            }
            Answer::Go(id, spot) => {
                self.overlays.clear();
                self.left_stats = self.stats.take().map(|stats| (id, stats));
                self.visit(id, spot);
            }
        }
    }

    pub(super) fn overlay_key(&mut self, key: Key) {
        let answer = match self.overlays.last_mut() {
            Some(Overlay::Help(help)) => help.key(key),
            Some(Overlay::Palette(palette)) => palette.key(key),
            Some(Overlay::Themes(picker)) => picker.key(key),
            Some(Overlay::Scopes(picker)) => picker.key(key),
            Some(Overlay::Picker(picker)) => picker.key(key),
            Some(Overlay::Note(note)) => note.key(key),
            Some(Overlay::Details(details)) => details.key(key),
            None => Answer::Ignored,
        };
        self.answer(answer);
        if let Some(Overlay::Themes(picker)) = self.overlays.last() {
            self.options.theme = picker.theme().clone();
        }
    }
}
