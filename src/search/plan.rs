//! What a query comes to in an index: the strings to look for, and the documents that may have them.

use memchr::memmem::Finder;

use super::docset::DocSet;
use super::forgive::{self, Alternative};
use super::index::Part;
use super::query::{Clause, DateRange, Field, Query, Term};
use super::rank::idf;
use super::segment::Segment;
use super::{MatchKind, rank};
use crate::text::variant::fold;

/// Once this many documents have a term as it stands, nothing else is assumed to be meant.
const ENOUGH: usize = 3;

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
pub enum Way {
    Text(Box<Needle>),
    Dated(DateRange),
    /// Part of the path, folded.
    Named(String),
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

    pub fn is_forgiven(&self) -> bool {
        self.meant.kind > MatchKind::Variant
    }
}

impl Plan {
    pub fn new(query: &Query, parts: &[Part]) -> Plan {
        let segments: Vec<&Segment> = parts.iter().map(|part| &part.segment).collect();
        let test = |clause: &Clause| {
            let ways = clause.any.iter().flat_map(|term| ways(term, clause.negated, &segments));
            Test { ways: ways.collect() }
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
            let containing = parts.iter().map(|part| test.candidates(&part.segment).len()).sum();
            idf(containing, documents)
        };
        Plan {
            idf: wanted.iter().map(weigh).collect(),
            unwanted: unwanted.into_iter().map(test).collect(),
            wanted,
            mean_chars: (chars as f32 / documents.max(1) as f32).max(1.0),
        }
    }

    /// The documents of a segment that may match.
    pub fn candidates(&self, part: &Part) -> DocSet {
        let mut found = part.live.clone();
        for test in &self.wanted {
            if !found.is_empty() {
                found.intersect(&test.candidates(&part.segment));
            }
        }
        found
    }
}

impl Test {
    fn candidates(&self, segment: &Segment) -> DocSet {
        let mut found = DocSet::none(segment.documents());
        for way in &self.ways {
            match way {
                Way::Text(needle) => found.unite(&segment.candidates(&needle.meant.text)),
                Way::Dated(_) | Way::Named(_) => return DocSet::all(segment.documents()),
            }
        }
        found
    }
}

fn ways(term: &Term, negated: bool, segments: &[&Segment]) -> Vec<Way> {
    match term.field {
        Field::Date(range) => return vec![Way::Dated(range)],
        Field::File => return vec![Way::Named(term.text.chars().map(fold).collect())],
        _ => {}
    }
    let mut meant = forgive::writings(&term.text);
    if term.exact || negated {
        meant.truncate(1);
    } else if forgive::may_be_pinyin(&term.text) || !is_common(&meant, segments) {
        meant.extend(forgive::meanings(&term.text, segments));
    }
    let needle = |meant: Alternative| {
        let finder = Finder::new(meant.text.as_bytes()).into_owned();
        Way::Text(Box::new(Needle { term: term.text.clone(), field: term.field, meant, finder }))
    };
    meant.into_iter().map(needle).collect()
}

/// Whether some of `meant` stand in several documents.
fn is_common(meant: &[Alternative], segments: &[&Segment]) -> bool {
    let mut found = 0;
    for alternative in meant {
        let finder = Finder::new(alternative.text.as_bytes());
        for segment in segments {
            let candidates = segment.candidates(&alternative.text);
            // Two characters are one pair, and the pairs are exact.
            let sure = alternative.text.chars().count() <= 2;
            let stands = |&doc: &usize| sure || finder.find(segment.folded(doc).as_bytes()).is_some();
            found += candidates.iter().filter(stands).take(ENOUGH).count();
            if found >= ENOUGH {
                return true;
            }
        }
    }
    false
}
