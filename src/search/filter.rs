//! The filter of a list: words that a line must hold, as typed or spelt in pinyin; where no line does, words
//! that sound like those typed.

use rayon::prelude::*;

use super::follow::{Follower, LETTERS, Spelling};
use super::segment::gram_char;
use super::sounds::{self, Unit};
use crate::text::variant::fold;

/// Stands between the texts of a line; no character is taken for it.
const END: u16 = 0;
/// Lines that one thread prepares or reads in one go.
const CHUNK: usize = 1024;

/// The lines of a list, and which of them a filter leaves.
#[derive(Debug)]
pub struct Sieve {
    lines: Lines,
    filter: Filter,
    left: Vec<u32>,
}

impl Sieve {
    /// A line for each of the items, of the texts that `write` hands over; nothing is filtered yet.
    pub fn new<T: Sync>(items: &[T], write: impl Fn(&T, &mut dyn FnMut(&str)) + Sync) -> Sieve {
        let lines = Lines::of(items, write);
        let left = (0..lines.len()).collect();
        Sieve { lines, filter: Filter::default(), left }
    }

    /// The lines that have every word of `filter`, in their order; if there are none, those that have words
    /// which sound like them.
    pub fn sift(&mut self, filter: &str) -> &[u32] {
        let filter = Filter::parse(filter);
        let all = || (0..self.lines.len()).into_par_iter();
        self.left = if filter.is_narrower_than(&self.filter) {
            self.passing(&filter, self.left.par_iter().copied())
        } else {
            self.passing(&filter, all())
        };
        self.filter = filter;
        if self.left.is_empty()
            && let Some(sounding) = self.filter.sounding_alike()
        {
            self.left = self.passing(&sounding, all());
            self.filter = sounding;
        }
        &self.left
    }

    fn passing(&self, filter: &Filter, lines: impl IndexedParallelIterator<Item = u32>) -> Vec<u32> {
        lines.with_min_len(CHUNK).filter(|&line| filter.accepts(self.lines.line(line))).collect()
    }
}

/// Texts, folded to sixteen bits a character, one line after another.
#[derive(Debug, Default)]
struct Lines {
    chars: Vec<u16>,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Lines {
    fn of<T: Sync>(items: &[T], write: impl Fn(&T, &mut dyn FnMut(&str)) + Sync) -> Lines {
        let part = |items: &[T]| {
            let mut part = Lines::default();
            for item in items {
                write(item, &mut |text| {
                    part.chars.extend(text.chars().map(gram_char));
                    part.chars.push(END);
                });
                part.ends.push(part.chars.len());
            }
            part
        };
        let parts: Vec<Lines> = items.par_chunks(CHUNK).map(part).collect();
        let mut lines = Lines::default();
        lines.chars.reserve_exact(parts.iter().map(|part| part.chars.len()).sum());
        lines.ends.reserve_exact(items.len());
        for part in parts {
            let start = lines.chars.len();
            lines.chars.extend_from_slice(&part.chars);
            lines.ends.extend(part.ends.into_iter().map(|end| start + end));
        }
        lines
    }

    fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    fn line(&self, at: u32) -> &[u16] {
        let at = at as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.chars[start..self.ends[at]]
    }
}

/// Words, all of which are wanted.
#[derive(Debug, Default)]
struct Filter {
    words: Vec<Word>,
}

impl Filter {
    fn parse(text: &str) -> Filter {
        Filter { words: text.split_whitespace().map(Word::new).collect() }
    }

    /// The filter that takes words of two characters or more also for those that sound like them, if there
    /// are any such words.
    fn sounding_alike(&self) -> Option<Filter> {
        let sounds = |word: &Word| word.literal && word.text.chars().nth(1).is_some();
        let alike = |word: &Word| match sounds(word) {
            true => Word::sounding_like(&word.text),
            false => Word::new(&word.text),
        };
        let any = self.words.iter().any(sounds);
        any.then(|| Filter { words: self.words.iter().map(alike).collect() })
    }

    /// Whether a line has every word in one of its texts.
    fn accepts(&self, line: &[u16]) -> bool {
        self.words.iter().all(|word| word.stands_in(line))
    }

    /// Whether `before` accepts every line that this accepts.
    fn is_narrower_than(&self, before: &Filter) -> bool {
        before.words.iter().all(|before| self.words.iter().any(|word| word.is_narrower_than(before)))
    }
}

#[derive(Debug)]
struct Word {
    /// Folded.
    text: String,
    /// Whether only the characters typed are accepted.
    literal: bool,
    spelling: Follower,
}

impl Word {
    fn new(word: &str) -> Word {
        let text: String = word.chars().map(fold).take(LETTERS).collect();
        let mut spelling = Spelling::default();
        text.chars().enumerate().for_each(|(at, c)| spelling.allow(gram_char(c), at, 1));
        let mut literal = true;
        for (start, letters) in runs_of_letters(&text) {
            for (piece, unit) in sounds::pieces(letters) {
                // One initial fits nearly every line.
                if matches!(unit, Unit::Initial(initial) if initial == text) {
                    continue;
                }
                literal = false;
                let apart = letters[piece.end..].starts_with('\'');
                let len = piece.len() + usize::from(apart);
                let chars = unit.chars();
                let chars = chars.iter().flat_map(|set| set.iter());
                chars.for_each(|c| spelling.allow(c, start + piece.start, len));
            }
        }
        let spelling = spelling.of_letters(text.chars().count());
        Word { text, literal, spelling }
    }

    /// Takes `text`, folded, for anything that sounds like it.
    fn sounding_like(text: &str) -> Word {
        let mut spelling = Spelling::default();
        for (at, c) in text.chars().enumerate() {
            let like = sounds::like(c);
            let like = like.iter().flat_map(|set| set.iter()).chain([gram_char(c)]);
            like.for_each(|c| spelling.allow(c, at, 1));
        }
        let spelling = spelling.of_letters(text.chars().count());
        Word { text: text.to_owned(), literal: false, spelling }
    }

    fn stands_in(&self, line: &[u16]) -> bool {
        self.spelling.find(line.iter().copied()).is_some()
    }

    /// Letters may turn out to spell something else when others are added to them; characters stay.
    fn is_narrower_than(&self, before: &Word) -> bool {
        let typed = self.literal && before.literal || self.text == before.text;
        typed && self.text.contains(&before.text)
    }
}

/// The runs of letters and apostrophes in a word, each with the number of characters before it.
fn runs_of_letters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '\'';
    let mut at = 0;
    text.split(move |c| !is_letter(c)).map(move |run| {
        let start = at;
        at += run.len() + 1;
        (start, run)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::pinyin::readings;

    fn left(lines: &[&[&str]], filter: &str) -> Vec<u32> {
        let write = |texts: &&[&str], text: &mut dyn FnMut(&str)| texts.iter().for_each(|it| text(it));
        Sieve::new(lines, write).sift(filter).to_vec()
    }

    #[test]
    fn lines_are_found_by_words_widths_and_sounds() {
        let line: &[&str] = &["滨河区13号公园开放", "临江晚报", "2019-03-04"];
        let accepts = |typed: &str| left(&[line], typed) == [0];
        for typed in [
            "公园 晚报",
            "gongyuan",
            "gongyu",
            "bhq",
            "binhqu",
            "公园 linjiang 2019",
            "ＧＯＮＧyuan",
            "13hao",
            "bin河",
            "lin'jiang",
            "",
        ] {
            assert!(accepts(typed), "{typed}");
        }
        for typed in ["gongyan", "hbq", "公园 日报", "k", "kaifanglin", "放临"] {
            assert!(!accepts(typed), "{typed}");
        }
    }

    #[test]
    fn like_sounds_count_where_nothing_else_does() {
        let lines: &[&[&str]] = &[&["公园开放"], &["公元纪年"], &["校园"]];
        assert_eq!(left(lines, "公元"), [1]);
        assert_eq!(left(lines, "工园"), [0, 1]);
        assert!(left(lines, "元宵").is_empty());
    }

    #[test]
    fn no_line_is_lost_by_going_on_from_the_last_answer() {
        let lines: &[&[&str]] = &[&["北郊"], &["bei jing"], &["北京 路"], &["贝壳"]];
        let write = |texts: &&[&str], text: &mut dyn FnMut(&str)| texts.iter().for_each(|it| text(it));
        let mut sieve = Sieve::new(lines, write);
        for typed in
            ["b", "be", "bei", "beij", "北", "北京", "北京 l", "北京 lu", "北", "x", "xx", "", "贝克", "贝"]
        {
            assert_eq!(sieve.sift(typed), left(lines, typed), "{typed}");
        }
    }

    /// Whether `line` begins with what `letters` may be typed for.
    fn begins(line: &[char], letters: &str, whole: bool, first: bool) -> bool {
        let Some(next) = letters.chars().next() else { return true };
        let Some((&c, rest)) = line.split_first() else { return false };
        let goes_on = |len: usize| begins(rest, &letters[len..], whole, false);
        let spelt = readings(c).any(|reading| {
            let growing = !first && reading.starts_with(letters);
            let initial = |len: usize| {
                let alone = first && letters.len() == len;
                !whole && !alone && reading.is_char_boundary(len) && letters.starts_with(&reading[..len])
            };
            growing
                || letters.starts_with(reading) && goes_on(reading.len())
                || initial(1) && goes_on(1)
                || ["zh", "ch", "sh"].iter().any(|two| reading.starts_with(two)) && initial(2) && goes_on(2)
        });
        c == next && goes_on(next.len_utf8()) || spelt
    }

    proptest! {
        #[test]
        fn as_a_plain_scan_has_it(
            line in "[北京重庆长安站abz]{0,8}",
            word in "[北京重庆]{1,3}|(bei|jing|chong|zhong|qing|chang|an|zhan|b|j|c|q|zh|ch|a){2,4}",
        ) {
            let letters = word.is_ascii();
            let whole = letters && !sounds::spellings(&word).full.is_empty();
            let chars: Vec<char> = line.chars().collect();
            let plain = match letters {
                true => (0..chars.len()).any(|at| begins(&chars[at..], &word, whole, true)),
                false => line.contains(&word),
            };
            let grams: Vec<u16> = chars.iter().map(|&c| gram_char(c)).collect();
            prop_assert_eq!(Word::new(&word).stands_in(&grams), plain);
        }
    }
}
