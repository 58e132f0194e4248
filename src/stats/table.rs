//! What a table of statistics is: a name, columns, and the rows that it makes of a scope.

use std::sync::Arc;

use serde::Serialize;

use super::dates::Period;
use super::figures::Kind;
use super::scope::{Flow, Scope};
use super::{Node, Totals};

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
    /// The measure by which collocations are sorted.
    pub measure: super::Association,
    /// Which of the rows, and in which order.
    pub view: super::View,
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
            measure: super::Association::LogDice,
            view: super::View::default(),
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

/// Rows of a list of words where nobody says how many.
pub const TOP: usize = 100;

/// What a table cannot be made without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The word it is about.
    Word,
    /// Something to compare the whole heap with.
    Reference,
}

/// Hands over rows that are all there.
pub fn hand_over<R>(rows: impl IntoIterator<Item = R>, row: &mut dyn FnMut(R) -> Flow) {
    // That no more are wanted is no news to whoever said so.
    let _ = rows.into_iter().try_for_each(row);
}
