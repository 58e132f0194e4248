//! Classes of characters that the other rules are written in.

/// Chinese ideographs, with the numeral `〇` and the marks `々` and `〆`.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '々' | '〆')
        || matches!(c, '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Punctuation that opens what follows; a row never ends with it (JIS X 4051, “始め括弧類”, and CLREQ).
const OPENING: &str = "（《「『“‘【〔〈〖〘〚［｛〝｟｢([{";

/// Punctuation that closes or interrupts what precedes; a row never starts with it.
const CLOSING: &str =
    "，。、；：！？）》」』”’…⋯】〕〉〗〙〛］｝〞〟｠｡､｣．·‼⁇⁈⁉％‰℃°︐︑︒︓︔︕︖﹐﹑﹒﹔﹕﹖﹗";

pub fn is_opening(c: char) -> bool {
    !is_han(c) && OPENING.contains(c)
}

/// The full-width closing marks; for their ASCII kin see [`is_ascii_closing`].
pub fn is_closing(c: char) -> bool {
    !c.is_ascii() && !is_han(c) && CLOSING.contains(c)
}

/// The ASCII kin of [`is_closing`], which close only what they stand beside: `.profile` and `:)` may
/// start a row after a space.
pub fn is_ascii_closing(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%')
}
