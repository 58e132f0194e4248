//! Rows of the public tables whose columns are not a measure's own fields.

use serde::{Serialize, Serializer};

use super::duplicates::groups;
use super::{Figure, Line, Signature, StopWords, Totals};
use crate::document::DocId;

/// `words`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordRow {
    pub word: String,
    pub freq: usize,
    pub docs: u32,
}

/// Words that occur at least `min_freq` times, most first; without stop words where a list is given.
pub fn word_rows(totals: &Totals, min_freq: usize, stop_words: Option<&StopWords>) -> Vec<WordRow> {
    totals
        .by_frequency()
        .into_iter()
        .filter(|(word, found)| found.freq >= min_freq && stop_words.is_none_or(|list| list.allow(word)))
        .map(|(word, found)| WordRow { word: word.to_owned(), freq: found.freq, docs: found.docs })
        .collect()
}

/// `kwic`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KwicRow {
    pub path: String,
    pub section: Option<String>,
    pub line: u32,
    pub left: String,
    pub node: String,
    pub right: String,
}

pub fn kwic_rows(lines: Vec<Line>, path: impl Fn(DocId) -> String) -> Vec<KwicRow> {
    let row = |line: Line| KwicRow {
        path: path(line.at.document),
        section: line.section,
        line: line.line,
        left: line.left,
        node: line.node,
        right: line.right,
    };
    lines.into_iter().map(row).collect()
}

/// `figures`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRow {
    #[serde(serialize_with = "plain")]
    pub value: f64,
    pub unit: String,
    pub kind: &'static str,
    pub text: String,
    pub sentence: String,
    pub path: String,
    pub line: u32,
}

pub fn figure_rows(figures: Vec<Figure>, path: impl Fn(DocId) -> String) -> Vec<FigureRow> {
    let row = |figure: Figure| FigureRow {
        value: figure.value,
        unit: figure.unit,
        kind: figure.kind.name(),
        text: figure.text,
        sentence: figure.sentence,
        path: path(figure.at.document),
        line: figure.line,
    };
    figures.into_iter().map(row).collect()
}

/// Whole numbers without a decimal point.
fn plain<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2⁵³
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

/// `duplicates`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DuplicateRow {
    /// Groups are numbered from 1, in path order of their first documents.
    pub group: usize,
    pub path: String,
    /// With the group's first document.
    pub similarity: f64,
}

/// Near-duplicates among documents in path order.
pub fn duplicate_rows(signatures: &[&Signature], path: impl Fn(usize) -> String) -> Vec<DuplicateRow> {
    let number =
        |(at, group): (usize, Vec<super::Member>)| group.into_iter().map(move |member| (at + 1, member));
    groups(signatures)
        .into_iter()
        .enumerate()
        .flat_map(number)
        .map(|(group, member)| DuplicateRow {
            group,
            path: path(member.document),
            similarity: member.similarity,
        })
        .collect()
}
