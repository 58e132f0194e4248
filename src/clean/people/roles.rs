//! The words that name a role in a byline, and where a text has them.

use std::sync::LazyLock;

use crate::clean::class::is_word;
use crate::clean::words::{Hit, Words};

/// Words that name a role and are followed by names. The longer stand before those that they contain.
const AUTHOR_ROLES: &[&str] = &[
    "文/图",
    "图/文",
    "文/",
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

/// Roles of those who posted a text, under any name: they count only with a colon behind them.
const POSTER_ROLES: &[&str] = &[
    "文章提交者",
    "发帖人",
    "发贴人",
    "发信人",
    "寄信人",
    "發信人",
    "楼主",
    "樓主",
    "博主",
    "提问者",
    "发布人",
    "发布者",
    "发表人",
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
    "一审",
    "二审",
    "三审",
    "初审",
    "复审",
    "终审",
    "监制",
    "策划",
    "统筹",
    "剪辑",
    "设计",
    "主编",
    "美编",
    "版式",
    "视觉",
    "制作",
    "编译",
    "翻译",
    "译者",
    "译",
];

/// Whose names follow a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Author,
    /// An author under any name.
    Poster,
    Editor,
}

/// A role's word where it stands in a text.
#[derive(Debug)]
pub struct RoleAt {
    pub start: usize,
    pub end: usize,
    pub role: &'static str,
    pub kind: Kind,
}

impl RoleAt {
    /// The word is one for a person (记者), not for a thing or a deed (图片, 供稿).
    pub fn calls_a_person(&self) -> bool {
        self.role.ends_with(['者', '員', '员', '生', '人', '编', '編', '辑', '輯'])
    }
}

/// The role words of a text, the longest at each place, in order.
pub fn roles(text: &str) -> Vec<RoleAt> {
    let at = |hit: Hit| {
        let (role, kind) = role(hit.word);
        RoleAt { start: hit.range.start, end: hit.range.end, role, kind }
    };
    // 只看该作者: a button of forums.
    let button = |role: &RoleAt| text[..role.start].ends_with(['该', '該']);
    let labelled = |role: &RoleAt| role.kind != Kind::Poster || is_labelled(&text[role.end..]);
    // 处理人员复审、复核的: what is also a common verb names nobody in the middle of a phrase.
    let verb = |role: &RoleAt| {
        role.kind == Kind::Editor
            && !role.role.contains(['编', '編'])
            && text[..role.start].ends_with(is_word)
    };
    ROLES.find(text).map(at).filter(|role| !button(role) && !verb(role) && labelled(role)).collect()
}

fn role(word: usize) -> (&'static str, Kind) {
    let (authors, posters) = (AUTHOR_ROLES.len(), AUTHOR_ROLES.len() + POSTER_ROLES.len());
    match word {
        word if word < authors => (AUTHOR_ROLES[word], Kind::Author),
        word if word < posters => (POSTER_ROLES[word - authors], Kind::Poster),
        word => (EDITOR_ROLES[word - posters], Kind::Editor),
    }
}

static ROLES: LazyLock<Words> = LazyLock::new(|| Words::new(role_words()));

/// The words that name a role, authors' first, editors' last.
pub fn role_words() -> impl Iterator<Item = &'static str> {
    AUTHOR_ROLES.iter().chain(POSTER_ROLES).chain(EDITOR_ROLES).copied()
}

fn is_labelled(behind: &str) -> bool {
    behind.trim_start().starts_with([':', '：'])
}

/// 采访：苏木　整理：白芷: a line that opens with a role and its label.
pub fn opens_with_role(text: &str) -> bool {
    ROLES.opening(text).any(|hit| is_labelled(&text[hit.range.end..]))
}

/// Whether a word is one that names a role.
pub fn is_role(word: &str) -> bool {
    ROLES.opening(word).any(|hit| hit.range.end == word.len())
}

/// Whether a text has a word that names a role.
pub fn mentions_role(text: &str) -> bool {
    ROLES.are_in(text)
}
