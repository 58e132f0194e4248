//! Metadata: read from the lines around the text, which then leave it.

mod account;
mod elsewhere;
mod labels;

use self::elsewhere::may_publish;
use self::labels::{LONGEST_VALUE, bare_label, is_days_ago, is_former_title, is_label, opens_with_label};
use super::line::Line;
use super::metaline::MetaLine;
use super::page::{HEAD, Page, Role, TAIL, same};
use super::{assemble, date, origin, people, thread};
use crate::document::{Person, Reason};
use crate::library::{Format, Tag};

/// Share of a line between title and text that may stay unexplained when it is read as metadata.
pub(super) const HEADER_REST: f32 = 0.45;
/// Lines behind the first paragraph in which a byline may stand, where a summary and pictures go before it.
const LATE_BYLINE: usize = 5;
/// The same for lines inside and behind the text.
pub(super) const BODY_REST: f32 = 0.25;

/// How surely a fact is known: a surer one takes its place.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Not at all, or from somewhere on the page.
    #[default]
    Guessed,
    /// The page's head claims it; sites put their own name and the day of their making there.
    Claimed,
    /// It stands under the title.
    Shown,
    /// A label stands before it.
    Labelled,
    /// It is a field of the document's record.
    Given,
}

impl Trust {
    /// Of what the format of a document says.
    pub(super) fn of(format: Format) -> Trust {
        match format {
            Format::Html => Trust::Claimed,
            Format::Text | Format::Markdown | Format::Json => Trust::Given,
        }
    }
}

impl Page<'_> {
    /// A short line with a date in it.
    pub(super) fn has_date(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.digits >= 4 && line.chars <= 120 && !line.is_prose() && !date::find(line.text).is_empty()
    }

    /// What a forum says of a post's author (注册时间: 2008-03-11).
    pub(super) fn is_profile(&self, at: usize) -> bool {
        self.noise[at].is_some_and(|noise| noise.rule == thread::POST_AUTHOR)
    }

    /// A line that reads as metadata.
    pub(super) fn reads_around(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.chars <= 40 && opens_with_label(line.text)
            || line.chars <= 120
                && (line.han == 0 && line.text.chars().all(|c| !c.is_alphabetic())
                    || is_former_title(line.text)
                    || line.bullet && people::names_alone(line.text).is_some()
                    || is_label(line.text)
                    || line.chars <= LONGEST_VALUE && at > 0 && is_label(self.lines[at - 1].text)
                    || self.read_line(at).explained(HEADER_REST))
    }

    /// A caption with its photographer, not the signature of who wrote and photographed (张三 文/图).
    fn is_credit(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        self.caption_mark(at).is_some() && !text.contains('文') && !people::opens_with_role(text)
    }

    /// Title, subtitle, date, source, people.
    pub(super) fn take_metadata(&mut self, title: Option<usize>) {
        // What the head of a page says of authors is often the system's account or the site.
        let claimed = match self.raw.format {
            Format::Html => std::mem::take(&mut self.meta.authors),
            _ => Vec::new(),
        };
        self.read_around(title);
        if self.meta.authors.is_empty() {
            self.meta.authors = claimed;
        }
    }

    fn read_around(&mut self, title: Option<usize>) {
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
        if let Some(poster) = self.thread.as_ref().map(|thread| thread.poster) {
            self.take_thread(poster);
            self.meta.source = self.meta.source.take().or_else(|| self.raw.site.clone());
            return;
        }
        self.take_body_people(body);
        let tail = self.text.end.saturating_sub(TAIL).max(body)..(self.text.end + TAIL).min(self.lines.len());
        for at in tail.clone() {
            if is_former_title(self.lines[at].text) {
                self.remove(at, Reason::Metadata, "former-title");
            }
        }
        let signed: Vec<MetaLine> = tail.rev().filter_map(|at| self.take_tail_line(at)).collect();
        for line in signed.into_iter().rev() {
            add(&mut self.meta.authors, line.authors);
            add(&mut self.meta.editors, line.editors);
        }
        if self.meta.authors.is_empty() && self.raw.meta.authors.is_empty() {
            self.find_account(title, body);
        }
        if self.meta.published.is_none() {
            self.find_date_elsewhere();
        }
        if self.meta.source.is_none()
            && let Some(title) = title
        {
            self.find_source_beside(title, body);
        }
        if self.meta.source.is_none() {
            let first = self.text.clone().find(|&at| at >= body && self.lines[at].is_prose());
            self.meta.source = first.and_then(|at| origin::dateline(self.lines[at].text));
        }
        if self.meta.source.is_none() {
            self.meta.source.clone_from(&self.raw.site);
        }
        if self.meta.source.is_none() {
            self.find_source_elsewhere();
        }
    }

    /// Who opened a thread, and when: its other posts have dates and names of their own.
    fn take_thread(&mut self, poster: Option<usize>) {
        if let Some(at) = poster.filter(|_| self.meta.authors.is_empty()) {
            self.meta.authors = vec![Person { name: self.lines[at].text.to_owned(), role: String::new() }];
        }
        let heads: Vec<usize> = (0..self.lines.len())
            .filter(|&at| self.noise[at].is_some_and(|noise| noise.rule == thread::POST_HEAD))
            .collect();
        let mut read = heads.iter().map(|&at| self.read_line(at)).enumerate();
        let (dated, head) = read.find(|(_, head)| head.published.is_some()).unzip();
        let (published, authors) =
            head.map(|head| (head.published, head.authors.clone())).unwrap_or_default();
        self.meta.published = self.meta.published.or(published);
        if self.meta.authors.is_empty() {
            self.meta.authors = authors;
        }
        if self.meta.authors.is_empty() {
            let first = &heads[..dated.map_or(0, |dated| dated + 1)];
            let name = first.iter().find_map(|&at| thread::author(self.lines[at].text));
            let person = |name: &str| Person { name: name.to_owned(), role: String::new() };
            self.meta.authors = name.map(person).into_iter().collect();
        }
    }

    /// The first line that is certainly text.
    pub(super) fn first_paragraph(&self, title: Option<usize>) -> usize {
        let from = title.map_or(self.text.start, |at| (at + 1).max(self.text.start));
        let again = |at: usize| title.is_some_and(|title| self.lines[title].text == self.lines[at].text);
        let given = Some(self.occasion.start).filter(|&at| !self.occasion.is_empty() && at >= from);
        (from..given.unwrap_or(self.text.end))
            .find(|&at| {
                let line = &self.lines[at];
                line.is_prose()
                    && self.roles[at] == Role::Text
                    && self.caption_mark(at).is_none()
                    && !again(at)
                    && !self.is_around(at)
            })
            .or(given)
            .unwrap_or(from)
    }

    /// A line between title and text, or just before the title.
    fn take_header_line(&mut self, at: usize, title: Option<usize>) {
        let line = self.lines[at];
        let text = line.text;
        let after_title = title.is_some_and(|title| at > title);
        let read = self.read_line(at).clone();
        // A counter is no date line, unless it says more than when and how often.
        if self.noise[at]
            .is_some_and(|noise| noise.reason == Reason::Counter && noise.rule != thread::POST_HEAD)
            && (self.is_profile(at) || !read.labelled && read.authors.is_empty())
        {
            return;
        }
        // 经…会议研究，决定：, 各有关单位：
        let announces = line.ends_colon() && !is_label(text);
        if !self.is_credit(at)
            && !announces
            && read.explained(HEADER_REST)
            && !matches!(self.roles[at], Role::Removed(Reason::Copyright))
        {
            let shown = if after_title { Trust::Shown } else { Trust::Guessed };
            self.take(read, text, shown);
            self.remove(at, Reason::Metadata, "head-line");
            return;
        }
        // 2013-04-05 10:20 and names that nobody has: whatever stands behind a time between title and text.
        let timed = self.opens_with_time(at) || date::is_day_and_time(text);
        let above_time = line.chars <= 10
            && line.pieces == 1
            && line.stops + line.commas == 0
            && !line.bullet
            && line.numbered.is_none()
            && (at + 1..(at + 3).min(self.lines.len()))
                .any(|next| date::is_day_and_time(self.lines[next].text));
        if after_title && line.chars <= 60 && !line.is_prose() && (timed || above_time) {
            if above_time && self.meta.source.is_none() && may_publish(text) {
                self.meta.source = Some(text.to_owned());
            }
            self.take(MetaLine { published: read.published, ..MetaLine::default() }, "", Trust::Shown);
            self.remove(at, Reason::Metadata, "time-line");
            return;
        }
        if ["发信人", "发信站", "寄信人", "看板"].iter().any(|label| text.starts_with(label)) {
            let said = MetaLine { published: read.published, authors: read.authors, ..MetaLine::default() };
            self.take(said, "", Trust::Shown);
            self.remove(at, Reason::Metadata, "mail-head");
            return;
        }
        if is_former_title(text) {
            self.remove(at, Reason::Metadata, "former-title");
            return;
        }
        if after_title
            && !announces
            && self.noise[at].is_none()
            && let Some(authors) = people::names_alone(text)
            && (line.bullet || line.chars >= 3 && (self.is_date_beside(at) || authors.len() > 1))
        {
            add(&mut self.meta.authors, authors);
            self.remove(at, Reason::Metadata, "names");
            return;
        }
        if after_title && self.take_labelled_line(at) {
            return;
        }
        // 蒋 凌, 田禾: a name alone, right under the title; spaced out for looks, or above date or text.
        let name: String = text.split_whitespace().collect();
        let above =
            || self.is_date_beside(at) || self.chrome && self.lines.get(at + 1).is_some_and(Line::is_prose);
        if title.is_some_and(|title| at == title + 1)
            && (line.spaced && people::is_person(&name) || people::may_be_person(text) && above())
        {
            self.meta.authors.push(Person { name, role: String::new() });
            self.remove(at, Reason::Metadata, "names");
            return;
        }
        if after_title && line.chars <= 40 && (opens_with_label(text) || is_days_ago(text)) {
            self.take_account(text);
            self.remove(at, Reason::Metadata, "label-line");
            return;
        }
        if !after_title || self.roles[at] != Role::Text && self.rules[at] != "outside-text" {
            return;
        }
        let dash = text.starts_with("——") || text.starts_with("--") || text.starts_with('—');
        let spoken = (dash || text.starts_with(['（', '('])) && line.digits >= 6 && line.chars <= 60;
        if spoken && self.meta.published.is_none() {
            // ——2019年1月15日在…会议上
            self.meta.published = read.published;
        }
        if dash && (4..=50).contains(&line.chars) && !line.ends_sentence() && self.meta.subtitle.is_none() {
            let subtitle = text.trim_start_matches(['—', '-', '―', ' ']).to_owned();
            self.meta.subtitle = Some(assemble::despaced(subtitle));
            self.remove(at, Reason::Metadata, "subtitle");
            return;
        }
        // Between the title and the date line stands the subtitle.
        let next = (at + 1..self.lines.len()).find(|&next| self.noise[next].is_none());
        let titled = self.rules[at - 1] == "title"
            || same(self.lines[at - 1].text, self.meta.title.as_deref().unwrap_or_default());
        if titled
            && line.chars >= 11
            && line.chars <= 50
            && !line.ends_sentence()
            && !announces
            && self.noise[at].is_none()
            && self.caption_mark(at).is_none()
            && next.is_some_and(|next| self.is_date_line(next))
            && self.meta.subtitle.is_none()
        {
            self.meta.subtitle = Some(text.to_owned());
            self.remove(at, Reason::Metadata, "subtitle");
            return;
        }
        if let Some(speaker) = people::official(text) {
            add(&mut self.meta.authors, vec![speaker]);
            self.remove(at, Reason::Metadata, "speaker");
            return;
        }
        let kicker = text.starts_with(['【', '[']) && text.ends_with(['】', ']']) && line.chars <= 16;
        if kicker {
            self.remove(at, Reason::Metadata, "kicker");
        }
    }

    /// 原创 沈怀瑜 灶间笔记 昨天: who wrote it, and the account that published it.
    fn take_account(&mut self, text: &str) {
        let Some(names) = text.strip_prefix("原创").filter(|_| is_days_ago(text)) else { return };
        for name in names.split_whitespace().filter(|name| !is_days_ago(name)) {
            if people::is_person(name) && self.meta.authors.is_empty() {
                self.meta.authors.push(Person { name: name.to_owned(), role: String::new() });
            } else if (2..=14).contains(&name.chars().count()) {
                self.meta.source.get_or_insert_with(|| name.to_owned());
            }
        }
    }

    /// A date with a time opens the line.
    fn opens_with_time(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let first = (line.digits >= 8).then(|| date::find(line.text).into_iter().next()).flatten();
        first.is_some_and(|found| found.range.start == 0 && found.published.time.is_some())
    }

    /// The line above or below carries the date.
    fn is_date_beside(&self, at: usize) -> bool {
        let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        beside.any(|at| at < self.lines.len() && self.is_date_line(at))
    }

    /// 作者, 来源：, with what they announce on the next line.
    fn take_labelled_line(&mut self, at: usize) -> bool {
        let label = bare_label(self.lines[at].text);
        let value = self.lines.get(at + 1).filter(|next| next.chars <= LONGEST_VALUE);
        let Some(value) = value.filter(|_| is_label(label)) else { return false };
        if self.roles[at + 1] == Role::Removed(Reason::Metadata) {
            return false;
        }
        let joined = format!("{label}：{}", value.text);
        let read = MetaLine::read(&joined);
        if !read.explained(BODY_REST) {
            return false;
        }
        self.take(read, &joined, Trust::Labelled);
        self.remove(at, Reason::Metadata, "label");
        self.remove(at + 1, Reason::Metadata, "labelled-line");
        true
    }

    /// What a line says; `shown` is how sure it is where it has no label.
    fn take(&mut self, line: MetaLine, text: &str, shown: Trust) {
        let mut line = line;
        // 小蓝 2023年3月7日: where the window's name ends with the site's, this one is the author's.
        if let Some(name) =
            line.source.take_if(|name| line.leads && shown == Trust::Shown && self.is_authors(name))
        {
            line.authors.push(Person { name, role: String::new() });
        }
        add(&mut self.meta.authors, line.authors);
        add(&mut self.meta.editors, line.editors);
        let surer = self.dated == Trust::Claimed && shown > Trust::Claimed;
        if let Some(published) = line.published
            && self.meta.published.is_none_or(|known| match known.date == published.date {
                true => known.time.is_none() || surer && published.time.is_some(),
                false => surer,
            })
        {
            self.meta.published = Some(published);
            self.dated = shown;
        }
        let trust = if line.labelled { Trust::Labelled } else { shown };
        // 夜船 于 2017-08-02 发布: who is known to have written the text did not publish it.
        let wrote = |name: &String| self.raw.meta.authors.iter().any(|author| author.name == *name);
        let named = line.source.filter(|name| !wrote(name)).or_else(|| origin::quoted(text));
        let named = named.filter(|name| !self.is_title(name));
        // Away from the title only what has a label or a paper's name is a source.
        let named = named.filter(|name| trust > Trust::Guessed || origin::is_outlet(name));
        if let Some(name) = named.filter(|_| self.meta.source.is_none() || self.sourced < trust) {
            self.meta.source = Some(name);
            self.sourced = trust;
        }
    }

    /// Whether a name is but the title again.
    fn is_title(&self, name: &str) -> bool {
        self.meta.title.as_deref().is_some_and(|title| same(title, name))
    }

    /// Bylines inside the text: lines that are nothing else, brackets at the end of a paragraph.
    fn take_body_people(&mut self, from: usize) {
        for at in from..self.text.end {
            if self.roles[at] != Role::Text {
                continue;
            }
            let line = self.lines[at];
            let edge = at < from + 3 || at + 8 >= self.text.end;
            if at < from + 2
                && let Some(read) = people::lead(line.text)
            {
                self.take(read, "", Trust::Guessed);
            }
            if at < from + LATE_BYLINE && !line.is_prose() && !self.is_credit(at) {
                let read = self.read_line(at).clone();
                if !read.authors.is_empty() && read.explained(BODY_REST) {
                    self.take(read, line.text, Trust::Shown);
                    self.remove(at, Reason::Metadata, "byline");
                    continue;
                }
            }
            let last = at + 3 >= self.text.end;
            let tail = edge.then(|| people::tail(line.text)).flatten();
            if let Some((open, read)) = tail.filter(|(_, read)| read.total > 0 || last) {
                if open == 0 {
                    self.take(read, line.text, Trust::Guessed);
                    self.remove(at, Reason::Metadata, "byline");
                } else if line.text[..open].trim_end().ends_with(['。', '！', '？', '”', '.', '!']) {
                    self.take(read, "", Trust::Guessed);
                }
            }
            if last && self.meta.source.is_none() {
                let behind = line.text.rfind(['（', '(', '。']).map_or(line.text, |at| &line.text[at..]);
                self.meta.source = origin::reported_by(behind);
            }
        }
    }

    /// Editor lines, bylines and dates behind the last paragraph.
    /// Answers with the people that the line names: who stands first there comes first.
    fn take_tail_line(&mut self, at: usize) -> Option<MetaLine> {
        let line = self.lines[at];
        let settled =
            matches!(self.roles[at], Role::Removed(Reason::Metadata | Reason::Related | Reason::Comment))
                && self.rules[at] != "outside-text"
                || matches!(self.roles[at], Role::Row { .. });
        if line.chars > 80 || settled {
            return None;
        }
        let inside = self.text.contains(&at);
        let near = at <= self.text.end + 3;
        let mut read = self.read_line(at).clone();
        if near
            && !read.says_something()
            && let Some((0, alone)) = people::tail(line.text)
        {
            read = alone;
        }
        let rest = if inside { BODY_REST } else { HEADER_REST };
        let worth = read.has_people() || read.source.is_some() || read.published.is_some() && near;
        if worth
            && read.explained(rest)
            && (near || read.has_people())
            && !self.is_credit(at)
            && self.noise[at].is_none_or(|noise| noise.reason != Reason::Copyright)
        {
            let people = MetaLine {
                authors: read.authors.clone(),
                editors: read.editors.clone(),
                ..MetaLine::default()
            };
            self.take(
                MetaLine { authors: Vec::new(), editors: Vec::new(), ..read },
                line.text,
                Trust::Guessed,
            );
            // The date under a letter or a notice is the end of it.
            let signs = inside && line.hint.tag == Tag::Signature && !people.has_people();
            if !signs {
                self.remove(at, Reason::Metadata, "tail-line");
            }
            return Some(people);
        }
        if line.text.starts_with("本") && near && self.meta.published.is_none() && !self.is_credit(at) {
            self.meta.published = read.published;
        }
        None
    }
}

/// Adds persons that are not yet known.
pub(super) fn add(list: &mut Vec<Person>, people: Vec<Person>) {
    for person in people {
        if list.iter().all(|known| known.name != person.name) {
            list.push(person);
        }
    }
}
