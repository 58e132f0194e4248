//! Words on standard error: the one way there, because names, fields and arguments that they quote may hold
//! commands to the terminal.

use std::io::{self, Write};

use crate::text::sanitize::sanitize_lines;

/// Says something about the run. Where standard error is closed there is nobody to tell.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr(), "wenlan: {}", sanitize_lines(message));
}
