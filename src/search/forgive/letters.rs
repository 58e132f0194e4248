//! Letters as people type pinyin: with tones and without, ü in all its spellings, and with the slips of fingers
//! and of ears.

use unicode_normalization::UnicodeNormalization;

use crate::search::sounds::{is_syllable, spellings};

/// How far letters are trusted that had to be changed: into what sounds nearly the same, by order, by a letter
/// typed twice, left out, or typed beside.
const SOUND: f32 = 0.8;
const ORDER: f32 = 0.76;
const DOUBLED: f32 = 0.76;
const LEFT_OUT: f32 = 0.74;
const BESIDE: f32 = 0.7;

/// Fewer letters are too few to tell a slip.
const LEAST: usize = 5;
/// Changed spellings that are looked up.
const MOST: usize = 40;

/// Ends and beginnings of syllables that many speakers do not tell apart, and ü where u is typed.
const SOUNDS: [(&str, &str); 17] = [
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("z", "zh"),
    ("c", "ch"),
    ("s", "sh"),
    ("ng", "n"),
    ("n", "ng"),
    ("n", "l"),
    ("l", "n"),
    ("r", "l"),
    ("l", "r"),
    ("f", "h"),
    ("h", "f"),
    ("lu", "lv"),
    ("nu", "nv"),
    ("iou", "iu"),
];

/// ü however it is typed, as the readings of characters have it.
const UMLAUTS: [(&str, &str); 7] =
    [("lyu", "lv"), ("lue", "lve"), ("nue", "nve"), ("jv", "ju"), ("qv", "qu"), ("xv", "xu"), ("yv", "yu")];

/// The letters of a term (folded) as a keyboard without tones has them: tone marks and tone numbers fall away, ü is
/// `v`; apostrophes stay.
pub fn plain(term: &str) -> String {
    const TONES: [char; 4] = ['\u{300}', '\u{301}', '\u{304}', '\u{30c}'];
    let mut plain = String::new();
    for c in term.nfd().filter(|c| !TONES.contains(c)) {
        match c {
            '\u{308}' if plain.ends_with('u') => {
                plain.pop();
                plain.push('v');
            }
            '’' | '‘' => plain.push('\''),
            c => plain.push(c),
        }
    }
    let plain = without_tone_numbers(&plain).unwrap_or(plain);
    match plain.bytes().any(|b| b.is_ascii_lowercase()) {
        true => {
            let plain = UMLAUTS.iter().fold(plain, |letters, (typed, meant)| letters.replace(typed, meant));
            // 心云 is spelt with these letters as well.
            match spellings(&plain).full.is_empty() {
                true => plain.replace("nyu", "nv"),
                false => plain,
            }
        }
        false => plain,
    }
}

/// `lao3dong4`: numbers behind syllables, and nothing else.
fn without_tone_numbers(term: &str) -> Option<String> {
    let is_tone = |c: char| ('0'..='5').contains(&c);
    let syllables: Vec<&str> = term.split_terminator(is_tone).collect();
    let toned = term.ends_with(is_tone) && syllables.iter().all(|syllable| is_syllable(syllable));
    toned.then(|| syllables.join("'"))
}

/// What letters that spell nothing may have been meant to spell in whole syllables, each with how far it is
/// trusted, the likeliest first.
pub fn slips(letters: &str) -> Vec<(String, f32)> {
    if letters.len() < LEAST || !letters.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut found: Vec<(String, f32)> = Vec::new();
    let mut add = |changed: String, trust: f32| {
        let new = changed != letters && found.iter().all(|(known, _)| *known != changed);
        if new && !spellings(&changed).full.is_empty() {
            found.push((changed, trust));
        }
    };
    for (typed, meant) in SOUNDS {
        for (at, _) in letters.match_indices(typed) {
            add([&letters[..at], meant, &letters[at + typed.len()..]].concat(), SOUND);
        }
    }
    let bytes: Vec<char> = letters.chars().collect();
    let spelt = |chars: &[char]| chars.iter().collect::<String>();
    for at in 1..bytes.len() {
        let mut swapped = bytes.clone();
        swapped.swap(at - 1, at);
        add(spelt(&swapped), ORDER);
        if bytes[at] == bytes[at - 1] {
            add(spelt(&[&bytes[..at], &bytes[at + 1..]].concat()), DOUBLED);
        }
    }
    // Vowels and the ends of syllables are left out as often as not; the first letter hardly ever.
    for at in 1..=bytes.len() {
        for letter in 'a'..='z' {
            add(spelt(&[&bytes[..at], &[letter], &bytes[at..]].concat()), LEFT_OUT);
        }
    }
    for at in 0..bytes.len() {
        add(spelt(&[&bytes[..at], &bytes[at + 1..]].concat()), BESIDE);
    }
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_is_typed_in_many_ways() {
        for (typed, letters) in [
            ("liǎnghuì", "lianghui"),
            ("lǚxíng", "lvxing"),
            ("lüxing", "lvxing"),
            ("lyuxing", "lvxing"),
            ("lueduo", "lveduo"),
            ("nyuer", "nver"),
            ("xinyun", "xinyun"),
            ("lao3dong4fa3", "lao'dong'fa"),
            ("xi’an", "xi'an"),
            ("13710pt", "13710pt"),
            ("劳dong", "劳dong"),
        ] {
            assert_eq!(plain(typed), letters, "{typed}");
        }
    }

    #[test]
    fn slips_are_undone() {
        for (typed, meant) in [
            ("laodnghetong", "laodonghetong"),
            ("laodognhetong", "laodonghetong"),
            ("laodongghetong", "laodonghetong"),
            ("laodonhetong", "laodonghetong"),
            ("zongguo", "zhongguo"),
            ("laodonghwetong", "laodonghetong"),
        ] {
            assert!(slips(typed).iter().any(|(letters, _)| letters == meant), "{typed}");
        }
        assert!(slips("abc").is_empty());
    }
}
