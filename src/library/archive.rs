//! Files that hold many documents: listing their records, and reading one by its place.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use super::records::{self, Place};
use super::source::{Archive, Content};
use super::{Format, Origin, Problem, Source, unpack};

/// How much of an archive is read at once while its records are listed.
const CHUNK: usize = 1 << 20;

/// What the user says about the documents in archives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The field that holds the text of JSON records, with dots between the names of fields inside fields.
    pub text_field: Option<String>,
}

/// Lists the records of an archive as sources of their own; any other source is passed on as it is.
/// Compressed archives are unpacked into a temporary file first, because records are read by offset.
pub fn expand(source: Source, options: &Options, sink: &mut dyn FnMut(Source)) -> io::Result<()> {
    let name = source.name();
    let content = match &source.origin {
        Origin::File(path) if source.format == Format::Json => content(path)?,
        Origin::Embedded(name) if source.format == Format::Json => {
            Content::Embedded(super::samples::bytes(name).unwrap_or_default())
        }
        _ => {
            sink(source);
            return Ok(());
        }
    };
    let by_lines = [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst"]
        .iter()
        .any(|suffix| name.to_ascii_lowercase().ends_with(suffix));
    let bytes = content.len()?;
    let text_field = options.text_field.clone();
    let archive = Arc::new(Archive { name, content, bytes: source.bytes, text_field });
    let reader = BufReader::with_capacity(CHUNK, archive.content.open()?);
    let many = records::list(reader, by_lines, &mut |Place { line, offset, len }| {
        let origin = Origin::Record { archive: Arc::clone(&archive), line, offset, len };
        sink(Source { origin, bytes: len, ..source.clone() });
    })?;
    if !many {
        let origin = Origin::Record { archive, line: 0, offset: 0, len: bytes };
        sink(Source { origin, ..source });
    }
    Ok(())
}

fn content(path: &Path) -> io::Result<Content> {
    if !unpack::is_packed(path) {
        return Ok(Content::File(path.into()));
    }
    let mut unpacked = tempfile::Builder::new().prefix("wenlan-").tempfile()?;
    io::copy(&mut unpack::open(path)?, &mut unpacked)?;
    Ok(Content::Unpacked(unpacked.into_temp_path()))
}

/// Reading with a place to start from.
trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl Content {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Content::File(path) => Box::new(File::open(path)?),
            Content::Unpacked(path) => Box::new(File::open(path)?),
            Content::Embedded(bytes) => Box::new(io::Cursor::new(*bytes)),
        })
    }

    fn len(&self) -> io::Result<u64> {
        self.open()?.seek(SeekFrom::End(0))
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
