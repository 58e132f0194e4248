//! The query language: forgiving, and total. Every text means something; what could not be meant comes
//! back as hints.

mod dates;

use std::ops::Range;

use crate::lang::Lang;
use crate::text::variant::fold;

pub use dates::DateRange;

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
    File,
    Date(DateRange),
}

impl Field {
    /// Whether it narrows a search without saying what is looked for.
    pub fn is_filter(self) -> bool {
        matches!(self, Field::Date(_) | Field::File | Field::Source | Field::Author)
    }

    /// Whether what stands there are words of the text.
    pub fn is_text(self) -> bool {
        matches!(self, Field::Anywhere | Field::Title | Field::Heading)
    }
}

/// Names of fields, English and Chinese; the first of each are the ones that the help shows.
const FIELDS: [(Field, &[&str]); 5] = [
    (Field::Title, &["title", "标题", "題", "题", "题目"]),
    (Field::Source, &["source", "来源", "出处"]),
    (Field::Author, &["author", "作者", "记者"]),
    (Field::Heading, &["in", "小标题", "章节", "heading"]),
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
}

impl Hint {
    pub fn message(&self, lang: Lang) -> &'static str {
        match self.kind {
            HintKind::UnknownField => lang.pick(
                "没有这个字段，已按原文查找；可用 标题: 来源: 作者: 小标题: 日期: 文件:",
                "no such field, looked for as text; there are title: source: author: in: date: file:",
            ),
            HintKind::BadDate => lang.pick(
                "日期写作 2017、2017-10、2017-10-16 或 2017..2020-06",
                "dates are 2017, 2017-10, 2017-10-16 or 2017..2020-06",
            ),
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
pub const HELP: [HelpLine; 16] = [
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
    line("title:河长", "在标题里（标题:）", "in the title (or 标题:)"),
    line("in:河长", "在小标题里（小标题:）", "in a heading (or 小标题:)"),
    line("source:日报", "出自（来源:）", "published by (or 来源:)"),
    line("author:王", "作者（作者:）", "author (or 作者:)"),
    line("file:2019", "路径里有（文件:）", "path contains (or 文件:)"),
    line("date:2017", "某年、某月（2017-10）、某日（日期:）", "year, month (2017-10) or day (or 日期:)"),
    line("date:2017..2020-06", "起止日期，任一端可省", "from..to, either may be left out"),
];

impl Query {
    /// Never fails: a half-typed query means what can be made of it.
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        let mut join_next = false;
        for word in words(text) {
            // A bar with blanks around it joins its neighbours as one without.
            let joins_last = word.starts_bar || std::mem::take(&mut join_next);
            join_next = word.ends_bar;
            let terms = word.alternatives.iter().filter_map(|piece| term(text, piece, &mut query.hints));
            let any: Vec<Term> = terms.collect();
            match query.clauses.last_mut() {
                Some(last) if joins_last && !word.negated => last.any.extend(any),
                _ if any.is_empty() => {}
                _ => query.clauses.push(Clause { any, negated: word.negated }),
            }
        }
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

/// A run between blanks.
#[derive(Debug, Default)]
struct Word {
    negated: bool,
    starts_bar: bool,
    ends_bar: bool,
    alternatives: Vec<Piece>,
}

/// What stands between bars.
#[derive(Debug, Default, Clone)]
struct Piece {
    /// Where, in bytes of the query.
    at: Range<usize>,
    /// The text without its marks.
    text: String,
    exact: bool,
    /// Bytes of `text` that stood before the first quotation mark or the end: only a colon there makes
    /// a field.
    bare: usize,
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

fn words(query: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = query.char_indices().peekable();
    while let Some(&(_, c)) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let mut word = Word::default();
        if matches!(c, '-' | '－') {
            word.negated = true;
            chars.next();
        }
        let mut piece: Option<Piece> = None;
        let mut bars = 0;
        while let Some((at, c)) = chars.next_if(|(_, c)| !c.is_whitespace()) {
            if matches!(c, '|' | '｜') {
                bars += 1;
                word.starts_bar |= piece.is_none() && word.alternatives.is_empty();
                word.alternatives.extend(piece.take());
                word.ends_bar = true;
                continue;
            }
            word.ends_bar = false;
            let piece = piece.get_or_insert_with(|| Piece { at: at..at, ..Piece::default() });
            let fresh = piece.text.is_empty() || piece.text.ends_with([':', '：']);
            if fresh && matches!(c, '\'' | '＇' | '‘' | '’') {
                piece.exact = true;
            } else if let Some(close) = closing(c).filter(|_| fresh) {
                piece.exact = true;
                piece.bare = piece.bare.max(piece.text.len());
                for (_, c) in chars.by_ref().take_while(|&(_, c)| c != close) {
                    piece.text.push(c);
                }
            } else {
                piece.text.push(c);
                if !piece.exact {
                    piece.bare = piece.text.len();
                }
            }
            piece.at.end = chars.peek().map_or(query.len(), |&(at, _)| at);
        }
        word.alternatives.extend(piece);
        // A bar alone is a joint to the left and to the right.
        word.ends_bar |= bars > 0 && word.alternatives.is_empty();
        words.push(word);
    }
    words
}

/// What a piece asks for; `None` while there is nothing to look for yet.
fn term(query: &str, piece: &Piece, hints: &mut Vec<Hint>) -> Option<Term> {
    let text = piece.text.trim();
    let plain = || Term { field: Field::Anywhere, text: text.to_owned(), exact: piece.exact };
    let colon = piece.text[..piece.bare].find([':', '：']);
    let Some(colon) = colon else { return Some(plain()).filter(|term| !term.text.is_empty()) };
    let (name, rest) = piece.text.split_at(colon);
    let value = rest.trim_start_matches([':', '：']).trim();
    let name: String = name.chars().map(fold).collect();
    let is = |known: &&str| known.chars().map(fold).eq(name.chars());
    if DATE_NAMES.iter().any(is) {
        let range = DateRange::parse(value);
        if range.is_none() && !value.is_empty() {
            hints.push(Hint { at: piece.at.clone(), kind: HintKind::BadDate });
        }
        return range.map(|range| Term { field: Field::Date(range), text: value.to_owned(), exact: true });
    }
    match FIELDS.iter().find(|(_, names)| names.iter().any(is)) {
        Some(&(field, _)) => {
            Some(Term { field, text: value.to_owned(), exact: piece.exact }).filter(|_| !value.is_empty())
        }
        None => {
            // A clock time or an address is no attempt at a field.
            let attempt = name.chars().all(char::is_alphabetic) && !value.starts_with('/');
            if attempt && !query.is_empty() && !name.is_empty() {
                hints.push(Hint { at: piece.at.clone(), kind: HintKind::UnknownField });
            }
            Some(plain())
        }
    }
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
            ("in:规划 file:2019", "heading:规划 & file:2019"),
            ("date:2017..2020-06", "date<2017-01-01..2020-06-30>"),
            ("日期：2017年10月", "date<2017-10-01..2017-10-31>"),
            ("8:30 https://a.cn", "8:30 & https://a.cn"),
            ("don't", "don't"),
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
            ("date:昨天", 0..11, HintKind::BadDate),
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
