//! The file of a catalogue: frames, one after another, to which others are appended.
//!
//! A frame is a header (kind, stored and full length, checksum) and a compressed text. What is appended together
//! ends with a frame that says so, the *seal*, and with the seal's length behind it, so that the last one is found
//! from the end of the file. What follows the last seal was being written when a run was cut short; it does not
//! count, and the next to write there takes it away.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

/// Kind, compressed length, length, checksum of these and of what follows.
const HEADER: usize = 4 + 4 + 4 + 4;
/// Behind a seal: its length, and a mark.
const TRAILER: usize = 4 + 4;
const MARK: [u8; 4] = *b"seal";
/// Larger frames are none of wenlan's.
const LARGEST: usize = 1 << 28;
/// Fast, and twice as small as the plain text of rows.
const LEVEL: i32 = 1;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Rows,
    Repeats,
    Seal,
}

impl Kind {
    fn name(self) -> [u8; 4] {
        match self {
            Kind::Rows => *b"rows",
            Kind::Repeats => *b"reps",
            Kind::Seal => *b"done",
        }
    }
}

/// Frames that are to be written together.
#[derive(Debug, Default)]
pub struct Frames {
    bytes: Vec<u8>,
}

impl Frames {
    /// Adds a frame; where it begins.
    pub fn put(&mut self, kind: Kind, value: &impl Serialize) -> io::Result<u64> {
        let start = self.bytes.len();
        let plain = postcard::to_stdvec(value).map_err(io::Error::other)?;
        let packed = zstd::bulk::compress(&plain, LEVEL)?;
        let mut header = kind.name().to_vec();
        header.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        header.extend_from_slice(&(plain.len() as u32).to_le_bytes());
        let mut sum = crc32fast::Hasher::new();
        sum.update(&header);
        sum.update(&packed);
        header.extend_from_slice(&sum.finalize().to_le_bytes());
        self.bytes.extend_from_slice(&header);
        self.bytes.extend_from_slice(&packed);
        if kind == Kind::Seal {
            self.bytes.extend_from_slice(&((self.bytes.len() - start) as u32).to_le_bytes());
            self.bytes.extend_from_slice(&MARK);
        }
        Ok(start as u64)
    }

    pub fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Writes them as a new file in place of an old one, in one step.
    pub fn replace(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(&self.bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Writes them behind the first `end` bytes of a file, which end with a seal. Where that fails, the file
    /// counts as it did.
    pub fn append(&self, path: &Path, end: u64) -> io::Result<()> {
        let mut file = File::options().write(true).open(path)?;
        let written = (|| {
            file.set_len(end)?;
            file.seek(SeekFrom::Start(end))?;
            file.write_all(&self.bytes)?;
            file.sync_data()
        })();
        if written.is_err() {
            // Half of it may be there; without a seal it does not count.
            let _ = file.set_len(end);
        }
        written
    }
}

/// What stands before a frame: its kind, its length compressed and plain; and the bytes of all that.
struct Header {
    kind: [u8; 4],
    packed: usize,
    plain: usize,
    bytes: [u8; HEADER],
}

/// The kind of a frame, its plain bytes, and where it ends in the file.
type Frame = ([u8; 4], Vec<u8>, u64);

/// The frames of a file up to its last seal.
#[derive(Debug)]
pub struct Log {
    file: File,
    /// Where the last seal begins, and where what counts ends.
    seal: u64,
    pub end: u64,
}

impl Log {
    /// `None` where there is no seal: the file is none of this kind, or damaged.
    pub fn open(path: &Path) -> io::Result<Option<Log>> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        let mut log = Log { file, seal: 0, end: 0 };
        if let Some(seal) = log.seal_before(len)? {
            (log.seal, log.end) = (seal, len);
            return Ok(Some(log));
        }
        // What was being written when a run was cut short stands at the end: the last seal is before that.
        let mut at = 0;
        while let Some((kind, next)) = log.skip(at, len)? {
            if kind == Kind::Seal.name() {
                (log.seal, log.end) = (at, next + TRAILER as u64);
                at = log.end;
            } else {
                at = next;
            }
        }
        Ok((log.end > 0).then_some(log))
    }

    /// What the last seal says.
    pub fn sealed<T: DeserializeOwned>(&mut self) -> io::Result<Option<T>> {
        Ok(self.read(self.seal)?.and_then(|(_, plain, _)| postcard::from_bytes(&plain).ok()))
    }

    /// The frame of a kind that begins at a byte.
    pub fn at<T: DeserializeOwned>(&mut self, kind: Kind, at: u64) -> io::Result<Option<T>> {
        let frame = self.read(at)?.filter(|(found, ..)| *found == kind.name());
        Ok(frame.and_then(|(_, plain, _)| postcard::from_bytes(&plain).ok()))
    }

    /// Calls `on` for every frame of rows from byte `from` to byte `to`. Whether all of them are sound.
    pub fn rows<T: DeserializeOwned>(
        &mut self,
        from: u64,
        to: u64,
        on: &mut dyn FnMut(T),
    ) -> io::Result<bool> {
        let mut at = from;
        while at < to {
            let Some((kind, plain, next)) = self.read(at)? else { return Ok(false) };
            if kind == Kind::Rows.name() {
                let Ok(rows) = postcard::from_bytes(&plain) else { return Ok(false) };
                on(rows);
            }
            at = if kind == Kind::Seal.name() { next + TRAILER as u64 } else { next };
        }
        Ok(at == to)
    }

    /// Where the seal begins that ends at byte `end`.
    fn seal_before(&mut self, end: u64) -> io::Result<Option<u64>> {
        let Some(start) = end.checked_sub(TRAILER as u64) else { return Ok(None) };
        let mut trailer = [0; TRAILER];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut trailer)?;
        let [a, b, c, d, mark @ ..] = trailer;
        let seal = start.checked_sub(u64::from(u32::from_le_bytes([a, b, c, d])));
        let Some(seal) = seal.filter(|_| mark == MARK) else { return Ok(None) };
        let sound =
            self.read(seal)?.is_some_and(|(kind, _, next)| kind == Kind::Seal.name() && next == start);
        Ok(sound.then_some(seal))
    }

    /// The kind of the frame at a byte and where it ends; `None` if it does not end before `len`.
    fn skip(&mut self, at: u64, len: u64) -> io::Result<Option<([u8; 4], u64)>> {
        let Some(Header { kind, packed, .. }) = self.header(at)? else { return Ok(None) };
        let next = at + (HEADER + packed) as u64;
        let is_seal = kind == Kind::Seal.name();
        let end = if is_seal { next + TRAILER as u64 } else { next };
        if end > len || is_seal && self.seal_before(end)? != Some(at) {
            return Ok(None);
        }
        Ok(Some((kind, next)))
    }

    fn header(&mut self, at: u64) -> io::Result<Option<Header>> {
        let mut header = [0; HEADER];
        self.file.seek(SeekFrom::Start(at))?;
        match self.file.read_exact(&mut header) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let word = |at: usize| [header[at], header[at + 1], header[at + 2], header[at + 3]];
        let (packed, plain) = (u32::from_le_bytes(word(4)) as usize, u32::from_le_bytes(word(8)) as usize);
        let header = Header { kind: word(0), packed, plain, bytes: header };
        Ok((packed.max(plain) <= LARGEST).then_some(header))
    }

    /// The kind, the plain bytes and the end of the frame at a byte; `None` if it is not sound.
    fn read(&mut self, at: u64) -> io::Result<Option<Frame>> {
        let Some(Header { kind, packed, plain, bytes: header }) = self.header(at)? else { return Ok(None) };
        let mut bytes = Vec::new();
        (&mut self.file).take(packed as u64).read_to_end(&mut bytes)?;
        let mut sum = crc32fast::Hasher::new();
        sum.update(&header[..HEADER - 4]);
        sum.update(&bytes);
        if bytes.len() != packed || sum.finalize().to_le_bytes() != header[HEADER - 4..] {
            return Ok(None);
        }
        let plain = zstd::bulk::decompress(&bytes, plain).ok();
        Ok(plain.map(|plain| (kind, plain, at + (HEADER + packed) as u64)))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn frames(rows: &[u32], seal: u32) -> Frames {
        let mut frames = Frames::default();
        rows.iter().for_each(|row| _ = frames.put(Kind::Rows, &[*row; 50].as_slice()).expect("a frame"));
        frames.put(Kind::Seal, &seal).expect("a seal");
        frames
    }

    /// The first row of each frame, and the last seal; `None` for a file without any.
    fn read(path: &Path) -> Option<(Vec<u32>, u32, bool)> {
        let mut log = Log::open(path).expect("a file")?;
        let mut rows = Vec::new();
        let end = log.end;
        let sound = log.rows(0, end, &mut |frame: Vec<u32>| rows.push(frame[0])).expect("frames");
        Some((rows, log.sealed().expect("a file").expect("a seal"), sound))
    }

    #[test]
    fn what_was_cut_short_does_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let first = frames(&[1, 2], 10);
        first.replace(&path).expect("a new file");
        assert_eq!(read(&path), Some((vec![1, 2], 10, true)));
        let second = frames(&[3], 11);
        second.append(&path, first.len()).expect("more of it");
        let whole = fs::read(&path).expect("the file");
        assert_eq!(read(&path), Some((vec![1, 2, 3], 11, true)));
        for len in 0..whole.len() {
            fs::write(&path, &whole[..len]).expect("a file");
            let left = (len as u64 >= first.len()).then(|| (vec![1, 2], 10, true));
            assert_eq!(read(&path), left, "{len} bytes");
        }
        // What is left of the cut goes when more is written.
        fs::write(&path, &whole[..whole.len() - 3]).expect("a file");
        let end = Log::open(&path).expect("a file").expect("a seal").end;
        frames(&[4], 12).append(&path, end).expect("more of it");
        assert_eq!(read(&path), Some((vec![1, 2, 4], 12, true)));
    }

    #[test]
    fn damage_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        frames(&[1, 2], 10).replace(&path).expect("a new file");
        let whole = fs::read(&path).expect("the file");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            fs::write(&path, damaged).expect("a file");
            assert!(read(&path).is_none_or(|(.., sound)| !sound), "byte {at}");
        }
    }
}
