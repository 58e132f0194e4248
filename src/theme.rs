//! Colours and attributes by meaning: the only place where the interface names a style.
//!
//! Themes are TOML files (`themes/` in the project, embedded in the binary; and the user's own). A theme
//! is written for true colour; [`Depth`] says what is left of it on lesser terminals.

pub mod color;
mod depth;
mod file;

pub use depth::Depth;
pub use file::{ThemeError, Themes};

use ratatui::style::Style;

/// The theme from one list of its styles, so that none can be missing where they are all gone through.
macro_rules! theme {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// One style for each thing that the screens tell apart. All are patches over `text`.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Theme {
            $($(#[$doc])* pub $name: Style,)*
        }

        impl Theme {
            fn plain() -> Theme {
                Theme { $($name: Style::new(),)* }
            }

            /// Every style with the name that theme files call it.
            pub fn slots(&mut self) -> Vec<(&'static str, &mut Style)> {
                vec![$((stringify!($name), &mut self.$name),)*]
            }
        }
    };
}

theme! {
    /// Body text and the ground of the whole screen.
    text,
    /// Secondary facts: sources, dates, lengths, hints.
    dim,
    /// The title line and the titles of documents.
    title,
    heading,
    caption,
    quote,
    /// What is current: the bar beside it, the words of the row.
    current,
    divider,
    status,
    /// Names of keys in hints and help.
    key,
    /// Marks: unread, bookmarked, folded.
    mark,
    hit,
    /// The hit that `n` and `N` move from.
    hit_current,
    /// The marked range.
    selection,
    /// Removed raw text, and the reason beside it.
    removed,
    reason,
    /// Bars of charts.
    bar,
    warning,
}

impl Default for Theme {
    /// The terminal's own colours, readable on light and dark ground.
    fn default() -> Theme {
        Themes::default().load(DEFAULT).expect("built in; a test loads every built-in theme")
    }
}

/// The name of the theme that is used where the user names none.
pub const DEFAULT: &str = "terminal";
