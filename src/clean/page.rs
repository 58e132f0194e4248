//! One document on its way through the stages.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::assemble::{self, Cut, Draft};
use super::caption;
use super::class::{is_comma, is_word};
use super::header::{BODY_REST, Trust};
use super::heading::{self, Seen};
use super::inset;
use super::join;
use super::line::{self, Line};
use super::metaline::MetaLine;
use super::ngrams::Ngrams;
use super::noise::{self, Noise};
use super::phrases::Key;
use super::region::{self, Region, Style};
use super::thread::{self, Thread};
use super::wrap::{self, Wrap};
use super::{
    LineVerdict, Repeats, contents, debris, frame, kinds, levels, numbering, order, small_print, split,
    table, teasers, title,
};
use crate::document::{BlockKind, Document, Metadata, Reason, TitleFrom};
use crate::library::{Raw, Tag};

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
    /// The headings that the page's table of contents names.
    pub(super) contents: Vec<&'a str>,
    pub(super) text: Range<usize>,
    /// The posts of the page, if it is a thread.
    pub(super) thread: Option<Thread>,
    /// The part of the text that is a table.
    table: Range<usize>,
    pub(super) style: Style,
    /// Which of its lines were one.
    pub(super) wrap: Wrap,
    pub(super) meta: Metadata,
    /// How sure its source is, and its date.
    pub(super) sourced: Trust,
    pub(super) dated: Trust,
    asked: Vec<Asked>,
    pub(super) ngrams: Ngrams,
    /// Furniture stands before the text.
    pub(super) chrome: bool,
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
        noise::mark_dated(&lines, &mut noise);
        small_print::unmark_rests(&lines, &mut noise);
        small_print::mark(&lines, &mut noise);
        wrap::unmark_rests(&lines, &mut noise);
        let contents = contents::mark(&lines, &mut noise);
        let all: Vec<usize> = (0..lines.len()).collect();
        for (noise, _) in noise.iter_mut().zip(heading::counted(&lines, &all)).filter(|(_, counted)| *counted)
        {
            *noise = None;
        }
        let thread = thread::mark(&lines, &mut noise);
        if thread.is_none() {
            teasers::mark(&lines, &mut noise);
        }
        let count = lines.len();
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
            contents,
            text: 0..count,
            table: 0..0,
            thread: None,
            meta: raw.meta.clone(),
            sourced: raw.meta.source.as_ref().map_or(Trust::Guessed, |_| Trust::of(raw.format)),
            dated: raw.meta.published.map_or(Trust::Guessed, |_| Trust::of(raw.format)),
            asked: vec![Asked::default(); count],
            ngrams: Ngrams::of([].iter()),
            chrome: false,
        };
        page.thread = thread;
        page.find_text();
        page
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
        let frame = match thread {
            Some(_) => 0..self.lines.len(),
            None => frame::of(&self.lines, &self.noise, self.raw.meta.title.as_deref()),
        };
        self.wrap = Wrap::of(&self.lines, |at| self.noise[at].is_none());
        let (lines, noise, wrap) = (&self.lines[..], &self.noise[..], &self.wrap);
        let region = Region { lines, noise, wrap, anchors: &anchors, thread, frame };
        let found = region.find();
        (self.text, self.style, self.scores, self.table) =
            (found.text, found.style, found.scores, found.table);
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
        if let Some(end) = self.signed_off() {
            self.text.end = end;
            self.table = self.table.start.min(end)..self.table.end.min(end);
        }
        self.ngrams = Ngrams::of(self.lines[self.text.clone()].iter().filter(|line| line.is_prose()));
        if let Some(start) = self.opening() {
            self.text.start = start;
        }
        while let Some(end) = self.closing().filter(|_| self.thread.is_none() && self.table.is_empty()) {
            self.text.end = end;
            while self.text.end < self.lines.len()
                && self.lines[self.text.end].is_prose()
                && self.noise[self.text.end].is_none()
            {
                self.text.end += 1;
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

    pub fn clean(mut self) -> (Document, Vec<LineVerdict>) {
        let title = self.find_title();
        self.drop_furniture(title);
        self.take_metadata(title);
        self.drop_repetitions(title);
        self.find_rows();
        self.wrap = Wrap::of(&self.lines, |at| self.text.contains(&at) && self.roles[at] == Role::Text);
        self.find_captions(title);
        self.find_headings();
        self.recast_headings();
        let drafts = self.join_lines();
        self.finish(drafts)
    }

    /// Everything outside the text, and the certain furniture inside it.
    fn drop_furniture(&mut self, title: Option<usize>) {
        self.text.start = self.lead(title);
        let head = title.map_or(0, |title| self.title_again(title).unwrap_or(title));
        for at in 0..self.lines.len() {
            let inside = self.text.contains(&at);
            let before = at < head && Some(at) != title && inside && !self.lines[at].is_prose();
            match self.noise[at] {
                Some(noise) if !inside || self.is_furniture(at, noise) => {
                    self.remove(at, noise.reason, noise.rule)
                }
                _ if before => self.remove(at, Reason::Navigation, "before-title"),
                _ if !inside => {
                    let reason = if at >= self.text.end { Reason::Related } else { Reason::Navigation };
                    self.remove(at, reason, "outside-text");
                }
                _ => {}
            }
        }
        let markers = self.text.clone().filter(|&at| self.noise[at].is_some_and(inset::announces));
        let titles: Vec<usize> =
            markers.filter_map(|at| inset::titles(&self.lines, &self.noise, at)).flatten().collect();
        for at in titles {
            self.remove(at, Reason::Related, "links-inside");
        }
    }

    /// Where the title stands again before the first paragraph: the article begins there, and what the page
    /// put before it does not belong to it.
    fn title_again(&self, title: usize) -> Option<usize> {
        let name = title::without_site(self.lines[title].text, &self.lines);
        let body = self.first_paragraph(Some(title));
        (title + 1..body).rev().find(|&at| same(name, self.lines[at].text))
    }

    /// Whether a line inside the text that looks like furniture is some.
    fn is_furniture(&self, at: usize, noise: Noise) -> bool {
        let last = at + 4 >= self.text.end;
        let alone = !self.noise[..at].last().is_some_and(Option::is_some)
            && self.noise.get(at + 1).is_none_or(Option::is_none);
        // An address or a telephone number in the middle of the text belongs to it.
        let small_print = noise.reason == Reason::Copyright && noise.rule == "phrase";
        match noise.certain {
            true if last => true,
            true => !(small_print && alone),
            false => {
                let sentence = noise.rule == "phrase" && self.lines[at].is_prose();
                last && noise.reason == Reason::Copyright && noise.ends
                    || at >= self.text.end.saturating_sub(1) && !sentence
            }
        }
    }

    /// The title again, and lines that stand in the text a second time.
    fn drop_repetitions(&mut self, title: Option<usize>) {
        let title = title.map(|at| title::without_site(self.lines[at].text, &self.lines));
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        let mut again: Vec<(usize, usize)> = Vec::new();
        for at in self.text.clone() {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            if title.is_some_and(|title| same(title, line.text)) {
                self.remove(at, Reason::Duplicate, "title-again");
            } else if line.chars >= 40 && !line.is_code() {
                match seen.entry(line.text) {
                    Entry::Occupied(first) => again.push((*first.get(), at)),
                    Entry::Vacant(free) => {
                        free.insert(at);
                    }
                }
            } else if debris::is_continuation(line.text) {
                self.remove(at, Reason::Continuation, "continuation");
            }
        }
        // A single paragraph that opens the page and stands again inside the text was its summary.
        let first = self.text.clone().find(|&at| self.roles[at] == Role::Text);
        let summary = matches!(again[..], [(before, _)] if Some(before) == first);
        for (before, after) in again {
            self.remove(if summary { before } else { after }, Reason::Duplicate, "paragraph-again");
        }
        for at in 0..self.lines.len() {
            if self.rules[at] == "outside-text" && title.is_some_and(|title| same(title, self.lines[at].text))
            {
                self.remove(at, Reason::Duplicate, "title-again");
            }
        }
    }

    fn find_rows(&mut self) {
        let rows = table::rows(&self.lines[self.table.clone()]);
        for (at, row) in self.table.clone().zip(rows) {
            if let (Role::Text, Some(opens)) = (self.roles[at], row) {
                self.set(at, Role::Row { opens }, "table");
            }
        }
    }

    fn find_headings(&mut self) {
        for at in self.text.clone() {
            if self.roles[at] == Role::Text && region::heads_back_matter(self.lines[at].text) {
                self.set(at, Role::Heading, "back-matter");
            }
        }
        let seen: Vec<Seen> = self
            .text
            .clone()
            .map(|at| match self.roles[at] {
                Role::Text => Seen::Open,
                Role::Caption => Seen::Caption,
                _ => Seen::Gone,
            })
            .collect();
        let lines = &self.lines[self.text.clone()];
        let start = self.text.start;
        let headings = heading::mark(&self.raw.text, lines, &seen, &self.wrap, start);
        for (index, _) in headings.iter().enumerate().filter(|(_, heading)| **heading) {
            // What people say to each other has no heads but numbered ones.
            let line = &self.lines[start + index];
            let said = line.numbered.is_none() && !matches!(line.hint.tag, Tag::Heading(_));
            if self.thread.is_some() && said {
                continue;
            }
            self.set(start + index, Role::Heading, "heading");
        }
        for at in self.text.clone() {
            if self.roles[at] != Role::Text {
                continue;
            }
            let name = debris::without(self.lines[at].text);
            let number = numbering::parse(name).map_or(0, |number| number.len);
            if self.contents.contains(&name) || self.contents.contains(&name[number..].trim_start()) {
                self.set(at, Role::Heading, "in-contents");
            }
        }
    }

    /// Lines → drafts of blocks: what belongs together joined, what stands apart brought together.
    fn join_lines(&mut self) -> Vec<Draft> {
        let body: Vec<&Line> =
            self.text.clone().filter(|&at| self.roles[at] == Role::Text).map(|at| &self.lines[at]).collect();
        let long = body.iter().filter(|line| line.chars >= 30).count().max(1);
        let broken = body
            .iter()
            .filter(|line| line.chars >= 30 && !line.ends_sentence() && !line.ends_colon())
            .count();
        let indents = body.iter().filter(|line| line.chars >= 30 && line.indent >= 2).count();
        let context = join::Context {
            ngrams: &self.ngrams,
            indented: indents * 2 > long || self.style.indent.is_some_and(|indent| indent >= 2),
            width: self.wrap.width,
            spaced: body.iter().filter(|line| line.blank_before > 0).count() * 6 > body.len(),
            broken: broken as f32 / long as f32,
        };
        let mut drafts: Vec<Draft> = Vec::new();
        let mut tail: Option<usize> = None;
        for at in self.text.clone() {
            let kind = match self.roles[at] {
                Role::Removed(reason) => {
                    if reason != Reason::Markup && reason != Reason::Continuation {
                        tail = None;
                    }
                    continue;
                }
                Role::Heading => BlockKind::Heading { level: 1 },
                Role::Caption => BlockKind::Caption,
                Role::Row { .. } => BlockKind::TableRow,
                Role::Text => BlockKind::Paragraph,
            };
            if self.roles[at] == (Role::Row { opens: false })
                && let Some(last) = drafts.last_mut().filter(|last| last.kind == BlockKind::TableRow)
            {
                last.lines.push(at);
                continue;
            }
            if kind == BlockKind::Paragraph
                && let Some(before) = tail
                && let Some(last) = drafts.last_mut()
                && !self.lines[at].continues
                && !self.lines[at].stands_alone()
            {
                let head = &self.lines[last.lines[0]];
                let above = last.lines.iter().rev().nth(1).map(|&above| &self.lines[above]);
                let flows = before + 1 == at && self.wrap.flows(before);
                let seam =
                    join::Seam { head, above, before: &self.lines[before], next: &self.lines[at], flows };
                if join::evidence(&seam, &context) > 0.0 {
                    last.lines.push(at);
                    tail = Some(at);
                    continue;
                }
            }
            if kind == BlockKind::Caption
                && let Some(last) = drafts.last_mut()
                && last.kind == BlockKind::Caption
                && last.lines.ends_with(&[at - 1])
                && self.wrap.flows(at - 1)
            {
                last.lines.push(at);
                continue;
            }
            // 第三章, with 总则 on the next line: one heading.
            if matches!(kind, BlockKind::Heading { .. })
                && let Some(last) = drafts.last_mut()
                && matches!(last.kind, BlockKind::Heading { .. })
                && last.lines == [at - 1]
                && heading::is_bare_number(self.lines[at - 1].text)
                && !heading::is_numbered(self.lines[at].text)
            {
                last.lines.push(at);
                continue;
            }
            drafts.push(Draft { kind, lines: vec![at], repair: None });
            tail = (kind == BlockKind::Paragraph && !self.lines[at].stands_alone()).then_some(at);
        }
        order::restore(&mut drafts, &self.lines, &self.ngrams);
        kinds::name(&mut drafts, &self.lines);
        drafts
    }

    fn finish(mut self, mut drafts: Vec<Draft>) -> (Document, Vec<LineVerdict>) {
        let texts: Vec<&str> = drafts
            .iter()
            .filter(|d| matches!(d.kind, BlockKind::Heading { .. }))
            .map(|d| self.lines[d.lines[0]].text)
            .collect();
        let mut levels = levels::of(&texts).into_iter();
        for draft in &mut drafts {
            if let BlockKind::Heading { level } = &mut draft.kind {
                *level = levels.next().unwrap_or(1);
            }
        }
        for (line, role) in self.lines.iter().zip(&self.roles) {
            if !matches!(role, Role::Removed(_)) {
                assemble::invisible(line, &mut self.cuts);
                for range in debris::find(line.text) {
                    let range = line.start + range.start..line.start + range.end;
                    self.cuts.push(Cut { range, reason: Reason::Interface });
                }
                if let Some(range) = debris::continuation(line.text) {
                    let range = line.start + range.start..line.start + range.end;
                    self.cuts.push(Cut { range, reason: Reason::Continuation });
                }
            }
        }
        self.cuts.sort_by_key(|cut| cut.range.start);
        let reasons: Vec<Option<Reason>> = self
            .roles
            .iter()
            .map(|role| match role {
                Role::Removed(reason) => Some(*reason),
                _ => None,
            })
            .collect();
        let text = &self.raw.text;
        let blocks = assemble::blocks(text, &self.lines, &self.cuts, &drafts);
        let removed = assemble::removed(text, &self.lines, &reasons, &self.cuts);
        if self.meta.title.is_none() {
            (self.meta.title, self.meta.title_from) = match blocks.first() {
                Some(first) => (Some(first_sentence(&first.text)), TitleFrom::FirstSentence),
                None => (None, TitleFrom::FileName),
            };
        } else {
            self.meta.title_from = TitleFrom::Text;
        }
        let verdicts = self
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| LineVerdict {
                line: line.number,
                role: match self.roles[at] {
                    Role::Text => "paragraph",
                    Role::Caption => "caption",
                    Role::Heading => "heading",
                    Role::Row { .. } => "table-row",
                    Role::Removed(reason) => reason.name(),
                },
                rule: self.rules[at],
                score: self.scores[at],
            })
            .collect();
        (Document { meta: self.meta, blocks, removed }, verdicts)
    }
}

/// The first sentence of a text, cut at a length that a list can show: behind a clause, where one ends by then.
pub(super) fn first_sentence(text: &str) -> String {
    const LONGEST: usize = 40;
    const SHORTEST: usize = 10;
    let sentence =
        crate::text::sentence::sentences(text).into_iter().next().map_or(text, |range| &text[range]);
    let mut head: String = sentence.chars().take(LONGEST).collect();
    if head.len() < sentence.len()
        && let Some(end) = head.rfind(is_comma)
        && head[..end].chars().count() >= SHORTEST
    {
        head.truncate(end);
    }
    head
}

/// Characters alone: what two lines must share to be the same line.
pub(super) fn same(a: &str, b: &str) -> bool {
    let plain = |c: &char| is_word(*c);
    a.chars().filter(plain).eq(b.chars().filter(plain))
}
