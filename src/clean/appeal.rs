//! Sentences in which a page speaks to its readers at the edges of a text: whom to follow, what to install, who holds
//! which rights. Inside a text the same words may be what it is about, so they count at its edges alone.

use std::sync::LazyLock;

use super::line::Line;
use super::words::Words;
use crate::document::Reason;

/// Ways in which a site reaches its readers.
const CHANNELS: &[&str] = &[
    "客户端",
    "公众号",
    "公众微信",
    "二维码",
    "微信",
    "微博",
    "小程序",
    "视频号",
    "头条号",
    "粉丝",
    "网址",
    "本号",
    "【点击",
    "【下载",
    "[下载",
    "[点击",
];

/// The same in short lines; in a long one they may be what the text is about.
const SHORT_CHANNELS: &[&str] = &["app", "邮件", "链接", "下方", "全文", "本站", "书签", "音频"];

/// What it asks of them.
const REQUESTS: &[&str] = &[
    "扫描",
    "扫码",
    "扫一扫",
    "关注",
    "下载",
    "安装",
    "点击",
    "订阅",
    "长按",
    "识别",
    "打开",
    "收藏",
    "点赞",
    "在看",
    "转发",
    "分享",
    "投票",
    "打赏",
    "支持",
    "留言",
    "回复",
    "加入",
    "试玩",
    "搜索",
    "搜一搜",
    "推荐票",
    "咨询",
    "戳",
];

/// What it promises, and how it bids.
const PROMISES: &[&str] = &[
    "第一时间",
    "更多",
    "最新",
    "精彩",
    "福利",
    "独家",
    "体验",
    "免费",
    "专享",
    "欢迎",
    "动力",
    "鼓励",
    "继续",
    "记得",
    "请",
    "您",
    "你",
    "哦",
    "聆听",
    "每日",
];

/// Words of the small print under a text; two of them are a statement.
const RIGHTS: &[&str] = &[
    "本站",
    "本网",
    "本平台",
    "本号",
    "本文",
    "网友上传",
    "转载",
    "授权",
    "版权",
    "侵权",
    "侵犯",
    "侵删",
    "删除",
    "仅代表",
    "不代表",
    "存储空间",
    "仅供参考",
    "不构成",
    "不能替代",
    "投资建议",
    "风险自担",
    "注明出处",
    "网络",
    "原作者",
    "必究",
    "镜像",
    "利益相关",
    "自费购入",
];

/// What only sites of novels say of themselves.
const NOVELS: &[&str] = &["无弹窗", "一秒记住", "天才一秒", "最新网址", "本章未完", "手机用户请"];

static WORDS: LazyLock<[Words; 6]> = LazyLock::new(|| {
    [RIGHTS, NOVELS, CHANNELS, SHORT_CHANNELS, REQUESTS, PROMISES]
        .map(|words| Words::new(words.iter().copied()))
});

/// Characters of the longest such line, and of the longest one that a request alone makes one.
const LONGEST: u32 = 200;
const SHORT: u32 = 40;

/// Why a line at the edge of a text is no part of it, if it speaks to the page's readers.
pub fn reason(line: &Line) -> Option<Reason> {
    if line.chars > LONGEST {
        return None;
    }
    let (text, short) = (line.text, line.chars <= SHORT);
    let [rights, novels, channels, short_channels, requests, promises] = &*WORDS;
    let says = |words: &Words| words.different(text);
    let rights = says(rights);
    if rights >= 2 {
        return Some(Reason::Copyright);
    }
    if says(novels) > 0 {
        return Some(Reason::Advertisement);
    }
    let channels = says(channels) + if short { says(short_channels) } else { 0 };
    let (requests, promises) = (says(requests), says(promises));
    // 更多…, 马上咨询 >>
    if short && !line.ends_sentence() && text.ends_with(['»', '>'])
        || text.starts_with("》》")
        || text.starts_with(">>")
    {
        return Some(Reason::Related);
    }
    let asks =
        channels > 0 && requests > 0 && (promises > 0 || short) || requests > 1 && promises > 1 && short;
    let states = rights > 0 && requests > 0 && promises > 1;
    let praises = channels > 0 && promises > 0 && line.chars <= SHORT / 2;
    (asks || states || praises).then_some(Reason::Advertisement)
}
