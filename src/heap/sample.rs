//! Which lines repeat across a heap, learnt from a sample of its documents.
//!
//! A share of a few hundred documents tells what a share of a hundred thousand would, and takes the same
//! short time for any heap. Which documents are in it depends on their places in the heap alone, so the same
//! heap gives the same result however it was opened, and a crawl in which every file is called `index.html` is
//! sampled like any other.

use std::sync::Mutex;
use std::time::SystemTime;

use super::{Heap, lock};
use crate::clean::Repeats;
use crate::document::DocId;

/// Documents in the sample.
const SAMPLE: usize = 512;

/// Fewer documents than this cannot show that a line is a site's chrome and not a coincidence.
const FEWEST: usize = 4;

/// Larger documents are passed over: they are books and dumps, and chrome is none of them.
const LARGEST: u64 = 4 << 20;

/// What repeats in the documents of a sample.
pub fn learn(heap: &Heap, sample: &[DocId]) -> Option<Repeats> {
    if sample.len() < FEWEST {
        return None;
    }
    let next = Mutex::new(sample.iter());
    let all = Mutex::new(Repeats::default());
    // Threads of their own: the pool's would wait for each other if one of its tasks opened a heap.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(sample.len()) {
            scope.spawn(|| {
                let mut own = Repeats::default();
                while let Some(&id) = { lock(&next).next() } {
                    if let Ok(raw) = heap.raw(id) {
                        own.observe(&raw);
                        lock(&heap.store).keep_raw(id, raw);
                    }
                }
                lock(&all).merge(own);
            });
        }
    });
    let mut all = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.shrink();
    Some(all)
}

/// The documents whose places in the heap have the lowest hashes.
pub fn sample(heap: &Heap) -> Vec<DocId> {
    let mut ranked: Vec<(u64, DocId)> = heap
        .ids()
        .filter_map(|id| {
            let source = heap.source(id).filter(|source| source.bytes <= LARGEST)?;
            Some((hash(heap.label(&source).as_bytes()), id))
        })
        .collect();
    if ranked.len() > SAMPLE {
        ranked.select_nth_unstable(SAMPLE);
        ranked.truncate(SAMPLE);
    }
    ranked.sort_unstable_by_key(|&(_, id)| id);
    ranked.into_iter().map(|(_, id)| id).collect()
}

/// A number that changes when a document of the sample does; `None` where that cannot be told.
pub fn stamp(heap: &Heap, sample: &[DocId]) -> Option<u64> {
    sample.iter().try_fold(hash(b""), |sum, &id| {
        let source = heap.source(id)?;
        let modified = source.modified?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let sum = step(sum, &id.0.to_le_bytes());
        let sum = step(sum, &source.bytes.to_le_bytes());
        let sum = step(sum, &modified.as_nanos().to_le_bytes());
        Some(step(sum, &source.inode.to_le_bytes()))
    })
}

/// FNV-1a; the same on every machine.
pub fn hash(bytes: &[u8]) -> u64 {
    step(0xcbf2_9ce4_8422_2325, bytes)
}

/// Goes on hashing.
pub fn step(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
