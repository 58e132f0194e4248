//! The folded form of a line, in which the phrases are looked up.

use super::{INSIDE, INSIDE_LONG, Index, OPENING, Phrase, SHORT, WHOLE};
use crate::clean::class::is_word;
use crate::document::Reason;
use crate::text::variant::fold;

/// Bytes of bullets and brackets before a phrase that opens a line.
const LEAD: usize = 4;

/// A line's characters in their folded form, without white space. One key serves line after line.
#[derive(Debug, Default)]
pub struct Key(Vec<char>);

impl Key {
    /// Folds a line, in place of the one before.
    pub fn read(&mut self, text: &str) {
        self.0.clear();
        for c in text.chars() {
            match c {
                '\u{4e00}'..='\u{9fff}' => self.0.push(fold(c)),
                '›' | '〉' => self.0.push('>'),
                c if c.is_whitespace() => {}
                c => self.0.push(fold(c)),
            }
        }
    }

    /// What a line that is nothing but one of the known words is.
    pub fn whole(&self) -> Option<Reason> {
        let figures = self.0.iter().all(char::is_ascii_digit);
        let kept = |c: &char| is_word(*c) && (figures || !c.is_ascii_digit());
        let from = self.0.iter().position(kept).unwrap_or(self.0.len());
        let to = self.0.iter().rposition(kept).map_or(from, |last| last + 1);
        let bare = to - from < self.0.len();
        let word = WHOLE.words.whole(&self.0[from..to]);
        let word = word.or_else(|| bare.then(|| WHOLE.words.whole(&self.0)).flatten())?;
        Some(WHOLE.reasons[word])
    }

    /// The phrases that count in a line of so many characters, or in prose of so many, those that open it first.
    pub fn phrases(&self, chars: usize, prose: bool) -> impl Iterator<Item = &'static Phrase> {
        let bytes = self.0.iter().scan(0, |end, c| Some(std::mem::replace(end, *end + c.len_utf8())));
        let starts = bytes.take_while(|&start| start <= LEAD).enumerate().map(|(at, _)| at);
        let opening = OPENING.words.at(&self.0, starts);
        let table: &'static Index = if prose || chars > SHORT { &INSIDE_LONG } else { &INSIDE };
        let inside = table.words.at(&self.0, 0..self.0.len());
        opening
            .map(|word| &OPENING.phrases[word])
            .chain(inside.map(|word| &table.phrases[word]))
            .filter(move |phrase| chars <= phrase.within && (phrase.in_prose || !prose))
    }

    /// Whether the line says so.
    pub fn says(&self, words: &str) -> bool {
        self.0.iter().collect::<String>().contains(words)
    }

    /// Whether the line ends so, a colon behind it aside.
    pub fn ends_with(&self, words: &str) -> bool {
        let ends = self.0.iter().rev().skip_while(|c| **c == ':');
        words.chars().rev().eq(ends.take(words.chars().count()).copied())
    }
}
