//! What happens to the application, and what it asks for in answer.

use std::path::PathBuf;

use crossterm::event::MouseEvent;

use super::job::{Job, Outcome};
use super::keymap::Key;
use super::terminal::Signal;
use crate::text::width::Ambiguous;

/// What comes through the one channel of a session.
#[derive(Debug)]
pub enum Input {
    /// All that the terminal had to say at once. Its reader waits for a sign before it reads on.
    Terminal(Vec<Event>),
    Event(Event),
    Job(Outcome),
    Signal(Signal),
    /// How wide the terminal draws ambiguous characters.
    Width(Ambiguous),
}

/// Everything that can happen to the application.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    Paste(String),
    Mouse(MouseEvent),
    /// Columns and rows.
    Resize(u16, u16),
    /// How wide the terminal draws East-Asian ambiguous characters.
    Width(Ambiguous),
    /// A job's answer.
    Job(Outcome),
    /// A step of the guided tour.
    Tour(TourStep),
    /// The process is told to end: what is worth keeping is saved first.
    Terminate,
}

/// What the guided tour does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourStep {
    /// What is said from now on, and the scene's number of how many.
    Scene {
        caption: &'static str,
        number: (usize, usize),
    },
    Key(Key),
    End,
}

/// What the loop does for the application, which itself touches neither files nor terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Job(Job),
    /// Text for the clipboard.
    Copy(String),
    /// A raw file to open at a line (1-based).
    Edit(PathBuf, u32),
    Mouse(bool),
    Redraw,
    Suspend,
    Quit,
}
