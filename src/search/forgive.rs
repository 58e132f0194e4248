//! What a reader may have meant by a term: strings that stand in the index and are like it in one of
//! the ways that people slip or abbreviate.

mod numerals;

use std::collections::HashMap;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::MatchKind;
use super::pattern::{Pattern, Slot, strings};
use super::segment::{Segment, gram_char};
use super::sounds::{self, CharSet, Unit, spellings};
use super::vocabulary::{self, groups};
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

/// More strings for one term would bring more noise than sense.
const MAX_ALTERNATIVES: usize = 24;
/// Pairs looked at for one kind of forgiveness in one segment.
const BUDGET: usize = 20_000;
/// Terms shorter than this are too short to be forgiven a slip other than one of sound.
const SLIP_CHARS: usize = 3;
/// From this length on, a string that is no known word is believed; one that sounds like the term, from
/// a character less on.
const BELIEVED_CHARS: usize = 4;
/// Fewer initials fit too much.
const MIN_INITIALS: usize = 3;

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
pub fn meanings(term: &str, segments: &[&Segment]) -> Vec<Alternative> {
    let folded: Vec<char> = term.chars().map(fold).collect();
    let mut found = Found { segments, by_text: HashMap::new() };
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
    found.best()
}

struct Found<'a> {
    segments: &'a [&'a Segment],
    by_text: HashMap<String, (MatchKind, f32)>,
}

impl Found<'_> {
    fn add(&mut self, text: String, kind: MatchKind, quality: f32) {
        let best = self.by_text.entry(text).or_insert((kind, quality));
        if quality > best.1 {
            *best = (kind, quality);
        }
    }

    /// Whether spelling or sound explained the term already, so that no slip needs to be assumed.
    fn is_sure(&self) -> bool {
        self.by_text.values().any(|&(kind, quality)| kind < MatchKind::Homophone && quality >= INITIALS)
    }

    fn is_known(&self, word: &str) -> bool {
        self.segments.iter().any(|segment| vocabulary::contains(segment.words(), word))
    }

    fn best(self) -> Vec<Alternative> {
        let mut likely: Vec<(&String, MatchKind, f32)> =
            self.by_text.iter().map(|(text, &(kind, quality))| (text, kind, quality)).collect();
        likely.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(b.0)));
        let mut best: Vec<Alternative> = Vec::new();
        for (text, kind, quality) in likely {
            if best.len() == MAX_ALTERNATIVES {
                break;
            }
            if !self.segments.iter().any(|segment| !segment.candidates(text).is_empty()) {
                continue;
            }
            let known = self.is_known(text);
            let enough = match kind {
                MatchKind::Homophone => BELIEVED_CHARS - 1,
                MatchKind::Typo => BELIEVED_CHARS,
                _ => 0,
            };
            if known || text.chars().count() >= enough {
                let quality = if known { quality * KNOWN_WORD } else { quality };
                best.push(Alternative { text: text.clone(), kind, quality: quality.min(1.0) });
            }
        }
        best.sort_by(|a, b| b.quality.total_cmp(&a.quality));
        best
    }

    fn fit(&self, slots: Vec<Slot>, replacements: usize) -> Vec<String> {
        let pattern = Pattern { slots, replacements };
        let mut all = Vec::new();
        for segment in self.segments {
            all.extend(strings(segment, &pattern, &mut BUDGET.clone()));
        }
        all
    }

    /// Letters for sounds, alone or among characters.
    fn pinyin(&mut self, term: &str) {
        let runs = runs(term);
        let letters: Vec<_> = runs.iter().map(|run| spellings(run)).collect();
        let alone = runs.len() == 1;
        if let (true, [only]) = (alone, letters.as_slice()) {
            only.full.iter().filter(|way| way.len() > 1).for_each(|way| self.spelt(way, PINYIN));
            only.growing.iter().for_each(|way| self.spelt(way, PINYIN_GROWING));
            only.mixed.iter().for_each(|way| self.spelt(way, PINYIN_MIXED));
            only.initials.iter().filter(|way| way.len() >= MIN_INITIALS).for_each(|way| self.initials(way));
            if let [[Unit::Syllable(_)]] = only.full.iter().map(Vec::as_slice).collect::<Vec<_>>().as_slice()
            {
                only.full.iter().for_each(|way| self.initials(way));
            }
            return;
        }
        // Each run of letters read in its first ways, everything between as it stands.
        let mut ways: Vec<Vec<Slot>> = vec![Vec::new()];
        for (run, spelt) in runs.iter().zip(&letters) {
            let readings = [&spelt.full, &spelt.initials, &spelt.growing, &spelt.mixed];
            let readings: Vec<Vec<Slot>> =
                readings.into_iter().flatten().take(4).map(|way| slots(way)).collect();
            let literal: Vec<Slot> = run.chars().map(|c| Slot::One(gram_char(c))).collect();
            let choices = if readings.is_empty() { vec![literal] } else { readings };
            ways = ways
                .iter()
                .flat_map(|before| choices.iter().map(|choice| [before.as_slice(), choice].concat()))
                .take(8)
                .collect();
        }
        for way in ways {
            for text in self.fit(way, 0) {
                self.add(text, MatchKind::Pinyin, PINYIN);
            }
        }
    }

    fn spelt(&mut self, way: &[Unit<'_>], quality: f32) {
        for text in self.fit(slots(way), 0) {
            self.add(text, MatchKind::Pinyin, quality);
        }
    }

    /// Initials fit so much that only known words and phrases are believed.
    fn initials(&mut self, way: &[Unit<'_>]) {
        let sets: Vec<CharSet> = way.iter().filter_map(|unit| unit.chars()).collect();
        let mut found: Vec<(String, f32)> = Vec::new();
        for segment in self.segments {
            for group in groups(segment.words()).filter(|group| group.chars >= sets.len()) {
                let whole = group.chars == sets.len();
                for word in group.words.lines() {
                    let chars: Vec<u16> = word.chars().map(gram_char).collect();
                    for (at, window) in chars.windows(sets.len()).enumerate() {
                        if window.iter().zip(&sets).all(|(&c, set)| set.contains(c)) {
                            let text = word.chars().skip(at).take(sets.len()).collect();
                            found.push((
                                text,
                                if whole {
                                    1.2
                                } else if at == 0 {
                                    1.1
                                } else {
                                    1.0
                                },
                            ));
                        }
                    }
                }
            }
        }
        for (text, trust) in found {
            self.add(text, MatchKind::Initials, INITIALS * trust);
        }
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
        for text in self.fit(term.iter().map(slot).collect(), replacements) {
            let replaced = term.iter().zip(text.chars()).filter(|(a, b)| **a != *b);
            let quality = replaced.map(|(&a, b)| if homophones(a, b) { SAME_SOUND } else { NEAR_SOUND });
            let quality = quality.product();
            self.add(text, MatchKind::Homophone, quality);
        }
    }

    /// One character wrong, missing, superfluous or in its neighbour's place.
    fn slips(&mut self, term: &[char]) {
        let exactly = |chars: &[char]| chars.iter().map(|&c| Slot::One(gram_char(c))).collect::<Vec<_>>();
        let last = term.len() - 1;
        for at in 0..=last {
            let (before, after) = term.split_at(at);
            let (before, wrong) = (exactly(before), exactly(&after[1..]));
            // Without its first or last character a term is a part of itself; that needs no open slot.
            if at > 0 && at < last {
                let open = [before.as_slice(), &[Slot::Any], &wrong].concat();
                self.fit(open, 0).into_iter().for_each(|text| self.add(text, MatchKind::Typo, WRONG));
            }
            if at > 0 {
                let open = [before.as_slice(), &[Slot::Any], &exactly(after)].concat();
                self.fit(open, 0).into_iter().for_each(|text| self.add(text, MatchKind::Typo, MISSING));
            }
            if term.len() >= BELIEVED_CHARS {
                let shorter: String = term[..at].iter().chain(&after[1..]).collect();
                self.add(shorter, MatchKind::Typo, SUPERFLUOUS);
            }
            if at < last {
                let mut swapped = term.to_vec();
                swapped.swap(at, at + 1);
                self.add(swapped.iter().collect(), MatchKind::Typo, SWAPPED);
            }
        }
    }

    /// Words and phrases that have the term's characters in order, with others between.
    fn subsequences(&mut self, term: &[char]) {
        let matcher = SkimMatcherV2::default();
        let needle: String = term.iter().collect();
        let Some(first) = term.first().map(|c| c.to_string()) else { return };
        let mut found: Vec<(String, f32)> = Vec::new();
        for segment in self.segments {
            for group in groups(segment.words()).filter(|group| group.chars > term.len()) {
                for word in lines_with(group.words, &first).filter(|word| has_in_order(word, term)) {
                    let Some((_, indices)) = matcher.fuzzy_indices(word, &needle) else { continue };
                    let (Some(&from), Some(&to)) = (indices.first(), indices.last()) else { continue };
                    let spread = to + 1 - from;
                    if spread <= term.len() * 2 {
                        let density = term.len() as f32 / spread as f32;
                        let quality = SUBSEQUENCE.0 + (SUBSEQUENCE.1 - SUBSEQUENCE.0) * density;
                        found.push((word.chars().skip(from).take(spread).collect(), quality));
                    }
                }
            }
        }
        for (text, quality) in found {
            self.add(text, MatchKind::Subsequence, quality);
        }
    }
}

fn slots(way: &[Unit<'_>]) -> Vec<Slot> {
    way.iter().filter_map(|unit| unit.chars()).map(Slot::In).collect()
}

/// The lines of `text` that contain `needle`.
fn lines_with<'a>(text: &'a str, needle: &str) -> impl Iterator<Item = &'a str> {
    let mut rest = text;
    let finder = memchr::memmem::Finder::new(needle).into_owned();
    std::iter::from_fn(move || {
        let at = finder.find(rest.as_bytes())?;
        let start = memchr::memrchr(b'\n', &rest.as_bytes()[..at]).map_or(0, |before| before + 1);
        let end = memchr::memchr(b'\n', &rest.as_bytes()[at..]).map_or(rest.len(), |after| at + after);
        let line = &rest[start..end];
        rest = &rest[end..];
        Some(line)
    })
}

fn has_in_order(word: &str, term: &[char]) -> bool {
    let mut chars = word.chars();
    term.iter().all(|wanted| chars.any(|c| c == *wanted))
}

/// The term cut where letters and other characters meet.
fn runs(term: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, pair) in
        term.char_indices().zip(term.chars().skip(1)).map(|((at, a), b)| (at + a.len_utf8(), (a, b)))
    {
        if pair.0.is_ascii_lowercase() != pair.1.is_ascii_lowercase() {
            runs.push(&term[start..at]);
            start = at;
        }
    }
    runs.push(&term[start..]);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_letters() {
        assert_eq!(runs("13710pt"), ["13710", "pt"]);
        assert_eq!(runs("bei郊"), ["bei", "郊"]);
        assert_eq!(runs("beijiao"), ["beijiao"]);
    }
}
