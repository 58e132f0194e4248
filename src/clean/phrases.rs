//! The words by which the furniture of a page is known.
//!
//! Collected by hand from the usual publishing systems of Chinese sites: portals and newspapers since the
//! late 1990s, digital newspaper editions, government portals, Discuz!, phpwind, Tianya and Tieba forums,
//! blog hosts. They are written in the folded form of a [`Key`]: simplified characters, half-width,
//! lower case, without white space. A table says how strictly its words are taken: a word that is a whole
//! line by itself is enough, the same word inside a long sentence says nothing.

mod advertisement;
mod breadcrumb;
mod comment;
mod copyright;
mod counter;
mod form;
mod interface;
mod key;
mod navigation;
mod pager;
mod related;
mod share;

use std::sync::LazyLock;

pub use self::key::Key;

use super::words::Words;
use crate::document::Reason;

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
    /// It counts in a closed sentence too: the small print is written in sentences.
    pub in_prose: bool,
}

impl Phrase {
    /// How to reach somebody, which the foot of a page says and many a text: no furniture by itself.
    pub fn is_contact(&self) -> bool {
        self.reason == Reason::Copyright && !self.ends
    }
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
    in_prose: bool,
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

/// The words that are whole lines, and the reason of each.
struct Whole {
    words: Words,
    reasons: Vec<Reason>,
}

static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let rows = || TABLES.iter().flat_map(|table| table.whole.iter().map(|&word| (word, table.reason)));
    Whole {
        words: Words::new(rows().map(|(word, _)| word)),
        reasons: rows().map(|(_, reason)| reason).collect(),
    }
});

/// Phrases and the table that finds them.
struct Index {
    phrases: Vec<Phrase>,
    words: Words,
}

impl Index {
    fn of(groups: fn(&Table) -> &'static [Phrases], opening: bool, counts: fn(&Phrases) -> bool) -> Index {
        let mut phrases = Vec::new();
        for table in TABLES {
            for &Phrases { within, ends, in_prose, words } in groups(table).iter().filter(|&p| counts(p)) {
                let reason = table.reason;
                let phrase = |&text| Phrase { text, reason, opening, within, ends, in_prose };
                phrases.extend(words.iter().map(phrase));
            }
        }
        Index { words: Words::new(phrases.iter().map(|phrase| phrase.text)), phrases }
    }
}

static OPENING: LazyLock<Index> = LazyLock::new(|| Index::of(|table| table.opening, true, |_| true));
static INSIDE: LazyLock<Index> = LazyLock::new(|| Index::of(|table| table.inside, false, |_| true));
/// The few of them that count in a line of more than [`SHORT`] characters or in prose, which most of a text is.
static INSIDE_LONG: LazyLock<Index> =
    LazyLock::new(|| Index::of(|table| table.inside, false, |group| group.within > SHORT || group.in_prose));

/// The longest line, in characters, in which nearly all phrases count.
const SHORT: usize = 60;

/// The longest line, in characters, that is looked up; statements are, which may be longer, by their first words.
pub const LONGEST: u32 = 160;
pub const LONGEST_STATEMENT: u32 = 600;
