//! What stands on each page of the panel, as blocks of rows.

use crate::document::Position;
use crate::lang::{Lang, grouped};
use crate::stats::{
    Concordance, HAN_PER_MINUTE, Kind, MATTR_WINDOW, NameKind, Node, Order, Plot, Study, Trend, Weighting,
    sort_concordance,
};
use crate::tui::view::raw::label;

/// A heading, one line that says what it shows and how, and rows.
pub struct Block {
    pub title: String,
    pub how: String,
    pub rows: Vec<Row>,
    /// It takes the whole width.
    pub wide: bool,
}

/// A row; `target` says where Enter leads.
pub struct Row {
    pub body: Body,
    pub target: Option<Target>,
}

pub enum Body {
    Text(String),
    /// Name, share of the longest bar, figure.
    Bar(String, f64, String),
    /// Name, counts from beginning to end, figure.
    Plot(String, Vec<usize>, String),
    /// Left context, node, right context.
    Line(String, String, String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Node(Node),
    Place(Position),
}

fn block(title: &str, how: impl Into<String>, rows: Vec<Row>) -> Block {
    Block { title: title.to_owned(), how: how.into(), rows, wide: false }
}

fn text(text: String) -> Row {
    Row { body: Body::Text(text), target: None }
}

/// Bars as long as their values are to the largest.
fn bars(rows: impl IntoIterator<Item = (String, f64, String, Option<Target>)>) -> Vec<Row> {
    let rows: Vec<_> = rows.into_iter().collect();
    let most = rows.iter().map(|row| row.1.abs()).fold(f64::MIN_POSITIVE, f64::max);
    let row = |(name, value, figure, target): (String, f64, String, Option<Target>)| Row {
        body: Body::Bar(name, value.abs() / most, figure),
        target,
    };
    rows.into_iter().map(row).collect()
}

fn word(word: &str) -> Option<Target> {
    Some(Target::Node(Node::word(word)))
}

/// Blocks that have rows.
fn filled(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter(|block| !block.rows.is_empty()).collect()
}

fn facts(study: &Study, lang: Lang) -> Block {
    let (report, counts) = (&study.report, &study.report.counts);
    let fact = |n: usize, zh, en| format!("{} {}", grouped(n), lang.pick(zh, en));
    let classes = report.characters;
    let rows = vec![
        [fact(counts.chars, "字符", "characters"), fact(counts.words, "词", "words")].join("   "),
        [fact(counts.types, "词种", "distinct"), fact(counts.hapaxes, "只现一次", "hapaxes")].join("   "),
        [
            fact(classes.han, "汉字", "Han"),
            fact(classes.letters, "字母", "letters"),
            fact(classes.digits, "数字", "digits"),
            fact(classes.marks, "标点", "marks"),
        ]
        .join("  "),
        [
            fact(counts.sentences, "句", "sentences"),
            format!("{} {:.1}", lang.pick("平均句长", "mean length"), report.mean_sentence),
        ]
        .join("   "),
        [
            fact(counts.paragraphs, "段", "paragraphs"),
            fact(counts.sections, "节", "sections"),
            fact(counts.captions, "图注", "captions"),
        ]
        .join("   "),
        format!(
            "MATTR {:.3}   {} {:.1}%",
            counts.mattr,
            lang.pick("剔除", "removed"),
            counts.removed_share * 100.0
        ),
        {
            let minutes = lang.counted(report.reading_minutes.ceil() as usize, "分钟", "minute");
            match lang {
                Lang::Zh => format!("阅读约 {minutes}"),
                Lang::En => format!("about {minutes} to read"),
            }
        },
    ];
    let how = match lang {
        Lang::Zh => format!("每分钟 {HAN_PER_MINUTE:.0} 字；MATTR：{MATTR_WINDOW} 词一窗的词种比均值"),
        Lang::En => {
            format!("{HAN_PER_MINUTE:.0} characters a minute; MATTR over windows of {MATTR_WINDOW} words")
        }
    };
    block(lang.pick("总数", "Totals"), how, rows.into_iter().map(text).collect())
}

fn weighting(study: &Study, lang: Lang) -> String {
    match (study.report.weighting, lang) {
        (Weighting::TfIdfHeap { documents }, Lang::Zh) => {
            format!("TF–IDF：词频／总词数 × ln(N/n)，对照 {} 篇", grouped(documents))
        }
        (Weighting::TfIdfHeap { documents }, Lang::En) => {
            format!("TF–IDF: freq / words × ln(N/n), against {}", lang.counted(documents, "篇", "document"))
        }
        (Weighting::TfIdfJieba, Lang::Zh) => "TF–IDF：词频／总词数 × idf，用 jieba 词表（文档太少）".into(),
        (Weighting::TfIdfJieba, Lang::En) => {
            "TF–IDF: freq / words × idf of jieba's table (few documents)".into()
        }
    }
}

fn tf_idf(study: &Study, most: usize, lang: Lang) -> Block {
    let row = |k: &crate::stats::Keyword| {
        (k.word.clone(), k.weight, format!("{:.3} ×{}", k.weight, k.freq), word(&k.word))
    };
    let rows = bars(study.report.keywords.iter().take(most).map(row));
    block(lang.pick("关键词", "Keywords"), weighting(study, lang), rows)
}

fn plots(plots: &[Plot], lang: Lang) -> Block {
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
    block(lang.pick("词的分布", "Dispersion"), how, plots.iter().map(row).collect())
}

pub fn overview(study: &Study, lang: Lang) -> Vec<Block> {
    let report = &study.report;
    let lead = || lang.pick("（导语）", "(lead)").to_owned();
    let sections = report.sections.iter().map(|s| {
        let name = format!(
            "{}{}",
            "  ".repeat(s.level.saturating_sub(1).into()),
            s.heading.clone().unwrap_or_else(lead)
        );
        (name, s.chars as f64, grouped(s.chars), None)
    });
    let removed = report
        .removed
        .iter()
        .map(|&(reason, n)| (label(reason, lang).to_owned(), n as f64, grouped(n), None));
    filled(vec![
        facts(study, lang),
        tf_idf(study, 10, lang),
        plots(&study.plots, lang),
        block(
            lang.pick("各节字数", "Sections"),
            lang.pick("含下级小节", "characters, with subsections"),
            bars(sections),
        ),
        block(
            lang.pick("剔除的字数", "Removed"),
            lang.pick("按原因，不计空白", "characters by reason, white space aside"),
            bars(removed),
        ),
    ])
}

pub fn keywords(study: &Study, lang: Lang) -> Vec<Block> {
    let rank = study
        .report
        .text_rank
        .iter()
        .map(|k| (k.word.clone(), k.weight, format!("{:.3} ×{}", k.weight, k.freq), word(&k.word)));
    let growth = study.growth.iter().map(|point| point.types).collect();
    let last = study.growth.last().map_or(0, |point| point.types);
    let curve = Row { body: Body::Plot(String::new(), growth, grouped(last)), target: None };
    filled(vec![
        tf_idf(study, usize::MAX, lang),
        block(
            "TextRank",
            lang.pick(
                "近邻词互荐（Mihalcea & Tarau 2004），相对最大者",
                "words within five recommend each other (2004)",
            ),
            bars(rank),
        ),
        block(
            lang.pick("词汇增长", "Vocabulary growth"),
            lang.pick("读过的词越多，见过的词种", "distinct words as more is read"),
            if last > 0 { vec![curve] } else { Vec::new() },
        ),
    ])
}

pub fn keyness(study: &Study, lang: Lang) -> Vec<Block> {
    let side = |over: bool| {
        let rows = study.keyness.iter().filter(move |k| (k.log_ratio > 0.0) == over && k.g2 >= 3.84).take(60);
        bars(rows.map(|k| {
            let stars = if k.p < 0.001 {
                "***"
            } else if k.p < 0.01 {
                "**"
            } else {
                "*"
            };
            (k.word.clone(), k.g2, format!("{:.1}{stars} {:+.1}", k.g2, k.log_ratio), word(&k.word))
        }))
    };
    let how = lang.pick(
        "G²（Rayson & Garside 2000）与对数比；* p<.05 ** .01 *** .001",
        "G² (Rayson & Garside 2000), log ratio; * p<.05 ** .01 *** .001",
    );
    filled(vec![
        block(lang.pick("这里多用（对比其余文档）", "Used more than in the rest"), how, side(true)),
        block(lang.pick("这里少用", "Used less"), how, side(false)),
    ])
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

/// Figures by kind, the largest first within a unit.
pub fn figures(study: &Study, only: Option<Kind>, lang: Lang) -> Vec<Block> {
    let how = lang.pick(
        "按规则自动找出，从大到小；m 换种类，回车看原处",
        "found by rules, largest first; m: kind, Enter: place",
    );
    let kinds = Kind::ALL.into_iter().filter(|kind| only.is_none_or(|only| only == *kind));
    let blocks = kinds.map(|kind| {
        let mut found: Vec<_> = study.figures.iter().filter(|figure| figure.kind == kind).collect();
        found.sort_by(|a, b| a.unit.cmp(&b.unit).then(b.value.total_cmp(&a.value)));
        let row = |figure: &crate::stats::Figure| {
            let (left, right) = figure.sentence.split_once(&figure.text).unwrap_or(("", &figure.sentence));
            Row {
                body: Body::Line(left.to_owned(), figure.text.clone(), right.to_owned()),
                target: Some(Target::Place(figure.at)),
            }
        };
        let title = format!("{} · {}", kind_name(kind, lang), found.len());
        Block { wide: true, ..block(&title, how, found.into_iter().map(row).collect()) }
    });
    filled(blocks.collect())
}

pub fn names(study: &Study, lang: Lang) -> Vec<Block> {
    let how = lang.pick(
        "jieba 词性自动判断，会有错；✓ 出自署名或来源",
        "jieba's guess, sometimes wrong; ✓ from byline or source",
    );
    let blocks = NameKind::ALL.into_iter().map(|kind| {
        let title = match kind {
            NameKind::Person => lang.pick("人名", "Persons"),
            NameKind::Place => lang.pick("地名", "Places"),
            NameKind::Organisation => lang.pick("机构", "Organisations"),
        };
        let rows = study.names.iter().filter(|name| name.kind == kind).take(60).map(|name| {
            let mark = if name.certain { " ✓" } else { "" };
            let target = Some(Target::Node(Node::text(&name.name)));
            (format!("{}{mark}", name.name), name.freq as f64, grouped(name.freq), target)
        });
        block(title, how, bars(rows))
    });
    filled(blocks.collect())
}

pub fn heap(study: &Study, lang: Lang) -> Vec<Block> {
    let report = &study.report;
    let unknown = || lang.pick("（不明）", "(unknown)").to_owned();
    let counted = |name: String, n: usize| (name, n as f64, grouped(n), None);
    let dates = report.dates.iter().map(|(period, n)| counted(period.clone(), *n));
    let sources = report.sources.iter().take(20);
    let sources = sources.map(|(source, n)| counted(source.clone().unwrap_or_else(unknown), *n));
    let start = |document| Target::Place(Position { document, block: 0, byte: 0 });
    let copies = study.copies.iter().enumerate().flat_map(|(at, group)| {
        group.iter().map(move |&(id, alike)| {
            let name = format!("{} · #{}", at + 1, id.0);
            (name, alike, format!("{:.0}%", alike * 100.0), Some(start(id)))
        })
    });
    let lengths = study.lengths.iter().take(20);
    let lengths = lengths.map(|&(id, n)| (format!("#{}", id.0), n as f64, grouped(n), Some(start(id))));
    let trend = |years: &Vec<Trend>| {
        let first = years.first()?;
        let span = format!("{}–{}", first.period, years.last()?.period);
        let cells = years.iter().map(|year| year.per_million.round() as usize).collect();
        Some(Row { body: Body::Plot(first.word.clone(), cells, span), target: word(&first.word) })
    };
    let undated = format!("{}: {}", lang.pick("无日期", "without a date"), report.undated);
    filled(vec![
        block(lang.pick("日期", "By date"), undated, bars(dates)),
        block(lang.pick("来源", "By source"), lang.pick("篇数", "documents"), bars(sources)),
        block(
            lang.pick("词的年度走势", "Trend"),
            lang.pick("每百万词的次数，逐年", "occurrences per million words, by year"),
            study.trends.iter().filter_map(trend).collect(),
        ),
        block(
            lang.pick("近似重复", "Near-duplicates"),
            lang.pick(
                "MinHash（Broder 1997），五字片段，与组内首篇的相似度",
                "MinHash (Broder 1997) of five characters; likeness to the first",
            ),
            bars(copies),
        ),
        block(lang.pick("最长的文档", "Longest documents"), lang.pick("字数", "characters"), bars(lengths)),
    ])
}

pub fn concordance(found: &Concordance, order: Order, lang: Lang) -> Vec<Block> {
    let mut lines = found.lines.clone();
    if order != Order::Text {
        sort_concordance(&mut lines, order);
    }
    let sorted = match order {
        Order::Text => lang.pick("原文顺序", "text order"),
        Order::Left => lang.pick("按左文排序", "by left context"),
        Order::Right => lang.pick("按右文排序", "by right context"),
    };
    let (what, node) = match &found.node {
        Node::Word(word) => (lang.pick("整词", "whole word"), word),
        Node::Text(text) => (lang.pick("任何位置", "anywhere"), text),
    };
    let how = format!(
        "{what} · {sorted} · {}",
        lang.pick("w 换匹配，, 换排序，回车到原处，Esc 返回", "w: match, ,: order, Enter: place, Esc: back")
    );
    let total = lines.len();
    let rows = lines
        .into_iter()
        .map(|line| Row {
            body: Body::Line(line.left, line.node, line.right),
            target: Some(Target::Place(line.at)),
        })
        .collect();
    let title = format!("“{node}” {} {}", grouped(total), lang.pick("处", "places"));
    let company = found.collocates.iter().take(12).map(|c| {
        (c.word.clone(), c.log_dice.max(0.0), format!("{:.1} ×{}", c.log_dice, c.joint), word(&c.word))
    });
    let window = found.collocates.first().map_or(0, |c| c.window);
    let company_how = match lang {
        Lang::Zh => format!("logDice（Rychlý 2008），左右各 {window} 词，至少两次"),
        Lang::En => format!("logDice (Rychlý 2008), {window} words each side, twice or more"),
    };
    let mut blocks = vec![Block { wide: true, ..block(&title, how, rows) }];
    blocks.push(plots(std::slice::from_ref(&found.plot), lang));
    blocks.push(block(lang.pick("搭配", "Collocations"), company_how, bars(company)));
    filled(blocks)
}
