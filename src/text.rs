//! Chinese text primitives: no I/O, no terminal types, no knowledge of documents.

pub mod class;
pub mod frequency;
pub mod layout;
pub mod lexicon;
pub mod likeness;
pub mod nobody;
pub mod number;
pub mod office;
pub mod pinyin;
pub mod punctuation;
pub mod sanitize;
pub mod segment;
pub mod sentence;
pub mod table;
pub mod variant;
pub mod width;
