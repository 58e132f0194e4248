//! Raw text → lines with the features that every later stage weighs.
//!
//! A [`Line`] is a raw line without its edges (white space, bars, control characters), or one part of a
//! raw line that [`super::split`] took apart. Lines never overlap; what lies between them is white space
//! and debris.

use std::ops::Range;

use crate::library::LineHint;

/// A trimmed raw line, or a part of one, and what can be counted in it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub text: &'a str,
    /// Raw line, 1-based.
    pub number: u32,
    /// Byte offset of `text` in the raw text.
    pub start: usize,
    /// Columns of white space before the text; 0 for a part that does not open its raw line.
    pub indent: u16,
    /// Blank raw lines before this one.
    pub blank_before: u16,
    /// The line follows another part of the same raw line.
    pub continues: bool,
    pub hint: LineHint,
    /// Characters, white space aside.
    pub chars: u32,
    pub han: u32,
    /// Sentence stops: 。！？；… and their half-width forms.
    pub stops: u16,
    pub commas: u16,
    pub digits: u16,
    /// Pieces separated by white space, bars or other separators of link rows.
    pub pieces: u16,
    /// Characters of grammar (的, 了, 是, 我…): prose is full of them, links and names have few.
    pub grammar: u16,
    pub bullet: bool,
    /// The raw line began with a bar: a table cell or a box title.
    pub barred: bool,
}

impl<'a> Line<'a> {
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether a sentence ends here: a stop, perhaps inside closing quotes or brackets.
    pub fn ends_sentence(&self) -> bool {
        ends_sentence(self.text)
    }

    /// Whether the last character promises more: a comma or an opening mark.
    pub fn ends_open(&self) -> bool {
        self.text.chars().next_back().is_some_and(|c| "，、,“‘「『（(《〈".contains(c))
    }

    pub fn ends_colon(&self) -> bool {
        self.text.ends_with([':', '：'])
    }

    /// Unclosed, but full of grammar: spoken or written by somebody, not a link or a label.
    pub fn is_spoken(&self) -> bool {
        !self.bullet && self.chars >= 12 && self.grammar >= 2 && u32::from(self.grammar) * 12 >= self.han
    }

    /// The text looks like prose: a closed sentence, or several clauses.
    pub fn is_prose(&self) -> bool {
        (self.ends_sentence() && self.chars >= 8) || (self.commas + self.stops >= 3 && self.chars >= 30)
    }
}

/// Marks that may follow a sentence's stop.
const CLOSERS: &str = "”’」』）)】〕》〉\"'";

fn is_grammar(c: char) -> bool {
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

/// Whether a bracket is opened and not closed: what follows belongs to it.
pub fn leaves_open(text: &str) -> bool {
    let count = |marks: [char; 4]| text.matches(marks).count();
    count(['(', '（', '【', '《']) > count([')', '）', '】', '》'])
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
fn is_edge(c: char) -> bool {
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

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '│' | '｜' | '┊' | '>' | '＞' | '»' | '→' | '/')
}

pub fn ends_sentence(text: &str) -> bool {
    let body = text.trim_end_matches(|c: char| CLOSERS.contains(c) || c.is_whitespace());
    match body.chars().next_back() {
        Some(c) if is_stop(c) => true,
        // A full stop of Latin prose: after a letter, not inside a number.
        Some('.') => body[..body.len() - 1].chars().next_back().is_some_and(|c| c.is_alphabetic()),
        Some('．') => true,
        _ => false,
    }
}

/// Reads the lines of a raw text. `hints` may be shorter than the text.
pub fn read<'a>(raw: &'a str, hints: &[LineHint]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let (mut start, mut blank) = (0, 0u16);
    for (index, full) in raw.split_inclusive('\n').enumerate() {
        let hint = hints.get(index).copied().unwrap_or_default();
        match measure(full, start, index as u32 + 1, hint) {
            Some(line) => {
                lines.push(Line { blank_before: blank, ..line });
                blank = 0;
            }
            None => blank = blank.saturating_add(1),
        }
        start += full.len();
    }
    lines
}

/// A line of `full`, which stands at byte `start`; `None` where nothing is left between the edges.
pub fn measure(full: &str, start: usize, number: u32, hint: LineHint) -> Option<Line<'_>> {
    let mut indent = 0u16;
    let mut barred = false;
    let mut lead = full.len();
    for (at, c) in full.char_indices() {
        if !is_edge(c) {
            lead = at;
            break;
        }
        indent = indent.saturating_add(match c {
            '\u{3000}' => 2,
            '\t' => 4,
            '\n' | '\r' => 0,
            c if c.is_whitespace() => 1,
            _ => 0,
        });
        barred |= matches!(c, '|' | '│' | '┃' | '║');
    }
    let text = full[lead..].trim_end_matches(is_edge);
    if text.is_empty() {
        return None;
    }
    let mut line = Line {
        text,
        number,
        start: start + lead,
        indent,
        blank_before: 0,
        continues: false,
        hint,
        chars: 0,
        han: 0,
        stops: 0,
        commas: 0,
        digits: 0,
        grammar: 0,
        pieces: 0,
        bullet: text.chars().next().is_some_and(is_bullet),
        barred,
    };
    let mut inside = false;
    for c in text.chars() {
        if separates(c) {
            inside = false;
        } else if !inside {
            inside = true;
            line.pieces = line.pieces.saturating_add(1);
        }
        if c.is_whitespace() {
            continue;
        }
        line.chars += 1;
        if is_han(c) {
            line.han += 1;
            line.grammar = line.grammar.saturating_add(u16::from(is_grammar(c)));
        } else if c.is_ascii_digit() {
            line.digits = line.digits.saturating_add(1);
        } else if is_stop(c) {
            line.stops = line.stops.saturating_add(1);
        } else if is_comma(c) {
            line.commas = line.commas.saturating_add(1);
        }
    }
    // Words of a Latin text are no pieces of a row.
    if line.han * 2 < line.chars {
        line.pieces = 1 + text.matches(['|', '│', '｜', '>', '»']).count().min(1000) as u16;
    }
    Some(line)
}
