//! Letters typed for characters: pinyin, whole or still being typed, initials, and mixtures of these.

use std::cmp::Reverse;
use std::collections::HashSet;

use rayon::prelude::*;

use super::{
    ENOUGH, Found, INITIALS, MAX_CHARS, MAX_WORDS, MIN_INITIALS, PINYIN, PINYIN_GROWING, PINYIN_MIXED,
    START_OF_WORD, TWO_INITIALS, WHOLE_WORD, literally,
};
use crate::search::MatchKind;
use crate::search::follow::Spelling;
use crate::search::pattern::Slot;
use crate::search::segment::{gram_char, gram_of_folded};
use crate::search::sounds::{CharSet, Unit, spellings};
use crate::search::vocabulary::Piece;

impl Found<'_> {
    /// Letters for sounds, alone or among characters.
    pub(super) fn pinyin(&mut self, term: &str) {
        let runs = runs(term);
        let letters: Vec<_> = runs.iter().map(|run| spellings(run)).collect();
        if let [only] = letters.as_slice() {
            match only.full.as_slice() {
                [single] if single.len() == 1 => self.syllable(&single[0]),
                full => self.spelt(full, PINYIN),
            }
            self.spelt(&only.growing, PINYIN_GROWING);
            self.spelt(&only.mixed, PINYIN_MIXED);
            self.initials(&only.initials);
            self.two_initials(term, &only.initials);
            return;
        }
        // Each run of letters read in its first ways, everything between as it stands.
        let mut ways: Vec<Vec<Slot>> = vec![Vec::new()];
        for (run, spelt) in runs.iter().zip(&letters) {
            let readings = [&spelt.full, &spelt.initials, &spelt.growing, &spelt.mixed];
            let readings: Vec<Vec<Slot>> =
                readings.into_iter().flatten().take(4).map(|way| slots(way)).collect();
            let choices = if readings.is_empty() {
                vec![literally(&run.chars().collect::<Vec<char>>())]
            } else {
                readings
            };
            ways = ways
                .iter()
                .flat_map(|before| choices.iter().map(|choice| [before.as_slice(), choice].concat()))
                .take(8)
                .collect();
        }
        self.fit_all(ways.into_iter().map(|way| (way, PINYIN)).collect(), MatchKind::Pinyin);
    }

    /// What is spelt in one of several ways.
    fn spelt(&mut self, ways: &[Vec<Unit<'_>>], quality: f32) {
        let ways = ways.par_iter().filter(|way| way.len() > 1);
        let fits: Vec<_> = ways.map(|way| (way, self.fit(slots(way), 0))).collect();
        for (way, fits) in fits {
            for (text, documents) in fits {
                let familiar = way.iter().zip(text.chars()).map(|(unit, c)| unit.familiarity(c));
                let quality = quality * familiar.product::<f32>();
                self.add(text, MatchKind::Pinyin, quality, documents);
            }
        }
    }

    /// One syllable says little: the characters that most documents have.
    fn syllable(&mut self, unit: &Unit<'_>) {
        let Some(chars) = unit.chars() else { return };
        let documents = |c: u16| {
            let postings = self.segments.iter().filter_map(|segment| segment.postings(c, None));
            postings.map(|postings| postings.count()).sum::<usize>()
        };
        let mut common: Vec<(usize, u16)> = chars.iter().map(|c| (documents(c), c)).collect();
        common.sort_unstable_by_key(|&(documents, c)| (Reverse(documents), c));
        let common = common.into_iter().filter(|&(documents, _)| documents > 0).take(MAX_CHARS);
        for (documents, c) in common.filter_map(|(documents, c)| Some((documents, char::from_u32(c.into())?)))
        {
            self.add(c.into(), MatchKind::Pinyin, INITIALS * unit.familiarity(c), documents);
        }
    }

    /// Initials fit so much that only known words and phrases are believed.
    fn initials(&mut self, ways: &[Vec<Unit<'_>>]) {
        let mut spelling = Spelling::default();
        let mut letters = 0;
        let mut sets_of = |way: &[Unit<'_>]| {
            letters = 0;
            let mut sets: Vec<CharSet> = Vec::new();
            for unit in way {
                let Some(set) = unit.chars() else { continue };
                set.iter().for_each(|c| spelling.allow(c, letters, unit.letters().len()));
                letters += unit.letters().len();
                sets.push(set);
            }
            sets
        };
        let ways = ways.iter().filter(|way| way.len() >= MIN_INITIALS);
        let ways: Vec<Vec<CharSet>> = ways.map(|way| sets_of(way)).collect();
        let Some(fewest) = ways.iter().map(Vec::len).min() else { return };
        // Most words fit in none of the ways; those that do are looked at for which, and where.
        let spelling = spelling.of_letters(letters);
        let search = |words: Piece<'_>| {
            let mut found: Vec<(String, f32)> = Vec::new();
            let mut chars: Vec<u16> = Vec::new();
            let find = |lines: &str| {
                let mut at = 0;
                let chars = lines.char_indices().map(|(byte, c)| {
                    at = byte;
                    gram_of_folded(c)
                });
                spelling.find(chars).map(|_| at)
            };
            for word in words.words_with(find) {
                chars.clear();
                chars.extend(word.chars().map(gram_of_folded));
                for sets in &ways {
                    for (at, window) in chars.windows(sets.len()).enumerate() {
                        if window.iter().zip(sets).all(|(&c, set)| set.contains(c)) {
                            let trust = match (at, chars.len() == sets.len()) {
                                (_, true) => WHOLE_WORD,
                                (0, false) => START_OF_WORD,
                                _ => 1.0,
                            };
                            found.push((word.chars().skip(at).take(sets.len()).collect(), trust));
                        }
                    }
                }
            }
            found
        };
        for (text, trust) in self.among_words(fewest, search) {
            self.add(text, MatchKind::Initials, INITIALS * trust, 0);
        }
    }

    /// Two initials fit more words than a reader wants to see: the commonest alone, those in titles and
    /// headings before others, and only where hardly a text has the letters themselves.
    fn two_initials(&mut self, term: &str, ways: &[Vec<Unit<'_>>]) {
        let typed: usize = self.segments.iter().map(|segment| segment.candidates(term).len()).sum();
        if typed >= ENOUGH {
            return;
        }
        let ways = ways.iter().filter_map(|way| <[Unit<'_>; 2]>::try_from(way.as_slice()).ok());
        let ways: Vec<[(Unit<'_>, CharSet); 2]> =
            ways.filter_map(|[one, two]| Some([(one, one.chars()?), (two, two.chars()?)])).collect();
        let fits = |word: &&str| {
            let mut chars = word.chars();
            let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return false };
            // Read as they are today: rare readings would let common words in.
            let reads = |(unit, set): &(Unit<'_>, CharSet), c| {
                set.contains(gram_char(c)) && unit.familiarity(c) == 1.0
            };
            ways.iter().any(|[one, two]| reads(one, first) && reads(two, second))
        };
        let words: HashSet<&str> = self.vocabulary.of_length(2).filter(fits).collect();
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let mut common: Vec<(u32, String)> =
            words.into_iter().map(|word| (self.weight(&word), word)).collect();
        common.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        for (_, word) in common.into_iter().take(MAX_WORDS) {
            self.add(word, MatchKind::Initials, TWO_INITIALS, 0);
        }
    }

    /// How much the texts are about a word of two characters.
    fn weight(&self, word: &str) -> u32 {
        let postings = self.segments.iter().filter_map(|segment| segment.rarest(word));
        postings.map(|postings| postings.iter().map(|(_, weight)| weight).sum::<u32>()).sum()
    }
}

fn slots(way: &[Unit<'_>]) -> Vec<Slot> {
    way.iter().filter_map(|unit| unit.chars()).map(Slot::In).collect()
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
