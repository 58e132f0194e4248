//! Search engines: faults and dialects from a small test server, and the real thing where it can be had.

mod cluster;
mod faults;
mod pushing;
mod reading;
mod server;
mod silence;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// What an OpenSearch says of itself.
fn opensearch() -> Value {
    json!({"name": "n", "version": {"distribution": "opensearch", "number": "2.19.1"}, "tagline": "The OpenSearch Project"})
}

/// The program, with a configuration and a state of its own in `home`.
fn wenlan(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(arguments)
        .envs([
            ("XDG_CONFIG_HOME", home),
            ("XDG_CACHE_HOME", home),
            ("XDG_STATE_HOME", home),
            ("XDG_DATA_HOME", home),
        ])
        .env("HOME", home)
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("http_proxy")
        .env_remove("HTTP_PROXY")
        .env_remove("ALL_PROXY")
        .output()
        .unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Writes a configuration that the program finds in `home`.
fn configure(home: &Path, text: &str) {
    let folder = home.join("wenlan");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), text).unwrap();
}
