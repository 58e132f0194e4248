//! The title of a page: which line it is, and what of that line.

mod shape;
mod window;

use self::shape::{is_key_and_value, is_labelled, without_address};
pub use self::shape::{is_subtitle, labelled, possible};
pub use self::window::{Agreement, LONGEST_WINDOW, SITE_MARKS, Window, without_site};

use super::class::is_word;
use super::header::HEADER_REST;
use super::line::Line;
use super::page::{HEAD, Page, same};
use super::region::Style;
use super::{assemble, caption, debris, numbering, origin, people};
use crate::document::{Reason, TitleFrom};
use crate::ingest::Tag;

/// What speaks for and against a line being the title. Fitted by hand on annotated pages.
struct Weights {
    /// The share of its neighbouring characters that the text has too.
    told: f32,
    /// It says so (标题：…).
    labelled: f32,
    /// The button stands behind it that copies its address.
    copied: f32,
    /// The page's tags say the same.
    known: f32,
    /// The page's first line, which is what its window is called, says the same.
    page_title: f32,
    /// The first line begins with it, the site's name behind.
    opens_page_title: f32,
    /// It is another piece of the first line.
    part_of_page_title: f32,
    /// Its first piece begins or ends with it.
    half_of_page_title: f32,
    /// It is a piece of it, and the name of a paper or site.
    site_of_page_title: f32,
    /// It is that first line, and the text speaks of it.
    opens_page: f32,
    /// It is the first line of a text without furniture.
    opens_text: f32,
    above_metadata: f32,
    /// It opens a text of nothing but short lines.
    opens_verse: f32,
    /// The page's own markup calls it a title.
    tagged: f32,
    /// Nothing but metadata and furniture stands between it and the text.
    above_text: f32,
    above_date: f32,
    subtitled: f32,
    /// It has eight characters or more.
    long: f32,
    /// For each line between it and the beginning of the text.
    line_away: f32,
    /// It stands in the text of a page that has furniture.
    inside_text: f32,
    /// The same, for each line of a text without furniture before it.
    line_inside: f32,
    comma_inside: f32,
    bullet: f32,
    /// It looks like a row of links.
    row: f32,
    /// It has the marks of a path.
    path: f32,
    /// It is numbered, or a caption.
    numbered: f32,
    /// It is the name of a person, and nothing else: more likely the author's.
    person: f32,
    /// It is short, and another line is what the page's window is called.
    account: f32,
    /// It opens the page and is the name of a paper or site.
    outlet: f32,
    /// Below this no line is the title.
    enough: f32,
}

const WEIGHTS: Weights = Weights {
    told: 4.0,
    labelled: 8.0,
    copied: 10.0,
    known: 6.0,
    page_title: 2.0,
    opens_page_title: 6.0,
    part_of_page_title: 3.0,
    half_of_page_title: 4.0,
    site_of_page_title: -4.0,
    opens_page: 2.5,
    opens_text: 2.5,
    above_metadata: 1.5,
    opens_verse: 5.0,
    tagged: 3.0,
    above_text: 2.0,
    above_date: 4.0,
    subtitled: 4.0,
    long: 1.0,
    line_away: -0.12,
    inside_text: -2.0,
    line_inside: -0.5,
    comma_inside: -1.0,
    bullet: -1.5,
    row: -3.0,
    path: -2.0,
    numbered: -2.5,
    person: -4.0,
    account: -3.0,
    outlet: -4.0,
    enough: 1.5,
};

/// How much of [`Weights::told`] counts for a line of two or three characters.
const SHORT: f32 = 0.5;

/// Longest title, in characters.
const LONGEST: u32 = 64;

impl Page<'_> {
    /// The line that is the title, if one is.
    pub(super) fn find_title(&self) -> Option<usize> {
        let from = if self.chrome { self.text.start.saturating_sub(HEAD) } else { 0 };
        // A newspaper's page may read its pictures' captions first.
        let text = self.text.start..self.lines.len();
        let captions = text.take(HEAD).take_while(|&at| self.caption_mark(at).is_some()).count();
        let until = (self.text.start + captions + 4).min(self.lines.len());
        // Where the text seems to begin too early, the title still stands where the window's name says.
        let named = (until..self.lines.len().min(self.text.start + HEAD))
            .find(|&at| matches!(self.window.agreement(self.lines[at].text), Some(Agreement::Opens)));
        let until = named.map_or(until, |at| at + 1);
        let first = self.lines.first().map(|line| without_site(line.text, &self.lines));
        let mut best: Option<(f32, usize)> = None;
        for at in from..until {
            let Some(score) = self.title_score(at, first) else { continue };
            if best.is_none_or(|(most, _)| score > most + 0.01) {
                best = Some((score, at));
            }
        }
        best.filter(|(score, _)| *score >= WEIGHTS.enough).map(|(_, at)| at)
    }

    /// How much speaks for a line being the title; `first` is the page's first line without its site's name.
    fn title_score(&self, at: usize, first: Option<&str>) -> Option<f32> {
        let line = &self.lines[at];
        let labelled = labelled(line.text).is_some();
        if !labelled && (!possible(line, self.noise[at]) || self.read_line(at).explained(HEADER_REST)) {
            return None;
        }
        if is_labelled(line.text) && !labelled
            || line.stepped && line.text.contains(" > ")
            || self.caption_mark(at) == Some(caption::EXPLAINED)
            || !labelled && (self.is_in_list_of_values(at) || self.occasion.contains(&at))
        {
            return None;
        }
        // A line with the commas of prose is a part of the text by which it is judged.
        let told = if line.commas + line.stops >= 3 { 0.0 } else { self.told(line.text) };
        // Two characters that stand together in the text say little.
        let told = if line.chars < 4 { told * SHORT } else { told };
        let mut score = WEIGHTS.told * told;
        if labelled {
            score += WEIGHTS.labelled;
        }
        // Behind it, or on the next line by itself.
        let copied = |at: usize| self.lines.get(at).is_some_and(|line| debris::copies_address(line.text));
        if copied(at) || copied(at + 1) && self.lines[at + 1].text.starts_with('[') {
            score += WEIGHTS.copied;
        }
        if self.raw.meta.title.as_deref().is_some_and(|known| line.text.ends_with(known)) {
            score += WEIGHTS.known;
        }
        if at > 0 {
            score += match self.window.agreement(line.text) {
                Some(Agreement::Whole) => WEIGHTS.page_title,
                Some(Agreement::Opens) => WEIGHTS.opens_page_title,
                Some(Agreement::Part) => WEIGHTS.part_of_page_title,
                Some(Agreement::Half) => WEIGHTS.half_of_page_title,
                Some(Agreement::Site) => WEIGHTS.site_of_page_title,
                None => 0.0,
            };
        }
        if at == 0 && told >= 0.3 && line.chars >= 6 {
            score += WEIGHTS.opens_page;
        }
        // A text without furniture begins with its title.
        if at == 0
            && !self.chrome
            && line.chars <= 40
            && self.names_the_whole(line.text)
            && !self.has_date(at)
        {
            score += WEIGHTS.opens_text;
            let below = self.lines.get(1).map(|line| (line.text, self.is_around(1)));
            if below.is_some_and(|(text, around)| around || text.starts_with('—')) {
                score += WEIGHTS.above_metadata;
            }
        }
        // Verse and lists are told of by no prose; what opens them names them.
        if at > 0 && at == self.text.start && self.style == Style::default() && line.commas == 0 {
            score += WEIGHTS.opens_verse;
        }
        if matches!(line.hint.tag, Tag::Heading(1) | Tag::Title) {
            score += WEIGHTS.tagged;
        }
        // What stands between the line and the text: metadata and furniture only, or the date line itself.
        let next_open = (at + 1..self.lines.len()).find(|&next| !self.is_around(next));
        if next_open.is_some_and(|next| next >= self.text.start) && at < self.text.start {
            score += WEIGHTS.above_text;
        }
        let below = (at + 1..self.lines.len().min(at + 7))
            .take_while(|&next| self.thread.is_some() || !self.lines[next].is_prose());
        let below = below.filter(|&next| {
            self.has_date(next) && !self.is_profile(next)
                || !self.noise[next].is_some_and(|noise| noise.certain)
        });
        let dated = below.take(3).any(|next| self.has_date(next) && !self.is_profile(next));
        if dated {
            score += WEIGHTS.above_date;
        } else if line.bullet {
            return None;
        }
        // A line with a subtitle under it is the title, wherever the page puts it.
        let subtitled = self.lines.get(at + 1).is_some_and(|next| {
            next.text.starts_with("——") && (6..=50).contains(&next.chars) && !next.ends_sentence()
        });
        if subtitled && line.stops == 0 {
            score += WEIGHTS.subtitled;
        }
        if line.chars >= 8 {
            score += WEIGHTS.long;
        }
        let (near, far) = (at.min(self.text.start), at.max(self.text.start));
        score += (near..far).filter(|&at| self.noise[at].is_none()).count() as f32 * WEIGHTS.line_away;
        if at >= self.text.start {
            score += if self.chrome { WEIGHTS.inside_text } else { at as f32 * WEIGHTS.line_inside };
            score += f32::from(line.commas.saturating_sub(1)) * WEIGHTS.comma_inside;
        }
        // Where the page's first line stands again, a name of few characters is its author's or account's.
        let rival = first.filter(|first| first.chars().count() >= 8 && *first != line.text);
        if line.chars <= 6
            && rival.is_some_and(|first| self.lines[1..].iter().take(HEAD).any(|line| line.text == first))
        {
            score += WEIGHTS.account;
        }
        if line.bullet {
            score += WEIGHTS.bullet;
        }
        // 春 天 的 信 is spaced out for looks.
        let row = line.pieces >= 3 && line.chars / u32::from(line.pieces) <= 5;
        if row && line.chars > u32::from(line.pieces) {
            score += WEIGHTS.row;
        }
        if line.parted && line.text.contains(['>', '›', '»', '_', '|']) {
            score += WEIGHTS.path;
        }
        let numbered = line.numbered.is_some_and(|number| !number.scheme.is_unit());
        if self.caption_mark(at).is_some() || numbered {
            score += WEIGHTS.numbered;
        }
        if people::is_person(line.text) {
            score += WEIGHTS.person;
        }
        if at == 0 && line.chars <= 12 && (origin::is_outlet(line.text) || line.text.ends_with('网')) {
            score += WEIGHTS.outlet;
        }
        Some(score)
    }

    /// A key and its value, with another pair above or below.
    fn is_in_list_of_values(&self, at: usize) -> bool {
        let pair = |at: usize| {
            self.lines
                .get(at)
                .is_some_and(|line| is_key_and_value(line.text) && self.window.agreement(line.text).is_none())
        };
        pair(at) && (pair(at + 1) || at.checked_sub(1).is_some_and(pair))
    }

    /// The title stands a second time, or in the window's name: it has no other line.
    fn is_whole_title(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let again = |other: &Line| other.number != line.number && same(other.text, line.text);
        matches!(self.window.agreement(line.text), Some(Agreement::Whole | Agreement::Opens)) && at > 0
            || self.lines.iter().take(at + HEAD).any(again)
    }

    /// Without a number; or the number of a unit of which the document has only this one, being a part of a
    /// longer work.
    fn names_the_whole(&self, text: &str) -> bool {
        let Some(scheme) = numbering::parse(text).map(|number| number.scheme) else { return true };
        let alike = |line: &&Line| line.numbered.is_some_and(|number| number.scheme == scheme);
        scheme.is_unit() && self.lines.iter().filter(alike).nth(1).is_none()
    }

    /// How much of a line the text speaks of, 0 to 1.
    pub(super) fn told(&self, text: &str) -> f32 {
        overlap(text, &|a, b| self.ngrams.contains(&[a, b]))
    }

    pub(super) fn take_title(&mut self, at: usize) {
        let text = without_site(self.lines[at].text, &self.lines).trim();
        let text = labelled(text).unwrap_or(text);
        let text = without_address(debris::without(text));
        let text = text.trim_start_matches(['•', '·', '●', ' ']);
        let text = ["正在阅读：", "正在阅读:", "正在播放："]
            .iter()
            .find_map(|lead| text.strip_prefix(lead))
            .unwrap_or(text);
        let mut whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (mut above, mut below) = (at, at);
        let whole_line = self.is_whole_title(at);
        // 青河市人民政府, and on the next line 关于…的通知.
        if let Some(issuer) = at.checked_sub(1).filter(|&above| !whole_line && self.issues(above, &whole)) {
            whole = format!("{} {whole}", self.lines[issuer].text);
            above = issuer;
        }
        while below - above < 2 && !whole_line {
            if let Some(next) = above.checked_sub(1).filter(|&next| self.is_title_half(next, at, above)) {
                whole = format!("{} {whole}", self.lines[next].text);
                above = next;
            } else if below + 1 < self.lines.len() && self.is_title_half(below + 1, at, below + 1) {
                below += 1;
                whole = format!("{whole} {}", self.lines[below].text);
            } else {
                break;
            }
        }
        for other in (above..=below).filter(|&other| other != at) {
            self.remove(other, Reason::Metadata, "title-other-line");
        }
        if let Some((head, tail)) = whole.split_once("——")
            && self.meta.subtitle.is_none()
            && is_subtitle(tail.trim())
            && head.trim().chars().count() >= 4
        {
            self.meta.subtitle = Some(tail.trim().to_owned());
            whole = head.trim().to_owned();
        }
        self.meta.title.get_or_insert(assemble::despaced(whole));
        self.meta.title_from = TitleFrom::Text;
        self.remove(at, Reason::Metadata, "title");
    }

    /// Whether a line names the office whose order or notice `title` is.
    fn issues(&self, at: usize, title: &str) -> bool {
        const ORDERS: &[&str] =
            &["通知", "决定", "意见", "公告", "通告", "批复", "函", "办法", "报告", "通报", "请示"];
        let line = &self.lines[at];
        title.starts_with("关于")
            && ORDERS.iter().any(|order| title.ends_with(order))
            && origin::is_outlet(line.text)
            && line.pieces == 1
            && line.chars <= 24
    }

    /// Whether a line right above or below the title is another line of it; `below` is the lower of the two.
    fn is_title_half(&self, other: usize, at: usize, below: usize) -> bool {
        let (line, other_line) = (&self.lines[at], &self.lines[other]);
        let alike = other_line.chars.abs_diff(line.chars) <= 1 && line.chars <= 16;
        let close = match (self.lines[below].blank_before, self.chrome) {
            (0, true) => true,
            (0 | 1, false) => alike,
            _ => false,
        };
        let text = other_line.text;
        close
            && other <= self.text.start + 1
            && possible(other_line, self.noise[other])
            && !self.is_around(other)
            && !text.contains(['>', '_', '|'])
            && (self.told(text) >= 0.3 || !self.chrome)
            && other_line.indent == line.indent
            && !other_line.bullet
            && !other_line.ends_sentence()
            && other_line.chars >= 7
            && line.chars >= 7
            && text != line.text
            && other_line.hint == line.hint
    }
}

/// Shared neighbours of characters: how much of `text` the body speaks of, 0 to 1.
pub fn overlap(text: &str, body: &dyn Fn(char, char) -> bool) -> f32 {
    let chars: Vec<char> = text.chars().filter(|&c| is_word(c)).collect();
    if chars.len() < 2 {
        return 0.0;
    }
    let shared = chars.windows(2).filter(|pair| body(pair[0], pair[1])).count();
    shared as f32 / (chars.len() - 1) as f32
}

/// How much of `text` another text has, 0 to 1.
pub fn overlap_of(text: &str, other: &str) -> f32 {
    let other: Vec<char> = other.chars().filter(|&c| is_word(c)).collect();
    overlap(text, &|a, b| other.windows(2).any(|pair| pair == [a, b]))
}
