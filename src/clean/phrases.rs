//! The words by which the furniture of a page is known.
//!
//! Collected by hand from the usual publishing systems of Chinese sites: portals and newspapers since the
//! late 1990s, digital newspaper editions, government portals, Discuz!, phpwind, Tianya and Tieba forums,
//! blog hosts. They are written in the folded form that [`key`] gives: simplified characters, half-width,
//! lower case, without white space. A table says how strictly its words are taken: a word that is a whole
//! line by itself is enough, the same word inside a long sentence says nothing.

mod advertisement;
mod breadcrumb;
mod comment;
mod copyright;
mod counter;
mod form;
mod interface;
mod navigation;
mod pager;
mod related;
mod share;

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::document::Reason;
use crate::text::variant::fold;

/// What a phrase says about the line in which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    pub text: &'static str,
    pub reason: Reason,
    /// It must open the line.
    pub opening: bool,
    /// Only in lines of at most so many characters.
    pub within: usize,
    /// What follows a line with this phrase is no longer the text, once enough of the text has passed.
    pub ends: bool,
}

/// The words of one reason.
struct Table {
    reason: Reason,
    /// Lines that consist of nothing else, marks and brackets aside.
    whole: &'static [&'static str],
    /// Phrases that open a line.
    opening: &'static [Phrases],
    /// Phrases anywhere in a line.
    inside: &'static [Phrases],
}

struct Phrases {
    /// The longest line, in characters, in which they count.
    within: usize,
    /// The text ends before such a line.
    ends: bool,
    words: &'static [&'static str],
}

/// All tables. A word that stands in several belongs to the first of them.
const TABLES: [&Table; 11] = [
    &related::TABLE,
    &comment::TABLE,
    &breadcrumb::TABLE,
    &share::TABLE,
    &form::TABLE,
    &counter::TABLE,
    &pager::TABLE,
    &copyright::TABLE,
    &advertisement::TABLE,
    &navigation::TABLE,
    &interface::TABLE,
];

/// Finds the words of a table in one pass, the longest at each place.
#[derive(Debug)]
pub struct WordFinder(AhoCorasick);

impl WordFinder {
    pub fn new(words: impl Iterator<Item = &'static str>) -> WordFinder {
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        WordFinder(finder.expect("the tables of this crate are far below the automaton's limits"))
    }

    pub fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = aho_corasick::Match> + 'a {
        self.0.find_iter(text)
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

static WHOLE_TABLE: LazyLock<HashMap<&'static str, Reason>> = LazyLock::new(|| {
    let rows = |table: &&'static Table| table.whole.iter().map(|&word| (word, table.reason));
    TABLES.iter().rev().flat_map(rows).collect()
});

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let rows = |reason: Reason, groups: &'static [Phrases], opening: bool| {
        groups.iter().flat_map(move |&Phrases { within, ends, words }| {
            words.iter().map(move |&text| Phrase { text, reason, opening, within, ends })
        })
    };
    let all = |table: &&'static Table| {
        rows(table.reason, table.opening, true).chain(rows(table.reason, table.inside, false))
    };
    TABLES.iter().flat_map(all).collect()
});

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(PHRASES.iter().map(|phrase| phrase.text))
        .ok()
});

/// The longest line, in characters, that is looked up at all.
pub const LONGEST: u32 = 160;

/// The folded form of a line in which phrases are looked up.
pub fn key(text: &str, key: &mut String) {
    key.clear();
    key.extend(text.chars().filter(|c| !c.is_whitespace()).map(fold).map(|c| match c {
        '：' => ':',
        '｜' => '|',
        '＞' | '›' => '>',
        '〉' => '>',
        c => c,
    }));
}

/// What a line that is nothing but one of the known words is. `key` is the line's folded form.
pub fn whole(key: &str) -> Option<Reason> {
    let bare = key.trim_matches(|c: char| {
        !c.is_alphanumeric() || c.is_ascii_digit() && !key.chars().all(|c| c.is_ascii_digit())
    });
    WHOLE_TABLE.get(bare).or_else(|| WHOLE_TABLE.get(key)).copied()
}

/// The phrases found in a line's folded form that count at its length.
pub fn found(key: &str, chars: usize) -> impl Iterator<Item = &'static Phrase> {
    let finder = FINDER.as_ref();
    finder
        .into_iter()
        .flat_map(move |finder| finder.find_overlapping_iter(key))
        .map(|hit| (hit.start(), &PHRASES[hit.pattern().as_usize()]))
        .filter(move |(at, phrase)| chars <= phrase.within && (!phrase.opening || *at <= 4))
        .map(|(_, phrase)| phrase)
}
