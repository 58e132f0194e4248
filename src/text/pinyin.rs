//! Pinyin readings of characters, and what makes two readings sound alike.

mod polyphones;

use pinyin::ToPinyinMulti;

/// The readings of a character without tones (`zhong`, `chong`), each once, the most common first;
/// none for characters that have no reading. `ü` is written `v`. Allocates nothing.
pub fn readings(c: char) -> impl Iterator<Item = &'static str> + Clone {
    let multi = c.to_pinyin_multi();
    let nth = move |at| multi.and_then(|multi| multi.get_opt(at)).map(|reading| typed(reading.plain()));
    (0..multi.map_or(0, |multi| multi.count()))
        .filter(move |&at| !(0..at).any(|earlier| nth(earlier) == nth(at)))
        .filter_map(nth)
}

/// The readings that are in use: the most common one, and others of characters with several in the
/// modern language.
pub fn living_readings(c: char) -> impl Iterator<Item = &'static str> {
    let others = polyphones::READINGS.iter().find(|(char, _)| *char == c).map_or("", |(_, others)| others);
    let first = readings(c).next();
    readings(c).filter(move |&reading| Some(reading) == first || others.split(' ').any(|o| o == reading))
}

/// As typed on a keyboard.
fn typed(plain: &'static str) -> &'static str {
    match plain {
        "lü" => "lv",
        "lüe" => "lve",
        "nü" => "nv",
        "nüe" => "nve",
        "ê" => "e",
        other => other,
    }
}

/// The letter that stands for a reading among initials: `b` for `bei`, `z` for `zhong`.
pub fn initial(reading: &str) -> Option<char> {
    reading.chars().next()
}

/// How a syllable sounds to speakers who do not tell apart `zh ch sh` from `z c s`, initial `n` from
/// `l`, or final `ang eng ing` from `an en in`. Equal sounds are homophones or nearly so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sound([u8; Sound::LETTERS]);

impl Sound {
    /// `zhuang` and its kin are the longest syllables.
    const LETTERS: usize = 6;

    /// The sound of a reading as [`readings`] writes it.
    pub fn of(reading: &str) -> Sound {
        let mut sound = [0; Sound::LETTERS];
        let mut letters = reading.bytes().peekable();
        let mut len = 0;
        while let Some(letter) = letters.next() {
            let kept = match letter {
                b'n' if len == 0 => b'l',
                b'h' if len == 1 && matches!(sound[0], b'z' | b'c' | b's') => continue,
                b'g' if len > 0 && letters.peek().is_none() => continue,
                _ => letter,
            };
            if let Some(place) = sound.get_mut(len) {
                *place = kept;
            }
            len += 1;
        }
        Sound(sound)
    }
}

/// Whether two characters have a reading in common.
pub fn homophones(a: char, b: char) -> bool {
    readings(a).any(|reading| readings(b).any(|other| reading == other))
}

/// Whether two characters have readings that sound alike ([`Sound`]).
pub fn near_homophones(a: char, b: char) -> bool {
    readings(a).map(Sound::of).any(|sound| readings(b).map(Sound::of).any(|other| sound == other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_plain_distinct_and_common_first() {
        assert_eq!(readings('北').next(), Some("bei"));
        assert_eq!(readings('重').take(2).collect::<Vec<_>>(), ["zhong", "chong"]);
        assert!(readings('绿').any(|reading| reading == "lv"));
        assert_eq!(readings('子').collect::<Vec<_>>(), ["zi"], "the tones of one syllable are one reading");
        assert_eq!(readings('A').count() + readings('。').count(), 0);
    }

    #[test]
    fn old_readings_are_told_from_living_ones() {
        let living = |c| living_readings(c).collect::<Vec<_>>();
        assert_eq!(living('重'), ["zhong", "chong"]);
        assert_eq!(living('北'), ["bei"]);
        assert!(readings('行').any(|reading| reading == "heng") && !living('行').contains(&"heng"));
        let listed = polyphones::READINGS.iter().flat_map(|(c, all)| all.split(' ').map(move |one| (c, one)));
        let unknown: Vec<_> = listed.filter(|(c, one)| !readings(**c).any(|known| known == *one)).collect();
        assert_eq!(unknown, []);
    }

    #[test]
    fn every_reading_can_be_typed() {
        for c in '\u{3400}'..='\u{9fff}' {
            for reading in readings(c) {
                assert!(reading.bytes().all(|b| b.is_ascii_lowercase()), "{c} {reading}");
                assert!(reading.len() <= Sound::LETTERS, "{c} {reading}");
            }
        }
    }

    #[test]
    fn southern_ears_hear_one_sound() {
        for (a, b) in [("zhang", "zan"), ("sheng", "sen"), ("cheng", "cen"), ("ning", "lin"), ("nan", "lang")]
        {
            assert_eq!(Sound::of(a), Sound::of(b), "{a} {b}");
        }
        for (a, b) in [("ang", "eng"), ("hang", "ang"), ("gong", "dong"), ("zu", "zuo"), ("g", "h")] {
            assert_ne!(Sound::of(a), Sound::of(b), "{a} {b}");
        }
    }

    #[test]
    fn homophones_by_any_reading() {
        assert!(homophones('荥', '行'), "xing");
        assert!(!homophones('北', '南'));
        assert!(near_homophones('荥', '营') || near_homophones('荥', '莹'), "ying");
        assert!(near_homophones('诊', '整') && !homophones('诊', '整'));
    }
}
