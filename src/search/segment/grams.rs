//! Which documents have which character and which pair of neighbouring characters: the tables of a
//! segment, from texts and from other segments.

use rayon::prelude::*;

use super::{ALONE, Postings, Segment, gram_char, rice_shift};
use crate::search::Place;
use crate::search::bits::{BitWriter, put_varint};
use crate::search::record::place_of;

/// What an occurrence weighs in a title, in a heading or subtitle, elsewhere.
const TITLE_WEIGHT: u8 = 8;
const HEADING_WEIGHT: u8 = 4;
const MAX_WEIGHT: u32 = 255;
/// Stands second in the pair of a line's last character.
const LINE_END: u16 = b'\n' as u16;
/// First characters whose pairs one thread encodes in one go.
const FIRSTS: usize = 32;

/// The tables under construction; firsts and their seconds come in ascending order.
#[derive(Debug, Default)]
pub struct Grams {
    documents: usize,
    firsts: Vec<First>,
    seconds: Vec<u8>,
    lengths: Vec<u8>,
    postings: BitWriter,
}

/// Where what belongs to a first character begins.
#[derive(Debug, Clone, Copy)]
struct First {
    char: u16,
    pair: usize,
    length: usize,
    posting: usize,
}

impl Grams {
    /// The grams of texts; the levels are those of a text's lines.
    pub fn of(texts: &[(&str, &[u8])]) -> Grams {
        let units: Vec<Vec<u16>> =
            texts.par_iter().map(|(text, _)| text.chars().map(gram_char).collect()).collect();
        // A counting sort by first characters leaves the documents of each in ascending order.
        let mut ends = vec![0usize; usize::from(u16::MAX) + 1];
        units.iter().flatten().for_each(|&unit| ends[usize::from(unit)] += 1);
        ends[usize::from(LINE_END)] = 0;
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut entries = vec![Entry::default(); total];
        for (doc, (units, (_, levels))) in units.iter().zip(texts).enumerate() {
            let mut line = 0;
            let mut weight = weight(line, levels);
            for pair in units.windows(2) {
                let &[first, second] = pair else { continue };
                if first == LINE_END {
                    line += 1;
                    weight = self::weight(line, levels);
                } else {
                    let at = &mut ends[usize::from(first)];
                    entries[*at] = Entry::new(second, doc, weight);
                    *at += 1;
                }
            }
        }
        drop(units);
        let mut groups = Vec::new();
        let (mut start, mut rest) = (0, entries.as_mut_slice());
        for (first, end) in (0..=u16::MAX).zip(ends) {
            let (group, after) = rest.split_at_mut(end - start);
            if !group.is_empty() {
                groups.push((first, group));
            }
            (start, rest) = (end, after);
        }
        let encode = |groups: &mut [(u16, &mut [Entry])]| {
            let mut grams = Grams::new(texts.len());
            groups.iter_mut().for_each(|(first, group)| grams.put_first(*first, group));
            grams
        };
        let parts: Vec<Grams> = groups.par_chunks_mut(FIRSTS).map(encode).collect();
        Grams::join(texts.len(), parts)
    }

    /// The grams of segments whose documents got new numbers, which ascend; `None` for those left out.
    pub fn merged(parts: &[(&Segment, Vec<Option<u32>>)], documents: usize) -> Grams {
        let mut alphabet: Vec<u16> = parts.iter().flat_map(|(segment, _)| segment.alphabet()).collect();
        alphabet.sort_unstable();
        alphabet.dedup();
        let merge = |firsts: &[u16]| {
            let mut grams = Grams::new(documents);
            let mut list = Vec::new();
            for &first in firsts {
                let mut pairs: Vec<(u16, usize, Postings<'_>)> = Vec::new();
                for (part, (segment, _)) in parts.iter().enumerate() {
                    let found = segment.first(first).into_iter().flat_map(|first| first.pairs());
                    let documents = segment.documents();
                    pairs.extend(found.map(|(second, bytes)| (second, part, Postings { bytes, documents })));
                }
                pairs.sort_by_key(|&(second, part, _)| (second, part));
                grams.begin(first);
                for same_pair in pairs.chunk_by(|a, b| a.0 == b.0) {
                    list.clear();
                    for (_, part, postings) in same_pair {
                        let numbers = &parts[*part].1;
                        let renumber = |(doc, weight): (usize, u32)| Some(((*numbers.get(doc)?)?, weight));
                        list.extend(postings.iter().filter_map(renumber));
                    }
                    if !list.is_empty() {
                        grams.put(same_pair[0].0, &list);
                    }
                }
            }
            grams
        };
        let parts: Vec<Grams> = alphabet.par_chunks(FIRSTS).map(merge).collect();
        Grams::join(documents, parts)
    }

    /// The table of first characters, with one more entry that says where the last ends; the second
    /// characters, the lengths of their postings, and the postings.
    pub fn finish(mut self) -> [Vec<u8>; 4] {
        self.begin(u16::MAX);
        let mut table = Vec::with_capacity(self.firsts.len() * super::FIRST_LEN);
        for first in &self.firsts {
            table.extend_from_slice(&first.char.to_le_bytes());
            table.extend_from_slice(&(first.pair as u32).to_le_bytes());
            table.extend_from_slice(&(first.length as u32).to_le_bytes());
            table.extend_from_slice(&(first.posting as u64).to_le_bytes());
        }
        [table, self.seconds, self.lengths, self.postings.into_bytes()]
    }

    fn new(documents: usize) -> Grams {
        Grams { documents, ..Grams::default() }
    }

    fn begin(&mut self, first: u16) {
        let (pair, length) = (self.seconds.len() / 2, self.lengths.len());
        self.firsts.push(First { char: first, pair, length, posting: self.postings.len() });
    }

    /// Writes all grams that begin with one character; its entries are in the order of their documents.
    fn put_first(&mut self, first: u16, entries: &mut [Entry]) {
        self.begin(first);
        let mut list = Vec::new();
        summed(entries, &mut list);
        self.put(ALONE, &list);
        entries.sort_unstable();
        for same_pair in entries.chunk_by(|a, b| a.second() == b.second()) {
            let second = same_pair[0].second();
            if second != LINE_END {
                summed(same_pair, &mut list);
                self.put(second, &list);
            }
        }
    }

    /// Writes one gram; `list` holds its documents, ascending, with the weights.
    fn put(&mut self, second: u16, list: &[(u32, u32)]) {
        let start = self.postings.len();
        self.postings.gamma(list.len() as u32);
        let shift = rice_shift(list.len(), self.documents);
        let mut next = 0;
        for &(doc, weight) in list {
            self.postings.rice(doc - next, shift);
            self.postings.gamma(weight.min(MAX_WEIGHT));
            next = doc + 1;
        }
        self.postings.fill();
        self.seconds.extend_from_slice(&second.to_le_bytes());
        put_varint(&mut self.lengths, (self.postings.len() - start) as u32);
    }

    /// One table out of the tables of successive first characters.
    fn join(documents: usize, parts: Vec<Grams>) -> Grams {
        let mut joined = Grams::new(documents);
        for part in parts {
            let (pair, length) = (joined.seconds.len() / 2, joined.lengths.len());
            let posting = joined.postings.len();
            joined.firsts.extend(part.firsts.iter().map(|first| First {
                char: first.char,
                pair: pair + first.pair,
                length: length + first.length,
                posting: posting + first.posting,
            }));
            joined.seconds.extend_from_slice(&part.seconds);
            joined.lengths.extend_from_slice(&part.lengths);
            joined.postings.append(part.postings);
        }
        joined
    }
}

fn weight(line: usize, levels: &[u8]) -> u8 {
    match place_of(line) {
        Place::Title => TITLE_WEIGHT,
        Place::Subtitle => HEADING_WEIGHT,
        _ if levels.get(line).is_some_and(|&level| level > 0) => HEADING_WEIGHT,
        _ => 1,
    }
}

/// An occurrence of a pair, its first character known: second character, document and weight, from the
/// highest bits down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u64);

impl Entry {
    fn new(second: u16, doc: usize, weight: u8) -> Entry {
        Entry(u64::from(second) << 48 | (doc as u64) << 8 | u64::from(weight))
    }

    fn second(self) -> u16 {
        (self.0 >> 48) as u16
    }

    fn doc(self) -> u32 {
        (self.0 >> 8) as u32
    }

    fn weight(self) -> u32 {
        (self.0 & 0xff) as u32
    }
}

/// The documents of entries in their order, each once, with its weights summed up.
fn summed(entries: &[Entry], list: &mut Vec<(u32, u32)>) {
    list.clear();
    for entry in entries {
        match list.last_mut() {
            Some((doc, weight)) if *doc == entry.doc() => *weight += entry.weight(),
            _ => list.push((entry.doc(), entry.weight())),
        }
    }
}
