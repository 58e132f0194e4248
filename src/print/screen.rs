//! A screen of the reader as text with colours, and as a picture.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::tui::theme::rgb;

/// The size of a cell and of its letters in a picture, in pixels: two cells hold a Han character.
const CELL: (f32, f32) = (8.4, 19.0);
const FONT_SIZE: f32 = 14.0;
const BASELINE: f32 = 14.0;
const FONTS: &str = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Source Han Mono SC',Menlo,Consolas,'DejaVu Sans Mono',monospace";

/// What a terminal's own colours are in a picture, which has no terminal.
const INK: [u8; 3] = [0xd5, 0xd2, 0xc9];
const GROUND: [u8; 3] = [0x16, 0x18, 0x1d];

/// A stretch of a row in one style.
struct Run<'a> {
    column: usize,
    columns: usize,
    /// The look of all its cells.
    style: &'a Cell,
    /// Each symbol with its column.
    symbols: Vec<(usize, &'a str)>,
}

/// The runs of each row, wide characters counted once.
fn rows(buffer: &Buffer) -> Vec<Vec<Run<'_>>> {
    let width = usize::from(buffer.area.width).max(1);
    buffer.content().chunks(width).map(runs).collect()
}

fn runs(cells: &[Cell]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while let Some(cell) = cells.get(column) {
        let columns = cell.symbol().width().max(1);
        let alike =
            |run: &Run| (run.style.fg, run.style.bg, run.style.modifier) == (cell.fg, cell.bg, cell.modifier);
        match runs.last_mut().filter(|run| alike(run)) {
            Some(run) => {
                run.columns += columns;
                run.symbols.push((column, cell.symbol()));
            }
            None => {
                runs.push(Run { column, columns, style: cell, symbols: vec![(column, cell.symbol())] });
            }
        }
        column += columns;
    }
    runs
}

/// The screen for `cat` on a terminal: SGR sequences, a line a row.
pub fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        for run in row {
            out.push_str("\x1b[0");
            for (modifier, code) in SGR {
                if run.style.modifier.contains(modifier) {
                    let _ = write!(out, ";{code}");
                }
            }
            out.push_str(&sgr_color(run.style.fg, 30));
            out.push_str(&sgr_color(run.style.bg, 40));
            out.push('m');
            out.extend(run.symbols.iter().map(|(_, symbol)| *symbol));
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

/// Select Graphic Rendition numbers (ECMA-48).
const SGR: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// `base` is 30 for ink and 40 for ground.
fn sgr_color(color: Color, base: u8) -> String {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match color {
        Color::Reset => String::new(),
        Color::Rgb(r, g, b) => format!(";{};2;{r};{g};{b}", base + 8),
        Color::Indexed(number) => format!(";{};5;{number}", base + 8),
        named => match (0..).zip(NAMED).find(|(_, known)| *known == named) {
            Some((number @ 0..8, _)) => format!(";{}", base + number),
            Some((number, _)) => format!(";{}", base + 52 + number),
            None => String::new(),
        },
    }
}

/// The screen as an SVG picture. Every character has its place, so columns stand whatever the font.
pub fn svg(buffer: &Buffer) -> String {
    let (width, height) =
        (f32::from(buffer.area.width) * CELL.0 + 16.0, f32::from(buffer.area.height) * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-size=\"{FONT_SIZE}\" \
         font-family=\"{FONTS}\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n",
        hex(buffer.content().first().and_then(|cell| rgb(cell.bg)).unwrap_or(GROUND))
    );
    for (row, runs) in rows(buffer).iter().enumerate() {
        let top = row as f32 * CELL.1 + 8.0;
        for run in runs {
            // Writing to a string does not fail.
            let _ = draw(&mut out, run, top);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn draw(out: &mut String, run: &Run, top: f32) -> std::fmt::Result {
    let x = |column: usize| column as f32 * CELL.0 + 8.0;
    let Cell { modifier, .. } = *run.style;
    let (mut ink, mut ground) = (rgb(run.style.fg).unwrap_or(INK), rgb(run.style.bg).unwrap_or(GROUND));
    if modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    if rgb(run.style.bg).is_some() || modifier.contains(Modifier::REVERSED) {
        writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{top}\" width=\"{:.1}\" height=\"{}\" fill=\"{}\"/>",
            x(run.column),
            run.columns as f32 * CELL.0,
            CELL.1,
            hex(ground)
        )?;
    }
    let symbols: Vec<_> = run.symbols.iter().filter(|(_, symbol)| !symbol.trim().is_empty()).collect();
    if symbols.is_empty() {
        return Ok(());
    }
    // One place for each character of a cluster: those after the first follow by themselves.
    let places: Vec<String> = symbols.iter().map(|(column, _)| format!("{:.1}", x(*column))).collect();
    write!(out, "<text y=\"{:.1}\" fill=\"{}\"", top + BASELINE, hex(ink))?;
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
        (Modifier::DIM, " opacity=\"0.7\""),
    ] {
        if modifier.contains(flag) {
            out.push_str(attribute);
        }
    }
    if symbols.iter().all(|(_, symbol)| symbol.chars().count() == 1) {
        let text: String = symbols.iter().map(|(_, symbol)| *symbol).collect();
        writeln!(out, " x=\"{}\">{}</text>", places.join(" "), escaped(&text))
    } else {
        out.push('>');
        for ((_, symbol), place) in symbols.iter().zip(&places) {
            write!(out, "<tspan x=\"{place}\">{}</tspan>", escaped(symbol))?;
        }
        out.push_str("</text>\n");
        Ok(())
    }
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn screen() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "河<b>", Style::new());
        buffer.set_string(5, 0, "堤", Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD));
        buffer
    }

    #[test]
    fn a_wide_character_takes_two_columns_once() {
        assert_eq!(ansi(&screen()), "\x1b[0m河<b>\x1b[0;1;38;2;1;2;3m堤\x1b[0m \x1b[0m\n");
    }

    #[test]
    fn bright_colours_have_numbers_of_their_own() {
        assert_eq!(
            (sgr_color(Color::Gray, 30), sgr_color(Color::DarkGray, 30)),
            (";37".into(), ";90".into())
        );
        assert_eq!(
            (sgr_color(Color::White, 40), sgr_color(Color::Reset, 40)),
            (";107".into(), String::new())
        );
    }

    #[test]
    fn a_picture_places_every_character_and_escapes_markup() {
        let picture = svg(&screen());
        assert!(picture.contains(" x=\"8.0 24.8 33.2 41.6\">河&lt;b&gt;</text>"), "{picture}");
        assert!(picture.contains("fill=\"#010203\" font-weight=\"bold\" x=\"50.0\">堤</text>"), "{picture}");
    }
}
