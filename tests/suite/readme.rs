//! What the README shows of the program is what the program shows. `WENLAN_UPDATE=1 cargo test readme`
//! brings it up to date.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the program prints in a language, whatever the user's own configuration says.
fn wenlan(lang: &str, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(["--config", "/dev/null", "--lang", lang])
        .args(arguments)
        .env_remove("NO_COLOR")
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn themes() -> String {
    let names = wenlan::tui::theme::Themes::default().names();
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ")
}

fn fenced(language: &str, text: &str) -> String {
    format!("\n```{language}\n{}\n```\n", text.trim_end())
}

/// `text` with what stands between the marks of `name` replaced.
fn filled(text: &str, name: &str, content: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap_or_else(|| panic!("{open} is missing")) + open.len();
    let end = text.find(&close).unwrap_or_else(|| panic!("{close} is missing"));
    format!("{}{content}{}", &text[..start], &text[end..])
}

fn check(file: &str, lang: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).expect("the README is there");
    let mut fresh = text.clone();
    for (name, content) in [
        ("screen", fenced("text", &wenlan(lang, &["snapshot", "--size", "90x24", "--keys", "jj<enter>"]))),
        ("config", fenced("toml", &wenlan(lang, &["config", "--default"]))),
        ("themes", themes()),
        ("keys", format!("\n{}", wenlan(lang, &["keys", "--format", "markdown"]))),
    ] {
        fresh = filled(&fresh, name, &content);
    }
    if std::env::var_os("WENLAN_UPDATE").is_some() {
        fs::write(&path, fresh).expect("the README can be written");
    } else {
        assert!(text == fresh, "{file} is out of date: run WENLAN_UPDATE=1 cargo test readme");
    }
}

#[test]
fn readme_shows_the_program_as_it_is() {
    check("README.md", "en");
    check("README.zh.md", "zh");
}
