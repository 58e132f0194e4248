//! Page 1: how much there is of what, and what it is about.

use super::super::block::{Block, Body, Row, bars, filled};
use super::Pen;
use super::words::{plots, tf_idf};
use crate::document::{DocId, Position};
use crate::lang::{Lang, grouped};
use crate::stats::{HAN_PER_MINUTE, MATTR_WINDOW, Study};
use crate::tui::view::stats::block::Target;

/// `document` is the one that the scope lies in, where it is one.
pub fn overview(study: &Study, document: Option<DocId>, pen: Pen) -> Vec<Block> {
    let report = &study.report;
    let sections = report.sections.iter().map(|section| {
        let indent = "  ".repeat(section.level.saturating_sub(1).into());
        let heading = section.heading.clone().unwrap_or_else(|| pen.pick("（导语）", "(lead)").to_owned());
        let target = document
            .map(|document| Target::Place(Position { document, block: section.block as u32, byte: 0 }));
        (format!("{indent}{heading}"), section.chars as f64, grouped(section.chars), target)
    });
    let removed = report
        .removed
        .iter()
        .map(|&(reason, n)| (reason.label(pen.lang).to_owned(), n as f64, grouped(n), None));
    filled(vec![
        facts(study, pen.lang),
        tf_idf(study, 10, pen.lang),
        plots(&study.plots, pen.lang),
        Block::new(
            pen.pick("各节字数", "Sections"),
            pen.pick("含下级小节", "characters, with subsections"),
            bars(sections),
        ),
        Block::new(
            pen.pick("剔除的字数", "Removed"),
            pen.pick("按原因，不计空白", "characters by reason, white space aside"),
            bars(removed),
        ),
    ])
}

fn facts(study: &Study, lang: Lang) -> Block {
    let (report, counts) = (&study.report, &study.report.counts);
    let fact = |n: usize, zh, en| format!("{} {}", grouped(n), lang.pick(zh, en));
    let classes = report.characters;
    let mean = lang.pick("平均句长", "mean sentence");
    let minutes = report.reading_minutes.ceil();
    let groups = [
        vec![
            fact(counts.chars, "字符", "characters"),
            fact(classes.han, "汉字", "Han"),
            fact(classes.letters, "字母", "letters"),
            fact(classes.digits, "数字", "digits"),
            fact(classes.marks, "标点", "marks"),
        ],
        vec![
            fact(counts.words, "词", "words"),
            fact(counts.types, "词种", "distinct"),
            fact(counts.hapaxes, "只现一次", "hapaxes"),
            format!("MATTR {:.3}", counts.mattr),
        ],
        vec![
            fact(counts.sentences, "句", "sentences"),
            format!("{mean} {:.1}", report.mean_sentence),
            fact(counts.paragraphs, "段", "paragraphs"),
            fact(counts.sections, "节", "sections"),
            fact(counts.captions, "图注", "captions"),
        ],
        vec![
            fact(counts.documents, "篇", if counts.documents == 1 { "document" } else { "documents" }),
            match lang {
                Lang::Zh => format!("阅读约 {minutes:.0} 分钟"),
                Lang::En => format!("{minutes:.0} min to read"),
            },
            format!("{} {:.1}%", lang.pick("剔除", "removed"), counts.removed_share * 100.0),
        ],
    ];
    let how = match lang {
        Lang::Zh => format!("每分钟 {HAN_PER_MINUTE:.0} 字；MATTR：每 {MATTR_WINDOW} 词一窗的词种比，取均值"),
        Lang::En => {
            format!("{HAN_PER_MINUTE:.0} characters a minute; MATTR: windows of {MATTR_WINDOW} words")
        }
    };
    let rows = groups.into_iter().map(|group| Row::of(Body::Facts(group)));
    Block::new(lang.pick("总数", "Totals"), how, rows.collect())
}
