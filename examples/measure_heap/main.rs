//! Measures what wenlan costs on a large heap, each time beside a plain tool that does less:
//!
//! ```text
//! cargo build --release --bin wenlan
//! cargo run --release --example make_heap -- 10000x13000 /tmp/heap
//! cargo run --release --example make_heap -- 100000 /tmp/large
//! cargo run --release --example measure_heap -- /tmp/heap /tmp/large
//! ```
//!
//! The table has a row a goal: what was measured, what it was measured against in the same run, and whether
//! the goal is reached. Times are medians; the files have been read before, so that they come from memory
//! for all. Needs Linux, `less`, `ls`, and `rg` on the path. wenlan runs in a home of its own.

mod process;
mod terminal;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use process::{Process, run};
use terminal::Terminal;

/// Runs of each command.
const RUNS: usize = 7;
/// Times each key is pressed.
const PRESSES: usize = 25;
/// How long an idle program is watched.
const IDLE: Duration = Duration::from_secs(10);
/// A word that some documents of the generated heaps have, but not most.
const WORD: &str = "码头";
/// Keys of a reader: a line down, a page down, a section folded and opened again, the next document.
const KEYS: [&str; 5] = ["j", "\x1b[6~", "za", "za", "\x0e"];

/// Words of the samples, pinyin, initials, and what is not there.
const QUERIES: [&str; 8] = ["码头", "水文站", "工程建设", "河堤", "matou", "shuiwenzhan", "swz", "mtgr"];
/// Empties the search line.
const CLEAR: &str = "\x15";

fn main() -> Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(fs::canonicalize).collect::<Result<_, _>>()?;
    let (heap, large) = match paths.as_slice() {
        [heap] => (heap, None),
        [heap, large] => (heap, Some(large)),
        _ => bail!("usage: measure_heap HEAP [LARGE_HEAP]"),
    };
    let place = tempfile::tempdir()?;
    let wenlan = Program::new(place.path())?;
    let walk = Walk::over(heap)?;
    println!("{}: {} files, {:.1} MB\n", heap.display(), walk.files, megabytes(walk.bytes));
    println!("| what | wenlan | beside it | ratio | goal |\n|---|---:|---:|---:|---|");

    let less =
        median(RUNS, || Terminal::start("less".as_ref(), &[walk.first.as_os_str()], &[])?.first_screen())?;
    let first = wenlan.first_screen(heap, true)?;
    ratio("first screen of a new heap", first, "less, one file", less, 10.0);
    measure_reading(
        &wenlan,
        heap,
        "keys while indexing, median",
        "99th percentile",
        [f64::INFINITY, 33.0],
        true,
    )?;

    measure_indexer(&wenlan, heap, 60.0)?;
    measure_indexing(&wenlan, heap, &walk, 400.0)?;
    let known = wenlan.first_screen(heap, false)?;
    ratio("first screen of a known heap", known, "less, one file", less, 2.0);
    measure_reading(&wenlan, heap, "keys while reading, median", "99th percentile", [5.0, 16.0], false)?;
    measure_searching(&wenlan, heap)?;
    measure_idle(&wenlan, heap, 60.0)?;
    measure_commands(&wenlan, heap)?;

    if let Some(large) = large {
        let walk = Walk::over(large)?;
        println!("\n{}: {} files, {:.1} MB\n", large.display(), walk.files, megabytes(walk.bytes));
        println!("| what | wenlan | beside it | ratio | goal |\n|---|---:|---:|---:|---|");
        measure_indexer(&wenlan, large, 150.0)?;
        measure_indexing(&wenlan, large, &walk, f64::INFINITY)?;
        let first = wenlan.first_screen(large, false)?;
        ratio("first screen of a known heap", first, "the smaller heap", known, 1.3);
        measure_idle(&wenlan, large, 150.0)?;
        measure_commands(&wenlan, large)?;
    }
    Ok(())
}

fn measure_indexing(wenlan: &Program, heap: &Path, walk: &Walk, most: f64) -> Result<()> {
    let indexed = wenlan.run(&["index", "--rebuild"], heap)?;
    let speed = megabytes(walk.bytes) / indexed.time.as_secs_f64();
    row("index from scratch", &format!("{speed:.1} MB/s"), "", "", "≥ 20 MB/s", speed >= 20.0);
    row(
        "memory at most while indexing",
        &format!("{:.0} MB", indexed.peak),
        "",
        "",
        &bound(most, "MB"),
        indexed.peak <= most,
    );
    let share = wenlan.cache_bytes()? as f64 / walk.bytes as f64;
    row("index and catalogue on disk", &format!("{share:.2} × the text"), "", "", "≤ 0.6", share <= 0.6);
    // What changed a moment ago is looked at twice.
    std::thread::sleep(Duration::from_secs(3));
    wenlan.run(&["index"], heap)?;
    let unchanged = wenlan.time(&["index"], heap)?;
    let bare = median(RUNS, || Ok(Walk::over(heap)?.time))?;
    ratio("index, nothing changed", unchanged, "walk with stat", bare, 2.0);
    Ok(())
}

fn measure_commands(wenlan: &Program, heap: &Path) -> Result<()> {
    let list = wenlan.time(&["list"], heap)?;
    let ls = median(RUNS, || Ok(run("ls".as_ref(), &["-lR".as_ref(), heap.as_os_str()], &[])?.time))?;
    ratio("list", list, "ls -lR", ls, 2.0);
    let search = wenlan.time(&["search", "--limit", "20", WORD], heap)?;
    let arguments: [&OsStr; 4] = ["-F".as_ref(), "-l".as_ref(), WORD.as_ref(), heap.as_os_str()];
    let rg = median(RUNS, || Ok(run("rg".as_ref(), &arguments, &[])?.time))?;
    ratio("search --limit 20", search, "rg -F -l", rg, 1.0 / 3.0);
    Ok(())
}

/// Presses keys in the reader: all of them when it has come to rest, or at once in a `new` heap.
fn measure_reading(
    wenlan: &Program,
    heap: &Path,
    median: &str,
    slowest: &str,
    goals: [f64; 2],
    new: bool,
) -> Result<()> {
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
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    for (what, value, goal) in [(median, at(0.5), goals[0]), (slowest, at(0.99), goals[1])] {
        row(what, &format!("{value:.1} ms"), "", "", &bound(goal, "ms"), value <= goal);
    }
    Ok(())
}

/// Types queries letter by letter: from each key to the finished screen.
fn measure_searching(wenlan: &Program, heap: &Path) -> Result<()> {
    let mut terminal = wenlan.read(heap)?;
    terminal.first_screen()?;
    terminal.rest(Duration::from_secs(1));
    terminal.finish("/")?;
    let mut times = Vec::new();
    for query in QUERIES {
        for key in query.chars() {
            times.push(terminal.finish(key.encode_utf8(&mut [0; 4]))?);
        }
        terminal.finish(CLEAR)?;
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    for (what, value, goal) in
        [("keys of a search, median", at(0.5), 8.0), ("99th percentile", at(0.99), 33.0)]
    {
        row(what, &format!("{value:.1} ms"), "", "", &bound(goal, "ms"), value <= goal);
    }
    Ok(())
}

/// Memory of a reader that has indexed the heap itself, when it has come to rest.
fn measure_indexer(wenlan: &Program, heap: &Path, most: f64) -> Result<()> {
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
    row(
        "memory at rest after indexing",
        &format!("{memory:.0} MB"),
        "",
        "",
        &bound(most, "MB"),
        memory <= most,
    );
    Ok(())
}

/// Memory, output and wake-ups of a reader that nobody touches.
fn measure_idle(wenlan: &Program, heap: &Path, most: f64) -> Result<()> {
    let mut terminal = wenlan.read(heap)?;
    terminal.first_screen()?;
    terminal.rest(Duration::from_secs(3));
    let process = Process(terminal.process_id()?);
    let memory = process.memory()?;
    row("memory at rest", &format!("{memory:.0} MB"), "", "", &bound(most, "MB"), memory <= most);
    let (bytes, switches) = (terminal.bytes(), process.switches()?);
    std::thread::sleep(IDLE);
    let (bytes, switches) = (terminal.bytes() - bytes, process.switches()? - switches);
    let said = format!("{bytes} bytes, {switches} wake-ups");
    row("ten seconds at rest", &said, "", "", "none", bytes == 0 && switches == 0);
    Ok(())
}

/// The program under measurement, in a home of its own.
struct Program {
    file: PathBuf,
    home: PathBuf,
    environment: Vec<(&'static str, PathBuf)>,
}

impl Program {
    fn new(home: &Path) -> Result<Program> {
        // This example lies one folder below it.
        let examples = std::env::current_exe()?;
        let file = examples.ancestors().nth(2).context("the folder of the build")?.join("wenlan");
        anyhow::ensure!(file.exists(), "{} is not there: cargo build --release --bin wenlan", file.display());
        let environment =
            ["XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"].map(|name| (name, home.join(name)));
        Ok(Program { file, home: home.to_owned(), environment: environment.into() })
    }

    fn run(&self, arguments: &[&str], heap: &Path) -> Result<process::Run> {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).chain([heap.as_os_str()]).collect();
        run(self.file.as_os_str(), &arguments, &self.environment)
    }

    fn time(&self, arguments: &[&str], heap: &Path) -> Result<Duration> {
        median(RUNS, || Ok(self.run(arguments, heap)?.time))
    }

    fn read(&self, heap: &Path) -> Result<Terminal> {
        Terminal::start(self.file.as_os_str(), &[heap.as_os_str()], &self.environment)
    }

    fn first_screen(&self, heap: &Path, new: bool) -> Result<Duration> {
        median(RUNS, || {
            if new {
                self.forget()?;
            }
            self.read(heap)?.first_screen()
        })
    }

    /// All heaps become unknown.
    fn forget(&self) -> Result<()> {
        let cache = self.home.join("XDG_CACHE_HOME");
        if cache.exists() { Ok(fs::remove_dir_all(cache)?) } else { Ok(()) }
    }

    /// What the heap opened last takes in the cache.
    fn cache_bytes(&self) -> Result<u64> {
        let heaps = fs::read_dir(self.home.join("XDG_CACHE_HOME/wenlan/heaps"))?;
        let latest = heaps.flatten().max_by_key(|heap| {
            fs::metadata(heap.path().join("catalogue")).and_then(|meta| meta.modified()).ok()
        });
        Ok(Walk::over(&latest.context("a heap in the cache")?.path())?.bytes)
    }
}

/// A walk over a folder that asks for the facts of every file and does nothing with them.
struct Walk {
    files: u64,
    bytes: u64,
    first: PathBuf,
    time: Duration,
}

impl Walk {
    fn over(folder: &Path) -> Result<Walk> {
        let start = Instant::now();
        let mut walk = Walk { files: 0, bytes: 0, first: PathBuf::new(), time: Duration::ZERO };
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
                let entry = entry?;
                let facts = entry.metadata()?;
                if facts.is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                walk.files += 1;
                walk.bytes += facts.len();
                if walk.first.as_os_str().is_empty() {
                    walk.first = entry.path();
                }
            }
        }
        walk.time = start.elapsed();
        Ok(walk)
    }
}

fn median(runs: usize, mut measure: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    // The first finds things cold and does not count.
    measure()?;
    let mut times: Vec<Duration> = (0..runs).map(|_| measure()).collect::<Result<_>>()?;
    times.sort_unstable();
    Ok(times[runs / 2])
}

fn ratio(what: &str, time: Duration, beside: &str, other: Duration, goal: f64) {
    let milliseconds = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let ratio = time.as_secs_f64() / other.as_secs_f64();
    let beside = format!("{beside}: {}", milliseconds(other));
    row(what, &milliseconds(time), &beside, &format!("{ratio:.2}"), &format!("≤ {goal:.2}"), ratio <= goal);
}

fn row(what: &str, value: &str, beside: &str, ratio: &str, goal: &str, reached: bool) {
    let missed = if reached { "" } else { " **missed**" };
    println!("| {what} | {value} | {beside} | {ratio} | {goal}{missed} |");
}

fn bound(most: f64, unit: &str) -> String {
    if most.is_finite() { format!("≤ {most} {unit}") } else { String::new() }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
