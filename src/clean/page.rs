//! One document on its way through the stages.

mod blocks;
mod furniture;

use std::cell::OnceCell;
use std::ops::Range;

pub(super) use blocks::first_sentence;

use super::assemble::Cut;
use super::caption;
pub(super) use super::class::same;
use super::header::{BODY_REST, Trust};
use super::heading;
use super::line::{self, Line};
use super::metaline::MetaLine;
use super::nature::{self, Told};
use super::ngrams::Ngrams;
use super::noise::{self, Noise, WEB_ADDRESS};
use super::phrases::Key;
use super::region::{Region, Style};
use super::thread::{self, Thread};
use super::title::{LONGEST_WINDOW, Window};
use super::wrap::{self, Wrap};
use super::{
    LineVerdict, Repeats, contents, date, frame, inset, references, small_print, split, table, teasers,
};
use crate::document::{Document, Metadata, Reason};
use crate::ingest::Raw;

/// What has been decided about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of the text; what it is there is not known yet.
    Text,
    Caption,
    Heading,
    /// A row of a table, or a further line of the row before it.
    Row {
        opens: bool,
    },
    Removed(Reason),
    /// Would leave for this, were it proven.
    Doubt(Reason),
}

/// What is found out of a line when it is first asked for: titles, dates, people and captions are looked for
/// in the same ones.
#[derive(Debug, Clone, Default)]
struct Asked {
    meta: OnceCell<Box<MetaLine>>,
    caption: OnceCell<Option<&'static str>>,
    around: OnceCell<bool>,
}

pub struct Page<'a> {
    pub(super) raw: &'a Raw,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) noise: Vec<Option<Noise>>,
    pub(super) scores: Vec<f32>,
    pub(super) roles: Vec<Role>,
    /// The rule that decided, for the explanation.
    pub(super) rules: Vec<&'static str>,
    cuts: Vec<Cut>,
    /// What the page's window is called, if its first line is that.
    pub(super) window: Window<'a>,
    /// The headings that the page's table of contents names.
    pub(super) contents: Vec<&'a str>,
    pub(super) text: Range<usize>,
    /// The lines among which the text of a page of HTML can stand.
    pub(super) frame: Range<usize>,
    /// The posts of the page, if it is a thread.
    pub(super) thread: Option<Thread>,
    /// The lines above the text that say when and where people meet.
    pub(super) occasion: Range<usize>,
    /// The part of the text that is a table.
    table: Range<usize>,
    pub(super) style: Style,
    /// Which of its lines were one.
    pub(super) wrap: Wrap,
    pub(super) meta: Metadata,
    /// How sure its source is, and its date.
    pub(super) sourced: Trust,
    pub(super) dated: Trust,
    /// The account whose name leads the line of the date: it wrote the text where nobody else did.
    pub(super) account: Option<String>,
    asked: Vec<Asked>,
    pub(super) ngrams: Ngrams,
    /// Furniture stands before the text.
    pub(super) chrome: bool,
    /// What kind of thing it is.
    pub(super) told: Told,
}

/// Lines before the text that are looked at for title and metadata.
pub(super) const HEAD: usize = 40;
/// Lines behind it.
pub(super) const TAIL: usize = 12;
/// Characters of the longest line that names editors, and of the prose that must stand before it.
const EDITED: u32 = 60;
const ENOUGH: u32 = 100;

impl<'a> Page<'a> {
    pub fn read(raw: &'a Raw, repeats: Option<&Repeats>) -> Page<'a> {
        let mut lines = split::split(line::read(&raw.text, &raw.hints));
        line::close_up(&mut lines);
        let mut key = Key::default();
        let mut noise = repeats.map_or_else(|| vec![None; lines.len()], |repeats| repeats.judge(&lines));
        for (noise, line) in noise.iter_mut().zip(&lines) {
            if noise.is_none_or(|noise| !noise.certain) {
                *noise = noise::judge(line, &mut key).or(*noise);
            }
        }
        unmark_titles(&lines, &mut noise);
        noise::mark_rulers(&lines, &mut noise);
        noise::mark_dated(&lines, &mut noise);
        teasers::unmark_heads(&lines, &mut noise);
        small_print::unmark_rests(&lines, &mut noise);
        small_print::mark(&lines, &mut noise);
        wrap::unmark_rests(&lines, &mut noise);
        let contents = contents::mark(&lines, &mut noise);
        mark_site(&lines, &mut noise);
        inset::mark_named(&lines, &mut noise);
        let all: Vec<usize> = (0..lines.len()).collect();
        for (noise, _) in noise.iter_mut().zip(heading::counted(&lines, &all)).filter(|(_, counted)| *counted)
        {
            *noise = None;
        }
        references::unmark(&lines, &mut noise);
        let thread = thread::mark(&lines, &mut noise);
        let told = nature::tell(raw, &lines, &noise, thread.as_ref());
        let thread = thread.filter(|_| told.nature.has_furniture());
        if thread.is_none() {
            teasers::mark(&lines, &mut noise);
            teasers::mark_cut_off(&lines, &mut noise);
        }
        let count = lines.len();
        let window = lines.first().map_or_else(Window::default, |first| Window::of(first.text));
        let mut page = Page {
            raw,
            lines,
            noise,
            scores: Vec::new(),
            style: Style::default(),
            wrap: Wrap::default(),
            roles: vec![Role::Text; count],
            rules: vec!["text"; count],
            cuts: Vec::new(),
            window,
            contents,
            text: 0..count,
            frame: 0..count,
            occasion: 0..0,
            table: 0..0,
            thread: None,
            meta: raw.meta.clone(),
            sourced: raw.meta.source.as_ref().map_or(Trust::Guessed, |_| Trust::of(raw.format)),
            dated: raw.meta.published.map_or(Trust::Guessed, |_| Trust::of(raw.format)),
            account: None,
            asked: vec![Asked::default(); count],
            ngrams: Ngrams::of([].iter()),
            chrome: false,
            told,
        };
        page.thread = thread;
        if page.told.nature.has_furniture() {
            page.find_text();
        }
        page
    }

    /// Whether its furniture proves that it is a page.
    pub fn is_proven(&self) -> bool {
        self.told.nature.has_furniture() && self.told.proven
    }

    pub(super) fn set(&mut self, at: usize, role: Role, rule: &'static str) {
        self.roles[at] = role;
        self.rules[at] = rule;
    }

    pub(super) fn remove(&mut self, at: usize, reason: Reason, rule: &'static str) {
        self.set(at, Role::Removed(reason), rule);
    }

    /// Lines that carry a date and little else.
    pub(super) fn anchors(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|&at| self.is_date_line(at)).take(12).collect()
    }

    pub(super) fn is_date_line(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.digits >= 4
            && line.chars <= 120
            && !(line.ends_sentence() && line.commas > 0)
            && !line.bullet
            && self.noise[at].is_none_or(|noise| !matches!(noise.reason, Reason::Copyright | Reason::Related))
            && {
                let line = self.read_line(at);
                line.published.is_some() && line.explained(0.4)
            }
    }

    /// A line read as metadata.
    pub(super) fn read_line(&self, at: usize) -> &MetaLine {
        self.asked[at].meta.get_or_init(|| Box::new(MetaLine::read(self.lines[at].text)))
    }

    /// What a line is known by as a caption: see [`caption::marked`].
    pub(super) fn caption_mark(&self, at: usize) -> Option<&'static str> {
        *self.asked[at].caption.get_or_init(|| caption::marked(&self.lines[at]))
    }

    /// Furniture or metadata.
    pub(super) fn is_around(&self, at: usize) -> bool {
        self.noise[at].is_some() || *self.asked[at].around.get_or_init(|| self.reads_around(at))
    }

    fn find_text(&mut self) {
        let anchors = self.anchors();
        let thread = self.thread.as_ref().map(|thread| thread.posts.clone());
        let frame = match &self.thread {
            Some(thread) if thread.opened => thread.posts.start..self.lines.len(),
            Some(_) => 0..self.lines.len(),
            None => frame::of(&self.lines, &self.noise, self.raw.meta.title.as_deref()),
        };
        self.frame = frame.clone();
        self.wrap = Wrap::of(&self.lines, |at| self.noise[at].is_none());
        let (lines, noise, wrap) = (&self.lines[..], &self.noise[..], &self.wrap);
        let region = Region { lines, noise, wrap, anchors: &anchors, thread, frame };
        let found = region.find();
        (self.text, self.style, self.scores, self.table) =
            (found.text, found.style, found.scores, found.table);
        if let Some(thread) = self.thread.as_ref().filter(|thread| thread.marked) {
            self.text = thread.posts.clone();
        }
        self.chrome = self.text.start > 0;
        // 联系电话：…, written as the paragraphs above it.
        while self.lines.get(self.text.end).is_some_and(|line| self.style.indented_alike(line)) {
            let contact =
                |noise: &Noise| noise.rule == "phrase" && noise.reason == Reason::Copyright && !noise.ends;
            if !self.noise[self.text.end].as_ref().is_none_or(contact) {
                break;
            }
            self.noise[self.text.end] = None;
            self.text.end += 1;
        }
        if let Some(thread) = &self.thread {
            self.text.end = self.text.end.max(thread.end);
        }
        if let Some(end) = self.signed_off() {
            self.text.end = end;
            self.table = self.table.start.min(end)..self.table.end.min(end);
        }
        self.ngrams = Ngrams::of(self.lines[self.text.clone()].iter().filter(|line| line.is_prose()));
        if let Some(start) = self.opening() {
            self.text.start = start;
        }
        self.occasion = self.occasion(self.text.start);
        for at in self.occasion.clone().filter(|&at| self.fact(at).is_some()).collect::<Vec<_>>() {
            self.noise[at] = None;
        }
        self.list_addresses();
        let end = self.text.end;
        while let Some(end) = self.closing().filter(|_| self.thread.is_none() && self.table.is_empty()) {
            self.text.end = end;
            while self.text.end < self.lines.len()
                && self.lines[self.text.end].is_prose()
                && self.noise[self.text.end].is_none()
            {
                self.text.end += 1;
            }
        }
        if self.text.end > end {
            let frame = 0..self.lines.len();
            let (lines, noise, wrap) = (&self.lines[..], &self.noise[..], &self.wrap);
            let region = Region { lines, noise, wrap, anchors: &anchors, thread: None, frame };
            self.text.end = region.extend(self.text.clone(), self.style, Vec::new()).text.end;
        }
    }

    /// http://…, www.…: an address, and hardly a word more.
    fn is_bare_address(&self, at: usize) -> bool {
        self.noise[at].is_some_and(|noise| noise.rule == WEB_ADDRESS)
            && ["http", "www."].iter().any(|start| self.lines[at].text.starts_with(start))
    }

    /// Keeps addresses alone on their lines where a line of the text announces them (更多资料：), or stands right behind it.
    fn list_addresses(&mut self) {
        let mut at = self.text.start;
        while at < self.lines.len().min(self.text.end + 1) {
            let told = self.lines[at].ends_colon() && self.noise[at].is_none();
            let listed = (at + 1..self.lines.len()).take_while(|&at| self.is_bare_address(at)).count();
            at += 1;
            if told && listed > 0 {
                for at in at..at + listed {
                    self.noise[at] = None;
                    self.set(at, Role::Row { opens: true }, "addresses");
                }
                self.text.end = self.text.end.max(at + listed);
            }
        }
    }

    /// Behind the line that names a text's editors nothing belongs to it: where that line ends, if what stands
    /// before it is most of the text.
    fn signed_off(&self) -> Option<usize> {
        let prose = |line: &Line| if line.is_prose() { line.chars } else { 0 };
        let edited = |at: usize| {
            self.lines[at].chars <= EDITED && {
                let read = self.read_line(at);
                !read.editors.is_empty() && read.explained(BODY_REST)
            }
        };
        if self.thread.is_some() {
            return None;
        }
        let mut before = 0;
        for at in self.text.clone() {
            if before >= ENOUGH && edited(at) {
                let behind: u32 = self.lines[at + 1..self.text.end].iter().map(prose).sum();
                return (before >= 2 * behind).then_some(at + 1);
            }
            before += prose(&self.lines[at]);
        }
        None
    }

    /// `text` is what the document is made of: the raw text, in the characters that it came in.
    pub fn clean(mut self, text: &str) -> (Document, Vec<LineVerdict>) {
        if !self.told.nature.has_furniture() {
            return self.clean_bare(text);
        }
        let title = self.find_title();
        self.drop_furniture(title);
        self.drop_appeals();
        self.take_metadata(title);
        self.drop_editors();
        self.drop_repetitions(title);
        self.find_rows();
        self.wrap = Wrap::of(&self.lines, |at| self.text.contains(&at) && self.roles[at] == Role::Text);
        self.find_captions(title);
        self.find_headings();
        self.recast_headings();
        self.keep_in_doubt();
        let drafts = self.join_lines();
        self.finish(drafts, text)
    }

    fn find_rows(&mut self) {
        let rows = table::rows(&self.lines[self.table.clone()]);
        for (at, row) in self.table.clone().zip(rows) {
            if let (Role::Text, Some(opens)) = (self.roles[at], row) {
                self.set(at, Role::Row { opens }, "table");
            }
        }
    }
}

/// A line that the heap has in many documents is their title where a date or a subtitle stands right under it.
fn unmark_titles(lines: &[Line], noise: &mut [Option<Noise>]) {
    for at in 0..lines.len().saturating_sub(1).min(HEAD) {
        let (line, below) = (&lines[at], &lines[at + 1]);
        let dated = below.digits >= 4 && !below.is_prose() && !date::find(below.text).is_empty();
        let again = noise[at].is_some_and(|noise| noise.reason == Reason::Repeated);
        if again && line.chars >= 4 && !line.is_prose() && (dated || below.text.starts_with("——")) {
            noise[at] = None;
        }
    }
}

/// Marks the name of the site alone on a line near the top, where the first line ends with it: 盐井 - 百科.
fn mark_site(lines: &[Line], noise: &mut [Option<Noise>]) {
    let Some(first) = lines.first().filter(|line| line.text.len() <= LONGEST_WINDOW) else { return };
    for at in 1..lines.len().min(HEAD) {
        let title = first.text.strip_suffix(lines[at].text).map(str::trim_end);
        let site = title.is_some_and(|title| {
            title.ends_with(['-', '_', '|', '—', '－', '–']) && title.len() > lines[at].text.len()
        });
        if site && noise[at].is_none() {
            noise[at] = Some(Noise::new(Reason::Navigation, true, "site-name"));
        }
    }
}
