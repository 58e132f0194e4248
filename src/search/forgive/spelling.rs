//! Letters typed for characters: pinyin, whole or still being typed, initials, and mixtures of these.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::{
    EDGE_OF_WORD, ENOUGH, Found, INITIALS, INSIDE_WORD, MAX_ALTERNATIVES, MAX_CHARS, MAX_WORDS, MIN_INITIALS,
    NEXT_WORD, PINYIN, PINYIN_GROWING, PINYIN_MIXED, TWO_INITIALS, WHOLE_WORD, letters, literally,
};
use crate::search::MatchKind;
use crate::search::follow::Spelling;
use crate::search::pattern::Slot;
use crate::search::segment::{gram_char, gram_of_folded};
use crate::search::sounds::{CharSet, Unit, spellings};
use crate::search::vocabulary::Piece;

/// Words with the same initials that are kept: more than are shown.
const MAX_INITIALS: usize = 2 * MAX_ALTERNATIVES;
/// Letters that may be themselves and initials side by side.
const LONGEST_MIXTURE: usize = 8;
/// How far that is trusted.
const MIXTURE: f32 = 0.6;

impl Found<'_> {
    /// Letters for sounds, alone or among characters.
    pub(super) fn pinyin(&mut self, term: &str) {
        let term = &letters::plain(term);
        let runs = runs(term);
        let letters: Vec<_> = runs.iter().map(|run| spellings(run)).collect();
        if let [only] = letters.as_slice() {
            match only.full.as_slice() {
                [single] if single.len() == 1 => self.syllable(&single[0]),
                full => self.spelt(full, PINYIN),
            }
            self.spelt(&only.growing, PINYIN_GROWING);
            if self.by_text.is_empty() {
                self.slipped(term);
            }
            self.spelt(&only.mixed, PINYIN_MIXED);
            self.initials(&only.initials);
            self.two_initials(term, &only.initials);
            self.beside_letters(term);
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

    /// What is spelt with a slip.
    fn slipped(&mut self, term: &str) {
        let slips = letters::slips(term);
        let mut ways: Vec<(Vec<Unit<'_>>, f32)> = Vec::new();
        for (letters, trust) in &slips {
            ways.extend(spellings(letters).full.into_iter().take(2).map(|way| (way, *trust)));
        }
        ways.retain(|(way, _)| way.len() > 1);
        let fits: Vec<_> =
            ways.par_iter().map(|(way, trust)| (way, trust, self.fit(slots(way), 0))).collect();
        for (way, trust, fits) in fits {
            for (text, documents) in fits {
                let familiar: f32 =
                    way.iter().zip(text.chars()).map(|(unit, c)| unit.familiarity(c)).product();
                self.add(text, MatchKind::Pinyin, trust * familiar, documents);
            }
        }
    }

    /// Letters that stand for themselves, with initials before or behind them: `qqyy` for QQ音乐.
    fn beside_letters(&mut self, term: &str) {
        if !(3..=LONGEST_MIXTURE).contains(&term.len()) || !term.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let initials = |letters: &str| -> Option<Vec<Slot>> {
            let sets = (0..letters.len()).map(|at| Unit::Initial(&letters[at..=at]).chars().map(Slot::In));
            sets.collect()
        };
        let literal = |letters: &str| literally(&letters.chars().collect::<Vec<char>>());
        let mut ways: Vec<(Vec<Slot>, f32)> = Vec::new();
        for at in 1..term.len() {
            let (before, after) = term.split_at(at);
            if before.len() > 1
                && let Some(initials) = initials(after)
            {
                ways.push(([literal(before), initials].concat(), MIXTURE));
            }
            if after.len() > 1
                && let Some(initials) = initials(before)
            {
                ways.push(([initials, literal(after)].concat(), MIXTURE));
            }
        }
        self.fit_all(ways, MatchKind::Initials);
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
                let Some(set) = unit.living_chars() else { continue };
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
                            let trust = match chars.len() - sets.len() {
                                0 => WHOLE_WORD,
                                rest if at == 0 || at == rest => EDGE_OF_WORD,
                                _ => INSIDE_WORD,
                            };
                            found.push((word.chars().skip(at).take(sets.len()).collect(), trust));
                        }
                    }
                }
            }
            found
        };
        let mut trusted: HashMap<String, f32> = HashMap::new();
        for (text, trust) in self.among_words(fewest, search) {
            let known = trusted.entry(text).or_default();
            *known = known.max(trust);
        }
        // The most frequent words first.
        let documents = |text: &str| {
            let rarest = self.segments.iter().filter_map(|segment| segment.rarest(text));
            rarest.map(|postings| postings.count()).sum::<usize>()
        };
        let mut words: Vec<(String, f32, usize)> = trusted
            .into_par_iter()
            .map(|(text, trust)| {
                let documents = documents(&text);
                (text, trust, documents)
            })
            .collect();
        words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.2.cmp(&a.2)).then_with(|| a.0.cmp(&b.0)));
        for (rank, (text, trust, documents)) in words.into_iter().take(MAX_INITIALS).enumerate() {
            let quality = INITIALS * trust * NEXT_WORD.powi(rank as i32);
            self.add(text, MatchKind::Initials, quality, documents);
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
        let is_letter = |c: char| c.is_ascii_lowercase() || c == '\'';
        if is_letter(pair.0) != is_letter(pair.1) {
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
        assert_eq!(runs("xi'an"), ["xi'an"]);
    }
}
