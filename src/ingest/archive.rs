//! Opening files that hold documents: their content where it can be read by offset, and the members in it.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::adapter::Adapter;
use super::container::{Archive, Bytes, Container, Content, Key, Member, State};
use super::found::{Met, Skipped};
use super::kind::{self, Kind, Reads};
use super::{Charset, Format, LoadError, Origin, Problem, Source, address, decode, unpack};

/// How documents in archives are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The field that holds the text of JSON records, with dots between the names of fields inside fields.
    pub text_field: Option<String>,
    /// The encoding that all documents are in, whatever they look like.
    pub encoding: Option<Charset>,
    /// The folder in which the texts of compressed archives are kept between runs; without one, every run
    /// unpacks them anew.
    pub texts: Option<PathBuf>,
    /// Programs that read files of other formats, the first that fits.
    pub adapters: Vec<Adapter>,
}

/// What all kept texts of a heap may take together, in bytes: archives of more are unpacked by every run.
const MOST_TEXT: u64 = 1 << 30;

/// Texts that no archive has any more are kept for this long: another run may be reading them.
const UNUSED: Duration = Duration::from_secs(24 * 60 * 60);

/// A file changed within this time may change again without its time showing it.
const CLOCK: Duration = Duration::from_secs(2);

/// Archives inside archives are opened so deep, and no deeper.
const DEEPEST: usize = 2;

/// An archive inside another is unpacked if it has at most so many bytes.
const LARGEST_WITHIN: u64 = 1 << 30;

/// What tells the content of an archive from what the same file had before.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// Of the file on disk.
    pub bytes: u64,
    pub modified: Option<SystemTime>,
    pub inode: u64,
    /// [`Archive::within`]
    pub within: &'a str,
}

impl Options {
    /// Where the unpacked content of an archive is kept, if it can be: a name that changes with the file.
    pub fn kept_text(&self, stamp: Stamp) -> Option<PathBuf> {
        let modified = stamp.modified.filter(|time| time.elapsed().is_ok_and(|age| age > CLOCK))?;
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
        let mut name = format!("{:x}-{:x}-{since:x}", stamp.inode, stamp.bytes);
        if !stamp.within.is_empty() {
            name += &format!("-{:08x}", crc32fast::hash(stamp.within.as_bytes()));
        }
        (stamp.inode != 0).then_some(self.texts.as_ref()?.join(name))
    }

    /// The program that reads a file, and where what it prints is kept.
    pub fn adapter(&self, file: &Path, stamp: Stamp) -> Option<(Adapter, Option<PathBuf>)> {
        let adapter = self.adapters.iter().find(|adapter| adapter.takes(file))?;
        let within = format!("|{}", adapter.key());
        Some((adapter.clone(), self.kept_text(Stamp { within: &within, ..stamp })))
    }

    /// Whether a program reads files of that name.
    pub fn adapts(&self, file: &Path) -> bool {
        self.adapters.iter().any(|adapter| adapter.takes(file))
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

/// Tells `sink` of the documents that a file holds; any other source is passed on as it is. Members are read
/// by offset, from the unpacked content where the file is compressed. What can be read of a damaged archive
/// is told before the error.
pub fn expand(source: Source, options: &Options, sink: &mut dyn FnMut(Met)) {
    let (file, content) = match &source.origin {
        Origin::File(path) => (path.clone(), None),
        Origin::Embedded(name) => (PathBuf::from(name), super::samples::bytes(name).map(Content::Embedded)),
        _ => return sink(Met::Document(source)),
    };
    let kind = match &content {
        None => kind_of(&file, options),
        Some(_) => kind::of_name(&source.name()),
    };
    let Some((kind, container)) = kind.and_then(|kind| Some((kind, kind.container()?))) else {
        if let Some(only) = &source.only {
            let name = source.name() + only;
            return sink(Met::Failed(LoadError::new(name, Problem::NoMember)));
        }
        return sink(Met::Document(source));
    };
    let opening = Opening { source: &source, options, file: &file };
    let opened = match content {
        Some(content) => content.into(),
        None if unpack::is_packed(&file) && !container.reads_packed(&file) => {
            match opening.unpacked("", |to| io::copy(&mut unpack::open(&file)?, to).map(drop)) {
                Ok(opened) => opened,
                Err(error) => return sink(Met::Failed(LoadError::new(source.name(), error))),
            }
        }
        None => Content::File(file.clone()).into(),
    };
    let mut met = 0;
    opening.list(String::new(), kind, container, opened, 0, &mut |found| {
        met += 1;
        sink(found);
    });
    if let Some(only) = source.only.as_deref().filter(|_| met == 0) {
        sink(Met::Failed(LoadError::new(source.name() + only, Problem::NoMember)));
    }
}

/// The kind of a file: by who is to read it, by its name, or of a text, by how it begins.
fn kind_of(file: &Path, options: &Options) -> Option<&'static Kind> {
    /// How much of a text says whether it holds documents.
    const HEAD: u64 = 16 * 1024;
    if options.adapts(file) {
        return kind::named(kind::ADAPTED);
    }
    let kind = kind::of_name(&file.to_string_lossy());
    if kind.is_some_and(|kind| matches!(kind.reads, Reads::Markup(markup) if markup.format == Format::Text)) {
        let mut head = Vec::new();
        // What cannot be read says so when it is.
        let read = unpack::open(file).and_then(|text| text.take(HEAD).read_to_end(&mut head));
        let whole = (head.len() as u64) < HEAD;
        return read.ok().and_then(|_| kind::of_text(&head, whole)).or(kind);
    }
    kind
}

/// The content of an archive, and what kept it from being unpacked to its end.
struct Opened {
    content: Content,
    damage: Option<io::Error>,
}

impl From<Content> for Opened {
    fn from(content: Content) -> Opened {
        Opened { content, damage: None }
    }
}

/// One file being opened.
struct Opening<'a> {
    source: &'a Source,
    options: &'a Options,
    file: &'a Path,
}

impl Opening<'_> {
    fn stamp<'a>(&self, within: &'a str) -> Stamp<'a> {
        let Source { bytes, modified, inode, .. } = *self.source;
        Stamp { bytes, modified, inode, within }
    }

    /// What `write` unpacks, or what is kept of it from a run before; and what kept it from being unpacked to
    /// its end.
    fn unpacked(&self, within: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<Opened> {
        let kept = self.options.kept_text(self.stamp(within));
        if let Some(text) = kept.clone().filter(|text| text.exists()) {
            return Ok(Opened { content: Content::Unpacked { text, temporary: None }, damage: None });
        }
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("wenlan-");
        let beside = self.options.texts.as_ref().and_then(|folder| {
            fs::create_dir_all(folder).ok()?;
            builder.tempfile_in(folder).ok()
        });
        let (mut file, temporary) = beside.map_or_else(|| builder.tempfile(), Ok)?.into_parts();
        let damage = write(&mut file).and_then(|()| file.flush()).err();
        let whole =
            damage.is_none() && file.metadata().is_ok_and(|meta| self.options.has_room_for(meta.len()));
        if let Some(kept) = kept.filter(|_| whole) {
            // A second name, so that the first may go with the archive. Where there are no such names, or
            // another run has been faster, nothing is lost.
            let _ = fs::hard_link(&temporary, kept);
        }
        let content = Content::Unpacked { text: temporary.to_path_buf(), temporary: Some(temporary) };
        Ok(Opened { content, damage })
    }

    fn list(
        &self,
        within: String,
        kind: &'static Kind,
        container: &'static dyn Container,
        Opened { content, damage }: Opened,
        depth: usize,
        sink: &mut dyn FnMut(Met),
    ) {
        let archive = Arc::new(Archive {
            file: self.file.to_owned(),
            within,
            kind: kind.name,
            reads: container,
            content,
            bytes: self.source.bytes,
            text_field: self.options.text_field.clone(),
            adapter: (kind.name == kind::ADAPTED)
                .then(|| self.options.adapter(self.file, self.stamp("")))
                .flatten(),
            state: State::default(),
        });
        // The member that touches the end of what could be unpacked is cut.
        let end = damage.as_ref().and_then(|_| archive.content.size().ok());
        let listed = container.list(&archive, &mut |member| {
            if end.is_some_and(|end| member.offset + member.len >= end) {
                return;
            }
            let key = format!("{}{}", archive.within, member.key);
            if self.source.only.as_deref().is_none_or(|only| address::may_hold(&key, only)) {
                self.member(&archive, container, member, key, depth, sink);
            }
        });
        let damage = damage.map(Problem::Io).or(listed.err());
        if let Some(problem) = damage {
            sink(Met::Failed(LoadError { name: archive.name(), problem }));
        }
    }

    fn member(
        &self,
        archive: &Arc<Archive>,
        container: &'static dyn Container,
        member: Member,
        key: String,
        depth: usize,
        sink: &mut dyn FnMut(Met),
    ) {
        let mut format = container.format();
        let name = || archive.name() + &member.key.to_string();
        if let Key::Name(inner) = &member.key {
            let known = kind::of_name(inner);
            match known.map(|kind| (kind, kind.reads)) {
                Some((kind, Reads::Container(inner))) if depth < DEEPEST => {
                    return self.nested(archive, container, &member, (key, kind, inner), depth, sink);
                }
                Some((kind, reads)) if !matches!(reads, Reads::Markup(_)) => {
                    return sink(Met::Skipped(Skipped { name: name(), kind }));
                }
                Some((kind, _)) => format = kind.format(),
                None => {
                    let is_text = container.file(archive, &member).is_none_or(|bytes| {
                        bytes.is_ok_and(|bytes| !decode::looks_binary(&bytes[..bytes.len().min(4096)]))
                    });
                    if !is_text {
                        return;
                    }
                    format = Format::Text;
                }
            }
        }
        if self.source.only.as_deref().is_none_or(|only| address::is_wanted(&key, only)) {
            let bytes = member.len;
            let origin = Origin::Member(Arc::clone(archive), member);
            sink(Met::Document(Source { origin, format, bytes, only: None, ..self.source.clone() }));
        }
    }

    /// An archive inside an archive: unpacked, it is one like any other.
    fn nested(
        &self,
        archive: &Arc<Archive>,
        container: &'static dyn Container,
        member: &Member,
        (within, kind, inner): (String, &'static Kind, &'static dyn Container),
        depth: usize,
        sink: &mut dyn FnMut(Met),
    ) {
        let name = archive.name() + &member.key.to_string();
        let mut problem = None;
        let opened = self.unpacked(&within, |to| {
            let bytes = match container.file(archive, member) {
                _ if member.len > LARGEST_WITHIN => Err(Problem::TooLarge),
                Some(bytes) => bytes,
                None => Err(Problem::Stale),
            };
            match bytes {
                Ok(bytes) if unpack::is_packed(Path::new(&name)) => {
                    io::copy(&mut unpack::unpacked(io::Cursor::new(bytes))?, to).map(drop)
                }
                Ok(bytes) => to.write_all(&bytes),
                Err(error) => {
                    problem = Some(error);
                    Err(io::ErrorKind::InvalidData.into())
                }
            }
        });
        match (opened, problem) {
            (_, Some(problem)) => sink(Met::Failed(LoadError { name, problem })),
            (Err(error), _) => sink(Met::Failed(LoadError::new(name, error))),
            (Ok(opened), None) => self.list(within, kind, inner, opened, depth + 1, sink),
        }
    }
}

/// Reading with a place to start from.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Content {
    pub fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(match self {
            Content::File(path) | Content::Unpacked { text: path, .. } => Box::new(File::open(path)?),
            Content::Embedded(bytes) => Box::new(io::Cursor::new(*bytes)),
        })
    }

    /// The content to be read from in several places.
    pub fn bytes(&self) -> io::Result<Bytes> {
        Ok(match self {
            Content::File(path) | Content::Unpacked { text: path, .. } => Bytes::File(File::open(path)?),
            Content::Embedded(bytes) => Bytes::Memory(bytes.to_vec()),
        })
    }

    pub fn size(&self) -> io::Result<u64> {
        self.open()?.seek(SeekFrom::End(0))
    }

    /// The bytes of one member.
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
