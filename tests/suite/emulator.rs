//! A small terminal for tests, which draws East-Asian ambiguous characters in one column or in two, and the
//! line that leads from the writer to it.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use wenlan::text::width::{Ambiguous, grapheme_width, graphemes};
use wenlan::tui::terminal::{Capabilities, Policy, Writer};

/// What was sent and not looked at yet.
#[derive(Clone, Default)]
pub struct Line(Rc<RefCell<Vec<u8>>>);

impl Line {
    pub fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer for a terminal of a name that has all colours, with its line.
pub struct Sender {
    pub writer: Writer<Line>,
    pub line: Line,
}

impl Sender {
    pub fn new((width, height): (u16, u16), term: &str, policy: Policy) -> Sender {
        let variable = |name: &str| (name == "TERM").then(|| term.to_owned());
        let capabilities = Capabilities::detect(variable, true).unwrap();
        let line = Line::default();
        let writer = Writer::new(line.clone(), Size::new(width, height), capabilities, policy);
        Sender { writer, line }
    }

    /// Draws a frame with the cursor in a place, or none; returns the bytes sent for it.
    pub fn show(&mut self, frame: &Buffer, cursor: Option<Position>) -> Vec<u8> {
        self.writer.show(frame, cursor).unwrap();
        self.line.take()
    }
}

/// Understands what every terminal does and what the writer sends, and panics at anything else.
pub struct Emulator {
    width: usize,
    height: usize,
    ambiguous: Ambiguous,
    /// Each cell's character; empty where a wide one before it reaches.
    cells: Vec<String>,
    x: usize,
    y: usize,
    region: (usize, usize),
    last: String,
}

impl Emulator {
    pub fn new(width: usize, height: usize, ambiguous: Ambiguous) -> Emulator {
        let cells = vec![" ".to_owned(); width * height];
        Emulator { width, height, ambiguous, cells, x: 0, y: 0, region: (0, height - 1), last: String::new() }
    }

    pub fn cell(&self, x: usize, y: usize) -> &str {
        &self.cells[y * self.width + x]
    }

    pub fn cursor(&self) -> (usize, usize) {
        (self.x, self.y)
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("the writer sends UTF-8");
        let mut rest = text;
        while let Some(symbol) = graphemes(rest).next() {
            rest = if let Some(sequence) = rest.strip_prefix("\x1b[") {
                let end = sequence.find(|c: char| c.is_ascii_alphabetic()).expect("a complete sequence");
                self.control(&sequence[..end], &sequence[end..=end]);
                &sequence[end + 1..]
            } else if let Some(after) = rest.strip_prefix("\x1bM") {
                if self.y == self.region.0 {
                    self.scroll(-1)
                } else {
                    self.y -= 1
                }
                after
            } else {
                match symbol {
                    "\r" | "\r\n" => self.x = 0,
                    "\x08" => self.x -= 1,
                    _ => {}
                }
                match symbol {
                    "\n" | "\r\n" if self.y == self.region.1 => self.scroll(1),
                    "\n" | "\r\n" => self.y = (self.y + 1).min(self.height - 1),
                    _ if symbol.starts_with(char::is_control) => {}
                    _ => self.print(symbol),
                }
                &rest[symbol.len()..]
            };
        }
    }

    fn print(&mut self, symbol: &str) {
        let columns = grapheme_width(symbol, self.ambiguous);
        let x = self.x.min(self.width - columns);
        for at in x..x + columns {
            self.blank(at);
        }
        let start = self.y * self.width + x;
        self.cells[start] = symbol.to_owned();
        self.cells[start + 1..start + columns].fill(String::new());
        self.x = x + columns;
        self.last = symbol.to_owned();
    }

    /// Blanks a cell, and the other half of the character that it is part of.
    fn blank(&mut self, x: usize) {
        let row = &mut self.cells[self.y * self.width..(self.y + 1) * self.width];
        let first = (0..=x).rev().find(|&x| !row[x].is_empty()).unwrap_or(0);
        let end = (x + 1..row.len()).find(|&x| !row[x].is_empty()).unwrap_or(row.len());
        row[first..end].fill(" ".to_owned());
    }

    fn control(&mut self, parameters: &str, command: &str) {
        let numbers: Vec<usize> = parameters.split(';').map(|n| n.parse().unwrap_or(0)).collect();
        let number = |at: usize| numbers.get(at).copied().filter(|&n| n > 0);
        let row_end = (self.y + 1) * self.width;
        match command {
            "H" => (self.x, self.y) = (number(1).unwrap_or(1) - 1, number(0).unwrap_or(1) - 1),
            "G" => self.x = number(0).unwrap_or(1) - 1,
            "C" => self.x += number(0).unwrap_or(1),
            "K" => {
                for x in self.x..self.width {
                    self.blank(x);
                }
            }
            "J" => {
                let from = if parameters == "2" { 0 } else { self.y * self.width + self.x };
                assert!(from == 0 || self.x == 0 || row_end > from, "erased from a row's start");
                self.cells[from..].fill(" ".to_owned());
            }
            "r" => {
                self.region = (number(0).unwrap_or(1) - 1, number(1).unwrap_or(self.height) - 1);
                (self.x, self.y) = (0, 0);
            }
            "b" => {
                for _ in 0..number(0).unwrap_or(1) {
                    self.print(&self.last.clone());
                }
            }
            "m" | "h" | "l" => {}
            _ => panic!("unknown sequence: CSI {parameters} {command}"),
        }
    }

    fn scroll(&mut self, by: isize) {
        let (top, bottom) = self.region;
        let rows = &mut self.cells[top * self.width..(bottom + 1) * self.width];
        if by > 0 {
            rows.rotate_left(self.width);
            let kept = rows.len() - self.width;
            rows[kept..].fill(" ".to_owned());
        } else {
            rows.rotate_right(self.width);
            rows[..self.width].fill(" ".to_owned());
        }
    }
}
