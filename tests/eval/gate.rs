//! The baseline: figures below which no change may fall.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::report::{Corpus, Report, less_is_better};

/// Where the baseline lies.
pub const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/eval/baseline.json");

/// How much a figure may fall below what it was when it was pinned.
const TOLERANCE: f64 = 0.0005;
/// Digits of a pinned figure.
const DIGITS: f64 = 10_000.0;
/// What the arithmetic of floating point may add to a figure of so many digits.
const ROUNDING: f64 = 1e-6;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    pub corpora: BTreeMap<String, Pins>,
    /// Figures that were let fall, and why.
    #[serde(default)]
    pub lowered: Vec<Lowered>,
}

/// What is pinned of one corpus.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pins {
    pub digest: Option<String>,
    /// The least that each figure may be; the most, of those that should be low.
    #[serde(default)]
    pub figures: BTreeMap<String, f64>,
    /// Numbers of the cases that pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passing: Vec<u32>,
    /// How many there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tried: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lowered {
    pub what: String,
    pub reason: String,
}

impl Baseline {
    pub fn load() -> Result<Baseline> {
        let path = PathBuf::from(BASELINE);
        if !path.exists() {
            return Ok(Baseline::default());
        }
        let text = fs::read_to_string(&path).context(BASELINE)?;
        serde_json::from_str(&text).context(BASELINE)
    }

    /// What of the report falls below the baseline, or cannot be held against it.
    pub fn complaints(&self, report: &Report) -> Vec<String> {
        let mut complaints = Vec::new();
        for corpus in &report.corpora {
            let name = &corpus.name;
            match self.corpora.get(name) {
                None => complaints.push(format!("{name} is not in the baseline: --update pins it")),
                Some(pins) if pins.digest != corpus.digest => complaints.push(format!(
                    "{name} is not the corpus that was pinned (its digest is {}, not {}): --update pins it anew",
                    corpus.digest.as_deref().unwrap_or("none"),
                    pins.digest.as_deref().unwrap_or("none"),
                )),
                Some(pins) => complaints.extend(pins.fallen(corpus)),
            }
        }
        complaints
    }

    /// Pins the figures of the report where they are better than what is pinned; where they are worse, only with a
    /// `reason`, which is kept. The figures of a corpus that changed mean something else, and are pinned as they are.
    /// Returns what it would not lower: then nothing is changed.
    pub fn update(&mut self, report: &Report, reason: Option<&str>) -> Vec<String> {
        let fallen: Vec<String> = report
            .corpora
            .iter()
            .filter_map(|corpus| {
                let pins = self.corpora.get(&corpus.name)?;
                (pins.digest == corpus.digest).then(|| pins.fallen(corpus))
            })
            .flatten()
            .collect();
        match reason {
            None if !fallen.is_empty() => return fallen,
            None => {}
            Some(reason) => self
                .lowered
                .extend(fallen.into_iter().map(|what| Lowered { what, reason: reason.to_owned() })),
        }
        for corpus in &report.corpora {
            let pins = self.corpora.entry(corpus.name.clone()).or_default();
            if pins.digest != corpus.digest {
                *pins = Pins::default();
            }
            let figures = corpus.pinned().into_iter().map(|(name, value)| {
                let fresh = bound(&name, value);
                let kept = pins.figures.get(&name).copied().filter(|&old| !is_worse(&name, value, old));
                let bound = match kept {
                    Some(old) if is_worse(&name, fresh, old) => old,
                    _ => fresh,
                };
                (name, bound)
            });
            let figures = figures.collect();
            let passing = corpus.cases.as_ref().map(|cases| cases.passing()).unwrap_or_default();
            let tried = corpus.cases.as_ref().map_or(0, |cases| cases.verdicts.len());
            *pins = Pins { digest: corpus.digest.clone(), figures, passing, tried };
        }
        Vec::new()
    }
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Pins {
    fn fallen(&self, corpus: &Corpus) -> Vec<String> {
        let name = &corpus.name;
        let now = corpus.pinned();
        let mut fallen: Vec<String> = self
            .figures
            .iter()
            .filter_map(|(figure, &pinned)| match now.get(figure) {
                None => Some(format!("{name}: {figure} was {pinned:.4} and is measured no more")),
                Some(&value) if is_worse(figure, value, pinned) => {
                    let bound = if less_is_better(figure) { "at most" } else { "at least" };
                    Some(format!("{name}: {figure} is {value:.4}, pinned {bound} {pinned:.4}"))
                }
                Some(_) => None,
            })
            .collect();
        let passing = corpus.cases.as_ref().map(|cases| cases.passing()).unwrap_or_default();
        let lost = self.passing.iter().filter(|number| !passing.contains(number));
        fallen.extend(lost.map(|number| format!("{name}: case {number} passed and passes no more")));
        fallen
    }
}

/// What a figure is pinned at: a little worse than it is.
fn bound(figure: &str, value: f64) -> f64 {
    if value > 1.0 {
        // A count, not a share.
        value
    } else if less_is_better(figure) {
        ((value + TOLERANCE) * DIGITS - ROUNDING).ceil().min(DIGITS) / DIGITS
    } else {
        ((value - TOLERANCE) * DIGITS + ROUNDING).floor().max(0.0) / DIGITS
    }
}

fn is_worse(figure: &str, value: f64, than: f64) -> bool {
    if less_is_better(figure) { value > than } else { value < than }
}

/// The figures of a form that the READMEs show, with their headings in English and Chinese.
const SHOWN: [(&str, &str, &str); 7] = [
    ("text_f1", "text", "正文"),
    ("heading_f1", "headings", "小标题"),
    ("paragraph_f1", "paragraphs", "段落"),
    ("caption_f1", "captions", "图注"),
    ("title", "title", "标题"),
    ("published", "date", "日期"),
    ("source", "source", "来源"),
];
const FORMS: [(&str, &str, &str); 3] = [
    ("text", "as text", "纯文本"),
    ("html", "as HTML", "HTML"),
    ("markdown", "as a crawler's Markdown", "爬虫转成的 Markdown"),
];
const HEAPS: [(&str, &str, &str); 4] = [
    ("cases/books", "books with traps", "设有陷阱的书"),
    ("heap/wild", "chats, poems, tables, novels", "聊天、诗词、表格、小说"),
    ("heap/laws", "statutes", "法律法规"),
    ("heap/news", "newscasts", "新闻联播"),
];

impl Baseline {
    /// The pinned figures in short, as the READMEs show them: those of the half that nobody looks at.
    pub fn summary(&self, chinese: bool) -> String {
        let pick = |en: &'static str, zh: &'static str| if chinese { zh } else { en };
        let figure = |corpus: &str, name: &str| self.corpora.get(corpus)?.figures.get(name).copied();
        let percent = |value: Option<f64>, digits: usize| match value {
            Some(value) => format!("{:.digits$} %", value * 100.0),
            None => "–".into(),
        };
        let mut text = format!("\n| {} |", pick("real pages, at least", "真实网页（至少）"));
        SHOWN.iter().for_each(|(_, en, zh)| text.push_str(&format!(" {} |", pick(en, zh))));
        text.push_str(&format!("\n|---|{}\n", "---:|".repeat(SHOWN.len())));
        for (form, en, zh) in FORMS {
            text.push_str(&format!("| {} |", pick(en, zh)));
            for (name, ..) in SHOWN {
                let value = figure("gold", &format!("{form}/score/{name}"));
                text.push_str(&format!(" {} |", percent(value, 0)));
            }
            text.push('\n');
        }
        text.push_str(&format!("\n| {} | {} |\n|---|---:|\n", pick("other", "其他"), pick("figure", "数值")));
        for (form, en, zh) in &FORMS[..2] {
            let what = pick("main text of other real pages", "另一批真实网页的正文");
            let value = percent(figure("main-text", &format!("{form}/score/f1")), 0);
            let (comma, least) = (pick(", ", "，"), pick("at least", "至少"));
            text.push_str(&format!("| {what}{comma}{} | {least} {value} |\n", pick(en, zh)));
        }
        for (heap, en, zh) in HEAPS {
            let what = pick("characters lost: ", "丢失的字：");
            let value = percent(figure(heap, "lost"), 1);
            text.push_str(&format!("| {what}{} | {} {value} |\n", pick(en, zh), pick("at most", "至多")));
        }
        if let Some(pins) = self.corpora.get("cases") {
            let (passing, tried) = (pins.passing.len(), pins.tried);
            let what = pick(
                "kinds of fault that people report of such tools, got right",
                "同类工具常被报告的毛病中处理正确的",
            );
            text.push_str(&format!("| {what} | {passing} {} {tried} |\n", pick("of", "/")));
        }
        text
    }
}
