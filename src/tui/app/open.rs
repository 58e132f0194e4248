//! Opening documents, leaving them, and coming back: what is remembered of each, jumps and marks.

use std::sync::Arc;

use super::{App, Focus};
use crate::document::{DocId, Document};
use crate::ingest::{Charset, Raw};
use crate::state::{Mark, Remembered};
use crate::text::layout::Measure;
use crate::tui::event::Effect;
use crate::tui::job::Job;
use crate::tui::raw::RawView;
use crate::tui::reading::folds::Folds;
use crate::tui::reading::paper::{Head, Paper};
use crate::tui::reading::{Reading, Spot};

/// Documents kept at hand.
const RECENT: usize = 8;

/// Where to go in a document that opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Where the reader was last.
    Resume,
    Spot(Spot),
    /// The place that shows best why it was found.
    BestHit,
    FirstHit,
    /// The next place after where one stands, or the previous one; past the end from the other side.
    HitBeside(bool),
    LastHit,
}

/// Places left by a jump.
#[derive(Debug, Default)]
pub struct Jumps {
    places: Vec<(DocId, Spot)>,
    /// The place that going back leads to is the one before this.
    at: usize,
}

impl Jumps {
    fn push(&mut self, place: (DocId, Spot)) {
        self.places.truncate(self.at);
        self.places.retain(|&known| known != place);
        self.places.push(place);
        self.at = self.places.len();
    }

    fn back(&mut self, from: (DocId, Spot)) -> Option<(DocId, Spot)> {
        if self.at == self.places.len() {
            self.push(from);
            self.at -= 1;
        }
        self.at = self.at.checked_sub(1)?;
        self.places.get(self.at).copied()
    }

    fn forward(&mut self) -> Option<(DocId, Spot)> {
        let place = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        Some(place)
    }
}

impl App {
    /// Opens the document selected in the list.
    pub(super) fn open_selected(&mut self) {
        if let Some(id) = self.shelf.selected_id() {
            self.open(id, Arrival::Resume);
        }
    }

    /// Shows a document, now or when it has been cleaned.
    pub(super) fn open(&mut self, id: DocId, arrival: Arrival) {
        if self.reading.as_ref().is_some_and(|reading| reading.id == id) {
            self.opening = None;
            self.arrive(arrival);
        } else if let Some((_, document)) = self.recent.iter().find(|(known, _)| *known == id) {
            let document = document.clone();
            self.show(id, document, arrival);
        } else {
            self.opening = Some((id, arrival));
            self.job(Job::Open(id));
        }
    }

    /// Documents have changed on disk.
    pub(super) fn reread(&mut self, changed: &[DocId]) {
        self.recent.retain(|(id, _)| !changed.contains(id));
        match &self.reading {
            Some(reading) if changed.contains(&reading.id) => self.reopen(),
            Some(_) => {}
            None => self.open_selected(),
        }
    }

    /// Shows the current document anew: it may read differently now.
    pub(super) fn reopen(&mut self) {
        self.recent.clear();
        if let Some(reading) = &self.reading {
            let (id, spot) = (reading.id, reading.cursor);
            self.opening = Some((id, Arrival::Spot(spot)));
            self.job(Job::Open(id));
        } else if let Some((id, _)) = self.opening {
            self.job(Job::Open(id));
        }
    }

    /// Reads the current document in the next of the encodings that Chinese is met in, and after the last as it
    /// seems to be.
    pub(super) fn next_encoding(&mut self) {
        let Some((id, spot)) = self.reading.as_ref().map(|reading| (reading.id, reading.cursor)) else {
            return;
        };
        let guessed =
            self.current().and_then(|entry| entry.summary.as_ref()).map_or("", |known| known.encoding);
        let chosen = self.encodings.get(&id).copied();
        let at = Charset::CHINESE.iter().position(|&charset| Some(charset) == chosen).map_or(0, |at| at + 1);
        let next = Charset::CHINESE[at..].iter().copied().find(|charset| charset.name() != guessed);
        match next {
            Some(charset) => drop(self.encodings.insert(id, charset)),
            None => drop(self.encodings.remove(&id)),
        }
        let lang = self.lang();
        self.message = Some(match next {
            Some(charset) => format!("{}{}", lang.pick("按此编码重读：", "read as "), charset.name()),
            None => format!("{}{guessed}", lang.pick("按原来的判断：", "read as it seems to be: ")),
        });
        self.recent.retain(|(known, _)| *known != id);
        self.opening = Some((id, Arrival::Spot(spot)));
        self.job(Job::Recode(id, next));
    }

    pub(super) fn opened(&mut self, id: DocId, document: Arc<Document>) {
        self.recent.retain(|(known, _)| *known != id);
        self.recent.push_front((id, document.clone()));
        self.recent.truncate(RECENT);
        if let Some((_, arrival)) = self.opening.take_if(|(opening, _)| *opening == id) {
            self.show(id, document, arrival);
        }
    }

    fn show(&mut self, id: DocId, document: Arc<Document>, arrival: Arrival) {
        self.remember();
        self.opening = None;
        let Some(entry) = self.shelf.entry(id).cloned() else { return };
        let mut folds = Folds::new(&document, self.options.config.folded);
        let remembered = self.state.document(&entry.key).cloned().unwrap_or_default();
        if let Some(open) = &remembered.open {
            folds.restore(open);
        }
        let head = Head::new(&document, entry.file_name(), self.lang());
        let mut reading = Reading::new(id, Paper::new(document, folds, head, Measure::default()));
        let last = reading.paper.document.blocks.len().saturating_sub(1);
        reading.cursor =
            Spot { block: (remembered.block as usize).min(last), byte: remembered.byte as usize };
        reading.preview = self.search.is_some();
        reading.seen = reading.view();
        self.reading = Some(reading);
        self.shown = Some(entry);
        if self.raw.take().is_some() {
            self.job(Job::Raw(id));
        }
        self.show_hits();
        self.show_kept();
        self.arrive(arrival);
        self.find_sought();
    }

    fn arrive(&mut self, arrival: Arrival) {
        let best = self.search.as_ref().and_then(|search| search.selected_found()).map_or(0, |f| f.best);
        let Some(reading) = &mut self.reading else { return };
        match arrival {
            Arrival::Resume => {}
            Arrival::Spot(spot) => reading.go(spot),
            Arrival::BestHit => reading.go_to_hit(best),
            Arrival::FirstHit => reading.go_to_hit(0),
            Arrival::HitBeside(forward) => {
                let last = reading.hits().len().saturating_sub(1);
                let around = if forward { 0 } else { last };
                reading.go_to_hit(reading.hit_off_cursor(forward).unwrap_or(around));
            }
            Arrival::LastHit => reading.go_to_hit(reading.hits().len().saturating_sub(1)),
        }
    }

    /// Keeps where the reader is in the current document.
    pub fn remember(&mut self) {
        let Some(reading) = self.reading.as_mut().filter(|reading| !reading.preview) else { return };
        let view = reading.view();
        if view == reading.seen {
            return;
        }
        reading.seen = view;
        self.note_visit();
        let Some(reading) = &self.reading else { return };
        let (cursor, open) = (reading.cursor, reading.paper.folds.open_headings());
        if let Some(remembered) = self.remembered() {
            (remembered.block, remembered.byte) = (cursor.block as u32, cursor.byte as u32);
            remembered.open = Some(open);
        }
    }

    /// The document is among those read lately.
    pub(super) fn note_visit(&mut self) {
        let read = self.current().map(|entry| (entry.key.clone(), entry.title().to_owned()));
        if let Some((key, title)) = read {
            self.state.visit(key, title);
        }
    }

    /// What is kept of the current document, to be changed.
    pub(super) fn remembered(&mut self) -> Option<&mut Remembered> {
        let key = self.current()?.key.clone();
        Some(self.state.document_mut(&key))
    }

    pub(super) fn mark_read(&mut self) {
        let Some(id) = self.reading.as_ref().map(|reading| reading.id) else { return };
        if !self.shelf.marks(id).is_some_and(|marks| marks.read) {
            self.change(&[id], |remembered| remembered.read = true);
        }
    }

    /// Goes to the next or previous document of the list or of the results.
    pub(super) fn step_document(&mut self, count: usize, forward: bool) {
        let selected = self.side_selected_document();
        let row = if forward { selected.saturating_add(count) } else { selected.saturating_sub(count) };
        self.select_document(row);
    }

    fn side_selected_document(&self) -> usize {
        self.search.as_ref().map_or_else(|| self.shelf.selected(), |search| search.selected)
    }

    /// Selects and shows a row of the list or of the results.
    pub(super) fn select_document(&mut self, row: usize) {
        if self.search.is_some() {
            return self.select_result(row);
        }
        self.shelf.select_row(row);
        self.open_selected();
    }

    pub(super) fn take_raw(&mut self, id: DocId, raw: &Arc<Raw>) {
        if let Some(reading) = self.reading.as_ref().filter(|reading| reading.id == id) {
            self.raw = Some(RawView::new(raw.clone(), reading));
        }
    }

    pub(super) fn toggle_raw(&mut self) {
        if self.raw.take().is_none()
            && let Some(reading) = &self.reading
        {
            self.job(Job::Raw(reading.id));
            self.focus = Focus::Text;
        }
    }

    /// Where the cursor is.
    fn here(&self) -> Option<(DocId, Spot)> {
        self.reading.as_ref().map(|reading| (reading.id, reading.cursor))
    }

    /// Notes the place that is about to be left.
    pub(super) fn push_jump(&mut self) {
        if let Some(here) = self.here() {
            self.jumps.push(here);
        }
    }

    pub(super) fn note_jump(&mut self, place: (DocId, Spot)) {
        self.jumps.push(place);
    }

    pub(super) fn jump(&mut self, forward: bool) {
        let Some(here) = self.here() else { return };
        let place = if forward { self.jumps.forward() } else { self.jumps.back(here) };
        if let Some((id, spot)) = place {
            self.select_in_list(id);
            self.open(id, Arrival::Spot(spot));
        }
    }

    /// Goes to a place in a document, to come back from.
    pub(super) fn visit(&mut self, id: DocId, spot: Spot) {
        self.focus = Focus::Text;
        self.push_jump();
        self.select_in_list(id);
        self.open(id, Arrival::Spot(spot));
    }

    /// The marks that lead anywhere from here: the document's own, then those of all documents.
    pub fn marks(&self) -> Vec<(char, String)> {
        let own = self.current().and_then(|entry| self.state.document(&entry.key));
        let text = |block: u32| {
            let reading = self.reading.as_ref()?;
            Some(reading.paper.text(block as usize).chars().take(60).collect::<String>())
        };
        let own = own.into_iter().flat_map(|known| &known.marks);
        let own = own.map(|(name, (block, _))| (*name, text(*block).unwrap_or_default()));
        let others = self.state.marks().map(|(name, mark)| {
            let title = self.shelf.by_key(&mark.document).map(|entry| entry.title().to_owned());
            (name, title.unwrap_or_else(|| mark.document.clone()))
        });
        own.chain(others).collect()
    }

    pub(super) fn set_mark(&mut self, name: char) {
        let Some((id, spot)) = self.here() else { return };
        let (block, byte) = (spot.block as u32, spot.byte as u32);
        if name.is_uppercase()
            && let Some(document) = self.shelf.entry(id).map(|entry| entry.key.clone())
        {
            self.state.set_mark(name, Mark { document, block, byte });
        } else if let Some(remembered) = self.remembered() {
            remembered.marks.insert(name, (block, byte));
        }
        let said = self.lang().pick("标记 ", "marked ");
        self.message = Some(format!("{said}{name}"));
    }

    /// Goes to a mark: one by an uppercase letter lies in any document, the others in this one.
    pub(super) fn go_to_mark(&mut self, name: char) {
        if matches!(name, '\'' | '`') {
            return self.jump(false);
        }
        let (id, block, byte) = match (self.state.mark(name).filter(|_| name.is_uppercase()), self.here()) {
            (Some(mark), _) => match self.shelf.by_key(&mark.document) {
                Some(entry) => (entry.id, mark.block, mark.byte),
                None => {
                    let said =
                        self.lang().pick("所在的文档这次没有打开", "leads to a document not opened now");
                    self.message = Some(format!("{name}: {said}: {}", mark.document));
                    return;
                }
            },
            (None, Some((id, _))) => {
                let known = self.current().and_then(|entry| self.state.document(&entry.key));
                let Some(&(block, byte)) = known.and_then(|known| known.marks.get(&name)) else {
                    let said = self.lang().pick("没有标记 ", "no mark ");
                    self.message = Some(format!("{said}{name}"));
                    return;
                };
                (id, block, byte)
            }
            (None, None) => return,
        };
        self.visit(id, Spot { block: block as usize, byte: byte as usize });
    }

    pub(super) fn edit_raw(&mut self) {
        let line = self.raw.as_ref().map(RawView::line).or_else(|| Some(self.reading.as_ref()?.raw_line()));
        if self.is_gone() {
            return self.say("文件已被移走或删除", "the file was moved away or deleted");
        }
        match (self.current().and_then(|entry| entry.file.clone()), line) {
            (Some(file), Some(line)) => self.effects.push(Effect::Edit(file, line)),
            _ => {
                let said =
                    self.lang().pick("这篇文档没有可以编辑的文件", "this document is not a file of its own");
                self.message = Some(said.to_owned());
            }
        }
    }
}
