//! Any bytes are decoded without a panic, and what is decoded is cleaned without one.
#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use wenlan::ingest::{self, Format, Origin, Source};

fuzz_target!(|data: &[u8]| {
    let decoded = ingest::decode(Cow::Borrowed(data), |_| None);
    if let Some(decoded) = decoded {
        assert!(decoded.bad_bytes <= data.len());
    }
    for format in ingest::kind::KINDS.iter().map(|kind| kind.format()).chain([Format::Xml, Format::Json, Format::Code]) {
        let source = Source {
            origin: Origin::Stdin(data.into()),
            format,
            bytes: data.len() as u64,
            modified: None,
            inode: 0,
            only: None,
        };
        // Bytes that are no document are an error with a message, nothing worse.
        match ingest::load(&source) {
            Ok(raw) => {
                wenlan::clean::clean(&raw, None);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
