//! What is searched for in a heap: words that it has, in characters and in pinyin, and what it has not.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use wenlan::heap::Heap;
use wenlan::text::pinyin::{initial, readings};
use wenlan::text::segment::cut;

/// Documents that words are taken from, spread over the heap.
const DOCUMENTS: usize = 200;
/// Characters of each that are looked at.
const CHARS: usize = 5000;
/// In such shares of the documents the words should stand.
const SHARES: [f64; 4] = [0.1, 0.3, 0.03, 0.01];
/// Initials of nothing in particular.
const UNLIKELY: &str = "mtgrqwx";

pub struct Words {
    /// A word of every tenth document or so.
    pub common: String,
    /// What is typed into the search line.
    pub queries: Vec<String>,
}

impl Words {
    pub fn of(heap: &Path) -> Words {
        let (heap, _) = Heap::open(&[heap.to_owned()]);
        let ids: Vec<_> = heap.ids().collect();
        let step = ids.len().div_ceil(DOCUMENTS).max(1);
        let mut documents = 0;
        let mut counts: HashMap<String, usize> = HashMap::new();
        for &id in ids.iter().step_by(step) {
            let Ok((document, _)) = heap.document(id) else { continue };
            documents += 1;
            let text: String =
                document.blocks.iter().flat_map(|block| block.text.chars()).take(CHARS).collect();
            let words: HashSet<&str> = cut(&text, false).into_iter().map(|range| &text[range]).collect();
            for word in words.into_iter().filter(|word| is_han_word(word)) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        let nearest = |share: f64| {
            let wanted = (f64::from(documents) * share).max(1.0);
            let distance = |count: usize| ((count as f64).ln() - wanted.ln()).abs();
            let nearest = counts
                .iter()
                .min_by(|(a, m), (b, n)| distance(**m).total_cmp(&distance(**n)).then_with(|| a.cmp(b)));
            nearest.map_or_else(String::new, |(word, _)| word.clone())
        };
        let words = SHARES.map(nearest);
        let mut queries: Vec<String> = words.to_vec();
        queries.extend(words[..2].iter().map(|word| sounds(word).concat()));
        queries.extend(
            words[2..3].iter().map(|word| sounds(word).iter().filter_map(|sound| initial(sound)).collect()),
        );
        queries.push(UNLIKELY.into());
        let [common, ..] = words;
        Words { common, queries }
    }
}

fn is_han_word(word: &str) -> bool {
    let chars = word.chars().count();
    (2..=4).contains(&chars) && word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The commonest reading of each character.
fn sounds(word: &str) -> Vec<&'static str> {
    word.chars().filter_map(|c| readings(c).next()).collect()
}
