//! Accounts: who wrote a post, in the lines of blogs and forums that say when.

use std::ops::Range;

use crate::clean::class::is_space_or;
use crate::clean::origin;

/// What was done at the time that follows; the account stands before it.
const DONE: &[&str] =
    &["发表", "發表", "发布", "發佈", "回复", "提问", "回答", "编辑", "更新", "上传", "创建", "写"];

/// What stands between a time and the account.
const BY: &[&str] = &["由", "by", "作者"];

/// Characters of the longest account.
const LONGEST: usize = 14;

/// The account beside a date (夜航人于 DATE 发布, 老柳 发表于 DATE, DATE 由 老柳, posted @ DATE 老柳), and where it
/// stands with the words that lead to it.
pub fn beside(text: &str, date: &Range<usize>) -> Option<(String, Range<usize>)> {
    let (before, after) = (text[..date.start].trim_end(), &text[date.end..]);
    if let Some(head) = before.strip_suffix(['于', '於']) {
        let done = DONE.iter().find_map(|verb| head.strip_suffix(verb));
        let head = done.unwrap_or(head).trim_end();
        let name = last_word(head);
        let said = done.is_some() || DONE.iter().any(|verb| after.trim_start().starts_with(verb));
        if said && usable(name) {
            return Some((name.to_owned(), head.len() - name.len()..date.start));
        }
    }
    let behind = after.trim_start();
    let behind = DONE.iter().find_map(|verb| behind.strip_prefix(verb)).unwrap_or(behind).trim_start();
    let posted = before.to_ascii_lowercase().starts_with("posted @").then_some(behind);
    let rest = posted.or_else(|| BY.iter().find_map(|by| behind.strip_prefix(by)))?;
    let rest = rest.trim_start_matches(|c: char| is_space_or(":：", c));
    let name = first_word(rest);
    usable(name).then(|| {
        let start = text.len() - rest.len();
        let lead = if posted.is_some() { start } else { date.end };
        (name.to_owned(), lead..start + name.len())
    })
}

const BETWEEN: &str = "|｜,，;；()（）[]【】";

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| is_space_or(BETWEEN, c)).next().unwrap_or(text)
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| is_space_or(BETWEEN, c)).next().unwrap_or(text)
}

fn usable(name: &str) -> bool {
    (2..=LONGEST).contains(&name.chars().count())
        && !name.contains([':', '：'])
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().any(char::is_alphabetic)
        && !origin::is_interface(name)
        && !origin::is_outlet(name)
        && !DONE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::date;

    fn account(text: &str) -> Option<String> {
        let found = date::find(text);
        beside(text, &found.first()?.range).map(|(name, _)| name)
    }

    #[test]
    fn accounts_stand_on_both_sides_of_the_time() {
        for text in [
            "夜航的人于 2019-03-02 10:20 发布",
            "夜航的人 发表于 2019-03-02 10:20",
            "发表于 2019-03-02 由 夜航的人",
            "posted @ 2019-03-02 10:20 夜航的人 阅读(12) 评论(3)",
        ] {
            assert_eq!(account(text).as_deref(), Some("夜航的人"), "{text}");
        }
        for text in [
            "发表于 2019-03-02 10:20",
            "只看该作者 发表于 2019-03-02",
            "3楼 发表于 2019-03-02",
            "青河日报 发表于 2019-03-02",
        ] {
            assert_eq!(account(text), None, "{text}");
        }
    }
}
