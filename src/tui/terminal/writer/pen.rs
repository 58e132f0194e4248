//! Colours and attributes: what the terminal writes with, and the shortest way to change it.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::grid::is_blank;
use crate::tui::theme::color::SIXTEEN;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Attributes with the codes that switch them on and off. The order matters where one code switches two
/// off: the second of them is switched on again behind it.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    pub fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether writing `cell` with this pen looks as it should.
    pub fn suits(&self, cell: &Cell) -> bool {
        let plain = |modifier: Modifier| {
            !modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT)
        };
        *self == Pen::of(cell)
            || is_blank(cell) && self.bg == cell.bg && plain(self.modifier) && plain(cell.modifier)
    }

    /// Changes to `next`.
    pub fn change(&mut self, next: Pen, out: &mut Vec<u8>) {
        if *self == next {
            return;
        }
        let (mut afresh, mut step) = (Codes::default(), Codes::default());
        Pen::default().codes_to(next, &mut afresh);
        self.codes_to(next, &mut step);
        // An empty parameter stands for 0, which resets everything.
        let reset = if afresh.0.is_empty() { "" } else { ";" };
        if afresh.0.len() + reset.len() < step.0.len() {
            out.extend(b"\x1b[");
            out.extend(reset.bytes());
            out.extend(afresh.0);
        } else {
            out.extend(b"\x1b[");
            out.extend(step.0);
        }
        out.push(b'm');
        *self = next;
    }

    fn codes_to(self, next: Pen, codes: &mut Codes) {
        let (removed, mut added) = (self.modifier - next.modifier, next.modifier - self.modifier);
        let mut last_off = 0;
        for (attribute, _, off) in ATTRIBUTES {
            if removed.contains(attribute) && off != last_off {
                codes.push(&[off]);
                last_off = off;
                for (other, _, other_off) in ATTRIBUTES {
                    if other_off == off && next.modifier.contains(other) {
                        added |= other;
                    }
                }
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if added.contains(attribute) {
                codes.push(&[on]);
            }
        }
        if self.fg != next.fg {
            codes.push_color(next.fg, 30);
        }
        if self.bg != next.bg {
            codes.push_color(next.bg, 40);
        }
    }
}

/// The parameters of a change, separated by semicolons.
#[derive(Debug, Default)]
struct Codes(Vec<u8>);

impl Codes {
    fn push(&mut self, codes: &[u8]) {
        for code in codes {
            let separator = if self.0.is_empty() { "" } else { ";" };
            write!(self.0, "{separator}{code}").expect("writing to a vector cannot fail");
        }
    }

    /// The codes of a colour; `base` is 30 for the foreground, 40 for the background.
    fn push_color(&mut self, color: Color, base: u8) {
        match color {
            Color::Reset => self.push(&[base + 9]),
            Color::Indexed(number) => self.push(&[base + 8, 5, number]),
            Color::Rgb(r, g, b) => self.push(&[base + 8, 2, r, g, b]),
            named => match SIXTEEN.iter().position(|(_, color, _)| *color == named).unwrap_or(0) as u8 {
                number @ 0..8 => self.push(&[base + number]),
                bright => self.push(&[base + 60 + bright - 8]),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(from: Pen, to: Pen) -> String {
        let (mut pen, mut out) = (from, Vec::new());
        pen.change(to, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_differs_is_sent() {
        let red = Pen { fg: Color::Red, ..Pen::default() };
        let bold = Pen { modifier: Modifier::BOLD, ..red };
        assert_eq!(change(Pen::default(), red), "\x1b[31m");
        assert_eq!(change(red, bold), "\x1b[1m");
        assert_eq!(change(bold, Pen::default()), "\x1b[m");
        assert_eq!(change(bold, bold), "");
    }

    #[test]
    fn bold_and_dim_share_the_code_that_ends_them() {
        let colors = Pen { fg: Color::Rgb(1, 2, 3), bg: Color::Indexed(200), ..Pen::default() };
        let both = Pen { modifier: Modifier::BOLD | Modifier::DIM, ..colors };
        let dim = Pen { modifier: Modifier::DIM, ..colors };
        assert_eq!(change(both, dim), "\x1b[22;2m");
        assert_eq!(change(both, colors), "\x1b[22m");
    }
}
