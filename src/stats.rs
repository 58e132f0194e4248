//! Statistics of a document or a heap.

mod counts;
mod keywords;
mod report;

pub use counts::{Counts, SectionLength};
pub use keywords::Keyword;
pub use report::{Report, document_report, heap_report};
