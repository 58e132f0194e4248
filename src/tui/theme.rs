//! Colours and attributes by meaning: the only place where the interface names a style.

use ratatui::style::{Color, Modifier, Style};

/// One style for each thing that the screens tell apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Body text, and everything that says nothing else about itself.
    pub text: Style,
    /// Secondary facts: sources, dates, lengths, hints.
    pub dim: Style,
    /// The title line and the titles of documents.
    pub title: Style,
    pub heading: Style,
    pub caption: Style,
    pub quote: Style,
    /// What is current: the bar beside it, the words of the row.
    pub current: Style,
    pub divider: Style,
    pub status: Style,
    /// Names of keys in hints and help.
    pub key: Style,
    /// Marks: unread, bookmarked, folded.
    pub mark: Style,
    pub hit: Style,
    /// The hit that `n` and `N` move from.
    pub hit_current: Style,
    /// The marked range.
    pub selection: Style,
    /// Removed raw text, and the reason beside it.
    pub removed: Style,
    pub reason: Style,
    /// Bars of charts.
    pub bar: Style,
    pub warning: Style,
}

impl Default for Theme {
    /// The terminal's own colours: readable on light and dark ground.
    fn default() -> Theme {
        let plain = Style::new();
        Theme {
            text: plain,
            dim: plain.fg(Color::DarkGray),
            title: plain.add_modifier(Modifier::BOLD),
            heading: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            caption: plain.fg(Color::DarkGray).add_modifier(Modifier::ITALIC),
            quote: plain.add_modifier(Modifier::ITALIC),
            current: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            divider: plain.fg(Color::DarkGray),
            status: plain.fg(Color::DarkGray),
            key: plain.fg(Color::Cyan),
            mark: plain.fg(Color::Yellow),
            hit: plain.fg(Color::Black).bg(Color::Yellow),
            hit_current: plain.fg(Color::Black).bg(Color::Cyan).add_modifier(Modifier::BOLD),
            selection: plain.add_modifier(Modifier::REVERSED),
            removed: plain.fg(Color::DarkGray),
            reason: plain.fg(Color::Magenta),
            bar: plain.fg(Color::Cyan),
            warning: plain.fg(Color::Red),
        }
    }
}
