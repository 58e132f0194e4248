//! Lines that stand in many documents of a heap: the evidence that they are a site's chrome.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::class::is_edge;
use super::line::{Line, raw_lines};
use super::noise::Noise;
use serde::{Deserialize, Serialize};

use crate::document::Reason;
use crate::ingest::Raw;
use crate::text::variant::simplified;

/// Counts, over the documents of a heap, in how many of them each line stands.
///
/// Only hashes are kept. The result does not depend on the order in which documents are observed or counts
/// are merged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    documents: u32,
    counts: HashMap<u64, u32, AsItIs>,
}

/// Lines longer than this are text, not chrome.
const LONGEST: u32 = 60;
/// In so many documents a line must stand to be chrome.
const FEWEST: u32 = 4;
/// And in so large a share of them.
const SHARE: u32 = 50;

impl Repeats {
    /// Counts the lines of one document, each once.
    pub fn observe(&mut self, raw: &Raw) {
        let hashes: HashSet<u64, AsItIs> =
            raw_lines(&raw.text).filter_map(|line| hash(line.trim_matches(is_edge))).collect();
        for hash in hashes {
            *self.counts.entry(hash).or_default() += 1;
        }
        self.documents += 1;
    }

    /// Adds the counts of other documents.
    pub fn merge(&mut self, other: Repeats) {
        self.documents += other.documents;
        for (hash, count) in other.counts {
            *self.counts.entry(hash).or_default() += count;
        }
    }

    /// Forgets lines that stand in too few documents to be chrome; to be called when all have been observed.
    pub fn shrink(&mut self) {
        let documents = self.documents;
        self.counts.retain(|_, count| is_chrome(*count, documents));
        self.counts.shrink_to_fit();
    }

    /// Whether both judge every line alike, once they have been shrunk.
    pub fn agrees(&self, other: &Repeats) -> bool {
        self.counts.len() == other.counts.len()
            && self.counts.keys().all(|hash| other.counts.contains_key(hash))
    }

    /// `state` of a document together with how these lines judge it: the same for lines that agree.
    pub fn version(&self, state: u64) -> u64 {
        self.counts.keys().fold(state, |sum, hash| sum.wrapping_add(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// What the heap says of a document's lines.
    ///
    /// Chrome comes in company, or at the page's edge: a line that repeats alone between others that do not
    /// (结语, 参考文献) may be what everybody writes there, and leaves only where the text ends anyway.
    /// Where all the prose repeats too, the document is a copy of others, and repeating says nothing; where most of it
    /// does, only what stands at the page's edges is chrome: forms share their sentences, short documents have little
    /// else than their site's.
    pub(super) fn judge(&self, lines: &[Line]) -> Vec<Option<Noise>> {
        let repeated: Vec<bool> = lines.iter().map(|line| self.has(line)).collect();
        let (mut again, mut all) = (0, 0);
        for line in lines.iter().filter(|line| line.is_prose()) {
            again += line.chars * u32::from(self.stands_elsewhere(line));
            all += line.chars;
        }
        if all > 0 && again == all {
            return vec![None; lines.len()];
        }
        let top = repeated.iter().take_while(|again| **again).count();
        let bottom = lines.len() - repeated.iter().rev().take_while(|again| **again).count();
        let shared = again * 2 > all;
        let told = |at: usize| repeated[at] && (!shared || at < top || at >= bottom);
        let beside = |at: Option<usize>| at.is_none_or(|at| repeated.get(at).copied().unwrap_or(true));
        let company = |at: usize| beside(at.checked_sub(1)) || beside(Some(at + 1));
        let noise = |at: usize| Noise {
            reason: Reason::Repeated,
            certain: company(at),
            ends: false,
            rule: "repeated-in-heap",
        };
        (0..lines.len()).map(|at| told(at).then(|| noise(at))).collect()
    }

    fn has(&self, line: &Line) -> bool {
        // 第一章 总则 stands in most statutes, and is their text.
        line.chars <= LONGEST && line.numbered.is_none() && self.stands_elsewhere(line)
    }

    fn stands_elsewhere(&self, line: &Line) -> bool {
        let count = hash(line.text).and_then(|hash| self.counts.get(&hash).copied()).unwrap_or(0);
        is_chrome(count, self.documents)
    }
}

fn is_chrome(count: u32, documents: u32) -> bool {
    count >= FEWEST && count * SHARE >= documents
}

/// FNV-1a over the first simplified characters without white space, the same on every machine; `None` where there are
/// none. A longer line differs from the one that is its beginning.
fn hash(text: &str) -> Option<u64> {
    let mix = |hash: u64, value: u32| (hash ^ u64::from(value)).wrapping_mul(0x0100_0000_01b3);
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let mut hash = mix(0xcbf2_9ce4_8422_2325, simplified(chars.next()?) as u32);
    for c in chars.by_ref().take(LONGEST as usize - 1) {
        hash = mix(hash, simplified(c) as u32);
    }
    Some(if chars.next().is_some() { mix(hash, u32::MAX) } else { hash })
}

/// Keys that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
struct Key(u64);

type AsItIs = BuildHasherDefault<Key>;

impl Hasher for Key {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
