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

pub const fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…' | '!' | '?' | ';' | '｡')
}

pub const fn is_comma(c: char) -> bool {
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
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
        && !c.is_whitespace()
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

/// White space and what is thrown away at a line's edges like white space.
#[inline]
pub fn is_edge(c: char) -> bool {
    classes(c) & (bit::SPACE | bit::INVISIBLE) != 0 || is_private(c) || matches!(c, '|' | '│' | '┃' | '║')
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

/// Marks between the steps of a path.
const fn is_step(c: char) -> bool {
    matches!(c, '>' | '＞' | '»' | '›' | '→')
}

/// Classes of the characters of a line, one bit each.
pub mod bit {
    pub const SPACE: u16 = 1;
    pub const STOP: u16 = 1 << 1;
    pub const COMMA: u16 = 1 << 2;
    pub const DIGIT: u16 = 1 << 3;
    /// Quotes and brackets that are counted against each other.
    pub const OPENING: u16 = 1 << 4;
    pub const CLOSING: u16 = 1 << 5;
    /// White space, bars and slashes between the pieces of a row of links.
    pub const SEPARATOR: u16 = 1 << 6;
    /// Bars, dots, dashes and arrows, which stand between links or the steps of a path.
    pub const PART: u16 = 1 << 7;
    /// Marks between the steps of a path.
    pub const STEP: u16 = 1 << 8;
    /// See [`super::is_invisible`].
    pub const INVISIBLE: u16 = 1 << 9;
    /// Round and square brackets that open.
    pub const BRACKET: u16 = 1 << 10;
}

const fn classify(c: char) -> u16 {
    const fn when(condition: bool, bits: u16) -> u16 {
        if condition { bits } else { 0 }
    }
    let bar = matches!(c, '|' | '│' | '｜' | '┊');
    let separates = c.is_whitespace() || bar || matches!(c, '>' | '＞' | '»' | '→' | '/');
    let parts = bar || is_step(c) || matches!(c, '-' | '－' | '_' | '·' | '•' | '/' | '.');
    when(c.is_whitespace(), bit::SPACE)
        | when(is_stop(c), bit::STOP)
        | when(is_comma(c), bit::COMMA)
        | when(c.is_ascii_digit() || matches!(c, '０'..='９'), bit::DIGIT)
        | when(matches!(c, '“' | '「' | '『' | '（' | '《'), bit::OPENING)
        | when(matches!(c, '”' | '」' | '』' | '）' | '》'), bit::CLOSING)
        | when(separates, bit::SEPARATOR)
        | when(parts, bit::PART)
        | when(is_step(c), bit::STEP)
        | when(is_invisible(c), bit::INVISIBLE)
        | when(matches!(c, '(' | '（' | '['), bit::BRACKET)
}

/// Blocks of 256 characters, by their upper byte, outside which no character has a class.
const BLOCKS: [usize; 8] = [0x00, 0x16, 0x20, 0x21, 0x25, 0x30, 0xfe, 0xff];

/// The place of each block in the table of classes; 0 stands for those without any.
static PLACES: [u8; 256] = {
    let mut places = [0; 256];
    let mut at = 0;
    while at < BLOCKS.len() {
        places[BLOCKS[at]] = at as u8 + 1;
        at += 1;
    }
    places
};

static CLASSES: [[u16; 256]; BLOCKS.len() + 1] = {
    let mut table = [[0; 256]; BLOCKS.len() + 1];
    let mut at = 0;
    while at < BLOCKS.len() * 256 {
        if let Some(c) = char::from_u32(((BLOCKS[at / 256] << 8) | (at % 256)) as u32) {
            table[at / 256 + 1][at % 256] = classify(c);
        }
        at += 1;
    }
    table
};

/// The classes of a character: some of [`bit`].
pub fn classes(c: char) -> u16 {
    let place = PLACES.get(c as usize >> 8).map_or(0, |&place| place as usize);
    CLASSES[place][c as usize & 0xff]
}

/// Characters alone: what two lines must share to be the same line.
pub fn same(a: &str, b: &str) -> bool {
    let plain = |c: &char| is_word(*c);
    a.chars().filter(plain).eq(b.chars().filter(plain))
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
    fn the_table_of_classes_has_all_that_have_some() {
        for c in '\0'..=char::MAX {
            assert_eq!(classes(c), classify(c), "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn a_character_of_a_word_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_word(c), c.is_alphanumeric(), "U+{:04X}", c as u32);
        }
    }
}
