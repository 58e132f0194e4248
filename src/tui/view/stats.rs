//! The statistics panel: beside the text (`s`) or on the whole screen (`S`).
//!
//! A page is a list of blocks, each with a line that says what it shows and how it is computed. Every
//! row that has a number leads back to the text: to its place, or to the concordance of its word.

mod block;
mod chart;
mod export;
mod layout;
mod page;
mod scopes;

use std::collections::HashMap;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::Answer;
use super::list::as_shown;
use crate::document::Position;
use crate::lang::{Lang, grouped};
use crate::stats::{Company, Comparison, Concordance, Kind, Name, Node, Order, Study, Surveyed};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::hot::Hot;
use crate::tui::job::{Job, Subject};
use crate::tui::keymap::Key;
use crate::tui::reading::Spot;
use crate::tui::shelf::Shelf;
use block::{Block, Target};
use page::{FigureOrder, Figures, Pen};
pub use scopes::{Purpose, ScopePicker};

/// What the panel shows of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Overview,
    Words,
    Keyness,
    Figures,
    Names,
    Heap,
    Compare,
}

impl Page {
    const ALL: [Page; 7] =
        [Page::Overview, Page::Words, Page::Keyness, Page::Figures, Page::Names, Page::Heap, Page::Compare];

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Page::Overview => lang.pick("概览", "overview"),
            Page::Words => lang.pick("词语", "words"),
            Page::Keyness => lang.pick("特征", "keyness"),
            Page::Figures => lang.pick("数字", "figures"),
            Page::Names => lang.pick("名称", "names"),
            Page::Heap => lang.pick("文档", "documents"),
            Page::Compare => lang.pick("对照", "compare"),
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
    /// Figures and names of many documents.
    survey: Option<(Subject, Arc<Surveyed>)>,
    /// What the subject is compared with; the rest of the heap without.
    against: Option<Subject>,
    comparisons: HashMap<(Subject, Subject), Arc<Comparison>>,
    /// The word that is looked up, on top of the page.
    looked_up: Option<(Node, Option<Arc<Concordance>>)>,
    /// They were opened at that word, and there is no page below it to go back to.
    at_word: bool,
    order: Order,
    company: Company,
    /// The kind of figures that is shown; all without.
    kind: Option<Kind>,
    figure_order: FigureOrder,
    /// The selected row among those that lead somewhere; and the one of the page below a concordance.
    selected: usize,
    below: usize,
}

/// What comes with an action: the number typed before it, the character of its last key.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    pub count: usize,
    pub typed: Option<char>,
    pub lang: Lang,
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
            survey: None,
            against: None,
            comparisons: HashMap::new(),
            looked_up: None,
            at_word: false,
            order: Order::Text,
            company: Company::default(),
            kind: None,
            figure_order: FigureOrder::default(),
            selected: 0,
            below: 0,
        }
    }

    fn subject(&self) -> Option<&Subject> {
        self.subjects.get(self.subject)
    }

    fn study(&self) -> Option<&Arc<Study>> {
        self.studies.get(self.subject()?)
    }

    fn comparison(&self) -> Option<&Arc<Comparison>> {
        self.comparisons.get(&(self.subject()?.clone(), self.against.clone()?))
    }

    /// The other scopes that can be counted from here.
    pub fn others(&self) -> Vec<Subject> {
        self.subjects.iter().filter(|subject| Some(*subject) != self.subject()).cloned().collect()
    }

    /// Takes a study; asks for more where the heap has not been counted to its end.
    pub fn take(&mut self, subject: Subject, study: Arc<Study>) -> Answer {
        let unfinished = study.counted < study.of;
        self.studies.insert(subject.clone(), study);
        if self.subject() != Some(&subject) {
            return Answer::Handled;
        }
        match &self.looked_up {
            _ if unfinished => Answer::Job(Job::CountOn(subject)),
            // What a word keeps company with can be told now.
            Some((node, Some(found))) if subject.is_counted() && found.searched >= found.of => {
                self.ask(node.clone())
            }
            _ => self.wanted(),
        }
    }

    /// Takes figures and names; asks for more while they are shown.
    pub fn take_survey(&mut self, subject: Subject, found: Arc<Surveyed>) -> Answer {
        self.survey = Some((subject, found));
        self.wanted()
    }

    /// Documents have come, gone or changed: what is shown is counted again, and meanwhile stays.
    pub fn renew(&mut self) -> Answer {
        let Some(subject) = self.subject().cloned() else { return Answer::Handled };
        self.studies.retain(|known, _| *known == subject);
        self.comparisons.clear();
        self.survey = None;
        Answer::Job(Job::Study(subject))
    }

    pub fn take_comparison(&mut self, subject: &Subject, other: &Subject, found: Arc<Comparison>) {
        self.comparisons.insert((subject.clone(), other.clone()), found);
    }

    /// Takes places of a word; asks for more where the heap has not been looked through to its end.
    pub fn take_concordance(&mut self, subject: &Subject, found: Arc<Concordance>) -> Answer {
        let here = self.subject() == Some(subject);
        match &mut self.looked_up {
            Some((node, waiting)) if here && *node == found.node && self.company == found.company => {
                let unfinished = found.searched < found.of;
                *waiting = Some(found);
                if unfinished { self.look_further() } else { Answer::Handled }
            }
            _ => Answer::Handled,
        }
    }

    /// Asks for what the page shows and is not there yet.
    fn wanted(&self) -> Answer {
        let Some(subject) = self.subject() else { return Answer::Handled };
        if !self.studies.contains_key(subject) {
            return Answer::Job(Job::Study(subject.clone()));
        }
        // While a word is looked up it has the worker to itself.
        let unfinished = self.survey().is_none_or(|found| found.searched < found.of);
        if self.looked_up.is_none() && self.surveys() && unfinished {
            return Answer::Job(Job::Survey(subject.clone()));
        }
        match &self.against {
            Some(other)
                if matches!(self.page, Page::Keyness | Page::Compare) && self.comparison().is_none() =>
            {
                Answer::Job(Job::Compare(subject.clone(), other.clone()))
            }
            _ => Answer::Handled,
        }
    }

    /// Whether figures or names of many documents are shown.
    fn surveys(&self) -> bool {
        self.subject().is_some_and(Subject::is_counted) && matches!(self.page, Page::Figures | Page::Names)
    }

    /// What the survey of the subject has found.
    fn survey(&self) -> Option<&Arc<Surveyed>> {
        let (of, found) = self.survey.as_ref()?;
        (Some(of) == self.subject()).then_some(found)
    }

    /// The figures of the scope, and how many there are of a kind.
    fn figures(&self) -> Figures<'_> {
        match (self.survey(), self.study()) {
            (Some(survey), _) if self.surveys() => {
                Figures { figures: &survey.figures, places: Some(&survey.places) }
            }
            (_, Some(study)) => Figures { figures: &study.figures, places: None },
            (_, None) => Figures::default(),
        }
    }

    fn names(&self) -> &[Name] {
        match (self.survey(), self.study()) {
            (Some(survey), _) if self.surveys() => &survey.names,
            (_, study) => study.map(|study| study.names.as_slice()).unwrap_or_default(),
        }
    }

    fn show(&mut self, page: Page) -> Answer {
        (self.page, self.looked_up, self.at_word, self.selected) = (page, None, false, 0);
        if page == Page::Compare && self.against.is_none() {
            return Answer::Act(Action::StatsCompare);
        }
        self.wanted()
    }

    /// Compares with another scope, or with the rest of the heap again.
    pub fn compare(&mut self, other: Option<Subject>) -> Answer {
        let page = match (&other, self.page) {
            (None, Page::Compare) | (_, Page::Keyness) => Page::Keyness,
            (None, page) => page,
            (Some(_), _) => Page::Compare,
        };
        self.against = other;
        self.show(page)
    }

    /// Counts a scope, which is then among those that one goes round.
    pub fn choose(&mut self, subject: Subject) -> Answer {
        let known = self.subjects.iter().position(|known| *known == subject);
        self.subject = known.unwrap_or_else(|| {
            // All documents stay the last.
            let at = self.subjects.len().saturating_sub(1);
            self.subjects.insert(at, subject);
            at
        });
        (self.looked_up, self.selected) = (None, 0);
        self.wanted()
    }

    fn change_scope(&mut self) -> Answer {
        self.choose_at((self.subject + 1) % self.subjects.len().max(1))
    }

    /// Points at one of the rows that lead somewhere; whether it was pointed at before.
    pub fn point(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.selected, row) == row
    }

    /// Shows another scope, by its number.
    pub fn choose_at(&mut self, scope: usize) -> Answer {
        self.subject = scope.min(self.subjects.len().saturating_sub(1));
        (self.looked_up, self.selected) = (None, 0);
        self.wanted()
    }

    /// The next kind of figures of which there are any.
    fn next_kind(&mut self) {
        (self.page, self.looked_up, self.selected) = (Page::Figures, None, 0);
        let figures = self.figures().figures;
        let after =
            self.kind.and_then(|kind| Kind::ALL.iter().position(|k| *k == kind)).map_or(0, |at| at + 1);
        let there = |kind: &&Kind| figures.iter().any(|figure| figure.kind == **kind);
        self.kind = Kind::ALL[after..].iter().find(there).copied();
    }

    fn next_order(&mut self) {
        if self.looked_up.is_some() {
            self.order = match self.order {
                Order::Text => Order::Left,
                Order::Left => Order::Right,
                Order::Right => Order::Words([1, 2, 3]),
                Order::Words([1, ..]) => Order::Words([-1, -2, -3]),
                Order::Words(_) | Order::Date | Order::Source => Order::Text,
            };
        } else if self.page == Page::Figures {
            self.figure_order = self.figure_order.next();
        }
        self.selected = 0;
    }

    /// From the whole word to the characters wherever they stand, and back.
    fn widen(&mut self) -> Answer {
        match &self.looked_up {
            Some((Node::Word(word), _)) => self.look_up(Node::text(&word.clone())),
            Some((Node::Text(text), _)) => self.look_up(Node::word(&text.clone())),
            None => Answer::Handled,
        }
    }

    /// Looks the same word up with other parameters of its collocations.
    fn keep_company(&mut self, company: Company) -> Answer {
        self.company = company;
        match &self.looked_up {
            Some((node, _)) => self.ask(node.clone()),
            None => Answer::Handled,
        }
    }

    /// Opens at a word in all its contexts: leaving it leaves the statistics.
    pub fn open_at(&mut self, node: Node) -> Answer {
        self.at_word = true;
        self.look_up(node)
    }

    /// Shows a word in all its contexts.
    pub fn look_up(&mut self, node: Node) -> Answer {
        if self.looked_up.is_none() {
            self.below = self.selected;
        }
        self.selected = 0;
        self.looked_up = Some((node.clone(), None));
        self.ask(node)
    }

    fn look_further(&self) -> Answer {
        self.looked_up.as_ref().map_or(Answer::Handled, |(node, _)| self.ask(node.clone()))
    }

    fn ask(&self, node: Node) -> Answer {
        self.subject()
            .map_or(Answer::Handled, |subject| Answer::Job(Job::LookUp(subject.clone(), node, self.company)))
    }

    pub fn act(&mut self, action: Action, given: Given, shelf: &Shelf) -> Answer {
        let count = given.count;
        let rows = self.blocks(given.lang, shelf).into_iter().flat_map(|block| block.rows);
        let targets: Vec<Target> = rows.filter_map(|row| row.target).collect();
        let last = targets.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        let Company { window, least } = self.company;
        match action {
            Action::Down | Action::ScrollDown => self.selected = (self.selected + count).min(last),
            Action::Up | Action::ScrollUp => self.selected = self.selected.saturating_sub(count),
            Action::PageDown | Action::HalfDown | Action::PageOrFold => {
                self.selected = (self.selected + 10 * count).min(last);
            }
            Action::PageUp | Action::HalfUp => self.selected = self.selected.saturating_sub(10 * count),
            Action::Top => self.selected = 0,
            Action::Bottom => self.selected = last,
            Action::StatsScope => return self.change_scope(),
            Action::StatsPage => {
                let number = given.typed.and_then(|c| c.to_digit(10)).map_or(count, |digit| digit as usize);
                if let Some(&page) = Page::ALL.get(number.saturating_sub(1)) {
                    return self.show(page);
                }
            }
            Action::StatsFigures => return self.show(Page::Figures),
            Action::StatsKind => {
                self.next_kind();
                return self.wanted();
            }
            Action::StatsOrder => self.next_order(),
            Action::StatsMatch => return self.widen(),
            Action::StatsWider => return self.keep_company(Company { window: window + count, least }),
            Action::StatsNarrower => {
                return self.keep_company(Company { window: window.saturating_sub(count).max(1), least });
            }
            Action::StatsCommoner => return self.keep_company(Company { window, least: least + count }),
            Action::StatsRarer => {
                return self.keep_company(Company { window, least: least.saturating_sub(count).max(1) });
            }
            Action::StatsExport => {
                return self.export().map_or(Answer::Handled, Answer::Job);
            }
            Action::Activate => match targets.get(self.selected) {
                Some(Target::Node(node)) => return self.look_up(node.clone()),
                Some(&Target::Place(Position { document, block, byte })) => {
                    return Answer::Go(document, Spot { block: block as usize, byte: byte as usize });
                }
                None => {}
            },
            Action::Back | Action::Interrupt | Action::Left if self.looked_up.is_some() && !self.at_word => {
                (self.looked_up, self.selected) = (None, self.below);
                return self.wanted();
            }
            Action::StatsFull => self.full = !self.full,
            Action::Stats | Action::Back | Action::Interrupt | Action::Quit => return Answer::Close,
            Action::StatsCompare
            | Action::StatsChoose
            | Action::Help
            | Action::Palette
            | Action::Suspend
            | Action::Redraw
            | Action::ToggleMouse => return Answer::Ignored,
            _ => {}
        }
        Answer::Handled
    }

    fn blocks(&self, lang: Lang, shelf: &Shelf) -> Vec<Block> {
        let Some(study) = self.study() else { return Vec::new() };
        let several = study.report.counts.documents > 1;
        let pen = Pen { lang, shelf, several };
        let document = match self.subject() {
            Some(Subject::Document(id) | Subject::Section(id, _)) => Some(*id),
            _ => None,
        };
        let other = scopes::name_of(self.against.as_ref(), shelf, lang);
        match (&self.looked_up, self.page) {
            (Some((_, Some(found))), _) => page::concordance(found, self.order, pen),
            (Some((_, None)), _) => Vec::new(),
            (None, Page::Overview) => page::overview(study, document, pen),
            (None, Page::Words) => page::words(study, pen),
            (None, Page::Keyness) => match (&self.against, self.comparison()) {
                (Some(_), Some(comparison)) => page::keyness(&comparison.keyness, &other, pen),
                (Some(_), None) => Vec::new(),
                (None, _) => page::keyness(&study.keyness, &other, pen),
            },
            (None, Page::Figures) => page::figures(self.figures(), self.kind, self.figure_order, pen),
            (None, Page::Names) => page::names(self.names(), pen),
            (None, Page::Heap) => page::heap(study, pen),
            (None, Page::Compare) => match self.comparison() {
                Some(found) => {
                    let here = scopes::name_of(self.subject(), shelf, lang);
                    page::compare((study, &here), (&found.other, &other), &found.keyness, pen)
                }
                None => Vec::new(),
            },
        }
    }

    /// Whether an answer is on its way.
    fn waits(&self) -> bool {
        let compares = matches!(self.page, Page::Keyness | Page::Compare) && self.against.is_some();
        match &self.looked_up {
            Some((_, found)) => found.is_none() || self.study().is_none(),
            None if self.surveys() => self.survey().is_none_or(|found| found.searched < found.of),
            None => self.study().is_none() || (compares && self.comparison().is_none()),
        }
    }

    pub fn draw(&self, app: &App, canvas: &mut Canvas, area: Rect) {
        let (theme, lang) = (&app.options.theme, app.lang());
        let end = area.right().saturating_sub(1);
        self.draw_scopes(app, canvas, area);
        let mut x = area.x + 1;
        for (number, page) in Page::ALL.into_iter().enumerate() {
            let style = if page == self.page { theme.current } else { theme.dim };
            let mark = if page == self.page { canvas.glyphs.bar } else { " " };
            let label = format!("{mark}{}{}", number + 1, page.name(lang));
            // Where not all fit, the names of the pages that are not shown give way to their numbers.
            let left: u16 = (Page::ALL.len() - number) as u16 * 3;
            let short = page != self.page && x + canvas.width(&label) + left > end;
            let label = if short { format!("{mark}{}", number + 1) } else { label };
            let start = x;
            x = canvas.put(x, area.y + 1, end, &label, style) + 1;
            if let Some(digit) = char::from_digit(number as u32 + 1, 10) {
                let tab = Rect { x: start, y: area.y + 1, width: x - start, height: 1 };
                canvas.hot(tab, Hot::Press(Key::plain(KeyCode::Char(digit))));
            }
        }
        let body = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
        let mut blocks = self.blocks(lang, &app.shelf);
        if app.options.config.full_width {
            blocks.iter_mut().flat_map(|block| &mut block.rows).for_each(|row| row.body.full_width());
        }
        if blocks.is_empty() {
            let said = match (self.waits(), self.page) {
                (true, _) => lang.pick("正在统计……", "counting…"),
                (false, Page::Compare) => lang.pick("按 c 选比较对象。", "c: choose what to compare with."),
                (false, _) => lang.pick("这里没有可显示的。", "Nothing to show here."),
            };
            canvas.put_cut(body.x + 2, body.y, end, said, theme.dim);
            return;
        }
        layout::draw(&blocks, self.selected, theme, canvas, body);
    }

    /// The scopes, the one that is shown marked; and how far counting is.
    fn draw_scopes(&self, app: &App, canvas: &mut Canvas, area: Rect) {
        let (theme, lang) = (&app.options.theme, app.lang());
        let end = area.right().saturating_sub(1);
        let done = |done, of| {
            let said = lang.pick("已统计", "counted");
            if done < of { format!("{said} {}/{}", grouped(done), grouped(of)) } else { String::new() }
        };
        let progress = match (&self.looked_up, self.survey(), self.study()) {
            (Some((_, Some(found))), ..) => done(found.searched, found.of),
            (None, Some(found), _) if self.surveys() => done(found.searched, found.of),
            (_, _, Some(study)) => done(study.counted, study.of),
            _ => String::new(),
        };
        let end = canvas.put_right(area.x, area.y, end, &progress, theme.dim);
        let mut x = area.x + 1;
        for (at, subject) in self.subjects.iter().enumerate() {
            let here = at == self.subject;
            let name = match here {
                true => scopes::name_of(Some(subject), &app.shelf, lang),
                false => scopes::kind_of(subject, lang).to_owned(),
            };
            let mark = if here { canvas.glyphs.bar } else { " " };
            let style = if here { theme.title } else { theme.dim };
            // The names of the scopes behind are short, and seen whole.
            let behind: u16 = self.subjects[at + 1..]
                .iter()
                .map(|subject| canvas.width(scopes::kind_of(subject, lang)) + 2)
                .sum();
            let room = if here { end.saturating_sub(behind + 1) } else { end };
            let name = as_shown(app, &name);
            let start = x;
            x = canvas.put_cut(x, area.y, room.max(x), &format!("{mark}{name}"), style) + 1;
            canvas.hot(Rect { x: start, width: x - start, height: 1, ..area }, Hot::Scope(at));
        }
    }
}
