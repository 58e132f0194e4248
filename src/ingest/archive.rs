//! Files that hold many documents: listing their records, and reading one by its place.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::records::{self, Place};
use super::source::{Archive, Content};
use super::{Format, Origin, Problem, Source, unpack};

/// How much of an archive is read at once while its records are listed.
const CHUNK: usize = 1 << 20;

/// How documents in archives are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The field that holds the text of JSON records, with dots between the names of fields inside fields.
    pub text_field: Option<String>,
    /// The folder in which the texts of compressed archives are kept between runs; without one, every run
    /// unpacks them anew.
    pub texts: Option<PathBuf>,
}

/// What all kept texts of a heap may take together, in bytes: archives of more are unpacked by every run.
const MOST_TEXT: u64 = 1 << 30;

/// Texts that no archive has any more are kept for this long: another run may be reading them.
const UNUSED: Duration = Duration::from_secs(24 * 60 * 60);

/// A file changed within this time may change again without its time showing it.
const CLOCK: Duration = Duration::from_secs(2);

impl Options {
    /// Where the text of a compressed archive is kept, if it can be: a name that changes with the file.
    pub fn kept_text(&self, bytes: u64, modified: Option<SystemTime>, inode: u64) -> Option<PathBuf> {
        let modified = modified.filter(|time| time.elapsed().is_ok_and(|age| age > CLOCK))?;
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
        let name = format!("{inode:x}-{bytes:x}-{since:x}");
        (inode != 0).then_some(self.texts.as_ref()?.join(name))
    }

    /// Removes what is kept of archives that are not among `used`, unless it may still be read by somebody.
    pub fn forget_texts(&self, used: &[PathBuf]) {
        for file in self.texts.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
            let modified = file.metadata().and_then(|meta| meta.modified()).ok();
            let unused = modified.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > UNUSED);
            if unused && !used.contains(&file.path()) {
                // Who cannot remove it now can the next time.
                let _ = fs::remove_file(file.path());
            }
        }
    }

    fn has_room_for(&self, bytes: u64) -> bool {
        let folder = self.texts.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        // The new one is there already, under the name that it has for this run.
        folder.filter_map(|file| Some(file.metadata().ok()?.len())).sum::<u64>().max(bytes) <= MOST_TEXT
    }
}

/// Lists the records of an archive as sources of their own; any other source is passed on as it is.
/// Records are read by offset, from the unpacked text where an archive is compressed. What can be read of a
/// damaged archive is listed before the error.
pub fn expand(source: Source, options: &Options, sink: &mut dyn FnMut(Source)) -> io::Result<()> {
    let name = source.name();
    let (content, text): (Content, Box<dyn Read>) = match &source.origin {
        Origin::File(path) if source.format == Format::Json && unpack::is_packed(path) => {
            unpacked(path, &source, options)?
        }
        Origin::File(path) if source.format == Format::Json => {
            (Content::File(path.clone()), Box::new(File::open(path)?))
        }
        Origin::Embedded(name) if source.format == Format::Json => {
            let bytes = super::samples::bytes(name).unwrap_or_default();
            (Content::Embedded(bytes), Box::new(bytes))
        }
        _ => {
            sink(source);
            return Ok(());
        }
    };
    let by_lines = [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst"]
        .iter()
        .any(|suffix| name.to_ascii_lowercase().ends_with(suffix));
    let text_field = options.text_field.clone();
    let archive = Arc::new(Archive { name, content, bytes: source.bytes, text_field });
    let mut text = BufReader::with_capacity(CHUNK, text);
    let many = records::list(&mut text, by_lines, &mut |Place { line, offset, len }| {
        let origin = Origin::Record { archive: Arc::clone(&archive), line, offset, len };
        sink(Source { origin, bytes: len, ..source.clone() });
    })?;
    // A text that is being unpacked is unpacked to its end.
    io::copy(&mut text, &mut io::sink())?;
    archive.content.keep(&source, options);
    if !many {
        let bytes = archive.content.len()?;
        let origin = Origin::Record { archive, line: 0, offset: 0, len: bytes };
        sink(Source { origin, ..source });
    }
    Ok(())
}

/// The text of a compressed archive: the one that is kept, or one that is unpacked as it is read.
fn unpacked(path: &Path, source: &Source, options: &Options) -> io::Result<(Content, Box<dyn Read>)> {
    let packed = path.to_owned();
    if let Some(text) = options.kept_text(source.bytes, source.modified, source.inode)
        && let Ok(file) = File::open(&text)
    {
        return Ok((Content::Unpacked { packed, text, temporary: None }, Box::new(file)));
    }
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("wenlan-");
    let beside = options.texts.as_ref().and_then(|folder| {
        fs::create_dir_all(folder).ok()?;
        builder.tempfile_in(folder).ok()
    });
    let (to, temporary) = beside.map_or_else(|| builder.tempfile(), Ok)?.into_parts();
    let content = Content::Unpacked { packed, text: temporary.to_path_buf(), temporary: Some(temporary) };
    Ok((content, Box::new(Tee { from: unpack::open(path)?, to })))
}

/// Writes what is read through it.
struct Tee<R, W> {
    from: R,
    to: W,
}

impl<R: Read, W: Write> Read for Tee<R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.to.write_all(&buffer[..read])?;
        Ok(read)
    }
}

/// Reading with a place to start from.
trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl Content {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Content::File(path) | Content::Unpacked { text: path, .. } => Box::new(File::open(path)?),
            Content::Embedded(bytes) => Box::new(io::Cursor::new(*bytes)),
        })
    }

    fn len(&self) -> io::Result<u64> {
        self.open()?.seek(SeekFrom::End(0))
    }

    /// Keeps a text that has been unpacked for this run alone, if it may be kept.
    fn keep(&self, source: &Source, options: &Options) {
        if let Content::Unpacked { text, temporary: Some(_), .. } = self
            && let Some(kept) = options.kept_text(source.bytes, source.modified, source.inode)
            && self.len().is_ok_and(|bytes| options.has_room_for(bytes))
        {
            // A second name, because records already point to the first. Where there are no such names, or
            // another run has been faster, nothing is lost.
            let _ = fs::hard_link(text, kept);
        }
    }

    /// The bytes of one record.
    pub fn read(&self, offset: u64, len: u64) -> Result<Vec<u8>, Problem> {
        if u32::try_from(len).is_err() {
            return Err(Problem::TooLarge);
        }
        let mut file = self.open()?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(len).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == len { Ok(bytes) } else { Err(Problem::Stale) }
    }
}
