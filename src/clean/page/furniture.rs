//! What is taken out of a page: all that stands outside its text, furniture inside it, and what it says twice.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::{Page, Role, same};
use crate::clean::noise::Noise;
use crate::clean::{debris, inset, title};
use crate::document::Reason;

impl Page<'_> {
    /// Everything outside the text, and the certain furniture inside it.
    pub(super) fn drop_furniture(&mut self, title: Option<usize>) {
        self.text.start = self.lead(title);
        let head = title.map_or(0, |title| self.title_again(title).unwrap_or(title));
        for at in 0..self.lines.len() {
            let inside = self.text.contains(&at);
            let before = at < head && Some(at) != title && inside && !self.lines[at].is_prose();
            match self.noise[at] {
                Some(noise) if !inside || self.is_furniture(at, noise) => {
                    self.remove(at, noise.reason, noise.rule)
                }
                _ if before => self.remove(at, Reason::Navigation, "before-title"),
                _ if !inside => {
                    let reason = if at >= self.text.end { Reason::Related } else { Reason::Navigation };
                    self.remove(at, reason, "outside-text");
                }
                _ => {}
            }
        }
        let markers = self.text.clone().filter(|&at| self.noise[at].is_some_and(inset::announces));
        let titles: Vec<usize> =
            markers.filter_map(|at| inset::titles(&self.lines, &self.noise, at)).flatten().collect();
        for at in titles {
            self.remove(at, Reason::Related, "links-inside");
        }
    }

    /// Where the title stands again before the first paragraph: the article begins there, and what the page
    /// put before it does not belong to it.
    fn title_again(&self, title: usize) -> Option<usize> {
        let name = title::without_site(self.lines[title].text, &self.lines);
        let body = self.first_paragraph(Some(title));
        (title + 1..body).rev().find(|&at| same(name, self.lines[at].text))
    }

    /// Whether a line inside the text that looks like furniture is some.
    fn is_furniture(&self, at: usize, noise: Noise) -> bool {
        let last = at + 4 >= self.text.end;
        let alone = !self.noise[..at].last().is_some_and(Option::is_some)
            && self.noise.get(at + 1).is_none_or(Option::is_none);
        // An address or a telephone number in the middle of the text belongs to it.
        let small_print = noise.reason == Reason::Copyright && noise.rule == "phrase";
        match noise.certain {
            true if last => true,
            true => !(small_print && alone),
            false => {
                let sentence = noise.rule == "phrase" && self.lines[at].is_prose();
                last && noise.reason == Reason::Copyright && noise.ends
                    || at >= self.text.end.saturating_sub(1) && !sentence
            }
        }
    }

    /// The title again, and lines that stand in the text a second time.
    pub(super) fn drop_repetitions(&mut self, title: Option<usize>) {
        let title = title.map(|at| title::without_site(self.lines[at].text, &self.lines));
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        let mut again: Vec<(usize, usize)> = Vec::new();
        for at in self.text.clone() {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            if title.is_some_and(|title| same(title, line.text)) {
                self.remove(at, Reason::Duplicate, "title-again");
            } else if line.chars >= 40 && !line.is_code() {
                match seen.entry(line.text) {
                    Entry::Occupied(first) => again.push((*first.get(), at)),
                    Entry::Vacant(free) => {
                        free.insert(at);
                    }
                }
            } else if debris::is_continuation(line.text) {
                self.remove(at, Reason::Continuation, "continuation");
            }
        }
        // A single paragraph that opens the page and stands again inside the text was its summary.
        let first = self.text.clone().find(|&at| self.roles[at] == Role::Text);
        let summary = matches!(again[..], [(before, _)] if Some(before) == first);
        for (before, after) in again {
            self.remove(if summary { before } else { after }, Reason::Duplicate, "paragraph-again");
        }
        for at in 0..self.lines.len() {
            if self.rules[at] == "outside-text" && title.is_some_and(|title| same(title, self.lines[at].text))
            {
                self.remove(at, Reason::Duplicate, "title-again");
            }
        }
    }
}
