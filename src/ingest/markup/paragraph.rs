//! Paragraphs of source markups: lines that are broken where the writer's editor broke them.

use crate::ingest::Tag;
use crate::ingest::lines::Lines;

/// A paragraph while its lines come in.
#[derive(Debug, Default)]
pub struct Paragraph {
    text: String,
    tag: Tag,
}

impl Paragraph {
    /// Another line of the paragraph, which is of the kind of its first.
    pub fn add(&mut self, tag: Tag, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if self.text.is_empty() {
            self.tag = tag;
        }
        join(&mut self.text, line);
    }

    /// The end of the paragraph.
    pub fn end(&mut self, lines: &mut Lines) {
        if !self.text.is_empty() {
            lines.push(self.tag, &std::mem::take(&mut self.text));
        }
        self.tag = Tag::default();
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// Goes on with a line that was broken.
pub fn join(text: &mut String, line: &str) {
    if text.chars().next_back().is_some_and(|last| spaced(last, line)) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether a broken line is joined with a space: Chinese has none.
fn spaced(last: char, next: &str) -> bool {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '—' | '…');
    !wide(last) && !next.starts_with(wide)
}

/// `text` with every `open…close` replaced by what `with` makes of it.
pub fn replaced(text: &str, open: &str, close: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let inside = &rest[at + open.len()..];
        let Some(end) = inside.find(close) else { break };
        out.push_str(&rest[..at]);
        out.push_str(&with(&inside[..end]));
        rest = &inside[end + close.len()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_chinese_are_joined_without_a_space() {
        let mut lines = Lines::default();
        let mut paragraph = Paragraph::default();
        for line in ["河堤", "完工 the", "new dyke", "了。"] {
            paragraph.add(Tag::Paragraph, line);
        }
        paragraph.end(&mut lines);
        assert_eq!(
            lines.into_raw(Default::default(), Default::default()).text,
            "河堤完工 the new dyke了。\n"
        );
    }
}
