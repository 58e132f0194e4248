//! Queries made from documents: each has one slip or abbreviation and one document that it was made from.

use std::collections::HashMap;
use std::sync::Arc;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use wenlan::document::{BlockKind, DocId, Document};
use wenlan::text::pinyin::{homophones, living_readings, near_homophones, readings};
use wenlan::text::segment::jieba;

/// Queries of each kind at most.
const QUERIES: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    ExactTitle,
    ExactBody,
    TwoWords,
    Pinyin,
    PinyinBody,
    Initials,
    Mixed,
    Polyphone,
    Homophone,
    NearHomophone,
    Wrong,
    Missing,
    Swapped,
    Subsequence,
    Numerals,
    Traditional,
}

impl Kind {
    pub const ALL: [Kind; 16] = [
        Kind::ExactTitle,
        Kind::ExactBody,
        Kind::TwoWords,
        Kind::Pinyin,
        Kind::PinyinBody,
        Kind::Initials,
        Kind::Mixed,
        Kind::Polyphone,
        Kind::Homophone,
        Kind::NearHomophone,
        Kind::Wrong,
        Kind::Missing,
        Kind::Swapped,
        Kind::Subsequence,
        Kind::Numerals,
        Kind::Traditional,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::ExactTitle => "words of a title or heading",
            Kind::ExactBody => "words of the body",
            Kind::TwoWords => "two words",
            Kind::Pinyin => "full pinyin, title or heading",
            Kind::PinyinBody => "full pinyin, body",
            Kind::Initials => "initials, five or more",
            Kind::Mixed => "pinyin and characters mixed",
            Kind::Polyphone => "pinyin with second readings",
            Kind::Homophone => "one homophone",
            Kind::NearHomophone => "one near homophone",
            Kind::Wrong => "one wrong character",
            Kind::Missing => "one missing character",
            Kind::Swapped => "two characters swapped",
            Kind::Subsequence => "every other character",
            Kind::Numerals => "numerals for digits",
            Kind::Traditional => "traditional",
        }
    }
}

/// Makes queries from the documents, the same on every run.
pub struct Makers<'a> {
    documents: &'a [(DocId, Arc<Document>)],
    texts: &'a [String],
    /// In how many documents each word is.
    frequency: HashMap<&'a str, usize>,
    traditional: OpenCC,
    seed: u64,
}

impl<'a> Makers<'a> {
    pub fn new(documents: &'a [(DocId, Arc<Document>)], texts: &'a [String]) -> Self {
        let mut frequency: HashMap<&str, usize> = HashMap::new();
        for text in texts {
            let mut words: Vec<&str> =
                text.lines().flat_map(|line| jieba().cut(line, false)).map(|token| token.word).collect();
            words.sort_unstable();
            words.dedup();
            words.into_iter().for_each(|word| *frequency.entry(word).or_default() += 1);
        }
        let traditional = OpenCC::from_config(BuiltinConfig::S2t).expect("the tables are built in");
        Makers { documents, texts, frequency, traditional, seed: 7 }
    }

    /// A number below `bound` (xorshift).
    fn below(&mut self, bound: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed % bound.max(1) as u64) as usize
    }

    pub fn queries(&mut self, kind: Kind) -> Vec<(String, DocId)> {
        let mut queries = Vec::new();
        for _ in 0..QUERIES * 5 {
            let document = self.below(self.documents.len());
            if queries.len() < QUERIES
                && let Some(query) = self.query(kind, document)
            {
                queries.push((query, self.documents[document].0));
            }
        }
        queries
    }

    fn query(&mut self, kind: Kind, document: usize) -> Option<String> {
        match kind {
            Kind::ExactTitle => self.phrase(document, true, 3..=8),
            Kind::ExactBody => self.phrase(document, false, 4..=8),
            Kind::TwoWords => self.two_words(document),
            Kind::Pinyin => self.phrase(document, true, 3..=6).map(|phrase| spell(&phrase)),
            Kind::PinyinBody => self.phrase(document, false, 3..=6).map(|phrase| spell(&phrase)),
            Kind::Initials => {
                let phrase = self.phrase(document, true, 5..=8)?;
                Some(phrase.chars().filter_map(|c| readings(c).next()?.chars().next()).collect())
            }
            Kind::Mixed => {
                let phrase: Vec<char> = self.phrase(document, true, 4..=6)?.chars().collect();
                let (spelt, kept) = phrase.split_at(phrase.len() / 2);
                Some(format!("{}{}", spell(&String::from_iter(spelt)), String::from_iter(kept)))
            }
            Kind::Polyphone => {
                let phrase = self.phrase(document, true, 3..=6)?;
                let second = |c| living_readings(c).nth(1);
                phrase.chars().any(|c| second(c).is_some()).then(|| {
                    phrase.chars().filter_map(|c| second(c).or_else(|| readings(c).next())).collect()
                })
            }
            Kind::Homophone | Kind::NearHomophone | Kind::Wrong | Kind::Missing | Kind::Swapped => {
                let mut chars: Vec<char> = self.phrase(document, true, 4..=8)?.chars().collect();
                let at = self.below(chars.len());
                match kind {
                    Kind::Missing => drop(chars.remove(at)),
                    Kind::Wrong => chars[at] = self.common_char(),
                    Kind::Swapped => chars.swap(at, at.checked_sub(1)?),
                    Kind::Homophone => chars[at] = self.like(chars[at], homophones)?,
                    _ => {
                        let near = |a, b| near_homophones(a, b) && !homophones(a, b);
                        chars[at] = self.like(chars[at], near)?;
                    }
                }
                Some(chars.into_iter().collect())
            }
            Kind::Subsequence => {
                let phrase = self.phrase(document, true, 5..=8)?;
                Some(phrase.chars().step_by(2).collect())
            }
            Kind::Numerals => self.numerals(document),
            Kind::Traditional => {
                let phrase = self.phrase(document, true, 3..=8)?;
                Some(self.traditional.convert(&phrase)).filter(|traditional| *traditional != phrase)
            }
        }
    }

    /// Queries as they are typed, whether or not they single out a document.
    pub fn typed(&mut self) -> Vec<String> {
        let mut queries = Vec::new();
        for _ in 0..QUERIES {
            let document = self.below(self.documents.len());
            let text: Vec<char> = self.texts[document].chars().filter(|&c| c == '\n' || is_han(c)).collect();
            let from = self.below(text.len());
            let phrase: String = text[from..].iter().take(6).take_while(|&&c| c != '\n').collect();
            let mut wrong: Vec<char> = phrase.chars().collect();
            let Some(at) = wrong.len().checked_sub(2) else { continue };
            wrong[at] = self.common_char();
            queries.extend([spell(&phrase), phrase, wrong.into_iter().collect()]);
        }
        queries
    }

    /// Filters of lists: parts of titles as they are, spelt, by their initials, and with a second word.
    pub fn filters(&mut self) -> [(&'static str, Vec<String>); 4] {
        let mut parts = Vec::new();
        for _ in 0..QUERIES / 4 {
            let document = self.below(self.documents.len());
            let title = self.documents[document].1.meta.title.as_deref().unwrap_or_default();
            let title: Vec<char> = title.chars().filter(|&c| is_han(c)).collect();
            let from = self.below(title.len().saturating_sub(3));
            parts.push(title[from..].iter().take(4).collect::<String>());
        }
        let initials =
            |part: &String| part.chars().filter_map(|c| readings(c).next()?.chars().next()).collect();
        [
            ("pinyin", parts.iter().map(|part| spell(part)).collect()),
            ("initials", parts.iter().map(initials).collect()),
            ("two words", parts.windows(2).map(|two| two.join(" ")).collect()),
            ("characters", parts),
        ]
    }

    fn common_char(&mut self) -> char {
        const COMMON: &str = "的一是在了人有中大上为个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面方";
        let at = self.below(COMMON.chars().count());
        COMMON.chars().nth(at).unwrap_or('的')
    }

    /// Another character of the first document's that is `like` this one.
    fn like(&mut self, c: char, like: impl Fn(char, char) -> bool) -> Option<char> {
        let others: Vec<char> =
            self.texts[0].chars().filter(|&other| other != c && is_han(other) && like(other, c)).collect();
        (!others.is_empty()).then(|| others[self.below(others.len())])
    }

    /// A year and what follows it, or an ordinal, where only this document has it; written the other way.
    fn numerals(&mut self, document: usize) -> Option<String> {
        const DIGITS: &str = "〇一二三四五六七八九";
        let line = self.texts[document].lines().find(|line| line.contains("年") && line.contains("20"))?;
        let chars: Vec<char> = line.chars().collect();
        let at = chars.windows(5).position(|window| {
            window[4] == '年' && window[0] == '2' && window[..4].iter().all(char::is_ascii_digit)
        })?;
        let typed: String = chars[at..].iter().take(9).collect();
        let elsewhere =
            (0..self.texts.len()).any(|other| other != document && self.texts[other].contains(&typed));
        let spelt = chars[at..].iter().take(9).enumerate().map(|(at, &c)| match c.to_digit(10) {
            Some(digit) if at < 4 => DIGITS.chars().nth(digit as usize).unwrap_or(c),
            _ => c,
        });
        (!elsewhere && chars[at + 5..].len() >= 4).then(|| spelt.collect())
    }

    /// A run of whole words, Chinese throughout, that stands in this document's title or headings (or
    /// in its body) and in no other document's title or headings (or in no other document).
    fn phrase(
        &mut self,
        document: usize,
        heading: bool,
        chars: std::ops::RangeInclusive<usize>,
    ) -> Option<String> {
        let lines: Vec<String> =
            if heading { headings(&self.documents[document].1) } else { body(&self.documents[document].1) };
        if lines.is_empty() {
            return None;
        }
        let line = &lines[self.below(lines.len())];
        let words: Vec<&str> = jieba().cut(line, false).iter().map(|token| token.word).collect();
        let start = self.below(words.len());
        let mut phrase = String::new();
        for word in &words[start..] {
            let longer = phrase.chars().count() + word.chars().count();
            if !word.chars().all(is_han) || longer > *chars.end() {
                break;
            }
            phrase.push_str(word);
        }
        if !chars.contains(&phrase.chars().count()) {
            return None;
        }
        let elsewhere = (0..self.documents.len()).filter(|&other| other != document).any(|other| {
            if heading {
                headings(&self.documents[other].1).iter().any(|line| line.contains(&phrase))
            } else {
                self.texts[other].contains(&phrase)
            }
        });
        (!elsewhere).then_some(phrase)
    }

    /// Two words of one paragraph that no other document has together.
    fn two_words(&mut self, document: usize) -> Option<String> {
        let lines = body(&self.documents[document].1);
        if lines.is_empty() {
            return None;
        }
        let line = &lines[self.below(lines.len())];
        let mut words: Vec<&str> = jieba().cut(line, false).iter().map(|token| token.word).collect();
        words.retain(|word| word.chars().count() > 1 && word.chars().all(is_han));
        words.sort_by_key(|word| self.frequency.get(word).copied().unwrap_or(0));
        words.dedup();
        let [a, b, ..] = words.as_slice() else { return None };
        let elsewhere = (0..self.texts.len())
            .any(|other| other != document && self.texts[other].contains(a) && self.texts[other].contains(b));
        (!elsewhere).then(|| format!("{a} {b}"))
    }
}

fn spell(phrase: &str) -> String {
    phrase.chars().filter_map(|c| readings(c).next()).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn headings(document: &Document) -> Vec<String> {
    let headings = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
    document.meta.title.iter().chain(headings.map(|block| &block.text)).cloned().collect()
}

fn body(document: &Document) -> Vec<String> {
    let paragraphs = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    paragraphs.map(|block| block.text.clone()).collect()
}
