//! What is found where, and what is said about what cannot be read.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wenlan::ingest::{LoadError, Met, Options, Problem, Source, load, scan};

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    dir
}

fn found(paths: &[PathBuf]) -> (Vec<Source>, Vec<LoadError>) {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    scan(paths, &Options::default(), &mut |met| match met {
        Met::Document(source) => sources.push(source),
        Met::Failed(error) => errors.push(error),
        Met::Skipped(_) => {}
    });
    (sources, errors)
}

fn names(dir: &Path, sources: &[Source]) -> Vec<String> {
    let prefix = format!("{}/", dir.display());
    sources.iter().map(|source| source.name().replace(&prefix, "")).collect()
}

#[test]
fn folders_are_walked_in_path_order_without_what_is_hidden_or_no_text() {
    let dir = folder(&[
        ("b.txt", "乙".as_bytes()),
        ("a/2.md", "二".as_bytes()),
        ("a/1.html", "<p>一".as_bytes()),
        (".hidden/x.txt", b"x"),
        ("a/.swp", b"x"),
        (".gitignore", b"*.txt"),
        ("picture.jpg", b"\xff\xd8\xff"),
        ("program", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
        ("readme", "没有扩展名的文本".as_bytes()),
        ("c.log", "日志".as_bytes()),
    ]);
    let (sources, errors) = found(&[dir.path().into()]);
    assert_eq!(names(dir.path(), &sources), ["a/1.html", "a/2.md", "b.txt", "c.log", "readme"]);
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn a_named_file_is_always_taken_and_says_what_is_wrong_with_it() {
    let dir = folder(&[("picture.jpg", b"\xff\xd8\xff\0\x10JFIF\0\x01\x01\0\0\0\0"), ("empty.txt", b"")]);
    let (sources, _) = found(&[dir.path().join("picture.jpg"), dir.path().join("empty.txt")]);
    let error = load(&sources[0]).expect_err("no text");
    assert!(matches!(error.problem, Problem::Binary));
    assert!(error.to_string().contains("picture.jpg: not a text document"), "{error}");
    assert_eq!(load(&sources[1]).expect("an empty document").text, "");
}

#[test]
fn a_missing_path_is_reported_and_the_rest_goes_on() {
    let dir = folder(&[("a.txt", "甲".as_bytes())]);
    let (sources, errors) = found(&[dir.path().join("none.txt"), dir.path().join("a.txt")]);
    assert_eq!(names(dir.path(), &sources), ["a.txt"]);
    assert_eq!(errors.len(), 1);
    assert!(
        errors[0].to_string().ends_with("none.txt: no such file or folder; check the path"),
        "{}",
        errors[0]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_around() {
    use std::os::unix::fs::symlink;
    let dir = folder(&[("a/1.txt", "一".as_bytes()), ("elsewhere.dat", "文".as_bytes())]);
    symlink(dir.path().join("a"), dir.path().join("a/loop")).expect("a link");
    symlink(dir.path().join("elsewhere.dat"), dir.path().join("a/link.txt")).expect("a link");
    symlink(dir.path().join("gone"), dir.path().join("a/dangling.txt")).expect("a link");
    let (sources, errors) = found(&[dir.path().join("a")]);
    assert_eq!(names(dir.path(), &sources), ["a/1.txt", "a/link.txt"]);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].name.ends_with("dangling.txt"), "{}", errors[0]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_reported_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let dir =
        folder(&[("a/1.txt", "一".as_bytes()), ("b/2.txt", "二".as_bytes()), ("c.txt", "三".as_bytes())]);
    let lock = |name: &str| {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(0o000)).expect("a mode");
    };
    lock("b");
    lock("c.txt");
    if fs::read(dir.path().join("c.txt")).is_ok() {
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    let (sources, errors) = found(&[dir.path().into()]);
    fs::set_permissions(dir.path().join("b"), fs::Permissions::from_mode(0o700)).expect("a mode");
    assert_eq!(names(dir.path(), &sources), ["a/1.txt", "c.txt"]);
    assert!(errors[0].to_string().ends_with("/b: permission denied; check its permissions (chmod +r)"));
    let error = load(&sources[1]).expect_err("not readable");
    assert!(error.to_string().contains("permission denied"), "{error}");
}
