//! Statistics as text.

use super::Style;
use crate::lang::grouped;
use crate::stats::Report;
use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, pad, width};

/// Columns of the longest bar.
const BAR: usize = 24;

pub fn text(report: &Report, style: &Style) -> String {
    let pick = |zh, en| style.lang.pick(zh, en);
    let counts = &report.counts;
    let mut out = String::new();
    let totals = [
        (pick("文档", "documents"), counts.documents),
        (pick("字符", "characters"), counts.chars),
        (pick("汉字", "Han"), counts.han),
        (pick("词", "words"), counts.words),
        (pick("词种", "distinct words"), counts.types),
        (pick("句", "sentences"), counts.sentences),
        (pick("段", "paragraphs"), counts.paragraphs),
        (pick("图注", "captions"), counts.captions),
        (pick("节", "sections"), counts.sections),
    ];
    for (name, count) in totals {
        out.push_str(&format!("{}{:>12}\n", pad(name, 16, Ambiguous::Narrow), grouped(count)));
    }
    let share = format!("{:.1}%", counts.removed_share * 100.0);
    out.push_str(&format!("{}{share:>12}\n", pad(pick("剔除", "removed"), 16, Ambiguous::Narrow)));

    let lead = || pick("（导语）", "(lead)").to_owned();
    let sections: Vec<_> = report
        .sections
        .iter()
        .map(|section| {
            let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
            let name = section.heading.clone().unwrap_or_else(lead);
            (format!("{indent}{name}"), section.chars as f64, grouped(section.chars))
        })
        .collect();
    let keywords: Vec<_> =
        report.keywords.iter().map(|k| (k.word.clone(), k.weight, format!("{:.3}", k.weight))).collect();
    let removed: Vec<_> =
        report.removed.iter().map(|(reason, n)| counted(reason.label(style.lang), *n)).collect();
    let unknown = pick("（来源不明）", "(unknown)");
    let sources: Vec<_> =
        report.sources.iter().map(|(name, n)| counted(name.as_deref().unwrap_or(unknown), *n)).collect();
    let dates: Vec<_> = report.dates.iter().map(|(name, n)| counted(name, *n)).collect();
    for (title, rows) in [
        (pick("各节字数", "Characters by section"), sections),
        (pick("关键词（权重）", "Keywords (weight)"), keywords),
        (pick("剔除字数（按原因）", "Removed characters by reason"), removed),
        (pick("来源", "Documents by source"), sources),
        (pick("日期", "Documents by date"), dates),
    ] {
        bars(&mut out, title, &rows, style);
    }
    out
}

fn counted(name: &str, count: usize) -> (String, f64, String) {
    (name.to_owned(), count as f64, grouped(count))
}

/// A titled table of names, bars and figures; nothing where there are no rows.
fn bars(out: &mut String, title: &str, rows: &[(String, f64, String)], style: &Style) {
    let longest = rows.iter().map(|(_, value, _)| *value).fold(0.0, f64::max);
    let columns = rows.iter().map(|(name, ..)| width(name, Ambiguous::Narrow)).max().unwrap_or(0);
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", style.heading(title)));
    for (name, value, figure) in rows {
        let filled = if longest > 0.0 { (value / longest * BAR as f64).round() as usize } else { 0 };
        out.push_str(&format!(
            "  {}  {}  {figure}\n",
            pad(&sanitize(name), columns, Ambiguous::Narrow),
            pad(&"█".repeat(filled), BAR, Ambiguous::Narrow),
        ));
    }
}
