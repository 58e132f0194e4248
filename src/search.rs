//! Fuzzy keyword search over the documents of a heap.
//!
//! `Query::parse` → `Index::search` → [`Results`]. The index is fed document by document and can be
//! searched at any moment; it answers for what it holds.

mod answer;
mod article;
mod bits;
mod docset;
mod filter;
mod folder;
mod follow;
mod forgive;
mod index;
mod meant;
mod origin;
mod pattern;
mod plan;
mod query;
mod rank;
mod record;
mod segment;
mod snippet;
mod sounds;
mod texts;
mod vocabulary;
mod words;

pub use filter::Sieve;
pub use folder::OpenError;
pub use forgive::writings;
pub use index::Index;
pub use query::{Clause, DateRange, Field, HELP, HelpLine, Hint, HintKind, Query, Term};
pub use record::{Record, line_of, place_text};
pub use segment::{Builder, Damaged, Segment};
pub use snippet::{Snippet, clause_start, snippet};
pub use sounds::{Unit, spellings};

use std::ops::Range;

use crate::document::DocId;

/// Where to search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Heap,
    Documents(Vec<DocId>),
}

/// The answer to a query, best documents first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    pub documents: Vec<Found>,
    /// Other documents that match, the best first: as many as were read.
    pub others: Vec<DocId>,
    /// Documents and places that match, also those beyond the limit asked for.
    pub total_documents: usize,
    pub total_hits: usize,
    /// The totals are estimates: there were too many candidates to read them all.
    pub estimated: bool,
    /// Words of the query that no document has.
    pub nowhere: Box<[String]>,
}

impl Results {
    pub fn found(&self, id: DocId) -> Option<&Found> {
        self.documents.iter().find(|found| found.document == id)
    }
}

/// A document that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub document: DocId,
    pub score: f32,
    /// The places, in reading order; never empty.
    pub hits: Vec<Hit>,
    /// Index into `hits` of the place that shows best why the document matches.
    pub best: usize,
    pub why: Vec<Why>,
    pub tier: Tier,
    /// Words of the query that the document does not have.
    pub missing: Vec<String>,
    /// The section, article or other passage that answers best.
    pub passage: Option<Passage>,
    /// The newest version of the same text, where that was found too and this is an older one.
    pub version_of: Option<DocId>,
}

/// How much of a query a document answers, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// What was typed stands there as it was typed.
    Exact,
    /// All its words stand in one passage.
    Words,
    /// All its words stand in the document, but far from one another.
    Apart,
    /// Something like it stands there.
    Forgiven,
    /// Some of its words are missing.
    Some,
}

impl Tier {
    /// The name used in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Exact => "exact",
            Tier::Words => "words",
            Tier::Apart => "apart",
            Tier::Forgiven => "forgiven",
            Tier::Some => "some",
        }
    }
}

/// A stretch of a document: a section, an article, some paragraphs; its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub blocks: Range<u32>,
}

/// A place that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub place: Place,
    /// The matched bytes in the text of the place.
    pub bytes: Range<usize>,
}

/// The text in which a hit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Title,
    Subtitle,
    Source,
    Author,
    Block(u32),
}

/// Why a document matches: which of the query's terms was taken for which word, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub term: String,
    pub word: String,
    pub kind: MatchKind,
}

/// Kinds of match, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchKind {
    Exact,
    /// Simplified ↔ traditional, full ↔ half width, letter case.
    Variant,
    Pinyin,
    Initials,
    Homophone,
    /// The term's characters stand in the word in order, with others between.
    Subsequence,
    /// One character wrong, missing or swapped.
    Typo,
    /// A word inside the term stands for it.
    Part,
}
