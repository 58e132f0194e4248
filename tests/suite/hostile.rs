//! Documents, names, fields and arguments that are made to harm: nothing of them reaches a terminal as a command,
//! and none of them keeps the rest from being read.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A window title, a bell, a colour, C1, DEL, and marks that turn the reading order around.
const EVIL: &str = "渡口\u{1b}]0;x\u{7}\u{8}\u{1b}[31m\u{9b}2J\u{7f}\u{202e}\u{2066}停航";

fn wenlan(folder: &Path, arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("LANG", "zh_CN.UTF-8")
        .env("HOME", folder.join("home"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // What waits for a pipe nobody writes to would wait for ever.
    let patience = Instant::now() + Duration::from_secs(60);
    while child.try_wait().expect("a child").is_none() {
        assert!(Instant::now() < patience, "{arguments:?} hangs");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().expect("its output")
}

fn commands(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let harmful =
        |c: &char| c.is_control() && *c != '\n' && *c != '\t' || "\u{202e}\u{2066}\u{200f}".contains(*c);
    text.chars().filter(harmful).collect()
}

#[test]
fn no_message_and_no_json_has_a_command_to_the_terminal() {
    let place = TempDir::new().expect("a folder");
    let folder = place.path();
    let bad = format!("{EVIL}.txt");
    fs::write(folder.join(&bad), b"\x7fELF\0\0\0\0\0\0").expect("a file");
    fs::write(folder.join(format!("{EVIL}.jsonl")), "{\"text\": 1}\n{broken\n").expect("a file");
    fs::write(
        folder.join("good.txt"),
        format!("{EVIL}\n\n　　渡口从明天起停航三天{EVIL}，请乘客改走大桥。\n"),
    )
    .expect("a file");
    let missing = format!("no{EVIL}");
    let all: &[&[&str]] = &[
        &["list", "."],
        &["list", "--format", "json", "."],
        &["list", &missing],
        &["show", &bad],
        &["show", "--format", "json", "good.txt"],
        &["show", "--raw", "--format", "json", "good.txt"],
        &["show", "--explain", "--format", "json", "good.txt"],
        &["show", "--removed", "good.txt"],
        &["show", "good.txt"],
        &["show", "--text-field", EVIL, "."],
        &["show", "--encoding", EVIL, "."],
        &["search", "停航", "."],
        &["search", "--format", "json", "停航", "."],
        &["search", EVIL, "."],
        &["search", &missing, &missing],
        &["stats", "."],
        &["stats", "--table", "words", "--format", "json", "."],
        &["stats", "--table", EVIL, "."],
        &["stats", "--stop-words", &missing, "."],
        &["index", "--status", &missing],
        &["index", &missing],
        &["--theme", EVIL, "list", "."],
        &["--config", &missing, "list", "."],
        &["--set", EVIL, "list", "."],
        &["snapshot", "--keys", EVIL],
        &[EVIL],
    ];
    for lang in ["zh", "en"] {
        for arguments in all {
            let output = wenlan(folder, &[*arguments, &["--no-cache", "--lang", lang]].concat());
            assert_eq!(
                commands(&output.stderr),
                "",
                "{arguments:?} {}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert_eq!(
                commands(&output.stdout),
                "",
                "{arguments:?} {}",
                String::from_utf8_lossy(&output.stdout)
            );
        }
    }
}

#[test]
fn json_says_the_same_with_escapes() {
    let place = TempDir::new().expect("a folder");
    fs::write(
        place.path().join("a.txt"),
        format!("渡口\n\n　　渡口从明天起停航三天{EVIL}，请乘客改走大桥。\n"),
    )
    .expect("a file");
    let output = wenlan(place.path(), &["show", "--no-cache", "--raw", "--format", "json", "a.txt"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(value["text"].as_str().is_some_and(|text| text.contains(EVIL)));
}

#[test]
fn names_in_no_encoding_are_read_and_given_back() {
    let place = TempDir::new().expect("a folder");
    let name = OsString::from_vec(b"\xb6\xc9\xbf\xda.txt".to_vec());
    fs::write(place.path().join(&name), "渡口从明天起停航三天，请乘客改走大桥。\n").expect("a file");
    let output = wenlan(place.path(), &["show", "--no-cache", "."]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("停航三天"));
    assert!(place.path().join(&name).as_os_str().as_bytes().ends_with(b"\xda.txt"));
}

#[test]
fn pipes_devices_and_links_in_circles_stop_nothing() {
    let place = TempDir::new().expect("a folder");
    let folder = &place.path().join("inner");
    fs::create_dir(folder).expect("a folder");
    fs::write(folder.join("good.txt"), "渡口从明天起停航三天，请乘客改走大桥。\n").expect("a file");
    let made = Command::new("mkfifo").arg(folder.join("pipe.txt")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.join(name)).expect("a link");
    link("loop.txt", "loop.txt");
    link("b.txt", "a.txt");
    link("a.txt", "b.txt");
    link("..", "up");
    link(".", "here");
    link("/dev/zero", "zero.txt");
    link("/dev/tty", "tty.txt");
    link("gone.txt", "dangling.txt");
    let output = wenlan(folder, &["list", "--no-cache", "."]);
    let listed = String::from_utf8_lossy(&output.stdout);
    assert!(listed.contains("good.txt") && !listed.contains("zero.txt"), "{listed}");
    // Named, they are refused with a word.
    for name in ["pipe.txt", "zero.txt"] {
        let output = wenlan(folder, &["show", "--no-cache", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(name), "{name}");
    }
}
