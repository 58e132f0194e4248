//! Raw text → [`Document`]. One file a stage.
//!
//! Cleaning one document depends on that document, and on the lines that repeat across its heap, alone;
//! the same input always gives the same document.

mod repeats;

pub use repeats::Repeats;

use crate::document::{Block, BlockKind, Document, Span};
use crate::library::Raw;

/// Cleans one document. `repeats` carries the evidence of the other documents of the heap.
pub fn clean(raw: &Raw, repeats: Option<&Repeats>) -> Document {
    let _ = repeats;
    let mut document = Document { meta: raw.meta.clone(), ..Document::default() };
    let mut start = 0;
    for (index, line) in raw.text.split_inclusive('\n').enumerate() {
        let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            let span = Span { line: index as u32 + 1, start: start as u32, end: (start + line.len()) as u32 };
            document.blocks.push(Block { kind: BlockKind::Paragraph, text, spans: vec![span], repair: None });
        }
        start += line.len();
    }
    document
}
