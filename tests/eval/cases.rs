//! Faults that people report of tools of this kind, rebuilt as small inputs: a script among them says of each whether
//! the program gets it right.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use super::corpora::Place;
use super::report::{Corpus, Report};

/// What the script says by the number of the case: `PASS`, `PARTLY` or `FAIL`.
#[derive(Debug, Default, Serialize)]
pub struct Cases {
    pub verdicts: BTreeMap<u32, String>,
}

impl Cases {
    pub fn passing(&self) -> Vec<u32> {
        let passing = self.verdicts.iter().filter(|(_, verdict)| *verdict == "PASS");
        passing.map(|(&number, _)| number).collect()
    }
}

/// Tries the cases on a program.
pub fn measure(place: &Place, program: &Path, report: &mut Report) -> Result<()> {
    if Command::new("python3").arg("--version").output().is_err() {
        report.skipped.push("cases needs python3".into());
        return Ok(());
    }
    let output = Command::new("python3")
        .arg(place.folder.join("check.py"))
        .arg(program)
        .env(AS_PROGRAM, "1")
        .output()
        .context("python3")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let verdicts: BTreeMap<u32, String> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.parse().ok()?, words.next()?.to_owned()))
        })
        .collect();
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && !verdicts.is_empty(), "check.py says nothing of the cases: {said}");
    report.corpora.push(Corpus {
        name: "cases".into(),
        digest: Some(place.digest.clone()),
        cases: Some(Cases { verdicts }),
        ..Corpus::default()
    });
    Ok(())
}

/// Set where a program that links the library is asked to be wenlan itself, so that nothing but the code at hand is
/// tried.
pub const AS_PROGRAM: &str = "WENLAN_EVALUATE_AS_PROGRAM";
