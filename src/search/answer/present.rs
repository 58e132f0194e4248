//! What a reader is shown of a document that matches: the places in its texts as they are, and why.

use std::ops::Range;

use super::Match;
use crate::search::plan::Needle;
use crate::search::rank::{self, Occurrence};
use crate::search::record::{line_bytes, line_of, place_of};
use crate::search::{Found, Hit, MatchKind, Passage, Place, Why};
use crate::text::variant::fold;

/// A place in the passage that answers best shows more than one outside.
const IN_PASSAGE: f32 = 2.0;

/// Nothing shows an article that was asked for as well as itself.
const ARTICLE: f32 = 5.0;

impl Match<'_> {
    pub fn present(&self) -> Found {
        let text = self.segment.plain(self.doc);
        let lines = line_bytes(&text);
        let mut hits: Vec<Hit> = Vec::new();
        let mut why: Vec<Why> = Vec::new();
        let mut best: Option<(f32, usize)> = None;
        for found in self.occurrences.chunk_by(|(a, _), (b, _)| a.line == b.line) {
            let number = found[0].0.line;
            let line = lines.get(number).map(|line| &text[line.clone()]).unwrap_or_default();
            let line = simdutf8::basic::from_utf8(line).unwrap_or_default();
            let place = place_of(number);
            for (at, bytes) in originals(line, found.iter().map(|(found, _)| &found.bytes)).enumerate() {
                note(&mut why, found[at].1, &line[bytes.clone()]);
                let hit = Hit { place, bytes };
                if hits.last() == Some(&hit) {
                    continue;
                }
                let inside = self.passage.as_ref().is_some_and(|lines| lines.contains(&number));
                let worth = worth(found, at) + if inside { IN_PASSAGE } else { 0.0 };
                if best.is_none_or(|(most, _)| worth > most) {
                    best = Some((worth, hits.len()));
                }
                hits.push(hit);
            }
        }
        if hits.is_empty() {
            // Chosen by date or path alone: the document as a whole is the place.
            hits.push(Hit { place: Place::Title, bytes: 0..0 });
        }
        why.sort_by_key(|why| why.kind);
        let best = best.map_or(0, |(_, at)| at);
        let missing = self.missing.iter().map(|term| term.to_string()).collect();
        let body = line_of(Place::Block(0));
        let block = |line: usize| line.saturating_sub(body) as u32;
        let passage = self.passage.as_ref().filter(|lines| lines.start >= body);
        let passage = passage.map(|lines| Passage { blocks: block(lines.start)..block(lines.end) });
        let document = self.segment.id(self.doc);
        let (score, tier, version_of) = (self.score, self.tier, self.version_of);
        Found { document, score, hits, best, why, tier, missing, passage, version_of }
    }
}

/// Takes down, once, that `word` was found for what `needle` was typed as.
fn note(why: &mut Vec<Why>, needle: &Needle, word: &str) {
    let kind = match needle.meant.kind {
        MatchKind::Exact if word != needle.term => MatchKind::Variant,
        kind => kind,
    };
    if !why.iter().any(|why| why.kind == kind && why.word == word && why.term == needle.term) {
        why.push(Why { term: needle.term.clone(), word: word.to_owned(), kind });
    }
}

/// How well one of the places in a line shows why the document matches: by how many clauses are answered
/// near it, and text rather than the title, which every list shows anyway.
fn worth(line: &[(Occurrence, &Needle)], at: usize) -> f32 {
    const NEAR: usize = 120;
    let found = &line[at].0;
    let near = |other: &&(Occurrence, &Needle)| other.0.bytes.start.abs_diff(found.bytes.start) <= NEAR;
    let (before, from) = line.split_at(at);
    let near = before.iter().rev().take_while(near).chain(from.iter().take_while(near));
    let clauses = near.fold(0u64, |clauses, (other, _)| clauses | 1 << (other.clause % 64)).count_ones();
    let part = match found.part {
        rank::Part::Body => 0.3,
        rank::Part::Article => ARTICLE,
        rank::Part::Heading => 0.2,
        rank::Part::Title => 0.1,
        rank::Part::Byline => 0.0,
    };
    clauses as f32 + part + found.quality
}

/// Ranges of the folded line as ranges of the line itself.
fn originals<'a>(
    line: &str,
    folded: impl Iterator<Item = &'a Range<usize>> + Clone,
) -> impl Iterator<Item = Range<usize>> {
    let mut edges: Vec<usize> = folded.clone().flat_map(|range| [range.start, range.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut at_edge = Vec::with_capacity(edges.len());
    let mut folded_at = 0;
    for (at, c) in line.char_indices() {
        if edges.get(at_edge.len()) == Some(&folded_at) {
            at_edge.push(at);
            if at_edge.len() == edges.len() {
                break;
            }
        }
        folded_at += fold(c).len_utf8();
    }
    let original = move |edge: usize| {
        edges.binary_search(&edge).ok().and_then(|index| at_edge.get(index)).copied().unwrap_or(line.len())
    };
    folded.map(move |range| original(range.start)..original(range.end))
}
