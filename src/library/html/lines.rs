//! The lines of a page: a walk over its elements in page order that breaks the text where a browser would.

use dom_query::{Document, NodeRef};

use super::building::{Building, Gap};
use super::captions::{self, Look, Picture};
use super::{looks, tags};
use crate::library::raw::{LineHint, Tag};

/// Characters of hidden text that outweighs a visible page of less: a script shows it in a browser.
const REVEALED: usize = 200;

#[derive(Debug, Default)]
pub struct Lines {
    pub all: Vec<Line>,
    /// How deep the elements are nested.
    pub depth: usize,
    /// Characters of the longest text that one element hides.
    hidden: usize,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    pub text: String,
    pub hint: LineHint,
    pub look: Look,
}

/// The page's title as a line of its own, then the lines of its body.
pub fn lines(document: &Document) -> Lines {
    let mut lines = body_lines(document);
    let title: String =
        document.select_single("head title").text().split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        let hint = LineHint { tag: Tag::Title, ..LineHint::default() };
        lines.all.insert(0, Line { text: title, hint, ..Line::default() });
    }
    lines
}

/// The lines of a page's body. The walk keeps its own stack: pages with unclosed tags nest thousands deep.
///
/// What the page hides is left out, unless that is most of its text: then a script was to show it.
pub fn body_lines(document: &Document) -> Lines {
    let lines = walk(document, false);
    if lines.hidden > REVEALED && lines.hidden > lines.visible() { walk(document, true) } else { lines }
}

fn walk(document: &Document, reveal: bool) -> Lines {
    let root = document.body().unwrap_or_else(|| document.root());
    let mut walk = Walk { reveal, told: looks::told(&root), ..Walk::default() };
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
    Lines { all: walk.lines, hidden: walk.hidden, ..lines }
}

impl Lines {
    fn visible(&self) -> usize {
        self.all.iter().map(|line| line.text.chars().count()).sum()
    }
}

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
    centred: bool,
    item: bool,
    /// How the block around looks, and the element that holds others with it.
    outer: Option<(u64, u32)>,
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
    /// Elements around that are centred.
    centred: usize,
    /// How the block around, and the line's first inline element, look.
    style: u64,
    inline_style: u64,
    /// The innermost element around that holds blocks, and how many of them there were.
    element: u32,
    elements: u32,
    /// Lines of the block around before this one.
    said: bool,
    picture: Picture,
    /// Ideographs of the whole page.
    told: usize,
    /// What the page hides is read too.
    reveal: bool,
    /// Characters of the longest text that one element hides.
    hidden: usize,
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
        if tags::is_unseen(name) || (name == "pre" || self.pres > 0) && looks::is_numbering(node) {
            return None;
        }
        if !self.reveal && looks::is_hidden(node) {
            self.hidden = self.hidden.max(looks::count(&node.text()));
            return None;
        }
        let inline = tags::is_inline(name) || self.rows > 0;
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
            .or_else(|| named(tags::CAPTION_NAMES).then_some(Tag::Caption))
            .filter(|_| !inline);
        let element = Element {
            block: !inline,
            link: name == "a",
            bold: matches!(name, "b" | "strong"),
            pre: name == "pre" || !inline && looks::is_preformatted(node),
            chrome,
            aside: !inline && named(tags::ASIDE_NAMES),
            tagged: tag.is_some(),
            row: name == "tr" && looks::is_data_row(node),
            cell: self.rows > 0 && matches!(name, "td" | "th"),
            centred: !inline && looks::is_centred(node, name),
            item: matches!(name, "li" | "dd"),
            outer: (!inline).then_some((self.style, self.element)),
            piece: tags::is_piece(name),
        };
        if element.block {
            self.break_block();
            self.style = looks::style_of(node, name);
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
        if element.link && self.line.ends_in_link {
            self.line.set_apart();
        }
        self.line.opens_piece |= element.piece && self.line.ends_in_piece;
        if element.tagged {
            self.tags.extend(tag);
        }
        self.links += usize::from(element.link);
        self.bolds += usize::from(element.bold);
        self.pres += usize::from(element.pre);
        self.chromes += usize::from(element.chrome);
        self.asides += usize::from(element.aside);
        self.rows += usize::from(element.row);
        self.centred += usize::from(element.centred);
        Some(element)
    }

    fn leave(&mut self, element: Element) {
        if element.block {
            self.break_block();
        }
        if let Some(outer) = element.outer {
            (self.style, self.element) = outer;
        }
        if element.item {
            // A picture at the end of an item is not the next one's.
            self.picture = Picture::None;
        }
        if element.tagged {
            self.tags.pop();
        }
        self.links -= usize::from(element.link);
        self.bolds -= usize::from(element.bold);
        self.pres -= usize::from(element.pre);
        self.chromes -= usize::from(element.chrome);
        self.asides -= usize::from(element.aside);
        self.rows -= usize::from(element.row);
        self.centred -= usize::from(element.centred);
        self.line.ends_in_piece |= element.piece && !self.line.text.is_empty();
    }

    fn text(&mut self, text: &str) {
        let lined = self.pres > 0 || looks::is_lined(text);
        for c in text.chars() {
            match c {
                '\n' if lined => self.break_line(),
                ' ' if self.pres > 0 => self.line.text.push(c),
                '\n' | '\r' => self.line.widen(Gap::Newline),
                ' ' | '\t' | '\x0c' => self.line.widen(Gap::Space),
                c => self.line.push(c, self.links > 0, self.bolds > 0),
            }
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
        let mut line = std::mem::take(&mut self.line);
        if line.chars == 0 {
            return;
        }
        line.part();
        let hint = LineHint {
            tag: self.tag(&line),
            main: false,
            link_share: (line.linked * 100 / line.chars) as u8,
            element: self.element,
        };
        let look = Look {
            picture: std::mem::take(&mut self.picture),
            style: self.style ^ self.inline_style.rotate_left(1),
            centred: self.centred > 0,
            bold: line.is_bold(),
            chars: line.chars,
        };
        self.said = true;
        self.inline_style = 0;
        self.lines.push(Line { text: line.text, hint, look });
    }

    fn tag(&self, line: &Building) -> Tag {
        let tag = self.tags.last().copied().unwrap_or_default();
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
            _ if line.is_bold() => Tag::Heading(0),
            tag => tag,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(String, Tag)> {
        let lines = lines(&Document::from(html)).all;
        lines.into_iter().map(|line| (line.text, line.hint.tag)).collect()
    }

    fn texts(html: &str) -> Vec<String> {
        read(html).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn one_block_element_a_line_in_page_order() {
        let html = "<title>题 - 站</title><h1>题</h1><div>导语<p>第一段<p>第二<b>段</b>里有<a href=x>链接</a>。</div>";
        assert_eq!(
            read(html),
            [
                ("题 - 站".into(), Tag::Title),
                ("题".into(), Tag::Heading(1)),
                ("导语".into(), Tag::Other),
                ("第一段".into(), Tag::Paragraph),
                ("第二段里有链接。".into(), Tag::Paragraph),
            ]
        );
    }

    #[test]
    fn line_breaks_count_and_breaks_of_the_source_do_not() {
        assert_eq!(texts("<p>一行<br>二行<br><br/>三行</p>"), ["一行", "二行", "三行"]);
        assert_eq!(
            texts("<p>源码在这里\n折了行，Latin\nwords 也是。</p>"),
            ["源码在这里折了行，Latin words 也是。"]
        );
        assert_eq!(texts("<p>　　缩进留着</p>"), ["　　缩进留着"]);
        assert_eq!(texts("<pre>一\n  二</pre>"), ["一", "  二"]);
    }

    #[test]
    fn what_no_reader_sees_is_left_out() {
        let html = "<style>a{}</style><script>var a = '<p>脚本</p>';</script><!-- 注释 --><p hidden>藏</p>\
                    <div style='display: none'>藏</div><select><option>选</select><p>见</p><noscript>无</noscript>";
        assert_eq!(texts(html), ["见"]);
    }

    #[test]
    fn rows_of_data_are_lines_and_tables_for_layout_are_not() {
        let data = "<table><tr><th>年份<th>产量<tr><td>2020<td><p>3.5 万吨</p></table>";
        assert_eq!(
            read(data),
            [("年份\t产量".into(), Tag::TableCell), ("2020\t3.5 万吨".into(), Tag::TableCell)]
        );
        let layout = "<table><tr><td><p>左栏第一段。<p>左栏第二段。<td><table><tr><td>右栏</table></table>";
        assert_eq!(texts(layout), ["左栏第一段。", "左栏第二段。", "右栏"]);
    }

    #[test]
    fn captions_stand_below_pictures_and_bold_paragraphs_are_headings() {
        let html = "<p><img src=a.jpg><br>茶山的早晨</p><p>　　正文。</p><p><b>小标题</b></p>\
                    <p align=center><img src=b.jpg></p><p>采茶的人</p><p><img src=c.gif width=10>不是图注</p>";
        let tags: Vec<Tag> = read(html).into_iter().map(|(_, tag)| tag).collect();
        assert_eq!(tags, [Tag::Caption, Tag::Paragraph, Tag::Heading(0), Tag::Caption, Tag::Paragraph]);
    }

    #[test]
    fn shares_of_links() {
        assert_eq!(texts("<p><a>首页</a><a>新闻</a>"), ["首页 新闻"]);
        let shares: Vec<u8> = lines(&Document::from("<p><a>首页</a><a>新闻</a><p>见<a>此</a>文。<p>无"))
            .all
            .into_iter()
            .map(|line| line.hint.link_share)
            .collect();
        assert_eq!(shares, [100, 25, 0]);
    }

    #[test]
    fn unclosed_tags_nest_without_end_and_do_no_harm() {
        let html = "<div>".repeat(2_000) + "底";
        let lines = lines(&Document::from(html.as_str()));
        assert_eq!(lines.all.len(), 1);
        assert!(lines.depth > 1000);
    }
}
