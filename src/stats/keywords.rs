//! Keywords and their weights.

use serde::Serialize;

/// A word and how much it says about a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Keyword {
    pub word: String,
    pub freq: usize,
    pub weight: f64,
}
