//! The terminal's modes: switched on entering, and switched back whatever happens.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::{Mutex, Once, PoisonError, TryLockError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use signal_hook::consts::SIGTSTP;

use super::Capabilities;

/// Modes that are on while the interface runs. Automatic wrapping is off: a character that a terminal
/// draws wider than expected then stays in its row, whose next cells are placed anew.
const ON: &str = "\x1b[?7l\x1b[?25l\x1b[?2004h";
const OFF: &str = "\x1b[?2004l\x1b[?7h\x1b[?25h";
const ALTERNATE_ON: &str = "\x1b[?1049h";
const ALTERNATE_OFF: &str = "\x1b[?1049l";
/// Clicks, drags and the wheel, in the encoding that has room for wide screens.
const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";
/// Default colours, and the whole screen scrolls again.
const PLAIN: &str = "\x1b[m\x1b[r";
const CLEAR: &str = "\x1b[H\x1b[2J";

/// The thread that draws, while the interface has the terminal.
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);

/// How often and how long a frame that is being sent is waited for.
const MOST_WAITS: u32 = 100;
const WAIT: Duration = Duration::from_millis(10);

/// The terminal while the interface has it. There is one in a process, so that a panic finds it, and so
/// that nothing is sent after it was given back.
static SESSION: Mutex<Option<Session>> = Mutex::new(None);

/// Panics of other threads; they are told when the screen is the shell's again.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[derive(Debug)]
struct Session {
    output: File,
    modes: Modes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Modes {
    alternate: bool,
    mouse: bool,
}

impl Modes {
    fn on(self) -> String {
        let alternate = if self.alternate { ALTERNATE_ON } else { "" };
        let mouse = if self.mouse { MOUSE_ON } else { "" };
        format!("{alternate}{ON}{mouse}")
    }

    fn off(self) -> String {
        let mouse = if self.mouse { MOUSE_OFF } else { "" };
        // Without a second screen an empty one is better than the ruins of the interface.
        let screen = if self.alternate { ALTERNATE_OFF } else { CLEAR };
        format!("{PLAIN}{mouse}{OFF}{screen}")
    }
}

/// Holds the terminal in the interface's modes and gives it back when dropped, on a panic of the thread
/// that entered, and between [`Guard::suspend`] and [`Guard::resume`].
#[derive(Debug)]
pub struct Guard {
    modes: Modes,
}

impl Guard {
    /// Takes the terminal that standard output is.
    ///
    /// # Errors
    ///
    /// Where standard output or input is no terminal.
    pub fn enter(capabilities: &Capabilities, mouse: bool) -> io::Result<Guard> {
        static HOOK: Once = Once::new();
        HOOK.call_once(restore_on_panic);
        let guard = Guard { modes: Modes { alternate: capabilities.alternate_screen, mouse } };
        guard.resume()?;
        Ok(guard)
    }

    /// Switches the modes on, again after [`Guard::suspend`], or after the process was stopped and
    /// continued by others. The screen is empty afterwards.
    pub fn resume(&self) -> io::Result<()> {
        // Others may have changed the line's settings; crossterm would think it still knows them.
        disable_raw_mode()?;
        enable_raw_mode()?;
        let mut output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let written = output.write_all(self.modes.on().as_bytes());
        *session() = Some(Session { output, modes: self.modes });
        *OWNER.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        written
    }

    /// Has the terminal report the mouse, or leave it to itself. Nothing else changes.
    pub fn report_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.modes.mouse = mouse;
        match session().as_mut() {
            Some(session) => {
                session.modes.mouse = mouse;
                let sequence = if mouse { MOUSE_ON } else { MOUSE_OFF };
                session.output.write_all(sequence.as_bytes())
            }
            None => Ok(()),
        }
    }

    /// Gives the terminal back until [`Guard::resume`]: for another program, such as an editor.
    pub fn release(&self) {
        restore();
    }

    /// Gives the terminal back and stops the process as `Ctrl-Z` does; returns when it is continued.
    pub fn suspend(&self) -> io::Result<()> {
        restore();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
        for panic in PANICS.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            eprintln!("{panic}");
        }
    }
}

fn session() -> std::sync::MutexGuard<'static, Option<Session>> {
    SESSION.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the terminal back, once. A terminal that is gone is no error, and one whose line is stuck in the
/// middle of a frame is not waited for.
pub(super) fn restore() {
    *OWNER.lock().unwrap_or_else(PoisonError::into_inner) = None;
    let mut waits = 0;
    let session = loop {
        match SESSION.try_lock() {
            Ok(mut session) => break session.take(),
            Err(TryLockError::Poisoned(session)) => break session.into_inner().take(),
            Err(TryLockError::WouldBlock) if waits == MOST_WAITS => {
                let _ = disable_raw_mode();
                return;
            }
            Err(TryLockError::WouldBlock) => {
                waits += 1;
                thread::sleep(WAIT);
            }
        }
    };
    if let Some(Session { mut output, modes, .. }) = session {
        let _ = disable_raw_mode();
        let _ = output.write_all(modes.off().as_bytes());
    }
}

/// A panic of the thread that draws ends the interface, so its message must find a restored terminal. One
/// of a worker does not, so its message must wait.
fn restore_on_panic() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let owner = *OWNER.lock().unwrap_or_else(PoisonError::into_inner);
        if owner.is_some_and(|owner| owner != thread::current().id()) {
            PANICS.lock().unwrap_or_else(PoisonError::into_inner).push(panic.to_string());
        } else {
            restore();
            previous(panic);
        }
    }));
}

/// Writes to the terminal while a [`Guard`] holds it; what comes when none does is dropped.
#[derive(Debug, Clone, Copy)]
pub struct Tty;

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    /// A frame goes out whole: nothing else is sent between its bytes.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        session().as_mut().map_or(Ok(()), |session| session.output.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
