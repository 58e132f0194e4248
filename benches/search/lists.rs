//! How fast a long list is filtered: every key of words, pinyin and initials, over lines made of the documents'
//! titles, sources and dates.

use std::time::{Duration, Instant};

use wenlan::document::Document;
use wenlan::search::Sieve;

use crate::Tally;
use crate::queries::Makers;

const LINES: usize = 100_000;

pub fn report<'a>(documents: impl Iterator<Item = &'a Document> + Clone, makers: &mut Makers<'_>) {
    let titled = documents.filter(|document| document.meta.title.is_some());
    let lines: Vec<[String; 4]> = titled.clone().cycle().take(LINES).enumerate().map(line).collect();
    if lines.is_empty() {
        return;
    }
    let sieve = || Sieve::new(&lines, |line, text| line.iter().for_each(|it| text(it)));
    let mut ready = Tally::default();
    for _ in 0..7 {
        let start = Instant::now();
        sieve();
        ready.add(None, start.elapsed());
    }
    ready.print(&format!("{LINES} lines made ready"));
    let mut sieve = sieve();
    for (name, filters) in makers.filters() {
        let mut keys = Tally::default();
        let mut slowest = (Duration::ZERO, String::new());
        for filter in filters {
            for end in filter.char_indices().map(|(at, c)| at + c.len_utf8()) {
                let start = Instant::now();
                sieve.sift(&filter[..end]);
                let took = start.elapsed();
                keys.add(None, took);
                slowest = slowest.max((took, filter[..end].to_owned()));
            }
        }
        keys.print(&format!("filter: {name} ({})", slowest.1));
    }
}

/// What a list has of a document: title, path, source, date.
fn line((number, document): (usize, &Document)) -> [String; 4] {
    let meta = &document.meta;
    let title = format!("{}（{number}）", meta.title.as_deref().unwrap_or_default());
    let path = format!("crawl/{:03}/{number:06}.txt", number / 1000);
    let date = meta.published.map(|published| published.date.to_string());
    [title, path, meta.source.clone().unwrap_or_default(), date.unwrap_or_default()]
}
