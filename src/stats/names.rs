//! Names of persons, places and organisations: a gazetteer made from the documents themselves, and what their
//! metadata says.
//!
//! The segmenter's classes are one witness only, since its dictionary takes many a word for a person
//! (高水平) and knows few persons. The others are the surname, in which a Chinese name begins, and the company
//! that a name keeps: offices and callings beside it (记者X, X说, X主任), the prepositions before a place, the
//! ending of a body. They are counted over all documents and judged together, so a name that is known by
//! its company somewhere is counted everywhere in its document. [`Name::certain`] tells what stands in a byline.

// The lists stay as they are grouped.
#[rustfmt::skip]
mod words;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use serde::Serialize;

use super::Piece;
use crate::document::Position;
use crate::text::class::{han_digit, is_han};
use crate::text::office::OFFICES;
use crate::text::segment::tagged;
use words::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    Person,
    Place,
    Organisation,
}

impl NameKind {
    pub const ALL: [NameKind; 3] = [NameKind::Person, NameKind::Place, NameKind::Organisation];

    /// As tables and JSON have it.
    pub fn name(self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Place => "place",
            NameKind::Organisation => "organisation",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    pub kind: NameKind,
    /// Occurrences in the text; 0 for one that stands in the metadata alone.
    pub freq: usize,
    /// Documents in which it occurs.
    pub docs: usize,
    /// It stands in a byline, an editor line or a source line.
    pub certain: bool,
    /// The longer form of a foreign name that is mostly called by a part of it.
    pub alias: Option<String>,
    /// Where it stands first, and what stands around it.
    pub first: Option<Place>,
}

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub at: Position,
    /// Raw line, 1-based.
    pub line: u32,
    pub context: String,
}

/// What is known of a possible name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Evidence {
    freq: usize,
    docs: usize,
    certain: bool,
    /// Beside an office or a calling; for places, beside what places stand beside.
    strong: usize,
    /// Before a verb of persons.
    weak: usize,
    /// Where only places stand.
    elsewhere: usize,
    /// The segmenter says so.
    tagged: usize,
    first: Option<Place>,
}

/// Possible names with what is known of each. Those of several documents add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameCounts(BTreeMap<(NameKind, String), Evidence>);

/// The names in a scope: the certain ones first, then by frequency and name.
pub fn names(pieces: &[Piece]) -> Vec<Name> {
    let merged = |mut all, more| {
        merge(&mut all, more);
        all
    };
    listed(&pieces.par_iter().map(names_of).reduce(NameCounts::default, merged))
}

/// Adds the counts of documents that follow those before.
pub fn merge(all: &mut NameCounts, more: NameCounts) {
    for (key, found) in more.0 {
        let sum = all.0.entry(key).or_default();
        sum.freq += found.freq;
        sum.docs += found.docs;
        sum.certain |= found.certain;
        sum.strong += found.strong;
        sum.weak += found.weak;
        sum.elsewhere += found.elsewhere;
        sum.tagged += found.tagged;
        sum.first = sum.first.take().or(found.first);
    }
}

/// Of all possible names those that are names.
pub fn listed(counts: &NameCounts) -> Vec<Name> {
    let mut found: Vec<(&(NameKind, String), &Evidence)> =
        counts.0.iter().filter(|((kind, name), evidence)| is_named(*kind, name, evidence)).collect();
    let mut aliases: HashMap<&str, &str> = HashMap::new();
    let by_kind: HashMap<(NameKind, &str), usize> =
        found.iter().map(|((kind, name), evidence)| ((*kind, name.as_str()), evidence.freq)).collect();
    let mut parts: HashMap<(NameKind, &str), usize> = HashMap::new();
    for ((kind, name), evidence) in &found {
        if let Some((_, last)) = name.rsplit_once('·') {
            aliases.entry(last).or_insert(name);
            continue;
        }
        // 薛祥 of 丁薛祥 is a piece of a name where it hardly stands alone.
        if *kind == NameKind::Person && name.chars().count() > 2 {
            for (at, _) in name.char_indices().skip(1) {
                *parts.entry((*kind, &name[at..])).or_default() += evidence.freq;
            }
            let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
            *parts.entry((*kind, &name[..last])).or_default() += evidence.freq;
        }
    }
    let strong = |kind, name: &str| counts.0.get(&(kind, name.to_owned())).map_or(0, |found| found.strong);
    found.retain(|((kind, name), evidence)| {
        // 普京 is a place in the dictionary, and a person in every text.
        let other = match kind {
            NameKind::Person => strong(NameKind::Place, name),
            NameKind::Place => strong(NameKind::Person, name),
            NameKind::Organisation => 0,
        };
        if other > evidence.strong && !evidence.certain {
            return false;
        }
        let within = parts.get(&(*kind, name.as_str())).copied().unwrap_or_default();
        let full = name.contains('·') && {
            let last = name.rsplit_once('·').map_or("", |(_, last)| last);
            by_kind.get(&(*kind, last)).is_some_and(|&freq| freq > evidence.freq)
        };
        evidence.certain || (evidence.freq >= 2 * within && !full)
    });
    let mut names: Vec<Name> = found
        .into_iter()
        .map(|((kind, name), evidence)| Name {
            name: name.clone(),
            kind: *kind,
            freq: evidence.freq,
            docs: evidence.docs,
            certain: evidence.certain,
            alias: aliases.get(name.as_str()).map(|&full| full.to_owned()),
            first: evidence.first.clone(),
        })
        .collect();
    names.sort_by_key(|name| (!name.certain, std::cmp::Reverse(name.freq)));
    names
}

/// Least share of a name's occurrences at which its company shows; of short ones, which more words look like.
const COMPANY: f64 = 0.02;
const COMPANY_OF_TWO: f64 = 0.2;
const COMPANY_OF_NOVELS: f64 = 0.06;
/// The same for places, which stand beside prepositions oftener.
const COMPANY_OF_PLACE: f64 = 0.15;

fn is_named(kind: NameKind, name: &str, found: &Evidence) -> bool {
    if found.certain {
        return true;
    }
    let chars = name.chars().count();
    let share = |n: usize| n as f64 / found.freq.max(1) as f64;
    match kind {
        NameKind::Person => {
            if found.elsewhere * 2 > found.strong + found.weak {
                return false;
            }
            let company = found.strong + found.weak;
            match chars {
                2 => {
                    let known =
                        found.strong >= 2 || (found.strong > 0 && (found.weak > 0 || found.tagged > 0));
                    known && share(company) >= COMPANY_OF_TWO
                }
                _ if found.strong > 0 => share(company) >= COMPANY,
                // Novels call people by nothing but their names.
                _ => found.weak >= 3 && found.tagged > 0 && share(found.weak) >= COMPANY_OF_NOVELS,
            }
        }
        NameKind::Place => share(found.strong) >= COMPANY_OF_PLACE,
        NameKind::Organisation => true,
    }
}

/// What a segment is, as far as names go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Person,
    Place,
    Body,
    /// A noun, which a body's name may hold.
    Noun,
    /// Not in the dictionary.
    Unknown,
    Other,
}

impl Class {
    /// What jieba's part-of-speech tags (those of ICTCLAS) say.
    fn of_tag(tag: &str) -> Class {
        match tag {
            "nr" | "nrfg" | "nrt" => Class::Person,
            "ns" => Class::Place,
            "nt" => Class::Body,
            "x" => Class::Unknown,
            "n" | "nz" | "j" | "vn" | "b" | "an" | "ng" => Class::Noun,
            _ => Class::Other,
        }
    }
}

/// What stands beside a place in a text, as bits.
const PERSON_BEFORE: u8 = 1;
const PERSON_AFTER: u8 = 2;
const OFFICE_AFTER: u8 = 4;
const FOREIGNER_BEFORE: u8 = 8;
const PLACE_BEFORE: u8 = 16;
const PLACE_AFTER: u8 = 32;
const ONLY_PLACE_BEFORE: u8 = 64;
const ONLY_PLACE_AFTER: u8 = 128;

/// Prepositions and verbs that have a place behind them and no person.
const ONLY_PLACES: &[&str] =
    &["赴", "抵达", "位于", "前往", "飞往", "访问", "途经", "驻", "来自", "抵", "亚洲的", "飞抵"];

/// All words of company, and for each what it says of the place before it and of that behind it.
static COMPANY_WORDS: LazyLock<(AhoCorasick, Vec<(u8, u8)>)> = LazyLock::new(|| {
    let mut words: BTreeMap<&str, (u8, u8)> = BTreeMap::new();
    let mut put = |list: &[&'static str], before: u8, after: u8| {
        for word in list {
            let bits = words.entry(word).or_default();
            *bits = (bits.0 | before, bits.1 | after);
        }
    };
    // The bits of a word's own beginning (for a name before it), and of its end (for one behind it).
    put(BEFORE_PERSON, 0, PERSON_BEFORE);
    put(OFFICES, OFFICE_AFTER, PERSON_BEFORE);
    put(AFTER_PERSON, PERSON_AFTER, 0);
    put(BEFORE_FOREIGNER, 0, FOREIGNER_BEFORE | PERSON_BEFORE);
    put(BEFORE_PLACE, 0, PLACE_BEFORE);
    put(AFTER_PLACE, PLACE_AFTER, 0);
    put(ONLY_PLACES, 0, ONLY_PLACE_BEFORE);
    put(ONLY_AFTER_PLACES, ONLY_PLACE_AFTER, 0);
    let automaton = AhoCorasick::new(words.keys()).expect("a few hundred short words make an automaton");
    (automaton, words.into_values().collect())
});

/// Surnames of two characters and of one.
static SURNAMES: LazyLock<(Vec<&str>, std::collections::HashSet<char>)> = LazyLock::new(|| {
    let lines = include_str!("names/surnames.txt").lines().filter(|line| !line.starts_with('#'));
    let (mut double, mut single) = (Vec::new(), std::collections::HashSet::new());
    for surname in lines.flat_map(str::split_whitespace) {
        match surname.chars().count() {
            1 => single.extend(surname.chars()),
            _ => double.push(surname),
        }
    }
    (double, single)
});

/// A text with its segments and what stands beside each place.
struct Read<'a> {
    text: &'a str,
    segments: Vec<(Range<usize>, Class)>,
    /// At each byte: what stands before it and behind it.
    beside: Vec<u8>,
}

/// A possible name in a text.
struct Candidate {
    kind: NameKind,
    bytes: Range<usize>,
    strong: bool,
    weak: bool,
    elsewhere: bool,
    tagged: bool,
}

/// The possible names in one document or part of one.
pub fn names_of(piece: &Piece) -> NameCounts {
    let mut found = NameCounts::default();
    let meta = &piece.document.meta;
    let people = meta.authors.iter().chain(&meta.editors).map(|person| (NameKind::Person, &person.name));
    let source = meta.source.iter().map(|source| (NameKind::Organisation, source));
    for (kind, name) in people.chain(source) {
        found.0.entry((kind, name.clone())).or_default().certain = true;
    }
    for block in piece.document.blocks.get(piece.blocks.clone()).unwrap_or_default() {
        let read = Read::new(&block.text);
        for candidate in read.candidates() {
            let name = block.text[candidate.bytes].to_owned();
            let sum = found.0.entry((candidate.kind, name)).or_default();
            sum.strong += usize::from(candidate.strong);
            sum.weak += usize::from(candidate.weak);
            sum.elsewhere += usize::from(candidate.elsewhere);
            sum.tagged += usize::from(candidate.tagged);
        }
    }
    count(&mut found, piece);
    found
}

/// How often each possible name stands in the document, the longest where several begin, and where first. Those
/// that keep a name's company here go before those that do not: 王芳 in 王芳家.
fn count(found: &mut NameCounts, piece: &Piece) {
    let has_company = |kind: NameKind, evidence: &Evidence| {
        kind != NameKind::Person || evidence.certain || evidence.strong + evidence.weak > 0
    };
    for company in [true, false] {
        let names: Vec<(NameKind, String)> = found
            .0
            .iter()
            .filter(|((kind, _), evidence)| has_company(*kind, evidence) == company)
            .map(|(key, _)| key.clone())
            .collect();
        count_some(found, piece, &names);
    }
    found.0.retain(|_, evidence| evidence.freq > 0 || evidence.certain);
}

fn count_some(found: &mut NameCounts, piece: &Piece, names: &[(NameKind, String)]) {
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names.iter().map(|(_, name)| name.as_str()));
    // Names too many or too long for an automaton are none that anyone reads.
    let Ok(automaton) = automaton else { return };
    let mut places: Vec<(usize, Option<Place>)> = vec![(0, None); names.len()];
    for at in piece.blocks.clone() {
        let Some(block) = piece.document.blocks.get(at) else { continue };
        for hit in automaton.find_iter(&block.text) {
            let (freq, first) = &mut places[hit.pattern().as_usize()];
            *freq += 1;
            if first.is_none() {
                let position = Position { document: piece.id, block: at as u32, byte: hit.start() as u32 };
                let context = around(&block.text, hit.range());
                *first = Some(Place { at: position, line: block.raw_line(hit.start()), context });
            }
        }
    }
    for (name, (freq, first)) in names.iter().zip(places) {
        let Some(evidence) = found.0.get_mut(name) else { continue };
        evidence.freq = freq;
        evidence.docs = usize::from(freq > 0);
        evidence.first = first;
    }
}

/// A name with some characters on either side.
fn around(text: &str, name: Range<usize>) -> String {
    const SIDE: usize = 16;
    let from = text[..name.start].char_indices().rev().nth(SIDE - 1).map_or(0, |(at, _)| at);
    let to = text[name.end..].char_indices().nth(SIDE).map_or(text.len(), |(at, _)| name.end + at);
    text[from..to].to_owned()
}

impl<'a> Read<'a> {
    fn new(text: &'a str) -> Read<'a> {
        let segments = tagged(text, |tag| Some(Class::of_tag(tag)));
        let mark = |bytes: &Range<usize>| !text[bytes.clone()].chars().any(char::is_alphanumeric);
        let classed = |(bytes, class)| if mark(&bytes) { (bytes, Class::Other) } else { (bytes, class) };
        let segments = segments.into_iter().map(classed).collect();
        let mut beside = vec![0; text.len() + 1];
        let (automaton, bits) = &*COMPANY_WORDS;
        for hit in automaton.find_overlapping_iter(text) {
            let (before, after) = bits[hit.pattern().as_usize()];
            beside[hit.start()] |= before;
            beside[hit.end()] |= after;
        }
        Read { text, segments, beside }
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut free = 0; // where the last name ended
        for at in 0..self.segments.len() {
            let start = self.segments[at].0.start;
            if start < free {
                continue;
            }
            let person = match (self.person(at), self.foreigner(at)) {
                // 普拉博沃, not 普拉.
                (Some(person), Some(other)) if other.bytes.end <= person.bytes.end => Some(person),
                (person, other) => other.or(person),
            };
            let candidate = self.body(at).or(person).or_else(|| self.place(at));
            if let Some(candidate) = candidate {
                // A place or a body is found again inside a longer one.
                free = candidate.bytes.end;
                found.push(candidate);
            }
        }
        found
    }

    /// A surname and one or two characters behind it, cut from the text where the segmenter cuts.
    fn person(&self, at: usize) -> Option<Candidate> {
        let start = self.segments[at].0.start;
        let rest = &self.text[start..];
        let (double, single) = &*SURNAMES;
        let surname = double
            .iter()
            .find(|surname| rest.starts_with(**surname))
            .map(|surname| surname.len())
            .or_else(|| rest.chars().next().filter(|c| single.contains(c)).map(char::len_utf8))?;
        let given: Vec<usize> =
            rest[surname..].char_indices().take(2).map(|(n, c)| start + surname + n + c.len_utf8()).collect();
        let fits: Vec<Candidate> =
            given.iter().rev().filter_map(|&end| self.person_to(at, surname, end)).collect();
        // 王芳说: what is called by its company goes before what is longer.
        let (long, short) = match given.len() {
            2 => {
                (fits.iter().find(|c| c.bytes.end == given[1]), fits.iter().find(|c| c.bytes.end == given[0]))
            }
            _ => (None, fits.first()),
        };
        let closed = |c: &Candidate| self.beside[c.bytes.end] & (PERSON_AFTER | OFFICE_AFTER) != 0;
        let best = match (long, short) {
            (Some(long), Some(short)) if !closed(long) && closed(short) && !long.tagged => short,
            (Some(long), _) => long,
            (None, short) => short?,
        };
        let known = best.tagged || best.strong || best.weak;
        let bytes = best.bytes.clone();
        known.then_some(Candidate { kind: NameKind::Person, bytes, ..*best })
    }

    /// A person from a segment to a byte, if segments end there and none of them is another word.
    fn person_to(&self, at: usize, surname: usize, end: usize) -> Option<Candidate> {
        let start = self.segments[at].0.start;
        let to = at + self.segments[at..].iter().position(|(bytes, _)| bytes.end >= end)?;
        let (before, after) = (self.beside[start], self.beside[end]);
        // Between a calling and what follows names, the segmenter is not asked: 村民张水生和.
        let next = self.text[end..].chars().next();
        let followed = after & (PERSON_AFTER | OFFICE_AFTER) != 0;
        let apart = followed || next.is_none_or(|c| !is_han(c) || NOT_LAST.contains(c));
        if self.segments[to].0.end != end && !(before & PERSON_BEFORE != 0 && apart) {
            return None;
        }
        let given = &self.text[start + surname..end];
        if given.chars().any(|c| !is_han(c))
            || given.chars().next_back().is_some_and(|c| NOT_LAST.contains(c))
        {
            return None;
        }
        let inner = &self.segments[at..=to];
        let one = inner.len() == 1 && inner[0].0.end == end;
        let is_word = |(bytes, class): &(Range<usize>, Class)| {
            let several = self.text[bytes.clone()].chars().nth(1).is_some();
            several && bytes.end <= end && !matches!(class, Class::Person | Class::Unknown)
        };
        // 张水生: a given name may be a word, if a calling stands before and the name ends there.
        let called =
            before & PERSON_BEFORE != 0 && apart && inner.len() == 2 && inner[1].0.start == start + surname;
        if (!called && inner.iter().any(is_word)) || (!one && given.chars().any(|c| NOT_LAST.contains(c))) {
            return None;
        }
        let office = after & OFFICE_AFTER != 0;
        let of_another = office && self.office_of_another(end);
        Some(Candidate {
            kind: NameKind::Person,
            bytes: start..end,
            strong: before & PERSON_BEFORE != 0 || (office && !of_another),
            weak: after & PERSON_AFTER != 0,
            elsewhere: before & ONLY_PLACE_BEFORE != 0 || after & ONLY_PLACE_AFTER != 0 || of_another,
            tagged: one && matches!(inner[0].1, Class::Person | Class::Unknown),
        })
    }

    /// Whether the office that begins at a byte is that of who is named behind it: 爱尔兰总理哈里斯.
    fn office_of_another(&self, at: usize) -> bool {
        let offices = OFFICES.iter().chain(BEFORE_FOREIGNER);
        let offices = offices.filter(|office| self.text[at..].starts_with(**office));
        let Some(end) = offices.map(|office| at + office.len()).max() else { return false };
        let next = self.segments.partition_point(|(bytes, _)| bytes.start < end);
        let named = |(bytes, class): &(Range<usize>, Class)| {
            bytes.start == end && matches!(class, Class::Person | Class::Unknown)
        };
        let sounds = self.text[end..].chars().take_while(|&c| TRANSLITERATED.contains(c)).count() >= 3;
        sounds || self.segments.get(next).is_some_and(named)
    }

    /// A name written by its sound, behind the title of someone, or in two parts with a dot between.
    fn foreigner(&self, at: usize) -> Option<Candidate> {
        const MOST: usize = 14;
        let start = self.segments[at].0.start;
        let sounds = |c: char| TRANSLITERATED.contains(c) || c == '·';
        let run = self.text[start..].char_indices().take_while(|&(_, c)| sounds(c)).take(MOST);
        let end = start + run.map(|(n, c)| n + c.len_utf8()).last()?;
        let to = at + self.segments[at..].iter().rposition(|(bytes, _)| bytes.end <= end)?;
        let end = self.segments[to].0.end;
        let name = self.text[start..end].trim_end_matches('·');
        let parted = name.contains('·');
        let titled = self.beside[start] & FOREIGNER_BEFORE != 0;
        let is_word = |(bytes, class): &(Range<usize>, Class)| {
            let several = self.text[bytes.clone()].chars().nth(1).is_some();
            let place = *class == Class::Place && to > at;
            several && (place || matches!(class, Class::Noun | Class::Other | Class::Body))
        };
        let fits =
            name.chars().count() >= 2 && (parted || (titled && !self.segments[at..=to].iter().any(is_word)));
        fits.then(|| Candidate {
            kind: NameKind::Person,
            bytes: start..start + name.len(),
            strong: true,
            weak: self.beside[start + name.len()] & PERSON_AFTER != 0,
            elsewhere: self.beside[start + name.len()] & ONLY_PLACE_AFTER != 0,
            tagged: self.segments[at].1 == Class::Person,
        })
    }

    fn place(&self, at: usize) -> Option<Candidate> {
        let (bytes, class) = &self.segments[at];
        let word = &self.text[bytes.clone()];
        let chars = word.chars().count();
        let state = !word.ends_with('国') || chars > 2 || STATES.contains(&word);
        if *class != Class::Place || chars < 2 || NO_PLACES.contains(&word) || !state {
            return None;
        }
        let beside = self.beside[bytes.start] & PLACE_BEFORE | self.beside[bytes.end] & PLACE_AFTER;
        let ends = chars >= 3 && word.chars().next_back().is_some_and(|last| PLACE_ENDS.contains(last));
        // 湖北武汉: places stand beside places.
        let neighbour =
            |at: Option<usize>| at.and_then(|at| self.segments.get(at)).is_some_and(|s| s.1 == Class::Place);
        let beside = beside != 0 || ends || neighbour(at.checked_sub(1)) || neighbour(Some(at + 1));
        Some(Candidate {
            kind: NameKind::Place,
            bytes: bytes.clone(),
            strong: beside,
            weak: false,
            elsewhere: false,
            tagged: true,
        })
    }

    /// A body: a place or a name and nouns up to one that ends like a body (江城市|人民|医院).
    fn body(&self, at: usize) -> Option<Candidate> {
        const MOST: usize = 6;
        const LEAST: usize = 4;
        let (first, class) = &self.segments[at];
        if !matches!(class, Class::Place | Class::Body | Class::Noun | Class::Unknown) {
            return None;
        }
        let nouns = self.segments[at..].iter().take(MOST);
        let nouns = nouns.take_while(|(_, class)| !matches!(class, Class::Other | Class::Person));
        let mut best = None;
        for (bytes, class) in nouns {
            let name = &self.text[first.start..bytes.end];
            let ends = BODY_ENDS.iter().any(|end| name.ends_with(end)) && !NO_BODIES.contains(&name);
            let own = bytes.start == first.start;
            let named = matches!(self.segments[at].1, Class::Place) && !own || *class == Class::Body;
            let short = *class == Class::Body && ["联合国", "欧盟", "东盟", "北约"].contains(&name);
            let numbered = name.chars().next().is_some_and(|c| han_digit(c).is_some() || c == '十');
            if short || (ends && named && !numbered && name.chars().count() >= LEAST) {
                best = Some(bytes.end);
            }
        }
        let bytes = first.start..best?;
        Some(Candidate {
            kind: NameKind::Organisation,
            bytes,
            strong: true,
            weak: false,
            elsewhere: false,
            tagged: *class == Class::Body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Document, Metadata, Person};

    fn names_in(texts: &[&str]) -> Vec<Name> {
        let piece = |(n, text): (usize, &&str)| {
            let text = (*text).to_owned();
            let block =
                Block { kind: BlockKind::Paragraph, text, spans: Vec::new(), repair: None, doubt: None };
            Piece::whole(DocId(n as u32), Document { blocks: vec![block], ..Document::default() }.into())
        };
        names(&texts.iter().enumerate().map(piece).collect::<Vec<_>>())
    }

    fn of(kind: NameKind, texts: &[&str]) -> Vec<(String, usize)> {
        let mut found: Vec<(String, usize)> =
            names_in(texts).into_iter().filter(|n| n.kind == kind).map(|n| (n.name, n.freq)).collect();
        found.sort();
        found
    }

    #[test]
    fn a_person_is_known_by_surname_and_company_and_then_counted_everywhere() {
        let text =
            "村民张水生和王芳说，安全感强了；惠民工程由李梅主任负责。张水生很高兴，高水平建设，强降雨。";
        let persons: Vec<String> = of(NameKind::Person, &[text]).into_iter().map(|(name, _)| name).collect();
        assert!(persons.contains(&"李梅".to_owned()), "{persons:?}");
        let others = ["安全感", "高水平", "强降雨", "惠民"];
        assert!(!persons.iter().any(|name| others.contains(&name.as_str())), "{persons:?}");
        let text = "村民王芳说，渔港修好了。王芳家有两条船。";
        assert_eq!(of(NameKind::Person, &[text]), [("王芳".to_owned(), 2)]);
    }

    #[test]
    fn qualities_rain_and_papers_are_no_persons_whatever_the_dictionary_says() {
        let texts =
            ["推动高水平开放，高水平建设。", "强降雨来袭，白皮书指出，白皮书发表。", "代表高水平的队伍。"];
        assert_eq!(of(NameKind::Person, &texts), []);
    }

    #[test]
    fn leaders_and_foreigners_are_known_by_their_offices() {
        let texts = [
            "国家主席习近平出席会议。习近平强调，要把渔港建好。",
            "总统马克龙抵达，马克龙表示满意。总理何塞·卡尔多说，卡尔多将来访。",
        ];
        let persons = of(NameKind::Person, &texts);
        for name in [("习近平", 2), ("马克龙", 2)] {
            assert!(persons.contains(&(name.0.to_owned(), name.1)), "{name:?} {persons:?}");
        }
        assert!(persons.iter().any(|(name, _)| name.contains("卡尔多")), "{persons:?}");
    }

    #[test]
    fn places_and_bodies_have_their_own_company() {
        let texts = [
            "考察团从武汉出发，经长沙到广州，武汉市民送行。两国人民，各国政府。",
            "武汉市人民医院和江城大学。",
        ];
        let places: Vec<String> = of(NameKind::Place, &texts).into_iter().map(|(name, _)| name).collect();
        assert!(["武汉", "广州"].iter().all(|place| places.contains(&(*place).to_owned())), "{places:?}");
        assert!(!places.iter().any(|place| place.ends_with('国')), "{places:?}");
        let bodies = of(NameKind::Organisation, &texts);
        assert!(bodies.contains(&("武汉市人民医院".to_owned(), 1)), "{bodies:?}");
    }

    #[test]
    fn bylines_are_certain_and_a_name_leads_to_where_it_stands_first() {
        let block = Block {
            kind: BlockKind::Paragraph,
            text: "记者顾望舒报道。".into(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
        };
        let authors = vec![Person { name: "顾望舒".into(), role: "记者".into() }];
        let meta = Metadata { authors, source: Some("江城晚报".into()), ..Metadata::default() };
        let document = Document { meta, blocks: vec![block], ..Document::default() };
        let found = names(&[Piece::whole(DocId(0), document.into())]);
        let certain: Vec<_> = found.iter().filter(|name| name.certain).map(|n| n.name.as_str()).collect();
        assert_eq!(certain, ["顾望舒", "江城晚报"]);
        let first = found[0].first.as_ref().unwrap();
        assert_eq!((first.at.byte, first.context.as_str()), (6, "记者顾望舒报道。"));
    }
}
