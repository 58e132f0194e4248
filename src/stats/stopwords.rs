//! Words that carry no subject and are left out of keywords. The list is `stopwords.txt` beside this
//! file; a user may replace it.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use crate::text::segment::in_dictionary_form;

/// The list that wenlan brings: one word a line, `#` opens a comment.
pub const DEFAULT_LIST: &str = include_str!("stopwords.txt");

static DEFAULT: LazyLock<StopWords> = LazyLock::new(|| StopWords::parse(DEFAULT_LIST));

/// A list of stop words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StopWords(HashSet<String>);

impl StopWords {
    /// wenlan's own list.
    pub fn builtin() -> &'static StopWords {
        &DEFAULT
    }

    /// Reads a list: words separated by white space, everything after `#` on a line left out.
    pub fn parse(list: &str) -> StopWords {
        let words = list.lines().flat_map(|line| line.split('#').next().unwrap_or("").split_whitespace());
        StopWords(words.map(|word| super::words::normal(word).into_owned()).collect())
    }

    pub fn read(path: &Path) -> std::io::Result<StopWords> {
        Ok(StopWords::parse(&std::fs::read_to_string(path)?))
    }

    /// Whether `word` can be a keyword: two characters or more, not all digits, neither it nor its
    /// simplified form in the list.
    pub fn allow(&self, word: &str) -> bool {
        word.chars().nth(1).is_some()
            && !word.chars().all(|c| c.is_numeric() || !c.is_alphanumeric())
            && !self.0.contains(word)
            && !self.0.contains(&*in_dictionary_form(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_may_have_comments_and_several_words_a_line() {
        let list = StopWords::parse("# 连词\n但是 因为 # 转折、因果\n\nThe\n");
        assert!(!list.allow("但是") && !list.allow("因为") && !list.allow("the"));
        assert!(list.allow("转折"));
    }

    #[test]
    fn single_characters_and_numbers_are_no_keywords() {
        let list = StopWords::builtin();
        assert!(!list.allow("镇") && !list.allow("2020") && !list.allow("95%") && !list.allow("我们"));
        assert!(!list.allow("我們") && list.allow("漁港"));
        assert!(list.allow("石材") && list.allow("gdp"));
    }
}
