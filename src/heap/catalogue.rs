//! What is remembered of a heap between runs: its documents with their summaries, so that a known heap shows
//! its list before a single document is read.
//!
//! A text file, one line an entry, each with a checksum before it, written whole and put in place at once.
//! The first line says what the file is. A line that is damaged ends the reading: what comes after is found
//! by the walk that follows anyway. Paths stand relative to those that the heap was opened by.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::cache::Folder;
use super::glance::Glance;
use super::{Heap, Learnt, Passed, Summary, read, write};
use crate::clean::Repeats;
use crate::document::DocId;
use crate::ingest::kind;
use crate::ingest::{self, Archive, Content, Format, Member, Origin, Source};

/// Changes whenever an older program could misread a newer file.
const VERSION: u32 = 8;

const NAME: &str = "catalogue";

/// A file changed within this time before the catalogue was written may change again without its time
/// showing it; it is read anew.
const CLOCK: Duration = Duration::from_secs(2);

/// Documents that are put on the shelf together: no more than fill a screen, which waits for the first.
const BATCH: usize = 64;

/// How much was remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recall {
    /// The heap has not been opened before.
    Nothing,
    Whole,
    /// The catalogue is damaged or of another version; what is missing will be made anew.
    Damaged,
}

/// The first line of a catalogue: what can be said of the heap as a whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    catalogue: u32,
    /// [`crate::RULES`] of the program that wrote it.
    rules: String,
    pub saved: SystemTime,
    /// The paths of the heap, in their canonical spelling.
    pub roots: Vec<PathBuf>,
    /// How many numbers have been given.
    slots: u32,
    pub documents: usize,
    /// How many of them the index holds as they are.
    pub settled: usize,
    /// Size of all documents, in bytes.
    pub bytes: u64,
    /// The state of the index that goes with this catalogue, as the index tells it.
    pub index: Option<u32>,
    /// The sum of a [`Glance`] over the heap, if it says for sure that nothing changed.
    glance: Option<u64>,
    sample: Option<u64>,
    repeats: Repeats,
    passed: Passed,
}

#[derive(Debug, Serialize, Deserialize)]
enum Entry {
    File {
        root: usize,
        path: PathBuf,
        stamp: Stamp,
        known: Known,
    },
    /// The members after this one stand in it.
    Archive {
        root: usize,
        path: PathBuf,
        /// See [`Archive::within`].
        within: String,
        /// The name of its [`Kind`].
        kind: String,
        text_field: Option<String>,
        stamp: Stamp,
    },
    Member {
        member: Member,
        known: Known,
    },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Known {
    id: u32,
    format: Format,
    summary: Option<Arc<Summary>>,
    settled: bool,
}

impl Head {
    /// Reads the first line of the catalogue in `folder`, if there is one that this program understands.
    pub fn read(folder: &Folder) -> Option<Head> {
        let file = File::open(folder.path().join(NAME)).ok()?;
        next::<Head>(&mut BufReader::new(file), &mut Vec::new()).ok().flatten().filter(Head::is_current)
    }

    fn is_current(&self) -> bool {
        (self.catalogue, self.rules.as_str()) == (VERSION, crate::RULES)
    }

    /// Tells a heap what walks over it have passed over, before its documents are asked for.
    pub fn tell_passed(&self, heap: &Heap) {
        *write(&heap.passed) = self.passed.clone();
    }

    /// Whether every document is settled, and nothing has changed since.
    pub fn is_up_to_date(&self, paths: &[PathBuf]) -> bool {
        self.settled == self.documents
            && self.glance.is_some_and(|sum| Glance::over(paths).is_some_and(|now| now.sum == sum))
    }
}

impl Heap {
    /// Puts the documents that are remembered on the shelf of an empty heap, in the order in which they were
    /// listed, and calls `on` after each some. [`Heap::refresh`] tells what changed since.
    pub fn recall(&self, folder: &Folder, on: &mut dyn FnMut(&[DocId])) -> Recall {
        match self.read_catalogue(folder, on) {
            Ok(true) => Recall::Whole,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Recall::Nothing,
            Ok(false) | Err(_) => Recall::Damaged,
        }
    }

    fn read_catalogue(&self, folder: &Folder, on: &mut dyn FnMut(&[DocId])) -> io::Result<bool> {
        let mut lines = BufReader::with_capacity(1 << 16, File::open(folder.path().join(NAME))?);
        let mut line = Vec::new();
        let head = next::<Head>(&mut lines, &mut line)?;
        let Some(head) = head.filter(Head::is_current) else { return Ok(false) };
        *write(&self.learnt) = Learnt { repeats: Arc::new(head.repeats), sample: head.sample };
        *write(&self.passed) = head.passed;
        write(&self.shelf).reserve(head.slots);
        let trusted = |stamp: Stamp| {
            let modified = stamp.modified.filter(|modified| *modified + CLOCK < head.saved);
            Stamp { modified, ..stamp }
        };
        let mut archive = None;
        let mut batch = Vec::new();
        let mut documents = 0;
        while let Some(entry) = next::<Entry>(&mut lines, &mut line)? {
            let (origin, stamp, known) = match entry {
                Entry::File { root, path, stamp, known } => {
                    let Some(path) = self.roots.join(root, &path) else { return Ok(false) };
                    documents += 1;
                    (Origin::File(path), trusted(stamp), known)
                }
                Entry::Archive { root, path, within, kind, text_field, stamp } => {
                    let (Some(file), Some(kind)) = (self.roots.join(root, &path), kind::named(&kind)) else {
                        return Ok(false);
                    };
                    let content = self.content(&file, &within, stamp);
                    let known =
                        |content| Archive { file, within, kind, content, bytes: stamp.bytes, text_field };
                    archive = Some((content.map(|content| Arc::new(known(content))), trusted(stamp)));
                    continue;
                }
                Entry::Member { member, known } => {
                    let Some((archive, stamp)) = &archive else { return Ok(false) };
                    documents += 1;
                    let Some(archive) = archive else { continue };
                    let bytes = member.len;
                    let origin = Origin::Member(Arc::clone(archive), member);
                    (origin, Stamp { bytes, ..*stamp }, known)
                }
            };
            let Stamp { bytes, modified, inode } = stamp;
            batch.push((Source { origin, format: known.format, bytes, modified, inode, only: None }, known));
            if batch.len() == BATCH {
                self.shelve(&mut batch, on);
            }
        }
        self.shelve(&mut batch, on);
        Ok(documents == head.documents)
    }

    /// Where the content of an archive is; `None` for an unpacked one that has not been kept.
    fn content(&self, file: &Path, within: &str, stamp: Stamp) -> Option<Content> {
        if within.is_empty() && !ingest::is_packed(file) {
            return Some(Content::File(file.to_owned()));
        }
        let text = self.kept_text(stamp, within)?;
        Some(Content::Unpacked { text, temporary: None })
    }

    fn kept_text(&self, Stamp { bytes, modified, inode }: Stamp, within: &str) -> Option<PathBuf> {
        let text = self.options.kept_text(ingest::Stamp { bytes, modified, inode, within });
        text.filter(|text| text.exists())
    }

    fn shelve(&self, batch: &mut Vec<(Source, Known)>, on: &mut dyn FnMut(&[DocId])) {
        let mut shelf = write(&self.shelf);
        let ids: Vec<DocId> = batch
            .drain(..)
            .filter_map(|(source, known)| {
                // What could not be read may be readable now, without its time showing it.
                let settled = known.settled && known.summary.is_some();
                shelf.put(DocId(known.id), source, known.summary, settled)
            })
            .collect();
        drop(shelf);
        on(&ids);
    }

    /// Writes down what is known of the heap, beside an index in the state `index`. Records of compressed
    /// archives are remembered where the unpacked text is kept.
    pub fn remember(&self, folder: &Folder, index: Option<u32>) -> io::Result<()> {
        let entries = self.entries();
        let known = |entry: &Entry| match entry {
            Entry::File { known, .. } | Entry::Member { known, .. } => {
                Some(known.settled && known.summary.is_some())
            }
            Entry::Archive { .. } => None,
        };
        let documents = entries.iter().filter_map(known).count();
        let saved = SystemTime::now();
        let learnt = read(&self.learnt).clone();
        // Not in the expression below: it would hold the lock that finding the size takes again.
        let slots = read(&self.shelf).slots();
        let head = Head {
            catalogue: VERSION,
            rules: crate::RULES.to_owned(),
            saved,
            roots: self.roots.canonical(),
            slots,
            documents,
            settled: entries.iter().filter_map(known).filter(|&settled| settled).count(),
            bytes: self.bytes(),
            index,
            // What changed lately may change again without its time showing it; and what is not remembered
            // has to be looked for.
            glance: self
                .glance()
                .filter(|glance| glance.newest + CLOCK < saved && documents == self.len())
                .map(|glance| glance.sum),
            sample: learnt.sample,
            repeats: (*learnt.repeats).clone(),
            passed: read(&self.passed).clone(),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder.path())?;
        let mut out = BufWriter::new(&mut file);
        put(&mut out, &head)?;
        for entry in &entries {
            put(&mut out, entry)?;
        }
        out.flush()?;
        drop(out);
        file.as_file().sync_all()?;
        file.persist(folder.path().join(NAME)).map_err(|error| error.error)?;
        let texts = entries.iter().filter_map(|entry| match entry {
            Entry::Archive { stamp, within, .. } => self.kept_text(*stamp, within),
            Entry::File { .. } | Entry::Member { .. } => None,
        });
        self.options.forget_texts(&texts.collect::<Vec<_>>());
        Ok(())
    }

    fn entries(&self) -> Vec<Entry> {
        let shelf = read(&self.shelf);
        let mut entries = Vec::with_capacity(shelf.order().len());
        // The archive of the records before, and whether it can be remembered.
        let mut before: Option<(Arc<Archive>, bool)> = None;
        for &id in shelf.order() {
            let Some(source) = shelf.source(id) else { continue };
            let (summary, settled) = (shelf.summary(id).cloned(), shelf.is_settled(id));
            let known = Known { id: id.0, format: source.format, summary, settled };
            let stamp = Stamp { bytes: source.bytes, modified: source.modified, inode: source.inode };
            match &source.origin {
                Origin::File(path) => {
                    let Some((root, path)) = self.roots.split(path) else { continue };
                    entries.push(Entry::File { root, path: path.to_owned(), stamp, known });
                }
                Origin::Member(archive, member) => {
                    if before.as_ref().is_none_or(|(before, _)| !Arc::ptr_eq(before, archive)) {
                        let entry = self.archive(archive, Stamp { bytes: archive.bytes, ..stamp });
                        before = Some((Arc::clone(archive), entry.is_some()));
                        entries.extend(entry);
                    }
                    if before.as_ref().is_some_and(|(_, kept)| *kept) {
                        entries.push(Entry::Member { member: member.clone(), known });
                    }
                }
                Origin::Embedded(_) | Origin::Stdin(_) => {}
            }
        }
        entries
    }

    /// `None` for an unpacked archive that is not kept.
    fn archive(&self, archive: &Archive, stamp: Stamp) -> Option<Entry> {
        match &archive.content {
            Content::File(_) => {}
            Content::Unpacked { .. } => drop(self.kept_text(stamp, &archive.within)?),
            Content::Embedded(_) => return None,
        }
        let (root, path) = self.roots.split(&archive.file)?;
        Some(Entry::Archive {
            root,
            path: path.to_owned(),
            within: archive.within.clone(),
            kind: archive.kind.name.to_owned(),
            text_field: archive.text_field.clone(),
            stamp,
        })
    }
}

fn put(out: &mut impl Write, entry: &impl Serialize) -> io::Result<()> {
    // A path that is no Unicode cannot be written; the next walk finds the document again.
    if let Ok(json) = serde_json::to_vec(entry) {
        write!(out, "{:08x} ", crc32fast::hash(&json))?;
        out.write_all(&json)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The next entry; `None` at the end, which is where the damage begins in a damaged file.
fn next<T: for<'a> Deserialize<'a>>(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<T>> {
    line.clear();
    lines.read_until(b'\n', line)?;
    let Some((sum, json)) = line.split_at_checked(9) else { return Ok(None) };
    let json = json.strip_suffix(b"\n").unwrap_or_default();
    let sum = std::str::from_utf8(sum).ok().and_then(|sum| u32::from_str_radix(sum.trim_end(), 16).ok());
    Ok((sum == Some(crc32fast::hash(json))).then(|| serde_json::from_slice(json).ok()).flatten())
}
