//! Classes of characters that the other rules are written in.

/// Chinese characters: ideographs, common and rare, the numeral `〇`, and the marks `々` and `〆`.
pub fn is_han(c: char) -> bool {
    is_ideograph(c) || matches!(c, '〇' | '々' | '〆' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The ideographs that nearly all text is made of. They are two columns wide, and a row may break
/// between any two of them.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// Latin letters and digits as they stand in Chinese text.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}') && c.is_alphabetic()
}

/// The value of a Chinese digit, everyday or formal (三, 叁); `None` for tens, hundreds and all else.
pub fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Punctuation that opens what follows; a row never ends with it (JIS X 4051, “始め括弧類”, and CLREQ).
const OPENING: &str = "（《「『“‘【〔〈〖〘〚［｛〝｟｢([{";

/// Punctuation that closes or interrupts what precedes; a row never starts with it.
const CLOSING: &str =
    "，。、；：！？）》」』”’…⋯】〕〉〗〙〛］｝〞〟｠｡､｣．·‼⁇⁈⁉％‰℃°々〆︐︑︒︓︔︕︖﹐﹑﹒﹔﹕﹖﹗";

pub fn is_opening(c: char) -> bool {
    !is_ideograph(c) && OPENING.contains(c)
}

/// The full-width closing marks; for their ASCII kin see [`is_ascii_closing`].
pub fn is_closing(c: char) -> bool {
    !c.is_ascii() && !is_ideograph(c) && CLOSING.contains(c)
}

/// The ASCII kin of [`is_closing`], which close only what they stand beside: `.profile` and `:)` may
/// start a row after a space.
pub fn is_ascii_closing(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%')
}
