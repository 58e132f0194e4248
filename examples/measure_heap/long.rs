//! Scrolling in the longest document of a heap, beside `less` over the same rows.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use wenlan::heap::Heap;
use wenlan::text::layout::{Measure, rows};

use crate::program::Program;
use crate::table::{Table, percentile};
use crate::terminal::Terminal;

/// Columns of the rows that `less` is given.
const COLUMNS: usize = 74;
/// Times each key is pressed.
const PRESSES: usize = 60;

/// Median time and bytes of a key.
struct Cost {
    milliseconds: f64,
    bytes: usize,
}

pub fn measure(wenlan: &Program, heap: &Path, table: &mut Table) -> Result<()> {
    let (documents, _) = Heap::open(&[heap.to_owned()]);
    let longest = documents.ids().max_by_key(|&id| documents.source(id).map_or(0, |source| source.bytes));
    let (document, _) = documents.document(longest.context("a document")?)?;
    let mut file = tempfile::Builder::new().suffix(".txt").tempfile()?;
    let mut plain = tempfile::NamedTempFile::new()?;
    let measure = Measure { columns: COLUMNS, first_indent: 4, full_width: true, ..Measure::default() };
    for block in &document.blocks {
        writeln!(file, "　　{}\n", block.text)?;
        for row in rows(&block.text, &measure) {
            writeln!(plain, "{}", &block.text[row.bytes])?;
        }
        writeln!(plain)?;
    }
    let mut terminal = wenlan.read(file.path())?;
    terminal.first_screen()?;
    terminal.rest(Duration::from_secs(1));
    // Into the text, all of it open, nothing beside it.
    for key in ["l", "zR", "Z", "gg"] {
        terminal.press(key)?;
    }
    let mut less = Terminal::start("less".as_ref(), &[plain.path().as_os_str()], &[])?;
    less.first_screen()?;
    for (what, key, in_less) in [("a line down", "j", "j"), ("a page down", "\x1b[6~", " ")] {
        let (ours, theirs) = (press(&mut terminal, key)?, press(&mut less, in_less)?);
        let said = |cost: &Cost| format!("{:.2} ms, {} bytes", cost.milliseconds, cost.bytes);
        table.row(
            &format!("{what} in the longest document; `less` on the same rows"),
            format!("{}; {}", said(&ours), said(&theirs)),
            None,
        );
    }
    Ok(())
}

fn press(terminal: &mut Terminal, key: &str) -> Result<Cost> {
    terminal.rest(Duration::from_millis(200));
    let before = terminal.bytes();
    let mut times = Vec::new();
    for _ in 0..PRESSES {
        times.extend(terminal.press(key)?);
    }
    terminal.rest(Duration::from_millis(200));
    let bytes = (terminal.bytes() - before) / PRESSES;
    Ok(Cost { milliseconds: percentile(&times, 0.5), bytes })
}
