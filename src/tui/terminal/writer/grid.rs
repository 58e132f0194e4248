//! The cells of a screen, as a terminal keeps them: a wide character has its first cell, and holds the
//! next without a character of its own.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::text::width::{Ambiguous, grapheme_width};

/// Attributes that show where nothing is written.
const VISIBLE_ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    width: usize,
    cells: Vec<Cell>,
    ambiguous: Ambiguous,
}

impl Grid {
    pub fn new(width: u16, height: u16, ambiguous: Ambiguous) -> Grid {
        let cells = vec![blank(Color::Reset); usize::from(width) * usize::from(height)];
        Grid { width: width.into(), cells, ambiguous }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    pub fn ambiguous(&self) -> Ambiguous {
        self.ambiguous
    }

    pub fn row(&self, y: usize) -> &[Cell] {
        &self.cells[y * self.width..(y + 1) * self.width]
    }

    pub fn row_mut(&mut self, y: usize) -> &mut [Cell] {
        &mut self.cells[y * self.width..(y + 1) * self.width]
    }

    /// All cells in reading order.
    pub fn cells_mut(&mut self) -> &mut [Cell] {
        &mut self.cells
    }

    /// Puts a cell of ratatui's buffer. Other characters lose their other half with the one that is
    /// overwritten, as in a terminal.
    pub fn put(&mut self, x: usize, y: usize, cell: &Cell) {
        let columns = grapheme_width(cell.symbol(), self.ambiguous).max(1);
        if y >= self.height() || x + columns > self.width {
            return;
        }
        let row = self.row_mut(y);
        // Where the policy makes a character wide, ratatui still knows of a cell behind it.
        if is_covered(&row[x]) && cell.symbol() == " " {
            return;
        }
        if is_covered(&row[x])
            && let Some(first) = row[..x].iter().rposition(|cell| !is_covered(cell))
        {
            row[first..x].fill(blank(Color::Reset));
        }
        for covered in &mut row[x + columns..] {
            if !is_covered(covered) {
                break;
            }
            *covered = blank(Color::Reset);
        }
        row[x] = canonical(cell);
        for covered in &mut row[x + 1..x + columns] {
            covered.reset();
            covered.set_symbol("");
        }
    }

    /// Moves the rows `top..=bottom` up by `by`, or down where it is negative; blank rows come in.
    pub fn scroll(&mut self, top: usize, bottom: usize, by: isize) {
        let width = self.width;
        let rows = &mut self.cells[top * width..(bottom + 1) * width];
        let cells = by.unsigned_abs() * width;
        let exposed = if by > 0 {
            rows.rotate_left(cells);
            let kept = rows.len() - cells;
            &mut rows[kept..]
        } else {
            rows.rotate_right(cells);
            &mut rows[..cells]
        };
        exposed.fill(blank(Color::Reset));
    }
}

pub fn blank(bg: Color) -> Cell {
    let mut cell = Cell::EMPTY;
    cell.set_symbol(" ").set_bg(bg);
    cell
}

pub fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
}

/// Whether a wide character before it takes this cell.
pub fn is_covered(cell: &Cell) -> bool {
    cell.symbol().is_empty()
}

/// The cell without what cannot be seen, so that equal looks are equal cells.
fn canonical(cell: &Cell) -> Cell {
    let mut seen = blank(cell.bg);
    seen.set_symbol(cell.symbol()).set_fg(cell.fg);
    seen.modifier = cell.modifier;
    if is_blank(cell) {
        seen.modifier &= VISIBLE_ON_BLANK;
        if seen.modifier.is_empty() {
            seen.set_fg(Color::Reset);
        }
    }
    seen
}
