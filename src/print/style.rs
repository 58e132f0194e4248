//! How printed text is dressed: language, colours, width.

use std::ops::Range;

use crate::lang::Lang;
use crate::text::punctuation::full_width;
use crate::text::sanitize::visible;

/// The dress of printed text. Colours are the terminal's own sixteen, so they suit its background; what
/// they say can be told without them.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub lang: Lang,
    pub color: bool,
    /// Show punctuation that was folded to ASCII full-width beside Chinese.
    pub full_width: bool,
    /// Width of the terminal; `None` in a pipe, where nothing is wrapped or cut.
    pub columns: Option<usize>,
}

impl Style {
    pub fn title(&self, text: &str) -> String {
        self.paint("1;4", text)
    }

    pub fn heading(&self, text: &str) -> String {
        self.paint("1;36", text)
    }

    pub fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    pub fn path(&self, text: &str) -> String {
        self.paint("35", text)
    }

    pub fn number(&self, text: &str) -> String {
        self.paint("32", text)
    }

    /// `text`, safe to show and with punctuation as it was written where that is wanted, its matches (in
    /// characters) set off.
    pub fn marked(&self, text: &str, ranges: &[Range<usize>]) -> String {
        let inside = |at: usize| ranges.iter().any(|range| range.contains(&at));
        let mut marked = String::with_capacity(text.len());
        let mut run = String::new();
        let mut flush = |run: &mut String, hit: bool| {
            marked.push_str(&if hit { self.paint("1;31", run) } else { run.clone() });
            run.clear();
        };
        let mut hit = false;
        for (at, (byte, c)) in text.char_indices().enumerate() {
            if inside(at) != hit {
                flush(&mut run, hit);
                hit = !hit;
            }
            run.extend(visible(if self.full_width { full_width(text, byte, c) } else { c }));
        }
        flush(&mut run, hit);
        marked
    }

    fn paint(&self, attributes: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{attributes}m{text}\x1b[0m") } else { text.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_set_off_only_where_colours_are_wanted() {
        let mut style = Style { lang: Lang::Zh, color: true, full_width: true, columns: None };
        assert_eq!(style.marked("北郊办北", &[0..2, 3..4]), "\x1b[1;31m北郊\x1b[0m办\x1b[1;31m北\x1b[0m");
        style.color = false;
        assert_eq!(style.marked("北郊办北", &[0..2, 3..4]), "北郊办北");
    }
}
