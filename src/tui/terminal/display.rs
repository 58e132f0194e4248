//! Sending frames without waiting for the line: a frame that the line has no time for is dropped.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Policy, Writer};

/// Takes frames and sends the newest when the line is free, from a thread of its own. While a slow line is
/// busy with one frame, at most one other waits, and a newer one takes its place: keys never queue up
/// behind screens that nobody will see.
#[derive(Debug)]
pub struct Display {
    mailbox: Arc<Mailbox>,
}

#[derive(Debug, Default)]
struct Mailbox {
    letter: Mutex<Letter>,
    arrived: Condvar,
}

#[derive(Debug, Default)]
struct Letter {
    frame: Buffer,
    cursor: Option<Position>,
    /// Not sent yet.
    fresh: bool,
    /// The screen is to be cleared and drawn anew.
    afresh: bool,
    /// What has become known of the terminal.
    policy: Option<Policy>,
    last: bool,
}

impl Mailbox {
    fn open(&self) -> MutexGuard<'_, Letter> {
        self.letter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Display {
    /// Starts sending with `writer`. When that fails, because the connection is closed, `on_closed` is
    /// called and nothing more is sent.
    pub fn start<W: Write + Send + 'static>(
        mut writer: Writer<W>,
        on_closed: impl FnOnce(io::Error) + Send + 'static,
    ) -> io::Result<Display> {
        let mailbox = Arc::new(Mailbox::default());
        let letters = Arc::clone(&mailbox);
        thread::Builder::new().name("display".into()).spawn(move || {
            if let Err(error) = send(&letters, &mut writer) {
                on_closed(error);
            }
        })?;
        Ok(Display { mailbox })
    }

    /// Shows a frame, with the cursor where the user is to see it; returns at once.
    pub fn show(&self, frame: &Buffer, cursor: Option<Position>) {
        let mut letter = self.mailbox.open();
        letter.frame.clone_from(frame);
        letter.cursor = cursor;
        letter.fresh = true;
        self.mailbox.arrived.notify_one();
    }

    /// Has the frames from the next one on drawn for a terminal of which more is known.
    pub fn know(&self, policy: Policy) {
        self.mailbox.open().policy = Some(policy);
    }

    /// Has the next frame drawn as on an unknown screen: after others have written to the terminal.
    pub fn redraw(&self) {
        self.mailbox.open().afresh = true;
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.mailbox.open().last = true;
        self.mailbox.arrived.notify_one();
    }
}

fn send<W: Write>(mailbox: &Mailbox, writer: &mut Writer<W>) -> io::Result<()> {
    let mut frame = Buffer::default();
    loop {
        let letter = mailbox.open();
        let idle = |letter: &mut Letter| !letter.fresh && !letter.last;
        let mut letter = mailbox.arrived.wait_while(letter, idle).unwrap_or_else(PoisonError::into_inner);
        if letter.last {
            return Ok(());
        }
        std::mem::swap(&mut frame, &mut letter.frame);
        letter.fresh = false;
        let cursor = letter.cursor;
        if let Some(policy) = letter.policy.take() {
            writer.set_policy(policy);
        }
        if std::mem::take(&mut letter.afresh) {
            writer.clear()?;
        }
        drop(letter);
        writer.show(&frame, cursor)?;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use ratatui::layout::{Rect, Size};

    use super::*;
    use crate::text::width::Ambiguous;
    use crate::tui::terminal::Capabilities;

    /// A line that takes each write only when it is let to.
    struct Slow {
        sent: Sender<String>,
        let_go: Receiver<()>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.sent.send(String::from_utf8_lossy(bytes).into_owned());
            self.let_go.recv().map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn writer<W: Write>(out: W) -> Writer<W> {
        let term = |name: &str| (name == "TERM").then(|| "xterm".to_owned());
        let capabilities = Capabilities::detect(term, true).unwrap();
        let policy = Policy { ambiguous: Ambiguous::Narrow, certain: false };
        Writer::new(out, Size::new(10, 1), capabilities, policy)
    }

    fn frame(text: &str) -> Buffer {
        let mut frame = Buffer::empty(Rect::new(0, 0, 10, 1));
        frame.set_string(0, 0, text, ratatui::style::Style::new());
        frame
    }

    #[test]
    fn frames_are_dropped_while_the_line_is_busy() {
        let (sent, line) = channel();
        let (open, let_go) = channel();
        let display = Display::start(writer(Slow { sent, let_go }), |_| ()).unwrap();
        display.show(&frame("a"), None);
        assert!(line.recv().unwrap().ends_with('a'));
        for text in ["b", "c", "d"] {
            display.show(&frame(text), None);
        }
        open.send(()).unwrap();
        assert!(line.recv().unwrap().ends_with('d'));
        open.send(()).unwrap();
        drop(display);
        assert!(line.recv().is_err(), "nothing else was sent");
    }

    #[test]
    fn a_closed_connection_is_told_once() {
        let (told, closed) = channel();
        let (sent, _line) = channel();
        let (open, let_go) = channel();
        drop(open);
        let display =
            Display::start(writer(Slow { sent, let_go }), move |_| told.send(()).unwrap_or_default())
                .unwrap();
        display.show(&frame("a"), None);
        assert!(closed.recv().is_ok());
        display.show(&frame("b"), None);
        assert!(closed.recv().is_err());
    }
}
