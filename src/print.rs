//! Documents, lists and results as text and JSON for pipes and quick look-ups. Values in, strings out;
//! who calls decides where they go.

pub mod export;
pub mod json;
pub mod keys;
pub mod list;
pub mod passages;
pub mod search;
pub mod show;
pub mod stats;
mod style;
pub mod table;

pub use style::Style;
