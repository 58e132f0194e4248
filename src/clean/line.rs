//! Raw text → lines with the features that every later stage weighs.
//!
//! A [`Line`] is a raw line without its edges (white space, bars, control characters), or one part of a
//! raw line that [`super::split`] took apart. Lines never overlap; what lies between them is white space
//! and debris.

use std::ops::Range;

use super::class::{bit, classes, is_bullet, is_closer, is_edge, is_grammar, is_han, is_stop};
use super::numbering::{self, Number};
use crate::ingest::{LineHint, Tag};

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
    /// Width with its white space: Han and full-width characters take two columns.
    pub columns: u32,
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
    /// The number that opens the line.
    pub numbered: Option<Number>,
    /// The raw line began with a bar: a table cell or a box title.
    pub barred: bool,
    /// See [`Line::ends_sentence`].
    pub closed: bool,
    /// A quotation or bracket is open at the end.
    pub unclosed: bool,
    /// A bar, dot, dash or arrow stands inside, as between links.
    pub parted: bool,
    /// An arrow or the like stands inside, as between the steps of a path.
    pub stepped: bool,
    /// A round or square bracket opens inside.
    pub bracketed: bool,
    /// White space stands inside.
    pub spaced: bool,
    /// Characters that leave no mark stand inside.
    pub unclean: bool,
}

impl<'a> Line<'a> {
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether a sentence ends here: a stop, perhaps inside closing quotes or brackets.
    pub fn ends_sentence(&self) -> bool {
        self.closed
    }

    /// Whether the page's markup makes it a line of its own: neither joined with its neighbours nor their heading.
    pub fn stands_alone(&self) -> bool {
        matches!(self.hint.tag, Tag::TableCell | Tag::Code | Tag::Signature)
    }

    /// Whether the last character promises more: a comma or an opening mark.
    pub fn ends_open(&self) -> bool {
        self.text.ends_with(['，', '、', ',', '“', '‘', '「', '『', '（', '(', '《', '〈'])
    }

    pub fn ends_colon(&self) -> bool {
        self.text.ends_with([':', '：'])
    }

    /// Unclosed, but full of grammar: spoken or written by somebody, not a link or a label.
    pub fn is_spoken(&self) -> bool {
        !self.bullet && self.chars >= 12 && self.grammar >= 2 && u32::from(self.grammar) * 12 >= self.han
    }

    /// The text looks like code, or a setting: hardly a Chinese character, and the marks of a programming language.
    pub fn is_code(&self) -> bool {
        self.han * 4 <= self.chars
            && !self.text.contains("://")
            && (self.text.contains(['=', '{', '}', '$'])
                || self.text.ends_with([';', ')', ']', ':'])
                || self.text.starts_with(['#', '@', '['])
                || self.text.starts_with("//")
                || self.text.starts_with("import ")
                || self.text.contains(" --"))
    }

    /// The text looks like prose: a closed sentence, or several clauses.
    pub fn is_prose(&self) -> bool {
        (self.closed && self.chars >= 8) || (self.commas + self.stops >= 3 && self.chars >= 30)
    }
}

/// Whether a bracket is opened and not closed: what follows belongs to it.
pub fn leaves_open(text: &str) -> bool {
    let count = |marks: [char; 4]| text.matches(marks).count();
    count(['(', '（', '【', '《']) > count([')', '）', '】', '》'])
}

pub fn ends_sentence(text: &str) -> bool {
    let body = text.trim_end_matches(|c: char| is_closer(c) || c.is_whitespace());
    match body.chars().next_back() {
        Some(c) if is_stop(c) => true,
        // A full stop of Latin prose: after a letter, not inside a number.
        // Six are …… folded to single ones; three cut the text of a link short.
        Some('.') => {
            body.ends_with("......")
                || body[..body.len() - 1].chars().next_back().is_some_and(char::is_alphabetic)
        }
        Some('．') => true,
        _ => false,
    }
}

/// Reads the lines of a raw text. `hints` may be shorter than the text.
pub fn read<'a>(raw: &'a str, hints: &[LineHint]) -> impl Iterator<Item = Line<'a>> {
    let (mut start, mut blank) = (0, 0u16);
    raw_lines(raw).enumerate().filter_map(move |(index, full)| {
        let hint = hints.get(index).copied().unwrap_or_default();
        let line = measure(full, start, index as u32 + 1, hint);
        start += full.len();
        match line {
            Some(line) => Some(Line { blank_before: std::mem::take(&mut blank), ..line }),
            None => {
                blank = blank.saturating_add(1);
                None
            }
        }
    })
}

/// Takes the blank lines that stand before (nearly) every line for the distance of lines, which sets nothing apart.
pub fn close_up(lines: &mut [Line]) {
    let mut blanks: Vec<u16> =
        lines.iter().skip(1).filter(|l| !l.continues).map(|l| l.blank_before).collect();
    blanks.sort_unstable();
    let distance = blanks.get(blanks.len() / 10).copied().unwrap_or(0);
    for line in lines {
        line.blank_before = line.blank_before.saturating_sub(distance);
    }
}

/// Raw lines, each with its end, found a vector of bytes at a time.
pub fn raw_lines(raw: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', raw.as_bytes()).map(|at| at + 1);
    let unended = (!raw.ends_with('\n') && !raw.is_empty()).then_some(raw.len());
    ends.chain(unended).map(move |end| &raw[std::mem::replace(&mut start, end)..end])
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
        columns: 0,
        han: 0,
        stops: 0,
        commas: 0,
        digits: 0,
        grammar: 0,
        pieces: 0,
        bullet: text.chars().next().is_some_and(is_bullet),
        numbered: numbering::parse(text),
        barred,
        closed: ends_sentence(text),
        unclosed: false,
        parted: false,
        stepped: false,
        bracketed: false,
        spaced: false,
        unclean: false,
    };
    line.count();
    Some(line)
}

impl Line<'_> {
    /// Counts, in one pass, what all stages ask of the text.
    fn count(&mut self) {
        // Ideographs of the basic block are most of the text, and have no other class.
        let [mut ideographs, mut grammar, mut han, mut others, mut columns] = [0u32; 5];
        let [mut stops, mut commas, mut digits, mut pieces, mut depth] = [0u32; 5];
        let (mut inside, mut seen) = (false, 0);
        for c in self.text.chars() {
            if let '\u{4e00}'..='\u{9fff}' = c {
                pieces += u32::from(!inside);
                inside = true;
                ideographs += 1;
                grammar += u32::from(is_grammar(c));
                continue;
            }
            let class = classes(c);
            let is = |bits: u16| u32::from(class & bits != 0);
            seen |= class;
            let separates = is(bit::SEPARATOR) == 1;
            pieces += u32::from(!inside && !separates);
            inside = !separates;
            columns += if (c as u32) < 0x1100 { 1 } else { 2 };
            others += 1 - is(bit::SPACE);
            if class == 0 {
                han += u32::from(is_han(c));
                continue;
            }
            stops += is(bit::STOP);
            commas += is(bit::COMMA);
            digits += is(bit::DIGIT);
            depth = (depth + is(bit::OPENING)).saturating_sub(is(bit::CLOSING));
        }
        self.han = ideographs + han;
        self.chars = ideographs + others;
        self.columns = ideographs * 2 + columns;
        self.unclosed = depth > 0;
        self.parted = seen & bit::PART != 0;
        self.stepped = seen & bit::STEP != 0;
        self.bracketed = seen & bit::BRACKET != 0;
        self.spaced = seen & bit::SPACE != 0;
        self.unclean = seen & bit::INVISIBLE != 0;
        // Words of a Latin text are no pieces of a row.
        if self.han * 2 < self.chars {
            let marks = || self.text.matches(['|', '│', '｜', '>', '»']).count().min(1000);
            pieces = 1 + if self.parted { marks() as u32 } else { 0 };
        }
        [self.stops, self.commas, self.digits, self.pieces, self.grammar] =
            [stops, commas, digits, pieces, grammar].map(|count| u16::try_from(count).unwrap_or(u16::MAX));
    }
}
