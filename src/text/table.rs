//! Rows of a table set so that their cells stand under each other.

use super::width::{Ambiguous, width};

/// Columns between a cell and the next one.
const GAP: usize = 2;
/// Narrowest distance of tab stops.
const LEAST: usize = 4;
/// The bar of Markdown between cells, with the blanks around it.
const BAR: &str = " | ";

/// The cells of a row: tabs or the bars of Markdown stand between them.
pub fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.split('\t').flat_map(|cells| cells.split(BAR))
}

/// Columns between tab stops (the `tab` of a layout's measure) for the rows of a table: as many as its
/// widest cell needs, the last ones of rows aside, and not more than fit into `columns`.
pub fn tab<'t>(rows: impl IntoIterator<Item = &'t str>, columns: usize, ambiguous: Ambiguous) -> usize {
    let (mut widest, mut most) = (0, 1);
    for row in rows {
        let mut rest = cells(row).peekable();
        let mut count = 0;
        while let Some(cell) = rest.next() {
            count += 1;
            if rest.peek().is_some() {
                let bar = if row.contains(BAR) { BAR.len() - GAP } else { 0 };
                widest = widest.max(width(cell, ambiguous) + GAP + bar);
            }
        }
        most = most.max(count);
    }
    widest.min(columns / most).max(LEAST)
}
