//! What a query comes to in an index: the strings to look for, and the documents that may have them.

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::docset::DocSet;
use super::forgive::{self, Alternative, ENOUGH};
use super::index::Part;
use super::query::{Clause, DateRange, Field, Query, Term};
use super::rank::idf;
use super::segment::{Segment, is_one_gram};
use super::texts::Reader;
use super::{MatchKind, rank};
use crate::text::variant::fold;

/// One document that has a term of so many characters is [`ENOUGH`].
const LONG: usize = 4;

/// A query made ready for the segments of an index.
#[derive(Debug)]
pub struct Plan {
    pub wanted: Vec<Test>,
    pub unwanted: Vec<Test>,
    /// Weight of every wanted clause.
    pub idf: Vec<f32>,
    /// Mean number of characters of a document.
    pub mean_chars: f32,
}

/// A clause: it holds for a document if one of its ways does.
#[derive(Debug)]
pub struct Test {
    pub ways: Vec<Way>,
}

/// One way for a clause to hold.
#[derive(Debug)]
pub struct Way {
    pub wanted: Wanted,
    /// For each part of the index, the documents that may have it.
    candidates: Vec<DocSet>,
}

/// What a document must have.
#[derive(Debug)]
pub enum Wanted {
    Text(Box<Needle>),
    Date(DateRange),
    /// Part of the path, folded.
    Name(String),
}

impl Wanted {
    fn is_forgiven(&self) -> bool {
        matches!(self, Wanted::Text(needle) if needle.is_forgiven())
    }
}

/// A string to look for.
#[derive(Debug)]
pub struct Needle {
    /// What was typed.
    pub term: String,
    pub field: Field,
    pub meant: Alternative,
    pub finder: Finder<'static>,
}

impl Needle {
    /// Whether `part` of a document is where the term must stand.
    pub fn stands_in(&self, part: rank::Part, place: super::Place) -> bool {
        match self.field {
            Field::Title => matches!(place, super::Place::Title | super::Place::Subtitle),
            Field::Source => place == super::Place::Source,
            Field::Author => place == super::Place::Author,
            Field::Heading => part == rank::Part::Heading && matches!(place, super::Place::Block(_)),
            Field::Anywhere | Field::File | Field::Date(_) => true,
        }
    }

    /// Whether the index says exactly which documents have it: those with one pair or character do.
    fn is_exact(&self) -> bool {
        self.field == Field::Anywhere && is_one_gram(&self.meant.text)
    }

    pub fn is_forgiven(&self) -> bool {
        self.meant.kind > MatchKind::Variant
    }
}

impl Plan {
    pub fn new(query: &Query, parts: &[Part], texts: &Reader) -> Plan {
        let segments: Vec<&Segment> = parts.iter().map(|part| &part.segment).collect();
        let test = |clause: &Clause| {
            let wanted = clause.any.iter().flat_map(|term| wanted(term, clause.negated, parts, texts));
            let wanted: Vec<Wanted> = wanted.collect();
            Test { ways: wanted.into_par_iter().map(|wanted| Way::new(wanted, &segments)).collect() }
        };
        let (unwanted, wanted): (Vec<&Clause>, Vec<&Clause>) =
            query.clauses.iter().partition(|clause| clause.negated);
        let wanted: Vec<Test> = wanted.into_iter().map(test).collect();
        let documents: usize = parts.iter().map(|part| part.live.len()).sum();
        let chars: u64 = parts
            .iter()
            .map(|part| part.live.iter().map(|doc| u64::from(part.segment.chars(doc))).sum::<u64>())
            .sum();
        let weigh = |test: &Test| {
            let containing = (0..parts.len()).map(|part| test.candidates(part).len()).sum();
            idf(containing, documents)
        };
        Plan {
            idf: wanted.iter().map(weigh).collect(),
            unwanted: unwanted.into_iter().map(test).collect(),
            wanted,
            mean_chars: (chars as f32 / documents.max(1) as f32).max(1.0),
        }
    }

    /// The documents of a part of the index that may match; `live` are those that count.
    pub fn candidates(&self, part: usize, live: &DocSet) -> DocSet {
        let mut found = live.clone();
        self.wanted.iter().for_each(|test| found.intersect(&test.candidates(part)));
        found
    }

    /// Whether the candidates do match, all of them, so that no text need be read to know it.
    pub fn is_exact(&self) -> bool {
        let exact = |way: &Way| matches!(&way.wanted, Wanted::Text(needle) if needle.is_exact());
        self.unwanted.is_empty() && self.wanted.iter().all(|test| test.ways.iter().all(exact))
    }

    /// The documents of a part that may hold every clause as it was typed.
    pub fn typed(&self, part: usize) -> DocSet {
        let typed = self.wanted.iter().map(|test| {
            let ways = test.ways.iter().filter(|way| !way.wanted.is_forgiven());
            DocSet::union(ways.filter_map(|way| way.candidates.get(part)))
        });
        typed
            .reduce(|mut all, set| {
                all.intersect(&set);
                all
            })
            .unwrap_or_default()
    }

    /// What the index alone says of how well each document of a part matches: no more than a first
    /// order in which to read them.
    pub fn promise(&self, part: usize, segment: &Segment) -> Vec<f32> {
        let mut promise = vec![0.0; segment.documents()];
        for (test, &idf) in self.wanted.iter().zip(&self.idf) {
            // The weight of all that may answer the clause, and the quality of the best of it.
            let mut expected = vec![(0, 0.0f32); segment.documents()];
            for way in &test.ways {
                let Wanted::Text(needle) = &way.wanted else { continue };
                let Some(rarest) = segment.rarest(&needle.meant.text) else { continue };
                for (doc, weight) in rarest.iter().filter(|&(doc, _)| way.may_hold(part, doc)) {
                    let (all, best) = &mut expected[doc];
                    *all += weight;
                    *best = best.max(needle.meant.quality);
                }
            }
            for (doc, (weight, quality)) in expected.into_iter().enumerate() {
                let length = segment.chars(doc) as f32 / self.mean_chars;
                promise[doc] += rank::promise(weight, idf, quality, length);
            }
        }
        promise
    }

    /// What the title of a document adds to its promise.
    pub fn promise_of_title(&self, part: usize, segment: &Segment, doc: usize) -> f32 {
        let title = segment.titles().title(doc);
        let worth = |test: &Test| {
            let needles = test.ways.iter().filter(|way| way.may_hold(part, doc));
            let needles = needles.filter_map(|way| match &way.wanted {
                Wanted::Text(needle) => Some(needle),
                Wanted::Date(_) | Wanted::Name(_) => None,
            });
            let found = needles.filter(|needle| needle.finder.find(title).is_some());
            let share = |needle: &Needle| rank::share_of_title(needle.meant.text.len(), title.len());
            found.map(|needle| needle.meant.quality * share(needle)).fold(0.0, f32::max)
        };
        self.wanted.iter().zip(&self.idf).map(|(test, idf)| idf * worth(test)).sum()
    }
}

impl Test {
    fn candidates(&self, part: usize) -> DocSet {
        DocSet::union(self.ways.iter().filter_map(|way| way.candidates.get(part)))
    }
}

impl Way {
    fn new(wanted: Wanted, segments: &[&Segment]) -> Way {
        let candidates = |segment: &&Segment| match &wanted {
            Wanted::Text(needle) if needle.field == Field::Title => {
                let titles = segment.titles();
                segment.candidates(&needle.meant.text).filter(|doc| titles.may_have(doc, &needle.finder))
            }
            Wanted::Text(needle) => segment.candidates(&needle.meant.text),
            Wanted::Date(_) | Wanted::Name(_) => DocSet::all(segment.documents()),
        };
        let candidates = segments.iter().map(candidates).collect();
        Way { wanted, candidates }
    }

    /// Whether the document may have what is wanted.
    pub fn may_hold(&self, part: usize, doc: usize) -> bool {
        self.candidates.get(part).is_some_and(|candidates| candidates.contains(doc))
    }
}

fn wanted(term: &Term, negated: bool, parts: &[Part], texts: &Reader) -> Vec<Wanted> {
    match term.field {
        Field::Date(range) => return vec![Wanted::Date(range)],
        Field::File => return vec![Wanted::Name(term.text.chars().map(fold).collect())],
        _ => {}
    }
    let mut meant = forgive::writings(&term.text);
    if term.exact || negated {
        meant.truncate(1);
    } else if forgive::may_be_pinyin(&term.text) || !is_certain(&meant, parts, texts) {
        let segments: Vec<&Segment> = parts.iter().map(|part| &part.segment).collect();
        meant.extend(forgive::meanings(&term.text, &segments, texts));
    }
    let needle = |meant: Alternative| {
        let finder = Finder::new(meant.text.as_bytes()).into_owned();
        Wanted::Text(Box::new(Needle { term: term.text.clone(), field: term.field, meant, finder }))
    };
    meant.into_iter().map(needle).collect()
}

/// Whether what was typed stands in the texts often enough that nothing else need be meant: the longer
/// it is, the less by chance.
fn is_certain(meant: &[Alternative], parts: &[Part], texts: &Reader) -> bool {
    let mut found = 0;
    for alternative in meant {
        let chars = alternative.text.chars().count();
        let enough = if chars >= LONG { 1 } else { ENOUGH };
        let finder = Finder::new(alternative.text.as_bytes());
        let exact = is_one_gram(&alternative.text);
        for Part { segment, live } in parts {
            let mut candidates = segment.candidates(&alternative.text);
            candidates.intersect(live);
            let stands = |&doc: &usize| exact || finder.find(&texts.page(segment, doc).folded).is_some();
            let candidates: Vec<usize> = candidates.iter().collect();
            found += candidates.into_par_iter().filter(stands).take_any(enough).count();
            if found >= enough {
                return true;
            }
        }
    }
    false
}
