//! What the commands after `:` do, and what is chosen from lists.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{App, Arrival, Focus, Motion, Overlay};
use crate::config::Config;
use crate::document::DocId;
use crate::keys::program::Template;
use crate::lang::{Lang, grouped};
use crate::passages::Edit;
use crate::print::table;
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::event::{Again, Effect};
use crate::tui::job::Job;
use crate::tui::shelf::{Entry, Sort};
use crate::tui::theme::Theme;
use crate::tui::view::picker::{Choice, Item, Picker};

/// A row of an exported list.
#[derive(Debug, serde::Serialize)]
struct ExportedRow<'a> {
    path: &'a str,
    title: &'a str,
    source: &'a str,
    date: String,
    chars: usize,
    hits: Option<usize>,
    read: bool,
    bookmark: bool,
    tags: String,
}

impl App {
    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Open(path) => self.leave_for(Again::Open(vec![path])),
            Command::Tour => self.leave_for(Again::Tour),
            Command::Go(number) => self.go(Motion::Start(Some(number))),
            Command::GoPercent(percent) => self.go(Motion::Percent(Some(percent))),
            Command::Filter(text) => {
                self.shelf.prepare_filter();
                self.set_filter(&text);
            }
            Command::Search(query) => {
                self.start_search();
                if let Some(search) = &mut self.search {
                    search.input = query.as_str().into();
                    search.typing = false;
                }
                self.state.add_query(&query);
                self.query_changed();
            }
            Command::Theme(name) => self.job(Job::Theme(self.options.themes.clone(), name)),
            Command::Set(setting) => {
                let mut config = self.options.config.clone();
                match config.set_argument(&setting) {
                    Ok(()) => self.take_config(config),
                    Err(mistake) => self.message = Some(mistake.describe(self.lang())),
                }
            }
            Command::Reload => match self.options.config_file.clone() {
                Some(file) => self.job(Job::Config(file)),
                None => self.say("没有配置文件夹", "there is no configuration folder"),
            },
            Command::Export(path) => self.export(path),
            Command::Passages(path) => self.write_passages(path),
            Command::Tag(tag) => {
                let ids = self.meant();
                self.change(&ids, |remembered| {
                    if !remembered.tags.contains(&tag) {
                        remembered.tags.push(tag.clone());
                    }
                });
                self.say_done(ids.len(), "加了标签", "tagged");
            }
            Command::Untag(tag) => {
                let ids = self.meant();
                self.change(&ids, |remembered| remembered.tags.retain(|known| *known != tag));
                self.say_done(ids.len(), "去掉了标签", "untagged");
            }
            Command::Help => self.act(Action::Help, None, None),
        }
    }

    fn say_done(&mut self, count: usize, zh: &str, en: &str) {
        let lang = self.lang();
        self.message = Some(format!("{} {}", lang.counted(count, "篇", "document"), lang.pick(zh, en)));
    }

    /// Ends this run for another one, which begins at once.
    fn leave_for(&mut self, again: Again) {
        if let Again::Open(paths) = &again
            && let Some(missing) = paths.iter().find(|path| path.as_os_str() != "-" && !path.exists())
        {
            let said = self.lang().pick("没有这个文件或文件夹", "no such file or folder");
            self.message = Some(format!("{}: {said}", missing.display()));
            return;
        }
        self.remember_all();
        self.effects.push(Effect::Again(again));
    }

    fn set_filter(&mut self, text: &str) {
        self.outline = None;
        self.focus = Focus::Side;
        self.shelf.set_filter(text);
        self.message = self.shelf.filter_hint(self.lang()).map(str::to_owned);
        self.show_selected();
    }

    /// Takes other settings over, as far as they show on the screen.
    pub(super) fn take_config(&mut self, config: Config) {
        let before = std::mem::replace(&mut self.options.config, config);
        let now = &self.options.config;
        let (lang, mouse) = (now.lang.unwrap_or_else(|| self.options.lang), now.mouse);
        let ambiguous = now.ambiguous.unwrap_or_else(|| self.options.ambiguous);
        let theme = (now.theme != before.theme).then(|| now.theme.clone());
        let (keymap, wrong) = now.keymap();
        (self.options.lang, self.options.ambiguous) = (lang, ambiguous);
        self.keymap = keymap;
        if now.sort != before.sort {
            self.shelf.set_sort(self.options.config.sort, false);
        }
        if mouse != before.mouse {
            self.effects.push(Effect::Mouse(mouse));
        }
        if let Some(name) = theme {
            self.job(Job::Theme(self.options.themes.clone(), name));
        }
        self.message = wrong.first().map(|error| error.describe(lang));
        // What a document is called and how it is set may differ now.
        self.reopen();
    }

    /// The documents that a list is written of: the selected ones, else the results, else what is listed.
    fn exported(&self) -> Vec<DocId> {
        let chosen = self.shelf.chosen();
        match (&self.search, chosen.is_empty()) {
            (_, false) => chosen,
            (Some(search), true) => {
                let found = search.results.documents.iter().map(|found| found.document);
                found.chain(search.results.others.iter().copied()).collect()
            }
            (None, true) => self.shelf.listed().to_vec(),
        }
    }

    fn export(&mut self, path: PathBuf) {
        let ids = self.exported();
        let hits = |id| self.search.as_ref().and_then(|search| Some(search.found(id)?.hits.len()));
        let rows: Vec<ExportedRow> = ids
            .iter()
            .filter_map(|&id| {
                let entry = self.shelf.entry(id)?;
                let (summary, marks) = (entry.summary.as_deref(), self.shelf.marks(id));
                Some(ExportedRow {
                    path: &entry.name,
                    title: entry.title(),
                    source: summary.and_then(|summary| summary.source.as_deref()).unwrap_or_default(),
                    date: summary.and_then(|s| s.published).map_or(String::new(), |at| at.date.to_string()),
                    chars: summary.map_or(0, |summary| summary.chars),
                    hits: hits(id),
                    read: marks.is_some_and(|marks| marks.read),
                    bookmark: marks.is_some_and(|marks| marks.starred),
                    tags: marks.map_or(String::new(), |marks| marks.tags.join(" ")),
                })
            })
            .collect();
        match written(&rows, &path) {
            Some(text) => self.job(Job::Write(path, text)),
            None => self.say("文件名以 .csv、.json 或 .md 结尾", "end the name with .csv, .json or .md"),
        }
    }

    /// Takes what was chosen from a list.
    pub(super) fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Nothing => {}
            Choice::Passage(id) => self.visit_passage(&id),
            Choice::NotePassage(id) => self.note_passage(id),
            Choice::DropPassage(id) => {
                self.edit_passages(Edit::Drop(id));
            }
            Choice::Document(key) => match self.shelf.by_key(&key).map(|entry| entry.id) {
                Some(id) => {
                    self.push_jump();
                    self.select_in_list(id);
                    self.focus = Focus::Text;
                    self.open(id, Arrival::Resume);
                }
                // It lies in another heap.
                None if Path::new(&key).exists() => self.leave_for(Again::Open(vec![PathBuf::from(key)])),
                None => {
                    let said = self.lang().pick("已被移走或删除", "was moved away or deleted");
                    self.message = Some(format!("{key}: {said}"));
                }
            },
            Choice::Heap(paths) => self.leave_for(Again::Open(paths)),
            Choice::Filter(more) => {
                let filter = self.shelf.filter().trim();
                let filter = if filter.is_empty() { more } else { format!("{filter} {more}") };
                self.set_filter(&filter);
            }
            Choice::Run { words, command } => {
                self.state.trust(command);
                self.effects.push(Effect::Run(words));
            }
            Choice::Copy(text) => {
                self.say("已复制", "copied");
                self.effects.push(Effect::Copy(text));
            }
        }
    }

    fn pick(
        &mut self,
        title: (&'static str, &'static str),
        nothing: (&'static str, &'static str),
        items: Vec<Item>,
    ) {
        let lang = self.lang();
        let picker = Picker::new(lang.pick(title.0, title.1), lang.pick(nothing.0, nothing.1), items);
        self.overlays.push(Overlay::Picker(Box::new(picker)));
    }

    /// Runs a program of the user's own, after having asked where that is new.
    pub(super) fn run_program(&mut self, number: usize) {
        let Some((command, _)) = self.keymap.commands().get(number).cloned() else { return };
        let paths: Vec<String> = self
            .meant()
            .into_iter()
            .filter_map(|id| Some(self.shelf.entry(id)?.file.as_ref()?.display().to_string()))
            .collect();
        let words =
            Template::parse(&command).and_then(|template| template.fill(|name| self.value_of(name), &paths));
        match words {
            Err(error) => self.message = Some(error.describe(self.lang())),
            Ok(words) if self.state.trusts(&command) => self.effects.push(Effect::Run(words)),
            Ok(words) => {
                let shown =
                    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "));
                let lang = self.lang();
                let run = lang.pick("运行（以后不再问）", "run it (and do not ask again)");
                let item = |label: &str, detail: &str, choice| Item {
                    label: label.to_owned(),
                    detail: detail.to_owned(),
                    choice,
                };
                let items = vec![
                    item(run, "", Choice::Run { words, command }),
                    item(lang.pick("不运行", "do not run it"), "", Choice::Nothing),
                    item(&shown, lang.pick("复制", "copy"), Choice::Copy(shown.clone())),
                ];
                self.pick(("要运行的程序：", "Program to run: "), ("", ""), items);
            }
        }
    }

    /// What stands for a placeholder here.
    fn value_of(&self, name: &str) -> Option<String> {
        let entry = self.current()?;
        let reading = self.reading.as_ref()?;
        let meta = &reading.paper.document.meta;
        match name {
            "path" => entry.file.as_ref().map(|file| file.display().to_string()),
            "line" => Some(reading.raw_line().to_string()),
            "url" => meta.url.clone(),
            "title" => Some(entry.title().to_owned()),
            "source" => meta.source.clone(),
            "date" => meta.published.map(|at| at.date.to_string()),
            "selection" => (!reading.is_empty()).then(|| reading.copy_text()),
            _ => None,
        }
    }

    /// Selects the document under the bar and goes to the next one.
    pub(super) fn choose_here(&mut self, count: usize) {
        for _ in 0..count {
            let Some(id) = self.shelf.selected_id() else { return };
            self.shelf.choose(&[id], !self.shelf.is_chosen(id));
            let row = self.shelf.selected();
            if row + 1 < self.shelf.listed().len() {
                self.select_document(row + 1);
            }
        }
    }

    pub(super) fn copy_paths(&mut self) {
        let ids = self.meant();
        let path =
            |entry: &Entry| entry.file.as_ref().map_or(entry.name.clone(), |file| file.display().to_string());
        let paths: Vec<String> = ids.iter().filter_map(|&id| self.shelf.entry(id).map(path)).collect();
        if !paths.is_empty() {
            self.effects.push(Effect::Copy(paths.join("\n")));
            let lang = self.lang();
            self.message = Some(format!(
                "{} {}",
                lang.pick("已复制", "copied"),
                lang.counted(paths.len(), "条路径", "path")
            ));
        }
    }

    /// Documents and heaps, the latest first.
    pub(super) fn show_history(&mut self) {
        self.remember();
        let here = |key: &str| self.shelf.by_key(key).is_some();
        let documents = self.state.history().iter().rev().map(|(key, title)| Item {
            label: title.clone(),
            detail: if here(key) { file_name(key) } else { key.clone() },
            choice: Choice::Document(key.clone()),
        });
        let lang = self.lang();
        let heaps = self.state.heaps().iter().rev().map(|paths| {
            let name = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("  ");
            Item {
                label: name,
                detail: lang.pick("文档堆", "heap").to_owned(),
                choice: Choice::Heap(paths.clone()),
            }
        });
        let items = documents.chain(heaps).collect();
        self.pick(("最近：", "Lately: "), ("还没有读过什么", "nothing has been read yet"), items);
    }

    pub(super) fn show_bookmarks(&mut self) {
        let items = self
            .state
            .bookmarked()
            .map(|key| {
                let entry = self.shelf.by_key(key);
                let source = entry.and_then(|entry| entry.summary.as_ref()?.source.clone());
                Item {
                    label: entry.map_or_else(|| file_name(key), |entry| entry.title().to_owned()),
                    detail: if entry.is_some() { source.unwrap_or_default() } else { key.to_owned() },
                    choice: Choice::Document(key.to_owned()),
                }
            })
            .collect();
        self.pick(("书签：", "Bookmarks: "), ("还没有书签；B 加一个", "no bookmarks yet; B sets one"), items);
    }

    /// What the listed documents can be narrowed down to, with how many there are of each.
    pub(super) fn show_facets(&mut self) {
        let lang = self.lang();
        let mut counts: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let mut count = |kind: usize, filter: String| *counts.entry((kind, filter)).or_default() += 1;
        for entry in self.shelf.listed().iter().filter_map(|&id| self.shelf.entry(id)) {
            if let Some((folder, _)) = entry.name.rsplit_once('/') {
                count(0, format!("in:{folder}/"));
            }
            if let Some(summary) = &entry.summary {
                let source = summary.source.iter().filter(|source| !source.contains(char::is_whitespace));
                source.for_each(|source| count(1, format!("source:{source}")));
                summary.published.iter().for_each(|at| count(2, format!("date:{:04}", at.date.year())));
                count(4, format!("format:{:?}", summary.format).to_lowercase());
                count(5, format!("encoding:{}", summary.encoding.to_lowercase()));
                if summary.bad_bytes > 0 {
                    count(6, "is:broken".to_owned());
                }
            }
            let marks = self.shelf.marks(entry.id).cloned().unwrap_or_default();
            marks.tags.iter().for_each(|tag| count(3, format!("tag:{tag}")));
            count(6, if marks.read { "is:read" } else { "is:unread" }.to_owned());
            if marks.starred {
                count(6, "is:starred".to_owned());
            }
        }
        let mut facets: Vec<((usize, String), usize)> =
            counts.into_iter().filter(|((_, filter), _)| !filter.contains(char::is_whitespace)).collect();
        // Years stand in their order, all else by how much there is of it.
        facets.sort_by(|((a, x), n), ((b, y), m)| {
            a.cmp(b).then(if *a == 2 { y.cmp(x) } else { m.cmp(n).then(x.cmp(y)) })
        });
        let items = facets
            .into_iter()
            .map(|((_, filter), count)| Item {
                label: filter.clone(),
                detail: format!("{} {}", grouped(count), lang.pick("篇", "documents")),
                choice: Choice::Filter(filter),
            })
            .collect();
        self.pick(("筛到：", "Narrow to: "), ("没有可筛的", "nothing to narrow down to"), items);
    }

    /// The document's address, and those that stand in its text, to be copied.
    pub(super) fn show_links(&mut self) {
        let Some(reading) = &self.reading else { return };
        let document = &reading.paper.document;
        let own = document.meta.url.iter().cloned();
        let inside = document.blocks.iter().flat_map(|block| addresses(&block.text));
        let mut urls: Vec<String> = own.chain(inside).collect();
        let mut seen = std::collections::HashSet::new();
        urls.retain(|url| seen.insert(url.clone()));
        let lang = self.lang();
        let items = urls
            .into_iter()
            .map(|url| Item {
                label: url.clone(),
                detail: lang.pick("复制", "copy").to_owned(),
                choice: Choice::Copy(url),
            })
            .collect();
        self.pick(("网址：", "URLs: "), ("这篇没有网址", "no URL in this document"), items);
    }
}

fn file_name(key: &str) -> String {
    key.rsplit('/').next().unwrap_or(key).to_owned()
}

/// The web addresses in a text.
fn addresses(text: &str) -> Vec<String> {
    let part =
        |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}');
    text.match_indices("http")
        .filter_map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', ']', '\'']);
            let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
            host.contains('.').then(|| url.to_owned())
        })
        .collect()
}

/// The rows as the ending of the file's name says; `None` for an ending that says nothing.
fn written(rows: &[ExportedRow], path: &Path) -> Option<String> {
    match path.extension()?.to_str()? {
        // Writing to memory fails only for rows that are no records, and these have named columns.
        "csv" => table::records(rows).ok(),
        "json" => serde_json::to_string_pretty(rows).ok(),
        "md" => Some(
            rows.iter()
                .map(|row| {
                    let facts = [row.source, &row.date].into_iter().filter(|fact| !fact.is_empty());
                    let facts = facts.collect::<Vec<_>>().join(", ");
                    let facts = if facts.is_empty() { facts } else { format!(" — {facts}") };
                    format!("- [{}](<{}>){facts}\n", row.title.replace(['[', ']'], ""), row.path)
                })
                .collect(),
        ),
        _ => None,
    }
}

impl App {
    /// A theme that was asked for by name.
    pub(super) fn take_theme(&mut self, name: String, theme: Result<Box<Theme>, String>) {
        match theme {
            Ok(theme) => {
                self.options.theme = *theme;
                self.state.view.theme = Some(name);
            }
            Err(error) => self.message = Some(error),
        }
    }

    /// The settings as the file has them now; what is only this run's is let go of.
    pub(super) fn take_file(&mut self, config: Config, problems: &[String]) {
        let said = self.lang().pick("配置已重新读取", "the configuration has been read anew");
        self.take_config(config);
        let wrong = problems.first().cloned().map(|first| match (problems.len(), self.lang()) {
            (1, _) => first,
            (count, Lang::Zh) => format!("{first}（共 {count} 处）"),
            (count, Lang::En) => format!("{first} ({count} in all)"),
        });
        self.message = wrong.or(self.message.take()).or_else(|| Some(said.to_owned()));
    }

    pub(super) fn sort(&mut self, sort: Sort, reverse: bool) {
        self.shelf.set_sort(sort, reverse);
        (self.state.view.sort, self.state.view.reverse) = (Some(sort.name().to_owned()), reverse);
    }
}
