//! Moving-average type–token ratio.
//!
//! M. A. Covington and J. D. McFall, “Cutting the Gordian knot: the moving-average type–token ratio
//! (MATTR)”, Journal of Quantitative Linguistics 17 (2010): the mean, over every window of [`WINDOW`]
//! successive words, of distinct words / words. Unlike the plain ratio it does not fall with the
//! length of the text.

use std::collections::HashMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// Words in a window.
pub const WINDOW: usize = 100;

/// The sum of distinct words over all windows; sums of several texts add up, no window crosses from
/// one text into another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Windows {
    pub windows: usize,
    pub types: usize,
}

impl Windows {
    /// All windows of one text; none where it is shorter than one.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Windows {
        Windows::with(words, WINDOW)
    }

    fn with<'a>(words: impl IntoIterator<Item = &'a str>, window: usize) -> Windows {
        let words: Vec<&str> = words.into_iter().collect();
        let mut inside: HashMap<&str, usize> = HashMap::new();
        let mut sum = Windows::default();
        for (at, word) in words.iter().enumerate() {
            *inside.entry(word).or_default() += 1;
            if let Some(left) = at.checked_sub(window).map(|gone| words[gone])
                && let Some(count) = inside.get_mut(left)
            {
                *count -= 1;
                if *count == 0 {
                    inside.remove(left);
                }
            }
            if at + 1 >= window {
                sum.windows += 1;
                sum.types += inside.len();
            }
        }
        sum
    }

    /// The mean ratio; for a text shorter than a window its plain type–token ratio.
    pub fn mattr(&self, words: usize, types: usize) -> f64 {
        match (self.windows, words) {
            (0, 0) => 0.0,
            (0, words) => types as f64 / words as f64,
            (windows, _) => self.types as f64 / (windows as f64 * WINDOW as f64),
        }
    }
}

impl AddAssign for Windows {
    fn add_assign(&mut self, other: Windows) {
        self.windows += other.windows;
        self.types += other.types;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_move_word_by_word() {
        // a b a c c, windows of three: {a b}, {a b c}, {a c} = 2 + 3 + 2 types.
        let words = ["a", "b", "a", "c", "c"];
        assert_eq!(Windows::with(words, 3), Windows { windows: 3, types: 7 });
    }

    #[test]
    fn the_ratio_is_the_mean_over_windows_or_the_plain_one_of_a_short_text() {
        // 101 words, all different but the last, which repeats the second: windows of 100 and 99 types.
        let mut words: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        words.push("1".into());
        let windows = Windows::of(words.iter().map(String::as_str));
        assert_eq!(windows, Windows { windows: 2, types: 199 });
        assert!((windows.mattr(101, 100) - 0.995).abs() < 1e-12);
        assert!((Windows::default().mattr(4, 3) - 0.75).abs() < 1e-12);
    }
}
