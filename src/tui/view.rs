//! The views, one file each: they draw from the application's state and answer keys with what they want
//! done.

pub mod details;
pub mod help;
pub mod hints;
pub mod list;
pub mod note;
pub mod outline;
pub mod palette;
pub mod picker;
pub mod raw;
pub mod reader;
pub mod scroll;
pub mod search;
pub mod stats;
pub mod status;
pub mod themes;
pub mod title;
pub mod tour;
pub mod which;

use super::action::Action;
use super::command::Command;
use super::job::{Job, Subject};
use super::reading::Spot;
use super::theme::Theme;
use crate::document::DocId;
use crate::lang::Lang;
use crate::passages::Edit;
pub use picker::Choice;

/// What a view wants done about a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The key means nothing to the view.
    Ignored,
    Handled,
    /// The view is done.
    Close,
    Act(Action),
    Job(Job),
    /// To compare with other documents, or with the rest of the heap.
    Compare(Option<Subject>),
    /// A scope to be counted.
    Scope(Subject),
    /// The theme of that name is chosen.
    Theme(String, Box<Theme>),
    /// To a place in a document.
    Go(DocId, Spot),
    /// A command, and the line as it was typed.
    Command(Command, String),
    Choose(Choice),
    /// A passage is to be kept, changed or dropped.
    Passage(Edit),
    /// Something is to be said; the view stays.
    Say(String),
}

/// A length in characters, as short as a list needs it.
pub fn length(chars: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh if chars >= 100_000 => format!("{:.1} 万字", chars as f64 / 10_000.0),
        Lang::Zh if chars >= 1_000 => format!("{:.1} 千字", chars as f64 / 1_000.0),
        Lang::En if chars >= 1_000_000 => format!("{:.1}M chars", chars as f64 / 1_000_000.0),
        Lang::En if chars >= 1_000 => format!("{:.1}k chars", chars as f64 / 1_000.0),
        _ => lang.counted(chars, "字", "char"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_write_them() {
        assert_eq!(length(3_812, Lang::Zh), "3.8 千字");
        assert_eq!((length(912, Lang::En), length(1, Lang::En)), ("912 chars".into(), "1 char".into()));
    }
}
