//! The project's own pages: `tests/pages`, of which a test asks that every line be right, and `tests/eval/pages`, which
//! are measured.

use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;
use wenlan::clean::clean_explained;
use wenlan::ingest::{Format, Raw};

use super::Half;
use super::corpora::digest;
use super::docs::Reading;
use super::page::Page;
use super::report::{Corpus, Report, Scores, Worst};
use super::rules;
use super::score::{Gold, Kind, Score, Tally};
use super::squeeze::squeeze;

pub const NAME: &str = "own";
/// Pages that grow with the rules; each of their lines must be right.
const EXACT: &str = "tests/pages";
/// Pages that are measured as they are.
const MEASURED: &str = "tests/eval/pages";

pub fn measure(report: &mut Report) -> Result<()> {
    let digest = digest(&Path::new(env!("CARGO_MANIFEST_DIR")).join(MEASURED))?;
    let mut corpus = Corpus { name: NAME.into(), digest: Some(digest), ..Corpus::default() };
    for folder in [EXACT, MEASURED] {
        let mut tally = Tally::default();
        for path in Page::all_in(folder)? {
            let page = Page::read(&path)?;
            let name = path.file_name().unwrap_or_default().display().to_string();
            let gold = gold(&page);
            let format = if name.ends_with(".md.page") { Format::Markdown } else { Format::Text };
            let raw = Raw { path: name.clone(), text: page.raw, encoding: "UTF-8", format, ..Raw::default() };
            let (document, verdicts) = clean_explained(&raw, None);
            let reading = Reading { name, document, verdicts };
            let score = Score::of(&reading.document, &gold);
            tally.add(&score);
            rules::merge(&mut report.rules, rules::count(&reading, None));
            corpus.worst.push(Worst {
                name: reading.name,
                badness: 1.0 - score.text_f1(),
                said: format!("text F1 {:.3}", score.text_f1()),
            });
        }
        corpus.scores.push(Scores {
            form: "text",
            part: Some(folder.trim_start_matches("tests/").into()),
            half: Half::Both,
            pages: tally.documents(),
            figures: tally.figures(),
            pinned: true,
        });
    }
    corpus.sort_worst();
    report.corpora.push(corpus);
    Ok(())
}

fn gold(page: &Page) -> Gold {
    let mut gold = Gold::default();
    for (line, label) in page.raw.lines().zip(&page.labels) {
        let text = squeeze(line);
        match label {
            'p' | 'h' | 'c' => {
                let kind = match label {
                    'h' => Kind::Heading,
                    'c' => Kind::Caption,
                    _ => Kind::Paragraph,
                };
                gold.blocks.push((kind, text));
            }
            '+' => {
                if let Some((_, block)) = gold.blocks.last_mut() {
                    block.push_str(&text);
                }
            }
            '=' => {
                gold.optional.insert(text);
            }
            _ if text.is_empty() => {}
            _ => gold.noise.push(text),
        }
    }
    let wanted = |key: &str| {
        let values: HashSet<&str> = page.wanted(key);
        let mut values: Vec<String> = values.into_iter().map(str::to_owned).collect();
        values.sort();
        values
    };
    gold.title = wanted("title").iter().map(|title| squeeze(title)).collect();
    gold.published = wanted("date").pop();
    gold.source = wanted("source");
    gold.authors = wanted("authors").iter().flat_map(|names| names.split(',')).map(str::to_owned).collect();
    gold
}
