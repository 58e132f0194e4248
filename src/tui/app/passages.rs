//! Keeping passages and going back to them.

use std::path::PathBuf;

use super::{App, Overlay};
use crate::passages::{Edit, Kept, Passage};
use crate::print::passages::{Format, write};
use crate::tui::job::Job;
use crate::tui::reading::Spot;
use crate::tui::view::note::NotePrompt;
use crate::tui::view::picker::{Choice, Item, Picker};

impl App {
    /// Asks for the passages, once.
    pub(super) fn ask_passages(&mut self) {
        if let Some(file) = self.options.passages.clone().filter(|_| !self.passages_asked) {
            self.passages_asked = true;
            self.job(Job::Passages(file, None));
        }
    }

    pub(super) fn take_passages(&mut self, kept: Result<(Vec<Kept>, usize), String>) {
        match kept {
            Ok((kept, broken)) => {
                self.passages = kept;
                if broken > 0 {
                    let said = self
                        .lang()
                        .pick("摘抄文件中有读不出的行：", "lines of the passages that cannot be read: ");
                    self.message = Some(format!("{said}{broken}"));
                }
                self.show_kept();
            }
            Err(error) => self.message = Some(error),
        }
    }

    /// Underlines what was kept of the document that is shown.
    pub(super) fn show_kept(&mut self) {
        let Some(key) = self.current().map(|entry| entry.key.clone()) else { return };
        let Some(reading) = &mut self.reading else { return };
        let here = self.passages.iter().filter(|kept| kept.passage.document == key);
        reading.kept = here.flat_map(|kept| kept.passage.places(&reading.paper.document)).collect();
    }

    /// Keeps the selection, or the paragraph or section at the cursor; a note may be typed first.
    pub(super) fn keep_passage(&mut self) {
        if self.options.passages.is_none() {
            return self
                .say("这次什么也不会记住，摘抄也不会", "nothing is remembered this time, nor are passages");
        }
        let Some(entry) = self.current().cloned() else { return };
        let Some(reading) = self.reading.as_ref().filter(|reading| !reading.is_empty()) else { return };
        let (start, end) = reading.copied();
        let passage = Passage::of(&reading.paper.document, (start.block, start.byte), (end.block, end.byte));
        let passage = Passage { document: entry.key, name: entry.name, ..passage };
        self.overlays.push(Overlay::Note(Box::new(NotePrompt::keep(passage))));
    }

    pub(super) fn edit_passages(&mut self, edit: Edit) {
        let Some(file) = self.options.passages.clone() else { return };
        match &edit {
            Edit::Keep(_) => self.say("已摘抄；A 列出", "kept; A lists the passages"),
            Edit::Note { .. } => self.say("批注已改", "the note is changed"),
            Edit::Drop(_) => self.say("已删去", "dropped"),
        }
        if let Some(reading) = &mut self.reading {
            reading.anchor = None;
        }
        self.job(Job::Passages(file, Some(edit)));
    }

    /// All passages, the latest first.
    pub(super) fn show_passages(&mut self) {
        let items = self
            .passages
            .iter()
            .rev()
            .map(|kept| {
                let passage = &kept.passage;
                let note =
                    if passage.note.is_empty() { String::new() } else { format!("  ‖ {}", passage.note) };
                let tags: String = passage.tags.iter().map(|tag| format!("#{tag} ")).collect();
                let title = if passage.title.is_empty() { &passage.name } else { &passage.title };
                let title: String = title.chars().take(16).collect();
                Item {
                    label: format!("{}{note}", passage.quote.replace('\n', " ")),
                    detail: format!("{tags}{title}"),
                    choice: Choice::Passage(kept.id.clone()),
                }
            })
            .collect();
        let lang = self.lang();
        let title = lang.pick("摘抄：", "Passages: ");
        let nothing = lang.pick("还没有摘抄；选取后按 a", "no passages yet; select and press a");
        let foot = lang.pick(
            "Enter 到原处  ^r 改批注  ^x 删去  :passages 文件.md 写出",
            "Enter to its place  ^r note  ^x drop  :passages FILE.md writes them",
        );
        self.overlays.push(Overlay::Picker(Box::new(Picker::new(title, nothing, items).with_foot(foot))));
    }

    fn kept(&self, id: &str) -> Option<&Kept> {
        self.passages.iter().find(|kept| kept.id == id)
    }

    pub(super) fn note_passage(&mut self, id: String) {
        if let Some(kept) = self.kept(&id) {
            let prompt = NotePrompt::change(id, &kept.passage);
            self.overlays.push(Overlay::Note(Box::new(prompt)));
        }
    }

    /// Goes to where a passage stands now.
    pub(super) fn visit_passage(&mut self, id: &str) {
        let Some(passage) = self.kept(id).map(|kept| kept.passage.clone()) else { return };
        let Some(entry) = self.shelf.by_key(&passage.document).map(|entry| entry.id) else {
            return self.choose(Choice::Document(passage.document));
        };
        // Where the words have moved is known when the document is there.
        self.sought = Some((entry, passage.clone()));
        self.visit(entry, Spot { block: passage.block as usize, byte: passage.byte as usize });
        self.find_sought();
    }

    /// Moves to the passage that was asked for, once its document is shown.
    pub(super) fn find_sought(&mut self) {
        let Some(reading) = &mut self.reading else { return };
        let Some((_, passage)) = self.sought.take_if(|(id, _)| *id == reading.id) else { return };
        match passage.places(&reading.paper.document).first() {
            Some((block, bytes)) => reading.go(Spot { block: *block, byte: bytes.start }),
            None => self.say("这篇里已经没有这段话", "the document has these words no more"),
        }
    }

    /// Writes all passages to a file; its ending says how.
    pub(super) fn write_passages(&mut self, path: PathBuf) {
        let format = path.extension().and_then(|extension| Format::of_name(extension.to_str()?));
        match format {
            Some(format) => {
                let text = write(&self.passages, format, self.lang());
                self.job(Job::Write(path, text));
            }
            None => self.say(
                "文件名以 .md、.csv、.json、.bib 或 .txt（GB/T 7714）结尾",
                "end the name with .md, .csv, .json, .bib or .txt (GB/T 7714)",
            ),
        }
    }
}
