//! Sends frames in as few bytes as will do, behind ratatui's `Backend`.
//!
//! The writer keeps a model of the terminal ([`Screen`]). At the end of a frame it tries a few plans
//! against the model (write what changed; scroll first; erase first) and sends the shortest, in one write.
//! The cursor is moved only where the next cell is not where the cursor is, and after characters whose
//! width terminals disagree on; colours and attributes change only where they differ.

mod grid;
mod pen;
mod screen;
mod scroll;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use ratatui::style::Color;

use super::Capabilities;
use crate::text::width::Ambiguous;
use grid::{Grid, blank};
pub(in crate::tui) use pen::Pen;
use screen::Screen;

const SHOW_CURSOR: &str = "\x1b[?25h";
const HIDE_CURSOR: &str = "\x1b[?25l";
const HOLD: &str = "\x1b[?2026h";
const RELEASE: &str = "\x1b[?2026l";

/// Frames of fewer bytes arrive in one piece anyway, and need not be held.
const WORTH_HOLDING: usize = 1024;

/// With fewer changed rows than this no plan beats writing what changed.
const WORTH_PLANNING: usize = 2;

/// How the terminal draws East-Asian ambiguous characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    pub ambiguous: Ambiguous,
    /// Whether the terminal is known to do so: then the cursor need not be placed anew after them.
    pub certain: bool,
}

/// A backend that writes to `out`.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    capabilities: Capabilities,
    policy: Policy,
    /// `None` until the screen is cleared.
    screen: Option<Screen>,
    next: Grid,
    cursor: Position,
    wants_cursor: bool,
    shows_cursor: bool,
}

impl<W: Write> Writer<W> {
    /// A writer for a screen of `size`. The cursor is taken to be hidden, the rest of the terminal to be
    /// unknown: the first frame clears it.
    pub fn new(out: W, size: Size, capabilities: Capabilities, policy: Policy) -> Writer<W> {
        Writer {
            out,
            capabilities,
            policy,
            screen: None,
            next: Grid::new(size.width, size.height, policy.ambiguous),
            cursor: Position::ORIGIN,
            wants_cursor: false,
            shows_cursor: false,
        }
    }

    /// Tells of the screen's new size; the next frame draws it anew.
    pub fn resize(&mut self, size: Size) {
        self.next = Grid::new(size.width, size.height, self.policy.ambiguous);
        self.screen = None;
    }

    /// Takes what has become known of the terminal. If it draws characters otherwise than was taken, the
    /// next frame draws everything anew.
    pub fn set_policy(&mut self, policy: Policy) {
        let same = policy.ambiguous == self.policy.ambiguous;
        self.policy = policy;
        match &mut self.screen {
            Some(screen) if same => screen.doubt_ambiguous(!policy.certain),
            _ => self.resize(Size::new(self.width(), self.height())),
        }
    }

    /// Shows a whole buffer. Better than ratatui's `Terminal` where wide characters are concerned: of the
    /// cells that these hide, it tells the backend nothing when they come to light.
    pub fn show(&mut self, buffer: &Buffer, cursor: Option<Position>) -> io::Result<()> {
        let size = buffer.area.as_size();
        if size != self.size()? {
            self.resize(size);
        }
        let cells = buffer.content.iter().enumerate().map(|(at, cell)| {
            let (x, y) = buffer.pos_of(at);
            (x, y, cell)
        });
        self.draw(cells)?;
        self.wants_cursor = cursor.is_some();
        self.cursor = cursor.unwrap_or(self.cursor);
        self.flush()
    }

    /// The frame's bytes, and the terminal after them.
    fn frame(&self) -> (Vec<u8>, Screen) {
        let mut bytes = Vec::new();
        let screen = self.screen.clone().unwrap_or_else(|| {
            let empty = Grid::new(self.width(), self.height(), self.policy.ambiguous);
            Screen::clear(empty, self.capabilities, !self.policy.certain, &mut bytes)
        });
        let changed = (0..self.next.height()).filter(|&y| screen.grid.row(y) != self.next.row(y)).count();
        let mut best = (bytes.clone(), screen.clone());
        best.1.draw(&self.next, &mut best.0);
        if changed > WORTH_PLANNING && self.screen.is_some() {
            let scrolled = scroll::find(&screen.grid, &self.next).map(|scroll| {
                let mut plan = (bytes.clone(), screen.clone());
                plan.1.scroll(scroll, &self.next, &mut plan.0);
                plan
            });
            let first = (0..self.next.height()).find(|&y| screen.grid.row(y) != self.next.row(y));
            let ground = self.next.row(self.next.height() - 1).last().map_or(Color::Reset, |cell| cell.bg);
            let erased = first.filter(|_| screen.erases_to(ground)).map(|first| {
                let mut plan = (bytes.clone(), screen.clone());
                plan.1.erase_below(first, ground, &mut plan.0);
                plan
            });
            for mut plan in scrolled.into_iter().chain(erased) {
                plan.1.draw(&self.next, &mut plan.0);
                if plan.0.len() < best.0.len() {
                    best = plan;
                }
            }
        }
        best
    }

    fn width(&self) -> u16 {
        self.next.width() as u16
    }

    fn height(&self) -> u16 {
        self.next.height() as u16
    }
}

impl<W: Write> Backend for Writer<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.next.put(x.into(), y.into(), cell);
        }
        Ok(())
    }

    /// Sends the frame: nothing at all where nothing has changed.
    fn flush(&mut self) -> io::Result<()> {
        let (mut bytes, mut screen) = self.frame();
        if self.wants_cursor {
            screen.place_cursor(self.cursor.x.into(), self.cursor.y.into(), &mut bytes);
        }
        if self.wants_cursor != self.shows_cursor {
            bytes.extend(if self.wants_cursor { SHOW_CURSOR } else { HIDE_CURSOR }.bytes());
        }
        if bytes.len() >= WORTH_HOLDING && self.capabilities.synchronizes {
            bytes.splice(..0, HOLD.bytes());
            bytes.extend(RELEASE.bytes());
        }
        self.screen = Some(screen);
        self.shows_cursor = self.wants_cursor;
        if bytes.is_empty() {
            return Ok(());
        }
        self.out.write_all(&bytes)?;
        self.out.flush()
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wants_cursor = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wants_cursor = true;
        Ok(())
    }

    /// Where the cursor was set last; the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    /// Forgets what the terminal shows: the next frame clears it and draws everything.
    fn clear(&mut self) -> io::Result<()> {
        self.resize(Size::new(self.width(), self.height()));
        Ok(())
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let start = usize::from(self.cursor.y) * self.next.width();
        let at = start + usize::from(self.cursor.x);
        let end = start + self.next.width();
        let cells = self.next.cells_mut();
        let part = match region {
            ClearType::All => return self.clear(),
            ClearType::AfterCursor => cells.get_mut(at..),
            ClearType::BeforeCursor => cells.get_mut(..at),
            ClearType::CurrentLine => cells.get_mut(start..end),
            ClearType::UntilNewLine => cells.get_mut(at..end),
        };
        part.unwrap_or_default().fill(blank(Color::Reset));
        Ok(())
    }

    /// As told to [`Writer::resize`]; the terminal is not asked.
    fn size(&self) -> io::Result<Size> {
        Ok(Size::new(self.width(), self.height()))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }
}
