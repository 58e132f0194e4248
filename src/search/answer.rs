//! Answering: the candidates' texts are read, the most promising first, what does not hold is dropped, the
//! rest is ranked.

mod present;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::index::Part;
use super::plan::{Needle, Plan, Test, Wanted};
use super::rank::{self, Occurrence, score};
use super::record::{Facts, place_of};
use super::segment::Segment;
use super::texts::{Page, Reader};
use super::{Place, Results, Scope};
use crate::document::DocId;
use crate::text::variant::fold;

/// Bytes of text that are read for one answer in any case; more only if what was typed has not been found
/// often enough by then. What keeps the answer to a common word within some milliseconds.
const READ: usize = 4 << 20;
/// Bytes of text read before one looks whether that is enough.
const ROUND: usize = 1 << 20;
/// Bytes of a character, about.
const CHAR: usize = 3;

/// A search under way.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    pub plan: &'a Plan,
    pub parts: &'a [Part],
    pub texts: &'a Reader,
}

/// A document that may match.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    part: usize,
    doc: usize,
    /// Whether it may hold every clause as it was typed.
    typed: bool,
    promise: f32,
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
        let candidates = self.candidates(scope);
        let (mut matches, read) = self.read(&candidates, limit);
        // What was not read is taken to match as often as what was.
        let scale = |count: usize| count * candidates.len() / read.max(1);
        let total_documents = scale(matches.len());
        let total_hits = scale(matches.iter().map(|found| found.occurrences.len().max(1)).sum());
        let estimated = read < candidates.len();
        let others = matches.split_off(limit.min(matches.len()));
        let others = others.iter().map(|found| found.segment.id(found.doc)).collect();
        let documents = matches.par_iter().map(Match::present).collect();
        Results { documents, others, total_documents, total_hits, estimated }
    }

    /// The best documents alone.
    pub fn documents(self, scope: &Scope, limit: usize) -> Vec<DocId> {
        let candidates = self.candidates(scope);
        let mut ids: Vec<DocId> = if self.plan.is_exact() {
            candidates.iter().map(|&Candidate { part, doc, .. }| self.parts[part].segment.id(doc)).collect()
        } else {
            let (matches, _) = self.read(&candidates, limit);
            matches.iter().map(|found| found.segment.id(found.doc)).collect()
        };
        ids.truncate(limit);
        ids
    }

    /// The documents that may match: those that may hold what was typed before the others, the most promising
    /// first.
    fn candidates(self, scope: &Scope) -> Vec<Candidate> {
        let chosen = match scope {
            Scope::Heap => None,
            Scope::Documents(ids) => Some(ids.iter().copied().collect::<FxHashSet<DocId>>()),
        };
        let mut candidates = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let found = self.plan.candidates(number, &part.live);
            if found.is_empty() {
                continue;
            }
            let typed = self.plan.typed(number);
            let promise = self.plan.promise(number, &part.segment);
            let in_scope =
                |&doc: &usize| chosen.as_ref().is_none_or(|ids| ids.contains(&part.segment.id(doc)));
            candidates.extend(found.iter().filter(in_scope).map(|doc| Candidate {
                part: number,
                doc,
                typed: typed.contains(doc),
                promise: promise[doc],
            }));
        }
        if candidates.iter().map(|candidate| self.bytes(candidate)).sum::<usize>() > READ {
            candidates.par_iter_mut().for_each(|Candidate { part, doc, promise, .. }| {
                *promise += self.plan.promise_of_title(*part, &self.parts[*part].segment, *doc);
            });
        }
        candidates.sort_by(|a, b| b.typed.cmp(&a.typed).then(b.promise.total_cmp(&a.promise)));
        candidates
    }

    /// The matches among the candidates, the best first, and how many of these were read to find them.
    fn read(self, candidates: &[Candidate], limit: usize) -> (Vec<Match<'a>>, usize) {
        let mut matches: Vec<Match<'a>> = Vec::new();
        let (mut read, mut bytes) = (0, 0);
        while let Some(next) = candidates.get(read) {
            let enough = if next.typed { matches.len() >= limit } else { read >= limit };
            if enough && bytes >= READ {
                break;
            }
            let (start, until) = (read, bytes + ROUND);
            while let Some(candidate) = candidates.get(read).filter(|_| bytes < until) {
                bytes += self.bytes(candidate);
                read += 1;
            }
            matches.par_extend(
                candidates[start..read].par_iter().filter_map(|&candidate| self.check(candidate)),
            );
        }
        // What was typed stands before what may have been meant.
        matches.sort_by(|a, b| {
            a.forgiven
                .cmp(&b.forgiven)
                .then(b.score.total_cmp(&a.score))
                .then_with(|| a.segment.id(a.doc).cmp(&b.segment.id(b.doc)))
        });
        (matches, read)
    }

    /// Bytes of a candidate's text, about.
    fn bytes(self, candidate: &Candidate) -> usize {
        self.parts[candidate.part].segment.chars(candidate.doc) as usize * CHAR
    }

    /// Reads a document; `None` if it does not match.
    fn check(self, Candidate { part, doc, .. }: Candidate) -> Option<Match<'a>> {
        let segment = &self.parts.get(part)?.segment;
        let page = self.texts.page(segment, doc);
        let facts = segment.facts(doc);
        let open = Open { part, doc, page: &page, facts: &facts };
        if self.plan.unwanted.iter().any(|test| open.check(test, 0).is_some()) {
            return None;
        }
        let mut occurrences = Vec::new();
        let mut forgiven = false;
        for (clause, test) in self.plan.wanted.iter().enumerate() {
            let found = open.check(test, clause)?;
            forgiven |= found.first().is_some_and(|(_, needle)| needle.is_forgiven());
            occurrences.extend(found);
        }
        occurrences.sort_by_key(|(found, _)| (found.line, found.bytes.start, found.bytes.end));
        let place = |found: &Occurrence| (found.line, found.bytes.clone(), found.clause);
        occurrences.dedup_by(|b, a| place(&a.0) == place(&b.0));
        let places: Vec<Occurrence> = occurrences.iter().map(|(found, _)| found.clone()).collect();
        let length = segment.chars(doc) as f32 / self.plan.mean_chars;
        let title = page.lines.first().map_or(0, ExactSizeIterator::len);
        let score = score(&places, &self.plan.idf, length, title);
        Some(Match { segment, doc, forgiven, score, occurrences })
    }
}

/// A document being read.
struct Open<'a> {
    part: usize,
    doc: usize,
    page: &'a Page,
    facts: &'a Facts<'a>,
}

impl Open<'_> {
    /// Where a clause is answered; `None` if it is not. Where the very term stands, what it may have
    /// been meant for does not count.
    fn check<'n>(&self, test: &'n Test, clause: usize) -> Option<Vec<(Occurrence, &'n Needle)>> {
        let mut holds = false;
        let mut found: Vec<(Occurrence, &Needle)> = Vec::new();
        for way in test.ways.iter().filter(|way| way.may_hold(self.part, self.doc)) {
            match &way.wanted {
                Wanted::Date(range) => {
                    holds |= self.facts.published.is_some_and(|published| range.contains(published))
                }
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
        needle.finder.find_iter(&self.page.folded).filter_map(move |at| {
            let line = self.page.lines.partition_point(|line| line.end < at);
            let at = at - self.page.lines.get(line)?.start;
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
