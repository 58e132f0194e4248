//! Parts of a heap by name: what a search finds, a stretch of time, a source, a folder. The shell writes
//! them `search=地震`, `date=2024..`, `source=日报`, `folder=news`, and joins several by ` & `; the panel
//! offers the same.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::Collection;
use crate::document::{DocId, Document};
use crate::lang::Lang;
use crate::search::{DateRange, Query, Scope};
use crate::stats::{Excerpt, Flow, Piece, StopWords, Texts};
use crate::text::variant::fold;

/// A part of a heap: every condition must hold; the whole heap without any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    conditions: Vec<Condition>,
}

/// What a part of a heap has in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The sections with these words in their heading.
    Section(String),
    /// What a search finds, in the language of queries.
    Search(String),
    /// What a search finds in titles.
    Title(String),
    /// Dated within it; as it was written, and what it means.
    Date(String),
    Undated,
    /// Published by; part of the name is enough.
    Source(String),
    /// In a folder or a file, or a member of it: the beginning of a path, in whole names.
    Folder(String),
}

/// Why a text names no part of a heap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoSelection {
    /// The key is unknown, or the text is no name of a part.
    Unknown(String),
    /// Nothing stands after the key.
    Empty(String),
    Date(String),
    /// A name leads back to itself.
    Circle(String),
}

impl NoSelection {
    pub fn describe(&self, lang: Lang) -> String {
        let known = "heap, search=…, title=…, date=…, source=…, folder=…, section=…";
        match (self, lang) {
            (NoSelection::Unknown(text), Lang::Zh) => {
                format!("“{text}”不是统计范围；可用 {known}，或配置文件 [scopes] 中的名字")
            }
            (NoSelection::Unknown(text), Lang::En) => {
                format!(
                    "“{text}” is no scope; there are {known}, and the names under [scopes] in config.toml"
                )
            }
            (NoSelection::Empty(key), Lang::Zh) => format!("{key}= 之后还缺内容，例如 {key}=…"),
            (NoSelection::Empty(key), Lang::En) => format!("{key}= lacks what it is about: write {key}=…"),
            (NoSelection::Date(text), Lang::Zh) => {
                format!(
                    "date={text} 不是日期：写作 2017、2017-10、2017-10-16 或 2017..2020-06，无日期的写作 none"
                )
            }
            (NoSelection::Date(text), Lang::En) => format!(
                "date={text} is no date: write 2017, 2017-10, 2017-10-16 or 2017..2020-06; none for those without"
            ),
            (NoSelection::Circle(name), Lang::Zh) => format!("范围“{name}”的定义又用到它自己"),
            (NoSelection::Circle(name), Lang::En) => format!("the scope “{name}” is defined by itself"),
        }
    }
}

impl Selection {
    pub fn of(condition: Condition) -> Selection {
        Selection { conditions: vec![condition] }
    }

    /// Reads a scope; `names` are what the user calls some.
    ///
    /// # Errors
    ///
    /// Where it means nothing; the error says what could be written.
    pub fn parse(text: &str, names: &BTreeMap<String, String>) -> Result<Selection, NoSelection> {
        Selection::parse_within(text, names, &mut Vec::new())
    }

    fn parse_within<'a>(
        text: &'a str,
        names: &'a BTreeMap<String, String>,
        within: &mut Vec<&'a str>,
    ) -> Result<Selection, NoSelection> {
        let mut all = Selection::default();
        for part in text.split(" & ").map(str::trim) {
            if part == "heap" {
                continue;
            }
            if let Some((name, meaning)) = names.get_key_value(part) {
                if within.contains(&name.as_str()) {
                    return Err(NoSelection::Circle(name.clone()));
                }
                within.push(name);
                all.conditions.extend(Selection::parse_within(meaning, names, within)?.conditions);
                within.pop();
                continue;
            }
            all.conditions.push(condition(part)?);
        }
        Ok(all)
    }

    /// Whether it is the whole heap.
    pub fn is_heap(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The words that the headings of its sections have, where it is made of sections.
    fn sections(&self) -> Option<&str> {
        self.conditions.iter().find_map(|condition| match condition {
            Condition::Section(words) => Some(words.as_str()),
            _ => None,
        })
    }

    /// The same in the language of queries, where that can say it.
    pub fn as_query(&self) -> Option<String> {
        let word = |condition: &Condition| match condition {
            Condition::Search(query) => Some(query.clone()),
            Condition::Date(dates) => Some(format!("date:{dates}")),
            Condition::Source(name) => Some(format!("source:\"{name}\"")),
            Condition::Folder(_) | Condition::Section(_) | Condition::Title(_) | Condition::Undated => None,
        };
        Some(self.conditions.iter().map(word).collect::<Option<Vec<String>>>()?.join(" "))
    }

    /// The queries that have to be answered for it, which takes an index.
    pub fn needs_index(&self) -> bool {
        self.conditions
            .iter()
            .any(|condition| matches!(condition, Condition::Search(_) | Condition::Title(_)))
    }
}

impl fmt::Display for Selection {
    /// As it is written; `heap` for the whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_heap() {
            return write!(f, "heap");
        }
        for (at, condition) in self.conditions.iter().enumerate() {
            let and = if at > 0 { " & " } else { "" };
            match condition {
                Condition::Section(words) => write!(f, "{and}section={words}")?,
                Condition::Search(query) => write!(f, "{and}search={query}")?,
                Condition::Title(query) => write!(f, "{and}title={query}")?,
                Condition::Date(dates) => write!(f, "{and}date={dates}")?,
                Condition::Undated => write!(f, "{and}date=none")?,
                Condition::Source(name) => write!(f, "{and}source={name}")?,
                Condition::Folder(path) => write!(f, "{and}folder={path}")?,
            }
        }
        Ok(())
    }
}

fn condition(text: &str) -> Result<Condition, NoSelection> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(NoSelection::Unknown(text.to_owned()));
    };
    let (key, value) = (key.trim(), value.trim());
    let make: fn(String) -> Condition = match key {
        "section" => Condition::Section,
        "search" => Condition::Search,
        "title" => Condition::Title,
        "date" => Condition::Date,
        "source" => Condition::Source,
        "folder" => Condition::Folder,
        _ => return Err(NoSelection::Unknown(text.to_owned())),
    };
    match make(value.to_owned()) {
        _ if value.is_empty() => Err(NoSelection::Empty(key.to_owned())),
        Condition::Date(none) if none == "none" => Ok(Condition::Undated),
        Condition::Date(dates) if DateRange::parse(&dates).is_none() => Err(NoSelection::Date(dates)),
        condition => Ok(condition),
    }
}

impl Collection {
    /// The documents of a part of the heap that have been counted, in path order, and where it is made of
    /// sections, these. What a search finds is found as far as the index has come.
    pub fn select(&self, selection: &Selection) -> Vec<Excerpt> {
        let mut ids = self.countable();
        for condition in &selection.conditions {
            self.keep(&mut ids, condition);
        }
        match selection.sections() {
            None => ids.into_iter().map(|id| Excerpt { id, blocks: None }).collect(),
            Some(words) => self.sections(&ids, words),
        }
    }

    fn keep(&self, ids: &mut Vec<DocId>, condition: &Condition) {
        match condition {
            Condition::Section(_) => {}
            Condition::Search(query) | Condition::Title(query) => {
                let query = match condition {
                    Condition::Title(_) => Query::parse(query).in_titles(),
                    _ => Query::parse(query),
                };
                let index = self.index();
                let found = index.search_documents(&query, &Scope::Heap, index.len());
                let found: HashSet<DocId> = found.into_iter().collect();
                ids.retain(|id| found.contains(id));
            }
            Condition::Date(dates) => {
                let range = DateRange::parse(dates).unwrap_or_default();
                let counts = self.counts();
                ids.retain(|&id| {
                    let date = counts.document(id).and_then(|counted| counted.published);
                    date.is_some_and(|date| range.contains(date))
                });
            }
            Condition::Undated => {
                let counts = self.counts();
                ids.retain(|&id| counts.document(id).is_some_and(|counted| counted.published.is_none()));
            }
            Condition::Source(name) => {
                let folded = |text: &str| text.chars().map(fold).collect::<String>();
                let (counts, name) = (self.counts(), folded(name));
                ids.retain(|&id| {
                    let source = counts.document(id).and_then(|counted| counted.source.as_deref());
                    source.is_some_and(|source| folded(source).contains(&name))
                });
            }
            Condition::Folder(folder) => ids.retain(|&id| lies_in(&self.path(id), folder)),
        }
    }

    fn sections(&self, ids: &[DocId], words: &str) -> Vec<Excerpt> {
        let whole: Vec<Excerpt> = ids.iter().map(|&id| Excerpt { id, blocks: None }).collect();
        let mut found = Vec::new();
        let counts = self.counts();
        let scope = crate::stats::Scope {
            excerpts: &whole,
            is_heap: false,
            counts: &counts,
            texts: self,
            stop_words: StopWords::builtin(),
        };
        let look = |piece: &Piece| -> Vec<Range<usize>> {
            let sections = Piece::sections(piece.id, &piece.document, words);
            sections.into_iter().map(|section| section.blocks).collect()
        };
        scope.each(Some(words), look, &mut |id, blocks| {
            if !blocks.is_empty() {
                found.push(Excerpt { id, blocks: Some(blocks) });
            }
            Flow::Continue(())
        });
        found
    }
}

/// Whether a path lies in a folder, or is it: `./` before either does not count, nor does a trailing slash;
/// members of a file lie in it too.
fn lies_in(path: &str, folder: &str) -> bool {
    let plain = |path: &str| path.strip_prefix("./").unwrap_or(path).to_owned();
    let (path, folder) = (plain(path), plain(folder));
    let folder = folder.trim_end_matches(['/', std::path::MAIN_SEPARATOR]);
    if matches!(folder, "" | ".") || Path::new(&path).starts_with(folder) {
        return true;
    }
    // A folder may be named without what leads to it.
    let inside = format!("/{folder}");
    path.match_indices(&inside)
        .map(|(at, found)| &path[at + found.len()..])
        .chain(path.strip_prefix(folder))
        .any(|rest| rest.is_empty() || rest.starts_with(['/', '#', '!', std::path::MAIN_SEPARATOR]))
}

impl Texts for Collection {
    fn read(&self, id: DocId) -> Option<Arc<Document>> {
        // It could be read when it was counted; if it has gone since, there is nothing of it.
        Some(self.read_once(id).ok()?.0)
    }

    fn path(&self, id: DocId) -> String {
        self.heap().source(id).map(|source| source.name()).unwrap_or_default()
    }

    fn candidates(&self, text: &str) -> Option<HashSet<DocId>> {
        let index = self.index();
        let mut wanted = index.candidates(text);
        let indexed: HashSet<DocId> = index.ids().into_iter().collect();
        wanted.extend(self.heap().ids().filter(|id| !indexed.contains(id)));
        Some(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, NoSelection> {
        let names = [("震后", "search=地震 & date=2023.."), ("甲", "乙"), ("乙", "甲")];
        let names = names.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).into();
        Selection::parse(text, &names).map(|selection| selection.to_string())
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["heap", "search=地震 -演习", "date=2024..", "date=none", "folder=news & source=日报"]
        {
            assert_eq!(parse(text).as_deref(), Ok(text));
        }
        assert_eq!(parse("heap & date=2024-04").as_deref(), Ok("date=2024-04"));
        assert_eq!(parse("震后 & source=报").as_deref(), Ok("search=地震 & date=2023.. & source=报"));
    }

    #[test]
    fn what_names_nothing_says_so() {
        assert_eq!(parse("新闻"), Err(NoSelection::Unknown("新闻".into())));
        assert_eq!(parse("file=x"), Err(NoSelection::Unknown("file=x".into())));
        assert_eq!(parse("date=昨天"), Err(NoSelection::Date("昨天".into())));
        assert_eq!(parse("source="), Err(NoSelection::Empty("source".into())));
        assert_eq!(parse("甲"), Err(NoSelection::Circle("甲".into())));
        for lang in [Lang::Zh, Lang::En] {
            assert!(parse("新闻").unwrap_err().describe(lang).contains("新闻"));
        }
    }

    #[test]
    fn folders_are_whole_names() {
        for (path, folder, lies) in [
            ("news/a.md", "news", true),
            ("./news/a.md", "news/", true),
            ("heap/news/a.md", "./heap/news", true),
            ("heap/news/a.md", "news", true),
            ("heap/news/a.md", "news/a.md", true),
            ("dump.jsonl#3", "dump.jsonl", true),
            ("newsletter/a.md", "news", false),
            ("heap/old-news/a.md", "news", false),
            ("a.md", ".", true),
        ] {
            assert_eq!(lies_in(path, folder), lies, "{path} in {folder}");
        }
    }
}
