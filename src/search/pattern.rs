//! Patterns: strings with some characters left open, and the strings of a segment that fit them.

use super::docset::DocSet;
use super::segment::Segment;
use super::sounds::CharSet;

/// One character of a pattern.
#[derive(Debug, Clone)]
pub enum Slot {
    One(u16),
    In(CharSet),
    /// As typed, or another of the set, which counts as a replacement.
    Or(u16, CharSet),
    Any,
}

impl Slot {
    fn takes(&self, c: u16) -> bool {
        match self {
            Slot::One(only) => *only == c,
            Slot::In(set) | Slot::Or(_, set) => set.contains(c),
            Slot::Any => char::from_u32(c.into()).is_some_and(char::is_alphanumeric),
        }
    }

    fn replaces(&self, c: u16) -> bool {
        matches!(self, Slot::Or(typed, _) if *typed != c)
    }
}

/// A string with some characters left open.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub slots: Vec<Slot>,
    /// How many characters may be replaced by another of their set.
    pub replacements: usize,
}

/// A string that fits a pattern, and how many documents have all its pairs: fewer, or none, may have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    pub text: String,
    pub documents: usize,
}

/// The strings that fit `pattern`, whose triples stand in the texts and whose pairs stand together in one. `budget` bounds
/// the pairs looked at.
pub fn strings(segment: &Segment, pattern: &Pattern, budget: &mut usize) -> Vec<Fit> {
    let mut walk = Walk { segment, pattern, budget, path: Vec::new(), found: Vec::new() };
    let Some(first) = pattern.slots.first() else { return Vec::new() };
    let starts: Vec<u16> = match first {
        Slot::One(only) => vec![*only],
        Slot::In(set) | Slot::Or(_, set) => set.iter().collect(),
        Slot::Any => segment.alphabet().collect(),
    };
    for start in starts.into_iter().filter(|&start| first.takes(start)) {
        let replaced = usize::from(first.replaces(start));
        if replaced <= pattern.replacements {
            walk.path.push(start);
            walk.follow(&DocSet::all(segment.documents()), replaced);
            walk.path.pop();
        }
    }
    walk.found
}

struct Walk<'a> {
    segment: &'a Segment,
    pattern: &'a Pattern,
    budget: &'a mut usize,
    path: Vec<u16>,
    found: Vec<Fit>,
}

impl Walk<'_> {
    /// Tries every next character that fits; `docs` have all pairs so far.
    fn follow(&mut self, docs: &DocSet, replaced: usize) {
        let Some(slot) = self.pattern.slots.get(self.path.len()) else {
            let chars = self.path.iter().map(|&c| char::from_u32(c.into()));
            let fit = |text| Fit { text, documents: docs.len() };
            self.found.extend(chars.collect::<Option<String>>().map(fit));
            return;
        };
        let Some(&last) = self.path.last() else { return };
        let segment = self.segment;
        let before = self.path.len().checked_sub(2).map(|at| self.path[at]);
        let stands = |next| before.is_none_or(|before| segment.may_have_triple([before, last, next]));
        if let Slot::One(only) = slot {
            if stands(*only)
                && let Some(postings) = segment.postings(last, Some(*only))
            {
                self.step(*only, &postings.set(), docs, replaced);
            }
            return;
        }
        // Looking ahead saves reading the documents of pairs that lead nowhere.
        let ahead = match self.pattern.slots.get(self.path.len() + 1) {
            Some(Slot::One(only)) => Some(*only),
            _ => None,
        };
        for (next, postings) in segment.followers(last) {
            let replaced = replaced + usize::from(slot.replaces(next));
            let fits = slot.takes(next)
                && replaced <= self.pattern.replacements
                && stands(next)
                && ahead.is_none_or(|ahead| segment.has_pair(next, ahead));
            if fits {
                self.step(next, &postings.set(), docs, replaced);
            }
        }
    }

    fn step(&mut self, next: u16, with_pair: &DocSet, docs: &DocSet, replaced: usize) {
        let Some(left) = self.budget.checked_sub(1) else { return };
        *self.budget = left;
        let mut docs = docs.clone();
        docs.intersect(with_pair);
        if !docs.is_empty() {
            self.path.push(next);
            self.follow(&docs, replaced);
            self.path.pop();
        }
    }
}
