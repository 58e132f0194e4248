//! Metadata: read from the lines around the text, which then leave it.

use super::class::is_word;
use super::metaline::MetaLine;
use super::page::{HEAD, Page, Role, TAIL, same};
use super::{assemble, date, noise, origin, people, thread, title};
use crate::document::{Person, Reason};

/// Share of a line between title and text that may stay unexplained when it is read as metadata.
pub(super) const HEADER_REST: f32 = 0.45;
/// Lines behind the first paragraph in which a byline may stand, where a summary and pictures go before it.
const LATE_BYLINE: usize = 5;
/// The same for lines inside and behind the text.
pub(super) const BODY_REST: f32 = 0.25;

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
        self.know_account();
        self.meta.editors.retain(|editor| !people::is_code(&editor.name));
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
        if let Some(at) = poster {
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
        (from..self.text.end)
            .find(|&at| {
                let line = &self.lines[at];
                line.is_prose()
                    && self.roles[at] == Role::Text
                    && self.caption_mark(at).is_none()
                    && !again(at)
                    && !self.is_around(at)
            })
            .unwrap_or(from)
    }

    /// A line between title and text, or just before the title.
    fn take_header_line(&mut self, at: usize, title: Option<usize>) {
        let line = self.lines[at];
        let text = line.text;
        if self.noise[at]
            .is_some_and(|noise| noise.reason == Reason::Counter && noise.rule != thread::POST_HEAD)
        {
            return;
        }
        let after_title = title.is_some_and(|title| at > title);
        // 经…会议研究，决定：, 各有关单位：
        let announces = line.ends_colon() && !is_label(text);
        let read = self.read_line(at).clone();
        if !self.is_credit(at)
            && !announces
            && read.explained(HEADER_REST)
            && !matches!(self.roles[at], Role::Removed(Reason::Copyright))
        {
            self.take(read, text);
            self.remove(at, Reason::Metadata, "head-line");
            return;
        }
        // A name, and under it the button to follow its account.
        let followed = self.lines.get(at + 1).is_some_and(|next| {
            matches!(next.text.trim_start_matches('+'), "关注" | "已关注" | "加关注" | "關注")
        });
        if after_title && followed && self.meta.authors.is_empty() && is_account(text) {
            self.meta.authors.push(Person { name: text.to_owned(), role: String::new() });
            self.remove(at, Reason::Metadata, "account");
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
            if above_time && self.meta.source.is_none() && is_account(text) {
                self.meta.source = Some(text.to_owned());
            }
            self.take(MetaLine { published: read.published, ..MetaLine::default() }, "");
            self.remove(at, Reason::Metadata, "time-line");
            return;
        }
        if ["发信人", "发信站", "寄信人", "看板"].iter().any(|label| text.starts_with(label)) {
            self.take(MetaLine { published: read.published, ..MetaLine::default() }, "");
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
        // 蒋 凌: a name spaced out for looks, right under the title.
        let name: String = text.split_whitespace().collect();
        if title.is_some_and(|title| at == title + 1) && line.spaced && people::is_person(&name) {
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
        self.take(read, &joined);
        self.remove(at, Reason::Metadata, "label");
        self.remove(at + 1, Reason::Metadata, "labelled-line");
        true
    }

    fn take(&mut self, line: MetaLine, text: &str) {
        add(&mut self.meta.authors, line.authors);
        add(&mut self.meta.editors, line.editors);
        if let Some(published) = line.published
            && self.meta.published.is_none_or(|known| known.date == published.date && known.time.is_none())
        {
            self.meta.published = Some(published);
        }
        // 夜船 于 2017-08-02 发布: who is known to have written the text did not publish it.
        let wrote = |name: &String| self.meta.authors.iter().any(|author| author.name == *name);
        // What a label calls the source is it, whatever stood beside a date before.
        if self.meta.source.is_none() || line.labelled && !self.labelled {
            self.labelled = line.labelled;
            self.meta.source = line.source.filter(|name| !wrote(name)).or_else(|| origin::quoted(text));
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
            if at < from + 2
                && let Some(read) = people::lead(line.text)
            {
                self.take(read, "");
            }
            if at < from + LATE_BYLINE && !line.is_prose() && !self.is_credit(at) {
                let read = self.read_line(at).clone();
                if !read.authors.is_empty() && read.explained(BODY_REST) {
                    self.take(read, line.text);
                    self.remove(at, Reason::Metadata, "byline");
                    continue;
                }
            }
            let last = at + 3 >= self.text.end;
            if let Some((open, read)) = people::tail(line.text).filter(|(_, read)| read.total > 0 || last)
                && edge
            {
                if open == 0 {
                    self.take(read, line.text);
                    self.remove(at, Reason::Metadata, "byline");
                } else if line.text[..open].trim_end().ends_with(['。', '！', '？', '”', '.', '!']) {
                    self.take(read, "");
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
                && self.rules[at] != "outside-text";
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
            self.take(MetaLine { authors: Vec::new(), editors: Vec::new(), ..read }, line.text);
            self.remove(at, Reason::Metadata, "tail-line");
            return Some(people);
        }
        if line.text.starts_with("本") && near && self.meta.published.is_none() && !self.is_credit(at) {
            self.meta.published = read.published;
        }
        None
    }

    /// A name beside the date that the page's window is called after (…_老柳的博客, … - 老柳 - 青河博客) is its
    /// author's, not that of its source.
    fn know_account(&mut self) {
        let Some(name) =
            self.meta.source.as_deref().filter(|_| !self.labelled && self.meta.authors.is_empty())
        else {
            return;
        };
        let Some(first) = self.lines.first().map(|line| line.text) else { return };
        let site = &first[title::without_site(first, &self.lines).len().min(first.len())..];
        let mut parts = site.split(['_', '-', '|', '－', '—']).map(str::trim).filter(|part| !part.is_empty());
        let blog = |part: &str| {
            part.strip_prefix(name).is_some_and(|rest| {
                rest.starts_with("的博客") || rest.starts_with("的专栏") || rest.starts_with("的空间")
            })
        };
        let before_last = parts.clone().next_back() != Some(name);
        if parts.any(|part| blog(part) || part == name && before_last) && !origin::is_outlet(name) {
            let author = Person { name: name.to_owned(), role: String::new() };
            self.meta.authors.push(author);
            self.meta.source = None;
        }
    }

    fn find_date_elsewhere(&mut self) {
        // 2019 / 09/07 / 19:02, each on a line of its own.
        for at in self.text.start.saturating_sub(HEAD)..self.text.start {
            let parts = self.lines.get(at..at + 3).unwrap_or(&[]);
            if parts.len() == 3 && parts.iter().all(|line| line.chars <= 5 && line.digits >= 2) {
                let joined = format!("{}/{} {}", parts[0].text, parts[1].text, parts[2].text);
                if let Some(found) = date::find(&joined).first() {
                    self.meta.published = Some(found.published);
                    return;
                }
            }
        }
        // The edition of a paper has its date at the head of the page; a site's head has today's.
        let edition = self.noise.iter().flatten().any(|noise| noise.rule == noise::PAGE_OF_PAPER);
        for at in 0..self.lines.len() {
            let reason = self.noise[at].map(|noise| noise.reason);
            let other = matches!(reason, Some(Reason::Copyright | Reason::Related | Reason::Comment));
            let outside = self.rules[at] == "outside-text" && !(edition && at < self.text.start);
            if !other && !outside && !self.is_profile(at) && self.is_date_line(at) {
                self.meta.published = self.read_line(at).published;
                return;
            }
        }
    }

    /// The name of a publisher or account on a line of its own, next to the date under the title.
    fn find_source_beside(&mut self, title: usize, body: usize) {
        let named = |at: usize| self.noise[at].is_none() && is_account(self.lines[at].text);
        let dated = |at: usize| {
            let line = self.lines.get(at).filter(|_| at > title);
            line.is_some_and(|line| self.is_date_line(at) || line.chars <= 40 && opens_with_label(line.text))
        };
        let found = (title + 1..body).find(|&at| {
            named(at) && (dated(at - 1) || dated(at + 1) || origin::is_outlet(self.lines[at].text))
        });
        if let Some(at) = found {
            self.meta.source = Some(self.lines[at].text.to_owned());
            self.remove(at, Reason::Metadata, "source-line");
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
}

/// Labels that stand on a line of their own above what they announce.
const LABELS: &[&str] = &[
    "作者",
    "记者",
    "来源",
    "稿源",
    "时间",
    "日期",
    "发布时间",
    "发布日期",
    "发表时间",
    "编辑",
    "责编",
    "责任编辑",
];

/// Longest value on the line below its label, in characters.
const LONGEST_VALUE: u32 = 30;

fn bare_label(text: &str) -> &str {
    text.trim_end_matches([':', '：', ' '])
}

fn is_label(text: &str) -> bool {
    LABELS.contains(&bare_label(text))
}

/// 发布时间：09-30 22:46 河畔网络公司: a label, whatever follows it.
fn opens_with_label(text: &str) -> bool {
    let label = text.find([':', '：']).map(|at| text[..at].trim());
    label.is_some_and(|label| LABELS.contains(&label))
}

/// 晓风 昨天, 原创 沈怀瑜 3天前: when the page was fetched is not known, so neither is the day.
fn is_days_ago(text: &str) -> bool {
    let words = text.split_whitespace();
    let ago = |word: &str| {
        matches!(word, "昨天" | "前天" | "今天")
            || word.strip_suffix('前').is_some_and(|span| {
                span.starts_with(|c: char| c.is_ascii_digit())
                    && ["天", "小时", "分钟", "周"].iter().any(|unit| span.ends_with(unit))
            })
    };
    words.clone().count() <= 4 && words.last().is_some_and(ago)
}

/// A word that may be the name of a publisher or of an account.
fn is_account(text: &str) -> bool {
    (2..=10).contains(&text.chars().count())
        && text.chars().all(is_word)
        && text.chars().any(char::is_alphabetic)
        && !origin::is_interface(text)
        && !people::is_person(text)
}

/// （原标题：…）
fn is_former_title(text: &str) -> bool {
    let body = text.trim_start_matches(['（', '(', '【', '[', ' ']);
    ["原标题", "本文原标题", "原題", "原题", "原文标题"].iter().any(|word| body.starts_with(word))
}

/// Adds persons that are not yet known.
pub(super) fn add(list: &mut Vec<Person>, people: Vec<Person>) {
    for person in people {
        if list.iter().all(|known| known.name != person.name) {
            list.push(person);
        }
    }
}
