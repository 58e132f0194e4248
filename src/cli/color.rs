//! Whether a run prints in colours.

use std::io::{self, IsTerminal};

use clap::ValueEnum;

use crate::theme::Depth;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that can show them, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    pub fn enabled(self, depth: Depth) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal() && depth != Depth::Mono,
        }
    }
}
