//! The clipboard of the terminal in front of the user, through any number of machines: OSC 52.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Bytes of text beyond which terminals are known to drop the sequence.
const LIMIT: usize = 74_000;

/// What carries the sequence to the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    Plain,
    Tmux,
    Screen,
}

impl Carrier {
    pub fn from_env() -> Carrier {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if set("TMUX") {
            Carrier::Tmux
        } else if set("STY") {
            Carrier::Screen
        } else {
            Carrier::Plain
        }
    }
}

/// The sequence that puts `text` into the clipboard; `None` where it is too long to arrive.
pub fn osc52(text: &str, carrier: Carrier) -> Option<String> {
    if text.len() > LIMIT {
        return None;
    }
    let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Some(match carrier {
        Carrier::Plain => sequence,
        // tmux passes on what stands in its own sequence, with each escape doubled.
        Carrier::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")),
        // screen cuts sequences off after 768 bytes, so it is given them in parts.
        Carrier::Screen => sequence
            .as_bytes()
            .chunks(500)
            .map(|part| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(part)))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplexers_are_told_to_pass_it_on() {
        assert_eq!(osc52("文", Carrier::Plain).unwrap(), "\x1b]52;c;5paH\x07");
        assert_eq!(osc52("文", Carrier::Tmux).unwrap(), "\x1bPtmux;\x1b\x1b]52;c;5paH\x07\x1b\\");
        let long = osc52(&"文".repeat(1000), Carrier::Screen).unwrap();
        assert!(long.split("\x1b\\").all(|part| part.len() < 768));
        assert_eq!(osc52(&"文".repeat(LIMIT), Carrier::Plain), None);
    }
}
