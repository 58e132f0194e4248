//! One document on its way through the stages.

use std::collections::HashMap;
use std::ops::Range;

use super::assemble::{self, Cut, Draft};
use super::heading::{self, Seen};
use super::join;
use super::line::{self, Line};
use super::ngrams::Ngrams;
use super::noise::{self, Noise};
use super::numbering::{self, Scheme};
use super::{LineVerdict, Repeats, caption, date, order, origin, people, region, split, title};
use crate::document::{BlockKind, Document, Metadata, Person, Published, Reason, TitleFrom};
use crate::library::{Raw, Tag};

/// What has been decided about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of the text; what it is there is not known yet.
    Text,
    Caption,
    Heading,
    Removed(Reason),
}

pub struct Page<'a> {
    raw: &'a Raw,
    lines: Vec<Line<'a>>,
    noise: Vec<Option<Noise>>,
    scores: Vec<f32>,
    roles: Vec<Role>,
    /// The rule that decided, for the explanation.
    rules: Vec<&'static str>,
    cuts: Vec<Cut>,
    text: Range<usize>,
    meta: Metadata,
    ngrams: Ngrams,
    /// Furniture was found: lines outside the text are not kept.
    chrome: bool,
}

/// Lines before the text that are looked at for title and metadata.
const HEAD: usize = 40;
/// Lines behind it.
const TAIL: usize = 12;

impl<'a> Page<'a> {
    pub fn read(raw: &'a Raw, repeats: Option<&Repeats>) -> Page<'a> {
        let lines = split::split(line::read(&raw.text, &raw.hints));
        let mut key = String::new();
        let noise: Vec<Option<Noise>> = lines
            .iter()
            .map(|line| {
                repeats.and_then(|repeats| repeats.judge(line)).or_else(|| noise::judge(line, &mut key))
            })
            .collect();
        let scores = region::scores(&lines, &noise);
        let count = lines.len();
        let mut page = Page {
            raw,
            lines,
            noise,
            scores,
            roles: vec![Role::Text; count],
            rules: vec!["text"; count],
            cuts: Vec::new(),
            text: 0..count,
            meta: raw.meta.clone(),
            ngrams: Ngrams::of([].iter()),
            chrome: false,
        };
        page.find_text();
        page
    }

    fn set(&mut self, at: usize, role: Role, rule: &'static str) {
        self.roles[at] = role;
        self.rules[at] = rule;
    }

    fn remove(&mut self, at: usize, reason: Reason, rule: &'static str) {
        self.set(at, Role::Removed(reason), rule);
    }

    /// Lines that carry a date and little else.
    fn anchors(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|&at| self.is_date_line(at)).take(12).collect()
    }

    fn is_date_line(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.digits >= 4
            && line.chars <= 90
            && !(line.ends_sentence() && line.commas > 0)
            && date::find(line.text).first().is_some_and(|found| {
                let dates = found.range.len();
                let labelled = ["来源", "时间", "日期", "发表于", "發表", "发布", "來源"]
                    .iter()
                    .any(|label| line.text.contains(label));
                labelled || line.text.len() <= dates * 4 + 8
            })
            && self.noise[at].is_none_or(|noise| !matches!(noise.reason, Reason::Copyright | Reason::Related))
    }

    fn find_text(&mut self) {
        let anchors = self.anchors();
        let certain = self.noise.iter().flatten().filter(|noise| noise.certain).count();
        self.chrome = certain >= 4 && certain * 25 >= self.lines.len() || certain >= 10;
        self.text = if self.chrome {
            region::find(&self.lines, &self.noise, &self.scores, &anchors)
        } else {
            0..self.lines.len()
        };
        let core = if self.text.is_empty() { 0..self.lines.len() } else { self.text.clone() };
        self.ngrams = Ngrams::of(self.lines[core].iter());
    }

    pub fn clean(mut self) -> (Document, Vec<LineVerdict>) {
        self.drop_furniture();
        let title = self.find_title();
        self.take_metadata(title);
        self.drop_repetitions(title);
        self.find_captions(title);
        self.find_headings();
        let drafts = self.join_lines();
        self.finish(drafts)
    }

    /// Everything outside the text, and the certain furniture inside it.
    fn drop_furniture(&mut self) {
        for at in 0..self.lines.len() {
            let inside = self.text.contains(&at);
            match self.noise[at] {
                Some(noise) if noise.certain || !inside => self.remove(at, noise.reason, noise.rule),
                _ if !inside => {
                    let reason = if at >= self.text.end { Reason::Related } else { Reason::Navigation };
                    self.remove(at, reason, "outside-text");
                }
                _ => {}
            }
        }
    }

    /// The line that is the title, if one is.
    fn find_title(&mut self) -> Option<usize> {
        let anchors = self.anchors();
        let near_date = |at: usize| anchors.iter().any(|&anchor| anchor > at && anchor <= at + 3);
        let from = if self.chrome { self.text.start.saturating_sub(HEAD) } else { 0 };
        let until = (self.text.start + 4).min(self.lines.len());
        let first = self.lines.first().map(|line| title::without_site(line.text, &self.lines));
        let mut best: Option<(f32, usize)> = None;
        for at in from..until {
            let line = &self.lines[at];
            let is_heading = matches!(line.hint.tag, Tag::Heading(1) | Tag::Title);
            if !title::possible(line, self.noise[at]) || self.is_date_line(at) {
                continue;
            }
            let people = people::byline(line.text);
            if people.covered >= 0.6 && (!people.authors.is_empty() || !people.editors.is_empty()) {
                continue;
            }
            let mut score = 0.0;
            if first.is_some_and(|first| first == line.text && (at > 0 || first.len() < line.text.len())) {
                score += 3.0;
            }
            score += 4.0 * title::overlap(line.text, &|a, b| self.ngrams.contains(&[a, b]));
            if near_date(at) {
                score += 3.0;
            }
            if line.chars >= 8 {
                score += 1.0;
            }
            if is_heading {
                score += 3.0;
            }
            let distance = self.text.start.abs_diff(at);
            score -= distance as f32 * 0.12;
            if at >= self.text.start && self.chrome {
                score -= 1.0;
            }
            if !self.chrome {
                score -= at as f32 * 0.5;
            }
            if line.bullet {
                score -= 1.5;
            }
            if caption::marked(line).is_some()
                || numbering::parse(line.text).is_some_and(|n| n.scheme >= Scheme::Han)
            {
                score -= 2.5;
            }
            if best.is_none_or(|(most, _)| score > most + 0.01) {
                best = Some((score, at));
            }
        }
        best.filter(|(score, _)| *score >= 1.2).map(|(_, at)| at)
    }

    /// Title, subtitle, date, source, people: read from the lines around the text, which then leave it.
    fn take_metadata(&mut self, title: Option<usize>) {
        if let Some(at) = title {
            self.take_title(at);
        }
        let head = title.map_or(self.text.start.saturating_sub(HEAD), |at| at.saturating_sub(6));
        let body = self.first_paragraph(title);
        for at in head..body {
            if Some(at) != title {
                self.take_header_line(at, title);
            }
        }
        self.take_body_people(body);
        let tail = self.text.end.saturating_sub(TAIL).max(body);
        for at in (tail..(self.text.end + TAIL).min(self.lines.len())).rev() {
            self.take_tail_line(at);
        }
        if self.meta.published.is_none() {
            self.find_date_elsewhere();
        }
        if self.meta.source.is_none() {
            self.find_source_elsewhere();
        }
    }

    fn take_title(&mut self, at: usize) {
        let text = title::without_site(self.lines[at].text, &self.lines).trim();
        let mut whole = spaced_out(text);
        // The second line of a title stands right under it, as short, and nothing is between them.
        let next = at + 1;
        if !self.chrome && next < self.lines.len() {
            let line = &self.lines[next];
            let first = &self.lines[at];
            let paired = line.blank_before == 1 && first.chars.abs_diff(line.chars) <= 1 && first.chars <= 16;
            if paired && title::possible(line, self.noise[next]) && !self.is_date_line(next) {
                whole = format!("{whole} {}", line.text);
                self.remove(next, Reason::Metadata, "title-second-line");
            }
        }
        if let Some((head, tail)) = whole.split_once("——")
            && self.meta.subtitle.is_none()
            && is_subtitle(tail.trim())
            && head.trim().chars().count() >= 4
        {
            self.meta.subtitle = Some(tail.trim().to_owned());
            whole = head.trim().to_owned();
        }
        if self.meta.title.is_none() {
            self.meta.title = Some(whole);
        }
        self.meta.title_from = TitleFrom::Text;
        self.remove(at, Reason::Metadata, "title");
    }

    /// The first line that is certainly text.
    fn first_paragraph(&self, title: Option<usize>) -> usize {
        let from = title.map_or(self.text.start, |at| (at + 1).max(self.text.start));
        (from..self.text.end)
            .find(|&at| {
                self.lines[at].is_prose() && self.roles[at] == Role::Text && !self.is_metadata_only(at)
            })
            .unwrap_or(from)
    }

    fn is_metadata_only(&self, at: usize) -> bool {
        let line = &self.lines[at];
        if line.chars > 80 {
            return false;
        }
        let people = people::byline(line.text);
        people.covered >= 0.7 && !(people.authors.is_empty() && people.editors.is_empty())
            || self.is_date_line(at)
            || caption::marked(line).is_some()
    }

    /// A line between title and text, or just before the title.
    fn take_header_line(&mut self, at: usize, title: Option<usize>) {
        let line = self.lines[at];
        if line.chars > 120 {
            return;
        }
        let text = line.text;
        let after_title = title.is_some_and(|title| at > title);
        let mut taken = false;
        if self.is_date_line(at) {
            taken = self.take_date(text);
        }
        if let Some(source) =
            origin::labelled(text).or_else(|| if line.chars <= 30 { origin::quoted(text) } else { None })
        {
            self.meta.source.get_or_insert(source);
            taken |= line.chars <= 40;
        }
        let people = people::byline(text);
        let people_here = !people.authors.is_empty() || !people.editors.is_empty();
        if people_here
            && (people.covered >= 0.6 || taken)
            && caption::marked(&line).is_none_or(|_| text.contains("文"))
        {
            self.take_people(people);
            taken = true;
        }
        if taken {
            self.remove(at, Reason::Metadata, "head-line");
            return;
        }
        let dash = text.starts_with("——") || text.starts_with("--") || text.starts_with("—");
        if after_title && dash && line.chars >= 4 && line.chars <= 50 && self.meta.subtitle.is_none() {
            self.meta.subtitle = Some(text.trim_start_matches(['—', '-', '―', ' ']).to_owned());
            self.remove(at, Reason::Metadata, "subtitle");
            return;
        }
        let kicker = text.starts_with(['【', '[']) && text.ends_with(['】', ']']) && line.chars <= 16;
        if after_title && kicker && self.roles[at] == Role::Text {
            self.remove(at, Reason::Metadata, "kicker");
        }
    }

    fn take_date(&mut self, text: &str) -> bool {
        let found = date::find(text);
        let Some(first) = found.first() else { return false };
        let known = self.meta.published;
        if known.is_none_or(|known: Published| known.date == first.published.date && known.time.is_none()) {
            self.meta.published = Some(first.published);
        }
        if self.meta.source.is_none() {
            let last = found.last().unwrap_or(first);
            self.meta.source = origin::labelled(text)
                .or_else(|| origin::beside_date(&text[..first.range.start], &text[last.range.end..]));
        }
        true
    }

    fn take_people(&mut self, people: people::People) {
        add(&mut self.meta.authors, people.authors);
        add(&mut self.meta.editors, people.editors);
        if self.meta.source.is_none() {
            self.meta.source = people.source;
        }
    }

    /// Bylines inside the text: lines that are nothing else, brackets at the end of a paragraph.
    fn take_body_people(&mut self, from: usize) {
        for at in from..self.text.end {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            let edge = at < from + 3 || at + 8 >= self.text.end;
            if let Some((open, people)) = people::tail(line.text) {
                if open == 0 && edge {
                    self.take_people(people);
                    self.remove(at, Reason::Metadata, "byline");
                } else if edge && line.text[..open].trim_end().ends_with(['。', '！', '？', '”', '.']) {
                    self.take_people(people);
                }
            }
        }
    }

    /// Editor lines, bylines and dates behind the last paragraph.
    fn take_tail_line(&mut self, at: usize) {
        let line = self.lines[at];
        if line.chars > 60
            || line.is_prose() && line.chars > 40
            || matches!(self.roles[at], Role::Removed(Reason::Metadata | Reason::Related))
                && self.rules[at] != "outside-text"
        {
            return;
        }
        let text = line.text;
        let inside = self.text.contains(&at);
        let people = people::byline(text);
        let here = !people.authors.is_empty() || !people.editors.is_empty();
        let mut taken = false;
        if here && people.covered >= 0.55 {
            self.take_people(people);
            taken = true;
        }
        if let Some(source) = origin::labelled(text)
            && line.chars <= 50
        {
            self.meta.source.get_or_insert(source);
            taken = true;
        }
        let found = date::find(text);
        if let Some(first) = found.first()
            && self.noise[at].is_none_or(|noise| !matches!(noise.reason, Reason::Copyright | Reason::Related))
            && (self.is_date_line(at) && at <= self.text.end + 2
                || text.starts_with(['（', '(', '《', '【'])
                || text.starts_with("本"))
        {
            if self.meta.published.is_none() {
                self.meta.published = Some(first.published);
            }
            if self.meta.source.is_none() {
                self.meta.source = origin::quoted(text);
            }
            taken |= inside && line.chars <= 50;
        }
        if taken {
            self.remove(at, Reason::Metadata, "tail-line");
        }
    }

    fn find_date_elsewhere(&mut self) {
        for at in 0..self.lines.len() {
            let reason = self.noise[at].map(|noise| noise.reason);
            if self.lines[at].chars <= 70
                && self.lines[at].digits >= 4
                && !matches!(reason, Some(Reason::Copyright | Reason::Related | Reason::Comment))
                && self.rules[at] != "outside-text"
                && self.is_date_line(at)
                && self.take_date(self.lines[at].text)
            {
                return;
            }
        }
    }

    fn find_source_elsewhere(&mut self) {
        for at in (0..self.lines.len()).rev().take(20) {
            if self.noise[at].is_some_and(|noise| noise.reason == Reason::Copyright)
                && let Some(owner) = origin::owner(self.lines[at].text)
            {
                self.meta.source = Some(owner);
                return;
            }
        }
    }

    /// The title again, and lines that stand in the text a second time.
    fn drop_repetitions(&mut self, title: Option<usize>) {
        let title = title.map(|at| self.lines[at].text);
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for at in self.text.clone() {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            if title.is_some_and(|title| same(title, line.text)) {
                self.remove(at, Reason::Duplicate, "title-again");
            } else if line.chars >= 60 && seen.insert(line.text, at).is_some() {
                self.remove(at, Reason::Duplicate, "paragraph-again");
            } else if is_continuation(line.text) {
                self.remove(at, Reason::Continuation, "continuation");
            }
        }
        for at in 0..self.lines.len() {
            if title.is_some_and(|title| same(title, self.lines[at].text)) && self.rules[at] == "outside-text"
            {
                self.remove(at, Reason::Duplicate, "title-again");
            }
        }
    }

    fn find_captions(&mut self, title: Option<usize>) {
        let first = self.first_paragraph(title);
        for at in self.text.clone() {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            if line.hint.tag == Tag::Caption {
                self.set(at, Role::Caption, "html-caption");
                continue;
            }
            if let Some(rule) = caption::marked(&line) {
                self.set(at, Role::Caption, rule);
                if self.raw.meta.authors.is_empty() {
                    add(&mut self.meta.authors, people::credit(line.text));
                }
                continue;
            }
            let short = line.chars <= 40 && !line.ends_sentence();
            let after_title = at > 0 && self.rules[at - 1] == "title-again";
            if short && after_title && line.blank_before > 0 {
                self.set(at, Role::Caption, "after-repeated-title");
            } else if short
                && at < first
                && title.is_some_and(|title| at > title)
                && self.followed_by_metadata(at, first)
            {
                self.set(at, Role::Caption, "before-byline");
            }
        }
    }

    fn followed_by_metadata(&self, at: usize, until: usize) -> bool {
        (at + 1..until).any(|next| self.roles[next] == Role::Removed(Reason::Metadata))
    }

    fn find_headings(&mut self) {
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
        let headings = heading::mark(&self.raw.text, lines, &seen);
        let start = self.text.start;
        for (index, _) in headings.iter().enumerate().filter(|(_, heading)| **heading) {
            self.set(start + index, Role::Heading, "heading");
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
        let context = join::Context {
            ngrams: &self.ngrams,
            indented: body.iter().filter(|line| line.chars >= 30 && line.indent >= 2).count() * 2 > long,
            wrap: join::wrap(&body),
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
                Role::Text => BlockKind::Paragraph,
            };
            if kind == BlockKind::Paragraph
                && let Some(before) = tail
                && let Some(last) = drafts.last_mut()
                && !self.lines[at].continues
            {
                let head = &self.lines[last.lines[0]];
                if join::evidence(head, &self.lines[before], &self.lines[at], &context) > 0.0 {
                    last.lines.push(at);
                    tail = Some(at);
                    continue;
                }
            }
            drafts.push(Draft { kind, lines: vec![at], repair: None });
            tail = (kind == BlockKind::Paragraph).then_some(at);
        }
        order::restore(&mut drafts, &self.lines, &self.ngrams);
        drafts
    }

    fn finish(mut self, mut drafts: Vec<Draft>) -> (Document, Vec<LineVerdict>) {
        let texts: Vec<&str> = drafts
            .iter()
            .filter(|d| matches!(d.kind, BlockKind::Heading { .. }))
            .map(|d| self.lines[d.lines[0]].text)
            .collect();
        let mut levels = heading::levels(&texts).into_iter();
        for draft in &mut drafts {
            if let BlockKind::Heading { level } = &mut draft.kind {
                *level = levels.next().unwrap_or(1);
            }
        }
        for (line, role) in self.lines.iter().zip(&self.roles) {
            if !matches!(role, Role::Removed(_)) {
                assemble::invisible(line, &mut self.cuts);
            }
        }
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
                    Role::Removed(reason) => reason.name(),
                },
                rule: self.rules[at],
                score: self.scores[at],
            })
            .collect();
        (Document { meta: self.meta, blocks, removed }, verdicts)
    }
}

fn add(list: &mut Vec<Person>, people: Vec<Person>) {
    for person in people {
        if list.iter().all(|known| known.name != person.name) {
            list.push(person);
        }
    }
}

/// The first sentence of a text, cut at a length that a list can show.
fn first_sentence(text: &str) -> String {
    let sentence =
        crate::text::sentence::sentences(text).into_iter().next().map_or(text, |range| &text[range]);
    sentence.chars().take(40).collect()
}

/// Characters alone: what two lines must share to be the same line.
fn same(a: &str, b: &str) -> bool {
    let bare = |text: &'static str| text;
    let _ = bare;
    let plain = |c: &char| c.is_alphanumeric();
    a.chars().filter(plain).eq(b.chars().filter(plain))
}

fn spaced_out(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What follows a dash in a title and says what kind of text it is.
fn is_subtitle(tail: &str) -> bool {
    let ends = [
        "纪实", "侧记", "综述", "报道", "纪事", "见闻", "启示", "札记", "观察", "访谈", "掠影", "素描",
        "剪影", "述评", "调查", "专访",
    ];
    let starts = ["记", "访", "来自", "写在", "献给", "评", "读", "论"];
    tail.chars().count() >= 5
        && (ends.iter().any(|end| tail.ends_with(end)) || starts.iter().any(|start| tail.starts_with(start)))
}

/// (上接第一版), （下转第二版）
fn is_continuation(text: &str) -> bool {
    let body = text.trim_matches(|c: char| "()（）[]【】■▲▼● ".contains(c));
    body.chars().count() <= 12
        && ["上接", "下转", "紧接", "接上"].iter().any(|word| body.starts_with(word))
        && body.ends_with(['版', '页'])
}
