//! Articles of statutes by their numbers: 第一千零七十九条, 第1079条.

/// Whether a line (folded) begins an article: 第N条, N in any script.
pub fn begins_article(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix("第".as_bytes()) else { return false };
    // The longest number has some ten characters: 第一千一百一十一条.
    let head = String::from_utf8_lossy(rest.get(..36).unwrap_or(rest)).into_owned();
    let number = |c: &char| c.is_ascii_digit() || *c == ' ' || "〇零一二三四五六七八九十百千两".contains(*c);
    let digits: usize = head.chars().take_while(number).map(char::len_utf8).sum();
    digits > 0 && head[digits..].starts_with('条')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_begin_lines() {
        for line in ["第一条 为了", "第1079条", "第 12 条", "第一百三十三条之一"] {
            assert!(begins_article(line.as_bytes()), "{line}");
        }
        for line in ["第一章 总则", "依照第一条", "第条", "", "第一款"] {
            assert!(!begins_article(line.as_bytes()), "{line}");
        }
    }
}
