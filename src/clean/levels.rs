//! Levels of headings.

use super::numbering::{self, Scheme};

/// What stands beside the chapters of a book, not in one of them.
const BESIDE_CHAPTERS: [&str; 12] =
    ["附", "后记", "後記", "跋", "参考文献", "參考文獻", "致谢", "致謝", "结语", "結語", "索引", "尾声"];

/// Levels of headings, in order: by the scheme of their numbers, the widest first.
pub fn of(texts: &[&str]) -> Vec<u8> {
    let numbers: Vec<_> = texts.iter().map(|text| numbering::parse(text)).collect();
    let dotted = numbers.iter().flatten().any(|number| matches!(number.scheme, Scheme::Dotted(_)));
    // 2 勘察, above 2.1 一般规定: beside dotted numbers a bare one opens a section too.
    let scheme = |at: usize| match numbers[at] {
        Some(number) => Some(number.scheme),
        None => (dotted && is_bare_number(texts[at])).then_some(Scheme::Digit),
    };
    let schemes: Vec<Option<Scheme>> = (0..texts.len()).map(scheme).collect();
    let mut known: Vec<Scheme> = schemes.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    // Unnumbered heads are of the highest level; they stand above the numbered ones where these begin anew
    // under them.
    let anew =
        numbers.iter().flatten().filter(|n| known.first() == Some(&n.scheme) && n.value == 1).count() >= 2;
    let base = u8::from(anew && schemes.first().is_some_and(Option::is_none));
    let level = |scheme: &Scheme| {
        known.iter().position(|known| known == scheme).map_or(1, |at| (at as u8 + 1 + base).min(6))
    };
    // In a book they are parts of its chapters, if the chapters have begun.
    let units = known.iter().filter(|scheme| scheme.is_unit()).count() as u8;
    let is_unit = |scheme: &Option<Scheme>| scheme.is_some_and(Scheme::is_unit);
    let begun = schemes.iter().position(is_unit).filter(|_| base == 0).unwrap_or(texts.len());
    let unnumbered = |at: usize| match at > begun && !is_beside_chapters(texts[at]) {
        true => (units + 1).min(6),
        false => 1,
    };
    (0..texts.len()).map(|at| schemes[at].as_ref().map_or_else(|| unnumbered(at), level)).collect()
}

/// `2 勘察`
fn is_bare_number(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].starts_with([' ', '\u{3000}'])
}

fn is_beside_chapters(text: &str) -> bool {
    BESIDE_CHAPTERS.iter().any(|name| text.starts_with(name))
}
