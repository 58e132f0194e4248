//! Real pages of which the main text is known: character 3-grams of the body against it.
//!
//! The title counts with the text where the main text begins with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::corpora::Place;
use super::docs::body;
use super::files::{files, stem};
use super::matching::grams;
use super::report::{Corpus, Report, Scores, Worst};
use super::squeeze::squeeze;
use super::{Half, read, rules};

pub fn measure(place: &Place, report: &mut Report) -> Result<()> {
    let mut corpus =
        Corpus { name: "main-text".into(), digest: Some(place.digest.clone()), ..Corpus::default() };
    let mut gold: BTreeMap<String, String> = BTreeMap::new();
    for path in files(&place.folder, "gold")? {
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        gold.insert(stem(&path.display().to_string()).to_owned(), squeeze(&text));
    }
    for (form, extension) in [("text", "txt"), ("html", "html")] {
        let paths: Vec<PathBuf> = files(&place.folder, extension)?
            .into_iter()
            .filter(|path| gold.contains_key(stem(&path.display().to_string())))
            .collect();
        let (read, errors) = read(
            &paths,
            |_| true,
            |reading| {
                let name = stem(&reading.name).to_owned();
                let want = gold.get(&name)?;
                let mut got: String = body(&reading.document).map(|block| squeeze(&block.text)).collect();
                let title = squeeze(reading.document.meta.title.as_deref().unwrap_or_default());
                if want.starts_with(&title) && !got.starts_with(&title) {
                    got.insert_str(0, &title);
                }
                Some((name, grams(&got, want), rules::count(&reading, None)))
            },
        );
        if let Some(error) = errors.first() {
            bail!("{error}");
        }
        // Sums of precision, recall and F1, and the number of pages.
        let mut sums: BTreeMap<(Half, Option<String>), ([f64; 3], usize)> = BTreeMap::new();
        for (name, scores, counted) in read.into_iter().flatten() {
            let half = Half::of(&name);
            let set = name.split_once("__").map(|(set, _)| set.to_owned());
            for of in [(half, None), (half, set.clone()), (Half::Both, None), (Half::Both, set)] {
                let (sum, pages) = sums.entry(of).or_default();
                sum.iter_mut().zip(scores).for_each(|(sum, value)| *sum += value);
                *pages += 1;
            }
            if half == Half::Look {
                let [precision, recall, f1] = scores;
                corpus.worst.push(Worst {
                    name: format!("{name} ({form})"),
                    badness: 1.0 - f1,
                    said: format!("3-gram F1 {f1:.3}: precision {precision:.3}, recall {recall:.3}"),
                });
            }
            rules::merge(&mut report.rules, counted);
        }
        for ((half, part), (sum, pages)) in sums {
            let names = ["precision", "recall", "f1"];
            let figures = names.into_iter().zip(sum.map(|sum| sum / pages as f64)).collect();
            let pinned = half != Half::Both;
            corpus.scores.push(Scores { form, pinned, part, half, pages, figures });
        }
    }
    corpus.sort_worst();
    report.corpora.push(corpus);
    Ok(())
}
