//! Who opened a thread, by the lines that forums print about the author of a post, under whose name they stand.

use crate::clean::noise::LINKS;
use crate::clean::page::Page;
use crate::clean::{origin, thread};
use crate::text::nobody::is_nobody;

/// Lines of what a forum prints about an author in which two tell that it does.
const CARD: usize = 5;
/// Lines between an author's name and these, or the line of the time: ranks, mottos.
const BETWEEN: usize = 5;
/// Longest of them, in characters.
const LONGEST: u32 = 16;

impl Page<'_> {
    /// The line with the name of who opened the thread.
    pub(super) fn find_poster(&self, title: Option<usize>, body: usize) -> Option<usize> {
        let card = (1..body.min(self.lines.len())).find(|&at| self.is_about_author(at))?;
        let free = |at: usize| {
            let line = &self.lines[at];
            Some(at) != title
                && line.chars <= LONGEST
                && line.pieces == 1
                && line.stops + line.commas == 0
                && !thread::is_card(line)
                && (at == 0 || self.window.agreement(line.text).is_none())
                && self.noise[at].is_none_or(|noise| {
                    !noise.certain || noise.rule == thread::POST_AUTHOR || noise.rule == LINKS
                })
        };
        let above = (card.saturating_sub(BETWEEN)..card).rev().take_while(|&at| free(at)).last()?;
        let name = self.lines[above].text;
        (origin::is_account(name) && !origin::is_outlet(name) && !is_nobody(name)).then_some(above)
    }

    /// What a forum prints about an author begins here, or the line with the time of a post.
    fn is_about_author(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let card = || {
            let next = &self.lines[at..self.lines.len().min(at + CARD)];
            thread::is_card(line) && next.iter().filter(|line| thread::is_card(line)).nth(1).is_some()
        };
        let dated = |at: usize| at < self.lines.len() && self.has_date(at);
        card() || thread::opens_post(line) && (dated(at) || dated(at + 1))
    }
}
