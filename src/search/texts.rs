//! Texts being searched, decoded; some are kept for the next search: while a query is typed, each key reads
//! mostly what the key before it read.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::record::line_bytes;
use super::segment::Segment;

/// Bytes of texts kept from one search to the next.
const KEPT: usize = 12 << 20;

/// A document's texts, ready to be searched.
#[derive(Debug)]
pub struct Page {
    /// Every character folded; UTF-8 unless it is damaged.
    pub folded: Vec<u8>,
    /// Where its lines are.
    pub lines: Vec<Range<usize>>,
}

impl Page {
    fn read(segment: &Segment, doc: usize) -> Page {
        let folded = segment.folded(doc);
        let lines = line_bytes(&folded);
        Page { folded, lines }
    }

    fn bytes(&self) -> usize {
        self.folded.capacity() + self.lines.capacity() * size_of::<Range<usize>>()
    }
}

/// The texts that the last search read, up to [`KEPT`] bytes.
#[derive(Debug, Default)]
pub struct Texts {
    kept: Mutex<Arc<Pages>>,
}

/// By the segment's number and the document's number in it.
type Pages = FxHashMap<(u64, usize), Arc<Page>>;

impl Texts {
    /// What one search reads with; afterwards [`Texts::keep`] takes over what it read.
    pub fn reader(&self) -> Reader {
        let before = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Reader { before, read: Mutex::default() }
    }

    pub fn keep(&self, reader: Reader) {
        let read = reader.read.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(read.pages);
    }
}

/// Reads texts for one search, from several threads.
#[derive(Debug)]
pub struct Reader {
    /// Of the search before.
    before: Arc<Pages>,
    read: Mutex<Read>,
}

#[derive(Debug, Default)]
struct Read {
    pages: Pages,
    bytes: usize,
}

impl Reader {
    pub fn page(&self, segment: &Segment, doc: usize) -> Arc<Page> {
        let key = (segment.number(), doc);
        let lock = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.before.get(&key).cloned().or_else(|| lock().pages.get(&key).cloned());
        let page = known.unwrap_or_else(|| Arc::new(Page::read(segment, doc)));
        let mut read = lock();
        if read.bytes < KEPT && read.pages.insert(key, page.clone()).is_none() {
            read.bytes += page.bytes();
        }
        page
    }
}
