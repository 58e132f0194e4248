//! The index of a heap on disk: a folder of segment files, and a list of those that count.
//!
//! Files are written beside the old ones and never changed; a new list takes the place of the old one in
//! one step. So a crash or a full disk at any moment leaves the last committed state, and whoever has the
//! old files mapped reads on. Opening maps the files and reads nothing but their tables of contents.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memmap2::Mmap;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::docset::DocSet;
use super::index::{Index, Part, may_merge};
use super::segment::{Damaged, Segment};

const LIST: &str = "segments.json";
/// Version of the list and of the way texts are folded and cut; segments carry one of their own.
const VERSION: u32 = 3;

/// Where an index is kept.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The files of segments, by the segments' numbers.
    files: HashMap<u64, Kept>,
    next: u64,
}

/// A segment's file.
#[derive(Debug, Clone)]
struct Kept {
    name: String,
    checksum: u32,
}

/// The segments that count.
#[derive(Debug, Serialize, Deserialize)]
struct List {
    version: u32,
    segments: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    file: String,
    bytes: u64,
    /// CRC-32 of the file.
    checksum: u32,
    /// Numbers in the segment of documents that no longer count.
    removed: Vec<u32>,
}

/// Why there is no index to open; making it anew is the remedy for all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{}: no index yet", .0.display())]
    Missing(PathBuf),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: the list of segments is damaged: {source}", path.display())]
    List { path: PathBuf, source: serde_json::Error },
    #[error("{}: made by another version of wenlan", .0.display())]
    Version(PathBuf),
    #[error("{}: {source}", path.display())]
    Segment { path: PathBuf, source: Damaged },
    #[error("{}: the checksum does not match", .0.display())]
    Checksum(PathBuf),
}

impl Index {
    /// Opens the index that was committed to `folder`.
    pub fn open(folder: &Path) -> Result<Index, OpenError> {
        let list = read_list(folder)?;
        let mut kept = Folder::new(folder);
        let mut parts: Vec<Part> = Vec::new();
        for entry in &list.segments {
            let path = folder.join(&entry.file);
            let mut segment = map(&path)?;
            if segment.bytes().len() as u64 != entry.bytes {
                return Err(OpenError::Segment { path, source: Damaged::Cut });
            }
            parts.iter().for_each(|part| segment.share_codebook(&part.segment));
            let file = Kept { name: entry.file.clone(), checksum: entry.checksum };
            kept.files.insert(segment.number(), file);
            let mut live = DocSet::all(segment.documents());
            entry.removed.iter().for_each(|&doc| live.remove(doc as usize));
            parts.push(Part { segment, live: Arc::new(live) });
        }
        kept.next = list.segments.iter().filter_map(|entry| number(&entry.file)).max().map_or(0, |n| n + 1);
        Ok(Index::of(parts, kept))
    }

    /// A new index that will be kept in `folder`, which is made if need be. What an earlier one left there
    /// goes with the first commit.
    pub fn create(folder: &Path) -> io::Result<Index> {
        fs::create_dir_all(folder)?;
        let mut kept = Folder::new(folder);
        let left = fs::read_dir(folder)?.flatten();
        kept.next = left.filter_map(|file| number(file.file_name().to_str()?)).max().map_or(0, |n| n + 1);
        Ok(Index::of(Vec::new(), kept))
    }

    /// A number that changes with every commit to `folder`; `None` where there was none yet.
    pub fn state(folder: &Path) -> Option<u32> {
        Some(crc32fast::hash(&fs::read(folder.join(LIST)).ok()?))
    }

    /// Writes what is new to the folder and lets go of what has been replaced. Without a folder it does
    /// nothing. After an error the last committed state stands, and so does this index in memory.
    pub fn commit(&self) -> io::Result<()> {
        let mut writer = self.writer();
        let Some(mut folder) = writer.folder.take() else { return Ok(()) };
        let mut parts = self.parts().to_vec();
        writer.shed(&mut parts);
        // What is new comes last. One file for all of it, and for what stands before it and is not much
        // larger: so there are few files, which makes searching fast, and every document is rewritten
        // few times.
        let mut from = parts.iter().rposition(|part| folder.holds(part)).map_or(0, |at| at + 1);
        let mut bytes: usize = parts[from..].iter().map(Part::bytes).sum();
        while let Some(before) = from.checked_sub(1).filter(|&before| may_merge(&parts[before], bytes)) {
            (from, bytes) = (before, bytes + parts[before].bytes());
        }
        writer.pack(&mut parts, from);
        let written = folder.write(&mut parts);
        writer.folder = Some(folder);
        written?;
        self.publish(parts);
        Ok(())
    }

    /// Reads the files of the index in `folder` from end to end and compares their checksums.
    pub fn verify(folder: &Path) -> Result<(), OpenError> {
        for entry in read_list(folder)?.segments {
            let path = folder.join(&entry.file);
            if crc32fast::hash(map(&path)?.bytes()) != entry.checksum {
                return Err(OpenError::Checksum(path));
            }
        }
        Ok(())
    }
}

impl Folder {
    fn new(path: &Path) -> Folder {
        Folder { path: path.to_owned(), files: HashMap::new(), next: 0 }
    }

    fn holds(&self, part: &Part) -> bool {
        self.files.contains_key(&part.segment.number())
    }

    /// Writes the segments that have no file yet, then the list, then removes files that do not count.
    fn write(&mut self, parts: &mut [Part]) -> io::Result<()> {
        for part in parts.iter_mut() {
            if self.holds(part) {
                continue;
            }
            let name = format!("{}.segment", self.next);
            replace(&self.path, &name, part.segment.bytes())?;
            let checksum = crc32fast::hash(part.segment.bytes());
            let mut segment = map(&self.path.join(&name)).map_err(io::Error::other)?;
            segment.share_codebook(&part.segment);
            segment.take_number(&part.segment);
            self.files.insert(segment.number(), Kept { name, checksum });
            self.next += 1;
            part.segment = segment;
        }
        let entry = |part: &Part| {
            let Kept { name, checksum } = self.files.get(&part.segment.number())?.clone();
            Some(Entry {
                file: name,
                bytes: part.bytes() as u64,
                checksum,
                removed: (0..part.segment.documents() as u32)
                    .filter(|&doc| !part.live.contains(doc as usize))
                    .collect(),
            })
        };
        let list = List { version: VERSION, segments: parts.iter().filter_map(entry).collect() };
        replace(&self.path, LIST, &serde_json::to_vec(&list)?)?;
        let numbers: Vec<u64> = parts.iter().map(|part| part.segment.number()).collect();
        self.files.retain(|number, _| numbers.contains(number));
        for file in fs::read_dir(&self.path)?.flatten() {
            let counts = self.files.values().any(|kept| file.file_name() == kept.name.as_str());
            if !counts && file.file_name().to_str().and_then(number).is_some() {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }
}

/// The number in the name of a segment's file.
fn number(name: &str) -> Option<u64> {
    name.strip_suffix(".segment")?.parse().ok()
}

fn read_list(folder: &Path) -> Result<List, OpenError> {
    let path = folder.join(LIST);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OpenError::Missing(path)),
        Err(source) => return Err(OpenError::Io { path, source }),
    };
    let list: List =
        serde_json::from_slice(&bytes).map_err(|source| OpenError::List { path: path.clone(), source })?;
    if list.version == VERSION { Ok(list) } else { Err(OpenError::Version(path)) }
}

fn map(path: &Path) -> Result<Segment, OpenError> {
    let io_error = |source| OpenError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io_error)?;
    // SAFETY: segment files are only ever written under another name and renamed; nothing of wenlan's
    // changes or shortens one. Should anybody else, wrong bytes are decoded to wrong text without panic.
    let mapped = unsafe { Mmap::map(&file) }.map_err(io_error)?;
    Segment::open(Arc::new(mapped)).map_err(|source| OpenError::Segment { path: path.to_owned(), source })
}

/// Writes a file so that at every moment the old one or the new one is there as a whole.
fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Document};
    use crate::search::{Query, Scope};

    fn document(text: &str) -> Document {
        let block = Block {
            kind: BlockKind::Paragraph,
            text: text.into(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
        };
        Document { blocks: vec![block], ..Document::default() }
    }

    fn count(index: &Index, query: &str) -> usize {
        index.search(&Query::parse(query), &Scope::Heap, 10).total_documents
    }

    fn segment_files(folder: &Path) -> Vec<PathBuf> {
        let files = fs::read_dir(folder).expect("the folder is there").flatten().map(|file| file.path());
        files.filter(|path| path.extension().is_some_and(|ending| ending == "segment")).collect()
    }

    #[test]
    fn what_was_committed_comes_back() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(matches!(Index::open(folder.path()), Err(OpenError::Missing(_))));
        let index = Index::create(folder.path()).expect("a new index");
        for (id, text) in ["堤岸上的柳树", "水文站的记录", "渡口的灯"].into_iter().enumerate()
        {
            index.put(DocId(id as u32), "a.txt", &document(text));
        }
        index.commit().expect("a commit");
        index.remove(DocId(1));
        index.put(DocId(2), "a.txt", &document("渡口的船"));
        index.commit().expect("a second commit");
        index.put(DocId(3), "a.txt", &document("没有提交的渡口"));

        let again = Index::open(folder.path()).expect("the index opens");
        assert_eq!((again.len(), count(&again, "柳树"), count(&again, "记录")), (2, 1, 0));
        assert_eq!((count(&again, "渡口"), count(&again, "'的灯"), count(&again, "'的船")), (1, 0, 1));
        again.put(DocId(0), "a.txt", &document("换了内容"));
        again.commit().expect("a commit by the next run");
        let third = Index::open(folder.path()).expect("the index opens");
        assert_eq!((third.len(), count(&third, "柳树"), count(&third, "内容")), (2, 0, 1));
        assert_eq!(segment_files(folder.path()).len(), third.parts().len(), "nothing is left over");
        Index::verify(folder.path()).expect("the checksums match");
    }

    #[test]
    fn what_has_been_replaced_takes_no_room() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let index = Index::create(folder.path()).expect("a new index");
        let large: String = ('\u{4e00}'..='\u{9fff}').collect();
        index.put(DocId(0), "a.txt", &document(&large));
        index.put(DocId(1), "b.txt", &document("渡口的灯"));
        index.commit().expect("a commit");
        let before = index.bytes();
        index.put(DocId(0), "a.txt", &document("渡口的船"));
        index.commit().expect("a second commit");
        assert!(index.bytes() < before * 3 / 4, "{} of {before}", index.bytes());
        assert_eq!((count(&index, "渡口"), count(&index, "的灯")), (2, 1));
    }

    #[test]
    fn damage_is_noticed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let index = Index::create(folder.path()).expect("a new index");
        index.put(DocId(0), "a.txt", &document("堤岸上的柳树"));
        index.commit().expect("a commit");
        let file = segment_files(folder.path()).remove(0);
        let mut bytes = fs::read(&file).expect("the file can be read");
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&file, &bytes).expect("the file can be written");
        assert!(matches!(Index::verify(folder.path()), Err(OpenError::Checksum(_))));
        fs::write(&file, &bytes[..last]).expect("the file can be written");
        assert!(matches!(Index::open(folder.path()), Err(OpenError::Segment { .. })));
        fs::write(folder.path().join(LIST), "{").expect("the list can be written");
        assert!(matches!(Index::open(folder.path()), Err(OpenError::List { .. })));
    }
}
