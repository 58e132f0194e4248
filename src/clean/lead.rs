//! Where the text begins: lines above its core that belong to it though they do not speak for themselves.

use super::line::Line;
use super::page::Page;
use super::{caption, contents, origin, people};
use crate::document::Reason;

/// Characters of the longest heading that is looked for above the text, and of the paragraph below it.
const LONGEST_HEAD: u32 = 26;
const HEADED: u32 = 36;
/// Lines below a heading among which that paragraph stands.
const REACH: usize = 3;
/// Lines of the longest table between the text's first paragraph and the rest, and the share of its neighbouring
/// characters that the rest must have too.
const LONGEST_TABLE: usize = 40;
const TOLD: f32 = 0.2;

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
                // The buttons of a picture: 查看原图.
                Some(noise) if noise.reason == Reason::Interface => continue,
                Some(_) => break,
                None => {}
            }
            let shown =
                matches!(self.caption_mark(at), Some("caption-mark" | "caption-word" | caption::EXPLAINED));
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
            if speaks || fits && short <= 2 {
                start = at;
            }
        }
        start
    }

    /// A long paragraph above the text that speaks of the same, though a table or a list of short lines parts the
    /// two: where it stands.
    pub(super) fn opening(&self) -> Option<usize> {
        let core = self.text.start;
        let parts = |at: usize| {
            let contents = self.noise[at].is_some_and(|noise| noise.rule == contents::RULE);
            contents
                || self.noise[at].is_none()
                    && self.lines[at].chars <= LONGEST_HEAD
                    && !self.lines[at].is_prose()
        };
        let above = (core.saturating_sub(LONGEST_TABLE)..core).rev().find(|&at| !parts(at))?;
        let line = &self.lines[above];
        let told = line.is_prose() && line.chars >= HEADED && self.told(line.text) >= TOLD;
        (above + 2 < core && told && self.noise[above].is_none()).then_some(above)
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
