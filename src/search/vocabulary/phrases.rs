//! Phrases that a text says again and again, found without a segmenter: the strings between the places where
//! what repeats no longer does.

use std::ops::Range;

use super::Gram;
use crate::text::lexicon;

/// What comes this often in a text is a phrase.
const OFTEN: u8 = 3;
/// Characters of a phrase at most, and of a string that phrases are looked for in.
const LONGEST: usize = 8;
const LONGEST_RUN: usize = 40;
const SMALLEST_TABLE: usize = 1 << 10;
const LARGEST_TABLE: usize = 1 << 20;

/// Words of a phrase at most.
const WORDS: usize = 3;

/// The phrases in a string that comes often: up to three words of the lexicon in a row, or what is between them,
/// that neither begin nor end with a single character, which may be a piece of another word.
pub fn phrases_in(text: &str) -> impl Iterator<Item = &str> {
    // The pieces, each with its characters.
    let mut pieces: Vec<(Range<usize>, usize)> = Vec::new();
    let mut between = false;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let word = longest_word(&text[at..]);
        let end = at + if word == 0 { c.len_utf8() } else { word };
        match pieces.last_mut().filter(|_| between && word == 0) {
            Some((last, chars)) => (last.end, *chars) = (end, *chars + 1),
            None => pieces.push((at..end, text[at..end].chars().count())),
        }
        (between, at) = (word == 0, end);
    }
    // A word alone is in the lexicon, and what is none may be a piece of one.
    let fewest = if pieces.len() == 1 { 1 } else { 2 };
    (fewest..=WORDS).flat_map(move |words| {
        let windows = pieces.windows(words).filter(|window| {
            let chars: usize = window.iter().map(|(_, chars)| chars).sum();
            chars <= LONGEST && window[0].1 > 1 && window[words - 1].1 > 1
        });
        windows.map(|window| &text[window[0].0.start..window[words - 1].0.end]).collect::<Vec<_>>()
    })
}

/// Bytes of the longest word of the lexicon that `text` begins with; 0 where there is none.
fn longest_word(text: &str) -> usize {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(lexicon::LONGEST);
    let ends: Vec<usize> = ends.skip(lexicon::SHORTEST - 1).collect();
    ends.into_iter().rev().find(|&end| lexicon::find(&text[..end]).is_some()).unwrap_or(0)
}

/// Finds phrases; its table is used again from text to text.
#[derive(Debug, Default)]
pub struct Phrases {
    /// How often each three characters in a row came; those that share a place count together.
    counts: Vec<u8>,
}

impl Phrases {
    /// Tells `on` of the strings that come often in a text, given by the grams of its characters; of some more
    /// than once.
    pub fn of(&mut self, text: &[Gram], mut on: impl FnMut(&[Gram])) {
        let places = (text.len() * 2).next_power_of_two().clamp(SMALLEST_TABLE, LARGEST_TABLE);
        self.counts.clear();
        self.counts.resize(places, 0);
        for triple in text.windows(3).filter(|triple| is_word(triple)) {
            let count = &mut self.counts[place(triple, places)];
            *count = count.saturating_add(1);
        }
        // The phrase that goes on: from where, and to the end of its last triple.
        let (mut start, mut end) = (0, 0);
        let mut tell = |phrase: &[Gram]| {
            if (3..=LONGEST_RUN).contains(&phrase.len()) {
                on(phrase);
            }
        };
        for (at, triple) in text.windows(3).enumerate() {
            if !is_word(triple) || self.counts[place(triple, places)] < OFTEN {
                continue;
            }
            if at + 2 != end {
                tell(&text[start..end]);
                start = at;
            }
            end = at + 3;
        }
        tell(&text[start..end]);
    }
}

fn place(triple: &[Gram], places: usize) -> usize {
    let key = triple.iter().fold(0, |key, &c| key << 16 | u64::from(c));
    let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> (64 - places.ilog2())) as usize
}

/// Whether the characters may all be parts of words, and not only of foreign ones or numbers.
fn is_word(chars: &[Gram]) -> bool {
    chars.iter().all(|&c| is_ideograph(c) || super::is_latin(c)) && chars.iter().any(|&c| is_ideograph(c))
}

fn is_ideograph(c: Gram) -> bool {
    matches!(c, 0x3007 | 0x3400..=0x9fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str) -> Vec<String> {
        let grams: Vec<Gram> = text.encode_utf16().collect();
        let mut found = Vec::new();
        Phrases::default().of(&grams, |phrase| found.push(String::from_utf16_lossy(phrase)));
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn what_a_text_repeats_is_a_phrase() {
        let text = "东岗管委会发布消息，东岗管委会修路。\n东岗管委会种树，路边的树。";
        assert_eq!(phrases(text), ["东岗管委会"]);
        assert_eq!(phrases("东岗管委会发布消息，东岗管委会修路。"), [""; 0]);
        assert_eq!(
            phrases(
                &"一二三四五六七八九十百千万亿兆京垓秭穰沟涧正载极恒河沙阿僧祇那由他不可思议无量大数，"
                    .repeat(5)
            ),
            [""; 0],
            "too long to look for phrases in"
        );
        assert_eq!(phrases(&"abc 123。".repeat(5)), [""; 0]);
        assert_eq!(phrases(""), [""; 0]);
    }

    #[test]
    fn a_phrase_is_made_of_whole_words() {
        let found = |text| phrases_in(text).collect::<Vec<&str>>();
        assert_eq!(found("东岗管委会"), ["东岗管委会"]);
        assert_eq!(found("东岗"), ["东岗"]);
        assert_eq!(found("术人员"), [""; 0]);
        assert_eq!(found("发布消息的水文站"), ["发布消息", "消息的水文站"]);
        assert_eq!(found(""), [""; 0]);
    }
}
