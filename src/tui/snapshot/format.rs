//! A screen as text, as text with colours for a terminal, or as a picture.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::text::width::{Ambiguous, width};
use crate::tui::canvas;
use crate::tui::terminal::Pen;
use crate::tui::theme::color::{Rgb, SIXTEEN, rgb};

/// What a screen is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    #[default]
    Text,
    /// Text with the escape sequences for its colours.
    Ansi,
    Svg,
}

pub fn write(buffer: &Buffer, ambiguous: Ambiguous, format: Format) -> String {
    match format {
        Format::Text => canvas::to_text(buffer, ambiguous),
        Format::Ansi => ansi(buffer, ambiguous),
        Format::Svg => svg(buffer, ambiguous),
    }
}

/// The cells of a row that show something: column, cell, columns taken.
fn cells(buffer: &Buffer, y: u16, ambiguous: Ambiguous) -> Vec<(u16, &Cell, u16)> {
    let mut cells = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(buffer.area.x + x, y)];
        let wide = width(cell.symbol(), ambiguous).max(1) as u16;
        cells.push((x, cell, wide));
        x += wide;
    }
    cells
}

fn ansi(buffer: &Buffer, ambiguous: Ambiguous) -> String {
    let mut out = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut pen = Pen::default();
        for (_, cell, _) in cells(buffer, y, ambiguous) {
            pen.change(Pen::of(cell), &mut out);
            out.extend(cell.symbol().bytes());
        }
        pen.change(Pen::default(), &mut out);
        out.push(b'\n');
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Columns and rows of a cell in the picture. A wide character is as wide as the font is high, so that
/// Chinese fonts fill their cells.
const CELL: (u32, u32) = (8, 22);
/// Attributes in the language of pictures.
const ATTRIBUTES: [(Modifier, &str); 5] = [
    (Modifier::BOLD, "font-weight:bold"),
    (Modifier::DIM, "opacity:.7"),
    (Modifier::ITALIC, "font-style:italic"),
    (Modifier::UNDERLINED, "text-decoration:underline"),
    (Modifier::CROSSED_OUT, "text-decoration:line-through"),
];
const FONT: u32 = 2 * CELL.0;
/// From the top of a cell down to the line on which characters stand.
const BASELINE: u32 = 16;
const MARGIN: u32 = 12;
/// Fonts in which two Latin letters are as wide as a Chinese character, then what systems have.
const FONTS: &str = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Source Han Mono SC','PingFang SC',\
                     'Microsoft YaHei','WenQuanYi Zen Hei Mono',Menlo,Consolas,monospace";
/// For what Chinese fonts would draw too wide.
const LATIN: &str = " font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\"";
/// Ground and ink where a theme leaves them to the terminal.
const GROUND: &str = "#fbfbf9";
const INK: &str = "#22252a";

fn svg(buffer: &Buffer, ambiguous: Ambiguous) -> String {
    let area = buffer.area;
    let size = |cells: u16, cell: u32| u32::from(cells) * cell + 2 * MARGIN;
    let (width, height) = (size(area.width, CELL.0), size(area.height, CELL.1));
    let ground = buffer.content.first().map_or(Color::Reset, |cell| cell.bg);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-size=\"{FONT}\" font-family=\"{FONTS}\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n",
        hex(ground, GROUND)
    );
    for y in area.top()..area.bottom() {
        let row = cells(buffer, y, ambiguous);
        for run in row.chunk_by(|a, b| (a.1.fg, a.1.bg, a.1.modifier) == (b.1.fg, b.1.bg, b.1.modifier)) {
            svg_run(&mut out, run, MARGIN + u32::from(y - area.y) * CELL.1, ground);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Cells of one style, their tops at `top`.
fn svg_run(out: &mut String, run: &[(u16, &Cell, u16)], top: u32, ground: Color) {
    let Some(&(_, first, _)) = run.first() else { return };
    let (mut ink, mut paper) = (hex(first.fg, INK), hex(first.bg, GROUND));
    let reversed = first.modifier.contains(Modifier::REVERSED);
    if reversed {
        std::mem::swap(&mut ink, &mut paper);
    }
    if reversed || first.bg != ground {
        svg_rect(out, run, top, (0, 0, 8, 8), &paper);
    }
    let style: Vec<_> =
        ATTRIBUTES.iter().filter(|a| first.modifier.contains(a.0)).map(|(_, css)| *css).collect();
    let style = if style.is_empty() { String::new() } else { format!(" style=\"{}\"", style.join(";")) };
    // Each character is given its own column, which holds whatever font is used and whoever draws it.
    let kind = |(_, cell, wide): &(u16, &Cell, u16)| {
        (*wide, shape(cell.symbol()), cell.symbol() == " ", is_ambiguous(cell.symbol()))
    };
    for part in run.chunk_by(|a, b| kind(a) == kind(b)) {
        match kind(&part[0]) {
            (_, _, true, _) => {}
            (_, Some(shape), ..) => shape.into_iter().for_each(|shape| svg_rect(out, part, top, shape, &ink)),
            (wide, None, ..) => {
                let text: String = part.iter().map(|(_, cell, _)| escape(cell.symbol())).collect();
                let y = top + BASELINE;
                let fonts = if is_ambiguous(part[0].1.symbol()) { LATIN } else { "" };
                // Writing to a string cannot fail.
                let _ = writeln!(
                    out,
                    "<text x=\"{}\" y=\"{y}\"{fonts} fill=\"{ink}\"{style}>{text}</text>",
                    columns(part, wide)
                );
            }
        }
    }
}

/// Where each character of some cells stands: its left edge. What a cell holds beside its first character is
/// drawn over that, and has no place of its own.
fn columns(part: &[(u16, &Cell, u16)], wide: u16) -> String {
    let mut places = Vec::new();
    for (column, cell, _) in part {
        let x = MARGIN + u32::from(*column) * CELL.0;
        places.extend(cell.symbol().encode_utf16().enumerate().map(|(at, _)| match at {
            0 => x.to_string(),
            _ => (x + u32::from(wide) * CELL.0).to_string(),
        }));
    }
    places.join(" ")
}

/// Whether Chinese fonts draw a character twice as wide as it stands here.
fn is_ambiguous(symbol: &str) -> bool {
    width(symbol, Ambiguous::Narrow) == 1 && width(symbol, Ambiguous::Wide) == 2
}

/// The part of a cell that something fills: left, top, right and bottom in eighths.
type Part = (u32, u32, u32, u32);

/// The parts that a rule, a corner or a block fills. As text they would leave gaps from row to row.
fn shape(symbol: &str) -> Option<Vec<Part>> {
    let c = symbol.chars().next()?;
    Some(vec![match c {
        '│' => (4, 0, 5, 8),
        '─' => (0, 4, 8, 5),
        '┌' => return Some(vec![(4, 4, 8, 5), (4, 4, 5, 8)]),
        '┐' => return Some(vec![(0, 4, 5, 5), (4, 4, 5, 8)]),
        '└' => return Some(vec![(4, 4, 8, 5), (4, 0, 5, 5)]),
        '┘' => return Some(vec![(0, 4, 5, 5), (4, 0, 5, 5)]),
        // Left blocks, from eight eighths to one; lower blocks, from one eighth to eight.
        '█'..='▏' => (0, 0, '▐' as u32 - c as u32, 8),
        '▁'..='▇' => (0, 8 - (c as u32 - '▀' as u32), 8, 8),
        _ => return None,
    }])
}

/// Fills a part of each of some cells that stand side by side.
fn svg_rect(out: &mut String, run: &[(u16, &Cell, u16)], top: u32, part: Part, fill: &str) {
    let (left, upper, right, lower) = part;
    let columns: u32 = run.iter().map(|(_, _, wide)| u32::from(*wide)).sum();
    let cells = if right - left == 8 { 1 } else { columns };
    for at in 0..cells {
        let x = MARGIN + (u32::from(run[0].0) + at) * CELL.0 + left * CELL.0 / 8;
        let width =
            if cells == 1 && right - left == 8 { columns * CELL.0 } else { (right - left) * CELL.0 / 8 };
        let (y, end) = (top + upper * CELL.1 / 8, top + lower * CELL.1 / 8);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{fill}\"/>",
            (end - y).max(1)
        );
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// How a picture draws a colour: as xterm does, but for the sixteen named ones.
fn hex(color: Color, default: &str) -> String {
    let named = match color {
        Color::Indexed(number @ 0..16) => Some(usize::from(number)),
        color => SIXTEEN.iter().position(|(_, named, _)| *named == color),
    };
    match named.map(|number| NAMED[number]).or_else(|| rgb(color)) {
        Some([r, g, b]) => format!("#{r:02x}{g:02x}{b:02x}"),
        None => default.to_owned(),
    }
}

/// The sixteen colours that terminals name, as they read well on a light ground, and yellow under black.
const NAMED: [Rgb; 16] = [
    [0x22, 0x25, 0x2a],
    [0xb3, 0x26, 0x1e],
    [0x2f, 0x7d, 0x32],
    [0xe8, 0xb9, 0x2e],
    [0x1f, 0x5f, 0xb4],
    [0x8e, 0x3a, 0x94],
    [0x00, 0x6e, 0x7a],
    [0xd0, 0xd0, 0xcc],
    [0x6a, 0x6f, 0x76],
    [0xd0, 0x4a, 0x42],
    [0x4f, 0x9d, 0x52],
    [0xb0, 0x86, 0x1a],
    [0x4a, 0x86, 0xd8],
    [0xb0, 0x60, 0xb6],
    [0x2a, 0x96, 0xa2],
    [0xff, 0xff, 0xff],
];

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn screen() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        buffer.set_string(0, 0, "山<b", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        buffer
    }

    #[test]
    fn colours_go_with_the_text() {
        assert_eq!(write(&screen(), Ambiguous::Narrow, Format::Text), "山<b\n");
        let ansi = write(&screen(), Ambiguous::Narrow, Format::Ansi);
        assert_eq!(ansi, "\x1b[1;31m山<b\x1b[m  \n");
    }

    #[test]
    fn in_a_picture_each_character_stands_in_its_column() {
        let svg = write(&screen(), Ambiguous::Narrow, Format::Svg);
        let texts: Vec<_> = svg.lines().filter(|line| line.starts_with("<text")).collect();
        let [wide, narrow] = texts.as_slice() else { panic!("one text for each width: {svg}") };
        assert!(wide.contains("x=\"12\"") && wide.contains(">山<"));
        assert!(narrow.contains("x=\"28 36\""), "{svg}");
        assert!(narrow.contains(">&lt;b<"), "{svg}");
    }

    #[test]
    fn rules_and_bars_are_drawn_without_gaps() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 2));
        for y in 0..2 {
            buffer.set_string(0, y, "│██▌", Style::new());
        }
        let svg = write(&buffer, Ambiguous::Narrow, Format::Svg);
        for part in [
            "x=\"16\" y=\"12\" width=\"1\" height=\"22\"",
            "x=\"16\" y=\"34\" width=\"1\" height=\"22\"",
            "x=\"20\" y=\"12\" width=\"16\" height=\"22\"",
            "x=\"36\" y=\"12\" width=\"4\" height=\"22\"",
        ] {
            assert!(svg.contains(part), "{part} is not in {svg}");
        }
    }
}
