//! The documents of a segment under construction: their texts, plain at first, and what is known about
//! them.

use rayon::prelude::*;

use super::codebook::{self, Codebook};
use crate::document::DocId;

/// Texts of a segment together at least this long are written in a code; it would take more room than
/// it saves in shorter ones.
const CODED: usize = 1 << 20;
/// Documents that one thread encodes in one go.
const CHUNK: usize = 64;

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

    /// Writes plain texts in a code if there are enough of them: the given one, or one that suits them.
    pub fn encode(&mut self, codebook: Option<&Codebook>) {
        if self.texts.len() < CODED {
            return;
        }
        let plain = self.plain();
        let fitted;
        let codebook = match codebook {
            Some(codebook) => codebook,
            None => {
                fitted = Codebook::fit(&sample(&plain));
                &fitted
            }
        };
        let encoder = codebook.encoder();
        let encode = |texts: &[&str]| {
            let mut coded = Vec::new();
            let ends = texts.iter().map(|text| {
                encoder.encode(text, &mut coded);
                coded.len()
            });
            (ends.collect::<Vec<_>>(), coded)
        };
        let parts: Vec<(Vec<usize>, Vec<u8>)> = plain.par_chunks(CHUNK).map(encode).collect();
        let mut coded = Vec::with_capacity(parts.iter().map(|(_, coded)| coded.len()).sum());
        let mut entries = self.entries.iter_mut();
        for (ends, part) in parts {
            for (end, entry) in ends.into_iter().zip(&mut entries) {
                entry.text_end = coded.len() + end;
            }
            coded.extend_from_slice(&part);
        }
        self.code = codebook.to_bytes();
        self.texts = coded;
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
