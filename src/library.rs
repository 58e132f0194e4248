//! Where documents come from: finding them, reading them, decoding them.
//!
//! `scan` lists [`Source`]s without opening them; `load` turns one into [`Raw`] text with the evidence
//! that its format gives (HTML tags, JSON fields). Cleaning is the next stage's work.

mod raw;
mod source;

pub use raw::{Format, LineHint, Raw, Tag};
pub use source::{LoadError, Origin, ScanError, Source, load, scan};
