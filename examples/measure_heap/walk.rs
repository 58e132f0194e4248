//! A walk over a folder that asks for the facts of every file and does nothing with them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

pub struct Walk {
    pub files: u64,
    pub bytes: u64,
    pub first: PathBuf,
    pub time: Duration,
}

impl Walk {
    pub fn over(folder: &Path) -> Result<Walk> {
        let start = Instant::now();
        let (mut files, mut bytes) = (0, 0);
        let mut first = PathBuf::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
                let entry = entry?;
                let facts = entry.metadata()?;
                if facts.is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                files += 1;
                bytes += facts.len();
                if first.as_os_str().is_empty() {
                    first = entry.path();
                }
            }
        }
        Ok(Walk { files, bytes, first, time: start.elapsed() })
    }
}
