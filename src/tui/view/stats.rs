//! The statistics panel: beside the text (`s`) or on the whole screen (`S`).
//!
//! A page is a list of blocks, each with one line that says what it shows and how it is computed. Every
//! row that has a number leads back to the text: to its place, or to the concordance of its word.

mod blocks;
mod layout;

use std::collections::HashMap;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::Answer;
use crate::document::Position;
use crate::lang::Lang;
use crate::stats::{Concordance, Kind, Node, Order, Study};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::job::{Job, Subject};
use crate::tui::keymap::Key;
use crate::tui::reading::Spot;
use blocks::{Block, Target};

/// What the panel shows of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Overview,
    Keywords,
    Keyness,
    Figures,
    Names,
    Heap,
}

impl Page {
    const ALL: [Page; 6] =
        [Page::Overview, Page::Keywords, Page::Keyness, Page::Figures, Page::Names, Page::Heap];

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Page::Overview => lang.pick("概览", "overview"),
            Page::Keywords => lang.pick("词语", "words"),
            Page::Keyness => lang.pick("对比", "keyness"),
            Page::Figures => lang.pick("数字", "figures"),
            Page::Names => lang.pick("名称", "names"),
            Page::Heap => lang.pick("文档", "documents"),
        }
    }
}

/// The statistics panel. Studies come from jobs; until then it says that it counts.
#[derive(Debug)]
pub struct StatsView {
    /// The whole screen, not only the place of the side pane.
    pub full: bool,
    /// What can be counted from here: the document, its section, what a search found, the heap.
    subjects: Vec<Subject>,
    subject: usize,
    page: Page,
    studies: HashMap<Subject, Arc<Study>>,
    /// The word that is looked up, on top of the page.
    looked_up: Option<(Node, Option<Arc<Concordance>>)>,
    order: Order,
    /// The kind of figures that is shown; all without.
    kind: Option<Kind>,
    /// The selected row among those that lead somewhere; and the one of the page below a concordance.
    selected: usize,
    below: usize,
}

impl StatsView {
    /// `subjects` must not be empty: the first is shown first.
    pub fn new(subjects: Vec<Subject>, full: bool) -> StatsView {
        StatsView {
            full,
            subjects,
            subject: 0,
            page: Page::Overview,
            studies: HashMap::new(),
            looked_up: None,
            order: Order::Text,
            kind: None,
            selected: 0,
            below: 0,
        }
    }

    fn subject(&self) -> Option<&Subject> {
        self.subjects.get(self.subject)
    }

    /// Takes a study; asks for more where the heap has not been counted to its end.
    pub fn take(&mut self, subject: Subject, study: Arc<Study>) -> Answer {
        let unfinished =
            subject == Subject::Heap && study.counted < study.of && self.subject() == Some(&subject);
        self.studies.insert(subject.clone(), study);
        if unfinished { Answer::Job(Job::Study(subject)) } else { Answer::Handled }
    }

    pub fn take_concordance(&mut self, subject: &Subject, found: Arc<Concordance>) {
        let here = self.subject() == Some(subject);
        if let Some((node, waiting)) = &mut self.looked_up
            && here
            && *node == found.node
        {
            *waiting = Some(found);
        }
    }

    /// Keys of this panel alone; the others are looked up in the keymap and come as actions.
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            KeyCode::Tab => return self.change_scope(),
            KeyCode::Char(c @ '1'..='6') => self.show(Page::ALL[c as usize - '1' as usize]),
            KeyCode::Char('f') => self.show(Page::Figures),
            KeyCode::Char('m') if self.page == Page::Figures && self.looked_up.is_none() => self.next_kind(),
            KeyCode::Char('w') => return self.widen(),
            _ => return Answer::Ignored,
        }
        Answer::Handled
    }

    fn show(&mut self, page: Page) {
        (self.page, self.looked_up, self.selected) = (page, None, 0);
    }

    fn change_scope(&mut self) -> Answer {
        self.subject = (self.subject + 1) % self.subjects.len().max(1);
        (self.looked_up, self.selected) = (None, 0);
        match self.subject() {
            Some(subject) if !self.studies.contains_key(subject) => Answer::Job(Job::Study(subject.clone())),
            _ => Answer::Handled,
        }
    }

    /// The next kind of figures of which there are any.
    fn next_kind(&mut self) {
        let Some(study) = self.subject().and_then(|subject| self.studies.get(subject)) else { return };
        let after =
            self.kind.and_then(|kind| Kind::ALL.iter().position(|k| *k == kind)).map_or(0, |at| at + 1);
        let there = |kind: &&Kind| study.figures.iter().any(|figure| figure.kind == **kind);
        self.kind = Kind::ALL[after..].iter().find(there).copied();
        self.selected = 0;
    }

    /// From the whole word to the characters wherever they stand, and back.
    fn widen(&mut self) -> Answer {
        match &self.looked_up {
            Some((Node::Word(word), _)) => self.look_up(Node::text(&word.clone())),
            Some((Node::Text(text), _)) => self.look_up(Node::word(&text.clone())),
            None => Answer::Ignored,
        }
    }

    fn look_up(&mut self, node: Node) -> Answer {
        if self.looked_up.is_none() {
            self.below = self.selected;
        }
        self.selected = 0;
        self.looked_up = Some((node.clone(), None));
        self.subject().map_or(Answer::Handled, |subject| Answer::Job(Job::LookUp(subject.clone(), node)))
    }

    pub fn act(&mut self, action: Action, count: usize, app_lang: Lang) -> Answer {
        let rows = self.blocks(app_lang).into_iter().flat_map(|block| block.rows);
        let targets: Vec<Target> = rows.filter_map(|row| row.target).collect();
        let last = targets.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        match action {
            Action::Down | Action::ScrollDown => self.selected = (self.selected + count).min(last),
            Action::Up | Action::ScrollUp => self.selected = self.selected.saturating_sub(count),
            Action::PageDown | Action::HalfDown | Action::PageOrFold => {
                self.selected = (self.selected + 10 * count).min(last);
            }
            Action::PageUp | Action::HalfUp => self.selected = self.selected.saturating_sub(10 * count),
            Action::Top => self.selected = 0,
            Action::Bottom => self.selected = last,
            Action::Sort => {
                self.order = match self.order {
                    Order::Text => Order::Left,
                    Order::Left => Order::Right,
                    Order::Right => Order::Text,
                };
            }
            Action::Activate => match targets.get(self.selected) {
                Some(Target::Node(node)) => return self.look_up(node.clone()),
                Some(&Target::Place(Position { document, block, byte })) => {
                    return Answer::Go(document, Spot { block: block as usize, byte: byte as usize });
                }
                None => {}
            },
            Action::Back | Action::Left if self.looked_up.is_some() => {
                (self.looked_up, self.selected) = (None, self.below);
            }
            Action::StatsFull => self.full = !self.full,
            Action::Stats | Action::Back | Action::Quit => return Answer::Close,
            Action::Help | Action::Palette | Action::Suspend | Action::Redraw | Action::ToggleMouse => {
                return Answer::Ignored;
            }
            _ => {}
        }
        Answer::Handled
    }

    fn blocks(&self, lang: Lang) -> Vec<Block> {
        let Some(study) = self.subject().and_then(|subject| self.studies.get(subject)) else {
            return Vec::new();
        };
        match (&self.looked_up, self.page) {
            (Some((_, Some(found))), _) => blocks::concordance(found, self.order, lang),
            (Some((_, None)), _) => Vec::new(),
            (None, Page::Overview) => blocks::overview(study, lang),
            (None, Page::Keywords) => blocks::keywords(study, lang),
            (None, Page::Keyness) => blocks::keyness(study, lang),
            (None, Page::Figures) => blocks::figures(study, self.kind, lang),
            (None, Page::Names) => blocks::names(study, lang),
            (None, Page::Heap) => blocks::heap(study, lang),
        }
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas, area: Rect) {
        let (theme, lang) = (&app.options.theme, app.lang());
        let end = area.right().saturating_sub(1);
        let scope = match self.subject() {
            Some(Subject::Document(id)) => {
                let title = app.shelf.entry(*id).map_or("", |entry| entry.title());
                format!("{}：{title}", lang.pick("本文", "Document"))
            }
            Some(Subject::Section(..)) => lang.pick("本节", "Section").to_owned(),
            Some(Subject::Found(ids)) => format!("{} {}", lang.pick("搜索结果", "Search result"), ids.len()),
            Some(Subject::Heap) | None => {
                format!("{} {}", lang.pick("全部文档", "All documents"), app.heap_name)
            }
        };
        let study = self.subject().and_then(|subject| self.studies.get(subject));
        let progress =
            study.filter(|study| study.counted < study.of && self.subject() == Some(&Subject::Heap));
        let hint = match progress {
            Some(study) => format!("{} {}/{}", lang.pick("已统计", "counted"), study.counted, study.of),
            None => lang.pick("Tab 换范围", "Tab: scope").to_owned(),
        };
        let right = canvas.put_right(area.x, area.y, end, &hint, theme.dim);
        canvas.put_cut(area.x + 1, area.y, right.saturating_sub(2), &scope, theme.title);
        let mut x = area.x + 1;
        for (number, page) in Page::ALL.into_iter().enumerate() {
            let style = if page == self.page { theme.current } else { theme.dim };
            let mark = if page == self.page { canvas.glyphs.bar } else { " " };
            x = canvas.put(x, area.y + 1, end, &format!("{mark}{}{}", number + 1, page.name(lang)), style)
                + 1;
        }
        let body = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
        let blocks = self.blocks(lang);
        if blocks.is_empty() {
            let said = if study.is_none() || self.looked_up.is_some() {
                lang.pick("正在统计……", "counting…")
            } else {
                lang.pick("这里没有可显示的。", "Nothing to show here.")
            };
            canvas.put(body.x + 2, body.y, end, said, theme.dim);
            return;
        }
        layout::draw(&blocks, self.selected, theme, canvas, body);
    }
}
