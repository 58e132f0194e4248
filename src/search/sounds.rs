//! How characters sound: sets of characters by syllable, by initial, by likeness; and what letters may
//! spell.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::segment::gram_char;
use crate::text::pinyin::{Sound, living_readings, readings};

/// A set of (folded, sixteen-bit) characters.
#[derive(Clone, PartialEq, Eq)]
pub struct CharSet(Box<[u64]>);

impl std::fmt::Debug for CharSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter().filter_map(|c| char::from_u32(c.into()))).finish()
    }
}

impl CharSet {
    pub fn new() -> CharSet {
        CharSet(vec![0; 1024].into())
    }

    pub fn insert(&mut self, c: u16) {
        self.0[usize::from(c) / 64] |= 1 << (c % 64);
    }

    pub fn contains(&self, c: u16) -> bool {
        self.0[usize::from(c) / 64] >> (c % 64) & 1 == 1
    }

    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        let words = (0..=u16::MAX).step_by(64).zip(&self.0).filter(|&(_, &word)| word != 0);
        words.flat_map(|(first, &word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit)
        })
    }
}

/// Characters that have readings: the unified ideographs and 〇.
fn han() -> impl Iterator<Item = char> {
    ('\u{4e00}'..='\u{9fff}').chain(['〇'])
}

/// The characters of every syllable.
fn syllables() -> &'static BTreeMap<&'static str, Vec<u16>> {
    static SYLLABLES: OnceLock<BTreeMap<&'static str, Vec<u16>>> = OnceLock::new();
    SYLLABLES.get_or_init(|| {
        let mut syllables: BTreeMap<&'static str, Vec<u16>> = BTreeMap::new();
        for c in han() {
            for reading in readings(c) {
                syllables.entry(reading).or_default().push(gram_char(c));
            }
        }
        // What is spelt with consonants alone (m, ng, hng) would make a syllable of every initial.
        syllables.retain(|syllable, _| syllable.contains(['a', 'e', 'i', 'o', 'u', 'v']));
        syllables
    })
}

/// The characters that sound like `c` or nearly so, itself among them; `None` if it has no reading.
pub fn like(c: char) -> Option<CharSet> {
    let wanted: Vec<Sound> = readings(c).map(Sound::of).collect();
    let mut set = set_of(|syllable| wanted.contains(&Sound::of(syllable)))?;
    set.insert(gram_char(c));
    Some(set)
}

fn set_of(wanted: impl Fn(&str) -> bool) -> Option<CharSet> {
    let mut set: Option<CharSet> = None;
    for (_, chars) in syllables().iter().filter(|(syllable, _)| wanted(syllable)) {
        let set = set.get_or_insert_with(CharSet::new);
        chars.iter().for_each(|&c| set.insert(c));
    }
    set
}

/// What a piece of typed letters may stand for: one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit<'a> {
    Syllable(&'a str),
    /// The start of a syllable that is still being typed.
    Start(&'a str),
    /// The initial, as in `bjbsc`; `zh`, `ch` and `sh` count as one too.
    Initial(&'a str),
}

impl Unit<'_> {
    /// How likely the letters are typed for `c`: less where only an old or rare reading fits.
    pub fn familiarity(self, c: char) -> f32 {
        const RARE: f32 = 0.5;
        let fits = |reading: &str| match self {
            Unit::Syllable(letters) => reading == letters,
            Unit::Start(letters) | Unit::Initial(letters) => reading.starts_with(letters),
        };
        if living_readings(c).any(fits) { 1.0 } else { RARE }
    }

    pub fn letters(&self) -> &str {
        let (Unit::Syllable(letters) | Unit::Start(letters) | Unit::Initial(letters)) = self;
        letters
    }

    /// The characters that it stands for as they are read today.
    pub fn living_chars(self) -> Option<CharSet> {
        let chars = self.chars()?;
        let mut living = CharSet::new();
        let read = |&c: &u16| char::from_u32(c.into()).is_some_and(|c| self.familiarity(c) == 1.0);
        chars.iter().filter(read).for_each(|c| living.insert(c));
        Some(living)
    }

    pub fn chars(self) -> Option<CharSet> {
        match self {
            Unit::Syllable(letters) => set_of(|syllable| syllable == letters),
            Unit::Start(letters) | Unit::Initial(letters) => set_of(|syllable| syllable.starts_with(letters)),
        }
    }
}

/// How letters may be read, by what is assumed of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spellings<'a> {
    /// Whole syllables: `bei jiao`.
    pub full: Vec<Vec<Unit<'a>>>,
    /// Whole syllables and the start of one: `bei jia…`.
    pub growing: Vec<Vec<Unit<'a>>>,
    /// Initials alone: `b j b s c`. Only where there is no reading in whole syllables.
    pub initials: Vec<Vec<Unit<'a>>>,
    /// Syllables and initials: `bei j b s c`. Only where there is none of the others.
    pub mixed: Vec<Vec<Unit<'a>>>,
}

/// More readings of one run of letters are not worth looking up.
const MAX_SPELLINGS: usize = 6;
pub const LONGEST_SYLLABLE: usize = 6;

/// The ways to read a run of lower-case letters, those with fewer characters first. An apostrophe
/// separates syllables: `xi'an`.
pub fn spellings(letters: &str) -> Spellings<'_> {
    let mut found = Spellings::default();
    if !letters.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return found;
    }
    found.full = read(letters, &|_, piece| syllable(piece));
    found.growing = read(letters, &|at, piece| {
        syllable(piece).filter(|_| at + piece.len() < letters.len()).or_else(|| {
            let last = at > 0 && at + piece.len() == letters.len();
            (last && starts_syllable(piece)).then_some(Unit::Start(piece))
        })
    });
    if found.full.is_empty() {
        found.initials = read(letters, &|_, piece| initial(piece));
        found.mixed = read(letters, &|_, piece| syllable(piece).or_else(|| initial(piece)));
        found.mixed.retain(|units| !found.initials.contains(units) && !found.growing.contains(units));
    }
    found
}

/// What each piece of a run of lower-case letters may stand for, by the same rules as in [`spellings`]; not
/// every piece is part of a reading of the whole run.
pub fn pieces(letters: &str) -> Vec<(Range<usize>, Unit<'_>)> {
    let whole = !read(letters, &|_, piece| syllable(piece)).is_empty();
    let mut pieces = Vec::new();
    for start in 0..letters.len() {
        for end in start + 1..=letters.len().min(start + LONGEST_SYLLABLE) {
            let piece = &letters[start..end];
            let growing = start > 0 && end == letters.len() && starts_syllable(piece);
            let units =
                [syllable(piece), initial(piece).filter(|_| !whole), growing.then_some(Unit::Start(piece))];
            pieces.extend(units.into_iter().flatten().map(|unit| (start..end, unit)));
        }
    }
    pieces
}

/// Whether letters are a syllable of the standard language.
pub fn is_syllable(letters: &str) -> bool {
    syllables().contains_key(letters)
}

fn syllable(piece: &str) -> Option<Unit<'_>> {
    syllables().contains_key(piece).then_some(Unit::Syllable(piece))
}

fn starts_syllable(piece: &str) -> bool {
    syllables().range(piece..).next().is_some_and(|(syllable, _)| syllable.starts_with(piece))
}

fn initial(piece: &str) -> Option<Unit<'_>> {
    let double = matches!(piece, "zh" | "ch" | "sh");
    ((double || piece.len() == 1) && starts_syllable(piece)).then_some(Unit::Initial(piece))
}

/// All ways to cut `letters` into pieces that `unit` (given a piece and where it starts) accepts.
fn read<'a>(letters: &'a str, unit: &dyn Fn(usize, &'a str) -> Option<Unit<'a>>) -> Vec<Vec<Unit<'a>>> {
    // `ways[at]`: the ways to read what comes before byte `at`.
    let mut ways: Vec<Vec<Vec<Unit<'a>>>> = vec![Vec::new(); letters.len() + 1];
    ways[0].push(Vec::new());
    for at in 0..letters.len() {
        ways[at].sort_by_key(Vec::len);
        ways[at].truncate(MAX_SPELLINGS);
        let before = std::mem::take(&mut ways[at]);
        if letters.as_bytes()[at] == b'\'' {
            ways[at + 1].extend(before);
            continue;
        }
        for end in at + 1..=letters.len().min(at + LONGEST_SYLLABLE) {
            if let Some(unit) = unit(at, &letters[at..end]) {
                ways[end].extend(before.iter().map(|way| [way.as_slice(), &[unit]].concat()));
            }
        }
    }
    let mut all = ways.pop().unwrap_or_default();
    all.sort_by_key(Vec::len);
    all.truncate(MAX_SPELLINGS);
    all.retain(|way| !way.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(ways: &[Vec<Unit<'_>>]) -> Vec<String> {
        let letters = |unit: &Unit<'_>| match unit {
            Unit::Syllable(letters) => letters.to_string(),
            Unit::Start(letters) => format!("{letters}…"),
            Unit::Initial(letters) => letters.to_uppercase(),
        };
        ways.iter().map(|way| way.iter().map(letters).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn letters_are_read_as_syllables_or_initials() {
        let found = spellings("beijiao");
        assert_eq!(spelt(&found.full)[0], "bei jiao");
        assert!(found.initials.is_empty() && found.mixed.is_empty());
        assert!(spelt(&spellings("beijia").growing).contains(&"bei jia…".to_string()));
        assert_eq!(spelt(&spellings("bjbsc").initials), ["B J B S C"]);
        assert_eq!(spelt(&spellings("zhrm").initials), ["ZH R M", "Z H R M"]);
        assert!(spelt(&spellings("beijbsc").mixed).contains(&"bei J B S C".to_string()));
        assert_eq!(spelt(&spellings("xi'an").full), ["xi an"]);
        assert!(spelt(&spellings("xian").full).contains(&"xi an".to_string()));
        assert_eq!(spellings("x1"), Spellings::default());
    }

    #[test]
    fn like_sounds() {
        let like = like('法').expect("it has a reading");
        assert!(like.contains('发' as u16) && like.contains('法' as u16) && !like.contains('大' as u16));
        assert_eq!(super::like('，'), None);
    }
}
