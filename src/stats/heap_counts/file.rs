//! Counts as bytes, so that they are kept between runs: a head, a checksum, the words in the order of their
//! numbers, and the documents in chunks that are read on all cores.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Counted, HeapCounts};
use crate::document::DocId;
use crate::stats::Frequency;

/// Changes whenever an older program could misread newer counts.
const HEAD: &[u8] = b"wenlan counts 2\n";
/// Documents in a chunk.
const CHUNK: usize = 256;

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    /// [`crate::RULES`] of the program that counted; another may cut and clean otherwise.
    rules: &'a str,
    #[serde(borrow)]
    words: Vec<&'a str>,
    /// Each a list of documents with their numbers.
    #[serde(borrow)]
    chunks: Vec<&'a [u8]>,
}

impl HeapCounts {
    pub fn encode(&self) -> Vec<u8> {
        // What cannot be told from its later states is not worth keeping.
        let documents: Vec<(&DocId, &Counted)> =
            self.documents.iter().filter(|(_, counted)| counted.version.is_some()).collect();
        let chunks: Vec<Vec<u8>> = documents.par_chunks(CHUNK).map(encoded).collect();
        let stored = Stored {
            rules: crate::RULES,
            words: self.words.iter().map(|word| &**word).collect(),
            chunks: chunks.iter().map(Vec::as_slice).collect(),
        };
        let body = encoded(&stored);
        [HEAD, &crc32fast::hash(&body).to_le_bytes(), &body].concat()
    }

    /// `None` where the bytes are damaged or another program's: then all is to be counted anew.
    pub fn decode(bytes: &[u8]) -> Option<HeapCounts> {
        let (sum, body) = bytes.strip_prefix(HEAD)?.split_first_chunk()?;
        if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
            return None;
        }
        let stored: Stored = postcard::from_bytes(body).ok()?;
        if stored.rules != crate::RULES {
            return None;
        }
        let chunks: Vec<Vec<(DocId, Counted)>> =
            stored.chunks.par_iter().map(|chunk| postcard::from_bytes(chunk).ok()).collect::<Option<_>>()?;
        let documents: BTreeMap<DocId, Counted> = chunks.into_iter().flatten().collect();
        let mut sums = vec![Frequency::default(); stored.words.len()];
        for &(number, freq) in documents.values().flat_map(|counted| &counted.words) {
            sums.get_mut(number as usize)?.add(freq);
        }
        let words = stored.words.into_iter().map(Arc::from).collect();
        Some(HeapCounts { words, sums, documents, numbers: OnceLock::new(), totals: OnceLock::new() })
    }
}

fn encoded<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).expect("memory takes everything, and every length is known")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{DocumentCounts, Signature};

    #[test]
    fn damaged_bytes_are_not_taken_for_counts() {
        let mut counts = HeapCounts::default();
        let words = vec![("渔港".to_owned(), 3)];
        let document = DocumentCounts { words, ..DocumentCounts::default() };
        counts.put(DocId(2), Some(1), document, Signature::default());
        let bytes = counts.encode();
        assert!(HeapCounts::decode(&bytes).is_some_and(|read| read.tokens(DocId(2)) == 3));
        for at in [0, HEAD.len(), bytes.len() / 2, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(HeapCounts::decode(&damaged).is_none(), "byte {at}");
        }
        assert!(HeapCounts::decode(&bytes[..bytes.len() - 1]).is_none());
    }
}
