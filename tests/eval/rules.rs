//! What each named rule of the cleaner decides, and how often it is right.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Half;
use super::docs::Reading;
use super::score::Kind;

/// What a raw line holds according to the gold; a line that it does not name is noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Block(Kind),
    /// May be anything.
    Optional,
}

/// The annotated lines of a document, by number from 1.
pub type Lines = HashMap<u32, Vec<Wanted>>;

/// What one rule did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Rule {
    /// Lines that it decided, over everything that was read.
    pub lines: usize,
    /// In so many documents.
    pub documents: usize,
    /// Of the lines of annotated texts: how many it decided rightly, and how many there were, by half.
    pub look: [usize; 2],
    pub score: [usize; 2],
}

/// By the names of the rules.
pub type Rules = BTreeMap<String, Rule>;

/// Counts the rules at work in one document; against its gold, where it has one.
pub fn count(reading: &Reading, gold: Option<(&Lines, Half)>) -> Rules {
    let mut rules = Rules::new();
    for verdict in &reading.verdicts {
        let rule = rules.entry(verdict.rule.to_owned()).or_insert(Rule { documents: 1, ..Rule::default() });
        rule.lines += 1;
        if let Some((lines, half)) = gold {
            let wanted = lines.get(&verdict.line).map_or(&[][..], Vec::as_slice);
            let right = usize::from(is_right(verdict.role, wanted));
            for (sum, of) in [(&mut rule.look, Half::Look), (&mut rule.score, Half::Score)] {
                if half == of {
                    sum[0] += right;
                    sum[1] += 1;
                }
            }
        }
    }
    rules
}

pub fn merge(into: &mut Rules, from: Rules) {
    for (name, rule) in from {
        let sum = into.entry(name).or_default();
        sum.lines += rule.lines;
        sum.documents += rule.documents;
        for (sum, n) in [(&mut sum.look, rule.look), (&mut sum.score, rule.score)] {
            sum.iter_mut().zip(n).for_each(|(sum, n)| *sum += n);
        }
    }
}

/// Whether a line with this role became what it is. A role is a kind of block or a reason of removal.
fn is_right(role: &str, wanted: &[Wanted]) -> bool {
    if wanted.contains(&Wanted::Optional) {
        return true;
    }
    let kind = match role {
        "heading" => Kind::Heading,
        "caption" => Kind::Caption,
        "paragraph" | "list-item" | "table-row" | "quote" | "code" => Kind::Paragraph,
        _ => return wanted.is_empty(),
    };
    wanted.contains(&Wanted::Block(kind))
}
