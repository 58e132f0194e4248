//! Headings that others of their series show to be some.

use std::collections::{HashMap, HashSet};

use super::Text;
use super::looks::{is_body, is_pictured};
use crate::clean::line::Line;
use crate::clean::numbering::{self, Scheme};

/// How the heads of a series are made alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Make<'a> {
    /// The same words over another part: 基本案情, 会有变化吗？
    Words(&'a str),
    /// A picture stands before each: 📚 旧书楼.
    Pictured,
    /// Each stands in one pair of marks, which opens with this one: 《静夜思》, 【停水】.
    Framed(char),
    /// The same but for their figures: 一等奖（1名）, 第二天.
    Counted(String),
}

/// Whether a numbered line is a heading because the others of its series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Series {
    None,
    /// If no other of them stands right beside it.
    Apart,
    Sure,
}

/// Fewest lines that make a series by themselves, where no line of it is known as a heading.
const SERIES: usize = 3;

impl Text<'_, '_> {
    /// What stands over less than a paragraph is a heading where its siblings are, those made alike or the next
    /// number of a series whose every number is one; and a series of lines is one of headings.
    pub(super) fn mark_siblings(&self, heading: &mut [bool]) {
        let (heads, rest): (Vec<usize>, Vec<usize>) =
            (0..self.open.len()).filter(|&i| self.candidate[i]).partition(|&i| heading[self.open[i]]);
        let known: HashSet<Make> =
            heads.iter().filter(|&&i| self.number(i).is_none()).flat_map(|&i| self.makes(i)).collect();
        let mut counted: HashMap<Scheme, Series> = HashMap::new();
        let mut series: HashMap<Make, Vec<usize>> = HashMap::new();
        for &i in &rest {
            let scheme = self.scheme(i);
            let next =
                scheme.map(|scheme| *counted.entry(scheme).or_insert_with(|| self.series_of(scheme, &heads)));
            let next = next == Some(Series::Sure) || next == Some(Series::Apart) && !self.is_in_list(i);
            let makes = if self.listed[i] || i + 1 == self.open.len() { Vec::new() } else { self.makes(i) };
            let alike = makes
                .iter()
                .any(|make| known.contains(make) && (*make == Make::Pictured || self.is_closed_before(i)));
            heading[self.open[i]] |= alike || next;
            makes.into_iter().for_each(|make| series.entry(make).or_default().push(i));
        }
        for (make, lines) in series {
            if self.is_series(&make, &lines) {
                lines.into_iter().for_each(|i| heading[self.open[i]] = true);
            }
        }
    }

    fn makes(&self, i: usize) -> Vec<Make<'_>> {
        let line = &self.lines[self.open[i]];
        let mut makes = vec![Make::Words(line.text)];
        if is_pictured(line.text) {
            makes.push(Make::Pictured);
        }
        makes.extend(frame(line).map(Make::Framed));
        makes.extend(without_figures(line).map(Make::Counted));
        makes
    }

    /// Lines that something stands between, and that count, or name the works that are printed under them.
    fn is_series(&self, make: &Make, lines: &[usize]) -> bool {
        let closed = |lines: &[usize]| lines.iter().all(|&i| self.is_closed_before(i));
        let parted = |prose: bool| {
            lines.windows(2).all(|pair| {
                let mut between = (pair[0] + 1..pair[1]).map(|i| &self.lines[self.open[i]]);
                between.any(|line| !prose || is_body(line))
            })
        };
        match make {
            Make::Counted(_) => lines.len() >= SERIES && parted(false) && closed(&lines[..1]),
            Make::Framed('《') => lines.len() + 1 >= SERIES && parted(true) && closed(lines),
            _ => false,
        }
    }

    /// Lines that end in a colon and name whose the heading below them is, where two do so at least.
    pub(super) fn naming_others(&self) -> Vec<bool> {
        let line = |i: usize| &self.lines[self.open[i]];
        let bare = |i: usize| self.candidate[i] && self.number(i).is_none() && !self.listed[i];
        let names = |i: usize| {
            i + 2 < self.open.len()
                && bare(i)
                && bare(i + 1)
                && line(i).ends_colon()
                && !line(i + 1).ends_colon()
                && is_body(line(i + 2))
        };
        let naming: Vec<bool> = (0..self.open.len()).map(names).collect();
        let several = naming.iter().filter(|&&names| names).count() >= 2;
        naming.into_iter().map(|names| names && several).collect()
    }

    /// How surely the lines numbered in one way are headings: they count on through the whole text, and most of
    /// them are. 一、 and （一） number the parts of a text rather than a list: half of two are enough, if all of
    /// them could be headings.
    fn series_of(&self, scheme: Scheme, heads: &[usize]) -> Series {
        let own = |i: &usize| self.number(*i).filter(|number| number.scheme == scheme);
        let all = (0..self.open.len()).filter(|&i| self.candidate[i] && !self.listed[i]);
        let values: Vec<u32> = all.filter_map(|i| own(&i)).map(|number| number.value).collect();
        let headed = heads.iter().filter_map(own).count();
        let pairs = |counts: fn(u32, u32) -> bool| values.windows(2).all(|pair| counts(pair[0], pair[1]));
        if scheme.is_unit() {
            Series::None
        } else if values.len() >= 4 && headed * 2 > values.len() && pairs(|one, next| one < next) {
            Series::Sure
        } else if matches!(scheme, Scheme::Han | Scheme::HanBracket)
            && values.len() >= 2
            && headed * 2 >= values.len()
            && pairs(|one, next| next == one + 1 || next == 1)
        {
            Series::Apart
        } else {
            Series::None
        }
    }

    /// A line numbered in the same way stands right beside it: a list, or a table of contents.
    fn is_in_list(&self, i: usize) -> bool {
        let same = |other: usize| other < self.open.len() && self.scheme(other) == self.scheme(i);
        same(i + 1) || i > 0 && same(i - 1)
    }
}

/// The mark that opens a line which one pair of marks encloses.
fn frame(line: &Line) -> Option<char> {
    const PAIRS: [(char, char); 5] = [('《', '》'), ('【', '】'), ('“', '”'), ('「', '」'), ('〔', '〕')];
    let text = line.text;
    let (open, close) = PAIRS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    (text.find(close)? + close.len_utf8() == text.len()).then_some(open)
}

/// The words of a line that is short and has figures in it.
fn without_figures(line: &Line) -> Option<String> {
    const LONGEST: u32 = 20;
    let figure = |c: char| c.is_ascii_digit() || numbering::is_figure(c);
    let words: String = line.text.chars().filter(|&c| !figure(c)).collect();
    let told = line.numbered.is_none() && words.len() < line.text.len() && line.chars <= LONGEST;
    (told && words.chars().nth(1).is_some()).then_some(words)
}
