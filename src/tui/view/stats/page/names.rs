//! Page 5: persons, places, organisations.

use super::super::block::{Block, Target, bars, filled};
use super::Pen;
use crate::lang::grouped;
use crate::stats::{Name, NameKind, Node};

/// Names of a kind.
const ROWS: usize = 60;

pub fn names(names: &[Name], pen: Pen) -> Vec<Block> {
    let how = pen.pick(
        "凭姓氏、职务、称谓、介词等上下文判断；✓ 出自署名或来源",
        "told by surname, office, calling and context; ✓ from byline or source",
    );
    let blocks = NameKind::ALL.into_iter().map(|kind| {
        let title = match kind {
            NameKind::Person => pen.pick("人名", "Persons"),
            NameKind::Place => pen.pick("地名", "Places"),
            NameKind::Organisation => pen.pick("机构", "Organisations"),
        };
        let rows = names.iter().filter(|name| name.kind == kind).take(ROWS).map(|name| {
            let mark = if name.certain { " ✓" } else { "" };
            let target = Some(Target::Node(Node::text(&name.name)));
            (format!("{}{mark}", name.name), name.freq as f64, grouped(name.freq), target)
        });
        Block::new(title, how, bars(rows))
    });
    filled(blocks.collect())
}
