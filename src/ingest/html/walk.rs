//! The walk over a page's elements, in page order, that makes its lines.

use std::borrow::Cow;
use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

use super::building::{Building, Gap};
use super::captions::{self, Look, Picture};
use super::lines::{Line, Lines};
use super::looks::{self, Align};
use super::{entities, marks, posts, tags};
use crate::ingest::raw::{LineHint, Tag};

/// The lines of a page's body; `reveal` says that what it hides is read too. The walk keeps its own stack:
/// pages with unclosed tags nest thousands deep.
pub fn walk(document: &Document, reveal: bool) -> Lines {
    let root = document.body().unwrap_or_else(|| document.root());
    let mut walk = Walk { reveal, told: looks::told(&root), posts: posts::of(root), ..Walk::default() };
    let mut stack = vec![Step::Enter(root)];
    let mut depth = 0;
    let mut lines = Lines::default();
    while let Some(step) = stack.pop() {
        match step {
            Step::Leave(element) => {
                depth -= 1;
                walk.leave(element);
            }
            Step::Enter(node) if node.is_text() => walk.text(&node.text()),
            Step::Enter(node) => {
                if let Some(element) = walk.enter(&node) {
                    depth += 1;
                    lines.depth = lines.depth.max(depth);
                    stack.push(Step::Leave(element));
                    stack.extend(node.children_it(true).map(Step::Enter));
                }
            }
        }
    }
    walk.break_line();
    captions::mark(&mut walk.lines);
    Lines { all: walk.lines, hidden: walk.hidden, hidden_lines: walk.hidden_lines, ..lines }
}

/// Longest line of a signature, in characters.
const LONGEST_SIGNATURE: usize = 40;

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Element),
}

/// What leaving an element has to undo.
#[derive(Debug, Clone, Copy, Default)]
struct Element {
    block: bool,
    link: bool,
    bold: bool,
    pre: bool,
    chrome: bool,
    aside: bool,
    tagged: bool,
    row: bool,
    cell: bool,
    item: bool,
    /// How the block around looks and is aligned, and the element that holds others with it.
    outer: Option<(u64, Align, u32)>,
    post: bool,
    ruby: bool,
    /// Inline, and likely a thing of its own: a name, a time, a button.
    piece: bool,
}

#[derive(Debug, Default)]
struct Walk {
    lines: Vec<Line>,
    line: Building,
    /// The elements around that say what a line is, innermost last.
    tags: Vec<Tag>,
    links: usize,
    bolds: usize,
    pres: usize,
    chromes: usize,
    asides: usize,
    /// Rows of data tables around: their cells stand in one line.
    rows: usize,
    align: Align,
    /// How the block around, and the line's first inline element, look.
    style: u64,
    inline_style: u64,
    /// The innermost element around that holds blocks, and how many of them there were.
    element: u32,
    elements: u32,
    /// Lines of the block around before this one.
    said: bool,
    picture: Picture,
    /// The elements that hold posts, and the number of the one around.
    posts: HashMap<NodeId, u32>,
    post: u32,
    /// Ideographs of the whole page.
    told: usize,
    /// The source's lines count in the text that is read, and there is a blank one before the next.
    lined: bool,
    blank: bool,
    /// What the page hides is read too.
    reveal: bool,
    /// Characters of the longest text that one element hides.
    hidden: usize,
    hidden_lines: Vec<String>,
    /// `ruby` elements around, and the readings of the characters in those that have just ended.
    rubies: usize,
    readings: Vec<String>,
}

impl Walk {
    /// Begins an element; `None` where what is in it is not shown.
    fn enter(&mut self, node: &NodeRef) -> Option<Element> {
        let Some(name) = node.node_name() else {
            return (node.is_document() || node.is_fragment()).then(Element::default);
        };
        let name: &str = &name;
        match name {
            "br" | "hr" => self.break_line(),
            "img" | "amp-img" | "video" if !looks::is_icon(node) => {
                let behind_text = self.said || self.line.chars > 0;
                self.picture = Picture::SameBlock { behind_text };
            }
            _ => {}
        }
        if name == "rt" {
            self.readings.extend(marks::reading(node));
        }
        if tags::is_unseen(name) || (name == "pre" || self.pres > 0) && looks::is_numbering(node) {
            if !tags::is_silent(name) {
                self.hidden_lines.append(&mut looks::hidden_lines(node));
            }
            return None;
        }
        if !self.reveal && looks::is_hidden(node) {
            self.hidden = self.hidden.max(looks::count(&node.text()));
            self.hidden_lines.append(&mut looks::hidden_lines(node));
            return None;
        }
        if matches!(name, "sup" | "sub")
            && let Some(text) = marks::raised(node, name == "sup", self.line.text.chars().next_back())
        {
            self.characters(&text);
            return None;
        }
        let inline = self.rows > 0 || looks::is_inline(node, name);
        let named = |names: &[&str]| {
            ["class", "id"].iter().any(|key| node.attr(key).is_some_and(|value| tags::names(&value, names)))
        };
        // A part of the page that holds most of its text is not around it, whatever its name.
        let chrome = matches!(tags::tag(name), Some(Tag::Chrome))
            || !inline
                && self.chromes == 0
                && named(tags::CHROME_NAMES)
                && looks::told(node) * 2 <= self.told;
        let tag = tags::tag(name)
            .filter(|&tag| tag != Tag::Chrome)
            // Old archives set letters and posts in it.
            .filter(|&tag| tag != Tag::Code || looks::told(node) * 2 < looks::count(&node.text()))
            .filter(|_| !inline);
        let captioned = !inline
            && matches!(tag, None | Some(Tag::Paragraph))
            && named(tags::CAPTION_NAMES)
            && looks::told(node) <= captions::LONGEST_NAMED;
        let quoted = !inline && tag.is_none() && named(tags::QUOTE_NAMES);
        let tag = match () {
            () if captioned => Some(Tag::Caption),
            () if quoted => Some(Tag::Quote),
            () => tag,
        };
        let element = Element {
            block: !inline,
            // One with a name alone marks a place.
            link: name == "a" && (node.has_attr("href") || !node.has_attr("name")),
            bold: matches!(name, "b" | "strong") || looks::is_bold(node),
            pre: name == "pre" || !inline && looks::is_preformatted(node),
            chrome,
            aside: !inline && named(tags::ASIDE_NAMES),
            tagged: tag.is_some(),
            row: name == "tr" && looks::is_data_row(node),
            cell: self.rows > 0 && matches!(name, "td" | "th"),
            item: matches!(name, "li" | "dd"),
            outer: (!inline).then_some((self.style, self.align, self.element)),
            piece: tags::is_piece(name),
            post: self.posts.contains_key(&node.id),
            ruby: name == "ruby",
        };
        if element.block {
            self.break_block();
            self.style = looks::style_of(node, name);
            self.align = looks::align(node, name).unwrap_or(self.align);
            if looks::holds_blocks(node) {
                self.elements += 1;
                self.element = self.elements;
            }
        } else if self.line.chars == 0 {
            self.inline_style = looks::style_of(node, name);
        }
        if element.cell && !self.line.text.is_empty() {
            self.line.gap = Some(Gap::Cell);
        }
        // Links side by side are set apart by their style, not by a space.
        self.line.opens_link |= element.link && self.line.ends_in_link;
        self.rubies += usize::from(element.ruby);
        self.line.opens_piece |= element.piece && self.line.ends_in_piece;
        if element.tagged {
            self.tags.extend(tag);
        }
        if let Some(&post) = self.posts.get(&node.id) {
            self.post = post;
        }
        self.links += usize::from(element.link);
        self.bolds += usize::from(element.bold);
        self.pres += usize::from(element.pre);
        self.chromes += usize::from(element.chrome);
        self.asides += usize::from(element.aside);
        self.rows += usize::from(element.row);
        Some(element)
    }

    fn leave(&mut self, element: Element) {
        if element.block {
            self.break_block();
        }
        if let Some(outer) = element.outer {
            (self.style, self.align, self.element) = outer;
        }
        if element.post {
            self.post = 0;
        }
        if element.item {
            // A picture at the end of an item is not the next one's.
            self.picture = Picture::None;
        }
        if element.tagged {
            self.tags.pop();
        }
        self.rubies -= usize::from(element.ruby);
        self.links -= usize::from(element.link);
        self.bolds -= usize::from(element.bold);
        self.pres -= usize::from(element.pre);
        self.chromes -= usize::from(element.chrome);
        self.asides -= usize::from(element.aside);
        self.rows -= usize::from(element.row);
        self.line.ends_in_piece |= element.piece && !self.line.text.is_empty();
    }

    fn text(&mut self, text: &str) {
        self.lined = self.pres > 0 || looks::is_lined(text);
        let text = if self.pres > 0 { Cow::Borrowed(text) } else { entities::unescaped(text) };
        self.characters(&text);
    }

    fn characters(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.lined => {
                    self.blank |= self.line.chars == 0 && self.said;
                    self.break_line();
                }
                ' ' if self.pres > 0 => self.line.text.push(c),
                '\n' | '\r' => self.line.widen(Gap::Newline),
                ' ' | '\t' | '\x0b' | '\x0c' => self.line.widen(Gap::Space),
                '\u{85}' | '\u{2028}' | '\u{2029}' => self.break_line(),
                c => {
                    if !c.is_whitespace() {
                        self.end_reading();
                    }
                    self.line.push(c, self.links > 0, self.bolds > 0);
                }
            }
        }
    }

    /// Writes the reading of the characters before, if the next one is none that is read with them.
    fn end_reading(&mut self) {
        if self.rubies == 0 && !self.readings.is_empty() {
            let gap = self.line.gap.take();
            self.read();
            self.line.gap = gap;
        }
    }

    /// Writes the reading of the characters before, in brackets.
    fn read(&mut self) {
        let readings = std::mem::take(&mut self.readings).join(" ");
        if self.line.chars > 0 && !readings.is_empty() {
            format!("（{readings}）").chars().for_each(|c| self.line.push(c, self.links > 0, self.bolds > 0));
        }
    }

    fn break_block(&mut self) {
        self.break_line();
        self.said = false;
        self.inline_style = 0;
        if matches!(self.picture, Picture::SameBlock { .. }) {
            self.picture = Picture::Apart;
        }
    }

    fn break_line(&mut self) {
        self.read();
        let mut line = std::mem::take(&mut self.line);
        if line.chars == 0 {
            return;
        }
        line.part();
        let tag = self.tag(&line);
        // Text that was typed in lines is cut and parted as text is.
        let typed = self.lined && tag != Tag::Code;
        let hint = LineHint {
            tag,
            main: false,
            link_share: line.link_share(),
            element: if typed { 0 } else { self.element },
            post: self.post,
            turn: 0,
        };
        let look = Look {
            picture: std::mem::take(&mut self.picture),
            style: self.style ^ self.inline_style.rotate_left(1),
            centred: self.align == Align::Centre,
            bold: line.is_bold(),
            chars: line.chars,
        };
        self.said = true;
        self.inline_style = 0;
        let spaced = std::mem::take(&mut self.blank);
        self.lines.push(Line { text: line.text, hint, look, spaced });
    }

    fn tag(&self, line: &Building) -> Tag {
        let tag = match self.tags.last().copied().unwrap_or_default() {
            Tag::Other | Tag::Paragraph if self.tags.contains(&Tag::Caption) => Tag::Caption,
            tag => tag,
        };
        if self.asides > 0 {
            return Tag::Aside;
        }
        if self.chromes > 0 {
            return Tag::Chrome;
        }
        if self.rows > 0 {
            return Tag::TableCell;
        }
        match tag {
            Tag::Caption if line.chars > captions::LONGEST_NAMED => Tag::Other,
            Tag::Heading(_) | Tag::ListItem | Tag::Caption | Tag::Quote | Tag::Code => tag,
            _ if self.align == Align::Right && line.chars <= LONGEST_SIGNATURE => Tag::Signature,
            _ if line.is_bold() => Tag::Heading(0),
            tag => tag,
        }
    }
}
