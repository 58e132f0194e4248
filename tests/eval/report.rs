//! What was measured: figures by corpus, form and half, and what of them the baseline pins.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Half;
use super::cases::Cases;
use super::loss::Loss;
use super::rules::Rules;

/// Figures by name, each from 0 to 1.
pub type Figures = BTreeMap<&'static str, f64>;

/// Figures of which less is better; of all others more is.
pub const LESS_IS_BETTER: [&str; 5] = ["leak", "lost", "over_2", "over_15", "over_50"];

/// Documents that are kept as the worst of a corpus.
const MOST_WORST: usize = 200;

#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub corpora: Vec<Corpus>,
    pub rules: Rules,
    /// What was not measured, and why.
    pub skipped: Vec<String>,
}

#[derive(Debug, Default, Serialize)]
pub struct Corpus {
    pub name: String,
    /// Changes with the corpus.
    pub digest: Option<String>,
    pub scores: Vec<Scores>,
    pub loss: Option<Loss>,
    pub cases: Option<Cases>,
    /// The worst documents first, of those that may be looked at.
    pub worst: Vec<Worst>,
}

/// Averages over pages of one form.
#[derive(Debug, Serialize)]
pub struct Scores {
    /// `text`, `html` or `markdown`.
    pub form: &'static str,
    /// Part of the corpus: a set, a kind of page; none for all of it.
    pub part: Option<String>,
    pub half: Half,
    pub pages: usize,
    pub figures: Figures,
    /// Whether the baseline pins them.
    pub pinned: bool,
}

/// A document that came out badly.
#[derive(Debug, Serialize)]
pub struct Worst {
    pub name: String,
    /// How bad it is, from 0 to 1.
    pub badness: f64,
    /// What is wrong with it.
    pub said: String,
}

impl Corpus {
    /// Every figure that the baseline pins, by a name of its own.
    pub fn pinned(&self) -> BTreeMap<String, f64> {
        let mut pinned = BTreeMap::new();
        for scores in self.scores.iter().filter(|scores| scores.pinned) {
            let part = scores.part.as_ref().map(|part| format!("{part}/")).unwrap_or_default();
            for (name, value) in &scores.figures {
                pinned.insert(format!("{}/{part}{}/{name}", scores.form, scores.half.name()), *value);
            }
        }
        if let Some(loss) = &self.loss {
            pinned.extend(loss.figures().into_iter().map(|(name, value)| (name.to_owned(), value)));
            pinned.insert("read".into(), loss.han as f64);
        }
        pinned
    }

    pub fn sort_worst(&mut self) {
        self.worst.sort_by(|a, b| b.badness.total_cmp(&a.badness).then_with(|| a.name.cmp(&b.name)));
        self.worst.truncate(MOST_WORST);
    }
}

/// Whether a pinned figure is better when it is lower.
pub fn less_is_better(pinned: &str) -> bool {
    LESS_IS_BETTER.contains(&pinned.rsplit('/').next().unwrap_or(pinned))
}
