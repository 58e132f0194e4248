//! The names behind a role in a byline, as far as they go.

use std::ops::Range;

use super::name::{NOT_NAMES, is_name, is_person, is_surname};
use super::roles::{Kind, RoleAt};
use crate::clean::class::{is_han, is_space_or, is_word};
use crate::clean::origin::is_outlet;
use crate::text::nobody::is_nobody;
use crate::text::office::is_body;

/// What a photographer's or writer's name is glued to.
const DEEDS: &[&str] = &["摄影报道", "文并摄", "摄影", "报道", "报导", "受访者", "摄", "攝", "文", "图"];

/// Marks on both sides of a name.
const MARKS: [char; 11] = ['。', '.', '|', '—', '-', '_', '︱', '丨', '｜', '《', '》'];
/// Characters of a bracket before a role, in which other roles and names stand.
const ENCLOSED: usize = 10;
/// Longest name of an account, in characters.
const LONGEST_ACCOUNT: usize = 12;

/// The names between a role and `until`, with their places.
pub fn names(text: &str, role: &RoleAt, until: usize) -> Vec<(String, Range<usize>)> {
    let segment = &text[role.end..until];
    let mut list = List {
        text,
        role,
        until,
        glued: segment.starts_with(is_word),
        labelled: is_announced(segment)
            || role.role.ends_with('/')
            || role.start == 0
                && role.role == "作者"
                && segment.starts_with(|c: char| c.is_ascii_alphanumeric()),
        names: Vec::new(),
        open: None,
    };
    let mut at = role.end;
    for piece in segment.split_inclusive(|c: char| is_space_or("、,，;；&/／╱:：()（）[]【】|＊*", c))
    {
        let word = piece.trim_end_matches(|c: char| !is_word(c) && c != '·');
        let body = word.trim_start_matches(MARKS);
        let start = at + word.len() - body.len();
        let word = body.trim_end_matches(MARKS);
        at += piece.len();
        if !word.is_empty() && !list.take(word, start..start + word.len()) {
            break;
        }
    }
    list.names
}

/// Whether a colon or bar stands before the names; several bars make a row of links (图片 | 视频 | 论坛).
fn is_announced(segment: &str) -> bool {
    const BARS: [char; 4] = ['︱', '丨', '|', '｜'];
    let behind = segment.trim_start();
    behind.starts_with([':', '：', '/', '／'])
        || behind.starts_with(BARS) && segment.matches(BARS).nth(2).is_none()
}

/// The names found so far.
struct List<'a> {
    text: &'a str,
    role: &'a RoleAt,
    until: usize,
    /// The first word touches the role.
    glued: bool,
    /// A colon or bar stands between the two.
    labelled: bool,
    names: Vec<(String, Range<usize>)>,
    /// A surname that stands alone.
    open: Option<Range<usize>>,
}

impl List<'_> {
    /// Takes a word for a name, or as part of one; `false` where the names end.
    fn take(&mut self, word: &str, range: Range<usize>) -> bool {
        if DEEDS.contains(&word) || matches!(word, "文图" | "图文") {
            self.explain(range.end);
            return true;
        }
        let chars = word.chars().count();
        let first = word.chars().next().unwrap_or(' ');
        if chars == 1 && is_han(first) {
            return self.take_half(word, first, range);
        }
        self.open = None;
        if is_body(word) && !is_person(word) {
            return false;
        }
        if let Some(name) = credited(word).or_else(|| reporter(word).filter(|_| self.names.is_empty())) {
            self.names.push((name.to_owned(), range));
            return true;
        }
        // ／白沙報導: where the report was written.
        if word.ends_with("报导") || word.ends_with("报道") {
            self.explain(range.end);
            return true;
        }
        // 采写：南都记者 …: what touches the next role is the paper, not a person.
        let touches = range.end == self.until && self.until < self.text.len();
        let behind = &self.text[range.end..];
        if touches && self.names.is_empty() && !self.glued || behind.starts_with('》') {
            return false;
        }
        // 作者：… 点击数：…: the next label.
        if !self.names.is_empty() && behind.trim_start().starts_with([':', '：']) {
            return false;
        }
        let sure = is_surname(first) || word.contains('·');
        // 文/青河周刊 沈怀瑜: the paper before the name.
        if self.names.is_empty() && self.labelled && is_outlet(word) {
            return self.role.kind == Kind::Author;
        }
        if is_name(word)
            && (sure
                || self.enclosed(&range)
                || !self.glued && (self.labelled || chars <= 3 && self.role.calls_a_person()))
        {
            self.names.push((word.to_owned(), range));
            // Who posts signs alone.
            return self.role.kind != Kind::Poster;
        }
        // 记者 阿里木江 丁宁: names of other peoples have any four characters.
        let closed = behind.is_empty() || behind.starts_with(|c: char| is_space_or("、）)】", c));
        if chars == 4
            && self.role.kind != Kind::Poster
            && word.chars().all(is_han)
            && !self.glued
            && closed
            && self.role.calls_a_person()
            && !NOT_NAMES.iter().any(|other| word.starts_with(other) || word.ends_with(other))
            && !is_outlet(word)
        {
            self.names.push((word.to_owned(), range));
            return true;
        }
        // 马俊峰文受访者供图
        let bare = DEEDS.iter().filter_map(|deed| word.find(deed)).min().map(|end| &word[..end]);
        if let Some(bare) = bare.filter(|bare| is_name(bare) && is_surname(first)) {
            self.names.push((bare.to_owned(), range));
            return false;
        }
        if word.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
            && first.is_ascii_uppercase()
            && chars >= 2
        {
            return self.take_latin(word, range);
        }
        // Editors and bloggers sign with account names too (编辑:shaopeng).
        let signs = self.role.kind != Kind::Author || self.role.role == "作者";
        let account = signs && self.labelled && self.names.is_empty() && chars <= LONGEST_ACCOUNT;
        if account && !NOT_NAMES.contains(&word) && !is_nobody(word) {
            self.names.push((word.to_owned(), range));
        }
        false
    }

    /// （记者庚子 通讯员辛未）: brackets that open with the byline hold nothing else. A line that does may be the
    /// name of a column (记者手记), or a row of links (图片 视频).
    fn enclosed(&self, name: &Range<usize>) -> bool {
        let head = &self.text[..self.role.start];
        let open = head.rfind(['（', '(', '【', '[']);
        let alone = || self.role.calls_a_person() && self.text[name.clone()].chars().count() == 3;
        let opens =
            open.map_or_else(|| head.is_empty() && alone(), |at| head[at..].chars().count() <= ENCLOSED);
        let behind = &self.text[name.end..];
        let ends = behind.is_empty() || behind.starts_with(|c: char| is_space_or("、,，)）】]", c));
        opens && ends && !head.contains(['。', '，'])
    }

    /// A single character and another behind a space are one name, spaced out (蒋 凌).
    fn take_half(&mut self, word: &str, first: char, range: Range<usize>) -> bool {
        match self.open.take() {
            Some(open) => {
                self.names.push((format!("{}{word}", &self.text[open.clone()]), open.start..range.end));
            }
            None if is_surname(first) => self.open = Some(range),
            None => return false,
        }
        true
    }

    /// A name in Latin letters goes on to the end of the segment, or explains the one before it.
    fn take_latin(&mut self, word: &str, range: Range<usize>) -> bool {
        match self.names.last_mut() {
            Some((name, taken)) if name.is_ascii() => {
                name.push(' ');
                name.push_str(word);
                taken.end = range.end;
            }
            Some((_, taken)) => taken.end = range.end,
            None if self.labelled => self.names.push((word.to_owned(), range)),
            None => return false,
        }
        true
    }

    /// The last name reaches to `end`.
    fn explain(&mut self, end: usize) {
        if let Some((_, taken)) = self.names.last_mut() {
            taken.end = end;
        }
    }
}

/// 林書平攝: a name and what its owner did, glued.
fn credited(word: &str) -> Option<&str> {
    let written = || word.strip_suffix(['文', '图']).filter(|_| word.chars().count() == 4);
    let name = word.strip_suffix(['摄', '攝']).or_else(written)?;
    (is_name(name) && name.starts_with(is_surname)).then_some(name)
}

/// What stands before 報導, 5日電 and the like, at the end of a report's opening words.
pub fn strip_place(text: &str) -> Option<&str> {
    let body = ["报导", "报道", "專電", "专电", "電", "电"].iter().find_map(|end| text.strip_suffix(end))?;
    let dated = body.strip_suffix('日').map(|body| body.trim_end_matches(|c: char| c.is_ascii_digit()));
    Some(dated.filter(|dated| dated.len() + '日'.len_utf8() < body.len()).unwrap_or(body))
}

/// 沈懷瑜台北5日電, 林怡婷新竹報導: the name in front of the place that it touches. Most names have three
/// characters; one of two is only seen where a place of two is left.
fn reporter(word: &str) -> Option<&str> {
    let body = strip_place(word)?;
    let chars = body.chars().count();
    let len = match chars {
        2 | 4 => 2,
        3 | 5..=8 => 3,
        _ => return None,
    };
    let end = body.char_indices().nth(len).map_or(body.len(), |(at, _)| at);
    let name = &body[..end];
    (is_person(name) && !name.ends_with(['从', '自', '在', '從'])).then_some(name)
}
