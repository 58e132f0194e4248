//! Making segments: from documents, and from segments.

use rayon::slice::ParallelSliceMut;

use super::codebook::{self, Codebook};
use super::layout::Layout;
use super::{ALONE, Bytes, Column, DocSet, Postings, Segment, gram_char, rice_shift};
use crate::document::DocId;
use crate::search::bits::{BitWriter, put_varint};
use crate::search::record::{Record, line_bytes, place_of};
use crate::search::vocabulary::Words;
use crate::search::{Damaged, Place};

/// What an occurrence weighs in a title, in a heading or subtitle, elsewhere.
const TITLE_WEIGHT: u64 = 8;
const HEADING_WEIGHT: u64 = 4;
const MAX_WEIGHT: u32 = 255;
/// Stands second in the pair of a line's last character.
const LINE_END: u16 = b'\n' as u16;

/// Texts of a segment together at least this long are written in a code; it would take more room than
/// it saves in shorter ones.
const CODED: usize = 1 << 20;

/// Gathers documents for a segment.
#[derive(Debug, Default)]
pub struct Builder {
    documents: Documents,
    /// One entry an occurrence: first and second character, document, weight, from the highest bits
    /// down; sorting brings what belongs together together.
    grams: Vec<u64>,
    words: Words,
}

impl Builder {
    /// Bytes of text so far.
    pub fn bytes(&self) -> usize {
        self.documents.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.len() == 0
    }

    pub fn push(&mut self, id: DocId, record: &Record) {
        let doc = self.documents.len() as u64;
        let mut chars = 0;
        for (line, bytes) in line_bytes(&record.text).into_iter().enumerate() {
            let text = &record.text[bytes];
            let weight = match place_of(line) {
                Place::Title => TITLE_WEIGHT,
                Place::Subtitle => HEADING_WEIGHT,
                _ if record.info.is_heading(line) => HEADING_WEIGHT,
                _ => 1,
            };
            let mut previous = None;
            for second in text.chars().map(gram_char).chain([LINE_END]) {
                if let Some(first) = previous {
                    self.grams.push(u64::from(first) << 48 | u64::from(second) << 32 | doc << 8 | weight);
                    chars += 1;
                }
                previous = Some(second);
            }
        }
        self.words.learn(record);
        self.documents.push(id, chars, record.text.as_bytes(), &record.info.encode());
    }

    /// The segment's bytes. Texts worth a code are written in that of `like`, if it has one.
    pub fn finish(mut self, like: Option<&Segment>) -> Vec<u8> {
        self.grams.par_sort_unstable();
        let mut grams = Grams::new(self.documents.len());
        let mut list = Vec::new();
        for same_first in self.grams.chunk_by(|a, b| a >> 48 == b >> 48) {
            let first = (same_first[0] >> 48) as u16;
            let occurrence = |&entry: &u64| ((entry >> 8) as u32 & 0xff_ffff, entry as u32 & 0xff);
            list.clear();
            list.extend(same_first.iter().map(occurrence));
            list.sort_unstable();
            grams.begin(first);
            grams.put(ALONE, &mut list);
            for same_pair in same_first.chunk_by(|a, b| a >> 32 == b >> 32) {
                let second = (same_pair[0] >> 32) as u16;
                if second != LINE_END {
                    list.clear();
                    list.extend(same_pair.iter().map(occurrence));
                    grams.put(second, &mut list);
                }
            }
        }
        self.documents.encode(like.and_then(Segment::codebook));
        assemble(self.documents, grams, self.words.encode())
    }
}

/// One segment out of several, without the documents that are not in `live`.
pub fn merge(parts: &[(&Segment, &DocSet)]) -> Vec<u8> {
    let one_code = parts.windows(2).all(|pair| pair[0].0.code() == pair[1].0.code());
    let mut documents = Documents::default();
    let mut renumbered: Vec<Vec<u32>> = Vec::new();
    for (segment, live) in parts {
        let mut numbers = vec![u32::MAX; segment.documents()];
        for doc in live.iter().filter(|&doc| doc < segment.documents()) {
            numbers[doc] = documents.len() as u32;
            let (id, chars, info) = (segment.id(doc), segment.chars(doc), segment.range(doc, Column::Info));
            if one_code {
                documents.push(id, chars, segment.range(doc, Column::Text), info);
            } else {
                documents.push(id, chars, segment.text(doc).as_bytes(), info);
            }
        }
        renumbered.push(numbers);
    }
    match parts.first() {
        Some((first, _)) if one_code && !first.code().is_empty() => documents.code = first.code().to_vec(),
        _ => documents.encode(None),
    }
    let mut alphabet: Vec<u16> = parts.iter().flat_map(|(segment, _)| segment.alphabet()).collect();
    alphabet.sort_unstable();
    alphabet.dedup();
    let mut grams = Grams::new(documents.len());
    let mut list = Vec::new();
    for first in alphabet {
        grams.begin(first);
        let mut pairs: Vec<(u16, usize, Postings<'_>)> = Vec::new();
        for (part, (segment, _)) in parts.iter().enumerate() {
            let found = segment.first(first).into_iter().flat_map(|first| first.pairs());
            pairs.extend(
                found.map(|(second, bytes)| {
                    (second, part, Postings { bytes, documents: segment.documents() })
                }),
            );
        }
        pairs.sort_by_key(|&(second, part, _)| (second, part));
        for same_pair in pairs.chunk_by(|a, b| a.0 == b.0) {
            list.clear();
            for (_, part, postings) in same_pair {
                let numbers = &renumbered[*part];
                let renumber = |(doc, weight): (usize, u32)| Some((*numbers.get(doc)?, weight));
                list.extend(postings.iter().filter_map(renumber).filter(|&(doc, _)| doc != u32::MAX));
            }
            if !list.is_empty() {
                grams.put(same_pair[0].0, &mut list);
            }
        }
    }
    let words = Words::union(parts.iter().map(|(segment, _)| segment.words()));
    assemble(documents, grams, words)
}

fn assemble(documents: Documents, grams: Grams, words: Vec<u8>) -> Vec<u8> {
    let table = documents.table();
    let Documents { texts, infos, code, .. } = documents;
    let Grams { mut firsts, seconds, lengths, postings, .. } = grams;
    put_first(&mut firsts, u16::MAX, seconds.len() / 2, lengths.len(), postings.len());
    Layout::assemble([table, code, texts, infos, firsts, seconds, lengths, postings, words])
}

impl Segment {
    /// A segment in memory out of bytes that were just made.
    pub fn in_memory(bytes: Vec<u8>) -> Result<Segment, Damaged> {
        Segment::open(std::sync::Arc::new(bytes) as Bytes)
    }
}

/// The documents of a segment under construction, one after another.
#[derive(Debug, Default)]
struct Documents {
    entries: Vec<Entry>,
    texts: Vec<u8>,
    infos: Vec<u8>,
    /// The code of the texts; empty while they are plain.
    code: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    id: DocId,
    chars: u32,
    /// Where its text and its facts end.
    text_end: usize,
    info_end: usize,
}

impl Documents {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn push(&mut self, id: DocId, chars: u32, text: &[u8], info: &[u8]) {
        self.texts.extend_from_slice(text);
        self.infos.extend_from_slice(info);
        let (text_end, info_end) = (self.texts.len(), self.infos.len());
        self.entries.push(Entry { id, chars, text_end, info_end });
    }

    /// Writes plain texts in a code if there are enough of them: the given one, or one that suits them.
    fn encode(&mut self, codebook: Option<&Codebook>) {
        if self.texts.len() < CODED {
            return;
        }
        let plain = String::from_utf8_lossy(&self.texts);
        let fitted;
        let codebook = match codebook {
            Some(codebook) => codebook,
            None => {
                fitted = Codebook::fit(&sample(&plain));
                &fitted
            }
        };
        let encoder = codebook.encoder();
        let mut coded = Vec::with_capacity(plain.len() / 2);
        let mut start = 0;
        for entry in &mut self.entries {
            encoder.encode(plain.get(start..entry.text_end).unwrap_or_default(), &mut coded);
            start = entry.text_end;
            entry.text_end = coded.len();
        }
        self.code = codebook.to_bytes();
        self.texts = coded;
    }

    /// For each document and one after the last: number, characters, start of its text and its facts.
    fn table(&self) -> Vec<u8> {
        let mut table = Vec::with_capacity((self.len() + 1) * super::DOC_LEN);
        let (mut text, mut info) = (0, 0);
        let end = Entry { id: DocId(u32::MAX), chars: 0, text_end: 0, info_end: 0 };
        for entry in self.entries.iter().chain([&end]) {
            table.extend_from_slice(&entry.id.0.to_le_bytes());
            table.extend_from_slice(&entry.chars.to_le_bytes());
            table.extend_from_slice(&(text as u64).to_le_bytes());
            table.extend_from_slice(&(info as u64).to_le_bytes());
            (text, info) = (entry.text_end, entry.info_end);
        }
        table
    }
}

/// Pieces from all over the text, as much as a code is fitted to.
fn sample(text: &str) -> String {
    const PIECES: usize = 64;
    let step = text.len() / PIECES;
    let boundary = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let piece = |at: usize| {
        let start = boundary(at * step);
        let end = boundary(start + step.min(codebook::SAMPLE / PIECES));
        text.get(start..end).unwrap_or_default()
    };
    (0..PIECES).map(piece).collect()
}

/// The tables of grams under construction; firsts and their seconds come in ascending order.
#[derive(Debug)]
struct Grams {
    documents: usize,
    firsts: Vec<u8>,
    seconds: Vec<u8>,
    lengths: Vec<u8>,
    postings: Vec<u8>,
}

impl Grams {
    fn new(documents: usize) -> Grams {
        Grams {
            documents,
            firsts: Vec::new(),
            seconds: Vec::new(),
            lengths: Vec::new(),
            postings: Vec::new(),
        }
    }

    fn begin(&mut self, first: u16) {
        put_first(&mut self.firsts, first, self.seconds.len() / 2, self.lengths.len(), self.postings.len());
    }

    /// Writes one gram; `list` holds documents in ascending order with weights, which are summed up
    /// where a document comes more than once.
    fn put(&mut self, second: u16, list: &mut Vec<(u32, u32)>) {
        list.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        let mut writer = BitWriter::default();
        writer.gamma(list.len() as u32);
        let shift = rice_shift(list.len(), self.documents);
        let mut next = 0;
        for &(doc, weight) in list.iter() {
            writer.rice(doc - next, shift);
            writer.gamma(weight.min(MAX_WEIGHT));
            next = doc + 1;
        }
        let bytes = writer.finish();
        self.seconds.extend_from_slice(&second.to_le_bytes());
        put_varint(&mut self.lengths, bytes.len() as u32);
        self.postings.extend_from_slice(&bytes);
    }
}

fn put_first(firsts: &mut Vec<u8>, first: u16, pair: usize, length: usize, posting: usize) {
    firsts.extend_from_slice(&first.to_le_bytes());
    firsts.extend_from_slice(&(pair as u32).to_le_bytes());
    firsts.extend_from_slice(&(length as u32).to_le_bytes());
    firsts.extend_from_slice(&(posting as u64).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Document};
    use proptest::prelude::*;
    use std::ops::Range;

    fn segment(texts: &[String], from: u32) -> Segment {
        let mut builder = Builder::default();
        for (at, text) in texts.iter().enumerate() {
            let block =
                Block { kind: BlockKind::Paragraph, text: text.clone(), spans: Vec::new(), repair: None };
            let document = Document { blocks: vec![block], ..Document::default() };
            builder.push(DocId(from + at as u32), &Record::new("a.txt", &document));
        }
        Segment::in_memory(builder.finish(None)).expect("a finished segment is sound")
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[一二三四五六七八ab𠮷 ]{0,12}", 0..12)
    }

    fn is_in(range: Range<usize>, set: &DocSet) -> Vec<bool> {
        range.map(|doc| set.contains(doc)).collect()
    }

    proptest! {
        #[test]
        fn what_a_text_contains_makes_it_a_candidate(texts in texts(), needle in "[一二三四五六七八ab𠮷 ]{1,4}") {
            let segment = segment(&texts, 0);
            let candidates = segment.candidates(&needle);
            for (doc, text) in texts.iter().enumerate() {
                let stored = segment.text(doc);
                prop_assert_eq!(stored.lines().nth(4), Some(text.as_str()));
                prop_assert!(!text.contains(&needle) || candidates.contains(doc));
            }
        }

        #[test]
        fn a_merged_segment_equals_one_made_at_once(a in texts(), b in texts(), needle in "[一二三四五六七八ab𠮷 ]{1,3}") {
            let (left, right) = (segment(&a, 0), segment(&b, a.len() as u32));
            let parts = [(&left, &DocSet::all(a.len())), (&right, &DocSet::all(b.len()))];
            let merged = Segment::in_memory(merge(&parts)).expect("a merged segment is sound");
            let once = segment(&[a, b].concat(), 0);
            prop_assert_eq!(merged.documents(), once.documents());
            prop_assert_eq!(merged.bytes(), once.bytes());
            let all = 0..once.documents();
            prop_assert_eq!(is_in(all.clone(), &merged.candidates(&needle)), is_in(all, &once.candidates(&needle)));
        }
    }
}
