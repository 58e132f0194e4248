//! The tokens that candidates for a search are found by, made here for documents and queries alike, so that an
//! engine needs no plugin: what each holds of characters, of words in letters, and of how its characters sound.
//!
//! | field | of `北郊 Bridge` | finds |
//! |---|---|---|
//! | `tokens` | `北 郊 bridge` | single characters, words in letters and numbers, parts of these |
//! | `pinyin` | `bei jiao bei'jiao` | pinyin, whole or still being typed |
//! | `initials` | of three characters and more: `bjc` | initials |
//!
//! They are sets: no token says where or how often it stands. What an engine finds by them may match and is
//! looked at here; what they leave out cannot match.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::pinyin::{Sound, living_readings};
use crate::text::variant::fold;

/// Characters of one token of letters; a longer run (an address, a digest) is covered by several that overlap
/// by half.
pub const LONGEST: usize = 64;
/// Whether the engine's analyzers for Chinese, Japanese and Korean make bigrams of a character.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text cut where characters of one kind end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run<'a> {
    /// Characters of which bigrams are made.
    Cjk(&'a str),
    /// Letters and digits.
    Word(&'a str),
    /// A mark.
    Mark(char),
    Blank,
}

/// The runs of a folded text.
pub fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let len = if is_cjk(first) {
            let len = end(is_cjk);
            runs.push(Run::Cjk(&rest[..len]));
            len
        } else if is_word(first) {
            let len = end(is_word);
            runs.push(Run::Word(&rest[..len]));
            len
        } else {
            runs.push(if first.is_whitespace() { Run::Blank } else { Run::Mark(first) });
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    runs
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_cjk(c)
}

/// The tokens of a document by field, each set as one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    pub tokens: String,
    pub pinyin: String,
    pub initials: String,
}

impl Tokens {
    /// The tokens of some lines; nothing is found across their ends.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Tokens {
        let mut sets = Sets::new();
        lines.for_each(|line| sets.add(&line.chars().map(fold).collect::<String>()));
        sets.finish()
    }
}

/// The tokens of one document, as bits as far as there are few of a kind.
struct Sets {
    /// Characters of the basic plane.
    characters: Bits,
    /// All other characters, and words in letters.
    tokens: FxHashSet<String>,
    syllables: Bits,
    /// By the numbers of two syllables.
    pairs: Bits,
    /// By [`triple`].
    initials: Bits,
}

impl Sets {
    fn new() -> Sets {
        let syllables = Readings::all().names.len();
        Sets {
            characters: Bits::new(1 << 16),
            tokens: FxHashSet::default(),
            syllables: Bits::new(syllables),
            pairs: Bits::new(syllables * syllables),
            initials: Bits::new(LETTERS.pow(3)),
        }
    }

    fn add(&mut self, line: &str) {
        for run in runs(line) {
            match run {
                Run::Cjk(run) => self.add_characters(run),
                Run::Word(run) => self.tokens.extend(windows(run)),
                Run::Mark(mark) => self.add_character(mark),
                Run::Blank => {}
            }
        }
    }

    fn add_character(&mut self, c: char) {
        match u16::try_from(u32::from(c)) {
            Ok(c) => self.characters.insert(c.into()),
            Err(_) => _ = self.tokens.insert(c.into()),
        }
    }

    fn add_characters(&mut self, run: &str) {
        let all = Readings::all();
        let mut before: [&[u16]; 2] = [&[], &[]];
        for c in run.chars() {
            self.add_character(c);
            let readings = all.of(c);
            for &three in readings {
                self.syllables.insert(three.into());
                for &two in before[1] {
                    self.pairs.insert(usize::from(two) * all.names.len() + usize::from(three));
                    for &one in before[0] {
                        self.initials
                            .insert(triple([one, two, three].map(|at| all.initials[usize::from(at)])));
                    }
                }
            }
            before = [before[1], readings];
        }
    }

    fn finish(self) -> Tokens {
        let names = &Readings::all().names;
        let mut tokens: Vec<String> = self.tokens.into_iter().collect();
        tokens.sort_unstable();
        let (mut pinyin, mut initials, mut tokens) = (String::new(), String::new(), tokens.join(" "));
        for c in self.characters.iter().filter_map(|c| char::from_u32(c as u32)) {
            push(&mut tokens, &[c.encode_utf8(&mut [0; 4])]);
        }
        self.syllables.iter().for_each(|at| push(&mut pinyin, &[names[at]]));
        for at in self.pairs.iter() {
            push(&mut pinyin, &[names[at / names.len()], "'", names[at % names.len()]]);
        }
        self.initials.iter().for_each(|at| push(&mut initials, &[&untriple(at)]));
        Tokens { tokens, pinyin, initials }
    }
}

fn push(set: &mut String, token: &[&str]) {
    if !set.is_empty() {
        set.push(' ');
    }
    token.iter().for_each(|part| set.push_str(part));
}

/// A set of small numbers.
struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.0.iter().enumerate().filter(|(_, word)| **word != 0);
        words.flat_map(|(word, &bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
        })
    }
}

/// How characters sound, by numbers. Readings that are in use: with those of old names, half of all tokens would
/// be of these.
struct Readings {
    /// The syllables.
    names: Vec<&'static str>,
    /// The initial of each, from 0 for `a`.
    initials: Vec<u8>,
    /// The readings of all characters, one after another, and where those of each begin.
    readings: Vec<u16>,
    starts: Vec<u32>,
}

/// Letters that a syllable may begin with.
const LETTERS: usize = 26;
/// The characters that have readings.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

impl Readings {
    fn all() -> &'static Readings {
        static ALL: OnceLock<Readings> = OnceLock::new();
        ALL.get_or_init(|| {
            let characters = || (FIRST..=LAST).filter_map(char::from_u32);
            let is_spelt = |reading: &&str| reading.starts_with(|c: char| c.is_ascii_lowercase());
            let mut names: Vec<&str> = characters().flat_map(living_readings).filter(is_spelt).collect();
            names.sort_unstable();
            names.dedup();
            let initials = names.iter().map(|name| name.as_bytes()[0] - b'a').collect();
            let mut all = Readings { names, initials, readings: Vec::new(), starts: vec![0] };
            for c in characters() {
                let numbers = living_readings(c).filter_map(|reading| all.names.binary_search(&reading).ok());
                let numbers: Vec<u16> = numbers.map(|at| at as u16).collect();
                all.readings.extend(numbers);
                all.starts.push(all.readings.len() as u32);
            }
            all
        })
    }

    /// The numbers of the syllables that a character may be read as.
    fn of(&self, c: char) -> &[u16] {
        let at = u32::from(c).wrapping_sub(FIRST) as usize;
        match self.starts.get(at..at.saturating_add(2)) {
            Some(&[start, end]) => &self.readings[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// The syllables that sound like a character or nearly so ([`Sound`]).
pub fn alike(c: char) -> &'static [&'static str] {
    static ALIKE: OnceLock<FxHashMap<Sound, Vec<&'static str>>> = OnceLock::new();
    let alike = ALIKE.get_or_init(|| {
        let mut alike: FxHashMap<Sound, Vec<&'static str>> = FxHashMap::default();
        for reading in ('\u{4e00}'..='\u{9fff}').flat_map(living_readings) {
            let sounds = alike.entry(Sound::of(reading)).or_default();
            if !sounds.contains(&reading) {
                sounds.push(reading);
            }
        }
        alike
    });
    let sound = living_readings(c).next().map(Sound::of);
    sound.and_then(|sound| alike.get(&sound)).map(Vec::as_slice).unwrap_or_default()
}

/// Three letters as a number below 26³.
fn triple(letters: [u8; 3]) -> usize {
    letters.iter().fold(0, |number, &letter| number * LETTERS + usize::from(letter))
}

fn untriple(number: usize) -> String {
    [number / (LETTERS * LETTERS), number / LETTERS % LETTERS, number % LETTERS]
        .iter()
        .map(|&at| char::from(b'a' + at as u8))
        .collect()
}

/// The token of two syllables that follow one another.
pub fn pair(one: &str, two: &str) -> String {
    [one, "'", two].concat()
}

/// The tokens of a run of letters.
fn windows(run: &str) -> Vec<String> {
    let chars: Vec<char> = run.chars().collect();
    let starts = (0..chars.len().max(1)).step_by(LONGEST / 2);
    let starts = starts.take_while(|&start| start == 0 || start + LONGEST / 2 < chars.len());
    starts.map(|start| chars[start..chars.len().min(start + LONGEST)].iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_document_has_its_characters_words_and_sounds() {
        let tokens = Tokens::of(["北郊桥，Bridge 13号"].into_iter());
        assert!(
            tokens.tokens.split(' ').eq(["13", "bridge", "北", "号", "桥", "郊", "，"])
                || tokens.tokens.contains("bridge")
        );
        for token in ["bei", "bei'jiao", "jiao'qiao"] {
            assert!(tokens.pinyin.split(' ').any(|it| it == token), "{token}: {}", tokens.pinyin);
        }
        assert!(!tokens.pinyin.contains("qiao'hao"), "a mark stands between: {}", tokens.pinyin);
        assert!(tokens.initials.split(' ').any(|it| it == "bjq"), "{}", tokens.initials);
    }

    #[test]
    fn texts_are_cut_where_the_kind_changes() {
        assert_eq!(
            runs("河长2019年 a，"),
            [
                Run::Cjk("河长"),
                Run::Word("2019"),
                Run::Cjk("年"),
                Run::Blank,
                Run::Word("a"),
                Run::Mark('，')
            ]
        );
    }

    proptest! {
        #[test]
        fn every_part_of_a_long_run_is_in_one_of_its_tokens(run in "[a-z]{1,200}", at in 0usize..200, len in 1usize..=32) {
            let at = at.min(run.len() - 1);
            let part = &run[at..run.len().min(at + len)];
            prop_assert!(windows(&run).iter().any(|token| token.contains(part)));
        }
    }
}
