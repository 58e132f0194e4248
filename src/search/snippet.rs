//! Short extracts around hits.

use std::ops::Range;

use super::Hit;
use super::record::place_text;
use crate::document::Document;

/// An extract of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// The matches, in characters of `text`.
    pub ranges: Vec<Range<usize>>,
}

/// The text around `hit`, at most `chars` characters, every other hit of `hits` in it marked too.
pub fn snippet(document: &Document, hit: &Hit, hits: &[Hit], chars: usize) -> Snippet {
    let text = place_text(document, hit.place);
    let others = hits.iter().filter(|other| other.place == hit.place).map(|other| other.bytes.clone());
    extract(&text, &hit.bytes, others, chars)
}

/// Cuts at most `chars` characters around `hit` out of `text`; an ellipsis, which counts, stands where
/// text was left out.
pub fn extract(
    text: &str,
    hit: &Range<usize>,
    others: impl Iterator<Item = Range<usize>>,
    chars: usize,
) -> Snippet {
    let count = |to: usize| text.char_indices().take_while(|&(at, _)| at < to).count();
    let total = text.chars().count();
    let (start, end) = (count(hit.start), count(hit.end));
    // A third of the room goes before the hit: what follows says more. What the text has too little of
    // on one side goes to the other.
    let room = chars.saturating_sub(end - start);
    let after = (room - room / 3).min(total - end);
    let from = start.saturating_sub(room - after);
    let to = (from + chars).min(total);
    let (cut_before, cut_after) = (from > 0 && from < start, to < total && to > end);
    let keep = from + usize::from(cut_before)..to - usize::from(cut_after);
    let mut snippet = Snippet::default();
    if cut_before {
        snippet.text.push('…');
    }
    snippet.text.extend(text.chars().skip(keep.start).take(keep.len()));
    if cut_after {
        snippet.text.push('…');
    }
    let shift = |at: usize| at.clamp(keep.start, keep.end) - keep.start + usize::from(cut_before);
    for other in std::iter::once(hit.clone()).chain(others) {
        let range = shift(count(other.start))..shift(count(other.end));
        if !range.is_empty() && !snippet.ranges.contains(&range) {
            snippet.ranges.push(range);
        }
    }
    snippet.ranges.sort_by_key(|range| range.start);
    snippet
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, hit: &str, others: &[&str], chars: usize) -> (String, Vec<String>) {
        let range = |part: &str| {
            let at = text.find(part).expect("the part stands in the text");
            at..at + part.len()
        };
        let snippet = extract(text, &range(hit), others.iter().map(|other| range(other)), chars);
        let marked =
            |range: &Range<usize>| snippet.text.chars().skip(range.start).take(range.len()).collect();
        let marks = snippet.ranges.iter().map(marked).collect();
        (snippet.text, marks)
    }

    #[test]
    fn the_hit_stands_in_its_surroundings() {
        let text = "清晨的雾还没有散，巡河的人已经沿着堤岸走了三里地，手里的记录本写满了水位。";
        assert_eq!(
            cut(text, "巡河", &["堤岸"], 16),
            ("…有散，巡河的人已经沿着堤岸走…".into(), vec!["巡河".into(), "堤岸".into()])
        );
        assert_eq!(cut(text, "清晨", &[], 8).0, "清晨的雾还没有…");
        assert_eq!(cut(text, "水位", &[], 8).0, "…本写满了水位。");
        assert_eq!(cut(text, "记录本", &["水位"], 100).0, text);
        assert_eq!(cut(text, "沿着堤岸走了三里地", &[], 4).1.len(), 1, "a hit longer than the room");
    }
}
