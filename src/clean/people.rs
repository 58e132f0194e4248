//! Who wrote, photographed and edited a text: bylines, credits and editor lines.

use std::ops::Range;
use std::sync::LazyLock;

use super::line::is_han;
use super::metaline::MetaLine;
use super::phrases::WordFinder;
use crate::document::Person;

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

/// The hundred-odd commonest surnames and the usual double ones (Ministry of Public Security, name reports).
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丛华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽邢巫匡狄惠阚应葛璩张陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸範賈鄒龍賀顧龔邵萬錢嚴湯喬賴蘭顏魯畢聶齊莊";

/// Whether a word can be a Chinese personal name.
pub fn is_name(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    if chars.contains(&'·') {
        return (4..=16).contains(&chars.len()) && chars.iter().all(|&c| is_han(c) || c == '·');
    }
    (2..=4).contains(&chars.len())
        && chars.iter().all(|&c| is_han(c))
        && (chars.len() < 4 || is_surname(chars[0]))
        && !NOT_NAMES.contains(&word)
}

pub fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// Words of bylines that have a name's length.
const NOT_NAMES: &[&str] = &[
    "文图",
    "图文",
    "摄影",
    "报道",
    "本报",
    "本网",
    "本刊",
    "讯",
    "记者",
    "通讯员",
    "实习生",
    "编辑",
    "来源",
    "时间",
    "作者",
    "发布",
    "日期",
    "北京",
    "上海",
    "广州",
    "深圳",
    "天津",
    "重庆",
    "原标题",
    "责编",
    "字号",
    "打印",
    "分享",
    "未知",
    "佚名",
    "网络",
    "转载",
    "原创",
    "综合",
    "整理",
    "新华社",
    "中新社",
    "点击",
    "浏览",
    "评论",
    "发表",
    "查看",
    "正文",
    "新闻",
    "文字",
    "图片",
    "供图",
    "资料",
    "资料图",
    "图片报道",
    "受访者",
    "等人",
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
    ROLE_FINDER
        .find_iter(text)
        .map(|hit| {
            let index = hit.pattern().as_usize();
            let role = AUTHOR_ROLES.iter().chain(EDITOR_ROLES).nth(index).copied().unwrap_or_default();
            RoleAt { start: hit.start(), end: hit.end(), role, editor: index >= AUTHOR_ROLES.len() }
        })
        .collect()
}

/// The role words, authors' before editors'.
static ROLE_FINDER: LazyLock<WordFinder> =
    LazyLock::new(|| WordFinder::new(AUTHOR_ROLES.iter().chain(EDITOR_ROLES).copied()));

/// Whether a text has a word that names a role.
pub fn mentions_role(text: &str) -> bool {
    ROLE_FINDER.is_match(text)
}

/// Reads the roles and names of a line (随州日报特约记者 吴财荣 通讯员 何春林).
pub fn byline(text: &str) -> People {
    let mut people = People::default();
    let found = roles(text);
    for (index, role) in found.iter().enumerate() {
        let until = found.get(index + 1).map_or(text.len(), |next| next.start);
        let names = names(text, role, until);
        if names.is_empty() {
            // 采写：南都记者 …: a paper stands between the two roles.
            if until < text.len() && text[role.end..until].chars().count() <= 12 {
                people.ranges.push(role.start..until);
                people.source = outlet(text[role.end..until].trim_matches(|c: char| !c.is_alphanumeric()));
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
        let start = text[..first.start].rfind(|c: char| c.is_whitespace() || "(（【[—:：".contains(c));
        let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let head = &text[start..first.start];
        if !head.is_empty() && head.chars().count() <= 20 {
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
    let known = is_name(name) && name.starts_with(is_surname) && name.chars().count() <= 3;
    (known && super::origin::is_outlet(paper) && paper.chars().count() <= 12)
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

/// What a photographer's or writer's name is glued to.
const DEEDS: &[&str] = &["摄影报道", "文并摄", "摄影", "报道", "報導", "受访者", "摄", "攝", "文", "图"];

/// The names between a role and `until`, with their places.
fn names(text: &str, role: &RoleAt, until: usize) -> Vec<(String, Range<usize>)> {
    let mut names: Vec<(String, Range<usize>)> = Vec::new();
    let segment = &text[role.end..until];
    let glued = segment.starts_with(|c: char| c.is_alphanumeric());
    let labelled = segment.trim_start().starts_with([':', '：', '︱', '丨', '|', '｜', '/', '／']);
    let mut at = role.end;
    // A single character and another behind a space are one name, spaced out (蒋 凌).
    let mut pending: Option<Range<usize>> = None;
    for piece in
        segment.split_inclusive(|c: char| c.is_whitespace() || "、,，;；&/／╱:：()（）[]【】|＊*".contains(c))
    {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '·');
        let word = word.trim_matches(|c: char| "。.|—-_︱丨｜《》".contains(c));
        let start = at + piece.find(word).unwrap_or(0);
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
        let account = labelled && names.is_empty() && chars <= 12 && (role.editor || role.role == "作者");
        if account && !NOT_NAMES.contains(&word) && !word.chars().all(|c| c.is_ascii_digit()) {
            names.push((word.to_owned(), range));
        }
        break;
    }
    names
}

/// The names of a credit (… 王一/摄, 本报记者 李二 摄, 张三 文/图).
pub fn credit(text: &str) -> Vec<Person> {
    let body = text.trim_end_matches(|c: char| c.is_whitespace() || ")）]】。.".contains(c));
    for (mark, role) in [
        ("摄影报道", "摄"),
        ("文/摄", "摄"),
        ("摄影", "摄"),
        ("摄", "摄"),
        ("文/图", "文/图"),
        ("文图", "文/图"),
        ("/文", "文"),
        ("/图", "图"),
    ] {
        let Some(head) = body.strip_suffix(mark) else { continue };
        let head = head.trim_end_matches(|c: char| c.is_whitespace() || "/／、".contains(c));
        let found = roles(head);
        let names = match found.iter().rev().find(|role| !role.editor) {
            Some(role) => names(head, role, head.len()),
            None => {
                let open = head.rfind(|c: char| c.is_whitespace() || "（(。，,．:：".contains(c));
                let end = open.map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
                names(head, &RoleAt { start: end, end, role, editor: false }, head.len())
            }
        };
        return names.into_iter().map(|(name, _)| Person { name, role: role.to_owned() }).collect();
    }
    Vec::new()
}

/// A bracketed byline at the end of a text (…。（总台记者 张倩）): where it begins, and who it names.
pub fn tail(text: &str) -> Option<(usize, MetaLine)> {
    let body = text.trim_end();
    if !body.ends_with(['）', ')', '】', ']', '〕']) {
        return None;
    }
    let open = body.rfind(['（', '(', '【', '[', '〔'])?;
    let inner = &body[open..];
    if inner.len() > 200 {
        return None;
    }
    let line = MetaLine::read(inner);
    if line.has_people() && line.explained(0.3) {
        return Some((open, line));
    }
    // （张三）, (张三 李四): names alone.
    let names: Vec<&str> = inner
        .split(|c: char| c.is_whitespace() || "()（）、【】[]〔〕".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let known = |name: &&str| is_name(name) && name.starts_with(is_surname) && name.chars().count() <= 3;
    (open > 0 && (1..=3).contains(&names.len()) && names.iter().all(known)).then(|| {
        let authors =
            names.iter().map(|name| Person { name: (*name).to_owned(), role: String::new() }).collect();
        (open, MetaLine { authors, ..MetaLine::default() })
    })
}

/// The byline in a report's opening (新华社北京1月1日电（记者 张三）, 本报讯 记者李四报道).
pub fn lead(text: &str) -> Option<MetaLine> {
    let end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    if let Some(open) = head.find(['（', '('])
        && let Some(close) = text[open..].find(['）', ')']).filter(|close| *close < 160)
    {
        let line = MetaLine::read(&text[open..open + close]);
        if line.has_people() && line.explained(0.4) {
            return Some(line);
        }
    }
    // 本报讯 记者赵一报道：…
    let (at, _) = head.char_indices().nth(24).unwrap_or((head.len(), ' '));
    let opening = &head[..at];
    let announced =
        ["讯", "訊", "电", "電", "本报", "本网", "□", "■"].iter().any(|word| opening.contains(word));
    let reported = opening.find("报道").or_else(|| opening.find("報導"))?;
    let line = MetaLine::read(&opening[..reported]);
    (announced && line.has_people()).then_some(line)
}
