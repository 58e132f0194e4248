//! What a table of statistics is: a name, columns, and the rows that it makes of a scope. The shell, the
//! panel's export, the README and the completions read the one list of them, [`TABLES`].

use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::dates::Period;
use super::figures::Kind;
use super::tables::*;
use super::{Node, Scope, Totals};
use crate::lang::Lang;

/// Whether more rows are wanted.
pub type Flow = ControlFlow<()>;

/// A table of statistics.
pub trait Table {
    /// As `--table` and the files of an export have it.
    const NAME: &'static str;
    /// What it says, in Chinese and in English.
    const ABOUT: (&'static str, &'static str);
    /// The fields of a row, in order: a contract with the programs that read them.
    const COLUMNS: &'static [&'static str];
    /// Rows that are written where nobody says how many; `None` for all.
    const TOP: Option<usize> = None;
    type Row: Serialize;

    /// Hands the rows over, one after the other, in an order that depends on nothing but the documents.
    /// What reads texts does so some at a time, and stops where no more rows are wanted.
    ///
    /// # Errors
    ///
    /// Where the table is about something that `asked` does not say.
    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(Self::Row) -> Flow) -> Result<(), Missing>;
}

/// What a table is asked for besides its scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The word that contexts, collocations, dispersion and trend are about; the commonest words without.
    pub node: Option<Node>,
    /// What keyness compares with; what the scope leaves of the heap without.
    pub against: Option<Arc<Totals>>,
    /// Least frequency of a word; of a pair, for collocations.
    pub min_freq: usize,
    /// Rows that are wanted, where it was said; 0 for all.
    pub top: Option<usize>,
    /// Words on either side of a collocation's node.
    pub window: usize,
    /// Characters on either side of a concordance's node.
    pub context: usize,
    pub order: super::Order,
    pub text_rank: bool,
    /// The step of a trend; as suits the span of the dates without.
    pub period: Option<Period>,
    /// The kind of figures; all without.
    pub kind: Option<Kind>,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked {
            node: None,
            against: None,
            min_freq: 1,
            top: None,
            window: 5,
            context: 20,
            order: super::Order::Text,
            text_rank: false,
            period: None,
            kind: None,
        }
    }
}

impl Asked {
    /// Rows that are wanted of a table that has `usual` of them by default.
    pub fn most(&self, usual: Option<usize>) -> usize {
        match self.top {
            Some(0) => usize::MAX,
            Some(top) => top,
            None => usual.unwrap_or(usize::MAX),
        }
    }
}

/// What a table cannot be made without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The word it is about.
    Word,
    /// Something to compare the whole heap with.
    Reference,
}

/// A table whose rows are values in the order of its columns.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    about: (&'static str, &'static str),
    top: Option<usize>,
    rows: RowsOf,
}

/// [`Table::rows`] of one table, with its rows as values.
type RowsOf = fn(&Scope, &Asked, &mut dyn FnMut(&[Value]) -> Flow) -> Result<(), Missing>;

impl Entry {
    const fn of<T: Table>() -> Entry {
        Entry { name: T::NAME, columns: T::COLUMNS, about: T::ABOUT, top: T::TOP, rows: rows_of::<T> }
    }

    pub fn named(name: &str) -> Option<&'static Entry> {
        TABLES.iter().find(|table| table.name == name)
    }

    pub fn about(&self, lang: Lang) -> &'static str {
        lang.pick(self.about.0, self.about.1)
    }

    /// See [`Table::rows`]; no more than are wanted.
    ///
    /// # Errors
    ///
    /// Where the table is about something that `asked` does not say.
    pub fn rows(
        &self,
        scope: &Scope,
        asked: &Asked,
        row: &mut dyn FnMut(&[Value]) -> Flow,
    ) -> Result<(), Missing> {
        (self.rows)(scope, asked, row)
    }

    /// Rows that are written of it.
    pub fn most(&self, asked: &Asked) -> usize {
        asked.most(self.top)
    }
}

fn rows_of<T: Table>(
    scope: &Scope,
    asked: &Asked,
    row: &mut dyn FnMut(&[Value]) -> Flow,
) -> Result<(), Missing> {
    let mut left = asked.most(T::TOP);
    T::rows(scope, asked, &mut |found| {
        // A row is a struct of plain fields, which no serializer refuses.
        let value = serde_json::to_value(&found).unwrap_or_default();
        let cells: Vec<Value> =
            T::COLUMNS.iter().map(|&column| value.get(column).cloned().unwrap_or_default()).collect();
        left -= 1;
        match row(&cells) {
            Flow::Continue(()) if left > 0 => Flow::Continue(()),
            _ => Flow::Break(()),
        }
    })
}

/// Hands over rows that are all there.
pub fn hand_over<R>(rows: impl IntoIterator<Item = R>, row: &mut dyn FnMut(R) -> Flow) {
    // That no more are wanted is no news to whoever said so.
    let _ = rows.into_iter().try_for_each(row);
}

/// All tables, in the order in which they are listed.
pub const TABLES: &[Entry] = &[
    Entry::of::<CountsTable>(),
    Entry::of::<Words>(),
    Entry::of::<Keywords>(),
    Entry::of::<KeynessTable>(),
    Entry::of::<Kwic>(),
    Entry::of::<Collocates>(),
    Entry::of::<Figures>(),
    Entry::of::<Names>(),
    Entry::of::<DispersionTable>(),
    Entry::of::<TrendTable>(),
    Entry::of::<Documents>(),
    Entry::of::<Duplicates>(),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_every_table_says_what_it_is() {
        for (at, table) in TABLES.iter().enumerate() {
            assert!(TABLES[..at].iter().all(|other| other.name != table.name), "{}", table.name);
            assert!(!table.columns.is_empty() && !table.about(Lang::Zh).is_ascii(), "{}", table.name);
            assert!(table.about(Lang::En).is_ascii(), "{}", table.name);
        }
    }
}
