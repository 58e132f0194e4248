//! Colours as numbers: what the names mean, how far apart two are, whether one can be read on another.

use ratatui::style::Color;

/// Red, green and blue, 0–255.
pub type Rgb = [u8; 3];

/// The sixteen colours of a terminal by name, in their order, as xterm draws them. Other terminals draw
/// them a little differently.
pub const SIXTEEN: [(&str, Color, Rgb); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("gray", Color::Gray, [229, 229, 229]),
    ("dark-gray", Color::DarkGray, [127, 127, 127]),
    ("light-red", Color::LightRed, [255, 0, 0]),
    ("light-green", Color::LightGreen, [0, 255, 0]),
    ("light-yellow", Color::LightYellow, [255, 255, 0]),
    ("light-blue", Color::LightBlue, [92, 92, 255]),
    ("light-magenta", Color::LightMagenta, [255, 0, 255]),
    ("light-cyan", Color::LightCyan, [0, 255, 255]),
    ("white", Color::White, [255, 255, 255]),
];

/// The steps of the 6 × 6 × 6 colour cube that begins at number 16.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// A colour as theme files write it: a terminal colour's name, `#rrggbb`, or a number of the 256.
pub fn parse(text: &str) -> Option<Color> {
    if text == "default" {
        return Some(Color::Reset);
    }
    if let Some(hex) = text.strip_prefix('#') {
        let value = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        let [_, r, g, b] = value.to_be_bytes();
        return Some(Color::Rgb(r, g, b));
    }
    let named = SIXTEEN.iter().find(|(name, ..)| *name == text).map(|(_, color, _)| *color);
    named.or_else(|| text.parse().ok().map(Color::Indexed))
}

/// What a colour looks like; `None` for the terminal's default, which only the terminal knows.
pub fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(number) => Some(indexed(number)),
        named => SIXTEEN.iter().find(|(_, color, _)| *color == named).map(|(.., rgb)| *rgb),
    }
}

/// What a number of the 256 colours looks like: sixteen named ones, a cube, a ramp of greys.
pub fn indexed(number: u8) -> Rgb {
    match number {
        0..16 => SIXTEEN[usize::from(number)].2,
        16..232 => {
            let step = |place: u8| CUBE[usize::from((number - 16) / place % 6)];
            [step(36), step(6), step(1)]
        }
        232.. => [8 + (number - 232) * 10; 3],
    }
}

/// How different two colours look: squared distance, weighted as the eye is ("redmean", Riemersma).
pub fn distance(a: Rgb, b: Rgb) -> u32 {
    let [dr, dg, db] = std::array::from_fn(|i| u32::from(a[i].abs_diff(b[i])).pow(2));
    let red = (u32::from(a[0]) + u32::from(b[0])) / 2;
    ((512 + red) * dr + 1024 * dg + (767 - red) * db) >> 8
}

/// Contrast ratio, 1–21, as WCAG 2.1 defines it; text needs 4.5.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0–1, as WCAG 2.1 defines it.
fn luminance(color: Rgb) -> f64 {
    let [r, g, b] = color.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        // Worked by hand: #777777 on white has luminance 0.1845 and ratio 1.05 / 0.2345.
        assert!((contrast([0x77; 3], [255; 3]) - 4.478).abs() < 0.001);
    }

    #[test]
    fn numbers_of_the_256_colours_are_xterms() {
        assert_eq!([16, 21, 110, 231].map(indexed), [[0, 0, 0], [0, 0, 255], [135, 175, 215], [255; 3]]);
        assert_eq!([232, 255].map(indexed), [[8; 3], [238; 3]]);
    }

    #[test]
    fn colours_are_read_in_every_notation() {
        assert_eq!(parse("#1e1e2e"), Some(Color::Rgb(0x1e, 0x1e, 0x2e)));
        assert_eq!(parse("light-cyan"), Some(Color::LightCyan));
        assert_eq!(parse("208"), Some(Color::Indexed(208)));
        assert_eq!(parse("default"), Some(Color::Reset));
        for wrong in ["#12345", "#gggggg", "256", "mauve", ""] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
