//! The whole state of the interface, and what each event does to it.
//!
//! No I/O happens here: what needs doing outside is answered as [`Effect`]s. Keys in, screen out.

mod act;
mod commands;
mod filter;
mod find;
mod go;
mod keys;
mod layer;
mod mouse;
mod open;
mod panes;
mod passages;
mod touring;

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::Options;
use super::event::{Effect, Event};
use super::job::{Job, Outcome, Subject};
use super::keymap::{Key, Keymap};
use super::raw::RawView;
use super::reading::Reading;
use super::screen::{self, Areas, areas};
use super::shelf::{Entry, Shelf};
use super::view;
use super::view::stats::StatsView;
use crate::collection::Progress;
use crate::document::{DocId, Document};
use crate::ingest::Charset;
use crate::lang::Lang;
use crate::passages::{Kept, Passage};
use crate::state::{Remembered, State};
use crate::stats::Node;
pub use filter::FilterPrompt;
pub use find::{Reach, SearchPane};
pub use go::Motion;
pub use layer::{Layer, Overlay};
use mouse::Held;
pub use open::Arrival;
pub use touring::Tour;

/// The pane that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Side,
    Text,
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
    /// The paths of the open heap, absolute; none for the samples.
    paths: Vec<PathBuf>,
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
    /// The uppermost last.
    overlays: Vec<Overlay>,
    /// The outline instead of the list, and its selected section.
    pub outline: Option<usize>,
    /// The list's filter while it is typed.
    pub filter: Option<FilterPrompt>,
    pub zen: bool,
    /// For people who look on: text alone, in short rows.
    pub presenting: bool,
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
    /// The entry of the document that is shown, as it was when it opened.
    shown: Option<Entry>,
    /// The document that was read last in this heap, until it is shown or a key is pressed.
    resume: Option<String>,
    /// Documents shown lately.
    recent: VecDeque<(DocId, Arc<Document>)>,
    /// Documents that are read in an encoding that was chosen.
    encodings: HashMap<DocId, Charset>,
    jumps: open::Jumps,
    wanted: Vec<DocId>,
    generation: u64,
    effects: Vec<Effect>,
    dirty: bool,
    /// What the mouse has taken hold of.
    held: Held,
    /// The user has taken over from the tour.
    tour_over: bool,
    /// What was kept of documents, once it has been asked for.
    passages: Vec<Kept>,
    passages_asked: bool,
    /// A passage that is to be gone to when its document is shown.
    sought: Option<(DocId, Passage)>,
    /// Bindings that are pressing keys now.
    playing: usize,
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
            paths: Vec::new(),
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
            overlays: Vec::new(),
            outline: None,
            filter: None,
            zen: false,
            presenting: false,
            pending: Pending::default(),
            message: None,
            tour: None,
            tour_over: false,
            passages: Vec::new(),
            passages_asked: false,
            sought: None,
            playing: 0,
            scanned: false,
            progress: Progress::default(),
            unread: 0,
            opening: None,
            shown: None,
            resume: None,
            recent: VecDeque::new(),
            encodings: HashMap::new(),
            jumps: open::Jumps::default(),
            wanted: Vec::new(),
            generation: 0,
            effects: Vec::new(),
            dirty: true,
            held: Held::default(),
        };
        app.paths = paths.iter().filter_map(|path| std::path::absolute(path).ok()).collect();
        app.resume = app.state.last(&app.paths).map(str::to_owned);
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
            Event::Key(key) if self.tour.is_some() => self.tour_key(key),
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

    /// Keeps where the reader is, in the document and in the heap.
    pub fn remember_all(&mut self) {
        self.remember();
        if let Some(key) = self.current().map(|entry| entry.key.clone()) {
            self.state.set_last(&self.paths, key);
        }
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
        self.remember_all();
        self.effects.push(Effect::Quit);
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
                if let Some(Overlay::Themes(picker)) = self.overlays.last_mut() {
                    picker.take(themes);
                }
            }
            Outcome::Passages(kept) => self.take_passages(kept),
            Outcome::Theme(name, theme) => self.take_theme(name, theme),
            Outcome::Config(config, problems) => self.take_file(*config, &problems),
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
        self.mark_all();
        if !more {
            self.ask_passages();
        }
        self.message = errors.into_iter().next().or(self.message.take());
        if !more && self.shelf.count() > 0 {
            // A heap without documents is none to come back to.
            self.state.paths.clone_from(&self.paths);
            self.state.add_heap(&self.paths);
        }
        self.wanted.clear();
        if self.is_gone() {
            self.say(
                "这篇文档已被移走或删除，正文还在这里",
                "this document was moved away or deleted; its text is still here",
            );
        }
        if let Some(last) = self.resume.take_if(|last| !more || self.shelf.by_key(last).is_some())
            && self.reading.is_none()
            && let Some(entry) = self.shelf.by_key(&last)
        {
            let id = entry.id;
            self.shelf.select(id);
            return self.open(id, Arrival::Resume);
        }
        if !first {
            self.renew_stats();
            return self.reread(changed);
        }
        if self.shelf.count() == 1 {
            self.focus = Focus::Text;
        }
        if self.resume.is_none() {
            self.open_selected();
        }
    }

    fn renew_stats(&mut self) {
        self.left_stats = None;
        let answer = self.stats.as_mut().map(StatsView::renew);
        answer.into_iter().for_each(|answer| self.answer(answer));
    }

    /// Tells the list what is remembered of its documents, and counts those that have not been read.
    fn mark_all(&mut self) {
        let known: Vec<_> = self
            .shelf
            .entries()
            .iter()
            .filter_map(|entry| Some((entry.id, self.state.document(&entry.key)?.marks_in_list())))
            .collect();
        let read = known.iter().filter(|(_, marks)| marks.read).count();
        self.unread = self.shelf.count() - read.min(self.shelf.count());
        known.into_iter().for_each(|(id, marks)| self.shelf.mark(id, marks));
    }

    /// Changes what is remembered of documents, and tells the list.
    fn change(&mut self, ids: &[DocId], change: impl Fn(&mut Remembered)) {
        for &id in ids {
            let Some(key) = self.shelf.entry(id).map(|entry| entry.key.clone()) else { continue };
            let before = self.shelf.marks(id).is_some_and(|marks| marks.read);
            let remembered = self.state.document_mut(&key);
            change(remembered);
            let marks = remembered.marks_in_list();
            self.unread = (self.unread + usize::from(before)).saturating_sub(usize::from(marks.read));
            self.shelf.mark(id, marks);
        }
    }

    /// What an action is done to: the selected documents, or the one at hand.
    fn meant(&self) -> Vec<DocId> {
        let chosen = self.shelf.chosen();
        if !chosen.is_empty() { chosen } else { self.reading.iter().map(|reading| reading.id).collect() }
    }

    /// Every tag there is, in order.
    pub fn tags(&self) -> Vec<String> {
        self.state.tags()
    }

    /// Puts everything in order after an event: sizes, windows, what is wanted next.
    fn settle(&mut self) {
        self.shelf.arrange();
        self.agree();
        let areas = self.areas();
        if let (Some(reading), Some(text)) = (&mut self.reading, areas.text) {
            let frame = text.frame(&self.options, self.presenting);
            reading.paper.set_airy(self.presenting);
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

    /// The entry of the document being read.
    pub fn current(&self) -> Option<&Entry> {
        let id = self.reading.as_ref()?.id;
        self.shelf.entry(id).or(self.shown.as_ref().filter(|shown| shown.id == id))
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
        let asked = node.map(|node| stats.open_at(node));
        self.stats = Some(stats);
        asked.into_iter().for_each(|answer| self.answer(answer));
    }
}
