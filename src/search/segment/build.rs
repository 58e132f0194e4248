//! Making segments: from documents, and from segments.

use rayon::prelude::*;

use super::documents::Documents;
use super::grams::Grams;
use super::layout::Layout;
use super::{Bytes, Column, DocSet, Segment, triples};
use crate::document::DocId;
use crate::search::Damaged;
use crate::search::record::Record;
use crate::search::vocabulary::Words;
use crate::text::variant::fold;

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

    /// The segment's bytes. Texts worth a code are written in that of `like`, if it has one.
    pub fn finish(mut self, like: Option<&Segment>) -> Vec<u8> {
        let levels = self.levels.iter().map(Vec::as_slice);
        let texts: Vec<(&str, &[u8])> = self.documents.plain().into_iter().zip(levels).collect();
        let (grams, words) = rayon::join(|| Grams::of(&texts), || Words::of_texts(&texts).encode());
        let fold = |doc: usize| texts[doc].0.chars().map(fold).collect::<String>().into_bytes();
        let triples = triples::filter((0..texts.len()).into_par_iter(), self.documents.chars(), fold);
        self.documents.encode(like.and_then(Segment::codebook));
        assemble(self.documents, grams, triples, words)
    }
}

/// One segment out of several, without the documents that are not in `live`.
pub fn merge(parts: &[(&Segment, &DocSet)]) -> Vec<u8> {
    let one_code = parts.windows(2).all(|pair| pair[0].0.code() == pair[1].0.code());
    let mut documents = Documents::default();
    let mut renumbered: Vec<(&Segment, Vec<Option<u32>>)> = Vec::new();
    for (segment, live) in parts {
        let mut numbers = vec![None; segment.documents()];
        for doc in live.iter().filter(|&doc| doc < segment.documents()) {
            numbers[doc] = Some(documents.len() as u32);
            let (id, chars, info) = (segment.id(doc), segment.chars(doc), segment.range(doc, Column::Info));
            if one_code {
                documents.push(id, chars, segment.range(doc, Column::Text), info);
            } else {
                documents.push(id, chars, segment.text(doc).as_bytes(), info);
            }
        }
        renumbered.push((segment, numbers));
    }
    match parts.first() {
        Some((first, _)) if one_code && !first.code().is_empty() => documents.code = first.code().to_vec(),
        _ => documents.encode(None),
    }
    let (grams, words) = rayon::join(
        || Grams::merged(&renumbered, documents.len()),
        || Words::union(parts.iter().map(|(segment, _)| segment.words())),
    );
    let texts: Vec<(&Segment, usize)> =
        parts.iter().flat_map(|(segment, live)| live.iter().map(move |doc| (*segment, doc))).collect();
    let folded = |at: usize| texts[at].0.folded(texts[at].1);
    let triples = triples::filter((0..texts.len()).into_par_iter(), documents.chars(), folded);
    assemble(documents, grams, triples, words)
}

fn assemble(documents: Documents, grams: Grams, triples: Vec<u8>, words: Vec<u8>) -> Vec<u8> {
    let table = documents.table();
    let Documents { texts, infos, code, .. } = documents;
    let [firsts, seconds, lengths, postings] = grams.finish();
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
    use std::ops::Range;

    fn segment(texts: &[String], from: u32) -> Segment {
        // Whether texts are cut into words is not to depend on which tests ran before.
        crate::text::segment::jieba();
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
