//! How the program leaves a terminal, or does not take it: a closed connection, a panic, terminals that
//! are not fit; and that it is silent while nothing happens.
#![cfg(unix)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use wenlan::tui::terminal::{Capabilities, Guard};

/// How long anything may take before a test fails; long, because test machines are busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal's type and the locale.
const XTERM: (&str, &str) = ("xterm-256color", "zh_CN.UTF-8");

/// A program on a pseudo-terminal whose every byte is looked at.
struct Line {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Line {
    fn run(program: &Path, arguments: &[&str], home: &Path, (term, locale): (&str, &str)) -> Line {
        let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", term);
        command.env("LANG", locale);
        let child = pair.slave.spawn_command(command).unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        Line { master: pair.master, keyboard, child }
    }

    fn wenlan(home: &Path, on: (&str, &str)) -> Line {
        Line::run(Path::new(env!("CARGO_BIN_EXE_wenlan")), &["."], home, on)
    }

    /// What the program sends, read until `wanted` has come.
    fn read_until(&self, wanted: &str) {
        let mut reader = self.master.try_clone_reader().unwrap();
        let (mut all, mut buffer) = (Vec::new(), [0; 4096]);
        while !String::from_utf8_lossy(&all).contains(wanted) {
            let read = reader.read(&mut buffer).unwrap_or(0);
            assert!(read > 0, "{wanted:?} was not in {:?}", String::from_utf8_lossy(&all));
            all.extend(&buffer[..read]);
        }
    }

    /// What the program sends, as it comes, from another thread.
    fn listen(&self) -> Receiver<Vec<u8>> {
        let (sender, bytes) = channel();
        let mut reader = self.master.try_clone_reader().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        bytes
    }
}

/// A folder with one document, which is also the user's home.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.txt"), "渡口的灯\n\n渡口有一盏灯，夜里总是亮着。\n").unwrap();
    home
}

#[test]
fn a_closed_connection_ends_the_program_after_saving() {
    let home = home();
    let mut line = Line::wenlan(home.path(), XTERM);
    line.read_until("夜里总是亮着");
    line.keyboard.write_all("B".as_bytes()).unwrap();
    line.read_until("★");
    drop((line.master, line.keyboard));
    let status = line.child.wait().unwrap();
    assert!(status.success(), "{status:?}");
    let state = home.path().join(".local/state/wenlan/state.json");
    assert!(std::fs::read_to_string(state).unwrap().contains("\"bookmark\":true"));
}

#[test]
fn a_panic_leaves_a_restored_terminal_and_its_message() {
    let home = home();
    let arguments = ["--exact", "endings::panics_while_it_has_the_terminal", "--ignored", "--nocapture"];
    let line = Line::run(&std::env::current_exe().unwrap(), &arguments, home.path(), XTERM);
    let bytes = line.listen();
    let mut screen = vt100::Parser::new(24, 80, 0);
    while !screen.screen().contents().contains("told after the screen is back") {
        screen.process(&bytes.recv_timeout(PATIENCE).expect("the panic's message comes"));
    }
    assert!(!screen.screen().alternate_screen());
    assert!(!screen.screen().hide_cursor());
    assert!(!screen.screen().bracketed_paste());
    let flags = format!("{:?}", line.master.get_termios().unwrap().local_flags);
    assert!(flags.contains("ICANON") && flags.contains("ECHO"), "{flags}");
}

#[test]
#[ignore = "another test runs it on a terminal of its own"]
fn panics_while_it_has_the_terminal() {
    let _guard = Guard::enter(&Capabilities::from_env().unwrap(), true).unwrap();
    panic!("told after the screen is back");
}

#[test]
fn unfit_terminals_and_locales_are_refused_with_the_remedy() {
    let home = home();
    for (on, remedy) in [(("dumb", "C.UTF-8"), "wenlan show"), (("xterm", "zh_CN.GBK"), "LC_ALL=C.UTF-8")] {
        let mut line = Line::wenlan(home.path(), on);
        line.read_until(remedy);
        assert_eq!(line.child.wait().unwrap().exit_code(), 2);
    }
}

#[test]
fn a_terminal_that_answers_is_drawn_for_and_its_answers_are_no_typing() {
    let home = home();
    let mut line = Line::wenlan(home.path(), XTERM);
    let bytes = line.listen();
    let mut sent = Vec::new();
    let mut answered = 0;
    // Where ambiguous characters are wide, the divider is an ASCII one.
    while !sent.contains(&b'|') {
        sent.extend(bytes.recv_timeout(PATIENCE).expect("the screen for this terminal comes"));
        let asked = sent.windows(4).filter(|window| window == b"\x1b[6n").count();
        line.keyboard.write_all("\x1b[1;9R".repeat(asked - answered).as_bytes()).unwrap();
        answered = asked;
    }
    line.keyboard.write_all(b"q").unwrap();
    assert!(line.child.wait().unwrap().success());
    sent.extend(bytes.iter().flatten());
    assert!(!String::from_utf8_lossy(&sent).contains("1;9R"), "an answer was shown as typing");
}

#[test]
fn nothing_is_sent_while_nothing_happens() {
    let home = home();
    let mut line = Line::wenlan(home.path(), XTERM);
    let bytes = line.listen();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("夜里总是亮着") {
        seen.extend(bytes.recv_timeout(PATIENCE).expect("the first screen comes"));
    }
    // Jobs of the start may still change the screen.
    while bytes.recv_timeout(Duration::from_secs(2)).is_ok() {}
    assert!(bytes.recv_timeout(Duration::from_secs(2)).is_err(), "an idle program is silent");
    line.keyboard.write_all(b"q").unwrap();
    assert!(line.child.wait().unwrap().success());
}
