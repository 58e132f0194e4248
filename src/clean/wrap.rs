//! Lines that were cut where a column or a screen ended: at which width, and which of them go on below.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::class::{is_closer, is_comma, is_stop};
use super::line::Line;
use super::noise::Noise;
use super::numbering::Scheme;

/// The narrowest and the widest at which texts are cut, in columns.
const NARROWEST: usize = 24;
const WIDEST: usize = 120;
/// Columns by which a full line may fall short of the width: a character that did not fit, a word kept whole.
const RAGGED: usize = 4;
/// Columns by which it may exceed it: stops that hang over the edge.
const HANGING: usize = 2;
/// Columns from which on a longer line was not cut at the width.
const LONGER: usize = 8;
/// The fewest lines that break off at the width.
const FEWEST: u32 = 3;
/// Characters of the shortest line that says anything.
const SHORTEST: u32 = 4;

/// The width at which a text was cut, where it was: most lines near it break off in mid-sentence and have
/// clauses in them, and hardly any with clauses is longer.
fn width<'l, 'a: 'l>(lines: impl Iterator<Item = &'l Line<'a>>) -> Option<u32> {
    let mut seen = FxHashSet::default();
    // By width: all lines, those that break off, and those with a clause that ends inside.
    let mut counts = [[0u32; 3]; WIDEST + LONGER + 1];
    let mut longer = 0;
    for line in lines.filter(|line| line.chars >= SHORTEST && !line.is_code()) {
        match counts.get_mut(reach(line) as usize) {
            // What stands on a page again and again is no part of a paragraph.
            Some(_) if !seen.insert(line.text) => {}
            Some([all, broken, claused]) => {
                *all += 1;
                *broken += u32::from(!line.ends_sentence() && !line.ends_colon());
                *claused += u32::from(line.commas + line.stops > 0);
            }
            None => longer += u32::from(line.commas + line.stops > 0),
        }
    }
    let sum = |from: usize, to: usize, which: usize| -> u32 {
        counts[from..to.min(counts.len())].iter().map(|count| count[which]).sum()
    };
    let broken = |width: usize| sum(width - RAGGED, width + 1, 1);
    let width = (NARROWEST..=WIDEST).max_by_key(|&width| (broken(width), counts[width][1]))?;
    let full = |which| sum(width - RAGGED, width + HANGING + 1, which);
    let (all, claused, broken) = (full(0), full(2), broken(width));
    let longer = longer + sum(width + LONGER + 1, counts.len(), 2);
    let wide = sum(width / 2, width + LONGER + 1, 0);
    let cut = broken >= FEWEST
        && broken * 2 >= all
        && claused * 2 >= all
        && all * 5 >= wide * 2
        && longer * 3 <= broken;
    cut.then_some(width as u32)
}

/// Where a line ends, in columns.
fn reach(line: &Line) -> u32 {
    line.columns + u32::from(line.indent)
}

/// Whether a line of a text that was cut at `width` columns fills them: the next character did not fit.
pub fn fills(line: &Line, width: Option<u32>) -> bool {
    width.is_some_and(|width| reach(line) + RAGGED as u32 >= width)
}

/// How the lines of a text hang together where it was cut at a width.
#[derive(Debug, Default)]
pub struct Wrap {
    pub width: Option<u32>,
    /// The lines that were one with each line; none where nothing was cut.
    wholes: Vec<Range<usize>>,
}

impl Wrap {
    /// Looks at those of the lines that `open` admits; the others are not part of the text.
    pub fn of(lines: &[Line], open: impl Fn(usize) -> bool) -> Wrap {
        let admitted = || (0..lines.len()).filter(|&at| open(at));
        let Some(width) = width(admitted().map(|at| &lines[at])) else { return Wrap::default() };
        let full: Vec<usize> = admitted().filter(|&at| fills(&lines[at], Some(width))).collect();
        let margin = margin(lines, &full);
        // A paragraph that is not set apart from the next may end where its line was cut.
        let indented = full.iter().any(|&at| lines[at].indent > margin + 1);
        let mut flows = vec![false; lines.len()];
        for at in full {
            let (line, next) = (&lines[at], at + 1);
            flows[at] = next < lines.len()
                && open(next)
                && !line.is_code()
                && !line.stands_alone()
                && goes_on(line, &lines[next], margin, indented);
        }
        // What was a paragraph ends as one; titles and names that happen to be of one length do not.
        let ends = || (1..lines.len()).filter(|&at| flows[at - 1] && !flows[at]);
        let closed = ends().filter(|&at| lines[at].ends_sentence() || lines[at].ends_colon()).count();
        if closed * 3 < ends().count() {
            return Wrap::default();
        }
        let mut wholes = Vec::with_capacity(lines.len());
        for parts in flows.chunk_by(|flows, _| *flows) {
            let whole = wholes.len()..wholes.len() + parts.len();
            wholes.resize(whole.end, whole);
        }
        Wrap { width: Some(width), wholes }
    }

    /// Whether the line goes on in the next one.
    pub fn flows(&self, at: usize) -> bool {
        at + 1 < self.whole(at).end
    }

    /// Whether the line is one of several that were one.
    pub fn is_part(&self, at: usize) -> bool {
        self.whole(at).len() > 1
    }

    /// The lines that were one with this one.
    pub fn whole(&self, at: usize) -> Range<usize> {
        self.wholes.get(at).cloned().unwrap_or(at..at + 1)
    }
}

/// The indent that lines have which go on with the one above them.
fn margin(lines: &[Line], full: &[usize]) -> u16 {
    let below = full.iter().filter(|&&at| !lines[at].ends_sentence()).filter_map(|at| lines.get(at + 1));
    let mut indents: Vec<u16> = below.map(|line| line.indent).collect();
    indents.sort_unstable();
    indents.get(indents.len() / 2).copied().unwrap_or(0)
}

/// Whether what stands below a full line goes on with it.
fn goes_on(line: &Line, next: &Line, margin: u16, indented: bool) -> bool {
    next.blank_before == 0
        && !next.continues
        && next.indent <= margin + 1
        && !next.bullet
        && !next.barred
        && next.numbered.is_none_or(|number| !line.ends_sentence() && is_figure(number.scheme))
        && (!line.ends_sentence() && !line.ends_colon() || indented)
}

/// Whether what reads as a number may be a figure of the sentence, or an article that it cites.
fn is_figure(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::Digit | Scheme::Dotted(_) | Scheme::Article)
}

/// Takes the stop that did not fit on a line for what it is.
pub fn unmark_rests(lines: &[Line], noise: &mut [Option<Noise>]) {
    for (at, pair) in lines.windows(2).enumerate() {
        if is_rest(pair[1].text) && !pair[0].ends_sentence() && noise[at].is_none() {
            noise[at + 1] = None;
        }
    }
}

/// The end of a sentence that stood at the edge: nothing but stops and closing marks.
pub fn is_rest(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| is_stop(c) || is_comma(c) || is_closer(c))
}
