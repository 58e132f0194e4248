//! Where results go: standard output, in the dress that the user and the terminal ask for.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use super::color::Color;
use super::settings::Settings;
use crate::ingest::address;
use crate::print::Style;
use crate::text::sanitize::{sanitize, sanitize_lines};

/// Buffered standard output and how to write to it.
pub struct Output {
    pub style: Style,
    out: BufWriter<StdoutLock<'static>>,
}

impl Output {
    pub fn new(color: Color, settings: &Settings) -> Output {
        let columns = io::stdout()
            .is_terminal()
            .then(|| crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns)));
        let style = Style {
            lang: settings.lang,
            color: color.enabled(settings.depth),
            full_width: settings.config.full_width,
            columns,
        };
        Output { style, out: BufWriter::new(io::stdout().lock()) }
    }

    /// Writes what belongs together; on a terminal it is seen at once.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        if self.style.columns.is_some() { self.out.flush() } else { Ok(()) }
    }

    /// Writes data as it is (rows of CSV); on a terminal, what would be a command to it is shown.
    pub fn write_data(&mut self, data: &str) -> io::Result<()> {
        match self.style.columns {
            Some(_) => self.write(&sanitize_lines(data)),
            None => self.write(data),
        }
    }

    /// Writes an address for other programs: with the very bytes of a path that is no UTF-8. On a terminal nobody
    /// takes it but who reads it.
    pub fn write_path(&mut self, address: &str) -> io::Result<()> {
        match self.style.columns {
            Some(_) => self.out.write_all(sanitize(address).as_bytes()),
            None => self.out.write_all(address::path(address).as_os_str().as_encoded_bytes()),
        }
    }

    /// Must be called in the end, so that a full disk or a closed pipe is noticed.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
