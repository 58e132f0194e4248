//! Advertisements, and the publisher's own.

use super::{Phrases, Table};
use crate::document::Reason;

pub(super) const TABLE: Table = Table {
    reason: Reason::Advertisement,
    whole: &[
        "广告",
        "推广",
        "赞助商",
        "赞助商链接",
        "广告位",
        "广告位招租",
        "google提供的广告",
        "ad",
        "ads",
        "advertisement",
    ],
    opening: &[Phrases {
        within: 60,
        ends: false,
        in_prose: false,
        words: &[
            "广告:",
            "点击上方",
            "点击蓝字",
            "长按二维码",
            "长按识别",
            "扫描二维码",
            "扫二维码",
            "扫码关注",
            "扫一扫",
            "赞助商",
            "推广链接",
            "点击查看更多",
            "点击进入",
            "点击此处查询",
            "更多精彩内容",
            "更多资讯",
            "下载app",
            "打开app",
            "欢迎关注",
            "关注微信",
            "关注我们",
            "订阅手机报",
            "短信订阅",
            "手机看新闻",
            "手机访问",
            "发短信",
        ],
    }],
    inside: &[Phrases {
        within: 60,
        ends: false,
        in_prose: true,
        words: &["更多原创资讯", "更多精彩内容请", "下载客户端", "下载手机客户端"],
    }],
};
