//! What the lines around a line say for and against its being a heading.

use std::collections::HashMap;

use super::looks::{LONG, bare_value, calls_out, is_value, speaker};
use crate::clean::line::Line;

/// Bare numbers that count the parts of a text: 1, and later 2, with prose between them.
pub fn counted(lines: &[Line], open: &[usize]) -> Vec<bool> {
    let mut counted = vec![false; open.len()];
    let mut found: Vec<usize> = Vec::new();
    let mut said = true;
    for (i, line) in open.iter().map(|&at| &lines[at]).enumerate() {
        if line.is_prose() {
            said = true;
        } else if line.chars <= 5 && said && bare_value(line.text) == Some(found.len() as u32 + 1) {
            found.push(i);
            said = false;
        }
    }
    if found.len() >= 2 && said {
        found.into_iter().for_each(|i| counted[i] = true);
    }
    counted
}

/// Nearly all long lines end in a stop: an unclosed one is no paragraph.
pub fn is_closed(lines: &[Line], open: &[usize]) -> bool {
    let long = || open.iter().map(|&at| &lines[at]).filter(|line| line.chars > LONG);
    let closed = long().filter(|line| line.ends_sentence() || line.ends_colon()).count();
    long().count() >= 4 && closed * 20 >= long().count() * 19
}

/// The speakers of a dialogue: names that open several closed lines.
pub fn speakers<'a>(lines: &[Line<'a>], open: &[usize]) -> Vec<&'a str> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for line in open.iter().map(|&at| &lines[at]).filter(|line| line.ends_sentence()) {
        if let Some(name) = speaker(line.text) {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(name, count)| *count >= 2 || QUESTIONS.contains(name))
        .map(|(name, _)| name)
        .collect()
}

/// Lines that a link cut out of a sentence, and what follows them: unindented among indented paragraphs, right
/// below a line that breaks off.
pub fn inside(lines: &[Line], open: &[usize]) -> Vec<bool> {
    let long = || open.iter().map(|&at| &lines[at]).filter(|line| line.is_prose());
    let indented = long().filter(|line| line.indent >= 2).count() * 2 > long().count();
    let mut inside = vec![false; open.len()];
    for i in 1..open.len() {
        let (above, line) = (&lines[open[i - 1]], &lines[open[i]]);
        let breaks_off = !above.ends_sentence() && !above.ends_colon();
        let begun = inside[i - 1] || above.indent >= 2 && above.commas + above.stops > 0;
        let below = open[i] == open[i - 1] + 1 && line.blank_before == 0 && line.indent == 0;
        inside[i] = indented && below && breaks_off && begun;
    }
    inside
}

/// Lines without a Chinese character that stand directly beside others, in a text that is Chinese.
pub fn foreign(lines: &[Line], open: &[usize]) -> Vec<bool> {
    let (han, chars) =
        open.iter().fold((0, 0), |(han, chars), &at| (han + lines[at].han, chars + lines[at].chars));
    let chinese = han * 4 > chars;
    let latin = |i: usize| {
        open.get(i).is_some_and(|&at| lines[at].han == 0 && u32::from(lines[at].digits) < lines[at].chars)
    };
    let below = |i: usize| latin(i + 1) && lines[open[i + 1]].blank_before == 0;
    let above = |i: usize| i > 0 && latin(i - 1) && lines[open[i]].blank_before == 0;
    (0..open.len()).map(|i| chinese && latin(i) && (below(i) || above(i))).collect()
}

/// Who asks and who answers where nobody has a name.
const QUESTIONS: &[&str] = &["问", "問", "答", "Q", "A"];

/// Lines that belong to a list of three or more values.
pub fn lists(lines: &[Line], open: &[usize]) -> Vec<bool> {
    let mut listed = vec![false; open.len()];
    let mut from = 0;
    for to in 0..=open.len() {
        if to < open.len() && is_value(&lines[open[to]]) {
            continue;
        }
        if to - from >= 3 {
            listed[from..to].fill(true);
        }
        from = to + 1;
    }
    listed
}

/// Questions that stand more than once on a line of their own, each time over an answer: an interviewer puts them to
/// one after the other.
pub fn asked_again(lines: &[Line], open: &[usize]) -> Vec<bool> {
    let line = |i: usize| &lines[open[i]];
    let asks = |i: &usize| {
        (8..=LONG).contains(&line(*i).chars)
            && calls_out(line(*i).text)
            && open.get(i + 1).is_some_and(|&below| lines[below].ends_sentence())
    };
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for i in (0..open.len()).filter(asks) {
        *counts.entry(line(i).text).or_default() += 1;
    }
    (0..open.len()).map(|i| counts.get(line(i).text).is_some_and(|&count| count >= 2)).collect()
}

/// A question of two clauses (旧桥拆不拆，要听谁的？) between long paragraphs of a text that talks to nobody: over what
/// answers it.
pub fn asked_between(lines: &[Line], open: &[usize]) -> Vec<bool> {
    const LONGEST: u32 = 24;
    const PARAGRAPH: u32 = 60;
    let long = |line: &Line| line.chars >= PARAGRAPH && line.ends_sentence();
    let asks = |i: usize| {
        let line = &lines[open[i]];
        let beside = [i.checked_sub(1), Some(i + 1)].map(|other| other.and_then(|other| open.get(other)));
        line.chars <= LONGEST
            && line.commas == 1
            && line.numbered.is_none()
            && line.text.ends_with(['？', '?'])
            && line.stops == 1
            && !line.text.contains(['“', '「', '"', '：', ':', '你', '我', '您'])
            && beside.into_iter().all(|other| other.is_some_and(|&at| long(&lines[at])))
    };
    (0..open.len()).map(asks).collect()
}
