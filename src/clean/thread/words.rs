//! The words by which forums say who wrote a post and when, and the lines that are known by them.
//!
//! Collected by hand from the usual engines: Discuz!, phpwind, Dvbbs, Tianya, Tieba, V2EX, boards of the
//! telnet kind, and pages of questions and answers.

use std::ops::Range;
use std::sync::LazyLock;

use crate::clean::date;
use crate::clean::line::Line;
use crate::clean::words::Words;

/// Words of the line that opens a post, beside its date and time.
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
    "Post by",
    "原帖由",
    "Posted",
    "楼主",
    "楼",
    "沙发",
    "回复时间",
    "回答于",
    "回覆於",
    "发言",
    "提问者",
    "回答者",
    "贴于",
    "回复于",
    "回答于",
    "发贴",
    "顶端",
    "Top",
    "写道",
    "次点击",
    "条回复",
    "条附言",
    "发信站",
    "加帖",
    "文章提交",
    "修改过",
    "发表在",
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
    "人气",
    "访问TA",
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
    "军号",
    "狗仔卡",
    "IP卡",
    "签到天数",
    "回答量",
    "采纳率",
    "帮助的人",
    "关注",
    "OP",
];

static PROFILE_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(PROFILE.iter().copied()));

/// Words of a page of questions and answers: before an answer, or behind it.
const ANSWERS: &[&str] = &[
    "满意回答",
    "最佳答案",
    "推荐答案",
    "其他回答",
    "其他答案",
    "本回答由提问者",
    "已赞过",
    "你对这个回答的评价",
];

/// Words of the lines below a post: its attachments, how it was rated.
const FOOT: &[&str] = &[
    "下载次数",
    "下载附件",
    "保存到相册",
    "参与人数",
    "本主题由",
    "本帖最后由",
    "重新编辑",
    "引用回复",
    "修改本文",
    "查看全部评分",
    "免费评分",
    "收起理由",
    "分享淘帖",
    "收藏收藏",
    "有用有用",
    "※ 来源",
    "※ 编辑",
    "※ 发信站",
    "※ 文章网址",
];

static FOOT_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(FOOT.iter().copied()));

/// A page's first lines, among which the head of its first mail stands.
const MAIL_WITHIN: usize = 12;

/// Fewest lines of that head.
const MAIL_LINES: usize = 3;

/// Characters of the longest line that opens a post, and of the longest above what one quotes.
const LONGEST_HEAD: u32 = 90;
const LONGEST_QUOTE_HEAD: usize = 24;

/// A line that opens a post: a date with a time, or a floor's number, beside the words of a forum.
pub fn opens_post(line: &Line) -> bool {
    if line.chars > LONGEST_HEAD || line.is_prose() && line.commas > 1 {
        return false;
    }
    let text = line.text;
    let clock = line.digits >= 7 && text.contains([':', '：']);
    let worded = || text.starts_with(['@', '＠']) || text.starts_with("作者") || POSTED_WORDS.are_in(text);
    // 由 茶虫 » 2012-05-19, 21:33
    let arrowed = || text.starts_with(['由', '作']) && text.contains('»');
    // 楼主 发表于: 10-06
    let day = || {
        line.digits >= 4 && line.chars <= 24 && ["发表于:", "发表于："].iter().any(|said| text.contains(said))
    };
    clock && (worded() || arrowed()) || day() || is_floor(text) || is_answer(line) || is_mail_head(text)
}

/// Labels before the name of a post's author.
const AUTHOR_LABELS: &[&str] =
    &["楼主", "作者", "文章提交者", "提交者", "发信人", "寄信人", "发帖人", "发贴人"];

/// What stands before the name of whoever changed a post, its author.
const CHANGED: &str = "本帖最后由 ";

/// The name in a line that says who changed a post: [ 本帖最后由 南山客 于 2012-9-3 14:02 编辑 ]
pub fn editor(line: &str) -> Option<&str> {
    line.split_once(CHANGED)?.1.split_once(" 于 ").map(|(name, _)| name)
}

/// What stands between a name and the time.
const AUTHOR_ENDS: &[&str] = &["发表于", "發表於", "发表在", "·", "•", "贴于", "回复于"];

/// Longest name of an author, in characters.
pub const LONGEST_NAME: u32 = 16;

/// The name in a line that opens a post: 楼主：南山客 时间：…, 南山客 发表于：…, 发信人: nanshan (南山客)
pub fn author(head: &str) -> Option<&str> {
    let labelled = AUTHOR_LABELS.iter().find_map(|label| {
        let rest = head.trim_start().strip_prefix(label)?;
        // 作者 qinghe (青禾)
        let name = rest.trim_start().strip_prefix([':', '：']).or(rest.strip_prefix(' '))?;
        name.split_whitespace().next()
    });
    let before = || AUTHOR_ENDS.iter().find_map(|end| head.split_once(end)).map(|(name, _)| name.trim());
    labelled.or_else(before).filter(|name| {
        let long = name.chars().count();
        let whole = !name.contains([' ', '\u{3000}', ':', '：']) && !PROFILE.contains(name);
        (2..=LONGEST_NAME as usize).contains(&long) && whole && first_floor_of(name).is_none()
    })
}

/// Words that boards write around their posts, and nothing else does.
const BOARD: &[&str] = &["只看该作者", "只看楼主", "只看此人", "倒序看帖", "回复此楼"];

/// A line that only a board has: 楼主 alone, 只看该作者.
pub fn is_board(line: &Line) -> bool {
    line.text == "楼主"
        || line.chars <= LONGEST_HEAD && line.stops == 0 && BOARD.iter().any(|word| line.text.contains(word))
}

/// Whether a floor is the first: 1楼, #1; not of a line without a floor.
pub fn first_floor(line: &Line) -> Option<bool> {
    first_floor_of(line.text)
}

fn first_floor_of(line: &str) -> Option<bool> {
    let text = line.trim_start_matches(['第', '[', '【', '#', ' ', '［']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marked = line.starts_with('#') || text[digits..].trim_start().starts_with(['楼', '樓', '#']);
    (marked && (1..=5).contains(&digits)).then(|| text[..digits].parse() == Ok(1))
}

/// 阿水師 wrote:, 引用回帖:, 梧州阿邓 写:, above what a post quotes.
pub fn is_quote_head(text: &str) -> bool {
    let said = text.strip_suffix([':', '：']).map(str::trim_end);
    said.is_some_and(|said| {
        said.chars().count() <= LONGEST_QUOTE_HEAD
            && ([" wrote", "写道", "寫道", " 写", " 寫"].iter().any(|end| said.ends_with(end))
                || ["引用", "引用回帖", "引用回复"].contains(&said))
    })
}

/// 满意回答, 其他回答 共3条: on a page of questions and answers.
pub fn is_answer(line: &Line) -> bool {
    line.chars <= 16 && ANSWERS.iter().any(|answer| line.text.starts_with(answer))
}

/// 发信人: qing (青禾), 信区: Memory
fn is_mail_head(text: &str) -> bool {
    (text.starts_with("发信人") || text.starts_with("寄信人")) && text.contains("信区")
}

/// What the lines above the mail of a board begin with.
const MAIL_LABELS: &[&str] = &["作者", "看板", "标题", "时间"];

/// The lines above the first mail of a board that has them one below the other, without colons: 作者 qinghe (青禾),
/// 看板 Tea, 标题 …, 时间 Fri Aug 28 11:52:49 2020.
pub fn mail_head(lines: &[Line]) -> Range<usize> {
    let opens = |line: &Line| is_in_mail_head(line.text) && !line.is_prose();
    let start = lines.iter().take(MAIL_WITHIN).position(opens).unwrap_or(lines.len());
    let end = start + lines[start..].iter().take_while(|line| opens(line)).count();
    if end - start >= MAIL_LINES { start..end } else { 0..0 }
}

fn is_in_mail_head(text: &str) -> bool {
    let rest = MAIL_LABELS.iter().find_map(|label| text.strip_prefix(label));
    rest.is_some_and(|rest| rest.starts_with([' ', '[', ':', '：']))
}

/// 3楼, 第 2 楼, #4, 2#
fn is_floor(text: &str) -> bool {
    let body = text.trim_start_matches(['第', '[', '【', '#', ' ', '［']);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 5 {
        return false;
    }
    let rest = body[digits..].trim_start();
    rest.starts_with(['楼', '樓']) && rest.chars().count() <= 16
        || text.starts_with('#') && rest.is_empty()
        || rest == "#"
}

/// 2012-09-03 14:02, and nothing else that is said.
pub fn is_time(line: &Line) -> bool {
    line.digits >= 8
        && line.chars <= 32
        && line.text.contains([':', '：'])
        && match date::find(line.text).as_slice() {
            [only] => {
                only.published.time.is_some()
                    && !(line.text[..only.range.start].contains(char::is_alphabetic)
                        || line.text[only.range.end..].contains(char::is_alphabetic))
            }
            _ => false,
        }
}

/// 2016-09-12
pub fn is_day(line: &Line) -> bool {
    (6..=8).contains(&line.digits) && date::is_day(line.text)
}

/// 积分 482, 当前离线, 12 主题 85 帖子 431 积分
pub fn is_profile(line: &Line) -> bool {
    let counted = || line.digits >= 2 && PROFILE_WORDS.find(line.text).count() >= 2;
    let bare = line.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    line.chars <= 24 && line.stops == 0 && (PROFILE_WORDS.open(bare) || counted())
}

/// What only forums say of an author.
const CARDS: &[&str] = &[
    "UID",
    "积分",
    "帖子",
    "精华",
    "威望",
    "金币",
    "金钱",
    "贡献",
    "级别",
    "等级",
    "阅读权限",
    "注册时间",
    "注册日期",
    "注册:",
    "注册：",
    "当前离线",
    "当前在线",
    "最后登录",
    "在线时间",
    "门派",
    "发短消息",
    "发表文章",
    "LV",
    "Lv",
];

static CARD_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(CARDS.iter().copied()));

/// 积分 482, 当前离线: a line that only forums have, about the author of a post.
pub fn is_card(line: &Line) -> bool {
    line.chars <= 24 && line.stops == 0 && CARD_WORDS.open(line.text)
}

/// 参与人数 4 威望 +10 收起 理由, above the names of those who rated a post.
pub fn heads_ratings(line: &Line) -> bool {
    line.chars <= 40 && line.text.starts_with("参与人数")
}

/// A line below a post: img.jpg (211 KB, 下载次数: 3), 老法师 + 5 精品文章
pub fn is_foot(line: &Line) -> bool {
    let mut words = line.text.split_whitespace();
    let points = |word: &str| {
        word.strip_prefix('+')
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut rated = || words.next().is_some() && words.next().is_some_and(points) && line.digits > 0;
    // —— 来自 …: the device that it was written on.
    let sent = || line.text.strip_prefix("——").is_some_and(|rest| rest.trim_start().starts_with("来自"));
    let changed = || {
        line.digits >= 8 && ["修改于", "编辑于", "最后编辑"].iter().any(|word| line.text.starts_with(word))
    };
    let uploaded = || line.digits >= 7 && line.text.ends_with("上传");
    line.chars <= 60 && (FOOT_WORDS.are_in(line.text) || sent() || rated())
        || line.chars <= 24 && (uploaded() || changed())
}
