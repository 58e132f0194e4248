//! The table of units.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Kind;

/// What a unit means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// As it is kept: 公里 for `km`.
    pub name: &'static str,
    /// `None` for words that are no units though they begin with one.
    pub kind: Option<Kind>,
    /// Says nothing after a single Chinese digit.
    pub idiomatic: bool,
    /// Characters that may make another word of it.
    not_before: &'static str,
}

struct Units {
    by_text: HashMap<Vec<char>, Unit>,
    longest: usize,
}

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let mut units = Units { by_text: HashMap::new(), longest: 0 };
    let mut kind = None;
    for line in include_str!("units.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
            continue;
        }
        for entry in line.split_whitespace() {
            let (entry, idiomatic) = entry.strip_prefix('~').map_or((entry, false), |rest| (rest, true));
            let (entry, not_before) = entry.split_once('!').unwrap_or((entry, ""));
            let (text, name) = entry.split_once('=').unwrap_or((entry, entry));
            let text: Vec<char> = text.chars().collect();
            units.longest = units.longest.max(text.len());
            units.by_text.insert(text, Unit { name, kind, idiomatic, not_before });
        }
    }
    units
});

/// A unit at the start of some characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub unit: &'static Unit,
    pub len: usize,
    /// What follows may make another word of it: 优 in 38名优秀干部, and in 名优产品.
    pub doubtful: bool,
}

/// The longest unit with which `chars` (folded) begin; a doubtful one only where there is no other.
pub fn longest(chars: &[char]) -> Option<Found> {
    let units = &*UNITS;
    let found = (1..=units.longest.min(chars.len())).rev().filter_map(|len| {
        let unit = units.by_text.get(&chars[..len])?;
        let next = chars.get(len).copied();
        if chars[len - 1].is_ascii_alphabetic() && next.is_some_and(|next| next.is_ascii_alphanumeric()) {
            return None;
        }
        Some(Found { unit, len, doubtful: next.is_some_and(|next| unit.not_before.contains(next)) })
    });
    // The first of the certain ones; `min_by_key` keeps the first, which is the longest.
    found.min_by_key(|found| found.doubtful)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, Option<Kind>)> {
        let chars: Vec<char> = text.chars().collect();
        longest(&chars).filter(|found| !found.doubtful).map(|found| (found.unit.name, found.unit.kind))
    }

    #[test]
    fn the_longest_unit_wins_and_other_words_are_none() {
        assert_eq!(found("平方米的厂房"), Some(("平方米", Some(Kind::Area))));
        assert_eq!(found("个百分点"), Some(("百分点", Some(Kind::Share))));
        assert_eq!(found("部门联合发文"), None);
        assert_eq!(found("部手机"), Some(("部", Some(Kind::Count))));
        assert_eq!(found("年代"), Some(("年代", None)));
        assert_eq!(found("mp4"), None);
    }

    #[test]
    fn every_line_of_the_table_has_a_kind() {
        let kinds: std::collections::HashSet<_> =
            UNITS.by_text.values().filter_map(|unit| unit.kind).collect();
        let without_units = [Kind::Date];
        for kind in Kind::ALL {
            assert_eq!(kinds.contains(&kind), !without_units.contains(&kind), "{kind:?}");
        }
    }
}
