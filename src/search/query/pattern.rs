//! Patterns in queries: wildcards, words near one another, and regular expressions; all become regular expressions
//! over folded text, with the strings that whatever matches must have, by which the index finds the candidates.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

use crate::text::variant::fold;

/// Characters that one `*` may stand for: within a clause, as it were.
const ANY: &str = r"[^\n，。；！？]{0,20}?";
const ONE: &str = r"[^\n]";
/// Words that may be wanted near one another in any order; more orders would be too many.
const MOST_NEAR: usize = 4;
/// Bytes that an expression may take compiled.
const MOST_BYTES: usize = 1 << 20;

/// A pattern that a text may match.
#[derive(Debug, Clone)]
pub struct Expression {
    pub regex: Regex,
    /// Strings, folded, that whatever matches has.
    pub literals: Vec<String>,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.regex.as_str() == other.regex.as_str()
    }
}

impl Eq for Expression {}

impl Expression {
    /// `/…/` or a word with `*` or `?` between its characters; `None` for a plain word, an error for an expression
    /// that is none.
    pub fn parse(text: &str) -> Option<Result<Expression, ()>> {
        if let Some(inside) = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'))
            && !inside.is_empty()
        {
            return Some(Expression::compile(&folded(inside)).ok_or(()));
        }
        // A mark at the end asks a question or stands for anything, which is there anyway.
        let inner = text.trim_matches(['*', '?', '＊', '？']);
        if !inner.contains(['*', '?', '＊', '？']) || inner.contains("://") {
            return None;
        }
        let mut pattern = String::new();
        for c in inner.chars() {
            match c {
                '*' | '＊' => pattern.push_str(ANY),
                '?' | '？' => pattern.push_str(ONE),
                c => pattern.push_str(&regex::escape(&fold(c).to_string())),
            }
        }
        Expression::compile(&pattern).map(Ok)
    }

    /// The words of `text`, in any order, with no more than `within` characters between neighbours.
    pub fn near(text: &str, within: usize) -> Option<Result<Expression, ()>> {
        let word = |word: &str| regex::escape(&word.chars().map(fold).collect::<String>());
        let words: Vec<String> = text.split_whitespace().map(word).collect();
        if !(2..=MOST_NEAR).contains(&words.len()) {
            return None;
        }
        let between = format!(r"[^\n]{{0,{within}}}?");
        let orders: Vec<String> = orders(&words).into_iter().map(|order| order.join(&between)).collect();
        let mut near = Expression::compile(&orders.join("|"))?;
        near.literals = text.split_whitespace().map(|word| word.chars().map(fold).collect()).collect();
        Some(Ok(near))
    }

    fn compile(pattern: &str) -> Option<Expression> {
        let regex = RegexBuilder::new(pattern).multi_line(true).size_limit(MOST_BYTES).build().ok()?;
        let hir = regex_syntax::parse(pattern).ok()?;
        let mut literals = Vec::new();
        required(&hir, &mut literals);
        literals.retain(|literal: &String| !literal.is_empty() && !literal.contains('\n'));
        Some(Expression { regex, literals })
    }
}

/// The strings that stand in whatever matches.
fn required(hir: &Hir, found: &mut Vec<String>) {
    match hir.kind() {
        HirKind::Literal(literal) => found.extend(String::from_utf8(literal.0.to_vec())),
        HirKind::Concat(parts) => parts.iter().for_each(|part| required(part, found)),
        HirKind::Capture(capture) => required(&capture.sub, found),
        HirKind::Repetition(repeated) if repeated.min > 0 => required(&repeated.sub, found),
        _ => {}
    }
}

/// The expression over folded text; classes such as `\D` keep their case.
fn folded(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(fold(c));
            continue;
        }
        out.push(c);
        let Some(class) = chars.next() else { break };
        out.push(class);
        if matches!(class, 'p' | 'P' | 'x' | 'u') && chars.as_str().starts_with('{') {
            for c in chars.by_ref() {
                out.push(c);
                if c == '}' {
                    break;
                }
            }
        }
    }
    out
}

fn orders(words: &[String]) -> Vec<Vec<String>> {
    if words.len() < 2 {
        return vec![words.to_vec()];
    }
    let mut all = Vec::new();
    for at in 0..words.len() {
        let mut rest = words.to_vec();
        let first = rest.remove(at);
        all.extend(orders(&rest).into_iter().map(|order| [vec![first.clone()], order].concat()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Expression {
        Expression::parse(text).expect("a pattern").expect("a sound one")
    }

    #[test]
    fn patterns_match_what_they_say() {
        assert!(parse("水*长").regex.is_match("水库的站长") && !parse("水*长").regex.is_match("水。长"));
        assert!(parse("河?办").regex.is_match("河长办") && !parse("河?办").regex.is_match("河办"));
        let digits = parse(r"/第\d+号/");
        assert!(digits.regex.is_match("第12号") && !digits.regex.is_match("第十号"));
        assert_eq!(digits.literals, ["第", "号"]);
        assert!(parse(r"/A\D+/").regex.is_match("ab"), "letters are folded, classes are not");
        for plain in ["河长", "什么?", "河*", "http://a.cn/?q=1&b=2*3"] {
            assert!(Expression::parse(plain).is_none(), "{plain}");
        }
        assert!(Expression::parse("/(/").is_some_and(|bad| bad.is_err()));
    }

    #[test]
    fn near_words_in_any_order() {
        let near = Expression::near("河长 巡河", 3).expect("a pattern").expect("a sound one");
        assert!(near.regex.is_match("河长每天巡河") && near.regex.is_match("巡河的河长"));
        assert!(!near.regex.is_match("河长和村民一起巡河"));
        assert_eq!(near.literals, ["河长", "巡河"]);
    }
}
