//! Making text safe to show: nothing of a document reaches the terminal as a command to it.

use std::borrow::Cow;

/// What a character is shown as: itself, a visible stand-in for a control character, or nothing for
/// invisible characters that reorder the text or that terminals disagree on (bidirectional controls,
/// byte-order marks, zero-width spaces, soft hyphens, tags).
///
/// Joiners and variation selectors stay: they are parts of grapheme clusters.
pub fn visible(c: char) -> Option<char> {
    match c {
        ' '..='~' => Some(c),
        '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32('␀' as u32 + c as u32),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e00ff}' => None,
        _ => Some(c),
    }
}

/// `text` with every character as [`visible`] shows it.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == Some(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter_map(visible).collect())
    }
}

/// The same for text of several lines: its line feeds stay.
pub fn sanitize_lines(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || visible(c) == Some(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter_map(|c| if c == '\n' { Some(c) } else { visible(c) }).collect())
    }
}

/// Whether a terminal, or who reads on it, may take a character for a command: control characters, and marks that
/// reorder the text around them. JSON writes these as escapes, which mean the same.
pub fn is_commanding(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn commands_to_the_terminal_become_visible() {
        assert_eq!(sanitize("a\x1b[31mb\x07"), "a␛[31mb␇");
        assert_eq!(sanitize("\u{9b}31m\x7f"), "\u{fffd}31m␡");
        assert_eq!(sanitize("一\t二"), "一 二");
    }

    #[test]
    fn characters_that_reorder_or_hide_text_are_dropped() {
        assert_eq!(sanitize("文\u{202e}件\u{2066}名\u{feff}"), "文件名");
    }

    #[test]
    fn clusters_stay_whole() {
        assert!(matches!(sanitize("👨‍👩‍👧 邉\u{e0101}"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_that_controls_is_left(text in any::<String>()) {
            prop_assert!(!sanitize(&text).contains(|c: char| c.is_control()));
            prop_assert!(!sanitize_lines(&text).contains(|c: char| c != '\n' && is_commanding(c)));
        }
    }
}
