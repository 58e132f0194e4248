//! Where the text begins: lines above its core that belong to it though they do not speak for themselves.

use std::ops::Range;

use super::class::is_han;
use super::line::Line;
use super::page::{HEAD, Page};
use super::{caption, contents, origin, people};
use crate::document::Reason;

/// Characters of the longest heading that is looked for above the text, and of the paragraph below it.
const LONGEST_HEAD: u32 = 26;
const HEADED: u32 = 36;
/// The share of a caption that its credit leaves unexplained at least.
const CREDIT: f32 = 0.5;
/// Lines below a heading among which that paragraph stands.
const REACH: usize = 3;
/// Lines of the longest table between a paragraph and the rest of the text, and the share of its neighbouring
/// characters that the rest must have too.
const LONGEST_TABLE: usize = 40;
/// Characters of a button behind a head above it.
const BUTTON: u32 = 5;
/// Lines that say when, where and who.
const FEWEST_FACTS: usize = 3;
/// Labels of what a page says of itself begin so.
const OF_THE_PAGE: &[&str] =
    &["发布", "发文", "发稿", "成文", "更新", "日期", "来源", "信息", "索引", "编辑"];
const TOLD_ABOVE: f32 = 0.15;
const TOLD_BEHIND: f32 = 0.1;

impl Page<'_> {
    /// Where the text begins behind the title: with lines that did not speak for it by themselves, captions
    /// and short leads, as far as no furniture stands between.
    pub(super) fn lead(&self, title: Option<usize>) -> usize {
        let core = self.text.start;
        let from = title.map_or(core.saturating_sub(6), |title| title + 1);
        let mut start = core;
        let mut short = 0;
        for at in (from..core).rev() {
            let line = &self.lines[at];
            match self.noise[at] {
                // The buttons of a picture: 查看原图, 2/6.
                Some(noise) if matches!(noise.reason, Reason::Interface | Reason::Pager) => continue,
                Some(noise) if !noise.certain && noise.reason == Reason::Counter => continue,
                Some(_) => break,
                None => {}
            }
            // A caption says more than who made the picture.
            let shown = self.caption_mark(at).is_some() && !self.read_line(at).explained(CREDIT);
            if !shown && self.is_around(at) {
                continue;
            }
            let apart = line.blank_before > 0 && self.lines[at + 1].blank_before > 0;
            let speaks =
                self.scores[at] > 0.0 || self.caption_mark(at).is_some() || caption::shows_somebody(line);
            let opens = line.numbered.is_some_and(|number| number.scheme.opens_section())
                || at
                    .checked_sub(1)
                    .is_some_and(|above| self.noise[above].is_some_and(|noise| noise.rule == contents::RULE));
            let fits = opens
                || at + 1 == start && self.heads_like_others(at)
                || self.contents.contains(&line.text)
                || self.style.indented_alike(line)
                || apart
                || line.commas + line.stops > 0
                || line.ends_colon();
            short += u32::from(!speaks);
            if speaks || fits && (short <= 2 || self.style.indented_alike(line)) {
                start = at;
            }
        }
        let given = &self.occasion;
        let told =
            !given.is_empty() && given.start < start && (given.end..core).all(|at| self.noise[at].is_none());
        if told { given.start } else { start }
    }

    /// 时间：…, 地点：…, 参加人员：…: when and where people meet, as minutes and invitations say it above their text,
    /// perhaps in several lists with a word over each.
    pub(super) fn occasion(&self, core: usize) -> Range<usize> {
        let place = (core.saturating_sub(HEAD)..self.lines.len())
            .take_while(|&at| at < core || !self.lines[at].is_prose())
            .find(|&at| self.fact(at).is_some_and(|label| label.ends_with("地点")));
        let Some(place) = place else { return 0..0 };
        let facts = |from: usize| (from..self.lines.len()).take_while(|&at| self.fact(at).is_some()).count();
        let start = (0..place).rev().take_while(|&at| self.fact(at).is_some()).last().unwrap_or(place);
        let mut end = place + facts(place);
        while let more @ 2.. = facts(end + 1)
            && !self.lines[end].is_prose()
        {
            end += 1 + more;
        }
        if end - start >= FEWEST_FACTS { start..end } else { 0..0 }
    }

    /// The label of a line that says one thing of an occasion; a title or a caption may have a colon too.
    pub(super) fn fact(&self, at: usize) -> Option<&str> {
        let (label, _) = self.lines[at].text.split_once(['：', ':'])?;
        let label = label.trim_end();
        let titled = self.lines[0].text.contains(self.lines[at].text) || self.caption_mark(at).is_some();
        ((2..=6).contains(&label.chars().count())
            && !titled
            && label.chars().all(is_han)
            && !OF_THE_PAGE.iter().any(|word| label.starts_with(word)))
        .then_some(label)
    }

    /// A long paragraph above the text that speaks of the same, though a table or a list of short lines parts the
    /// two: where it stands.
    pub(super) fn opening(&self) -> Option<usize> {
        let core = self.text.start;
        let button =
            |at: usize| self.noise[at].is_some_and(|noise| !noise.ends) && self.lines[at].chars <= BUTTON;
        let mut above = (core.saturating_sub(LONGEST_TABLE)..core).rev();
        let above = above.find(|&at| !self.is_cell(at) && !button(at))?;
        (above + 2 < core && self.told_of(above) >= TOLD_ABOVE).then_some(above)
    }

    /// The same behind the text: where such a paragraph ends. Behind a button nothing belongs to the text.
    pub(super) fn closing(&self) -> Option<usize> {
        let core = self.text.end;
        let behind = (core..self.lines.len().min(core + LONGEST_TABLE)).find(|&at| !self.is_cell(at))?;
        (behind > core && self.told_of(behind) >= TOLD_BEHIND).then_some(behind + 1)
    }

    /// A short line, as a table or list has it.
    fn is_cell(&self, at: usize) -> bool {
        let line = &self.lines[at];
        match self.noise[at] {
            Some(noise) => noise.rule == contents::RULE || !noise.certain && noise.reason == Reason::Counter,
            None => line.chars <= LONGEST_HEAD && !line.bullet && !line.is_prose(),
        }
    }

    /// How much the text speaks of a paragraph; nothing of what is none.
    fn told_of(&self, at: usize) -> f32 {
        let line = &self.lines[at];
        let paragraph = self.noise[at].is_none() && line.is_prose() && line.chars >= HEADED;
        if paragraph { self.told(line.text) } else { 0.0 }
    }

    /// A short line right above the first paragraph that has the looks of other lines which stand over paragraphs
    /// in the text: its first heading.
    fn heads_like_others(&self, at: usize) -> bool {
        let body = |line: &Line| line.is_prose() && line.chars >= HEADED;
        let short = |line: &Line| {
            (2..=LONGEST_HEAD).contains(&line.chars)
                && !line.is_prose()
                && !line.ends_open()
                && !line.ends_colon()
                && !line.bullet
                && line.digits < 4
                && self.caption_mark(at).is_none()
        };
        let line = &self.lines[at];
        let alike = |&other: &usize| {
            let (other, above) = (&self.lines[other], &self.lines[other - 1]);
            short(other) && other.indent == line.indent && other.hint == line.hint && above.ends_sentence()
        };
        let over_body = |at: &usize| {
            let below = &self.lines[at + 1..self.text.end.min(at + 1 + REACH)];
            self.noise[*at].is_none() && below.iter().any(body)
        };
        let inside = (at + 2..self.text.end).filter(|other| alike(other) && over_body(other));
        short(line)
            && self.noise[at].is_none()
            && self.lines.get(at + 1).is_some_and(body)
            && !people::is_person(line.text)
            && !origin::is_outlet(line.text)
            && inside.take(2).count() == 2
    }
}
