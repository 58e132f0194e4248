//! Collocations: which words keep company with a word.
//!
//! The measure is logDice, P. Rychlý, “A lexicographer-friendly association score”, RASLAN 2008:
//! 14 + log₂(2 f(xy) / (f(x) + f(y))). It does not depend on the size of the text, 14 is the most there
//! can be, one point more means twice as often together.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::words::{normal, words};
use super::{Node, Piece, Totals};

/// A word that stands near the node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collocate {
    pub word: String,
    /// Occurrences of the word and of the node in the scope.
    pub freq: usize,
    pub node_freq: usize,
    /// Occurrences of the two together: words near a node or nodes near the word, whichever are fewer.
    pub joint: usize,
    /// Words on either side of the node, within its paragraph, that count as near.
    pub window: usize,
    pub log_dice: f64,
    /// Mutual information: how many times twofold the two are together oftener than by chance.
    pub mi: f64,
    /// How sure it is that this is no chance.
    pub t: f64,
    pub g2: f64,
}

/// What collocations are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Association {
    #[default]
    LogDice,
    MutualInformation,
    TScore,
    LogLikelihood,
}

impl Association {
    pub const ALL: [Association; 4] = [
        Association::LogDice,
        Association::MutualInformation,
        Association::TScore,
        Association::LogLikelihood,
    ];

    /// The column that it is.
    pub fn name(self) -> &'static str {
        match self {
            Association::LogDice => "log_dice",
            Association::MutualInformation => "mi",
            Association::TScore => "t",
            Association::LogLikelihood => "g2",
        }
    }

    pub fn of(self, collocate: &Collocate) -> f64 {
        match self {
            Association::LogDice => collocate.log_dice,
            Association::MutualInformation => collocate.mi,
            Association::TScore => collocate.t,
            Association::LogLikelihood => collocate.g2,
        }
    }
}

/// Mutual information, log₂(O / E), and t, (O − E) / √O (K. Church and P. Hanks, “Word association norms, mutual
/// information, and lexicography”, Computational Linguistics 16, 1990; Church and others 1991); G² (T. Dunning, “Accurate
/// methods for the statistics of surprise and coincidence”, Computational Linguistics 19, 1993). E is what chance
/// gives: the word's share of the text times the places near a node.
fn by_chance(freq: usize, joint: usize, places: usize, words: usize) -> (f64, f64, f64) {
    let (observed, freq, places) = (joint as f64, freq as f64, places as f64);
    let words = (words as f64).max(freq + 1.0).max(places + 1.0);
    let expected = freq * places / words;
    let term = |observed: f64, expected: f64| match observed > 0.0 && expected > 0.0 {
        true => observed * (observed / expected).ln(),
        false => 0.0,
    };
    let (other, elsewhere) = ((places - observed).max(0.0), (freq - observed).max(0.0));
    let neither = (words - places - freq + observed).max(0.0);
    let g2 = 2.0
        * (term(observed, expected)
            + term(other, places * (words - freq) / words)
            + term(elsewhere, (words - places) * freq / words)
            + term(neither, (words - places) * (words - freq) / words));
    ((observed / expected).log2(), (observed - expected) / observed.sqrt(), g2.max(0.0))
}

pub fn log_dice(freq: usize, node_freq: usize, joint: usize) -> f64 {
    14.0 + (2.0 * joint as f64 / (freq + node_freq) as f64).log2()
}

/// The words near a node, counted: within a window of words on either side of it. Counts of several
/// texts add up.
#[derive(Debug, Default)]
pub struct Pairs {
    nodes: usize,
    /// Words that are near any node.
    places: usize,
    /// By word: how many of its tokens are near a node, and how many nodes are near it.
    near: BTreeMap<String, (usize, usize)>,
}

impl Pairs {
    pub fn near(piece: &Piece, node: &Node, window: usize) -> Pairs {
        let mut pairs = Pairs::default();
        for block in piece.document.blocks.get(piece.blocks.clone()).unwrap_or_default() {
            pairs.count(&block.text, node, window);
        }
        pairs
    }

    /// The words that stand there at least `min_freq` times, by logDice, most first; equal ones by word.
    /// `totals` are the counts of the same scope, `window` the one that was searched.
    pub fn collocates(&self, totals: &Totals, window: usize, min_freq: usize) -> Vec<Collocate> {
        let size = totals.tokens();
        let often = self.near.iter().filter(|(_, (tokens, nodes))| tokens.min(nodes) >= &min_freq.max(1));
        let mut found: Vec<Collocate> = often
            .map(|(word, &(tokens, nodes))| {
                let (freq, joint) = (totals.frequency(word).freq, tokens.min(nodes));
                let log_dice = log_dice(freq, self.nodes, joint);
                let (mi, t, g2) = by_chance(freq, joint, self.places, size);
                let (word, node_freq) = (word.clone(), self.nodes);
                Collocate { word, freq, node_freq, joint, window, log_dice, mi, t, g2 }
            })
            .collect();
        found.sort_by(|a, b| b.log_dice.total_cmp(&a.log_dice).then_with(|| a.word.cmp(&b.word)));
        found
    }

    fn count(&mut self, text: &str, node: &Node, window: usize) {
        let nodes = node.in_text(text);
        if nodes.is_empty() {
            return;
        }
        self.nodes += nodes.len();
        let words = words(text);
        let mut near_any = BTreeSet::new();
        for place in &nodes {
            let first = words.partition_point(|(bytes, _)| bytes.end <= place.start);
            let after = words.partition_point(|(bytes, _)| bytes.start < place.end);
            let near = (first.saturating_sub(window)..first).chain(after..words.len().min(after + window));
            let mut near_this = BTreeSet::new();
            for at in near {
                near_any.insert(at);
                near_this.insert(normal(words[at].1));
            }
            for word in near_this {
                self.near.entry(word.into_owned()).or_default().1 += 1;
            }
        }
        self.places += near_any.len();
        for at in near_any {
            self.near.entry(normal(words[at].1).into_owned()).or_default().0 += 1;
        }
    }

    pub fn merge(&mut self, other: Pairs) {
        self.nodes += other.nodes;
        self.places += other.places;
        for (word, (tokens, nodes)) in other.near {
            let sum = self.near.entry(word).or_default();
            sum.0 += tokens;
            sum.1 += nodes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Document};
    use crate::stats::DocumentCounts;

    fn document(texts: &[&str]) -> Document {
        let block = |text: &&str| Block {
            kind: BlockKind::Paragraph,
            text: (*text).into(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
        };
        Document { blocks: texts.iter().map(block).collect(), ..Document::default() }
    }

    fn near(document: &Document, node: &Node, window: usize) -> Vec<Collocate> {
        let totals = Totals::of([&DocumentCounts::of(document)]);
        Pairs::near(&Piece::whole(DocId(0), document.clone().into()), node, window)
            .collocates(&totals, window, 1)
    }

    #[test]
    fn worked_example() {
        // f(x) = 30, f(y) = 50, f(xy) = 10: Dice = 20/80 = 1/4, so logDice = 14 − 2. Always together: 14.
        assert!((log_dice(30, 50, 10) - 12.0).abs() < 1e-12);
        assert!((log_dice(7, 7, 7) - 14.0).abs() < 1e-12);
    }

    #[test]
    fn measures_of_chance() {
        // 40 of 1,000 words are near a node, the word occurs 50 times, 8 of them there: E = 2.
        let (mi, t, g2) = by_chance(50, 8, 40, 1000);
        assert!((mi - 2.0).abs() < 1e-9 && (t - 6.0 / 8f64.sqrt()).abs() < 1e-9, "{mi} {t}");
        assert!((g2 - 12.005).abs() < 0.01, "{g2}");
        // As often as chance gives says nothing.
        let (mi, t, g2) = by_chance(50, 2, 40, 1000);
        assert!(mi.abs() < 1e-9 && t.abs() < 1e-9 && g2.abs() < 1e-6);
    }

    #[test]
    fn only_words_within_the_window_and_the_paragraph_count() {
        let document = document(&["renovate old harbour wall quickly", "harbour master left"]);
        let found = near(&document, &Node::word("harbour"), 1);
        let found: Vec<_> = found.iter().map(|c| (c.word.as_str(), c.freq, c.node_freq, c.joint)).collect();
        assert_eq!(found, [("master", 1, 2, 1), ("old", 1, 2, 1), ("wall", 1, 2, 1)]);
    }

    #[test]
    fn one_word_between_two_nodes_is_together_once_and_the_score_stays_at_most_fourteen() {
        let document = document(&["harbour master harbour", "x x harbour x x"]);
        let found = near(&document, &Node::word("harbour"), 2);
        let joint = |word: &str| found.iter().find(|c| c.word == word).map(|c| c.joint);
        assert_eq!((joint("master"), joint("x")), (Some(1), Some(1)));
        assert!(found.iter().all(|c| c.log_dice <= 14.0));
    }

    #[test]
    fn a_node_that_the_segmenter_cuts_in_two_has_its_neighbours_outside() {
        let document = document(&["修复 北滩渔港码头 设施"]);
        let found = near(&document, &Node::text("北滩渔港码头"), 1);
        let words: Vec<_> = found.iter().map(|c| c.word.as_str()).collect();
        assert_eq!(words, ["修复", "设施"]);
    }
}
