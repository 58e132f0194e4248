//! Words of a text around a place, for moving by them: only the run of letters around it is cut, so that a
//! step costs the same in a text of any length.

use std::ops::Range;

use super::paper::{char_at, floor_char};
use crate::text::segment;

/// Which edge of a word a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordEdge {
    NextStart,
    /// The last character of this word, or of the next one if the place is that already.
    NextEnd,
    PreviousStart,
}

/// Longer runs are cut from here on, as if one ended there: nothing that is written has words so long.
const LONGEST: usize = 600;

/// The place that a step leads to in the same text.
pub fn step(text: &str, byte: usize, edge: WordEdge) -> Option<usize> {
    let forward = |from: usize| runs_from(text, from).flat_map(|run| cut(text, run));
    match edge {
        WordEdge::NextStart => forward(byte).map(|word| word.start).find(|&start| start > byte),
        WordEdge::NextEnd => forward(byte).map(|word| last_char(text, &word)).find(|&end| end > byte),
        WordEdge::PreviousStart => {
            let before = text[..byte].char_indices().rfind(|(_, c)| c.is_alphanumeric())?.0;
            cut(text, run_around(text, before))
                .into_iter()
                .map(|word| word.start)
                .rfind(|&start| start < byte)
        }
    }
}

/// The first word of a text: its start, or its last character.
pub fn first(text: &str, edge: WordEdge) -> Option<usize> {
    let word = runs_from(text, 0).flat_map(|run| cut(text, run)).next()?;
    Some(if edge == WordEdge::NextEnd { last_char(text, &word) } else { word.start })
}

/// Where the last word of a text starts.
pub fn last(text: &str) -> Option<usize> {
    let at = text.char_indices().rfind(|(_, c)| c.is_alphanumeric())?.0;
    cut(text, run_around(text, at)).last().map(|word| word.start)
}

/// The word around a place, or the next one; with whole words where the dictionary is at hand.
pub fn around(text: &str, byte: usize) -> Option<Range<usize>> {
    runs_from(text, byte).flat_map(|run| cut(text, run)).find(|word| word.end > byte)
}

fn last_char(text: &str, word: &Range<usize>) -> usize {
    floor_char(text, word.end.saturating_sub(1))
}

/// The run of letters and digits around a place, and those after it.
fn runs_from(text: &str, byte: usize) -> impl Iterator<Item = Range<usize>> {
    let next = |from: usize| {
        let start = from + text.get(from..)?.find(char::is_alphanumeric)?;
        Some(run_around(text, start))
    };
    std::iter::successors(next(floor_char(text, byte)), move |run| next(run.end))
}

fn run_around(text: &str, byte: usize) -> Range<usize> {
    let far = |from: usize| floor_char(text, from);
    let earliest = far(byte.saturating_sub(LONGEST));
    let start = text[earliest..byte].rfind(|c: char| !c.is_alphanumeric());
    let start = start.map_or(earliest, |at| char_at(text, earliest + at).end);
    let latest = far((byte + LONGEST).min(text.len()));
    let end = text[byte..latest].find(|c: char| !c.is_alphanumeric()).map_or(latest, |at| byte + at);
    start..end
}

/// A run by words. Until the dictionary is loaded, runs of one kind of character stand for them, and two Han
/// for a word, which most are.
fn cut(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let start = run.start;
    let run = &text[run];
    if segment::is_loaded() {
        return segment::cut(run, true)
            .into_iter()
            .map(|word| start + word.start..start + word.end)
            .collect();
    }
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut chars = 0;
    let mut before = None;
    for (at, c) in run.char_indices() {
        let latin = c.is_ascii_alphanumeric();
        let goes_on = before == Some(latin) && (latin || chars < 2);
        let end = start + at + c.len_utf8();
        match words.last_mut().filter(|_| goes_on) {
            Some(word) => (word.end, chars) = (end, chars + 1),
            None => {
                words.push(start + at..end);
                chars = 1;
            }
        }
        before = Some(latin);
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stops(text: &str, edge: WordEdge) -> Vec<&str> {
        let first = Some(0).filter(|_| text.starts_with(char::is_alphanumeric));
        let start =
            if edge == WordEdge::NextEnd { step(text, 0, edge) } else { first.or(step(text, 0, edge)) };
        std::iter::successors(start, |&at| step(text, at, edge)).map(|at| &text[at..]).collect()
    }

    #[test]
    fn steps_go_from_word_to_word_over_marks() {
        segment::jieba();
        assert_eq!(stops("石料，abc 大坝", WordEdge::NextStart), ["石料，abc 大坝", "abc 大坝", "大坝"]);
        assert_eq!(stops("石料，abc 大坝", WordEdge::NextEnd), ["料，abc 大坝", "c 大坝", "坝"]);
        assert_eq!(step("石料，大坝", "石料，大坝".len(), WordEdge::PreviousStart), Some(9));
        assert_eq!(step("石料，大坝", 9, WordEdge::PreviousStart), Some(0));
        assert_eq!(around("修堤，", 3), Some(0..6));
    }

    proptest! {
        #[test]
        fn every_step_leads_on_and_stands_on_a_character(text in "[石料大坝，。a1 ]{0,20}", at in 0usize..60) {
            let at = floor_char(&text, at);
            for edge in [WordEdge::NextStart, WordEdge::NextEnd, WordEdge::PreviousStart] {
                if let Some(to) = step(&text, at, edge) {
                    prop_assert!(text.is_char_boundary(to) && to < text.len());
                    let back = edge == WordEdge::PreviousStart;
                    prop_assert_eq!(to < at, back);
                    prop_assert_ne!(to, at);
                }
            }
        }
    }
}
