//! Which neighbouring characters a document has: a small hashed set, built in one pass.

use super::class::is_word;
use super::line::Line;

/// A set of pairs and triples of characters. It may say yes to a few that are not there, never no to one
/// that is.
#[derive(Debug)]
pub struct Ngrams {
    bits: Vec<u64>,
    mask: u64,
}

/// Characters of a document that are looked at; more would say nothing new.
const ENOUGH: usize = 1 << 20;

impl Ngrams {
    pub fn of<'a>(lines: impl Iterator<Item = &'a Line<'a>> + Clone) -> Ngrams {
        let chars: usize = lines.clone().map(|line| line.chars as usize).sum();
        let size = (chars.min(ENOUGH) * 64).next_power_of_two().clamp(1 << 12, 1 << 25);
        let mut set = Ngrams { bits: vec![0; size / 64], mask: size as u64 - 1 };
        let mut left = ENOUGH;
        for line in lines {
            let (mut first, mut second) = (None, None);
            for c in line.text.chars().filter(|&c| is_word(c)).take(left) {
                if let Some(b) = second {
                    set.insert(hash(&[b, c]));
                    if let Some(a) = first {
                        set.insert(hash(&[a, b, c]));
                    }
                }
                (first, second) = (second, Some(c));
            }
            left = left.saturating_sub(line.chars as usize);
            if left == 0 {
                break;
            }
        }
        set
    }

    fn insert(&mut self, hash: u64) {
        let bit = hash & self.mask;
        self.bits[(bit / 64) as usize] |= 1 << (bit % 64);
    }

    pub fn contains(&self, chars: &[char]) -> bool {
        let bit = hash(chars) & self.mask;
        self.bits[(bit / 64) as usize] & (1 << (bit % 64)) != 0
    }
}

/// Fibonacci hashing of two or three characters.
fn hash(chars: &[char]) -> u64 {
    let packed = chars.iter().fold(chars.len() as u64, |packed, &c| (packed << 21) ^ c as u64);
    packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}
