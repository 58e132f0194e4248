//! What is left of a theme on a terminal with fewer colours.

use std::sync::LazyLock;

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Serialize};

use super::Theme;
use super::color::{Rgb, SIXTEEN, contrast, distance, indexed, rgb};

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Depth {
    #[default]
    #[serde(rename = "truecolor")]
    True,
    #[serde(rename = "256")]
    Indexed,
    #[serde(rename = "16")]
    Sixteen,
    #[serde(rename = "mono")]
    Mono,
}

/// Parts of `TERM` of terminals that show true colours without saying so in `COLORTERM`, which does not
/// pass through SSH.
const TRUE_COLOR_TERMS: [&str; 6] = ["direct", "kitty", "alacritty", "foot", "wezterm", "ghostty"];
/// Parts of `TERM` of terminals without colours: the DEC ones and those that say so.
const COLOURLESS_TERMS: [&str; 6] = ["dumb", "mono", "vt1", "vt2", "vt3", "vt4"];

impl Depth {
    /// Told from the environment alone, which `variable` looks up. The terminal is never asked, because its
    /// answer may be late and look like typing.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Depth {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let is_one_of = |parts: &[&str]| parts.iter().any(|part| term.contains(part));
        if set("NO_COLOR").is_some() || term.is_empty() || is_one_of(&COLOURLESS_TERMS) {
            Depth::Mono
        } else if set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit")
            || is_one_of(&TRUE_COLOR_TERMS)
        {
            Depth::True
        } else if term.contains("256color") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        }
    }
}

impl Theme {
    /// The theme as a terminal of this depth can show it: the nearest colours there are among those that
    /// can be read where the original could.
    pub fn at(mut self, depth: Depth) -> Theme {
        let text = self.text;
        for (_, style) in self.slots() {
            *style = match depth {
                Depth::True => *style,
                Depth::Indexed => reduced(*style, text, &PALETTE_256),
                Depth::Sixteen => sixteen(*style, text),
                Depth::Mono => colourless(*style, text),
            };
        }
        self
    }
}

/// Cube and greys only: what the first sixteen look like differs from terminal to terminal.
static PALETTE_256: LazyLock<Vec<(Color, Rgb)>> =
    LazyLock::new(|| (16..=255).map(|number| (Color::Indexed(number), indexed(number))).collect());

fn reduced(style: Style, text: Style, palette: &[(Color, Rgb)]) -> Style {
    let ground = style.bg.or(text.bg).unwrap_or(Color::Reset);
    let ink = style.fg.or(text.fg).unwrap_or(Color::Reset);
    let new_ground = nearest(ground, palette, |_| true);
    let wanted = match (rgb(ink), rgb(ground)) {
        (Some(ink), Some(ground)) => contrast(ink, ground).min(4.5),
        _ => 1.0,
    };
    let readable = |candidate| rgb(new_ground).is_none_or(|ground| contrast(candidate, ground) >= wanted);
    let has_ink = style.fg.is_some() || style.bg.is_some();
    Style { fg: has_ink.then(|| nearest(ink, palette, readable)), bg: style.bg.map(|_| new_ground), ..style }
}

/// Differences of the brightest and the darkest channel below which a colour is a grey to the eye, however
/// it is tinted.
const TINT: u8 = 56;

/// The style in a terminal's sixteen colours. A grey stays a grey and a hue stays its hue: what is secondary
/// is told by dim, not by a colour that means something else. (Bright black is no ink: many terminals draw
/// it as dark as the ground.)
fn sixteen(style: Style, text: Style) -> Style {
    let of = |color: Option<Color>| color.unwrap_or(Color::Reset);
    let (text_ink, ground, ink) = (of(text.fg), of(style.bg.or(text.bg)), of(style.fg.or(text.fg)));
    let new_ground = like(ground, |_| true);
    let readable = |rgb_: Rgb| rgb(new_ground).is_none_or(|ground| contrast(rgb_, ground) >= 4.5);
    let new_ink = like(ink, readable);
    let mut new = Style {
        fg: (style.fg.is_some() || style.bg.is_some()).then_some(new_ink),
        bg: style.bg.map(|_| new_ground),
        ..style
    };
    let weaker = match (rgb(ink), rgb(text_ink), rgb(ground)) {
        (Some(ink), Some(text), Some(ground)) => contrast(ink, ground) + 0.5 < contrast(text, ground),
        _ => false,
    };
    // Looks like the text now, and was to look weaker.
    if weaker && style.bg.is_none() && is_grey(new_ink) && !style.add_modifier.contains(Modifier::BOLD) {
        new = new.add_modifier(Modifier::DIM);
    }
    new
}

fn is_grey(color: Color) -> bool {
    rgb(color).is_none_or(|[r, g, b]| r.max(g).max(b) - r.min(g).min(b) < TINT)
}

/// The one of the sixteen colours that looks most like `color`: a grey for a grey, the nearest hue for others;
/// where none of them is `fit`, black or white.
fn like(color: Color, fit: impl Fn(Rgb) -> bool) -> Color {
    let Some(wanted) = rgb(color) else { return color };
    let grey = is_grey(color);
    let candidates = SIXTEEN
        .iter()
        .filter(|(_, own, seen)| is_grey(*own) == grey && *own != Color::DarkGray && fit(*seen));
    let difference =
        |seen: Rgb| if grey { distance(seen, wanted) as f64 } else { hue_difference(seen, wanted) };
    let best = candidates.min_by(|a, b| {
        let exact = (a.1 != color).cmp(&(b.1 != color));
        exact
            .then(difference(a.2).total_cmp(&difference(b.2)))
            .then(distance(a.2, wanted).cmp(&distance(b.2, wanted)))
    });
    match best {
        Some(&(_, own, _)) => own,
        None if fit([0; 3]) => Color::Black,
        None => Color::White,
    }
}

/// How far apart two hues are, in degrees, 0–180 (the hexagon of the HSV model).
fn hue_difference(a: Rgb, b: Rgb) -> f64 {
    let apart = (hue(a) - hue(b)).abs();
    apart.min(360.0 - apart)
}

fn hue([r, g, b]: Rgb) -> f64 {
    let (r, g, b) = (f64::from(r), f64::from(g), f64::from(b));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let span = (most - least).max(1.0);
    let sector = if most == r {
        (g - b) / span
    } else if most == g {
        2.0 + (b - r) / span
    } else {
        4.0 + (r - g) / span
    };
    (sector * 60.0).rem_euclid(360.0)
}

/// The colour of `palette` that looks most like `color`, of those that are `fit` to be used. Every palette
/// has black and white, one of which can be read on any ground. The terminal's default stays what it is.
fn nearest(color: Color, palette: &[(Color, Rgb)], fit: impl Fn(Rgb) -> bool) -> Color {
    let Some(wanted) = rgb(color) else { return color };
    palette
        .iter()
        .filter(|(_, seen)| fit(*seen))
        .min_by_key(|(own, seen)| (*own != color, distance(*seen, wanted)))
        .map_or(color, |(own, _)| *own)
}

/// Attributes alone: what had a ground of its own is reversed.
fn colourless(style: Style, text: Style) -> Style {
    let own_ground = style.bg.is_some_and(|ground| Some(ground) != text.bg);
    let plain = Style { fg: None, bg: None, ..style };
    if own_ground { plain.add_modifier(Modifier::REVERSED) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(environment: &[(&str, &str)]) -> Depth {
        Depth::detect(|name| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string()))
    }

    #[test]
    fn the_environment_tells_the_depth() {
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(detect(&[("TERM", "xterm-kitty")]), Depth::True);
        assert_eq!(detect(&[("TERM", "tmux-256color")]), Depth::Indexed);
        assert_eq!(detect(&[("TERM", "linux")]), Depth::Sixteen);
        assert_eq!(detect(&[("TERM", "vt220")]), Depth::Mono);
        assert_eq!(detect(&[]), Depth::Mono);
        let asked = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")];
        assert_eq!(detect(&asked), Depth::Mono);
    }

    #[test]
    fn what_has_its_own_ground_is_still_told_apart_without_colours() {
        let text = Style::new().fg(Color::White).bg(Color::Black);
        let hit = Style::new().fg(Color::Black).bg(Color::Yellow);
        assert_eq!(colourless(hit, text), Style::new().add_modifier(Modifier::REVERSED));
        assert_eq!(colourless(text, text), Style::new());
    }

    #[test]
    fn sixteen_colours_keep_greys_grey_and_hues_their_hue() {
        let text = Style::new().fg(Color::Rgb(0x3c, 0x38, 0x36)).bg(Color::Rgb(0xfb, 0xf1, 0xc7));
        let dim = sixteen(Style::new().fg(Color::Rgb(0x6f, 0x64, 0x5a)), text);
        assert_eq!((dim.fg, dim.add_modifier), (Some(Color::Black), Modifier::DIM));
        let hit = Style::new().fg(Color::Rgb(0x2e, 0x34, 0x40)).bg(Color::Rgb(0xeb, 0xcb, 0x8b));
        let hit = sixteen(hit, text);
        assert!(matches!(hit.bg, Some(Color::Yellow | Color::LightYellow)), "{hit:?}");
        assert_eq!(hit.fg, Some(Color::Black));
    }

    #[test]
    fn a_colour_that_could_not_be_read_gives_way_to_one_that_can() {
        let palette = [(Color::Black, [0; 3]), (Color::Gray, [130; 3]), (Color::White, [255; 3])];
        let text = Style::new().fg(Color::Rgb(100, 100, 100)).bg(Color::Rgb(250, 250, 250));
        // The gray is nearer to the ink than black, but its contrast with white is below 4.5.
        let got = reduced(text, text, &palette);
        assert_eq!((got.fg, got.bg), (Some(Color::Black), Some(Color::White)));
    }
}
