//! What is taken out of a page: all that stands outside its text, furniture inside it, and what it says twice.

use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Page, Role, same};
use crate::clean::noise::Noise;
use crate::clean::region::names_editors;
use crate::clean::{appeal, debris, inset, title};
use crate::document::Reason;

/// Paragraphs that a text has beside what the page says to its readers.
const FEWEST_PARAGRAPHS: usize = 2;
/// So many title-like lines in a row are links.
const FEWEST_LINKS: usize = 3;
/// Lines at the end of a text among which its editors stand.
const LAST: usize = 4;

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
        for at in self.occasion.start.max(self.text.start)..self.occasion.end.min(self.text.end) {
            if self.fact(at).is_some() {
                self.set(at, Role::Row { opens: true }, "occasion");
            }
        }
        if self.thread.is_some() {
            return;
        }
        for at in self.links_above(title) {
            self.remove(at, Reason::Related, "links-above");
        }
        let markers = self.text.clone().filter(|&at| self.noise[at].is_some_and(inset::announces));
        let titles: Vec<usize> =
            markers.filter_map(|at| inset::titles(&self.lines, &self.noise, at)).flatten().collect();
        for at in titles {
            self.remove(at, Reason::Related, "links-inside");
        }
    }

    /// Titles of other texts between a menu under the title and the first paragraph: so many short lines in a row are
    /// neither a heading nor a caption.
    fn links_above(&self, title: Option<usize>) -> Range<usize> {
        let body = self.first_paragraph(title);
        let title_like = |&at: &usize| {
            let line = &self.lines[at];
            self.noise[at].is_none()
                && (8..=40).contains(&line.chars)
                && !line.is_prose()
                && line.numbered.is_none()
                && self.caption_mark(at).is_none()
                && !self.is_around(at)
        };
        let count = (title.map_or(0, |title| title + 1)..body).rev().take_while(title_like).count();
        let menu = body.checked_sub(count + 1).and_then(|at| self.noise[at]);
        let under = menu.is_some_and(|noise| {
            noise.certain && matches!(noise.reason, Reason::Navigation | Reason::Related)
        });
        if under && count >= FEWEST_LINKS { body - count..body } else { 0..0 }
    }

    /// What the page says to its readers before the first paragraph and behind the last.
    pub(super) fn drop_appeals(&mut self) {
        if self.thread.is_some() || self.prose_left() <= FEWEST_PARAGRAPHS {
            return;
        }
        let lines: Vec<usize> = self.text.clone().collect();
        // Above the first paragraph short lines stand between them, the title again or a caption.
        let prose = |&at: &usize| self.lines[at].is_prose() || appeal::reason(&self.lines[at]).is_some();
        let before: Vec<usize> = lines.iter().copied().filter(prose).collect();
        self.drop_appeals_of(lines.into_iter().rev());
        self.drop_appeals_of(before.into_iter());
    }

    /// Those that come first in `lines`.
    fn drop_appeals_of(&mut self, lines: impl Iterator<Item = usize>) {
        for at in lines {
            if self.roles[at] != Role::Text || self.is_around(at) || names_editors(self.lines[at].text) {
                continue;
            }
            let Some(reason) = appeal::reason(&self.lines[at]) else { break };
            self.remove(at, reason, "appeal");
        }
    }

    fn prose_left(&self) -> usize {
        let left = |at: &usize| self.roles[*at] == Role::Text && self.lines[*at].is_prose();
        self.text.clone().filter(left).count()
    }

    /// Who edited the text, in words that name nobody (责任编辑：HN666).
    pub(super) fn drop_editors(&mut self) {
        for at in self.text.clone().rev().take(LAST) {
            let line = &self.lines[at];
            if self.roles[at] == Role::Text && !line.ends_sentence() && names_editors(line.text) {
                self.remove(at, Reason::Metadata, "editor-line");
            }
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

    /// A short line that stands twice in a row, between paragraphs: what a picture shows, in its tags and under it. In
    /// verse short lines stand on both sides.
    fn drop_doubled(&mut self) {
        let kept: Vec<usize> = self.text.clone().filter(|&at| self.roles[at] == Role::Text).collect();
        let prose = |at: Option<&usize>| at.is_none_or(|&at| self.lines[at].is_prose());
        let doubled = |i: &usize| {
            self.lines[kept[*i]].text == self.lines[kept[i + 1]].text
                && !self.lines[kept[*i]].is_prose()
                && prose(i.checked_sub(1).and_then(|above| kept.get(above)))
                && prose(kept.get(i + 2))
        };
        let again: Vec<usize> = (0..kept.len().saturating_sub(1)).filter(doubled).map(|i| kept[i]).collect();
        for at in again {
            self.remove(at, Reason::Duplicate, "doubled");
            if let Some(shown) = (at + 1..self.text.end).find(|&next| self.roles[next] == Role::Text) {
                self.set(shown, Role::Caption, "doubled");
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
                    // What a list of key points said already is said in its place too.
                    Entry::Occupied(first) if self.lines[*first.get()].bullet && !line.bullet => {}
                    Entry::Occupied(first) => again.push((*first.get(), at)),
                    Entry::Vacant(free) => {
                        free.insert(at);
                    }
                }
            } else if debris::is_continuation(line.text) {
                self.remove(at, Reason::Continuation, "continuation");
            }
        }
        // Between two that stand again every line does that stood before, however short.
        let (first, last) = (again.first().map(|pair| pair.1), again.last().map(|pair| pair.1));
        if let (Some(first), Some(last)) = (first, last) {
            let before: FxHashSet<&str> =
                self.lines[self.text.start..first].iter().map(|line| line.text).collect();
            let short: Vec<usize> = (first..last)
                .filter(|&at| {
                    self.roles[at] == Role::Text
                        && self.lines[at].chars < 40
                        && before.contains(self.lines[at].text)
                })
                .collect();
            for at in short {
                self.remove(at, Reason::Duplicate, "line-again");
            }
        }
        // A single paragraph that opens the page and stands again inside the text was its summary.
        let first = self.text.clone().find(|&at| self.roles[at] == Role::Text);
        let summary = matches!(again[..], [(before, _)] if Some(before) == first);
        for (before, after) in again {
            self.remove(if summary { before } else { after }, Reason::Duplicate, "paragraph-again");
        }
        self.drop_doubled();
        for at in 0..self.lines.len() {
            if self.rules[at] == "outside-text" && title.is_some_and(|title| same(title, self.lines[at].text))
            {
                self.remove(at, Reason::Duplicate, "title-again");
            }
        }
    }
}
