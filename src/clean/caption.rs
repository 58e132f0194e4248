//! Captions: lines that belong to a picture that is no longer there.

mod marks;
mod scene;

use std::collections::HashSet;

pub use self::marks::{EXPLAINED, marked};
use self::marks::{credits_pictures, opened};
pub use self::scene::shows_somebody;
use self::scene::{is_bracketed, is_dated, is_picture_button, names_a_scene};

use super::header::add;
use super::line::Line;
use super::page::{Page, Role, same};
use super::people;
use crate::document::Reason;
use crate::ingest::Tag;

/// A noun phrase closed like a sentence (搜救现场。): a newspaper's caption, not a paragraph.
pub fn is_named(line: &Line) -> bool {
    const SPOKEN: &str = "了着过吗呢吧啊我你他她它们这那不没就都也还又会能要想可说道问笑是有让被把";
    let Some(body) = line.text.strip_suffix('。') else { return false };
    line.chars <= 20
        && line.stops == 1
        && line.commas == 0
        && !body.contains(|c: char| SPOKEN.contains(c) || "“”‘’「」：:".contains(c))
}

/// Characters among which a label ends in a colon.
const LABEL: usize = 9;

impl Page<'_> {
    /// Marks the captions of the text, and takes who made the pictures for the authors where nobody signs.
    pub(super) fn find_captions(&mut self, title: Option<usize>) {
        let first = self.first_paragraph(title);
        let text: Vec<usize> = self.text.clone().filter(|&at| self.roles[at] == Role::Text).collect();
        let prose = text.iter().filter(|&&at| self.lines[at].is_prose()).count() as u32;
        let length: u32 = text.iter().map(|&at| self.lines[at].chars).sum();
        // In a text of long paragraphs a line of few words is set apart.
        let long = prose >= 4 && length / (text.len() as u32).max(1) >= 40;
        let named = text.iter().filter(|&&at| is_named(&self.lines[at])).count();
        let mut credited = Vec::new();
        let mut captioned = false;
        let rhythm = self.style.blank.unwrap_or(0);
        let under_button = self.under_buttons(&text);
        // A picture that is shown twice has its words twice; heads and refrains that come again are shorter.
        let shown_twice: HashSet<&str> = {
            let mut seen = HashSet::new();
            let long = |line: &&Line| (10..=36).contains(&line.chars) && line.commas == 0 && line.han > 0;
            let plain = |line: &&Line| line.numbered.is_none() && !line.ends_sentence() && !line.ends_colon();
            let open = text.iter().map(|&at| &self.lines[at]).filter(long).filter(plain);
            open.map(|line| line.text).filter(|&text| !seen.insert(text)).collect()
        };
        for (index, &at) in text.iter().enumerate() {
            let line = self.lines[at];
            // A paragraph that was cut into lines is none; a caption is known by how it opens.
            if self.wrap.is_part(at) {
                let whole = self.wrap.whole(at);
                if whole.start == at
                    && let Some(rule) = opened(&line)
                {
                    captioned = true;
                    whole.for_each(|at| self.set(at, Role::Caption, rule));
                }
                continue;
            }
            if line.hint.tag == Tag::Caption && line.text.contains(char::is_alphabetic) {
                self.set(at, Role::Caption, "html-caption");
                continue;
            }
            // 孩子们在草坪上追逐, and on the next line the same with its photographer: the picture's alt text.
            let next = text.get(index + 1).map(|&next| self.lines[next]);
            let alt = (4..=60).contains(&line.chars)
                && next.is_some_and(|next| {
                    next.text.len() > line.text.len()
                        && next.text.starts_with(line.text)
                        && marked(&next).is_some()
                });
            if alt {
                self.remove(at, Reason::Duplicate, "alt-text");
                continue;
            }
            if matches!(line.hint.tag, Tag::Heading(1..)) {
                continue;
            }
            let mark = self.caption_mark(at);
            if mark.is_some() && next.is_some_and(|next| same(next.text, line.text)) {
                self.remove(at, Reason::Duplicate, "alt-text");
                continue;
            }
            if let Some(rule) = mark {
                captioned = true;
                self.set(at, Role::Caption, rule);
                add(&mut credited, people::credit(line.text));
                continue;
            }
            let names = long && is_named(&line) && (named >= 2 || line.chars <= 8);
            // A page of HTML shows where its pictures are; elsewhere it is guessed.
            if !self.raw.hints.is_empty() && !names {
                continue;
            }
            let short = line.chars <= 40 && !line.ends_sentence() && !line.ends_colon() && !line.bullet;
            let after_title = at > 0 && self.rules[at - 1] == "title-again";
            let next_blank = self.lines.get(at + 1).map_or(1, |next| next.blank_before);
            let apart = line.blank_before > rhythm && next_blank > rhythm;
            // （图）孩子们在写生, and the same without its mark.
            let marked_again = |other: &Line| other.text.ends_with(line.text) && marked(other).is_some();
            let again = |other: Option<&usize>| {
                other.map(|&other| &self.lines[other]).is_some_and(|other| {
                    same(other.text, line.text) || line.chars >= 8 && marked_again(other)
                })
            };
            let doubled = again(text.get(index + 1)) || index > 0 && again(text.get(index - 1));
            // 地点：文化站二楼
            let labelled = line.text.char_indices().take(LABEL).any(|(_, c)| matches!(c, '：' | ':'));
            let before_text = at <= first
                && title.is_some_and(|title| at > title)
                && !self.has_date(at)
                && !labelled
                && line.numbered.is_none();
            let shows = self.style.indent.is_some_and(|indent| indent >= 2)
                && line.indent == 0
                && (captioned || at < first)
                && shows_somebody(&line);
            let credited_below = next.is_some_and(|next| credits_pictures(next.text));
            let prose = |other: Option<&usize>| other.is_none_or(|&other| self.lines[other].is_prose());
            let between =
                prose(text.get(index + 1)) && prose(index.checked_sub(1).and_then(|above| text.get(above)));
            let beside_prose = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
            let mut beside_prose =
                beside_prose.filter_map(|other| text.get(other)).map(|&other| &self.lines[other]);
            // One sentence without the indent that the paragraphs have, before the first of them.
            let above =
                index.checked_sub(1).and_then(|above| text.get(above)).map(|&above| &self.lines[above]);
            let goes_on = above.is_some_and(|above| above.indent >= 2 && !above.ends_sentence());
            let unindented =
                self.style.indent.is_some_and(|indent| indent >= 2) && line.indent == 0 && !goes_on;
            let rule = if under_button.contains(&at) {
                "under-button"
            } else if is_dated(&line) {
                "dated-scene"
            } else if short
                && names_a_scene(&line)
                && beside_prose.any(|other| other.is_prose() || names_a_scene(other))
            {
                "scene"
            } else if short && between && is_bracketed(&line) {
                "bracketed"
            } else if shown_twice.contains(line.text) && prose(text.get(index + 1)) {
                "shown-twice"
            } else if short && credited_below {
                "before-credit"
            } else if short && shows {
                "shows"
            } else if short && after_title && line.blank_before > 0 && line.numbered.is_none() {
                "after-repeated-title"
            } else if doubled && line.chars >= 4 && line.chars <= 60 {
                if next.is_some_and(|next| same(next.text, line.text)) {
                    self.remove(at, Reason::Duplicate, "alt-text");
                    continue;
                }
                "doubled"
            } else if before_text
                && short
                && (apart || shows_somebody(&line) || self.followed_by_metadata(at, first))
            {
                "before-text"
            } else if before_text && apart && line.chars <= 40 && line.stops <= 1 {
                "apart-before-text"
            } else if before_text && unindented && line.chars <= 45 && line.stops == 1 && line.commas <= 1 {
                "unindented-before-text"
            } else if names {
                "named"
            } else {
                continue;
            };
            captioned = true;
            self.set(at, Role::Caption, rule);
        }
        // Who took the pictures is an author where nobody else signs.
        if self.meta.authors.is_empty() {
            self.meta.authors = credited;
        }
    }

    /// The lines of a gallery: several times one of them stands right below the button or the number of its picture.
    fn under_buttons(&self, text: &[usize]) -> HashSet<usize> {
        const GALLERY: usize = 3;
        const LONGEST: u32 = 100;
        let below = |&&at: &&usize| {
            at > 0
                && self.thread.is_none()
                && matches!(self.roles[at - 1], Role::Removed(_))
                && is_picture_button(self.lines[at - 1].text)
                && self.lines[at].chars <= LONGEST
        };
        let below: HashSet<usize> = text.iter().filter(below).copied().collect();
        if below.len() >= GALLERY { below } else { HashSet::new() }
    }

    fn followed_by_metadata(&self, at: usize, until: usize) -> bool {
        (at + 1..until).any(|next| self.roles[next] == Role::Removed(Reason::Metadata))
    }
}
