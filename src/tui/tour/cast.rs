//! A script played into a recording, without a terminal: asciicast, version 2 (docs.asciinema.org).

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::layout::Size;

use super::Script;
use crate::state::State;
use crate::tui::Options;
use crate::tui::event::Event;
use crate::tui::snapshot::Stage;
use crate::tui::terminal::{Capabilities, Policy, Writer};

/// What is played, on what, and how.
#[derive(Debug)]
pub struct Take {
    pub options: Options,
    pub paths: Vec<PathBuf>,
    pub script: Script,
    /// Columns and rows.
    pub size: (u16, u16),
    /// 2 is twice as fast.
    pub speed: f64,
}

/// What the writer sends, for whoever holds the other end.
#[derive(Debug, Clone, Default)]
struct Sent(Arc<Mutex<Vec<u8>>>);

impl Sent {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the recording to `out`. The same script on the same documents gives the same recording.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn record(take: Take, out: &mut dyn Write) -> io::Result<()> {
    let Take { options, paths, script, size: (columns, rows), speed } = take;
    let header = serde_json::json!({
        "version": 2, "width": columns, "height": rows, "env": {"TERM": TERM}, "title": "wenlan",
    });
    writeln!(out, "{header}")?;
    let term = |name: &str| (name == "TERM").then(|| TERM.to_owned());
    let capabilities = Capabilities::detect(term, true).map_err(io::Error::other)?;
    let policy = Policy { ambiguous: options.ambiguous, certain: false };
    let sent = Sent::default();
    let mut writer = Writer::new(sent.clone(), Size::new(columns, rows), capabilities, policy);
    let mut stage = Stage::open(options, State::default(), paths, (columns, rows));
    let mut time = 0.0;
    for (step, pause) in script.steps() {
        stage.handle(Event::Tour(step));
        let (frame, cursor) = stage.screen();
        writer.show(&frame, cursor)?;
        let bytes = sent.take();
        if !bytes.is_empty() {
            let text = String::from_utf8_lossy(&bytes);
            writeln!(out, "{}", serde_json::json!([time, "o", text]))?;
        }
        time += pause.as_secs_f64() / speed.max(0.01);
    }
    // The last screen stays as long as the script says.
    writeln!(out, "{}", serde_json::json!([time, "o", ""]))
}

/// The kind of terminal that the recording is for: what every player knows.
const TERM: &str = "xterm-256color";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_played_on_a_terminal_shows_the_screens() {
        let script = Script::parse("# Look\n<enter>\n@wait 1\n# Help\n?").unwrap();
        let take =
            Take { options: Options::default(), paths: Vec::new(), script, size: (100, 30), speed: 1.0 };
        let mut out = Vec::new();
        record(take, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        assert_eq!(lines.next().unwrap()["width"], 100);
        let mut terminal = vt100::Parser::new(30, 100, 0);
        let (mut time, mut seen) = (0.0, Vec::new());
        for event in lines {
            assert!(event[0].as_f64().unwrap() >= time, "time goes on");
            time = event[0].as_f64().unwrap();
            terminal.process(event[2].as_str().unwrap().as_bytes());
            seen.push(terminal.screen().contents());
        }
        assert!(seen.first().unwrap().contains("Look") && seen.last().unwrap().contains("type to narrow"));
        assert!(time > 4.0, "{time}");
    }
}
