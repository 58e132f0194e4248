//! Everything that the statistics panel shows about one scope.

use std::ops::Range;

use serde::Serialize;

use super::counts::Characters;
use super::keywords::{self, Keyword, Reference, Weighting};
use super::{Counts, Piece, StopWords, Totals, dates};
use crate::document::{Document, Reason};

/// Keywords in a report.
const KEYWORDS: usize = 60;
/// Bars in a histogram of dates; beyond that many days or months the next longer period is taken.
const DATE_BARS: usize = 24;

/// Reading speed: M. Brysbaert, “How many words do we read per minute?”, Journal of Memory and Language
/// 109 (2019) has 238 words a minute for English and 260 for Chinese, which at 1.5 characters a word is
/// about 400 characters.
pub const HAN_PER_MINUTE: f64 = 400.0;
pub const LATIN_WORDS_PER_MINUTE: f64 = 238.0;

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    pub counts: Counts,
    pub characters: Characters,
    /// Mean length of a sentence in characters, its marks included.
    pub mean_sentence: f64,
    pub reading_minutes: f64,
    /// Of one document or section, in reading order; empty for several.
    pub sections: Vec<SectionLength>,
    /// By TF–IDF, as `weighting` says.
    pub keywords: Vec<Keyword>,
    pub weighting: Weighting,
    /// By TextRank; of one document or section.
    pub text_rank: Vec<Keyword>,
    /// Removed characters by reason, most first.
    pub removed: Vec<(Reason, usize)>,
    /// Documents by date (day, month or year, as suits the range) in order; documents without a date.
    pub dates: Vec<(String, usize)>,
    pub undated: usize,
    /// Documents by source, most first; `None` where it is not known.
    pub sources: Vec<(Option<String>, usize)>,
}

/// How long a section is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionLength {
    /// `None` for the lead before the first heading.
    pub heading: Option<String>,
    pub level: u8,
    /// The section's first block.
    pub block: usize,
    /// Characters with those of its subsections, and without.
    pub chars: usize,
    pub own_chars: usize,
}

/// What a report is made against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The heap's totals, for TF–IDF; `None` while they are not known.
    pub heap: Option<&'a Totals>,
    pub stop_words: &'a StopWords,
}

impl Default for Context<'_> {
    fn default() -> Self {
        Context { heap: None, stop_words: StopWords::builtin() }
    }
}

/// Report of a document or a part of one, with its counts. Segments it: loads the dictionary on first use.
pub fn piece_report(piece: &Piece, totals: &Totals, context: Context) -> Report {
    single(&piece.document, piece.blocks.clone(), totals, context)
}

/// Report of counts that were made before.
pub fn totals_report(totals: &Totals, context: Context) -> Report {
    let reference = Reference::choose(context.heap);
    let mut removed: Vec<_> = totals.removed.iter().map(|(&reason, &chars)| (reason, chars)).collect();
    removed.sort_by_key(|&(reason, chars)| (std::cmp::Reverse(chars), reason));
    let mut sources: Vec<_> = totals.sources.iter().map(|(source, &n)| (source.clone(), n)).collect();
    sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let characters = totals.tally.characters;
    let latin_words =
        totals.words.iter().filter(|(word, _)| word.starts_with(|c: char| c.is_ascii_alphabetic()));
    let latin_words: usize = latin_words.map(|(_, found)| found.freq).sum();
    Report {
        counts: totals.counts(),
        characters,
        mean_sentence: match totals.tally.sentences {
            0 => 0.0,
            sentences => totals.tally.sentence_chars as f64 / sentences as f64,
        },
        reading_minutes: characters.han as f64 / HAN_PER_MINUTE + latin_words as f64 / LATIN_WORDS_PER_MINUTE,
        sections: Vec::new(),
        keywords: keywords::tf_idf(totals, reference, context.stop_words, KEYWORDS),
        weighting: reference.weighting(),
        text_rank: Vec::new(),
        removed,
        dates: dates::histogram(&totals.dates, DATE_BARS),
        undated: totals.undated,
        sources,
    }
}

fn single(document: &Document, blocks: Range<usize>, totals: &Totals, context: Context) -> Report {
    let texts: Vec<&str> = document.blocks[blocks.clone()].iter().map(|block| block.text.as_str()).collect();
    Report {
        sections: section_lengths(document, blocks),
        text_rank: keywords::text_rank(&texts.join("\n"), totals, context.stop_words, KEYWORDS),
        ..totals_report(totals, context)
    }
}

/// The sections that lie in `blocks`, in reading order; their own characters add up to all of them.
fn section_lengths(document: &Document, blocks: Range<usize>) -> Vec<SectionLength> {
    let chars = |range: Range<usize>| -> usize {
        document.blocks[range].iter().map(|block| Characters::of(&block.text).total()).sum()
    };
    let inside = |section: &crate::document::Section| {
        blocks.start <= section.blocks.start && section.blocks.end <= blocks.end
    };
    document
        .sections()
        .into_iter()
        .filter(inside)
        .map(|section| SectionLength {
            heading: section.heading.map(|at| document.blocks[at].text.clone()),
            level: section.level,
            block: section.blocks.start,
            chars: chars(section.blocks.clone()),
            own_chars: chars(section.blocks.start..section.own_end),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, DocId, Metadata};
    use crate::stats::DocumentCounts;

    fn document(texts: &[&str]) -> Document {
        let kind = |text: &str| match text.ends_with('。') {
            true => BlockKind::Paragraph,
            false => BlockKind::Heading { level: 1 },
        };
        let block = |text: &&str| Block {
            kind: kind(text),
            text: (*text).into(),
            spans: vec![],
            repair: None,
            doubt: None,
        };
        Document {
            meta: Metadata { source: Some("江城日报".into()), ..Metadata::default() },
            blocks: texts.iter().map(block).collect(),
            ..Document::default()
        }
    }

    fn report(document: Document, blocks: Range<usize>) -> Report {
        let piece = Piece { id: DocId(0), document: document.into(), blocks };
        piece_report(&piece, &Totals::of([&piece.counts()]), Context::default())
    }

    #[test]
    fn a_documents_sections_add_up_to_its_characters() {
        let document =
            document(&["开渔了。", "渔港新貌", "码头修好了，渔船回来了。", "渔民增收", "收入增加。"]);
        let report = report(document, 0..5);
        let lengths: Vec<_> = report.sections.iter().map(|s| (s.heading.as_deref(), s.chars)).collect();
        assert_eq!(lengths, [(None, 4), (Some("渔港新貌"), 16), (Some("渔民增收"), 9)]);
        assert_eq!(report.sections.iter().map(|s| s.own_chars).sum::<usize>(), report.counts.chars);
        assert_eq!((report.counts.sentences, report.mean_sentence), (3, 7.0));
        assert!(report.keywords.iter().any(|keyword| keyword.word == "码头"));
    }

    #[test]
    fn a_section_is_counted_alone() {
        let document = document(&["渔港新貌", "码头修好了。", "渔民增收", "收入增加。"]);
        let report = report(document, 2..4);
        assert_eq!((report.counts.chars, report.sections.len(), report.counts.paragraphs), (9, 1, 1));
    }

    #[test]
    fn documents_in_any_order_give_the_same_report() {
        let counts =
            [["码头修好了。"], ["渔民的收入增加。"]].map(|texts| DocumentCounts::of(&document(&texts)));
        let reported = |counts: Vec<&DocumentCounts>| totals_report(&Totals::of(counts), Context::default());
        let report = reported(counts.iter().collect());
        assert_eq!(report, reported(counts.iter().rev().collect()));
        assert_eq!(report.sources, [(Some("江城日报".into()), 2)]);
        assert_eq!((report.undated, report.dates.len(), report.counts.documents), (2, 0, 2));
    }

    #[test]
    fn an_empty_document_has_an_empty_report() {
        let report = report(Document::default(), 0..0);
        assert_eq!((report.counts.chars, report.counts.mattr, report.mean_sentence), (0, 0.0, 0.0));
        assert!(report.keywords.is_empty() && report.text_rank.is_empty() && report.sections.is_empty());
    }
}
