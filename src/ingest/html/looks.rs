//! How an element looks to a reader, by its attributes and what is in it.

use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::NodeRef;

use super::building::is_wide;
use super::tags;

/// A cell of a table of data; a longer one belongs to a table that lays the page out. In characters.
const LONGEST_CELL: usize = 60;

/// Shortest text that is set in lines of its own, in bytes.
const SHORTEST_LINED: usize = 300;

/// What sets an element's text apart from others': two elements with the same value look alike.
pub fn style_of(node: &NodeRef, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    for key in ["class", "style", "align", "color", "size"] {
        node.attr(key).as_deref().hash(&mut hasher);
    }
    hasher.finish()
}

/// Words in the addresses of the little faces that people put into what they say.
const FACES: &[&str] =
    &["biaoqing", "emo", "emoji", "emot", "emotion", "face", "qqface", "smile", "smiley", "smilies"];

/// A picture of a few pixels is a bullet or a button, or a face.
pub fn is_icon(node: &NodeRef) -> bool {
    let small = |key| {
        node.attr(key)
            .and_then(|value| value.trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|pixels| pixels < 100)
    };
    small("width") || small("height") || node.attr("src").is_some_and(|src| tags::names(&src, FACES))
}

/// Classes by which the usual style sheets hide an element, or leave it to those who have a page read to them.
const HIDDEN: &[&str] =
    &["d-none", "hidden", "hide", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];

/// Longest text that is thrown in for machines to copy, in characters.
const LONGEST_DEBRIS: usize = 60;

/// Whether a reader does not see an element. `visibility` and `opacity` prove nothing of long texts: pages
/// fade them in.
pub fn is_hidden(node: &NodeRef) -> bool {
    let classed =
        || node.class().is_some_and(|class| class.split_whitespace().any(|word| HIDDEN.contains(&word)));
    if node.has_attr("hidden") || classed() {
        return true;
    }
    let style = style(node);
    let faint = |property: &str| {
        style.split(';').any(|own| own == property || own.strip_prefix(property) == Some("px"))
    };
    style.contains("display:none")
        || (["font-size:0", "opacity:0", "color:transparent"].into_iter().any(faint)
            || style.contains("visibility:hidden")
            || style.contains("text-indent:-9"))
            && node.first_element_child().is_none()
            && count(&node.text()) <= LONGEST_DEBRIS
}

/// The lines of text that an element hides, each with its white space normalised. What stands in it for scripts and
/// style sheets is no text, nor is markup that a page without scripts would be.
pub fn hidden_lines(node: &NodeRef) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut stack = vec![*node];
    while let Some(node) = stack.pop() {
        match node.node_name() {
            Some(name) if tags::is_silent(&name) => continue,
            Some(name) => {
                if !tags::is_inline(&name) && !tags::is_unknown(&name) {
                    lines.push(std::mem::take(&mut line));
                }
                stack.extend(node.children_it(true));
            }
            None if node.is_text() => line.push_str(&node.text()),
            None => {}
        }
    }
    lines.push(line);
    let squeezed = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    squeezed.filter(|line| !line.is_empty() && !line.starts_with('<')).collect()
}

fn style(node: &NodeRef) -> String {
    node.attr("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default()
}

/// Whether the breaks of an element's source lines count, though it is no `pre`.
pub fn is_preformatted(node: &NodeRef) -> bool {
    style(node).contains("white-space:pre")
}

/// A text whose source is set in paragraphs with blank lines between them, as mail and old archives are: its
/// lines count though nothing says so.
pub fn is_lined(text: &str) -> bool {
    let lines = || text.lines().map(str::trim);
    let parted = || lines().skip_while(|line| line.is_empty()).skip_while(|line| !line.is_empty());
    text.len() >= SHORTEST_LINED
        && lines().filter(|line| !line.is_empty()).count() >= 3
        && parted().any(|line| !line.is_empty())
}

/// `font-weight: bold`, or a weight that looks so.
pub fn is_bold(node: &NodeRef) -> bool {
    let style = style(node);
    let weight = style.split(';').filter_map(|own| own.strip_prefix("font-weight:")).next_back();
    weight.is_some_and(|weight| matches!(weight, "bold" | "bolder" | "600" | "700" | "800" | "900"))
}

/// Where in its block a line stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// How an element aligns its text; `None` where that is left to the one around it.
pub fn align(node: &NodeRef, name: &str) -> Option<Align> {
    if name == "center" || node.attr("class").is_some_and(|class| tags::names(&class, &["center"])) {
        return Some(Align::Centre);
    }
    let style = style(node);
    let styled = style.split(';').filter_map(|own| own.strip_prefix("text-align:")).next_back();
    let attribute = || node.attr("align").map(|align| align.to_ascii_lowercase());
    Some(match styled.map(str::to_owned).or_else(attribute)?.as_str() {
        "center" => Align::Centre,
        "right" | "end" => Align::Right,
        _ => Align::Left,
    })
}

/// Whether an element runs on in its line: by its name, or because HTML does not know it and it stands among the
/// words of a text. Elsewhere such elements lay out the pages of those who made them up.
pub fn is_inline(node: &NodeRef, name: &str) -> bool {
    let words = |node: &NodeRef| node.is_text() && !node.text().trim().is_empty();
    let among_words =
        || node.parent().is_some_and(|parent| parent.children_it(false).any(|node| words(&node)));
    tags::is_inline(name) || tags::is_unknown(name) && !holds_blocks(node) && among_words()
}

/// Whether an element holds others that are blocks: it is no paragraph, but what paragraphs stand in.
pub fn holds_blocks(node: &NodeRef) -> bool {
    let block = |name: &str| !tags::is_inline(name) && !tags::is_unseen(name) && name != "br";
    node.children_it(false).any(|child| child.node_name().is_some_and(|name| block(&name)))
}

/// A column of nothing but numbers that count on: those of a listing's lines.
pub fn is_numbering(node: &NodeRef) -> bool {
    let texts = node.descendants_it().filter(NodeRef::is_text).map(|text| text.text());
    let mut expected = 1;
    for text in texts {
        for number in text.split_whitespace() {
            if number.parse() != Ok(expected) {
                return false;
            }
            expected += 1;
        }
    }
    expected > 2
}

/// Ideographs that an element shows.
pub fn told(node: &NodeRef) -> usize {
    let shown = |text: &NodeRef| {
        let name = text.parent().and_then(|parent| parent.node_name());
        !name.is_some_and(|name| tags::is_unseen(&name))
    };
    let texts = node.descendants_it().filter(|node| node.is_text() && shown(node));
    texts.map(|text| text.text().chars().filter(|&c| is_wide(c)).count()).sum()
}

pub fn count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// A row of two cells or more that are all short and hold no blocks but a paragraph: data or links, not a
/// part of the page's layout.
pub fn is_data_row(row: &NodeRef) -> bool {
    let cells: Vec<NodeRef> =
        row.children_it(false).filter(|node| node.has_name("td") || node.has_name("th")).collect();
    cells.len() >= 2 && cells.iter().all(is_data_cell)
}

fn is_data_cell(cell: &NodeRef) -> bool {
    let (mut chars, mut paragraphs) = (0, 0);
    for node in cell.descendants_it() {
        if node.is_text() {
            chars += count(&node.text());
        } else if let Some(name) = node.node_name() {
            match &*name {
                "p" | "div" => paragraphs += 1,
                name if tags::is_inline(name) || tags::is_unknown(name) => {}
                _ => return false,
            }
        }
        if chars > LONGEST_CELL || paragraphs > 1 {
            return false;
        }
    }
    true
}
