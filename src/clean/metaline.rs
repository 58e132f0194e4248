//! One line around the text, read as metadata: what it says, and how much of it that explains.

use std::ops::Range;
use std::sync::LazyLock;

use super::class::{is_space_or, is_word};
use super::words::Words;
use super::{date, origin, people};
use crate::document::{Person, Published};

/// What a line says about the text's origin.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct MetaLine {
    pub published: Option<Published>,
    /// The date has the label of a publication's.
    pub announced: bool,
    /// A source with a label, or beside a date, or in a byline.
    pub source: Option<String>,
    /// The source has a label.
    pub labelled: bool,
    /// The source has neither label nor a publisher's name, and the date behind it.
    pub leads: bool,
    pub authors: Vec<Person>,
    pub editors: Vec<Person>,
    /// Letters and digits of the line that nothing accounts for.
    pub unexplained: usize,
    pub total: usize,
}

/// Marks of a signature without any word for a role.
const SIGNS: &[&str] = &["文", "摄", "攝", "图", "圖", "╱", "／", "/"];

/// Each line without a date that names a person or a source has one of these.
static TELLING: LazyLock<Words> = LazyLock::new(|| {
    let words = people::role_words().chain(people::frame_words()).chain(origin::label_words());
    Words::new(words.chain(SIGNS.iter().copied()))
});

/// Longest line, in bytes, that is read.
const LONGEST: usize = 400;

impl MetaLine {
    /// Reads a line. A long one says nothing, and what says nothing is not counted.
    pub fn read(text: &str) -> MetaLine {
        if text.len() > LONGEST {
            return MetaLine::default();
        }
        let dated = text.bytes().filter(u8::is_ascii_digit).count() >= 4
            || text.contains('年') && text.contains('月');
        let dates = if dated { date::find(text) } else { Vec::new() };
        if dates.is_empty() && !TELLING.are_in(text) {
            return MetaLine::default();
        }
        let mut line = MetaLine { total: count(text), ..MetaLine::default() };
        if let Some((person, source)) = people::signed(text) {
            line.authors.push(person);
            line.source = Some(source);
            return line;
        }
        let mut known = vec![false; text.len()];
        for found in &dates {
            known[found.range.clone()].fill(true);
        }
        let own = dates.iter().find(|found| !is_of_other(&text[..found.range.start]));
        line.published = own.map(|found| found.published);
        line.announced = own.is_some_and(|found| is_announced(&text[..found.range.start]));
        let people = people::byline(text);
        for range in &people.ranges {
            known[range.clone()].fill(true);
        }
        (line.authors, line.editors) = (people.authors, people.editors);
        let places: Vec<Range<usize>> = dates.iter().map(|found| found.range.clone()).collect();
        if line.authors.is_empty()
            && let Some((name, range)) = people::framed(text, &places)
        {
            known[range].fill(true);
            line.authors.push(Person { name, role: String::new() });
        }
        for range in addresses(text) {
            known[range].fill(true);
        }
        if let Some((label, name)) = origin::labelled(text) {
            known[label.start.min(name.start)..label.end.max(name.end)].fill(true);
            line.source = origin::name(&text[name]);
            line.labelled = true;
        } else if let Some(name) = origin::own(text) {
            line.source = origin::name(&text[name.clone()]);
            known[name].fill(true);
        } else if let (Some(first), Some(last)) = (dates.first(), dates.last()) {
            let beside = origin::beside_date(text, first.range.start, last.range.end, &known);
            if let Some(name) = beside {
                line.leads = name.end <= first.range.start && !origin::is_outlet(&text[name.clone()]);
                line.source = origin::name(&text[name.clone()]);
                known[name].fill(true);
            }
        }
        if let Some(first) = dates.first().filter(|_| !line.labelled && line.authors.is_empty()) {
            line.take_original(text, first.range.start, &mut known);
        }
        if line.source.is_none() {
            line.source = people.source;
        }
        for range in origin::interface(text) {
            known[range].fill(true);
        }
        if line.authors.is_empty() && (line.published.is_some() || line.source.is_some()) {
            line.take_bare_names(text, &mut known);
        }
        line.unexplained = text.char_indices().filter(|&(at, c)| is_word(c) && !known[at]).count();
        line
    }

    /// 原创 沈怀瑜 灶间笔记 2013-04-05: who wrote it, and the account that published it; one name is both.
    fn take_original(&mut self, text: &str, end: usize, known: &mut [bool]) {
        let Some(names) = text[..end].strip_prefix("原创") else { return };
        let words: Vec<&str> = names.split_whitespace().collect();
        let ([author, ..], [.., account]) = (&words[..], &words[..]) else { return };
        if words.len() > 2 || !origin::is_account(author) || !origin::is_account(account) {
            return;
        }
        if !origin::is_outlet(author) {
            self.authors.push(Person { name: (*author).to_owned(), role: String::new() });
        }
        self.source = Some((*account).to_owned());
        known[..end].fill(true);
    }

    /// 2013-04-05 青河日报 张三: the words of a date or source line that nothing else accounts for, if all
    /// are names.
    fn take_bare_names(&mut self, text: &str, known: &mut [bool]) {
        let mut names = Vec::new();
        let mut start = 0;
        for word in text.split_inclusive(|c: char| !is_word(c)) {
            let bare = word.trim_end_matches(|c: char| !is_word(c));
            // 10:20张三: the time that the name touches.
            let first = (start..start + bare.len()).find(|&at| !known[at]).unwrap_or(start);
            let range = first..start + bare.len();
            let bare = &text[range.clone()];
            start += word.len();
            if bare.is_empty() || known[range.clone()].iter().all(|known| *known) {
                continue;
            }
            if !people::is_person(bare) || names.len() == 2 {
                return;
            }
            names.push(range);
        }
        for range in names {
            self.authors.push(Person { name: text[range.clone()].to_owned(), role: String::new() });
            known[range].fill(true);
        }
    }

    pub fn has_people(&self) -> bool {
        !self.authors.is_empty() || !self.editors.is_empty()
    }

    pub fn says_something(&self) -> bool {
        self.has_people() || self.published.is_some() || self.source.is_some()
    }

    /// At most this share of the line is left unexplained.
    pub fn explained(&self, rest: f32) -> bool {
        self.says_something() && self.unexplained as f32 <= rest * self.total as f32
    }
}

/// What stands before a date that is not the text's: the day of reading, of joining a forum, of handing in.
const OTHER_DATES: &[&str] = &[
    "今天是",
    "现在是",
    "今日是",
    "注册",
    "注册时间",
    "注册日期",
    "註冊時間",
    "加入时间",
    "最后登录",
    "最後登錄",
    "收稿日期",
    "修回日期",
    "收稿",
    "截至",
];

fn is_of_other(head: &str) -> bool {
    let head = head.trim_end_matches(|c| is_space_or(":：", c));
    OTHER_DATES.iter().any(|other| head.ends_with(other))
}

/// What stands before the date of publication.
const PUBLISHED: &[&str] = &[
    "发布时间",
    "发布日期",
    "发表时间",
    "发表日期",
    "发布于",
    "发表于",
    "发稿时间",
    "發布時間",
    "發佈時間",
    "發布日期",
    "發表時間",
    "發表於",
];

fn is_announced(head: &str) -> bool {
    let head = head.trim_end_matches(|c| is_space_or(":：", c));
    PUBLISHED.iter().any(|label| head.ends_with(label))
}

fn count(text: &str) -> usize {
    text.chars().filter(|&c| is_word(c)).count()
}

/// Web and mail addresses.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    // Each of the marks has one of these.
    if !text.bytes().any(|byte| matches!(byte, b'.' | b'@' | b'p' | b'P')) {
        return ranges;
    }
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let lower = word.to_ascii_lowercase();
        if ["http", "www.", ".com", ".cn", ".net", "@"].iter().any(|mark| lower.contains(mark)) {
            ranges.push(start..start + word.len());
        }
        start += word.len();
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Option<String> {
        MetaLine::read(text).source
    }

    #[test]
    fn a_name_beside_the_date_is_the_source() {
        assert_eq!(source("原创 RiverPost 2019-09-04 22:18:34").as_deref(), Some("RiverPost"));
        assert_eq!(source("晓风文苑 2020-03-09 18:14:21").as_deref(), Some("晓风文苑"));
        assert_eq!(source("河畔中文站2016年10月14日07:17").as_deref(), Some("河畔中文站"));
        assert_eq!(
            source("2019年09月11日01:53  河畔科技   我有话说(1,032人参与)").as_deref(),
            Some("河畔科技")
        );
        assert_eq!(
            source("发表于2014-08-24 21:30| 1164次阅读| 来源HBDN| 0 条评论| 作者魏星").as_deref(),
            Some("HBDN")
        );
    }
}
