//! Buttons and badges that pages put inside a line: 屋顶怎么修 [复制链接], 历史[编辑], 某某(微博).

use std::ops::Range;
use std::sync::LazyLock;

use super::line::Line;
use super::words::Words;

/// As forums, encyclopaedias and portals write them.
const DEBRIS: &[&str] = &[
    "[复制链接]",
    "[複製鏈接]",
    "[编辑]",
    "[編輯]",
    "[编辑本段]",
    "[编辑 | 编辑源代码]",
    "[微博]",
    "(微博)",
    "（微博）",
    "[博客]",
    "(博客)",
    "（博客）",
    "(微博 专栏)",
    "(专栏)",
    "（专栏）",
    "[来源请求]",
];

/// 屋顶怎么修 [复制链接], or the button on a line of its own: it stands behind the title of a thread.
pub fn copies_address(text: &str) -> bool {
    ["[复制链接]", "[複製鏈接]"].iter().any(|button| text.trim_end().ends_with(button))
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(DEBRIS.iter().copied()));

/// Where they stand in a line's text, in order.
pub fn find(line: &Line) -> impl Iterator<Item = Range<usize>> {
    WORDS.find(if line.bracketed { line.text } else { "" }).map(|hit| hit.range)
}

/// …谁来听？”（下转第六版）: what a paper says of the rest of a text behind its last words on a page.
pub fn continuation(line: &Line) -> Option<Range<usize>> {
    let body = line.text;
    let open = body.ends_with(['）', ')']).then(|| body.rfind(['（', '('])).flatten()?;
    is_continuation(&body[open..]).then_some(open..body.len())
}

/// (上接第一版), （下转第二版）
pub fn is_continuation(text: &str) -> bool {
    const AROUND: [char; 13] = ['(', ')', '（', '）', '[', ']', '【', '】', '■', '▲', '▼', '●', ' '];
    let body = text.trim_matches(AROUND);
    body.ends_with(['版', '页'])
        && ["上接", "下转", "紧接", "接上"].iter().any(|word| body.starts_with(word))
        && body.chars().count() <= 12
}

/// The text without those at its end.
pub fn without(text: &str) -> &str {
    if !text.ends_with([']', ')', '）']) {
        return text;
    }
    match WORDS.find(text).map(|hit| hit.range).last() {
        Some(last) if last.end == text.len() && last.start > 0 => text[..last.start].trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_ends_a_line_is_left_off() {
        assert_eq!(without("屋顶怎么修 [复制链接]"), "屋顶怎么修");
        assert_eq!(without("温馆长(微博)说"), "温馆长(微博)说");
        assert_eq!(without("[编辑]"), "[编辑]");
    }
}
