//! A text that a format parts into lines of its own: what is made of books, office files and source markups.

use super::{Format, LineHint, Raw, Tag};
use crate::document::Metadata;

/// Lines with what the format says of each.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    hints: Vec<LineHint>,
}

impl Lines {
    /// A line; white space inside is one space, and one without text is none.
    pub fn push(&mut self, tag: Tag, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !words.is_empty() {
            self.keep(tag, &words.join(" "));
        }
    }

    /// A line as it stands, in which nothing is changed.
    pub fn keep(&mut self, tag: Tag, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.hints.push(LineHint { tag, main: true, ..LineHint::default() });
    }

    /// A blank line, which parts what stands around it.
    pub fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
            self.hints.push(LineHint::default());
        }
    }

    /// The lines of a page, of which nothing is chrome.
    pub fn extend(&mut self, page: &str, hints: &[LineHint]) {
        for (line, hint) in page.lines().zip(hints) {
            let tag = match hint.tag {
                Tag::Chrome | Tag::Aside | Tag::Title => Tag::Other,
                tag => tag,
            };
            self.text.push_str(line);
            self.text.push('\n');
            self.hints.push(LineHint { tag, main: true, turn: 0, post: 0, ..*hint });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The whole as a text that the format vouches for.
    pub fn into_raw(self, format: Format, meta: Metadata) -> Raw {
        Raw {
            text: self.text,
            hints: self.hints,
            format,
            meta,
            whole: true,
            encoding: "UTF-8",
            ..Raw::default()
        }
    }
}
