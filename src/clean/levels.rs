//! Levels of headings.

use super::numbering::{self, Scheme};

/// Levels of headings, in order: by the scheme of their numbers, the widest first.
pub fn of(texts: &[&str]) -> Vec<u8> {
    let numbers: Vec<_> = texts.iter().map(|text| numbering::parse(text)).collect();
    let schemes: Vec<Option<Scheme>> = numbers.iter().map(|number| number.map(|n| n.scheme)).collect();
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
    schemes.iter().map(|scheme| scheme.as_ref().map_or(1, level)).collect()
}
