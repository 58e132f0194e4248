//! What the terminal shows and where its cursor is, and the commands that change it, each the shortest
//! that does.

use ratatui::buffer::Cell;
use ratatui::style::Color;

use super::grid::{Grid, blank, is_blank, is_covered};
use super::pen::Pen;
use super::scroll::Scroll;
use crate::text::width::{Ambiguous, char_width, grapheme_width};
use crate::tui::terminal::Capabilities;

/// Spaces up to this many are cheaper than erasing to the end of the row.
const ERASE_COST: usize = 3;
/// More than this many line feeds are never shorter than moving there.
const MOST_LINE_FEEDS: usize = 6;
const MOST_BACKSPACES: usize = 3;

/// A model of the terminal that follows every byte sent.
#[derive(Debug, Clone)]
pub struct Screen {
    pub grid: Grid,
    pen: Pen,
    cursor: Cursor,
    /// First and last row that scroll.
    region: (usize, usize),
    capabilities: Capabilities,
    /// Whether terminals are taken to disagree on East-Asian ambiguous characters.
    doubt_ambiguous: bool,
}

#[derive(Debug, Clone, Copy)]
struct Cursor {
    /// `None` where nothing is known.
    row: Option<usize>,
    column: usize,
    /// Whether it is surely in that column: not behind a character that some terminals draw in another
    /// width, nor at the right edge, where terminals differ.
    sure: bool,
}

impl Screen {
    /// A cleared screen, and the commands that clear it.
    pub fn clear(grid: Grid, capabilities: Capabilities, doubt_ambiguous: bool, out: &mut Vec<u8>) -> Screen {
        out.extend(b"\x1b[m\x1b[r\x1b[H\x1b[2J");
        let region = (0, grid.height().saturating_sub(1));
        let cursor = Cursor { row: Some(0), column: 0, sure: true };
        Screen { grid, pen: Pen::default(), cursor, region, capabilities, doubt_ambiguous }
    }

    /// Whether terminals are to be taken to disagree on ambiguous characters.
    pub fn doubt_ambiguous(&mut self, doubt: bool) {
        self.doubt_ambiguous = doubt;
    }

    /// Makes the terminal show `next`.
    pub fn draw(&mut self, next: &Grid, out: &mut Vec<u8>) {
        for y in 0..next.height() {
            if self.grid.row(y) != next.row(y) {
                self.draw_row(y, next.row(y), out);
            }
        }
    }

    fn draw_row(&mut self, y: usize, next: &[Cell], out: &mut Vec<u8>) {
        if let Some(ground) = self.ground_to_lay(y, next) {
            self.go(0, y, &[], out);
            self.take_pen(ground, out);
            out.extend(b"\x1b[K");
            self.grid.row_mut(y).fill(ground.clone());
        }
        let erased = self.erasable(y, next);
        let end = erased.unwrap_or(next.len());
        let mut x = 0;
        let (mut spoilt, mut excess) = (0, 0);
        while x < end {
            if self.grid.row(y)[x] == next[x] && x >= spoilt {
                x += 1;
                continue;
            }
            self.go(x, y, next, out);
            if self.cursor.sure {
                excess = 0;
            }
            let columns = self.write(x, y, next, end, out);
            // A terminal that draws a run of disputed characters wider draws over what stands behind it.
            excess += columns * self.excess(&next[x]);
            x += columns;
            spoilt = spoilt.max(x + excess);
        }
        if let Some(end) = erased {
            self.go(end, y, next, out);
            self.take_pen(&next[end], out);
            out.extend(b"\x1b[K");
            self.grid.row_mut(y)[end..].clone_from_slice(&next[end..]);
        }
    }

    /// Writes the character at `x` of `next`, with its repetitions where the terminal can repeat; returns
    /// the columns written.
    fn write(&mut self, x: usize, y: usize, next: &[Cell], end: usize, out: &mut Vec<u8>) -> usize {
        let cell = &next[x];
        self.take_pen(cell, out);
        out.extend(cell.symbol().bytes());
        let mut columns = 1 + next[x + 1..].iter().take_while(|cell| is_covered(cell)).count();
        if self.capabilities.repeats && columns == 1 && cell.symbol().chars().count() == 1 {
            let times = next[x + 1..end].iter().take_while(|other| *other == cell).count();
            let repeat = format!("\x1b[{times}b");
            if repeat.len() < times * cell.symbol().len() {
                out.extend(repeat.bytes());
                columns += times;
            }
        }
        self.grid.row_mut(y)[x..x + columns].clone_from_slice(&next[x..x + columns]);
        let column = x + columns;
        let sure = column < next.len() && !self.is_disputed(cell);
        self.cursor = Cursor { row: Some(y), column, sure };
        columns
    }

    /// Where the row's blank end starts, if erasing it is shorter than writing spaces.
    fn erasable(&self, y: usize, next: &[Cell]) -> Option<usize> {
        let last = next.last().filter(|last| is_blank(last) && last.modifier.is_empty())?;
        if !self.erases_to(last.bg) {
            return None;
        }
        let end = next.iter().rposition(|cell| cell != last).map_or(0, |at| at + 1);
        let shown = self.grid.row(y);
        let changed = (end..next.len()).filter(|&x| shown[x] != next[x]).count();
        (changed > ERASE_COST).then_some(end)
    }

    /// The blank that most of the row is to be filled with before anything is written, where it has
    /// another background: rows that come in by scrolling have the terminal's own.
    fn ground_to_lay<'c>(&self, y: usize, next: &'c [Cell]) -> Option<&'c Cell> {
        let ground = next.last().filter(|last| is_blank(last) && last.modifier.is_empty())?;
        let shown = self.grid.row(y);
        let other = shown.iter().all(|cell| is_blank(cell) && cell.bg != ground.bg);
        (other && self.erases_to(ground.bg)).then_some(ground)
    }

    /// Blanks everything from row `y` down.
    pub fn erase_below(&mut self, y: usize, bg: Color, out: &mut Vec<u8>) {
        let cell = blank(bg);
        self.go(0, y, &[], out);
        self.take_pen(&cell, out);
        out.extend(b"\x1b[J");
        for row in y..self.grid.height() {
            self.grid.row_mut(row).fill(cell.clone());
        }
    }

    /// Whether erasing gives cells of this background.
    pub fn erases_to(&self, bg: Color) -> bool {
        bg == Color::Reset || self.capabilities.erases_with_background
    }

    /// Moves rows by line feeds at the lower margin, or reverse line feeds at the upper one: every
    /// terminal knows these. Each row of `next` that comes in is written before the next one pushes it on,
    /// as `less` does.
    pub fn scroll(&mut self, scroll: Scroll, next: &Grid, out: &mut Vec<u8>) {
        let Scroll { top, bottom, by } = scroll;
        if self.region != (top, bottom) {
            let whole = (0, self.grid.height() - 1) == (top, bottom);
            let margins =
                if whole { "\x1b[r".to_owned() } else { format!("\x1b[{};{}r", top + 1, bottom + 1) };
            out.extend(margins.bytes());
            self.region = (top, bottom);
            // Terminals do not agree on where this leaves the cursor.
            self.cursor = Cursor { row: None, column: 0, sure: false };
        }
        for coming in (0..by.unsigned_abs()).rev() {
            let (edge, step, row) =
                if by > 0 { (bottom, "\n", bottom - coming) } else { (top, "\x1bM", top + coming) };
            // What comes in has the background of the pen on some terminals only.
            self.take_pen(&blank(Color::Reset), out);
            if self.cursor.row != Some(edge) {
                self.go(0, edge, &[], out);
            }
            out.extend(step.bytes());
            self.grid.scroll(top, bottom, by.signum());
            self.draw_row(edge, next.row(row), out);
        }
    }

    /// Moves the cursor, for the user to see.
    pub fn place_cursor(&mut self, x: usize, y: usize, out: &mut Vec<u8>) {
        self.go(x, y, &[], out);
    }

    fn take_pen(&mut self, cell: &Cell, out: &mut Vec<u8>) {
        if !self.pen.suits(cell) {
            self.pen.change(Pen::of(cell), out);
        }
    }

    /// Moves to a cell, or writes once more what stands between, whichever is shorter. `next` is what the
    /// row is to show; up to `x` it does.
    fn go(&mut self, x: usize, y: usize, next: &[Cell], out: &mut Vec<u8>) {
        let Cursor { row, column, sure } = self.cursor;
        if row == Some(y) && column == x {
            // Dashes and ellipses are written at a stretch; the cursor is placed behind them.
            let before = x.checked_sub(1).and_then(|before| next.get(before));
            if sure || before.is_some() && before == next.get(x) {
                return;
            }
        }
        let step = self.shortest_move(x, y);
        let between = next.get(column..x).filter(|_| row == Some(y) && sure);
        let rewritten = between.filter(|cells| {
            let bytes: usize = cells.iter().map(|cell| cell.symbol().len()).sum();
            bytes <= step.len() && cells.iter().all(|cell| self.pen.suits(cell) && !self.is_disputed(cell))
        });
        match rewritten {
            Some(cells) => out.extend(cells.iter().flat_map(|cell| cell.symbol().bytes())),
            None => out.extend(step.bytes()),
        }
        self.cursor = Cursor { row: Some(y), column: x, sure: true };
    }

    fn shortest_move(&self, x: usize, y: usize) -> String {
        let mut ways = vec![match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, _) => format!("\x1b[{}H", y + 1),
            _ => format!("\x1b[{};{}H", y + 1, x + 1),
        }];
        let Cursor { row, column, sure } = self.cursor;
        if let Some(down) = row.and_then(|row| y.checked_sub(row)).filter(|&down| down <= MOST_LINE_FEEDS) {
            // A line feed on the last row that scrolls would scroll.
            let scrolls = (y - down..y).contains(&self.region.1);
            let feeds = "\n".repeat(down);
            if !scrolls && sure && x >= column {
                ways.push(format!("{feeds}{}", forward(x - column)));
            }
            if !scrolls && sure && x < column && column - x <= MOST_BACKSPACES {
                ways.push(format!("{feeds}{}", "\x08".repeat(column - x)));
            }
            if !scrolls {
                ways.push(format!("\r{feeds}{}", forward(x)));
            }
            if !scrolls && self.capabilities.moves_to_column {
                ways.push(format!("{feeds}\x1b[{}G", x + 1));
            }
        }
        ways.into_iter().min_by_key(String::len).unwrap_or_default()
    }

    /// How many columns more than it should take some terminal may draw a character in.
    fn excess(&self, cell: &Cell) -> usize {
        if !self.is_disputed(cell) {
            return 0;
        }
        let columns = grapheme_width(cell.symbol(), self.grid.ambiguous());
        let apart: usize = cell.symbol().chars().map(|c| char_width(c, Ambiguous::Wide)).sum();
        apart.saturating_sub(columns)
    }

    /// Whether terminals disagree on the width of what stands in a cell: ambiguous characters, unless the
    /// policy is known to be the terminal's, and clusters of several characters (emoji, combining marks).
    fn is_disputed(&self, cell: &Cell) -> bool {
        let symbol = cell.symbol();
        if symbol.len() == 1 {
            return false;
        }
        let ambiguous = grapheme_width(symbol, Ambiguous::Narrow) != grapheme_width(symbol, Ambiguous::Wide);
        self.doubt_ambiguous && ambiguous || symbol.chars().nth(1).is_some()
    }
}

fn forward(columns: usize) -> String {
    match columns {
        0 => String::new(),
        1 => "\x1b[C".to_owned(),
        _ => format!("\x1b[{columns}C"),
    }
}
