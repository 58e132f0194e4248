//! What happens to the application, and what it asks for in answer.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::MouseEvent;

use super::job::{Job, Outcome};
use super::keymap::Key;
use super::terminal::Signal;
use super::tour::Control;
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TourStep {
    /// What is said from now on, and the scene's number of how many.
    Scene {
        caption: Arc<str>,
        number: (usize, usize),
    },
    Key(Key),
    End,
}

/// What is run after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// The reader on other documents.
    Open(Vec<PathBuf>),
    /// The guided tour.
    Tour,
}

/// What the loop does for the application, which itself touches neither files nor terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Job(Job),
    /// Text for the clipboard.
    Copy(String),
    /// A raw file to open at a line (1-based).
    Edit(PathBuf, u32),
    /// A program and its arguments, to be run while the terminal is its own.
    Run(Vec<String>),
    /// Another run in place of this one.
    Again(Again),
    Mouse(bool),
    /// The script that plays is to be held, or hurried.
    Play(Control),
    Redraw,
    Suspend,
    Quit,
}
