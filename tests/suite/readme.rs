//! What the README shows of the program is what the program shows. `WENLAN_UPDATE=1 cargo test readme`
//! brings it up to date.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::eval::gate::Baseline;
use crate::eval::marks::filled;
use wenlan::lang::Lang;
use wenlan::stats::{Entry, TABLES};

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

/// The tables of statistics as the registry has them.
fn tables(lang: &str) -> String {
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    let row = |table: &Entry| {
        let columns: Vec<String> = table.columns.iter().map(|column| format!("`{column}`")).collect();
        let about = table.about(lang).trim_end_matches('.');
        format!("| `{}` | {about} | {} |\n", table.name, columns.join(" "))
    };
    let rows: String = TABLES.iter().map(row).collect();
    let head = lang.pick("| 表 | 内容 | 列 |", "| table | what it says | columns |");
    format!("\n{head}\n|---|---|---|\n{rows}")
}

fn fenced(language: &str, text: &str) -> String {
    format!("\n```{language}\n{}\n```\n", text.trim_end())
}

/// The pictures: name, theme, keys. They lie in `tests/pictures/`, one for each language.
const PICTURES: [(&str, &str, &str); 3] =
    [("reading", "paper", "jj<enter>"), ("searching", "dark", "/wzq<enter>"), ("raw", "light", "jjjjr")];

/// `content` is what the file holds, or comes to hold when the user wants it up to date.
fn is_fresh(file: &str, content: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("WENLAN_UPDATE").is_some() {
        fs::write(&path, content).expect("the file can be written");
    } else {
        let fresh = fs::read_to_string(&path).is_ok_and(|text| text == content);
        assert!(fresh, "{file} is out of date: run WENLAN_UPDATE=1 cargo test readme");
    }
}

fn check(file: &str, lang: &str) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("it is there");
    for (name, theme, keys) in PICTURES {
        let picture = format!("tests/pictures/{name}.{lang}.svg");
        assert!(text.contains(&format!("]({picture})")), "{file} does not show {picture}");
        let arguments = ["--theme", theme, "snapshot", "--size", "100x28", "--keys", keys, "--format", "svg"];
        is_fresh(&picture, &wenlan(lang, &arguments));
    }
    let mut fresh = text;
    for (name, content) in [
        ("config", fenced("toml", &wenlan(lang, &["config", "--default"]))),
        ("themes", themes()),
        ("measured", Baseline::load().expect("the baseline is JSON").summary(lang == "zh")),
        ("tables", tables(lang)),
        ("keys", format!("\n{}", wenlan(lang, &["keys", "--format", "markdown"]))),
    ] {
        fresh = filled(&fresh, name, &content).unwrap_or_else(|| panic!("{file} has no mark {name}"));
    }
    is_fresh(file, &fresh);
}

#[test]
fn readme_shows_the_program_as_it_is() {
    check("README.md", "en");
    check("README.zh.md", "zh");
}

#[test]
fn the_formats_that_are_read_stand_in_both_readmes() {
    use wenlan::ingest::kind::KINDS;

    for file in ["README.md", "README.zh.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("it is there");
        for extension in KINDS.iter().filter(|kind| kind.is_read()).flat_map(|kind| kind.extensions) {
            assert!(text.contains(&format!("`.{extension}`")), "{file} lacks .{extension}");
        }
    }
}
