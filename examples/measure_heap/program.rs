//! The program under measurement, in a home of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::process::{Run, run};
use crate::terminal::Terminal;
use crate::walk::Walk;
use crate::{RUNS, median};

pub struct Program {
    file: PathBuf,
    home: PathBuf,
    environment: Vec<(&'static str, PathBuf)>,
}

impl Program {
    pub fn new(home: &Path) -> Result<Program> {
        // This example lies one folder below it.
        let examples = std::env::current_exe()?;
        let file = examples.ancestors().nth(2).context("the folder of the build")?.join("wenlan");
        ensure!(file.exists(), "{} is not there: cargo build --release --bin wenlan", file.display());
        let environment =
            ["XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"].map(|name| (name, home.join(name)));
        Ok(Program { file, home: home.to_owned(), environment: environment.into() })
    }

    pub fn run(&self, arguments: &[&str], heap: &Path) -> Result<Run> {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).chain([heap.as_os_str()]).collect();
        run(self.file.as_os_str(), &arguments, &self.environment)
    }

    pub fn time(&self, arguments: &[&str], heap: &Path) -> Result<Duration> {
        median(RUNS, || Ok(self.run(arguments, heap)?.time))
    }

    pub fn read(&self, heap: &Path) -> Result<Terminal> {
        Terminal::start(self.file.as_os_str(), &[heap.as_os_str()], &self.environment)
    }

    pub fn first_screen(&self, heap: &Path, new: bool) -> Result<Duration> {
        median(RUNS, || {
            if new {
                self.forget()?;
            }
            self.read(heap)?.first_screen()
        })
    }

    /// All heaps become unknown.
    pub fn forget(&self) -> Result<()> {
        let cache = self.home.join("XDG_CACHE_HOME");
        if cache.exists() { Ok(fs::remove_dir_all(cache)?) } else { Ok(()) }
    }

    /// What the heap opened last takes in the cache.
    pub fn cache_bytes(&self) -> Result<u64> {
        let heaps = fs::read_dir(self.home.join("XDG_CACHE_HOME/wenlan/heaps"))?;
        let latest = heaps.flatten().max_by_key(|heap| {
            fs::metadata(heap.path().join("catalogue")).and_then(|meta| meta.modified()).ok()
        });
        Ok(Walk::over(&latest.context("a heap in the cache")?.path())?.bytes)
    }
}
