//! Metadata: read from the lines around the text, which then leave it.

mod above;
mod account;
mod body;
mod elsewhere;
mod labels;
mod poster;

use self::labels::{LONGEST_VALUE, is_former_title, is_label, opens_with_label};
use super::metaline::MetaLine;
use super::page::{HEAD, Page, Role, TAIL, same};
use super::{date, origin, people, thread};
use crate::document::{Person, Reason};
use crate::ingest::Format;

/// Share of a line between title and text that may stay unexplained when it is read as metadata.
pub(super) const HEADER_REST: f32 = 0.45;
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
            _ => Trust::Given,
        }
    }
}

impl Page<'_> {
    /// A short line with a date in it.
    pub(super) fn has_date(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.digits >= 4
            && line.chars <= 120
            && !line.is_prose()
            && !date::find(line.text).is_empty()
            && self.read_line(at).published.is_some()
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
            let source = self.meta.source.as_deref();
            self.meta.authors = claimed.into_iter().filter(|author| Some(&*author.name) != source).collect();
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
            self.take_thread(self.find_poster(title, body).or(poster));
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
            let poster = self.find_poster(title, body).map(|at| self.lines[at].text.to_owned());
            let name = poster.or_else(|| self.account.take());
            self.meta.authors = name.map(|name| Person { name, role: String::new() }).into_iter().collect();
        }
        if self.meta.authors.is_empty() && self.raw.meta.authors.is_empty() {
            self.find_account(title, body);
        }
        if self.meta.published.is_none() {
            self.find_date_elsewhere();
        }
        if (self.meta.source.is_none() || self.sourced == Trust::Guessed)
            && let Some(title) = title
        {
            self.find_source_beside(title, body);
        }
        self.meta.source = self.meta.source.take().or(self.account.take());
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
            let second = heads.get(first.len()).copied().unwrap_or(self.lines.len());
            let changed = || self.lines[..second].iter().find_map(|line| thread::editor(line.text));
            let name = first.iter().find_map(|&at| thread::author(self.lines[at].text)).or_else(changed);
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

    /// What a line says; `shown` is how sure it is where it has no label.
    fn take(&mut self, line: MetaLine, text: &str, shown: Trust) {
        let mut line = line;
        // 小蓝 2023年3月7日: where the window's name ends with the site's, this one is the author's.
        if let Some(name) =
            line.source.take_if(|name| line.leads && shown == Trust::Shown && self.is_authors(name))
        {
            self.account = Some(name);
        }
        add(&mut self.meta.authors, line.authors);
        add(&mut self.meta.editors, line.editors);
        let dated = if line.announced { shown.max(Trust::Shown) } else { shown };
        let surer = dated > self.dated;
        if let Some(published) = line.published
            && self.meta.published.is_none_or(|known| match known.date == published.date {
                true => known.time.is_none() || surer && published.time.is_some(),
                false => surer,
            })
        {
            self.meta.published = Some(published);
            self.dated = dated;
        }
        // A label in the tail names the source of a picture or a passage as often as the text's.
        let trust = match line.labelled {
            true if shown > Trust::Guessed => Trust::Labelled,
            true => Trust::Shown,
            false => shown,
        };
        // 夜船 于 2017-08-02 发布: who is known to have written the text did not publish it.
        let wrote = |name: &String| self.raw.meta.authors.iter().any(|author| author.name == *name);
        let named = line.source.filter(|name| !wrote(name)).or_else(|| origin::quoted(text));
        let named = named.filter(|name| !self.is_title(name));
        // Away from the title only what has a label or a paper's name is a source.
        let named = named.filter(|name| trust > Trust::Guessed || origin::is_outlet(name));
        let named = named.filter(|name| shown > Trust::Guessed || !origin::is_vague(name));
        if let Some(name) = named.filter(|_| self.meta.source.is_none() || self.sourced < trust) {
            self.meta.source = Some(name);
            self.sourced = trust;
        }
    }

    /// Whether a name is but the title again.
    fn is_title(&self, name: &str) -> bool {
        self.meta.title.as_deref().is_some_and(|title| same(title, name))
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
