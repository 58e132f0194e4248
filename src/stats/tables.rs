//! The tables, by what they are about: the vocabulary, places in texts, documents.

mod documents;
mod places;
mod vocabulary;

pub use documents::{Documents, Duplicates};
pub use places::{Collocates, Figures, Kwic, Names};
pub use vocabulary::{CountsTable, DispersionTable, KeynessTable, Keywords, TrendTable, Words};

/// Rows of a list of words where nobody says how many.
const TOP: usize = 100;
