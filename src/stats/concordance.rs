//! Concordance (key word in context): every place of a node with what stands to its left and right.

use std::ops::Range;

use serde::Serialize;

use super::Node;
use super::words::{normal, words};
use crate::document::{DocId, Document, Position};

/// One line of a concordance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Where the node begins.
    pub at: Position,
    /// The heading under which it stands.
    pub section: Option<String>,
    /// Raw line, 1-based.
    pub line: u32,
    pub left: String,
    pub node: String,
    pub right: String,
}

/// What the lines are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As they stand in the documents.
    #[default]
    Text,
    /// By the context on that side, from the node outwards, so that the same phrases stand together.
    Left,
    Right,
    /// By words at places on either side, the first of these first: -1 is the word before the node, 2 the second
    /// behind it.
    Words([i8; 3]),
    Date,
    Source,
}

impl Order {
    /// `text`, `left`, `right`, `date`, `source`, or up to three of `1L` to `9R` with commas between: `1R,2R,1L`.
    pub fn parse(text: &str) -> Option<Order> {
        Some(match text {
            "text" => Order::Text,
            "left" => Order::Left,
            "right" => Order::Right,
            "date" => Order::Date,
            "source" => Order::Source,
            _ => {
                let place = |key: &str| -> Option<i8> {
                    let (at, side) = key.split_at_checked(key.len().checked_sub(1)?)?;
                    let at: i8 = at.parse().ok().filter(|at| (1..=9).contains(at))?;
                    match side {
                        "L" | "l" => Some(-at),
                        "R" | "r" => Some(at),
                        _ => None,
                    }
                };
                let places: Vec<i8> = text.split(',').map(|key| place(key.trim())).collect::<Option<_>>()?;
                let mut order = [0; 3];
                (places.len() <= order.len()).then(|| order[..places.len()].copy_from_slice(&places))?;
                Order::Words(order)
            }
        })
    }
}

/// The lines of one document, in reading order, with at most `context` characters on either side. A
/// context ends with its block.
pub fn concordance(
    id: DocId,
    document: &Document,
    blocks: Range<usize>,
    node: &Node,
    context: usize,
) -> Vec<Line> {
    let places = node.occurrences(document, blocks);
    let mut lines = Vec::with_capacity(places.len());
    for place in places {
        let Some(block) = document.blocks.get(place.block as usize) else { continue };
        let (before, after) = (&block.text[..place.bytes.start], &block.text[place.bytes.end..]);
        let from = before.char_indices().rev().nth(context.saturating_sub(1)).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(context).map_or(after.len(), |(at, _)| at);
        lines.push(Line {
            at: Position { document: id, block: place.block, byte: place.bytes.start as u32 },
            section: document.heading_of(place.block as usize).map(str::to_owned),
            line: block.raw_line(place.bytes.start),
            left: before[from..].to_owned(),
            node: block.text[place.bytes].to_owned(),
            right: after[..to].to_owned(),
        });
    }
    lines
}

pub fn sort(lines: &mut [Line], order: Order) {
    match order {
        // Of what a line does not hold, whoever knows the documents sorts by it.
        Order::Text | Order::Date | Order::Source => lines.sort_by_key(|line| line.at),
        Order::Words(places) => lines.sort_by_cached_key(|line| {
            let (left, right) = (words(&line.left), words(&line.right));
            let word = |place: i8| -> String {
                let at = usize::from(place.unsigned_abs());
                let word = match place {
                    0 => None,
                    1.. => right.get(at - 1),
                    _ => left.len().checked_sub(at).and_then(|at| left.get(at)),
                };
                word.map(|(_, word)| normal(word).into_owned()).unwrap_or_default()
            };
            (places.map(word), line.at)
        }),
        Order::Left => {
            lines.sort_by(|a, b| a.left.chars().rev().cmp(b.left.chars().rev()).then_with(|| a.at.cmp(&b.at)))
        }
        Order::Right => lines.sort_by(|a, b| a.right.cmp(&b.right).then_with(|| a.at.cmp(&b.at))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Span};

    fn document() -> Document {
        let block = |kind, text: &str, line: u32| Block {
            kind,
            text: text.into(),
            spans: vec![Span { line, start: 0, end: text.len() as u32 }],
            repair: None,
            doubt: None,
        };
        Document {
            blocks: vec![
                block(BlockKind::Heading { level: 1 }, "渔港新貌", 3),
                block(BlockKind::Paragraph, "新渔港启用，老渔港改造。", 5),
            ],
            ..Document::default()
        }
    }

    fn lines(context: usize) -> Vec<Line> {
        concordance(DocId(4), &document(), 0..2, &Node::text("渔港"), context)
    }

    #[test]
    fn each_place_has_its_context_section_and_line() {
        let lines = lines(3);
        let shown: Vec<_> =
            lines.iter().map(|l| (l.line, l.left.as_str(), l.node.as_str(), l.right.as_str())).collect();
        assert_eq!(
            shown,
            [(3, "", "渔港", "新貌"), (5, "新", "渔港", "启用，"), (5, "用，老", "渔港", "改造。")]
        );
        assert_eq!(lines[2].section.as_deref(), Some("渔港新貌"));
        assert_eq!(lines[2].at, Position { document: DocId(4), block: 1, byte: 21 });
    }

    #[test]
    fn sorting_by_words_puts_the_same_words_together() {
        let line = |left: &str, right: &str, byte| Line {
            at: Position { document: DocId(0), block: 0, byte },
            section: None,
            line: 1,
            left: left.into(),
            node: "渔港".into(),
            right: right.into(),
        };
        let mut lines =
            vec![line("新建", "码头 和 道路", 0), line("老", "防波堤", 9), line("旧", "码头 和 仓库", 18)];
        sort(&mut lines, Order::parse("1R,3R").unwrap());
        assert_eq!(lines.iter().map(|line| line.at.byte).collect::<Vec<_>>(), [18, 0, 9]);
        assert_eq!(Order::parse("1L"), Some(Order::Words([-1, 0, 0])));
        assert!(["0R", "1X", "1R,2R,3R,4R", ""].iter().all(|bad| Order::parse(bad).is_none()));
    }

    #[test]
    fn sorting_by_a_side_puts_the_same_phrases_together() {
        let mut lines = lines(9);
        sort(&mut lines, Order::Right);
        let right: Vec<_> = lines.iter().map(|l| l.right.chars().next()).collect();
        assert_eq!(right, [Some('启'), Some('改'), Some('新')]);
        sort(&mut lines, Order::Left);
        let left: Vec<_> = lines.iter().map(|l| l.left.chars().last()).collect();
        assert_eq!(left, [None, Some('新'), Some('老')]);
    }
}
