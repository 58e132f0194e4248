//! Chinese numerals and digits for one another, where no other reading is likely.

use crate::search::article::{in_words, value};
use crate::text::class::han_digit;

/// As dates and numbers are written.
const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The term with its digits as Chinese numerals and the other way round; nothing where it has neither.
pub fn other_writings(term: &str) -> impl Iterator<Item = String> {
    let zero = |text: &String| text.replace('〇', "零");
    let circle = |text: &String| text.replace('〇', "○");
    let chinese = rewrite(term, |c| c.is_ascii_digit(), to_chinese);
    let digits = rewrite(term, |c| han_digit(c).is_some() || "十百千".contains(c), to_digits);
    let mut all = vec![zero(&chinese), circle(&chinese), chinese, digits];
    all.sort();
    all.dedup();
    all.retain(|text| text != term);
    all.into_iter()
}

/// Rewrites every run of characters that `is_part`, given the run and the character before it.
fn rewrite(
    term: &str,
    is_part: impl Fn(char) -> bool,
    change: impl Fn(&str, Option<char>) -> Option<String>,
) -> String {
    let mut out = String::new();
    let mut rest = term;
    while let Some(c) = rest.chars().next() {
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if len == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (run, after) = rest.split_at(len);
        out.push_str(&change(run, out.chars().last()).unwrap_or_else(|| run.to_owned()));
        rest = after;
    }
    out
}

/// A year digit by digit, a number below a hundred in words, one behind 第 whatever its length.
fn to_chinese(run: &str, before: Option<char>) -> Option<String> {
    let digit = |c: char| c.to_digit(10).and_then(|digit| DIGITS.get(digit as usize));
    match run.len() {
        1..=4 if before == Some('第') && !run.starts_with('0') => Some(in_words(run.parse().ok()?)),
        4 if run.starts_with(['1', '2']) => run.chars().map(digit).collect(),
        1 | 2 if !run.starts_with('0') => Some(in_words(run.parse().ok()?)),
        _ => None,
    }
}

/// Three or more digits in a row, or a number with its units. One alone is a number only after 第: 一 and
/// 十 stand in too many words; two without a unit (两三天, 七八个) are mostly a guess at a number.
fn to_digits(run: &str, before: Option<char>) -> Option<String> {
    if run.chars().count() < 2 && before != Some('第') {
        return None;
    }
    if run.chars().all(|c| han_digit(c).is_some()) {
        if run.chars().count() == 2 {
            return None;
        }
        return run.chars().map(|c| char::from_digit(han_digit(c)?, 10)).collect();
    }
    // 十五五 is no number.
    value(run).map(|value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_and_digits() {
        for (term, other) in [
            ("2019年", "二〇一九年"),
            ("二〇一九年", "2019年"),
            ("二○一九", "2019"),
            ("第13条", "第十三条"),
            ("第一百二十三条", "第123条"),
            ("第三条", "第3条"),
            ("第1079号", "第一千零七十九号"),
            ("二十世纪", "20世纪"),
        ] {
            assert!(other_writings(term).any(|found| found == other), "{term}");
        }
        for term in ["十分", "一条路", "13710", "河长", "两三天", "十五五", "十四五规划"] {
            assert_eq!(other_writings(term).count(), 0, "{term}");
        }
    }
}
