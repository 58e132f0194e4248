//! The titles of a segment's documents, decoded: few bytes that every search looks at.

use memchr::memchr_iter;
use memchr::memmem::Finder;
use rayon::prelude::*;

/// Documents whose titles one thread decodes in one go.
const CHUNK: usize = 256;
/// Lines that a title is made of: itself and what stands below it.
const LINES: usize = 2;
/// Bytes, as they are stored, that mostly hold a title, and those that are looked at.
const USUAL: usize = 64;
const LONGEST: usize = 1 << 10;

/// Titles with their subtitles, folded, one document after another.
#[derive(Debug, Default)]
pub struct Titles {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl Titles {
    /// Those at the starts of texts; `stored` gives them as they are stored, `fold` makes folded text of that.
    pub fn read<'a>(
        documents: usize,
        stored: impl Fn(usize) -> &'a [u8] + Sync,
        fold: impl Fn(&[u8]) -> Vec<u8> + Sync,
    ) -> Titles {
        let head = |doc: usize| {
            let stored = stored(doc);
            let first = |bytes: usize| {
                let mut text = fold(stored.get(..bytes).unwrap_or(stored));
                let end = memchr_iter(b'\n', &text).nth(LINES - 1)?;
                text.truncate(end + 1);
                Some(text)
            };
            first(USUAL).or_else(|| first(LONGEST))
        };
        let starts: Vec<usize> = (0..documents).step_by(CHUNK).collect();
        let chunks: Vec<Vec<Option<Vec<u8>>>> = starts
            .into_par_iter()
            .map(|start| (start..documents.min(start + CHUNK)).map(head).collect())
            .collect();
        let mut titles = Titles::default();
        for title in chunks.into_iter().flatten() {
            titles.text.extend(title.unwrap_or_default());
            titles.ends.push(titles.text.len() as u32);
        }
        titles
    }

    /// Both lines; `None` where they are too long to be a title's.
    fn get(&self, doc: usize) -> Option<&[u8]> {
        let start = doc.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = *self.ends.get(doc)?;
        self.text.get(start as usize..end as usize).filter(|title| !title.is_empty())
    }

    /// The title alone.
    pub fn title(&self, doc: usize) -> &[u8] {
        let lines = self.get(doc).unwrap_or_default();
        &lines[..memchr::memchr(b'\n', lines).unwrap_or(0)]
    }

    /// Whether the title or the subtitle may have the string.
    pub fn may_have(&self, doc: usize, string: &Finder<'_>) -> bool {
        self.get(doc).is_none_or(|lines| string.find(lines).is_some())
    }
}
