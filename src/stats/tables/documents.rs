//! Tables of documents: each with its counts, and those that are alike. Made of the kept counts.

use serde::Serialize;

use crate::stats::duplicates::groups;
use crate::stats::scope::Flow;
use crate::stats::table::{Asked, Missing, Table, hand_over};
use crate::stats::{Piece, QualityFigures, Scope, doubts};

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

/// `quality`
pub struct QualityTable;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QualityRow {
    pub path: String,
    pub chars: usize,
    /// What speaks against it, parted by blanks; see [`doubts`].
    pub doubts: String,
    /// Share of the raw text that was kept.
    pub kept: f64,
    pub lines: u32,
    pub mean_line: f64,
    pub longest_line: u32,
    /// Share of paragraphs that end like a sentence.
    pub ended: f64,
    /// Shares of the characters.
    pub repeated_lines: f64,
    pub repeated_text: f64,
    pub han: f64,
    pub digits: f64,
    pub symbols: f64,
    pub links: f64,
    pub lists: f64,
    pub script: &'static str,
    pub language: &'static str,
    pub broken: u32,
    pub mails: u32,
    pub mobiles: u32,
    pub identities: u32,
    /// The first document of the group of near-duplicates that it belongs to, unless it is that itself.
    pub copy_of: Option<String>,
}

impl Table for QualityTable {
    const NAME: &str = "quality";
    const ABOUT: (&str, &str) = (
        "质检：每篇的重复、断句、符号、乱码、个人信息等指标与疑点（Gopher 2021、FineWeb 2024 的指标，按汉字计）",
        "What speaks for and against each document: repetition, sentences, symbols, broken characters, personal data, \
         copies (after Gopher 2021 and FineWeb 2024, in characters).",
    );
    const COLUMNS: &[&str] = &[
        "path",
        "chars",
        "doubts",
        "kept",
        "lines",
        "mean_line",
        "longest_line",
        "ended",
        "repeated_lines",
        "repeated_text",
        "han",
        "digits",
        "symbols",
        "links",
        "lists",
        "script",
        "language",
        "broken",
        "mails",
        "mobiles",
        "identities",
        "copy_of",
    ];
    type Row = QualityRow;

    fn rows(scope: &Scope, _: &Asked, row: &mut dyn FnMut(QualityRow) -> Flow) -> Result<(), Missing> {
        let (ids, signatures) = scope.counts.signatures(&scope.ids());
        let mut copies = std::collections::HashMap::new();
        for group in groups(&signatures) {
            let first = ids[group[0].document];
            copies.extend(group[1..].iter().map(|member| (ids[member.document], first)));
        }
        let rows = ids.iter().filter_map(|&id| {
            let (counts, known) = (scope.counts.counts_of(id)?, scope.counts.document(id)?);
            let (quality, characters) = (&known.quality, known.tally.characters);
            let figures = QualityFigures::of(quality, counts.chars);
            let share = |n: usize| n as f64 / counts.chars.max(1) as f64;
            let copy_of = copies.get(&id).map(|&first| scope.texts.path(first));
            let mut doubts = doubts(&figures);
            if copy_of.is_some() {
                doubts.push("copy");
            }
            Some(QualityRow {
                path: scope.texts.path(id),
                chars: counts.chars,
                doubts: doubts.join(" "),
                kept: 1.0 - counts.removed_share,
                lines: quality.lines,
                mean_line: counts.chars as f64 / f64::from(quality.lines.max(1)),
                longest_line: quality.longest_line,
                ended: figures.ended,
                repeated_lines: figures.repeated_lines,
                repeated_text: figures.repeated_grams,
                han: share(characters.han),
                digits: share(characters.digits),
                symbols: figures.symbols,
                links: figures.links,
                lists: figures.lists,
                script: quality.script(characters.han),
                language: quality.language(characters.han, characters.letters),
                broken: quality.broken,
                mails: quality.personal.mails,
                mobiles: quality.personal.mobiles,
                identities: quality.personal.identities,
                copy_of,
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
