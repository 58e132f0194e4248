//! Compressed files: `.gz` and `.zst`.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

/// Whether a file's name says that it is compressed.
pub fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("gz") || extension.eq_ignore_ascii_case("zst")
    })
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
        _ => Box::new(packed),
    })
}
