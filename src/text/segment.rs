//! Word segmentation by jieba.
//!
//! jieba's dictionary is made from simplified texts. A traditional text is cut as its simplified form
//! would be, character for character, and the cuts are put back into the text as it stands.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use jieba_rs::Jieba;

use super::variant::{is_traditional, simplified};

static JIEBA: OnceLock<Jieba> = OnceLock::new();

/// The segmenter with its dictionary; the first call takes some 100 ms, so it belongs on a worker thread.
pub fn jieba() -> &'static Jieba {
    JIEBA.get_or_init(Jieba::new)
}

/// Whether [`jieba`] would answer at once.
pub fn is_loaded() -> bool {
    JIEBA.get().is_some()
}

/// The segments of a text as byte ranges; together they cover it. `unknown` also guesses words that are
/// not in the dictionary. Loads the dictionary on first use.
pub fn cut(text: &str, unknown: bool) -> Vec<Range<usize>> {
    match in_dictionary_form(text) {
        Cow::Borrowed(text) => {
            jieba().cut(text, unknown).iter().map(|token| token.byte_start..token.byte_end).collect()
        }
        Cow::Owned(form) => {
            let mut back = Back::new(text);
            jieba().cut(&form, unknown).iter().map(|token| back.next(token.end)).collect()
        }
    }
}

/// The segments whose part of speech, as jieba's dictionary (after ICTCLAS) names it, means something to
/// `keep`.
pub fn tagged<T>(text: &str, keep: impl Fn(&str) -> Option<T>) -> Vec<(Range<usize>, T)> {
    let form = in_dictionary_form(text);
    let mut back = Back::new(text);
    let tags = jieba().tag(&form, true).into_iter();
    tags.filter_map(|tag| {
        let bytes = back.next(tag.end);
        Some((bytes, keep(tag.tag)?))
    })
    .collect()
}

/// The text in the characters of jieba's dictionary, one for one.
pub fn in_dictionary_form(text: &str) -> Cow<'_, str> {
    match text.chars().any(is_traditional) {
        true => Cow::Owned(text.chars().map(simplified).collect()),
        false => Cow::Borrowed(text),
    }
}

/// From characters back to bytes, in one pass over the text.
struct Back<'a> {
    text: &'a str,
    chars: usize,
    bytes: usize,
}

impl Back<'_> {
    fn new(text: &str) -> Back<'_> {
        Back { text, chars: 0, bytes: 0 }
    }

    /// The bytes from the last end to the one at character `end`.
    fn next(&mut self, end: usize) -> Range<usize> {
        let start = self.bytes;
        let taken = self.text[start..].chars().take(end - self.chars);
        (self.chars, self.bytes) = (end, start + taken.map(char::len_utf8).sum::<usize>());
        start..self.bytes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        cut(text, true).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_traditional_text_is_cut_where_its_simplified_form_is() {
        assert_eq!(words("臺灣鄉間發展計畫"), ["臺灣", "鄉間", "發展", "計畫"]);
        assert_eq!(words("甚至看著圖畫"), ["甚至", "看著", "圖畫"]);
    }

    proptest! {
        #[test]
        fn segments_cover_the_text(text in "[臺灣鄉鎮发展計画𠮷a1，。 ]{0,30}|\\PC{0,30}") {
            for ranges in [cut(&text, true), tagged(&text, |_| Some(())).into_iter().map(|(range, ())| range).collect()] {
                let joined: String = ranges.into_iter().map(|range| &text[range]).collect();
                prop_assert_eq!(&joined, &text);
            }
        }
    }
}
