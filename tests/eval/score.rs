//! Scores of one document against its gold, and their averages.

use std::collections::{BTreeMap, HashMap, HashSet};

use wenlan::document::{BlockKind, Document};

use super::docs::body;
use super::matching::{f1, grams, matching};
use super::report::Figures;
use super::squeeze::squeeze;

/// What a block is to the gold: list items, table rows, quotes and code are paragraphs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Heading,
    Paragraph,
    Caption,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Heading, Kind::Paragraph, Kind::Caption];

    pub fn of(block: BlockKind) -> Kind {
        match block {
            BlockKind::Heading { .. } => Kind::Heading,
            BlockKind::Caption => Kind::Caption,
            _ => Kind::Paragraph,
        }
    }

    fn f1_name(self) -> &'static str {
        match self {
            Kind::Heading => "heading_f1",
            Kind::Paragraph => "paragraph_f1",
            Kind::Caption => "caption_f1",
        }
    }
}

/// A document as it should be read. All texts are squeezed.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    pub title: Vec<String>,
    /// `2017-10-16`, perhaps with a time.
    pub published: Option<String>,
    /// Any of these.
    pub source: Vec<String>,
    pub authors: Vec<String>,
    pub blocks: Vec<(Kind, String)>,
    /// May be kept in the body or not.
    pub optional: HashSet<String>,
    pub noise: Vec<String>,
}

/// The averages that [`Tally`] makes beside the pooled F1 of the kinds.
const MEANS: [&str; 6] = ["text_precision", "text_recall", "text_f1", "placed", "leak", "grams"];
/// Metadata by field, averaged over the documents whose gold has it.
const FIELDS: [&str; 4] = ["title", "published", "source", "authors"];

/// Scores of one document.
#[derive(Debug, Clone, Default)]
pub struct Score {
    means: [f64; MEANS.len()],
    /// Of each kind: blocks found, blocks there are, blocks there should be.
    kinds: [[usize; 3]; 3],
    fields: [Option<f64>; FIELDS.len()],
}

impl Score {
    pub fn of(document: &Document, gold: &Gold) -> Score {
        let got: Vec<(Kind, String)> = body(document)
            .map(|block| (Kind::of(block.kind), squeeze(&block.text)))
            .filter(|(_, text)| !text.is_empty() && !gold.optional.contains(text))
            .collect();
        let join =
            |blocks: &[(Kind, String)]| blocks.iter().map(|(_, text)| text.as_str()).collect::<String>();
        let (want_text, got_text) = (join(&gold.blocks), join(&got));
        let common = matching(&want_text, &got_text) as f64;
        let precision = share(common, got_text.chars().count());
        let recall = common / want_text.chars().count().max(1) as f64;
        let leaked = gold.noise.iter().filter(|noise| {
            noise.chars().nth(1).is_some()
                && got.iter().any(|(_, text)| text.contains(noise.as_str()))
                && !want_text.contains(noise.as_str())
        });
        let title = squeeze(document.meta.title.as_deref().unwrap_or_default());
        let wanted_title = gold.title.iter().find(|wanted| **wanted == title).or(gold.title.first());
        let wanted_title = wanted_title.map_or("", String::as_str);
        let [.., grams] = grams(&format!("{title}{got_text}"), &format!("{wanted_title}{want_text}"));
        Score {
            means: [
                precision,
                recall,
                f1(precision, recall),
                placed(&gold.blocks, &got),
                leaked.count() as f64 / gold.noise.len().max(1) as f64,
                grams,
            ],
            kinds: Kind::ALL.map(|kind| {
                let texts = |blocks: &[(Kind, String)]| {
                    blocks
                        .iter()
                        .filter(|(k, _)| *k == kind)
                        .map(|(_, text)| text.clone())
                        .collect::<Vec<_>>()
                };
                let (want, got) = (texts(&gold.blocks), texts(&got));
                [hits(&want, &got), got.len(), want.len()]
            }),
            fields: fields(document, gold, &title),
        }
    }

    /// F1 of the text's characters.
    pub fn text_f1(&self) -> f64 {
        self.means[2]
    }
}

fn fields(document: &Document, gold: &Gold, title: &str) -> [Option<f64>; 4] {
    let meta = &document.meta;
    let is = |right: bool| if right { 1.0 } else { 0.0 };
    let published = meta.published.map(|published| published.to_string()).unwrap_or_default();
    let source = meta.source.as_deref().unwrap_or_default();
    let names: Vec<String> = meta.authors.iter().map(|person| person.name.clone()).collect();
    [
        (!gold.title.is_empty()).then(|| is(gold.title.iter().any(|wanted| wanted == title))),
        gold.published.as_ref().map(|wanted| is(published.starts_with(wanted.as_str()))),
        (!gold.source.is_empty())
            .then(|| is(gold.source.iter().any(|wanted| source.contains(wanted.as_str())))),
        (!gold.authors.is_empty()).then(|| {
            let hits = hits(&gold.authors, &names) as f64;
            f1(share(hits, names.len()), hits / gold.authors.len() as f64)
        }),
    ]
}

fn share(part: f64, whole: usize) -> f64 {
    if whole > 0 { part / whole as f64 } else { 0.0 }
}

/// How many of `got` stand in `want`, each as often as there.
fn hits(want: &[String], got: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    want.iter().for_each(|text| *left.entry(text).or_default() += 1);
    let mut takes = |text: &String| match left.get_mut(text.as_str()) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    got.iter().filter(|text| takes(text)).count()
}

/// Share of the paragraphs that stand under the right heading.
fn placed(want: &[(Kind, String)], got: &[(Kind, String)]) -> f64 {
    fn places(blocks: &[(Kind, String)]) -> HashMap<&str, &str> {
        let mut heading = "";
        let mut places = HashMap::new();
        for (kind, text) in blocks {
            match kind {
                Kind::Heading => heading = text,
                Kind::Paragraph => {
                    places.entry(text.as_str()).or_insert(heading);
                }
                Kind::Caption => {}
            }
        }
        places
    }
    let (want, got) = (places(want), places(got));
    let right = want.iter().filter(|(text, heading)| got.get(*text) == Some(*heading)).count();
    right as f64 / want.len().max(1) as f64
}

/// Adds up scores.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    documents: usize,
    means: [f64; MEANS.len()],
    kinds: [[usize; 3]; 3],
    fields: [(f64, usize); FIELDS.len()],
}

impl Tally {
    pub fn add(&mut self, score: &Score) {
        self.documents += 1;
        self.means.iter_mut().zip(score.means).for_each(|(sum, value)| *sum += value);
        self.kinds.iter_mut().flatten().zip(score.kinds.iter().flatten()).for_each(|(sum, n)| *sum += n);
        for ((sum, documents), value) in self.fields.iter_mut().zip(score.fields) {
            *sum += value.unwrap_or(0.0);
            *documents += usize::from(value.is_some());
        }
    }

    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Averages over the documents; F1 of headings, paragraphs and captions over all blocks together, so that a page
    /// without captions neither gives nor takes.
    pub fn figures(&self) -> Figures {
        let documents = self.documents.max(1) as f64;
        let mut figures: BTreeMap<&'static str, f64> =
            MEANS.iter().zip(self.means).map(|(&name, sum)| (name, sum / documents)).collect();
        for (kind, [hit, have, want]) in Kind::ALL.into_iter().zip(self.kinds) {
            let f1 = if have + want > 0 { 2.0 * hit as f64 / (have + want) as f64 } else { 1.0 };
            figures.insert(kind.f1_name(), f1);
        }
        let known = FIELDS.iter().zip(self.fields).filter(|(_, (_, documents))| *documents > 0);
        figures.extend(known.map(|(&name, (sum, documents))| (name, sum / documents as f64)));
        figures
    }
}
