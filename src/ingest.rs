//! Where documents come from: finding them, reading them, decoding them.
//!
//! `scan` lists [`Source`]s, `expand` the records in one, and `load` turns one into [`Raw`] text with the evidence that its format gives
//! (HTML tags, JSON fields). Cleaning is the next stage's work.

mod archive;
mod decode;
mod error;
mod facts;
mod html;
mod load;
mod markdown;
mod raw;
mod records;
mod samples;
mod scan;
mod source;
mod unpack;

pub use archive::{Options, expand};
pub use decode::{Decoded, decode};
pub use error::{LoadError, Problem};
pub use load::load;
pub use markdown::front_matter;
pub use raw::{Format, LineHint, Raw, Tag};
pub use samples::samples;
pub(crate) use scan::inode;
pub use scan::scan;
pub use source::{Archive, Content, Origin, Source, file_name};
pub(crate) use unpack::is_packed;
