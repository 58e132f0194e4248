//! Tables of documents: each with its counts, and those that are alike. Made of the kept counts.

use serde::Serialize;

use crate::stats::duplicates::groups;
use crate::stats::table::{Asked, Flow, Missing, Table, hand_over};
use crate::stats::{Piece, Scope};

/// `documents`
pub struct Documents;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentRow {
    pub path: String,
    pub date: Option<String>,
    pub source: Option<String>,
    pub chars: usize,
    pub han: usize,
    pub words: usize,
    pub types: usize,
    pub sentences: usize,
    pub mattr: f64,
    pub removed_share: f64,
    /// Of the word that was asked for, where one was; also in a million words.
    pub freq: Option<usize>,
    pub per_million: Option<f64>,
}

impl Table for Documents {
    const NAME: &str = "documents";
    const ABOUT: (&str, &str) = (
        "每篇的字数、词数、日期、来源，以及 --word 在各篇的次数",
        "Each document with its counts, date and source, and how often --word stands in it.",
    );
    const COLUMNS: &[&str] = &[
        "path",
        "date",
        "source",
        "chars",
        "han",
        "words",
        "types",
        "sentences",
        "mattr",
        "removed_share",
        "freq",
        "per_million",
    ];
    type Row = DocumentRow;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(DocumentRow) -> Flow) -> Result<(), Missing> {
        let ids = scope.ids();
        let frequencies: Vec<Option<usize>> = match &asked.node {
            None => vec![None; ids.len()],
            Some(node) => {
                let mut found: std::collections::HashMap<_, usize> = Default::default();
                let look = |piece: &Piece| node.occurrences(&piece.document, piece.blocks.clone()).len();
                scope.each(Some(node.as_str()), look, &mut |id, freq| {
                    *found.entry(id).or_default() += freq;
                    Flow::Continue(())
                });
                ids.iter().map(|id| Some(found.get(id).copied().unwrap_or_default())).collect()
            }
        };
        let rows = ids.iter().zip(frequencies).filter_map(|(&id, freq)| {
            let counts = scope.counts.counts_of(id)?;
            let known = scope.counts.document(id)?;
            Some(DocumentRow {
                path: scope.texts.path(id),
                date: known.published.map(|published| published.day()),
                source: known.source.clone(),
                chars: counts.chars,
                han: counts.han,
                words: counts.words,
                types: counts.types,
                sentences: counts.sentences,
                mattr: counts.mattr,
                removed_share: counts.removed_share,
                freq,
                per_million: freq.map(|freq| freq as f64 * 1e6 / counts.words.max(1) as f64),
            })
        });
        hand_over(rows, row);
        Ok(())
    }
}

/// `duplicates`
pub struct Duplicates;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DuplicateRow {
    /// Groups are numbered from 1, in path order of their first documents.
    pub group: usize,
    pub path: String,
    /// With the group's first document.
    pub similarity: f64,
}

impl Table for Duplicates {
    const NAME: &str = "duplicates";
    const ABOUT: (&str, &str) =
        ("近似重复的文档（MinHash，Broder 1997）", "Groups of near-duplicates (MinHash, Broder 1997).");
    const COLUMNS: &[&str] = &["group", "path", "similarity"];
    type Row = DuplicateRow;

    fn rows(scope: &Scope, _: &Asked, row: &mut dyn FnMut(DuplicateRow) -> Flow) -> Result<(), Missing> {
        let (ids, signatures) = scope.counts.signatures(&scope.ids());
        let groups = groups(&signatures).into_iter().enumerate();
        let rows = groups.flat_map(|(at, group)| group.into_iter().map(move |member| (at + 1, member)));
        let named = rows.map(|(group, member)| DuplicateRow {
            group,
            path: scope.texts.path(ids[member.document]),
            similarity: member.similarity,
        });
        hand_over(named, row);
        Ok(())
    }
}
