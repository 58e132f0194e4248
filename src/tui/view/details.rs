//! Everything that is known of a document: where it lies, how it was read, who wrote it.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::{Answer, length};
use crate::document::byline;
use crate::text::layout::{self, Measure};
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::keymap::Key;

/// The box; what it shows is looked up as it is drawn.
#[derive(Debug, Default)]
pub struct Details;

/// Columns for what a fact is called.
const NAME: u16 = 12;

impl Details {
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            // A key that scrolls what lies below is no reason to go.
            KeyCode::Up | KeyCode::Down => Answer::Handled,
            _ => Answer::Close,
        }
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas) {
        let (theme, screen) = (&app.options.theme, canvas.area());
        let facts = facts(app);
        let width = screen.width.saturating_sub(4).min(90);
        let columns = usize::from(width.saturating_sub(NAME + 4)).max(2);
        let measure = Measure { columns, ambiguous: canvas.ambiguous, ..Measure::default() };
        let wrapped: Vec<(&str, String)> = facts
            .iter()
            .flat_map(|(name, value)| {
                let rows = layout::rows(value, &measure);
                let names = std::iter::once(*name).chain(std::iter::repeat(""));
                names
                    .zip(rows.into_iter().map(|row| value[row.bytes].trim_end().to_owned()))
                    .collect::<Vec<_>>()
            })
            .collect();
        let height = (wrapped.len() as u16 + 2).min(screen.height.saturating_sub(2)).max(3);
        let area = Rect { x: (screen.width - width) / 2, y: screen.y + 1, width, height };
        let inner = canvas.popup(area, theme.text, theme.divider);
        canvas.hot(area, Hot::Cover);
        for (y, (name, value)) in (inner.top()..inner.bottom()).zip(&wrapped) {
            canvas.put_cut(inner.x + 1, y, inner.x + NAME, name, theme.dim);
            canvas.put_cut(inner.x + NAME + 1, y, inner.right(), value, theme.text);
        }
    }
}

/// The facts by name, as far as they are known.
fn facts(app: &App) -> Vec<(&'static str, String)> {
    let lang = app.lang();
    let Some(entry) = app.current() else { return Vec::new() };
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    let mut add = |zh, en, value: String| {
        if !value.is_empty() {
            facts.push((lang.pick(zh, en), value));
        }
    };
    let place = match entry.name.as_str() {
        "-" => lang.pick("（标准输入）", "(standard input)").to_owned(),
        name => entry.file.as_ref().map_or_else(|| name.to_owned(), |file| file.display().to_string()),
    };
    add("路径", "path", place);
    if let Some(error) = &entry.error {
        add("读不出", "unreadable", error.clone());
    }
    let document = app.reading.as_ref().map(|reading| &reading.paper.document);
    if let Some(meta) = document.map(|document| &document.meta) {
        add("标题", "title", meta.title.clone().unwrap_or_default());
        add("副题", "subtitle", meta.subtitle.clone().unwrap_or_default());
        add("来源", "source", meta.source.clone().unwrap_or_default());
        let published = meta.published.map(|at| at.to_string().replace('T', " "));
        add("日期", "date", published.unwrap_or_default());
        add("作者", "authors", byline(&meta.authors).join("  "));
        add("编辑", "editors", byline(&meta.editors).join("  "));
        add("网址", "URL", meta.url.clone().unwrap_or_default());
    }
    if let Some(summary) = &entry.summary {
        let sections = lang.counted(summary.sections, "节", "section");
        add("长度", "length", format!("{} · {sections}", length(summary.chars, lang)));
        add("编码", "encoding", summary.encoding.to_owned());
        add("格式", "format", format!("{:?}", summary.format).to_lowercase());
        if summary.bad_bytes > 0 {
            add("乱码", "bad bytes", lang.counted(summary.bad_bytes, "处", "place"));
        }
    }
    if let Some(document) = document {
        let removed: usize = document.removed.iter().map(|removed| removed.span.bytes().len()).sum();
        let kept: usize = document.blocks.iter().map(|block| block.text.len()).sum();
        add("剔除", "left out", format!("{}%", removed * 100 / (removed + kept).max(1)));
    }
    if let Some(marks) = app.shelf.marks(entry.id) {
        add("标签", "tags", marks.tags.join("  "));
    }
    facts
}
