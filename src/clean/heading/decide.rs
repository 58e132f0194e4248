//! Which lines of a page become headings, after what the other stages made of them.

use std::ops::Range;

use super::Seen;
use crate::clean::page::{Page, Role};
use crate::clean::{debris, numbering, references, thread};
use crate::ingest::Tag;

/// Fewest heads that the opening post of a thread has, and characters of the shortest paragraph under each.
const SERIES: usize = 2;
const HEADED: u32 = 36;

impl Page<'_> {
    pub(in crate::clean) fn find_headings(&mut self) {
        for at in self.text.clone() {
            if self.roles[at] == Role::Text && references::heads_back_matter(self.lines[at].text) {
                self.set(at, Role::Heading, "back-matter");
            }
        }
        let seen: Vec<Seen> = self
            .text
            .clone()
            .map(|at| match self.roles[at] {
                Role::Text => Seen::Open,
                Role::Caption => Seen::Caption,
                _ => Seen::Gone,
            })
            .collect();
        let marked =
            super::mark(&self.raw.text, &self.lines[self.text.clone()], &seen, &self.wrap, self.text.start);
        let mut headings: Vec<usize> =
            self.text.clone().zip(marked).filter_map(|(at, head)| head.then_some(at)).collect();
        if self.thread.is_some() {
            headings = self.heads_of_thread(&headings);
        }
        for at in headings {
            self.set(at, Role::Heading, "heading");
        }
        for at in self.text.clone() {
            if self.roles[at] != Role::Text {
                continue;
            }
            let name = debris::without(self.lines[at].text);
            let number = numbering::parse(name).map_or(0, |number| number.len);
            if self.contents.contains(&name) || self.contents.contains(&name[number..].trim_start()) {
                self.set(at, Role::Heading, "in-contents");
            }
        }
    }

    /// What people say to each other has no heads but numbered ones; what they answer to may have a series of them,
    /// each over a paragraph.
    fn heads_of_thread(&self, headings: &[usize]) -> Vec<usize> {
        let opening = self.opening_post();
        let over_paragraph = |at: usize| {
            let below = self.lines.get(at + 1).filter(|_| self.roles[at + 1] == Role::Text);
            below.is_some_and(|line| line.is_prose() && line.chars >= HEADED)
        };
        let opens = |at: &usize| opening.contains(at) && over_paragraph(*at);
        let series = headings.iter().filter(|at| opens(at)).count() >= SERIES;
        let said = |at: usize| {
            let line = &self.lines[at];
            line.numbered.is_none() && !matches!(line.hint.tag, Tag::Heading(_))
        };
        headings.iter().copied().filter(|at| !said(*at) || series && opens(at)).collect()
    }

    /// The first post of a thread: from its first words to what stands around the next one.
    fn opening_post(&self) -> Range<usize> {
        let said = |at: &usize| self.roles[*at] == Role::Text;
        let first = self.text.clone().find(said).unwrap_or(self.text.end);
        let next = |at: &usize| matches!(self.rules[*at], thread::POST_HEAD | thread::POST_AUTHOR);
        first..(first..self.text.end).find(next).unwrap_or(self.text.end)
    }
}
