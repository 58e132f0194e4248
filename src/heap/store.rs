//! Texts in memory: cleaned documents, and raw ones that are about to be cleaned. Both are bounded by bytes;
//! what has not been asked for longest goes first.

use lru::LruCache;

use super::Cleaned;
use crate::document::{DocId, Document};
use crate::ingest::Raw;

/// Memory for cleaned documents, in bytes; some four hundred thousand characters a megabyte.
const DOCUMENTS: usize = 16 << 20;
/// Memory for raw texts, in bytes.
const RAWS: usize = 32 << 20;

#[derive(Debug)]
pub struct Store {
    documents: Bounded<Cleaned>,
    raws: Bounded<Raw>,
}

impl Default for Store {
    fn default() -> Store {
        Store { documents: Bounded::new(DOCUMENTS), raws: Bounded::new(RAWS) }
    }
}

impl Store {
    pub fn document(&mut self, id: DocId) -> Option<Cleaned> {
        self.documents.entries.get(&id).map(|(document, _)| document.clone())
    }

    pub fn put(&mut self, id: DocId, cleaned: Cleaned) {
        let bytes = document_bytes(&cleaned.0);
        self.documents.put(id, cleaned, bytes);
    }

    pub fn keep_raw(&mut self, id: DocId, raw: Raw) {
        let bytes = raw.text.capacity() + std::mem::size_of_val(&*raw.hints);
        self.raws.put(id, raw, bytes);
    }

    pub fn take_raw(&mut self, id: DocId) -> Option<Raw> {
        self.raws.pop(id)
    }

    /// Forgets all that is known of a document.
    pub fn forget(&mut self, id: DocId) {
        self.documents.pop(id);
        self.raws.pop(id);
    }

    pub fn forget_documents(&mut self) {
        self.documents = Bounded::new(DOCUMENTS);
    }
}

/// What a cleaned document takes in memory, nearly.
fn document_bytes(document: &Document) -> usize {
    let blocks: usize = document
        .blocks
        .iter()
        .map(|block| size_of_val(block) + block.text.capacity() + size_of_val(&block.spans[..]))
        .sum();
    let removed: usize =
        document.removed.iter().map(|piece| size_of_val(piece) + piece.text.capacity()).sum();
    size_of::<Document>() + blocks + removed
}

/// Values by document, with the bytes that each takes.
#[derive(Debug)]
struct Bounded<T> {
    entries: LruCache<DocId, (T, usize)>,
    bytes: usize,
    most: usize,
}

impl<T> Bounded<T> {
    fn new(most: usize) -> Bounded<T> {
        Bounded { entries: LruCache::unbounded(), bytes: 0, most }
    }

    /// Keeps a value; the newest stays even if it alone is too large.
    fn put(&mut self, id: DocId, value: T, bytes: usize) {
        self.pop(id);
        self.entries.put(id, (value, bytes));
        self.bytes += bytes;
        while self.bytes > self.most && self.entries.len() > 1 {
            if let Some((_, (_, bytes))) = self.entries.pop_lru() {
                self.bytes -= bytes;
            }
        }
    }

    fn pop(&mut self, id: DocId) -> Option<T> {
        let (value, bytes) = self.entries.pop(&id)?;
        self.bytes -= bytes;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_been_asked_for_longest_goes_first() {
        let mut bounded = Bounded::new(10);
        for id in 0..3 {
            bounded.put(DocId(id), id, 3);
        }
        bounded.entries.get(&DocId(0));
        bounded.put(DocId(3), 3, 4);
        let mut left: Vec<u32> = bounded.entries.iter().map(|(id, _)| id.0).collect();
        left.sort_unstable();
        assert_eq!((left, bounded.bytes), (vec![0, 2, 3], 10));
        bounded.put(DocId(9), 9, 99);
        assert_eq!((bounded.entries.len(), bounded.bytes), (1, 99));
    }
}
