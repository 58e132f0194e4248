//! Words of the interface that say nothing else.

use super::Table;
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
        "mp3",
        "本版积分规则",
        "阅读模式",
        "显示全部楼层",
        "本帖最后由",
        "返回顶部返回列表",
    ],
    opening: &[],
    inside: &[],
};
