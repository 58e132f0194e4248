//! Figures: the quantities that stand in a text, each as a number with its unit and its sentence.
//!
//! Found by rules: a number in Arabic or Chinese digits, then a unit of the table `figures/units.txt`.
//! Ranks and names (第688位, 6号线, PM2.5), idioms (四处, 八项规定) and clock times are left out.

mod date;
mod number;
mod scan;
mod units;

use std::ops::Range;

use serde::Serialize;

use crate::document::{DocId, Document, Position};
use crate::text::sentence::sentences;
use scan::{Scan, Step};

/// What a figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Money,
    Area,
    Length,
    Weight,
    Volume,
    /// Power, energy, voltage, temperature, pressure.
    Power,
    Data,
    People,
    Age,
    /// Percentages, percentage points, multiples.
    Share,
    Date,
    Duration,
    Count,
}

impl Kind {
    pub const ALL: [Kind; 13] = [
        Kind::Money,
        Kind::Area,
        Kind::Length,
        Kind::Weight,
        Kind::Volume,
        Kind::Power,
        Kind::Data,
        Kind::People,
        Kind::Age,
        Kind::Share,
        Kind::Date,
        Kind::Duration,
        Kind::Count,
    ];

    /// The name used in the table contract.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Money => "money",
            Kind::Area => "area",
            Kind::Length => "length",
            Kind::Weight => "weight",
            Kind::Volume => "volume",
            Kind::Power => "power",
            Kind::Data => "data",
            Kind::People => "people",
            Kind::Age => "age",
            Kind::Share => "share",
            Kind::Date => "date",
            Kind::Duration => "duration",
            Kind::Count => "count",
        }
    }
}

/// A quantity found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// In `unit`, magnitudes multiplied in: 6.7亿元 is 670000000 元. Of a range the lower end. Of a date
    /// the digits of what `unit` names: 20171016 年月日.
    pub value: f64,
    /// Of a range the upper end: 3—5万元 is from 30000 to 50000 元.
    pub to: Option<f64>,
    pub unit: String,
    pub kind: Kind,
    /// Where it stands, with 约, 近, 以上 and the like.
    pub bytes: Range<usize>,
}

/// A quantity with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub to: Option<f64>,
    pub unit: String,
    pub kind: Kind,
    /// As it stands in the text.
    pub text: String,
    pub sentence: String,
    pub at: Position,
    /// Raw line, 1-based.
    pub line: u32,
}

/// The figures in `blocks` of a document, in reading order. Loads the dictionary where Chinese digits stand.
pub fn figures(id: DocId, document: &Document, blocks: Range<usize>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (at, block) in document.blocks.iter().enumerate().take(blocks.end).skip(blocks.start) {
        let found = quantities(&block.text);
        if found.is_empty() {
            continue;
        }
        let sentences = sentences(&block.text);
        figures.extend(found.into_iter().map(|quantity| {
            let sentence = sentences.iter().find(|sentence| sentence.contains(&quantity.bytes.start));
            Figure {
                value: quantity.value,
                to: quantity.to,
                unit: quantity.unit,
                kind: quantity.kind,
                text: block.text[quantity.bytes.clone()].to_owned(),
                sentence: sentence.map_or("", |sentence| block.text[sentence.clone()].trim()).to_owned(),
                at: Position { document: id, block: at as u32, byte: quantity.bytes.start as u32 },
                line: block.raw_line(quantity.bytes.start),
            }
        }));
    }
    figures
}

/// The quantities in a text, in order; none overlaps another.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let scan = Scan::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.chars.len() {
        match scan.at(at) {
            Step::Found(quantity, end) => {
                found.push(quantity);
                at = end;
            }
            Step::Skip(end) => at = end.max(at + 1),
        }
    }
    found
}

#[cfg(test)]
mod tests;
