//! The terminal itself: what it can do, its modes and their restoring, signals, and sending frames to it.
//!
//! How the interface uses it:
//!
//! 1. [`Capabilities::detect`] looks at the environment and refuses terminals that cannot show text.
//! 2. [`Guard::enter`] switches modes; whatever happens, they are switched back.
//! 3. [`on_signal`] tells of signals, on the interface's own channel of events.
//! 4. A [`Writer`] on the [`Tty`] knows the shortest way from one screen to the next, and
//!    [`Display::start`] takes over sending with it: [`Display::show`] never waits for the line.
//!
//! Only [`width`] asks the terminal a question, and nothing waits for its answer.

mod capability;
mod display;
mod guard;
mod signal;
pub mod width;
mod writer;

pub use capability::{Capabilities, Multiplexer, Unfit};
pub use display::Display;
pub use guard::{Guard, Tty};
pub use signal::{Signal, on_signal};
pub(super) use writer::Pen;
pub use writer::{Policy, Writer};
