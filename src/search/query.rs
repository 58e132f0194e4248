//! The query language: forgiving, and total. Every text means something; what could not be meant comes
//! back as hints.

mod dates;
mod grammar;
mod pattern;

use std::ops::Range;

use crate::lang::Lang;
use crate::text::variant::fold;

pub use dates::DateRange;
use grammar::Piece;
pub use pattern::Expression;

/// A parsed query: every clause must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub clauses: Vec<Clause>,
    pub hints: Vec<Hint>,
}

/// Alternatives, one of which must hold, or none where negated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub any: Vec<Term>,
    pub negated: bool,
}

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub field: Field,
    /// As typed, marks aside.
    pub text: String,
    /// Nothing but this very text (variants of its characters aside).
    pub exact: bool,
    /// What the text must match, where it is a pattern.
    pub expression: Option<Expression>,
}

/// Where a term has to stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Field {
    #[default]
    Anywhere,
    Title,
    Source,
    Author,
    Heading,
    /// In a heading; whatever else is wanted, in the section that it opens.
    Section,
    File,
    Date(DateRange),
    /// The number of an article, which had better begin the line.
    Article,
}

impl Field {
    /// Whether it narrows a search without saying what is looked for.
    pub fn is_filter(self) -> bool {
        matches!(self, Field::Date(_) | Field::File | Field::Source | Field::Author)
    }

    /// Whether what stands there are words of the text.
    pub fn is_text(self) -> bool {
        matches!(self, Field::Anywhere | Field::Title | Field::Heading | Field::Section)
    }
}

/// Names of fields, English and Chinese; the first of each are the ones that the help shows.
const FIELDS: [(Field, &[&str]); 6] = [
    (Field::Title, &["title", "标题", "題", "题", "题目"]),
    (Field::Source, &["source", "来源", "出处"]),
    (Field::Author, &["author", "作者", "记者"]),
    (Field::Heading, &["heading", "小标题"]),
    (Field::Section, &["in", "章节"]),
    (Field::File, &["file", "文件", "路径", "path"]),
];
const DATE_NAMES: [&str; 3] = ["date", "日期", "时间"];

/// Something in a query that could not be meant as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where, in bytes of the query.
    pub at: Range<usize>,
    pub kind: HintKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    UnknownField,
    BadDate,
    OnlyNegative,
    /// A group that cannot be excluded or an exclusion among alternatives.
    NotUnderstood,
    /// A regular expression that is none.
    BadExpression,
}

impl Hint {
    pub fn message(&self, lang: Lang) -> &'static str {
        match self.kind {
            HintKind::UnknownField => lang.pick(
                "没有这个字段，已按原文查找；可用 标题: 来源: 作者: 小标题: 章节: 日期: 文件:",
                "no such field, looked for as text; there are title: source: author: heading: in: date: file:",
            ),
            HintKind::BadDate => lang.pick(
                "日期写作 2017、2017-10、2017-10-16、2017..2020-06、>2017 或 去年",
                "dates are 2017, 2017-10, 2017-10-16, 2017..2020-06, >2017 or 去年",
            ),
            HintKind::NotUnderstood => lang.pick(
                "这一处不能与别的并列或整组排除，未计入；可写 -甲 -乙 或 -(甲|乙)",
                "cannot be excluded or joined by “|” as it stands and is left out; write -a -b or -(a|b)",
            ),
            HintKind::BadExpression => {
                lang.pick("这不是正则表达式，已按原文查找", "no regular expression, looked for as text")
            }
            HintKind::OnlyNegative => {
                lang.pick("只有排除词，还缺要找的词", "only excluded words; say also what to look for")
            }
        }
    }
}

/// One line of help: what to type, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpLine {
    pub example: &'static str,
    pub chinese: &'static str,
    pub english: &'static str,
}

const fn line(example: &'static str, chinese: &'static str, english: &'static str) -> HelpLine {
    HelpLine { example, chinese, english }
}

/// The language on one screen, for the command line's help and the program's.
pub const HELP: [HelpLine; 20] = [
    line(
        "河长 巡河",
        "各词都要有，次序不拘；容错字、缺字、同音字",
        "all words, in any order; a wrong, missing or like-sounding character is forgiven",
    ),
    line(
        "河区办",
        "缩略：词中依次有这些字，如“河湾街区办事处”",
        "short for a word with these characters in order: 河湾街区办事处",
    ),
    line("beijiao", "拼音", "pinyin"),
    line("bjbsc", "拼音首字母", "pinyin initials"),
    line("bei郊", "拼音与汉字混写", "pinyin and characters mixed"),
    line("'河长", "精确：只找这几个字", "exactly these characters"),
    line("\"河长 巡河\"", "精确短语，可含空格", "exact phrase, blanks included"),
    line("-水库", "排除", "exclude"),
    line("河长|湖长", "任一", "either"),
    line("(河长|湖长) NOT 水库", "括号分组，NOT 排除", "parentheses group, NOT excludes"),
    line("\"河长 巡河\"~20", "相隔不过20字", "within 20 characters of one another"),
    line(
        "水*长 /第.+号/",
        "* ? 代任意字；/…/ 正则表达式",
        "* and ? for any characters; /…/ a regular expression",
    ),
    line("title:河长", "在标题里（标题:）", "in the title (or 标题:)"),
    line("heading:河长", "在小标题里（小标题:）", "in a heading (or 小标题:)"),
    line("in:河长 巡河", "在小标题有此词的小节里（章节:）", "in the sections with such a heading (or 章节:)"),
    line("source:日报", "出自（来源:）", "published by (or 来源:)"),
    line("author:王", "作者（作者:）", "author (or 作者:)"),
    line("file:2019", "路径里有（文件:）", "path contains (or 文件:)"),
    line(
        "date:2017",
        "某年、某月（2017-10、201710）、某日、去年（日期:）",
        "year, month (2017-10), day (20171016), 去年 (or 日期:)",
    ),
    line(
        "date:2017..2020-06",
        "起止日期，任一端可省；也可写 >2017",
        "from..to, either may be left out; or >2017",
    ),
];

impl Query {
    /// Never fails: a half-typed query means what can be made of it.
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        query.clauses = grammar::parse(text, 0..text.len(), &mut query.hints);
        if !query.clauses.is_empty() && query.clauses.iter().all(|clause| clause.negated) {
            query.hints.push(Hint { at: 0..text.len(), kind: HintKind::OnlyNegative });
        }
        query
    }

    /// The query with every word that may stand anywhere wanted in the title.
    pub fn in_titles(mut self) -> Query {
        let terms = self.clauses.iter_mut().flat_map(|clause| &mut clause.any);
        terms.filter(|term| term.field == Field::Anywhere).for_each(|term| term.field = Field::Title);
        self
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.clauses.iter().all(|clause| clause.negated)
    }
}

/// The closing mark for an opening one. Input methods give Chinese marks, so these count as well.
fn closing(c: char) -> Option<char> {
    Some(match c {
        '"' => '"',
        '＂' => '＂',
        '“' | '”' => '”',
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}

/// Whether a character parts words as a blank does: marks of Chinese text, which pasted names and sentences bring
/// with them.
fn parts(c: char) -> bool {
    c.is_whitespace() || "，。、；！？《》〈〉【】〔〕…—～·（）".contains(c)
}

/// Whether a character shows nothing: soft hyphens, joiners and the like, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What a piece asks for; `None` while there is nothing to look for yet.
fn term(query: &str, piece: &Piece, hints: &mut Vec<Hint>) -> Option<Term> {
    let text = piece.text.trim();
    let plain = |hints: &mut Vec<Hint>| made(Field::Anywhere, text, piece, hints);
    // What a regular expression has inside is its own.
    let inside = text.starts_with('/') && text.ends_with('/');
    let colon = if inside { None } else { piece.text[..piece.bare].find([':', '：']) };
    let Some(colon) = colon else { return Some(plain(hints)).filter(|term| !term.text.is_empty()) };
    let (name, rest) = piece.text.split_at(colon);
    let value = rest.trim_start_matches([':', '：']).trim();
    let name: String = name.chars().map(fold).collect();
    let is = |known: &&str| known.chars().map(fold).eq(name.chars());
    if DATE_NAMES.iter().any(is) {
        let range = DateRange::parse(value);
        if range.is_none() && !value.is_empty() {
            hints.push(Hint { at: piece.at.clone(), kind: HintKind::BadDate });
        }
        let term =
            |range| Term { field: Field::Date(range), text: value.to_owned(), exact: true, expression: None };
        return range.map(term);
    }
    match FIELDS.iter().find(|(_, names)| names.iter().any(is)) {
        Some(&(field, _)) => (!value.is_empty()).then(|| made(field, value, piece, hints)),
        None => {
            // A clock time or an address is no attempt at a field.
            let attempt = name.chars().all(char::is_alphabetic) && !value.starts_with('/');
            if attempt && !query.is_empty() && !name.is_empty() && !value.is_empty() {
                hints.push(Hint { at: piece.at.clone(), kind: HintKind::UnknownField });
            }
            Some(plain(hints))
        }
    }
}

/// A term; its text may be a pattern: words near one another, wildcards, a regular expression.
fn made(field: Field, text: &str, piece: &Piece, hints: &mut Vec<Hint>) -> Term {
    let mut term = Term { field, text: text.to_owned(), exact: piece.exact, expression: None };
    if field == Field::File {
        return term;
    }
    let expression = match piece.within {
        Some(within) => Expression::near(text, within),
        None if piece.exact => return term,
        None => Expression::parse(text),
    };
    match expression {
        Some(Ok(expression)) => (term.expression, term.exact) = (Some(expression), true),
        Some(Err(())) => hints.push(Hint { at: piece.at.clone(), kind: HintKind::BadExpression }),
        None => {}
    }
    term
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A query written back in one plain notation.
    fn read(text: &str) -> String {
        let term = |term: &Term| {
            let field = match term.field {
                Field::Anywhere => String::new(),
                Field::Date(range) => return format!("date<{range}>"),
                field => format!("{field:?}:").to_lowercase(),
            };
            format!("{field}{}{}", if term.exact { "=" } else { "" }, term.text)
        };
        let clause = |clause: &Clause| {
            let any = clause.any.iter().map(term).collect::<Vec<_>>().join(" or ");
            format!("{}{any}", if clause.negated { "not " } else { "" })
        };
        Query::parse(text).clauses.iter().map(clause).collect::<Vec<_>>().join(" & ")
    }

    #[test]
    fn the_language() {
        for (query, meaning) in [
            ("河长　巡河", "河长 & 巡河"),
            ("'河长", "=河长"),
            ("“河长 巡河” 水库", "=河长 巡河 & 水库"),
            ("-水库 河", "not 水库 & 河"),
            ("河长|湖长", "河长 or 湖长"),
            ("河长 | 湖长 水", "河长 or 湖长 & 水"),
            ("title:河长", "title:河长"),
            ("标题：\"河 长\"", "title:=河 长"),
            ("TITLE:'河|来源:日报", "title:=河 or source:日报"),
            ("河 -作者:王", "河 & not author:王"),
            ("in:规划 file:2019", "section:规划 & file:2019"),
            ("heading:规划", "heading:规划"),
            ("date:2017..2020-06", "date<2017-01-01..2020-06-30>"),
            ("日期：2017年10月", "date<2017-10-01..2017-10-31>"),
            ("8:30 https://a.cn", "8:30 & https://a.cn"),
            ("don't", "don't"),
            ("《河长制条例》", "河长制条例"),
            ("河长，巡河。", "河长 & 巡河"),
            ("(河长|湖长) 水", "河长 or 湖长 & 水"),
            ("（河长｜湖长） 水", "河长 or 湖长 & 水"),
            ("(河长 巡河)|水库", "河长 or 水库 & 巡河 or 水库"),
            ("河长 OR 湖长 AND 水", "河长 or 湖长 & 水"),
            ("河长 NOT 水库", "河长 & not 水库"),
            ("河长 -(水库|湖)", "河长 & not 水库 or 湖"),
            ("title:河长|湖长", "title:河长 or title:湖长"),
            ("\"河长 巡河\"~20", "=河长 巡河"),
            ("/河.长/ 水", "=/河.长/ & 水"),
            ("“河长，巡河”", "=河长，巡河"),
            ("河\u{200b}长\u{ad}", "河长"),
            ("C++ f(x)", "C++ & f(x)"),
        ] {
            assert_eq!(read(query), meaning, "{query}");
            assert_eq!(Query::parse(query).hints, [], "{query}");
        }
    }

    #[test]
    fn half_typed_queries_mean_what_can_be_made_of_them() {
        for (query, meaning) in [
            ("", ""),
            ("-", ""),
            ("|", ""),
            ("河长|", "河长"),
            ("河长 |", "河长"),
            ("\"河长 巡", "=河长 巡"),
            ("'", ""),
            ("title:", ""),
            ("date:", ""),
            ("date:2017..", "date<2017-01-01..>"),
            ("河 date:2017-", "河 & date<2017-01-01..2017-12-31>"),
        ] {
            assert_eq!(read(query), meaning, "{query}");
            assert_eq!(Query::parse(query).hints, [], "{query}");
        }
    }

    #[test]
    fn nonsense_gets_a_hint_where_it_goes_wrong() {
        for (query, at, kind) in [
            ("河 titel:长", 4..13, HintKind::UnknownField),
            ("date:早年", 0..11, HintKind::BadDate),
            ("河 date:2017-13", 4..16, HintKind::BadDate),
            ("-河", 0..4, HintKind::OnlyNegative),
        ] {
            assert_eq!(Query::parse(query).hints, [Hint { at, kind }], "{query}");
        }
        assert_eq!(read("titel:长"), "titel:长", "it is still looked for");
    }

    proptest! {
        #[test]
        fn every_text_is_a_query(text in "(\\PC|[-'\"“”|:：  ]|title:|date:|2017|\\.\\.){0,30}") {
            let query = Query::parse(&text);
            for hint in &query.hints {
                prop_assert!(text.get(hint.at.clone()).is_some());
            }
            for clause in &query.clauses {
                prop_assert!(!clause.any.is_empty());
                prop_assert!(clause.any.iter().all(|term| !term.text.is_empty()));
            }
        }
    }
}
