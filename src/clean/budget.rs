//! What may leave a page without a proof of its own, and what stays in doubt.
//!
//! A line that is furniture by its own words, marks or tags leaves. One that leaves only because the text was found
//! elsewhere needs witnesses: a line that is no sentence, furniture on its side of the text; a sentence, two kinds of
//! it among lines that are mostly furniture, or a page whose markup ends before it. Where more prose would leave than
//! stays, no witness is enough. What is not proven stays in its place as doubtful: shown folded, searched and counted
//! like the rest.

use std::ops::Range;

use super::page::{Page, Role};
use crate::document::Reason;
use crate::ingest::Tag;

/// Kinds of furniture on a side that sentences leave with.
const WITNESSES: usize = 2;
/// The share of a side's lines, in percent, that must be furniture by themselves.
const FURNITURE: usize = 25;

/// Rules by which a line leaves for where it stands and not for what it says.
const BY_PLACE: &[&str] = &["outside-text", "before-title", "links-above", "links-inside"];
/// Characters of a line that is furniture by its own words wherever it stands at the edge of a text.
const WORDS: u32 = 12;

/// What speaks, on one side of the text, for its lines being none of it.
struct Side {
    lines: Range<usize>,
    /// Furniture stands there.
    furnished: bool,
    /// So much of it, and of so many kinds, that sentences leave too.
    proven: bool,
}

impl Page<'_> {
    /// Takes back what would leave without a proof.
    pub(super) fn keep_in_doubt(&mut self) {
        let stays = |at: &usize| !matches!(self.roles[*at], Role::Removed(_));
        let first = (0..self.lines.len()).find(stays).unwrap_or(self.lines.len());
        let last = (first..self.lines.len()).rev().find(stays).map_or(first, |at| at + 1);
        let prose = |range: Range<usize>, fits: &dyn Fn(&usize) -> bool| -> u32 {
            range.filter(fits).filter(|&at| self.lines[at].is_prose()).map(|at| self.lines[at].han).sum()
        };
        let kept = prose(first..last, &stays);
        let sides = [0..first, last..self.lines.len()].map(|lines| {
            let leaves = prose(lines.clone(), &|&at| self.leaves_by_place(at));
            self.side(lines, leaves <= kept)
        });
        let inside = Side { lines: first..last, furnished: self.told.proven, proven: true };
        let doubtful: Vec<usize> = [inside]
            .iter()
            .chain(&sides)
            .flat_map(|side| side.lines.clone().filter(|&at| self.is_doubtful(at, side)).collect::<Vec<_>>())
            .collect();
        for at in doubtful {
            if let Role::Removed(reason) = self.roles[at] {
                self.roles[at] = Role::Doubt(reason);
            }
        }
    }

    fn leaves_by_place(&self, at: usize) -> bool {
        matches!(self.roles[at], Role::Removed(_)) && BY_PLACE.contains(&self.rules[at])
    }

    /// `fits` says that not more prose leaves than stays.
    fn side(&self, lines: Range<usize>, fits: bool) -> Side {
        let mut kinds: Vec<Reason> = Vec::new();
        let (mut furniture, mut all) = (0, 0);
        for at in lines.clone() {
            let Role::Removed(reason) = self.roles[at] else { continue };
            if matches!(reason, Reason::Metadata | Reason::Markup) {
                continue;
            }
            all += 1;
            if !BY_PLACE.contains(&self.rules[at]) {
                furniture += 1;
                if !kinds.contains(&reason) {
                    kinds.push(reason);
                }
            }
        }
        let proven = fits && kinds.len() >= WITNESSES && furniture * 100 >= all * FURNITURE;
        Side { lines, furnished: furniture > 0, proven }
    }

    /// Whether a line that would leave lacks a proof.
    fn is_doubtful(&self, at: usize, side: &Side) -> bool {
        let Role::Removed(reason) = self.roles[at] else { return false };
        let line = &self.lines[at];
        let said =
            matches!(reason, Reason::Metadata | Reason::Markup | Reason::Duplicate | Reason::Continuation);
        let window = line.hint.tag == Tag::Title || at == 0 && self.names_the_title(line.text);
        if said || window || !line.text.chars().any(char::is_alphanumeric) {
            return false;
        }
        if !self.told.proven {
            return self.leaves_by_place(at) || line.chars > WORDS || line.ends_sentence() || !side.furnished;
        }
        let outside = !self.raw.hints.is_empty() && !self.frame.contains(&at);
        let proven = match line.is_prose() {
            true => side.proven || outside,
            false => side.furnished || outside,
        };
        self.leaves_by_place(at) && !proven
    }

    /// The first line of a page that has its title in it: what the page's window is called.
    fn names_the_title(&self, text: &str) -> bool {
        self.meta.title.as_deref().is_some_and(|title| text.contains(title))
    }
}
