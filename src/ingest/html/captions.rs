//! Which lines are captions by where they stand: below a picture, and unlike the paragraphs.

use std::collections::HashMap;

use super::lines::Line;
use crate::ingest::raw::Tag;

/// A caption is a short line below a picture; longer ones are the text itself. In characters; shorter where
/// the line is not in the picture's own block.
const LONGEST: usize = 80;
const LONGEST_APART: usize = 50;
/// The same for one whose element is named a caption.
pub const LONGEST_NAMED: usize = 160;
/// A line of so many characters is a paragraph.
const PARAGRAPH: usize = 40;

/// Whether a picture stands before a line with no text between.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    #[default]
    None,
    /// In the line's own block; whether there is text in it before the picture.
    SameBlock {
        behind_text: bool,
    },
    Apart,
}

/// How a line looks on its page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub picture: Picture,
    /// Lines with the same value are marked up alike.
    pub style: u64,
    pub centred: bool,
    pub bold: bool,
    /// Characters, white space aside.
    pub chars: usize,
}

/// Tags the lines below pictures that are captions.
pub fn mark(lines: &mut [Line]) {
    let paragraphs = style_of_paragraphs(lines);
    for at in 0..lines.len() {
        let (above, line) = (at.checked_sub(1).map(|above| &lines[above]), &lines[at]);
        let open = matches!(line.hint.tag, Tag::Other | Tag::Paragraph | Tag::Heading(0) | Tag::Signature);
        let alike = Some(line.look.style) == paragraphs;
        let sequel = above.is_some_and(|above| goes_on(above, line)) && !alike;
        if open && line.hint.link_share == 0 && (is_caption(line, alike) || sequel) {
            lines[at].hint.tag = Tag::Caption;
        }
    }
}

/// What most long lines look like.
fn style_of_paragraphs(lines: &[Line]) -> Option<u64> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.look.chars >= PARAGRAPH && line.hint.tag != Tag::Chrome) {
        *counts.entry(line.look.style).or_default() += line.look.chars;
    }
    counts.into_iter().max_by_key(|&(style, chars)| (chars, style)).map(|(style, _)| style)
}

/// A short line right below a picture. In a block of its own, what is bold and not centred is a heading, and a
/// sentence or an indent that the paragraphs have too makes a paragraph.
fn is_caption(line: &Line, alike: bool) -> bool {
    let look = line.look;
    let indented = line.text.starts_with(['\u{3000}', '\u{a0}']) && !look.centred;
    let said = line.text.ends_with(['。', '！', '？', '”', '：']);
    match look.picture {
        Picture::None => false,
        Picture::SameBlock { behind_text } => {
            look.chars <= LONGEST && !(said && (indented || behind_text && alike))
        }
        Picture::Apart => {
            let set_apart = look.centred && !alike;
            look.chars <= LONGEST_APART && !indented && (set_apart || !look.bold && !said)
        }
    }
}

/// A further line of a caption, marked up like it and unlike the paragraphs: the next picture's, a translation.
fn goes_on(above: &Line, line: &Line) -> bool {
    above.hint.tag == Tag::Caption
        && above.look.picture != Picture::None
        && above.look.style == line.look.style
        && line.look.centred
        && line.look.chars <= LONGEST
}
