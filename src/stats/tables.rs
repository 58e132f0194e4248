//! All tables, by what they are about: the vocabulary, places in texts, documents. The shell, the panel's export,
//! the README and the completions read this list of them.

mod documents;
mod places;
mod vocabulary;

use serde_json::Value;

use super::scope::{Flow, Scope};
use super::table::{Asked, Missing, Table, hand_over};
use crate::lang::Lang;

use documents::{Documents, Duplicates, QualityTable};
use places::{Collocates, Figures, Kwic, Names};
use vocabulary::{CountsTable, DispersionTable, KeynessTable, Keywords, TrendTable, Words};

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
    let view = &asked.view;
    // What is sampled is as much as was asked for.
    let mut left = if view.sample.is_some() { asked.most(None) } else { asked.most(T::TOP) };
    let mut waiting = Vec::new();
    let mut write = |cells: &[Value]| {
        left = left.saturating_sub(1);
        match row(cells) {
            Flow::Continue(()) if left > 0 => Flow::Continue(()),
            _ => Flow::Break(()),
        }
    };
    T::rows(scope, asked, &mut |found| {
        // A row is a struct of plain fields, which no serializer refuses.
        let value = serde_json::to_value(&found).unwrap_or_default();
        let cells: Vec<Value> =
            T::COLUMNS.iter().map(|&column| value.get(column).cloned().unwrap_or_default()).collect();
        if !view.wants(T::COLUMNS, &cells) {
            return Flow::Continue(());
        }
        if view.waits() {
            waiting.push(cells);
            return Flow::Continue(());
        }
        write(&cells)
    })?;
    hand_over(view.arranged(T::COLUMNS, waiting), &mut |cells: Vec<Value>| write(&cells));
    Ok(())
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
    Entry::of::<QualityTable>(),
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
