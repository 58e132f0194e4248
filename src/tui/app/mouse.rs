//! The mouse: the wheel scrolls what it is over, a click selects, the divider can be dragged.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{App, Focus, Overlay};
use crate::tui::action::Action;
use crate::tui::screen::Areas;

/// Rows that a notch of the wheel scrolls.
const NOTCH: usize = 3;

impl App {
    pub(super) fn mouse(&mut self, event: MouseEvent) {
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            match event.kind {
                MouseEventKind::ScrollDown => help.scroll(NOTCH as isize),
                MouseEventKind::ScrollUp => help.scroll(-(NOTCH as isize)),
                _ => {}
            }
            return;
        }
        let areas = self.areas();
        match event.kind {
            MouseEventKind::ScrollDown => self.wheel(&event, &areas, true),
            MouseEventKind::ScrollUp => self.wheel(&event, &areas, false),
            MouseEventKind::Down(MouseButton::Left) => self.click(&event, &areas),
            MouseEventKind::Drag(MouseButton::Left) if self.dragging => self.set_side(event.column),
            MouseEventKind::Up(_) => self.dragging = false,
            _ => {}
        }
    }

    fn wheel(&mut self, event: &MouseEvent, areas: &Areas, down: bool) {
        let at = Position::new(event.column, event.row);
        if self.stats.is_some() {
            self.act(if down { Action::Down } else { Action::Up }, Some(NOTCH), None);
        } else if areas.side.is_some_and(|side| side.contains(at)) {
            let (selected, last) = (self.side_selected(), self.side_len().saturating_sub(1));
            let row = if down { selected + 1 } else { selected.saturating_sub(1) };
            self.select_side(row.min(last));
        } else {
            let focus = std::mem::replace(&mut self.focus, Focus::Text);
            self.act(if down { Action::ScrollDown } else { Action::ScrollUp }, Some(NOTCH), None);
            self.focus = focus;
        }
    }

    fn click(&mut self, event: &MouseEvent, areas: &Areas) {
        let at = Position::new(event.column, event.row);
        if areas.divider == Some(event.column) && areas.body.contains(at) {
            self.dragging = true;
        } else if let Some(side) = areas.side.filter(|side| side.contains(at)) {
            let Some(row) = event.row.checked_sub(side.y + 1) else { return };
            let item = self.side_top + usize::from(row) / self.item_height(side);
            if item < self.side_len() {
                self.focus = Focus::Side;
                self.select_side(item);
            }
        } else if let Some(text) = areas.text.filter(|text| text.area.contains(at)) {
            self.focus = Focus::Text;
            let frame = text.frame(&self.options);
            let Some(reading) = self.reading.as_mut().filter(|_| self.raw.is_none()) else { return };
            let column = event.column.saturating_sub(text.area.x + frame.left);
            reading.go_to_row(usize::from(event.row - text.area.y), column.into());
            // The mark before a heading is there to be clicked.
            if event.column < text.area.x + frame.left && reading.is_heading(reading.cursor.block) {
                self.act(Action::FoldToggle, None, None);
            }
        }
    }
}
