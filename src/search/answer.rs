//! Answering: the candidates' texts are read, what does not hold is dropped, the rest is ranked.

use std::collections::HashSet;
use std::ops::Range;

use rayon::prelude::*;

use super::index::Part;
use super::plan::{Needle, Plan, Test, Wanted};
use super::rank::{self, Occurrence, score};
use super::record::{Facts, line_bytes, place_of};
use super::segment::Segment;
use super::{Found, Hit, MatchKind, Place, Results, Scope, Why};
use crate::document::DocId;
use crate::text::variant::fold;

/// Documents read for one answer at most, unless more are asked for: what keeps the answer to a common
/// word within some milliseconds.
const READ: usize = 1500;

/// A search under way.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    pub plan: &'a Plan,
    pub parts: &'a [Part],
}

/// A document that holds what is wanted.
#[derive(Debug)]
struct Match<'a> {
    segment: &'a Segment,
    doc: usize,
    /// Whether something had to be forgiven.
    forgiven: bool,
    score: f32,
    /// In reading order, each with the way that found it.
    occurrences: Vec<(Occurrence, &'a Needle)>,
}

impl<'a> Answer<'a> {
    pub fn find(self, scope: &Scope, limit: usize) -> Results {
        let mut candidates = self.candidates(scope);
        let all = candidates.len();
        let read = limit.max(READ);
        if all > read {
            self.most_promising(&mut candidates, read);
        }
        let mut matches: Vec<Match<'a>> =
            candidates.par_iter().filter_map(|&(part, doc)| self.check(part, doc)).collect();
        // What was typed stands before what may have been meant.
        matches.sort_by(|a, b| {
            a.forgiven
                .cmp(&b.forgiven)
                .then(b.score.total_cmp(&a.score))
                .then_with(|| a.segment.id(a.doc).cmp(&b.segment.id(b.doc)))
        });
        // What was not read is taken to match as often as what was.
        let scale = |count: usize| count * all / candidates.len().max(1);
        let total_documents = scale(matches.len());
        let total_hits = scale(matches.iter().map(|found| found.occurrences.len().max(1)).sum());
        let estimated = candidates.len() < all;
        matches.truncate(limit);
        let documents = matches.par_iter().map(Match::present).collect();
        Results { documents, total_documents, total_hits, estimated }
    }

    /// The documents that may match: the number of the part, and the number in it.
    fn candidates(self, scope: &Scope) -> Vec<(usize, usize)> {
        let chosen = match scope {
            Scope::Heap => None,
            Scope::Documents(ids) => Some(ids.iter().copied().collect::<HashSet<DocId>>()),
        };
        let mut candidates = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let found = self.plan.candidates(number, &part.live);
            let in_scope =
                |&doc: &usize| chosen.as_ref().is_none_or(|ids| ids.contains(&part.segment.id(doc)));
            candidates.extend(found.iter().filter(in_scope).map(|doc| (number, doc)));
        }
        candidates
    }

    fn most_promising(self, candidates: &mut Vec<(usize, usize)>, count: usize) {
        let parts = self.parts.iter().enumerate();
        let promise: Vec<Vec<f32>> =
            parts.map(|(number, part)| self.plan.promise(number, &part.segment)).collect();
        let of = |&(part, doc): &(usize, usize)| promise[part][doc];
        candidates.sort_unstable_by(|a, b| of(b).total_cmp(&of(a)).then(a.cmp(b)));
        candidates.truncate(count);
    }

    /// Reads a document; `None` if it does not match.
    fn check(self, part: usize, doc: usize) -> Option<Match<'a>> {
        let segment = &self.parts.get(part)?.segment;
        let text = segment.folded(doc);
        let facts = segment.facts(doc);
        let lines = line_bytes(&text);
        let page = Page { part, doc, text: &text, facts: &facts, lines: &lines };
        if self.plan.unwanted.iter().any(|test| page.check(test, 0).is_some()) {
            return None;
        }
        let mut occurrences = Vec::new();
        let mut forgiven = false;
        for (clause, test) in self.plan.wanted.iter().enumerate() {
            let found = page.check(test, clause)?;
            forgiven |= found.first().is_some_and(|(_, needle)| needle.is_forgiven());
            occurrences.extend(found);
        }
        occurrences.sort_by_key(|(found, _)| (found.bytes.start, found.bytes.end));
        occurrences.dedup_by(|b, a| a.0.bytes == b.0.bytes && a.0.clause == b.0.clause);
        let places: Vec<Occurrence> = occurrences.iter().map(|(found, _)| found.clone()).collect();
        let length = segment.chars(doc) as f32 / self.plan.mean_chars;
        let title = lines.first().map_or(0, ExactSizeIterator::len);
        let score = score(&places, &self.plan.idf, length, title);
        Some(Match { segment, doc, forgiven, score, occurrences })
    }
}

/// A document being read.
struct Page<'a> {
    part: usize,
    doc: usize,
    /// Folded.
    text: &'a [u8],
    facts: &'a Facts<'a>,
    lines: &'a [Range<usize>],
}

impl Page<'_> {
    /// Where a clause is answered; `None` if it is not. Where the very term stands, what it may have
    /// been meant for does not count.
    fn check<'n>(&self, test: &'n Test, clause: usize) -> Option<Vec<(Occurrence, &'n Needle)>> {
        let mut holds = false;
        let mut found: Vec<(Occurrence, &Needle)> = Vec::new();
        for way in test.ways.iter().filter(|way| way.may_hold(self.part, self.doc)) {
            match &way.wanted {
                Wanted::Date(range) => holds |= self.facts.date.is_some_and(|date| range.contains(date)),
                Wanted::Name(part) => {
                    holds |= self.facts.name.chars().map(fold).collect::<String>().contains(part.as_str());
                }
                Wanted::Text(needle) => {
                    let needle: &Needle = needle;
                    if needle.is_forgiven() && found.iter().any(|(_, other)| !other.is_forgiven()) {
                        continue;
                    }
                    found.extend(self.occurrences(needle, clause).map(|place| (place, needle)));
                }
            }
        }
        (holds || !found.is_empty()).then_some(found)
    }

    fn occurrences(&self, needle: &Needle, clause: usize) -> impl Iterator<Item = Occurrence> {
        let quality = needle.meant.quality;
        let len = needle.meant.text.len();
        needle.finder.find_iter(self.text).filter_map(move |at| {
            let line = self.lines.partition_point(|line| line.end < at);
            let part = self.part(line);
            let place = Occurrence { clause, line, bytes: at..at + len, part, quality };
            needle.stands_in(part, place_of(line)).then_some(place)
        })
    }

    fn part(&self, line: usize) -> rank::Part {
        match place_of(line) {
            Place::Title => rank::Part::Title,
            Place::Subtitle => rank::Part::Heading,
            Place::Source | Place::Author => rank::Part::Byline,
            Place::Block(_) if self.facts.is_heading(line) => rank::Part::Heading,
            Place::Block(_) => rank::Part::Body,
        }
    }
}

impl Match<'_> {
    fn present(&self) -> Found {
        let text = self.segment.text(self.doc);
        let originals = originals(&text, self.occurrences.iter().map(|(found, _)| found.bytes.clone()));
        let lines = line_bytes(&text);
        let mut hits: Vec<Hit> = Vec::new();
        let mut why: Vec<Why> = Vec::new();
        let mut best: Option<(f32, usize)> = None;
        for (at, ((found, needle), bytes)) in self.occurrences.iter().zip(originals).enumerate() {
            let start = lines.get(found.line).map_or(0, |line| line.start);
            let word = text.get(bytes.clone()).unwrap_or_default();
            let kind = match needle.meant.kind {
                MatchKind::Exact if word != needle.term => MatchKind::Variant,
                kind => kind,
            };
            let reason = Why { term: needle.term.clone(), word: word.to_owned(), kind };
            if !why.contains(&reason) {
                why.push(reason);
            }
            let hit = Hit { place: place_of(found.line), bytes: bytes.start - start..bytes.end - start };
            if hits.last() == Some(&hit) {
                continue;
            }
            let worth = self.worth(at);
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, hits.len()));
            }
            hits.push(hit);
        }
        if hits.is_empty() {
            // Chosen by date or path alone: the document as a whole is the place.
            hits.push(Hit { place: Place::Title, bytes: 0..0 });
        }
        why.sort_by_key(|why| why.kind);
        let best = best.map_or(0, |(_, at)| at);
        Found { document: self.segment.id(self.doc), score: self.score, hits, best, why }
    }

    /// How well a place shows why the document matches: by how many clauses are answered near it, and
    /// text rather than the title, which every list shows anyway.
    fn worth(&self, at: usize) -> f32 {
        const NEAR: usize = 120;
        let found = &self.occurrences[at].0;
        let near = |other: &&(Occurrence, &Needle)| {
            other.0.line == found.line && other.0.bytes.start.abs_diff(found.bytes.start) <= NEAR
        };
        let (before, from) = self.occurrences.split_at(at);
        let near = before.iter().rev().take_while(near).chain(from.iter().take_while(near));
        let mut clauses: Vec<usize> = near.map(|(other, _)| other.clause).collect();
        clauses.sort_unstable();
        clauses.dedup();
        let part = match found.part {
            rank::Part::Body => 0.3,
            rank::Part::Heading => 0.2,
            rank::Part::Title => 0.1,
            rank::Part::Byline => 0.0,
        };
        clauses.len() as f32 + part + found.quality
    }
}

/// Ranges of the folded text, ascending by start, as ranges of the text itself.
fn originals(text: &str, folded: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let wanted: Vec<Range<usize>> = folded.collect();
    let mut edges: Vec<usize> = wanted.iter().flat_map(|range| [range.start, range.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut at_edge = Vec::with_capacity(edges.len());
    let mut folded_at = 0;
    for (at, c) in text.char_indices() {
        if edges.get(at_edge.len()) == Some(&folded_at) {
            at_edge.push(at);
            if at_edge.len() == edges.len() {
                break;
            }
        }
        folded_at += fold(c).len_utf8();
    }
    let original = |edge: usize| {
        edges.binary_search(&edge).ok().and_then(|index| at_edge.get(index)).copied().unwrap_or(text.len())
    };
    wanted.into_iter().map(|range| original(range.start)..original(range.end)).collect()
}
