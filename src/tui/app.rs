//! The whole state of the interface, and what each event does to it.
//!
//! No I/O happens here: what needs doing outside is answered as [`Effect`]s. Keys in, screen out.

mod act;
mod find;
mod keys;
mod mouse;
mod open;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use super::Options;
use super::event::{Effect, Event, TourStep};
use super::job::{Job, Outcome, Subject};
use super::keymap::{Key, Keymap};
use super::raw::RawView;
use super::reading::Reading;
use super::screen::{self, Areas, areas};
use super::shelf::{Entry, Shelf};
use super::view;
use super::view::help::Help;
use super::view::palette::Palette;
use super::view::stats::{ScopePicker, StatsView};
use super::view::themes::ThemePicker;
use crate::collection::Progress;
use crate::document::{DocId, Document};
use crate::lang::Lang;
use crate::state::State;
use crate::stats::Node;
pub use find::{Reach, SearchPane};
pub use open::Arrival;

/// The pane that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Side,
    Text,
}

/// What covers the screen, or part of it, until it is dismissed.
#[derive(Debug)]
pub enum Overlay {
    Help(Help),
    Palette(Palette),
    Themes(Box<ThemePicker>),
    Scopes(ScopePicker),
}

/// A scene of the guided tour: what is said, and the keys pressed meanwhile, as they are shown.
#[derive(Debug)]
pub struct Tour {
    pub caption: &'static str,
    /// Its number, and how many there are.
    pub scene: (usize, usize),
    pub keys: String,
}

impl Tour {
    /// Notes a key; `more` says that it is to be read together with what follows.
    fn press(&mut self, key: Key, more: bool) {
        if key.typed().is_none() && !self.keys.is_empty() && !self.keys.ends_with(' ') {
            self.keys.push(' ');
        }
        self.keys.push_str(&key.to_string());
        if !more {
            self.keys.push(' ');
        }
    }
}

/// Keys that wait for more.
#[derive(Debug, Default)]
pub struct Pending {
    pub keys: Vec<Key>,
    pub count: Option<usize>,
}

/// State of the interface.
#[derive(Debug)]
pub struct App {
    pub options: Options,
    pub keymap: Keymap,
    pub size: Rect,
    /// How the open heap is called.
    pub heap_name: String,
    pub shelf: Shelf,
    /// First row of the side pane's list.
    pub side_top: usize,
    pub state: State,
    pub focus: Focus,
    pub reading: Option<Reading>,
    pub raw: Option<RawView>,
    pub search: Option<SearchPane>,
    pub stats: Option<StatsView>,
    /// The statistics that led to a place in this document, to come back to.
    left_stats: Option<(DocId, StatsView)>,
    pub overlay: Option<Overlay>,
    /// The outline instead of the list, and its selected section.
    pub outline: Option<usize>,
    /// The list's filter while it is typed.
    pub filter: Option<Input>,
    pub zen: bool,
    pub pending: Pending,
    pub message: Option<String>,
    pub tour: Option<Tour>,
    /// Whether the documents have been looked for.
    pub scanned: bool,
    /// How far the reading of the heap has come.
    pub progress: Progress,
    /// How many documents have not been read to their end.
    pub unread: usize,
    /// A document asked for, and what is to be done when it comes.
    opening: Option<(DocId, Arrival)>,
    /// Documents shown lately.
    recent: VecDeque<(DocId, Arc<Document>)>,
    jumps: open::Jumps,
    wanted: Vec<DocId>,
    generation: u64,
    effects: Vec<Effect>,
    dirty: bool,
    /// The divider is being dragged.
    dragging: bool,
    /// The user has taken over from the tour.
    tour_over: bool,
}

impl App {
    /// An application that has asked for its documents.
    pub fn new(mut options: Options, keymap: Keymap, state: State, paths: Vec<PathBuf>, size: Rect) -> App {
        let lang = options.lang;
        options.config.take_view(&state.view);
        let mut shelf = Shelf::default();
        shelf.set_sort(options.config.sort, state.view.reverse);
        let heap_name = match paths.as_slice() {
            [] => lang.pick("示例", "samples").to_owned(),
            [path] => path.display().to_string(),
            [path, ..] => format!("{} …", path.display()),
        };
        let mut app = App {
            options,
            keymap,
            size,
            heap_name,
            shelf,
            side_top: 0,
            state,
            focus: Focus::Side,
            reading: None,
            raw: None,
            search: None,
            stats: None,
            left_stats: None,
            overlay: None,
            outline: None,
            filter: None,
            zen: false,
            pending: Pending::default(),
            message: None,
            tour: None,
            tour_over: false,
            scanned: false,
            progress: Progress::default(),
            unread: 0,
            opening: None,
            recent: VecDeque::new(),
            jumps: open::Jumps::default(),
            wanted: Vec::new(),
            generation: 0,
            effects: Vec::new(),
            dirty: true,
            dragging: false,
        };
        app.state.paths = paths.iter().filter_map(|path| std::path::absolute(path).ok()).collect();
        app.job(Job::Scan(paths));
        app
    }

    pub fn lang(&self) -> Lang {
        self.options.lang
    }

    /// Takes an event; what it asks for is fetched with [`App::take_effects`].
    pub fn handle(&mut self, event: Event) {
        self.dirty = true;
        match event {
            Event::Key(_) if self.tour.is_some() => self.end_tour(),
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(event) => self.mouse(event),
            Event::Resize(width, height) => self.size = Rect::new(0, 0, width, height),
            Event::Width(ambiguous) => self.options.ambiguous = ambiguous,
            Event::Job(outcome) => self.outcome(outcome),
            Event::Tour(step) => self.tour_step(step),
            Event::Terminate => self.quit(),
        }
        self.settle();
    }

    fn tour_step(&mut self, step: TourStep) {
        match step {
            _ if self.tour_over => {}
            TourStep::Scene { caption, number } => {
                self.tour = Some(Tour { caption, scene: number, keys: String::new() });
            }
            TourStep::Key(key) => {
                self.key(key);
                let more = !self.pending.keys.is_empty() || self.typing();
                self.tour.as_mut().into_iter().for_each(|tour| tour.press(key, more));
            }
            TourStep::End => self.end_tour(),
        }
    }

    fn end_tour(&mut self) {
        (self.tour, self.tour_over) = (None, true);
    }

    /// What the last events ask for.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Whether the first document has yet to be shown.
    pub fn is_opening(&self) -> bool {
        !self.scanned || self.opening.is_some()
    }

    /// Whether the screen may look different since this was last asked.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    fn job(&mut self, job: Job) {
        self.effects.push(Effect::Job(job));
    }

    fn quit(&mut self) {
        self.remember();
        self.effects.push(Effect::Quit);
    }

    /// Whether keys are text at the moment.
    fn typing(&self) -> bool {
        self.filter.is_some()
            || self.search.as_ref().is_some_and(|search| search.typing)
            || matches!(self.overlay, Some(Overlay::Help(_) | Overlay::Palette(_)))
    }

    /// The window, less the captions of the tour.
    pub fn room(&self) -> Rect {
        let captions = if self.tour.is_some() { view::tour::HEIGHT } else { 0 };
        let height = self.size.height.saturating_sub(captions);
        if height < screen::SMALLEST.1 { self.size } else { Rect { height, ..self.size } }
    }

    /// Where things are on the screen now.
    pub fn areas(&self) -> Areas {
        areas(self)
    }

    fn outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Scanned { entries, more, errors, changed } => {
                self.take_scan(entries, more, errors, &changed);
            }
            Outcome::Progress(progress) => {
                self.progress = progress;
                self.refresh_search();
            }
            Outcome::Notices(notices) => self.message = Some(notices.join(" · ")),
            Outcome::Cleaned(batch) => {
                for (id, result) in batch {
                    let Some(entry) = self.shelf.entry_mut(id) else { continue };
                    match result {
                        Ok(summary) => entry.summary = Some(summary),
                        Err(error) => entry.error = Some(error),
                    }
                }
            }
            Outcome::Learnt => {
                self.reopen();
                self.renew_stats();
            }
            Outcome::Themes(themes) => {
                if let Some(Overlay::Themes(picker)) = &mut self.overlay {
                    picker.take(themes);
                }
            }
            Outcome::Opened(id, Ok(document)) => self.opened(id, document),
            Outcome::Opened(id, Err(error)) => {
                self.message = Some(error.clone());
                if let Some(entry) = self.shelf.entry_mut(id) {
                    entry.error = Some(error);
                }
                if self.opening.take_if(|(opening, _)| *opening == id).is_some() {
                    self.remember();
                    self.reading = None;
                }
            }
            Outcome::Found { generation, results, took } => self.found(generation, results, took),
            Outcome::Snippets { generation, snippets } => self.take_snippets(generation, snippets),
            Outcome::Raw(id, Ok(raw)) => self.take_raw(id, &raw),
            Outcome::Raw(_, Err(error)) => self.message = Some(error),
            Outcome::Study(subject, study) => {
                let answer = self.stats.as_mut().map(|stats| stats.take(subject, study));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Outcome::Surveyed(subject, found) => {
                let answer = self.stats.as_mut().map(|stats| stats.take_survey(subject, found));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
            Outcome::Compared(subject, other, found) => {
                if let Some(stats) = &mut self.stats {
                    stats.take_comparison(&subject, &other, found);
                }
            }
            Outcome::Exported(Ok(None)) => {
                self.message = Some(
                    self.lang()
                        .pick(
                            "这一页的表是空的，没有写文件",
                            "the tables of this page are empty; no file was written",
                        )
                        .to_owned(),
                );
            }
            Outcome::Exported(Ok(Some(path))) => {
                let said = self.lang().pick("已写入", "written to");
                self.message = Some(format!("{said} {}", path.display()));
            }
            Outcome::Exported(Err(error)) => self.message = Some(error),
            Outcome::LookedUp(subject, found) => {
                let answer = self.stats.as_mut().map(|stats| stats.take_concordance(&subject, found));
                answer.into_iter().for_each(|answer| self.answer(answer));
            }
        }
    }

    fn take_scan(&mut self, entries: Vec<Entry>, more: bool, errors: Vec<String>, changed: &[DocId]) {
        // The first documents by path are not the first of another order.
        if more && !self.shelf.is_in_path_order() {
            return;
        }
        let first = !std::mem::replace(&mut self.scanned, true);
        self.shelf.fill(entries);
        self.shelf.arrange();
        self.count_unread();
        self.message = errors.into_iter().next().or(self.message.take());
        if !first {
            self.renew_stats();
            self.wanted.clear();
            return self.reread(changed);
        }
        if self.shelf.count() == 1 {
            self.focus = Focus::Text;
        }
        self.open_selected();
    }

    fn renew_stats(&mut self) {
        self.left_stats = None;
        let answer = self.stats.as_mut().map(StatsView::renew);
        answer.into_iter().for_each(|answer| self.answer(answer));
    }

    pub(super) fn count_unread(&mut self) {
        let read = |entry: &&Entry| self.state.document(&entry.key).is_some_and(|known| known.read);
        self.unread = self.shelf.count() - self.shelf.entries().iter().filter(read).count();
    }

    /// Puts everything in order after an event: sizes, windows, what is wanted next.
    fn settle(&mut self) {
        self.shelf.arrange();
        let areas = self.areas();
        if let (Some(reading), Some(text)) = (&mut self.reading, areas.text) {
            let frame = text.frame(&self.options);
            reading.settle(frame.measure, text.area.height.into());
            if let Some(raw) = &mut self.raw {
                raw.settle(text.area, reading, &self.options);
            }
        }
        self.follow_outline();
        self.settle_side(&areas);
        if self.reading.as_ref().is_some_and(|reading| self.focus == Focus::Text && reading.at_end()) {
            self.mark_read();
        }
    }

    /// Keeps the selected row of the side pane in view, and asks for what is in view.
    fn settle_side(&mut self, areas: &Areas) {
        let Some(side) = areas.side else { return };
        let (rows, selected) = (self.side_rows(side), self.side_selected());
        self.side_top = self.side_top.min(selected);
        if selected >= self.side_top + rows {
            self.side_top = selected + 1 - rows;
        }
        let last_top = self.side_len().saturating_sub(rows);
        self.side_top = self.side_top.min(last_top);
        let range = self.side_top..self.side_top + rows;
        if self.search.is_some() {
            self.want_snippets(range);
        } else if self.outline.is_none() {
            let unknown =
                |id: &DocId| self.shelf.entry(*id).is_some_and(|e| e.summary.is_none() && e.error.is_none());
            let wanted: Vec<DocId> =
                self.shelf.listed().iter().skip(range.start).take(rows).copied().filter(unknown).collect();
            if wanted != self.wanted {
                self.wanted.clone_from(&wanted);
                self.job(Job::Want(wanted));
            }
        }
    }

    /// The item of the side pane that is selected.
    pub fn side_selected(&self) -> usize {
        match (&self.search, self.outline) {
            (Some(search), _) => search.selected,
            (None, Some(section)) => section,
            (None, None) => self.shelf.selected(),
        }
    }

    /// How many items the side pane lists.
    pub fn side_len(&self) -> usize {
        match (&self.search, self.outline) {
            (Some(search), _) => search.results.documents.len(),
            (None, Some(_)) => self.reading.as_ref().map_or(0, |r| r.paper.folds.sections().len()),
            (None, None) => self.shelf.listed().len(),
        }
    }

    /// Rows that an item of the side pane takes.
    pub fn item_height(&self, side: Rect) -> usize {
        match (&self.search, self.outline) {
            (Some(_), _) => 4,
            (None, Some(_)) => 1,
            // With a blank row between, where all of them fit.
            (None, None) if self.shelf.listed().len() * 3 <= usize::from(side.height) => 3,
            (None, None) => 2,
        }
    }

    /// Items that fit in the side pane.
    fn side_rows(&self, side: Rect) -> usize {
        let height = usize::from(side.height.saturating_sub(1));
        (height / self.item_height(side)).max(1)
    }

    /// The entry of the document being read.
    pub fn current(&self) -> Option<&Entry> {
        self.shelf.entry(self.reading.as_ref()?.id)
    }

    /// Statistics of the document, of its section, of what a search found, of the heap; at the concordance
    /// of `node` if there is one, else as they were when they led to this document.
    fn open_stats(&mut self, full: bool, node: Option<Node>) {
        let Some(reading) = &self.reading else { return };
        let left = self.left_stats.take_if(|(id, _)| *id == reading.id && node.is_none());
        if let Some((_, mut stats)) = left {
            stats.full = full;
            self.stats = Some(stats);
            return;
        }
        let mut subjects = vec![Subject::Document(reading.id)];
        let sections = reading.paper.folds.sections();
        let here = sections.iter().rfind(|section| section.blocks.contains(&reading.cursor.block));
        subjects.extend(here.map(|section| Subject::Section(reading.id, section.blocks.clone())));
        if let Some(search) = self.search.as_ref().filter(|search| !search.results.documents.is_empty()) {
            subjects.extend(search.selection().map(Subject::Part));
        }
        subjects.push(Subject::Heap);
        let first = subjects[0].clone();
        let mut stats = StatsView::new(subjects, full);
        self.job(Job::Study(first));
        let asked = node.map(|node| stats.look_up(node));
        self.stats = Some(stats);
        asked.into_iter().for_each(|answer| self.answer(answer));
    }
}
