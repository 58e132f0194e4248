//! Articles of statutes by their numbers: 第一千零七十九条, 第1079条, 1079条.
//!
//! A number is meant as it is: no other is nearly the same. So an article is looked for in both scripts and
//! never forgiven a slip, apart from the name of the law before it.

use super::MatchKind;
use super::query::{Clause, Field, Query, Term};
use crate::text::class::han_digit;
use crate::text::variant::fold;

const FIRST: char = '第';
const ARTICLE: char = '条';
const FURTHER: char = '之';
/// No statute has an article of a number with more digits.
const DIGITS: usize = 4;
const UNITS: [(char, usize); 3] = [('千', 1000), ('百', 100), ('十', 10)];
const HAN: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// An article's number, and which of those that were put in behind it: 第一百三十三条之一.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    number: usize,
    further: Option<usize>,
}

/// Whether a line (folded) begins an article: 第N条, N in any script.
pub fn begins_article(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix("第".as_bytes()) else { return false };
    // The longest number has some ten characters: 第一千一百一十一条.
    let head = String::from_utf8_lossy(rest.get(..36).unwrap_or(rest)).into_owned();
    let digits: usize = head.chars().take_while(|&c| is_numeral(c) || c == ' ').map(char::len_utf8).sum();
    digits > 0 && head[digits..].starts_with(ARTICLE)
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || c == '两' || han_digit(c).is_some() || UNITS.iter().any(|(unit, _)| *unit == c)
}

impl Article {
    /// Takes the article off the end of a term (folded); what stands before it is left.
    pub fn take(term: &str) -> Option<(&str, Article)> {
        let (rest, further) = match term.rsplit_once(FURTHER) {
            Some((rest, further)) if rest.ends_with(ARTICLE) => (rest, Some(value(further)?)),
            _ => (term, None),
        };
        let rest = rest.strip_suffix(ARTICLE)?;
        let start = rest.char_indices().rev().take_while(|(_, c)| is_numeral(*c)).last()?.0;
        let (before, numeral) = rest.split_at(start);
        let article = Article { number: value(numeral).filter(|&number| number > 0)?, further };
        match before.strip_suffix(FIRST) {
            Some(before) => Some((before, article)),
            // 十条意见, 三条: a count, unless it is written in digits, as numbers of articles are typed.
            None if numeral.bytes().all(|b| b.is_ascii_digit()) => Some((before, article)),
            None if numeral.chars().count() > 2 && !before.is_empty() => Some((before, article)),
            None => None,
        }
    }

    /// Letters with a number behind them: `mfd1079`.
    fn behind_letters(term: &str) -> Option<(&str, Article)> {
        let letters = term.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &term[letters.len()..];
        let initials = letters.len() > 1 && letters.bytes().all(|b| b.is_ascii_lowercase());
        let number = digits.parse().ok().filter(|&number| number > 0 && digits.len() <= DIGITS)?;
        initials.then_some((letters, Article { number, further: None }))
    }

    /// The ways in which statutes write it.
    fn writings(self) -> [String; 2] {
        let further = |written: &dyn Fn(usize) -> String| {
            self.further.map(|number| format!("{FURTHER}{}", written(number))).unwrap_or_default()
        };
        let write = |written: &dyn Fn(usize) -> String| {
            format!("{FIRST}{}{ARTICLE}{}", written(self.number), further(written))
        };
        [write(&in_words), write(&|number| number.to_string())]
    }
}

/// The value of digits, or of a number in words.
pub fn value(numeral: &str) -> Option<usize> {
    if !numeral.is_empty() && numeral.len() <= DIGITS && numeral.bytes().all(|b| b.is_ascii_digit()) {
        return numeral.parse().ok();
    }
    let (mut sum, mut last, mut least, mut zero) = (0, None, usize::MAX, false);
    for c in numeral.chars() {
        match UNITS.iter().find(|(unit, _)| *unit == c) {
            // Units grow smaller, and each has a digit before it, 十 at the start aside.
            Some(&(_, unit)) if unit < least => {
                let digit = last.take().or((unit == 10 && sum == 0).then_some(1))?;
                (sum, least, zero) = (sum + digit * unit, unit, false);
            }
            Some(_) => return None,
            None => {
                let digit = if c == '两' { 2 } else { han_digit(c)? as usize };
                match digit {
                    0 if last.is_none() && !zero && least < usize::MAX => zero = true,
                    1.. if last.is_none() => last = Some(digit),
                    _ => return None,
                }
            }
        }
    }
    // 一百五 is 150 and not 105.
    let ones = match last {
        Some(digit) if least > 10 && least < usize::MAX && !zero => digit * least / 10,
        ones => ones.unwrap_or(0),
    };
    (!numeral.is_empty()).then_some(sum + ones)
}

/// A number below ten thousand in words, as statutes write it.
pub fn in_words(number: usize) -> String {
    let mut words = String::new();
    let mut zero = false;
    for (name, unit) in UNITS.into_iter().map(|(name, unit)| (Some(name), unit)).chain([(None, 1)]) {
        let digit = number / unit % 10;
        if digit == 0 {
            zero = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut zero) {
            words.push(HAN[0]);
        }
        // 十 at the start stands without its 一.
        if !(unit == 10 && digit == 1 && words.is_empty()) {
            words.push(HAN[digit]);
        }
        words.extend(name);
    }
    words
}

/// The query with its articles taken for what they are: each a clause of its own, in every writing, beside the name
/// of the law, which may stand in the path as well. `is_there` says whether a text has some letters as they stand.
pub fn resolved(query: &Query, is_there: &dyn Fn(&str) -> bool) -> Query {
    let mut resolved = Query { clauses: Vec::new(), ..query.clone() };
    let mut named = Vec::new();
    for clause in &query.clauses {
        let [term] = clause.any.as_slice() else {
            resolved.clauses.push(clause.clone());
            continue;
        };
        let text: String = term.text.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
        let plain = !term.exact && !clause.negated && term.field == Field::Anywhere;
        let found = if plain { Article::take(&text) } else { None };
        let letters = || Article::behind_letters(&text).filter(|_| plain && !is_there(&text));
        let Some((law, article)) = found.or_else(letters) else {
            named.push(resolved.clauses.len());
            resolved.clauses.push(clause.clone());
            continue;
        };
        if !law.is_empty() {
            named.push(resolved.clauses.len());
            let law = Term { text: law.trim_matches(['《', '》']).to_owned(), ..term.clone() };
            resolved.clauses.push(Clause { any: vec![law], negated: false });
        }
        let writing = |text| Term { field: Field::Article, text, exact: true, expression: None };
        let any = article.writings().map(writing).into();
        resolved.clauses.push(Clause { any, negated: false });
    }
    if resolved.clauses.iter().flat_map(|clause| &clause.any).any(|term| term.field == Field::Article) {
        for at in named {
            if let [term] = resolved.clauses[at].any.as_slice()
                && term.field == Field::Anywhere
                && !resolved.clauses[at].negated
            {
                let path = Term { field: Field::File, exact: true, ..term.clone() };
                resolved.clauses[at].any.push(path);
            }
        }
    }
    resolved
}

/// Whether a match of this kind may stand for the name of a law in a path.
pub fn may_name(kind: MatchKind) -> bool {
    matches!(kind, MatchKind::Exact | MatchKind::Variant | MatchKind::Pinyin | MatchKind::Initials)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    #[test]
    fn numbers_of_articles_in_any_script() {
        for (term, law, written) in [
            ("民法典第一千零七十九条", "民法典", ["第一千零七十九条", "第1079条"]),
            ("民法典1079条", "民法典", ["第一千零七十九条", "第1079条"]),
            ("第133条之一", "", ["第一百三十三条之一", "第133条之1"]),
            ("第一百三十三条之二", "", ["第一百三十三条之二", "第133条之2"]),
            ("刑法第二十条", "刑法", ["第二十条", "第20条"]),
            ("第110条", "", ["第一百一十条", "第110条"]),
            ("刑法二百六十四条", "刑法", ["第二百六十四条", "第264条"]),
        ] {
            let (rest, article) = Article::take(term).expect(term);
            assert_eq!((rest, article.writings()), (law, written.map(str::to_owned)), "{term}");
        }
        for term in ["十条", "金融三条", "面条", "第条", "十五五条", "民法典"] {
            assert_eq!(Article::take(term), None, "{term}");
        }
        assert_eq!(value("十五五"), None);
        assert_eq!(value("一百五"), Some(150));
    }

    proptest! {
        #[test]
        fn words_and_value_agree(number in 1usize..10_000) {
            prop_assert_eq!(value(&in_words(number)), Some(number));
        }
    }
}
