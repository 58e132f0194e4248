//! Classes of characters by which lines are judged.

/// Letters, ideographs and digits, as [`char::is_alphanumeric`] has them, which takes a search in a table for
/// everything beyond ASCII: here the characters that Chinese text is made of come first.
pub fn is_word(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A set of ideographs of the basic block, looked up by a single bit.
#[derive(Debug)]
pub struct HanSet([u64; (LAST - FIRST) / 64 + 1]);

const FIRST: usize = 0x4e00;
const LAST: usize = 0x9fff;

impl HanSet {
    /// The set of the characters of a text. One that is no ideograph of the basic block stops the compiler.
    pub const fn of(chars: &str) -> HanSet {
        let mut set = HanSet([0; (LAST - FIRST) / 64 + 1]);
        let bytes = chars.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            assert!(bytes[at] & 0xf0 == 0xe0, "a character of three bytes");
            let [a, b, c] = [bytes[at] & 0x0f, bytes[at + 1] & 0x3f, bytes[at + 2] & 0x3f];
            let place = ((a as usize) << 12 | (b as usize) << 6 | c as usize) - FIRST;
            set.0[place / 64] |= 1 << (place % 64);
            at += 3;
        }
        set
    }

    pub fn contains(&self, c: char) -> bool {
        let place = (c as usize).wrapping_sub(FIRST);
        self.0.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
    }
}

static GRAMMAR: HanSet = HanSet::of("的了是在我你他她它们們也都就着著过過这這那么麼吗嗎吧呢很還还和把被");

/// Characters of grammar (的, 了, 是, 我…): prose is full of them.
pub fn is_grammar(c: char) -> bool {
    GRAMMAR.contains(c)
}

pub fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…' | '!' | '?' | ';' | '｡')
}

pub fn is_comma(c: char) -> bool {
    matches!(c, '，' | '、' | ',' | '､')
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇')
}

/// White space or one of a few marks, none of which is an ideograph: most of a text is dismissed without a look
/// at them.
pub fn is_space_or(marks: &str, c: char) -> bool {
    !matches!(c, '\u{4e00}'..='\u{9fff}') && (c.is_whitespace() || marks.chars().any(|mark| mark == c))
}

/// Marks that may follow a sentence's stop.
pub fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '〕' | '》' | '〉' | '"' | '\'')
}

/// Characters that leave no mark on the page: controls, zero-width marks, soft hyphens.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
        && !c.is_whitespace()
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

/// White space and what is thrown away at a line's edges like white space.
pub fn is_edge(c: char) -> bool {
    !matches!(c, '\u{4e00}'..='\u{9fff}')
        && (c.is_whitespace() || is_invisible(c) || is_private(c) || matches!(c, '|' | '│' | '┃' | '║'))
}

pub fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·'
            | '●'
            | '○'
            | '■'
            | '□'
            | '◆'
            | '◇'
            | '►'
            | '▶'
            | '▪'
            | '▫'
            | '‣'
            | '◦'
            | '＊'
            | '*'
            | '→'
            | '⊙'
            | '◎'
            | '★'
            | '☆'
            | '»'
            | '>'
            | '➤'
            | '✔'
            | '✓'
            | '☞'
    ) || matches!(c, '\u{1f300}'..='\u{1faff}')
}

/// Bars, dots, dashes and arrows, which stand between links or the steps of a path.
pub fn parts(c: char) -> bool {
    matches!(c, '|' | '│' | '｜' | '┊' | '-' | '－' | '_' | '·' | '•' | '/' | '.')
        || matches!(c, '>' | '＞' | '»' | '›' | '→')
}

/// White space, bars and slashes between the pieces of a row of links.
pub fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '│' | '｜' | '┊' | '>' | '＞' | '»' | '→' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_characters_and_no_others() {
        const EDGES: HanSet = HanSet::of("一的鿿");
        let found: String = ('\0'..=char::MAX).filter(|&c| EDGES.contains(c)).collect();
        assert_eq!(found, "一的鿿");
    }

    #[test]
    fn a_character_of_a_word_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_word(c), c.is_alphanumeric(), "U+{:04X}", c as u32);
        }
    }
}
