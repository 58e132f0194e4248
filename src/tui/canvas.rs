//! Writing text into ratatui's buffer: by display width under the chosen policy, never half a character,
//! and nothing that a terminal would obey instead of show.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::hot::Hot;
use crate::text::sanitize::sanitize;
use crate::text::width::{self, Ambiguous, grapheme_width, graphemes};

/// A buffer with the width policy.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    pub ambiguous: Ambiguous,
    pub glyphs: Glyphs,
    /// What every other style is a patch over.
    base: Style,
    /// What answers to a click, what lies on top last.
    hot: Vec<(Rect, Hot)>,
}

/// Marks of the interface's own. Where ambiguous characters are wide, the ones that must keep to one
/// column are drawn with characters that every terminal draws narrow.
#[derive(Debug, Clone, Copy)]
pub struct Glyphs {
    pub divider: &'static str,
    /// Beside what is current.
    pub bar: &'static str,
    pub unread: &'static str,
    pub bookmark: &'static str,
    /// Of a passage that was kept.
    pub kept: &'static str,
    pub open: &'static str,
    pub folded: &'static str,
    pub hits: &'static str,
    pub dash: &'static str,
    /// Of a frame: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
}

impl Glyphs {
    pub fn new(ambiguous: Ambiguous) -> Glyphs {
        let (open, folded) = ("▾", "▸");
        match ambiguous {
            Ambiguous::Narrow => Glyphs {
                divider: "│",
                bar: "▎",
                unread: "•",
                bookmark: "★",
                kept: "+",
                open,
                folded,
                hits: "●",
                dash: "─",
                corners: ["┌", "┐", "└", "┘"],
            },
            Ambiguous::Wide => Glyphs {
                divider: "|",
                bar: ">",
                unread: "*",
                bookmark: "#",
                kept: "+",
                open,
                folded,
                hits: "*",
                dash: "-",
                corners: ["+"; 4],
            },
        }
    }
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, ambiguous: Ambiguous, base: Style) -> Canvas<'a> {
        let area = buffer.area;
        Canvas { buffer, area, ambiguous, glyphs: Glyphs::new(ambiguous), base, hot: Vec::new() }
    }

    /// What the views share among them.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Leaves the views a part of the buffer.
    pub fn keep_to(&mut self, area: Rect) {
        self.area = area;
    }

    /// A click on the area means `hot`.
    pub fn hot(&mut self, area: Rect, hot: Hot) {
        self.hot.push((area, hot));
    }

    pub fn take_hot(&mut self) -> Vec<(Rect, Hot)> {
        std::mem::take(&mut self.hot)
    }

    pub fn width(&self, text: &str) -> u16 {
        width::width(text, self.ambiguous).try_into().unwrap_or(u16::MAX)
    }

    /// Writes `text` from `x` up to, not including, column `end`; what does not fit is left out. Returns
    /// the column after it.
    pub fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.buffer.area.right());
        if y < self.buffer.area.top() || y >= self.buffer.area.bottom() {
            return x;
        }
        let mut at = x;
        for symbol in graphemes(&sanitize(text)) {
            let wide = grapheme_width(symbol, self.ambiguous) as u16;
            if wide == 0 {
                continue;
            }
            if at + wide > end {
                break;
            }
            self.cell(at, y, symbol, style);
            for hidden in at + 1..at + wide {
                self.cell(hidden, y, " ", style);
            }
            at += wide;
        }
        at
    }

    /// As [`Canvas::put`], with an ellipsis where the text does not fit.
    pub fn put_cut(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let room = end.saturating_sub(x);
        if self.width(text) <= room {
            return self.put(x, y, end, text, style);
        }
        let ellipsis = self.width("…");
        let x = self.put(x, y, end.saturating_sub(ellipsis), text, style);
        self.put(x, y, end, "…", style)
    }

    /// Writes `text` so that it ends before column `end`; returns where it starts. Text that would begin
    /// left of `start` is left out whole.
    pub fn put_right(&mut self, start: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let wide = self.width(text);
        if end.saturating_sub(start) < wide {
            return end;
        }
        self.put(end - wide, y, end, text, style);
        end - wide
    }

    /// Blanks an area, for a popup: wide characters that its edges cut in two are blanked whole, or the
    /// half that is left would push the row out of line.
    pub fn clear(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            if area.left() > self.buffer.area.left() {
                let before = area.left() - 1;
                if self.width(self.buffer[(before, y)].symbol()) > 1 {
                    self.buffer[(before, y)].set_symbol(" ");
                }
            }
            for x in area.left()..area.right() {
                self.cell(x, y, " ", style);
            }
        }
    }

    /// Draws one of ratatui's widgets over what stands in `area`.
    pub fn widget(&mut self, widget: impl Widget, area: Rect) {
        widget.render(area.intersection(self.buffer.area), self.buffer);
    }

    /// The same policy over another buffer.
    pub fn over<'b>(&self, buffer: &'b mut Buffer) -> Canvas<'b> {
        let area = buffer.area;
        let (ambiguous, glyphs, base) = (self.ambiguous, self.glyphs, self.base);
        Canvas { buffer, area, ambiguous, glyphs, base, hot: Vec::new() }
    }

    /// Copies a row (counted from the top) of a buffer that was drawn apart to row `y`, in its columns.
    pub fn stamp(&mut self, from: &Buffer, row: u16, y: u16) {
        let area = from.area;
        for x in area.left()..area.right() {
            if let (Some(cell), Some(there)) = (from.cell((x, area.y + row)), self.buffer.cell_mut((x, y))) {
                *there = cell.clone();
            }
        }
    }

    /// Covers an area with a framed popup; returns the room inside.
    pub fn popup(&mut self, area: Rect, text: Style, frame: Style) -> Rect {
        self.clear(area, text);
        self.hot(area, Hot::Cover);
        let inner = area.inner(Margin::new(1, 1));
        let [top_left, top_right, bottom_left, bottom_right] = self.glyphs.corners;
        let rule = self.glyphs.dash.repeat(inner.width.into());
        for (y, left, right) in
            [(area.top(), top_left, top_right), (area.bottom() - 1, bottom_left, bottom_right)]
        {
            self.put(area.x, y, area.right(), left, frame);
            self.put(inner.x, y, area.right(), &rule, frame);
            self.put(inner.right(), y, area.right(), right, frame);
        }
        for y in inner.top()..inner.bottom() {
            self.put(area.x, y, area.right(), self.glyphs.divider, frame);
            self.put(inner.right(), y, area.right(), self.glyphs.divider, frame);
        }
        inner
    }

    fn cell(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.reset();
            cell.set_symbol(symbol).set_style(self.base.patch(style));
        }
    }
}

/// The buffer as text, each wide character once, without trailing blanks.
pub fn to_text(buffer: &Buffer, ambiguous: Ambiguous) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += width::width(symbol, ambiguous).max(1) as u16;
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(draw: impl FnOnce(&mut Canvas), ambiguous: Ambiguous) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        draw(&mut Canvas::new(&mut buffer, ambiguous, Style::new()));
        to_text(&buffer, ambiguous)
    }

    #[test]
    fn text_is_cut_before_a_character_that_does_not_fit() {
        assert_eq!(drawn(|c| _ = c.put(0, 0, 5, "山水画", Style::new()), Ambiguous::Narrow), "山水\n\n");
        assert_eq!(drawn(|c| _ = c.put_cut(0, 0, 5, "山水画", Style::new()), Ambiguous::Narrow), "山水…\n\n");
    }

    #[test]
    fn ambiguous_characters_take_the_columns_of_the_policy() {
        let end = |policy| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
            Canvas::new(&mut buffer, policy, Style::new()).put(0, 0, 10, "“山”", Style::new())
        };
        assert_eq!((end(Ambiguous::Narrow), end(Ambiguous::Wide)), (4, 6));
    }

    #[test]
    fn nothing_reaches_the_terminal_that_it_would_obey() {
        let shown = drawn(|c| _ = c.put(0, 0, 10, "a\x1b[2J\u{202e}b\u{7}", Style::new()), Ambiguous::Narrow);
        assert_eq!(shown, "a␛[2Jb␇\n\n");
    }

    #[test]
    fn a_popup_keeps_its_frame_over_wide_characters() {
        let framed = |policy| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 3));
            let mut canvas = Canvas::new(&mut buffer, policy, Style::new());
            (0..3).for_each(|y| _ = canvas.put(0, y, 9, "山水画报", Style::new()));
            let inner = canvas.popup(Rect::new(1, 0, 6, 3), Style::new(), Style::new());
            canvas.put(inner.x, inner.y, inner.right(), "春秋", Style::new());
            to_text(&buffer, policy)
        };
        assert_eq!(framed(Ambiguous::Narrow), " ┌────┐\n │春秋│\n └────┘\n");
        assert_eq!(framed(Ambiguous::Wide), " +----+\n |春秋|\n +----+\n");
    }

    #[test]
    fn clearing_takes_halves_of_wide_characters_away() {
        let shown = drawn(
            |c| {
                c.put(0, 0, 10, "山水画报", Style::new());
                c.clear(Rect::new(3, 0, 2, 1), Style::new());
            },
            Ambiguous::Narrow,
        );
        assert_eq!(shown, "山   \u{3000}报\n\n".replace("\u{3000}", " "));
    }
}
