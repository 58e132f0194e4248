//! Pages 3 and 7: words used more or less than elsewhere, and two scopes side by side.

use super::super::block::{Block, Body, Row, bars, filled, word};
use super::Pen;
use super::words::tf_idf;
use crate::lang::grouped;
use crate::stats::{Keyness, Study};

/// Rows on either side.
const ROWS: usize = 60;
/// G² from which on a difference is shown, p < .05.
const LEAST: f64 = 3.84;

/// `other` is what the scope was compared with.
pub fn keyness(found: &[Keyness], other: &str, pen: Pen) -> Vec<Block> {
    let how = pen.pick(
        "G²（Rayson & Garside 2000）、对数比（Hardie 2014）；* p<.05 ** .01 *** .001",
        "G² (Rayson & Garside 2000), log ratio (Hardie 2014); * p<.05 ** .01 *** .001",
    );
    let (more, less) =
        (pen.pick("这里多用，对比", "Used more than in"), pen.pick("这里少用，对比", "Used less than in"));
    filled(vec![
        Block::new(format!("{more} {other}"), how, side(found, true)),
        Block::new(format!("{less} {other}"), how, side(found, false)),
    ])
}

fn side(found: &[Keyness], over: bool) -> Vec<Row> {
    let rows = found.iter().filter(|k| (k.log_ratio > 0.0) == over && k.g2 >= LEAST).take(ROWS);
    bars(rows.map(|k| {
        let stars = match k.p {
            p if p < 0.001 => "***",
            p if p < 0.01 => "**",
            _ => "*",
        };
        (k.word.clone(), k.g2, format!("{:.1}{stars} {:+.1}", k.g2, k.log_ratio), word(&k.word))
    }))
}

/// Two scopes with their names.
pub fn compare(here: (&Study, &str), there: (&Study, &str), found: &[Keyness], pen: Pen) -> Vec<Block> {
    let (a, b) = (&here.0.report, &there.0.report);
    let pair = |name: &str, here: String, there: String| Row::of(Body::Pair(name.to_owned(), here, there));
    let count = |name, here: usize, there: usize| pair(name, grouped(here), grouped(there));
    let share = |share: f64| format!("{:.1}%", share * 100.0);
    let rows = vec![
        pair("", here.1.to_owned(), there.1.to_owned()),
        count(pen.pick("篇", "documents"), a.counts.documents, b.counts.documents),
        count(pen.pick("字符", "characters"), a.counts.chars, b.counts.chars),
        count(pen.pick("词", "words"), a.counts.words, b.counts.words),
        count(pen.pick("词种", "distinct"), a.counts.types, b.counts.types),
        count(pen.pick("只现一次", "hapaxes"), a.counts.hapaxes, b.counts.hapaxes),
        pair("MATTR", format!("{:.3}", a.counts.mattr), format!("{:.3}", b.counts.mattr)),
        count(pen.pick("句", "sentences"), a.counts.sentences, b.counts.sentences),
        pair(
            pen.pick("平均句长", "mean sentence"),
            format!("{:.1}", a.mean_sentence),
            format!("{:.1}", b.mean_sentence),
        ),
        count(pen.pick("段", "paragraphs"), a.counts.paragraphs, b.counts.paragraphs),
        count(pen.pick("节", "sections"), a.counts.sections, b.counts.sections),
        pair(pen.pick("剔除", "removed"), share(a.counts.removed_share), share(b.counts.removed_share)),
    ];
    let how = pen.pick("c 换比较对象", "c: compare with something else");
    let mut blocks = vec![Block::new(pen.pick("对照", "Side by side"), how, rows).wide()];
    let keywords = |(study, name): (&Study, &str)| {
        let block = tf_idf(study, 10, pen.lang);
        Block { title: format!("{} · {name}", block.title), ..block }
    };
    blocks.extend([keywords(here), keywords(there)]);
    blocks.extend(keyness(found, there.1, pen));
    filled(blocks)
}
