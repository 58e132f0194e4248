//! The interface's language: Chinese or English, chosen by locale or `--lang`.

use serde::{Deserialize, Serialize};

/// Words of the interface are written beside their use as `lang.pick("中文", "English")`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Zh,
    #[default]
    En,
}

impl Lang {
    /// By `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set and not empty, as POSIX has it.
    pub fn from_env() -> Lang {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
    }

    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A number and a kind of things, which takes no plural: `84 EPUB`.
    pub fn counted_as(self, count: usize, kind: &str) -> String {
        format!("{} {kind}", grouped(count))
    }

    /// A number and what it counts: `3 篇`, `1 document`, `1,234 documents`. The English noun is given in
    /// the singular, and one that takes an `s` in the plural.
    pub fn counted(self, count: usize, zh: &str, en: &str) -> String {
        let plural = if count == 1 { "" } else { "s" };
        let number = grouped(count);
        match self {
            Lang::Zh => format!("{number} {zh}"),
            Lang::En => format!("{number} {en}{plural}"),
        }
    }
}

/// `1234567` as `1,234,567`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0, 1, 2].map(|n| Lang::En.counted(n, "处", "hit")), ["0 hits", "1 hit", "2 hits"]);
        assert_eq!(Lang::Zh.counted(1234, "处", "hit"), "1,234 处");
    }
}
