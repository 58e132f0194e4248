//! Headings: which lines of the text stand over others.

mod around;
mod decide;
mod looks;
mod siblings;

use std::ops::Range;

pub use around::{counted, speakers};
pub use looks::{is_bare_number, is_numbered, speaker};

use super::line::Line;
use super::numbering::{Number, Scheme};
use super::wrap::Wrap;
use crate::ingest::Tag;
use looks::{BODY, could_be, is_body, is_fragment, is_marked_up};

/// Columns of the narrowest column of print that lines are cut to.
const COLUMN: u32 = 28;
/// Most headings that stand directly on one another.
const STACK: usize = 3;

/// What the heading stage sees of a line of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// A line that may still become anything.
    Open,
    Caption,
    /// Not part of the text.
    Gone,
}

/// Marks the lines that are headings. `seen` says what the other stages made of each line.
pub fn mark(raw: &str, lines: &[Line], seen: &[Seen], wrap: &Wrap, start: usize) -> Vec<bool> {
    let open: Vec<usize> = (0..lines.len()).filter(|&at| seen[at] == Seen::Open).collect();
    let text = Text {
        lines,
        candidate: Vec::new(),
        naming: Vec::new(),
        listed: around::lists(lines, &open),
        speakers: around::speakers(lines, &open),
        closed: around::is_closed(lines, &open),
        counted: counted(lines, &open),
        foreign: around::foreign(lines, &open),
        inside: around::inside(lines, &open),
        again: around::asked_again(lines, &open),
        between: around::asked_between(lines, &open),
        wrap,
        start,
        open,
    };
    let candidate = (0..text.open.len())
        .map(|i| {
            let line = &lines[text.open[i]];
            text.counted[i]
                || !text.foreign[i]
                    && !text.is_part(i)
                    && !text.inside[i]
                    && (text.again[i]
                        || text.between[i]
                        || could_be(line, text.closed, &text.speakers) && !is_fragment(raw, line))
        })
        .collect();
    let text = Text { candidate, ..text };
    let text = Text { naming: text.naming_others(), ..text };
    let mut heading = vec![false; lines.len()];
    let mut start = 0;
    while start < text.open.len() {
        let end = (start..text.open.len()).find(|&i| !text.candidate[i]).unwrap_or(text.open.len());
        if end > start {
            text.judge_run(start..end, &mut heading);
        }
        start = end + 1;
    }
    text.mark_siblings(&mut heading);
    text.follow_markup(&mut heading);
    heading
}

/// The open lines of a text and what their neighbours say about them.
struct Text<'a, 'b> {
    lines: &'b [Line<'a>],
    open: Vec<usize>,
    candidate: Vec<bool>,
    /// The line ends in a colon and names whose the heading below it is (《晨报》：, 三城同日降温).
    naming: Vec<bool>,
    /// The line is one of a list of values (身高：168CM, 粗盐 60克).
    listed: Vec<bool>,
    /// The line is a bare number, one of several that count on.
    counted: Vec<bool>,
    /// The line is one of several without a Chinese character in a Chinese text: code, verse of another tongue.
    foreign: Vec<bool>,
    /// The line goes on with a sentence that broke off above it.
    inside: Vec<bool>,
    /// The line is a question that comes again.
    again: Vec<bool>,
    /// The line is a question between long paragraphs.
    between: Vec<bool>,
    /// Who speaks in a dialogue (记者：…).
    speakers: Vec<&'a str>,
    /// Paragraphs end in a stop, nearly all.
    closed: bool,
    /// Which lines were one; its first line is the text's, whose number is `start`.
    wrap: &'b Wrap,
    start: usize,
}

impl<'a> Text<'a, '_> {
    /// What the page marks up as a heading is one, if it could be and something stands under it. A page that
    /// marks up several has no others, save numbered ones.
    fn follow_markup(&self, heading: &mut [bool]) {
        let bold: usize = self.open.iter().filter(|&&at| self.lines[at].hint.tag == Tag::Heading(0)).count();
        let plain = bold * 2 > self.open.len();
        let last = (0..self.open.len()).rev().find(|&i| !is_marked_up(&self.lines[self.open[i]]));
        let mut tagged: Vec<usize> = Vec::new();
        let mut run = 0;
        for (i, &at) in self.open.iter().enumerate() {
            let line = &self.lines[at];
            let strong = line.hint.tag == Tag::Heading(0);
            run = if strong { run + 1 } else { 0 };
            let emphasised = strong && (plain || line.ends_colon() || run > STACK);
            if is_marked_up(line)
                && last > Some(i)
                && !emphasised
                && could_be(line, self.closed, &self.speakers)
            {
                tagged.push(at);
            }
        }
        if tagged.len() > 1 {
            for (i, &at) in self.open.iter().enumerate() {
                // A bare number is the first line of the heading below it.
                let below = self.open.get(i + 1).is_some_and(|&next| heading[next] || tagged.contains(&next));
                let goes_on = i > 0 && self.counted[i - 1] && heading[self.open[i - 1]];
                heading[at] &= self.counted[i] && below || goes_on || self.lines[at].numbered.is_some();
            }
        }
        tagged.into_iter().for_each(|at| heading[at] = true);
    }

    /// The line is one of several that were one, and no number opens it.
    fn is_part(&self, i: usize) -> bool {
        self.wrap.is_part(self.start + self.open[i])
    }

    /// Whether a line, with those that it goes on in, is a paragraph that a heading can stand over.
    fn is_body(&self, i: usize) -> bool {
        let chars = |at: usize| self.lines.get(at - self.start).map_or(0, |line| line.chars);
        // However many lines there are, the first few decide.
        let long = || {
            let mut parts = self.wrap.whole(self.start + self.open[i]).map(chars);
            let mut sum = 0;
            parts.any(|chars| {
                sum += chars;
                sum >= BODY
            })
        };
        is_body(&self.lines[self.open[i]]) || self.is_part(i) && long()
    }

    /// A run of short unclosed lines, and what stands around it.
    fn judge_run(&self, run: Range<usize>, heading: &mut [bool]) {
        // Values of a list and bare numbers stand in the run too; each stretch before them is judged by itself.
        let mut start = run.start;
        while start < run.end {
            if self.listed[start] || self.counted[start] {
                heading[self.open[start]] = self.counted[start];
                start += 1;
                continue;
            }
            let end = (start..run.end).find(|&i| self.listed[i] || self.counted[i]).unwrap_or(run.end);
            self.judge(start..end, heading);
            start = end;
        }
    }

    fn judge(&self, run: Range<usize>, heading: &mut [bool]) {
        if self.is_wrapped(&run) || self.is_called_out(&run) {
            return;
        }
        let number = run.start - usize::from(run.start > 0 && self.counted[run.start - 1]);
        let before_closed = self.is_closed_before(number);
        let body_after = run.end < self.open.len() && {
            let narrower = self.number(run.end - 1).zip(self.number(run.end));
            let opens_list =
                narrower.is_some_and(|(head, item)| head.scheme < item.scheme && item.value == 1);
            self.is_body(run.end) || opens_list
        };
        let list_after = self.listed.get(run.end).copied().unwrap_or(false);
        // The last lines of the run stand over the text; those before them are a list, a table, a menu, or, where
        // nothing sets the last apart from them, the lines of one with it.
        let first = match run.len() {
            ..=STACK => run.start,
            _ if self.is_apart(run.end - 1) => self.stack(&run),
            _ => run.end,
        };
        for i in run.clone() {
            let line = &self.lines[self.open[i]];
            let number = self.number(i);
            let scheme = number.map(|number| number.scheme);
            let strong = scheme.is_some_and(Scheme::is_unit);
            let alike = |other: &Number| Some(other.scheme) == scheme;
            let before = i.checked_sub(1).filter(|&i| i >= run.start).and_then(|i| self.number(i));
            let next = Some(i + 1).filter(|&i| i < run.end).and_then(|i| self.number(i));
            // Behind a table of contents the numbers begin anew.
            let counts_on = |before: &Number| number.is_some_and(|number| before.value < number.value);
            let sibling = next.filter(alike).is_some() || before.filter(alike).is_some_and(|n| counts_on(&n));
            let over_body = body_after && i + 1 == run.end;
            // 各位代表：, 有关事项如下： open a paragraph or a list; a heading over values or over another may end so.
            let addresses = line.ends_colon() && scheme.is_none();
            heading[self.open[i]] = if strong {
                (!sibling || over_body) && self.narrows(i, run.end)
            } else if sibling {
                false
            } else if scheme.is_some() {
                (body_after || list_after) && (i >= first || run.len() <= STACK + 1)
            } else if addresses {
                (list_after || self.naming[i]) && before_closed && i >= first
            } else {
                (body_after || list_after) && before_closed && i >= first
            };
        }
    }

    /// Lines of one width with clauses in them: a paragraph that was cut where its column ended.
    fn is_wrapped(&self, run: &Range<usize>) -> bool {
        let lines = || run.clone().map(|i| &self.lines[self.open[i]]);
        let widest = lines().map(|line| line.columns).max().unwrap_or(0);
        run.len() >= 2
            && widest >= COLUMN
            && lines().all(|line| line.columns + 2 >= widest && line.numbered.is_none())
            && lines().any(|line| line.commas > 0)
    }

    /// 什么？ 你还不知道？ 快来看看！: one line after the other calls out to the reader.
    fn is_called_out(&self, run: &Range<usize>) -> bool {
        let calls = |i: usize| self.number(i).is_none() && looks::calls_out(self.lines[self.open[i]].text);
        run.len() >= 2 && run.clone().all(calls)
    }

    fn number(&self, i: usize) -> Option<Number> {
        self.lines[self.open[i]].numbered
    }

    fn scheme(&self, i: usize) -> Option<Scheme> {
        self.number(i).map(|number| number.scheme)
    }

    /// Where the heads begin that stand over the text behind a run, each numbered more narrowly than the one
    /// above it.
    fn stack(&self, run: &Range<usize>) -> usize {
        let wider = |i: usize| self.scheme(i - 1).zip(self.scheme(i)).is_some_and(|(above, own)| above < own);
        (run.start + 1..run.end).rev().find(|&i| !wider(i)).unwrap_or(run.start)
    }

    /// Something sets the line apart from the one above it: its number, its mark, its indent, a wider gap.
    fn is_apart(&self, i: usize) -> bool {
        let (above, line) = (&self.lines[self.open[i - 1]], &self.lines[self.open[i]]);
        let gap = line.blank_before > above.blank_before;
        line.numbered.is_some() || line.bullet != above.bullet || line.indent != above.indent || gap
    }

    /// The units that directly follow a unit's head lie within it; in a table of contents others follow too.
    fn narrows(&self, i: usize, end: usize) -> bool {
        let units = (i..end).map_while(|i| self.scheme(i).filter(|scheme| scheme.is_unit()));
        units.is_sorted_by(|above, below| above < below)
    }

    /// What stands before the line has ended: a paragraph, a list, or something was taken out between.
    fn is_closed_before(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return true };
        let line = &self.lines[self.open[before]];
        self.open[i] > self.open[before] + 1
            || self.listed[before]
            || line.ends_sentence()
            || line.ends_colon()
            || line.chars >= 20 && !line.ends_open() && !line.is_prose()
            || line.text.ends_with(['）', ')', '”'])
            || self.wrap.width.is_none() && line.indent >= 2 && self.lines[self.open[i]].indent == line.indent
    }
}
