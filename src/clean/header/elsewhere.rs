//! Date and source where no line beside the title says them: at the edges of the page.

use super::labels::opens_with_label;
use crate::clean::page::{HEAD, Page};
use crate::clean::{date, noise, origin, people};
use crate::document::Reason;

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
        for at in 0..self.lines.len() {
            let reason = self.noise[at].map(|noise| noise.reason);
            let other = matches!(reason, Some(Reason::Copyright | Reason::Related | Reason::Comment));
            let outside = self.rules[at] == "outside-text" && !(edition && at < self.text.start);
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
            line.is_some_and(|line| self.is_date_line(at) || line.chars <= 40 && opens_with_label(line.text))
        };
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
            if self.noise[at].is_some_and(|noise| noise.reason == Reason::Copyright)
                && let Some(owner) = origin::owner(self.lines[at].text)
            {
                self.meta.source = Some(owner);
                return;
            }
        }
        self.meta.source = self.site().filter(|site| !self.is_title(site)).map(str::to_owned);
    }
}

/// A word that may be the name of a publisher, or of an account.
pub fn may_publish(text: &str) -> bool {
    text.chars().count() <= LONGEST_PUBLISHER && origin::is_account(text) && !people::is_person(text)
}

/// Longest name of a publisher that stands alone, in characters.
const LONGEST_PUBLISHER: usize = 10;
