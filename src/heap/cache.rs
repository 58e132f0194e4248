//! The cache folder: one folder a heap, with what is remembered of it between runs. All of it can be made
//! anew from the documents.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use directories::ProjectDirs;

use crate::ingest::Options;

/// What all heaps together may take on disk, in bytes; those opened longest ago go first.
pub const MOST_BYTES: u64 = 2 << 30;

/// Where the heaps' folders are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    root: PathBuf,
}

/// The folder of one heap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

/// The right to write into a heap's folder. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Cache {
    /// The user's cache folder; `None` where the system names none.
    pub fn of_user() -> Option<Cache> {
        Some(Cache { root: ProjectDirs::from("", "", "wenlan")?.cache_dir().join("heaps") })
    }

    pub fn at(root: impl Into<PathBuf>) -> Cache {
        Cache { root: root.into() }
    }

    /// The folder of the heap under `paths`, made if it is not there. `None` for what cannot be opened a
    /// second time: standard input, the samples, a path that is not there.
    pub fn folder(&self, paths: &[PathBuf], options: &Options) -> io::Result<Option<Folder>> {
        let Some(folder) = self.place(paths, options) else { return Ok(None) };
        fs::create_dir_all(&folder.path)?;
        Ok(Some(folder))
    }

    /// The folder of the heap under `paths`, if it has one already.
    pub fn known(&self, paths: &[PathBuf], options: &Options) -> Option<Folder> {
        self.place(paths, options).filter(|folder| folder.path.is_dir())
    }

    /// How the documents under `paths` are read where texts of archives may be kept here.
    pub fn keeping(&self, paths: &[PathBuf], options: &Options) -> Options {
        let texts = self.place(paths, options).map(|folder| folder.path.join("texts"));
        Options { texts, ..options.clone() }
    }

    /// The folders of all heaps.
    pub fn folders(&self) -> Vec<Folder> {
        self.heaps().into_iter().map(|heap| Folder { path: heap.path }).collect()
    }

    fn place(&self, paths: &[PathBuf], options: &Options) -> Option<Folder> {
        let mut key = Vec::new();
        for path in paths {
            key.extend_from_slice(path.canonicalize().ok()?.as_os_str().as_encoded_bytes());
            key.push(0);
        }
        if key.is_empty() {
            return None;
        }
        key.extend_from_slice(options.text_field.as_deref().unwrap_or_default().as_bytes());
        for adapter in &options.adapters {
            key.push(0);
            key.extend_from_slice(adapter.key().as_bytes());
        }
        if let Some(charset) = options.encoding {
            key.push(0);
            key.extend_from_slice(charset.name().as_bytes());
        }
        Some(Folder { path: self.root.join(format!("{:016x}", super::sample::hash(&key))) })
    }

    /// What all heaps take on disk, in bytes.
    pub fn bytes(&self) -> u64 {
        self.heaps().iter().map(|heap| heap.bytes).sum()
    }

    /// Forgets all heaps.
    pub fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.root) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Forgets heaps, those opened longest ago first, until the others take `most` bytes together. Those
    /// that are open are kept.
    pub fn prune(&self, most: u64) {
        let mut heaps = self.heaps();
        heaps.sort_by_key(|heap| heap.opened);
        let mut bytes: u64 = heaps.iter().map(|heap| heap.bytes).sum();
        for heap in heaps {
            if bytes <= most {
                break;
            }
            let folder = Folder { path: heap.path };
            if let Ok(Some(_lock)) = folder.lock()
                && fs::remove_dir_all(&folder.path).is_ok()
            {
                bytes -= heap.bytes;
            }
        }
    }

    fn heaps(&self) -> Vec<Kept> {
        let folders = fs::read_dir(&self.root).into_iter().flatten().flatten();
        folders.map(|entry| Kept::measure(entry.path())).collect()
    }
}

/// A heap's folder and what it takes.
struct Kept {
    path: PathBuf,
    bytes: u64,
    opened: SystemTime,
}

impl Kept {
    fn measure(path: PathBuf) -> Kept {
        let mut kept = Kept { opened: SystemTime::UNIX_EPOCH, bytes: 0, path };
        let mut folders = vec![kept.path.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let Ok(meta) = entry.metadata() else { continue };
                if meta.is_dir() {
                    folders.push(entry.path());
                } else {
                    kept.bytes += meta.len();
                    kept.opened = kept.opened.max(meta.modified().unwrap_or(SystemTime::UNIX_EPOCH));
                }
            }
        }
        kept
    }
}

impl Folder {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the index is.
    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// What the index takes on disk, in bytes.
    pub fn index_bytes(&self) -> u64 {
        Kept::measure(self.index()).bytes
    }

    /// What everything here takes on disk, in bytes.
    pub fn bytes(&self) -> u64 {
        Kept::measure(self.path.clone()).bytes
    }

    /// Forgets the heap.
    pub fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The right to write here; `None` while another process has it.
    pub fn lock(&self) -> io::Result<Option<Lock>> {
        let file = File::options().create(true).append(true).open(self.path.join("lock"))?;
        match file.try_lock() {
            Ok(()) => {
                // Its time says when the heap was opened last.
                file.set_modified(SystemTime::now())?;
                Ok(Some(Lock { _file: file }))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
