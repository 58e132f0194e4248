//! Page 2: keywords, and how the vocabulary grows.

use super::super::block::{Block, Body, Row, bars, filled, word};
use super::Pen;
use crate::lang::{Lang, grouped};
use crate::stats::{Keyword, Plot, Study, Weighting};

pub fn words(study: &Study, pen: Pen) -> Vec<Block> {
    let rank = &study.report.text_rank;
    filled(vec![
        tf_idf(study, usize::MAX, pen.lang),
        Block::new(
            "TextRank",
            pen.pick(
                "五词之内的邻词互荐（Mihalcea & Tarau 2004），相对最大者",
                "words within five recommend each other (Mihalcea & Tarau 2004)",
            ),
            bars(rank.iter().map(keyword)),
        ),
        growth(study, pen),
    ])
}

fn keyword(found: &Keyword) -> (String, f64, String, Option<super::super::block::Target>) {
    (found.word.clone(), found.weight, format!("{:.3} ×{}", found.weight, found.freq), word(&found.word))
}

fn growth(study: &Study, pen: Pen) -> Block {
    let points = study.growth.iter().map(|point| (point.words as f64, point.types as f64));
    let rows = match study.growth.last() {
        Some(last) if study.growth.len() > 1 => vec![Row::of(Body::Curve {
            points: std::iter::once((0.0, 0.0)).chain(points).collect(),
            x: format!("{} {}", grouped(last.words), pen.pick("词", "words")),
            y: format!("{} {}", grouped(last.types), pen.pick("词种", "distinct")),
        })],
        _ => Vec::new(),
    };
    let how = pen.pick("读到多少词时见过多少词种", "distinct words after so many words");
    Block::new(pen.pick("词汇增长", "Vocabulary growth"), how, rows)
}

pub fn tf_idf(study: &Study, most: usize, lang: Lang) -> Block {
    let how = match (study.report.weighting, lang) {
        (Weighting::TfIdfHeap { documents }, Lang::Zh) => {
            format!("TF–IDF：词频／总词数 × ln(N/n)，对照 {} 篇", grouped(documents))
        }
        (Weighting::TfIdfHeap { documents }, Lang::En) => {
            format!("TF–IDF: freq / words × ln(N/n), against {} documents", grouped(documents))
        }
        (Weighting::TfIdfJieba, Lang::Zh) => "TF–IDF：词频／总词数 × idf，文档太少，idf 取 jieba 词表".into(),
        (Weighting::TfIdfJieba, Lang::En) => "TF–IDF: freq / words × idf of jieba (few documents)".into(),
    };
    let rows = bars(study.report.keywords.iter().take(most).map(keyword));
    Block::new(lang.pick("关键词", "Keywords"), how, rows)
}

pub fn plots(plots: &[Plot], lang: Lang) -> Block {
    let row = |plot: &Plot| Row {
        body: Body::Plot(
            plot.dispersion.word.clone(),
            plot.cells.clone(),
            format!("{:.2}", plot.dispersion.dp),
        ),
        target: word(&plot.dispersion.word),
    };
    let how = lang.pick(
        "由首至尾；DP = ½Σ|词份额−文份额|（Gries 2008），0 最均匀",
        "start to end; DP = ½Σ|share of word − of text| (Gries 2008)",
    );
    Block::new(lang.pick("词的分布", "Dispersion"), how, plots.iter().map(row).collect())
}
