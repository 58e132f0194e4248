//! The main pane: title block, sections under their headings, captions set apart, hits and marks.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::length;
use super::list::as_shown;
use crate::document::{BlockKind, TitleFrom};
use crate::lang::Lang;
use crate::search::Place;
use crate::text::layout::{self, Measure, Row};
use crate::tui::app::{App, Focus};
use crate::tui::canvas::Canvas;
use crate::tui::reading::Reading;
use crate::tui::reading::paper::{Extent, Part, Shown};
use crate::tui::screen::TextArea;

pub fn draw(app: &App, canvas: &mut Canvas, pane: TextArea) -> Option<Position> {
    let Some(reading) = &app.reading else {
        draw_nothing(app, canvas, pane.area);
        return None;
    };
    let frame = pane.frame(&app.options, app.presenting);
    let x = pane.area.x + frame.left;
    for (y, line) in (pane.area.y..).zip(reading.lines()) {
        let row = Rect { x, y, width: frame.measure.columns as u16, height: 1 };
        match reading.paper.shown(line) {
            Shown::Blank => {}
            Shown::Head { part, row: text } => draw_head(app, canvas, reading, part, &text, row),
            Shown::Text { block, row: text, first } => {
                if first {
                    draw_heading_facts(app, canvas, reading, block, &text, row);
                }
                draw_text(app, canvas, reading, block, &text, row);
            }
        }
    }
    if reading.is_empty() {
        let y = pane.area.y + reading.lines().count() as u16;
        let said = app.lang().pick("（没有正文）", "(no text)");
        canvas.put(x, y.min(pane.area.bottom() - 1), pane.area.right(), said, app.options.theme.dim);
        return None;
    }
    if app.focus != Focus::Text {
        return None;
    }
    let (row, column) = reading.cursor_cell()?;
    let y = pane.area.y + row as u16;
    if !app.zen {
        canvas.put(pane.area.x, y, x, canvas.glyphs.bar, app.options.theme.current);
    }
    let cursor = Position::new((x + column as u16).min(pane.area.right() - 1), y);
    (!app.zen || reading.anchor.is_some()).then_some(cursor)
}

/// What stands where there is no document (yet).
fn draw_nothing(app: &App, canvas: &mut Canvas, area: Rect) {
    let entry = app.shelf.selected_id().and_then(|id| app.shelf.entry(id));
    let said = match entry {
        Some(entry) => match &entry.error {
            Some(error) => error.clone(),
            None => format!("{} {}", app.lang().pick("正在整理", "cleaning"), entry.file_name()),
        },
        None => return,
    };
    canvas.put_cut(area.x + 4, area.y + 1, area.right().saturating_sub(1), &said, app.options.theme.dim);
}

fn draw_head(app: &App, canvas: &mut Canvas, reading: &Reading, part: Part, text: &Row, area: Rect) {
    let theme = &app.options.theme;
    let head = &reading.paper.head;
    let (style, places): (Style, &[Place]) = match part {
        Part::Title if head.title_from != TitleFrom::Text => (theme.dim, &[Place::Title]),
        Part::Title => (theme.title, &[Place::Title]),
        Part::Subtitle => (theme.text, &[Place::Subtitle]),
        Part::Facts => (theme.dim, &[]),
    };
    let marks = reading
        .hits()
        .iter()
        .enumerate()
        .filter(|(_, hit)| places.contains(&hit.place))
        .map(|(at, hit)| (hit.bytes.clone(), hit_style(app, reading, at)))
        .collect::<Vec<_>>();
    let set = SetText { text: head.text(part), row: text, measure: reading.paper.measure() };
    draw_row(canvas, &set, style, &marks, area);
}

fn hit_style(app: &App, reading: &Reading, hit: usize) -> Style {
    if reading.hit == Some(hit) { app.options.theme.hit_current } else { app.options.theme.hit }
}

fn draw_text(app: &App, canvas: &mut Canvas, reading: &Reading, block: usize, text: &Row, area: Rect) {
    let theme = &app.options.theme;
    let kind = reading.paper.document.blocks.get(block).map(|block| block.kind);
    let mut marks: Vec<_> = reading
        .hits_in(block..block + 1)
        .map(|at| (reading.hits()[at].bytes.clone(), hit_style(app, reading, at)))
        .collect();
    let kept = reading.kept.iter().filter(|(at, _)| *at == block);
    marks.extend(kept.map(|(_, range)| (range.clone(), Style::new().add_modifier(Modifier::UNDERLINED))));
    marks.extend(reading.selected_in(block).map(|range| (range, theme.selection)));
    let style = block_style(app, kind);
    let measure = reading.paper.block_measure(block);
    let set = SetText { text: reading.paper.text(block), row: text, measure };
    draw_row(canvas, &set, style, &marks, area);
}

/// How the text of a kind of block is drawn.
pub fn block_style(app: &App, kind: Option<BlockKind>) -> Style {
    let theme = &app.options.theme;
    match kind {
        Some(BlockKind::Heading { .. }) => theme.heading,
        Some(BlockKind::Caption) => theme.caption,
        Some(BlockKind::Quote) => theme.quote,
        _ => theme.text,
    }
}

/// A row of a text, and how it was set.
pub struct SetText<'a> {
    pub text: &'a str,
    pub row: &'a Row,
    pub measure: Measure,
}

/// Draws a row; `marks` are ranges of the text's bytes with the style that covers them.
pub fn draw_row(
    canvas: &mut Canvas,
    set: &SetText,
    style: Style,
    marks: &[(std::ops::Range<usize>, Style)],
    area: Rect,
) {
    let end = area.right() + set.measure.hang as u16;
    for glyph in layout::glyphs(set.text, set.row, &set.measure) {
        let covering = marks.iter().filter(|(range, _)| range.contains(&glyph.bytes.start));
        let styled = covering.fold(style, |style, (_, mark)| style.patch(*mark));
        canvas.put(area.x + glyph.column as u16, area.y, end, &glyph.shown, styled);
    }
}

/// Beside a heading: the mark of its fold before it, and after it how long the section is, how it begins
/// if it is folded, and how many hits lie in it.
fn draw_heading_facts(
    app: &App,
    canvas: &mut Canvas,
    reading: &Reading,
    block: usize,
    text: &Row,
    area: Rect,
) {
    let paper = &reading.paper;
    let Some(at) = paper.folds.headed_by(block) else { return };
    let (theme, lang) = (&app.options.theme, app.lang());
    let section = &paper.folds.sections()[at];
    let closed = paper.folds.is_closed(at);
    let mark = if closed { canvas.glyphs.folded } else { canvas.glyphs.open };
    canvas.put(area.x.saturating_sub(2), area.y, area.right(), mark, theme.mark);

    let Extent { paragraphs, chars } = paper.extent(&section.blocks);
    let mut facts = match lang {
        Lang::Zh => format!("{paragraphs} 段 · {}", length(chars, lang)),
        Lang::En => format!("¶ {paragraphs} · {}", length(chars, lang)),
    };
    let hits = reading.hits_in(section.blocks.clone()).len();
    if hits > 0 {
        facts = format!("{} {}", canvas.glyphs.hits, lang.counted(hits, "处", "hit"));
    }
    let after = area.x + text.width as u16 + 3;
    let style = if hits > 0 { theme.mark } else { theme.dim };
    let end = canvas.put_right(after, area.y, area.right(), &facts, style);
    let whole = text.bytes.end == paper.text(block).len();
    if closed && whole && end < area.right() && end > after + 12 {
        // No more of it than can be seen.
        let opening: String = paper.text(section.blocks.start + 1).chars().take(usize::from(end)).collect();
        canvas.put_cut(after, area.y, end - 2, &as_shown(app, &opening), theme.dim);
    }
}
