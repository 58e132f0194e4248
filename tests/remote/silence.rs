//! No connection is made but to the engines that are named.

use std::process::{Command, Stdio};

use crate::wenlan;

/// The system calls of a run that have to do with the network; `None` where they cannot be watched.
fn calls(arguments: &[&str]) -> Option<String> {
    let watched = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !watched.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no strace here");
        return None;
    }
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("calls");
    let run = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=network", "-o", log.to_str().unwrap(), env!("CARGO_BIN_EXE_wenlan")])
        .args(arguments)
        .env("HOME", home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    if !log.exists() || run.code() == Some(1) && std::fs::read_to_string(&log).unwrap().contains("ptrace") {
        eprintln!("skipped: strace may not watch here");
        return None;
    }
    Some(std::fs::read_to_string(log).unwrap())
}

#[test]
fn files_are_read_without_any_connection() {
    let heap = tempfile::tempdir().unwrap();
    std::fs::write(heap.path().join("a.txt"), "河堤巡查记\n\n沿着堤岸走了三里。见 https://example.org/ 。\n")
        .unwrap();
    let path = heap.path().to_str().unwrap();
    for arguments in [
        &["list", path][..],
        &["show", path],
        &["search", "堤岸", path],
        &["stats", path],
        &["index", path],
        &["snapshot", "--keys", "jj<enter>/堤岸<enter>", path],
        &["config"],
    ] {
        let Some(calls) = calls(arguments) else { return };
        assert!(!calls.contains("AF_INET"), "{arguments:?}: {calls}");
    }
}

#[test]
fn an_engine_is_asked_and_nobody_else() {
    // Somewhere that nobody listens: what is tried is what is asked.
    let Some(calls) = calls(&["list", "http://127.0.0.1:9/laws"]) else { return };
    let connections: Vec<&str> =
        calls.lines().filter(|line| line.contains("connect(") && line.contains("AF_INET")).collect();
    assert!(!connections.is_empty(), "{calls}");
    assert!(
        connections.iter().all(|line| line.contains("htons(9)") && line.contains("127.0.0.1")),
        "{calls}"
    );
    let home = tempfile::tempdir().unwrap();
    assert_eq!(wenlan(home.path(), &["list", "http://127.0.0.1:9/laws"]).status.code(), Some(2));
}
