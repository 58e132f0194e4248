//! Tables of words: how many, which, more or less than elsewhere, where, and when.

use serde::Serialize;

use crate::document::{DocId, Published};
use crate::stats::scope::Flow;
use crate::stats::table::{Asked, Missing, TOP, Table, hand_over};
use crate::stats::{
    Against, Counts, Dated, Dispersion, Keyness, Keyword, Node, Part, Piece, Reference, Scope, StopWords,
    Totals, Trend, dispersion, keyness, parts, text_rank, tf_idf, trend,
};

/// `counts`
pub struct CountsTable;

impl Table for CountsTable {
    const NAME: &str = "counts";
    const ABOUT: (&str, &str) = ("字符、词、句及各部分的数量", "Characters, words, sentences, parts.");
    const COLUMNS: &[&str] = &[
        "chars",
        "han",
        "words",
        "types",
        "hapaxes",
        "sentences",
        "paragraphs",
        "sections",
        "captions",
        "mattr",
        "removed_share",
        "documents",
    ];
    type Row = Counts;

    fn rows(scope: &Scope, _: &Asked, row: &mut dyn FnMut(Counts) -> Flow) -> Result<(), Missing> {
        hand_over([scope.totals().counts()], row);
        Ok(())
    }
}

/// `words`
pub struct Words;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordRow {
    pub word: String,
    pub freq: usize,
    pub docs: u32,
}

impl Table for Words {
    const NAME: &str = "words";
    const ABOUT: (&str, &str) = ("词频", "Words by frequency.");
    const COLUMNS: &[&str] = &["word", "freq", "docs"];
    const TOP: Option<usize> = Some(TOP);
    type Row = WordRow;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(WordRow) -> Flow) -> Result<(), Missing> {
        hand_over(word_rows(&scope.totals(), asked.min_freq, None), row);
        Ok(())
    }
}

/// Words that occur at least `min_freq` times, most first; without stop words where a list is given.
fn word_rows(totals: &Totals, min_freq: usize, stop_words: Option<&StopWords>) -> Vec<WordRow> {
    totals
        .by_frequency()
        .into_iter()
        .filter(|(word, found)| found.freq >= min_freq && stop_words.is_none_or(|list| list.allow(word)))
        .map(|(word, found)| WordRow { word: word.to_owned(), freq: found.freq, docs: found.docs })
        .collect()
}

/// `keywords`
pub struct Keywords;

impl Table for Keywords {
    const NAME: &str = "keywords";
    const ABOUT: (&str, &str) =
        ("关键词：TF–IDF，或 TextRank", "Words by what they say about the scope: TF-IDF, or TextRank.");
    const COLUMNS: &[&str] = &["word", "freq", "weight"];
    const TOP: Option<usize> = Some(TOP);
    type Row = Keyword;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(Keyword) -> Flow) -> Result<(), Missing> {
        let totals = scope.totals();
        let rows = if asked.text_rank {
            let mut text = String::new();
            let join = |piece: &Piece| {
                let blocks = piece.document.blocks[piece.blocks.clone()].iter();
                blocks.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
            };
            scope.each(None, join, &mut |_, more| {
                text.push_str(&more);
                text.push('\n');
                Flow::Continue(())
            });
            text_rank(&text, &totals, scope.stop_words, usize::MAX)
        } else {
            tf_idf(&totals, Reference::choose(Some(&scope.heap())), scope.stop_words, usize::MAX)
        };
        hand_over(rows.into_iter().filter(|row| row.freq >= asked.min_freq), row);
        Ok(())
    }
}

/// `keyness`
pub struct KeynessTable;

impl Table for KeynessTable {
    const NAME: &str = "keyness";
    const ABOUT: (&str, &str) = (
        "与别处相比多用或少用的词：对数似然（Rayson & Garside 2000）、对数比（Hardie 2014）",
        "Words used more, or less, than elsewhere: log-likelihood (Rayson & Garside 2000), log ratio (Hardie 2014).",
    );
    const COLUMNS: &[&str] = &["word", "freq", "total", "ref_freq", "ref_total", "g2", "log_ratio", "p"];
    const TOP: Option<usize> = Some(TOP);
    type Row = Keyness;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(Keyness) -> Flow) -> Result<(), Missing> {
        let heap = scope.heap();
        let against = match &asked.against {
            Some(other) => Against::Other(other),
            None if scope.is_heap => return Err(Missing::Reference),
            None => Against::RestOf(&heap),
        };
        hand_over(keyness(&scope.totals(), against, asked.min_freq), row);
        Ok(())
    }
}

/// `dispersion`
pub struct DispersionTable;

impl Table for DispersionTable {
    const NAME: &str = "dispersion";
    const ABOUT: (&str, &str) =
        ("词的分布是否均匀：DP（Gries 2008）", "How evenly words are spread: DP (Gries 2008).");
    const COLUMNS: &[&str] = &["word", "freq", "parts", "dp"];
    type Row = Dispersion;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(Dispersion) -> Flow) -> Result<(), Missing> {
        let nodes = nodes(scope, asked, TOP);
        if let Some(piece) = scope.only() {
            let piece = std::slice::from_ref(&piece);
            let of = |node: &Node| dispersion(node.as_str(), &parts(piece, &[], node));
            hand_over(nodes.iter().map(of), row);
            return Ok(());
        }
        let spread = spread(scope, &nodes);
        let of = |(at, node): (usize, &Node)| {
            let parts = spread.iter().map(|s| Part { freq: s.freqs[at], size: s.size });
            dispersion(node.as_str(), &parts.collect::<Vec<_>>())
        };
        hand_over(nodes.iter().enumerate().map(of), row);
        Ok(())
    }
}

/// `trend`
pub struct TrendTable;

/// Words of a trend where nobody says which.
const TREND: usize = 10;

impl Table for TrendTable {
    const NAME: &str = "trend";
    const ABOUT: (&str, &str) =
        ("词频随时间的变化：按日、周、月、季、年", "Words over time: by day, week, month, quarter or year.");
    const COLUMNS: &[&str] = &["word", "period", "freq", "per_million"];
    type Row = Trend;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(Trend) -> Flow) -> Result<(), Missing> {
        let nodes = nodes(scope, asked, TREND);
        let spread = spread(scope, &nodes);
        let of = |(at, node): (usize, &Node)| {
            let dated = spread
                .iter()
                .filter_map(|s| Some(Dated { published: s.published?, freq: s.freqs[at], words: s.size }));
            trend(node.as_str(), dated.collect(), asked.period)
        };
        hand_over(nodes.iter().enumerate().flat_map(of), row);
        Ok(())
    }
}

/// The word that was asked for, else the most frequent words of the scope that are no stop words.
fn nodes(scope: &Scope, asked: &Asked, usual: usize) -> Vec<Node> {
    if let Some(node) = &asked.node {
        return vec![node.clone()];
    }
    let rows = word_rows(&scope.totals(), asked.min_freq, Some(scope.stop_words));
    rows.iter().take(asked.most(Some(usual))).map(|row| Node::word(&row.word)).collect()
}

/// Nodes in a document or a part of one.
struct Spread {
    published: Option<Published>,
    /// How often each stands there.
    freqs: Vec<usize>,
    /// Words.
    size: usize,
}

/// How often each node stands in each piece: from the kept counts as far as they tell it.
fn spread(scope: &Scope, nodes: &[Node]) -> Vec<Spread> {
    let counts = scope.counts;
    let published = |id: DocId| counts.document(id)?.published;
    let ids = scope.ids();
    let words: Option<Vec<&str>> = nodes.iter().map(Node::as_word).collect();
    if !scope.is_whole() {
        let mut found = Vec::new();
        let look = |piece: &Piece| {
            let counts = piece.counts();
            let freqs = nodes.iter().map(|node| crate::stats::frequency(piece, &counts, node)).collect();
            (freqs, counts.tokens())
        };
        scope.each(None, look, &mut |id, (freqs, size)| {
            found.push(Spread { published: published(id), freqs, size });
            Flow::Continue(())
        });
        return found;
    }
    let mut found: Vec<Spread> = match words {
        Some(words) => counts
            .frequencies(&ids, &words)
            .into_iter()
            .zip(&ids)
            .map(|(freqs, &id)| Spread { published: published(id), freqs, size: counts.tokens(id) })
            .collect(),
        None => ids
            .iter()
            .map(|&id| Spread {
                published: published(id),
                freqs: vec![0; nodes.len()],
                size: counts.tokens(id),
            })
            .collect(),
    };
    let texts = nodes.iter().enumerate().filter(|(_, node)| node.as_word().is_none());
    for (at, node) in texts {
        let places: std::collections::HashMap<DocId, usize> = ids.iter().copied().zip(0..).collect();
        let look = |piece: &Piece| node.occurrences(&piece.document, piece.blocks.clone()).len();
        scope.each(Some(node.as_str()), look, &mut |id, freq| {
            found[places[&id]].freqs[at] = freq;
            Flow::Continue(())
        });
    }
    found
}
