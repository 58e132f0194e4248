//! Whole pages in the shapes of real ones, each line labelled with what it must become.
//! How they are written: `tests/eval/page.rs`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use wenlan::clean::clean;
use wenlan::document::{Block, Document, TitleFrom};
use wenlan::ingest::Raw;

use crate::eval::page::Page;

impl Page {
    /// The page with a blank line behind every line.
    fn spaced(self) -> Page {
        Page {
            raw: self.raw.replace('\n', "\n\n"),
            labels: self.labels.into_iter().flat_map(|label| [label, ' ']).collect(),
            ..self
        }
    }

    /// The page as it would be written in Taiwan.
    fn traditional(self, converter: &OpenCC) -> Page {
        let facts = self.facts.into_iter().map(|(key, value)| (key, converter.convert(&value)));
        Page { raw: converter.convert(&self.raw), facts: facts.collect(), ..self }
    }

    fn document(&self) -> Document {
        clean(
            &Raw { path: "page.txt".into(), text: self.raw.clone(), encoding: "UTF-8", ..Raw::default() },
            None,
        )
    }

    fn line(&self, number: u32) -> &str {
        self.raw.lines().nth(number as usize - 1).unwrap_or_default()
    }

    fn differences(&self) -> Vec<String> {
        let document = self.document();
        let mut wrong = Vec::new();
        let mut kept = vec![None; self.labels.len()];
        for (index, block) in document.blocks.iter().enumerate() {
            for span in &block.spans {
                let kind = if block.doubt.is_some() { "doubtful" } else { block.kind.name() };
                kept[span.line as usize - 1] = Some((index, kind));
            }
        }
        let mut before = None;
        for (at, &label) in self.labels.iter().enumerate() {
            let fits = match (label, kept[at]) {
                (' ' | '=' | 't' | 'm', _) | ('-', None | Some((_, "doubtful"))) => true,
                (_, Some((_, "doubtful"))) => false,
                ('h', Some((_, kind))) => kind == "heading",
                ('c', Some((_, kind))) => kind == "caption",
                ('p', Some((index, kind))) => kind != "heading" && kind != "caption" && before != Some(index),
                ('+', Some((index, _))) => before == Some(index),
                _ => false,
            };
            if !fits {
                let got = kept[at].map_or("removed", |(_, kind)| kind);
                wrong.push(format!(
                    "line {} wants {label:?}, is {got}: {}",
                    at + 1,
                    self.line(at as u32 + 1)
                ));
            }
            before = kept[at].map(|(index, _)| index).or(before);
        }
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let titles = self.wanted("title");
        let title = document.meta.title.unwrap_or_default();
        if !titles.iter().any(|wanted| plain(wanted) == plain(&title)) {
            wrong.push(format!("title {title:?}, not {titles:?}"));
        }
        let dates = self.wanted("date");
        let date = document.meta.published.map(|published| published.to_string()).unwrap_or_default();
        if !dates.is_empty() && !dates.iter().any(|wanted| date.starts_with(wanted)) {
            wrong.push(format!("date {date:?}, not {dates:?}"));
        }
        let sources = self.wanted("source");
        let source = document.meta.source.unwrap_or_default();
        if !sources.is_empty() && !sources.iter().any(|wanted| source.contains(wanted)) {
            wrong.push(format!("source {source:?}, not {sources:?}"));
        }
        let names: HashSet<&str> = document.meta.authors.iter().map(|person| person.name.as_str()).collect();
        for wanted in self.wanted("authors").into_iter().flat_map(|names| names.split(',')) {
            if !names.contains(wanted) {
                wrong.push(format!("authors {names:?} without {wanted}"));
            }
        }
        wrong
    }
}

fn pages() -> Vec<PathBuf> {
    Page::all_in("tests/pages").expect("the pages lie beside the tests")
}

fn read(path: &Path) -> Page {
    Page::read(path).expect("a page of labelled lines")
}

/// Asks of every page, changed in some way, that each line becomes what it is.
#[track_caller]
fn check(change: impl Fn(Page) -> Page) {
    let mut report = String::new();
    for path in pages() {
        for difference in change(read(&path)).differences() {
            report.push_str(&format!("{}: {difference}\n", path.file_name().unwrap_or_default().display()));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_line_becomes_what_it_is() {
    check(|page| page);
}

#[test]
fn blank_lines_between_all_lines_say_nothing() {
    check(Page::spaced);
}

#[test]
fn traditional_characters_make_no_difference() {
    let converter =
        OpenCC::from_config(BuiltinConfig::S2t).expect("a configuration that comes with the package");
    check(|page| page.traditional(&converter));
}

fn sure(document: &Document) -> impl Iterator<Item = &Block> {
    document.blocks.iter().filter(|block| block.doubt.is_none())
}

/// What was cleaned reads as clean text: cleaning it again loses and gains no character of the body.
#[test]
fn cleaning_clean_text_changes_nothing() {
    let squeeze = |document: &Document| {
        let text: String = sure(document).map(|block| block.text.as_str()).collect();
        text.chars().filter(|c| !c.is_whitespace()).collect::<String>()
    };
    for path in pages() {
        let once = read(&path).document();
        let titled = once.meta.title_from == TitleFrom::Text;
        let mut plain = once.meta.title.clone().filter(|_| titled).unwrap_or_default();
        for block in sure(&once) {
            plain.push_str("\n\n");
            plain.push_str(&block.text);
        }
        let twice =
            clean(&Raw { path: "again.txt".into(), text: plain, encoding: "UTF-8", ..Raw::default() }, None);
        let names =
            |text: String| twice.meta.authors.iter().fold(text, |text, name| text.replace(&name.name, ""));
        // A name alone on its line is text to the one and its author to the other.
        assert_eq!(names(squeeze(&twice)), names(squeeze(&once)), "{}", path.display());
    }
}
