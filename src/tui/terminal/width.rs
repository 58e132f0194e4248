//! Asking the terminal how wide it draws East-Asian ambiguous characters, without ever waiting for it.
//!
//! Some of them are written at the top left, before the first frame, and with them the question where the
//! cursor is now. Nobody waits: the first frame follows at once and covers them. The thread that reads the
//! terminal looks whether the first thing that comes is the answer. If it is not, because something was
//! typed or the terminal does not answer, nothing is known; an answer that comes later is taken from the
//! input by crossterm and never looks like typing.

use std::fs::File;
use std::io::{self, Write};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{ioctl_fionread, retry_on_intr};
use rustix::termios::{QueueSelector, tcflush};

use super::Tty;
use crate::text::width::{Ambiguous, width};

/// A quotation mark, a dash, an ellipsis, an enclosed digit: a terminal that draws all four alike draws
/// all ambiguous characters so.
const SAMPLE: &str = "“—…①";

/// Bytes of an answer: `ESC [ 1 ; 5 R`, with another column.
const ANSWER: u64 = 6;

/// How long answers may still be on their way.
const ON_ITS_WAY: Duration = Duration::from_millis(300);

/// Sends the question. What it leaves on the screen is to be cleared.
pub fn ask() -> io::Result<()> {
    // In one piece: whatever is sent wakes the terminal.
    Tty.write_all(format!("\x1b[H{SAMPLE}\x1b[6n").as_bytes())
}

/// Waits until the terminal sends something, and takes it if it is the answer; anything else is left to
/// be read. Nobody else may read the terminal meanwhile.
pub fn answer() -> Option<Ambiguous> {
    let terminal = File::open("/dev/tty").ok()?;
    retry_on_intr(|| poll(&mut [PollFd::new(&terminal, PollFlags::IN)], None)).ok()?;
    if ioctl_fionread(&terminal).ok()? != ANSWER {
        return None;
    }
    // This sends the question once more, and takes the answer that is there.
    let (column, _) = crossterm::cursor::position().ok()?;
    [Ambiguous::Narrow, Ambiguous::Wide]
        .into_iter()
        .find(|&ambiguous| width(SAMPLE, ambiguous) == usize::from(column))
}

/// Waits for answers that may still come to a question sent at `asked`, and drops them: the shell would
/// take them for typing.
pub fn forget(asked: Instant) {
    if let Some(rest) = ON_ITS_WAY.checked_sub(asked.elapsed()) {
        thread::sleep(rest);
        // Where there is no terminal any more, nothing comes from it.
        let _ = File::open("/dev/tty").map(|terminal| tcflush(terminal, QueueSelector::IFlush));
    }
}
