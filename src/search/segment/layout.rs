//! The table of contents at the start of a segment.

use super::u64_at;

/// The parts of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Docs,
    /// The code of the texts; empty where they are plain UTF-8.
    Codebook,
    Texts,
    Infos,
    Firsts,
    Seconds,
    Lengths,
    Postings,
    Triples,
    Words,
}

const SECTIONS: usize = 10;
/// The last two bytes are the version of the format.
const MAGIC: [u8; 8] = *b"wenlan\x00\x07";
const HEADER_LEN: usize = MAGIC.len() + (SECTIONS + 1) * 8;

/// Bytes that are no segment, or one of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    #[error("made by another version of wenlan")]
    Version,
    #[error("shorter than its table of contents says")]
    Cut,
}

/// Where the parts lie: part `n` from `starts[n]` to `starts[n + 1]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    starts: [usize; SECTIONS + 1],
}

impl Layout {
    pub fn read(bytes: &[u8]) -> Result<Layout, Damaged> {
        if !bytes.starts_with(&MAGIC) {
            return Err(Damaged::Version);
        }
        let starts = std::array::from_fn(|at| u64_at(bytes, MAGIC.len() + at * 8) as usize);
        let sound = bytes.len() >= HEADER_LEN
            && starts[0] == HEADER_LEN
            && starts.is_sorted()
            && starts[SECTIONS] == bytes.len();
        if sound { Ok(Layout { starts }) } else { Err(Damaged::Cut) }
    }

    pub fn section<'a>(&self, bytes: &'a [u8], section: Section) -> &'a [u8] {
        let at = section as usize;
        bytes.get(self.starts[at]..self.starts[at + 1]).unwrap_or_default()
    }

    /// Puts the parts together under their table of contents.
    pub fn assemble(parts: [Vec<u8>; SECTIONS]) -> Vec<u8> {
        let mut start = HEADER_LEN;
        let mut out = Vec::with_capacity(HEADER_LEN + parts.iter().map(Vec::len).sum::<usize>());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&(start as u64).to_le_bytes());
        for part in &parts {
            start += part.len();
            out.extend_from_slice(&(start as u64).to_le_bytes());
        }
        parts.iter().for_each(|part| out.extend_from_slice(part));
        out
    }
}
