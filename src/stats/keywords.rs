//! Keywords: the words that say most about a text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use jieba_rs::{KeywordExtract, KeywordExtractConfig, TextRank, TfIdf};
use serde::Serialize;

use super::{StopWords, Totals};
use crate::text::segment::{in_dictionary_form, jieba};

/// A heap of fewer documents says too little about how common a word is; then the segmenter's own table,
/// made from a large corpus, stands in.
const ENOUGH_DOCUMENTS: usize = 50;

/// A word and how much it says about a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Keyword {
    pub word: String,
    pub freq: usize,
    pub weight: f64,
}

/// How keywords were weighted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// TF–IDF with the inverse document frequencies of jieba's table.
    #[default]
    TfIdfJieba,
    /// TF–IDF against the documents of the heap.
    TfIdfHeap { documents: usize },
}

/// Where inverse document frequencies come from.
#[derive(Debug, Clone, Copy)]
pub enum Reference<'a> {
    Heap(&'a Totals),
    Jieba,
}

impl<'a> Reference<'a> {
    /// The heap where it is large enough.
    pub fn choose(heap: Option<&'a Totals>) -> Reference<'a> {
        match heap {
            Some(heap) if heap.documents >= ENOUGH_DOCUMENTS => Reference::Heap(heap),
            _ => Reference::Jieba,
        }
    }

    pub fn weighting(self) -> Weighting {
        match self {
            Reference::Heap(heap) => Weighting::TfIdfHeap { documents: heap.documents },
            Reference::Jieba => Weighting::TfIdfJieba,
        }
    }

    /// Inverse document frequency, ln(N / n): K. Spärck Jones, “A statistical interpretation of term
    /// specificity and its application in retrieval”, Journal of Documentation 28 (1972).
    fn idf(self, word: &str) -> f64 {
        match self {
            Reference::Heap(heap) => {
                (heap.documents as f64 / f64::from(heap.frequency(word).docs.max(1))).ln()
            }
            Reference::Jieba => jieba_idf(word),
        }
    }
}

/// The words of `scope` by TF–IDF, freq / words × idf, heaviest first.
pub fn tf_idf(scope: &Totals, reference: Reference, stop_words: &StopWords, top: usize) -> Vec<Keyword> {
    let tokens = scope.tokens().max(1) as f64;
    let mut keywords: Vec<Keyword> = scope
        .words
        .iter()
        .filter(|(word, _)| stop_words.allow(word))
        .map(|(word, found)| Keyword {
            word: word.to_string(),
            freq: found.freq,
            weight: found.freq as f64 / tokens * reference.idf(word),
        })
        .collect();
    sort(&mut keywords);
    keywords.truncate(top);
    keywords
}

/// TextRank (R. Mihalcea and P. Tarau, “TextRank: bringing order into texts”, EMNLP 2004): nouns and
/// verbs that stand near many others of weight, within five words; weights relative to the heaviest.
pub fn text_rank(text: &str, scope: &Totals, stop_words: &StopWords, top: usize) -> Vec<Keyword> {
    const SPAN: usize = 5;
    const TAGS: [&str; 9] = ["n", "nr", "ns", "nt", "nz", "nrt", "v", "vn", "eng"];
    let config = KeywordExtractConfig::builder().use_hmm(true).min_keyword_length(2).build();
    let ranked = TextRank::new(SPAN, config).extract_keywords(
        jieba(),
        &in_dictionary_form(text),
        scope.words.len(),
        TAGS.map(str::to_owned).to_vec(),
    );
    let mut as_written: HashMap<Cow<str>, &str> = HashMap::new();
    for (word, _) in scope.by_frequency() {
        as_written.entry(in_dictionary_form(word)).or_insert(word);
    }
    let mut keywords: Vec<Keyword> = ranked
        .into_iter()
        .map(|ranked| (super::words::normal(&ranked.keyword).into_owned(), ranked.weight))
        .map(|(word, weight)| (as_written.get(word.as_str()).map_or(word, |&word| word.to_owned()), weight))
        .filter(|(word, _)| stop_words.allow(word))
        .map(|(word, weight)| Keyword { freq: scope.frequency(&word).freq, word, weight })
        // The tagger cuts a few words otherwise than the segmenter; those have no frequency here.
        .filter(|keyword| keyword.freq > 0)
        .collect();
    sort(&mut keywords);
    keywords.truncate(top);
    let heaviest = keywords.first().map_or(1.0, |keyword| keyword.weight);
    keywords.iter_mut().for_each(|keyword| keyword.weight /= heaviest);
    keywords
}

fn sort(keywords: &mut [Keyword]) {
    keywords.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)));
}

/// jieba's table gives its values through keyword extraction only: a text of one word that is cut as one
/// has the word's idf as its weight. Other words get what the table gives unknown words, its median.
fn jieba_idf(word: &str) -> f64 {
    static TABLE: LazyLock<TfIdf> = LazyLock::new(|| {
        let mut table = TfIdf::default();
        *table.config_mut() = KeywordExtractConfig::builder().use_hmm(false).min_keyword_length(1).build();
        table
    });
    static UNKNOWN: LazyLock<f64> = LazyLock::new(|| {
        const PRIVATE_USE: &str = "\u{e000}";
        TABLE.extract_keywords(jieba(), PRIVATE_USE, 1, Vec::new()).first().map_or(0.0, |found| found.weight)
    });
    let word = in_dictionary_form(word);
    match TABLE.extract_keywords(jieba(), &word, 2, Vec::new()).as_slice() {
        [only] if only.keyword == word => only.weight,
        _ => *UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{DocumentCounts, totals::Frequency};

    fn totals(documents: &[&[(&str, u32)]]) -> Totals {
        let counts: Vec<_> = documents
            .iter()
            .map(|words| DocumentCounts {
                words: words.iter().map(|&(word, freq)| (word.to_owned(), freq)).collect(),
                ..DocumentCounts::default()
            })
            .collect();
        Totals::of(&counts)
    }

    #[test]
    fn against_a_heap_the_weight_is_relative_frequency_times_ln_of_n_by_df() {
        let scope = totals(&[&[("渔港", 3), ("码头", 5), ("我们", 2)]]);
        let mut heap = totals(&[&[("码头", 1)]]);
        heap.documents = 100;
        heap.words.insert("渔港".into(), Frequency { freq: 4, docs: 2 });
        heap.words.insert("码头".into(), Frequency { freq: 90, docs: 50 });
        let reference = Reference::choose(Some(&heap));
        assert_eq!(reference.weighting(), Weighting::TfIdfHeap { documents: 100 });
        let found = tf_idf(&scope, reference, StopWords::builtin(), 9);
        // 3/10 × ln 50 = 1.1736…, 5/10 × ln 2 = 0.3466…; 我们 is a stop word.
        let weights: Vec<_> = found.iter().map(|k| (k.word.as_str(), format!("{:.4}", k.weight))).collect();
        assert_eq!(weights, [("渔港", "1.1736".to_owned()), ("码头", "0.3466".to_owned())]);
    }

    #[test]
    fn a_small_heap_gives_way_to_the_segmenters_table() {
        let scope = totals(&[&[("渔港", 3), ("国家", 3)]]);
        let reference = Reference::choose(Some(&scope));
        assert_eq!(reference.weighting(), Weighting::TfIdfJieba);
        let found = tf_idf(&scope, reference, StopWords::builtin(), 9);
        assert_eq!(found[0].word, "渔港", "the rarer word weighs more: {found:?}");
        // A word that no table can have gets the median, so it is not lost.
        assert!(jieba_idf("嶅屾嵔岆") > 1.0);
    }

    #[test]
    fn text_rank_prefers_the_well_connected_word() {
        let text = "渔港建设带动渔港经济，渔港管理保障渔港安全。天气晴朗。";
        let mut words = std::collections::BTreeMap::<String, u32>::new();
        for (_, word) in crate::stats::words::words(text) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
        let counts = DocumentCounts { words: words.into_iter().collect(), ..DocumentCounts::default() };
        let found = text_rank(text, &Totals::of([&counts]), StopWords::builtin(), 3);
        assert_eq!((found[0].word.as_str(), found[0].freq, found[0].weight), ("渔港", 4, 1.0));
        assert!(found.len() == 3 && found.iter().all(|keyword| keyword.weight <= 1.0));
    }
}
