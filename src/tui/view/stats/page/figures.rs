//! Page 4: the figures in the text.

use std::collections::BTreeMap;

use super::super::block::{Block, Body, Row, Target, filled};
use super::Pen;
use crate::lang::{Lang, grouped};
use crate::stats::{Figure, Kind};

/// What figures are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FigureOrder {
    /// The largest first, those of a unit together.
    #[default]
    Unit,
    /// The largest first, whatever the unit.
    Value,
    /// As they stand in the text.
    Text,
}

impl FigureOrder {
    pub fn next(self) -> FigureOrder {
        match self {
            FigureOrder::Unit => FigureOrder::Value,
            FigureOrder::Value => FigureOrder::Text,
            FigureOrder::Text => FigureOrder::Unit,
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            FigureOrder::Unit => lang.pick("按单位从大到小", "by unit, largest first"),
            FigureOrder::Value => lang.pick("从大到小", "largest first"),
            FigureOrder::Text => lang.pick("原文顺序", "text order"),
        }
    }
}

/// The figures of a kind in an order.
fn sorted(figures: &[Figure], kind: Kind, order: FigureOrder) -> Vec<&Figure> {
    let mut found: Vec<&Figure> = figures.iter().filter(|figure| figure.kind == kind).collect();
    let largest = |a: &&Figure, b: &&Figure| b.value.total_cmp(&a.value);
    match order {
        FigureOrder::Unit => found.sort_by(|a, b| a.unit.cmp(&b.unit).then_with(|| largest(a, b))),
        FigureOrder::Value => found.sort_by(largest),
        FigureOrder::Text => {}
    }
    found
}

/// The figures of a scope.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures<'a> {
    pub figures: &'a [Figure],
    /// How many there are of each kind, where not all are listed.
    pub places: Option<&'a BTreeMap<Kind, usize>>,
}

pub fn figures(from: Figures, only: Option<Kind>, order: FigureOrder, pen: Pen) -> Vec<Block> {
    let said = pen.pick("按规则自动找出，回车到原处", "found by rules; Enter goes to the place");
    let mut how = format!("{said} · {}", order.name(pen.lang));
    let kinds = Kind::ALL.into_iter().filter(|kind| only.is_none_or(|only| only == *kind));
    let blocks = kinds.map(|kind| {
        let found = sorted(from.figures, kind, order);
        let row = |figure: &Figure| {
            let (left, right) = figure.sentence.split_once(&figure.text).unwrap_or(("", &figure.sentence));
            Row {
                body: Body::Line {
                    before: pen.origin(figure.at.document),
                    left: left.to_owned(),
                    node: figure.text.clone(),
                    right: right.to_owned(),
                },
                target: Some(Target::Place(figure.at)),
            }
        };
        let all = from.places.and_then(|places| places.get(&kind)).copied().unwrap_or(found.len());
        let title = match (found.len() < all, pen.lang) {
            (false, lang) => format!("{} · {}", kind_name(kind, lang), grouped(all)),
            (true, Lang::Zh) => {
                format!(
                    "{} · {}，列出最大的 {}",
                    kind_name(kind, Lang::Zh),
                    grouped(all),
                    grouped(found.len())
                )
            }
            (true, Lang::En) => {
                format!(
                    "{} · {}, the largest {}",
                    kind_name(kind, Lang::En),
                    grouped(all),
                    grouped(found.len())
                )
            }
        };
        // It is said once, above the first.
        let how = if found.is_empty() { String::new() } else { std::mem::take(&mut how) };
        Block::new(title, how, found.into_iter().map(row).collect()).wide()
    });
    filled(blocks.collect())
}

fn kind_name(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Money => lang.pick("金额", "money"),
        Kind::Area => lang.pick("面积", "area"),
        Kind::Length => lang.pick("长度", "length"),
        Kind::Weight => lang.pick("重量", "weight"),
        Kind::Volume => lang.pick("体积", "volume"),
        Kind::Power => lang.pick("能量", "power"),
        Kind::Data => lang.pick("数据量", "data"),
        Kind::People => lang.pick("人", "people"),
        Kind::Age => lang.pick("年龄", "age"),
        Kind::Share => lang.pick("比例", "share"),
        Kind::Date => lang.pick("日期", "date"),
        Kind::Duration => lang.pick("时长", "duration"),
        Kind::Count => lang.pick("数量", "count"),
    }
}
