//! Walking through something that is too long to be laid out whole: a flow of units, each some rows high.
//!
//! Only the units that a walk passes are ever asked for their height, so a screen costs as much as its
//! own rows, however long the document is.

/// Units one after the other, each a number of rows high.
pub trait Flow {
    type Unit: Copy + Ord;

    fn first(&self) -> Option<Self::Unit>;
    fn last(&self) -> Option<Self::Unit>;
    fn next(&self, unit: Self::Unit) -> Option<Self::Unit>;
    fn prev(&self, unit: Self::Unit) -> Option<Self::Unit>;
    /// Rows of a unit; may be none.
    fn height(&self, unit: Self::Unit) -> usize;
}

/// A row of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line<U> {
    pub unit: U,
    pub row: usize,
}

/// The first row of the flow.
pub fn start<F: Flow>(flow: &F) -> Option<Line<F::Unit>> {
    let mut unit = flow.first()?;
    while flow.height(unit) == 0 {
        unit = flow.next(unit)?;
    }
    Some(Line { unit, row: 0 })
}

/// The last row of the flow.
pub fn end<F: Flow>(flow: &F) -> Option<Line<F::Unit>> {
    let mut unit = flow.last()?;
    while flow.height(unit) == 0 {
        unit = flow.prev(unit)?;
    }
    Some(Line { unit, row: flow.height(unit) - 1 })
}

/// The row `rows` further down, or the last one; and how many rows that was.
pub fn down<F: Flow>(flow: &F, from: Line<F::Unit>, rows: usize) -> (Line<F::Unit>, usize) {
    let (mut line, mut moved) = (from, 0);
    while moved < rows {
        let below = flow.height(line.unit).saturating_sub(line.row + 1);
        if below >= rows - moved {
            line.row += rows - moved;
            return (line, rows);
        }
        let Some(unit) = next_with_rows(flow, line.unit) else {
            line.row += below;
            return (line, moved + below);
        };
        moved += below + 1;
        line = Line { unit, row: 0 };
    }
    (line, moved)
}

/// The row `rows` further up, or the first one; and how many rows that was.
pub fn up<F: Flow>(flow: &F, from: Line<F::Unit>, rows: usize) -> (Line<F::Unit>, usize) {
    let (mut line, mut moved) = (from, 0);
    while moved < rows {
        if line.row >= rows - moved {
            line.row -= rows - moved;
            return (line, rows);
        }
        let Some(unit) = prev_with_rows(flow, line.unit) else {
            moved += line.row;
            line.row = 0;
            return (line, moved);
        };
        moved += line.row + 1;
        line = Line { unit, row: flow.height(unit) - 1 };
    }
    (line, moved)
}

/// Rows from `from` down to `to`, if it stands within `limit` rows below it.
pub fn distance<F: Flow>(flow: &F, from: Line<F::Unit>, to: Line<F::Unit>, limit: usize) -> Option<usize> {
    if to < from {
        return None;
    }
    let (mut unit, mut passed) = (from.unit, 0);
    while unit < to.unit {
        passed += flow.height(unit);
        if passed > limit + from.row {
            return None;
        }
        unit = flow.next(unit)?;
    }
    let rows = (passed + to.row).checked_sub(from.row)?;
    (rows <= limit).then_some(rows)
}

fn next_with_rows<F: Flow>(flow: &F, unit: F::Unit) -> Option<F::Unit> {
    std::iter::successors(flow.next(unit), |&unit| flow.next(unit)).find(|&unit| flow.height(unit) > 0)
}

fn prev_with_rows<F: Flow>(flow: &F, unit: F::Unit) -> Option<F::Unit> {
    std::iter::successors(flow.prev(unit), |&unit| flow.prev(unit)).find(|&unit| flow.height(unit) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Heights(Vec<usize>);

    impl Flow for Heights {
        type Unit = usize;

        fn first(&self) -> Option<usize> {
            (!self.0.is_empty()).then_some(0)
        }
        fn last(&self) -> Option<usize> {
            self.0.len().checked_sub(1)
        }
        fn next(&self, unit: usize) -> Option<usize> {
            (unit + 1 < self.0.len()).then_some(unit + 1)
        }
        fn prev(&self, unit: usize) -> Option<usize> {
            unit.checked_sub(1)
        }
        fn height(&self, unit: usize) -> usize {
            self.0[unit]
        }
    }

    proptest! {
        #[test]
        fn walks_agree_with_a_list_of_all_rows(
            heights in proptest::collection::vec(0usize..4, 0..8),
            from in 0usize..20,
            rows in 0usize..20,
        ) {
            let all: Vec<Line<usize>> = heights
                .iter()
                .enumerate()
                .flat_map(|(unit, &height)| (0..height).map(move |row| Line { unit, row }))
                .collect();
            let flow = Heights(heights);
            prop_assert_eq!(start(&flow), all.first().copied());
            prop_assert_eq!(end(&flow), all.last().copied());
            if let Some(&line) = all.get(from) {
                let below = (from + rows).min(all.len() - 1);
                prop_assert_eq!(down(&flow, line, rows), (all[below], below - from));
                let above = from.saturating_sub(rows);
                prop_assert_eq!(up(&flow, line, rows), (all[above], from - above));
                prop_assert_eq!(distance(&flow, all[above], line, rows), Some(from - above));
                if from > above + 1 {
                    prop_assert_eq!(distance(&flow, all[above], line, from - above - 1), None);
                }
            }
        }
    }
}
