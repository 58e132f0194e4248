//! Words of the interface that say nothing else.

use super::{Phrases, Table};
use crate::document::Reason;

pub(super) const TABLE: Table = Table {
    reason: Reason::Interface,
    whole: &[
        "详情",
        "[详情]",
        "点击进入",
        "进入",
        "查看",
        "隐藏",
        "显示",
        "选择类别",
        "网页",
        "网站",
        "图",
        "x",
        "×",
        "flash",
        "播放",
        "暂停",
        "全屏",
        "音量",
        "静音",
        "标清",
        "高清",
        "超清",
        "流畅",
        "mp3",
        "本版积分规则",
        "阅读模式",
        "显示全部楼层",
        "本帖最后由",
        "返回顶部返回列表",
        "请继续往下阅读",
        "继续阅读",
        "继续往下看",
        "引用",
    ],
    opening: &[
        Phrases {
            within: 60,
            ends: false,
            words: &[
                "您的浏览器",
                "你的浏览器",
                "跳转到:",
                "此贴被",
                "此帖被",
                "本帖最后由",
                "本帖最近评分",
                "本主题由",
                "此主题由",
                "该帖由",
                "点击看",
                "点击图片",
                "点击放大",
                "点击查看大图",
                "点图放大",
            ],
        },
        // Wikis, behind the article.
        Phrases {
            within: 80, ends: true, words: &["取自“", "取自\"", "本页面最后", "本页最后"]
        },
        // Sites of questions and answers.
        Phrases {
            within: 16,
            ends: false,
            words: &[
                "满意回答",
                "最佳答案",
                "推荐答案",
                "其他回答",
                "其他答案",
                "我来帮他解答",
                "我来回答",
                "提问者采纳",
                "等待您来回答",
            ],
        },
    ],
    inside: &[],
};
