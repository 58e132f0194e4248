//! A word in all its contexts, its spread and its company.

use super::super::block::{Block, Body, Row, Target, bars, filled, word};
use super::Pen;
use super::words::plots;
use crate::lang::{Lang, grouped};
use crate::stats::{Concordance, Node, Order, sort_concordance};

/// Collocates that are listed.
const ROWS: usize = 24;

pub fn concordance(found: &Concordance, order: Order, pen: Pen) -> Vec<Block> {
    let mut lines = found.lines.clone();
    if order != Order::Text {
        sort_concordance(&mut lines, order);
    }
    let sorted = match order {
        Order::Text => pen.pick("原文顺序", "text order"),
        Order::Left => pen.pick("按左文排序", "by left context"),
        Order::Right => pen.pick("按右文排序", "by right context"),
        Order::Words([..=-1, ..]) => pen.pick("按左起第一、二、三词排序", "by words 1L 2L 3L"),
        Order::Words(_) => pen.pick("按右起第一、二、三词排序", "by words 1R 2R 3R"),
        Order::Date => pen.pick("按日期排序", "by date"),
        Order::Source => pen.pick("按来源排序", "by source"),
    };
    let what = match &found.node {
        Node::Word(_) => pen.pick("整词", "whole word"),
        Node::Text(_) => pen.pick("任何位置", "anywhere"),
    };
    let keys =
        pen.pick("w 换匹配，, 换排序，回车到原处，Esc 返回", "w: match, ,: order, Enter: place, Esc: back");
    let places = pen.lang.counted(found.places, "处", "place");
    let shown = match (found.places > lines.len(), pen.lang) {
        (false, _) => String::new(),
        (true, Lang::Zh) => format!("，列出前 {} 处", grouped(lines.len())),
        (true, Lang::En) => format!(", the first {}", grouped(lines.len())),
    };
    let title = format!("“{}” {places}{shown}", found.node.as_str());
    let row = |line: crate::stats::Line| Row {
        body: Body::Line {
            before: pen.origin(line.at.document),
            left: line.left,
            node: line.node,
            right: line.right,
        },
        target: Some(Target::Place(line.at)),
    };
    let rows = lines.into_iter().map(row).collect();
    let company = found.collocates.iter().take(ROWS).map(|c| {
        (c.word.clone(), c.log_dice.max(0.0), format!("{:.1} ×{}", c.log_dice, c.joint), word(&c.word))
    });
    let (window, least) = (found.company.window, found.company.least);
    let how = match pen.lang {
        Lang::Zh => format!("logDice（Rychlý 2008），左右各 {window} 词（+ -），至少 {least} 次（< >）"),
        Lang::En => {
            format!("logDice (Rychlý 2008), {window} words each side (+ -), {least} times or more (< >)")
        }
    };
    filled(vec![
        Block::new(title, format!("{what} · {sorted} · {keys}"), rows).wide(),
        plots(std::slice::from_ref(&found.plot), pen.lang),
        Block::new(pen.pick("搭配", "Collocations"), how, bars(company)),
    ])
}
