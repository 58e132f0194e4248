//! What is remembered of a heap between runs: its documents with their summaries, so that a known heap shows
//! its list before a single document is read.
//!
//! A [log](log) of rows. The first of them are all documents in their order; what changes later is appended, so
//! that writing it down costs what changed and not what there is, and is put into its place when the catalogue is
//! read. When that has become much, all is written anew. Damage ends the reading: what comes after is found by the
//! walk that follows anyway. Paths stand relative to those that the heap was opened by.

mod log;
mod rows;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::cache::Folder;
use super::glance::Glance;
use super::shelf::{Changes, Shelf, Written};
use super::{Heap, Learnt, Passed, lock, read, write};
use crate::clean::Repeats;
use crate::document::DocId;
use crate::ingest::kind::{self, Kind};
use crate::ingest::{self, Archive, Content, Origin, Source};
use log::{Frames, Log};
use rows::{Known, Later, Order, Row, Rows, Stamp};

/// Changes whenever an older program could misread a newer file.
const VERSION: u32 = 10;

const NAME: &str = "catalogue";

/// A file changed within this time before the catalogue was written may change again without its time
/// showing it; it is read anew.
const CLOCK: Duration = Duration::from_secs(2);

/// Documents that are put on the shelf together at first: no more than fill a screen, which waits for them.
const SCREEN: usize = 64;
/// Rows of a frame.
const FRAME: usize = 1024;

/// Appended rows are read before the first screen. Once all documents have been read, all rows are written anew if
/// the appended ones come to more than this share of the others, within bounds.
const SHARE: u64 = 16;
const FEW: u64 = 64 << 10;
const MANY: u64 = 1 << 20;
/// While documents are still being read, they may take so many times the room of the others.
const READING: u64 = 4;
/// What a row takes, about, in bytes.
const ROW: u64 = 64;

/// How much was remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recall {
    /// The heap has not been opened before.
    Nothing,
    Whole,
    /// The catalogue is damaged or of another version; what is missing will be made anew.
    Damaged,
}

/// What the seal of a catalogue says of the heap as a whole.
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
    /// A [`Glance`] over the heap, if it says for sure that nothing changed.
    glance: Option<Glance>,
    sample: Option<u64>,
    /// Where the frame with the lines that repeat begins.
    repeats: u64,
    /// Where the appended rows begin; `None` while there are none.
    appended: Option<u64>,
    passed: Passed,
}

/// The catalogue as it is on disk, so that more can be appended.
#[derive(Debug)]
pub struct Kept {
    /// Where its first rows end, and where it ends.
    first: u64,
    end: u64,
    repeats: u64,
    learnt: Learnt,
}

impl Head {
    /// Reads the last seal of the catalogue in `folder`, if there is one that this program understands.
    pub fn read(folder: &Folder) -> Option<Head> {
        Log::open(&folder.path().join(NAME)).ok()??.sealed().ok()?.filter(Head::is_current)
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
        self.settled == self.documents && self.glance.is_some() && self.glance == Glance::over(paths)
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
        let Some(mut log) = Log::open(&folder.path().join(NAME))? else { return Ok(false) };
        let Some(head) = log.sealed::<Head>()?.filter(Head::is_current) else { return Ok(false) };
        let Some(repeats) = log.at::<Repeats>(log::Kind::Repeats, head.repeats)? else { return Ok(false) };
        let learnt = Learnt { repeats: Arc::new(repeats), sample: head.sample };
        *write(&self.learnt) = learnt.clone();
        head.tell_passed(self);
        write(&self.shelf).reserve(head.slots);
        let (end, first) = (log.end, head.appended.unwrap_or(log.end));
        let mut later = Later::default();
        if !log.rows(first, end, &mut |rows| later.take(rows))? {
            return Ok(false);
        }
        let mut shelving =
            Shelving { heap: self, on, archive: None, batch: Vec::new(), documents: 0, lacks: false };
        later.begin(&mut |row, saved| shelving.row(row, saved));
        let sound = log.rows(0, first, &mut |Rows { saved, rows }| {
            for row in rows {
                later.put(row, saved, &mut |row, saved| shelving.row(row, saved));
            }
            shelving.shelve();
        })?;
        shelving.shelve();
        if !sound || shelving.documents != head.documents {
            return Ok(false);
        }
        // As long as a glance says the same, there is nothing to be found or learnt.
        let glance = head.glance.filter(|_| !shelving.lacks);
        *lock(&self.walked) = glance;
        *lock(&self.sampled) = glance.filter(|_| head.sample.is_some());
        *lock(&self.kept) = Some(Kept { first, end, repeats: head.repeats, learnt });
        Ok(true)
    }

    /// Where the content of an archive is; `None` for an unpacked one that has not been kept.
    fn content(&self, file: &Path, kind: &Kind, within: &str, stamp: Stamp) -> Option<Content> {
        if within.is_empty() && !is_unpacked(file, kind) {
            return Some(Content::File(file.to_owned()));
        }
        let text = self.kept_text(stamp, within)?;
        Some(Content::Unpacked { text, temporary: None })
    }

    /// The program that reads an archive of that kind, and where what it prints is kept.
    fn adapter(&self, file: &Path, kind: &str, stamp: Stamp) -> Option<(ingest::Adapter, Option<PathBuf>)> {
        let Stamp { bytes, modified, inode } = stamp;
        let stamp = ingest::Stamp { bytes, modified, inode, within: "" };
        (kind == kind::ADAPTED).then(|| self.options.adapter(file, stamp)).flatten()
    }

    fn kept_text(&self, Stamp { bytes, modified, inode }: Stamp, within: &str) -> Option<PathBuf> {
        let text = self.options.kept_text(ingest::Stamp { bytes, modified, inode, within });
        text.filter(|text| text.exists())
    }

    /// Writes down what is known of the heap, beside an index in the state `index`. Members of archives
    /// that had to be unpacked are remembered where the unpacked content is kept. After an error, what was written before counts.
    pub fn remember(&self, folder: &Folder, index: Option<u32>) -> io::Result<()> {
        // Held to the end: one at a time writes.
        let mut kept = lock(&self.kept);
        let changes = write(&self.shelf).take_changes();
        // Whatever fails on the way, the next to write writes all.
        let before = kept.take();
        let learnt = read(&self.learnt).clone();
        let saved = SystemTime::now();
        let path = folder.path().join(NAME);
        let appended = match &before {
            Some(before) if !changes.all => self.appended(&changes, before),
            _ => None,
        };
        let mut frames = Frames::default();
        *kept = Some(match (before, appended) {
            (Some(before), Some(rows)) => {
                if !rows.is_empty() {
                    frames.put(log::Kind::Rows, &Rows { saved, rows })?;
                }
                let same =
                    before.learnt.sample == learnt.sample && before.learnt.repeats.agrees(&learnt.repeats);
                let repeats = match same {
                    true => before.repeats,
                    false => before.end + frames.put(log::Kind::Repeats, &*learnt.repeats)?,
                };
                let head = self.head(saved, index, &learnt, repeats, Some(before.first));
                frames.put(log::Kind::Seal, &head)?;
                frames.append(&path, before.end)?;
                Kept { end: before.end + frames.len(), repeats, learnt, ..before }
            }
            _ => {
                self.put_all(&mut frames, saved)?;
                let repeats = frames.put(log::Kind::Repeats, &*learnt.repeats)?;
                frames.put(log::Kind::Seal, &self.head(saved, index, &learnt, repeats, None))?;
                frames.replace(&path)?;
                Kept { first: frames.len(), end: frames.len(), repeats, learnt }
            }
        });
        drop(kept);
        self.options.forget_texts(&self.kept_texts());
        Ok(())
    }

    fn head(
        &self,
        saved: SystemTime,
        index: Option<u32>,
        learnt: &Learnt,
        repeats: u64,
        appended: Option<u64>,
    ) -> Head {
        let shelf = read(&self.shelf);
        let written = shelf.order().iter().filter(|&&id| shelf.written(id).place);
        let (mut documents, mut settled) = (0, 0);
        for &id in written {
            documents += 1;
            // What could not be read may be readable now, without its time showing it.
            settled += usize::from(shelf.is_settled(id) && shelf.summary(id).is_some());
        }
        let (slots, all) = (shelf.slots(), shelf.order().len());
        drop(shelf);
        Head {
            catalogue: VERSION,
            rules: crate::RULES.to_owned(),
            saved,
            roots: self.roots.canonical(),
            slots,
            documents,
            settled,
            bytes: self.bytes(),
            index,
            // What changed lately may change again without its time showing it; and what is not remembered
            // has to be looked for.
            glance: self.glance().filter(|glance| glance.newest + CLOCK < saved && documents == all),
            sample: learnt.sample,
            repeats,
            appended,
            passed: read(&self.passed).clone(),
        }
    }

    /// The rows to append for what has changed; `None` where all is to be written anew.
    fn appended(&self, changes: &Changes, kept: &Kept) -> Option<Vec<Row>> {
        let mut shelf = write(&self.shelf);
        let reading = shelf.order().iter().any(|&id| !shelf.is_settled(id));
        let most = if reading { kept.first * READING } else { (kept.first / SHARE).min(MANY) };
        let coming = (changes.documents.len() + changes.gone.len()) as u64 * ROW;
        if kept.end - kept.first + coming > most.max(FEW) {
            return None;
        }
        let mut rows: Vec<Row> = changes.gone.iter().map(|id| Row::Gone { id: id.0 }).collect();
        let mut added: HashSet<DocId> = HashSet::new();
        let is_new = |shelf: &Shelf, id| shelf.source(id).is_some() && !shelf.written(id).place;
        if changes.documents.iter().any(|&id| is_new(&shelf, id)) {
            let mut before = None;
            for id in shelf.order().to_vec() {
                if is_new(&shelf, id) {
                    let Some(row) = self.file(&shelf, id, Order::After(before))? else { continue };
                    rows.push(row);
                    shelf.write(id, Written { place: true, moved: false, known: true });
                    added.insert(id);
                }
                if shelf.written(id).place {
                    before = Some(id.0);
                }
            }
        }
        for &id in changes.documents.iter().filter(|id| !added.contains(id)) {
            let written = shelf.written(id);
            if written.moved {
                rows.push(self.file(&shelf, id, Order::Same)??);
            } else if shelf.is_settled(id) || written.known {
                let Some(known) = known(&shelf, id).filter(|_| written.place) else { continue };
                rows.push(Row::Known { id: id.0, known });
            } else {
                // Read, but not in the index yet: it is read again if this run is cut short.
                shelf.note(id);
                continue;
            }
            shelf.write(id, Written { place: true, moved: false, known: true });
        }
        Some(rows)
    }

    /// The row of a document in a file of its own, or nothing where it cannot be written; `None` for a member of
    /// an archive, which has its place among the others of it.
    fn file(&self, shelf: &Shelf, id: DocId, order: Order) -> Option<Option<Row>> {
        let source = shelf.source(id)?;
        let path = match &source.origin {
            Origin::File(path) => path,
            Origin::Member(..) => return None,
            Origin::Embedded(_) | Origin::Stdin(_) => return Some(None),
        };
        let row = || {
            let (root, path) = self.roots.split(path)?;
            // A path that is no Unicode is not remembered; the next walk finds the document again.
            let path = path.to_str()?.to_owned();
            Some(Row::File {
                id: id.0,
                order,
                root: root as u32,
                path,
                stamp: stamp(source),
                known: known(shelf, id)?,
            })
        };
        Some(row())
    }

    /// Rows for all documents in their order.
    fn put_all(&self, frames: &mut Frames, saved: SystemTime) -> io::Result<()> {
        let order = read(&self.shelf).order().to_vec();
        // The archive of the members before, and whether it can be remembered.
        let mut before: Option<(Arc<Archive>, bool)> = None;
        let screen = SCREEN.min(order.len());
        for ids in std::iter::once(&order[..screen]).chain(order[screen..].chunks(FRAME)) {
            let mut rows = Vec::with_capacity(ids.len());
            let mut shelf = write(&self.shelf);
            for &id in ids {
                let Some(source) = shelf.source(id).cloned() else { continue };
                let row = if let Origin::Member(archive, member) = &source.origin {
                    if before.as_ref().is_none_or(|(before, _)| !Arc::ptr_eq(before, archive)) {
                        let row = self.archive(archive, Stamp { bytes: archive.bytes, ..stamp(&source) });
                        before = Some((Arc::clone(archive), row.is_some()));
                        rows.extend(row);
                    }
                    let known = known(&shelf, id).filter(|_| before.as_ref().is_some_and(|(_, kept)| *kept));
                    known.map(|known| Row::Member { id: id.0, member: member.clone(), known })
                } else {
                    self.file(&shelf, id, Order::Next).flatten()
                };
                let place = row.is_some();
                shelf.write(id, Written { place, moved: false, known: place });
                rows.extend(row);
            }
            drop(shelf);
            frames.put(log::Kind::Rows, &Rows { saved, rows })?;
        }
        Ok(())
    }

    /// `None` for an unpacked archive that is not kept.
    fn archive(&self, archive: &Archive, stamp: Stamp) -> Option<Row> {
        match &archive.content {
            Content::File(_) => {}
            Content::Unpacked { .. } => drop(self.kept_text(stamp, &archive.within)?),
            Content::Embedded(_) => return None,
        }
        let (root, path) = self.roots.split(&archive.file)?;
        Some(Row::Archive {
            root: root as u32,
            path: path.to_str()?.to_owned(),
            within: archive.within.clone(),
            kind: archive.kind.to_owned(),
            text_field: archive.text_field.clone(),
            stamp,
        })
    }

    /// What is kept of the archives that there are.
    fn kept_texts(&self) -> Vec<PathBuf> {
        let mut archives: Vec<(Arc<Archive>, Stamp)> = Vec::new();
        let shelf = read(&self.shelf);
        for source in shelf.order().iter().filter_map(|&id| shelf.source(id)) {
            if let Origin::Member(archive, _) = &source.origin
                && archives.last().is_none_or(|(before, _)| !Arc::ptr_eq(before, archive))
            {
                archives.push((Arc::clone(archive), Stamp { bytes: archive.bytes, ..stamp(source) }));
            }
        }
        drop(shelf);
        let kept = |(archive, stamp): &(Arc<Archive>, Stamp)| match &archive.adapter {
            Some((_, kept)) => kept.clone(),
            None => self.kept_text(*stamp, &archive.within),
        };
        archives.iter().filter_map(kept).collect()
    }
}

/// Whether the content of a file is unpacked before its members are read.
fn is_unpacked(file: &Path, kind: &Kind) -> bool {
    ingest::is_packed(file) && kind.container().is_some_and(|container| !container.reads_packed(file))
}

fn stamp(source: &Source) -> Stamp {
    Stamp { bytes: source.bytes, modified: source.modified, inode: source.inode }
}

fn known(shelf: &Shelf, id: DocId) -> Option<Known> {
    let format = shelf.source(id)?.format;
    Some(Known { format, summary: shelf.summary(id).cloned(), settled: shelf.is_settled(id) })
}

/// Puts rows on the shelf.
struct Shelving<'a> {
    heap: &'a Heap,
    on: &'a mut dyn FnMut(&[DocId]),
    /// That of the members to come, if its content is there.
    archive: Option<(Option<Arc<Archive>>, Stamp)>,
    batch: Vec<(u32, Source, Known)>,
    documents: usize,
    /// There are documents that only a walk brings back.
    lacks: bool,
}

impl Shelving<'_> {
    fn row(&mut self, row: Row, saved: SystemTime) {
        let heap = self.heap;
        let trusted = |stamp: Stamp| {
            let modified = stamp.modified.filter(|modified| *modified + CLOCK < saved);
            Stamp { modified, ..stamp }
        };
        let (id, origin, stamp, known) = match row {
            Row::File { id, root, path, stamp, known, .. } => {
                let Some(path) = heap.roots.join(root as usize, path.as_ref()) else { return };
                (id, Origin::File(path), trusted(stamp), known)
            }
            Row::Archive { root, path, within, kind, text_field, stamp } => {
                let file = heap.roots.join(root as usize, path.as_ref());
                let (Some(file), Some(kind)) = (file, kind::named(&kind)) else { return };
                let Some(reads) = kind.container() else { return };
                let content = heap.content(&file, kind, &within, stamp);
                let (bytes, state) = (stamp.bytes, ingest::State::default());
                let adapter = heap.adapter(&file, kind.name, stamp);
                let known = |content| Archive {
                    file,
                    within,
                    kind: kind.name,
                    reads,
                    content,
                    bytes,
                    text_field,
                    adapter,
                    state,
                };
                self.archive = Some((content.map(|content| Arc::new(known(content))), trusted(stamp)));
                return;
            }
            Row::Member { id, member, known } => {
                let Some((archive, stamp)) = &self.archive else { return };
                let Some(archive) = archive else {
                    self.documents += 1;
                    self.lacks = true;
                    return;
                };
                let stamp = Stamp { bytes: member.len, ..*stamp };
                (id, Origin::Member(Arc::clone(archive), member), stamp, known)
            }
            Row::Known { .. } | Row::Gone { .. } => return,
        };
        self.documents += 1;
        let Stamp { bytes, modified, inode } = stamp;
        self.batch.push((
            id,
            Source { origin, format: known.format, bytes, modified, inode, only: None },
            known,
        ));
    }

    fn shelve(&mut self) {
        let mut shelf = write(&self.heap.shelf);
        let ids = self.batch.drain(..).filter_map(|(id, source, known)| {
            // What could not be read may be readable now, without its time showing it.
            let settled = known.settled && known.summary.is_some();
            shelf.put(DocId(id), source, known.summary, settled)
        });
        let ids: Vec<DocId> = ids.collect();
        drop(shelf);
        if !ids.is_empty() {
            (self.on)(&ids);
        }
    }
}
