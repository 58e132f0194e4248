//! The words by which a source is known: labels before it, endings of publishers' names, and the words of the
//! interface that stand in the same lines and name nobody. Collected by hand from portals, papers, offices, blogs
//! and forums.

use std::ops::Range;
use std::sync::LazyLock;

use crate::clean::class::is_han;
use crate::clean::words::{Hit, Words};

/// Words that introduce a source.
const LABELS: &[&str] = &[
    "信息来源",
    "文章来源",
    "新闻来源",
    "稿件来源",
    "资料来源",
    "内容来源",
    "本文来源于",
    "本文来源",
    "来源",
    "來源",
    "稿源",
    "出处",
    "转自",
    "转贴自",
    "转帖自",
    "转载自",
    "摘自",
    "原载于",
    "原载",
    "来自",
    "原创",
    "发布机构",
    "发布单位",
    "供稿单位",
    "信息提供",
    "发信站",
    "發信站",
];
/// Endings of the names of papers, sites and offices.
const OUTLETS: &[&str] = &[
    "日报",
    "晚报",
    "早报",
    "晨报",
    "时报",
    "商报",
    "都市报",
    "快报",
    "导报",
    "周报",
    "周刊",
    "月刊",
    "杂志",
    "报道",
    "信报",
    "青年报",
    "新报",
    "报",
    "网",
    "在线",
    "中文网",
    "站",
    "资讯",
    "观察",
    "电台",
    "频道",
    "电视台",
    "广播",
    "通讯社",
    "新华社",
    "社",
    "新闻",
    "论坛",
    "博客",
    "客户端",
    "公众号",
    "出版社",
    "网站",
    "官网",
    "集团",
    "中心",
    "局",
    "委",
    "厅",
    "部",
    "政府",
    "办公室",
    "办公厅",
    "大学",
    "学院",
    "协会",
    "编辑部",
    "医院",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "公司",
    "研究所",
    "研究院",
    "图书馆",
    "博物馆",
    "文化馆",
    "法院",
    "检察院",
    "委员会",
    "联合会",
    "基金会",
    "传媒",
    "股份",
    "日報",
    "晚報",
    "時報",
    "報",
    "網",
    "新闻网",
];
/// Words of the interface that stand in date and source lines.
const INTERFACE: &[&str] = &[
    "发布时间",
    "发布日期",
    "发表时间",
    "发表日期",
    "发表于",
    "更新时间",
    "更新日期",
    "时间",
    "日期",
    "来源",
    "稿源",
    "作者",
    "编辑",
    "责任编辑",
    "点击",
    "浏览",
    "次数",
    "阅读数",
    "阅读",
    "人气",
    "评论",
    "发表评论",
    "查看评论",
    "我要评论",
    "字号",
    "字体",
    "大",
    "中",
    "小",
    "打印",
    "关闭",
    "收藏",
    "分享",
    "显示全部楼层",
    "阅读模式",
    "倒序浏览",
    "正序浏览",
    "电梯直达",
    "只看该作者",
    "只看楼主",
    "楼主",
    "查看",
    "次",
    "原创",
    "转载",
    "本站",
    "未知",
    "佚名",
    "网络",
    "发布",
    "记者",
    "举报",
    "条评论",
    "次阅读",
    "人参与",
    "我有话说",
    "我要分享",
    "参与评论",
    "展开",
    "往期回顾",
    "整理",
    "责编",
    "微博",
    "微信",
    "纠错",
    "进入论坛",
    "论坛",
    "手机看新闻",
    "点击数",
    "点击量",
    "阅读量",
    "浏览量",
    "浏览次数",
    "次点击",
    "次浏览",
    "人浏览",
    "人阅读",
    "字数",
    "喜欢",
    "关注",
    "回复",
    "赞",
    "标签",
    "分类",
    "更多",
    "我来说两句",
    "网友评论",
    "文章录入",
    "责任录入",
    "录入",
    "修改于",
    "编辑于",
    "更新于",
    "推荐于",
    "创建于",
    "创建时间",
    "加帖在",
    "跳转到指定楼层",
    "保存到博客",
    "查看详细资料",
    "串个门",
    "加好友",
    "打招呼",
    "发消息",
    "发短消息",
    "复制链接",
    "留言",
    "人氣",
    "HKT",
    "返回主页",
    "返回首页",
    "返回目录",
    "放大",
    "缩小",
    "默认",
    "朗读",
    "上一篇",
    "下一篇",
    "上一版",
    "下一版",
    "版面导航",
    "报纸首页",
    "点赞",
    "GMT",
    "CST",
    "UTC",
    "閱讀",
    "发布于",
    "以前",
    "格林尼治标准时间",
    // Blogs made by generators of static pages.
    "Posted on",
    "Edited on",
    "Posted in",
    "Updated on",
    "Post modified",
    "Comments",
    "Views",
    "Word count",
    "Reading time",
    "分类于",
    "评论数",
    "本文字数",
    "字数统计",
    "阅读时长",
    "阅读次数",
    "分钟",
];

static INTERFACE_WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(INTERFACE.iter().chain(LABELS).filter(|word| word.chars().count() > 1).copied())
});

static OUTLET_ENDS: LazyLock<Words> = LazyLock::new(|| Words::new(OUTLETS.iter().copied()));
/// Those that are no single character.
static LONG_OUTLET_ENDS: LazyLock<Words> =
    LazyLock::new(|| Words::new(OUTLETS.iter().filter(|end| end.chars().count() >= 2).copied()));

static LABEL_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(label_words()));

/// The words of the interface in a line: labels, buttons, counters.
pub fn interface(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    ranges.extend(INTERFACE_WORDS.find(text).map(|hit| hit.range));
    for (at, c) in text.char_indices() {
        if matches!(c, '大' | '中' | '小' | '次') {
            let alone = |c: Option<char>| c.is_none_or(|c| !is_han(c));
            let end = at + c.len_utf8();
            if alone(text[..at].chars().next_back()) && alone(text[end..].chars().next()) {
                ranges.push(at..end);
            }
        }
    }
    ranges
}

/// Whether a word belongs to the interface rather than to the text, begins one of its phrases, or is several.
pub fn is_interface(word: &str) -> bool {
    INTERFACE.iter().any(|label| label.starts_with(word))
        || LABELS.contains(&word)
        || word.chars().all(|c| c.is_ascii_digit())
        || INTERFACE_WORDS.find(word).map(|hit| hit.range.len()).sum::<usize>() == word.len()
}

/// The labels of a source in a text.
pub fn labels(text: &str) -> impl Iterator<Item = Hit> {
    LABEL_WORDS.find(text)
}

/// The words that introduce a source.
pub fn label_words() -> impl Iterator<Item = &'static str> {
    LABELS.iter().copied()
}

/// Whether a word is the interface's, as it stands.
pub fn is_interface_word(word: &str) -> bool {
    INTERFACE.contains(&word)
}

/// Words that end like the name of a paper and are none.
const NOT_PAPERS: &[&str] = &["举报", "通报", "预报", "汇报", "海报", "情报", "警报", "申报", "上报", "填报"];

/// 汇报, 海报: a word that ends like the name of a paper and is none.
pub fn is_no_paper(word: &str) -> bool {
    NOT_PAPERS.iter().any(|end| word.ends_with(end))
}

/// Whether a word ends like the name of a paper, site or office.
pub fn is_outlet(word: &str) -> bool {
    !is_no_paper(word) && LONG_OUTLET_ENDS.close(word)
}

/// The same, with the endings of one character too, which many another word has.
pub fn may_be_outlet(word: &str) -> bool {
    OUTLET_ENDS.close(word)
}
