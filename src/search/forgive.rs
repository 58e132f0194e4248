//! What a reader may have meant by a term: strings that stand in the index and are like it in one of
//! the ways that people slip or abbreviate.

mod letters;
mod numerals;
mod spelling;

pub use letters::plain as plain_letters;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem::Finder;
use rayon::prelude::*;

use super::MatchKind;
use super::pattern::{Pattern, Slot, strings};
use super::segment::{Segment, gram_char, is_one_gram};
use super::sounds;
use super::texts::Reader;
use super::vocabulary::{Piece, Vocabulary};
use crate::text::class::han_digit;
use crate::text::pinyin::homophones;
use crate::text::variant::fold;

/// A string to look for instead of a term, or the term itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Folded.
    pub text: String,
    pub kind: MatchKind,
    /// 1 for the term itself, less the more was forgiven.
    pub quality: f32,
}

/// How far each kind of forgiveness is trusted.
const PINYIN: f32 = 0.95;
/// The last syllable is still being typed.
const PINYIN_GROWING: f32 = 0.8;
const PINYIN_MIXED: f32 = 0.7;
const INITIALS: f32 = 0.65;
const TWO_INITIALS: f32 = 0.35;
/// Initials of a whole word or phrase, or of its first or last characters, are likelier meant than some inside.
const WHOLE_WORD: f32 = 1.2;
const EDGE_OF_WORD: f32 = 1.05;
const INSIDE_WORD: f32 = 0.9;
/// Of words with the same initials the next most frequent is likely so much less.
const NEXT_WORD: f32 = 0.98;
/// For each character that sounds the same, or nearly so.
const SAME_SOUND: f32 = 0.85;
const NEAR_SOUND: f32 = 0.75;
const SWAPPED: f32 = 0.6;
const WRONG: f32 = 0.55;
const MISSING: f32 = 0.55;
const SUPERFLUOUS: f32 = 0.5;
/// Between these, the denser the better.
const SUBSEQUENCE: (f32, f32) = (0.3, 0.5);
/// A known word is likelier meant than a string that happens to stand in a text.
const KNOWN_WORD: f32 = 1.15;
/// The end of one word and the start of the next often sound like a word of two syllables.
const BY_CHANCE: f32 = 0.5;
/// What is trusted less than this share of the best is left out.
const UNLIKELY: f32 = 0.6;

/// More strings for one term would bring more noise than sense.
const MAX_ALTERNATIVES: usize = 24;
/// Characters that a single syllable is taken for.
const MAX_CHARS: usize = 6;
/// Pairs looked at for one kind of forgiveness in one segment.
const BUDGET: usize = 20_000;
/// A string that is in none of so many documents of a segment that may have it is in no other either, one
/// supposes.
const WITNESSES: usize = 64;
/// Bytes of text looked at to see which strings stand there: some milliseconds.
const BUDGET_BYTES: usize = 8 << 20;
/// Terms shorter than this are too short to be forgiven a slip other than one of sound.
const SLIP_CHARS: usize = 3;
/// From this length on, a string that is no known word is believed; one that sounds like the term, from
/// a character less on.
const BELIEVED_CHARS: usize = 4;
/// Fewer initials fit too much to look for them inside words.
const MIN_INITIALS: usize = 3;
/// Words that two initials are taken for.
const MAX_WORDS: usize = 6;
/// Longer words that one of two characters is taken to be short for.
const MAX_EXPANSIONS: usize = 4;
/// Once this many documents have a term as it stands, nothing that it only may mean is looked for; one is
/// enough for a term of some length.
pub const ENOUGH: usize = 3;

/// The term itself and other ways to write the same.
pub fn writings(term: &str) -> Vec<Alternative> {
    let folded: String = term.chars().map(fold).collect();
    let mut writings = vec![Alternative { text: folded.clone(), kind: MatchKind::Exact, quality: 1.0 }];
    let others = numerals::other_writings(&folded);
    writings.extend(others.map(|text| Alternative { text, kind: MatchKind::Variant, quality: 0.9 }));
    writings
}

/// Whether letters of the term may stand for characters.
pub fn may_be_pinyin(term: &str) -> bool {
    term.chars().any(|c| fold(c).is_ascii_lowercase())
}

/// What else may have been meant by `term`, the likeliest first.
pub fn meanings(term: &str, segments: &[&Segment], texts: &Reader) -> Vec<Alternative> {
    let folded: Vec<char> = term.chars().map(fold).collect();
    let vocabulary = Vocabulary::of(segments.iter().map(|segment| segment.words()));
    let mut found = Found { segments, vocabulary, by_text: HashMap::new() };
    if may_be_pinyin(term) {
        found.pinyin(&folded.iter().collect::<String>());
    }
    if folded.iter().any(|c| !c.is_ascii()) && !may_be_pinyin(term) {
        found.homophones(&folded);
    }
    if folded.len() >= SLIP_CHARS && !found.is_sure() {
        found.slips(&folded);
        found.subsequences(&folded);
    }
    found.by_text.remove(&folded.iter().collect::<String>());
    found.best(texts)
}

struct Found<'a> {
    segments: &'a [&'a Segment],
    vocabulary: Vocabulary<'a>,
    by_text: HashMap<String, Meant>,
}

/// A string that may be meant.
struct Meant {
    kind: MatchKind,
    quality: f32,
    /// It is believed without being a known word if it has so many characters.
    enough: usize,
    /// How many documents may have it, where that is known.
    documents: usize,
}

impl Found<'_> {
    fn add(&mut self, text: String, kind: MatchKind, quality: f32, documents: usize) {
        let enough = match kind {
            MatchKind::Homophone => BELIEVED_CHARS - 1,
            MatchKind::Typo => BELIEVED_CHARS,
            _ => 0,
        };
        match self.by_text.entry(text) {
            Entry::Vacant(free) => _ = free.insert(Meant { kind, quality, enough, documents }),
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.documents = known.documents.max(documents);
                if quality > known.quality {
                    (known.kind, known.quality, known.enough) = (kind, quality, enough);
                }
            }
        }
    }

    /// Whether spelling or sound explained the term already, so that no slip needs to be assumed.
    fn is_sure(&self) -> bool {
        self.by_text.values().any(|meant| meant.kind < MatchKind::Homophone && meant.quality >= INITIALS)
    }

    fn is_known(&self, word: &str) -> bool {
        self.vocabulary.contains(word)
    }

    /// Whether a text has `text`, as far as some of those show that may have it. What is looked at counts
    /// against `left`, in bytes; when that is used up, nothing is believed.
    fn stands(&self, text: &str, texts: &Reader, left: &AtomicUsize) -> bool {
        let finder = Finder::new(text);
        self.segments.iter().any(|segment| {
            segment.candidates(text).iter().take(WITNESSES).any(|doc| {
                let page = texts.page(segment, doc);
                let spend = |left: usize| left.checked_sub(page.folded.len());
                left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok()
                    && finder.find(&page.folded).is_some()
            })
        })
    }

    /// The likeliest of the strings that do stand in a text.
    fn best(self, texts: &Reader) -> Vec<Alternative> {
        let mut likely: Vec<(&String, &Meant, bool)> =
            self.by_text.iter().map(|(text, meant)| (text, meant, self.is_known(text))).collect();
        likely.retain(|&(text, meant, known)| known || text.chars().count() >= meant.enough);
        let quality = |&(text, meant, known): &(&String, &Meant, bool)| match meant.kind {
            _ if known => (meant.quality * KNOWN_WORD).min(1.0),
            MatchKind::Pinyin if text.chars().count() == 2 => meant.quality * BY_CHANCE,
            _ => meant.quality,
        };
        let documents = |found: &(&String, &Meant, bool)| found.1.documents;
        likely.sort_by(|a, b| {
            let by_quality = quality(b).total_cmp(&quality(a));
            by_quality.then_with(|| documents(b).cmp(&documents(a))).then_with(|| a.0.cmp(b.0))
        });
        let left = AtomicUsize::new(BUDGET_BYTES);
        // What is known stands somewhere.
        let stands = |&&(text, _, known): &&(&String, &Meant, bool)| {
            known || is_one_gram(text) || self.stands(text, texts, &left)
        };
        let mut standing = Vec::new();
        for next in likely.chunks(MAX_ALTERNATIVES) {
            standing.par_extend(next.par_iter().filter(stands));
            if standing.len() >= MAX_ALTERNATIVES {
                break;
            }
        }
        standing.truncate(MAX_ALTERNATIVES);
        let alternative = |found: &(&String, &Meant, bool)| Alternative {
            text: found.0.clone(),
            kind: found.1.kind,
            quality: quality(found),
        };
        let mut best: Vec<Alternative> = standing.into_iter().map(alternative).collect();
        // Beside what is surely meant, the unlikely is noise.
        let least = best.first().map_or(0.0, |first| first.quality * UNLIKELY);
        best.retain(|alternative| alternative.quality >= least);
        best
    }

    /// What fits a pattern, with the number of documents that may have it.
    fn fit(&self, slots: Vec<Slot>, replacements: usize) -> HashMap<String, usize> {
        let pattern = Pattern { slots, replacements };
        let in_segments =
            self.segments.par_iter().map(|segment| strings(segment, &pattern, &mut BUDGET.clone()));
        let mut documents: HashMap<String, usize> = HashMap::new();
        for fit in in_segments.collect::<Vec<_>>().into_iter().flatten() {
            *documents.entry(fit.text).or_default() += fit.documents;
        }
        documents
    }

    /// Adds what fits any of the patterns; each has a quality of its own.
    fn fit_all(&mut self, patterns: Vec<(Vec<Slot>, f32)>, kind: MatchKind) {
        let fits: Vec<_> =
            patterns.into_par_iter().map(|(slots, quality)| (self.fit(slots, 0), quality)).collect();
        for (fits, quality) in fits {
            fits.into_iter().for_each(|(text, documents)| self.add(text, kind, quality, documents));
        }
    }

    /// What `search` finds in words of at least `chars` characters; on all cores.
    fn among_words<F>(&self, chars: usize, search: F) -> Vec<(String, f32)>
    where
        F: Fn(Piece<'_>) -> Vec<(String, f32)> + Send + Sync,
    {
        self.vocabulary.pieces(chars).into_par_iter().flat_map_iter(search).collect()
    }

    /// Characters that sound like others.
    fn homophones(&mut self, term: &[char]) {
        let slot = |&c: &char| match sounds::like(c) {
            Some(set) => Slot::Or(gram_char(c), set),
            None => Slot::One(gram_char(c)),
        };
        let replacements = if term.len() >= BELIEVED_CHARS { 2 } else { 1 };
        if term.len() < 2 {
            return;
        }
        for (text, documents) in self.fit(term.iter().map(slot).collect(), replacements) {
            let replaced = term.iter().zip(text.chars()).filter(|(a, b)| **a != *b);
            let quality = replaced.map(|(&a, b)| if homophones(a, b) { SAME_SOUND } else { NEAR_SOUND });
            let quality = quality.product();
            self.add(text, MatchKind::Homophone, quality, documents);
        }
    }

    /// One character wrong, missing, superfluous or in its neighbour's place.
    fn slips(&mut self, term: &[char]) {
        let last = term.len() - 1;
        let mut patterns: Vec<(Vec<Slot>, f32)> = Vec::new();
        // Another number is another thing.
        let figure = |at: usize| term.get(at).is_some_and(|&c| c.is_ascii_digit() || han_digit(c).is_some());
        for at in 0..=last {
            if figure(at) {
                continue;
            }
            let (before, after) = term.split_at(at);
            let (before, from, after) = (literally(before), literally(after), literally(&after[1..]));
            // Without its first or last character a term is a part of itself; that needs no open slot.
            if at > 0 && at < last {
                patterns.push(([&before[..], &[Slot::Any], &after].concat(), WRONG));
            }
            if at > 0 && !figure(at - 1) {
                patterns.push(([&before[..], &[Slot::Any], &from].concat(), MISSING));
            }
            if term.len() >= BELIEVED_CHARS {
                patterns.push(([before, after].concat(), SUPERFLUOUS));
            }
            if at < last && !figure(at + 1) {
                let mut swapped = term.to_vec();
                swapped.swap(at, at + 1);
                patterns.push((literally(&swapped), SWAPPED));
            }
        }
        self.fit_all(patterns, MatchKind::Typo);
        // A wrong character at the end of a term leaves all others in their order.
        if term.len() == BELIEVED_CHARS {
            for rest in [&term[1..], &term[..last]] {
                if let Some(meant) = self.by_text.get_mut(&rest.iter().collect::<String>()) {
                    meant.enough = meant.enough.min(rest.len());
                }
            }
        }
    }

    /// Words and phrases that have the term's characters in order, with others between.
    fn subsequences(&mut self, term: &[char]) {
        let matcher = SkimMatcherV2::default();
        let needle: String = term.iter().collect();
        let Some(first) = term.first().map(|c| c.to_string()) else { return };
        let first = Finder::new(&first);
        let search = |words: Piece<'_>| {
            let mut found: Vec<(String, f32)> = Vec::new();
            let words = words.words_with(|lines| first.find(lines.as_bytes()));
            for word in words.filter(|word| has_in_order(word, term)) {
                let Some((_, indices)) = matcher.fuzzy_indices(word, &needle) else { continue };
                let (Some(&from), Some(&to)) = (indices.first(), indices.last()) else { continue };
                let spread = to + 1 - from;
                if spread <= term.len() * 2 {
                    let density = term.len() as f32 / spread as f32;
                    let quality = SUBSEQUENCE.0 + (SUBSEQUENCE.1 - SUBSEQUENCE.0) * density;
                    found.push((word.chars().skip(from).take(spread).collect(), quality));
                }
            }
            found
        };
        for (text, quality) in self.among_words(term.len() + 1, search) {
            self.add(text, MatchKind::Subsequence, quality, 0);
        }
    }
}

/// What a word of two characters is short for: the first and the third character of two words in a row (环保,
/// 环境保护), as Chinese shortens; the commonest.
pub fn expansions(word: &str, segments: &[&Segment], texts: &Reader) -> Vec<Alternative> {
    let [first, second] = word.chars().collect::<Vec<char>>()[..] else { return Vec::new() };
    let vocabulary = Vocabulary::of(segments.iter().map(|segment| segment.words()));
    let found = Found { segments, vocabulary, by_text: HashMap::new() };
    let slots = vec![Slot::One(gram_char(first)), Slot::Any, Slot::One(gram_char(second)), Slot::Any];
    let halves = |text: &str| {
        let cut = text.char_indices().nth(2).map_or(text.len(), |(at, _)| at);
        found.is_known(&text[..cut]) && found.is_known(&text[cut..])
    };
    let fits = found.fit(slots, 0).into_iter().filter(|(text, _)| halves(text));
    let mut fits: Vec<(String, usize)> = fits.collect();
    fits.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let left = AtomicUsize::new(BUDGET_BYTES);
    let standing = fits.into_iter().filter(|(text, _)| found.stands(text, texts, &left));
    let alternative = |(text, _)| Alternative { text, kind: MatchKind::Subsequence, quality: SUBSEQUENCE.1 };
    standing.take(MAX_EXPANSIONS).map(alternative).collect()
}

fn literally<'a>(chars: impl IntoIterator<Item = &'a char>) -> Vec<Slot> {
    chars.into_iter().map(|&c| Slot::One(gram_char(c))).collect()
}

fn has_in_order(word: &str, term: &[char]) -> bool {
    let mut chars = word.chars();
    term.iter().all(|wanted| chars.any(|c| c == *wanted))
}
