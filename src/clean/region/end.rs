//! Where the text ends: markers behind which nothing belongs to it, and those that it goes on behind.

use std::ops::Range;

use super::{Region, Style, WEIGHTS};
use crate::clean::line::Line;
use crate::clean::{inset, small_print};
use crate::document::Reason;

/// So far around a block of links the text is looked at.
const MARKED: usize = 30;
/// Characters of the heading above such a block, and of a byline behind the text.
pub(super) const ENTRY: u32 = 36;

/// Small print is told by so many paragraphs.
const LONGEST_PRINT: usize = 12;

/// Most lines of a box among the paragraphs of one element.
const LONGEST_BOX: usize = 12;

impl Region<'_, '_> {
    /// The end of the run, brought forward to a line behind which nothing belongs to the text any more.
    pub(super) fn end(&self, scores: &[f32], run: &Range<usize>, style: Style) -> usize {
        let gain = |range: Range<usize>| scores[range].iter().filter(|score| **score > 0.0).sum::<f32>();
        let (total, mine) = (gain(0..scores.len()), gain(run.clone()));
        let mut prose = self.lines[run.clone()].iter().filter(|line| line.is_prose()).count();
        let mut sum = 0.0;
        for at in run.clone() {
            let rest = mine - sum;
            let sparse = prose * 2 < run.end - at;
            sum += scores[at].max(0.0);
            prose -= usize::from(self.lines[at].is_prose());
            let ends =
                self.noise[at].is_some_and(|noise| noise.ends && noise.certain) && self.lines[at].chars <= 60;
            if ends && self.thread.is_none() && !self.resumes(at, run.end, style) && !self.goes_on(at, run) {
                // 免责声明 on a line of its own, and small print behind it: it ends the text, however long it is.
                let declared = self.noise[at].is_some_and(|noise| noise.reason == Reason::Copyright)
                    && self.lines[at].chars <= 12
                    && sum >= WEIGHTS.little
                    && self.is_small_print(at + 1..run.end);
                // A block of links inside the text is followed by text again; teasers by more teasers.
                if declared || sum >= 0.5 * total || sum >= 2.0 * rest || sparse && sum >= WEIGHTS.enough {
                    return at;
                }
            }
        }
        run.end
    }

    /// Whether the text goes on behind a block of links: its indent, which the furniture of the page does not
    /// have, comes back with several paragraphs; a heading stands right above the block; or the line that names the
    /// editors stands behind the next paragraphs.
    fn resumes(&self, marker: usize, end: usize, style: Style) -> bool {
        self.is_left_open(marker) || self.is_signed_behind(marker) || self.resumes_alike(marker, end, style)
    }

    /// The line above a marker is numbered, or opens like others, and has no stop: a heading over nothing.
    fn is_left_open(&self, marker: usize) -> bool {
        let Some(at) = marker.checked_sub(1) else { return false };
        let line = &self.lines[at];
        let alike = |other: &&Line| {
            let label = |line: &Line| {
                line.text.split_once(['：', ':']).map(|(label, _)| label.chars().take(2).collect())
            };
            let own: Option<String> = label(line);
            own.is_some() && label(other) == own
        };
        let series = || self.lines[at.saturating_sub(MARKED)..at].iter().filter(alike).count() >= 2;
        let next = self.lines.get(marker + 1).is_some_and(Line::is_prose) && self.noise[marker + 1].is_none();
        next && self.noise[at].is_none()
            && line.chars <= ENTRY
            && !line.ends_sentence()
            && (line.numbered.is_some() || series())
    }

    /// Paragraphs, and behind them who edited the text, before the page goes on to something else.
    fn is_signed_behind(&self, marker: usize) -> bool {
        let Some(again) = inset::end(self.lines, self.noise, marker) else { return false };
        let behind = again..(again + MARKED).min(self.lines.len());
        let goes_on = |at: &usize| !self.noise[*at].is_some_and(|noise| noise.ends);
        behind.take_while(goes_on).any(|at| at > again && names_editors(self.lines[at].text))
    }

    fn resumes_alike(&self, marker: usize, end: usize, style: Style) -> bool {
        let Some(again) = inset::end(&self.lines[..end], &self.noise[..end], marker) else { return false };
        let open =
            self.lines[again..end].iter().zip(&self.noise[again..end]).filter(|(_, noise)| noise.is_none());
        let mut prose = open.map(|(line, _)| line).filter(|line| line.is_prose()).peekable();
        let alike = prose.clone().filter(|line| style.indented_alike(line)).count();
        prose.peek().is_some_and(|line| style.indented_alike(line))
            && alike >= 2
            && alike * 3 >= prose.count() * 2
    }

    /// Whether the element that holds paragraphs before a marker holds others behind it: a box inside the text,
    /// or a line about rights or addresses in its middle.
    fn goes_on(&self, marker: usize, run: &Range<usize>) -> bool {
        let prose =
            |range: Range<usize>| range.filter(|&at| self.noise[at].is_none() && self.lines[at].is_prose());
        let element = |at: usize| self.lines[at].hint.element;
        let behind = prose(marker + 1..run.end).filter(|&at| !small_print::speaks(&self.lines[at]));
        let mut held = behind.map(element).filter(|&element| element > 0);
        held.any(|held| prose(run.start..marker).any(|at| element(at) == held))
    }

    /// The lines between two paragraphs of one element, few enough to be a box among them.
    pub(super) fn boxes(&self) -> Vec<bool> {
        let mut inside = vec![false; self.lines.len()];
        let mut last: Option<usize> = None;
        for (at, line) in self.lines.iter().enumerate() {
            if !line.is_prose() || self.noise[at].is_some() {
                continue;
            }
            if let Some(last) = last
                && line.hint.element > 0
                && self.lines[last].hint.element == line.hint.element
                && at - last <= LONGEST_BOX
            {
                inside[last + 1..at].fill(true);
            }
            last = Some(at);
        }
        inside
    }

    /// Most of the paragraphs that follow speak of rights and sources.
    fn is_small_print(&self, range: Range<usize>) -> bool {
        let prose = self.lines[range].iter().filter(|line| line.is_prose());
        let (mut small, mut all) = (0, 0);
        for line in prose.take(LONGEST_PRINT) {
            all += 1;
            small += usize::from(small_print::speaks(line));
        }
        small * 2 >= all
    }
}

/// （责任编辑：…）: the line that closes a text.
pub fn names_editors(text: &str) -> bool {
    let body = text.trim_start_matches(['（', '(', '[', '【', ' ']);
    let edited = ["责任编辑", "責任編輯", "责编", "实习编辑", "编辑", "值班编辑"];
    text.chars().count() <= 40
        && edited.iter().any(|role| {
            body.strip_prefix(role).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
        })
}
