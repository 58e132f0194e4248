//! What a query means, given the heap, before it is planned: syllables and characters that were typed apart
//! belong together, and articles of statutes are known by their numbers.

use super::article;
use super::query::{Clause, Field, Query};
use super::sounds::is_syllable;
use crate::text::class::is_han;

/// Characters typed apart (劳 动 法) are one word from so many on; two may be two words.
const CHARACTERS: usize = 3;

/// The query as it is meant. `is_there` says whether a text may have a string (folded).
pub fn meant(query: &Query, is_there: &dyn Fn(&str) -> bool) -> Query {
    article::resolved(&together(query, is_there), is_there)
}

/// Runs of single characters, or of syllables, taken for one term each, unless a text has them apart.
fn together(query: &Query, is_there: &dyn Fn(&str) -> bool) -> Query {
    let mut joined = Query { clauses: Vec::new(), ..query.clone() };
    for run in query.clauses.chunk_by(|a, b| kind(a).is_some() && kind(a) == kind(b)) {
        let texts: Vec<&str> =
            run.iter().flat_map(|clause| &clause.any).map(|term| term.text.as_str()).collect();
        let (least, between) = match run.first().and_then(kind) {
            Some(Kind::Syllable) => (2, "'"),
            Some(Kind::Character) => (CHARACTERS, ""),
            None => (usize::MAX, ""),
        };
        if run.len() < least || is_there(&texts.join(" ")) {
            joined.clauses.extend_from_slice(run);
            continue;
        }
        let mut clause = run[0].clone();
        clause.any[0].text = texts.join(between);
        joined.clauses.push(clause);
    }
    joined
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Syllable,
    Character,
}

fn kind(clause: &Clause) -> Option<Kind> {
    let [term] = clause.any.as_slice() else { return None };
    if clause.negated || term.exact || term.field != Field::Anywhere {
        return None;
    }
    let mut chars = term.text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if is_han(c) => Some(Kind::Character),
        _ => is_syllable(&super::forgive::plain_letters(&term.text)).then_some(Kind::Syllable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(query: &str, is_there: bool) -> Vec<String> {
        let meant = meant(&Query::parse(query), &|_| is_there);
        meant.clauses.into_iter().flat_map(|clause| clause.any).map(|term| term.text).collect()
    }

    #[test]
    fn what_was_typed_apart_is_put_together() {
        assert_eq!(terms("lao dong fa", false), ["lao'dong'fa"]);
        assert_eq!(terms("he can do", true), ["he", "can", "do"]);
        assert_eq!(terms("劳 动 法", false), ["劳动法"]);
        assert_eq!(terms("水 火", false), ["水", "火"]);
        assert_eq!(terms("劳动 fa", false), ["劳动", "fa"]);
        assert_eq!(terms("\"lao\" dong", false), ["lao", "dong"]);
    }

    #[test]
    fn articles_stand_apart() {
        assert_eq!(terms("民法典1079条", false), ["民法典", "民法典", "第一千零七十九条", "第1079条"]);
        assert_eq!(terms("mfd1079", false), ["mfd", "mfd", "第一千零七十九条", "第1079条"]);
        assert_eq!(terms("b1079", false), ["b1079"]);
        assert_eq!(terms("rfc1079", true), ["rfc1079"], "as it stands somewhere");
        assert_eq!(terms("\"民法典1079条\"", false), ["民法典1079条"]);
    }
}
