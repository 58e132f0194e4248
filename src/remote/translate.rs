//! Our query language as questions to an engine: which documents may match.
//!
//! What an engine is asked for is a superset of what matches: exact texts as phrases over bigrams, single
//! characters and parts of words by the tokens that were made for documents ([`super::tokens`]), pinyin and
//! initials likewise, dates as ranges. Whether a document does match, where, and how well, is found out here by
//! the same search that local heaps have.

use serde_json::{Value, json};

use super::fields::{Fields, Foreign};
use super::tokens::{Run, alike, pair, runs};
use crate::search::{Clause, Field, Query, Term, Unit, spellings, writings};
use crate::text::pinyin::living_readings;
use crate::text::variant::fold;

/// Characters of a word in letters that are looked for as they stand; of a longer one the beginning.
const LETTERS: usize = super::tokens::LONGEST / 2;
/// Readings of one term that are asked for.
const WAYS: usize = 8;
/// A term of fewer characters is too short for a slip other than one of sound.
const SLIP_CHARS: usize = 3;

/// The question for the documents that may match. `forgiving` asks also for those that have what may have been
/// meant by a term.
pub fn candidates(query: &Query, fields: &Fields, forgiving: bool) -> Value {
    let translator = Translator { fields, forgiving };
    let (unwanted, wanted): (Vec<&Clause>, Vec<&Clause>) =
        query.clauses.iter().partition(|clause| clause.negated);
    let must: Vec<Value> = wanted.iter().filter_map(|clause| translator.clause(clause)).collect();
    let must_not: Vec<Value> =
        unwanted.iter().flat_map(|clause| &clause.any).filter_map(|term| translator.unwanted(term)).collect();
    json!({"bool": {"must": must, "must_not": must_not}})
}

struct Translator<'a> {
    fields: &'a Fields,
    forgiving: bool,
}

impl Translator<'_> {
    /// `None` where any document may hold the clause.
    fn clause(&self, clause: &Clause) -> Option<Value> {
        let any: Option<Vec<Value>> = clause.any.iter().map(|term| self.term(term)).collect();
        Some(one_of(any?))
    }

    fn term(&self, term: &Term) -> Option<Value> {
        if let Field::Date(range) = term.field {
            let field = self.fields.date()?;
            let mut days = json!({});
            if let Some(from) = range.from {
                days["gte"] = from.to_string().into();
            }
            if let Some(to) = range.to {
                days["lte"] = to.to_string().into();
            }
            return Some(json!({"range": {field: days}}));
        }
        // A pattern is for the texts that come back to decide.
        if term.expression.is_some() {
            return None;
        }
        match self.fields {
            Fields::Pushed => pushed(term, self.forgiving),
            Fields::Foreign(fields) => foreign(term, fields),
        }
    }

    /// What documents must not have, where the engine can tell for certain that they have it.
    fn unwanted(&self, term: &Term) -> Option<Value> {
        let folded = folded(&term.text);
        let certain = term.field == Field::Anywhere
            && matches!(self.fields, Fields::Pushed)
            && matches!(runs(&folded).as_slice(), [Run::Cjk(_)]);
        certain.then(|| literal(&folded, Field::Anywhere)).flatten()
    }
}

fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

fn one_of(mut any: Vec<Value>) -> Value {
    match any.len() {
        1 => any.remove(0),
        _ => json!({"bool": {"should": any, "minimum_should_match": 1}}),
    }
}

fn all_of(mut all: Vec<Value>) -> Option<Value> {
    match all.len() {
        0 => None,
        1 => Some(all.remove(0)),
        _ => Some(json!({"bool": {"must": all}})),
    }
}

/// A term for documents that were pushed by us.
fn pushed(term: &Term, forgiving: bool) -> Option<Value> {
    if term.field == Field::File {
        let part = escaped(&folded(&term.text));
        return Some(
            json!({"query_string": {"default_field": "folded.address", "query": format!("*{part}*")}}),
        );
    }
    let typed = folded(&term.text);
    if term.exact {
        return literal(&typed, term.field);
    }
    let mut any: Vec<Value> = writings(&term.text)
        .iter()
        .map(|writing| literal(&writing.text, term.field))
        .collect::<Option<_>>()?;
    if typed.chars().any(|c| c.is_ascii_lowercase()) {
        any.extend(spelt(&typed));
    } else if forgiving {
        any.extend(slips(&typed));
    }
    Some(one_of(any))
}

/// Where a folded text stands in one of the fields; `None` where the engine cannot tell.
fn literal(text: &str, field: Field) -> Option<Value> {
    let names: &[&str] = match field {
        Field::Title => &["folded.title"],
        Field::Source => &["folded.source"],
        Field::Author => &["folded.authors"],
        Field::Heading | Field::Section => &["folded.headings"],
        _ => &["text", "folded.text", "folded.title", "folded.source", "folded.authors"],
    };
    let runs = runs(text);
    let last = runs.len().saturating_sub(1);
    let run = |(at, run): (usize, &Run<'_>)| match *run {
        Run::Cjk(run) if run.chars().nth(1).is_some() => {
            Some(one_of(names.iter().map(|&name| json!({"match_phrase": {name: run}})).collect()))
        }
        Run::Cjk(one) => Some(json!({"match": {"tokens": one}})),
        Run::Word(word) => {
            let begins: String = word.chars().take(LETTERS).collect();
            // At its ends the term may stand inside a longer word.
            let before = if at == 0 { "*" } else { "" };
            let after = if at == last || begins.len() < word.len() { "*" } else { "" };
            Some(match (before, after) {
                ("", "") => json!({"match": {"tokens": begins}}),
                _ => json!({"query_string": {
                    "default_field": "tokens", "query": format!("{before}{}{after}", escaped(&begins)),
                }}),
            })
        }
        Run::Mark(mark) => Some(json!({"match": {"tokens": mark.to_string()}})),
        Run::Blank => None,
    };
    all_of(runs.iter().enumerate().filter_map(run).collect())
}

/// One character of what letters may stand for.
#[derive(Debug, Clone, PartialEq)]
enum Slot {
    /// It has one of these readings.
    Sounds(Vec<String>),
    /// A reading of it begins so.
    Begins(String),
}

/// Letters, alone or among characters, as what they may spell.
fn spelt(text: &str) -> Vec<Value> {
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '\'';
    let mut ways: Vec<Vec<Slot>> = vec![Vec::new()];
    let mut rest = text;
    let pure = text.chars().all(is_letter);
    while let Some(first) = rest.chars().next() {
        let len = if is_letter(first) {
            rest.find(|c| !is_letter(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(len);
        rest = after;
        let choices: Vec<Vec<Slot>> = if is_letter(first) {
            let found = spellings(piece);
            let all = [&found.full, &found.initials, &found.growing, &found.mixed];
            let most = if pure { usize::MAX } else { 4 };
            all.into_iter().flatten().take(most).map(|way| way.iter().map(slot).collect()).collect()
        } else {
            let sounds: Vec<String> = living_readings(first).map(str::to_owned).collect();
            if sounds.is_empty() {
                return Vec::new();
            }
            vec![vec![Slot::Sounds(sounds)]]
        };
        if choices.is_empty() {
            return Vec::new();
        }
        let both = |before: &Vec<Slot>| {
            choices.iter().map(|choice| [before.as_slice(), choice].concat()).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(both).take(if pure { WAYS * 2 } else { WAYS }).collect();
    }
    ways.iter().filter_map(|way| sounding(way)).collect()
}

fn slot(unit: &Unit<'_>) -> Slot {
    match unit {
        Unit::Syllable(letters) => Slot::Sounds(vec![(*letters).to_owned()]),
        Unit::Start(letters) | Unit::Initial(letters) => Slot::Begins((*letters).to_owned()),
    }
}

/// Characters that follow one another and sound so.
fn sounding(way: &[Slot]) -> Option<Value> {
    if let [Slot::Sounds(sounds)] = way {
        return Some(json!({"match": {"pinyin": sounds.join(" ")}}));
    }
    let mut all: Vec<Value> = Vec::new();
    for pair in way.windows(2) {
        match pair {
            [Slot::Sounds(one), Slot::Sounds(two)] => all.push(pairs(one, two)),
            [Slot::Sounds(one), Slot::Begins(start)] => {
                let begins = one.iter().map(|one| format!("{}*", escaped(&self::pair(one, start))));
                let begins = begins.collect::<Vec<_>>().join(" ");
                all.push(json!({"query_string": {"default_field": "pinyin", "query": begins}}));
            }
            _ => {}
        }
    }
    if way.iter().any(|slot| matches!(slot, Slot::Begins(_))) {
        for three in way.windows(3) {
            let mut tokens = vec![String::new()];
            for slot in three {
                let mut letters: Vec<char> = match slot {
                    Slot::Sounds(sounds) => sounds.iter().filter_map(|sound| sound.chars().next()).collect(),
                    Slot::Begins(start) => start.chars().take(1).collect(),
                };
                letters.dedup();
                tokens = tokens
                    .iter()
                    .flat_map(|before| letters.iter().map(move |c| format!("{before}{c}")))
                    .collect();
            }
            all.push(json!({"match": {"initials": tokens.join(" ")}}));
        }
    }
    all_of(all)
}

fn pairs(one: &[impl AsRef<str>], two: &[impl AsRef<str>]) -> Value {
    let both = one.iter().flat_map(|one| two.iter().map(move |two| pair(one.as_ref(), two.as_ref())));
    json!({"match": {"pinyin": both.collect::<Vec<_>>().join(" ")}})
}

/// Documents that may have what was meant where a term has a slip: characters that sound alike, one that is
/// wrong, missing, superfluous or in its neighbour's place, others between.
fn slips(text: &str) -> Vec<Value> {
    let [Run::Cjk(run)] = runs(text)[..] else { return Vec::new() };
    let chars: Vec<char> = run.chars().collect();
    let mut any = Vec::new();
    let sounds: Vec<&[&str]> = chars.iter().map(|&c| alike(c)).collect();
    if chars.len() > 1 && sounds.iter().all(|sounds| !sounds.is_empty()) {
        any.extend(all_of(sounds.windows(2).map(|two| pairs(two[0], two[1])).collect()));
    }
    if chars.len() >= SLIP_CHARS {
        let each = chars.iter().map(char::to_string).collect::<Vec<_>>().join(" ");
        any.push(json!({"bool": {
            "must": [{"match": {"tokens": {"query": each, "minimum_should_match": chars.len() - 1}}}],
            // Those that have more of it in its order first.
            "should": [{"match": {"text": run}}, {"match": {"folded.title": run}}],
        }}));
    }
    any
}

/// A term for documents of others, whose analyzers one does not know.
fn foreign(term: &Term, fields: &Foreign) -> Option<Value> {
    if term.field == Field::File {
        return None;
    }
    let mut typed = vec![term.text.clone(), folded(&term.text)];
    typed.dedup();
    let mut any = Vec::new();
    for text in &typed {
        any.extend(fields.texts.iter().map(|name| json!({"match_phrase": {name: text}})));
        let part = format!("*{}*", escaped(text));
        any.extend(
            fields
                .keywords
                .iter()
                .map(|name| json!({"query_string": {"default_field": name, "query": part}})),
        );
    }
    (!any.is_empty()).then(|| one_of(any))
}

/// A text in the syntax of `query_string`, where many marks mean something.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        // These two cannot be escaped; a single character stands for them.
        if matches!(c, '<' | '>') {
            escaped.push('?');
            continue;
        }
        if c.is_whitespace() || (c.is_ascii_punctuation() && !matches!(c, '\'' | '_' | ',' | '.')) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> String {
        candidates(&Query::parse(query), &Fields::Pushed, false)["bool"]["must"].to_string()
    }

    #[test]
    fn exact_texts_are_phrases_words_and_characters() {
        let asked = asked("'河长abc");
        assert!(asked.contains(r#"{"match_phrase":{"text":"河长"}}"#), "{asked}");
        assert!(asked.contains(r#""query":"abc*""#), "the word may go on: {asked}");
        assert_eq!(self::asked("'河"), r#"[{"match":{"tokens":"河"}}]"#);
        assert!(self::asked("'河，长").contains(r#"{"match":{"tokens":","}}"#));
    }

    #[test]
    fn fields_and_dates_are_asked_for_where_they_stand() {
        assert!(asked("title:'河長").contains(r#"[{"match_phrase":{"folded.title":"河长"}}]"#));
        assert!(asked("date:2017..2020-06").contains(r#"{"date":{"gte":"2017-01-01","lte":"2020-06-30"}}"#));
        assert!(asked("file:2019/a").contains(r#""query":"*2019\\/a*""#), "{}", asked("file:2019/a"));
    }

    #[test]
    fn letters_are_asked_for_as_sounds_too() {
        assert!(asked("beijiao").contains(r#"{"match":{"pinyin":"bei'jiao"}}"#), "{}", asked("beijiao"));
        assert!(asked("beijia").contains("bei'jia*"), "{}", asked("beijia"));
        let initials = asked("bjbsc");
        assert!(["bjb", "jbs", "bsc"].iter().all(|three| initials.contains(three)), "{initials}");
        assert!(asked("bei郊").contains("bei'jiao"), "{}", asked("bei郊"));
    }

    #[test]
    fn only_what_the_engine_knows_for_certain_is_excluded_there() {
        let unwanted = |query: &str| {
            candidates(&Query::parse(query), &Fields::Pushed, false)["bool"]["must_not"].to_string()
        };
        assert!(unwanted("河 -水库").contains(r#""match_phrase":{"text":"水库"}"#));
        assert_eq!(unwanted("河 -abc -title:水库 -date:2019"), "[]");
    }

    #[test]
    fn what_means_something_to_the_engine_is_escaped() {
        assert_eq!(escaped("a b:c*(d)/e"), r"a\ b\:c\*\(d\)\/e");
        assert_eq!(escaped("bei'jiao 河。"), r"bei'jiao\ 河。");
    }
}
