//! Forum threads: a page of posts, each behind a line that says who wrote it when.
//!
//! Replies are text there, so the page is not searched for one run of prose; what stands between the posts
//! (names, ranks, counters, buttons) is taken out instead.

use std::ops::Range;
use std::sync::LazyLock;

use super::line::Line;
use super::noise::Noise;
use super::words::Words;
use crate::document::Reason;

/// Words of the line that opens a post.
const POSTED: &[&str] = &[
    "发表于",
    "發表於",
    "提交日期",
    "回复日期",
    "发表时间",
    "回复此发言",
    "只看该作者",
    "只看楼主",
    "Post By",
    "Posted",
    "楼主",
    "楼",
    "沙发",
    "回复时间",
    "发言",
    "贴于",
    "回复于",
    "发贴",
    "顶端",
    "Top",
    "写道",
];

static POSTED_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(POSTED.iter().copied()));

/// Words that open the lines about a post's author.
const PROFILE: &[&str] = &[
    "积分",
    "帖子",
    "主题",
    "精华",
    "注册",
    "在线",
    "等级",
    "来自",
    "威望",
    "金钱",
    "金币",
    "贡献",
    "阅读权限",
    "性别",
    "级别",
    "头衔",
    "UID",
    "状态",
    "离线",
    "当前离线",
    "当前在线",
    "发消息",
    "加好友",
    "串个门",
    "听众",
    "好友",
    "文章",
    "门派",
    "经验",
    "魅力",
    "财富",
    "支持",
    "反对",
    "回复",
    "引用",
    "举报",
    "使用道具",
    "收藏",
    "顶",
    "踩",
    "编辑",
    "删除",
    "楼主",
    "沙发",
    "板凳",
    "TOP",
    "Top",
    "IP",
    "个人",
    "资料",
    "短消息",
    "道具",
    "评分",
    "查看",
    "倒序",
    "电梯",
    "分享",
    "鲜花",
    "鸡蛋",
    "签名",
];

static PROFILE_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(PROFILE.iter().copied()));

/// A line that opens a post: a date with a time, or a floor's number, beside the words of a forum.
pub fn opens_post(line: &Line) -> bool {
    if line.chars > 90 || line.digits == 0 || line.is_prose() && line.commas > 1 {
        return false;
    }
    let text = line.text;
    let clock = line.digits >= 7 && text.contains([':', '：']);
    let worded = || text.starts_with("作者") || POSTED_WORDS.are_in(text);
    clock && worded() || is_floor(text)
}

/// 3楼, 第 2 楼, #4
fn is_floor(text: &str) -> bool {
    let body = text.trim_start_matches(['第', '[', '【', '#', ' ', '［']);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 5 {
        return false;
    }
    let rest = body[digits..].trim_start();
    rest.starts_with(['楼', '樓']) && rest.chars().count() <= 16 || text.starts_with('#') && rest.is_empty()
}

/// The lines from the first post to behind the last, where the page is a thread; the lines between its posts
/// are marked as furniture.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) -> Option<Range<usize>> {
    let heads: Vec<usize> = (0..lines.len()).filter(|&at| opens_post(&lines[at])).collect();
    let (&first, &last) = (heads.first()?, heads.last()?);
    let prose = |range: Range<usize>| -> u32 {
        lines[range].iter().filter(|line| line.is_prose()).map(|line| line.chars).sum()
    };
    // Comments under an article come after it and behind a heading of their own.
    let commented =
        noise[..first].iter().flatten().any(|noise| noise.reason == Reason::Comment && noise.ends);
    let before = prose(0..first);
    if heads.len() < 3 || commented && before > 0 || before * 10 > prose(0..lines.len()) * 4 {
        return None;
    }
    let between = |rule| Some(Noise { reason: Reason::Counter, certain: true, ends: false, rule });
    for &head in &heads {
        noise[head] = between("post-head");
        // Who wrote the post stands before its head line, or behind it.
        for at in (head.saturating_sub(6)..head).rev() {
            if is_said(&lines[at]) || noise[at].is_some() && lines[at].chars > 14 {
                break;
            }
            if at > first || is_profile(&lines[at]) {
                noise[at] = noise[at].or(between("post-author"));
            }
        }
        for at in head + 1..(head + 10).min(lines.len()) {
            if !is_profile(&lines[at]) {
                break;
            }
            noise[at] = noise[at].or(between("post-author"));
        }
    }
    let mut end = last + 1;
    while end < lines.len()
        && end < last + 40
        && (is_said(&lines[end]) || end < last + 3)
        && !noise[end].is_some_and(|noise| noise.ends)
    {
        end += 1;
    }
    Some(first..end)
}

/// 积分 482, 当前离线
fn is_profile(line: &Line) -> bool {
    line.chars <= 24 && line.stops == 0 && PROFILE_WORDS.open(line.text)
}

/// A line that somebody wrote, not the engine.
fn is_said(line: &Line) -> bool {
    !is_profile(line) && (line.stops + line.commas > 0 || line.chars > 14 || line.grammar > 0)
}
