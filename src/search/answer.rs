//! Answering: the candidates' texts are read, the most promising first, what does not hold is dropped, the
//! rest is ranked.

mod present;
mod versions;

use std::cmp::Ordering;
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::article::begins_article;
use super::index::Part;
use super::plan::{Needle, Plan, Test, Wanted};
use super::query::Field;
use super::rank::{self, Occurrence, score};
use super::record::{Facts, line_of, place_of};
use super::segment::Segment;
use super::texts::{Page, Reader};
use super::{MatchKind, Place, Results, Scope, Tier};
use crate::document::DocId;
use crate::text::variant::fold;

/// Bytes of text that are read for one answer in any case; more only if what was typed has not been found
/// often enough by then. What keeps the answer to a common word within some milliseconds.
const READ: usize = 4 << 20;
/// Bytes of text read before one looks whether that is enough.
const ROUND: usize = 1 << 20;
/// Bytes of a character, about.
const CHAR: usize = 3;
/// Once so many documents have what was typed, nothing else is looked for.
const FEW: usize = 10;
/// Documents that lack some word of the query: more are noise.
const MOST_PARTIAL: usize = 40;
/// What lacks a word is left out if it scores less than this share of the best.
const LEAST_SHARE: f32 = 0.2;
/// What the rest of a document adds to its best passage.
const SUPPORT: f32 = 0.35;
/// What an article that was asked for by its number is worth, beside all else.
const ARTICLE: f32 = 100.0;
/// Words far from one another are worth so much less.
const APART: f32 = 0.6;
/// Bytes after which a passage is long enough, where nothing else ends it.
const PASSAGE: usize = 2400;

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

/// What stands before what, however well it scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// All that was typed stands there.
    Sure,
    /// Something like all of it does, and what was typed is hardly made of words.
    Meant,
    Likely,
}

/// A document that holds what is wanted.
#[derive(Debug)]
struct Match<'a> {
    segment: &'a Segment,
    doc: usize,
    tier: Tier,
    class: Class,
    score: f32,
    /// What it lacks of the query.
    missing: Vec<&'a str>,
    /// Lines of the passage that answers best.
    passage: Option<Range<usize>>,
    /// The newest version of the same text, where that was found too.
    version_of: Option<DocId>,
    /// In reading order, each with the way that found it.
    occurrences: Vec<(Occurrence, &'a Needle)>,
}

/// What one plan found.
#[derive(Debug, Default)]
pub struct Batch<'a> {
    matches: Vec<Match<'a>>,
    candidates: usize,
    read: usize,
}

impl<'a> Batch<'a> {
    /// Whether so much is surely what was meant that nothing else need be looked for.
    pub fn is_enough(&self) -> bool {
        self.matches.iter().filter(|found| found.class == Class::Sure).count() >= FEW
    }

    /// Takes over what a plan found that looks for the words of the same query; `in_words` says whether these
    /// are all there is to it.
    pub fn extend(&mut self, others: Batch<'a>, in_words: bool) {
        let meant = self.matches.iter_mut().filter(|found| found.class == Class::Likely && !in_words);
        meant.for_each(|found| found.class = Class::Meant);
        let key = |found: &Match<'_>| (found.segment.number(), found.doc);
        let known: FxHashMap<_, usize> =
            self.matches.iter().enumerate().map(|(at, found)| (key(found), at)).collect();
        for other in others.matches {
            match known.get(&key(&other)).and_then(|&at| self.matches.get_mut(at)) {
                Some(found) if found.is_before(&other).is_gt() => *found = other,
                Some(_) => {}
                None => {
                    self.matches.push(other);
                    self.candidates += 1;
                    self.read += 1;
                }
            }
        }
        self.sort();
        // What lacks something is worth a look only as far as it comes near the best.
        let least = self.matches.iter().map(|found| found.score).fold(0.0, f32::max) * LEAST_SHARE;
        let mut partial = 0;
        self.matches.retain(|found| {
            let in_part = found.tier == Tier::Some && found.class == Class::Likely;
            partial += usize::from(in_part);
            !in_part || partial <= MOST_PARTIAL && found.score >= least
        });
    }

    fn sort(&mut self) {
        self.matches.sort_by(Match::is_before);
    }

    /// The best documents with the places in them.
    pub fn present(mut self, texts: &Reader, limit: usize) -> Results {
        versions::group(&mut self.matches, texts);
        // What was not read is taken to match as often as what was.
        let scale = |count: usize| count * self.candidates / self.read.max(1);
        let total_documents = scale(self.matches.len());
        let total_hits = scale(self.matches.iter().map(|found| found.occurrences.len().max(1)).sum());
        let estimated = self.read < self.candidates;
        let others = self.matches.split_off(limit.min(self.matches.len()));
        let others = others.iter().map(|found| found.segment.id(found.doc)).collect();
        let documents = self.matches.par_iter().map(Match::present).collect();
        Results { documents, others, total_documents, total_hits, estimated, nowhere: Box::default() }
    }

    /// The best documents alone.
    pub fn ids(&self, limit: usize) -> Vec<DocId> {
        self.matches.iter().take(limit).map(|found| found.segment.id(found.doc)).collect()
    }
}

impl Match<'_> {
    fn published(&self) -> Option<Date> {
        self.segment.facts(self.doc).published.map(|published| published.date)
    }

    /// What was typed stands before what may have been meant; then the better match.
    fn is_before(&self, other: &Self) -> Ordering {
        let id = |found: &Self| found.segment.id(found.doc);
        let by_score = other.score.total_cmp(&self.score);
        self.class.cmp(&other.class).then(by_score).then_with(|| id(self).cmp(&id(other)))
    }
}

impl<'a> Answer<'a> {
    /// What the plan finds, the best first; at least `limit` documents if there are so many.
    pub fn find(self, scope: &Scope, limit: usize) -> Batch<'a> {
        let candidates = self.candidates(scope);
        let limit = if self.plan.soft { limit.min(MOST_PARTIAL) } else { limit };
        let (matches, read) = self.read(&candidates, limit);
        let mut batch = Batch { matches, read, candidates: candidates.len() };
        batch.sort();
        batch
    }

    /// The documents that hold the query by what the index alone says, if it says so for sure.
    pub fn known(self, scope: &Scope, limit: usize) -> Option<Vec<DocId>> {
        self.plan.is_exact().then(|| {
            let candidates = self.candidates(scope).into_iter().take(limit);
            candidates.map(|Candidate { part, doc, .. }| self.parts[part].segment.id(doc)).collect()
        })
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
        let mut missing = Vec::new();
        let mut held = Vec::with_capacity(self.plan.wanted.len());
        for (clause, test) in self.plan.wanted.iter().enumerate() {
            let found = open.check(test, clause);
            if found.is_none() && !self.plan.soft {
                return None;
            }
            held.push(found.is_some());
            let kind = found.iter().flatten().map(|(_, needle)| needle.meant.kind).min();
            forgiven |= kind.is_some_and(|kind| kind > MatchKind::Variant);
            // A date or a path is held without a place in the text.
            if found.is_none() || kind == Some(MatchKind::Part) {
                missing.push(test.term.as_str());
            }
            occurrences.extend(found.into_iter().flatten());
        }
        if self.plan.wanted.iter().any(Test::is_section) {
            open.keep_in_sections(&mut occurrences);
            for (clause, test) in self.plan.wanted.iter().enumerate().filter(|(_, test)| !test.is_filter()) {
                let stands = occurrences.iter().any(|(found, _)| found.clause == clause);
                if std::mem::replace(&mut held[clause], stands) && !stands {
                    missing.push(test.term.as_str());
                }
            }
        }
        let whole = missing.is_empty();
        if !whole && (!self.plan.soft || !self.plan.suffices(&|clause| held[clause])) {
            return None;
        }
        occurrences.sort_by_key(|(found, _)| (found.line, found.bytes.start, found.bytes.end));
        let place = |found: &Occurrence| (found.line, found.bytes.clone(), found.clause);
        occurrences.dedup_by(|b, a| place(&a.0) == place(&b.0));
        let places: Vec<Occurrence> = occurrences.iter().map(|(found, _)| found.clone()).collect();
        let length = segment.chars(doc) as f32 / self.plan.mean_chars;
        let title = page.lines.first().and_then(|line| page.folded.get(line.clone())).unwrap_or_default();
        let title = versions::core(&String::from_utf8_lossy(title)).len();
        let body = score(&places, &self.plan.idf, length, title);
        let asked = self.plan.wanted.iter().filter(|test| !test.is_filter()).count();
        let (score, passage, together) = if asked < 2 {
            (body, None, true)
        } else {
            let best = rank::best_passage(&places, &self.plan.idf, &open.passages(), &|line| {
                open.heading_above(line)
            });
            let wanted =
                (0..held.len()).filter(|&clause| held[clause] && !self.plan.wanted[clause].is_filter());
            let together = wanted.fold(0u64, |all, clause| all | 1 << (clause % 64));
            (SUPPORT * body + best.score, Some(best.lines), best.clauses & together == together)
        };
        let tier = match (whole, forgiven, together) {
            (false, ..) => Tier::Some,
            (true, true, _) => Tier::Forgiven,
            (true, false, false) => Tier::Apart,
            (true, false, true) if asked < 2 && !self.plan.soft => Tier::Exact,
            (true, false, true) => Tier::Words,
        };
        // Whoever asks for an article wants it, and not what refers to it.
        let asks_article = self.plan.wanted.iter().any(Test::is_article);
        let is_article = places.iter().any(|place| place.part == rank::Part::Article);
        let class = if self.plan.soft || tier == Tier::Forgiven { Class::Likely } else { Class::Sure };
        let score = match tier {
            Tier::Apart => score * APART,
            Tier::Some => score * self.plan.share(&|clause| held[clause]).powi(2),
            _ => score,
        };
        let named = self.names_law(&held, &places, title);
        let (class, score) = match (asks_article, is_article && whole && named > 0.0) {
            (true, true) => (Class::Sure, score + ARTICLE * (1.0 + named)),
            (true, false) => (class.max(Class::Meant), score),
            (false, _) => (class, score),
        };
        Some(Match { segment, doc, tier, class, score, missing, passage, version_of: None, occurrences })
    }

    /// How much of the title of a document the law is that an article is looked for in, from 0 to 1; a law that
    /// the path names is taken for half.
    fn names_law(self, held: &[bool], places: &[Occurrence], title: usize) -> f32 {
        let clauses = self.plan.wanted.iter().enumerate();
        let laws = clauses.filter(|(_, test)| !test.is_article() && !test.is_filter());
        let share = |clause: usize| {
            let own = || places.iter().filter(move |place| place.clause == clause);
            let in_title =
                own().filter(|place| place.part == rank::Part::Title).map(|place| place.bytes.len()).max();
            match in_title {
                Some(bytes) => bytes as f32 / title.max(bytes) as f32,
                None if held[clause] && own().next().is_none() => 0.5,
                None => 0.0,
            }
        };
        laws.map(|(clause, _)| share(clause)).reduce(f32::max).unwrap_or(1.0)
    }
}

/// Whether a line begins with the article that is looked for, and not with one put in behind it.
fn begins_exactly(needle: &Needle, line: &[u8]) -> bool {
    begins_article(line)
        && !line.get(needle.meant.text.len()..).unwrap_or_default().starts_with("之".as_bytes())
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
                    found.extend(self.occurrences(needle, clause).into_iter().map(|place| (place, needle)));
                }
            }
        }
        (holds || !found.is_empty()).then_some(found)
    }

    fn occurrences(&self, needle: &Needle, clause: usize) -> Vec<Occurrence> {
        let len = needle.meant.text.len();
        let folded = &self.page.folded;
        let place = |bytes: Range<usize>| {
            let line = self.page.lines.partition_point(|line| line.end < bytes.start);
            let range = self.page.lines.get(line)?.clone();
            let at = bytes.start - range.start;
            let part = self.part(line);
            let article =
                needle.field == Field::Article && at == 0 && begins_exactly(needle, self.line(line));
            let part = if article { rank::Part::Article } else { part };
            let quality = needle.meant.quality;
            let place = Occurrence { clause, line, bytes: at..bytes.end - range.start, part, quality };
            (bytes.end <= range.end && needle.stands_in(part, place_of(line))).then_some(place)
        };
        match &needle.expression {
            None => needle.finder.find_iter(folded).filter_map(|at| place(at..at + len)).collect(),
            Some(expression) => {
                let text = simdutf8::basic::from_utf8(folded).unwrap_or_default();
                let found = expression.regex.find_iter(text).filter(|found| !found.is_empty());
                found.filter_map(|found| place(found.range())).collect()
            }
        }
    }

    fn line(&self, line: usize) -> &[u8] {
        self.page.lines.get(line).and_then(|range| self.page.folded.get(range.clone())).unwrap_or_default()
    }

    /// The lines at which passages begin: sections, articles, and, where either is long, pieces of it.
    fn passages(&self) -> Vec<usize> {
        let body = line_of(Place::Block(0));
        let mut starts = vec![0];
        let mut bytes = 0;
        for (line, range) in self.page.lines.iter().enumerate().skip(body) {
            let text = self.page.folded.get(range.clone()).unwrap_or_default();
            if line == body || bytes >= PASSAGE || self.facts.is_heading(line) || begins_article(text) {
                starts.push(line);
                bytes = 0;
            }
            bytes += range.len();
        }
        starts.push(self.page.lines.len());
        starts
    }

    /// Drops what stands outside the sections that are asked for.
    fn keep_in_sections(&self, occurrences: &mut Vec<(Occurrence, &Needle)>) {
        let last = self.page.lines.len();
        let headings = occurrences.iter().filter(|(_, needle)| needle.field == Field::Section);
        let section = |found: &Occurrence| {
            let level = self.facts.level(found.line);
            let ends = |line: &usize| self.facts.is_heading(*line) && self.facts.level(*line) <= level;
            found.line..(found.line + 1..last).find(ends).unwrap_or(last)
        };
        let sections: Vec<Range<usize>> = headings.map(|(found, _)| section(found)).collect();
        occurrences.retain(|(found, _)| sections.iter().any(|section| section.contains(&found.line)));
    }

    fn heading_above(&self, line: usize) -> Option<usize> {
        (line_of(Place::Block(0))..=line).rev().find(|&line| self.facts.is_heading(line))
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
