//! Real statutes with their Markdown stripped: the marks are the gold that the bare text is read against.
//!
//! They lie outside the project, unpacked, under `heap` in the folder that `WENLAN_CORPORA` names; where there
//! are none, the test says so and passes.

use std::path::Path;

use wenlan::clean::clean;
use wenlan::document::{BlockKind, Document};
use wenlan::ingest::{self, Format, Raw};

/// The share of headings and levels, precision and recall weighed alike, below which reading got worse.
const GOAL: f64 = 0.97;

fn read(text: String, format: Format) -> Document {
    clean(&Raw { text, format, ..Raw::default() }, None)
}

fn headings(document: &Document) -> Vec<(u8, String)> {
    let heading = |kind: BlockKind| match kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    };
    document
        .blocks
        .iter()
        .filter_map(|block| Some((heading(block.kind)?, block.text.split_whitespace().collect())))
        .collect()
}

/// The text of a statute as it stands in a plain file: a blank line between paragraphs.
fn stripped(document: &Document) -> String {
    let title = document.meta.title.as_deref().unwrap_or_default();
    let blocks = document.blocks.iter().map(|block| block.text.as_str());
    std::iter::once(title).chain(blocks).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn headings_and_levels_of_statutes_are_found_without_their_marks() {
    let Some(corpora) = std::env::var_os("WENLAN_CORPORA") else {
        println!("skipped: WENLAN_CORPORA does not say where the statutes lie");
        return;
    };
    let folder = Path::new(&corpora).join("heap");
    let mut statutes = Vec::new();
    ingest::scan(&[folder], &ingest::Options::default(), &mut |found| {
        if let ingest::Met::Document(source) = found {
            statutes.extend(Some(source).filter(|source| source.format == Format::Markdown));
        }
    });
    if statutes.is_empty() {
        println!("skipped: no Markdown under heap in WENLAN_CORPORA");
        return;
    }
    let (mut hits, mut found, mut wanted) = (0, 0, 0);
    let mut worst = Vec::new();
    for statute in &statutes {
        let text = ingest::load(statute).expect("a statute is text").text;
        let marked = read(text, Format::Markdown);
        let mut gold = headings(&marked);
        let mine = headings(&read(stripped(&marked), Format::Text));
        (found, wanted) = (found + mine.len(), wanted + gold.len());
        let before = hits;
        let count = gold.len().max(mine.len());
        for heading in mine {
            if let Some(at) = gold.iter().position(|wanted| *wanted == heading) {
                gold.swap_remove(at);
                hits += 1;
            }
        }
        if hits - before < count {
            worst.push(format!("{}: {} of {count}, without {gold:?}", statute.name(), hits - before));
        }
    }
    assert!(wanted > 100, "only {wanted} headings in the statutes");
    let f1 = 2.0 * hits as f64 / (found + wanted) as f64;
    println!("{f1:.4}\n{}", worst.join("\n"));
    assert!(f1 >= GOAL, "F1 of headings with levels {f1:.4}\n{}", worst.join("\n"));
}
