//! Signals as events.

use std::io;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
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
}

/// Calls `notify` for each signal, from a thread of its own. Who is told a second time to end has not
/// listened the first time: then the terminal is restored and the process ends here.
pub fn on_signal(notify: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        let mut told = false;
        for signal in signals.forever() {
            match signal {
                SIGTSTP => notify(Signal::Stop),
                SIGCONT => notify(Signal::Continue),
                _ if told => {
                    restore();
                    std::process::exit(128 + signal);
                }
                _ => {
                    told = true;
                    notify(Signal::Terminate);
                }
            }
        }
    })?;
    Ok(())
}
