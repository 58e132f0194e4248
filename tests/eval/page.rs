//! Pages written for this project in the shapes of real ones, each line labelled with what it must become.
//!
//! A `.page` file opens with `#title:`, `#date:`, `#source:`, `#authors:` lines (`#title:` may stand several
//! times; an empty value asks for nothing). Then each line has a label and a bar before the raw text:
//! `p` paragraph, `h` heading, `c` caption, `+` joined to the block before, `-` furniture, `t` title,
//! `m` metadata, `=` may be kept or not.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub struct Page {
    pub raw: String,
    pub labels: Vec<char>,
    pub facts: Vec<(String, String)>,
}

impl Page {
    pub fn read(path: &Path) -> Result<Page> {
        let mut page = Page { raw: String::new(), labels: Vec::new(), facts: Vec::new() };
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        for (at, line) in text.lines().enumerate() {
            if let Some((key, value)) = line.strip_prefix('#').and_then(|fact| fact.split_once(':')) {
                page.facts.push((key.to_owned(), value.trim().to_owned()));
                continue;
            }
            let (label, text) = line
                .split_once('|')
                .with_context(|| format!("{}: line {} has no label and bar", path.display(), at + 1))?;
            page.labels.push(label.chars().next().unwrap_or(' '));
            page.raw.push_str(text);
            page.raw.push('\n');
        }
        Ok(page)
    }

    /// The values that a fact may have; empty where nothing is asked.
    pub fn wanted(&self, key: &str) -> HashSet<&str> {
        let values = self.facts.iter().filter(|(name, value)| name == key && !value.is_empty());
        values.map(|(_, value)| value.as_str()).collect()
    }

    /// The pages of a folder of the project, in the order of their names.
    pub fn all_in(folder: &str) -> Result<Vec<PathBuf>> {
        super::files::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), "page")
    }
}
