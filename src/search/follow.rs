//! Following what was typed through texts in all its spellings at once.
//!
//! One bit for each letter typed says whether what was read last may stand for all letters up to there, and
//! every character takes the bits on by as many letters as may be typed for it. This is the shift-and
//! automaton of R. Baeza-Yates and G. Gonnet, “A new approach to text searching”, CACM 35 (1992), with steps
//! of several letters.

use rustc_hash::FxHashMap;

use super::sounds::LONGEST_SYLLABLE;

/// Letters that can be followed: a bit for each, and one for the start.
pub const LETTERS: usize = u64::BITS as usize - 1;
/// Letters that one character may be typed with: a syllable and an apostrophe behind it.
const LONGEST_STEP: usize = LONGEST_SYLLABLE + 1;
/// The number of the steps that lead nowhere.
const NONE: u16 = 0;

/// How a character takes the bits on: by `n + 1` letters to those of `self[n]`.
type Steps = [u64; LONGEST_STEP];

/// Which letters each character may be typed with.
#[derive(Debug, Default)]
pub struct Spelling {
    steps: FxHashMap<u16, Steps>,
}

impl Spelling {
    /// `c` may be typed with the `len` letters from `from` on; those beyond [`LETTERS`] do not count.
    pub fn allow(&mut self, c: u16, from: usize, len: usize) {
        if from + len <= LETTERS {
            self.steps.entry(c).or_default()[len - 1] |= 1 << (from + len);
        }
    }

    /// Makes ready to follow so many letters.
    pub fn of_letters(self, letters: usize) -> Follower {
        let mut takes = vec![NONE; 1 << u16::BITS].into_boxed_slice();
        self.steps.keys().zip(NONE + 1..).for_each(|(&c, number)| takes[usize::from(c)] = number);
        let steps: Vec<Steps> = [Steps::default()].into_iter().chain(self.steps.into_values()).collect();
        let used = |len: &usize| steps.iter().any(|steps| steps[len - 1] != 0);
        let longest = (1..=LONGEST_STEP).rev().find(used).unwrap_or(1);
        Follower { takes, steps, longest, whole: 1 << letters.min(LETTERS) }
    }
}

#[derive(Debug)]
pub struct Follower {
    /// For every character, which of `steps` it takes, or [`NONE`].
    takes: Box<[u16]>,
    steps: Vec<Steps>,
    /// Letters of the longest step.
    longest: usize,
    /// The bit of the last letter.
    whole: u64,
}

impl Follower {
    /// Which is the last of the first characters in a row that all letters may have been typed for.
    pub fn find(&self, chars: impl IntoIterator<Item = u16>) -> Option<usize> {
        match self.longest {
            1 => self.follow::<1>(chars),
            2 => self.follow::<2>(chars),
            _ => self.follow::<LONGEST_STEP>(chars),
        }
    }

    /// Follows steps of up to `LONGEST` letters.
    fn follow<const LONGEST: usize>(&self, chars: impl IntoIterator<Item = u16>) -> Option<usize> {
        // It may begin anywhere.
        const START: u64 = 1;
        let mut reached = START;
        chars.into_iter().position(|c| {
            let taken = self.takes[usize::from(c)];
            // Where steps are many, it pays to pass over those that lead nowhere.
            if LONGEST == LONGEST_STEP && taken == NONE {
                reached = START;
                return false;
            }
            let by = |(len, to): (usize, &u64)| (reached << (len + 1)) & to;
            let steps = self.steps[usize::from(taken)][..LONGEST].iter().enumerate();
            reached = steps.map(by).fold(START, |all, step| all | step);
            reached & self.whole != 0
        })
    }
}
