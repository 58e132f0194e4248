//! Compressed files: gzip, zstd, bzip2, xz.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

/// Whether a file's name says that it is compressed.
pub fn is_packed(path: &Path) -> bool {
    const ENDINGS: [&str; 9] = ["gz", "zst", "bz2", "xz", "tgz", "tbz", "tbz2", "txz", "tzst"];
    path.extension().is_some_and(|own| ENDINGS.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// The content of a file, unpacked if its first bytes say that it is compressed.
pub fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    if is_packed(path) { unpacked(file) } else { Ok(Box::new(file)) }
}

/// What was read, unpacked if its first bytes say that it is compressed.
pub fn unpacked(mut packed: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    const CHUNK: usize = 256 * 1024;
    let mut magic = Vec::new();
    (&mut packed).take(6).read_to_end(&mut magic)?;
    let packed = BufReader::with_capacity(CHUNK, io::Cursor::new(magic.clone()).chain(packed));
    Ok(match magic[..] {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(packed)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(packed)?),
        [b'B', b'Z', b'h', ..] => Box::new(MultiBzDecoder::new(packed)),
        [0xfd, b'7', b'z', b'X', b'Z', 0] => Box::new(XzReader::new(packed, true)),
        _ => Box::new(packed),
    })
}
