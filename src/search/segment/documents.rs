//! The documents of a segment under construction: their texts, plain at first, and what is known about
//! them.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::codebook::{self, Codebook};
use crate::document::DocId;

/// Texts of a segment together at least this long are written in a code; it would take more room than
/// it saves in shorter ones.
const CODED: usize = 1 << 20;
/// Texts of at least so many bytes are what a code is fitted to, where there are that many.
const TELLING: usize = 4 << 20;
/// Documents that one thread encodes in one go.
const CHUNK: usize = 64;

/// A code that leaves more than this share of texts suits them ill.
const POOR: (usize, usize) = (4, 5);

/// The code that the texts of an index were last written in: all segments of a kind of texts have the same, so
/// that they are merged as they are.
#[derive(Debug, Default)]
pub struct Codes(Mutex<Option<Arc<Codebook>>>);

impl Codes {
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Prefers this code from now on.
    pub fn replace(&self, codebook: &Arc<Codebook>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(codebook));
    }

    /// The code to write in. Where there is none yet, one thread makes it, and the others wait for it.
    fn latest_or(&self, fit: impl FnOnce() -> Codebook) -> Arc<Codebook> {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(latest.get_or_insert_with(|| Arc::new(fit())))
    }
}

/// Documents, one after another.
#[derive(Debug, Default)]
pub struct Documents {
    entries: Vec<Entry>,
    pub texts: Vec<u8>,
    pub infos: Vec<u8>,
    /// The code of the texts; empty while they are plain.
    pub code: Vec<u8>,
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
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Characters of all texts.
    pub fn chars(&self) -> usize {
        self.entries.iter().map(|entry| entry.chars as usize).sum()
    }

    pub fn push(&mut self, id: DocId, chars: u32, text: &[u8], info: &[u8]) {
        self.texts.extend_from_slice(text);
        self.infos.extend_from_slice(info);
        let (text_end, info_end) = (self.texts.len(), self.infos.len());
        self.entries.push(Entry { id, chars, text_end, info_end });
    }

    /// The texts, as long as they are plain.
    pub fn plain(&self) -> Vec<&str> {
        let mut start = 0;
        let text = |entry: &Entry| {
            let bytes = &self.texts[start..entry.text_end];
            start = entry.text_end;
            simdutf8::basic::from_utf8(bytes).unwrap_or_default()
        };
        self.entries.iter().map(text).collect()
    }

    /// Writes plain texts in a code if there are enough of them. Those that would be the first may wait until
    /// they are `merged` with others, which show better what code suits all.
    pub fn encode(&mut self, codes: &Codes, merged: bool) {
        let telling = merged || !codes.is_empty() || self.texts.len() >= TELLING;
        if self.texts.len() < CODED || !telling {
            return;
        }
        let plain = self.plain();
        let mut codebook = codes.latest_or(|| Codebook::fit(&sample(&plain)));
        let mut parts = encoded(&plain, &codebook);
        let coded = |parts: &[Encoded]| parts.iter().map(|part| part.bytes.len()).sum::<usize>();
        if coded(&parts) * POOR.1 > self.texts.len() * POOR.0 {
            // These texts are of another kind than those that the code was fitted to.
            let own = Arc::new(Codebook::fit(&sample(&plain)));
            let better = encoded(&plain, &own);
            if coded(&better) < coded(&parts) {
                codes.replace(&own);
                (codebook, parts) = (own, better);
            }
        }
        let mut texts = Vec::with_capacity(coded(&parts));
        let mut entries = self.entries.iter_mut();
        for part in parts {
            for (end, entry) in part.ends.into_iter().zip(&mut entries) {
                entry.text_end = texts.len() + end;
            }
            texts.extend_from_slice(&part.bytes);
        }
        self.code = codebook.to_bytes();
        self.texts = texts;
    }

    /// For each document and one after the last: number, characters, start of its text and its facts.
    pub fn table(&self) -> Vec<u8> {
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

/// Some texts in a code, and where each ends.
struct Encoded {
    ends: Vec<usize>,
    bytes: Vec<u8>,
}

fn encoded(plain: &[&str], codebook: &Codebook) -> Vec<Encoded> {
    let encoder = codebook.encoder();
    let encode = |texts: &[&str]| {
        let mut bytes = Vec::new();
        let ends = texts.iter().map(|text| {
            encoder.encode(text, &mut bytes);
            bytes.len()
        });
        Encoded { ends: ends.collect(), bytes }
    };
    plain.par_chunks(CHUNK).map(encode).collect()
}

/// The first character boundary from byte `at` on.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Pieces from all over the texts, as much as a code is fitted to.
fn sample(texts: &[&str]) -> String {
    const PIECES: usize = 64;
    let total: usize = texts.iter().map(|text| text.len()).sum();
    let piece = codebook::SAMPLE / PIECES;
    let mut sample = String::with_capacity(codebook::SAMPLE);
    let (mut at, mut next) = (0, 0);
    for text in texts {
        while next < at + text.len() {
            let start = boundary(text, next - at);
            sample.push_str(&text[start..boundary(text, start + piece)]);
            next += (total / PIECES).max(piece);
        }
        at += text.len();
    }
    sample
}
