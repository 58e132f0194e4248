//! What comes of decoding.

/// Text, and how it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// As the Encoding Standard names it: that of most of the text.
    pub encoding: &'static str,
    /// Encodings that other lines are in, the commonest first.
    pub others: Vec<&'static str>,
    /// Byte sequences that were invalid and now stand as U+FFFD.
    pub bad_bytes: usize,
}
