//! Date and source where no line beside the title says them: at the edges of the page.

use super::labels::opens_with_label;
use crate::clean::page::{HEAD, Page};
use crate::clean::{date, noise, origin, people};
use crate::document::{Person, Reason};

impl Page<'_> {
    pub(super) fn find_date_elsewhere(&mut self) {
        // 2019 / 09/07 / 19:02, each on a line of its own.
        for at in self.text.start.saturating_sub(HEAD)..self.text.start {
            let parts = self.lines.get(at..at + 3).unwrap_or(&[]);
            if parts.len() == 3 && parts.iter().all(|line| line.chars <= 5 && line.digits >= 2) {
                let joined = format!("{}/{} {}", parts[0].text, parts[1].text, parts[2].text);
                if let Some(found) = date::find(&joined).first() {
                    self.meta.published = Some(found.published);
                    return;
                }
            }
        }
        // The edition of a paper has its date at the head of the page; a site's head has today's.
        let edition = self.noise.iter().flatten().any(|noise| noise.rule == noise::PAGE_OF_PAPER);
        let labelled = |at: usize| at >= self.text.end && opens_with_label(self.lines[at].text);
        for at in 0..self.lines.len() {
            let reason = self.noise[at].map(|noise| noise.reason);
            let other = matches!(reason, Some(Reason::Copyright | Reason::Related | Reason::Comment));
            let outside =
                self.rules[at] == "outside-text" && !(edition && at < self.text.start) && !labelled(at);
            if !other && !outside && !self.is_profile(at) && self.is_date_line(at) {
                self.meta.published = self.read_line(at).published;
                return;
            }
        }
    }

    /// The name of a publisher or account on a line of its own, next to the date under the title.
    pub(super) fn find_source_beside(&mut self, title: usize, body: usize) {
        let named = |at: usize| {
            self.noise[at].is_none()
                && may_publish(self.lines[at].text)
                && !self.is_title(self.lines[at].text)
        };
        let dated = |at: usize| {
            let line = self.lines.get(at).filter(|_| at > title);
            line.is_some_and(|line| {
                self.is_date_line(at)
                    || line.chars <= 40 && opens_with_label(line.text)
                    || line.chars <= CLOCK && line.digits == 4 && line.text.contains(':')
            })
        };
        // Accounts print their name twice, under that of the author.
        let twice = |at: usize| {
            named(at) && self.lines.get(at + 1).is_some_and(|next| next.text == self.lines[at].text)
        };
        if let Some(at) = (title + 1..body).find(|&at| twice(at) && (at.saturating_sub(3)..at).any(dated)) {
            self.meta.source = Some(self.lines[at].text.to_owned());
            if self.meta.authors.is_empty() && origin::is_account(self.lines[at - 1].text) && at > title + 1 {
                self.meta
                    .authors
                    .push(Person { name: self.lines[at - 1].text.to_owned(), role: String::new() });
                self.remove(at - 1, Reason::Metadata, "account");
            }
            self.remove(at, Reason::Metadata, "source-line");
            self.remove(at + 1, Reason::Metadata, "source-line");
            return;
        }
        let found = (title + 1..body).find(|&at| {
            named(at) && (dated(at - 1) || dated(at + 1) || origin::is_outlet(self.lines[at].text))
        });
        if let Some(at) = found {
            self.meta.source = Some(self.lines[at].text.to_owned());
            self.remove(at, Reason::Metadata, "source-line");
        }
    }

    /// The owner that the page's foot names, or the site whose name ends the page's first line.
    pub(super) fn find_source_elsewhere(&mut self) {
        for at in (0..self.lines.len()).rev().take(20) {
            let text = self.lines[at].text;
            let copyright = self.noise[at].is_some_and(|noise| noise.reason == Reason::Copyright);
            let owner = origin::platform(text).or_else(|| origin::owner(text).filter(|_| copyright));
            if owner.is_some() {
                self.meta.source = owner;
                return;
            }
        }
        self.meta.source = self.site().filter(|site| !self.is_title(site)).map(str::to_owned);
    }
}

/// Characters of a time alone: 19:02.
const CLOCK: u32 = 5;

/// A word that may be the name of a publisher, or of an account.
pub fn may_publish(text: &str) -> bool {
    text.chars().count() <= LONGEST_PUBLISHER && origin::is_account(text) && !people::is_person(text)
}

/// Longest name of a publisher that stands alone, in characters.
const LONGEST_PUBLISHER: usize = 10;
