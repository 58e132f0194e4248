//! Searching: results as one types, the best one shown, from hit to hit, and back to where one was.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use crossterm::event::KeyCode;
use tui_input::Input;

use super::{App, Arrival, Focus};
use crate::collection::{Condition, Selection};
use crate::document::DocId;
use crate::lang::Lang;
use crate::search::{Found, Query, Results, Scope, Snippet};
use crate::text::segment;
use crate::tui::action::Action;
use crate::tui::job::Job;
use crate::tui::keymap::Key;
use crate::tui::prompt;
use crate::tui::reading::{Reading, Spot};

/// Documents that a search lists at first: some screens of them.
const RESULTS: usize = 40;
/// As one comes this close to the last of them, more are asked for: this many times as many.
const NEAR_END: usize = 10;
const MORE: usize = 4;

/// A search, from `/` until it is left.
#[derive(Debug)]
pub struct SearchPane {
    pub input: Input,
    /// Keys go to the query.
    pub typing: bool,
    pub reach: Reach,
    pub results: Results,
    pub took: Duration,
    /// Whether the results answer a query; while a key is being answered, the one before it.
    pub answered: bool,
    /// Row of the results.
    pub selected: usize,
    pub snippets: HashMap<DocId, Snippet>,
    /// What the answer that is waited for is to.
    awaited: Option<Question>,
    /// The index has grown since that was asked for.
    outdated: bool,
    /// The latest request.
    generation: u64,
    /// Documents asked for.
    limit: usize,
    asked: Vec<DocId>,
    /// How far back in the history of queries one has gone.
    history: usize,
    origin: Origin,
    /// What is found in the document one came from goes first: its next hit, or the previous one.
    here_first: Option<bool>,
}

/// What one asks the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    New,
    /// The same as before, as more can be found now.
    Again,
}

/// Where a search looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    #[default]
    Heap,
    /// In the document one came from.
    Here,
    /// In the titles of the documents that the list shows.
    Titles,
}

impl Reach {
    fn next(self) -> Reach {
        match self {
            Reach::Heap => Reach::Here,
            Reach::Here => Reach::Titles,
            Reach::Titles => Reach::Heap,
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Reach::Heap => lang.pick("全部", "all"),
            Reach::Here => lang.pick("本文", "this document"),
            Reach::Titles => lang.pick("标题", "titles"),
        }
    }
}

/// Where one was before searching.
#[derive(Debug)]
struct Origin {
    /// Taken when the search shows another document.
    reading: Option<Reading>,
    place: Option<(DocId, Spot, Vec<u32>)>,
    focus: Focus,
    zen: bool,
}

impl SearchPane {
    /// All that the query finds in the heap, however many; `None` where it asks one document only.
    pub fn selection(&self) -> Option<Selection> {
        let query = self.input.value().trim().to_owned();
        match self.reach {
            Reach::Heap => Some(Selection::of(Condition::Search(query))),
            Reach::Titles => Some(Selection::of(Condition::Title(query))),
            Reach::Here => None,
        }
    }

    pub fn selected_found(&self) -> Option<&Found> {
        self.results.documents.get(self.selected)
    }

    pub fn found(&self, id: DocId) -> Option<&Found> {
        self.results.found(id)
    }
}

impl App {
    pub(super) fn start_search(&mut self) {
        self.remember();
        self.raw = None;
        if let Some(search) = &mut self.search {
            search.typing = true;
            self.focus = Focus::Side;
            return;
        }
        let place = self.reading.as_ref().map(|reading| {
            let (spot, open) = reading.view();
            (reading.id, spot, open)
        });
        let origin = Origin { reading: None, place, focus: self.focus, zen: self.zen };
        self.search = Some(SearchPane {
            input: Input::default(),
            typing: true,
            reach: Reach::default(),
            results: Results::default(),
            took: Duration::ZERO,
            answered: false,
            selected: 0,
            snippets: HashMap::new(),
            awaited: None,
            outdated: false,
            generation: 0,
            limit: RESULTS,
            asked: Vec::new(),
            history: 0,
            origin,
            here_first: None,
        });
        self.outline = None;
        (self.zen, self.presenting) = (false, false);
        self.focus = Focus::Side;
        self.side_top = 0;
        if let Some(reading) = &mut self.reading {
            reading.preview = true;
        }
    }

    pub(super) fn search_key(&mut self, key: Key) {
        let Some(search) = &mut self.search else { return };
        let selected = search.selected;
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => self.leave_search(),
            (KeyCode::Enter, _) => self.accept_search(),
            (KeyCode::F(1), _) => self.act(Action::Help, None, None),
            (KeyCode::Tab, _) => {
                search.reach = search.reach.next();
                self.query_changed();
            }
            (KeyCode::Down, _) | (KeyCode::Char('j'), true) => self.select_result(selected + 1),
            // From an empty line up to the last query, and from there to those before it.
            (KeyCode::Up, _) if search.input.value().is_empty() || search.history > 0 && selected == 0 => {
                self.query_from_history(true);
            }
            (KeyCode::Up, _) => self.select_result(selected.saturating_sub(1)),
            (KeyCode::PageDown, _) => self.select_result(selected + 5),
            (KeyCode::PageUp, _) => self.select_result(selected.saturating_sub(5)),
            (KeyCode::Char('p'), true) => self.query_from_history(true),
            (KeyCode::Char('n'), true) => self.query_from_history(false),
            _ => {
                if prompt::edit(&mut search.input, key) == Some(true) {
                    (search.history, search.here_first) = (0, None);
                    self.query_changed();
                }
            }
        }
    }

    fn query_from_history(&mut self, back: bool) {
        let Some(search) = &mut self.search else { return };
        let queries = self.state.queries();
        let steps = if back { search.history + 1 } else { search.history.saturating_sub(1) };
        if steps > queries.len() {
            return;
        }
        let query = steps.checked_sub(1).map_or("", |back| queries[queries.len() - 1 - back].as_str());
        search.input = Input::new(query.to_owned());
        search.history = steps;
        self.query_changed();
    }

    /// Looks for the query as it stands now.
    pub(super) fn query_changed(&mut self) {
        if let Some(search) = &mut self.search {
            search.limit = RESULTS;
        }
        if self.ask_search(Question::New) {
            return;
        }
        if let Some(search) = &mut self.search {
            search.results = Results::default();
            search.answered = false;
            self.show_hits();
            self.restore_origin();
        }
    }

    /// Whether the query, as far as it is typed, asks for anything.
    fn ask_search(&mut self, question: Question) -> bool {
        let lang = self.lang();
        self.generation += 1;
        let generation = self.generation;
        let here = self.search.as_ref().and_then(|search| search.origin.place.as_ref()).map(|place| place.0);
        let Some(search) = &mut self.search else { return false };
        search.generation = generation;
        let query = Query::parse(search.input.value());
        let hint = query.hints.first().map(|hint| hint.message(lang));
        let listed = || match self.shelf.filter() {
            "" => Scope::Heap,
            _ => Scope::Documents(self.shelf.listed().to_vec()),
        };
        let (query, scope) = match (search.reach, here) {
            (Reach::Here, Some(id)) => (query, Scope::Documents(vec![id])),
            (Reach::Titles, _) => (query.in_titles(), listed()),
            _ => (query, Scope::Heap),
        };
        self.message = hint.map(str::to_owned).or(self.message.take());
        let asks = !query.is_empty();
        search.awaited = asks.then_some(question);
        if asks {
            let limit = search.limit;
            self.job(Job::Search { generation, query, scope, limit });
        }
        asks
    }

    /// More of the heap can be searched now: the question is asked again.
    pub(super) fn refresh_search(&mut self) {
        match &mut self.search {
            Some(search) if search.awaited.is_some() => search.outdated = true,
            Some(search) if search.answered => {
                self.ask_search(Question::Again);
            }
            _ => {}
        }
    }

    pub(super) fn found(&mut self, generation: u64, results: Results, took: Duration) {
        let Some(search) = self.search.as_mut().filter(|search| search.generation == generation) else {
            return;
        };
        // Whoever has chosen a result, or reads one, keeps it.
        let again = search.awaited.take() == Some(Question::Again);
        let refreshed = again && (!search.typing || search.selected > 0);
        let kept = search.selected_found().map(|found| found.document).filter(|_| refreshed);
        let before = std::mem::replace(&mut search.results, results);
        (search.took, search.answered) = (took, true);
        // An extract holds as long as the hits do that it shows.
        let (before, now) = (|id| before.found(id), |id| search.results.found(id));
        let same = |id| before(id).map(|found| &found.hits) == now(id).map(|found| &found.hits);
        search.snippets.retain(|&id, _| again && same(id));
        search.asked.clear();
        let row = |id| search.results.documents.iter().position(|found| found.document == id);
        search.selected = kept.and_then(row).unwrap_or(0);
        let outdated = std::mem::take(&mut search.outdated);
        if !refreshed {
            self.side_top = 0;
            if search.results.documents.is_empty() {
                self.restore_origin();
                self.show_hits();
            } else {
                self.show_first();
            }
        }
        if outdated {
            self.ask_search(Question::Again);
        }
    }

    /// Shows the best result, or where one wants to stay what is found here.
    fn show_first(&mut self) {
        let Some(search) = &mut self.search else { return };
        let here = search.origin.place.as_ref().map(|place| place.0);
        let (Some(forward), Some(here)) = (search.here_first, here) else { return self.select_result(0) };
        let row = search.results.documents.iter().position(|found| found.document == here);
        match row {
            Some(row) => self.show_result(row, Arrival::HitBeside(forward)),
            None if search.results.others.contains(&here) => {
                search.reach = Reach::Here;
                self.query_changed();
            }
            None => self.select_result(0),
        }
    }

    /// Shows a row of the results.
    pub(super) fn select_result(&mut self, row: usize) {
        self.show_result(row, Arrival::BestHit);
    }

    fn show_result(&mut self, row: usize, arrival: Arrival) {
        let Some(search) = &mut self.search else { return };
        search.selected = row.min(search.results.documents.len().saturating_sub(1));
        let Some(id) = search.selected_found().map(|found| found.document) else { return };
        if self.reading.as_ref().is_some_and(|reading| reading.id != id) && search.origin.reading.is_none() {
            let original = search.origin.place.as_ref().map(|place| place.0);
            search.origin.reading = self.reading.take_if(|reading| Some(reading.id) == original);
        }
        let listed = search.results.documents.len();
        let ends = row + NEAR_END >= listed && listed == search.limit;
        if ends && search.awaited.is_none() && !search.results.others.is_empty() {
            search.limit *= MORE;
            self.ask_search(Question::Again);
        }
        self.show_hits();
        self.open(id, arrival);
    }

    /// Marks the hits of the search in the document that is shown.
    pub(super) fn show_hits(&mut self) {
        let Some(reading) = &mut self.reading else { return };
        let hits = self.search.as_ref().and_then(|search| search.found(reading.id));
        reading.set_hits(hits.map(|found| found.hits.clone()).unwrap_or_default(), true);
    }

    pub(super) fn want_snippets(&mut self, rows: Range<usize>) {
        let Some(search) = &mut self.search else { return };
        let wanted: Vec<&Found> = search
            .results
            .documents
            .iter()
            .skip(rows.start)
            .take(rows.len())
            .filter(|found| !search.snippets.contains_key(&found.document))
            .collect();
        let asked: Vec<DocId> = wanted.iter().map(|found| found.document).collect();
        if asked.is_empty() || asked == search.asked {
            return;
        }
        let wanted = wanted.into_iter().map(|f| (f.document, f.hits.clone(), f.best)).collect();
        search.asked = asked;
        let generation = search.generation;
        self.job(Job::Snippets { generation, wanted });
    }

    pub(super) fn take_snippets(&mut self, generation: u64, snippets: Vec<(DocId, Snippet)>) {
        if let Some(search) = self.search.as_mut().filter(|search| search.generation == generation) {
            search.snippets.extend(snippets);
        }
    }

    /// `Enter`: to the text of the result; the results stay beside it.
    pub(super) fn accept_search(&mut self) {
        let Some(search) = &mut self.search else { return };
        let query = search.input.value().to_owned();
        search.typing = false;
        if search.results.documents.is_empty() {
            if query.trim().is_empty() {
                self.leave_search();
            }
            return;
        }
        self.state.add_query(&query);
        let origin = search.origin.place.as_ref().map(|place| (place.0, place.1));
        if let Some(origin) = origin {
            self.note_jump(origin);
        }
        self.enter_side();
    }

    /// To the next or previous hit; at the end of a document, to the next one found.
    pub(super) fn step_hit(&mut self, count: usize, forward: bool) {
        for _ in 0..count {
            let Some(reading) = &mut self.reading else { return };
            if let Some(index) = reading.hit_beside(forward) {
                reading.go_to_hit(index);
                continue;
            }
            let Some(search) = &self.search else { return };
            let row = if forward { Some(search.selected + 1) } else { search.selected.checked_sub(1) };
            match row.filter(|&row| row < search.results.documents.len()) {
                Some(row) => {
                    let arrival = if forward { Arrival::FirstHit } else { Arrival::LastHit };
                    self.show_result(row, arrival);
                }
                None => {
                    let said = self.lang().pick("没有更多命中", "no further hit");
                    self.message = Some(said.to_owned());
                }
            }
        }
    }

    /// `*`: looks for the word under the cursor.
    pub(super) fn search_word(&mut self) {
        if let Some(word) = self.word_here() {
            self.state.add_query(&word);
            self.search_here(&word, true);
        }
    }

    /// Looks for a query without it being typed, beginning with the text that is read.
    fn search_here(&mut self, query: &str, forward: bool) {
        self.start_search();
        if let Some(search) = &mut self.search {
            search.input = Input::new(query.to_owned());
            (search.typing, search.here_first) = (false, Some(forward));
        }
        self.focus = Focus::Text;
        self.query_changed();
    }

    /// `n` after a search was left: looks for the same again.
    pub(super) fn search_again(&mut self, forward: bool) {
        match self.state.queries().last().cloned() {
            Some(query) => self.search_here(&query, forward),
            None => self.say("还没有搜索过", "nothing has been searched for yet"),
        }
    }

    /// The word under the cursor.
    pub(super) fn word_here(&self) -> Option<String> {
        let reading = self.reading.as_ref().filter(|reading| !reading.is_empty())?;
        let word = word_at(reading.paper.text(reading.cursor.block), reading.cursor.byte);
        (!word.trim().is_empty()).then_some(word)
    }

    /// `Esc`: everything is again as it was before the search.
    pub(super) fn leave_search(&mut self) {
        self.restore_origin();
        if let Some(search) = self.search.take() {
            (self.focus, self.zen) = (search.origin.focus, search.origin.zen);
        }
        self.show_hits();
        if let Some(reading) = &mut self.reading {
            reading.preview = false;
        }
        self.side_top = 0;
    }

    fn restore_origin(&mut self) {
        let Some(search) = &mut self.search else { return };
        let original = search.origin.reading.take();
        let Some((id, spot, open)) = search.origin.place.clone() else { return };
        if original.is_some() {
            self.reading = original;
        }
        self.opening = None;
        match &mut self.reading {
            Some(reading) if reading.id == id => {
                reading.paper.folds.restore(&open);
                reading.cursor = spot;
            }
            _ => self.open(id, Arrival::Spot(spot)),
        }
    }

    /// Ends the search where it has led to.
    pub(super) fn close_search(&mut self) {
        if self.search.take().is_some() {
            self.show_hits();
            self.focus = Focus::Text;
            self.side_top = 0;
            if let Some(reading) = &mut self.reading {
                reading.preview = false;
                let id = reading.id;
                self.shelf.select(id);
            }
        }
    }
}

/// The word that a byte of a text stands in, or the next one where it stands between words: by the
/// dictionary where it is loaded, else the run of characters of one kind, Han two at a time.
fn word_at(text: &str, byte: usize) -> String {
    let after = text.get(byte..).unwrap_or_default();
    let byte = byte + after.find(char::is_alphanumeric).unwrap_or(0);
    if segment::is_loaded()
        && let Some(word) = segment::cut(text, true).into_iter().find(|word| byte < word.end)
    {
        return text[word].to_owned();
    }
    let rest = text.get(byte..).unwrap_or_default();
    let latin = |c: &char| c.is_ascii_alphanumeric();
    match rest.chars().next() {
        Some(c) if latin(&c) => {
            let before: usize = text[..byte].chars().rev().take_while(latin).map(char::len_utf8).sum();
            text[byte - before..].chars().take_while(latin).collect()
        }
        _ => rest.chars().take(2).collect(),
    }
}
