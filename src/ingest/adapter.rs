//! Formats that other programs read: the user names a program for each, and what it prints is the document.
//!
//! ```toml
//! [adapters]
//! "*.pdf" = "pdftotext -layout {} -"
//! ```
//!
//! The program is run without a shell, on one file at a time, within a time and a size. What it printed is kept
//! beside the texts of archives.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::Problem;

/// A program that prints the text of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    /// What the names of its files look like: `*` is any text, `?` any character; case does not count.
    pattern: String,
    /// The program and its arguments; `{}` is the file. Without one, the file is its standard input.
    words: Vec<String>,
}

/// A program that has not ended by then is stopped.
const LONGEST: Duration = Duration::from_secs(60);

/// What a program may print, in bytes.
const MOST: u64 = 256 << 20;

/// How much of what a program says is wrong is passed on, in characters.
const SAID: usize = 200;

impl Adapter {
    pub fn new(pattern: &str, command: &str) -> Adapter {
        Adapter { pattern: pattern.to_lowercase(), words: words(command) }
    }

    /// Whether it is for a file.
    pub fn takes(&self, file: &Path) -> bool {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let (pattern, name): (Vec<char>, Vec<char>) =
            (self.pattern.chars().collect(), name.chars().collect());
        matches(&pattern, &name)
    }

    /// Something that changes with what is printed.
    pub fn key(&self) -> String {
        format!("{}\u{0}{}", self.pattern, self.words.join("\u{0}"))
    }

    /// What the program prints of a file.
    pub fn run(&self, file: &Path) -> Result<Vec<u8>, Problem> {
        let failed = |said: String| Problem::Adapter(format!("{}: {said}", self.words.join(" ")));
        let (program, arguments) = self.words.split_first().ok_or_else(|| failed("no program".into()))?;
        let named = arguments.iter().any(|word| word.contains("{}"));
        let mut command = Command::new(program);
        // A file that begins with a dash is no option.
        let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        for word in arguments {
            match word == "{}" {
                true => command.arg(&path),
                false => command.arg(word.replace("{}", &path.to_string_lossy())),
            };
        }
        let stdin = if named { Stdio::null() } else { Stdio::from(std::fs::File::open(file)?) };
        let started = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| failed(error.to_string()))?;
        let (sender, printed) = mpsc::channel();
        let (out, err) = (child.stdout.take(), child.stderr.take());
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = out.map_or(Ok(0), |out| out.take(MOST + 1).read_to_end(&mut bytes));
            // Nobody waits any more where the program was stopped.
            let _ = sender.send(read.map(|_| bytes));
        });
        let said = thread::spawn(move || {
            let mut said = Vec::new();
            let _ = err.map_or(Ok(0), |err| err.take(1 << 16).read_to_end(&mut said));
            said
        });
        let printed = printed.recv_timeout(LONGEST);
        let too_much = matches!(&printed, Ok(Ok(bytes)) if bytes.len() as u64 > MOST);
        if printed.is_err() || too_much {
            // It may have ended by itself meanwhile.
            let _ = child.kill();
        }
        let status = child.wait()?;
        match printed {
            Ok(Ok(_)) if too_much => Err(Problem::Bomb),
            Ok(Ok(bytes)) if status.success() || !bytes.is_empty() => Ok(bytes),
            Ok(Ok(_)) => {
                let said = said.join().unwrap_or_default();
                let said = String::from_utf8_lossy(&said);
                let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("failed");
                Err(failed(line.chars().take(SAID).collect()))
            }
            Ok(Err(error)) => Err(Problem::Io(error)),
            Err(_) => Err(failed(io::Error::from(io::ErrorKind::TimedOut).to_string())),
        }
    }

    /// The same, kept in `text` once it has been printed.
    pub fn text(&self, file: &Path, text: Option<PathBuf>) -> Result<Vec<u8>, Problem> {
        if let Some(kept) = text.as_ref().and_then(|text| std::fs::read(text).ok()) {
            return Ok(kept);
        }
        let bytes = self.run(file)?;
        if let Some(text) = text {
            keep(&bytes, &text);
        }
        Ok(bytes)
    }
}

/// Keeps a text for the next time, whole or not at all. Where it cannot be kept, nothing is lost.
fn keep(bytes: &[u8], to: &Path) {
    let Some(folder) = to.parent() else { return };
    let kept = std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::NamedTempFile::new_in(folder))
        .and_then(|mut file| io::Write::write_all(&mut file, bytes).map(|()| file));
    if let Ok(file) = kept {
        let _ = file.persist(to);
    }
}

/// The words of a command; quotes keep several together.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    for c in command.chars() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => word.push(c),
            None if c == '\'' || c == '"' => (quote, open) = (Some(c), true),
            None if c.is_whitespace() => {
                if open || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            None => word.push(c),
        }
    }
    if open || !word.is_empty() {
        words.push(word);
    }
    words
}

fn matches(pattern: &[char], name: &[char]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=name.len()).any(|at| matches(rest, &name[at..])),
        (['?', rest @ ..], [_, name @ ..]) => matches(rest, name),
        ([own, rest @ ..], [other, name @ ..]) => own == other && matches(rest, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_commands_are_understood() {
        let adapter = Adapter::new("*.PDF", "pdftotext -layout '{}' \"a b\"  -");
        assert_eq!(adapter.words, ["pdftotext", "-layout", "{}", "a b", "-"]);
        for (name, taken) in [("书/a.pdf", true), ("a.Pdf", true), ("a.pdf.txt", false), ("pdf", false)] {
            assert_eq!(adapter.takes(Path::new(name)), taken, "{name}");
        }
        assert!(Adapter::new("第?回.*", "x").takes(Path::new("第一回.doc")));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_prints_the_text_or_says_why_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("-f.pdf");
        std::fs::write(&file, "里面的字").expect("a file");
        let run = |command: &str| Adapter::new("*", command).run(&file);
        assert_eq!(run("cat {}").expect("printed"), "里面的字".as_bytes());
        assert_eq!(run("cat").expect("printed"), "里面的字".as_bytes());
        let said = |command: &str| run(command).expect_err("an error").to_string();
        assert!(said("no-such-program-at-all {}").contains("no-such-program-at-all"));
        assert!(said("sh -c 'echo broken page >&2; exit 3'").contains("broken page"));
        let kept = dir.path().join("texts/a");
        let adapter = Adapter::new("*", "cat {}");
        assert_eq!(adapter.text(&file, Some(kept.clone())).expect("printed"), "里面的字".as_bytes());
        std::fs::remove_file(&file).expect("removed");
        assert_eq!(adapter.text(&file, Some(kept)).expect("kept"), "里面的字".as_bytes());
    }
}
