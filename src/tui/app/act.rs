//! What each action does.

use super::{App, Focus, Overlay};
use crate::config::{NARROWEST, WIDEST};
use crate::stats::Node;
use crate::tui::action::{Action, Group};
use crate::tui::event::Effect;
use crate::tui::job::Job;
use crate::tui::keymap::Mode;
use crate::tui::reading::Reading;
use crate::tui::reading::motion::Fold;
use crate::tui::view::Answer;
use crate::tui::view::help::Help;
use crate::tui::view::palette::Palette;
use crate::tui::view::stats::{Given, Purpose, ScopePicker, StatsView};
use crate::tui::view::themes::ThemePicker;

/// Rows that a page keeps of the one before.
const OVERLAP: usize = 2;

impl App {
    /// Does an action. `count` is the number typed before it, `typed` the character of its last key.
    pub fn act(&mut self, action: Action, count: Option<usize>, typed: Option<char>) {
        if self.stats.is_none() && action.info().group == Group::Stats {
            // Chosen in the palette.
            self.open_stats(true, None);
        }
        if let Some(stats) = &mut self.stats {
            let given = Given { count: count.unwrap_or(1), typed, lang: self.options.lang };
            let answer = stats.act(action, given, &self.shelf);
            if !matches!(answer, Answer::Ignored) {
                return self.answer(answer);
            }
        }
        if self.side_action(action, count)
            || self.raw_action(action, count)
            || self.text_action(action, count)
        {
            return;
        }
        match action {
            Action::JumpBack => self.jump(false),
            Action::JumpForward => self.jump(true),
            Action::SetMark => typed.into_iter().for_each(|name| self.set_mark(name)),
            Action::GotoMark => typed.into_iter().for_each(|name| self.go_to_mark(name)),
            Action::FoldLevel => {
                let level = typed.and_then(|c| c.to_digit(10)).map_or(count.unwrap_or(1), |n| n as usize);
                self.each_fold(|reading| reading.paper.folds.set_level(level));
            }
            Action::FoldAll => self.each_fold(|reading| reading.paper.folds.set_all(true)),
            Action::UnfoldAll => self.each_fold(|reading| reading.paper.folds.set_all(false)),
            Action::Search => self.start_search(),
            Action::HitNext => self.step_hit(count.unwrap_or(1), true),
            Action::HitPrev => self.step_hit(count.unwrap_or(1), false),
            Action::SearchWord => self.search_word(),
            Action::Back => self.back(),
            Action::CloseSearch => self.close_search(),
            Action::DocumentNext => self.step_document(count.unwrap_or(1), true),
            Action::DocumentPrev => self.step_document(count.unwrap_or(1), false),
            Action::Filter => self.start_filter(),
            Action::Sort => self.sort(self.shelf.sort.next(), false),
            Action::SortReverse => self.sort(self.shelf.sort, !self.shelf.reverse),
            Action::Bookmark => {
                if let Some(remembered) = self.remembered() {
                    remembered.bookmark = !remembered.bookmark;
                }
            }
            Action::ToggleRead => {
                if let Some(remembered) = self.remembered() {
                    remembered.read = !remembered.read;
                }
                self.count_unread();
            }
            Action::NextPane => self.next_pane(),
            Action::Outline => self.toggle_outline(),
            Action::Raw => self.toggle_raw(),
            Action::Stats => self.open_stats(false, None),
            Action::StatsFull => self.open_stats(true, None),
            Action::Concordance => {
                if let Some(word) = self.word_here() {
                    self.open_stats(false, Some(Node::text(&word)));
                }
            }
            Action::Zen => {
                self.zen = !self.zen;
                self.focus = Focus::Text;
            }
            Action::Narrower => self.resize_side(-2 * count.unwrap_or(1) as isize),
            Action::Wider => self.resize_side(2 * count.unwrap_or(1) as isize),
            Action::MeasureMore => self.set_measure(self.options.config.measure + count.unwrap_or(1)),
            Action::MeasureLess => {
                self.set_measure(self.options.config.measure.saturating_sub(count.unwrap_or(1)))
            }
            Action::Copy => self.copy(false),
            Action::Cite => self.copy(true),
            Action::Edit => self.edit_raw(),
            Action::Palette => self.overlay = Some(Overlay::Palette(Palette::new(&self.keymap))),
            Action::Themes => {
                let picker = ThemePicker::new(self.options.theme.clone());
                self.overlay = Some(Overlay::Themes(Box::new(picker)));
                self.job(Job::Themes(self.options.themes.clone()));
            }
            Action::Help => {
                let help = match self.mode() {
                    Mode::Reader => Help::new(self.lang(), &self.keymap),
                    Mode::Stats => Help::of_statistics(self.lang(), &self.keymap),
                };
                self.overlay = Some(Overlay::Help(help));
            }
            Action::StatsCompare | Action::StatsChoose => {
                let subjects = self.stats.as_ref().map(StatsView::others).unwrap_or_default();
                let purpose = if action == Action::StatsChoose { Purpose::Show } else { Purpose::Compare };
                let names = &self.options.config.scopes;
                let picker = ScopePicker::new(purpose, subjects, names, &self.shelf, self.lang());
                self.overlay = Some(Overlay::Scopes(picker));
            }
            Action::PauseIndexing => self.pause_indexing(),
            Action::ToggleMouse => {
                self.options.config.mouse = !self.options.config.mouse;
                self.effects.push(Effect::Mouse(self.options.config.mouse));
            }
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Suspend => {
                self.remember();
                self.effects.push(Effect::Suspend);
            }
            Action::Quit => self.quit(),
            _ => {}
        }
    }

    /// Motions in the side pane.
    fn side_action(&mut self, action: Action, count: Option<usize>) -> bool {
        if self.focus != Focus::Side {
            return false;
        }
        let Some(side) = self.areas().side else { return false };
        let (n, page) = (count.unwrap_or(1), self.side_rows(side));
        let (at, last) = (self.side_selected(), self.side_len().saturating_sub(1));
        let row = match action {
            Action::Down => at + n,
            Action::Up => at.saturating_sub(n),
            Action::HalfDown => at + n * (page / 2).max(1),
            Action::HalfUp => at.saturating_sub(n * (page / 2).max(1)),
            Action::PageDown => at + n * page,
            Action::PageUp => at.saturating_sub(n * page),
            Action::Top => count.map_or(0, |number| number.saturating_sub(1)),
            Action::Bottom => count.map_or(last, |number| number.saturating_sub(1)),
            Action::Percent => last * n.min(100) / 100,
            Action::Activate | Action::Right | Action::PageOrFold => {
                self.enter_side();
                return true;
            }
            Action::Left => return true,
            _ => return false,
        };
        self.select_side(row.min(last));
        true
    }

    /// Selects an item of the side pane: a document is shown, a section gone to.
    pub(super) fn select_side(&mut self, row: usize) {
        match self.outline {
            Some(_) if self.search.is_none() => {
                self.outline = Some(row);
                self.go_to_section(row);
            }
            _ => self.select_document(row),
        }
    }

    fn go_to_section(&mut self, section: usize) {
        if let Some(reading) = &mut self.reading
            && let Some(start) = reading.paper.folds.sections().get(section).map(|s| s.blocks.start)
        {
            reading.go(crate::tui::reading::Spot { block: start, byte: 0 });
            reading.paper.folds.set(section, false);
        }
    }

    /// From the side pane to the text of what is selected there.
    pub(super) fn enter_side(&mut self) {
        if let Some(section) = self.outline
            && self.search.is_none()
        {
            self.push_jump();
            self.go_to_section(section);
        }
        if let Some(reading) = &mut self.reading {
            reading.preview = false;
            self.focus = Focus::Text;
            self.mark_read();
        }
    }

    fn raw_action(&mut self, action: Action, count: Option<usize>) -> bool {
        match (&mut self.raw, &mut self.reading) {
            (Some(raw), Some(reading)) => raw.act(action, count, reading),
            _ => false,
        }
    }

    /// Motions and folds in the text.
    fn text_action(&mut self, action: Action, count: Option<usize>) -> bool {
        let zen = self.zen;
        if matches!(
            action,
            Action::Top | Action::Bottom | Action::Percent | Action::HeadingNext | Action::HeadingPrev
        ) {
            self.push_jump();
        }
        let Some(reading) = &mut self.reading else { return false };
        let n = count.unwrap_or(1);
        let page = reading.height.saturating_sub(OVERLAP).max(1);
        match action {
            // With nothing on the screen but text, one reads by scrolling.
            Action::Down if zen && reading.anchor.is_none() => reading.page(n, true),
            Action::Up if zen && reading.anchor.is_none() => reading.page(n, false),
            Action::Down => reading.move_rows(n, true),
            Action::Up => reading.move_rows(n, false),
            Action::Left if reading.at_row_start() && reading.anchor.is_none() => self.focus = Focus::Side,
            Action::Left => reading.move_chars(n, false),
            Action::Right => reading.move_chars(n, true),
            Action::HalfDown => reading.page(n * (reading.height / 2).max(1), true),
            Action::HalfUp => reading.page(n * (reading.height / 2).max(1), false),
            Action::PageDown => reading.page(n * page, true),
            Action::PageUp => reading.page(n * page, false),
            Action::Top | Action::Bottom if count.is_some() => reading.go_paragraph(n),
            Action::Top => reading.go_start(),
            Action::Bottom => reading.go_end(),
            Action::Percent if count.is_some() => reading.go_percent(n),
            Action::ParagraphNext => reading.move_paragraphs(n, true),
            Action::ParagraphPrev => reading.move_paragraphs(n, false),
            Action::SentenceNext => reading.move_sentences(n, true),
            Action::SentencePrev => reading.move_sentences(n, false),
            Action::HeadingNext => reading.move_headings(n, true),
            Action::HeadingPrev => reading.move_headings(n, false),
            Action::RowStart => reading.go_row_edge(false),
            Action::RowEnd => reading.go_row_edge(true),
            Action::ScreenTop => reading.go_to_row(n - 1, 0),
            Action::ScreenMiddle => reading.go_to_row(reading.height / 2, 0),
            Action::ScreenBottom => reading.go_to_row(reading.height.saturating_sub(n), 0),
            Action::ScrollDown => reading.scroll(n, true),
            Action::ScrollUp => reading.scroll(n, false),
            Action::ScrollCenter => reading.place_cursor(reading.height / 2),
            Action::ScrollTop => reading.place_cursor(0),
            Action::ScrollBottom => reading.place_cursor(reading.height - 1),
            Action::FoldToggle => reading.fold(Fold::Toggle),
            Action::FoldOpen => reading.fold(Fold::Open),
            Action::FoldClose => reading.fold(Fold::Close),
            Action::FoldToggleDeep => reading.fold(Fold::ToggleDeep),
            Action::FoldOpenDeep => reading.fold(Fold::OpenDeep),
            Action::FoldCloseDeep => reading.fold(Fold::CloseDeep),
            Action::FoldNext => reading.move_folds(n, true),
            Action::FoldPrev => reading.move_folds(n, false),
            Action::Activate if reading.is_heading(reading.cursor.block) => reading.fold(Fold::Toggle),
            Action::PageOrFold if reading.is_heading(reading.cursor.block) => reading.fold(Fold::Toggle),
            Action::PageOrFold => reading.page(n * page, true),
            Action::Visual => {
                reading.anchor = if reading.anchor.is_some() { None } else { Some(reading.cursor) };
            }
            _ => return false,
        }
        true
    }

    fn pause_indexing(&mut self) {
        if self.progress.is_over() {
            let said = self.lang().pick("索引已经完成", "everything is indexed");
            self.message = Some(said.to_owned());
        } else {
            self.progress.paused = !self.progress.paused;
            self.job(Job::Pause(self.progress.paused));
        }
    }

    fn each_fold(&mut self, change: impl FnOnce(&mut Reading)) {
        if let Some(reading) = &mut self.reading {
            change(reading);
        }
    }

    /// `Esc`: the nearest thing that can be left is left.
    fn back(&mut self) {
        let selecting = self.reading.as_mut().and_then(|reading| reading.anchor.take()).is_some();
        if selecting {
        } else if self.raw.is_some() {
            self.raw = None;
        } else if self.search.is_some() {
            self.leave_search();
        } else if self.outline.is_some() {
            self.outline = None;
        } else if self.zen {
            self.zen = false;
        } else if !self.shelf.filter().is_empty() && self.focus == Focus::Side {
            self.shelf.set_filter("");
        } else {
            self.focus = Focus::Side;
        }
    }

    fn sort(&mut self, sort: crate::tui::shelf::Sort, reverse: bool) {
        self.shelf.set_sort(sort, reverse);
        (self.state.view.sort, self.state.view.reverse) = (Some(sort.name().to_owned()), reverse);
    }

    fn next_pane(&mut self) {
        self.zen = false;
        self.focus = match self.focus {
            Focus::Side if self.reading.is_some() => Focus::Text,
            _ => Focus::Side,
        };
    }

    fn toggle_outline(&mut self) {
        self.outline = match self.outline {
            Some(_) => None,
            None => self.reading.as_ref().map(|reading| reading.section().unwrap_or(0)),
        };
        self.zen = false;
        self.focus = if self.outline.is_some() { Focus::Side } else { Focus::Text };
        self.side_top = 0;
    }

    /// While the text is read, the outline shows the section being read.
    pub(super) fn follow_outline(&mut self) {
        if self.outline.is_some() && self.focus == Focus::Text {
            self.outline = Some(self.reading.as_ref().and_then(Reading::section).unwrap_or(0));
        }
    }

    fn resize_side(&mut self, by: isize) {
        let Some(side) = self.areas().side else { return };
        self.set_side(side.width.saturating_add_signed(by as i16));
    }

    pub(super) fn set_side(&mut self, width: u16) {
        let widest = self.size.width.saturating_sub(24).max(16);
        self.options.config.side = width.clamp(16, widest);
        self.state.view.side = Some(self.options.config.side);
    }

    fn set_measure(&mut self, han: usize) {
        self.options.config.measure = han.clamp(NARROWEST, WIDEST);
        self.state.view.measure = Some(self.options.config.measure);
        let said = self.lang().pick("每行字数 ", "characters to the row: ");
        self.message = Some(format!("{said}{}", self.options.config.measure));
    }

    fn copy(&mut self, cite: bool) {
        let name = self.current().map(|entry| entry.name.clone()).unwrap_or_default();
        let lang = self.lang();
        let Some(reading) = self.reading.as_mut().filter(|reading| !reading.is_empty()) else { return };
        let text = if cite { reading.citation(&name, lang) } else { reading.copy_text() };
        reading.anchor = None;
        let chars = text.chars().count();
        let said = lang.pick("已复制 ", "copied ");
        self.message = Some(format!("{said}{}", lang.counted(chars, "字", "character")));
        self.effects.push(Effect::Copy(text));
    }
}
