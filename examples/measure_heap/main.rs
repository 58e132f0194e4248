//! Measures what wenlan costs on heaps of documents, each time beside a plain tool that does less:
//!
//! ```text
//! cargo build --release --bin wenlan
//! cargo run --release --example measure_heap -- ~/heaps/laws ~/heaps/news
//! ```
//!
//! Take real heaps: generated text is several times easier. Prints a table with a column a heap, as the README has it,
//! and then which goals were missed. `×` is the ratio to the plain tool, measured in the same run. Times are medians;
//! the files have been read before, so that they come from memory for all. Needs Linux, `less` and `ls`; `rg`, where it
//! is on the path. wenlan runs in a home of its own.

mod long;
mod process;
mod program;
mod table;
mod terminal;
mod walk;
mod words;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};

use process::{Process, run};
use program::Program;
use table::{Goal, Table};
use terminal::Terminal;
use walk::Walk;
use words::Words;

/// Runs of each command.
const RUNS: usize = 7;
/// Times each key is pressed.
const PRESSES: usize = 25;
/// How long an idle program is watched.
const IDLE: Duration = Duration::from_secs(10);
/// Keys of a reader: a line down, a page down, a section folded and opened again, the next document.
const KEYS: [&str; 5] = ["j", "\x1b[6~", "za", "za", "\x0e"];
/// Empties the search line.
const CLEAR: &str = "\x15";

fn main() -> Result<()> {
    let heaps: Vec<PathBuf> = std::env::args_os().skip(1).map(fs::canonicalize).collect::<Result<_, _>>()?;
    ensure!(!heaps.is_empty(), "usage: measure_heap HEAP…");
    let place = tempfile::tempdir()?;
    let wenlan = Program::new(place.path())?;
    let mut table = Table::default();
    for heap in &heaps {
        let walk = Walk::over(heap)?;
        table.heap(format!(
            "{}: {} files, {:.1} MB",
            heap.file_name().unwrap_or_default().display(),
            walk.files,
            megabytes(walk.bytes)
        ));
        measure(&wenlan, heap, &walk, &mut table)?;
    }
    table.print();
    Ok(())
}

fn measure(wenlan: &Program, heap: &Path, walk: &Walk, table: &mut Table) -> Result<()> {
    let words = Words::of(heap);
    let less =
        median(RUNS, || Terminal::start("less".as_ref(), &[walk.first.as_os_str()], &[])?.first_screen())?;
    let known = wenlan.time(&["index"], heap).and_then(|_| wenlan.first_screen(heap, false))?;
    table.beside("first screen, known heap", known, less, "`less` on one file", Some(2.0));
    let new = wenlan.first_screen(heap, true)?;
    table.beside("first screen, new heap", new, less, "`less` on one file", Some(10.0));
    let indexing = press_keys(wenlan, heap, true)?;
    table.times("a key while indexing, median / 99th percentile", &indexing, [f64::INFINITY, 33.0]);
    measure_indexer(wenlan, heap, table)?;
    measure_indexing(wenlan, heap, walk, table)?;
    let reading = press_keys(wenlan, heap, false)?;
    table.times("a key while reading, median / 99th percentile", &reading, [5.0, 16.0]);
    long::measure(wenlan, heap, table)?;
    let searching = type_queries(wenlan, heap, &words)?;
    table.times("a key of a search, median / 99th percentile", &searching, [8.0, 33.0]);
    measure_idle(wenlan, heap, table)?;
    measure_commands(wenlan, heap, &words, table)
}

fn measure_indexing(wenlan: &Program, heap: &Path, walk: &Walk, table: &mut Table) -> Result<()> {
    let indexed = wenlan.run(&["index", "--rebuild"], heap)?;
    let speed = megabytes(walk.bytes) / indexed.time.as_secs_f64();
    table.row("index from scratch", format!("{speed:.1} MB/s"), Goal::least(20.0, speed, "MB/s"));
    let (seconds, peak) = (indexed.cpu.as_secs_f64(), indexed.peak);
    table.row("processor time for it", format!("{seconds:.1} s"), None);
    table.row("memory at most while indexing", format!("{peak:.0} MB"), Goal::most(400.0, peak, "MB"));
    let share = wenlan.cache_bytes()? as f64 / walk.bytes as f64;
    table.row("index and catalogue on disk, of the text", format!("{share:.2}"), Goal::most(0.6, share, ""));
    // What changed a moment ago is looked at twice.
    std::thread::sleep(Duration::from_secs(3));
    wenlan.run(&["index"], heap)?;
    let unchanged = wenlan.time(&["index"], heap)?;
    let bare = median(RUNS, || Ok(Walk::over(heap)?.time))?;
    table.beside("`wenlan index`, nothing changed", unchanged, bare, "walk with stat", Some(2.0));
    Ok(())
}

fn measure_commands(wenlan: &Program, heap: &Path, words: &Words, table: &mut Table) -> Result<()> {
    let list = wenlan.time(&["list"], heap)?;
    let ls = median(RUNS, || Ok(run("ls".as_ref(), &["-lR".as_ref(), heap.as_os_str()], &[])?.time))?;
    table.beside("`wenlan list`", list, ls, "`ls -lR`", Some(2.0));
    let search = wenlan.time(&["search", "--limit", "20", "--", &words.common], heap)?;
    let arguments: [&OsStr; 4] = ["-F".as_ref(), "-l".as_ref(), words.common.as_ref(), heap.as_os_str()];
    match median(RUNS, || Ok(run("rg".as_ref(), &arguments, &[])?.time)) {
        Ok(rg) => table.beside("`wenlan search --limit 20`", search, rg, "`rg -F -l`", Some(1.0 / 3.0)),
        Err(_) => table.row("`wenlan search --limit 20`", table::milliseconds(search), None),
    }
    Ok(())
}

/// Presses keys in the reader: all of them when it has come to rest, or at once in a `new` heap.
fn press_keys(wenlan: &Program, heap: &Path, new: bool) -> Result<Vec<Duration>> {
    if new {
        wenlan.forget()?;
    }
    let mut terminal = wenlan.read(heap)?;
    terminal.first_screen()?;
    if !new {
        terminal.rest(Duration::from_secs(1));
    }
    // From the list into the text.
    terminal.press("l")?;
    let mut times = Vec::new();
    for _ in 0..PRESSES {
        for key in KEYS {
            times.extend(terminal.press(key)?);
        }
    }
    Ok(times)
}

/// Types queries letter by letter: from each key to the finished screen.
fn type_queries(wenlan: &Program, heap: &Path, words: &Words) -> Result<Vec<Duration>> {
    let mut terminal = wenlan.read(heap)?;
    terminal.first_screen()?;
    terminal.rest(Duration::from_secs(1));
    terminal.finish("/")?;
    let mut times = Vec::new();
    for query in &words.queries {
        for key in query.chars() {
            times.push(terminal.finish(key.encode_utf8(&mut [0; 4]))?);
        }
        terminal.finish(CLEAR)?;
    }
    Ok(times)
}

/// Memory of a reader that has indexed the heap itself, when it has come to rest.
fn measure_indexer(wenlan: &Program, heap: &Path, table: &mut Table) -> Result<()> {
    wenlan.forget()?;
    let mut terminal = wenlan.read(heap)?;
    terminal.first_screen()?;
    let process = Process(terminal.process_id()?);
    // The last segments are made and written without a word.
    let mut before = 0;
    while std::mem::replace(&mut before, process.switches()?) != before {
        terminal.rest(Duration::from_secs(3));
    }
    let memory = process.memory()?;
    let what = "memory at rest of the program that has just indexed";
    table.row(what, format!("{memory:.0} MB"), Goal::most(60.0, memory, "MB"));
    Ok(())
}

/// Memory, output and wake-ups of a reader that nobody touches.
fn measure_idle(wenlan: &Program, heap: &Path, table: &mut Table) -> Result<()> {
    let mut terminal = wenlan.read(heap)?;
    terminal.first_screen()?;
    terminal.rest(Duration::from_secs(3));
    let process = Process(terminal.process_id()?);
    let memory = process.memory()?;
    table.row("memory at rest", format!("{memory:.0} MB"), Goal::most(60.0, memory, "MB"));
    let (bytes, switches) = (terminal.bytes(), process.switches()?);
    std::thread::sleep(IDLE);
    let (bytes, switches) = (terminal.bytes() - bytes, process.switches()? - switches);
    let said = format!("{bytes} bytes, {switches} wake-ups");
    table.row("ten seconds at rest", said, Goal::most(0.0, bytes as f64 + switches as f64, ""));
    Ok(())
}

/// The middle one of several runs. The first finds things cold and does not count.
fn median(runs: usize, mut measure: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    measure()?;
    let mut times: Vec<Duration> = (0..runs).map(|_| measure()).collect::<Result<_>>()?;
    times.sort_unstable();
    Ok(times[runs / 2])
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
