//! Bylines inside the text and behind its last paragraph, editors and dates there.

use super::{BODY_REST, HEADER_REST, Trust};
use crate::clean::metaline::MetaLine;
use crate::clean::page::{Page, Role};
use crate::clean::{origin, people};
use crate::document::Reason;
use crate::ingest::Tag;

/// Lines behind the first paragraph in which a byline may stand, where a summary and pictures go before it.
const LATE_BYLINE: usize = 5;

impl Page<'_> {
    /// Bylines inside the text: lines that are nothing else, brackets at the end of a paragraph.
    pub(in crate::clean) fn take_body_people(&mut self, from: usize) {
        for at in from..self.text.end {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            let edge = at < from + 3 || at + 8 >= self.text.end;
            if at < from + LATE_BYLINE
                && !self.is_credit(at)
                && let Some(read) = people::lead(line.text)
            {
                self.take(read, "", Trust::Guessed);
            }
            if at < from + LATE_BYLINE && !line.is_prose() && !self.is_credit(at) {
                let read = self.read_line(at).clone();
                if !read.authors.is_empty() && read.explained(BODY_REST) {
                    self.take(read, line.text, Trust::Shown);
                    self.remove(at, Reason::Metadata, "byline");
                    continue;
                }
            }
            let last = at + 3 >= self.text.end;
            if let Some((open, read)) = people::tail(line.text).filter(|(_, read)| read.total > 0 || last)
                && edge
                && !self.is_credit(at)
            {
                if open == 0 {
                    self.take(read, line.text, Trust::Guessed);
                    self.remove(at, Reason::Metadata, "byline");
                } else if line.text[..open].trim_end().ends_with(['。', '！', '？', '”', '.', '!']) {
                    self.take(read, "", Trust::Guessed);
                }
            }
            if last && self.meta.source.is_none() {
                let behind = line.text.rfind(['（', '(', '。']).map_or(line.text, |at| &line.text[at..]);
                self.meta.source = origin::reported_by(behind);
            }
        }
    }

    /// Editor lines, bylines and dates behind the last paragraph.
    /// Answers with the people that the line names: who stands first there comes first.
    pub(in crate::clean) fn take_tail_line(&mut self, at: usize) -> Option<MetaLine> {
        let line = self.lines[at];
        let settled =
            matches!(self.roles[at], Role::Removed(Reason::Metadata | Reason::Related | Reason::Comment))
                && self.rules[at] != "outside-text"
                || matches!(self.roles[at], Role::Row { .. });
        if line.chars > 80 || settled {
            return None;
        }
        let inside = self.text.contains(&at);
        let near = at <= self.text.end + 3;
        let mut read = self.read_line(at).clone();
        if near
            && !read.says_something()
            && let Some((0, alone)) = people::tail(line.text)
        {
            read = alone;
        }
        let rest = if inside { BODY_REST } else { HEADER_REST };
        let worth = read.has_people() || read.source.is_some() || read.published.is_some() && near;
        if worth
            && read.explained(rest)
            && (near || read.has_people())
            && !self.is_credit(at)
            && self.noise[at].is_none_or(|noise| noise.reason != Reason::Copyright)
        {
            let people = MetaLine {
                authors: read.authors.clone(),
                editors: read.editors.clone(),
                ..MetaLine::default()
            };
            self.take(
                MetaLine { authors: Vec::new(), editors: Vec::new(), ..read },
                line.text,
                Trust::Guessed,
            );
            // The date under a letter or a notice is the end of it.
            let signs = inside && line.hint.tag == Tag::Signature && !people.has_people();
            if !signs {
                self.remove(at, Reason::Metadata, "tail-line");
            }
            return Some(people);
        }
        if line.text.starts_with("本") && near && self.meta.published.is_none() && !self.is_credit(at) {
            self.meta.published = read.published;
        }
        None
    }
}
