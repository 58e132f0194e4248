//! Who wrote, photographed and edited a text: bylines, credits and editor lines.

mod account;
mod inside;
mod name;
mod signature;

use std::ops::Range;
use std::sync::LazyLock;

pub use self::account::beside as account;
pub use self::inside::{credit, lead, tail};
pub use self::name::is_person;
use self::name::{NOT_NAMES, is_name, is_surname};
pub use self::signature::names as names_alone;

use super::class::{is_han, is_space_or, is_stop, is_word};
use super::words::{Hit, Words};
use crate::document::Person;
use crate::text::office::OFFICES;

/// Words that name a role and are followed by names. The longer stand before those that they contain.
const AUTHOR_ROLES: &[&str] = &[
    "文/图",
    "图/文",
    "文、图",
    "特约通讯员",
    "特约记者",
    "见习记者",
    "实习记者",
    "实习生",
    "首席记者",
    "全媒体记者",
    "融媒体记者",
    "融媒记者",
    "摄影记者",
    "驻地记者",
    "特派记者",
    "特派员",
    "小记者",
    "楼主",
    "记者",
    "記者",
    "通讯员",
    "通訊員",
    "特约撰稿人",
    "特约撰稿",
    "特约评论员",
    "评论员",
    "撰稿人",
    "撰稿",
    "撰文",
    "作者",
    "编译",
    "编剧",
    "文字",
    "供稿",
    "整理",
    "采写",
    "采访",
    "执笔",
    "口述",
    "本刊记者",
    "摄影",
    "攝影",
    "图片",
    "图文",
    "文图",
];

/// Roles of those who saw a text through the press.
const EDITOR_ROLES: &[&str] = &[
    "责任编辑",
    "責任編輯",
    "值班编辑",
    "值班主任",
    "网络编辑",
    "编辑",
    "編輯",
    "责编",
    "责任校对",
    "校对",
    "审核",
    "审校",
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "监制",
    "主编",
    "美编",
    "版式",
    "视觉",
    "制作",
    "翻译",
    "译者",
    "译",
];

/// Persons of one line.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct People {
    pub authors: Vec<Person>,
    pub editors: Vec<Person>,
    /// The paper or site that the byline names (随州日报全媒体记者).
    pub source: Option<String>,
    /// The parts of the line that roles, names and the paper's name account for.
    pub ranges: Vec<Range<usize>>,
}

struct RoleAt {
    start: usize,
    end: usize,
    role: &'static str,
    editor: bool,
}

/// The role words of a text, the longest at each place, in order.
fn roles(text: &str) -> Vec<RoleAt> {
    let role = |word: usize| match word.checked_sub(AUTHOR_ROLES.len()) {
        None => (AUTHOR_ROLES[word], false),
        Some(word) => (EDITOR_ROLES[word], true),
    };
    let at = |hit: Hit| {
        let (role, editor) = role(hit.word);
        RoleAt { start: hit.range.start, end: hit.range.end, role, editor }
    };
    // 只看该作者: a button of forums.
    let button = |role: &RoleAt| text[..role.start].ends_with(['该', '該']);
    // 处理人员复审、复核的: what is also a common verb names nobody in the middle of a phrase.
    let verb = |role: &RoleAt| {
        role.editor && !role.role.contains(['编', '編']) && text[..role.start].ends_with(is_word)
    };
    ROLES.find(text).map(at).filter(|role| !button(role) && !verb(role)).collect()
}

static ROLES: LazyLock<Words> = LazyLock::new(|| Words::new(role_words()));

/// The words that name a role, authors' before editors'.
pub fn role_words() -> impl Iterator<Item = &'static str> {
    AUTHOR_ROLES.iter().chain(EDITOR_ROLES).copied()
}

/// 滨江市市长　方志远: who speaks, and the office held.
pub fn official(text: &str) -> Option<Person> {
    let (office, name) = text.split_once(char::is_whitespace)?;
    let name: String = name.split_whitespace().collect();
    let held = office.chars().all(is_han) && OFFICES.iter().any(|end| office.ends_with(end));
    (held && is_person(&name)).then(|| Person { name, role: office.to_owned() })
}

/// 采访：苏木　整理：白芷: a line that opens with a role and its label.
pub fn opens_with_role(text: &str) -> bool {
    ROLES.opening(text).any(|hit| text[hit.range.end..].trim_start().starts_with([':', '：']))
}

/// Whether a text has a word that names a role.
pub fn mentions_role(text: &str) -> bool {
    ROLES.are_in(text)
}

/// Reads the roles and names of a line (随州日报特约记者 吴财荣 通讯员 何春林).
pub fn byline(text: &str) -> People {
    if let Some(people) = signature::read(text).or_else(|| signature::stroked(text)) {
        return people;
    }
    let mut people = People::default();
    let found = roles(text);
    for (index, role) in found.iter().enumerate() {
        if let Some((name, range)) = described(text, role) {
            people.authors.push(Person { name, role: role.role.to_owned() });
            people.ranges.push(range);
            continue;
        }
        let until = found.get(index + 1).map_or(text.len(), |next| next.start);
        let names = names(text, role, until);
        if names.is_empty() {
            // 采写：南都记者 …: a paper stands between the two roles.
            if until < text.len() && text[role.end..until].chars().count() <= 12 {
                people.ranges.push(role.start..until);
                people.source = outlet(text[role.end..until].trim_matches(|c: char| !is_word(c)));
            }
            continue;
        }
        people.ranges.push(role.start..role.end);
        let list = if role.editor { &mut people.editors } else { &mut people.authors };
        for (name, range) in names {
            people.ranges.push(range);
            list.push(Person { name, role: role.role.to_owned() });
        }
    }
    if let Some(first) = found.first()
        && (!people.authors.is_empty() || !people.editors.is_empty())
    {
        let start = text[..first.start].rfind(|c: char| is_space_or("(（【[—:：", c));
        let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let head = &text[start..first.start];
        let said = head.contains(|c: char| is_stop(c) || matches!(c, '，' | ',' | '”' | '」'));
        if !head.is_empty() && !said && head.chars().count() <= 20 {
            people.ranges.push(start..first.start);
            people.source = people.source.or_else(|| outlet(head));
        }
    }
    people
}

/// 石佳/中国青年报: a name and the paper that it wrote for.
pub fn signed(text: &str) -> Option<(Person, String)> {
    let (name, paper) = text.split_once(['/', '／', '｜', '|'])?;
    let (name, paper) = (name.trim(), paper.trim());
    (is_person(name) && super::origin::is_outlet(paper) && paper.chars().count() <= 12)
        .then(|| (Person { name: name.to_owned(), role: String::new() }, paper.to_owned()))
}

/// The name of a paper or site in front of a role; 本报 and 本网 name none.
fn outlet(head: &str) -> Option<String> {
    let name = head.rsplit(['·', '•', '丨', '|', '/']).next().unwrap_or(head).trim();
    let own = ["本报", "本网", "本刊", "本台", "本社", "特约", "实习", "见习"];
    (name.chars().count() >= 3
        && name.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
        && !own.iter().any(|own| name.starts_with(own))
        && !super::origin::is_interface(name))
    .then(|| name.trim_end_matches("全媒体").to_owned())
}

/// What stands before 報導, 5日電 and the like, at the end of a report's opening words.
fn strip_place(text: &str) -> Option<&str> {
    let body = ["報導", "报道", "專電", "专电", "電", "电"].iter().find_map(|end| text.strip_suffix(end))?;
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

/// What a photographer's or writer's name is glued to.
const DEEDS: &[&str] = &["摄影报道", "文并摄", "摄影", "报道", "報導", "受访者", "摄", "攝", "文", "图"];

/// 沈怀瑜（自由撰稿人，青河市）: who the brackets behind a name describe, and what the name and they take.
fn described(text: &str, role: &RoleAt) -> Option<(String, Range<usize>)> {
    let behind = &text[role.end..];
    let open = text[..role.start].rfind(['（', '(']).filter(|_| !role.editor)?;
    let close = behind.find(['）', ')'])?;
    let inside = !text[open..role.start].contains(['）', ')']) && !behind[..close].contains(['（', '(']);
    let named_behind = !behind.trim_start().starts_with(['）', ')', '，', ',', '、']);
    if !inside || named_behind {
        return None;
    }
    let head = text[..open].trim_end();
    let name = head.rsplit(|c: char| !is_word(c)).next().filter(|name| is_person(name))?;
    let end = role.end + close + behind[close..].chars().next().map_or(1, char::len_utf8);
    Some((name.to_owned(), head.len() - name.len()..end))
}

/// SN064, HN666: the number of an editor who is not named.
pub fn is_code(word: &str) -> bool {
    let figures = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    (1..=4).contains(&(word.len() - figures.len()))
        && figures.len() >= 2
        && figures.chars().all(|c| c.is_ascii_digit())
}

/// Marks on both sides of a name.
const MARKS: [char; 11] = ['。', '.', '|', '—', '-', '_', '︱', '丨', '｜', '《', '》'];

/// The names between a role and `until`, with their places.
fn names(text: &str, role: &RoleAt, until: usize) -> Vec<(String, Range<usize>)> {
    let mut names: Vec<(String, Range<usize>)> = Vec::new();
    let segment = &text[role.end..until];
    let glued = segment.starts_with(is_word);
    let labelled = segment.trim_start().starts_with([':', '：', '︱', '丨', '|', '｜', '/', '／']);
    let mut at = role.end;
    // A single character and another behind a space are one name, spaced out (蒋 凌).
    let mut pending: Option<Range<usize>> = None;
    for piece in segment.split_inclusive(|c: char| is_space_or("、,，;；&/／╱:：()（）[]【】|＊*", c))
    {
        let word = piece.trim_end_matches(|c: char| !is_word(c) && c != '·');
        let body = word.trim_start_matches(MARKS);
        let start = at + word.len() - body.len();
        let word = body.trim_end_matches(MARKS);
        let range = start..start + word.len();
        at += piece.len();
        if word.is_empty() {
            continue;
        }
        let chars = word.chars().count();
        if DEEDS.contains(&word) || word == "文图" || word == "图文" {
            names.last_mut().into_iter().for_each(|(_, taken)| taken.end = range.end);
            continue;
        }
        let first = word.chars().next().unwrap_or(' ');
        if chars == 1 && is_han(first) {
            match pending.take() {
                Some(open) => names.push((format!("{}{word}", &text[open.clone()]), open.start..range.end)),
                None if is_surname(first) => pending = Some(range),
                None => break,
            }
            continue;
        }
        pending = None;
        // 林書平攝: a name and what its owner did, glued.
        let credited = word
            .strip_suffix(['摄', '攝'])
            .or_else(|| word.strip_suffix(['文', '图']).filter(|_| chars == 4));
        if let Some(bare) = credited.filter(|bare| is_name(bare) && is_surname(first)) {
            names.push((bare.to_owned(), range));
            continue;
        }
        if names.is_empty()
            && let Some(name) = reporter(word)
        {
            names.push((name.to_owned(), range));
            continue;
        }
        // ／白沙報導: where the report was written.
        if word.ends_with("報導") || word.ends_with("报道") {
            names.last_mut().into_iter().for_each(|(_, taken)| taken.end = range.end);
            continue;
        }
        // 采写：南都记者 …: what touches the next role is the paper, not a person.
        if range.end == until && until < text.len() && names.is_empty() && !glued {
            break;
        }
        if text[range.end..].starts_with('》') {
            break;
        }
        let sure = is_surname(first) || word.contains('·');
        if is_name(word) && (sure || !glued && (labelled || chars <= 3)) {
            names.push((word.to_owned(), range));
            continue;
        }
        // 马俊峰文受访者供图
        let bare = DEEDS.iter().filter_map(|deed| word.find(deed)).min().map(|end| &word[..end]);
        if let Some(bare) = bare.filter(|bare| is_name(bare) && is_surname(first)) {
            names.push((bare.to_owned(), range));
            break;
        }
        // A name in Latin letters goes on to the end of the segment, or explains the one before it.
        if word.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
            && first.is_ascii_uppercase()
            && chars >= 2
        {
            match names.last_mut() {
                Some((name, taken)) if name.is_ascii() => {
                    name.push(' ');
                    name.push_str(word);
                    taken.end = range.end;
                }
                Some((_, taken)) => taken.end = range.end,
                None if labelled => names.push((word.to_owned(), range)),
                None => break,
            }
            continue;
        }
        // Editors and bloggers sign with account names too (编辑:shaopeng).
        let account = labelled
            && names.is_empty()
            && chars <= 12
            && (role.editor || matches!(role.role, "作者" | "楼主"));
        if account && !NOT_NAMES.contains(&word) && !word.chars().all(|c| c.is_ascii_digit()) {
            names.push((word.to_owned(), range));
        }
        break;
    }
    names
}
