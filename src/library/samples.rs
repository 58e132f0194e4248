//! The sample library that the binary carries: one document in each shape that wenlan reads, on invented
//! places and people, and a guide to wenlan itself.

use super::{Format, Origin, Source};

/// Name and bytes, in the order in which they are listed. Two are not UTF-8, as such pages often are.
const SAMPLES: &[(&str, &[u8])] = &[];

/// The documents of the sample library.
pub fn samples() -> Vec<Source> {
    SAMPLES
        .iter()
        .map(|&(name, bytes)| Source {
            origin: Origin::Embedded(name),
            format: Format::of_name(name),
            bytes: bytes.len() as u64,
            modified: None,
        })
        .collect()
}

/// The bytes of one sample.
pub(super) fn bytes(name: &str) -> Option<&'static [u8]> {
    SAMPLES.iter().find(|(known, _)| *known == name).map(|&(_, bytes)| bytes)
}
