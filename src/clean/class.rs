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

/// Characters of grammar (的, 了, 是, 我…): prose is full of them.
pub fn is_grammar(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '是'
            | '在'
            | '我'
            | '你'
            | '他'
            | '她'
            | '它'
            | '们'
            | '們'
            | '也'
            | '都'
            | '就'
            | '着'
            | '著'
            | '过'
            | '過'
            | '这'
            | '這'
            | '那'
            | '么'
            | '麼'
            | '吗'
            | '嗎'
            | '吧'
            | '呢'
            | '很'
            | '還'
            | '还'
            | '和'
            | '把'
            | '被'
    )
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
    c.is_whitespace() || is_invisible(c) || is_private(c) || matches!(c, '|' | '│' | '┃' | '║')
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

/// White space, bars and slashes between the pieces of a row of links.
pub fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '│' | '｜' | '┊' | '>' | '＞' | '»' | '→' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_of_a_word_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_word(c), c.is_alphanumeric(), "U+{:04X}", c as u32);
        }
    }
}
