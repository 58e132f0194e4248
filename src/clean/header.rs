//! Title and metadata: read from the lines around the text, which then leave it.

use super::line::Line;
use super::metaline::MetaLine;
use super::page::{HEAD, Page, Role, TAIL};
use super::region::Style;
use super::{caption, date, numbering, origin, people, title};
use crate::document::{Person, Reason, TitleFrom};
use crate::library::Tag;

/// Share of a line between title and text that may stay unexplained when it is read as metadata.
const HEADER_REST: f32 = 0.45;
/// The same for lines inside and behind the text.
const BODY_REST: f32 = 0.25;

impl Page<'_> {
    /// The line that is the title, if one is.
    pub(super) fn find_title(&self) -> Option<usize> {
        let from = if self.chrome { self.text.start.saturating_sub(HEAD) } else { 0 };
        // A newspaper's page may read its pictures' captions first.
        let text = &self.lines[self.text.start.min(self.lines.len())..];
        let captions = text.iter().take_while(|line| caption::marked(line).is_some()).count();
        let until = (self.text.start + captions + 4).min(self.lines.len());
        let first = self.lines.first().map(|line| title::without_site(line.text, &self.lines));
        let mut best: Option<(f32, usize)> = None;
        for at in from..until {
            let Some(score) = self.title_score(at, first) else { continue };
            if best.is_none_or(|(most, _)| score > most + 0.01) {
                best = Some((score, at));
            }
        }
        best.filter(|(score, _)| *score >= 1.5).map(|(_, at)| at)
    }

    /// How much speaks for a line being the title; `first` is the page's first line without its site's name.
    fn title_score(&self, at: usize, first: Option<&str>) -> Option<f32> {
        let line = &self.lines[at];
        let labelled = title::labelled(line.text).is_some();
        if !labelled
            && (!title::possible(line, self.noise[at]) || MetaLine::read(line.text).explained(HEADER_REST))
        {
            return None;
        }
        if is_labelled(line.text) && !labelled
            || line.text.contains(" > ")
            || caption::marked(line) == Some(caption::EXPLAINED)
        {
            return None;
        }
        let told = self.told(line.text);
        let mut score = 4.0 * told;
        if labelled {
            score += 8.0;
        }
        let whole_first =
            self.lines.first().is_some_and(|line| first.is_some_and(|first| first.len() == line.text.len()));
        if at > 0 && first == Some(line.text) {
            score += if whole_first { 2.0 } else { 3.0 };
        }
        if at == 0 && told >= 0.3 && line.chars >= 6 {
            score += 2.5;
        }
        // A text without furniture begins with its title.
        if at == 0 && !self.chrome && line.chars <= 40 && self.names_the_whole(line.text) {
            score += 2.5;
            let below = self.lines.get(1).map(|line| (line.text, self.is_around(1)));
            score +=
                if below.is_some_and(|(text, around)| around || text.starts_with('—')) { 1.5 } else { 0.0 };
        }
        // Verse and lists are told of by no prose; what opens them names them.
        if at > 0 && at == self.text.start && self.style == Style::default() && line.commas == 0 {
            score += 5.0;
        }
        if matches!(line.hint.tag, Tag::Heading(1) | Tag::Title) {
            score += 3.0;
        }
        // What stands between the line and the text: metadata and furniture only, or the date line itself.
        let next_open = (at + 1..self.lines.len()).find(|&next| !self.is_around(next));
        if next_open.is_some_and(|next| next >= self.text.start) && at < self.text.start {
            score += 2.0;
        }
        let below = (at + 1..self.lines.len().min(at + 7))
            .filter(|&next| self.has_date(next) || !self.noise[next].is_some_and(|noise| noise.certain));
        let dated = below.take(3).any(|next| self.has_date(next));
        if dated {
            score += 4.0;
        } else if line.bullet {
            return None;
        }
        // A line with a subtitle under it is the title, wherever the page puts it.
        let subtitled = self.lines.get(at + 1).is_some_and(|next| {
            next.text.starts_with("——") && (6..=50).contains(&next.chars) && !next.ends_sentence()
        });
        if subtitled && line.stops == 0 {
            score += 4.0;
        }
        if line.chars >= 8 {
            score += 1.0;
        }
        let (near, far) = (at.min(self.text.start), at.max(self.text.start));
        score -= (near..far).filter(|&at| self.noise[at].is_none()).count() as f32 * 0.12;
        if at >= self.text.start {
            score -= if self.chrome { 2.0 } else { at as f32 * 0.5 };
            score -= f32::from(line.commas.saturating_sub(1));
        }
        if line.bullet {
            score -= 1.5;
        }
        if line.pieces >= 3 && line.chars / u32::from(line.pieces) <= 5 {
            score -= 3.0;
        }
        if line.text.contains(['>', '_', '|']) {
            score -= 2.0;
        }
        let numbered = numbering::parse(line.text).is_some_and(|number| !number.scheme.is_unit());
        if caption::marked(line).is_some() || numbered {
            score -= 2.5;
        }
        Some(score)
    }

    /// Without a number; or the number of a unit of which the document has only this one, being a part of a
    /// longer work.
    fn names_the_whole(&self, text: &str) -> bool {
        let Some(scheme) = numbering::parse(text).map(|number| number.scheme) else { return true };
        let alike = |line: &&Line| numbering::parse(line.text).is_some_and(|number| number.scheme == scheme);
        scheme.is_unit() && self.lines.iter().filter(alike).nth(1).is_none()
    }

    /// A short line with a date in it.
    pub(super) fn has_date(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.digits >= 4 && line.chars <= 120 && !line.is_prose() && !date::find(line.text).is_empty()
    }

    /// How much of a line the text speaks of, 0 to 1.
    fn told(&self, text: &str) -> f32 {
        title::overlap(text, &|a, b| self.ngrams.contains(&[a, b]))
    }

    /// Furniture or metadata.
    pub(super) fn is_around(&self, at: usize) -> bool {
        let line = &self.lines[at];
        self.noise[at].is_some()
            || line.chars <= 120
                && (line.text.chars().all(|c| !c.is_alphabetic())
                    || is_former_title(line.text)
                    || MetaLine::read(line.text).explained(HEADER_REST))
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
        self.take_body_people(body);
        let tail = self.text.end.saturating_sub(TAIL).max(body);
        for at in (tail..(self.text.end + TAIL).min(self.lines.len())).rev() {
            self.take_tail_line(at);
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
            self.find_source_elsewhere();
        }
    }

    fn take_title(&mut self, at: usize) {
        let text = title::without_site(self.lines[at].text, &self.lines).trim();
        let text = title::labelled(text).unwrap_or(text);
        let text = text.trim_start_matches(['•', '·', '●', ' ']);
        let text = ["正在阅读：", "正在阅读:", "正在播放："]
            .iter()
            .find_map(|lead| text.strip_prefix(lead))
            .unwrap_or(text);
        let mut whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (mut above, mut below) = (at, at);
        while below - above < 2 {
            if let Some(next) = above.checked_sub(1).filter(|&next| self.is_title_half(next, at, above)) {
                whole = format!("{} {whole}", self.lines[next].text);
                above = next;
            } else if below + 1 < self.lines.len() && self.is_title_half(below + 1, at, below + 1) {
                below += 1;
                whole = format!("{whole} {}", self.lines[below].text);
            } else {
                break;
            }
        }
        for other in (above..=below).filter(|&other| other != at) {
            self.remove(other, Reason::Metadata, "title-other-line");
        }
        if let Some((head, tail)) = whole.split_once("——")
            && self.meta.subtitle.is_none()
            && title::is_subtitle(tail.trim())
            && head.trim().chars().count() >= 4
        {
            self.meta.subtitle = Some(tail.trim().to_owned());
            whole = head.trim().to_owned();
        }
        self.meta.title.get_or_insert(whole);
        self.meta.title_from = TitleFrom::Text;
        self.remove(at, Reason::Metadata, "title");
    }

    /// Whether a line right above or below the title is another line of it; `below` is the lower of the two.
    fn is_title_half(&self, other: usize, at: usize, below: usize) -> bool {
        let (line, other_line) = (&self.lines[at], &self.lines[other]);
        let close = match self.lines[below].blank_before {
            0 => self.chrome,
            1 => !self.chrome && other_line.chars.abs_diff(line.chars) <= 1 && line.chars <= 16,
            _ => false,
        };
        let text = other_line.text;
        close
            && other <= self.text.start + 1
            && title::possible(other_line, self.noise[other])
            && !self.is_around(other)
            && !text.contains(['>', '_', '|'])
            && (self.told(text) >= 0.3 || !self.chrome)
            && other_line.indent == line.indent
            && !other_line.bullet
            && !other_line.ends_sentence()
            && other_line.chars >= 7
            && line.chars >= 7
            && text != line.text
            && other_line.hint == line.hint
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
                    && caption::marked(line).is_none()
                    && !again(at)
                    && !self.is_around(at)
            })
            .unwrap_or(from)
    }

    /// A line between title and text, or just before the title.
    fn take_header_line(&mut self, at: usize, title: Option<usize>) {
        let line = self.lines[at];
        let text = line.text;
        if self.noise[at].is_some_and(|noise| noise.reason == Reason::Counter && noise.rule != "post-head") {
            return;
        }
        let after_title = title.is_some_and(|title| at > title);
        let read = MetaLine::read(text);
        let credit = caption::marked(&line).is_some_and(|_| !text.contains('文'));
        if !credit
            && read.explained(HEADER_REST)
            && !matches!(self.roles[at], Role::Removed(Reason::Copyright))
        {
            self.take(read, text);
            self.remove(at, Reason::Metadata, "head-line");
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
        if !after_title || self.roles[at] != Role::Text && self.rules[at] != "outside-text" {
            return;
        }
        let dash = text.starts_with("——") || text.starts_with("--") || text.starts_with('—');
        let spoken = (dash || text.starts_with(['（', '('])) && line.digits >= 6 && line.chars <= 60;
        if spoken && self.meta.published.is_none() {
            // ——2019年1月15日在…会议上
            self.meta.published = read.published;
        }
        if dash && line.chars >= 4 && line.chars <= 50 && self.meta.subtitle.is_none() {
            self.meta.subtitle = Some(text.trim_start_matches(['—', '-', '―', ' ']).to_owned());
            self.remove(at, Reason::Metadata, "subtitle");
            return;
        }
        let kicker = text.starts_with(['【', '[']) && text.ends_with(['】', ']']) && line.chars <= 16;
        if kicker {
            self.remove(at, Reason::Metadata, "kicker");
        }
    }

    fn take(&mut self, line: MetaLine, text: &str) {
        add(&mut self.meta.authors, line.authors);
        add(&mut self.meta.editors, line.editors);
        if let Some(published) = line.published
            && self.meta.published.is_none_or(|known| known.date == published.date && known.time.is_none())
        {
            self.meta.published = Some(published);
        }
        if self.meta.source.is_none() {
            self.meta.source = line.source.or_else(|| origin::quoted(text));
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
        }
    }

    /// Editor lines, bylines and dates behind the last paragraph.
    fn take_tail_line(&mut self, at: usize) {
        let line = self.lines[at];
        let settled =
            matches!(self.roles[at], Role::Removed(Reason::Metadata | Reason::Related | Reason::Comment))
                && self.rules[at] != "outside-text";
        if line.chars > 80 || settled || caption::marked(&line).is_some() {
            return;
        }
        let inside = self.text.contains(&at);
        let read = MetaLine::read(line.text);
        let rest = if inside { BODY_REST } else { HEADER_REST };
        let near = at <= self.text.end + 3;
        let worth = read.has_people() || read.source.is_some() || read.published.is_some() && near;
        if worth
            && read.explained(rest)
            && (near || read.has_people())
            && self.noise[at].is_none_or(|noise| noise.reason != Reason::Copyright)
        {
            self.take(read, line.text);
            self.remove(at, Reason::Metadata, "tail-line");
        } else if line.text.starts_with("本") && near && self.meta.published.is_none() {
            self.meta.published = read.published;
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
        for at in 0..self.lines.len() {
            let reason = self.noise[at].map(|noise| noise.reason);
            let other = matches!(reason, Some(Reason::Copyright | Reason::Related | Reason::Comment));
            if !other && self.rules[at] != "outside-text" && self.is_date_line(at) {
                self.meta.published = MetaLine::read(self.lines[at].text).published;
                return;
            }
        }
    }

    /// The name of a publisher or account on a line of its own, next to the date under the title.
    fn find_source_beside(&mut self, title: usize, body: usize) {
        let named = |at: usize| {
            let line = &self.lines[at];
            (2..=10).contains(&line.chars)
                && self.noise[at].is_none()
                && line.pieces == 1
                && line.text.chars().all(char::is_alphanumeric)
                && line.text.chars().any(char::is_alphabetic)
                && !origin::is_interface(line.text)
        };
        let dated = |at: usize| at > title && at < self.lines.len() && self.is_date_line(at);
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

/// 作者：…, 发信人：…: what the line says is not a title.
fn is_labelled(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "作者",
        "发布时间",
        "发布日期",
        "发表时间",
        "更新时间",
        "记者",
        "来源",
        "编辑",
        "责编",
        "时间",
        "日期",
        "发布",
        "发信人",
        "寄信人",
        "发信站",
        "信区",
        "看板",
        "摘要",
        "导语",
        "核心提示",
        "关键词",
        "标签",
        "文号",
        "索引号",
        "分类",
    ];
    let body = text.trim_start_matches(['【', '[', '（', '(']);
    LABELS.iter().any(|label| {
        body.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with([':', '：', '】', ']']))
    })
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
