//! Where the text begins and ends on the page.
//!
//! Every line gets a score: closed sentences and clauses speak for the text, short unclosed lines against
//! it, and more so after several in a row; furniture costs most. The text is the run with the highest sum,
//! looked for behind the line that carries date and source where there is one.

use std::ops::Range;

use super::line::Line;
use super::noise::Noise;
use super::numbering;

/// What the lines of a page are worth. Fitted by hand on annotated pages.
struct Weights {
    prose: f32,
    /// For each character of prose, up to `prose_cap` characters.
    prose_char: f32,
    prose_cap: f32,
    clauses: f32,
    numbered: f32,
    short: f32,
    /// A short line after more than `patience` others.
    tired: f32,
    patience: u32,
    noise: f32,
    bullet: f32,
}

const WEIGHTS: Weights = Weights {
    prose: 2.0,
    prose_char: 0.04,
    prose_cap: 300.0,
    clauses: 1.0,
    numbered: -0.1,
    short: -0.9,
    tired: -2.5,
    patience: 6,
    noise: -3.0,
    bullet: -0.6,
};

/// Lines after the date line within which the text is expected to begin.
const NEAR: usize = 14;

/// How much each line speaks for the text.
pub fn scores(lines: &[Line], noise: &[Option<Noise>]) -> Vec<f32> {
    let mut run = 0;
    let mut scores = Vec::with_capacity(lines.len());
    for (line, noise) in lines.iter().zip(noise) {
        let mut score = 0.0;
        let long = (line.chars as f32).min(WEIGHTS.prose_cap) * WEIGHTS.prose_char;
        if line.is_prose() {
            score += WEIGHTS.prose + long;
        } else if line.commas >= 2 && line.chars >= 20 || line.chars >= 40 && line.commas >= 1 {
            score += WEIGHTS.clauses + long * 0.5;
        }
        if line.hint.main {
            score += 1.5;
        }
        match noise {
            Some(noise) if noise.certain => score = WEIGHTS.noise,
            Some(_) => score += WEIGHTS.noise,
            None => {}
        }
        if score > 0.0 {
            run = 0;
        } else if noise.is_none() {
            run += 1;
            score += if numbering::parse(line.text).is_some() {
                WEIGHTS.numbered
            } else if run > WEIGHTS.patience {
                WEIGHTS.tired
            } else if line.bullet {
                WEIGHTS.short + WEIGHTS.bullet
            } else {
                WEIGHTS.short
            };
        }
        scores.push(score);
    }
    scores
}

/// The run of lines with the highest sum.
fn best_run(scores: &[f32], within: Range<usize>) -> (Range<usize>, f32) {
    let (mut best, mut best_sum) = (within.start..within.start, 0.0);
    let (mut from, mut sum) = (within.start, 0.0);
    for at in within {
        if sum <= 0.0 {
            from = at;
            sum = 0.0;
        }
        sum += scores[at];
        if sum > best_sum {
            best = from..at + 1;
            best_sum = sum;
        }
    }
    (best, best_sum)
}

/// Finds the text. `anchors` are the lines that carry date or source.
pub fn find(lines: &[Line], noise: &[Option<Noise>], scores: &[f32], anchors: &[usize]) -> Range<usize> {
    let positive: f32 = scores.iter().filter(|score| **score > 0.0).sum();
    let (best, best_sum) = best_run(scores, 0..lines.len());
    let mut chosen = best.clone();
    for &anchor in anchors {
        if best.contains(&anchor) || best.start > anchor && best.start <= anchor + NEAR {
            break;
        }
        // A run that begins right behind the date line, though another elsewhere is longer.
        let end = (anchor + 1 + NEAR).min(lines.len());
        let Some(start) = (anchor + 1..end).find(|&at| scores[at] > 0.0) else { continue };
        let (near, sum) = best_run(scores, start..lines.len());
        let (own, own_sum) = first_run(scores, start);
        let _ = (near, sum);
        if own_sum >= 0.25 * best_sum {
            chosen = own;
            break;
        }
    }
    let end = ended(lines, noise, scores, &chosen, positive);
    chosen.start..end
}

/// The run that begins at `start` and goes on while it gains.
fn first_run(scores: &[f32], start: usize) -> (Range<usize>, f32) {
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

/// The end of the run, brought forward to a line behind which nothing belongs to the text any more.
fn ended(
    lines: &[Line],
    noise: &[Option<Noise>],
    scores: &[f32],
    run: &Range<usize>,
    positive: f32,
) -> usize {
    let mut sum = 0.0;
    for at in run.clone() {
        if scores[at] > 0.0 {
            sum += scores[at];
        }
        let ends = noise[at].is_some_and(|noise| noise.ends && noise.certain) && lines[at].chars <= 60;
        if ends {
            let rest: f32 = scores[at..run.end].iter().filter(|score| **score > 0.0).sum();
            if sum >= 0.5 * positive || sum >= 2.0 * rest {
                return at;
            }
        }
    }
    run.end
}
