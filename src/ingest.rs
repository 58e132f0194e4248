//! Where documents come from: finding them, reading them, decoding them.
//!
//! `scan` lists [`Source`]s, `expand` the documents in one, and `load` turns one into [`Raw`] text with the
//! evidence that its format gives (HTML tags, JSON fields). Cleaning is the next stage's work.
//!
//! A format is a row of [`kind::KINDS`] and a file of its own: a `container` holds documents, a markup is one.
//!
//! # Adding a format
//!
//! 1. A markup is `markup/NAME.rs` with `pub fn read(text: &str) -> Raw`: it pushes lines into [`lines::Lines`] with
//!    what it knows of each, and names the facts that it finds through [`facts::Facts`]. It gets a static and a place
//!    in the list of `markup.rs`. (EPUB was made so: `markup/epub.rs`, from bytes instead of text.)
//! 2. A container is `container/NAME.rs` with a unit struct and the trait [`Container`]: `list` says where each member
//!    is, `load` reads one by that alone.
//! 3. `raw.rs`: a variant of [`Format`] and its name, which JSON shows from then on.
//! 4. `kind.rs`: the row, with the extensions and what a census calls it. Scanning, opening, the catalogue, the census
//!    and the fuzz targets need no more.
//! 5. Tests beside it and in `tests/suite/ingest_formats.rs`, with material of your own: a file in, texts, titles and
//!    addresses out; a cut and a lying one give an error with a remedy. `no_text_upsets_a_format` takes it by itself.
//! 6. A row in the table of formats of both READMEs; a test names the extension that lacks one.

mod adapter;
pub mod address;
mod archive;
mod characters;
mod container;
mod decode;
mod error;
mod facts;
mod found;
mod html;
pub mod kind;
mod lines;
mod load;
mod markdown;
mod markup;
mod parse;
mod raw;
pub mod record;
mod samples;
mod scan;
mod source;
mod unpack;

pub use adapter::Adapter;
pub use archive::{Options, Stamp, expand};
pub use container::{Archive, Container, Content, Key, Member, State};
pub use decode::{Charset, Decoded, decode, decode_as};
pub use error::{LoadError, Problem};
pub use found::{Met, Skipped};
pub use load::{load, load_as};
pub use markdown::front_matter;
pub use raw::{Format, LineHint, Raw, Tag};
pub use samples::samples;
pub(crate) use scan::inode;
pub use scan::scan;
pub use source::{Origin, Source};
pub(crate) use unpack::is_packed;
