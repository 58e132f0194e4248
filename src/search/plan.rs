//! What a query comes to in an index: the strings to look for, and the documents that may have them.

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::article;
use super::docset::DocSet;
use super::forgive::{self, Alternative, ENOUGH};
use super::index::Part;
use super::query::{Clause, DateRange, Expression, Field, Query, Term};
use super::rank::idf;
use super::segment::{Segment, is_one_gram};
use super::texts::Reader;
use super::vocabulary::Vocabulary;
use super::words::{self, Kind, Word};
use super::{MatchKind, rank};
use crate::text::class::is_han;
use crate::text::variant::fold;

/// One document that has a term of so many characters is [`ENOUGH`].
const LONG: usize = 4;

/// A document need not have all words of a query that was cut into words, but all of them but one, or words that
/// weigh this share of all.
const ENOUGH_WEIGHT: f32 = 0.45;
/// What characters that the heap has no word for weigh where one stands alone.
const LOOSE_WEIGHT: f32 = 0.3;
/// A word that fewer documents have is perhaps short for another.
const RARE: usize = 20;
/// How far a word is trusted that stands for a longer one which a document lacks, and a character for a word that
/// no document has.
const PART: f32 = 0.45;
const CHARACTER: f32 = 0.3;

/// A query made ready for the segments of an index.
#[derive(Debug)]
pub struct Plan {
    pub wanted: Vec<Test>,
    pub unwanted: Vec<Test>,
    /// Not every clause must hold.
    pub soft: bool,
    /// Weight of every wanted clause.
    pub idf: Vec<f32>,
    /// Mean number of characters of a document.
    pub mean_chars: f32,
}

/// A clause: it holds for a document if one of its ways does.
#[derive(Debug, Clone)]
pub struct Test {
    /// What was typed for it.
    pub term: String,
    pub ways: Vec<Way>,
    /// How much it counts beside others.
    weight: f32,
    /// A document that does not hold it is not found, however much else it holds.
    required: bool,
}

/// One way for a clause to hold.
#[derive(Debug, Clone)]
pub struct Way {
    pub wanted: Wanted,
    /// For each part of the index, the documents that may have it.
    candidates: Vec<DocSet>,
}

/// What a document must have.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct Needle {
    /// What was typed.
    pub term: String,
    pub field: Field,
    pub meant: Alternative,
    pub finder: Finder<'static>,
    /// What is looked for instead of the string, where a pattern was typed.
    pub expression: Option<Expression>,
}

impl Needle {
    /// Whether `part` of a document is where the term must stand.
    pub fn stands_in(&self, part: rank::Part, place: super::Place) -> bool {
        match self.field {
            Field::Title => matches!(place, super::Place::Title | super::Place::Subtitle),
            Field::Source => place == super::Place::Source,
            Field::Author => place == super::Place::Author,
            Field::Heading | Field::Section => {
                part == rank::Part::Heading && matches!(place, super::Place::Block(_))
            }
            Field::Anywhere | Field::Article | Field::File | Field::Date(_) => true,
        }
    }

    /// Whether the index says exactly which documents have it: those with one pair or character do.
    fn is_exact(&self) -> bool {
        self.field == Field::Anywhere && self.expression.is_none() && is_one_gram(&self.meant.text)
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
            Test {
                term: clause.any.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join("|"),
                ways: wanted.into_par_iter().map(|wanted| Way::new(wanted, &segments)).collect(),
                weight: 1.0,
                required: clause.any.iter().all(|term| term.field.is_filter()),
            }
        };
        let test = |clause: &Clause| {
            let mut test = test(clause);
            // The law that an article is looked for in may be named by its path alone.
            if clause.any.iter().any(|term| term.field == Field::File) && clause.any.len() > 1 {
                let names: Vec<String> = test.ways.iter().filter_map(Way::names).collect();
                test.ways.extend(names.into_iter().map(|name| Way::new(Wanted::Name(name), &segments)));
            }
            test
        };
        let (unwanted, wanted): (Vec<&Clause>, Vec<&Clause>) =
            query.clauses.iter().partition(|clause| clause.negated);
        let wanted = wanted.into_iter().map(test).collect();
        Plan::of(wanted, unwanted.into_iter().map(test).collect(), false, parts)
    }

    /// The same query with its terms cut into words, of which a document need not have all; `None` where it is
    /// one word. What this plan knows is not looked up again.
    pub fn loosened(&self, query: &Query, parts: &[Part], texts: &Reader) -> Option<Plan> {
        let segments: Vec<&Segment> = parts.iter().map(|part| &part.segment).collect();
        let total: usize = segments.iter().map(|segment| segment.documents()).sum();
        let vocabulary = Vocabulary::of(segments.iter().map(|segment| segment.words()));
        let documents = |word: &str| {
            vocabulary
                .contains(word)
                .then(|| segments.iter().map(|segment| segment.candidates(word).len()).sum())
        };
        let clauses = query.clauses.iter().filter(|clause| !clause.negated);
        let mut wanted: Vec<Test> = Vec::new();
        for (clause, test) in clauses.zip(&self.wanted) {
            let cut = match clause.any.as_slice() {
                [term] if !term.exact && term.field.is_text() && has_words(&term.text) => {
                    let folded: String = term.text.chars().map(fold).collect();
                    let stands =
                        |text: &str| segments.iter().any(|segment| !segment.candidates(text).is_empty());
                    words::with_tails(words::cut(&folded, total, &documents), &stands)
                        .into_iter()
                        .map(|word| (term.field, word))
                        .collect()
                }
                _ => Vec::new(),
            };
            let mut cut: Vec<(Field, Word)> = cut;
            cut.retain(|(_, word)| word.kind != Kind::Function);
            match cut.as_slice() {
                [] => wanted.push(test.clone()),
                [(_, word)] if word.text.chars().eq(test.term.chars().map(fold)) => wanted.push(test.clone()),
                words => {
                    wanted.extend(
                        words
                            .iter()
                            .map(|(field, word)| Test::of_word(*field, word, &segments, &documents, texts)),
                    );
                }
            }
        }
        // What stands twice counts once.
        let mut seen: Vec<String> = Vec::new();
        wanted.retain(|test| {
            let new = !seen.contains(&test.term);
            seen.push(test.term.clone());
            new || test.required
        });
        let same = wanted.len() == self.wanted.len() && wanted.len() < 2;
        (!same).then(|| Plan::of(wanted, self.unwanted.clone(), true, parts))
    }

    fn of(wanted: Vec<Test>, unwanted: Vec<Test>, soft: bool, parts: &[Part]) -> Plan {
        let documents: usize = parts.iter().map(|part| part.live.len()).sum();
        let chars: u64 = parts
            .iter()
            .map(|part| part.live.iter().map(|doc| u64::from(part.segment.chars(doc))).sum::<u64>())
            .sum();
        let idf = wanted.iter().map(|test| test.weight * idf(test.documents(), documents)).collect();
        Plan { idf, unwanted, wanted, soft, mean_chars: (chars as f32 / documents.max(1) as f32).max(1.0) }
    }

    /// The documents of a part of the index that may match; `live` are those that count.
    pub fn candidates(&self, part: usize, live: &DocSet) -> DocSet {
        let mut found = live.clone();
        let required = self.wanted.iter().filter(|test| !self.soft || test.required);
        required.for_each(|test| found.intersect(&test.candidates(part)));
        if self.soft {
            let sets: Vec<DocSet> = self.wanted.iter().map(|test| test.candidates(part)).collect();
            found = found.filter(|doc| self.suffices(&|clause| sets[clause].contains(doc)));
        }
        found
    }

    /// Whether it is enough that those clauses hold that `holds` says do.
    pub fn suffices(&self, holds: &dyn Fn(usize) -> bool) -> bool {
        let (mut missing, mut held, mut all, mut words) = (0, 0.0, 0.0, false);
        for (clause, (test, idf)) in self.wanted.iter().zip(&self.idf).enumerate() {
            match holds(clause) {
                true => {
                    held += idf;
                    words |= test.weight == 1.0;
                }
                false if test.required || !self.soft => return false,
                // What no document has is missing from all.
                false if test.is_nowhere() => continue,
                false => missing += 1,
            }
            all += idf;
        }
        words && (missing <= 1 || held >= ENOUGH_WEIGHT * all)
    }

    /// Whether every clause is a word that stands somewhere.
    pub fn is_all_words(&self) -> bool {
        self.wanted.iter().all(|test| test.weight == 1.0 && !test.is_nowhere())
    }

    /// How much of what some document has those clauses weigh that `holds` says do hold.
    pub fn share(&self, holds: &dyn Fn(usize) -> bool) -> f32 {
        let weigh = |wanted: &dyn Fn(usize) -> bool| -> f32 {
            let known =
                self.wanted.iter().zip(&self.idf).enumerate().filter(|(_, (test, _))| !test.is_nowhere());
            known.filter(|(clause, _)| wanted(*clause)).map(|(_, (_, idf))| idf).sum()
        };
        weigh(holds) / weigh(&|_| true).max(f32::MIN_POSITIVE)
    }

    /// The words that no document has.
    pub fn nowhere(&self) -> Vec<String> {
        let part =
            |way: &Way| matches!(&way.wanted, Wanted::Text(needle) if needle.meant.kind == MatchKind::Part);
        let nowhere = |test: &&Test| test.ways.iter().filter(|way| !part(way)).all(Way::is_nowhere);
        self.wanted.iter().filter(nowhere).map(|test| test.term.clone()).collect()
    }

    /// Whether the candidates do match, all of them, so that no text need be read to know it.
    pub fn is_exact(&self) -> bool {
        let exact = |way: &Way| matches!(&way.wanted, Wanted::Text(needle) if needle.is_exact());
        !self.soft && self.unwanted.is_empty() && self.wanted.iter().all(|test| test.ways.iter().all(exact))
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
    /// A word that a query was cut into. One that no document has is taken for its characters.
    fn of_word(
        field: Field,
        word: &Word,
        segments: &[&Segment],
        documents: &dyn Fn(&str) -> Option<usize>,
        texts: &Reader,
    ) -> Test {
        let needle = |meant: Alternative| {
            let finder = Finder::new(meant.text.as_bytes()).into_owned();
            Wanted::Text(Box::new(Needle { term: word.text.clone(), field, meant, finder, expression: None }))
        };
        let way = |meant: Alternative| Way::new(needle(meant), segments);
        let mut ways: Vec<Way> = forgive::writings(&word.text).into_iter().map(way).collect();
        let chars: Vec<char> = word.text.chars().collect();
        let part = |chars: &[char], quality| {
            way(Alternative { text: chars.iter().collect(), kind: MatchKind::Part, quality })
        };
        if word.kind == Kind::Known && chars.len() > 2 {
            // The commoner a part is beside the whole, the less it says.
            let total: usize = segments.iter().map(|segment| segment.documents()).sum();
            let whole = idf(ways.iter().map(Way::documents).sum(), total).max(f32::MIN_POSITIVE);
            let known = chars.windows(2).filter_map(|pair| {
                let found = documents(&pair.iter().collect::<String>())?;
                Some(part(pair, PART * (idf(found, total) / whole).min(1.0)))
            });
            ways.extend(known.collect::<Vec<_>>());
        }
        if word.kind == Kind::Loose && chars.len() > 1 && ways.iter().all(Way::is_nowhere) {
            ways.extend(chars.chunks(1).map(|c| part(c, CHARACTER)));
            let pairs =
                chars.windows(2).filter(|_| chars.len() > 2).map(|pair| pair.iter().collect::<String>());
            let longer = pairs.flat_map(|pair| forgive::expansions(&pair, segments, texts));
            ways.extend(longer.map(way).collect::<Vec<_>>());
        }
        let chars = chars.len();
        if chars == 2 && ways.iter().map(Way::documents).sum::<usize>() < RARE {
            ways.extend(forgive::expansions(&word.text, segments, texts).into_iter().map(way));
        }
        let weight = if word.kind == Kind::Loose && chars == 1 { LOOSE_WEIGHT } else { 1.0 };
        Test { term: word.text.clone(), ways, weight, required: false }
    }

    /// How many documents may hold it: as typed, or, where none does, as it is likeliest meant.
    fn documents(&self) -> usize {
        let count = |ways: &[&Way]| -> usize {
            let parts = ways.iter().map(|way| way.candidates.len()).max().unwrap_or(0);
            let part = |part| DocSet::union(ways.iter().filter_map(|way| way.candidates.get(part))).len();
            (0..parts).map(part).sum()
        };
        let typed = |way: &&Way| !way.wanted.is_forgiven() && matches!(way.wanted, Wanted::Text(_));
        let typed: Vec<&Way> = self.ways.iter().filter(typed).collect();
        match count(&typed) {
            0 => {
                let quality = |way: &&Way| match &way.wanted {
                    Wanted::Text(needle) => needle.meant.quality,
                    Wanted::Date(_) | Wanted::Name(_) => 1.0,
                };
                let best = self.ways.iter().max_by(|a, b| quality(a).total_cmp(&quality(b)));
                best.map_or(0, |best| count(&[best]))
            }
            found => found,
        }
    }

    /// Whether no document has it as typed.
    pub fn is_nowhere(&self) -> bool {
        self.ways.iter().filter(|way| !way.wanted.is_forgiven()).all(Way::is_nowhere)
    }

    /// Whether it is an article of a statute.
    pub fn is_article(&self) -> bool {
        self.ways
            .iter()
            .any(|way| matches!(&way.wanted, Wanted::Text(needle) if needle.field == Field::Article))
    }

    /// Whether it says in which sections the rest is to stand.
    pub fn is_section(&self) -> bool {
        self.ways
            .iter()
            .any(|way| matches!(&way.wanted, Wanted::Text(needle) if needle.field == Field::Section))
    }

    /// Whether it narrows the search without saying what is looked for.
    pub fn is_filter(&self) -> bool {
        self.required
    }

    fn candidates(&self, part: usize) -> DocSet {
        DocSet::union(self.ways.iter().filter_map(|way| way.candidates.get(part)))
    }
}

impl Way {
    fn new(wanted: Wanted, segments: &[&Segment]) -> Way {
        let candidates = |segment: &&Segment| match &wanted {
            Wanted::Text(needle) if needle.expression.is_some() => {
                let mut found = DocSet::all(segment.documents());
                let literals = needle.expression.iter().flat_map(|expression| &expression.literals);
                literals.for_each(|literal| found.intersect(&segment.candidates(literal)));
                found
            }
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

    /// What a path may have for it.
    fn names(&self) -> Option<String> {
        match &self.wanted {
            Wanted::Text(needle) if article::may_name(needle.meant.kind) => Some(needle.meant.text.clone()),
            _ => None,
        }
    }

    fn documents(&self) -> usize {
        self.candidates.iter().map(DocSet::len).sum()
    }

    fn is_nowhere(&self) -> bool {
        self.candidates.iter().all(DocSet::is_empty)
    }

    /// Whether the document may have what is wanted.
    pub fn may_hold(&self, part: usize, doc: usize) -> bool {
        self.candidates.get(part).is_some_and(|candidates| candidates.contains(doc))
    }
}

/// Whether a term may be cut: letters that stand for sounds are one piece.
fn has_words(term: &str) -> bool {
    term.chars().filter(|&c| is_han(c)).nth(1).is_some()
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
    let field = term.field;
    let needle = |meant: Alternative| {
        let finder = Finder::new(meant.text.as_bytes()).into_owned();
        let expression = term.expression.clone();
        let term = term.text.clone();
        Wanted::Text(Box::new(Needle { term, field, meant, finder, expression }))
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
