//! Lines of the head that announce what follows them, and lines that date themselves by the day of reading.

/// Labels that stand on a line of their own above what they announce.
const LABELS: &[&str] = &[
    "作者",
    "记者",
    "来源",
    "稿源",
    "时间",
    "日期",
    "发布时间",
    "发布日期",
    "发表时间",
    "编辑",
    "责编",
    "责任编辑",
];

/// Longest value on the line below its label, in characters.
pub const LONGEST_VALUE: u32 = 30;

pub fn bare_label(text: &str) -> &str {
    text.trim_end_matches([':', '：', ' '])
}

pub fn is_label(text: &str) -> bool {
    LABELS.contains(&bare_label(text))
}

/// 发布时间：09-30 22:46 河畔网络公司: a label, whatever follows it.
pub fn opens_with_label(text: &str) -> bool {
    let label = text.find([':', '：']).map(|at| text[..at].trim());
    label.is_some_and(|label| LABELS.contains(&label))
}

/// 晓风 昨天, 原创 沈怀瑜 3天前: when the page was fetched is not known, so neither is the day.
pub fn is_days_ago(text: &str) -> bool {
    let words = text.split_whitespace();
    let ago = |word: &str| {
        matches!(word, "昨天" | "前天" | "今天")
            || word.strip_suffix('前').is_some_and(|span| {
                span.starts_with(|c: char| c.is_ascii_digit())
                    && ["天", "小时", "分钟", "周"].iter().any(|unit| span.ends_with(unit))
            })
    };
    words.clone().count() <= 4 && words.last().is_some_and(ago)
}

/// （原标题：…）
pub fn is_former_title(text: &str) -> bool {
    let body = text.trim_start_matches(['（', '(', '【', '[', ' ']);
    ["原标题", "本文原标题", "原題", "原题", "原文标题"].iter().any(|word| body.starts_with(word))
}
