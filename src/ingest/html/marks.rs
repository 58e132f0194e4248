//! What a page shows by position alone, in characters: raised and lowered ones, readings above characters.

use dom_query::NodeRef;

/// Figures and signs, their raised and their lowered forms.
const PLAIN: &str = "0123456789+-−=()ni";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙᵢ";

/// Longest text that is an index or an exponent, in characters.
const LONGEST: usize = 8;

/// What a `sup` or `sub` of figures is in characters: 10⁵, H₂O, the mark of a note; `None` where it is read as it
/// stands (`[1]`, 4th, a formula) and at the beginning of a line, where it numbers a note.
pub fn raised(node: &NodeRef, raised: bool, before: Option<char>) -> Option<String> {
    let text = node.text();
    let text = text.trim();
    let begins = before.is_none_or(char::is_whitespace);
    let figures = text.chars().any(|c| c.is_ascii_digit() || c == 'n');
    if begins || !figures || text.chars().count() > LONGEST {
        return None;
    }
    let forms = if raised { RAISED } else { LOWERED };
    text.chars().map(|c| forms.chars().nth(PLAIN.chars().position(|plain| plain == c)?)).collect()
}

/// The reading that a `rt` gives of the characters below it; `None` for marks of emphasis.
pub fn reading(node: &NodeRef) -> Option<String> {
    let text = node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains(char::is_alphanumeric).then_some(text)
}
