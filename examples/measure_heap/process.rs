//! Processes from outside: how long they take, what memory they hold, how often they wake.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What a run took.
pub struct Run {
    pub time: Duration,
    /// Processor time in the program and for it, on all cores.
    pub cpu: Duration,
    /// Resident memory at most, in megabytes; 0 where the run was over before anybody looked.
    pub peak: f64,
}

/// How often a long run is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Runs a command, its output thrown away.
pub fn run(program: &OsStr, arguments: &[&OsStr], environment: &[(&str, PathBuf)]) -> Result<Run> {
    let mut command = Command::new(program);
    command.args(arguments).envs(environment.iter().map(|(name, value)| (name, value)));
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| program.display().to_string())?;
    let process = Process(child.id());
    let watch = std::thread::spawn(move || {
        let mut peak = 0.0;
        loop {
            std::thread::sleep(LOOK);
            match process.peak() {
                Ok(most) => peak = most,
                Err(_) => return peak,
            }
        }
    });
    let before = children()?;
    child.wait()?;
    let time = start.elapsed();
    let cpu = children()?.saturating_sub(before);
    Ok(Run { time, cpu, peak: watch.join().unwrap_or_default() })
}

/// Processor time of all children that have ended.
fn children() -> Result<Duration> {
    // SAFETY: `getrusage` fills in the whole of what it is given, which zeros are a valid value of.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        anyhow::ensure!(libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) == 0, "getrusage");
        usage
    };
    let time = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec.unsigned_abs()) + Duration::from_micros(time.tv_usec.unsigned_abs())
    };
    Ok(time(usage.ru_utime) + time(usage.ru_stime))
}

/// A running process, by its number.
pub struct Process(pub u32);

impl Process {
    /// Resident memory, in megabytes.
    pub fn memory(&self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// Resident memory at most, in megabytes.
    pub fn peak(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    /// How often its threads have been woken.
    pub fn switches(&self) -> Result<u64> {
        let mut sum = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.0))?.flatten() {
            let status = fs::read_to_string(thread.path().join("status"))?;
            sum += number(&status, "\nvoluntary_ctxt_switches:")?;
        }
        Ok(sum)
    }

    fn status(&self, name: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        Ok(number(&status, name)? as f64 * 1024.0 / 1e6)
    }
}

fn number(status: &str, name: &str) -> Result<u64> {
    let (_, rest) = status.split_once(name).context("a field of the status")?;
    let digits = rest.split_whitespace().next().context("a number")?;
    Ok(digits.parse()?)
}
