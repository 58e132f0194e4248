//! A program on a terminal of its own, and when what stands on its screen.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const ROWS: u16 = 24;
const COLUMNS: u16 = 80;
/// A screen is settled when nothing has been written for this long.
const QUIET: Duration = Duration::from_millis(400);
/// A key that has changed nothing after this long changes nothing.
const PATIENCE: Duration = Duration::from_millis(300);
/// What is written for a key is written without a pause of this length.
const PAUSE: Duration = Duration::from_millis(60);
/// The screen is full when this share of the settled one stands there.
const FULL: f64 = 0.9;

pub struct Terminal {
    _master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    started: Instant,
    output: Receiver<(Instant, Vec<u8>)>,
    bytes: Arc<Mutex<usize>>,
    screen: vt100::Parser,
}

impl Terminal {
    pub fn start(program: &OsStr, arguments: &[&OsStr], environment: &[(&str, PathBuf)]) -> Result<Terminal> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        environment.iter().for_each(|(name, value)| command.env(name, value));
        let mut reader = pair.master.try_clone_reader()?;
        let keyboard = pair.master.take_writer()?;
        let (sender, output) = channel();
        let bytes = Arc::new(Mutex::new(0));
        let count = Arc::clone(&bytes);
        let started = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let now = Instant::now();
                *count.lock().unwrap_or_else(PoisonError::into_inner) += read;
                if sender.send((now, buffer[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Ok(Terminal { _master: pair.master, keyboard, child, started, output, bytes, screen })
    }

    pub fn process_id(&self) -> Result<u32> {
        self.child.process_id().context("the process has ended")
    }

    /// Bytes written so far.
    pub fn bytes(&self) -> usize {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time from the start until the screen is full for the first time; returns when it is settled, or
    /// when it has been full and is changed by nothing but its first and last rows.
    pub fn first_screen(&mut self) -> Result<Duration> {
        let mut states = Vec::new();
        let mut steady = Instant::now();
        while let Some((at, bytes)) = self.next(QUIET) {
            self.screen.process(&bytes);
            let rows = self.rows();
            if states.last().is_none_or(|(_, last)| *last != rows) {
                steady = at;
                states.push((at, rows));
            }
            if steady.elapsed() > QUIET {
                break;
            }
        }
        let (_, settled) = states.last().context("nothing was written")?;
        let cells = |rows: &[String], other: &[String]| {
            let pairs = rows.iter().zip(other).flat_map(|(row, other)| row.chars().zip(other.chars()));
            pairs.filter(|(cell, other)| *cell != ' ' && cell == other).count()
        };
        let all = cells(settled, settled) as f64;
        let full = states.iter().find(|(_, rows)| cells(rows, settled) as f64 >= all * FULL);
        Ok(full.context("a full screen")?.0 - self.started)
    }

    /// Presses a key; the time until the screen between the first and the last row looks different, if it
    /// comes to that.
    pub fn press(&mut self, key: &str) -> Result<Option<Duration>> {
        while let Some((_, bytes)) = self.next(Duration::from_millis(5)) {
            self.screen.process(&bytes);
        }
        let before = self.look();
        let start = Instant::now();
        self.keyboard.write_all(key.as_bytes())?;
        self.keyboard.flush()?;
        while start.elapsed() < PATIENCE
            && let Some((at, bytes)) = self.next(PATIENCE)
        {
            self.screen.process(&bytes);
            if self.look() != before {
                return Ok(Some(at - start));
            }
        }
        Ok(None)
    }

    /// Presses a key; the time until the last that is written for it.
    pub fn finish(&mut self, key: &str) -> Result<Duration> {
        let start = Instant::now();
        let mut last = start;
        self.keyboard.write_all(key.as_bytes())?;
        self.keyboard.flush()?;
        while let Some((at, bytes)) = self.next(PAUSE) {
            self.screen.process(&bytes);
            last = at;
        }
        Ok(last - start)
    }

    /// Waits until nothing has been written for a while.
    pub fn rest(&mut self, quiet: Duration) {
        while let Some((_, bytes)) = self.next(quiet) {
            self.screen.process(&bytes);
        }
    }

    fn next(&self, patience: Duration) -> Option<(Instant, Vec<u8>)> {
        self.output.recv_timeout(patience).ok()
    }

    /// The text between the first and the last row.
    fn rows(&self) -> Vec<String> {
        self.screen.screen().rows(0, COLUMNS).skip(1).take(usize::from(ROWS) - 2).collect()
    }

    /// The same with its colours.
    fn look(&self) -> Vec<Vec<u8>> {
        self.screen.screen().rows_formatted(0, COLUMNS).skip(1).take(usize::from(ROWS) - 2).collect()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
