//! The sample library that the binary carries: one document in each shape that wenlan reads, on invented
//! places and people, and a guide to wenlan itself.

use super::{Format, Met, Options, Origin, Source, archive};

/// Name and bytes, in the order in which they are listed. Two are not UTF-8, as such pages often are.
const SAMPLES: &[(&str, &[u8])] = &[
    ("guide.zh.md", include_bytes!("samples/guide.zh.md")),
    ("guide.en.md", include_bytes!("samples/guide.en.md")),
    ("newspaper.txt", include_bytes!("samples/newspaper.txt")),
    ("two-line-title.txt", include_bytes!("samples/two-line-title.txt")),
    ("portal.txt", include_bytes!("samples/portal.txt")),
    ("forum.txt", include_bytes!("samples/forum.txt")),
    ("one-line.txt", include_bytes!("samples/one-line.txt")),
    ("kiln.html", include_bytes!("samples/kiln.html")),
    ("railway.html", include_bytes!("samples/railway.html")),
    ("report.txt", include_bytes!("samples/report.txt")),
    ("bylaws.txt", include_bytes!("samples/bylaws.txt")),
    ("survey.md", include_bytes!("samples/survey.md")),
    ("hard-wrapped.txt", include_bytes!("samples/hard-wrapped.txt")),
    ("briefs.jsonl", include_bytes!("samples/briefs.jsonl")),
];

/// The documents of the sample library.
pub fn samples() -> Vec<Source> {
    let mut sources = Vec::new();
    for &(name, bytes) in SAMPLES {
        let format = Format::of_name(name);
        let source = Source {
            origin: Origin::Embedded(name),
            format,
            bytes: bytes.len() as u64,
            modified: None,
            inode: 0,
            only: None,
        };
        archive::expand(source, &Options::default(), &mut |met| match met {
            Met::Document(record) => sources.push(record),
            Met::Skipped(_) | Met::Failed(_) => {}
        });
    }
    sources
}

/// The bytes of one sample.
pub(super) fn bytes(name: &str) -> Option<&'static [u8]> {
    SAMPLES.iter().find(|(known, _)| *known == name).map(|&(_, bytes)| bytes)
}
