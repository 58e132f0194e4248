//! The paper, site or office that published a text.

mod words;

use std::ops::Range;

pub use self::words::{interface, is_interface, is_outlet, label_words};
use self::words::{is_interface_word, is_no_paper, labels, may_be_outlet};
use super::class::{is_han, is_space_or, is_word};
use super::people;
use crate::text::nobody::is_filler;

/// Where a text names its source behind a label: the label's place and the name's.
pub fn labelled(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    labels(text).find_map(|hit| {
        let (label, rest) = (&text[hit.range.clone()], &text[hit.range.end..]);
        let direct = matches!(
            label,
            "本文来源于" | "转载自" | "转贴自" | "转帖自" | "转自" | "摘自" | "原载于" | "原载"
        );
        let opens = text[..hit.range.start].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '|');
        let marked = rest.trim_start().starts_with([':', '：', '】', ']', '于', '/', '|'])
            || label == "来源" && opens && rest.starts_with(is_word);
        // [原创]…: a mark, not a label. 以下文章来源于…: another account, not the one that publishes.
        let mark = label == "原创" && rest.starts_with(['】', ']']);
        let other = text[..hit.range.start].ends_with("以下文章");
        let marked = marked && !mark && !other;
        let body = rest.trim_start_matches(|c: char| c.is_whitespace() || ":：】]于/|《".contains(c));
        let found = first_name(body);
        let start = text.len() - body.len();
        ((marked || direct) && (usable(found) || is_vague(found)))
            .then(|| (hit.range, start..start + found.len()))
    })
}

/// What a page may say of its source behind a label, though it names nobody.
const SAID: &[&str] = &["网络", "互联网", "综合", "網絡", "網路", "綜合"];

/// Whether a label's value names nobody.
pub fn is_vague(name: &str) -> bool {
    SAID.contains(&name)
}

/// A publisher's name without the marks around it.
pub fn name(text: &str) -> Option<String> {
    let name = clean(text);
    (!name.is_empty()).then_some(name)
}

/// Beginnings of the labels that may touch the name before them.
const NEXT_LABELS: &[&str] = &[
    "作者", "编辑", "責任", "责任", "责编", "记者", "时间", "日期", "发布", "更新", "点击", "浏览", "阅读",
    "人气", "评论", "录入", "字号", "字体", "打印", "关闭", "转贴",
];

/// [ 湖畔数码 原创 ]: who vouches for a text as its own, and where the name stands.
pub fn own(text: &str) -> Option<Range<usize>> {
    let end = text
        .find("原创")
        .filter(|at| text[at + "原创".len()..].trim_start().starts_with([']', '】', '）', ')']))?;
    let open = text[..end].rfind(['[', '【', '（', '('])?;
    let name = text[open..end].trim_start_matches(['[', '【', '（', '(']).trim();
    let start = text.find(name).filter(|_| usable(name))?;
    Some(start..start + name.len())
}

/// What stands before the name of a category.
const FILED: &[&str] = &["分类于", "分类", "分類", "标签", "標籤", "栏目", "欄目", "版块", "版"];

/// Words beside a date that belong to it: the day of the week, the day of the moon.
const DAYS: &[&str] =
    &["星期", "礼拜", "禮拜", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "农历", "農曆"];

/// The name that opens `rest`: up to white space, a bar, a date or the next label.
fn first_name(rest: &str) -> &str {
    let labelled = |label: &&str| rest.strip_prefix(*label).is_some_and(|rest| rest.starts_with([':', '：']));
    if NEXT_LABELS.iter().any(labelled) {
        return "";
    }
    let end = rest
        .char_indices()
        .find(|&(at, c)| {
            c.is_whitespace()
                || "|｜　，,。;；)）】]》".contains(c)
                || (c.is_ascii_digit()
                    && at > 0
                    && rest[at..].bytes().take_while(u8::is_ascii_digit).count() >= 4)
                || (at > 0 && NEXT_LABELS.iter().any(|label| rest[at..].starts_with(label)))
        })
        .map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}

fn usable(name: &str) -> bool {
    let chars = name.chars().count();
    (2..=30).contains(&chars)
        && name.chars().any(|c| c.is_alphabetic())
        && !is_interface_word(name)
        && !is_filler(name)
        && !name.contains([':', '：'])
        && !name.starts_with(|c: char| c.is_ascii_digit() && name.len() < 6)
}

fn clean(name: &str) -> String {
    name.trim_matches(|c: char| c.is_whitespace() || "《》【】[]()（）:：—-·“”\"'".contains(c)).to_owned()
}

/// What stands between the words of a date line.
const BETWEEN: &str = "|｜,，;；()（）【】[]:：/";

/// A word that reads like the name of a publisher, among the words around the dates of a line; words
/// behind them first.
pub fn beside_date(text: &str, first: usize, last: usize, known: &[bool]) -> Option<Range<usize>> {
    let words = |from: usize, to: usize| -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut start = from;
        for word in text[from..to].split_inclusive(|c: char| is_space_or(BETWEEN, c)) {
            let body = word.trim_start_matches(|c: char| is_space_or(BETWEEN, c));
            let bare = body.trim_end_matches(|c: char| is_space_or(BETWEEN, c));
            if !bare.is_empty() {
                let at = start + word.len() - body.len();
                words.push(at..at + bare.len());
            }
            start += word.len();
        }
        words
    };
    let filed = |range: &Range<usize>| {
        let head = text[..range.start].trim_end_matches(|c| is_space_or(":：", c));
        FILED.iter().any(|label| head.ends_with(label))
    };
    let named = |range: &Range<usize>| {
        let word = clean(&text[range.clone()]);
        usable(&word)
            && !filed(range)
            && !known[range.start]
            && word.chars().filter(|&c| is_han(c)).count() * 2 >= word.chars().count()
            && may_be_outlet(&word)
    };
    let alone = |range: &Range<usize>| {
        let word = &text[range.clone()];
        usable(word)
            && !known[range.start]
            && word.chars().all(|c| is_word(c) || c == '_')
            && !text[range.end..].trim_start().starts_with([':', '：'])
            && !text[..range.start].ends_with(['[', '［'])
            && !filed(range)
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && !DAYS.iter().any(|day| word.starts_with(day))
            && !["发表于", "发布于"].iter().any(|opening| word.starts_with(opening))
            && !is_interface(word)
            && !people::is_person(word)
            && (2..=14).contains(&word.chars().count())
    };
    let (after, before) = (words(last, text.len()), words(0, first));
    let strangers: Vec<&Range<usize>> = after.iter().chain(&before).filter(|range| alone(range)).collect();
    after
        .iter()
        .find(|range| named(range))
        .or_else(|| before.iter().rev().find(|range| named(range)))
        .or_else(|| strangers.first().copied().filter(|_| strangers.len() == 1))
        .cloned()
}

/// Whether a word can be the name of an account, which has any form.
pub fn is_account(word: &str) -> bool {
    (2..=16).contains(&word.chars().count())
        && word.chars().all(|c| is_word(c) || matches!(c, '_' | '-' | '·'))
        && usable(word)
        && !is_interface(word)
}

/// 《光明日报》（2022年02月13日 02版）, 【聯合晚報╱記者…】
pub fn quoted(text: &str) -> Option<String> {
    let open = text.find(['《', '【', '（', '('])?;
    let inner = &text[open..].trim_start_matches(['《', '【', '（', '(']);
    let end = inner.find(['》', '】', '╱', '/', '／'])?;
    let name = &inner[..end];
    let chars = name.chars().count();
    ((3..=12).contains(&chars)
        && (name.ends_with('报') || name.ends_with('報') || name.ends_with('刊') || name.ends_with("网")))
    .then(|| name.to_owned())
}

/// 据新华社, 据《青河晚报》报道: the agency or paper that a report at the end of a text owns to.
pub fn reported_by(text: &str) -> Option<String> {
    let body = text.trim_matches(|c: char| is_space_or("()（）【】[]。", c));
    let body = body.strip_prefix('据').or(body.strip_prefix('據'))?;
    let body =
        ["报道", "报导", "消息", "电", "電"].iter().find_map(|end| body.strip_suffix(end)).unwrap_or(body);
    let name = clean(body);
    ((2..=12).contains(&name.chars().count()) && is_outlet(&name)).then_some(name)
}

/// 新华社青河4月5日电, 青河日报讯, 河 东 日 报 讯（记者…）: the agency or paper in whose name a report opens.
pub fn dateline(text: &str) -> Option<String> {
    let head: String = text.chars().take(DATELINE).filter(|c| !c.is_whitespace()).collect();
    let end = ["讯", "訊", "电", "電"].iter().filter_map(|mark| head.find(mark)).min()?;
    let opening = &head[..end];
    let place = opening.find("社").map(|at| at + "社".len());
    let place = place.or_else(|| opening.find('网').or_else(|| opening.find('網')).map(|at| at + "网".len()));
    let name = &opening[..place.unwrap_or(end)];
    let chars = name.chars().count();
    ((3..=10).contains(&chars) && name.chars().all(is_han) && is_outlet(name) && !name.starts_with('本'))
        .then(|| name.to_owned())
}

/// Characters in which a report's opening words stand.
const DATELINE: usize = 24;

/// The site that a copyright line names (版权声明 @ 中原网 网站版权所有).
pub fn owner(text: &str) -> Option<String> {
    text.split(|c: char| is_space_or("©@|｜,，、:：()（）。.-", c))
        .map(|word| word.trim_end_matches("版权所有").trim_end_matches("版權所有").trim_end_matches("网站"))
        .find(|word| {
            let chars = word.chars().count();
            (3..=12).contains(&chars)
                && word.chars().all(is_han)
                && !is_no_paper(word)
                && (word.ends_with('网')
                    || word.ends_with(['报', '報', '網'])
                    || word.ends_with('社')
                    || word.ends_with("在线"))
        })
        // The house that prints a paper has its name.
        .map(|name| name.strip_suffix('社').filter(|paper| paper.ends_with('报')).unwrap_or(name))
        .map(str::to_owned)
}

/// …号系信息发布平台，某某仅提供信息存储空间服务: the house of a platform on which accounts publish.
pub fn platform(text: &str) -> Option<String> {
    let end = text.find("仅提供信息存储空间").or_else(|| text.find("僅提供信息存儲空間"))?;
    let name = text[..end].rsplit(|c: char| !is_word(c)).next()?;
    ((2..=8).contains(&name.chars().count()) && !name.starts_with(['本', '该'])).then(|| name.to_owned())
}
