//! Display width: how many terminal columns a text takes, and cutting and padding by it.
//!
//! Everything is counted by grapheme cluster, as ratatui puts them into cells, so that what is counted
//! here is what is drawn.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide East-Asian ambiguous characters (`“ ” — … · ▲ ①`) are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Ambiguous {
    /// One column.
    #[default]
    Narrow = 1,
    /// Two columns.
    Wide,
}

impl From<Ambiguous> for u8 {
    fn from(ambiguous: Ambiguous) -> u8 {
        ambiguous as u8
    }
}

impl TryFrom<u8> for Ambiguous {
    type Error = String;

    fn try_from(columns: u8) -> Result<Ambiguous, String> {
        match columns {
            1 => Ok(Ambiguous::Narrow),
            2 => Ok(Ambiguous::Wide),
            _ => Err(format!("a character takes one column or two, not {columns}")),
        }
    }
}

/// Columns of one character; control characters take none.
pub fn char_width(c: char, ambiguous: Ambiguous) -> usize {
    match ambiguous {
        _ if is_plain_wide(c) => 2,
        _ if is_sound_mark(c) => 1,
        Ambiguous::Narrow => c.width().unwrap_or(0),
        Ambiguous::Wide => c.width_cjk().unwrap_or(0),
    }
}

/// Columns of one grapheme cluster; control characters take none.
pub fn grapheme_width(grapheme: &str, ambiguous: Ambiguous) -> usize {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => char_width(c, ambiguous),
        _ if grapheme.contains(char::is_control) => grapheme.chars().map(|c| char_width(c, ambiguous)).sum(),
        _ => {
            let marks = grapheme.chars().filter(|&c| is_sound_mark(c)).count();
            marks
                + match ambiguous {
                    Ambiguous::Narrow => grapheme.width(),
                    Ambiguous::Wide => grapheme.width_cjk(),
                }
        }
    }
}

/// Columns of a text.
pub fn width(text: &str, ambiguous: Ambiguous) -> usize {
    graphemes(text).map(|grapheme| grapheme_width(grapheme, ambiguous)).sum()
}

/// The longest start of `text` that fits in `columns`, never half a grapheme cluster; and its width.
pub fn fit(text: &str, columns: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let (mut used, mut end) = (0, 0);
    for grapheme in graphemes(text) {
        let wide = grapheme_width(grapheme, ambiguous);
        if used + wide > columns {
            break;
        }
        used += wide;
        end += grapheme.len();
    }
    (&text[..end], used)
}

/// `text` if it fits in `columns`, else as much of its start as fits with an ellipsis after it.
pub fn truncate(text: &str, columns: usize, ambiguous: Ambiguous) -> Cow<'_, str> {
    if fit(text, columns, ambiguous).0.len() == text.len() {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(char_width('…', ambiguous)) {
        Some(rest) => Cow::Owned(format!("{}…", fit(text, rest, ambiguous).0.trim_end())),
        None => Cow::Borrowed(""),
    }
}

/// `text` truncated or filled with spaces to exactly `columns`.
pub fn pad(text: &str, columns: usize, ambiguous: Ambiguous) -> String {
    let mut padded = truncate(text, columns, ambiguous).into_owned();
    let used = width(&padded, ambiguous);
    padded.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    padded
}

/// The extended grapheme clusters of a text, as `unicode-segmentation` finds them, without asking it
/// where plain characters follow one another.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (grapheme, after) = rest.split_at(grapheme_len(rest));
        rest = after;
        (!grapheme.is_empty()).then_some(grapheme)
    })
}

/// Bytes of the first grapheme cluster of `text`, which must start at a cluster.
pub fn grapheme_len(text: &str) -> usize {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => 0,
        (Some(c), next) if is_plain(c) && next.is_none_or(is_plain) => c.len_utf8(),
        _ => text.graphemes(true).next().map_or(0, str::len),
    }
}

/// Characters between any two of which a grapheme cluster ends: neither combining, nor joining, nor
/// control characters.
fn is_plain(c: char) -> bool {
    is_plain_wide(c) || matches!(c, ' '..='~' | '·' | '—' | '‘'..='”' | '…' | '\u{3000}'..='〩')
}

/// The plain characters that take two columns everywhere.
fn is_plain_wide(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '、'..='』' | '！'..='～')
}

/// The half-width katakana sound marks take a column although they extend the character before.
fn is_sound_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NARROW: Ambiguous = Ambiguous::Narrow;
    const WIDE: Ambiguous = Ambiguous::Wide;

    #[test]
    fn ambiguous_characters_take_one_column_or_two() {
        assert_eq!((width("“中”—…", NARROW), width("“中”—…", WIDE)), (6, 10));
        assert_eq!((width("·▲①", NARROW), width("·▲①", WIDE)), (3, 6));
        assert_eq!((width("中文abc，", NARROW), width("中文abc，", WIDE)), (9, 9));
    }

    #[test]
    fn clusters_are_counted_and_cut_as_one() {
        assert_eq!(width("👨‍👩‍👧", NARROW), 2);
        assert_eq!(width("e\u{301}", NARROW), 1);
        assert_eq!(fit("e\u{301}👨‍👩‍👧", 2, NARROW), ("e\u{301}", 1));
        assert_eq!(fit("中文", 3, NARROW), ("中", 2));
    }

    #[test]
    fn truncation_shows_and_counts_its_ellipsis() {
        assert_eq!(truncate("北郊办事处", 10, NARROW), "北郊办事处");
        assert_eq!(truncate("北郊办事处", 9, NARROW), "北郊办事…");
        assert_eq!(truncate("北郊办事处", 9, WIDE), "北郊办…");
        assert_eq!(truncate("北郊", 1, WIDE), "");
        assert_eq!(pad("北郊", 6, NARROW), "北郊  ");
        assert_eq!(pad("北郊办事处", 8, NARROW), "北郊办… ");
    }

    proptest! {
        #[test]
        fn clusters_are_those_of_unicode(text in "\\PC{0,20}|[ -~中，“…\u{301}\u{200d}👧🇨🇳か\u{3099}각]{0,20}") {
            prop_assert!(graphemes(&text).eq(text.graphemes(true)));
        }

        #[test]
        fn padding_is_exact(text in "\\PC{0,20}", columns in 0..30usize, wide in any::<bool>()) {
            let ambiguous = if wide { WIDE } else { NARROW };
            prop_assert_eq!(width(&pad(&text, columns, ambiguous), ambiguous), columns);
        }
    }
}
