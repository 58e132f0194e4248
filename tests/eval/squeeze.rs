//! Text as it is compared: what renderers and cleaners may write differently is taken out.

use unicode_normalization::UnicodeNormalization;

/// Marks that may stand before an item of a list or a heading.
const BULLETS: &str = "▲△▼▽◆◇■□●○•·*";

/// No white space, no control characters, no bullets at the beginning, no dashes; compatibility forms composed.
pub fn squeeze(text: &str) -> String {
    let squeezed: String = text
        .nfkc()
        .filter(|&c| {
            !c.is_whitespace() && !matches!(c, '\0'..='\x1f' | '\x7f' | '\u{200b}' | '\u{feff}' | '\u{fffd}')
        })
        .collect();
    let text = squeezed.trim_start_matches(|c| BULLETS.contains(c));
    text.chars().filter(|c| !matches!(c, '—' | '―' | '-')).collect()
}

/// Han characters of a text; the iteration marks aside.
pub fn han(text: &str) -> usize {
    let is_han = |c: &char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}');
    text.chars().filter(is_han).count()
}
