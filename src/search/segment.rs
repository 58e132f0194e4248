//! A segment: an immutable piece of the index over a batch of documents, as one run of bytes that is
//! searched where it lies, in memory or in a mapped file.
//!
//! It holds the documents' texts, and for every character and every pair of neighbouring characters
//! (folded to one form) the documents that contain it. A text that contains a string contains all its
//! pairs, so the pairs name the candidates, whatever words a segmenter would see, and the stored text
//! decides.

mod build;
mod codebook;
mod documents;
mod grams;
mod layout;
mod packed;
mod titles;
mod triples;

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

pub use build::{Builder, merge};
use codebook::Codebook;
pub use documents::Codes;
pub use layout::Damaged;
use layout::{Layout, Section};
use titles::Titles;

use super::bits::{BitReader, take_varint};
use super::docset::DocSet;
use super::record::{Facts, Info};
use crate::document::DocId;
use crate::text::variant::fold;

/// The bytes of a segment: a vector, or a mapped file.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// What a character counts as in a gram: folded, in sixteen bits. Characters beyond the Basic
/// Multilingual Plane share one value, so grams may promise too much, never too little.
pub fn gram_char(c: char) -> u16 {
    gram_of_folded(fold(c))
}

/// [`gram_char`] of what is folded already.
pub fn gram_of_folded(c: char) -> u16 {
    match c {
        '\0' => OTHER,
        c => u16::try_from(u32::from(c)).unwrap_or(OTHER),
    }
}

/// The grams of the characters of a text, its line breaks among them.
fn grams_of(text: &[u8]) -> Vec<u16> {
    match simdutf8::basic::from_utf8(text) {
        Ok(text) => text.chars().map(gram_char).collect(),
        Err(_) => String::from_utf8_lossy(text).chars().map(gram_char).collect(),
    }
}

/// Whether `text` (folded) is a single gram, whose postings are the documents that have it and no others.
pub fn is_one_gram(text: &str) -> bool {
    let grams = || text.chars().map(gram_char);
    grams().count() <= 2 && grams().all(|gram| gram != OTHER)
}

const OTHER: u16 = 0xffff;
/// Stands second in the "pair" that is a single character.
const ALONE: u16 = 0;
/// Bytes of an entry of the table of first characters: character, first pair, start of the lengths of
/// its postings, start of the postings.
const FIRST_LEN: usize = 2 + 4 + 4 + 8;
/// Bytes of an entry of the table of documents: number, characters, start of the text, of the facts.
const DOC_LEN: usize = 4 + 4 + 8 + 8;

/// A batch of documents that can be searched.
#[derive(Clone)]
pub struct Segment {
    bytes: Bytes,
    layout: Layout,
    /// The code of the texts, read when a text is first wanted.
    codebook: Arc<OnceLock<Arc<Codebook>>>,
    titles: Arc<OnceLock<Titles>>,
    /// The vocabulary, unpacked when first asked for.
    words: Arc<OnceLock<Vec<u8>>>,
    number: u64,
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("documents", &self.documents()).finish_non_exhaustive()
    }
}

/// Parts of a segment with one piece for each document.
#[derive(Debug, Clone, Copy)]
enum Column {
    Text,
    Info,
}

/// The pairs that begin with one character.
#[derive(Debug, Clone, Copy)]
struct First<'a> {
    /// Two bytes a pair: the second characters in ascending order.
    seconds: &'a [u8],
    /// Varints: the lengths of the postings in bytes.
    lengths: &'a [u8],
    postings: &'a [u8],
}

impl<'a> First<'a> {
    /// Every second character with its postings.
    fn pairs(self) -> impl Iterator<Item = (u16, &'a [u8])> {
        let (mut lengths, mut postings) = (self.lengths, self.postings);
        self.seconds.chunks_exact(2).map(move |second| {
            let len = (take_varint(&mut lengths) as usize).min(postings.len());
            let (found, rest) = postings.split_at(len);
            postings = rest;
            (u16::from_le_bytes([second[0], second[1]]), found)
        })
    }

    /// Which of the pairs has this second character.
    fn find(self, second: u16) -> Option<usize> {
        let count = self.seconds.len() / 2;
        let at = partition(count, |at| u16_at(self.seconds, at * 2) < second);
        (at < count && u16_at(self.seconds, at * 2) == second).then_some(at)
    }

    fn postings(self, second: u16) -> Option<&'a [u8]> {
        let at = self.find(second)?;
        let mut lengths = self.lengths;
        let start: usize = (0..at).map(|_| take_varint(&mut lengths) as usize).sum();
        let len = take_varint(&mut lengths) as usize;
        self.postings.get(start..start + len)
    }
}

impl Segment {
    /// Takes a run of bytes for a segment if its version and its table of contents say that it is one.
    pub fn open(bytes: Bytes) -> Result<Segment, Damaged> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let layout = Layout::read((*bytes).as_ref())?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let (codebook, titles, words) = (Arc::default(), Arc::default(), Arc::default());
        Ok(Segment { bytes, layout, codebook, titles, words, number })
    }

    /// Tells segments of one run of the program apart.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Stands for `other` from now on, whose bytes it has.
    pub fn take_number(&mut self, other: &Segment) {
        self.number = other.number;
    }

    pub fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    fn section(&self, section: Section) -> &[u8] {
        self.layout.section(self.bytes(), section)
    }

    /// Number of documents.
    pub fn documents(&self) -> usize {
        (self.section(Section::Docs).len() / DOC_LEN).saturating_sub(1)
    }

    /// The documents' numbers, in the order of the segment.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..self.documents()).map(|doc| self.id(doc))
    }

    pub fn id(&self, doc: usize) -> DocId {
        DocId(u32_at(self.section(Section::Docs), doc * DOC_LEN))
    }

    /// Characters of the document's texts.
    pub fn chars(&self, doc: usize) -> u32 {
        u32_at(self.section(Section::Docs), doc * DOC_LEN + 4)
    }

    /// What belongs to a document in a part where the documents follow one another.
    fn range(&self, doc: usize, column: Column) -> &[u8] {
        let (offset, section) = match column {
            Column::Text => (8, Section::Texts),
            Column::Info => (16, Section::Infos),
        };
        let docs = self.section(Section::Docs);
        let at = |doc: usize| u64_at(docs, doc * DOC_LEN + offset) as usize;
        self.section(section).get(at(doc)..at(doc + 1)).unwrap_or_default()
    }

    fn code(&self) -> &[u8] {
        self.section(Section::Codebook)
    }

    /// The code of the texts, if they are in one.
    fn codebook(&self) -> Option<&Arc<Codebook>> {
        let code = self.code();
        (!code.is_empty()).then(|| self.codebook.get_or_init(|| Arc::new(Codebook::from_bytes(code))))
    }

    /// Has texts to come written in the code of this segment's, if they are in one.
    pub fn prefer_code(&self, codes: &Codes) {
        self.codebook().into_iter().for_each(|codebook| codes.replace(codebook));
    }

    /// Uses the other segment's copy of the code if it is the same code.
    pub fn share_codebook(&mut self, other: &Segment) {
        if self.code() == other.code() {
            self.codebook = Arc::clone(&other.codebook);
        }
    }

    /// The document's texts, one a line; see [`super::record::Record`].
    pub fn text(&self, doc: usize) -> String {
        let bytes = self.plain(doc);
        match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// The bytes of [`Segment::text`]; UTF-8 unless they are damaged.
    pub fn plain(&self, doc: usize) -> Vec<u8> {
        let stored = self.range(doc, Column::Text);
        self.codebook().map_or_else(|| stored.to_vec(), |codebook| codebook.decode(stored))
    }

    /// The document's texts with every character folded; UTF-8 unless they are damaged.
    pub fn folded(&self, doc: usize) -> Vec<u8> {
        self.fold(self.range(doc, Column::Text))
    }

    fn fold(&self, stored: &[u8]) -> Vec<u8> {
        match self.codebook() {
            None => String::from_utf8_lossy(stored).chars().map(fold).collect::<String>().into_bytes(),
            Some(codebook) => codebook.decode_folded(stored),
        }
    }

    /// The documents' titles, folded; decoded when first asked for.
    pub fn titles(&self) -> &Titles {
        let stored = |doc| self.range(doc, Column::Text);
        self.titles.get_or_init(|| Titles::read(self.documents(), stored, |stored| self.fold(stored)))
    }

    /// How lists call the document.
    pub fn name(&self, doc: usize) -> String {
        self.facts(doc).name.into_owned()
    }

    pub fn facts(&self, doc: usize) -> Facts<'_> {
        Facts::read(self.range(doc, Column::Info)).0
    }

    pub fn info(&self, doc: usize) -> Info {
        Info::decode(self.range(doc, Column::Info))
    }

    /// Words and phrases of the batch, encoded; see [`super::vocabulary`].
    pub fn words(&self) -> &[u8] {
        self.words.get_or_init(|| packed::unpack(self.section(Section::Words)))
    }

    /// All characters that begin a pair (and so all there are), ascending.
    pub fn alphabet(&self) -> impl Iterator<Item = u16> + '_ {
        let firsts = self.section(Section::Firsts);
        (0..(firsts.len() / FIRST_LEN).saturating_sub(1)).map(move |at| u16_at(firsts, at * FIRST_LEN))
    }

    fn first_at(&self, at: usize) -> First<'_> {
        let firsts = self.section(Section::Firsts);
        let (this, next) = (at * FIRST_LEN, (at + 1) * FIRST_LEN);
        let slice = |section, range: Range<usize>| self.section(section).get(range).unwrap_or_default();
        First {
            seconds: slice(
                Section::Seconds,
                u32_at(firsts, this + 2) as usize * 2..u32_at(firsts, next + 2) as usize * 2,
            ),
            lengths: slice(
                Section::Lengths,
                u32_at(firsts, this + 6) as usize..u32_at(firsts, next + 6) as usize,
            ),
            postings: slice(
                Section::Postings,
                u64_at(firsts, this + 10) as usize..u64_at(firsts, next + 10) as usize,
            ),
        }
    }

    fn first(&self, first: u16) -> Option<First<'_>> {
        let firsts = self.section(Section::Firsts);
        let count = (firsts.len() / FIRST_LEN).saturating_sub(1);
        let at = partition(count, |at| u16_at(firsts, at * FIRST_LEN) < first);
        (at < count && u16_at(firsts, at * FIRST_LEN) == first).then(|| self.first_at(at))
    }

    /// Whether any text has the pair.
    pub fn has_pair(&self, first: u16, second: u16) -> bool {
        self.first(first).is_some_and(|first| first.find(second).is_some())
    }

    /// The characters that follow `first` somewhere, each with its documents when asked for.
    pub fn followers(&self, first: u16) -> impl Iterator<Item = (u16, Postings<'_>)> {
        let documents = self.documents();
        self.first(first)
            .into_iter()
            .flat_map(First::pairs)
            .filter(|&(second, _)| second != ALONE)
            .map(move |(second, bytes)| (second, Postings { bytes, documents }))
    }

    /// Whether any text may have the three characters in a row.
    pub fn may_have_triple(&self, triple: [u16; 3]) -> bool {
        triples::filters(self.triples()).any(|(_, filter)| triples::may_have(filter, triple))
    }

    fn triples(&self) -> &[u8] {
        self.section(Section::Triples)
    }

    /// The documents that may have all of some triples, as their filters tell.
    fn with_triples(&self, triples: &[[u16; 3]]) -> DocSet {
        let mut found = DocSet::none(self.documents());
        let mut from = 0;
        for (documents, filter) in triples::filters(self.triples()) {
            let to = (from + documents).min(self.documents());
            if triples.iter().all(|&triple| triples::may_have(filter, triple)) {
                (from..to).for_each(|doc| found.insert(doc));
            }
            from = to;
        }
        found
    }

    /// The documents with the pair, or with the character where `second` is `None`.
    pub fn postings(&self, first: u16, second: Option<u16>) -> Option<Postings<'_>> {
        let bytes = self.first(first)?.postings(second.unwrap_or(ALONE))?;
        Some(Postings { bytes, documents: self.documents() })
    }

    /// The postings of the gram of `text` (folded) that the fewest documents have.
    pub fn rarest(&self, text: &str) -> Option<Postings<'_>> {
        let chars: Vec<u16> = text.chars().map(gram_char).collect();
        match chars.as_slice() {
            [alone] => self.postings(*alone, None),
            chars => {
                let pairs = chars.windows(2).filter_map(|pair| self.postings(pair[0], Some(pair[1])));
                pairs.min_by_key(Postings::count)
            }
        }
    }

    /// The documents that may contain `text` (folded), each pair of it being there.
    pub fn candidates(&self, text: &str) -> DocSet {
        let chars: Vec<u16> = text.chars().map(gram_char).collect();
        let triples: Vec<[u16; 3]> =
            chars.windows(3).map(|triple| [triple[0], triple[1], triple[2]]).collect();
        let mut found = match triples.as_slice() {
            [] => DocSet::all(self.documents()),
            triples => self.with_triples(triples),
        };
        if found.is_empty() {
            return found;
        }
        let mut keep = |first, second| match self.postings(first, second) {
            Some(postings) => found.intersect(&postings.set()),
            None => found = DocSet::none(self.documents()),
        };
        match chars.as_slice() {
            [alone] => keep(*alone, None),
            chars => chars.windows(2).for_each(|pair| keep(pair[0], Some(pair[1]))),
        }
        found
    }
}

/// The documents of a gram and how much each is about it.
#[derive(Debug, Clone, Copy)]
pub struct Postings<'a> {
    bytes: &'a [u8],
    documents: usize,
}

impl Postings<'_> {
    /// How many documents have the gram.
    pub fn count(&self) -> usize {
        BitReader::new(self.bytes).gamma() as usize
    }

    /// Documents in ascending order, with their weights: occurrences, those in titles and headings more.
    pub fn iter(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let mut reader = BitReader::new(self.bytes);
        let count = (reader.gamma() as usize).min(self.documents);
        let shift = rice_shift(count, self.documents);
        let mut next = 0;
        (0..count).map(move |_| {
            let doc = next + reader.rice(shift) as usize;
            next = doc + 1;
            (doc, reader.gamma())
        })
    }

    pub fn set(&self) -> DocSet {
        let mut set = DocSet::none(self.documents);
        self.iter().for_each(|(doc, _)| set.insert(doc));
        set
    }
}

/// The Rice parameter for the gaps of `count` numbers below `bound`: the mean gap times ln 2, in bits.
fn rice_shift(count: usize, bound: usize) -> u32 {
    (bound * 69 / (count.max(1) * 100)).checked_ilog2().unwrap_or(0)
}

/// The first of `0..count` for which `before` no longer holds.
fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&chunk| u16::from_le_bytes(chunk))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&chunk| u32::from_le_bytes(chunk))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&chunk| u64::from_le_bytes(chunk))
}
