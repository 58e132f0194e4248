//! Tables of data whose cells are spread over lines.

use super::line::Line;

/// Where the rows begin, in the lines of a table. Its rows are indented and their further lines are not, or
/// else they have tabs between their cells; the names of the columns stand before the first, without a blank
/// line between them. What stands before those does not belong to the table and is given as no row.
pub fn rows(lines: &[Line]) -> Vec<Option<bool>> {
    let indented = lines.iter().filter(|line| line.indent >= 2).count();
    let by_indent = indented >= 3 && indented * 5 <= lines.len() * 3;
    let opens = |line: &Line| if by_indent { line.indent >= 2 } else { line.text.contains('\t') };
    let Some(first) = lines.iter().position(opens) else { return vec![None; lines.len()] };
    let head = (0..first).rev().find(|&at| lines[at].blank_before > 0).unwrap_or(first);
    let row = |at: usize| (at >= head).then(|| at == head || at >= first && opens(&lines[at]));
    (0..lines.len()).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::line;

    fn rows_of(text: &str) -> Vec<Option<bool>> {
        rows(&line::read(text, &[]).collect::<Vec<_>>())
    }

    #[test]
    fn cells_belong_to_the_row_above_them() {
        let text = "附表\n\n品名\n单价\n　01 茶叶\t\n一级\n　02 莲子\t\n二级\n　03 竹笋\t三级\n另算\n";
        let (row, cell) = (Some(true), Some(false));
        assert_eq!(rows_of(text), [None, row, cell, row, cell, row, cell, row, cell]);
    }

    #[test]
    fn lines_with_tabs_are_rows() {
        assert_eq!(rows_of("年\t吨\n2019\t3\n2020\t4\n"), [Some(true); 3]);
    }
}
