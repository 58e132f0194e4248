//! What each action does. The one place where actions are told apart outside the statistics, and total: an
//! action without an arm here does not compile.

use super::{App, Focus, Motion, Overlay};
use crate::config::{NARROWEST, WIDEST};
use crate::stats::Node;
use crate::tui::action::{Action, Group};
use crate::tui::event::Effect;
use crate::tui::job::Job;
use crate::tui::keymap::Mode;
use crate::tui::reading::Reading;
use crate::tui::reading::motion::{Fold, WordEdge};
use crate::tui::view::Answer;
use crate::tui::view::help::Help;
use crate::tui::view::palette::Palette;
use crate::tui::view::stats::{Given, Purpose, ScopePicker, StatsView};
use crate::tui::view::themes::ThemePicker;

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
        let n = count.unwrap_or(1);
        match action {
            Action::Down => self.go(Motion::Rows(n, true)),
            Action::Up => self.go(Motion::Rows(n, false)),
            Action::Left => self.left(n),
            Action::Right if self.focus == Focus::Side => self.enter_side(),
            Action::Right => self.go(Motion::Chars(n, true)),
            Action::WordNext => self.go(Motion::Words(n, WordEdge::NextStart)),
            Action::WordEnd => self.go(Motion::Words(n, WordEdge::NextEnd)),
            Action::WordPrev => self.go(Motion::Words(n, WordEdge::PreviousStart)),
            Action::HalfDown => self.go(Motion::HalfPages(n, true)),
            Action::HalfUp => self.go(Motion::HalfPages(n, false)),
            Action::PageDown => self.go(Motion::Pages(n, true)),
            Action::PageUp => self.go(Motion::Pages(n, false)),
            Action::Top => self.go(Motion::Start(count)),
            Action::Bottom => self.go(Motion::End(count)),
            Action::Percent => self.go(Motion::Percent(count)),
            Action::ParagraphNext => self.go(Motion::Paragraphs(n, true)),
            Action::ParagraphPrev => self.go(Motion::Paragraphs(n, false)),
            Action::SentenceNext => self.go(Motion::Sentences(n, true)),
            Action::SentencePrev => self.go(Motion::Sentences(n, false)),
            Action::HeadingNext => self.go(Motion::Headings(n, true)),
            Action::HeadingPrev => self.go(Motion::Headings(n, false)),
            Action::RowStart => self.go(Motion::RowStart),
            Action::RowEnd => self.go(Motion::RowEnd),
            Action::ScreenTop => self.go(Motion::FromTop(n)),
            Action::ScreenMiddle => self.go(Motion::Middle),
            Action::ScreenBottom => self.go(Motion::FromBottom(n)),
            Action::ScrollDown => self.go(Motion::Scroll(n, true)),
            Action::ScrollUp => self.go(Motion::Scroll(n, false)),
            Action::JumpBack => self.jump(false),
            Action::JumpForward => self.jump(true),
            Action::SetMark => typed.into_iter().for_each(|name| self.set_mark(name)),
            Action::GotoMark => typed.into_iter().for_each(|name| self.go_to_mark(name)),

            Action::FoldToggle => self.fold(Fold::Toggle),
            Action::FoldOpen => self.fold(Fold::Open),
            Action::FoldClose => self.fold(Fold::Close),
            Action::FoldToggleDeep => self.fold(Fold::ToggleDeep),
            Action::FoldOpenDeep => self.fold(Fold::OpenDeep),
            Action::FoldCloseDeep => self.fold(Fold::CloseDeep),
            Action::FoldAll => self.folds(|reading| reading.paper.folds.set_all(true)),
            Action::UnfoldAll => self.folds(|reading| reading.paper.folds.set_all(false)),
            Action::FoldNext => self.go(Motion::Folds(n, true)),
            Action::FoldPrev => self.go(Motion::Folds(n, false)),
            Action::FoldLevel => {
                let level = typed.and_then(|c| c.to_digit(10)).map_or(n, |digit| digit as usize);
                self.folds(|reading| reading.paper.folds.set_level(level));
            }

            Action::Search => self.start_search(),
            Action::HitNext if self.search.is_none() => self.search_again(true),
            Action::HitPrev if self.search.is_none() => self.search_again(false),
            Action::HitNext => self.step_hit(n, true),
            Action::HitPrev => self.step_hit(n, false),
            Action::SearchWord => self.search_word(),
            Action::Back => self.back(),
            Action::CloseSearch => self.close_search(),

            Action::PageOrFold if self.lists_documents() => self.choose_here(n),
            Action::Activate | Action::PageOrFold if self.focus == Focus::Side => self.enter_side(),
            Action::Activate | Action::PageOrFold if self.on_heading() => self.fold(Fold::Toggle),
            Action::PageOrFold => self.go(Motion::Pages(n, true)),
            Action::Activate => {}
            Action::DocumentNext => self.step_document(n, true),
            Action::DocumentPrev => self.step_document(n, false),
            Action::Filter => self.start_filter(),
            Action::Sort => self.sort(self.shelf.sort.next(), false),
            Action::SortReverse => self.sort(self.shelf.sort, !self.shelf.reverse),
            Action::Bookmark => {
                let ids = self.meant();
                let all = ids.iter().all(|id| self.shelf.marks(*id).is_some_and(|marks| marks.starred));
                self.change(&ids, |remembered| remembered.bookmark = !all);
            }
            Action::ToggleRead => {
                let ids = self.meant();
                let all = ids.iter().all(|id| self.shelf.marks(*id).is_some_and(|marks| marks.read));
                self.change(&ids, |remembered| remembered.read = !all);
            }
            Action::Choose => self.choose_here(n),
            Action::ChooseAll => {
                let listed = self.shelf.listed().to_vec();
                let all = listed.iter().all(|id| self.shelf.is_chosen(*id));
                self.shelf.choose(&listed, !all);
            }
            Action::CopyPaths => self.copy_paths(),
            Action::History => self.show_history(),
            Action::Bookmarks => self.show_bookmarks(),
            Action::Facets => self.show_facets(),
            Action::Details => self.overlays.push(Overlay::Details(Default::default())),
            Action::OpenLink => self.show_links(),

            Action::NextPane => self.next_pane(),
            Action::Outline => self.toggle_outline(),
            Action::Raw => self.toggle_raw(),
            Action::Encoding => self.next_encoding(),
            Action::Stats => self.open_stats(false, None),
            Action::StatsFull => self.open_stats(true, None),
            Action::Concordance => {
                if let Some(word) = self.word_here() {
                    self.open_stats(false, Some(Node::text(&word)));
                }
            }
            Action::Themes => {
                let picker = ThemePicker::new(self.options.theme.clone());
                self.overlays.push(Overlay::Themes(Box::new(picker)));
                self.job(Job::Themes(self.options.themes.clone()));
            }
            Action::Present => {
                self.presenting = !self.presenting;
                self.zen = self.presenting;
                self.focus = Focus::Text;
            }
            Action::Zen => {
                self.presenting = false;
                self.zen = !self.zen;
                self.focus = Focus::Text;
            }
            Action::ScrollCenter => self.in_text(|reading| reading.place_cursor(reading.height / 2)),
            Action::ScrollTop => self.in_text(|reading| reading.place_cursor(0)),
            Action::ScrollBottom => self.in_text(|reading| reading.place_cursor(reading.height - 1)),
            Action::Narrower => self.resize_side(-2 * n as isize),
            Action::Wider => self.resize_side(2 * n as isize),
            Action::MeasureMore => self.set_measure(self.options.config.measure.saturating_add(n)),
            Action::MeasureLess => self.set_measure(self.options.config.measure.saturating_sub(n)),

            // The statistics answer these themselves; where there is no document there are none.
            Action::StatsScope
            | Action::StatsPage
            | Action::StatsFigures
            | Action::StatsKind
            | Action::StatsOrder
            | Action::StatsMatch
            | Action::StatsWider
            | Action::StatsNarrower
            | Action::StatsRarer
            | Action::StatsCommoner
            | Action::StatsExport => {}
            Action::StatsCompare | Action::StatsChoose => {
                let subjects = self.stats.as_ref().map(StatsView::others).unwrap_or_default();
                let purpose = if action == Action::StatsChoose { Purpose::Show } else { Purpose::Compare };
                let names = &self.options.config.scopes;
                let picker = ScopePicker::new(purpose, subjects, names, &self.shelf, self.lang());
                self.overlays.push(Overlay::Scopes(picker));
            }

            Action::Visual => self.select(false),
            Action::VisualLine => self.select(true),
            Action::Copy => self.copy(false),
            Action::Cite => self.copy(true),
            Action::Keep => self.keep_passage(),
            Action::Passages => self.show_passages(),
            Action::Edit => self.edit_raw(),

            Action::Palette => {
                let palette = Palette::new(self);
                self.overlays.push(Overlay::Palette(Box::new(palette)));
            }
            Action::Help => {
                let help = match self.mode() {
                    Mode::Reader => Help::new(self.lang(), &self.keymap),
                    Mode::Stats => Help::of_statistics(self.lang(), &self.keymap),
                };
                self.overlays.push(Overlay::Help(help));
            }
            Action::PauseIndexing => self.pause_indexing(),
            Action::ToggleMouse => {
                self.options.config.mouse = !self.options.config.mouse;
                self.effects.push(Effect::Mouse(self.options.config.mouse));
                let on = self.options.config.mouse;
                self.say(if on { "鼠标已开" } else { "鼠标已关" }, if on { "mouse on" } else { "mouse off" });
            }
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Suspend => {
                self.remember();
                self.effects.push(Effect::Suspend);
            }
            Action::Interrupt if self.is_at_rest() => self.quit(),
            Action::Interrupt => self.back(),
            Action::Quit => self.quit(),
        }
    }

    /// One word of a message in either language.
    pub(super) fn say(&mut self, zh: &str, en: &str) {
        self.message = Some(self.lang().pick(zh, en).to_owned());
    }

    /// Does something to the text, if there is one.
    fn in_text(&mut self, change: impl FnOnce(&mut Reading)) {
        if let Some(reading) = &mut self.reading {
            change(reading);
        }
    }

    fn left(&mut self, count: usize) {
        let Some(reading) = self.reading.as_ref().filter(|_| self.focus == Focus::Text) else { return };
        if reading.at_row_start() && reading.anchor.is_none() {
            self.focus = Focus::Side;
        } else {
            self.go(Motion::Chars(count, false));
        }
    }

    fn on_heading(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.is_heading(reading.cursor.block))
    }

    fn fold(&mut self, how: Fold) {
        let Some(reading) = &mut self.reading else { return };
        if !reading.fold(how) {
            self.say("这里没有可以折叠的小节", "no section here that folds");
        }
    }

    fn folds(&mut self, change: impl FnOnce(&mut Reading)) {
        self.in_text(|reading| reading.keeping_place(change));
    }

    /// Begins a selection, by characters or by whole paragraphs; or ends it, or changes which.
    fn select(&mut self, whole: bool) {
        self.focus = Focus::Text;
        self.in_text(|reading| {
            (reading.anchor, reading.whole) = match reading.anchor {
                Some(_) if reading.whole == whole => (None, false),
                Some(anchor) => (Some(anchor), whole),
                None => (Some(reading.cursor), whole),
            };
        });
    }

    fn pause_indexing(&mut self) {
        if self.progress.is_over() {
            self.say("索引已经完成", "everything is indexed");
        } else {
            self.progress.paused = !self.progress.paused;
            self.job(Job::Pause(self.progress.paused));
        }
    }

    /// Sets the width of the text, and says what came of it: a pane may have less room.
    fn set_measure(&mut self, han: usize) {
        self.options.config.measure = han.clamp(NARROWEST, WIDEST);
        self.state.view.measure = Some(self.options.config.measure);
        let wanted = self.options.config.measure;
        let room = self
            .areas()
            .text
            .map_or(wanted, |text| text.frame(&self.options, self.presenting).measure.columns / 2);
        let said = self.lang().pick("每行字数 ", "characters to the row: ");
        let more = self.lang().pick("，窗口只容得下 ", "; the window has room for ");
        let less = if room < wanted { format!("{more}{room}") } else { String::new() };
        self.message = Some(format!("{said}{wanted}{less}"));
    }

    pub(super) fn copy(&mut self, cite: bool) {
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
