//! The lines between title and text, and those just before the title.

use super::elsewhere::may_publish;
use super::labels::{LONGEST_VALUE, bare_label, is_days_ago, is_former_title, is_label, opens_with_label};
use super::{BODY_REST, HEADER_REST, Trust, add};
use crate::clean::class::is_space_or;
use crate::clean::line::Line;
use crate::clean::metaline::MetaLine;
use crate::clean::page::{Page, Role, same};
use crate::clean::{assemble, date, origin, people, thread};
use crate::document::{Person, Reason};

/// The same as [`HEADER_REST`] for a line that says when, by whom and for whom.
const TOLD_REST: f32 = 0.7;
/// Lines above a name in which its date may stand.
const NEAR: usize = 3;

impl Page<'_> {
    /// A line between title and text, or just before the title.
    pub(in crate::clean) fn take_header_line(&mut self, at: usize, title: Option<usize>) {
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
        // 经…会议研究，决定：, 各有关单位：; but the last label of a date line may announce nothing (浏览次数：).
        let dated = line.commas == 0 && (read.published.is_some() || read.labelled);
        let announces = line.ends_colon() && !is_label(text) && !dated;
        // 2016-03-02 来源：健康周末 记者 丁宁 受访专家 …: when and by whom; the rest matters less.
        let told = after_title && !line.is_prose() && read.published.is_some() && read.has_people();
        if !self.is_credit(at)
            && !announces
            && read.explained(if told { TOLD_REST } else { HEADER_REST })
            && !matches!(self.roles[at], Role::Removed(Reason::Copyright))
        {
            let shown = if after_title { Trust::Shown } else { Trust::Guessed };
            self.take(read, text, shown);
            self.remove(at, Reason::Metadata, "head-line");
            return;
        }
        // 2013-04-05 10:20 and names that nobody has: whatever stands behind a time between title and text.
        // 电波少年 LV12 2020-02-29 14:30 136 评论: the time at least.
        let clocked =
            read.published.filter(|published| published.time.is_some() && !read.explained(HEADER_REST));
        if after_title && line.chars <= 60 && !line.is_prose() && clocked.is_some() {
            let said = MetaLine { published: clocked, ..MetaLine::default() };
            self.take(said, "", Trust::Shown);
        }
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
        let bare = text.trim_matches(|c: char| is_space_or("-—·•", c));
        let name: String = bare.split_whitespace().collect();
        let above_text = || self.chrome && self.lines.get(at + 1).is_some_and(Line::is_prose);
        let above = || self.is_date_beside(at) || above_text();
        let under = title.is_some_and(|title| at == title + 1)
            && (line.spaced && people::is_person(&name) || people::may_be_person(bare) && above());
        if under || after_title && people::is_person(bare) && above_text() && self.is_date_near(at) {
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

    /// 原创 沈怀瑜 灶间笔记 昨天, 灶间笔记 昨天: who wrote it, and the account that published it.
    fn take_account(&mut self, text: &str) {
        if !is_days_ago(text) {
            return;
        }
        let names = text.strip_prefix("原创").unwrap_or(text);
        let names: Vec<&str> = names.split_whitespace().filter(|word| !is_days_ago(word)).collect();
        if !names.iter().all(|name| origin::is_account(name)) {
            return;
        }
        let (account, author) = match names[..] {
            [account] if people::is_person(account) => (None, Some(account)),
            [account] => (Some(account), None),
            [author, account] => (Some(account), Some(author)),
            _ => return,
        };
        if let Some(author) = author.filter(|_| self.meta.authors.is_empty()) {
            self.meta.authors.push(Person { name: author.to_owned(), role: String::new() });
        }
        if let Some(account) = account.filter(|_| self.meta.source.is_none() || self.sourced < Trust::Shown) {
            self.meta.source = Some(account.to_owned());
            self.sourced = Trust::Shown;
        }
    }

    /// A date with a time opens the line.
    fn opens_with_time(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let first = (line.digits >= 8).then(|| date::find(line.text).into_iter().next()).flatten();
        first.is_some_and(|found| found.range.start == 0 && found.published.time.is_some())
    }

    /// One of the lines right above carries the date.
    fn is_date_near(&self, at: usize) -> bool {
        (at.saturating_sub(NEAR)..at).any(|above| self.is_date_line(above))
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
}
