//! Making sure that a string stands in one of the documents whose pairs promise it: long documents have
//! so many pairs that they promise much which no line holds.

use std::collections::HashMap;

use crate::search::segment::{Segment, gram_char};

/// A document that has all pairs of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Witness {
    pub segment: usize,
    pub doc: usize,
}

/// Bytes of text read for one term: some milliseconds.
const BUDGET: usize = 8 << 20;

/// Reads documents, each once.
pub struct Reader<'a> {
    segments: &'a [&'a Segment],
    pages: HashMap<Witness, Option<Page>>,
    left: usize,
}

impl<'a> Reader<'a> {
    pub fn new(segments: &'a [&'a Segment]) -> Reader<'a> {
        Reader { segments, pages: HashMap::new(), left: BUDGET }
    }

    /// Whether one of the witnesses does have `text` (folded). Two characters are one pair, and pairs are
    /// exact.
    pub fn finds(&mut self, text: &str, witnesses: &[Witness]) -> bool {
        let triples = triples(text);
        let finder = memchr::memmem::Finder::new(text);
        triples.is_empty()
            || witnesses.iter().any(|&witness| {
                self.page(witness).is_some_and(|page| page.has(&triples) && finder.find(&page.text).is_some())
            })
    }

    fn page(&mut self, witness: Witness) -> Option<&Page> {
        let (segments, left) = (self.segments, &mut self.left);
        let read = || {
            let segment = segments.get(witness.segment).filter(|_| *left > 0)?;
            let text = segment.folded(witness.doc);
            *left = left.saturating_sub(text.len());
            Some(Page::new(text))
        };
        self.pages.entry(witness).or_insert_with(read).as_ref()
    }
}

/// A document's text, and a sketch of which characters follow which by threes: it refuses nearly all of
/// what the text does not have much faster than a look at the text would.
struct Page {
    text: Vec<u8>,
    /// One bit for every triple's hash.
    sketch: Vec<u64>,
}

impl Page {
    fn new(text: Vec<u8>) -> Page {
        let mut sketch = vec![0; 1 << (HASH_BITS - 6)];
        for hash in triples(simdutf8::basic::from_utf8(&text).unwrap_or_default()) {
            sketch[hash / 64] |= 1 << (hash % 64);
        }
        Page { text, sketch }
    }

    fn has(&self, triples: &[usize]) -> bool {
        triples.iter().all(|&hash| self.sketch[hash / 64] >> (hash % 64) & 1 == 1)
    }
}

const HASH_BITS: u32 = 16;

/// The hashes of every three characters in a row.
fn triples(text: &str) -> Vec<usize> {
    let mut last = 0u64;
    let rolling = text.chars().map(|c| {
        last = (last << 16 | u64::from(gram_char(c))) & 0xffff_ffff_ffff;
        (last.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - HASH_BITS)) as usize
    });
    rolling.skip(2).collect()
}
