//! Measures the cleaner on the corpora that `WENLAN_CORPORA` names and on the project's own pages:
//!
//! ```text
//! WENLAN_CORPORA=~/corpora cargo run --release --example evaluate
//! cargo run --release --example evaluate -- --only gold --worst 10     # the worst documents
//! cargo run --release --example evaluate -- --rules                    # what each rule decides
//! cargo run --release --example evaluate -- --diff OTHER/wenlan        # lines that another build treats differently
//! cargo run --release --example evaluate -- --update                   # pins what became better
//! ```
//!
//! Ends with 1 where a figure is below the baseline. `tests/eval/README.md` says what the figures mean.

mod diff;
mod print;

#[path = "../../tests/eval/mod.rs"]
mod eval;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use eval::cases::AS_PROGRAM;
use eval::gate::{BASELINE, Baseline};
use eval::marks::filled;
use eval::{Setup, evaluate};

#[derive(Debug, Parser)]
#[command(about = "Measures the cleaner on annotated pages and real heaps", max_term_width = 100)]
struct Arguments {
    /// The folder that holds the corpora; WENLAN_CORPORA where it is not given
    #[arg(long, value_name = "FOLDER")]
    corpora: Option<PathBuf>,
    /// Measures these corpora alone
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Shows so many of the worst documents of each corpus, of those that may be looked at
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Shows what each rule decides, and how often it is right
    #[arg(long)]
    rules: bool,
    /// Shows the lines that another build of the program treats differently
    #[arg(long, value_name = "PROGRAM")]
    diff: Option<PathBuf>,
    /// Reads every document of the large heaps; the baseline is about a sample, and is not asked
    #[arg(long, conflicts_with = "update")]
    whole: bool,
    /// Prints everything as one JSON object
    #[arg(long)]
    json: bool,
    /// Pins figures that became better; refuses where one became worse
    #[arg(long)]
    update: bool,
    /// Pins figures that became worse too, for a reason that the baseline keeps
    #[arg(long, value_name = "REASON", requires = "update")]
    allow_lower: Option<String>,
}

/// Puts the pinned figures into the READMEs.
fn renew_readmes(baseline: &Baseline) -> Result<()> {
    for (name, chinese) in [("README.md", false), ("README.zh.md", true)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = fs::read_to_string(&path).context(name)?;
        let text = filled(&text, "measured", &baseline.summary(chinese));
        fs::write(&path, text.with_context(|| format!("{name} has no place for the figures"))?)
            .context(name)?;
    }
    Ok(())
}

fn main() -> Result<ExitCode> {
    // The cases are tried on the very code that is measured: it stands in for the program.
    if std::env::var_os(AS_PROGRAM).is_some() {
        return Ok(wenlan::cli::run(std::env::args_os()));
    }
    let arguments = Arguments::parse();
    let setup = Setup {
        corpora: arguments.corpora.or_else(|| std::env::var_os("WENLAN_CORPORA").map(PathBuf::from)),
        only: arguments.only,
        whole: arguments.whole,
        program: std::env::current_exe().context("this program")?,
    };
    if let Some(other) = &arguments.diff {
        diff::print(&setup, other)?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = evaluate(&setup)?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print::report(&report, arguments.worst, arguments.rules);
    }
    let mut baseline = Baseline::load()?;
    let complaints = if arguments.whole {
        Vec::new()
    } else if arguments.update {
        let refused = baseline.update(&report, arguments.allow_lower.as_deref());
        if refused.is_empty() {
            let text = serde_json::to_string_pretty(&baseline)?;
            fs::write(BASELINE, text + "\n").context(BASELINE)?;
            renew_readmes(&baseline)?;
        }
        refused
    } else {
        baseline.complaints(&report)
    };
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    if arguments.update && !complaints.is_empty() {
        eprintln!("nothing was pinned: --allow-lower REASON pins it all the same");
    }
    Ok(ExitCode::from(u8::from(!complaints.is_empty())))
}
