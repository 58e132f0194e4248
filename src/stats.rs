//! Statistics of a document, a section, or a heap.
//!
//! Everything starts from [`DocumentCounts`], which can be kept without the text, and [`Totals`], their
//! sum; neither depends on the order of documents or the number of threads. What needs the text itself
//! (concordance, collocations, figures) works on documents.

mod collocates;
mod concordance;
mod counts;
mod dates;
mod dispersion;
mod duplicates;
mod figures;
mod growth;
mod heap_counts;
mod keyness;
mod keywords;
mod look_up;
mod mattr;
mod measures;
mod names;
mod occurrences;
mod personal;
mod quality;
mod report;
mod scope;
mod stopwords;
mod study;
mod survey;
mod table;
mod tables;
mod totals;
mod trend;
mod view;
mod words;

pub use collocates::{Association, Collocate, Pairs, log_dice};
pub use concordance::{Line, Order, concordance, sort as sort_concordance};
pub use counts::{Characters, Counts, DocumentCounts, Tally};
pub use dates::Period;
pub use dispersion::{Dispersion, Part, dispersion, equal_parts};
pub use duplicates::{Member, NEAR, SHINGLE, Signature, groups as duplicate_groups, most_alike};
pub use figures::{Figure, Kind, Quantity, figures, quantities};
pub use growth::{Growth, growth};
pub use heap_counts::HeapCounts;
pub use keyness::{Against, Keyness, keyness};
pub use keywords::{Keyword, Reference, Weighting, text_rank, tf_idf};
pub use look_up::{Company, Concordance, LookUp, look_up};
pub use mattr::WINDOW as MATTR_WINDOW;
pub use measures::{MEASURES, Measure};
pub use names::{Name, NameKind, names};
pub use occurrences::{Node, Occurrence};
pub use personal::{Found as PersonalFound, Personal, PersonalKind, personal};
pub use quality::{Figures as QualityFigures, GRAM as QUALITY_GRAM, Quality, doubts};
pub use report::{
    Context, HAN_PER_MINUTE, LATIN_WORDS_PER_MINUTE, Report, SectionLength, piece_report, totals_report,
};
pub use scope::{Excerpt, Flow, PARTS, Piece, Scope, Texts, count, frequency, parts};
pub use stopwords::{DEFAULT_LIST as DEFAULT_STOP_WORDS, StopWords};
pub use study::{Comparison, Copies, Plot, Study, study};
pub use survey::{Survey, Surveyed};
pub use table::{Asked, Missing, Table};
pub use tables::{Entry, TABLES};
pub use totals::{Frequency, Totals};
pub use trend::{Dated, Trend, trend};
pub use view::{Condition as RowCondition, Sample, View};
pub use words::{Token, tokens};
