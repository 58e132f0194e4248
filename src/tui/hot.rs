//! What on the screen answers to a click. Views say it as they draw, so that what is seen and what is hit
//! cannot differ.

use super::action::Action;
use super::keymap::Key;

/// What a click on a part of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hot {
    /// Covers what lies below it, and does nothing itself.
    Cover,
    Act(Action),
    /// As if the key had been pressed.
    Press(Key),
    /// A row of the uppermost overlay.
    Row(usize),
    /// A section of the document.
    Section(usize),
    /// A part of the filter, to be taken away.
    Chip(usize),
    /// A scope of the statistics, and one of their rows that lead somewhere.
    Scope(usize),
    Figure(usize),
}
