//! The binary in a real pseudo-terminal: what the user sees, and how the terminal is left.
#![cfg(unix)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before a test fails; long, because test machines are busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program on a terminal of its own, run by a shell so that what stands on the screen afterwards can
/// be seen as well.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    child: Box<dyn Child + Send + Sync>,
    home: tempfile::TempDir,
}

impl Terminal {
    /// Runs the program with some arguments and says its exit status.
    fn start(arguments: &str, folder: &Path, size: (u16, u16)) -> Terminal {
        Terminal::run(&format!("echo before; PROGRAM {arguments}; echo status $?"), folder, size)
    }

    /// Runs a shell script in which `PROGRAM` stands for the program.
    fn run(script: &str, folder: &Path, (columns, rows): (u16, u16)) -> Terminal {
        let home = tempfile::tempdir().unwrap();
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new("sh");
        let program = format!("'{}'", env!("CARGO_BIN_EXE_wenlan"));
        command.args(["-c", &script.replace("PROGRAM", &program)]);
        command.cwd(folder);
        for name in ["TMUX", "STY", "LC_ALL", "LC_CTYPE", "NO_COLOR", "VTE_VERSION", "EDITOR", "VISUAL"] {
            command.env_remove(name);
        }
        for name in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let (parser, mut reader) = (screen.clone(), pair.master.try_clone_reader().unwrap());
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                parser.lock().unwrap().process(&buffer[..read]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Terminal { master: pair.master, keyboard, screen, child, home }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    fn wait(&self, wanted: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !wanted(self.screen.lock().unwrap().screen()) {
            assert!(start.elapsed() < PATIENCE, "the screen did not become as wanted:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn shows(&self, wanted: &str) {
        self.wait(|screen| screen.contents().contains(wanted));
    }

    #[track_caller]
    fn hides(&self, unwanted: &str) {
        self.wait(|screen| !screen.contents().contains(unwanted));
    }

    /// The terminal is as it was before: first screen, cursor shown, no mouse, echo and lines.
    #[track_caller]
    fn is_restored(&self) {
        self.wait(|screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        let line = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        assert!(line.contains("ICANON") && line.contains("ECHO"), "{line}");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn heap() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = |title: &str, sections: &[(&str, &str)]| {
        let body: String =
            sections.iter().map(|(heading, text)| format!("<h2>{heading}</h2>\n<p>{text}</p>\n")).collect();
        format!(
            "<!DOCTYPE html><html lang=zh><meta charset=utf-8><body><article>\n<h1>{title}</h1>\n\
             <p>来源：山前晚报 2020-05-06</p>\n<p>这篇文章说的是山前村里的事情，先从村口的老槐树说起。</p>\n\
             {body}</article></body></html>"
        )
    };
    let orchard = page(
        "山前村果园三十年",
        &[
            ("种下第一棵", "那年春天，村里凑钱买了六百棵梨树苗。"),
            ("修起水渠", "水渠从后山引来，绕过晒谷场，一直流到果园深处的蓄水池。"),
        ],
    );
    std::fs::write(folder.path().join("a.html"), orchard).unwrap();
    let school = page("山前小学的钟", &[("铜钟", "铜钟是老校长从城里背回来的。")]);
    std::fs::write(folder.path().join("b.html"), school).unwrap();
    folder
}

#[test]
fn open_a_folder_search_fold_and_quit() {
    let folder = heap();
    let mut terminal = Terminal::start(".", folder.path(), (100, 30));
    terminal.shows("山前村果园三十年");
    terminal.shows("▸ 修起水渠");
    terminal.press("/蓄水池");
    terminal.shows("1 篇 1 处");
    terminal.shows("▾ 修起水渠");
    terminal.press("\r");
    terminal.shows("命中 1/1");
    terminal.press("\x1b");
    terminal.shows("▸ 修起水渠");
    terminal.press("\rzR");
    terminal.shows("果园深处");
    terminal.press("zM");
    terminal.hides("果园深处");
    terminal.press("q");
    terminal.shows("status 0");
    terminal.is_restored();
    terminal.shows("before");
}

#[test]
fn being_told_to_end_saves_where_one_was_and_restores_the_terminal() {
    let folder = heap();
    for signal in ["TERM", "HUP"] {
        // A background process tells it to end when the file appears.
        let killer = format!("(until [ -e now ]; do sleep 0.05; done; kill -{signal} $$) & exec");
        let mut terminal = Terminal::run(&format!("{killer} PROGRAM ."), folder.path(), (100, 30));
        terminal.shows("▸ 修起水渠");
        terminal.press("\rzRB");
        terminal.shows("★");
        std::fs::write(folder.path().join("now"), "").unwrap();
        terminal.is_restored();
        let status = terminal.child.wait().unwrap();
        assert!(status.success(), "{status:?}");
        let state = terminal.home.path().join(".local/state/wenlan/state.json");
        assert!(std::fs::read_to_string(state).unwrap().contains("\"bookmark\":true"));
        std::fs::remove_file(folder.path().join("now")).unwrap();
    }
}

#[test]
fn stopped_and_continued_the_screen_comes_back() {
    let folder = heap();
    let mut terminal =
        Terminal::run("set -m; PROGRAM .; echo stopped; fg >/dev/null", folder.path(), (100, 30));
    terminal.shows("▸ 修起水渠");
    terminal.press("\x1a");
    terminal.shows("▸ 修起水渠");
    terminal.press("\rzR");
    terminal.shows("果园深处");
    terminal.press("q");
    terminal.is_restored();
    terminal.shows("stopped");
}

#[test]
fn switching_the_mouse_keeps_the_screen_and_the_keys() {
    let folder = heap();
    let mut terminal = Terminal::start(".", folder.path(), (100, 30));
    terminal.shows("▸ 修起水渠");
    let reports = |screen: &vt100::Screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    terminal.wait(reports);
    terminal.press(":toggle-mouse\r");
    terminal.wait(|screen| !reports(screen) && screen.alternate_screen());
    terminal.press(":toggle-mouse\r");
    terminal.wait(|screen| reports(screen) && screen.alternate_screen());
    terminal.press("\rzR");
    terminal.shows("果园深处");
    terminal.press("q");
    terminal.shows("status 0");
    terminal.is_restored();
}

#[test]
fn an_editor_has_the_terminal_and_gives_it_back() {
    let folder = heap();
    let script = "export EDITOR='sh -c \"echo edited; sleep 0.2\"'; PROGRAM .; echo status $?";
    let mut terminal = Terminal::run(script, folder.path(), (100, 30));
    terminal.shows("▸ 修起水渠");
    terminal.press("E");
    terminal.shows("▸ 修起水渠");
    terminal.press("\rzR");
    terminal.shows("果园深处");
    terminal.press("q");
    terminal.shows("status 0");
    terminal.is_restored();
}

#[test]
fn a_path_that_is_not_there_ends_the_program_and_changes_nothing() {
    let folder = heap();
    let script = "PROGRAM ./nowhere; echo status $?; sleep 2; PROGRAM";
    let mut terminal = Terminal::run(script, folder.path(), (100, 30));
    terminal.shows("status 2");
    terminal.shows("文览");
    terminal.hides("nowhere · 0");
    terminal.press("q");
}

#[test]
fn a_file_from_standard_input_is_read_and_keys_come_from_the_terminal() {
    let folder = heap();
    let mut terminal = Terminal::start("- < a.html", folder.path(), (80, 24));
    terminal.shows("山前村果园三十年");
    terminal.press("q");
    terminal.shows("status 0");
    terminal.is_restored();
}

#[test]
fn a_tiny_window_is_served_and_grows() {
    let folder = heap();
    let mut terminal = Terminal::start(".", folder.path(), (20, 5));
    terminal.shows("山前");
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    terminal.screen.lock().unwrap().screen_mut().set_size(24, 80);
    terminal.master.resize(size).unwrap();
    terminal.shows("种下第一棵");
    terminal.press("q");
    terminal.shows("status 0");
}

#[test]
fn a_missing_path_is_said_and_the_rest_is_shown() {
    let folder = heap();
    let mut terminal = Terminal::start(". ./nowhere.txt", folder.path(), (100, 30));
    terminal.shows("山前村果园三十年");
    terminal.shows("nowhere.txt");
    terminal.press("q");
    terminal.shows("status 0");
}

#[test]
fn files_come_and_go_and_the_reader_stays_where_he_is() {
    let folder = heap();
    let mut terminal = Terminal::start(".", folder.path(), (80, 24));
    terminal.shows("山前村果园三十年");
    terminal.press("lzRG");
    terminal.shows("正文 1/2");
    let place = |screen: &vt100::Screen| screen.contents().contains("处的蓄水池");
    terminal.wait(place);
    // It stands before the document that is being read.
    let bridge =
        "<!DOCTYPE html><html lang=zh><body><article><h1>山前新桥</h1><p>桥在村口。</p></article></html>";
    std::fs::write(folder.path().join("0.html"), bridge).unwrap();
    terminal.wait(|screen| place(screen) && screen.contents().contains("正文 2/3"));
    terminal.shows("山前新桥");
    std::fs::rename(folder.path().join("b.html"), folder.path().join("c.html")).unwrap();
    std::fs::remove_file(folder.path().join("0.html")).unwrap();
    terminal.wait(|screen| place(screen) && screen.contents().contains("正文 1/2"));
    terminal.hides("山前新桥");
    terminal.press("q");
    terminal.shows("status 0");
}

#[test]
fn without_a_cache_folder_that_is_said_and_everything_works() {
    let folder = heap();
    let script = "mkdir $HOME/.cache; : > $HOME/.cache/wenlan; PROGRAM .; echo status $?";
    let mut terminal = Terminal::run(script, folder.path(), (80, 24));
    terminal.shows("没有缓存文件夹，索引只放在内存里");
    terminal.press("/蓄水池");
    terminal.shows("1 篇 1 处");
    terminal.press("\x1b");
    terminal.hides("1 篇 1 处");
    terminal.press("q");
    terminal.shows("status 0");
}
