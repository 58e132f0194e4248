//! Where a row may end: Unicode's line-break opportunities (UAX #14) and the Chinese rules above them.

use std::ops::Range;

use unicode_linebreak::linebreaks;

use super::cluster::{Cluster, Clusters};
use super::{Measure, Row};
use crate::text::class::{is_ascii_closing, is_closing, is_han, is_ideograph, is_latin, is_opening};

/// Units of more than one character that stay together behind a number; of others the first character
/// does.
const UNITS: [&str; 24] = [
    "公里",
    "公斤",
    "公顷",
    "公分",
    "公升",
    "厘米",
    "毫米",
    "微米",
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "毫升",
    "毫克",
    "瓦时",
    "小时",
    "分钟",
    "人次",
    "美元",
    "欧元",
    "日元",
    "港元",
    "英镑",
    "摄氏度",
];
const LONGEST_UNIT: usize = 4;

/// Characters between a number and its unit: `6.7亿元`, `70余口`; at most three of them are taken.
const MAGNITUDES: &str = "十百千万亿多余";
const MOST_MAGNITUDES: usize = 3;

/// Marks that may hang in the margin (CLREQ 3.1.6).
const HANGING: &str = "，。、．；：！？";

/// Finds rows; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    /// The clusters of the row, the one that fits no more, and a few behind it.
    clusters: Vec<Cluster>,
    /// For each cluster, whether Unicode lets a row start with it.
    allowed: Vec<bool>,
    /// The clusters' characters as the line-breaking algorithm should see them.
    seen: String,
}

impl Breaker {
    /// The row that starts where `part` of `text` does.
    pub fn row(&mut self, text: &str, part: Range<usize>, measure: &Measure) -> Row {
        let columns = measure.columns.max(1);
        let mut coming = Clusters::new(text, part.clone(), measure).peekable();
        let first = coming.peek().map_or(0, |cluster| cluster.width);
        let indent = if part.start == 0 { measure.first_indent } else { measure.indent };
        let indent = indent.min(columns.saturating_sub(first.max(2)));
        let room = columns - indent;

        self.clusters.clear();
        let mut used = 0;
        let overflow = loop {
            let Some(cluster) = coming.next() else { break None };
            used += cluster.gap + cluster.width;
            let too_far = used > room && cluster.width > 0 && !cluster.is_space();
            self.clusters.push(cluster);
            if too_far {
                break Some(self.clusters.len() - 1);
            }
        };
        let count = match overflow {
            None => self.clusters.len(),
            Some(fits) if self.among_ideographs(fits) => fits,
            Some(fits) => {
                // What follows decides where a unit ends and whether a mark may hang.
                self.clusters.extend(coming.take(LONGEST_UNIT));
                self.find_opportunities(text);
                if used <= room + measure.hang && self.may_hang(fits) {
                    fits + 1
                } else {
                    self.last_break(fits)
                }
            }
        };
        let row = &self.clusters[..count];
        let shown = row
            .iter()
            .rposition(|cluster| cluster.width > 0 && !cluster.is_space())
            .map_or(0, |last| last + 1);
        let width: usize = row[..shown].iter().map(|cluster| cluster.gap + cluster.width).sum();
        Row {
            bytes: part.start..row.last().map_or(part.start, |last| last.bytes.end),
            indent,
            width: indent + width,
        }
    }

    /// Whether the cluster at `at` follows ideographs and is one, so that no rule but the simplest
    /// applies. Nearly all rows end here.
    fn among_ideographs(&self, at: usize) -> bool {
        let near = at.saturating_sub(MOST_MAGNITUDES + LONGEST_UNIT + 1);
        self.clusters[near..=at].iter().all(|cluster| cluster.base.is_some_and(is_ideograph))
    }

    /// How many of the first `fits` clusters, at least one, make the row.
    fn last_break(&self, fits: usize) -> usize {
        let unbroken = |&at: &usize| self.allowed[at] && self.obeys(at) && !self.splits_number(at);
        let mut places = (1..=fits).rev();
        places.clone().find(unbroken).or_else(|| places.find(|&at| self.obeys(at))).unwrap_or(fits)
    }

    /// Whether the mark at `at`, the first that has no room, may hang in the margin.
    fn may_hang(&self, at: usize) -> bool {
        let hangs = self.clusters[at].base.is_some_and(|base| HANGING.contains(base));
        let behind = at + 1;
        hangs && (behind == self.clusters.len() || self.allowed[behind] && self.obeys(behind))
    }

    /// Whether punctuation lets a row start with the cluster at `at`.
    fn obeys(&self, at: usize) -> bool {
        let (before, after) = self.clusters.split_at(at);
        let Some(start) = after.iter().find_map(|cluster| cluster.base) else { return true };
        let mut ends = before.iter().rev().filter_map(|cluster| cluster.base).peekable();
        let last = ends.peek().copied();
        let end = ends.find(|c| !matches!(c, ' ' | '\u{3000}'));
        let closed_here = is_ascii_closing(start) && (last == end || end.is_some_and(|end| !end.is_ascii()));
        let pair = matches!(start, '—' | '…' | '⋯') && last == Some(start);
        !matches!(start, ' ' | '\u{3000}')
            && !is_closing(start)
            && !closed_here
            && !end.is_some_and(is_opening)
            && !pair
    }

    /// Whether a row that starts at `at` would tear a number from its unit or its 第, or break it.
    fn splits_number(&self, at: usize) -> bool {
        let base = |at: usize| self.clusters.get(at).and_then(|cluster| cluster.base);
        let (Some(last), Some(start)) = (base(at - 1), base(at)) else { return false };
        if last == '第' && is_digit(start) || is_full_width_letter(last) && is_full_width_letter(start) {
            return true;
        }
        let near = at.saturating_sub(MOST_MAGNITUDES + LONGEST_UNIT)..at;
        let Some(digit) = near.rev().find(|&place| !base(place).is_some_and(is_han)) else { return false };
        if !base(digit).is_some_and(is_digit) {
            return false;
        }
        let behind = || (digit + 1..).map_while(base);
        let magnitudes = behind().take(MOST_MAGNITUDES).take_while(|&c| MAGNITUDES.contains(c)).count();
        let unit = UNITS
            .iter()
            .filter(|unit| unit.chars().eq(behind().skip(magnitudes).take(unit.chars().count())))
            .map(|unit| unit.chars().count())
            .max();
        let unit = unit.unwrap_or(usize::from(behind().nth(magnitudes).is_some_and(is_han)));
        at <= digit + magnitudes + unit
    }

    fn find_opportunities(&mut self, text: &str) {
        self.seen.clear();
        self.allowed.clear();
        let mut starts = Vec::with_capacity(self.clusters.len());
        for (at, cluster) in self.clusters.iter().enumerate() {
            starts.push(self.seen.len());
            let source = &text[cluster.bytes.clone()];
            match cluster.base {
                Some(base) if source.starts_with(base) => {
                    self.seen.push(self.bracket_for(at, base));
                    self.seen.push_str(&source[base.len_utf8()..]);
                }
                Some(base) => self.seen.push(base),
                None => self.seen.push_str(source),
            }
        }
        let mut opportunities = linebreaks(&self.seen).map(|(at, _)| at).peekable();
        self.allowed.extend(starts.into_iter().map(|start| {
            while opportunities.next_if(|&at| at < start).is_some() {}
            opportunities.peek() == Some(&start)
        }));
    }

    /// Unicode's rules cannot know which way a quotation mark faces and break on neither side of it.
    /// In Chinese text “ and ” always open and close, and break as brackets do.
    fn bracket_for(&self, at: usize, c: char) -> char {
        let bracket = match c {
            '“' | '‘' => '「',
            '”' | '’' => '」',
            _ => return c,
        };
        let latin = |at: Option<usize>| {
            at.and_then(|at| self.clusters.get(at)?.base).is_some_and(|c| is_latin(c) || c == ' ')
        };
        if latin(at.checked_sub(1)) && latin(Some(at + 1)) { c } else { bracket }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_full_width_letter(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}
