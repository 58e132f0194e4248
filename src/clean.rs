//! Raw text → [`Document`]. One file a stage.
//!
//! Cleaning one document depends on that document, and on the lines that repeat across its heap, alone;
//! the same input always gives the same document. The stages, in order:
//!
//! ```text
//! line      raw lines and their features       caption   lines that belong to pictures
//! split     paragraphs that share a line        heading   headings; levels: how they nest
//! noise     furniture, by phrases and shape     join      lines that were one paragraph
//! region    where the text begins and ends      order     columns read in the wrong order
//! title, date, origin, people: the metadata     assemble  blocks and removed pieces with provenance
//! ```
//!
//! Markdown says itself what its lines are and goes another way: `markdown`.

mod appeal;
mod assemble;
mod bare;
mod book;
mod budget;
mod caption;
mod class;
mod comments;
mod contents;
mod date;
mod debris;
mod frame;
mod header;
mod heading;
mod inset;
mod join;
mod kinds;
mod lead;
mod levels;
mod line;
mod markdown;
mod metaline;
mod nature;
mod ngrams;
mod noise;
mod numbering;
mod order;
mod origin;
mod page;
mod people;
mod phrases;
mod references;
mod region;
mod repeats;
mod small_print;
mod split;
mod table;
mod teasers;
mod thread;
mod title;
mod traditional;
mod words;
mod wrap;

pub use people::is_person;
pub use repeats::Repeats;

use page::Page;

use crate::document::{Document, Reason};
use crate::ingest::Raw;

/// What was decided about a raw line, or a part of one, and by which rule.
#[derive(Debug, Clone, PartialEq)]
pub struct LineVerdict {
    /// Raw line, 1-based.
    pub line: u32,
    /// The kind of block it went into, or the reason why it was left out.
    pub role: &'static str,
    /// The rule that decided.
    pub rule: &'static str,
    /// How much the line spoke for being text when the region of the text was looked for.
    pub score: f32,
}

/// Cleans one document. `repeats` carries the evidence of the other documents of the heap.
pub fn clean(raw: &Raw, repeats: Option<&Repeats>) -> Document {
    clean_explained(raw, repeats).0
}

/// Cleans one document and says, line by line, what was decided and why.
pub fn clean_explained(raw: &Raw, repeats: Option<&Repeats>) -> (Document, Vec<LineVerdict>) {
    let Some((shown, hidden)) = raw.without_hidden() else { return clean_shown(raw, repeats) };
    let (mut document, mut verdicts) = clean_shown(&shown, repeats);
    let (role, rule) = (Reason::Hidden.name(), "hidden");
    verdicts.extend(hidden.iter().map(|hidden| LineVerdict {
        line: hidden.span.line,
        role,
        rule,
        score: 0.0,
    }));
    document.removed.extend(hidden);
    (document, verdicts)
}

/// Cleans what readers of a page see.
fn clean_shown(raw: &Raw, repeats: Option<&Repeats>) -> (Document, Vec<LineVerdict>) {
    if markdown::is_markdown(raw) {
        return markdown::clean(raw, repeats);
    }
    let Some(simple) = traditional::simplify(raw) else { return Page::read(raw, repeats).clean(&raw.text) };
    let (mut document, verdicts) = Page::read(&simple, repeats).clean(&raw.text);
    traditional::restore(&mut document.meta, raw, &simple);
    (document, verdicts)
}
