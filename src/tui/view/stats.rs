//! The statistics screen: figures of the document or of the heap, with bars.

use std::collections::HashMap;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::raw::label;
use super::{Answer, grouped};
use crate::stats::Report;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::job::{Job, Subject};
use crate::tui::keymap::Key;

/// The statistics screen. Reports come from a job ([`Job::Report`]); until then it says that it counts.
#[derive(Debug)]
pub struct StatsView {
    subject: Subject,
    /// The other subject, to change over to.
    document: Subject,
    reports: HashMap<Subject, Arc<Report>>,
    top: usize,
}

impl StatsView {
    pub fn new(subject: Subject) -> StatsView {
        StatsView { subject, document: subject, reports: HashMap::new(), top: 0 }
    }

    pub fn take(&mut self, subject: Subject, report: Arc<Report>) {
        self.reports.insert(subject, report);
    }

    /// Keys of this screen alone; the others are looked up in the keymap and come as actions.
    pub fn key(&mut self, key: Key) -> Answer {
        if key.code != KeyCode::Tab {
            return Answer::Ignored;
        }
        self.subject = if self.subject == Subject::Heap { self.document } else { Subject::Heap };
        self.top = 0;
        if self.reports.contains_key(&self.subject) {
            Answer::Handled
        } else {
            Answer::Job(Job::Report(self.subject))
        }
    }

    pub fn act(&mut self, action: Action, count: usize) -> Answer {
        match action {
            Action::Down | Action::ScrollDown => self.top += count,
            Action::Up | Action::ScrollUp => self.top = self.top.saturating_sub(count),
            Action::PageDown | Action::HalfDown | Action::PageOrFold => self.top += 10 * count,
            Action::PageUp | Action::HalfUp => self.top = self.top.saturating_sub(10 * count),
            Action::Top => self.top = 0,
            Action::Stats | Action::Back | Action::Quit => return Answer::Close,
            Action::Help | Action::Palette | Action::Suspend | Action::Redraw | Action::ToggleMouse => {
                return Answer::Ignored;
            }
            _ => {}
        }
        Answer::Handled
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas, area: Rect) {
        let (theme, lang) = (&app.options.theme, app.lang());
        let heading = match self.subject {
            Subject::Heap => format!("{} · {}", lang.pick("统计", "Statistics"), app.heap_name),
            Subject::Document(id) => {
                let title = app.shelf.entry(id).map_or("", |entry| entry.title());
                format!("{} · {title}", lang.pick("统计", "Statistics"))
            }
        };
        let end = area.right().saturating_sub(1);
        let hint = lang.pick("Tab 换范围", "Tab changes scope");
        let right = canvas.put_right(area.x, area.y - 1, end, hint, theme.dim);
        canvas.put_cut(area.x + 1, area.y - 1, right.saturating_sub(2), &heading, theme.title);
        let Some(report) = self.reports.get(&self.subject) else {
            canvas.put(area.x + 2, area.y + 1, end, lang.pick("正在统计……", "counting…"), theme.dim);
            return;
        };
        let rows = rows(report, app);
        let top = self.top.min(rows.len().saturating_sub(1));
        for (y, row) in (area.top()..area.bottom()).zip(rows.iter().skip(top)) {
            match row {
                Row::Text(text) => drop(canvas.put_cut(area.x + 2, y, end, text, theme.text)),
                Row::Heading(text) => drop(canvas.put_cut(area.x + 2, y, end, text, theme.heading)),
                Row::Bar(name, share, figure) => {
                    let bar_x = area.x + 26;
                    canvas.put_cut(area.x + 3, y, bar_x - 1, name, theme.text);
                    let room = end.saturating_sub(bar_x + 12);
                    let bar =
                        "█".repeat((share * f64::from(room / canvas.width("█").max(1))).ceil() as usize);
                    let x = canvas.put(bar_x, y, end, &bar, theme.bar) + 1;
                    canvas.put(x, y, end, figure, theme.dim);
                }
            }
        }
    }
}

enum Row {
    Heading(&'static str),
    Text(String),
    /// Name, share of the longest, figure.
    Bar(String, f64, String),
}

fn rows(report: &Report, app: &App) -> Vec<Row> {
    let lang = app.lang();
    let counts = &report.counts;
    let mut facts = vec![
        format!("{} {}", grouped(counts.chars), lang.pick("字", "characters")),
        format!("{} {}", grouped(counts.sentences), lang.pick("句", "sentences")),
        format!("{} {}", grouped(counts.paragraphs), lang.pick("段", "paragraphs")),
        format!("{} {}", grouped(counts.sections), lang.pick("节", "sections")),
    ];
    facts.insert(1, format!("{} {}", grouped(counts.words), lang.pick("词", "words")));
    facts.insert(2, format!("{} {}", grouped(counts.types), lang.pick("词种", "distinct")));
    facts.push(format!("{} {:.1}%", lang.pick("剔除", "removed"), counts.removed_share * 100.0));
    let mut rows = vec![Row::Text(String::new()), Row::Text(facts.join("   "))];
    let mut chart = |heading: &'static str, bars: Vec<(String, f64, String)>| {
        if bars.is_empty() {
            return;
        }
        rows.push(Row::Text(String::new()));
        rows.push(Row::Heading(heading));
        let most = bars.iter().map(|bar| bar.1).fold(f64::MIN_POSITIVE, f64::max);
        rows.extend(bars.into_iter().map(|(name, value, figure)| Row::Bar(name, value / most, figure)));
    };
    let number = |n: usize| (n as f64, grouped(n));
    chart(
        lang.pick("关键词", "Keywords"),
        report.keywords.iter().map(|k| (k.word.clone(), k.weight, format!("{:.3}", k.weight))).collect(),
    );
    let lead = lang.pick("（导语）", "(lead)");
    chart(
        lang.pick("各节字数", "Characters by section"),
        report
            .sections
            .iter()
            .map(|s| (s.heading.clone().unwrap_or_else(|| lead.into()), number(s.chars).0, number(s.chars).1))
            .collect(),
    );
    chart(
        lang.pick("剔除的字数", "Characters removed"),
        report
            .removed
            .iter()
            .map(|&(reason, n)| (label(reason, lang).to_owned(), number(n).0, number(n).1))
            .collect(),
    );
    let counted = |(name, n): (String, usize)| (name, number(n).0, number(n).1);
    let unknown = || lang.pick("不明", "unknown").to_owned();
    let sources = report.sources.iter().map(|(name, n)| (name.clone().unwrap_or_else(unknown), *n));
    chart(lang.pick("来源", "By source"), sources.map(counted).collect());
    chart(lang.pick("日期", "By date"), report.dates.iter().cloned().map(counted).collect());
    rows
}
