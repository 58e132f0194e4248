//! The terminal itself: what it can do, its modes and their restoring, signals, and sending frames to it.
//!
//! How the interface uses it:
//!
//! 1. [`Capabilities::detect`] looks at the environment and refuses terminals that cannot show text.
//! 2. [`Guard::enter`] switches modes; whatever happens, they are switched back.
//! 3. [`on_signal`] tells of signals, on the interface's own channel of events.
//! 4. [`Display::start`] takes over sending: [`Display::show`] never waits for the line.
//!
//! Nothing here asks the terminal a question: its answer may be late and look like typing.

mod capability;
mod guard;
mod signal;

pub use capability::{Capabilities, Unfit};
pub use guard::{Guard, Tty};
pub use signal::{Signal, on_signal};
