//! Measures the cleaner on annotated pages and on real heaps. `README.md` beside this file says what each figure
//! means, `baseline.json` below which none may fall.
//!
//! Shared by `examples/evaluate`, which prints, and by the suite's test, which holds the baseline.

mod annotated;
pub mod cases;
pub mod corpora;
mod docs;
pub mod files;
pub mod gate;
pub mod loss;
mod main_text;
pub mod marks;
pub mod matching;
mod own;
pub mod page;
pub mod report;
pub mod rules;
mod score;
pub mod squeeze;

use std::path::PathBuf;

use anyhow::Result;

use corpora::{FNV, fnv1a};
use docs::read;
use report::Report;

/// What to measure.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// The folder that holds the corpora; without one only the project's own pages are measured.
    pub corpora: Option<PathBuf>,
    /// Names of the corpora to measure; all where there are none.
    pub only: Vec<String>,
    /// Reads every document of the large heaps instead of the sample that the baseline is about.
    pub whole: bool,
    /// The program that the rebuilt cases are tried on.
    pub program: PathBuf,
}

impl Setup {
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}

/// Heaps whose loss is measured: where they lie, and one in how many documents the sample takes.
pub const HEAPS: [(&str, u64); 6] = [
    ("corpus", 1),
    ("cases/books", 1),
    ("heap/wild", 1),
    ("heap/laws", 4),
    ("heap/news", 4),
    ("heap/just-laws", 4),
];

/// Measures all that is there.
pub fn evaluate(setup: &Setup) -> Result<Report> {
    let mut report = Report::default();
    if setup.wants(own::NAME) {
        own::measure(&mut report)?;
    }
    let Some(root) = &setup.corpora else {
        report.skipped.push("WENLAN_CORPORA does not say where the corpora lie".into());
        return Ok(report);
    };
    let find = |name: &str, report: &mut Report| {
        if !setup.wants(name) {
            return Ok(None);
        }
        let found = corpora::find(root, name)?;
        if found.is_none() {
            report.skipped.push(format!("{name} is not in {}", root.display()));
        }
        anyhow::Ok(found)
    };
    for name in ["gold", "pages"] {
        if let Some(place) = find(name, &mut report)? {
            annotated::measure(name, &place, &mut report)?;
        }
    }
    if let Some(place) = find("main-text", &mut report)? {
        main_text::measure(&place, &mut report)?;
    }
    for (name, one_in) in HEAPS {
        if let Some(place) = find(name, &mut report)? {
            let one_in = if setup.whole { 1 } else { one_in };
            loss::measure(name, &place, one_in, &mut report)?;
        }
    }
    if let Some(place) = find("cases", &mut report)? {
        cases::measure(&place, &setup.program, &mut report)?;
    }
    Ok(report)
}

/// Which half of a corpus a page belongs to, by the parity of the FNV-1a hash of its name without extension: half may
/// be looked at while rules are written, half only says whether they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    Look,
    Score,
    /// The averages of both together.
    Both,
}

impl Half {
    pub fn of(stem: &str) -> Half {
        if fnv1a(FNV, stem.as_bytes()).is_multiple_of(2) { Half::Look } else { Half::Score }
    }

    pub fn name(self) -> &'static str {
        match self {
            Half::Look => "look",
            Half::Score => "score",
            Half::Both => "both",
        }
    }
}
