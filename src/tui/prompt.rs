//! A line of typed text: keys and pastes into `tui-input`'s editor.

use crossterm::event::KeyCode;
use tui_input::{Input, InputRequest};

use super::keymap::Key;

/// Edits by one key. `None`: the key means nothing here; else whether the text changed.
pub fn edit(input: &mut Input, key: Key) -> Option<bool> {
    use InputRequest::*;
    let request = match (key.code, key.ctrl, key.alt) {
        (KeyCode::Char(c), false, false) => InsertChar(c),
        (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, _) => DeletePrevChar,
        (KeyCode::Backspace, ..) | (KeyCode::Char('w'), true, _) => DeletePrevWord,
        (KeyCode::Delete, ..) | (KeyCode::Char('d'), true, _) => DeleteNextChar,
        (KeyCode::Char('u'), true, _) => DeleteLine,
        (KeyCode::Char('k'), true, _) => DeleteTillEnd,
        (KeyCode::Left, true, _) | (KeyCode::Char('b'), _, true) => GoToPrevWord,
        (KeyCode::Right, true, _) | (KeyCode::Char('f'), _, true) => GoToNextWord,
        (KeyCode::Left, ..) | (KeyCode::Char('b'), true, _) => GoToPrevChar,
        (KeyCode::Right, ..) | (KeyCode::Char('f'), true, _) => GoToNextChar,
        (KeyCode::Home, ..) | (KeyCode::Char('a'), true, _) => GoToStart,
        (KeyCode::End, ..) | (KeyCode::Char('e'), true, _) => GoToEnd,
        _ => return None,
    };
    Some(input.handle(request).is_some_and(|changed| changed.value))
}

/// Inserts pasted text; line breaks become spaces.
pub fn paste(input: &mut Input, text: &str) {
    for c in text.trim().chars() {
        input.handle(InputRequest::InsertChar(if c.is_control() { ' ' } else { c }));
    }
}
