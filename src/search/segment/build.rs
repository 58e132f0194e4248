//! Making segments: from documents, and from segments.

use rayon::prelude::*;

use super::documents::Documents;
use super::grams::Grams;
use super::layout::Layout;
use super::{Bytes, Codes, Column, DocSet, Segment, grams_of, packed, triples};
use crate::document::DocId;
use crate::search::Damaged;
use crate::search::record::Record;
use crate::search::vocabulary::{self, Text, Words};

/// Gathers documents for a segment. The work is done when it is finished, on all cores.
#[derive(Debug, Default)]
pub struct Builder {
    documents: Documents,
    /// The levels of each document's lines.
    levels: Vec<Vec<u8>>,
}

impl Builder {
    /// Bytes of text so far. While a segment is made it takes about ten times as much memory.
    pub fn bytes(&self) -> usize {
        self.documents.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.len() == 0
    }

    pub fn push(&mut self, id: DocId, record: &Record) {
        let chars = record.text.chars().filter(|&c| c != '\n').count();
        self.documents.push(id, chars as u32, record.text.as_bytes(), &record.info.encode());
        self.levels.push(record.info.levels.clone());
    }

    /// The segment's bytes. Texts worth a code are written in one of `codes`.
    pub fn finish(mut self, codes: &Codes) -> Vec<u8> {
        let levels: Vec<&[u8]> = self.levels.iter().map(Vec::as_slice).collect();
        let plain = self.documents.plain();
        let grams: Vec<Vec<u16>> = plain.par_iter().map(|text| grams_of(text.as_bytes())).collect();
        let texts = plain.iter().zip(&grams).zip(&levels);
        let texts: Vec<Text<'_>> =
            texts.map(|((text, grams), levels)| (*text, &grams[..], *levels)).collect();
        let chars = self.documents.chars();
        let triples = || triples::filter(grams.iter().map(Vec::as_slice), grams.len(), chars);
        let (tables, (triples, words)) =
            rayon::join(|| Grams::of(&grams, &levels), || rayon::join(triples, || Words::of_texts(&texts)));
        let may_have =
            |triple| triples::filters(&triples).any(|(_, filter)| triples::may_have(filter, triple));
        let words = words.encode(&vocabulary::common(tables.alphabet(), tables.pairs(), may_have));
        drop(grams);
        self.documents.encode(codes, false);
        assemble(self.documents, tables, triples, words)
    }
}

/// One segment out of several, without the documents that are not in `live`. Texts keep the code that most of
/// them are in.
pub fn merge(parts: &[(&Segment, &DocSet)]) -> Vec<u8> {
    let coded = parts.iter().filter(|(segment, _)| !segment.code().is_empty());
    let like = coded.max_by_key(|(segment, _)| segment.bytes().len()).map(|(segment, _)| *segment);
    let encoder = like.and_then(Segment::codebook).map(|codebook| codebook.encoder());
    let mut documents = Documents::default();
    let mut renumbered: Vec<(&Segment, Vec<Option<u32>>)> = Vec::new();
    let mut text = Vec::new();
    for (segment, live) in parts {
        let mut numbers = vec![None; segment.documents()];
        let as_is = like.is_none_or(|like| like.code() == segment.code());
        for doc in live.iter().filter(|&doc| doc < segment.documents()) {
            numbers[doc] = Some(documents.len() as u32);
            let (id, chars, info) = (segment.id(doc), segment.chars(doc), segment.range(doc, Column::Info));
            match encoder.as_ref().filter(|_| !as_is) {
                Some(encoder) => {
                    text.clear();
                    encoder.encode(&segment.text(doc), &mut text);
                    documents.push(id, chars, &text, info);
                }
                None => documents.push(id, chars, segment.range(doc, Column::Text), info),
            }
        }
        renumbered.push((segment, numbers));
    }
    match like {
        Some(like) => documents.code = like.code().to_vec(),
        None => documents.encode(&Codes::default(), true),
    }
    let (grams, (words, triples)) = rayon::join(
        || Grams::merged(&renumbered, documents.len()),
        || (vocabulary::union(parts.iter().map(|(segment, _)| segment.words())), triples::merged(parts)),
    );
    assemble(documents, grams, triples, words)
}

fn assemble(documents: Documents, grams: Grams, triples: Vec<u8>, words: Vec<u8>) -> Vec<u8> {
    let table = documents.table();
    let Documents { texts, infos, code, .. } = documents;
    let [firsts, seconds, lengths, postings] = grams.finish();
    let words = packed::pack(&words);
    Layout::assemble([table, code, texts, infos, firsts, seconds, lengths, postings, triples, words])
}

impl Segment {
    /// A segment in memory out of bytes that were just made.
    pub fn in_memory(bytes: Vec<u8>) -> Result<Segment, Damaged> {
        Segment::open(std::sync::Arc::new(bytes) as Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Document};
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::ops::Range;

    use crate::search::segment::Section;
    use crate::search::vocabulary::Vocabulary;

    fn segment(texts: &[String], from: u32) -> Segment {
        let mut builder = Builder::default();
        for (at, text) in texts.iter().enumerate() {
            let block = Block {
                kind: BlockKind::Paragraph,
                text: text.clone(),
                spans: Vec::new(),
                repair: None,
                doubt: None,
            };
            let document = Document { blocks: vec![block], ..Document::default() };
            builder.push(DocId(from + at as u32), &Record::new("a.txt", &document));
        }
        Segment::in_memory(builder.finish(&Codes::default())).expect("a finished segment is sound")
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[一二三四五六七八ab𠮷 ]{0,12}", 0..12)
    }

    fn is_in(range: Range<usize>, set: &DocSet) -> Vec<bool> {
        range.map(|doc| set.contains(doc)).collect()
    }

    fn vocabulary_of(segment: &Segment) -> BTreeSet<String> {
        let words = Vocabulary::of(std::iter::once(segment.words()));
        let everything = |lines: &str| (!lines.is_empty()).then_some(0);
        words
            .pieces(0)
            .into_iter()
            .flat_map(|piece| piece.words_with(everything))
            .map(str::to_owned)
            .collect()
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
            let once = segment(&[a.clone(), b.clone()].concat(), 0);
            prop_assert_eq!(merged.documents(), once.documents());
            for section in [Section::Docs, Section::Texts, Section::Infos, Section::Seconds, Section::Postings] {
                prop_assert_eq!(merged.section(section), once.section(section));
            }
            prop_assert_eq!(merged.triples(), once.triples());
            // Beyond what stands in the texts, each may have a word whose pairs stand apart.
            let standing = |segment: &Segment| {
                let mut words = vocabulary_of(segment);
                words.retain(|word| a.iter().chain(&b).any(|text| text.contains(word)));
                words
            };
            prop_assert_eq!(standing(&merged), standing(&once));
            let all = 0..once.documents();
            prop_assert_eq!(is_in(all.clone(), &merged.candidates(&needle)), is_in(all, &once.candidates(&needle)));
        }
    }
}
