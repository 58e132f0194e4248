//! Forum threads: a page of posts, each behind a line that says who wrote it when.
//!
//! Replies are text there, so the page is not searched for one run of prose; what stands between the posts
//! (names, ranks, counters, buttons) is taken out instead.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::line::Line;
use super::noise::Noise;
use super::words::Words;
use crate::document::Reason;

/// The rule by which the lines about a post's author are known.
pub const POST_AUTHOR: &str = "post-author";

/// The rule by which the lines that say when a post was written are known.
pub const POST_HEAD: &str = "post-head";

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
    "提问者",
    "回答者",
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
    "发帖",
    "发贴",
    "最后登录",
    "新手上路",
    "初级粉丝",
    "中级粉丝",
    "高级粉丝",
    "注册会员",
    "正式会员",
    "初级会员",
    "中级会员",
    "高级会员",
    "金牌会员",
    "核心会员",
    "论坛元老",
    "论坛游民",
];

static PROFILE_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(PROFILE.iter().copied()));

/// A line that opens a post: a date with a time, or a floor's number, beside the words of a forum.
pub fn opens_post(line: &Line) -> bool {
    if line.chars > 90 || line.is_prose() && line.commas > 1 {
        return false;
    }
    let text = line.text;
    let clock = line.digits >= 7 && text.contains([':', '：']);
    let worded = || text.starts_with("作者") || POSTED_WORDS.are_in(text);
    clock && worded() || is_floor(text) || is_answer(line)
}

/// 满意回答, 其他回答 共3条: on a page of questions and answers.
fn is_answer(line: &Line) -> bool {
    const ANSWERS: &[&str] = &["满意回答", "最佳答案", "推荐答案", "其他回答", "其他答案"];
    line.chars <= 16 && ANSWERS.iter().any(|answer| line.text.starts_with(answer))
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

/// A page of posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The lines from the first post to behind the last.
    pub posts: Range<usize>,
    /// The line with the name of the first post's author, where it has one of its own.
    pub poster: Option<usize>,
}

/// Where the page is a thread, its posts; the lines between them are marked as furniture.
pub fn mark(lines: &[Line], noise: &mut [Option<Noise>]) -> Option<Thread> {
    let heads: Vec<usize> = (0..lines.len()).filter(|&at| opens_post(&lines[at])).collect();
    let (&first, &last) = (heads.first()?, heads.last()?);
    let prose = |range: Range<usize>| -> u32 {
        lines[range].iter().filter(|line| line.is_prose()).map(|line| line.chars).sum()
    };
    // Comments under an article come after it and behind a heading of their own.
    let commented =
        noise[..first].iter().flatten().any(|noise| noise.reason == Reason::Comment && noise.ends);
    let before = prose(0..first);
    let below = signs_below(&heads, before, prose(last + 1..lines.len()), &prose);
    if heads.len() < 3 || commented && before > 0 || !below && before * 10 > prose(0..lines.len()) * 4 {
        return None;
    }
    let posts = if below { mark_below(lines, noise, &heads) } else { mark_above(lines, noise, &heads) };
    let poster = poster(lines, noise, posts.start);
    if let Some(at) = poster {
        noise[at] = between(POST_AUTHOR);
    }
    Some(Thread { posts, poster })
}

/// The name above what is said of the first author.
fn poster(lines: &[Line], noise: &[Option<Noise>], start: usize) -> Option<usize> {
    let about = |at: &usize| is_profile(&lines[*at]) || noise[*at].is_some() && lines[*at].chars <= 24;
    let above = (start.saturating_sub(REACH)..start).rev().find(|at| !about(at))?;
    let name = &lines[above];
    let titled = lines[0].text.contains(name.text);
    (above + 1 < start && is_named(name) && !titled).then_some(above)
}

/// Marks what stands around the posts of a thread whose lines with author and time stand above them, and
/// answers where its posts stand.
fn mark_above(lines: &[Line], noise: &mut [Option<Noise>], heads: &[usize]) -> Range<usize> {
    let (first, last) = (heads[0], heads[heads.len() - 1]);
    for (index, &head) in heads.iter().enumerate() {
        noise[head] = between(POST_HEAD);
        // A head right under another is that of a quoted post, unless the two share the floor and the time of one.
        let above = index.checked_sub(1).map(|above| heads[above]);
        if above.is_some_and(|above| above + 1 == head && has_clock(&lines[above])) && has_clock(&lines[head])
        {
            mark_quoted(lines, noise, first, head + 1);
        }
        // Who wrote the post stands before its head line, or behind it.
        for at in (head.saturating_sub(REACH)..head).rev() {
            if is_said(&lines[at]) && noise[at].is_none_or(|noise| !noise.certain) {
                break;
            }
            let ranked = at > 0 && is_named(&lines[at]) && is_profile(&lines[at - 1]);
            if at > first || ranked || is_profile(&lines[at]) {
                noise[at] = noise[at].or(between(POST_AUTHOR));
            }
        }
        for at in head + 1..(head + 10).min(lines.len()) {
            if !is_profile(&lines[at]) {
                break;
            }
            noise[at] = noise[at].or(between(POST_AUTHOR));
        }
    }
    let mut end = last + 1;
    while end < lines.len()
        && end < last + 40
        && (is_time(&lines[end])
            || (is_said(&lines[end]) || end < last + 3) && !noise[end].is_some_and(|noise| noise.ends))
    {
        end += 1;
    }
    for at in (first..end).filter(|&at| is_time(&lines[at])) {
        noise[at] = between(POST_HEAD);
    }
    for at in first..end {
        // 引用: / 原帖由 … 于 … 发表 / and what was quoted.
        if lines[at].text.starts_with("原帖由") {
            noise[at] = between(POST_HEAD);
            mark_quoted(lines, noise, first, at + 1);
        }
    }
    mark_signatures(lines, noise, first..end);
    first..end
}

fn has_clock(line: &Line) -> bool {
    line.digits >= 7 && line.text.contains([':', '：'])
}

/// Marks a line that an earlier post has.
fn mark_quoted(lines: &[Line], noise: &mut [Option<Noise>], first: usize, at: usize) {
    if at < lines.len() && stands_before(&lines[first..=at]) {
        noise[at] = Some(QUOTED);
    }
}

/// What the same author puts under every post: the last line of two posts or more, word for word, and not all
/// that was said there.
fn mark_signatures(lines: &[Line], noise: &mut [Option<Noise>], posts: Range<usize>) {
    let is_last = |at: &usize| {
        let open = |at: usize| noise.get(at).is_some_and(Option::is_none);
        let above = at.checked_sub(1).filter(|above| posts.contains(above));
        let said_more = above
            .is_some_and(|above| open(above) || noise[above].is_some_and(|noise| noise.rule != POST_HEAD));
        open(*at) && !open(at + 1) && said_more && SIGNED.contains(&lines[*at].chars)
    };
    let last: Vec<usize> = posts.clone().filter(is_last).collect();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for &at in &last {
        *seen.entry(lines[at].text).or_default() += 1;
    }
    for at in last.into_iter().filter(|&at| seen[lines[at].text] > 1) {
        noise[at] = between("signature");
    }
}

/// Characters of a signature: fewer are an answer that anybody gives.
const SIGNED: std::ops::RangeInclusive<u32> = 8..=80;

/// 2012-09-03 14:02, and nothing else.
fn is_time(line: &Line) -> bool {
    let clock = line.text.contains([':', '：']);
    line.digits >= 8 && line.chars <= 20 && clock && !line.text.contains(char::is_alphabetic)
}

const QUOTED: Noise = Noise { reason: Reason::Duplicate, certain: true, ends: false, rule: "quoted-post" };

/// Whether the last line is the beginning of one above it.
fn stands_before(lines: &[Line]) -> bool {
    let Some((last, above)) = lines.split_last() else { return false };
    let quoted = last.text.trim_end_matches(['.', '…', ' ']);
    above.iter().rev().take(200).any(|line| line.text.starts_with(quoted))
}

fn between(rule: &'static str) -> Option<Noise> {
    Some(Noise { reason: Reason::Counter, certain: true, ends: false, rule })
}

/// Whether the lines with author and time stand below their posts: the first has a post above it, most have
/// one between them, and nothing is said behind the last. (Comments under an article have a heading, and
/// what is said before them is longer than all of them.)
fn signs_below(heads: &[usize], before: u32, behind: u32, prose: &dyn Fn(Range<usize>) -> u32) -> bool {
    let said = heads.windows(2).filter(|pair| prose(pair[0] + 1..pair[1]) > 0).count();
    before > 0 && behind * 4 < before && said * 2 >= heads.len()
}

/// Marks what stands around the posts of a thread that signs below them, and answers where its posts stand.
fn mark_below(lines: &[Line], noise: &mut [Option<Noise>], heads: &[usize]) -> Range<usize> {
    let (first, last) = (heads[0], heads[heads.len() - 1]);
    let start = (0..first).find(|&at| lines[at].is_prose() && noise[at].is_none()).unwrap_or(first);
    for at in (start.saturating_sub(REACH)..start).filter(|&at| is_profile(&lines[at])) {
        noise[at] = between(POST_AUTHOR);
    }
    // Behind the last of them the page goes on, not the thread.
    for noise in noise[last + 1..].iter_mut().take(REACH).take_while(|noise| noise.is_none()) {
        *noise = between("post-foot");
    }
    for &head in heads {
        noise[head] = between(POST_HEAD);
        // The next post's author comes first, whatever the name.
        let named = |at: usize| at == head + 1 && is_named(&lines[at]);
        for at in (head + 1..last).take(REACH).take_while(|&at| named(at) || !is_said(&lines[at])) {
            noise[at] = between(POST_AUTHOR);
        }
    }
    start..last + 1
}

/// Longest name of an author, in characters.
const LONGEST_NAME: u32 = 16;

/// So many lines around a post are looked at for its author.
const REACH: usize = 12;

fn is_named(line: &Line) -> bool {
    line.chars <= LONGEST_NAME && line.stops == 0
}

/// 积分 482, 当前离线, 12 主题 85 帖子 431 积分
fn is_profile(line: &Line) -> bool {
    let counted = || line.digits >= 2 && PROFILE_WORDS.find(line.text).count() >= 2;
    let bare = line.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let there = || ["离线", "在线", "離線"].iter().any(|end| line.text.ends_with(end));
    line.chars <= 24 && line.stops == 0 && (PROFILE_WORDS.open(bare) || counted() || there())
}

/// A line that somebody wrote, not the engine.
fn is_said(line: &Line) -> bool {
    !is_profile(line) && (line.stops + line.commas > 0 || line.chars > 14 || line.grammar > 0)
}
