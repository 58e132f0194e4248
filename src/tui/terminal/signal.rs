//! Signals as events.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::guard::restore;

/// What a signal asks of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Save and leave: told to end (SIGTERM, SIGINT) or the connection is closed (SIGHUP).
    Terminate,
    /// Save, then [`suspend`](super::Guard::suspend).
    Stop,
    /// [`resume`](super::Guard::resume) and draw anew.
    Continue,
    /// The window has another size.
    Resize,
}

/// Who is told to end again after this long has not listened. Sooner it is the same message: a closed
/// connection may send several.
const STUCK: Duration = Duration::from_secs(2);

/// Signals that are sent together have come after this long.
const TOGETHER: Duration = Duration::from_millis(20);

/// Calls `notify` for each signal, from a thread of its own; nothing comes after
/// [`Signal::Terminate`]. If the interface is told again to end and has not, the terminal is restored and
/// the process ends here.
pub fn on_signal(notify: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        let mut told: Option<Instant> = None;
        while !signals.is_closed() {
            // A closed connection also wakes who is stopped, and the handlers run in any order: there is
            // no terminal to come back to then.
            let mut come: Vec<i32> = signals.wait().collect();
            if come.contains(&SIGCONT) {
                thread::sleep(TOGETHER);
                come.extend(signals.pending());
            }
            let end = come.iter().find(|signal| !matches!(**signal, SIGTSTP | SIGCONT | SIGWINCH));
            match (told, end) {
                (None, Some(_)) => {
                    told = Some(Instant::now());
                    notify(Signal::Terminate);
                }
                (Some(told), Some(signal)) if told.elapsed() > STUCK => {
                    restore();
                    std::process::exit(128 + signal);
                }
                (Some(_), _) => {}
                (None, None) if come.contains(&SIGCONT) => notify(Signal::Continue),
                (None, None) if come.contains(&SIGTSTP) => notify(Signal::Stop),
                (None, None) if come.contains(&SIGWINCH) => notify(Signal::Resize),
                (None, None) => {}
            }
        }
    })?;
    Ok(())
}
