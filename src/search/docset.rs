//! Sets of the documents of one segment, as bitmaps.

/// A set of numbers below a fixed bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocSet {
    words: Vec<u64>,
}

impl DocSet {
    pub fn none(bound: usize) -> Self {
        DocSet { words: vec![0; bound.div_ceil(64)] }
    }

    pub fn all(bound: usize) -> Self {
        let mut set = DocSet { words: vec![u64::MAX; bound.div_ceil(64)] };
        if let Some(last) = set.words.last_mut().filter(|_| !bound.is_multiple_of(64)) {
            *last = (1 << (bound % 64)) - 1;
        }
        set
    }

    /// All members of sets of one bound.
    pub fn union<'a>(mut sets: impl Iterator<Item = &'a DocSet>) -> Self {
        let mut all = sets.next().cloned().unwrap_or_default();
        sets.for_each(|set| all.unite(set));
        all
    }

    /// A bit for each number below the bound, the lowest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// What [`DocSet::to_bytes`] gave; a damaged last word is left out.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let word = |chunk: &[u8]| chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        DocSet { words: bytes.chunks_exact(8).map(word).collect() }
    }

    pub fn insert(&mut self, doc: usize) {
        if let Some(word) = self.words.get_mut(doc / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    pub fn remove(&mut self, doc: usize) {
        if let Some(word) = self.words.get_mut(doc / 64) {
            *word &= !(1 << (doc % 64));
        }
    }

    pub fn contains(&self, doc: usize) -> bool {
        self.words.get(doc / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    pub fn intersect(&mut self, other: &DocSet) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    pub fn unite(&mut self, other: &DocSet) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The members that `keep` holds for.
    pub fn filter(mut self, keep: impl Fn(usize) -> bool) -> DocSet {
        let dropped: Vec<usize> = self.iter().filter(|&doc| !keep(doc)).collect();
        dropped.into_iter().for_each(|doc| self.remove(doc));
        self
    }

    /// The members in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|&rest| rest != 0)
                .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_behave_as_sets() {
        let mut set = DocSet::none(130);
        [0, 63, 64, 129].into_iter().for_each(|doc| set.insert(doc));
        set.remove(64);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 129]);
        assert_eq!(set.len(), 3);
        assert!(set.contains(63) && !set.contains(64));
        let mut all = DocSet::all(130);
        assert_eq!(all.len(), 130);
        all.intersect(&set);
        assert_eq!(all, set);
    }
}
