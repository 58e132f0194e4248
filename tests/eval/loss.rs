//! How much of a heap's text the cleaner takes away, and by which rule.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::corpora::{FNV, Place, fnv1a};
use super::docs::Reading;
use super::report::{Corpus, Figures, Report, Worst};
use super::squeeze::han;
use super::{read, rules};

/// Shares of a document's characters whose loss is worth counting.
pub const LIMITS: [(&str, f64); 3] = [("over_2", 0.02), ("over_15", 0.15), ("over_50", 0.5)];

/// Han characters that left the bodies of a heap's documents for another reason than being shown as metadata.
#[derive(Debug, Default, Serialize)]
pub struct Loss {
    /// Documents with Han characters.
    pub documents: usize,
    /// One in so many documents was read.
    pub one_in: u64,
    /// What could not be read.
    pub unread: usize,
    pub han: usize,
    pub lost: usize,
    /// Documents that lost more than each of the limits.
    pub over: [usize; LIMITS.len()],
    pub rules: BTreeMap<String, RuleLoss>,
}

/// What one rule took.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct RuleLoss {
    pub lost: usize,
    /// Documents that lost more than each of the limits, and most of it by this rule.
    pub over: [usize; LIMITS.len()],
}

impl Loss {
    /// Adds a document, and names it among the `worst` if it lost anything.
    pub fn add(&mut self, reading: &Reading, worst: &mut Vec<Worst>) {
        let Document { han, lost, rules } = Document::of(reading);
        if han == 0 {
            return;
        }
        self.documents += 1;
        self.han += han;
        self.lost += lost;
        let share = lost as f64 / han as f64;
        let most = rules.iter().max_by_key(|(_, lost)| **lost).map_or("", |(rule, _)| rule);
        for (rule, lost) in &rules {
            self.rules.entry((*rule).to_owned()).or_default().lost += lost;
        }
        for (at, _) in LIMITS.iter().enumerate().filter(|(_, (_, limit))| share > *limit) {
            self.over[at] += 1;
            self.rules.entry(most.to_owned()).or_default().over[at] += 1;
        }
        if lost > 0 {
            worst.push(Worst {
                name: reading.name.clone(),
                badness: share,
                said: format!("lost {:.1} % of {han} Han characters, most by {most}", share * 100.0),
            });
        }
    }

    /// Share of all characters that was lost, and shares of the documents that lost more than each limit.
    pub fn figures(&self) -> Figures {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let over = LIMITS.iter().zip(self.over).map(|((name, _), n)| (*name, share(n, self.documents)));
        over.chain([("lost", share(self.lost, self.han))]).collect()
    }
}

struct Document {
    han: usize,
    lost: usize,
    rules: BTreeMap<&'static str, usize>,
}

impl Document {
    fn of(reading: &Reading) -> Document {
        let kept: usize = reading.document.blocks.iter().map(|block| han(&block.text)).sum();
        let removed: usize = reading.document.removed.iter().map(|piece| han(&piece.text)).sum();
        let mut rules: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (text, rule) in reading.lost() {
            *rules.entry(rule).or_default() += han(text);
        }
        Document { han: kept + removed, lost: rules.values().sum(), rules }
    }
}

/// Measures a heap. What lies in it under the name of another corpus is not part of it.
pub fn measure(name: &str, place: &Place, one_in: u64, report: &mut Report) -> Result<()> {
    let mut corpus = Corpus { name: name.into(), digest: Some(place.digest.clone()), ..Corpus::default() };
    let mut loss = Loss { one_in, ..Loss::default() };
    let within = format!("{}/", place.folder.display());
    let in_sample = |path: &str| {
        let path = path.strip_prefix(&within).unwrap_or(path);
        fnv1a(FNV, path.as_bytes()).is_multiple_of(one_in)
    };
    let (read, errors) = read(std::slice::from_ref(&place.folder), in_sample, |reading| {
        let mut one = Loss::default();
        let mut worst = Vec::new();
        one.add(&reading, &mut worst);
        (one, worst, rules::count(&reading, None))
    });
    loss.unread = errors.len();
    for (one, mut worst, counted) in read {
        loss.merge(one);
        for worst in &mut worst {
            worst.name = worst.name.strip_prefix(&within).unwrap_or(&worst.name).to_owned();
        }
        corpus.worst.extend(worst);
        rules::merge(&mut report.rules, counted);
    }
    corpus.loss = Some(loss);
    corpus.sort_worst();
    report.corpora.push(corpus);
    Ok(())
}

impl Loss {
    fn merge(&mut self, other: Loss) {
        self.documents += other.documents;
        self.han += other.han;
        self.lost += other.lost;
        self.over.iter_mut().zip(other.over).for_each(|(sum, n)| *sum += n);
        for (name, rule) in other.rules {
            let sum = self.rules.entry(name).or_default();
            sum.lost += rule.lost;
            sum.over.iter_mut().zip(rule.over).for_each(|(sum, n)| *sum += n);
        }
    }
}
