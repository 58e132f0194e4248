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
pub fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    const CHUNK: usize = 256 * 1024;
    let mut file = File::open(path)?;
    if !is_packed(path) {
        return Ok(Box::new(file));
    }
    let mut magic = Vec::new();
    (&mut file).take(4).read_to_end(&mut magic)?;
    let file = BufReader::with_capacity(CHUNK, io::Cursor::new(magic.clone()).chain(file));
    Ok(match magic[..] {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(file)),
        [0x28, 0xb5, 0x2f, 0xfd] => Box::new(zstd::Decoder::with_buffer(file)?),
        _ => Box::new(file),
    })
}
