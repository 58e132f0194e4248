//! The clipboard of the terminal in front of the user, through any number of machines: OSC 52.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::terminal::Multiplexer;

/// Bytes of text beyond which terminals are known to drop the sequence.
const LIMIT: usize = 74_000;

/// What to send to put `text` into the clipboard; `None` where it is too long to arrive.
pub fn osc52(text: &str, through: Option<Multiplexer>) -> Option<String> {
    if text.len() > LIMIT {
        return None;
    }
    let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Some(match through {
        None => sequence,
        // By its settings tmux takes the sequence itself, or passes on what stands in its own one with
        // each escape doubled, or neither.
        Some(Multiplexer::Tmux) => {
            let wrapped = sequence.replace('\x1b', "\x1b\x1b");
            format!("{sequence}\x1bPtmux;{wrapped}\x1b\\")
        }
        // screen cuts sequences off after 768 bytes, so it is given them in parts.
        Some(Multiplexer::Screen) => sequence
            .as_bytes()
            .chunks(500)
            .map(|part| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(part)))
            .collect(),
    })
}

/// Hands `text` to the tmux that this runs in, which puts it into its buffer and the terminal's clipboard
/// however it is set up; whether it did.
pub fn give_to_tmux(text: &str) -> bool {
    if std::env::var_os("TMUX").is_none_or(|server| server.is_empty()) {
        // It runs on another machine.
        return false;
    }
    let tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    tmux.is_ok_and(|mut tmux| {
        let given = tmux.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
        tmux.wait().is_ok_and(|status| status.success()) && given
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplexers_are_told_to_pass_it_on() {
        assert_eq!(osc52("文", None).unwrap(), "\x1b]52;c;5paH\x07");
        let tmux = osc52("文", Some(Multiplexer::Tmux)).unwrap();
        assert_eq!(tmux, "\x1b]52;c;5paH\x07\x1bPtmux;\x1b\x1b]52;c;5paH\x07\x1b\\");
        let long = osc52(&"文".repeat(1000), Some(Multiplexer::Screen)).unwrap();
        assert!(long.split("\x1b\\").all(|part| part.len() < 768));
        assert_eq!(osc52(&"文".repeat(LIMIT), None), None);
    }
}
