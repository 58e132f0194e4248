//! Short extracts around hits.

use std::ops::Range;

use super::Hit;
use crate::text::class::is_closing;

/// An extract of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// The matches, in characters of `text`.
    pub ranges: Vec<Range<usize>>,
    /// What it shows of the text that it was cut out of, in bytes.
    pub bytes: Range<usize>,
}

/// At most `chars` characters around `hit` out of `text`, the text of its place; every other hit of `hits`
/// in it is marked too.
pub fn snippet(text: &str, hit: &Hit, hits: &[Hit], chars: usize) -> Snippet {
    let others = hits.iter().filter(|other| other.place == hit.place).map(|other| other.bytes.clone());
    extract(text, &hit.bytes, others, chars)
}

/// Cuts at most `chars` characters around `hit` out of `text`; an ellipsis, which counts, stands where
/// text was left out.
pub fn extract(
    text: &str,
    hit: &Range<usize>,
    others: impl Iterator<Item = Range<usize>>,
    chars: usize,
) -> Snippet {
    let count = |to: usize| text[..to].chars().count();
    let total = text.chars().count();
    let (start, end) = (count(hit.start), count(hit.end));
    // A third of the room goes before the hit: what follows says more. What the text has too little of
    // on one side goes to the other.
    let room = chars.saturating_sub(end - start);
    let after = (room - room / 3).min(total - end);
    let from = start.saturating_sub(room - after);
    let cut_before = from > 0 && from < start;
    let from = if cut_before { clause_start(text, from + 1, start) } else { from };
    let to = (from + chars - usize::from(cut_before)).min(total);
    let cut_after = to < total && to > end;
    let keep = from..to - usize::from(cut_after);
    let mut snippet = Snippet::default();
    if cut_before {
        snippet.text.push('…');
    }
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    snippet.bytes = byte(keep.start)..byte(keep.end);
    snippet.text.push_str(&text[snippet.bytes.clone()]);
    if cut_after {
        snippet.text.push('…');
    }
    let shown = snippet.bytes.clone();
    let at = |byte: usize| {
        let before = &text[shown.start..byte.clamp(shown.start, shown.end)];
        before.chars().count() + usize::from(cut_before)
    };
    let is_shown = |other: &Range<usize>| other.start < shown.end && shown.start < other.end;
    for other in std::iter::once(hit.clone()).chain(others).filter(is_shown) {
        let range = at(other.start)..at(other.end);
        if !range.is_empty() && !snippet.ranges.contains(&range) {
            snippet.ranges.push(range);
        }
    }
    snippet.ranges.sort_by_key(|range| range.start);
    snippet
}

/// Where an extract that could begin with character `from` of `text` had better begin, at `to` at the
/// latest: at the first clause that begins there, if one does.
pub fn clause_start(text: &str, from: usize, to: usize) -> usize {
    const ENDS: &str = "，。；：！？、…,;:!?　 ";
    if from == 0 {
        return 0;
    }
    let chars = text.chars().enumerate().skip(from).take((to + 1).saturating_sub(from));
    let mut ends = chars.skip_while(|&(_, c)| !ENDS.contains(c)).skip_while(|&(_, c)| ENDS.contains(c));
    // Marks that close go with what they close.
    let begins = ends.find(|&(_, c)| !is_closing(c)).map(|(at, _)| at);
    begins.unwrap_or(from)
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
            ("…巡河的人已经沿着堤岸走了三里…".into(), vec!["巡河".into(), "堤岸".into()])
        );
        assert_eq!(cut(text, "清晨", &[], 8).0, "清晨的雾还没有…");
        assert_eq!(cut(text, "水位", &[], 8).0, "…本写满了水位。");
        assert_eq!(cut(text, "记录本", &["水位"], 100).0, text);
        assert_eq!(cut(text, "沿着堤岸走了三里地", &[], 4).1.len(), 1, "a hit longer than the room");
    }
}
