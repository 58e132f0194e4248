//! Sentences.

use std::ops::Range;

use super::class::is_han;

/// Marks that end a sentence (GB/T 15834, “句末点号”), with the ellipsis that often stands for one.
fn ends(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '？' | '!' | '?' | '…' | '⋯')
}

/// What may follow an end and still belongs to the sentence.
fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '》' | '〉' | '）' | '】' | '〕' | ')' | ']' | '"' | '\'')
}

/// Marks inside a sentence: where one follows a closed quotation, the sentence goes on.
fn goes_on(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':')
}

/// The sentences of a text as byte ranges, each with its closing marks; together they cover the text.
/// White space between two sentences belongs to the second.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end_here = match c {
            '.' => full_stop(&text[start..at], text[at + 1..].chars().next()),
            // The query of an address, or an operator.
            '!' | '?' => !(is_word(before) && chars.peek().is_some_and(|&(_, next)| is_word(next))),
            _ => ends(c),
        };
        before = c;
        if !end_here {
            continue;
        }
        while let Some((_, mark)) = chars.next_if(|&(_, c)| ends(c) || closes(c)) {
            before = mark;
        }
        let end = chars.peek().map_or(text.len(), |&(at, _)| at);
        if chars.peek().is_some_and(|&(_, next)| goes_on(next)) {
            continue;
        }
        found.push(start..end);
        start = end;
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Whether an ASCII full stop after `before` ends a sentence: after Chinese, or after a word of two
/// letters or more (so not after an initial) with white space next. Decimals, numbered headings,
/// addresses and file names stay whole.
fn full_stop(before: &str, next: Option<char>) -> bool {
    let mut last = before.chars().rev();
    let apart = next.is_none_or(char::is_whitespace);
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a.is_ascii_alphabetic() => b.is_ascii_alphabetic() && apart,
        (Some(a), _) => is_han(a) && !next.is_some_and(|c| is_word(c) || c == '.'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(split("天亮了。“走吧！”他说。真的？！"), ["天亮了。", "“走吧！”", "他说。", "真的？！"]);
        assert_eq!(split("路很长……我们走着。"), ["路很长……", "我们走着。"]);
        assert_eq!(split("没有句号"), ["没有句号"]);
        assert!(split("").is_empty());
    }

    #[test]
    fn a_quotation_within_a_sentence_does_not_end_it() {
        assert_eq!(split("“怎么走？”、“多远？”，都问到了。"), ["“怎么走？”、“多远？”，都问到了。"]);
        assert_eq!(split("一是修路；二是通水。"), ["一是修路；二是通水。"]);
    }

    #[test]
    fn full_stops_of_numbers_names_and_addresses_are_none() {
        assert_eq!(split("增长3.5%,见 a.example.com/x?y=1 一页."), ["增长3.5%,见 a.example.com/x?y=1 一页."]);
        assert_eq!(
            split("By J. Smith of Acme Inc. He left."),
            ["By J. Smith of Acme Inc.", " He left."],
            "an abbreviation may end a sentence"
        );
        assert_eq!(split("1.总则 2.分则"), ["1.总则 2.分则"]);
    }

    proptest! {
        #[test]
        fn sentences_cover_the_text(text in "[中文a1 。！？…”」，；.,?!]{0,40}") {
            let found = sentences(&text);
            prop_assert!(found.iter().all(|range| !range.is_empty()));
            let joined: String = found.into_iter().map(|range| &text[range]).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
