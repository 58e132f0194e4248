//! How alike two texts are: matching blocks, and n-grams in common.

use rustc_hash::FxHashMap;

/// How many characters stand in matching blocks: the longest common substring (the first of several), then the same
/// to the left and to the right of it. J. W. Ratcliff, D. E. Metzener: Pattern Matching: The Gestalt Approach
/// (Dr. Dobb's Journal, 1988), as in Python's `difflib` without its "junk".
pub fn matching(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a == b {
        return a.len();
    }
    let mut at: FxHashMap<char, Vec<u32>> = FxHashMap::default();
    for (place, &c) in b.iter().enumerate() {
        at.entry(c).or_default().push(place as u32);
    }
    let none: &[u32] = &[];
    let places: Vec<&[u32]> = a.iter().map(|c| at.get(c).map_or(none, Vec::as_slice)).collect();
    let mut runs = [vec![0; b.len() + 1], vec![0; b.len() + 1]];
    let mut open = vec![(0, a.len(), 0, b.len())];
    let mut sum = 0;
    while let Some((a0, a1, b0, b1)) = open.pop() {
        let (at, bt, len) = longest(&places, &mut runs, [a0, a1, b0, b1]);
        if len > 0 {
            sum += len;
            open.extend(
                [(a0, at, b0, bt), (at + len, a1, bt + len, b1)]
                    .iter()
                    .filter(|(a0, a1, b0, b1)| a0 < a1 && b0 < b1),
            );
        }
    }
    sum
}

/// The longest common substring of `a[a0..a1]` and `b[b0..b1]`: where it begins in each, and its length. `places` says
/// for each character of `a` where it stands in `b`. `runs` are two rows of zeros, and are so again afterwards.
fn longest(
    places: &[&[u32]],
    runs: &mut [Vec<u32>; 2],
    [a0, a1, b0, b1]: [usize; 4],
) -> (usize, usize, usize) {
    let within = |at: usize| {
        let places = places[at];
        let from = places.partition_point(|&place| (place as usize) < b0);
        let to = places.partition_point(|&place| (place as usize) < b1);
        &places[from..to]
    };
    let [last, now] = runs;
    let mut best = (a0, b0, 0);
    for i in a0..a1 {
        // How long the common run is that ends at i and j; rows begin one to the right.
        for &j in within(i) {
            let j = j as usize;
            let len = last[j] + 1;
            now[j + 1] = len;
            let len = len as usize;
            if len > best.2 {
                best = (i + 1 - len, j + 1 - len, len);
            }
        }
        if i > a0 {
            within(i - 1).iter().for_each(|&j| last[j as usize + 1] = 0);
        }
        std::mem::swap(last, now);
    }
    if a1 > a0 {
        within(a1 - 1).iter().for_each(|&j| last[j as usize + 1] = 0);
    }
    best
}

/// Precision, recall and F1 of the character 3-grams of `got` against those of `want`.
pub fn grams(got: &str, want: &str) -> [f64; 3] {
    let (got, want) = (count(got), count(want));
    let sum = |grams: &FxHashMap<[char; 3], u32>| grams.values().sum::<u32>();
    let common: u32 = got.iter().map(|(gram, &n)| n.min(want.get(gram).copied().unwrap_or(0))).sum();
    let share = |of: u32| f64::from(common) / f64::from(of.max(1));
    let (got, want) = (sum(&got), sum(&want));
    [share(got), share(want), 2.0 * f64::from(common) / f64::from((got + want).max(1))]
}

/// A text of fewer characters is one gram.
fn count(text: &str) -> FxHashMap<[char; 3], u32> {
    let chars: Vec<char> = text.chars().collect();
    let mut grams = FxHashMap::default();
    for start in 0..chars.len().saturating_sub(2).max(1) {
        let gram = [0, 1, 2].map(|at| chars.get(start + at).copied().unwrap_or('\0'));
        *grams.entry(gram).or_default() += 1;
    }
    grams
}

/// F1 of precision and recall.
pub fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}
