//! Where the text begins and ends on the page.
//!
//! Every line gets a score: closed sentences and clauses speak for the text, short unclosed lines against
//! it, and more so after several in a row; furniture costs most. The run with the highest sum is the core of
//! the text, looked for behind the line that carries date and source where there is one. Lines that share
//! indent and blank-line rhythm with the core are then worth more, and the run is looked for again.

use std::ops::Range;

use super::caption;
use super::class::is_word;
use super::contents;
use super::inset;
use super::line::Line;
use super::metaline;
use super::noise::Noise;
use super::people;
use super::small_print;
use crate::document::Reason;

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

/// What opens a list that belongs to the text though it stands behind its last paragraph, as scholars,
/// offices and bloggers write them.
const BACK_MATTER: &[&str] = &[
    "附",
    "附件",
    "附表",
    "附录",
    "附錄",
    "附图",
    "附圖",
    "参考文献",
    "參考文獻",
    "参考资料",
    "參考資料",
    "注",
    "注释",
    "註釋",
    "小结",
    "小結",
    "总结",
    "總結",
    "结语",
    "結語",
    "结论",
    "結論",
    "后记",
    "後記",
];
/// Characters of a line that such a list opens with, of its longest entry, and its entries.
const LONGEST_HEAD: usize = 40;
const LONGEST_ENTRY: u32 = 80;
const LONGEST_LIST: usize = 30;

/// Whether a line opens such a list: the word alone, or with a colon and the first entry.
fn is_back_matter(text: &str) -> bool {
    BACK_MATTER.iter().filter_map(|word| text.strip_prefix(word)).any(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let alone = !rest.contains(is_word);
        alone || rest.starts_with([':', '：']) && rest.chars().count() <= LONGEST_HEAD
    })
}

/// Whether a line is a word that stands over such a list, by itself.
pub fn heads_back_matter(text: &str) -> bool {
    let word = text.trim_matches(|c: char| !is_word(c));
    word.chars().count() > 1 && BACK_MATTER.contains(&word)
}

/// So far around a block of links the text is looked at, and characters of the heading above it.
const MARKED: usize = 30;
const ENTRY: u32 = 36;

/// Characters of the head of a list of values, and the fewest of them.
const HEAD: u32 = 12;
const FEWEST_VALUES: usize = 3;

/// Small print is told by so many paragraphs.
const LONGEST_PRINT: usize = 12;

/// Lines of a table's head or row, one cell each.
const LONGEST_ROW: usize = 9;
/// A table has so many rows whose cells stand on one line.
const FEWEST_TABBED: usize = 5;

/// Most lines of a box among the paragraphs of one element.
const LONGEST_BOX: usize = 12;

/// Lines of a signature with its date behind the last paragraph.
const SIGNED: usize = 4;

/// The indent and the blank lines that most prose of the core has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub indent: Option<u16>,
    pub blank: Option<u16>,
}

impl Style {
    fn of(lines: &[Line]) -> Style {
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
            } else if line.commas >= 2 && line.chars >= 20 || line.chars >= 40 && line.commas >= 1 {
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
                // A table of contents stands inside its text.
                Some(noise) if noise.rule == contents::RULE => score = WEIGHTS.between_posts,
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

    /// The end of the run, brought forward to a line behind which nothing belongs to the text any more.
    fn end(&self, scores: &[f32], run: &Range<usize>, style: Style) -> usize {
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
    fn boxes(&self) -> Vec<bool> {
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

    /// Lines on both sides of the core that nothing speaks against.
    fn extend(&self, core: Range<usize>, style: Style, scores: Vec<f32>) -> Found {
        let certain = |at: &usize| self.noise[*at].is_some_and(|noise| noise.certain);
        let (mut end, mut table) = (core.end, 0..0);
        let first_noise = (core.end..self.lines.len()).find(certain);
        let chrome = (0..core.start).any(|at| certain(&at));
        match first_noise {
            // Behind the text of a page with a head there may be a foot, though none of its words are known.
            None if !chrome || self.lines.len() - end <= SIGNED => end = self.lines.len(),
            None => {
                while end < self.lines.len() && self.continues(end, style) {
                    end += 1;
                }
            }
            Some(noise) => {
                while end < noise && self.continues(end, style) {
                    end += 1;
                }
                if let Some(last) = self.signed(end..noise) {
                    end = last;
                } else if let Some(last) = self.values(end..noise) {
                    end = last;
                } else if let Some(last) = self.table(end..noise) {
                    table = end..last;
                    end = last;
                } else if end < noise && is_back_matter(self.lines[end].text) {
                    let list = (end..noise).take_while(|&at| self.lines[at].chars <= LONGEST_ENTRY);
                    end += list.count().min(LONGEST_LIST);
                }
            }
        }
        let start = if chrome { core.start } else { 0 };
        let own = self.own_element(&core);
        let (start, end) = (start.min(own.start), end.max(own.end));
        Found { text: start..end, style, scores, table }
    }

    /// Lines between the last paragraph and who wrote or edited the text belong to it: where they end.
    fn signed(&self, behind: Range<usize>) -> Option<usize> {
        let signs = |at: &usize| {
            let line = &self.lines[*at];
            let named = people::tail(line.text).is_some_and(|(open, read)| open == 0 && read.has_people());
            names_editors(line.text) || named && line.chars <= ENTRY
        };
        let last = behind.clone().take(LONGEST_ROW).find(signs)?;
        behind.clone().all(|at| at >= last || self.lines[at].chars <= LONGEST_ENTRY).then_some(last + 1)
    }

    /// The end of a list of values right behind the text, perhaps with a head of its own (清单, 乳胶漆：320元).
    fn values(&self, behind: Range<usize>) -> Option<usize> {
        let first = behind.clone().next().filter(|&at| self.lines[at].chars <= HEAD)?;
        let from = first + usize::from(!is_value(&self.lines[first]));
        let list = self.lines[from..behind.end.max(from)].iter().take_while(|line| is_value(line));
        let (count, figures) =
            list.fold((0, 0), |(count, figures), line| (count + 1, figures + u32::from(line.digits > 0)));
        (count >= FEWEST_VALUES && figures >= 2).then_some(from + count)
    }

    /// The lines of the element that holds most of the core's prose, and nothing before the title: short lines
    /// in it are as much text as its paragraphs, up to a marker that other texts follow.
    fn own_element(&self, core: &Range<usize>) -> Range<usize> {
        let prose = || core.clone().filter(|&at| self.lines[at].is_prose());
        let mut held: Vec<u32> = prose().map(|at| self.lines[at].hint.element).collect();
        held.sort_unstable();
        let Some(&middle) = held.get(held.len() / 2).filter(|&&element| element > 0) else {
            return core.clone();
        };
        let within = |at: &usize| self.lines[*at].hint.element == middle;
        let (Some(first), Some(last)) =
            ((0..self.lines.len()).find(within), (0..self.lines.len()).rev().find(within))
        else {
            return core.clone();
        };
        if self.frame.start == 0 || first <= self.frame.start {
            return core.clone();
        }
        let marker = |at: &usize| self.noise[*at].is_some_and(|noise| noise.ends);
        let end = (core.end..=last).find(marker).unwrap_or(last + 1);
        let noisy = |at: &usize| self.noise[*at].is_some_and(|noise| noise.certain);
        first..end - (core.end.min(end)..end).rev().take_while(noisy).count()
    }

    /// The end of a table of data right behind the text, its cells spread over lines: nothing in it is long
    /// enough to speak for itself, but its rows open with figures, or have tabs between their cells.
    fn table(&self, behind: Range<usize>) -> Option<usize> {
        let (mut rows, mut tabbed, mut end) = (0, 0, behind.start);
        for at in behind.clone() {
            let line = &self.lines[at];
            let tabs = line.text.contains('\t');
            if tabs || line.text.starts_with(|c: char| c.is_ascii_digit()) {
                rows += 1;
                tabbed += usize::from(tabs);
                end = at + 1;
            } else if at >= end + LONGEST_ROW {
                break;
            }
        }
        // The last row's cells.
        let cells =
            self.lines[end..behind.end].iter().take_while(|line| line.blank_before == 0 && line.chars <= 30);
        (tabbed >= FEWEST_TABBED && rows * 3 >= end - behind.start)
            .then(|| end + cells.take(LONGEST_ROW).count())
    }

    /// A line behind the core that looks like more of it: a caption, a list, a signature, the rest of a sentence.
    fn continues(&self, at: usize, style: Style) -> bool {
        let line = &self.lines[at];
        let breaks_off = |above: &Line| above.chars >= HEAD && !above.ends_sentence() && !above.ends_colon();
        let ends_it = line.ends_sentence() && at > 0 && breaks_off(&self.lines[at - 1]);
        ends_it
            || !line.bullet
                && (line.ends_sentence() && line.chars >= 4
                    || caption::marked(line).is_some()
                    || style.indented_alike(line)
                    || style.indent == Some(0)
                        && style.spaced_alike(line)
                        && line.indent == 0
                        && line.is_prose()
                    || style.indent.is_none_or(|indent| indent < 2)
                        && line.numbered.is_some()
                        && line.pieces <= 3)
    }
}

/// 乳胶漆：320元, 营业时间：10点到22点
fn is_value(line: &Line) -> bool {
    let label = line.text.find([':', '：']).map(|colon| &line.text[..colon]);
    line.chars <= ENTRY
        && label
            .is_some_and(|label| (2..=9).contains(&label.chars().count()) && !people::mentions_role(label))
        && !line.ends_colon()
        && metaline::MetaLine::read(line.text).unexplained > 0
}

/// （责任编辑：…）: the line that closes a text.
fn names_editors(text: &str) -> bool {
    let body = text.trim_start_matches(['（', '(', '[', '【', ' ']);
    let edited = ["责任编辑", "責任編輯", "责编", "实习编辑", "编辑", "值班编辑"];
    text.chars().count() <= 40
        && edited.iter().any(|role| {
            body.strip_prefix(role).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
        })
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
