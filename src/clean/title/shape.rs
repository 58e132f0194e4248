//! What a line must look like to be a title, and what it looks like when it is something else.

use super::LONGEST;
use crate::clean::class::{is_comma, is_stop, is_word};
use crate::clean::line::Line;
use crate::clean::noise::Noise;
use crate::clean::words::{closes_in_any_case, opens_in_any_case};

/// 作者：…, 发信人：…: what the line says is not a title.
pub fn is_labelled(text: &str) -> bool {
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
        "搜索",
        "新闻搜索",
        "站内搜索",
        "索引号",
        "分类",
    ];
    let body = text.trim_start_matches(['【', '[', '（', '(']);
    LABELS.iter().any(|label| {
        body.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with([':', '：', '】', ']']))
    })
}

/// The title behind a label (标题: …, 标  题：…, Subject: …).
pub fn labelled(text: &str) -> Option<&str> {
    const LABELS: [&str; 10] =
        ["标题", "題目", "题目", "標題", "主题", "帖子主题", "贴子主题", "文章标题", "Subject", "Title"];
    // 標題[心得] …: boards of bulletins leave the colon out.
    let tagged = ["標題", "标题"].iter().find_map(|label| text.strip_prefix(label));
    if let Some(rest) = tagged.map(str::trim_start).filter(|rest| rest.starts_with('[')) {
        return Some(rest);
    }
    let at = text.find([':', '：', '】'])?;
    let label = || text[..at].chars().filter(|c| !c.is_whitespace() && *c != '【');
    let rest = text[at..].trim_start_matches([':', '：', '】']).trim();
    (!rest.is_empty() && LABELS.iter().any(|known| known.chars().eq(label()))).then_some(rest)
}

/// 涪府人〔2017〕33号: the number of a document.
pub fn is_document_number(text: &str) -> bool {
    let year = |at: usize, mark: &str| {
        let digits = text[at + mark.len()..].bytes().take_while(u8::is_ascii_digit).count();
        digits == 4
    };
    text.ends_with('号')
        && text.chars().count() <= LONGEST_NUMBER
        && ["〔", "［", "[", "【", "(", "（"]
            .iter()
            .any(|mark| text.match_indices(mark).any(|(at, mark)| year(at, mark)))
}

/// Longest number of a document, in characters.
const LONGEST_NUMBER: usize = 24;

/// 门派：丐帮, 商品毛重：50.00g: a short key and a short value.
pub fn is_key_and_value(text: &str) -> bool {
    let Some((key, value)) = text.split_once([':', '：']) else { return false };
    let (keys, values) = (key.chars().count(), value.chars().count());
    (2..=6).contains(&keys)
        && values <= 20
        && key.chars().all(is_word)
        && !value.contains(|c: char| is_stop(c) || is_comma(c))
}

/// What an editor of pages calls one that nobody has named, and the names of files.
fn is_unnamed(text: &str) -> bool {
    const NAMES: [&str; 5] = ["new page", "untitled", "无标题文档", "无标题文件", "未命名"];
    const ENDS: [&str; 6] = [".pdf", ".doc", ".docx", ".htm", ".html", ".txt"];
    NAMES.iter().any(|name| opens_in_any_case(text, name))
        || ENDS.iter().any(|end| closes_in_any_case(text, end))
}

/// 山城春早http://n.example: a title without the address of its site.
pub fn without_address(text: &str) -> &str {
    let start = text.find("http").filter(|&at| text[..at].chars().nth(SHORTEST - 1).is_some());
    start.filter(|&at| !text[at..].contains(char::is_whitespace)).map_or(text, |at| text[..at].trim_end())
}

/// Shortest title before an address, in characters.
const SHORTEST: usize = 6;

/// Whether a line can be a title at all.
pub fn possible(line: &Line, noise: Option<Noise>) -> bool {
    let text = line.text;
    let body = text.trim_end_matches(|c: char| "”’」』）)\"".contains(c));
    let prose = body.ends_with(['。', '，', ',', '；', ';', '、', '：', ':']);
    // [读者来信]桥修好以后: a bracket that closes names the column; [提交] is a button.
    let column = text.starts_with('[') && text.find(']').is_some_and(|end| text.len() - end > 18);
    line.chars >= 2
        && line.chars <= LONGEST
        && !prose
        && line.han + line.chars / 2 >= 2
        && text.contains(char::is_alphabetic)
        && (!text.starts_with(['-', '—', '(', '（', '[']) || column)
        && noise.is_none_or(|noise| !noise.certain)
        && !(line.stepped && text.contains(['›', '»', '→']))
        && !(line.parted && (without_address(text).contains("://") || text.contains("www.")))
        && !is_document_number(text)
        && !is_unnamed(text)
}

/// What follows a dash in a title and says what kind of text it is.
pub fn is_subtitle(tail: &str) -> bool {
    let ends = [
        "纪实", "侧记", "综述", "报道", "纪事", "见闻", "启示", "札记", "观察", "访谈", "掠影", "素描",
        "剪影", "述评", "调查", "专访",
    ];
    let starts = ["记", "访", "来自", "写在", "献给", "评", "读", "论"];
    tail.chars().count() >= 5
        && (ends.iter().any(|end| tail.ends_with(end)) || starts.iter().any(|start| tail.starts_with(start)))
}
