//! The mouse serves whatever is uppermost where it points: the wheel scrolls it, a click selects or does
//! what is written there, dragging selects text and moves the divider.

use crossterm::event::{KeyCode, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{App, Focus, Layer, Motion, Overlay};
use crate::tui::action::Action;
use crate::tui::hot::Hot;
use crate::tui::keymap::Key;
use crate::tui::reading::Spot;
use crate::tui::reading::motion::Fold;
use crate::tui::screen::{self, Areas};

/// Rows that a notch of the wheel scrolls.
const NOTCH: usize = 3;

/// What has been taken hold of with the button down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Held {
    #[default]
    Nothing,
    Divider,
    /// The text at a place: a selection begins there if the mouse is moved.
    Text(Spot),
}

impl App {
    pub(super) fn mouse(&mut self, event: MouseEvent) {
        let at = Position::new(event.column, event.row);
        match event.kind {
            MouseEventKind::ScrollDown => self.wheel(at, true),
            MouseEventKind::ScrollUp => self.wheel(at, false),
            MouseEventKind::Down(MouseButton::Left) => self.click(at),
            MouseEventKind::Drag(MouseButton::Left) => self.drag(at),
            MouseEventKind::Up(MouseButton::Left) => self.release(),
            _ => {}
        }
    }

    fn wheel(&mut self, at: Position, down: bool) {
        let areas = self.areas();
        let over_side = areas.side.is_some_and(|side| side.contains(at));
        match self.layer() {
            Layer::Overlay => {
                let key = Key::plain(if down { KeyCode::Down } else { KeyCode::Up });
                (0..NOTCH).for_each(|_| self.overlay_key(key));
            }
            Layer::Stats if over_side || self.covers_all() => {
                self.act(if down { Action::Down } else { Action::Up }, Some(NOTCH), None);
            }
            _ if over_side => {
                let (selected, last) = (self.side_selected(), self.side_len().saturating_sub(1));
                let row = if down { selected + 1 } else { selected.saturating_sub(1) };
                self.select_side(row.min(last));
            }
            _ => {
                let focus = std::mem::replace(&mut self.focus, Focus::Text);
                self.go(Motion::Scroll(NOTCH, down));
                self.focus = focus;
            }
        }
    }

    /// Whether the statistics leave nothing of the panes to be seen.
    fn covers_all(&self) -> bool {
        self.stats.is_some() && !screen::beside(self)
    }

    fn click(&mut self, at: Position) {
        let hot = screen::hot(self).into_iter().rev().find(|(area, _)| area.contains(at));
        match (hot, self.layer()) {
            (Some((_, hot)), _) => self.touch(hot),
            // A click beside what lies on top takes it away.
            (None, Layer::Overlay) => self.overlay_key(Key::plain(KeyCode::Esc)),
            (None, _) if !self.covers_all() => self.click_panes(at),
            (None, _) => {}
        }
    }

    fn touch(&mut self, hot: Hot) {
        match hot {
            Hot::Cover => {}
            Hot::Act(action) => self.act(action, None, None),
            Hot::Press(key) => self.key(key),
            Hot::Row(row) => {
                let again = match self.overlays.last_mut() {
                    Some(Overlay::Palette(palette)) => palette.point(row),
                    Some(Overlay::Themes(picker)) => picker.point(row),
                    Some(Overlay::Scopes(picker)) => picker.point(row),
                    Some(Overlay::Picker(picker)) => picker.point(row),
                    Some(Overlay::Help(_) | Overlay::Details(_) | Overlay::Note(_)) | None => false,
                };
                // One click points, a second one takes.
                if again {
                    self.overlay_key(Key::plain(KeyCode::Enter));
                } else if let Some(Overlay::Themes(picker)) = self.overlays.last() {
                    self.options.theme = picker.theme().clone();
                }
            }
            Hot::Section(section) => {
                if self.outline.is_some() && self.search.is_none() {
                    self.focus = Focus::Side;
                    self.outline = Some(section);
                }
                self.push_jump();
                self.go_to_section(section);
            }
            Hot::Chip(part) => self.drop_chip(part),
            Hot::Scope(scope) => {
                let answer = self.stats.as_mut().map(|stats| stats.choose_at(scope));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Hot::Figure(row) => {
                if self.stats.as_mut().is_some_and(|stats| stats.point(row)) {
                    self.act(Action::Activate, None, None);
                }
            }
        }
    }

    fn click_panes(&mut self, at: Position) {
        let areas = self.areas();
        if areas.divider == Some(at.x) && areas.body.contains(at) {
            self.held = Held::Divider;
        } else if let Some(side) = areas.side.filter(|side| side.contains(at)) {
            let Some(row) = at.y.checked_sub(side.y + 1) else { return };
            let item = self.side_top + usize::from(row) / self.item_height(side);
            if item < self.side_len() {
                self.focus = Focus::Side;
                self.select_side(item);
            }
        } else if areas.text.is_some_and(|text| text.area.contains(at)) {
            self.click_text(at, &areas);
        }
    }

    fn click_text(&mut self, at: Position, areas: &Areas) {
        if self.filter.take().is_none()
            && let Some(search) = &mut self.search
        {
            search.typing = false;
        }
        self.focus = Focus::Text;
        let Some(text) = areas.text.filter(|_| self.raw.is_none()) else { return };
        let frame = text.frame(&self.options, self.presenting);
        let Some(reading) = &mut self.reading else { return };
        let before = reading.cursor;
        let selected = reading.anchor.take().is_some();
        reading
            .go_to_row(usize::from(at.y - text.area.y), at.x.saturating_sub(text.area.x + frame.left).into());
        let spot = reading.cursor;
        // The mark before a heading is there to be clicked.
        if at.x < text.area.x + frame.left && reading.is_heading(spot.block) {
            reading.fold(Fold::Toggle);
        } else if self.held == Held::Text(spot) && spot == before && !selected {
            // The second click on a character takes its word.
            self.held = Held::Nothing;
            reading.select_word();
        } else {
            self.held = Held::Text(spot);
        }
    }

    fn drag(&mut self, at: Position) {
        match self.held {
            Held::Divider => self.set_side(at.x),
            Held::Text(from) => {
                let Some(text) = self.areas().text else { return };
                let frame = text.frame(&self.options, self.presenting);
                let Some(reading) = &mut self.reading else { return };
                let (row, last) = (at.y.saturating_sub(text.area.y), text.area.height.saturating_sub(1));
                if at.y < text.area.y || row > last {
                    // Beyond the edge the text comes along.
                    reading.scroll(1, row > last);
                }
                reading.go_to_row(row.min(last).into(), at.x.saturating_sub(text.area.x + frame.left).into());
                (reading.anchor, reading.whole) = (Some(from), false);
            }
            Held::Nothing => {}
        }
    }

    /// What was dragged over is copied, and stays selected.
    fn release(&mut self) {
        let dragged = self.reading.as_ref().is_some_and(|reading| reading.anchor.is_some());
        match self.held {
            Held::Divider => self.held = Held::Nothing,
            Held::Text(_) if dragged => {
                self.held = Held::Nothing;
                let selection = self.reading.as_ref().and_then(|reading| reading.anchor);
                self.copy(false);
                if let Some(reading) = &mut self.reading {
                    reading.anchor = selection;
                }
            }
            Held::Text(_) | Held::Nothing => {}
        }
    }
}
