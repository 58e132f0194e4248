//! wenlan (文览): a terminal browser for piles of Chinese documents.
//!
//! The way of a document through the modules, one direction, each stage a value in and a value out:
//!
//! ```text
//! path ─scan─▶ Source ─load─▶ Raw ─clean─▶ Document ─┬─▶ search ─▶ Results
//!      ingest         ingest       clean             ├─▶ stats  ─▶ Report
//!                                                    └─▶ tui │ print
//! ```
//!
//! `heap` holds the documents that were found together, `collection` a heap with its index, kept between
//! runs: it is what `cli` and `tui` open. `remote` pushes heaps into search engines and reads what is there;
//! nothing else opens a connection. `text` holds the primitives for Chinese text that all of them share.
//!
//! Which modules each may use (a test holds this; `tests/suite/layers.rs` lists what still breaks it):
//!
//! ```text
//! lang       →
//! text       →
//! document   → lang
//! ingest     → document lang text
//! clean      → document ingest text
//! heap       → clean document ingest lang
//! search     → document lang text
//! stats      → clean document lang text
//! collection → document heap ingest lang search text
//! state      → lang
//! keys       → lang text
//! theme      → lang
//! remote     → document heap ingest clean lang search text
//! config     → keys lang remote state text theme
//! passages   → document lang
//! print      → clean document heap ingest keys lang passages search stats text
//! tui        → collection config document heap ingest keys lang passages search state stats text theme
//! cli        → clean collection config document heap ingest keys lang passages print remote search state stats text theme tui
//! ```

pub mod clean;
pub mod cli;
pub mod collection;
pub mod config;
pub mod document;
pub mod heap;
pub mod ingest;
pub mod keys;
pub mod lang;
pub mod passages;
pub mod print;
pub mod remote;
pub mod search;
pub mod state;
pub mod stats;
pub mod text;
pub mod theme;
pub mod tui;

/// Names the rules that a document goes through on its way to what is remembered of it: the same in two
/// programs that make the same of it.
const RULES: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("WENLAN_RULES"));
