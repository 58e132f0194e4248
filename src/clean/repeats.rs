//! Lines that stand in many documents of a heap: the evidence that they are a site's chrome.

/// Counts, over the documents of a heap, in how many of them each line stands.
#[derive(Debug, Clone, Default)]
pub struct Repeats {}
