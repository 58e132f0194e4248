//! What belongs to the text around its core: captions and signatures, tables, lists, back matter.

use std::ops::Range;

use super::end::{ENTRY, names_editors};
use super::{Found, Region, Style};
use crate::clean::class::is_word;
use crate::clean::line::Line;
use crate::clean::noise::RULER;
use crate::clean::references::BACK_MATTER;
use crate::clean::{caption, date, metaline, people};

/// Characters of the head of a list of values, and the fewest of them.
const HEAD: u32 = 12;
const FEWEST_VALUES: usize = 3;

/// Lines of a table's head or row, one cell each.
const LONGEST_ROW: usize = 9;

/// A table has so many rows whose cells stand on one line.
const FEWEST_TABBED: usize = 5;

/// Lines of a signature with its date behind the last paragraph.
const SIGNED: usize = 4;

/// Characters of a line that such a list opens with, of its longest entry, and its entries.
const LONGEST_HEAD: usize = 40;
const LONGEST_ENTRY: u32 = 80;
const LONGEST_LIST: usize = 30;

/// Whether a line opens such a list: the word alone, or with a colon and the first entry.
fn is_back_matter(text: &str) -> bool {
    BACK_MATTER.iter().filter_map(|word| text.strip_prefix(word)).any(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let alone = !rest.contains(is_word);
        alone || rest.starts_with([':', '：']) && rest.chars().count() <= LONGEST_HEAD
    })
}

impl Region<'_, '_> {
    /// Lines on both sides of the core that nothing speaks against.
    pub fn extend(&self, core: Range<usize>, style: Style, scores: Vec<f32>) -> Found {
        let certain = |at: &usize| self.noise[*at].is_some_and(|noise| noise.certain && noise.rule != RULER);
        let (mut end, mut table) = (core.end, 0..0);
        let first_noise = (core.end..self.lines.len()).find(certain);
        let chrome = (0..core.start).any(|at| certain(&at));
        match first_noise {
            // Behind the text of a page with a head there may be a foot, though none of its words are known.
            None if !chrome || self.lines.len() - end <= SIGNED => end = self.lines.len(),
            None => {
                while end < self.lines.len() && self.continues(end, style) {
                    end += 1;
                }
            }
            Some(noise) => {
                while end < noise && self.continues(end, style) {
                    end += 1;
                }
                if let Some(last) = self.signed(end..noise) {
                    end = last;
                } else if let Some(last) = self.values(end..noise) {
                    end = last;
                } else if let Some(last) = self.table(end..noise) {
                    table = end..last;
                    end = last;
                } else if end < noise && is_back_matter(self.lines[end].text) {
                    let list = (end..noise).take_while(|&at| self.lines[at].chars <= LONGEST_ENTRY);
                    end += list.count().min(LONGEST_LIST);
                }
            }
        }
        let start = if chrome { core.start } else { 0 };
        let own = self.own_element(&core);
        let (start, end) = (start.min(own.start), end.max(own.end));
        Found { text: start..end, style, scores, table }
    }

    /// Lines between the last paragraph and who wrote or edited the text belong to it: where they end.
    fn signed(&self, behind: Range<usize>) -> Option<usize> {
        let signs = |at: &usize| {
            let line = &self.lines[*at];
            let named = people::tail(line.text).is_some_and(|(open, read)| open == 0 && read.has_people());
            names_editors(line.text) || named && line.chars <= ENTRY
        };
        let dated = |at: &usize| date::is_day(self.lines[*at].text) && *at > behind.start;
        let signed = behind.clone().take(LONGEST_ROW).find(signs);
        let last = signed.or_else(|| behind.clone().take(SIGNED).find(dated))?;
        behind.clone().all(|at| at >= last || self.lines[at].chars <= LONGEST_ENTRY).then_some(last + 1)
    }

    /// The end of a list of values right behind the text, perhaps with a head of its own (清单, 乳胶漆：320元).
    fn values(&self, behind: Range<usize>) -> Option<usize> {
        let first = behind.clone().next().filter(|&at| self.lines[at].chars <= HEAD)?;
        let from = first + usize::from(!is_value(&self.lines[first]));
        let list = self.lines[from..behind.end.max(from)].iter().take_while(|line| is_value(line));
        let (count, figures) =
            list.fold((0, 0), |(count, figures), line| (count + 1, figures + u32::from(line.digits > 0)));
        (count >= FEWEST_VALUES && figures >= 2).then_some(from + count)
    }

    /// The lines of the element that holds most of the core's prose, and nothing before the title: short lines
    /// in it are as much text as its paragraphs, up to a marker that other texts follow.
    fn own_element(&self, core: &Range<usize>) -> Range<usize> {
        let prose = || core.clone().filter(|&at| self.lines[at].is_prose());
        let mut held: Vec<u32> = prose().map(|at| self.lines[at].hint.element).collect();
        held.sort_unstable();
        let Some(&middle) = held.get(held.len() / 2).filter(|&&element| element > 0) else {
            return core.clone();
        };
        let within = |at: &usize| self.lines[*at].hint.element == middle;
        let (Some(first), Some(last)) =
            ((0..self.lines.len()).find(within), (0..self.lines.len()).rev().find(within))
        else {
            return core.clone();
        };
        if self.frame.start == 0 || first <= self.frame.start {
            return core.clone();
        }
        let marker = |at: &usize| self.noise[*at].is_some_and(|noise| noise.ends);
        let end = (core.end..=last).find(marker).unwrap_or(last + 1);
        let noisy = |at: &usize| self.noise[*at].is_some_and(|noise| noise.certain);
        first..end - (core.end.min(end)..end).rev().take_while(noisy).count()
    }

    /// The end of a table of data right behind the text, its cells spread over lines: nothing in it is long
    /// enough to speak for itself, but its rows open with figures, or have tabs between their cells.
    fn table(&self, behind: Range<usize>) -> Option<usize> {
        let (mut rows, mut tabbed, mut end) = (0, 0, behind.start);
        for at in behind.clone() {
            let line = &self.lines[at];
            let tabs = line.text.contains('\t');
            if tabs || line.text.starts_with(|c: char| c.is_ascii_digit()) {
                rows += 1;
                tabbed += usize::from(tabs);
                end = at + 1;
            } else if at >= end + LONGEST_ROW {
                break;
            }
        }
        // The last row's cells.
        let cells =
            self.lines[end..behind.end].iter().take_while(|line| line.blank_before == 0 && line.chars <= 30);
        (tabbed >= FEWEST_TABBED && rows * 3 >= end - behind.start)
            .then(|| end + cells.take(LONGEST_ROW).count())
    }

    /// A line behind the core that looks like more of it: a caption, a list, a signature, the rest of a sentence.
    fn continues(&self, at: usize, style: Style) -> bool {
        let line = &self.lines[at];
        let breaks_off = |above: &Line| above.chars >= HEAD && !above.ends_sentence() && !above.ends_colon();
        let ends_it = line.ends_sentence() && at > 0 && breaks_off(&self.lines[at - 1]);
        ends_it
            || !line.bullet
                && (line.ends_sentence() && line.chars >= 4
                    || caption::marked(line).is_some()
                    || style.indented_alike(line)
                    || style.indent == Some(0)
                        && style.spaced_alike(line)
                        && line.indent == 0
                        && line.is_prose()
                    || style.indent.is_none_or(|indent| indent < 2)
                        && line.numbered.is_some()
                        && line.pieces <= 3)
    }
}

/// 乳胶漆：320元, 营业时间：10点到22点
fn is_value(line: &Line) -> bool {
    let label = line.text.find([':', '：']).map(|colon| &line.text[..colon]);
    line.chars <= ENTRY
        && label
            .is_some_and(|label| (2..=9).contains(&label.chars().count()) && !people::mentions_role(label))
        && !line.ends_colon()
        && metaline::MetaLine::read(line.text).unexplained > 0
}
