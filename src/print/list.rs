//! The list of documents, a line each.

use serde::Serialize;

use super::Style;
use crate::document::TitleFrom;
use crate::heap::Summary;
use crate::lang::grouped;
use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, pad, width};

/// Columns of title and source; in a pipe longer ones are not cut.
const TITLE_COLUMNS: usize = 40;
const SOURCE_COLUMNS: usize = 14;
/// Columns of a kind of file.
const KIND_COLUMNS: usize = 24;

/// `2017-10-16    2,310  争当发展领头羊      咸宁新闻网    crawl/002.txt`
pub fn line(path: &str, summary: &Summary, style: &Style) -> String {
    let date = summary.published.map_or_else(|| "-".into(), |published| published.day());
    let title = match summary.title_from {
        TitleFrom::FirstSentence => {
            format!("{}{}", style.lang.pick("（首句）", "(first words) "), summary.title)
        }
        TitleFrom::Text | TitleFrom::FileName => summary.title.clone(),
    };
    format!(
        "{}  {:>9}  {}  {}  {}\n",
        style.dim(&format!("{date:10}")),
        grouped(summary.chars),
        cell(&title, TITLE_COLUMNS, style),
        cell(summary.source.as_deref().unwrap_or("-"), SOURCE_COLUMNS, style),
        style.path(&sanitize(path)),
    )
}

/// A file that is no document, is not read, or could not be.
#[derive(Debug, Serialize)]
pub struct Skipped<'a> {
    pub path: &'a str,
    /// What it is, where that is why.
    pub kind: Option<&'a str>,
    /// How many of its documents could not be read.
    pub documents: usize,
    /// What is wrong with it, or with the first of these.
    pub problem: Option<&'a str>,
}

/// `EPUB            书/红楼梦.epub`, or what is wrong, which names the path.
pub fn skipped(skipped: &Skipped, style: &Style) -> String {
    match (skipped.kind, skipped.problem) {
        (Some(kind), _) => {
            let kind = pad(kind, KIND_COLUMNS.max(width(kind, Ambiguous::Narrow)), Ambiguous::Narrow);
            format!("{}  {}\n", style.dim(&kind), style.path(&sanitize(skipped.path)))
        }
        (None, problem) => {
            let count = match skipped.documents {
                1 => String::new(),
                count => format!("{} × ", grouped(count)),
            };
            format!("{count}{}\n", sanitize(problem.unwrap_or(skipped.path)))
        }
    }
}

fn cell(text: &str, columns: usize, style: &Style) -> String {
    let text = sanitize(text);
    let needed = width(&text, Ambiguous::Narrow);
    pad(&text, if style.columns.is_none() { columns.max(needed) } else { columns }, Ambiguous::Narrow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn summary(title: &str) -> Summary {
        Summary { title: title.into(), chars: 2310, ..Summary::default() }
    }

    #[test]
    fn columns_stand_below_one_another() {
        let style = Style { lang: Lang::Zh, color: false, full_width: true, columns: None };
        let short = line("a.txt", &summary("河堤"), &style);
        let latin = line("a.txt", &summary("River banks"), &style);
        let path_column = |text: &str| text.find("a.txt").map(|at| width(&text[..at], Ambiguous::Narrow));
        assert_eq!(path_column(&short), path_column(&latin));
        assert!(short.starts_with("-               2,310  河堤"), "{short}");
    }

    #[test]
    fn long_titles_are_cut_on_a_terminal_only() {
        let title = "堤".repeat(30);
        let mut style = Style { lang: Lang::Zh, color: false, full_width: true, columns: None };
        assert!(line("a.txt", &summary(&title), &style).contains(&title));
        style.columns = Some(80);
        let cut = line("a.txt", &summary(&title), &style);
        assert!(cut.contains(&format!("{}… ", "堤".repeat(19))), "{cut}");
    }
}
