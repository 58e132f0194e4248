//! Playing a script into the application's channel, from a thread of its own that can be held and hurried.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::Script;
use crate::tui::event::{Event, Input, TourStep};

/// What the player is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Hold, or go on.
    Pause,
    /// Go on at once.
    Next,
}

/// Plays a script; `speed` 2 is twice as fast. What is sent to the answer controls it, and dropping that lets
/// it play on.
pub fn play(script: Script, speed: f64, inputs: Sender<Input>) -> Sender<Control> {
    let (control, told) = channel();
    thread::spawn(move || {
        for (step, pause) in script.steps() {
            // If nobody listens any more, nobody needs to know.
            if inputs.send(Input::Event(Event::Tour(step))).is_err() {
                return;
            }
            wait(pause.div_f64(speed.max(0.01)), &told);
        }
        let _ = inputs.send(Input::Event(Event::Tour(TourStep::End)));
    });
    control
}

/// Waits for some time, or as long as one is told to.
fn wait(pause: Duration, told: &Receiver<Control>) {
    let end = Instant::now() + pause;
    loop {
        match told.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(Control::Next) | Err(RecvTimeoutError::Timeout) => return,
            // Held until told otherwise.
            Ok(Control::Pause) => match told.recv() {
                Ok(Control::Next) => return,
                Ok(Control::Pause) => {}
                Err(_) => return,
            },
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(end.saturating_duration_since(Instant::now()));
                return;
            }
        }
    }
}
