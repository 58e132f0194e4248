//! What the terminal can do, told from the environment alone.

use rustix::termios::InputModes;
use thiserror::Error;

use crate::lang::Lang;

/// What the writer may rely on beyond what every terminal since the VT220 does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Erasing fills with the current background.
    pub erases_with_background: bool,
    /// `CSI n b` repeats the last character.
    pub repeats: bool,
    /// `CSI ? 2026 h` holds the screen until a frame is complete, or is ignored without harm.
    pub synchronizes: bool,
    /// `CSI n G` moves the cursor within its row.
    pub moves_to_column: bool,
    /// There is a second screen, so that leaving shows again what was there before.
    pub alternate_screen: bool,
    /// A lone `Esc` still arrives at once while the mouse is reported.
    pub takes_mouse: bool,
    pub multiplexer: Option<Multiplexer>,
}

/// What stands between the program and the terminal in front of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplexer {
    Tmux,
    Screen,
}

/// Why the interface cannot run here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    #[error("TERM is not set or says “{0}”: such a terminal cannot place text on the screen")]
    Dumb(String),
    #[error("the locale “{0}” is not UTF-8, so the terminal would not show Chinese text as it is")]
    NotUtf8(String),
}

impl Unfit {
    /// What is wrong and how to mend it, in the interface's language.
    pub fn explain(&self, lang: Lang) -> String {
        match self {
            Unfit::Dumb(term) => match lang {
                Lang::Zh => format!(
                    "终端类型 TERM=“{term}” 不能定位光标，无法打开界面。\n\
                     可改用 `wenlan show 路径` 直接输出正文；若终端其实支持，请先执行 `export TERM=xterm-256color`。"
                ),
                Lang::En => format!(
                    "TERM=“{term}” names a terminal that cannot place text on the screen.\n\
                     Use `wenlan show PATH` to print documents instead; if the terminal can do more, \
                     run `export TERM=xterm-256color` first."
                ),
            },
            Unfit::NotUtf8(locale) => match lang {
                Lang::Zh => format!(
                    "当前区域设置 “{locale}” 不是 UTF-8，中文会显示成乱码。\n\
                     请先执行 `export LC_ALL=C.UTF-8`（或 zh_CN.UTF-8），并把终端的编码设为 UTF-8；\
                     `wenlan show 路径` 不受此限制。"
                ),
                Lang::En => format!(
                    "The locale “{locale}” is not UTF-8; Chinese text would come out garbled.\n\
                     Run `export LC_ALL=C.UTF-8` (or en_US.UTF-8) first and set the terminal to UTF-8; \
                     `wenlan show PATH` works in any locale."
                ),
            },
        }
    }
}

/// Beginnings of `TERM` of terminals that know `CSI n b`. The common `xterm` is not among them: many that
/// are no xterm call themselves so.
const REPEATING: [&str; 6] = ["xterm-kitty", "foot", "alacritty", "wezterm", "contour", "mintty"];
/// Beginnings of `TERM` of the terminals made by DEC and their likes.
const DEC: [&str; 5] = ["vt1", "vt2", "vt3", "vt4", "vt5"];

impl Capabilities {
    /// What the terminal of this process can do.
    ///
    /// # Errors
    ///
    /// As [`Capabilities::detect`].
    pub fn from_env() -> Result<Capabilities, Unfit> {
        let line = rustix::termios::tcgetattr(std::io::stdin());
        let utf8_input = line.is_ok_and(|line| line.input_modes.contains(InputModes::IUTF8));
        Capabilities::detect(|name| std::env::var(name).ok(), utf8_input)
    }

    /// What the environment, which `variable` looks up, tells of the terminal. `utf8_input` says that the
    /// terminal's line itself is set to UTF-8, which overrides a locale that names no encoding.
    ///
    /// # Errors
    ///
    /// Where the terminal cannot place text, or the locale names another encoding than UTF-8. No locale at
    /// all is no reason: nearly every terminal speaks UTF-8, and servers often set none.
    pub fn detect(
        variable: impl Fn(&str) -> Option<String>,
        utf8_input: bool,
    ) -> Result<Capabilities, Unfit> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        if matches!(term.as_str(), "" | "dumb" | "unknown" | "cons25" | "emacs") {
            return Err(Unfit::Dumb(term));
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| set(name));
        if let Some(locale) = locale.filter(|locale| !is_utf8(locale, utf8_input)) {
            return Err(Unfit::NotUtf8(locale));
        }
        let starts = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        let (linux, dec, screen) = (starts(&["linux"]), starts(&DEC), starts(&["screen"]));
        // Over SSH only the name of the terminal tells.
        let multiplexer = match (set("TMUX").is_some() || starts(&["tmux"]), set("STY").is_some() || screen) {
            (true, _) => Some(Multiplexer::Tmux),
            (false, true) => Some(Multiplexer::Screen),
            (false, false) => None,
        };
        Ok(Capabilities {
            erases_with_background: !screen && !dec,
            repeats: starts(&REPEATING) || multiplexer.is_none() && set("VTE_VERSION").is_some(),
            synchronizes: !linux && !dec && !screen,
            moves_to_column: !dec,
            alternate_screen: !linux && !dec,
            // GNU screen keeps it back until the next key, as it might begin a report.
            takes_mouse: multiplexer != Some(Multiplexer::Screen),
            multiplexer,
        })
    }
}

fn is_utf8(locale: &str, utf8_input: bool) -> bool {
    match locale.split_once('.') {
        Some((_, charset)) => {
            let charset = charset.split('@').next().unwrap_or_default();
            charset.replace('-', "").eq_ignore_ascii_case("utf8")
        }
        // The locale of C programs' beginnings says nothing of the terminal.
        None => utf8_input || !matches!(locale, "C" | "POSIX"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(variables: &[(&str, &str)]) -> Result<Capabilities, Unfit> {
        let find = |name: &str| {
            variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.to_owned())
        };
        Capabilities::detect(find, false)
    }

    #[test]
    fn dumb_terminals_are_refused_with_a_hint() {
        for variables in [&[("TERM", "dumb")][..], &[("TERM", "")], &[]] {
            let unfit = detect(variables).unwrap_err();
            for lang in [Lang::Zh, Lang::En] {
                assert!(unfit.explain(lang).contains("wenlan show"), "{}", unfit.explain(lang));
            }
        }
    }

    #[test]
    fn locales_of_other_encodings_are_refused_with_a_remedy() {
        let with = |name, value| detect(&[("TERM", "xterm"), (name, value)]);
        for (name, value) in [("LANG", "zh_CN.GB18030"), ("LC_CTYPE", "en_US.ISO-8859-1"), ("LC_ALL", "C")] {
            let unfit = with(name, value).unwrap_err();
            assert!(unfit.explain(Lang::En).contains(value));
            assert!(unfit.explain(Lang::En).contains("export LC_ALL=C.UTF-8"));
        }
        for value in ["zh_CN.UTF-8", "C.utf8", "de_DE.UTF-8@euro", "zh_CN", ""] {
            assert!(with("LANG", value).is_ok(), "{value}");
        }
        let overridden = [("TERM", "xterm"), ("LANG", "zh_CN.GBK"), ("LC_ALL", "zh_CN.UTF-8")];
        assert!(detect(&overridden).is_ok(), "LC_ALL goes first");
    }

    #[test]
    fn old_terminals_are_asked_for_no_more_than_they_know() {
        let vt220 = detect(&[("TERM", "vt220")]).unwrap();
        assert!(!vt220.synchronizes && !vt220.moves_to_column && !vt220.erases_with_background);
        let linux = detect(&[("TERM", "linux")]).unwrap();
        assert!(!linux.synchronizes && !linux.alternate_screen && linux.erases_with_background);
        let screen = detect(&[("TERM", "screen.xterm-256color"), ("VTE_VERSION", "7000")]).unwrap();
        assert!(!screen.repeats && !screen.erases_with_background);
        let putty = detect(&[("TERM", "xterm")]).unwrap();
        assert!(!putty.repeats && putty.synchronizes && putty.takes_mouse);
    }

    #[test]
    fn multiplexers_are_known_by_their_variables_or_by_the_terminal() {
        let multiplexer = |variables: &[(&str, &str)]| detect(variables).unwrap().multiplexer;
        assert_eq!(multiplexer(&[("TERM", "xterm-256color")]), None);
        assert_eq!(multiplexer(&[("TERM", "tmux-256color")]), Some(Multiplexer::Tmux));
        let inside = [("TERM", "screen-256color"), ("TMUX", "/tmp/tmux-0/default,1,0")];
        assert_eq!(multiplexer(&inside), Some(Multiplexer::Tmux));
        assert_eq!(multiplexer(&[("TERM", "screen")]), Some(Multiplexer::Screen));
        assert_eq!(multiplexer(&[("TERM", "xterm"), ("STY", "1.a")]), Some(Multiplexer::Screen));
    }
}
