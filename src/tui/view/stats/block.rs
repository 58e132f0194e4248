//! Blocks of rows: what a page of the panel is made of, before anything is known of its place and size.

use crate::document::Position;
use crate::stats::Node;
use crate::text::punctuation::shown;

/// A heading, what it shows and how that is computed, and rows.
pub struct Block {
    pub title: String,
    pub how: String,
    pub rows: Vec<Row>,
    /// It takes the whole width.
    pub wide: bool,
}

/// A row; `target` says where Enter leads.
pub struct Row {
    pub body: Body,
    pub target: Option<Target>,
}

pub enum Body {
    /// Facts one after the other, as many to a line as fit.
    Facts(Vec<String>),
    /// Name, share of the longest bar, figure.
    Bar(String, f64, String),
    /// Name, counts from beginning to end, figure.
    Plot(String, Vec<usize>, String),
    /// Name, a value for each period (none where it has no documents), figure.
    Spark(String, Vec<Option<u64>>, String),
    /// Left context, node, right context, and what stands before them.
    Line { before: String, left: String, node: String, right: String },
    /// Name, the value here, the value there.
    Pair(String, String, String),
    /// Labels and values, as columns beside each other.
    Columns(Vec<(String, u64)>),
    /// Points of a curve, and what its axes end at.
    Curve { points: Vec<(f64, f64)>, x: String, y: String },
}

#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Node(Node),
    Place(Position),
}

impl Block {
    pub fn new(title: impl Into<String>, how: impl Into<String>, rows: Vec<Row>) -> Block {
        Block { title: title.into(), how: how.into(), rows, wide: false }
    }

    pub fn wide(self) -> Block {
        Block { wide: true, ..self }
    }
}

impl Row {
    pub fn of(body: Body) -> Row {
        Row { body, target: None }
    }
}

impl Body {
    /// With the punctuation of what stands in documents full-width again where it belongs to Chinese.
    pub fn full_width(&mut self) {
        let whole = |text: &mut String| *text = shown(text, 0..text.len());
        match self {
            Body::Bar(name, ..) | Body::Plot(name, ..) | Body::Spark(name, ..) => whole(name),
            Body::Pair(_, here, there) => [here, there].into_iter().for_each(whole),
            Body::Line { before, left, node, right } => {
                whole(before);
                // A mark is judged by what stands on its other side too.
                let text = [left.as_str(), node, right].concat();
                let (from, to) = (left.len(), left.len() + node.len());
                *left = shown(&text, 0..from);
                *node = shown(&text, from..to);
                *right = shown(&text, to..text.len());
            }
            Body::Facts(_) | Body::Columns(_) | Body::Curve { .. } => {}
        }
    }
}

/// Bars as long as their values are to the largest.
pub fn bars(rows: impl IntoIterator<Item = (String, f64, String, Option<Target>)>) -> Vec<Row> {
    let rows: Vec<_> = rows.into_iter().collect();
    let most = rows.iter().map(|row| row.1.abs()).fold(f64::MIN_POSITIVE, f64::max);
    let row = |(name, value, figure, target): (String, f64, String, Option<Target>)| Row {
        body: Body::Bar(name, value.abs() / most, figure),
        target,
    };
    rows.into_iter().map(row).collect()
}

/// To the concordance of a word.
pub fn word(word: &str) -> Option<Target> {
    Some(Target::Node(Node::word(word)))
}

/// Blocks that have rows.
pub fn filled(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter(|block| !block.rows.is_empty()).collect()
}
