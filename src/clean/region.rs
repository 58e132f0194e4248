//! Where the text begins and ends on the page.
//!
//! Every line gets a score: closed sentences and clauses speak for the text, short unclosed lines against
//! it, and more so after several in a row; furniture costs most. The run with the highest sum is the core of
//! the text, looked for behind the line that carries date and source where there is one. Lines that share
//! indent and blank-line rhythm with the core are then worth more, and the run is looked for again.

mod end;
mod extent;

use std::ops::Range;

use super::contents;
use super::inset;
use super::line::Line;
use super::noise::{Noise, RULER};
use super::wrap::Wrap;
pub use end::names_editors;

/// What the lines of a page are worth. Fitted by hand on annotated pages.
struct Weights {
    prose: f32,
    /// For each character of prose, up to `prose_cap` characters.
    prose_char: f32,
    prose_cap: f32,
    clauses: f32,
    spoken: f32,
    numbered: f32,
    short: f32,
    /// A short line after more than `patience` others.
    tired: f32,
    patience: u32,
    noise: f32,
    bullet: f32,
    /// A short line with the indent of the core.
    indented_alike: f32,
    /// A short line with the blank lines of the core.
    spaced_alike: f32,
    /// Furniture and short lines between the posts of a thread.
    between_posts: f32,
    /// A line of code.
    code: f32,
    html_main: f32,
    /// The share of the best run that another one must be worth which stands right behind a date line; more where
    /// that line stands behind the best run itself.
    behind_date: f32,
    behind_text: f32,
    /// Text before a closing marker that is enough to believe the marker.
    enough: f32,
    /// Text that is worth less has no prose.
    little: f32,
}

const WEIGHTS: Weights = Weights {
    prose: 2.0,
    prose_char: 0.04,
    prose_cap: 300.0,
    clauses: 1.0,
    spoken: 0.6,
    numbered: -0.1,
    short: -0.9,
    tired: -2.5,
    patience: 6,
    noise: -3.0,
    bullet: -0.6,
    indented_alike: 0.8,
    spaced_alike: 0.25,
    between_posts: -0.05,
    code: -0.05,
    html_main: 1.5,
    behind_date: 0.25,
    behind_text: 0.6,
    enough: 8.0,
    little: 3.5,
};

/// Lines after the date line within which the text is expected to begin.
const NEAR: usize = 14;

/// The indent and the blank lines that most prose of the core has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub indent: Option<u16>,
    pub blank: Option<u16>,
}

impl Style {
    pub fn of(lines: &[Line]) -> Style {
        let prose: Vec<&Line> = lines.iter().filter(|line| line.is_prose() && !line.continues).collect();
        Style {
            indent: most(prose.iter().map(|line| line.indent)),
            blank: most(prose.iter().skip(1).map(|line| line.blank_before.min(3))),
        }
    }

    /// The line has the indent of the prose, and the prose has one.
    pub fn indented_alike(&self, line: &Line) -> bool {
        self.indent.is_some_and(|indent| indent >= 2 && line.indent == indent)
    }

    fn spaced_alike(&self, line: &Line) -> bool {
        self.blank.is_some_and(|blank| blank >= 1 && line.blank_before == blank)
    }
}

/// The value that more than half of the values have.
fn most(values: impl Iterator<Item = u16>) -> Option<u16> {
    let mut values: Vec<u16> = values.collect();
    values.sort_unstable();
    let middle = *values.get(values.len() / 2)?;
    let count = values.iter().filter(|value| **value == middle).count();
    (count * 2 > values.len()).then_some(middle)
}

/// Where the text of a page was found.
#[derive(Debug)]
pub struct Found {
    pub text: Range<usize>,
    /// The style of its prose.
    pub style: Style,
    /// What every line of the page was worth.
    pub scores: Vec<f32>,
    /// The lines at its end that are a table's.
    pub table: Range<usize>,
}

/// The lines of a page as the search for its text sees them.
#[derive(Debug)]
pub struct Region<'a, 'b> {
    pub lines: &'b [Line<'a>],
    pub noise: &'b [Option<Noise>],
    /// Which of them were one.
    pub wrap: &'b Wrap,
    /// Lines that carry date or source.
    pub anchors: &'b [usize],
    /// Where the posts of a thread stand, if the page is one.
    pub thread: Option<Range<usize>>,
    /// The lines among which the text stands.
    pub frame: Range<usize>,
}

impl Region<'_, '_> {
    pub fn find(&self) -> Found {
        let mut scores = self.scores(Style::default());
        let mut core = self.run(&scores);
        if core.is_empty() || scores[core.clone()].iter().sum::<f32>() < WEIGHTS.little {
            // Verse, lists: nothing but short lines. Those without furniture among them are the text.
            scores = self
                .noise
                .iter()
                .map(|noise| if noise.is_some() { WEIGHTS.noise } else { -WEIGHTS.bullet })
                .collect();
            for (score, line) in scores.iter_mut().zip(self.lines).filter(|(_, line)| line.bullet) {
                *score = score.min(WEIGHTS.short + WEIGHTS.bullet * f32::from(u8::from(line.bullet)));
            }
            self.leave_out(&mut scores);
            core = best_run(&scores).0;
            return self.extend(core, Style::default(), scores);
        }
        let style = Style::of(&self.lines[core]);
        let scores = self.scores(style);
        let core = self.run(&scores);
        let end = self.end(&scores, &core, style);
        let core = core.start.min(end)..end;
        self.extend(core, style, scores)
    }

    fn scores(&self, style: Style) -> Vec<f32> {
        let mut run = 0;
        let mut scores = Vec::with_capacity(self.lines.len());
        let boxes = self.boxes();
        for (at, (line, noise)) in self.lines.iter().zip(self.noise).enumerate() {
            let mut score = 0.0;
            let long = (line.chars as f32).min(WEIGHTS.prose_cap) * WEIGHTS.prose_char;
            if line.is_prose() {
                score += WEIGHTS.prose + long;
            } else if line.commas >= 2 && line.chars >= 20
                || line.chars >= 40 && line.commas >= 1
                || self.wrap.is_part(at)
            {
                score += WEIGHTS.clauses + long * 0.5;
            } else if line.is_spoken() {
                score += WEIGHTS.spoken;
            }
            if line.hint.main {
                score += WEIGHTS.html_main;
            }
            let in_thread = self.thread.as_ref().is_some_and(|thread| thread.contains(&at));
            match noise {
                Some(_) if in_thread => score = WEIGHTS.between_posts,
                // A table of contents stands inside its text, and such a box.
                // A ruler parts what belongs together.
                Some(noise) if noise.rule == RULER => score = WEIGHTS.between_posts,
                Some(noise) if [contents::RULE, inset::BOX].contains(&noise.rule) => {
                    score = WEIGHTS.between_posts;
                }
                Some(_) if boxes[at] => score = WEIGHTS.between_posts,
                Some(noise) if noise.certain => score = WEIGHTS.noise,
                Some(_) => score += WEIGHTS.noise,
                None => {}
            }
            if score > 0.0 {
                run = 0;
            } else if in_thread || boxes[at] {
                score = WEIGHTS.between_posts;
            } else if noise.is_none() && line.is_code() {
                score = WEIGHTS.code;
            } else if noise.is_none() {
                let alike = style.indented_alike(line);
                run += u32::from(!alike);
                score += if line.numbered.is_some() {
                    WEIGHTS.numbered
                } else if run > WEIGHTS.patience && !alike {
                    WEIGHTS.tired
                } else {
                    WEIGHTS.short
                };
                score += if line.bullet { WEIGHTS.bullet } else { 0.0 };
                score += if alike { WEIGHTS.indented_alike } else { 0.0 };
                score += if style.spaced_alike(line) { WEIGHTS.spaced_alike } else { 0.0 };
                score = score.min(-0.01);
            }
            scores.push(score);
        }
        self.leave_out(&mut scores);
        scores
    }

    /// Nothing outside the frame is the text.
    fn leave_out(&self, scores: &mut [f32]) {
        let (before, behind) = (0..self.frame.start, self.frame.end..scores.len());
        for at in before.chain(behind) {
            scores[at] = scores[at].min(WEIGHTS.noise);
        }
    }

    /// The best run, or one behind the date line that is good enough.
    fn run(&self, scores: &[f32]) -> Range<usize> {
        let (best, best_sum) = best_run(scores);
        for &anchor in self.anchors {
            if best.contains(&anchor) || best.start > anchor && best.start <= anchor + NEAR {
                break;
            }
            let end = (anchor + 1 + NEAR).min(self.lines.len());
            let Some(start) = (anchor + 1..end).find(|&at| scores[at] > 0.0) else { continue };
            let (own, own_sum) = run_from(scores, start);
            let share = if anchor < best.start { WEIGHTS.behind_date } else { WEIGHTS.behind_text };
            if own_sum >= share * best_sum {
                return own;
            }
        }
        best
    }
}

/// The run of lines with the highest sum.
fn best_run(scores: &[f32]) -> (Range<usize>, f32) {
    let (mut best, mut best_sum) = (0..0, 0.0);
    let (mut from, mut sum) = (0, 0.0);
    for (at, score) in scores.iter().enumerate() {
        if sum <= 0.0 {
            from = at;
            sum = 0.0;
        }
        sum += score;
        if sum > best_sum {
            best = from..at + 1;
            best_sum = sum;
        }
    }
    (best, best_sum)
}

/// The run that begins at `start` and goes on while it gains.
fn run_from(scores: &[f32], start: usize) -> (Range<usize>, f32) {
    let (mut sum, mut best, mut end) = (0.0, 0.0, start);
    for (at, score) in scores.iter().enumerate().skip(start) {
        sum += score;
        if sum > best {
            best = sum;
            end = at + 1;
        }
        if sum < best - 12.0 {
            break;
        }
    }
    (start..end, best)
}
