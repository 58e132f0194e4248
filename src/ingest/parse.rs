//! One document's bytes as a text with the evidence of its format.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::characters::{Settled, recode};
use super::markup::{self, Read};
use super::{Decoded, Format, Problem, Raw, decode, html};

/// Bytes → text and evidence. The format is the content's: a page may lie under `.txt`, a text under `.html`.
pub fn parse(bytes: Cow<'_, [u8]>, format: Format) -> Result<Raw, Problem> {
    parse_as(bytes, format, None)
}

/// The same where something besides the content names its encoding.
pub fn parse_as(
    bytes: Cow<'_, [u8]>,
    format: Format,
    charset: Option<&'static Encoding>,
) -> Result<Raw, Problem> {
    let read = match markup::of(format) {
        Read::Bytes(read) => return read(&bytes),
        Read::Text(read) => read,
    };
    let declared = |bytes: &[u8]| html::declared_encoding(bytes).or(charset);
    read_decoded(decode(bytes, declared).ok_or(Problem::Binary)?, read)
}

/// What a text says that was decoded, with how it was read.
pub fn read_decoded(
    decoded: Decoded,
    read: impl FnOnce(&str) -> Result<Raw, Problem>,
) -> Result<Raw, Problem> {
    let Decoded { text, encoding, others, bad_bytes } = decoded;
    let Settled { text, mut repaired } = recode(text);
    let mut raw = read(&text)?;
    repaired.append(&mut raw.repaired);
    Ok(Raw { encoding, bad_bytes, mixed: others, repaired, ..raw })
}
