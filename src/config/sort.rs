//! The orders of a list of documents.

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

/// Orders of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    #[default]
    Path,
    Title,
    Date,
    Source,
    Length,
}

impl Sort {
    const ALL: [Sort; 5] = [Sort::Path, Sort::Title, Sort::Date, Sort::Source, Sort::Length];

    pub fn name(self) -> &'static str {
        match self {
            Sort::Path => "path",
            Sort::Title => "title",
            Sort::Date => "date",
            Sort::Source => "source",
            Sort::Length => "length",
        }
    }

    pub fn by_name(name: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.name() == name)
    }

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Sort::Path => lang.pick("路径", "path"),
            Sort::Title => lang.pick("标题", "title"),
            Sort::Date => lang.pick("日期", "date"),
            Sort::Source => lang.pick("来源", "source"),
            Sort::Length => lang.pick("长度", "length"),
        }
    }

    /// Whether the order goes up: what is small, early in the alphabet or in the folder comes first.
    pub fn rises(self) -> bool {
        matches!(self, Sort::Path | Sort::Title | Sort::Source)
    }

    pub fn next(self) -> Sort {
        let at = Sort::ALL.iter().position(|&sort| sort == self).unwrap_or(0);
        Sort::ALL[(at + 1) % Sort::ALL.len()]
    }
}
