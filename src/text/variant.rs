//! One form for characters that a reader takes as the same: simplified and traditional, full and half
//! width, upper and lower case.

/// The canonical form of a character for matching; one character for one, so offsets stay.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '\u{3000}' => ' ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}
