//! Ranking: BM25F over title, headings and body, raised where the terms of a query stand close
//! together, in their order, or make up most of a title.
//!
//! BM25F: S. Robertson, H. Zaragoza, M. Taylor, “Simple BM25 extension to multiple weighted fields”,
//! CIKM 2004.

use std::ops::Range;

/// Saturation of the term frequency.
const K1: f32 = 1.2;
/// How much a body's length counts against it.
const B: f32 = 0.6;
const TITLE: f32 = 12.0;
const HEADING: f32 = 4.0;
const BYLINE: f32 = 3.0;
const BODY: f32 = 1.0;
/// A term in the title is worth this much more, and this much more again if it is all of the title.
const IN_TITLE: f32 = 0.5;
const ALL_OF_TITLE: f32 = 1.0;
/// At most this much more for terms next to each other, and for terms in the order of the query.
const CLOSE: f32 = 0.6;
const IN_ORDER: f32 = 0.2;
/// The distance in bytes at which closeness is worth half; some ten characters.
const HALF_DISTANCE: f32 = 30.0;

/// The parts of a document that count differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    /// Headings and the subtitle.
    Heading,
    /// The number of an article, at its beginning.
    Article,
    /// Source and authors.
    Byline,
    Body,
}

/// Where a term of the query stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// Which of the query's clauses it answers.
    pub clause: usize,
    pub line: usize,
    /// In bytes of the folded line.
    pub bytes: Range<usize>,
    pub part: Part,
    /// 1 if nothing had to be forgiven.
    pub quality: f32,
}

/// Inverse document frequency of a term that `containing` of `documents` have.
pub fn idf(containing: usize, documents: usize) -> f32 {
    let (containing, documents) = (containing as f32, documents as f32);
    (1.0 + (documents - containing + 0.5).max(0.0) / (containing + 0.5)).ln()
}

/// What the index alone lets one expect of a term's part in the score of a document, given the weight of
/// the term's occurrences: those in titles and headings count more.
pub fn promise(weight: u32, idf: f32, quality: f32, length: f32) -> f32 {
    let weighted = weight as f32 / (1.0 - B + B * length);
    idf * quality * weighted * (K1 + 1.0) / (weighted + K1)
}

/// What a term of so many bytes is worth in a title of so many, besides being there.
pub fn share_of_title(term: usize, title: usize) -> f32 {
    if term > 0 { IN_TITLE + ALL_OF_TITLE * term as f32 / title.max(term) as f32 } else { 0.0 }
}

/// The score of a document. `occurrences` are in reading order, `idf` holds a value for every clause,
/// `length` is the document's length in mean lengths, `title` the bytes of its title.
pub fn score(occurrences: &[Occurrence], idf: &[f32], length: f32, title: usize) -> f32 {
    let body = BODY / (1.0 - B + B * length);
    let clauses: f32 = idf
        .iter()
        .enumerate()
        .map(|(clause, idf)| {
            let own = || occurrences.iter().filter(move |found| found.clause == clause);
            let weighted: f32 = own()
                .map(|found| match found.part {
                    Part::Title => TITLE,
                    Part::Heading | Part::Article => HEADING,
                    Part::Byline => BYLINE,
                    Part::Body => body,
                })
                .sum();
            let quality = own().map(|found| found.quality).fold(0.0, f32::max);
            let in_title: usize = own()
                .filter(|found| found.part == Part::Title)
                .map(|found| found.bytes.len())
                .max()
                .unwrap_or(0);
            idf * quality * (weighted * (K1 + 1.0) / (weighted + K1) + share_of_title(in_title, title))
        })
        .sum();
    clauses * (1.0 + nearness(occurrences, idf.len()))
}

/// What the title adds to each passage for a term that stands there, and the heading above a passage.
const TITLE_ABOVE: f32 = 1.5;
const HEADING_ABOVE: f32 = 1.0;
/// A heading that begins the passage.
const OWN_HEADING: f32 = 2.0;

/// The passage of a document that answers a query best.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Best {
    pub lines: Range<usize>,
    pub score: f32,
    /// Bits of the clauses that it answers, itself or by the title and the heading above it.
    pub clauses: u64,
}

/// The best passage; `starts` are the lines at which passages begin, and one after the last; `heading` gives
/// the heading line above a line.
pub fn best_passage(
    occurrences: &[Occurrence],
    idf: &[f32],
    starts: &[usize],
    heading: &dyn Fn(usize) -> Option<usize>,
) -> Best {
    let number = |found: &Occurrence| starts.partition_point(|&start| start <= found.line);
    let inside = |part| occurrences.iter().filter(move |found| found.part == part);
    let mut best = Best::default();
    for passage in occurrences.chunk_by(|a, b| number(a) == number(b)) {
        let (from, to) = match number(&passage[0]) {
            0 => continue,
            at => (starts[at - 1], starts.get(at).copied().unwrap_or(usize::MAX)),
        };
        let above = heading(from).filter(|&line| line < from);
        let mut weights = vec![(0.0f32, 0.0f32); idf.len()];
        let mut add = |found: &Occurrence, weight: f32| {
            let (all, quality) = &mut weights[found.clause];
            *all += weight;
            *quality = quality.max(found.quality);
        };
        for found in passage.iter().filter(|found| found.part != Part::Title) {
            let own = matches!(found.part, Part::Heading | Part::Article);
            add(found, if own { OWN_HEADING } else { BODY });
        }
        inside(Part::Title).for_each(|found| add(found, TITLE_ABOVE));
        let above = |found: &&Occurrence| above == Some(found.line);
        inside(Part::Heading).filter(above).for_each(|found| add(found, HEADING_ABOVE));
        let clauses = weights.iter().enumerate().filter(|(_, (all, _))| *all > 0.0);
        let clauses = clauses.fold(0u64, |bits, (clause, _)| bits | 1 << (clause % 64));
        let worth =
            |((all, quality), idf): (&(f32, f32), &f32)| idf * quality * all * (K1 + 1.0) / (all + K1);
        let sum: f32 = weights.iter().zip(idf).map(worth).sum();
        let score = sum * (1.0 + nearness(passage, idf.len()));
        if score > best.score {
            best = Best { lines: from..to, score, clauses };
        }
    }
    best
}

/// How close together and how well in order the clauses stand at the place where they do best.
fn nearness(occurrences: &[Occurrence], clauses: usize) -> f32 {
    if clauses < 2 {
        return 0.0;
    }
    let mut best = 0.0f32;
    // The last occurrence of each clause, looking back from each occurrence.
    let mut last: Vec<Option<&Occurrence>> = vec![None; clauses];
    for found in occurrences {
        last[found.clause] = Some(found);
        let near: Vec<&Occurrence> =
            last.iter().flatten().copied().filter(|other| other.line == found.line).collect();
        let covered: usize = near.iter().map(|other| other.bytes.len()).sum();
        let start = near.iter().map(|other| other.bytes.start).min().unwrap_or(0);
        let gap = (found.bytes.end - start).saturating_sub(covered) as f32;
        let together = (near.len() - 1) as f32 / (clauses - 1) as f32;
        let ordered = near.is_sorted_by_key(|other| other.bytes.start);
        let order = if ordered { IN_ORDER } else { 0.0 };
        best = best.max(together * (CLOSE + order) * HALF_DISTANCE / (HALF_DISTANCE + gap));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clause: usize, line: usize, start: usize, part: Part) -> Occurrence {
        Occurrence { clause, line, bytes: start..start + 6, part, quality: 1.0 }
    }

    fn of(occurrences: &[Occurrence]) -> f32 {
        score(occurrences, &[2.0, 2.0], 1.0, 30)
    }

    #[test]
    fn title_before_heading_before_body() {
        let alone = |part| of(&[at(0, 0, 0, part)]);
        assert!(alone(Part::Title) > alone(Part::Heading));
        assert!(alone(Part::Heading) > alone(Part::Body));
        let often: Vec<Occurrence> = (0..50).map(|n| at(0, 5, n * 9, Part::Body)).collect();
        assert!(alone(Part::Title) > of(&often), "no number of mentions makes up for the title");
    }

    #[test]
    fn close_and_ordered_before_scattered() {
        let pair = |line, start| of(&[at(0, 5, 60, Part::Body), at(1, line, start, Part::Body)]);
        assert!(pair(5, 66) > pair(5, 300));
        assert!(pair(5, 300) > pair(6, 400));
        let reversed = of(&[at(1, 5, 60, Part::Body), at(0, 5, 66, Part::Body)]);
        assert!(pair(5, 66) > reversed);
    }

    #[test]
    fn forgiven_matches_and_long_documents_count_less() {
        let exact = at(0, 5, 0, Part::Body);
        let forgiven = Occurrence { quality: 0.5, ..exact.clone() };
        assert!(of(std::slice::from_ref(&exact)) > of(&[forgiven]));
        let long = score(std::slice::from_ref(&exact), &[2.0], 4.0, 30);
        assert!(score(&[exact], &[2.0], 0.5, 30) > long);
        assert!(idf(1, 100) > idf(50, 100));
        assert!(idf(100, 100) > 0.0);
    }
}
