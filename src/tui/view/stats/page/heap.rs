//! Page 6: the documents of the scope by date, source and length; trends; documents that are alike.

use super::super::block::{Block, Body, Row, Target, bars, filled, word};
use super::Pen;
use crate::document::{DocId, Position};
use crate::lang::{Lang, grouped};
use crate::stats::{Study, Trend};

/// Sources and longest documents that are listed.
const ROWS: usize = 20;
/// Lengths at which the columns of the histogram end, in characters.
const LENGTHS: [(usize, &str); 8] = [
    (200, "<200"),
    (500, "500"),
    (1_000, "1k"),
    (2_000, "2k"),
    (5_000, "5k"),
    (10_000, "10k"),
    (20_000, "20k"),
    (usize::MAX, "20k+"),
];

pub fn heap(study: &Study, pen: Pen) -> Vec<Block> {
    let report = &study.report;
    let unknown = || pen.pick("（不明）", "(unknown)").to_owned();
    let sources = report.sources.iter().take(ROWS);
    let sources =
        sources.map(|(source, n)| (source.clone().unwrap_or_else(unknown), *n as f64, grouped(*n), None));
    let undated = match pen.lang {
        Lang::Zh => format!("篇数；无日期 {}", grouped(report.undated)),
        Lang::En => format!("documents; {} without a date", grouped(report.undated)),
    };
    filled(vec![
        Block::new(dates_title(study, pen), undated, dates(study)),
        Block::new(
            pen.pick("篇幅", "By length"),
            pen.pick("不超过多少字的篇数", "documents of up to so many characters"),
            lengths(study),
        ),
        Block::new(pen.pick("来源", "By source"), pen.pick("篇数", "documents"), bars(sources)),
        Block::new(
            pen.pick("词的走势", "Trend"),
            match (study.trends.first().and_then(|periods| periods.first()), pen.lang) {
                (Some(first), Lang::Zh) => {
                    format!("每百万词的次数，按{}；_ 其间没有文档", first.step.name(Lang::Zh))
                }
                (Some(first), Lang::En) => {
                    format!("per million words, by {}; _ no documents", first.step.name(Lang::En))
                }
                (None, _) => String::new(),
            },
            study.trends.iter().filter_map(|years| trend(years)).collect(),
        ),
        Block::new(
            pen.pick("近似重复", "Near-duplicates"),
            pen.pick(
                "五字片段的重合（MinHash，Broder 1997），与组内首篇相比",
                "runs of five characters in common with the first (MinHash, Broder 1997)",
            ),
            copies(study, pen),
        ),
        Block::new(
            pen.pick("最长的文档", "Longest documents"),
            pen.pick("字数", "characters"),
            bars(
                study
                    .lengths
                    .iter()
                    .take(ROWS)
                    .map(|&(id, n)| (pen.title(id), n as f64, grouped(n), Some(start(id)))),
            ),
        ),
    ])
}

fn start(document: DocId) -> Target {
    Target::Place(Position { document, block: 0, byte: 0 })
}

/// The span of the dates, since the columns have room for the ends of their labels only.
fn dates_title(study: &Study, pen: Pen) -> String {
    let title = pen.pick("日期", "By date");
    match (study.report.dates.first(), study.report.dates.last()) {
        (Some((first, _)), Some((last, _))) if first != last => format!("{title} {first} – {last}"),
        (Some((only, _)), _) => format!("{title} {only}"),
        _ => title.to_owned(),
    }
}

fn dates(study: &Study) -> Vec<Row> {
    let column = |(period, n): &(String, usize)| {
        let label = period.rsplit('-').next().unwrap_or(period);
        (label.to_owned(), *n as u64)
    };
    match study.report.dates.as_slice() {
        [] => Vec::new(),
        dates => vec![Row::of(Body::Columns(dates.iter().map(column).collect()))],
    }
}

fn lengths(study: &Study) -> Vec<Row> {
    let mut columns = LENGTHS.map(|(_, label)| (label.to_owned(), 0));
    for &(_, chars) in &study.lengths {
        let at = LENGTHS.partition_point(|&(end, _)| end < chars);
        columns[at].1 += 1;
    }
    if study.lengths.len() > 1 { vec![Row::of(Body::Columns(columns.into()))] } else { Vec::new() }
}

/// A word from its first period to its last; periods without documents have no value.
fn trend(periods: &[Trend]) -> Option<Row> {
    let (first, last) = (periods.first()?, periods.last()?);
    let values = first.step.series(first.start, last.start).map(|start| {
        let found = periods.iter().find(|trend| trend.start == start)?;
        Some(found.per_million.round() as u64)
    });
    let body = Body::Spark(first.word.clone(), values.collect(), format!("{}–{}", first.period, last.period));
    Some(Row { body, target: word(&first.word) })
}

fn copies(study: &Study, pen: Pen) -> Vec<Row> {
    let groups = study.copies.iter().enumerate();
    bars(groups.flat_map(|(at, group)| {
        group.iter().map(move |&(id, alike)| {
            let name = format!("{} {}", at + 1, pen.title(id));
            (name, alike, format!("{:.0}%", alike * 100.0), Some(start(id)))
        })
    }))
}
