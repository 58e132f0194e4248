//! Statistics of a document, a section, or a heap.
//!
//! Everything starts from [`DocumentCounts`], which can be kept without the text, and [`Totals`], their
//! sum; neither depends on the order of documents or the number of threads. What needs the text itself
//! (concordance, collocations, figures) works on documents.

mod counts;
mod dates;
mod keywords;
mod mattr;
mod report;
mod stopwords;
mod totals;
mod words;

pub use counts::{Characters, Counts, DocumentCounts, Tally, is_han};
pub use dates::Period;
pub use keywords::{Keyword, Weighting};
pub use mattr::WINDOW as MATTR_WINDOW;
pub use report::{
    Context, HAN_PER_MINUTE, LATIN_WORDS_PER_MINUTE, Report, SectionLength, document_report, heap_report,
    section_report, totals_report,
};
pub use stopwords::{DEFAULT_LIST as DEFAULT_STOP_WORDS, StopWords};
pub use totals::{Frequency, Totals};
