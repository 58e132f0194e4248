//! Where documents come from: finding them, reading them, decoding them.
//!
//! `scan` lists [`Source`]s, `expand` the documents in one, and `load` turns one into [`Raw`] text with the
//! evidence that its format gives (HTML tags, JSON fields). Cleaning is the next stage's work.
//!
//! A format is a row of [`kind::KINDS`] and a file of its own: a `container` holds documents, a markup is one.

pub mod address;
mod archive;
mod container;
mod decode;
mod error;
mod facts;
mod html;
pub mod kind;
mod load;
mod markdown;
mod raw;
mod records;
mod samples;
mod scan;
mod source;
mod unpack;

pub use archive::{Options, Stamp, expand};
pub use container::Container;
pub use decode::{Decoded, decode};
pub use error::{LoadError, Problem};
pub use load::load;
pub use markdown::front_matter;
pub use raw::{Format, LineHint, Raw, Tag};
pub use samples::samples;
pub(crate) use scan::inode;
pub use scan::{Met, Skipped, scan};
pub use source::{Archive, Content, Key, Member, Origin, Source};
pub(crate) use unpack::is_packed;
