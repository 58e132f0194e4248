//! Which documents have which character and which pair of neighbouring characters: the tables of a
//! segment, from texts and from other segments.

use rayon::prelude::*;

use super::{ALONE, Postings, Segment, rice_shift};
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
    /// The tables of texts, given by the grams of their characters; the levels are those of a text's lines.
    pub fn of(texts: &[Vec<u16>], levels: &[&[u8]]) -> Grams {
        // A counting sort by first characters leaves the documents of each in ascending order.
        let mut ends = vec![0usize; usize::from(u16::MAX) + 1];
        texts.iter().flatten().for_each(|&unit| ends[usize::from(unit)] += 1);
        ends[usize::from(LINE_END)] = 0;
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut entries = vec![Entry::default(); total];
        for (doc, (units, levels)) in texts.iter().zip(levels).enumerate() {
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
            let (mut grams, mut room) = (Grams::new(texts.len()), Vec::new());
            groups.iter_mut().for_each(|(first, group)| grams.put_first(*first, group, &mut room));
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

    /// The characters that stand first in a pair, ascending.
    pub fn alphabet(&self) -> impl Iterator<Item = u16> + Clone + '_ {
        self.firsts.iter().map(|first| first.char)
    }

    /// Tells which pairs there are.
    pub fn pairs(&self) -> impl Fn(u16, u16) -> bool + '_ {
        let mut starts = vec![0u32; usize::from(u16::MAX) + 2];
        let ends = self.firsts.iter().skip(1).map(|first| first.pair).chain([self.seconds.len() / 2]);
        for (first, end) in self.firsts.iter().zip(ends) {
            starts[usize::from(first.char) + 1] = (end - first.pair) as u32;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        move |first, second| {
            let range = starts[usize::from(first)] as usize..starts[usize::from(first) + 1] as usize;
            let seconds = &self.seconds[range.start * 2..range.end * 2];
            let at = super::partition(range.len(), |at| super::u16_at(seconds, at * 2) < second);
            at < range.len() && super::u16_at(seconds, at * 2) == second
        }
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
    fn put_first(&mut self, first: u16, entries: &mut [Entry], room: &mut Vec<Entry>) {
        self.begin(first);
        let mut list = Vec::new();
        summed(entries, &mut list);
        self.put(ALONE, &list);
        sort_by_second(entries, room);
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

/// Fewer entries are sorted as any others.
const MANY: usize = 512;

/// Sorts entries by their second characters; those of one stay in the order of their documents.
fn sort_by_second(entries: &mut [Entry], room: &mut Vec<Entry>) {
    if entries.len() < MANY {
        return entries.sort_unstable();
    }
    room.clear();
    room.resize(entries.len(), Entry::default());
    // By the lower byte, then by the higher.
    distribute(entries, room, |entry| entry.second() as u8);
    distribute(room, entries, |entry| (entry.second() >> 8) as u8);
}

fn distribute(from: &[Entry], to: &mut [Entry], byte: impl Fn(Entry) -> u8) {
    let mut places = [0usize; 256];
    from.iter().for_each(|&entry| places[usize::from(byte(entry))] += 1);
    let mut sum = 0;
    for place in &mut places {
        sum += std::mem::replace(place, sum);
    }
    for &entry in from {
        let place = &mut places[usize::from(byte(entry))];
        to[*place] = entry;
        *place += 1;
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn many_entries_are_sorted_as_few_are(seconds in prop::collection::vec(any::<u16>(), MANY..MANY * 2)) {
            let mut entries: Vec<Entry> =
                seconds.iter().enumerate().map(|(doc, &second)| Entry::new(second % 1000, doc, 1)).collect();
            let mut sorted = entries.clone();
            sorted.sort_unstable();
            sort_by_second(&mut entries, &mut Vec::new());
            prop_assert_eq!(entries, sorted);
        }
    }
}
