//! What a walk over a heap passed over: counts by kind, with an example of each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ingest::Skipped;
use crate::ingest::kind::{self, Reads};
use crate::lang::Lang;

/// How many files of each kind were passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    kinds: BTreeMap<String, Passed>,
}

/// The files of a kind that were passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Passed {
    files: usize,
    /// The address of the first.
    example: String,
}

impl Census {
    pub fn count(&mut self, skipped: &Skipped) {
        let passed = self.kinds.entry(skipped.kind.name.to_owned()).or_default();
        if passed.files == 0 {
            passed.example.clone_from(&skipped.name);
        }
        passed.files += 1;
    }

    pub fn add(&mut self, other: &Census) {
        for (kind, passed) in &other.kinds {
            let own = self.kinds.entry(kind.clone()).or_default();
            if own.files == 0 {
                own.example.clone_from(&passed.example);
            }
            own.files += passed.files;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Documents among what was passed over: files that somebody could read, if not this program.
    pub fn unread(&self) -> usize {
        let unread = |(name, passed): (&String, &Passed)| {
            kind::named(name).is_some_and(|kind| matches!(kind.reads, Reads::Nobody)).then_some(passed.files)
        };
        self.kinds.iter().filter_map(unread).sum()
    }

    /// `84 EPUB, 30 PDF; beside documents 12 code and settings`: documents that are not read first. Empty where
    /// nothing was passed over.
    pub fn describe(&self, lang: Lang) -> String {
        let list = |documents: bool| {
            let mut rows: Vec<_> = self
                .kinds
                .iter()
                .filter_map(|(name, passed)| Some((kind::named(name)?, passed)))
                .filter(|(kind, _)| matches!(kind.reads, Reads::Nobody) == documents)
                .collect();
            rows.sort_by_key(|(_, passed)| std::cmp::Reverse(passed.files));
            let rows: Vec<String> = rows
                .into_iter()
                .map(|(kind, passed)| lang.counted_as(passed.files, kind.label(lang)))
                .collect();
            rows.join(lang.pick("、", ", "))
        };
        match (list(true), list(false)) {
            (documents, beside) if beside.is_empty() => documents,
            (documents, beside) if documents.is_empty() => beside,
            (documents, beside) => match lang {
                Lang::Zh => format!("{documents}；另有 {beside}"),
                Lang::En => format!("{documents}; besides, {beside}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_are_not_read_come_before_what_is_none() {
        let mut census = Census::default();
        for name in ["a.py", "b.pdf", "c.pdf", "d.jpg", "e.py", "f.py"] {
            let kind = kind::of_name(name).expect("a known kind");
            census.count(&Skipped { name: name.into(), kind });
        }
        assert_eq!(census.unread(), 2);
        assert_eq!(
            census.describe(Lang::En),
            "2 PDF; besides, 3 code and settings, 1 pictures, sound and film"
        );
        assert_eq!(census.describe(Lang::Zh), "2 PDF；另有 3 代码与配置、1 图片与音像");
        let mut twice = census.clone();
        twice.add(&census);
        assert_eq!(twice.unread(), 4);
    }
}
