//! Display width: how many terminal columns a text takes.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide East-Asian ambiguous characters (`“ ” — … · ▲ ①`) are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    #[default]
    Narrow,
    Wide,
}

/// Columns of one character; control characters take none.
pub fn char_width(c: char, ambiguous: Ambiguous) -> usize {
    match ambiguous {
        Ambiguous::Narrow => c.width().unwrap_or(0),
        Ambiguous::Wide => c.width_cjk().unwrap_or(0),
    }
}

/// Columns of a text, grapheme clusters taken together.
pub fn width(text: &str, ambiguous: Ambiguous) -> usize {
    match ambiguous {
        Ambiguous::Narrow => text.width(),
        Ambiguous::Wide => text.width_cjk(),
    }
}

/// The longest start of `text` that fits in `columns`, never half a character; and its width.
pub fn fit(text: &str, columns: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        let wide = char_width(c, ambiguous);
        if used + wide > columns {
            return (&text[..at], used);
        }
        used += wide;
    }
    (text, used)
}
