//! Pages of the same text, and the chapters beside it.

use super::{Phrases, Table};
use crate::document::Reason;

pub(super) const TABLE: Table = Table {
    reason: Reason::Pager,
    whole: &[
        "上一页",
        "下一页",
        "上页",
        "下页",
        "尾页",
        "末页",
        "共1页",
        "下一篇",
        "上一篇",
        "上一首",
        "下一首",
        "上一章",
        "下一章",
        "上一回",
        "下一回",
        "上一节",
        "下一节",
        "【上一篇",
        "【下一篇",
        "previous",
        "next",
        "previousnext",
        "prev",
    ],
    opening: &[Phrases {
        within: 40,
        ends: false,
        in_prose: false,
        words: &[
            "上一页",
            "下一页",
            "首页上一页",
            "共1页",
            "第1页",
            "[1]",
            "1/",
            "页次",
            "转到第",
            "分页:",
            "本文共",
            "本页共",
        ],
    }],
    inside: &[
        Phrases {
            within: 30,
            ends: false,
            in_prose: false,
            words: &[
                "上一页下一页",
                "上一页|下一页",
                "<上一页",
                "下一页>",
                "[下一页]",
                "上一版下一版",
                "下一版",
            ],
        },
        // The row that leads from one chapter of a novel to the next.
        Phrases {
            within: 40,
            ends: true,
            in_prose: false,
            words: &["章节目录", "章节列表", "返回书页", "快捷键←", "快捷键:←"],
        },
    ],
};
